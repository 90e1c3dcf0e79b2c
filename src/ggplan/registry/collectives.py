"""Collective bodies by grammar: `các sở, ban ngành có liên quan`, `UBND các huyện/thành phố`, `các đơn vị khác có liên quan`.

    collective = [quantifier] unit { joint unit } { qualifier }
    level      = ("UBND" | "chính quyền") [quantifier] unit-of-a-level { joint unit-of-a-level } { qualifier }

What a collective stands for follows from the kinds of its units, not from its wording.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ggplan.registry.tokens import Word
from ggplan.registry.words import PROSE_WORDS

__all__ = ["Collective", "match_collective", "skip_qualifiers"]

_QUANTIFIERS = (
    ("tất", "cả", "các"),
    ("tất", "cả"),
    ("toàn", "thể", "các"),
    ("toàn", "thể"),
    ("một", "số"),
    ("các",),
    ("những",),
    ("mọi",),
)

# Units by kind: d(epartments), u(nits), l(ocalities), h(uyện), x(ã), t(ỉnh), b(ộ), m(ass organisations).
_UNITS: dict[tuple[str, ...], str] = {
    ("sở",): "d", ("ban",): "d", ("ngành",): "n", ("ban", "ngành"): "d", ("sở", "ngành"): "d", ("sở", "ban", "ngành"): "d",
    ("cơ", "quan", "ngang", "bộ"): "b", ("bộ",): "b", ("bộ", "ngành"): "b", ("đoàn", "thể"): "m", ("hội", "đoàn", "thể"): "m", ("mặt", "trận"): "m",
    ("cơ", "quan", "chuyên", "môn"): "d", ("cơ", "quan"): "a", ("đơn", "vị"): "u", ("đơn", "vị", "sự", "nghiệp"): "u", ("địa", "phương"): "l", ("đia", "phương"): "l",
    ("huyện",): "h", ("thị", "xã"): "h", ("thành", "phố"): "c", ("quận",): "h", ("tx",): "h", ("tp",): "c", ("thị",): "i", ("thành",): "i", ("thành", "thị"): "h",
    ("xã",): "x", ("phường",): "x", ("thị", "trấn"): "x", ("đặc", "khu"): "x", ("tt",): "i", ("tỉnh",): "t", ("cấp",): "v", ("tổ", "chức"): "o", ("cá", "nhân"): "p",
    ("doanh", "nghiệp"): "e", ("lĩnh", "vực"): "f", ("phòng",): "g", ("phòng", "ban"): "g", ("hiệp", "hội"): "m", ("hội",): "m", ("chi", "cục"): "g",
}  # fmt: skip

_JOINTS = frozenset({",", "/", "-", "–", "—", "&", "và", "\n", "hoặc"})

_QUALIFIERS: tuple[tuple[str, ...], ...] = tuple(
    sorted(
        (
            tuple(phrase.split())
            for phrase in (
                "khác có liên quan", "khác liên quan", "có liên quan khác", "liên quan khác", "có liên quan", "liên quan", "khác",
                "thuộc tỉnh", "thuộc ubnd tỉnh", "thuộc ủy ban nhân dân tỉnh", "trực thuộc tỉnh", "trực thuộc ubnd tỉnh", "trực thuộc",
                "của tỉnh", "cấp tỉnh", "cấp thành phố", "thuộc thành phố", "cấp huyện", "cấp xã", "trong tỉnh", "trong toàn tỉnh", "trên địa bàn tỉnh",
                "trên địa bàn toàn tỉnh", "trên địa bàn", "toàn tỉnh", "ở tỉnh", "tỉnh", "trung ương", "ở trung ương", "ở địa phương", "chức năng", "chuyên môn",
                "có chức năng", "theo chức năng", "nêu trên", "trong và ngoài tỉnh", "các cấp", "đoàn thể tỉnh", "có thẩm quyền", "tại địa phương",
                "trên địa bàn thành phố", "của thành phố", "thành phố", "cấp trên", "tại tỉnh", "tham mưu", "thuộc ubnd thành phố", "trong vùng", "vùng",
            )
        ),
        key=len,
        reverse=True,
    )
)  # fmt: skip
_QUALIFIER_HEADS = frozenset(phrase[0] for phrase in _QUALIFIERS)
_WEAK_QUALIFIERS = frozenset(
    {("tham", "mưu"), ("vùng",), ("trong", "vùng"), ("thành", "phố"), ("theo", "chức", "năng")}
)
_UNIT_HEADS = frozenset(unit[0] for unit in _UNITS)
_COUNCILS = (
    ("hđnd", ",", "ubnd"),
    ("hđnd", "và", "ubnd"),
    ("ubnd",),
    ("ủy", "ban", "nhân", "dân"),
    ("ủy", "ban", "nd"),
    ("ub", "nd"),
    ("chính", "quyền"),
)
_MAX_UNITS = 8
_NEEDS_CLOSE = frozenset(
    {"hội", "hiệp", "mặt", "bộ", "phòng", "thị", "thành", "cấp", "ban", "sở", "tx", "tp", "tt", "chi", "tỉnh"}
)
"""Units that are so only where a joint, a qualifier, another unit or the end follows: `Ban Dân tộc` is no unit."""
_NOT_UNITS = frozenset({("ban", "hành"), ("xã", "hội"), ("ngành", "nghề"), ("tổ", "chức", "thực"), ("tổ", "chức", "triển"), ("tổ", "chức", "các"),
                        ("tổ", "chức", "tuyên"), ("tổ", "chức", "lập"), ("tổ", "chức", "rà"), ("tổ", "chức", "kiểm"), ("tổ", "chức", "xây"), ("tổ", "chức", "hội")})  # fmt: skip
_SHORT = frozenset({"tx", "tp", "tt"})


class Collective(NamedTuple):
    """A collective that ends before token `end`: the id of what it stands for, and whether it is `bare`: then it is a body only
    where no noun goes on (`các đơn vị vận tải` is not).
    """

    end: int
    id: str | None
    bare: bool


def match_collective(words: Sequence[Word], begin: int) -> Collective | None:
    """The collective body that begins at `words[begin]`, or None."""
    council = _council(words, begin)
    if council is None and words[begin].key == "cấp" and _unit(words, begin) not in (None, ("v", 1)):
        council = begin
    first = begin if council is None else council
    at = _quantifier(words, first)
    plural = at > first
    units, end = _units(words, at)
    if not units:
        return None
    after, seen = _qualifiers(words, end)
    if council is not None:
        level = _level_of(units)
        return (
            Collective(after, level, bare=False)
            if level and (plural or len(units) > 1 or words[at].key == "cấp")
            else None
        )
    if not plural and len(units) == 1 and not (units in "aul" and any("liên" in phrase for phrase in seen)):
        return None
    return Collective(after, _meaning(units, seen, plural=plural), not seen and not _sure(units))


def _council(words: Sequence[Word], begin: int) -> int | None:
    for phrase in _COUNCILS:
        if _has(words, begin, phrase):
            return begin + len(phrase)
    return None


def _quantifier(words: Sequence[Word], at: int) -> int:
    for phrase in _QUANTIFIERS:
        if _has(words, at, phrase):
            return at + len(phrase)
    return at


def _units(words: Sequence[Word], at: int) -> tuple[str, int]:
    """The kinds of the units from `words[at]` on, one letter each, and the index after the last of them."""
    kinds, end, joined = "", at, True
    while len(kinds) < _MAX_UNITS:
        unit = _unit(words, at)
        if unit is None or (kinds and not _goes_with(kinds, unit[0], joined=joined)):
            break
        kinds += unit[0]
        end = at = at + unit[1]
        after = _joint(words, at)
        joined, at = after > at, after
        again = _quantifier(words, at)
        if again > at and not _same_class(kinds, _unit(words, again)):
            break
        at = again
    return kinds, end


def _unit(words: Sequence[Word], at: int) -> tuple[str, int] | None:
    """The kind and length of the unit at `words[at]`."""
    if at >= len(words) or words[at].key not in _UNIT_HEADS:
        return None
    keys = tuple(word.key for word in words[at : at + 4])
    if keys[:2] in _NOT_UNITS or keys[:3] in _NOT_UNITS:
        return None
    if keys[:2] in (("cấp", "huyện"), ("cấp", "xã")):
        return ("h" if keys[1] == "huyện" else "x"), 2
    for length in range(len(keys), 0, -1):
        kind = _UNITS.get(keys[:length])
        if kind is not None:
            dot = keys[length : length + 1] == (".",) and keys[0] in _SHORT
            strict = keys[0] in _NEEDS_CLOSE and length == 1 or keys[0] in ("hiệp", "mặt")
            if strict and not dot and not _closes(words, at + length, kind):
                return None
            return kind, length + dot
    return None


def _closes(words: Sequence[Word], at: int, kind: str) -> bool:
    """Whether what stands at `words[at]` may follow a whole unit: a mark, a unit, a qualifier, small prose, nothing."""
    if at >= len(words) or not words[at].is_word or words[at].key in _JOINTS:
        return True
    key = words[at].key
    if kind == "m":
        return key in _QUALIFIER_HEADS
    return key in _UNIT_HEADS or key in _QUALIFIER_HEADS or (key in PROSE_WORDS and not words[at].capital)


def _joint(words: Sequence[Word], at: int) -> int:
    while at < len(words) and words[at].key in _JOINTS:
        at += 1
    return at


_CLASSES = {
    **dict.fromkeys("dnbmg", "departments"),
    **dict.fromkeys("au", "units"),
    **dict.fromkeys("hcil", "localities"),
}


def _same_class(kinds: str, unit: tuple[str, int] | None) -> bool:
    return unit is not None and _CLASSES.get(unit[0], unit[0]) in {_CLASSES.get(kind, kind) for kind in kinds}


def _goes_with(kinds: str, kind: str, *, joined: bool) -> bool:
    """Whether a unit may follow the ones before: communes are a body of their own after districts."""
    if not joined and (kind in "tvo" or (kind == "c" and kinds[-1] in "dnm")):
        return False
    if kind == "x":
        return not any(before in "hc" for before in kinds)
    if kind in "hc":
        return "x" not in kinds and not any(before in "dnb" for before in kinds)
    return True


def _qualifiers(words: Sequence[Word], at: int) -> tuple[int, tuple[tuple[str, ...], ...]]:
    seen: list[tuple[str, ...]] = []
    while at < len(words):
        start = at + 1 if words[at].key == "\n" else at
        if start >= len(words) or words[start].key not in _QUALIFIER_HEADS:
            break
        phrase = next((phrase for phrase in _QUALIFIERS if _has(words, start, phrase)), None)
        if phrase is None or phrase in _WEAK_QUALIFIERS:
            break
        seen.append(phrase)
        at = start + len(phrase)
    return at, tuple(seen)


def skip_qualifiers(words: Sequence[Word], at: int) -> int:
    """The index after the qualifiers (`cấp tỉnh`, `có liên quan`) that begin at `words[at]`."""
    return _qualifiers(words, at)[0]


def _has(words: Sequence[Word], at: int, phrase: tuple[str, ...]) -> bool:
    return at + len(phrase) <= len(words) and all(words[at + i].key == key for i, key in enumerate(phrase))


def _sure(units: str) -> bool:
    """Whether the units alone say that a body is meant: `các sở` do; `các ngành`, `các đơn vị`, `các huyện` go on in prose."""
    return "d" in units or sum(kind in "hcix" for kind in units) > 1


def _level_of(units: str) -> str | None:
    if any(kind in "hcil" for kind in units):
        return "ubnd-cac-huyen-thi-xa-thanh-pho"
    return "ubnd-cac-xa-phuong-dac-khu" if "x" in units else None


def _meaning(units: str, seen: tuple[tuple[str, ...], ...], *, plural: bool) -> str | None:
    kinds = set(units)
    words = {word for phrase in seen for word in phrase}
    if kinds & set("fpoet"):
        return _outsiders(kinds, plural=plural)
    if "b" in kinds:
        return "cac-bo-nganh-dia-phuong" if "l" in kinds else "cac-bo-nganh-trung-uong"
    if kinds & set("dnmv") or {"a", "u"} <= kinds:
        return _departments(kinds)
    if kinds <= set("aug"):
        inner = "a" in kinds and words & {"ubnd", "chuyên"}
        return "cac-so-ban-nganh" if inner else "cac-don-vi-lien-quan"
    if "x" in kinds:
        return "ubnd-cac-xa-phuong-dac-khu"
    return "cac-so-nganh-dia-phuong" if kinds & set("au") else "ubnd-cac-huyen-thi-xa-thanh-pho"


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
    rest = kinds - {"o", "e"}
    return _meaning("".join(sorted(rest)) or "u", (), plural=plural)


def _departments(kinds: set[str]) -> str | None:
    if kinds == {"m"}:
        return "cac-to-chuc-chinh-tri-xa-hoi"
    if kinds & set("lhciv"):
        return "cac-so-nganh-dia-phuong"
    return "cac-so-ban-nganh"
