"""Quantified targets: clauses of the sections on aims, one target for each value, with comparator, unit, year and pillar.

`khoảng 15-20%` is a range, `khoảng 8,5%` about, `trên`, `ít nhất`, `trở lên` at least. The year is the one nearest to the value,
else that of the lead-in or heading; the year of an average over a period is the period's last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ggplan.location import Place
from ggplan.parse.numbers import NUMBER, read_number
from ggplan.parse.outline import Node, Rank, walk
from ggplan.parse.units import UNIT
from ggplan.plan import Target
from ggplan.text import match_key, squeeze

__all__ = ["find_targets"]


@dataclass(frozen=True, slots=True)
class _Clause:
    text: str
    place: Place
    code: str | None
    pillar: str | None
    year: int | None


def find_targets(root: Node) -> list[tuple[Target, Place]]:
    """The targets of a plan with their places, ids `T1`, `T2` … in the order of the document."""
    found: list[tuple[Target, Place]] = []
    for section in _sections(root):
        for clause in _clauses(section):
            for target in _targets_of(clause):
                numbered = target.model_copy(update={"id": f"T{len(found) + 1}"})
                found.append((numbered, clause.place))
    return found


_SPECIFIC = re.compile(
    r"mục tiêu cụ thể|mục tiêu chủ yếu|các chỉ tiêu|chỉ tiêu chủ yếu|chỉ tiêu cụ thể|mục tiêu đến năm"
    r"|^tầm nhìn (?:đến )?năm|^định hướng đến năm"
)
_GENERAL = re.compile(r"^(?:quan điểm[,;]? (?:và )?)?(?:các )?mục tiêu\b(?! tổng quát| chung)|^chỉ tiêu\b")


def _sections(node: Node) -> Iterator[Node]:
    """The outermost items about specific aims; where none says so, those titled by the word `mục tiêu`."""
    specific = list(_outermost(node, _SPECIFIC))
    yield from specific or _outermost(node, _GENERAL)


def _outermost(node: Node, pattern: re.Pattern[str]) -> Iterator[Node]:
    for child in node.children:
        short = child.rank <= Rank.PAREN and len(child.text) < 150
        if short and pattern.search(match_key(child.text)):
            yield child
        else:
            yield from _outermost(child, pattern)


_YEAR = r"(?:19|20)\d\d"
_LEAD_IN = re.compile(
    r"^(?:(?:[^:;.%]*?\b(?:đến|năm|giai đoạn|vào)\s[^:;.%]*?)|(?:phấn đấu|mục tiêu|trong đó|cụ thể)[^:;.%]{0,60}?):\s*",
    re.IGNORECASE,
)


def _clauses(section: Node) -> Iterator[_Clause]:
    year = _last_year(section.text)
    pillar: str | None = None
    for node in walk(section):
        if not node.text or (node is section and not _VALUE.search(node.text)):
            continue
        if _is_pillar(node):
            pillar = None if _ONLY_TIME.match(match_key(node.text)) else node.text.rstrip(" .:;")
            year = _last_year(node.text) or year
            continue
        if _introduces(node):
            year = _introduced_year(node.text, year)
            continue
        own, text = _own_pillar(node)
        numbered = node.marker.kind in ("paren", "decimal", "letter") and own is None
        yield from _clauses_of(node, text, node.code if numbered else None, own or pillar, year)


_ONLY_TIME = re.compile(
    rf"^(?:(?:các )?(?:mục tiêu|chỉ tiêu)(?: cụ thể| chủ yếu)? )?(?:đến|tới|vào|giai đoạn|trong)\b[^,;]{{0,12}}{_YEAR}\W*$"
)


def _is_pillar(node: Node) -> bool:
    return node.rank <= Rank.LETTER and bool(node.code) and not _VALUE.search(node.text) and len(node.text) < 200


def _introduces(node: Node) -> bool:
    """Whether a paragraph only leads to the items after it (`Đến năm 2030, phấn đấu đạt các chỉ tiêu sau:`)."""
    return node.text.endswith(":") and not _VALUE.search(node.text)


def _introduced_year(text: str, year: int | None) -> int | None:
    """The year that a lead-in gives to the items after it; one inside a cited title counts only where no heading gives one."""
    ahead = re.match(rf"^(?:phấn đấu |mục tiêu |định hướng )?(?:đến|tới) (?:hết )?năm ({_YEAR})", text, re.IGNORECASE)
    if ahead:
        return int(ahead[1])
    return year or _last_year(re.sub(rf"tầm nhìn[^,;.:]*?{_YEAR}", "", text))


_PILLAR = re.compile(r"^(?P<name>[^:;.%\d]{8,120}):\s+(?=\S)")
_MEASURED = re.compile(
    r"^(?:về |các |tổng )?(?:tỷ lệ|tỉ lệ|tỷ trọng|tỉ trọng|diện tích|số|tốc độ|chỉ số|mức|cường độ|giá trị|sản lượng|công suất"
    r"|thu nhập|mục tiêu|phấn đấu"
    r"|trong đó|cụ thể|đến năm|chỉ tiêu)\b"
)


def _own_pillar(node: Node) -> tuple[str | None, str]:
    """The pillar that a numbered item names before its aims (`a) Xanh hóa lối sống: Tỷ lệ …`), and the text after it."""
    match = _PILLAR.match(node.text) if node.code else None
    if match is None or _MEASURED.match(match_key(match["name"])) or not _VALUE.search(node.text):
        return None, node.text
    return match["name"].strip(), node.text[match.end() :]


_FROM_NOW_ON = re.compile(rf"^(?:phấn đấu )?(?:đến|tới|vào|trong) (?:hết )?năm ({_YEAR}),\s", re.IGNORECASE)


def _clauses_of(node: Node, whole: str, code: str | None, pillar: str | None, year: int | None) -> Iterator[_Clause]:
    merged: list[_Clause] = []
    for part in _split(whole):
        text = part
        if until := _FROM_NOW_ON.match(text):
            year = int(until[1])
        while match := _LEAD_IN.match(text):
            year = _last_year(match.group()) or year
            text = text[match.end() :]
        if inner := re.match(rf"^(.{{0,12}}?đến năm ({_YEAR}):)\s*", text, re.IGNORECASE):
            year, text = int(inner[2]), text[inner.end() :]
        text = text.rstrip(" .;,")
        if not text:
            continue
        if merged and _NO_SUBJECT.match(text):
            merged[-1] = replace(merged[-1], text=f"{merged[-1].text}; {text}")
        else:
            merged.append(_Clause(text, node.place, code, pillar, year))
    yield from merged


_NO_SUBJECT = re.compile(
    rf"^(?:giai đoạn|đến năm|năm|đến)\s{_YEAR}[^,;]{{0,14}}?\s(?:đạt|còn|chiếm|là|tăng|giảm)\b", re.IGNORECASE
)


def _split(text: str) -> list[str]:
    """`text` at `;` and at ends of sentences, outside brackets."""
    parts, depth, start = [], 0, 0
    for index, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        sentence = char == "." and re.match(r"\.\s+[A-ZÀ-ỸĐ]", text[index:])
        if (char == ";" or sentence) and depth <= 0:
            parts.append(text[start:index])
            start = index + 1
    return [squeeze(part) for part in [*parts, text[start:]] if part.strip()]


def _last_year(text: str) -> int | None:
    years = re.findall(rf"(?<!\d)({_YEAR})(?!\d)", re.sub(rf"so với[^,;.]*?{_YEAR}", "", text))
    return int(years[-1]) if years else None


_COMPARE_WORDS = (
    r"ít nhất|tối thiểu|trên|lớn hơn|cao hơn|không thấp hơn|không dưới|tối đa|dưới|không quá|không vượt quá|nhỏ hơn|thấp hơn"
    r"|khoảng|ước|từ"
)
_COMPARE = "(?P<compare>" + _COMPARE_WORDS.replace(" ", r"\s") + ")"
_VALUE = re.compile(
    rf"""
    (?:{_COMPARE}\s+(?:mức\s+|khoảng\s+)?)?
    (?<![\w/.,-])
    (?P<first>{NUMBER})
    (?:\s*(?:%)?\s*(?:-|–|đến)\s*(?P<second>{NUMBER}))?
    (?:
        \s*(?P<percent>%)(?P<per>\s*/\s*(?:năm|tháng))?
      | \s+(?P<unit>{UNIT}(?:,\s(?:xã|phường|thị\strấn|huyện))?)
        (?P<unit_per>(?:\s*/\s*[\wÀ-ỹ]+){{0,2}})(?![\wÀ-ỹ])
    )
    (?P<up>\s+trở\s+lên)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_INDEX = re.compile(
    rf"(?:chỉ số|hệ số|HDI|ICOR|GINI).*?(?:đạt|ở mức|là|từ)\s+(?:{_COMPARE}\s+)?(?P<first>{NUMBER})(?![\d%])"
    r"(?P<second>)(?P<percent>)(?P<per>)(?P<unit>)(?P<unit_per>)(?P<up>\s+trở\s+lên)?",
    re.IGNORECASE,
)


