"""Tables of targets: `TT | Chỉ tiêu | Đơn vị tính | Năm 2025 | Năm 2030`, with their grid or flattened by a text layer.

One target for each value under a year of the plan; a column of what was reached (`Thực hiện năm 2022`) holds none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ggplan.document import Cell, Line, Paragraph, Row, Table
from ggplan.location import Place, span
from ggplan.parse.aligned import Page, aligned_grid
from ggplan.parse.codes import read_code
from ggplan.parse.furniture import Layer
from ggplan.parse.markers import read_marker
from ggplan.parse.numbers import NUMBER, read_number
from ggplan.parse.units import UNIT
from ggplan.plan import Target
from ggplan.text import join_lines, match_key, squeeze

__all__ = ["read_target_table", "rebuild_target_tables"]

_YEAR = r"(?<!\d)(?:19|20)\d\d(?!\d)"
_INDICATOR = re.compile(r"\b(?:tên )?(?:các )?(?:chỉ tiêu|mục tiêu|chỉ số)\b(?! (?:đến|năm|giai đoạn|kế hoạch))")
_UNIT = re.compile(r"^(?:đơn vị(?: tính)?|đvt|đv tính|đ\.?v\.?t?)\.?$")
_CODE = re.compile(r"^(?:stt|tt|số tt|số thứ tự)$")
_REACHED = re.compile(r"thực hiện|hiện trạng|hiện nay|kết quả|ước|năm gốc|cơ sở")
_EMPTY = re.compile(r"^[-–—…./x\s]*$", re.IGNORECASE)
_SIGN = r"(?:≥|≤|>=|<=|>|<|~)"
_WORD = r"(?:trên|dưới|khoảng|ít nhất|tối thiểu|tối đa|không dưới|không quá|từ|đạt|giảm|tăng)"
_VALUE = rf"(?:{_SIGN}\s*|(?:{_WORD}\s+){{1,2}})?(?:{NUMBER})(?:\s*%?\s*(?:-|–|đến)\s*(?:{NUMBER}))?\s*%?(?:\s+trở lên)?"
_PARSED = re.compile(
    rf"^(?P<sign>{_SIGN})?\s*(?P<words>(?:{_WORD}\s+){{0,2}})(?P<first>{NUMBER})(?:\s*%?\s*(?:-|–|đến)\s*(?P<second>{NUMBER}))?"
    r"\s*(?P<unit>%(?:/năm)?|[^\W\d][\w²³/ ]{0,20})?(?P<up>\s*trở lên)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which columns hold the number, the indicator, the unit, and the values by year."""

    depth: int
    code: int | None
    indicator: int
    unit: int | None
    years: tuple[tuple[int, int], ...]


def read_target_table(table: Table) -> list[tuple[Target, Place]]:
    """The targets of a table with their places; none for a table that is no table of targets."""
    columns = _columns(table)
    if columns is None:
        return []
    found: list[tuple[Target, Place]] = []
    pillar: str | None = None
    for row in table.rows[columns.depth :]:
        texts = {cell.column: squeeze(cell.text) for cell in row.cells}
        indicator = texts.get(columns.indicator, "")
        values = [(year, texts.get(column, "")) for column, year in columns.years]
        if indicator and not any(text for _, text in values):
            pillar = indicator.rstrip(" :.")
            continue
        for year, text in values:
            target = _target(texts, columns, indicator, pillar, year, text)
            if target:
                found.append((target, row.place))
    return found


def _columns(table: Table) -> _Columns | None:
    for depth in range(1, min(4, len(table.rows)) + 1):
        if depth > 1 and not _is_header(table.rows[depth - 1]):
            break
        texts = _header_texts(table.rows[:depth], table.columns)
        years = tuple((at, int(re.findall(_YEAR, text)[-1])) for at, text in enumerate(texts) if _is_goal(text))
        indicator = next((at for at, text in enumerate(texts) if _INDICATOR.search(text) and not re.search(_YEAR, text)), None)
        if indicator is not None and years:
            unit = next((at for at, text in enumerate(texts) if _UNIT.match(text)), None)
            code = next((at for at, text in enumerate(texts) if _CODE.match(text)), None)
            return _Columns(depth, code, indicator, unit, years)
    return None


def _is_header(row: Row) -> bool:
    return all(not _parse(squeeze(cell.text)) or re.search(_YEAR, cell.text) for cell in row.cells)


