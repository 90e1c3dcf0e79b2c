"""Recognition of bodies in any text, as of a date and for a province.

`Lexicon.match_at`, `match_list` and `find` give bodies with their places; `read_as_bodies` and `prefix_cost` say how well a text, or
a piece of one cut by line breaks, reads as a list of bodies. All are pure functions of the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from ggplan.registry.collectives import match_collective
from ggplan.registry.loading import Registry, load_registry
from ggplan.registry.models import Agency, ProvinceRecord
from ggplan.registry.names import Accept, Entry, NameGraph
from ggplan.registry.pieces import PieceModel
from ggplan.registry.tokens import Token, tokenize
from ggplan.registry.words import GENERIC_HEADS, NOT_HEADS, PLURAL_HEADS, PROSE_WORDS
from ggplan.text import match_key

__all__ = ["UNDATED", "BodyMatch", "Candidate", "Lexicon", "lexicon_for"]

UNDATED = "2024-12-31"
"""The day as of which an undated text is read: the last before the reorganisations of 2025. Plans for QĐ 882 are of 2022 to 2024."""

Via = Literal["exact", "alias", "fuzzy"]
_HEADS = tuple(tuple(head.split()) for head in sorted((*GENERIC_HEADS, *PLURAL_HEADS), key=len, reverse=True))
_PLURAL_HEADS = frozenset(tuple(head.split()) for head in PLURAL_HEADS)
_HEAD_STARTS = frozenset(head[0] for head in _HEADS)
_SEPARATORS = frozenset({",", ";", "/", "&", "và", "\n", "+", "•", "*", "-", "–", "—", "●", "·", "|"})
_LEVELS = frozenset({"huyện", "thị", "thành", "tp", "tx", "quận", "xã", "phường", "đặc"})
_KINDS = ("sở", "bộ", "ban")


class Candidate(NamedTuple):
    """A body that an unresolved form may mean, and how likely."""

    id: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class BodyMatch:
    """A body in a text: characters `start` to `end`, remark in brackets included.

    `id` is None where the form is that of a body but the registry has none, or several (`candidates`). `name` is the registry's name
    for the plan's province, or the words as printed. `remark` is the text of a bracket that follows (`cơ quan thường trực`).
    `core_end` is the end without it.
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


class _Hit(NamedTuple):
    """A body of tokens `begin` to `end`, before it has a place in the text."""

    end: int
    id: str | None
    via: Via | None
    score: float
    candidates: tuple[str, ...] = ()


