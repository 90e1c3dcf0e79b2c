"""The bodies that a written cell names: their ids, how they were found, and their roles where the cell says them.

Recognition is the lexicon's (names, rules of abbreviation, collectives, misprints); what it leaves is compared by
similarity of full names inside one kind of body, with a margin over the runner-up. An abbreviation is never resolved by
similarity and an ambiguous form never guessed: both stay unresolved with their candidates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from ggplan.normalize.paragraphs import join_paragraphs
from ggplan.normalize.similar import LONGEST, Similar, similar_for
from ggplan.registry.collectives import COMMUNES, DISTRICTS
from ggplan.registry.lexicon import BodyMatch, Candidate, Lexicon, lexicon_for
from ggplan.registry.loading import Registry
from ggplan.registry.words import PROSE_WORDS
from ggplan.text import clean, fold, match_key, squeeze

__all__ = ["Resolved", "join_paragraphs", "resolve_cell"]

Role = Literal["lead", "cooperating"]

_SURE_ENOUGH = 0.9
"""How sure a body is that is read without its kind, or remains when the cell names the other candidates elsewhere."""

_I = re.IGNORECASE
_SKIP = re.compile(
    r"(?:[\s,;/&+•●·*|.:–—-]|\d{1,2}[.)](?=\s|$)|[a-zđ]\)(?=\s)|(?:và|hoặc|cùng với|cùng|với)(?=\s|$))+",
    _I,
)
_PERSON = re.compile(
    r"(?:đề nghị|giao cho|giao|thủ trưởng|giám đốc|lãnh đạo|chủ tịch|người đứng đầu|trưởng)\s+(?=\S)",
    _I,
)
_ROLE_WORDS = r"chủ\s+trì|phối\s+hợp(?:\s+thực\s+hiện)?|tham\s+gia|thường\s+trực|đầu\s+mối"
# `Chủ trì:`, `(Cơ quan phối hợp):` before the bodies they are said of.
_LABEL = re.compile(
    rf"(?:\(\s*)?(?:(?:cơ quan|đơn vị)\s+)?(?P<role>{_ROLE_WORDS}|thực\s+hiện)\s*(?::|\)\s*:?)\s*",
    _I,
)
# `, chủ trì, phối hợp với`, `phối hợp chặt chẽ với` between the bodies that lead and those that join.
_WITH = re.compile(
    r"[\s,;:–(-]*(?P<lead>chủ\s+trì\s*[,;]?\s*(?:và\s+)?)?"
    r"(?P<with>phối\s+hợp(?:\s+chặt\s+chẽ)?(?:\s+thực\s+hiện)?(?:\s+(?:cùng|với))*)\s*:?\s*",
    _I,
)
# `(chủ trì)`, `- phối hợp`, `là cơ quan thường trực` after the bodies they are said of.
_AFTER = re.compile(
    rf"\s*(?P<open>[(:–—-]?)\s*(?:là\s+)?(?:(?:cơ quan|đơn vị)\s+)?"
    rf"(?P<role>{_ROLE_WORDS}|chịu\s+trách\s+nhiệm(?:\s+chính)?)\s*\)?",
    _I,
)
_HEADING = re.compile(
    r"[\s:(]*(?:các\s+(?:sở|bộ|ban|hội|tỉnh)(?:[\s,/-]+(?:và|ban|ngành|có|liên|quan|thành|phố|giáp|ranh))*\s*:?\s*)?", _I
)
_BRACKET = re.compile(r"\s*\([^()]*\)")
_LAST = re.compile(r"\s*(?:[;.]|$)")
_STOP = re.compile(r"[;\n(]|\.(?=\s|$)")
_JOINT = re.compile(r"[,/]\s*|\s(?:và|-|–)\s+|\s(?=chủ trì|phối hợp)")
_COLLECTIVE = re.compile(r"các|những|tất cả|toàn|một số|ubnd|u[ỷy]|ủy|sở,", _I)
_LEVELS = frozenset({DISTRICTS, COMMUNES})
"""Collectives that more words make some of (`UBND các huyện phía Nam`): nobody knows which."""
_WHERE = re.compile(r"(?:trong(?! (?:quá|việc|thời|năm|giai))|tại|ở|ngoài)\s")
_TIES = ("", "và", "-", "–", "&")
"""What may stand between two parts of one name."""
_EDGES = " ,.:-–"


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
    return list(_resolved(text, lexicon_for(on, province, registry)))


@lru_cache(maxsize=16384)
def _resolved(text: str, lexicon: Lexicon) -> tuple[Resolved, ...]:
    tidy = clean(text).text.replace("**", "").replace("…", " ").strip()
    return _narrowed(_once(_Cell(tidy, lexicon).read()))


@dataclass(slots=True)
class _Entry:
    """A body under way: `run` counts the semicolons before it, `settled` says that its role is known, `open` that more
    of its name may follow. `more` are the words after the first of a long unknown one."""

    body: Resolved
    run: int
    settled: bool
    open: bool
    more: list[str] = field(default_factory=list)

    def whole(self) -> Resolved:
        """The body with all words of its name."""
        if not self.more:
            return self.body
        text = squeeze("".join((self.body.text, *self.more))).strip(_EDGES)
        return replace(self.body, text=text, name=text)


class _Cell:
    """Reads one cell from left to right: bodies, words of role, and what is neither."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        self.entries: list[_Entry] = []
        self.pos = 0
        self.after_last = 0
        self.run = 0
        self.role: Role | None = None
        self.kind = ""

    def read(self) -> list[Resolved]:
        """The bodies of the cell, with repetitions."""
        while self.pos < len(self.text):
            if not (self._skip() or self._word_of_role() or self._body()):
                self._unknown()
        return [entry.whole() for entry in self.entries]

    def _skip(self) -> bool:
        """Past separators, bullets, numbers and titles of persons."""
        match = _SKIP.match(self.text, self.pos)
        if match is None:
            match = _PERSON.match(self.text, self.pos)
            match = match if match and self._known_at(match.end()) else None
        if match:
            self.run += ";" in match.group()
            self.pos = match.end()
            return True
        if self.text[self.pos] in ")]}":
            self.pos += 1
            return True
        return False

    def _word_of_role(self) -> bool:
        """Past a word of role, which is given to the bodies it is said of, or past a bracket that says none."""
        label = _LABEL.match(self.text, self.pos)
        if label and (":" in label.group() or not self.entries):
            self.role, self.pos = _role_of(label["role"]), label.end()
            return True
        joined = _WITH.match(self.text, self.pos)
        if joined and self._body_at(joined.end(), said="với" in joined["with"].lower()):
            if joined["lead"]:
                self._settle("lead", everything=True)
            self.role, self.pos = "cooperating", joined.end()
            return True
        after = _AFTER.match(self.text, self.pos)
        if after and self.entries:
            apart = bool(after["open"]) or _LAST.match(self.text, after.end()) is not None
            self._settle(_role_of(after["role"]), everything=not apart)
            self.pos, self.role = after.end(), None
            return True
        bracket = _BRACKET.match(self.text, self.pos)
        if bracket and self.entries:
            self.pos = bracket.end()
            return True
        return False

    def _body_at(self, at: int, *, said: bool) -> bool:
        """Whether a body follows `phối hợp`; after a separator only where `với` was `said`."""
        separator = _SKIP.match(self.text, at)
        if separator and not said:
            return False
        return self.lexicon.match_item(self.text, separator.end() if separator else at, self.kind)[0] is not None

    def _settle(self, role: Role, *, everything: bool) -> None:
        """Gives `role` to the bodies before that have none: those since the last semicolon, or all."""
        for entry in reversed(self.entries):
            if entry.settled or not (everything or entry.run == self.run):
                break
            entry.body, entry.settled = replace(entry.body, role=role), True

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
        if text.count("(") > text.count(")"):
            text = text.replace(" (", " ")
        if match.id or match.candidates:
            return Resolved(text, match.id, match.name, match.via, match.score, self.role, match.candidates)
        return self._by_similarity(text)

    def _by_similarity(self, text: str) -> Resolved:
        found = self._similar.best(text)
        if not found.accepted:
            return Resolved(text, None, text, None, 0.0, self.role, found.candidates)
        best = found.candidates[0]
        return Resolved(text, best.id, best.name, "fuzzy", best.score, self.role)

    @property
    def _similar(self) -> Similar:
        return similar_for(self.lexicon)

    def _add(self, body: Resolved) -> None:
        self.entries.append(_Entry(body, self.run, body.role is not None, body.id is None and not body.score))
        self.after_last = self.pos

    def _unknown(self) -> None:
        """Words that are no body: more of the name before them, or a piece of their own."""
        end = self._end_of_unknown()
        piece = squeeze(self.text[self.pos : end].strip(_EDGES))
        between, self.pos = self.text[self.after_last : self.pos], end
        if any(char.isalnum() for char in piece) and not self._extended(between, piece):
            self._add(self._bare(piece))

    def _extended(self, between: str, piece: str) -> bool:
        """Takes `piece` for more of the last body: an unknown one, or one that was read too short."""
        last = self.entries[-1] if self.entries else None
        if last is None or re.search(r"[;\n()]", between):
            return False
        if last.open and last.body.id is None and len(last.body.text) > LONGEST:
            last.more.append(f"{between}{piece}")
            self.after_last = self.pos
            return True
        tie = between.strip()
        whole = self._by_similarity(squeeze(f"{last.body.text}{between}{piece}").strip(_EDGES))
        if last.body.candidates and last.body.score and not last.body.id:
            if tie:
                return False
            whole = replace(last.body, text=whole.text, name=whole.text)
        elif last.body.id and not whole.id:
            kept = self._too_short(last.body, tie, piece, whole)
            if kept is None:
                return False
            whole = kept
        elif not last.open and (tie not in _TIES or (tie and whole.id == last.body.id and last.body.via == "exact")):
            return False
        last.body = replace(whole, role=last.body.role)
        last.open = whole.id is None
        self.after_last = self.pos
        return True

    def _too_short(self, body: Resolved, tie: str, piece: str, whole: Resolved) -> Resolved | None:
        """What `body` is with `piece`, where that belongs to it: itself (`Khu vực 8`), the collective, or an unknown body."""
        if not tie and piece.isdigit() and len(piece) < 3:
            return replace(body, text=whole.text, via="alias" if body.via == "exact" else body.via)
        first = piece.split(maxsplit=1)[0]
        kind = self.lexicon.kind_of(body.id or "")
        collective = kind == "tap-hop" and _COLLECTIVE.match(body.text) is not None
        if first in PROSE_WORDS and not (collective and not tie and _WHERE.match(piece)):
            return None
        if tie not in _TIES or (tie and body.via == "exact") or (tie and first[0].islower()):
            return None
        if collective and (tie or body.id not in _LEVELS):
            return None if tie else replace(body, text=whole.text, via="alias", score=_SURE_ENOUGH)
        offered = (Candidate(body.id or "", body.name, body.score / 2), *whole.candidates)
        return replace(whole, candidates=tuple({one.id: one for one in offered}.values())[:3])

    def _bare(self, piece: str) -> Resolved:
        """A piece without a kind: a department's name on its own (`TN-MT`, `Tài chính`), or unknown."""
        match, _ = self.lexicon.match_item(piece, 0, "sở")
        if match and match.id and match.core_end == len(piece):
            return Resolved(piece, match.id, match.name, "alias", _SURE_ENOUGH, self.role)
        return self._by_similarity(piece)

    def _end_of_unknown(self) -> int:
        """Where words that are no body end: at a semicolon, line end, bracket or role, or at a joint before a body."""
        stop = _STOP.search(self.text, self.pos + 1)
        limit = stop.start() if stop else len(self.text)
        for match in _JOINT.finditer(self.text, self.pos, limit):
            if _AFTER.match(self.text, match.end()) or self._known_at(match.end()):
                return match.start()
        return limit

    def _known_at(self, at: int) -> bool:
        match = self.lexicon.match_at(self.text, at)
        return match is not None and (match.id is not None or bool(match.candidates))


def _role_of(word: str) -> Role:
    return "cooperating" if fold(word).startswith(("phoi", "tham")) else "lead"


def _narrowed(bodies: tuple[Resolved, ...]) -> tuple[Resolved, ...]:
    """Ambiguous forms without the bodies that the cell names elsewhere: beside `Sở Ngoại vụ`, `Sở NV` is Nội vụ."""
    named = {body.id for body in bodies}

    def narrow(body: Resolved) -> Resolved:
        left = [one for one in body.candidates if one.id not in named]
        if body.id or not body.score or len(left) != 1 or len(body.candidates) < 2:
            return body
        return replace(body, id=left[0].id, name=left[0].name, via="alias", score=_SURE_ENOUGH, candidates=())

    return tuple(narrow(body) for body in bodies)


def _once(bodies: Sequence[Resolved]) -> tuple[Resolved, ...]:
    """The bodies in order, each once; a role said at any mention counts."""
    kept: dict[str, Resolved] = {}
    for body in bodies:
        key = body.id or match_key(body.text)
        known = kept.setdefault(key, body)
        if known.role is None and body.role is not None:
            kept[key] = replace(known, role=body.role)
    return tuple(kept.values())
