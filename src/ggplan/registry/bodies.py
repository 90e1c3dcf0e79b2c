"""Which body a run of tokens names: by name, as a collective, by level and proper name, or only by its head noun."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from ggplan.registry.collectives import match_collective
from ggplan.registry.loading import Registry
from ggplan.registry.models import Agency, ProvinceRecord
from ggplan.registry.names import Accept, Entry, NameGraph
from ggplan.registry.tokens import Token, tokenize, word
from ggplan.registry.words import GENERIC_HEADS, NOT_HEADS, PLURAL_HEADS, PROSE_WORDS
from ggplan.text import match_key

__all__ = ["KINDS", "Hit", "Recogniser", "Via", "kind_of"]

Via = Literal["exact", "alias", "fuzzy"]
KINDS = ("sở", "bộ", "ban", "hội")
"""Kinds that a list says once and then leaves out; besides these `tổ chức` and, for levels, `ubnd`."""

_LONGEST_COLLECTIVE = 40
_PLURAL = frozenset(tuple(head.split()) for head in PLURAL_HEADS)
_HEADS = tuple(sorted((*_PLURAL, *(tuple(head.split()) for head in GENERIC_HEADS)), key=lambda head: (-len(head), head)))
_HEAD_STARTS = frozenset(head[0] for head in _HEADS)
_QUANTIFIERS = frozenset({"các", "tất", "toàn", "những", "mọi", "một"})
_LEVELS = frozenset({"huyện", "thị", "thành", "tp", "tx", "quận", "xã", "phường", "đặc"})
_COUNCIL = ("ủy", "ban", "nhân", "dân")


_UBND = (word("UBND"), word("các"))
_HEADING_WORDS = frozenset({"sở", "ban", "ngành", "bộ", ",", "và", "-", "/", "liên", "quan", "có"})
_LONGEST_HEADING = 10


class Hit(NamedTuple):
    """A body that ends before token `end`. `id` is None for an unknown one and for an ambiguous one (`candidates`)."""

    end: int
    id: str | None
    via: Via | None
    score: float
    candidates: tuple[str, ...] = ()


class Recogniser:
    """Reads bodies off tokens with the names in use on the day `on` in `province` (everywhere without one)."""

    def __init__(self, registry: Registry, on: str, province: ProvinceRecord | None) -> None:
        self.registry = registry
        self.on = on
        self.province = province
        self.graph = NameGraph()
        self.provinces = _province_words(registry)
        self._own_province = tuple(match_key(province.name).split()) if province else ()
        for agency in registry.agencies.values():
            if self.knows(agency):
                self._add(agency)
        self.firsts = frozenset(self.graph.root.edges) | _HEAD_STARTS | _QUANTIFIERS | {"cơ", "đơn", "địa", "huyện", "sở"}

    def knows(self, agency: Agency) -> bool:
        """Whether a body may be named in this province."""
        return not (agency.jurisdiction and self.province and agency.jurisdiction != self.province.slug)

    def _add(self, agency: Agency) -> None:
        alive = agency.exists_on(self.on)
        names = [(agency.name, True, False)]
        names += [(other.name, False, other.kind == "ruling") for other in agency.other_names if other.used_on(self.on)]
        for name, own, ruling in names:
            for form in self.forms(name):
                entry = Entry(agency.id, own, alive, form.startswith("Các "), ruling)
                self.graph.add(form, entry, open_name=agency.open)

    def forms(self, name: str) -> list[str]:
        """The ways to fill a template's `{type}` and `{province}`; both may be missing where three words are left."""
        if "{" not in name:
            return [name]
        base = name.replace("{type}", "").replace("{province}", "").strip()
        forms = [base] if len(tokenize(base)) >= 3 else []
        if "{type}" in name:
            kinds = ("tỉnh", self.province.kind_on(self.on)) if self.province else ("tỉnh",)
            forms += [f"{base} {kind}" for kind in dict.fromkeys(kinds)]
        if "{province}" in name:
            records = (self.province,) if self.province else self.registry.provinces
            forms += [f"{base} {record.name}" for record in records]
        return forms

    def read(self, tokens: Sequence[Token], begin: int, *, prose: bool = False) -> Hit | None:
        """The longest body that begins at `tokens[begin]`. In running prose a name must be surer than in a list."""
        if begin >= len(tokens) or not tokens[begin].word.is_word:
            return None
        word = tokens[begin].word
        accepts = self.graph.walk(tokens, begin)
        known = [self._named(accepts, tokens, begin, prose=prose)] if accepts else []
        if word.key in self.firsts or word.key == "cấp":
            known.append(self._collective(tokens, begin))
            known.append(self._local(tokens, begin, prose=prose))
        hits = [hit for hit in known if hit]
        return max(hits, key=lambda hit: hit.end) if hits else self._generic(tokens, begin, prose=prose)

    def without_kind(self, tokens: Sequence[Token], begin: int, kind: str) -> Hit | None:
        """A name whose kind was said before: `TN&MT`, `Công Thương` after `Sở KH&ĐT,`."""
        if not kind or begin >= len(tokens):
            return None
        if kind == "ubnd":
            found = match_collective([*_UBND, *(token.word for token in tokens[begin : begin + _LONGEST_COLLECTIVE])])
            end = begin + found.end - len(_UBND) if found else begin
            return Hit(end, found.id, "alias", 1.0) if found and end > begin and ends_here(tokens, end) else None
        node = self.graph.kind_node(kind)
        if node is None or not (tokens[begin].word.capital or " " in kind):
            return None
        accepts = [
            one
            for one in self.graph.walk(tokens, begin, node, strict=True)
            if ends_here(tokens, self.past_province(tokens, one.end))
        ]
        if not accepts:
            return None
        longest = max(one.end for one in accepts)
        hit = self._choose([one for one in accepts if one.end == longest], begin)
        return hit._replace(via="alias") if hit.id else hit

    def heading(self, tokens: Sequence[Token], begin: int, kind: str) -> tuple[int, str]:
        """Past `các sở`, `các sở, ngành:` that opens a list of names without their kind, and that kind."""
        keys = [token.word.key for token in tokens[begin : begin + _LONGEST_HEADING]]
        if len(keys) > 2 and keys[0] == "các" and keys[1] in KINDS:
            colon = keys.index(":") if ":" in keys else 0
            plain = colon and all(key in _HEADING_WORDS for key in keys[2:colon])
            at = begin + (colon + 1 if plain else 2)
            if self.without_kind(tokens, at, keys[1]):
                return at, keys[1]
        return begin, kind

    def opens(self, tokens: Sequence[Token], begin: int) -> bool:
        """Whether a body of the registry begins at a token."""
        if begin >= len(tokens) or not tokens[begin].word.is_word:
            return False
        accepts = self.graph.walk(tokens, begin, strict=True)
        if accepts and self._named(accepts, tokens, begin, prose=True):
            return True
        return self._collective(tokens, begin) is not None

    def past_province(self, tokens: Sequence[Token], at: int) -> int:
        """The index after `tỉnh`, `của tỉnh Gia Lai`, `Thanh Hóa`, which may follow the name that ends before `at`."""
        if at >= len(tokens):
            return at
        if tokens[at - 1].word.key in ("tỉnh", "phố"):
            return self._province_name(tokens, at)
        start = at
        at += tokens[at].word.key in ("của", "thuộc", "\n")
        keys = tuple(token.word.key for token in tokens[at : at + 3])
        if keys[:1] == ("tỉnh",):
            return self._province_name(tokens, at + 1)
        if keys[:1] == ("tp",) or keys[:2] == ("thành", "phố"):
            after = at + (2 if keys[0] == "thành" or keys[1:2] == (".",) else 1)
            end = self._province_name(tokens, after)
            municipal = self.province is not None and self.province.kind_on(self.on) == "thành phố"
            return end if end > after or municipal else start
        own = self._own_province
        if own and tuple(token.word.key for token in tokens[at : at + len(own)]) == own:
            return at + len(own)
        return start

    def said_province(self, tokens: Sequence[Token]) -> str | None:
        """The slug of the province whose name the tokens end in."""
        ends = (tuple(token.word.key for token in tokens[-length:]) for length in (4, 3, 2, 1))
        return next((self.provinces[words] for words in ends if words in self.provinces), None)

    def _named(self, accepts: Sequence[Accept], tokens: Sequence[Token], begin: int, *, prose: bool) -> Hit | None:
        plural = tokens[begin].word.key in _QUANTIFIERS
        usable = [one for one in (_usable(accept, tokens, begin, plural=plural) for accept in accepts) if one]
        if prose:
            usable = [one for one in usable if not one.cost or one.end - begin >= 4]
        if not usable:
            return None
        best = max(usable, key=lambda one: (one.end - 1.5 * one.cost, one.literal))
        return self._choose([one for one in usable if one.end == best.end and one.cost == best.cost], begin)

    def _choose(self, accepts: Sequence[Accept], begin: int) -> Hit:
        """One body among the readings that end together; several candidates where nothing decides.

        In this order: a person's ruling; existing before dissolved bodies; the province's own before general ones;
        forms of the registry before forms made by rule.
        """
        ways = [(accept, entry) for accept in accepts for entry in accept.entries]
        for wanted in (
            lambda way: way[1].ruling,
            lambda way: way[1].alive,
            lambda way: bool(self.registry.agencies[way[1].id].jurisdiction) == (self.province is not None),
            lambda way: way[0].literal and way[1].own,
            lambda way: way[0].literal,
        ):
            if len({entry.id for _, entry in ways}) > 1:
                ways = [way for way in ways if wanted(way)] or ways
        accept, entry = ways[0]
        score = 1.0 if not accept.cost else 1 - accept.cost / (max(2, accept.end - begin) + 1)
        score = round(score if entry.alive else score * 0.9, 3)
        ids = tuple(dict.fromkeys(entry.id for _, entry in ways))
        if len(ids) > 1:
            return Hit(accept.end, None, None, score, ids)
        own = any(one.literal and other.own for one, other in ways)
        return Hit(accept.end, ids[0], "fuzzy" if accept.cost else "exact" if own else "alias", score)

    def _collective(self, tokens: Sequence[Token], begin: int) -> Hit | None:
        found = match_collective([token.word for token in tokens[begin : begin + _LONGEST_COLLECTIVE]])
        if found is None or found.id is None:
            return None
        end = self.past_province(tokens, begin + found.end)
        return None if found.bare and not ends_here(tokens, end) else Hit(end, found.id, "alias", 1.0)

    def _local(self, tokens: Sequence[Token], begin: int, *, prose: bool) -> Hit | None:
        """`UBND huyện Chư Sê`, `UBND thị xã An Khê`, `tỉnh Phú Thọ`: a body with a proper name of its own."""
        at = begin
        if tokens[at].word.key == "ubnd":
            at += 1
        elif tuple(token.word.key for token in tokens[at : at + 4]) == _COUNCIL:
            at += 4
        elif tokens[at].word.key == "tỉnh" and not prose:
            end = self._province_name(tokens, at + 1)
            return Hit(end, None, None, 1.0) if end > at + 1 else None
        if at == begin or at >= len(tokens) or tokens[at].word.key not in _LEVELS:
            return None
        at += 2 if tokens[at].word.key in ("thị", "thành", "đặc") else 1
        at += at < len(tokens) and tokens[at].word.key == "."
        end = at = min(at, len(tokens))
        while end < len(tokens) and tokens[end].word.is_word and tokens[end].word.capital:
            end += 1
        return Hit(end, None, None, 0.9) if end > at else None

    def _generic(self, tokens: Sequence[Token], begin: int, *, prose: bool) -> Hit | None:
        """An unknown body by its head noun, up to a mark, a conjunction before another body, a verb or the end."""
        plural = tokens[begin].word.key in ("các", "những")
        at = begin + plural
        if at >= len(tokens) or tokens[at].word.key not in _HEAD_STARTS or not (plural or tokens[at].word.capital):
            return None
        keys = tuple(token.word.key for token in tokens[at : at + 4])
        head = next((head for head in _HEADS if keys[: len(head)] == head), None)
        if head is None or keys[:2] in NOT_HEADS or (head in _PLURAL and not plural) or (prose and plural):
            return None
        after = end = at + len(head)
        while end < len(tokens) and self._goes_on(tokens, end, after):
            end += 1
        while end > after and not tokens[end - 1].word.is_word:
            end -= 1
        return Hit(end, None, None, 0.5) if end > after else None

    def _goes_on(self, tokens: Sequence[Token], at: int, after: int) -> bool:
        """Whether the name of an unknown body takes in the token `at`; its head ends at `after`."""
        word = tokens[at].word
        following = tokens[at + 1].word if at + 1 < len(tokens) else None
        if not word.is_word:
            return word.key in ("-", "–", "&") and following is not None and following.is_word
        if word.key == "và":
            return following is not None and following.capital and not self.opens(tokens, at + 1)
        if following is not None and (word.key, following.key) in (("chủ", "trì"), ("phối", "hợp")):
            return False
        return word.capital or at < after + 2 or word.key not in PROSE_WORDS

    def _province_name(self, tokens: Sequence[Token], at: int) -> int:
        """The index after a province's name at `at`, or `at`."""
        for length in (4, 3, 2, 1):
            if len(tokens) >= at + length and tuple(t.word.key for t in tokens[at : at + length]) in self.provinces:
                return at + length
        return at


