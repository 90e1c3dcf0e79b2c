"""Which body a run of words names: by name, as a collective, by level and proper name, or only by its head noun."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ggplan.registry.collectives import COMMUNES, DISTRICTS, match_collective
from ggplan.registry.loading import Registry
from ggplan.registry.local import COUNCIL, LocalNames
from ggplan.registry.models import Agency, ProvinceRecord
from ggplan.registry.names import Accept, Entry, NameGraph
from ggplan.registry.places import PROVINCE
from ggplan.registry.reading import Hit, Item, Readings, Watched, see
from ggplan.registry.tokens import Word, is_title, tokenize
from ggplan.registry.words import COMPOUNDS, GENERIC_HEADS, NOT_HEADS, PLURAL_HEADS, PROSE_WORDS

__all__ = ["KINDS", "Recogniser"]

KINDS = frozenset({"sở", "bộ", "ban", "hội"})
"""Kinds that a list says once and then leaves out; besides these `tổ chức`, `tỉnh` and, for levels and places, `ubnd`."""

_BEFORE_NAMES = frozenset(",/-–&") | {"và", "hoặc", "\n"}
_SINGULAR = frozenset(tuple(head.split()) for head in GENERIC_HEADS)
_PLURAL = frozenset(tuple(head.split()) for head in PLURAL_HEADS) - _SINGULAR
_HEADS = tuple(sorted(_PLURAL | _SINGULAR, key=lambda head: (-len(head), head)))
_HEAD_STARTS = frozenset(head[0] for head in _HEADS)
_OTHER_FIRSTS = frozenset({"cấp", "cơ", "đơn", "địa", "huyện", "sở", "tỉnh", "thành", "tp"})
_QUANTIFIERS = frozenset({"các", "tất", "toàn", "những", "mọi", "một"})
_HEADING_WORDS = KINDS | frozenset(["ngành", ",", "và", "-", "/", "liên", "quan", "có", "thành", "phố", "giáp", "ranh"])
_LONGEST_HEADING = 10
_COUNCIL, _PLACES = "ubnd", "ubnd "
"""The kind that committees say, and with a level after it the kind that places of one level may leave out."""
_LEVELS = frozenset({DISTRICTS, COMMUNES})
_IN_PART = 0.5
_TOO_LONG_FOR_A_PLACE = 4
_NO_QUALIFIER = PROSE_WORDS | {"và", "hoặc", "của", "các", "khác", "thuộc", "liên", "hữu", "trực", "tỉnh", "huyện"}
"""Words that do not say which of many bodies is meant: not the second of `doanh nghiệp bảo hiểm`."""
_FAR = 256
"""Words that one reading may look at, so that a text of any length costs as much as its parts; no name is so long."""


class Recogniser:
    """Reads bodies off words with the names in use on the day `on` in `province` (everywhere without one)."""

    def __init__(self, registry: Registry, on: str, province: ProvinceRecord | None) -> None:
        self.registry = registry
        self.on = on
        self.province = province
        self.graph = NameGraph()
        self.local = LocalNames(registry, on, province, self.opens, self.opens_unknown)
        slug = province.slug if province else None
        self.agencies = tuple(agency.within(slug) for agency in registry.agencies.values() if self._knows(agency))
        for agency in self.agencies:
            self._add(agency)
        self.firsts = frozenset(self.graph.root.edges) | _HEAD_STARTS | _QUANTIFIERS | _OTHER_FIRSTS
        self._readings = Readings()
        self._order: tuple[Callable[[tuple[Accept, Entry]], bool], ...] = (
            lambda way: way[1].ruling,
            lambda way: way[1].alive,
            lambda way: bool(registry.agencies[way[1].id].jurisdiction) == (province is not None),
            lambda way: way[0].literal and way[1].own,
            lambda way: way[0].literal,
        )

    def item(self, words: Sequence[Word], begin: int, kind: str | None, *, again: bool) -> Item:
        """The member of a list at `words[begin]`, after one of `kind`; with the kind None no word may be left out.

        `again` says that the same words are likely to come again, so that the reading is worth remembering.
        """
        if not again:
            return self._item(words[begin : begin + _FAR], kind)
        known = self._readings.recall(words, begin, kind)
        if known is None:
            window = Watched(list(words[begin : begin + _FAR]))
            known = self._item(window, kind)
            if window.seen < len(window) or begin + len(window) == len(words):
                self._readings.keep(window, kind, known)
        return known

    def in_prose(self, words: Sequence[Word], begin: int) -> Item | None:
        """The body that begins at `words[begin]` of running prose, counted from the first of `words`."""
        hit = self.read(words, begin, prose=True)
        return self._member(words, begin, hit, "") if hit else None

    def forget(self) -> None:
        """Forget all readings so far."""
        self._readings = Readings()

    def _item(self, words: Sequence[Word], kind: str | None) -> Item:
        skipped, kind_now = (0, "") if kind is None else self._heading(words, kind)
        hit = self.read(words, skipped)
        unknown = hit is None or (hit.id is None and not hit.candidates and kind_now.startswith(_PLACES))
        if unknown and kind is not None:
            hit = self._without_kind(words, skipped, kind_now) or hit
        return self._member(words, skipped, hit, kind_now)

    def _member(self, words: Sequence[Word], skipped: int, hit: Hit | None, kind: str) -> Item:
        if hit is None or hit.id is None:
            return Item(skipped, hit, hit.end if hit else skipped, None, (hit and _kind_of(words, skipped)) or _past_places(kind))
        last = hit.end if hit.name else self.local.past_province(words, hit.end)
        known = self.registry.agencies.get(hit.id)
        kind = "tỉnh" if known and known.classification == PROVINCE else _past_places(kind)
        kind = hit.kind or _kind_of(words, skipped) or kind
        return Item(skipped, hit, last, self.local.said_province(words[skipped:last]), kind)

    def _knows(self, agency: Agency) -> bool:
        """Whether a body may be named in this province, and by a name of its own."""
        elsewhere = agency.jurisdiction and self.province and agency.jurisdiction != self.province.slug
        return not elsewhere and agency.classification != PROVINCE

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

    def read(self, words: Sequence[Word], begin: int, *, prose: bool = False) -> Hit | None:
        """The longest body that begins at `words[begin]`. In running prose a name must be surer than in a list."""
        if begin >= len(words) or not words[begin].is_word:
            return None
        accepts = self.graph.walk(words, begin)
        best = self._named(accepts, words, begin, prose=prose) if accepts else None
        if best and best.id in _LEVELS and self.local.own_place(words, begin, best.end):
            best = None
        if best and best.end == len(words):  # nothing can be longer; that the words end here was part of the answer
            see(words, best.end)
            return best
        if words[begin].key in self.firsts:
            for other in (self._collective(words, begin), self.local.read(words, begin, prose=prose)):
                if other and (best is None or other.end > best.end):
                    best = other
        if best is None:
            return self._generic(words, begin, prose=prose)
        return best if prose or best.id not in self.registry.agencies else self._longer(words, begin, best)

    def _longer(self, words: Sequence[Word], begin: int, best: Hit) -> Hit:
        """`best`, or the unknown body whose name only begins with it: `Trung tâm Xúc tiến đầu tư và Hỗ trợ doanh nghiệp`,
        `doanh nghiệp bảo hiểm`.
        """
        end = best.end
        if end >= len(words) or not words[end].is_word:
            return best
        if words[end].key == "và":
            if words[begin].key not in KINDS and end + 1 < len(words) and words[end + 1].capital:
                whole = self._generic(words, begin, prose=False)
                if whole and whole.end > end + 1:
                    return Hit(whole.end, None, None, _IN_PART, (best.id or "",))
            return best
        at = begin + (words[begin].key in _QUANTIFIERS)
        if tuple(word.key for word in words[at:end]) not in _PLURAL:
            return best
        while end < len(words) and self._qualifies(words, end):
            end += 1
        return Hit(end, None, None, _IN_PART, (best.id or "",)) if end > best.end else best

    def _without_kind(self, words: Sequence[Word], begin: int, kind: str) -> Hit | None:
        """A name whose kind was said before: `TN&MT`, `Công Thương` after `Sở KH&ĐT,`."""
        if not kind or begin >= len(words):
            return None
        if kind == "tỉnh":
            hit = self.local.province_at(words, begin, kind)
            return hit if hit and _ends_here(words, hit.end) else None
        if kind == _COUNCIL or kind.startswith(_PLACES):
            return self._of_councils(words, begin, kind.removeprefix(_PLACES) if kind != _COUNCIL else "")
        node = self.graph.kind_node(kind)
        if node is None or not (words[begin].capital or " " in kind):
            return None
        walked = self.graph.walk(words, begin, node, strict=True)
        accepts = [one for one in walked if _ends_here(words, self.local.past_province(words, one.end))]
        if not accepts:
            return None
        longest = max(one.end for one in accepts)
        hit = self._choose([one for one in accepts if one.end == longest], begin)
        return hit._replace(via="alias") if hit.id else hit

    def _of_councils(self, words: Sequence[Word], begin: int, level: str) -> Hit | None:
        """Another level or place after a body that said `UBND`; a place may leave out `level`."""
        hit = self.local.place_after(words, begin, level)
        found = None if hit else match_collective(words, begin, of_councils=True)
        if found:
            whole = Hit(found.end, found.id, "alias", 1.0)
            hit = Hit(found.end, None, None, _IN_PART, (found.of,)) if found.of else whole
        return hit if hit and _ends_here(words, hit.end) else None

    def _heading(self, words: Sequence[Word], kind: str) -> tuple[int, str]:
        """Past `các sở`, `các sở, ngành:` that opens a list of names without their kind, and that kind."""
        if len(words) < 3 or words[0].key != "các" or (words[1].key not in KINDS and words[1].key != "tỉnh"):
            return 0, kind
        keys = [word.key for word in words[0:_LONGEST_HEADING]]
        colon = keys.index(":") if ":" in keys else 0
        plain = colon and all(key in _HEADING_WORDS for key in keys[2:colon])
        at = colon + 1 if plain else 2
        return (at, keys[1]) if self._without_kind(words, at, keys[1]) else (0, kind)

    def opens(self, words: Sequence[Word], begin: int) -> bool:
        """Whether a body of the registry begins at a word."""
        if begin >= len(words) or not words[begin].is_word:
            return False
        accepts = self.graph.walk(words, begin, strict=True)
        if accepts and self._named(accepts, words, begin, prose=True):
            return True
        return self._collective(words, begin) is not None

    def opens_unknown(self, words: Sequence[Word], begin: int) -> bool:
        """Whether the name of a body that the registry does not know, too long for a part of a place's name, begins at a word."""
        if begin >= len(words) or not words[begin].capital or words[begin].key not in _HEAD_STARTS:
            return False
        hit = self._generic(words, begin, prose=False)
        return hit is not None and hit.end - begin >= _TOO_LONG_FOR_A_PLACE

    def _named(self, accepts: Sequence[Accept], words: Sequence[Word], begin: int, *, prose: bool) -> Hit | None:
        plural = words[begin].key in _QUANTIFIERS
        usable = [one for one in (_usable(accept, words, begin, plural=plural) for accept in accepts) if one]
        if prose:
            usable = [one for one in usable if not one.cost or one.end - begin >= 4]
        if not usable:
            return None
        if len(usable) == 1:
            return self._choose(usable, begin)
        best = max(usable, key=lambda one: (one.end - 1.5 * one.cost, one.literal))
        best = self._before_another(words, usable, best)
        return self._choose([one for one in usable if one.end == best.end and one.cost == best.cost], begin)

    def _before_another(self, words: Sequence[Word], usable: Sequence[Accept], best: Accept) -> Accept:
        """`best`, or a shorter reading where its last words begin another body: `Ngân hàng Nhà nước và Tỉnh | đoàn`."""
        for one in usable:
            at = one.end
            while at < best.end and words[at].key in _BEFORE_NAMES:
                at += 1
            if one.end < at < best.end:
                ends = [other.end for other in self.graph.walk(words, at, strict=True) if other.literal]
                word = words[at]
                if ends and ends[-1] + (word.key in _QUANTIFIERS and is_title(word)) > best.end:
                    return one
        return best

    def _choose(self, accepts: Sequence[Accept], begin: int) -> Hit:
        """One body among the readings that end together; several candidates where nothing decides.

        In this order: a person's ruling; existing before dissolved bodies; the province's own before general ones;
        forms of the registry before forms made by rule.
        """
        ways = [(accept, entry) for accept in accepts for entry in accept.entries]
        for wanted in self._order if len(ways) > 1 else ():
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

    def _collective(self, words: Sequence[Word], begin: int) -> Hit | None:
        found = match_collective(words, begin)
        cut = (self._other_name(words, begin, found.end) or self.local.own_place(words, begin, found.end)) if found else 0
        if cut:
            found = match_collective(words[0:cut], begin)
        if found is None or (found.id is None and found.of is None):
            return None
        if found.id is None or (found.id in _LEVELS and self._lists_places(words, found.end)):
            return Hit(found.end, None, None, _IN_PART, (found.of or found.id or "",))
        end = self.local.past_province(words, found.end)
        return None if found.bare and not _ends_here(words, end) else Hit(end, found.id, "alias", 1.0)

    @staticmethod
    def _qualifies(words: Sequence[Word], at: int) -> bool:
        """Whether `words[at]` says which of many bodies is meant: `bảo hiểm` after `doanh nghiệp`."""
        word = words[at]
        if not word.is_word or word.capital:
            return False
        following = words[at + 1].key if at + 1 < len(words) else ""
        joined = (word.key, following) in COMPOUNDS or (words[at - 1].key, word.key) in COMPOUNDS
        return joined or word.key not in _NO_QUALIFIER

    def _lists_places(self, words: Sequence[Word], at: int) -> bool:
        """Whether the places that are meant stand at `words[at]`: `UBND các huyện, thành phố: Ba Tri, Bến Tre`."""
        return at < len(words) and words[at].key == ":" and self.local.lists_places(words, at + 1)

    def _other_name(self, words: Sequence[Word], begin: int, end: int) -> int:
        """Where inside a collective the name of another body begins: `Các sở, ban, ngành, Doanh nghiệp`; or 0."""
        for at in range(begin + 1, end):
            if words[at - 1].key not in _BEFORE_NAMES or not words[at].is_word:
                continue
            accepts = self.graph.walk(words, at, strict=True)
            name = self._named(accepts, words, at, prose=True) if accepts else None
            if name and name.end + is_title(words[at]) > end:
                return at
        return 0

    def _generic(self, words: Sequence[Word], begin: int, *, prose: bool) -> Hit | None:
        """An unknown body by its head noun, up to a mark, a conjunction before another body, a verb or the end."""
        plural = words[begin].key in ("các", "những")
        at = begin + plural
        if at >= len(words) or words[at].key not in _HEAD_STARTS or not (plural or words[at].capital):
            return None
        keys = tuple(word.key for word in words[at : at + 4])
        head = next((head for head in _HEADS if keys[: len(head)] == head), None)
        if head is None or keys[:2] in NOT_HEADS or (head in _PLURAL and not plural) or (prose and plural):
            return None
        after = end = at + len(head)
        while end < len(words) and self._goes_on(words, end, head[0], after, prose=prose):
            end += 1
        while end > after and not words[end - 1].is_word:
            end -= 1
        return Hit(end, None, None, 0.5) if end > after else None

    def _goes_on(self, words: Sequence[Word], at: int, head: str, after: int, *, prose: bool) -> bool:
        """Whether the name of an unknown body takes in `words[at]`; its head begins with `head` and ends at `after`."""
        word = words[at]
        following = words[at + 1] if at + 1 < len(words) else None
        if not word.is_word:
            return word.key in ("-", "–", "&") and following is not None and following.is_word
        if word.key == "và":
            return following is not None and following.capital and not self.opens(words, at + 1)
        if following is not None and (word.key, following.key) in (("chủ", "trì"), ("phối", "hợp")):
            return False
        if word.capital:
            return at == after or not (word.key == head or self.opens(words, at))
        if at < after + 2 or word.key not in PROSE_WORDS or (words[at - 1].key, word.key) in COMPOUNDS:
            return True
        return not prose and following is not None and (word.key, following.key) in COMPOUNDS