class Lexicon:
    """All names of bodies on one day in one province. Build it with `lexicon_for`, which keeps what it built."""

    def __init__(self, registry: Registry, on: str | None, province: str | None) -> None:
        self.registry = registry
        self.on = on or UNDATED
        self.province: ProvinceRecord | None = registry.province(province, self.on) if province else None
        self.graph = NameGraph()
        self._provinces = _province_words(registry)
        for agency in registry.agencies.values():
            self._add(agency)
        self._firsts = (
            frozenset(self.graph.root.edges)
            | _HEAD_STARTS
            | {"các", "tất", "toàn", "những", "mọi", "một", "cơ", "đơn", "địa", "huyện"}
        )
        self.pieces = PieceModel(self._written_names())
        self.vocabulary: frozenset[str] = self.pieces.vocabulary
        self._tokens = lru_cache(maxsize=512)(_prepare)
        self.read_as_bodies = lru_cache(maxsize=65536)(self._read_as_bodies)
        self.begins_body = lru_cache(maxsize=65536)(self._begins_body)

    def _add(self, agency: Agency) -> None:
        if agency.jurisdiction and self.province and agency.jurisdiction != self.province.slug:
            return
        alive = agency.exists_on(self.on)
        for name in self._forms(agency.name):
            self.graph.add(name, Entry(agency.id, True, alive), open_name=agency.open)
        for other in agency.other_names:
            if other.used_on(self.on):
                for name in self._forms(other.name):
                    self.graph.add(name, Entry(agency.id, False, alive), open_name=agency.open)

    def _forms(self, name: str) -> list[str]:
        """The ways to fill a template's `{type}` and `{province}`; both may be missing where enough of a name is left."""
        if "{" not in name:
            return [name]
        base = name.replace("{type}", "").replace("{province}", "").strip()
        forms = [base] if len(tokenize(base)) >= 3 else []
        provinces = [self.province.name] if self.province else [record.name for record in self.registry.provinces]
        if "{type}" in name:
            forms += [
                f"{base} {kind}"
                for kind in dict.fromkeys(("tỉnh", self.province.kind_on(self.on) if self.province else "tỉnh"))
            ]
        if "{province}" in name:
            forms += [f"{base} {province}" for province in provinces]
        return forms

    def name_of(self, identity: str, province: str | None = None) -> str:
        """The registry's name of a body, filled in for the plan's province, or for `province` (a slug) where the plan has none."""
        record = self.province or (self.registry.province(province, self.on) if province else None)
        return fill(self.registry.agencies[identity].name, record, self.on)

    def match_at(self, text: str, pos: int = 0) -> BodyMatch | None:
        """The longest body that begins at the first word at or after character `pos`, or None."""
        tokens, starts = self._tokens(text)
        begin = bisect_left(starts, pos)
        hit = self._hit(tokens, begin)
        return self._placed(text, tokens, begin, hit) if hit else None

    def match_item(self, text: str, pos: int = 0, kind: str = "") -> tuple[BodyMatch | None, str]:
        """The body at `pos` of a list whose last body was of `kind` (`sở`, `bộ`), which may not be said again; and the kind from here on."""
        tokens, starts = self._tokens(text)
        begin, kind = self._heading(tokens, bisect_left(starts, pos), kind)
        hit = self._hit(tokens, begin) or self._without_kind(tokens, begin, kind)
        if hit is None:
            return None, kind
        first = tokens[begin].word.key
        return self._placed(text, tokens, begin, hit), first if first in _KINDS else kind

    def match_list(self, text: str, pos: int = 0) -> tuple[list[BodyMatch], int]:
        """The longest run of bodies joined by separators from `pos` on, and the character it ends at (`pos` if there is none)."""
        tokens, starts = self._tokens(text)
        begin = bisect_left(starts, pos)
        while begin < len(tokens) and tokens[begin].word.key in _SEPARATORS - {"và"}:
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
            if after == begin and not self._opens(tokens, begin):
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
            hit = self._hit(tokens, index, prose=True) if word.key in self._firsts or word.chunks else None
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
        return self.match_at(text) is not None

    def _read_as_bodies(self, text: str) -> float:
        """The share of the words of `text` that a reading as one list of bodies covers, 0 to 1."""
        tokens, _ = self._tokens(text)
        total = sum(token.word.is_word for token in tokens)
        if not total:
            return 0.0
        matches, end = self.match_list(text)
        covered = sum(token.word.is_word for token in tokens if token.start < end)
        unsure = sum(0.5 for match in matches if match.id is None)
        rest = [token for token in tokens if token.start >= end and token.word.is_word]
        loose = (
            0.5 * (1 - self.prefix_cost([text[t.start : t.end] for t in rest])) * len(rest) if rest and matches else 0.0
        )
        return max(0.0, (covered + loose - unsure) / total)

    def _hit(self, tokens: Sequence[Token], begin: int, *, prose: bool = False) -> _Hit | None:
        if begin >= len(tokens) or not tokens[begin].word.is_word:
            return None
        named = self._named(self.graph.walk(tokens, begin, strict=False), tokens, begin, prose=prose)
        collective = self._collective(tokens, begin)
        local = self._local(tokens, begin, prose=prose)
        known = [hit for hit in (named, collective, local) if hit]
        return max(known, key=lambda hit: hit.end) if known else self._generic(tokens, begin, prose=prose)

    def _named(self, accepts: Sequence[Accept], tokens: Sequence[Token], begin: int, *, prose: bool) -> _Hit | None:
        plural = tokens[begin].word.key == "các"
        usable = [
            accept
            for accept in accepts
            if self._fits(accept, tokens, begin, plural=plural)
            and not (prose and accept.cost and accept.end - begin < 4)
        ]
        if not usable:
            return None
        best = max(usable, key=lambda accept: (accept.end - 1.5 * accept.cost, accept.literal))
        same = [accept for accept in usable if accept.end == best.end and accept.cost == best.cost]
        return self._chosen([entry for accept in same for entry in accept.entries], best, begin)

    def _fits(self, accept: Accept, tokens: Sequence[Token], begin: int, *, plural: bool) -> bool:
        """Whether a reading may stand: short abbreviations alone and singular forms of collectives may not."""
        first = tokens[begin].word
        if accept.end == begin + 1 and not accept.literal:
            letters = len(first.chunks or ())
            return letters >= 4 or (letters == 3 and first.chunks is not None and first.chunks[0] in "sb")
        names = [self.registry.agencies[entry.id] for entry in accept.entries]
        return (
            plural
            or not all(agency.name.startswith("Các ") and accept.end - begin < 4 for agency in names)
            or accept.end - begin >= 4
            or any(
                not other.name.startswith("Các ")
                for agency in names
                for other in agency.other_names
                if len(tokenize(other.name)) == accept.end - begin
            )
        )

    def _chosen(self, entries: Sequence[Entry], accept: Accept, begin: int) -> _Hit:
        """One body among the entries a reading ends at: existing before dissolved, local before general, name before form."""
        pool = [entry for entry in entries if entry.alive] or list(entries)
        local = [
            entry
            for entry in pool
            if bool(self.registry.agencies[entry.id].jurisdiction) == (self.province is not None)
        ]
        pool = local or pool
        if len({entry.id for entry in pool}) > 1:
            pool = [entry for entry in pool if entry.own and accept.literal] or pool
        ids = tuple(dict.fromkeys(entry.id for entry in pool))
        words = max(2, accept.end - begin)
        score = 1.0 if not accept.cost else round(1 - accept.cost / (words + 1), 3)
        score = score if pool[0].alive else round(score * 0.9, 3)
        if len(ids) > 1:
            return _Hit(accept.end, None, None, score, ids)
        via: Via = "fuzzy" if accept.cost else "exact" if accept.literal and pool[0].own else "alias"
        return _Hit(accept.end, ids[0], via, score)

    def _collective(self, tokens: Sequence[Token], begin: int) -> _Hit | None:
        found = match_collective([token.word for token in tokens[begin : begin + 40]], 0)
        if found is None or found.id is None:
            return None
        end = self._past_province(tokens, begin + found.end)
        if found.bare and not _ends_here(tokens, end):
            return None
        return _Hit(end, found.id, "alias", 1.0)

    def _local(self, tokens: Sequence[Token], begin: int, *, prose: bool) -> _Hit | None:
        """`UBND huyện Chư Sê`, `UBND thành phố Bắc Giang`, `tỉnh Phú Thọ`: a body with a proper name of its own."""
        at = begin
        if tokens[at].word.key == "ubnd":
            at += 1
        elif [token.word.key for token in tokens[at : at + 4]] == ["ủy", "ban", "nhân", "dân"]:
            at += 4
        elif not prose and tokens[at].word.key == "tỉnh":
            end = self._province_name(tokens, at + 1)
            return _Hit(end, None, None, 1.0) if end > at + 1 else None
        if at == begin or at >= len(tokens) or tokens[at].word.key not in _LEVELS:
            return None
        at += 2 if tokens[at].word.key in ("thị", "thành", "đặc") else 1
        at += at < len(tokens) and tokens[at].word.key == "."
        end = at = min(at, len(tokens))
        while end < len(tokens) and tokens[end].word.is_word and tokens[end].word.capital:
            end += 1
        return _Hit(end, None, None, 0.9) if end > at else None

    def _generic(self, tokens: Sequence[Token], begin: int, *, prose: bool) -> _Hit | None:
        """An unknown body by its head noun, up to a mark, a conjunction before another body, a verb or the end."""
        at = begin
        plural = tokens[begin].word.key in ("các", "những")
        at += plural
        head = next((head for head in _HEADS if tuple(t.word.key for t in tokens[at : at + len(head)]) == head), None)
        if head is None or not (plural or tokens[at].word.capital):
            return None
        after = at + len(head)
        pair = tuple(token.word.key for token in tokens[at : at + 2])
        if pair in NOT_HEADS or (head in _PLURAL_HEADS and not plural) or (prose and plural):
            return None
        end = after
        while end < len(tokens) and self._goes_on(tokens, end, after):
            end += 1
        while end > after and not tokens[end - 1].word.is_word:
            end -= 1
        return _Hit(end, None, None, 0.5) if end > after else None

    def _goes_on(self, tokens: Sequence[Token], at: int, after: int) -> bool:
        word = tokens[at].word
        following = tokens[at + 1].word if at + 1 < len(tokens) else None
        if not word.is_word:
            return word.key in ("-", "–", "&") and following is not None and following.is_word
        if word.key == "và":
            return following is not None and following.capital and not self._opens(tokens, at + 1)
        if word.key in ("chủ", "phối") and following is not None and following.key in ("trì", "hợp"):
            return False
        return word.capital or at < after + 2 or word.key not in PROSE_WORDS

    def _heading(self, tokens: Sequence[Token], begin: int, kind: str) -> tuple[int, str]:
        """Past `các sở:` that opens a list of names without their kind."""
        keys = [token.word.key for token in tokens[begin : begin + 3]]
        if len(keys) == 3 and keys[0] == "các" and keys[1] in _KINDS:
            at = begin + 2 + (keys[2] == ":")
            if self._without_kind(tokens, at, keys[1]):
                return at, keys[1]
        return begin, kind

    def _without_kind(self, tokens: Sequence[Token], begin: int, kind: str) -> _Hit | None:
        """A name whose kind was said before: `TN&MT`, `Công Thương` after `Sở KH&ĐT,`."""
        node = self.graph.kind_node(kind) if kind else None
        if node is None or begin >= len(tokens) or not tokens[begin].word.capital:
            return None
        accepts = [
            accept for accept in self.graph.walk(tokens, begin, node, strict=True) if _ends_here(tokens, accept.end)
        ]
        if not accepts:
            return None
        best = max(accepts, key=lambda accept: accept.end)
        hit = self._chosen(best.entries, best, begin)
        return hit._replace(via="alias") if hit.id else hit

    def _opens(self, tokens: Sequence[Token], begin: int) -> bool:
        """Whether a body known to the registry, or a collective, begins at a token."""
        if begin >= len(tokens) or not tokens[begin].word.is_word:
            return False
        if self._named(self.graph.walk(tokens, begin, strict=True), tokens, begin, prose=True):
            return True
        return self._collective(tokens, begin) is not None

    def _province_name(self, tokens: Sequence[Token], at: int) -> int:
        """The index after a province's name at `at`, or `at`."""
        for length in (4, 3, 2, 1):
            if len(tokens) >= at + length and tuple(t.word.key for t in tokens[at : at + length]) in self._provinces:
                return at + length
        return at

    def _said_province(self, tokens: Sequence[Token]) -> str | None:
        """The slug of the province whose name the tokens end in."""
        ends = (tuple(token.word.key for token in tokens[-length:]) for length in (4, 3, 2, 1))
        return next((self._provinces[words] for words in ends if words in self._provinces), None)

    def _past_province(self, tokens: Sequence[Token], at: int) -> int:
        """The index after `tỉnh`, `của tỉnh Gia Lai`, `Thanh Hóa` that may follow any body's name."""
        start = at
        if tokens[at - 1].word.key in ("tỉnh", "phố"):
            return self._province_name(tokens, at)
        if at < len(tokens) and tokens[at].word.key in ("của", "thuộc", "\n"):
            at += 1
        keys = [token.word.key for token in tokens[at : at + 3]]
        if keys[:1] == ["tỉnh"]:
            return self._province_name(tokens, at + 1)
        if keys[:1] == ["tp"] or keys[:2] == ["thành", "phố"]:
            after = at + (2 if keys[0] == "thành" or keys[1:2] == ["."] else 1)
            end = self._province_name(tokens, after)
            municipal = self.province is not None and self.province.kind_on(self.on) == "thành phố"
            return end if end > after or municipal else start
        if self.province and tuple(keys[: len(self.province.name.split())]) == tuple(
            match_key(self.province.name).split()
        ):
            return at + len(self.province.name.split())
        return start

    def _placed(self, text: str, tokens: Sequence[Token], begin: int, hit: _Hit) -> BodyMatch:
        last = self._past_province(tokens, hit.end) if hit.id else hit.end
        core = tokens[last - 1].end
        end, remark = _remark(text, tokens, last)
        start = tokens[begin].start
        candidates = tuple(Candidate(identity, self.name_of(identity), hit.score) for identity in hit.candidates)
        name = (
            self.name_of(hit.id, self._said_province(tokens[begin:last]))
            if hit.id
            else " ".join(text[start:core].split())
        )
        via = hit.via
        if via == "exact" and match_key(text[start:core]) != match_key(name):
            via = "alias"
        elif via == "alias" and text[start:core] == name:
            via = "exact"
        kind = self.registry.agencies[hit.id].classification if hit.id else None
        return BodyMatch(start, end, hit.id, name, via, hit.score, candidates, kind, remark, core)

    def _written_names(self) -> list[str]:
        names = []
        for agency in self.registry.agencies.values():
            for name in (agency.name, *(other.name for other in agency.other_names)):
                names.extend(self._forms(name))
                names.extend(f"{form} tỉnh" for form in self._forms(name)[:1] if agency.classification == "so")
        return names