def _is_goal(text: str) -> bool:
    return bool(re.search(_YEAR, text)) and not _REACHED.search(text)


def _header_texts(rows: Sequence[Row], columns: int) -> list[str]:
    texts: list[list[str]] = [[] for _ in range(columns)]
    for row in rows:
        for cell in row.cells:
            for column in range(cell.column, min(columns, cell.column + cell.colspan)):
                texts[column].append(match_key(cell.text))
    return [squeeze(" ".join(parts)) for parts in texts]


def _target(texts: dict[int, str], columns: _Columns, indicator: str, pillar: str | None, year: int, text: str) -> Target | None:
    parsed = _parse(text)
    if not parsed or not indicator:
        return None
    low, high, comparator = _bounds(parsed)
    unit = texts.get(columns.unit, "") if columns.unit is not None else ""
    unit = squeeze(parsed["unit"] or "") or unit
    base = re.search(rf"so với[^,;.]*?({_YEAR})", indicator)
    code = texts.get(columns.code, "") if columns.code is not None else ""
    return Target(
        id="T0",
        code=code.rstrip(". ") or None,
        pillar=pillar,
        text=indicator,
        indicator=indicator,
        comparator=comparator,
        min=low,
        max=high,
        unit=None if _EMPTY.match(unit) else unit,
        year=year,
        baseline_year=int(base[1]) if base else None,
    )


def _parse(text: str) -> re.Match[str] | None:
    return None if _EMPTY.match(text) else _PARSED.match(text.strip(" ."))


def _bounds(match: re.Match[str]):  # type: ignore[no-untyped-def]
    low = read_number(match["first"])
    words = match_key(match["words"] or "")
    if match["second"]:
        return low, read_number(match["second"]), "range"
    if match["sign"] in ("≥", ">=", ">") or match["up"] or re.search(r"trên|ít nhất|tối thiểu|không dưới", words):
        return low, None, ">="
    if match["sign"] in ("≤", "<=", "<") or re.search(r"dưới|không quá|tối đa", words):
        return None, low, "<="
    if match["sign"] == "~" or "khoảng" in words:
        return low, low, "~"
    return low, low, "="


# Flattened tables. A row is its number, the words of its indicator, its unit and one value for each year, on whatever lines.


_MOST_HEADER_LINES = 10
_MOST_ROW_LINES = 6
_UNITS = rf"%(?:\s*/\s*năm)?|{UNIT}(?:\s?/\s?\w+){{0,2}}|chỉ số"


def rebuild_target_tables(layer: Layer) -> list[tuple[int, int, Table]]:
    """The flattened tables of targets of a layer: first line, line after the last, and the table with its grid."""
    found = []
    index = 0
    while index < len(layer.lines):
        built = _rebuild(layer, index)
        if built:
            found.append(built)
            index = built[1]
        else:
            index += 1
    return found


def _rebuild(layer: Layer, start: int) -> tuple[int, int, Table] | None:
    head = match_key(layer.lines[start].text)
    if not re.match(r"^(?:stt|tt|số tt)\b", head) or not _INDICATOR.search(head):
        return None
    first = _first_row(layer, start)
    if first is None:
        return None
    top = _top(layer, start)
    header = layer.lines[top:first]
    years = _years_across(header)
    reached = sorted(years)[: _reached(" ".join(match_key(line.text) for line in header))]
    if not years or len(reached) >= len(years):
        return None
    rows, end = _rows(layer, first, len(years))
    if not any(len(row.cells) > 2 for row in rows):
        return None
    grid = aligned_grid([Page(header, layer.lines[first:end])], _indicator_column)
    if grid and read_target_table(grid):
        return top, end, grid
    place = span(line.place for line in layer.lines[start:end])
    titles = [
        "STT",
        "Chỉ tiêu",
        "Đơn vị",
        *(f"Thực hiện năm {year}" if year in reached else f"Năm {year}" for year in years),
    ]
    return top, end, Table((_row(titles, layer.lines[start].place), *rows), len(titles), place, 1)


def _indicator_column(titles: Sequence[str]) -> int | None:
    keys = [match_key(title) for title in titles]
    return next((at for at, key in enumerate(keys) if _INDICATOR.search(key) and not re.search(_YEAR, key)), None)


_MOST_ABOVE = 3


