"""Collective bodies by grammar: `các sở, ban ngành có liên quan`, `UBND các huyện/thành phố`, `các đơn vị khác`.

    collective = [quantifier] unit { joint unit } { qualifier }
    level      = council [quantifier] unit-of-a-level { joint unit-of-a-level } { qualifier }

What a collective stands for follows from the kinds of its units and from qualifiers, not from its wording.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ggplan.registry.reading import Watched
from ggplan.registry.tokens import Word, is_title
from ggplan.registry.words import PROSE_WORDS

__all__ = ["Collective", "is_unit_or_qualifier", "match_collective"]

DEPARTMENTS = "cac-so-ban-nganh"
DISTRICTS = "ubnd-cac-huyen-thi-xa-thanh-pho"
COMMUNES = "ubnd-cac-xa-phuong-dac-khu"
RELATED = "cac-don-vi-lien-quan"
DEPARTMENTS_AND_DISTRICTS = "cac-so-nganh-dia-phuong"


class _Phrases:
    """Phrases as a tree of words: each place has the next words and, where a phrase ends, what it stands for."""

    def __init__(self, phrases: Mapping[str, str] | Iterable[str]) -> None:
        items = phrases.items() if isinstance(phrases, Mapping) else ((phrase, phrase) for phrase in phrases)
        self.heads: dict[str, Any] = {}
        for phrase, meaning in items:
            place = self.heads
            for key in phrase.split():
                place = place.setdefault(key, {})
            place[_HERE] = (meaning, len(phrase.split()))

    def at(self, words: Sequence[Word], at: int) -> tuple[str, int] | None:
        """What the longest phrase at `words[at]` stands for, and how many words it has."""
        watched = words if type(words) is Watched else None
        looked = watched.plain if watched is not None else words
        found: tuple[str, int] | None = None
        place: Any = self.heads
        length = len(looked)
        while at < length:
            place = place.get(looked[at].key)
            if place is None:
                break
            found = place.get(_HERE, found)
            at += 1
        if watched is not None and at >= watched.seen:
            watched.seen = at + 1
        return found


_HERE = ""
_QUANTIFIERS = _Phrases(("tất cả các", "tất cả", "toàn thể các", "toàn thể", "một số", "các", "những", "mọi"))
_COUNCILS = _Phrases(("hđnd , ubnd", "hđnd và ubnd", "ubnd", "ủy ban nhân dân", "ủy ban nd", "ub nd", "chính quyền"))

# Kinds of units: d departments, n branches (ngành), b ministries, m mass organisations, g offices; a agencies,
# u units; l localities, h districts, c towns, i their short forms, x communes, t provinces; v levels;
# o organisations, p persons, e enterprises, f fields of work.
_UNITS = _Phrases(
    {
        **dict.fromkeys(("sở", "ban", "ban ngành", "sở ngành", "sở ban ngành", "cơ quan chuyên môn"), "d"),
        "ngành": "n",
        **dict.fromkeys(("bộ", "bộ ngành", "cơ quan ngang bộ"), "b"),
        **dict.fromkeys(("đoàn thể", "hội đoàn thể", "mặt trận", "hiệp hội", "hội"), "m"),
        **dict.fromkeys(("phòng", "phòng ban", "chi cục"), "g"),
        "cơ quan": "a",
        **dict.fromkeys(("đơn vị", "đơn vị sự nghiệp"), "u"),
        **dict.fromkeys(("địa phương", "đia phương"), "l"),
        **dict.fromkeys(("huyện", "thị xã", "quận", "thành thị", "tx", "cấp huyện", "h"), "h"),
        **dict.fromkeys(("thành phố", "tp"), "c"),
        **dict.fromkeys(("thị", "thành", "tt"), "i"),
        **dict.fromkeys(("xã", "phường", "thị trấn", "đặc khu", "cấp xã"), "x"),
        "tỉnh": "t",
        "cấp": "v",
        "tổ chức": "o",
        "cá nhân": "p",
        "doanh nghiệp": "e",
        "lĩnh vực": "f",
    }
)
_CLOSED_UNITS = frozenset(
    ["hội", "hiệp", "mặt", "bộ", "phòng", "thị", "thành", "cấp", "ban", "sở", "tx", "tp", "tt", "chi", "tỉnh", "h"]
)
"""First words of units that are so only where nothing of another name follows: `Ban Dân tộc` is no unit."""
_SHORT = frozenset({"tx", "tp", "tt"})
_OWNERS = frozenset({"thuộc", "của"})
_LEVELS_OF_COUNCILS = frozenset("hcixtvlau")
_VERBS = "thực triển các tuyên lập rà kiểm xây hội quản sơ tổng đánh tập"
_NOT_UNITS = _Phrases(["ban hành", "xã hội", "ngành nghề", *(f"tổ chức {verb}" for verb in _VERBS.split())])

_JOINTS = frozenset(",/-–—&") | {"và", "\n", "hoặc"}
_QUALIFIERS = _Phrases(
    [
        *("khác có liên quan", "khác liên quan", "có liên quan khác", "liên quan khác"),
        *("có liên quan", "liên quan", "khác"),
        *("thuộc tỉnh", "thuộc ubnd tỉnh", "thuộc ủy ban nhân dân tỉnh", "thuộc thành phố", "thuộc ubnd thành phố"),
        *("trực thuộc tỉnh", "trực thuộc ubnd tỉnh", "trực thuộc", "của tỉnh", "của thành phố"),
        *("cấp tỉnh", "cấp thành phố", "cấp huyện", "cấp xã", "cấp trên", "các cấp", "tỉnh", "toàn tỉnh", "trong tỉnh"),
        *("trong toàn tỉnh", "trong và ngoài tỉnh", "ở tỉnh", "tại tỉnh", "ở địa phương", "tại địa phương", "nêu trên"),
        *("trên địa bàn", "trên địa bàn tỉnh", "trên địa bàn toàn tỉnh", "trên địa bàn thành phố"),
        *("trung ương", "ở trung ương", "chức năng", "có chức năng", "chuyên môn", "có thẩm quyền", "đoàn thể tỉnh"),
    ]
)
_AFTER_CLOSED = frozenset().union(
    *(_UNITS.heads[head] for head in _CLOSED_UNITS), _JOINTS, _QUALIFIERS.heads, _OWNERS, _UNITS.heads, PROSE_WORDS
)
"""Words that may follow the first one of a closed unit; most names of bodies are told from collectives by them."""
_STARTS = frozenset().union(_QUANTIFIERS.heads, _COUNCILS.heads, _UNITS.heads)
_MOST_UNITS = 8

_PARTS = _Phrases(
    [
        *("ven biển", "ven sông", "ven đô", "ven", "miền núi", "miền biển", "miền", "vùng", "biên giới", "hải đảo"),
        *("phía", "nghèo", "trọng điểm", "còn lại", "lân cận", "trung du", "đồng bằng", "nơi", "đang", "chưa", "có"),
    ]
)
"""What leaves out some units of a level: `UBND các huyện ven biển` are not all districts."""
_DUTIES = frozenset(
    [
        "trách",
        "nhiệm",
        "kế",
        "văn",
        "báo",
        "giải",
        "biện",
        "thể",
        "hiệu",
        "chức",
        "thẩm",
        "ý",
        "liên",
        "hướng",
        "cơ",
        "chính",
        "phương",
    ]
)
"""Words after `có` that say what the units have to do, not which ones are meant."""
_LONGEST_PART = 8


class Collective(NamedTuple):
    """A collective that ends before token `end`, and the id of what it stands for.

    `bare`: it is a body only where no noun goes on (`các đơn vị` is one, `các đơn vị vận tải` is another).
    `of`: it is some of these, and nothing says which (`UBND các huyện ven biển`, `UBND một số xã`); `id` is None then.
    """

    end: int
    id: str | None
    bare: bool
    of: str | None = None


def match_collective(words: Sequence[Word], begin: int = 0, *, of_councils: bool = False) -> Collective | None:
    """The collective body that begins at `words[begin]`, or None. `of_councils`: after a body that said `UBND các`."""
    key = words[begin].key
    if key not in _STARTS or (key in _CLOSED_UNITS and begin + 1 < len(words) and _begins_name(words[begin + 1])):
        return None
    council = None if of_councils else _COUNCILS.at(words, begin)
    first = begin + council[1] if council else begin
    at = begin if of_councils else _past_quantifier(words, first)
    level = at < len(words) and words[at].key == "cấp"
    plural = of_councils or at > first
    units, end = _units(words, at, council=of_councils or council is not None)
    if not units:
        return None
    after, seen = _past_qualifiers(words, end)
    if seen and "l" not in units and (more := _past_localities(words, after)) > after:
        units, (after, seen) = f"{units}l", _past_qualifiers(words, more)
    if of_councils or council or (level and units[0] in "hx" and not plural):
        several = plural or len(units) > 1 or level
        whole = Collective(after, _level_of(units), bare=False)
        return _in_part(whole, words, few=plural and words[first].key == "một") if several else None
    if not plural and len(units) == 1 and not (units in "aul" and any("liên quan" in phrase for phrase in seen)):
        return None
    found = Collective(after, _meaning(units, seen, plural=plural), not seen and not _sure(units))
    return _in_part(found, words, few=words[first].key == "một") if set(units) <= set("hcixl") else found


def _in_part(whole: Collective, words: Sequence[Word], *, few: bool) -> Collective:
    """`whole`, or some of it where `few` are said or the words after it say which: up to a mark, a verb or another name."""
    end = after = _past_part(words, whole.end)
    if whole.id not in (DISTRICTS, COMMUNES) or not (few or after > whole.end):
        return whole
    while after > whole.end and end < min(len(words), after + _LONGEST_PART) and _goes_on_in_part(words, end, after):
        end += 1
    while end + 1 < len(words) and words[end].key in _JOINTS and (more := _past_part(words, end + 1, again=True)) > end + 1:
        end = more
    return Collective(end, None, bare=False, of=whole.id)


def _past_part(words: Sequence[Word], at: int, *, again: bool = False) -> int:
    """The index after what says which units are meant; `again`: after another such phrase and a joint."""
    found = _PARTS.at(words, at)
    if (
        found is None
        or (again and found[0] in ("có", "nơi", "đang", "chưa"))
        or (found[0] == "có" and (at + 1 >= len(words) or words[at + 1].key in _DUTIES))
    ):
        return at
    return at + found[1]


def _goes_on_in_part(words: Sequence[Word], at: int, after: int) -> bool:
    """Whether what says which units are meant takes in `words[at]`: small words, and a proper name right after `after`."""
    word = words[at]
    if not word.is_word or word.key == "và":
        return False
    if word.capital:
        return all(before.capital for before in words[after:at])
    return word.key not in PROSE_WORDS


def _past_localities(words: Sequence[Word], at: int) -> int:
    """The index after `, địa phương` at `words[at]`, said of departments `tỉnh` and localities together; or `at`."""
    start = at
    while at < len(words) and words[at].key in _JOINTS:
        at += 1
    found = _UNITS.at(words, at) if at > start else None
    return at + found[1] if found and found[0] == "l" else start


def is_unit_or_qualifier(words: Sequence[Word], at: int) -> bool:
    """Whether `words[at]` begins a unit or a qualifier of collectives, and so no proper name."""
    return bool(_UNITS.at(words, at) or _QUALIFIERS.at(words, at))


def _begins_name(after: Word) -> bool:
    return after.is_word and after.key not in _AFTER_CLOSED


def _past_quantifier(words: Sequence[Word], at: int) -> int:
    """The index after `các`, `tất cả các` or a number (`UBND 18 huyện`) at `words[at]`."""
    found = _QUANTIFIERS.at(words, at)
    if found:
        return at + found[1]
    return at + 1 if at + 1 < len(words) and words[at].key.isdigit() and words[at + 1].key in _UNITS.heads else at


def _units(words: Sequence[Word], at: int, *, council: bool) -> tuple[str, int]:
    """The kinds of the units from `words[at]` on, one letter each, and the index after the last of them."""
    kinds, end, joined = "", at, True
    while len(kinds) < _MOST_UNITS:
        unit = _unit(words, at, first=not kinds)
        if unit is None or (kinds and not _goes_with(kinds, unit[0], joined=joined, council=council)):
            break
        if kinds and _begins_another(words, at, kinds, unit[0]):
            break
        kinds += unit[0]
        end = at = at + unit[1]
        while at < len(words) and words[at].key in _JOINTS:
            at += 1
        joined = at > end
        again = _past_quantifier(words, at)
        if again > at and (is_title(words[at]) or not _same_class(kinds, _unit(words, again, first=True))):
            break
        at = again
    return kinds, end


def _unit(words: Sequence[Word], at: int, *, first: bool) -> tuple[str, int] | None:
    """The kind and length of the unit at `words[at]`; one that is not the `first` must not begin a proper name."""
    found = _UNITS.at(words, at)
    if found is None or _NOT_UNITS.at(words, at):
        return None
    kind, length = found
    head = words[at].key
    if head in _SHORT and at + 1 < len(words) and words[at + 1].key == ".":
        return kind, 2
    closed = head in _CLOSED_UNITS and (length == 1 or kind == "m")
    if closed and not _closes(words, at + length, kind):
        return None
    return None if not first and is_title(words[at]) and _names_on(words, at + length) else found


def _closes(words: Sequence[Word], at: int, kind: str) -> bool:
    """Whether what stands at `words[at]` may follow a whole unit: a mark, a unit, a qualifier, small prose, nothing."""
    if at >= len(words) or not words[at].is_word or words[at].key in _JOINTS:
        return True
    if _QUALIFIERS.at(words, at) or words[at].key in _OWNERS:
        return True
    return kind != "m" and (_UNITS.at(words, at) is not None or (words[at].key in PROSE_WORDS and not words[at].capital))


def _names_on(words: Sequence[Word], at: int) -> bool:
    """Whether `words[at]` goes on with a proper name: `Chi cục Thú y`, `Tổ chức GIZ`."""
    return at < len(words) and words[at].capital and not _QUALIFIERS.at(words, at) and not _UNITS.at(words, at)


_CLASSES = {**dict.fromkeys("dnbmgv", "departments"), **dict.fromkeys("au", "units"), **dict.fromkeys("hcil", "local")}


def _same_class(kinds: str, unit: tuple[str, int] | None) -> bool:
    return unit is not None and _CLASSES.get(unit[0], unit[0]) in {_CLASSES.get(kind, kind) for kind in kinds}


def _goes_with(kinds: str, kind: str, *, joined: bool, council: bool) -> bool:
    """Whether a unit may follow the ones before: communes are a body of their own after districts."""
    if council and kind not in _LEVELS_OF_COUNCILS:
        return False
    if not joined and (kind in "tvo" or (kind == "c" and kinds[-1] in "dnm")):
        return False
    if kind == "x":
        return not any(before in "hc" for before in kinds)
    if kind in "hc":
        return "x" not in kinds and not any(before in "dnb" for before in kinds)
    return True


def _begins_another(words: Sequence[Word], at: int, kinds: str, kind: str) -> bool:
    """Whether enterprises, organisations or provinces after departments are a body of their own: `…, tổ chức, cá nhân`."""
    return kind in "eot" and any(before in "dnbmhci" for before in kinds) and match_collective(words, at) is not None


def _past_qualifiers(words: Sequence[Word], at: int) -> tuple[int, list[str]]:
    """The index after `cấp tỉnh`, `có liên quan` and the like at `words[at]`, and what they are."""
    seen: list[str] = []
    while at < len(words):
        start = at + (words[at].key == "\n")
        found = _QUALIFIERS.at(words, start)
        if found is None:
            break
        seen.append(found[0])
        at = start + found[1]
    return at, seen


def _sure(units: str) -> bool:
    """Whether the units alone say that a body is meant: `các sở` do; `các ngành`, `các đơn vị` may go on in prose."""
    return "d" in units or sum(kind in "hcix" for kind in units) > 1


def _level_of(units: str) -> str | None:
    if any(kind in "hcil" for kind in units):
        return DISTRICTS
    return COMMUNES if "x" in units else None


def _meaning(units: str, seen: Sequence[str], *, plural: bool) -> str | None:
    kinds = set(units)
    if kinds & set("fpoet"):
        return _outsiders(kinds, plural=plural)
    if "b" in kinds:
        return "cac-bo-nganh-dia-phuong" if "l" in kinds else "cac-bo-nganh-trung-uong"
    if kinds & set("dnmv") or {"a", "u"} <= kinds:
        return None if "cấp huyện" in seen or "cấp xã" in seen else _departments(kinds)
    if kinds <= set("aug"):
        inner = "a" in kinds and any("ubnd" in phrase or "chuyên môn" in phrase for phrase in seen)
        return DEPARTMENTS if inner else RELATED
    if "x" in kinds:
        return COMMUNES
    return DEPARTMENTS_AND_DISTRICTS if kinds & set("au") else DISTRICTS


def _outsiders(kinds: set[str], *, plural: bool) -> str | None:
    """Provinces, organisations, persons, enterprises; fields of work (`ngành, lĩnh vực`) are no body."""
    if "f" in kinds:
        return None
    if "p" in kinds:
        return "cac-to-chuc-ca-nhan"
    if kinds == {"e"}:
        return "doanh-nghiep" if plural else None
    if "t" in kinds:
        return "cac-tinh-thanh-pho" if "c" in kinds else "cac-tinh"
    return _meaning("".join(sorted(kinds - {"o", "e"})) or "u", (), plural=plural)


def _departments(kinds: set[str]) -> str | None:
    if kinds == {"m"}:
        return "cac-to-chuc-chinh-tri-xa-hoi"
    return DEPARTMENTS_AND_DISTRICTS if kinds & set("lhciv") else DEPARTMENTS