def _usable(accept: Accept, words: Sequence[Word], begin: int, *, plural: bool) -> Accept | None:
    """The reading without entries that may not stand here: short abbreviations alone, collectives without `các`."""
    if accept.end == begin + 1 and not accept.literal:
        chunks = words[begin].chunks or ()
        if len(chunks) < 3 or (len(chunks) == 3 and chunks[0] not in ("s", "b")):
            return None
    if plural or accept.end - begin >= 4:
        return accept
    entries = tuple(entry for entry in accept.entries if not entry.plural)
    return accept._replace(entries=entries) if entries else None


def _kind_of(words: Sequence[Word], begin: int) -> str:
    """The kind that the body at `words[begin]` says, which the next ones may leave out; empty for others."""
    key = words[begin].key
    if key in KINDS:
        return key
    at = begin + (key in _QUANTIFIERS)
    key = words[at].key if at < len(words) else ""
    if key == "ubnd" or (key == COUNCIL[0] and tuple(word.key for word in words[at : at + 4]) == COUNCIL):
        return "ubnd"
    return "tổ chức" if key == "tổ" and at + 1 < len(words) and words[at + 1].key == "chức" else ""


def _ends_here(words: Sequence[Word], at: int) -> bool:
    """Whether a list of bodies may end before `words[at]`: at the end, a mark, or a small word of prose."""
    if at >= len(words):
        return True
    word = words[at]
    return not word.is_word or word.key == "và" or word.key.isdigit() or (not word.capital and word.key in PROSE_WORDS)


def _past_places(kind: str) -> str:
    """What may be left out after a body that is no place: not the level of the places before it."""
    return _COUNCIL if kind.startswith(_PLACES) else kind
