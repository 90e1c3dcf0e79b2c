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

from ggplan.registry.bodies import Recogniser
from ggplan.registry.loading import Registry, load_registry
from ggplan.registry.models import ProvinceRecord
from ggplan.registry.pieces import PieceModel
from ggplan.registry.places import place_committee
from ggplan.registry.reading import Item, Via
from ggplan.registry.tokens import Word, read_words
from ggplan.text import match_key

__all__ = ["UNDATED", "BodyMatch", "Candidate", "Lexicon", "fill", "lexicon_for"]

UNDATED = "2024-12-31"
"""The day as of which an undated text is read: the last before the reorganisations of 2025."""

_SEPARATORS = frozenset(",;/&+•*-–—●·|") | {"và", "\n"}
_BULLETS = _SEPARATORS - {"và"}
_LONGEST_REMARK = 14
_MOST_TEXTS, _OPENING = 512, 24
_FAR = 1500
"""Characters after a place that one body there is looked for in: several times the longest name."""


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


class Prepared(NamedTuple):
    """A text as its words, with the characters that each begins and ends at; `grown` from one that was read before."""

    text: str
    words: list[Word]
    starts: list[int]
    ends: list[int]
    grown: bool


class Lexicon:
    """All names of bodies on one day in one province. Build it with `lexicon_for`, which keeps what it built."""

    def __init__(self, registry: Registry, on: str | None, province: str | None) -> None:
        self.registry = registry
        self.on = on or UNDATED
        self.province: ProvinceRecord | None = registry.province(province, self.on) if province else None
        self._reader = Recogniser(registry, self.on, self.province)
        self._pieces: PieceModel | None = None
        self._prepared: dict[str, Prepared] = {}
        self._grown: dict[str, Prepared] = {}
        self._names: dict[tuple[str, str | None], str] = {}
        self.read_as_bodies = lru_cache(maxsize=65536)(self._read_as_bodies)
        self.begins_body = lru_cache(maxsize=65536)(self._begins_body)

    @property
    def pieces(self) -> PieceModel:
        """The model of pieces of lists, built when first asked for."""
        if self._pieces is None:
            self._pieces = PieceModel(self._reader.agencies, self._reader.forms)
        return self._pieces

    @property
    def vocabulary(self) -> frozenset[str]:
        """The match keys of all words that occur in names and collectives."""
        return self.pieces.vocabulary

    def forget(self) -> None:
        """Forget every text and reading so far; for measuring what reading anew costs."""
        self._prepared.clear()
        self._grown.clear()
        self._reader.forget()
        self.read_as_bodies.cache_clear()
        self.begins_body.cache_clear()

    def name_of(self, identity: str, province: str | None = None) -> str:
        """The registry's name of a body, filled in for the plan's province, else for `province` (a slug)."""
        known = self._names.get((identity, province))
        if known is None:
            record = self.province or (self.registry.province(province, self.on) if province else None)
            known = self._names[identity, province] = fill(self.registry.agencies[identity].name, record, self.on)
        return known

    def kind_of(self, identity: str) -> str | None:
        """The classification of a body; None for an unknown id."""
        agency = self.registry.agency(identity)
        return agency.classification if agency else None

    def match_at(self, text: str, pos: int = 0) -> BodyMatch | None:
        """The longest body that begins at the first word at or after character `pos`, or None."""
        if len(text) > _FAR and pos == 0:
            text = text[: text.rfind(" ", 0, _FAR) + 1 or _FAR]
        read = self._read(text)
        begin = bisect_left(read.starts, pos)
        item = self._reader.item(read.words, begin, None, again=read.grown)
        return self._placed(read, begin, item) if item.hit else None

    def match_item(self, text: str, pos: int = 0, kind: str = "") -> tuple[BodyMatch | None, str]:
        """The body at `pos` of a list whose last one was of `kind` (`sở`), which may be left out; and the kind now."""
        read = self._read(text)
        return self._item(read, bisect_left(read.starts, pos), kind)

    def match_list(self, text: str, pos: int = 0) -> tuple[list[BodyMatch], int]:
        """The longest run of bodies joined by separators from `pos` on, and the character it ends at (or `pos`)."""
        read = self._read(text)
        words, starts = read.words, read.starts
        begin = bisect_left(starts, pos)
        while begin < len(words) and words[begin].key in _BULLETS:
            begin += 1
        found: list[BodyMatch] = []
        kind = ""
        while begin < len(words):
            item, kind = self._item(read, begin, kind)
            if item is None:
                break
            found.append(item)
            begin = bisect_left(starts, item.end)
            after = _separated(words, begin)
            if after == begin and not self._reader.opens(words, begin):
                break
            begin = after
        return found, found[-1].end if found else pos

    def find(self, text: str) -> list[BodyMatch]:
        """Every body in running prose, left to right, without overlaps."""
        read = self._read(text)
        found: list[BodyMatch] = []
        index = 0
        while index < len(read.words):
            word = read.words[index]
            item = self._reader.in_prose(read.words, index) if word.key in self._reader.firsts or word.chunks else None
            if item is None:
                index += 1
                continue
            found.append(self._placed(read, 0, item))
            index = max(index + 1, bisect_left(read.starts, found[-1].end))
        return found

    def prefix_cost(self, words: Sequence[str]) -> float:
        """0 where `words` read wholly as a piece of a list of bodies, cut anywhere, to 1 where not at all."""
        return self.pieces.cost(tuple(words))

    def _begins_body(self, text: str) -> bool:
        """Whether a body begins at the first word of `text`."""
        return self.match_at(text) is not None

    def _read_as_bodies(self, text: str) -> float:
        """The share of the words of `text` that a reading as one list of bodies covers, 0 to 1.

        A body that the registry does not know counts half a word less; words after the last body count half where they
        read as a piece of one (the last body is cut off).
        """
        read = self._read(text)
        total = sum(word.is_word for word in read.words)
        if not total:
            return 0.0
        matches, end = self.match_list(text)
        if not matches:
            return 0.0
        left = [at for at in range(bisect_left(read.starts, end), len(read.words)) if read.words[at].is_word]
        rest = [text[read.starts[at] : read.ends[at]] for at in left]
        cut_off = 0.5 * len(rest) * (1 - self.prefix_cost(rest)) if rest else 0.0
        unsure = sum(0.5 for match in matches if match.id is None)
        return max(0.0, (total - len(rest) + cut_off - unsure) / total)

    def _read(self, text: str) -> Prepared:
        """The words of `text`; those of a text that only grew since it was last read are not read again."""
        known = self._prepared.get(text)
        if known is None:
            if len(self._prepared) >= _MOST_TEXTS:
                self._prepared.clear()
                self._grown.clear()
            opening = text[:_OPENING]
            known = self._prepared[text] = self._grown[opening] = _prepare(text, self._grown.get(opening))
        return known

    def _item(self, read: Prepared, begin: int, kind: str) -> tuple[BodyMatch | None, str]:
        item = self._reader.item(read.words, begin, kind, again=read.grown)
        return self._placed(read, begin, item) if item.hit else None, item.kind

    def _placed(self, read: Prepared, begin: int, item: Item) -> BodyMatch:
        """The body of an item that was read from word `begin` on, with its place in the text and its name."""
        hit = item.hit
        assert hit is not None
        text, last = read.text, begin + item.last
        start, core = read.starts[begin + item.skipped], read.ends[last - 1]
        end, remark = _remark(read, last)
        candidates = tuple(Candidate(identity, self.name_of(identity), hit.score) for identity in hit.candidates)
        printed = text[start:core]
        if hit.id is None:
            name = " ".join(printed.split())
            return BodyMatch(start, end, None, name, None, hit.score, candidates, None, remark, core)
        if hit.place:
            level, at = hit.place
            _, name = place_committee(level, text[read.starts[begin + at] : read.ends[begin + hit.end - 1]])
        else:
            name = hit.name or self.name_of(hit.id, item.said)
        via = hit.via
        if via != "fuzzy":
            via = "exact" if match_key(printed) == match_key(name) else "alias"
        return BodyMatch(start, end, hit.id, name, via, hit.score, (), self.kind_of(hit.id), remark, core)


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


def _prepare(text: str, last: Prepared | None) -> Prepared:
    """The words of `text` and their places, taken from `last` as far as `text` begins with that one's text."""
    grown = last is not None and bool(last.words) and text.startswith(last.text)
    if last is None or not grown:
        words, starts, ends = read_words(text)
    else:
        more_words, more_starts, more_ends = read_words(text, last.starts[-1])
        words, starts, ends = last.words[:-1] + more_words, last.starts[:-1] + more_starts, last.ends[:-1] + more_ends
    return Prepared(text, words, starts, ends, grown)


def _separated(words: Sequence[Word], at: int) -> int:
    while at < len(words) and words[at].key in _SEPARATORS:
        at += 1
    return at


def _remark(read: Prepared, at: int) -> tuple[int, str]:
    """The end of a short bracket at word `at`, and its text; the end of the word before where there is none."""
    words = read.words
    if at < len(words) and words[at].key == "(":
        for closing in range(at + 1, min(len(words), at + _LONGEST_REMARK)):
            if words[closing].key == ")":
                return read.ends[closing], read.text[read.ends[at] : read.starts[closing]].strip()
    return read.ends[at - 1], ""