def _targets_of(clause: _Clause) -> list[Target]:
    values = [value for value in _VALUE.finditer(clause.text) if not _is_aside(clause.text, value)]
    if not values:
        index = _INDEX.search(clause.text)
        values = [index] if index else []
    if not values:
        if clause.code is None:
            return []
        return [Target(id="T0", code=clause.code, pillar=clause.pillar, text=clause.text, year=clause.year)]
    return [_target(clause, values, position) for position in range(len(values))]


_EQUAL = re.compile(r"\((?:tương đương|tương ứng)[^()]*$", re.IGNORECASE)
_RISES = re.compile(rf"(?:\s*(?:vào )?năm\s{_YEAR})?\s+(?:lên|xuống|còn)\b")


def _is_aside(text: str, value: re.Match[str]) -> bool:
    """Whether a value is no aim: the same in other words (`(tương đương 1,2 triệu tấn)`), or where it starts (`từ 10% lên 20%`)."""
    if _EQUAL.search(text[: value.start()]):
        return True
    start = match_key(value["compare"] or "") == "từ" or re.search(r"\btừ\s*$", text[: value.start()])
    return bool(start) and not value["second"] and bool(_RISES.match(text, value.end()))


def _target(clause: _Clause, values: list[re.Match[str]], position: int) -> Target:
    match = values[position]
    begin = values[position - 1].end() if position else 0
    until = values[position + 1].start() if position + 1 < len(values) else len(clause.text)
    start = match.start("compare") if match["compare"] else match.start("first")
    before, after = clause.text[begin:start], clause.text[match.end() : until]
    low, high, comparator = _bounds(match, before)
    return Target(
        id="T0",
        code=clause.code,
        pillar=clause.pillar,
        text=clause.text,
        indicator=_indicator(before, after, clause.text, position),
        comparator=comparator,
        min=low,
        max=high,
        unit=_unit(match),
        year=_year(before, after, position) or _only_year(clause.text) or clause.year,
        baseline_year=_baseline(clause.text),
    )


