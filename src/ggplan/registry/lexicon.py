"""Recognition of bodies in any text, as of a date and for a province.

`Lexicon.match_at`, `match_list` and `find` give bodies with their places; `read_as_bodies` and `prefix_cost` say how
well a text, or a piece of one cut by line breaks, reads as a list of bodies. All are pure functions of the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ggplan.registry.bodies import Hit, Recogniser, Via, kind_of
from ggplan.registry.loading import Registry, load_registry
from ggplan.registry.models import ProvinceRecord
from ggplan.registry.pieces import PieceModel
from ggplan.registry.tokens import Token, tokenize
from ggplan.text import match_key

__all__ = ["UNDATED", "BodyMatch", "Candidate", "Lexicon", "fill", "lexicon_for"]

UNDATED = "2024-12-31"
"""The day as of which an undated text is read: the last before the reorganisations of 2025."""

_SEPARATORS = frozenset(",;/&+•*-–—●·|") | {"và", "\n"}
_BULLETS = _SEPARATORS - {"và"}
_LONGEST_REMARK = 14


class Candidate(NamedTuple):
    """A body that an unresolved form may mean, and how likely."""

    id: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class BodyMatch:
    """A body in a text: characters `start` to `end`, a remark in brackets included; `core_end` is the end without it.

    `id` is None where the form is that of a body but the registry has none, or several (`candidates`). `name` is the
    registry's name for the plan's province, or the words as printed. `kind` is the body's classification. `remark` is
    the text of the bracket (`cơ quan thường trực`).
    """

    start: int
    end: int
    id: str | None
    name: str
    via: Via | None
    score: float
    candidates: tuple[Candidate, ...] = ()
    kind: str | None = None
    remark: str = ""
    core_end: int = 0


class Lexicon:
    """All names of bodies on one day in one province. Build it with `lexicon_for`, which keeps what it built."""

    def __init__(self, registry: Registry, on: str | None, province: str | None) -> None:
        self.registry = registry
        self.on = on or UNDATED
        self.province: ProvinceRecord | None = registry.province(province, self.on) if province else None
        self._reader = Recogniser(registry, self.on, self.province)
        self._pieces: PieceModel | None = None
        self._tokens = lru_cache(maxsize=512)(_prepare)
        self.read_as_bodies = lru_cache(maxsize=65536)(self._read_as_bodies)
        self.begins_body = lru_cache(maxsize=65536)(self._begins_body)

    @property
    def pieces(self) -> PieceModel:
        """The model of pieces of lists, built when first asked for."""
        if self._pieces is None:
            known = [agency for agency in self.registry.agencies.values() if self._reader.knows(agency)]
            self._pieces = PieceModel(known, self._reader.forms)
        return self._pieces

    @property
    def vocabulary(self) -> frozenset[str]:
        """The match keys of all words that occur in names and collectives."""
        return self.pieces.vocabulary

    def name_of(self, identity: str, province: str | None = None) -> str:
        """The registry's name of a body, filled in for the plan's province, else for `province` (a slug)."""
        record = self.province or (self.registry.province(province, self.on) if province else None)
        return fill(self.registry.agencies[identity].name, record, self.on)

    def match_at(self, text: str, pos: int = 0) -> BodyMatch | None:
        """The longest body that begins at the first word at or after character `pos`, or None."""
        tokens, starts = self._tokens(text)
        begin = bisect_left(starts, pos)
        hit = self._reader.read(tokens, begin)
        return self._placed(text, tokens, begin, hit) if hit else None

    def match_item(self, text: str, pos: int = 0, kind: str = "") -> tuple[BodyMatch | None, str]:
        """The body at `pos` of a list whose last one was of `kind` (`sở`), which may be left out; and the kind now."""
        tokens, starts = self._tokens(text)
        begin, kind = self._reader.heading(tokens, bisect_left(starts, pos), kind)
        hit = self._reader.read(tokens, begin) or self._reader.without_kind(tokens, begin, kind)
        if hit is None:
            return None, kind
        return self._placed(text, tokens, begin, hit), kind_of(tokens, begin) or kind

    def match_list(self, text: str, pos: int = 0) -> tuple[list[BodyMatch], int]:
        """The longest run of bodies joined by separators from `pos` on, and the character it ends at (or `pos`)."""
        tokens, starts = self._tokens(text)
        begin = bisect_left(starts, pos)
        while begin < len(tokens) and tokens[begin].word.key in _BULLETS:
            begin += 1
        found: list[BodyMatch] = []
        kind = ""
        while begin < len(tokens):
            item, kind = self.match_item(text, tokens[begin].start, kind)
            if item is None:
                break
            found.append(item)
            begin = bisect_left(starts, item.end)
            after = _separated(tokens, begin)
            if after == begin and not self._reader.opens(tokens, begin):
                break
            begin = after
        return found, found[-1].end if found else pos

    def find(self, text: str) -> list[BodyMatch]:
        """Every body in running prose, left to right, without overlaps."""
        tokens, starts = self._tokens(text)
        found: list[BodyMatch] = []
        index = 0
        while index < len(tokens):
            word = tokens[index].word
            possible = word.key in self._reader.firsts or word.chunks
            hit = self._reader.read(tokens, index, prose=True) if possible else None
            if hit is None:
                index += 1
                continue
            found.append(self._placed(text, tokens, index, hit))
            index = max(index + 1, bisect_left(starts, found[-1].end))
        return found

    def prefix_cost(self, words: Sequence[str]) -> float:
        """0 where `words` read wholly as a piece of a list of bodies, cut anywhere, to 1 where not at all."""
        return self.pieces.cost(tuple(words))

    def _begins_body(self, text: str) -> bool:
        """Whether a body begins at the first word of `text`."""
        tokens, _ = self._tokens(text)
        return self._reader.read(tokens, 0) is not None

    def _read_as_bodies(self, text: str) -> float:
        """The share of the words of `text` that a reading as one list of bodies covers, 0 to 1.

        A body that the registry does not know counts half a word less; words after the last body count half where they
        read as a piece of one (the last body is cut off).
        """
        tokens, _ = self._tokens(text)
        total = sum(token.word.is_word for token in tokens)
        if not total:
            return 0.0
        matches, end = self.match_list(text)
        rest = [token for token in tokens if token.start >= end and token.word.is_word] if matches else []
        cut_off = 0.5 * len(rest) * (1 - self.prefix_cost([text[one.start : one.end] for one in rest])) if rest else 0.0
        covered = total - len(rest) if matches else 0
        unsure = sum(0.5 for match in matches if match.id is None)
        return max(0.0, (covered + cut_off - unsure) / total)

    def _placed(self, text: str, tokens: Sequence[Token], begin: int, hit: Hit) -> BodyMatch:
        last = self._reader.past_province(tokens, hit.end) if hit.id else hit.end
        start, core = tokens[begin].start, tokens[last - 1].end
        end, remark = _remark(text, tokens, last)
        candidates = tuple(Candidate(identity, self.name_of(identity), hit.score) for identity in hit.candidates)
        printed = text[start:core]
        if hit.id is None:
            name = " ".join(printed.split())
            return BodyMatch(start, end, None, name, None, hit.score, candidates, None, remark, core)
        name = self.name_of(hit.id, self._reader.said_province(tokens[begin:last]))
        via = hit.via
        if via != "fuzzy":
            via = "exact" if match_key(printed) == match_key(name) else "alias"
        kind = self.registry.agencies[hit.id].classification
        return BodyMatch(start, end, hit.id, name, via, hit.score, (), kind, remark, core)


def fill(name: str, province: ProvinceRecord | None, on: str | None = None) -> str:
    """A template name for a province; without one, `{type}` is `tỉnh` and `{province}` is left out."""
    if "{" not in name:
        return name
    kind = province.kind_on(on) if province else "tỉnh"
    return " ".join(name.replace("{type}", kind).replace("{province}", province.name if province else "").split())


def lexicon_for(on: str | None = None, province: str | None = None, registry: Registry | None = None) -> Lexicon:
    """The lexicon of a day (EDTF) and a province (slug), built once per registry."""
    registry = registry or load_registry()
    key = (on, province)
    if key not in registry.lexicons:
        registry.lexicons[key] = Lexicon(registry, on, province)
    built: Lexicon = registry.lexicons[key]
    return built


lexicon = lexicon_for


def _prepare(text: str) -> tuple[list[Token], list[int]]:
    tokens = tokenize(text)
    return tokens, [token.start for token in tokens]


def _separated(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) and tokens[at].word.key in _SEPARATORS:
        at += 1
    return at


def _remark(text: str, tokens: Sequence[Token], at: int) -> tuple[int, str]:
    """The end of a short bracket at token `at`, and its text; the end of the token before where there is none."""
    end = tokens[at - 1].end
    if at < len(tokens) and tokens[at].word.key == "(":
        for closing in range(at + 1, min(len(tokens), at + _LONGEST_REMARK)):
            if tokens[closing].word.key == ")":
                return tokens[closing].end, text[tokens[at].end : tokens[closing].start].strip()
    return end, ""