def _usable(accept: Accept, tokens: Sequence[Token], begin: int, *, plural: bool) -> Accept | None:
    """The reading without entries that may not stand here: short abbreviations alone, collectives without `các`."""
    if accept.end == begin + 1 and not accept.literal:
        chunks = tokens[begin].word.chunks or ()
        if len(chunks) < 3 or (len(chunks) == 3 and chunks[0] not in ("s", "b")):
            return None
    if plural or accept.end - begin >= 4:
        return accept
    entries = tuple(entry for entry in accept.entries if not entry.plural)
    return accept._replace(entries=entries) if entries else None


def kind_of(tokens: Sequence[Token], begin: int) -> str:
    """The kind that the body at `tokens[begin]` says, which the next ones may leave out; empty for others."""
    at = begin + (tokens[begin].word.key in _QUANTIFIERS)
    keys = tuple(token.word.key for token in tokens[at : at + 4])
    if keys[:2] == ("tổ", "chức"):
        return "tổ chức"
    if keys[:1] == ("ubnd",) or keys == _COUNCIL:
        return "ubnd"
    return keys[0] if keys and at == begin and keys[0] in KINDS else ""


def ends_here(tokens: Sequence[Token], at: int) -> bool:
    """Whether a list of bodies may end before token `at`: at the end, a mark, or a small word of prose."""
    if at >= len(tokens):
        return True
    word = tokens[at].word
    return not word.is_word or word.key == "và" or (not word.capital and word.key in PROSE_WORDS)


def _province_words(registry: Registry) -> dict[tuple[str, ...], str]:
    """Slugs of provinces by the words of their names."""
    names = ((name, record.slug) for record in registry.provinces for name in (record.name, *record.aliases))
    return {tuple(token.word.key for token in tokenize(name)): slug for name, slug in names}