_AT_LEAST = ("ít nhất", "tối thiểu", "trên", "lớn hơn", "cao hơn", "không thấp hơn", "không dưới")
_AT_MOST = ("tối đa", "dưới", "không quá", "không vượt quá", "nhỏ hơn", "thấp hơn")


def _bounds(match: re.Match[str], before: str):  # type: ignore[no-untyped-def]
    low = read_number(match["first"])
    compare = match_key(match["compare"] or "")
    if match["second"]:
        return low, read_number(match["second"]), "range"
    if compare in _AT_LEAST or match["up"]:
        return low, None, ">="
    if compare in _AT_MOST:
        return None, low, "<="
    if compare in ("khoảng", "ước") or re.search(r"\bkhoảng\s*$", before):
        return low, low, "~"
    return low, low, "="


def _unit(match: re.Match[str]) -> str | None:
    if match["percent"]:
        return "%" + re.sub(r"\s", "", match["per"] or "")
    return squeeze(match["unit"] + re.sub(r"\s", "", match["unit_per"] or "")) if match["unit"] else None


_VERB = re.compile(
    r"[,\s]*\b(?:(?:lần lượt )?đạt|chiếm|giảm|tăng|ổn định(?: ở mức)?|duy trì(?: ở mức)?|còn|là|ở mức|(?<!trở )lên|có|khoảng"
    r"|được)"
    r"(?:\s+(?:từ|xuống|lên|thêm|tỷ lệ|mức))*\s*$"
)
_TIME_TAIL = re.compile(
    rf"[,\s]*\b(?:bình quân\s+)?(?:đến hết năm|đến năm|vào năm|năm|giai đoạn|đến)\s+{_YEAR}(?:\s*[-–]\s*{_YEAR})?\s*,?\s*$",
    re.IGNORECASE,
)
_TIME_HEAD = re.compile(rf"^.*?\b(?:đến năm|đến|năm)\s+{_YEAR},?\s+(?=\w)")
_MEASURE = re.compile(r"^.*,\s+(?=(?:tỷ lệ|tỷ trọng|diện tích|số|tốc độ|chỉ số|mức)\s)", re.IGNORECASE)
_LINK = re.compile(r"^(?:[,;)(]|và\b|có\b|phấn đấu\b|trong đó(?: có)?\b)[\s,]*", re.IGNORECASE)
_LINK_END = re.compile(r"[\s,;(]*(?:\bvà|\btrong đó(?: có)?)?[\s,;(.]*$", re.IGNORECASE)