def _top(layer: Layer, start: int) -> int:
    """The first line of a header whose cells are centred: those of more lines begin above the one with the number's title."""
    top = start
    while top and start - top < _MOST_ABOVE and top not in layer.starts_page:
        line = layer.lines[top - 1]
        deep = line.indent >= _DEEP and read_marker(line.text).kind == "none" and not line.text.endswith((".", ";", ":"))
        if not deep:
            break
        top -= 1
    return top


_DEEP = 30
"""An indent at which a line of a layer with its layout stands in a column on the right."""


def _reached(header: str) -> int:
    """How many columns of a header say what was reached; cells of two lines come word by word (`hiện … trạng`)."""
    return len(_REACHED.findall(header)) or int(bool(re.search(r"\bhiện\b.*\btrạng\b", header)))


def _years_across(header: Sequence[Line]) -> list[int]:
    """The years of a header from left to right: by their places where gaps show columns, else in the order of the text."""
    found = [(line.indent + year.start(), int(year.group())) for line in header for year in re.finditer(_YEAR, line.text)]
    apart = any(re.search(r"\S\s{2,}\S", line.text) for line in header)
    return [year for _, year in (sorted(found) if apart else found)]


def _first_row(layer: Layer, start: int) -> int | None:
    for index in range(start + 1, min(start + _MOST_HEADER_LINES, len(layer.lines))):
        read = read_code(layer.lines[index].text)
        if read and read[1] and not re.fullmatch(_YEAR, layer.lines[index].text.split()[0]):
            return index
    return None


def _rows(layer: Layer, first: int, count: int) -> tuple[list[Row], int]:
    """The rows from line `first` on, and the line after the last of them."""
    values = re.compile(rf"(?:^|\s)(?P<unit>{_UNITS})?\s*(?P<values>(?:(?:{_VALUE}|[-–])(?:\s+|$)){{{count}}})$", re.IGNORECASE)
    rows: list[Row] = []
    index = first
    while index < len(layer.lines) and _opens_row(layer.lines[index]):
        stop = index + 1
        while stop < len(layer.lines) and stop - index < _MOST_ROW_LINES and _continues(layer, index, stop, values):
            stop += 1
        rows.append(_read_row(layer.lines[index:stop], values, count))
        index = stop
    return rows, index


def _opens_row(line: Line) -> bool:
    read = read_code(line.text)
    return bool(read and read[1]) and not re.match(r"^\S{1,6}[.)]\s", line.text)


def _continues(layer: Layer, first: int, index: int, values: re.Pattern[str]) -> bool:
    """Whether a line goes on with the row that began on line `first`."""
    line = layer.lines[index]
    if _opens_row(line) or index in layer.starts_page:
        return False
    if line.text[0].islower() or values.search(line.text):
        return True
    if read_marker(line.text).kind != "none":
        return False
    awaited = not any(values.search(entry.text) for entry in layer.lines[first:index])
    ahead = layer.lines[index + 1 : first + _MOST_ROW_LINES]
    return (line.indent > 2 and len(line.text) < 50) or (awaited and _values_come(ahead, values))


def _values_come(lines: Sequence[Line], values: re.Pattern[str]) -> bool:
    """Whether a line of values alone stands among the next ones, before another row begins."""
    for line in lines:
        if _opens_row(line):
            return False
        if match := values.search(line.text):
            return match.start() == 0
    return False


def _read_row(lines: Sequence[Line], values: re.Pattern[str], count: int) -> Row:
    read = read_code(lines[0].text)
    code, first = (read[0].text, read[1]) if read else ("", lines[0].text)
    words: list[str] = []
    unit, numbers = "", [""] * count
    for text in (first, *(line.text for line in lines[1:])):
        squeezed = squeeze(text)
        match = values.search(squeezed)
        if match and not any(numbers):
            unit = match["unit"] or ""
            numbers = [part.group().strip() for part in re.finditer(rf"(?:{_VALUE}|[-–])(?=\s|$)", match["values"])]
            squeezed = squeezed[: match.start()]
        words.append(squeezed)
    return _row([code, join_lines(words), unit, *numbers], span(line.place for line in lines))


def _row(texts: Iterable[str], place: Place) -> Row:
    return Row(tuple(_cells(texts, place)), place)


def _cells(texts: Iterable[str], place: Place) -> Iterator[Cell]:
    for column, text in enumerate(texts):
        if text:
            yield Cell((Paragraph(text, place),), column, place=place)