def fill(name: str, province: ProvinceRecord | None, on: str | None = None) -> str:
    """A template name for a province; without one, `{type}` is `tỉnh` and `{province}` is left out."""
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


def _prepare(text: str) -> tuple[list[Token], list[int]]:
    tokens = tokenize(text)
    return tokens, [token.start for token in tokens]


def _province_words(registry: Registry) -> dict[tuple[str, ...], str]:
    """Slugs of provinces by the words of their names."""
    names = ((name, record.slug) for record in registry.provinces for name in (record.name, *record.aliases))
    return {tuple(token.word.key for token in tokenize(name)): slug for name, slug in names}


def _ends_here(tokens: Sequence[Token], at: int) -> bool:
    """Whether a list of bodies may end before token `at`: at the end, a mark, or a small word of prose."""
    if at >= len(tokens):
        return True
    word = tokens[at].word
    return not word.is_word or word.key == "và" or (not word.capital and word.key in PROSE_WORDS)


def _separated(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) and tokens[at].word.key in _SEPARATORS:
        at += 1
    return at


def _remark(text: str, tokens: Sequence[Token], at: int) -> tuple[int, str]:
    """The end of a bracket of at most 12 tokens at `at`, and its text; the end of the token before where there is none."""
    end = tokens[at - 1].end
    if at < len(tokens) and tokens[at].word.key == "(":
        for closing in range(at + 1, min(len(tokens), at + 14)):
            if tokens[closing].word.key == ")":
                return tokens[closing].end, text[tokens[at].end : tokens[closing].start].strip()
    return end, ""