def _indicator(before: str, after: str, whole: str, position: int) -> str | None:
    """What is measured: the words before the value, or after it where the clause begins with its value (`100% các KCN …`)."""
    leads = not _subject(_VALUE.split(whole, maxsplit=1)[0])
    following = _LINK_END.sub("", squeeze(after))
    if leads:
        return following or None
    subject = _subject(_YEAR_OF_THE_LAST.sub("", before) if position else before)
    if following.startswith("đối với "):
        head = subject if position == 0 else _subject(_VALUE.split(whole, maxsplit=1)[0])
        return f"{head} {following.split(';')[0]}"
    return subject or _subject(_VALUE.split(whole, maxsplit=1)[0]) or None


def _subject(before: str) -> str:
    text = squeeze(before)
    for _ in range(3):
        text = _LINK.sub("", text)
        text = _TIME_TAIL.sub("", _VERB.sub("", " " + text)).strip(" ,;:(")
    text = _MEASURE.sub("", _TIME_HEAD.sub("", text))
    return "" if re.fullmatch(r"(?:đến|năm|giai đoạn)?\s*[\d\s–-]*", text) else text


_YEAR_OF_THE_LAST = re.compile(rf"^\s*(?:(?:đến|vào|trong)\s+)?(?:hết\s+)?năm\s+{_YEAR}(?=\s*(?:[,;]|và\b|lên\b))", re.IGNORECASE)


def _only_year(text: str) -> int | None:
    """The year of a clause that names one only."""
    years = set(re.findall(rf"(?<!\d)({_YEAR})(?!\d)", re.sub(rf"so với[^,;.]*?{_YEAR}", "", text)))
    return int(years.pop()) if len(years) == 1 else None


def _year(before: str, after: str, position: int) -> int | None:
    if position:
        before = _YEAR_OF_THE_LAST.sub("", before)
    plain = re.sub(rf"so với[^,;.]*?{_YEAR}", "", before)
    years = re.findall(rf"(?:đến|năm|đoạn|-|–)\s*({_YEAR})(?!\d)", plain)
    if years:
        return int(years[-1])
    after = re.sub(rf"so với[^,;.]*?{_YEAR}", "", after)
    following = re.match(rf"[^,;%]{{0,20}}?(?:đến|vào|năm)\s+(?:năm\s+)?({_YEAR})", after)
    return int(following[1]) if following else None


def _baseline(text: str) -> int | None:
    match = re.search(rf"so với[^,;.]*?(?<!\d)({_YEAR})", text)
    return int(match[1]) if match else None
