"""The bodies that a written cell names, each with its id in the registry, how it was found and its role where the cell says one.

Recognition is the lexicon's (names, rules of abbreviation, collectives, misprints); what it leaves is compared by similarity of full
names inside one kind of body, with a margin over the runner-up. An abbreviation is never resolved by similarity, an
ambiguous form never guessed: both stay unresolved with their candidates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from ggplan.normalize.similar import Similar, similar_for
from ggplan.registry.lexicon import BodyMatch, Candidate, Lexicon, lexicon_for
from ggplan.registry.loading import Registry
from ggplan.text import clean, fold, match_key, squeeze

__all__ = ["Resolved", "resolve_cell"]

Role = Literal["lead", "cooperating"]

_SKIP = re.compile(
    r"(?:[\s,;/&+•●·*|.:–—-]|\d{1,2}[.)](?=\s)|[a-zđ]\)(?=\s)|và(?=\s)|hoặc(?=\s)|cùng(?: với)?(?=\s)|với(?=\s))+",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:đề nghị|giao cho|giao|thủ trưởng|giám đốc|lãnh đạo|chủ tịch|người đứng đầu|trưởng)\s+(?=\S)", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?:\(\s*)?(?:(?:cơ quan|đơn vị|đầu mối)\s+)?"
    r"(?P<role>chủ trì|phối hợp(?:\s+thực hiện)?|tham gia|thực hiện|thường trực)\s*(?::|\)\s*:?)\s*",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"[\s,;:–(-]*(?P<lead>chủ\s+trì\s*[,;]?\s*(?:và\s+)?)?(?P<with>phối\s+hợp(?:\s+chặt\s+chẽ)?(?:\s+thực\s+hiện)?(?:\s+(?:cùng|với))*)\s*:?\s*",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*(?P<open>[(:–—-]?)\s*(?:là\s+)?(?:(?:cơ quan|đơn vị)\s+)?"
    r"(?P<role>chủ\s+trì|thường\s+trực|đầu\s+mối|phối\s+hợp(?:\s+thực\s+hiện)?|chịu\s+trách\s+nhiệm(?:\s+chính)?|tham\s+gia)\s*(?P<close>\)?)",
    re.IGNORECASE,
)
_HEADING = re.compile(r"[\s:(]*(?:các\s+(?:sở|bộ|ban)\s*:?\s*)?", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\([^()]*\)")
_JUNK_END = re.compile(r"[;\n(]|\.(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Resolved:
    """One body of a cell.

    `text` is what is printed for it, on one line, without brackets and role words. `role` is given only where the cell
    says it. Without `id`, `name` is `text` and `candidates` are the most likely bodies, best first.
    """

    text: str
    id: str | None
    name: str
    via: Literal["exact", "alias", "fuzzy"] | None
    score: float
    role: Role | None = None
    candidates: tuple[Candidate, ...] = ()


def resolve_cell(
    text: str, *, on: str | None = None, province: str | None = None, registry: Registry | None = None
) -> list[Resolved]:
    """The bodies that `text` names, in the order printed, each once. `on` is a day (EDTF), `province` a slug."""
    return list(_resolved(_tidy(text), lexicon_for(on, province, registry)))


def _tidy(text: str) -> str:
    return clean(text).text.replace("**", "").replace("…", " ").strip()


@lru_cache(maxsize=16384)
def _resolved(text: str, lexicon: Lexicon) -> tuple[Resolved, ...]:
    return _once(_Cell(text, lexicon).read())


@dataclass(slots=True)
class _Open:
    """A body under way: `run` counts the pieces between semicolons, `fixed` says that its role is settled."""

    body: Resolved
    run: int
    fixed: bool = False
    generic: bool = False


class _Cell:
    """Reads one cell from left to right: bodies, words of role, and what is neither."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        self.similar: Similar = similar_for(lexicon)
        self.found: list[_Open] = []
        self.pos = 0
        self.run = 0
        self.role: Role | None = None
        self.kind = ""
        self.gap_start = 0

    def read(self) -> list[Resolved]:
        while self.pos < len(self.text):
            if not (self._skip() or self._role() or self._body()):
                self._unknown()
        return [entry.body for entry in self.found]

    def _skip(self) -> bool:
        """Past separators, bullets, numbers, titles of persons, brackets without a role."""
        for pattern in (_SKIP, _TITLE):
            match = pattern.match(self.text, self.pos)
            if match:
                self.run += ";" in match.group()
                self.pos = match.end()
                return True
        if self.text[self.pos] in ")]}":
            self.pos += 1
            return True
        return False

    def _role(self) -> bool:
        """A word of role: before bodies (`Chủ trì: …`, `phối hợp với …`) or after them (`… (chủ trì)`, `… phối hợp`)."""
        label = _LABEL.match(self.text, self.pos)
        if label and (":" in label.group() or not self.found):
            self.role, self.pos = _role_of(label["role"]), label.end()
            return True
        joined = _WITH.match(self.text, self.pos)
        if joined and self._body_follows(joined.end(), explicit="với" in joined["with"].lower()):
            if joined["lead"]:
                self._settle("lead", everything=True)
            self.role, self.pos = "cooperating", joined.end()
            return True
        after = _AFTER.match(self.text, self.pos)
        if after and self.found:
            inside = bool(after["open"]) or self._stands_apart(after.end())
            self._settle(_role_of(after["role"]), everything=not inside)
            self.pos, self.role = after.end(), None
            return True
        bracket = _BRACKET.match(self.text, self.pos)
        if bracket and self.found:
            self.pos = bracket.end()
            return True
        return False

    def _body_follows(self, at: int, *, explicit: bool) -> bool:
        match = _SKIP.match(self.text, at)
        if match and not explicit:
            return False
        return self.lexicon.match_item(self.text, match.end() if match else at, self.kind)[0] is not None

    def _stands_apart(self, at: int) -> bool:
        """Whether a semicolon or the end follows, so that the role belongs to the piece before it only."""
        rest = self.text[at:].lstrip()
        return not rest or rest[0] in ";\n."

    def _settle(self, role: Role, *, everything: bool) -> None:
        """Gives the role to the bodies before that have none: of this piece, or all."""
        for entry in reversed(self.found):
            if entry.fixed or not (everything or entry.run == self.run):
                break
            entry.body, entry.fixed = replace(entry.body, role=role), True

    def _body(self) -> bool:
        match, kind = self.lexicon.match_item(self.text, self.pos, self.kind)
        if match is None or not _HEADING.fullmatch(self.text[self.pos : match.start]):
            return False
        self.kind = kind
        self.pos = match.core_end
        self._add(self._judged(match))
        return True

    def _judged(self, match: BodyMatch) -> Resolved:
        text = squeeze(self.text[match.start : match.core_end])
        if match.id or match.candidates:
            return Resolved(text, match.id, match.name, match.via, match.score, self.role, match.candidates)
        return self._by_similarity(text)

    def _by_similarity(self, text: str) -> Resolved:
        found = self.similar.best(text)
        if found.accepted:
            best = found.candidates[0]
            return Resolved(text, best.id, best.name, "fuzzy", best.score, self.role, found.candidates[1:])
        return Resolved(text, None, text, None, 0.0, self.role, found.candidates)

    def _add(self, body: Resolved) -> None:
        self.found.append(_Open(body, self.run, body.role is not None, body.id is None and body.score == 0.0))
        self.gap_start = self.pos

    def _unknown(self) -> None:
        """Words that are no body: the rest of an unknown body before them, or a piece of their own."""
        end = self._end_of_unknown()
        piece = squeeze(self.text[self.pos : end].strip(" ,.:-–"))
        last = self.found[-1] if self.found else None
        between = self.text[self.gap_start : self.pos]
        if last and last.generic and not re.search(r"[;\n]", between):
            printed = squeeze(last.body.text + between + self.text[self.pos : end]).strip(" ,.:-–")
            last.body = replace(self._by_similarity(printed), role=last.body.role)
            self.pos = self.gap_start = end
            return
        self.pos = end
        if any(char.isalpha() for char in piece):
            self._add(self._bare(piece))

    def _bare(self, piece: str) -> Resolved:
        """A piece without a kind: a department's name on its own (`TN-MT`, `Tài chính`), or unknown."""
        match, _ = self.lexicon.match_item(piece, 0, "sở")
        if match and match.id and match.core_end == len(piece):
            return Resolved(piece, match.id, match.name, "alias", 0.9, self.role)
        return self._by_similarity(piece)

    def _end_of_unknown(self) -> int:
        """Where a piece that is no body ends: at a semicolon, a line end, a bracket, a role, or before a body after a comma."""
        stop = _JUNK_END.search(self.text, self.pos + 1)
        limit = stop.start() if stop else len(self.text)
        for match in re.finditer(r"[,/]\s*|\s(?:và|-|–)\s+|\s(?=chủ trì|phối hợp)", self.text[:limit][self.pos :]):
            at = self.pos + match.end()
            if _AFTER.match(self.text, at) or self._opens_body(at):
                return self.pos + match.start()
        return limit

    def _opens_body(self, at: int) -> bool:
        match = self.lexicon.match_at(self.text, at)
        return match is not None and (match.id is not None or bool(match.candidates))


def _role_of(word: str) -> Role:
    return "cooperating" if fold(word).startswith(("phoi", "tham")) else "lead"


def _once(bodies: Sequence[Resolved]) -> tuple[Resolved, ...]:
    seen: dict[str, int] = {}
    kept: list[Resolved] = []
    for body in bodies:
        key = body.id or match_key(body.text)
        if key not in seen:
            seen[key] = len(kept)
            kept.append(body)
        elif kept[seen[key]].role is None and body.role is not None:
            kept[seen[key]] = replace(kept[seen[key]], role=body.role)
    return tuple(kept)
