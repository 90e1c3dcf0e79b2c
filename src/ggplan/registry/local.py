"""Provinces in the words of a body: after a name (`Công an tỉnh Gia Lai`), as partners, and committees of one place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ggplan.registry.collectives import is_unit_or_qualifier
from ggplan.registry.loading import Registry
from ggplan.registry.models import ProvinceRecord
from ggplan.registry.places import place_committee, province_body
from ggplan.registry.reading import Hit
from ggplan.registry.tokens import Word, is_title, tokenize
from ggplan.text import match_key

__all__ = ["COUNCIL", "LocalNames"]

COUNCIL = ("ủy", "ban", "nhân", "dân")
_LEVELS = {
    ("huyện",): "huyện",
    ("huyện", "đảo"): "huyện",
    ("thị", "xã"): "thị xã",
    ("tx",): "thị xã",
    ("thành", "phố"): "thành phố",
    ("tp",): "thành phố",
    ("quận",): "quận",
    ("xã",): "xã",
    ("phường",): "phường",
    ("thị", "trấn"): "thị trấn",
    ("đặc", "khu"): "đặc khu",
    ("tỉnh",): "tỉnh",
    **dict.fromkeys((("h", "."), ("h.",)), "huyện"),
    **dict.fromkeys((("x", "."), ("x.",)), "xã"),
    **dict.fromkeys((("p", "."), ("p.",)), "phường"),
    **dict.fromkeys((("q", "."), ("q.",)), "quận"),
    **dict.fromkeys((("tt", "."), ("tt.",)), "thị trấn"),
}
_LEVEL_STARTS = frozenset(level[0] for level in _LEVELS)
_OWNERS = frozenset({"của", "thuộc", "\n"})
_BEFORE_PLACES = frozenset({",", "/", "-", "–", "&", "và", "\n", ";"})
_NUMBERED = frozenset({"quận", "phường"})
_COMMUNES = frozenset({"xã", "phường"})
_APOSTROPHES = frozenset("'’‘ʼ`")
_LONGEST_PLACE, _LONGEST_PROVINCE = 5, 3
_BY_RULE = 0.9
"""How sure the committee of a place is: nobody has checked that the place exists."""


class LocalNames:
    """Reads provinces and committees on the day `on` for a plan of `province`.

    `opens` tells whether a body of the registry begins at a word, `opens_unknown` whether one that it does not know: there
    the name of a place ends.
    """

    def __init__(
        self,
        registry: Registry,
        on: str,
        province: ProvinceRecord | None,
        opens: Callable[[Sequence[Word], int], bool],
        opens_unknown: Callable[[Sequence[Word], int], bool],
    ) -> None:
        self.registry = registry
        self.on = on
        self.province = province
        self._opens = opens
        self._opens_unknown = opens_unknown
        self._slugs = _province_words(registry)
        self._longest = max(map(len, self._slugs), default=1)
        self._lasts = frozenset(name[-1] for name in self._slugs)
        self._own = tuple(match_key(province.name).split()) if province else ()
        self._after_names = {*_OWNERS, "tỉnh", "thành", "tp", *self._own[:1]}

    def past_province(self, words: Sequence[Word], at: int) -> int:
        """The index after `tỉnh`, `của tỉnh Gia Lai`, `Thanh Hóa`, which may follow the name that ends before `at`."""
        if at >= len(words):
            return at
        if words[at - 1].key in ("tỉnh", "phố"):
            end = self._province_name(words, at)
            return self._unknown_name(words, at) if end == at and words[at - 1].key == "tỉnh" else end
        if words[at].key not in self._after_names:
            return at
        start = at
        at += words[at].key in _OWNERS
        key = words[at].key if at < len(words) else ""
        if key == "tỉnh":
            return self._province_name(words, at + 1)
        if key in ("tp", "thành"):
            level, after = _level(words, at)
            end = self._province_name(words, after)
            municipal = self.province is not None and self.province.kind_on(self.on) == level
            return end if level and (end > after or municipal) else start
        own = self._own
        return at + len(own) if own and tuple(word.key for word in words[at : at + len(own)]) == own else start

    def said_province(self, words: Sequence[Word]) -> str | None:
        """The slug of the province whose name `words` end in."""
        if not words or words[-1].key not in self._lasts:
            return None
        keys = tuple(word.key for word in words[-self._longest :])
        return next((self._slugs[keys[at:]] for at in range(len(keys)) if keys[at:] in self._slugs), None)

    def read(self, words: Sequence[Word], begin: int, *, prose: bool) -> Hit | None:
        """`UBND huyện Chư Sê`, `UBND thị xã An Khê`, `tỉnh Phú Thọ`: a body with a proper name of its own."""
        key = words[begin].key
        council = 1 if key == "ubnd" else 0
        if key == COUNCIL[0] and tuple(word.key for word in words[begin : begin + 4]) == COUNCIL:
            council = 4
        if council or (key == "các" and not prose):
            listed = self._first_of_places(words, begin + council)
            return listed or (self._committee(words, begin + council) if council else None)
        if prose or key not in _LEVEL_STARTS:
            return None
        level, at = _level(words, begin)
        return self.province_at(words, at, level) if level in ("tỉnh", "thành phố") else None

    def province_at(self, words: Sequence[Word], at: int, level: str) -> Hit | None:
        """The province whose name stands at word `at` after its `level`; `thành phố` may also be said of a town."""
        end = self._province_name(words, at)
        if end == at:
            return None
        record = self.registry.province(self.said_province(words[at:end]) or "", self.on)
        if record is None or (level != "tỉnh" and not (record.valid_on(self.on) and record.kind_on(self.on) == level)):
            return None
        return Hit(end, province_body(record, self.on), "alias", 1.0 if record.valid_on(self.on) else 0.9)

    def _first_of_places(self, words: Sequence[Word], at: int) -> Hit | None:
        """The first of several places of one level: `các huyện Ba Tri, Thạnh Phú`, `các xã: …`, `03 huyện (…`."""
        if at + 1 >= len(words) or not (words[at].key == "các" or words[at].key.isdigit()):
            return None
        level, at = _level(words, at + 1)
        if at < len(words) and words[at].key in (":", "("):
            return self.place_of(words, at + 1, level) if self.lists_places(words, at + 1, level) else None
        return self.place_of(words, at, level)

    def lists_places(self, words: Sequence[Word], at: int, level: str = "") -> bool:
        """Whether a place's name and no sentence stands at word `at`, after a colon or bracket: a mark or `và` ends it."""
        if not self.names_place(words, at, level):
            return False
        end = self._proper_name(words, at, level)
        return end > at and (end >= len(words) or not words[end].is_word or words[end].key == "và")

    def place_after(self, words: Sequence[Word], at: int, level: str) -> Hit | None:
        """The committee of a place in a list of committees: with its own level, or of `level` where that may be left out."""
        own, after = _level(words, at)
        return self.place_of(words, after, own) if own else self.place_of(words, at, level)

    def place_of(self, words: Sequence[Word], at: int, level: str) -> Hit | None:
        """The committee of the place of `level` named at word `at`, one of several; the next may leave its level out.

        A single syllable is no name here: nearly all have two, and a line end may have cut one.
        """
        if level in ("", "tỉnh") or at >= len(words) or not self.names_place(words, at, level):
            return None
        end = self._proper_name(words, at, level)
        keys = tuple(word.key for word in words[at:end])
        if (level == "huyện" and keys == self._own) or (end < at + 2 and not keys[0].isdigit() and level != "thành phố"):
            return None
        identity, _ = place_committee(level, " ".join(keys))
        return Hit(end, identity, "alias", _BY_RULE, place=(level, at), kind=f"ubnd {level}")

    def names_place(self, words: Sequence[Word], at: int, level: str) -> bool:
        """Whether a place's own name begins at word `at`: no unit, no level, no body of the registry."""
        if at >= len(words) or not is_title(words[at]):
            return at < len(words) and level in _NUMBERED and words[at].key.isdigit()
        return not (_level(words, at)[0] or is_unit_or_qualifier(words, at) or self._opens(words, at))

    def own_place(self, words: Sequence[Word], begin: int, end: int) -> int:
        """Where the last level of a collective that ends before `end` is that of one place: `các huyện và TP. Pleiku`; or 0."""
        for at in (end - 3, end - 2, end - 1):
            if at <= begin + 1 or words[at - 1].key not in _BEFORE_PLACES:
                continue
            level, after = _level(words, at)
            if level and after == end and self.names_place(words, end, level) and self._province_name(words, end) == end:
                return at
        return 0

    def _committee(self, words: Sequence[Word], at: int) -> Hit | None:
        """The committee of one district or commune, or of another province, whose level stands at word `at`."""
        level, at = _level(words, at)
        if not level:
            return None
        end = self._province_name(words, at) if level == "tỉnh" else self._proper_name(words, at, level)
        if end == at:
            return None
        keys = tuple(word.key for word in words[at:end])
        record = self.registry.province(self._slugs.get(keys, ""), self.on)
        whole = record is not None and (level == "tỉnh" or (record.valid_on(self.on) and record.kind_on(self.on) == level))
        if whole and (self.province is None or keys == self._own):
            return None
        if record and whole:
            identity = province_body(record, self.on)
            return Hit(end, f"ubnd-{identity}", "alias", 1.0, name=f"UBND {self.registry.agencies[identity].name}")
        identity, _ = place_committee(level, " ".join(keys))
        return Hit(end, identity, "alias", _BY_RULE, place=(level, at))

    def _proper_name(self, words: Sequence[Word], at: int, level: str) -> int:
        """The index after a place's name at `at`: words with a capital (`Ia H'Drai`), or a number (`quận 1`).

        The names that communes have since 2025 may have both, and a hyphen: `Bảo Lâm 1`, `1 Bảo Lộc`, `Cam Ly - Đà Lạt`.
        """
        numbered = level in _NUMBERED and at < len(words) and words[at].key.isdigit()
        if numbered and level == "quận":
            return at + 1
        end, most = at + numbered, min(len(words), at + _LONGEST_PLACE)
        while end < most and words[end].capital and not (end > at and self._ends_before(words, end)):
            end += 1
            if end + 1 < len(words) and words[end].key in _APOSTROPHES and words[end + 1].is_word:
                end += 2
        return self._past_more(words, end) if end > at and level in _COMMUNES else end

    def _unknown_name(self, words: Sequence[Word], at: int) -> int:
        """The index after the name of a province that no record has, two or three syllables before a mark or the end; or `at`."""
        end = at
        while end < len(words) and end - at <= _LONGEST_PROVINCE and is_title(words[end]) and not self._ends_before(words, end):
            end += 1
        closed = end >= len(words) or not words[end].is_word
        named = closed and 2 <= end - at <= _LONGEST_PROVINCE and not (_level(words, at)[0] or is_unit_or_qualifier(words, at))
        return end if named else at

    def _ends_before(self, words: Sequence[Word], at: int) -> bool:
        return self._opens(words, at) or self._opens_unknown(words, at)

    def _past_more(self, words: Sequence[Word], at: int) -> int:
        """The index after the number or the part after a hyphen that a commune's name ends in, before a mark."""
        if at < len(words) and words[at].key.isdigit() and len(words[at].key) < 3:
            closed = at + 1 >= len(words) or not words[at + 1].is_word or words[at + 1].key == "và"
            return at + 1 if closed else at
        if at < len(words) and words[at].key in ("-", "–") and self.names_place(words, at + 1, ""):
            return self._proper_name(words, at + 1, "")
        return at

    def _province_name(self, words: Sequence[Word], at: int) -> int:
        """The index after a province's name at `at`, or `at`."""
        keys = tuple(word.key for word in words[at : at + self._longest])
        return next((at + size for size in range(len(keys), 0, -1) if keys[:size] in self._slugs), at)


def _level(words: Sequence[Word], at: int) -> tuple[str, int]:
    """The level in full that is written at `at` (`TP.`, `thị xã`) and the index after it; empty for none."""
    if at >= len(words) or words[at].key not in _LEVEL_STARTS:
        return "", at
    for length in (2, 1):
        level = _LEVELS.get(tuple(word.key for word in words[at : at + length]))
        if level:
            at += length
            return level, at + (at < len(words) and words[at].key == ".")
    return "", at


def _province_words(registry: Registry) -> dict[tuple[str, ...], str]:
    """Slugs of provinces by the words of their names."""
    names = ((name, record.slug) for record in registry.provinces for name in (record.name, *record.aliases))
    return {tuple(token.word.key for token in tokenize(name)): slug for name, slug in names}
