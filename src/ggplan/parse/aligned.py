"""Task tables in a text layer that kept the layout: the columns still stand under each other. Lines in, a grid out.

Columns are the white gaps between the cells of the header, found anew on every page; a line is cut at them, also where two cells
are a single space apart. Rows are told by their codes: the code stands on a row's first line, or, where cells are centred from
top to bottom, on its middle one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ggplan.document import Cell, Line, Paragraph, Row, Table
from ggplan.location import span
from ggplan.parse.codes import read_code
from ggplan.parse.columns import column_kind
from ggplan.parse.flattened import FlatTable
from ggplan.parse.flow import paragraphs_of_lines
from ggplan.parse.furniture import Layer
from ggplan.parse.header import find_headers, is_number_row
from ggplan.text import join_lines, squeeze

__all__ = ["rebuild_aligned"]

_GAP = re.compile(r"\s{2,}")
_FEWEST_COLUMNS = 4
_FEWEST_ALIGNED = 0.5
"""Share of the lines of a table that must hold two cells or more."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of text of one line between gaps, with its first column of characters and the one after its last."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of a table on one page: its header's (maybe none) and its own."""

    header: tuple[Line, ...]
    lines: tuple[Line, ...]


def rebuild_aligned(layer: Layer, table: FlatTable) -> Table | None:
    """The grid of a flattened table whose columns are aligned in the layer; None where they are not."""
    pages = _pages(layer, table)
    lines = [line for page in pages for line in page.lines]
    if not lines or not pages[0].header:
        return None
    many = sum(len(_pieces(line)) >= 2 for line in lines)
    columns = _header_columns(pages[0].header)
    if many < len(lines) * _FEWEST_ALIGNED or len(columns) < _FEWEST_COLUMNS:
        return None
    titles = [join_lines(piece.text for piece in column) for column in columns]
    kinds = [column_kind(title) for title in titles]
    if "task" not in kinds:
        return None
    rows = list(_rows(pages, columns, kinds.index("task")))
    place = span(line.place for line in lines)
    head = Row(tuple(_cell(column, [Line(title, pages[0].header[0].place)]) for column, title in enumerate(titles)), place)
    return Table((head, *rows), len(columns), place, 1)


def _pages(layer: Layer, table: FlatTable) -> list[_Page]:
    """The table's lines page by page, each with the header that is repeated on it."""
    headers = {table.first + header.start: header for header in find_headers(layer.lines[table.first : table.last])}
    found: list[_Page] = []
    head: list[Line] = []
    lines: list[Line] = []
    index = table.first
    while index < table.last:
        header = headers.get(index)
        if header or index in layer.starts_page:
            if lines:
                found.append(_Page(tuple(head), tuple(lines)))
                head, lines = [], []
        if header:
            end = index + header.end - header.start
            head = [line for line in layer.lines[index:end] if not is_number_row(line.text)]
            index = end
            continue
        if not is_number_row(layer.lines[index].text):
            lines.append(layer.lines[index])
        index += 1
    if lines:
        found.append(_Page(tuple(head), tuple(lines)))
    return found


def _pieces(line: Line) -> list[_Piece]:
    found: list[_Piece] = []
    at = 0
    for gap in [*_GAP.finditer(line.text), None]:
        end = gap.start() if gap else len(line.text)
        if end > at:
            found.append(_Piece(line.indent + at, line.indent + end, line.text[at:end]))
        at = gap.end() if gap else at
    return found


_CODE_TITLE = re.compile(r"^(?:STT|TT|Số TT|Stt)(?=\s\S)")


def _titles(line: Line) -> list[_Piece]:
    """The cells of a line of a header; the narrow column of numbers often stands a single space before the next."""
    found: list[_Piece] = []
    for piece in _pieces(line):
        code = _CODE_TITLE.match(piece.text)
        if code:
            at = piece.start + code.end()
            found.append(_Piece(piece.start, at, code.group()))
            found.append(_Piece(at + 1, piece.end, piece.text[code.end() :].strip()))
        else:
            found.append(piece)
    return found


def _header_columns(header: Sequence[Line]) -> list[list[_Piece]]:
    """The cells of a header from left to right: pieces under each other; one that spans several (`Phân công`) is left out."""
    lines = [_titles(line) for line in header]
    columns: list[list[_Piece]] = []
    for index, pieces in enumerate(lines):
        others = [other for at, line in enumerate(lines) if at != index for other in line]
        for piece in pieces:
            if sum(_overlap(piece, other) for other in others if other.text != piece.text) >= 2 and _spans(piece, lines, index):
                continue
            column = next((column for column in columns if any(_overlap(piece, other) for other in column)), None)
            if column is None:
                columns.append([piece])
            else:
                column.append(piece)
    return sorted(columns, key=lambda column: min(piece.start for piece in column))


def _spans(piece: _Piece, lines: Sequence[Sequence[_Piece]], index: int) -> bool:
    """Whether one other line has two cells under a piece."""
    return any(sum(_overlap(piece, other) for other in line) >= 2 for at, line in enumerate(lines) if at != index)


def _overlap(one: _Piece, other: _Piece) -> bool:
    return one.start < other.end and other.start < one.end


def _bounds(page: _Page, columns: Sequence[Sequence[_Piece]]) -> list[int]:
    """Where each column but the first begins on a page: the emptiest place between two cells of the header."""
    header = _header_columns(page.header) if page.header else columns
    if len(header) != len(columns):
        header = columns
    lines = [line for line in (*page.header, *page.lines) if len(_pieces(line)) >= 2]
    width = max((line.indent + len(line.text) for line in lines), default=0) + 1
    filled = [0] * (width + 1)
    for line in lines:
        for at, char in enumerate(line.text):
            filled[line.indent + at] += char != " "
    return [_emptiest(filled, _span(left), _span(right)) for left, right in pairwise(header)]


def _span(column: Sequence[_Piece]) -> tuple[int, int]:
    return min(piece.start for piece in column), max(piece.end for piece in column)


def _emptiest(filled: Sequence[int], left: tuple[int, int], right: tuple[int, int]) -> int:
    """The first place of the column on the right: after the emptiest, then widest, run of places between two header cells."""
    first, last = (left[0] + left[1]) // 2, min((right[0] + right[1]) // 2, len(filled) - 1)
    low = min(filled[first:last], default=0)
    best, begin = (0, last), None
    for at in range(first, last + 1):
        empty = at < last and filled[at] <= low
        if empty and begin is None:
            begin = at
        elif not empty and begin is not None:
            best = max(best, (at - begin, at))
            begin = None
    return best[1]


_NEAR = 6
_SMALL_LETTER = 4
"""A cell rarely begins with a small letter: such a place counts as so many characters further off."""


def _cut(line: Line, bounds: Sequence[int]) -> dict[int, str]:
    """The text of a line by column; one that runs over a boundary stands in the column where it begins."""
    text = " " * line.indent + line.text
    cuts = [0]
    for bound in bounds:
        cuts.append(_cut_near(text, bound))
    found: dict[int, str] = {}
    start, column = 0, 0
    for index in range(1, len(cuts) + 1):
        end = cuts[index] if index < len(cuts) else len(text)
        if end < 0:
            continue
        if piece := text[start:end].strip():
            found[column] = piece
        start, column = end, index
    return found


def _cut_near(text: str, bound: int) -> int:
    """The place near `bound` where a word begins after white space; `bound` past the end; -1 inside a run of words."""
    if bound >= len(text) or not text[max(0, bound - 1) : bound + 1].strip():
        return bound
    places = [at for at in range(max(1, bound - _NEAR), min(len(text), bound + _NEAR + 1)) if text[at - 1] == " "]
    places = [at for at in places if text[at : at + 1].strip()]
    gaps = [at for at in places if text[at - 2 : at] == "  "]
    if gaps:
        return min(gaps, key=lambda at: (abs(at - bound), at))
    return min(places, key=lambda at: (abs(at - bound) + _SMALL_LETTER * text[at].islower(), at)) if places else -1


def _is_title(line: Line, bounds: Sequence[int]) -> bool:
    """Whether a line is a code and one text that runs over a boundary: the title of a group over all columns."""
    pieces = _pieces(line)
    read = read_code(line.text)
    if not read or not read[1] or not pieces or len(pieces) > 2:
        return False
    last = pieces[-1]
    inner = [bound for bound in bounds[1:] if last.start < bound < last.end]
    return bool(inner) and (len(pieces) == 1 or read_code(pieces[0].text + " ") is not None)


def _rows(pages: Sequence[_Page], columns: Sequence[Sequence[_Piece]], task: int) -> Iterator[Row]:
    for number, page in enumerate(pages):
        bounds = _bounds(page, columns)
        for position, lines in enumerate(_bands(page.lines, bounds, task)):
            first = _cut(lines[0], bounds)
            goes_on = number > 0 and position == 0 and not any(_has_code(line, bounds) for line in lines)
            if _is_title(lines[0], bounds):
                yield _title_row(lines, len(columns))
            elif first:
                yield _row(lines, bounds, task, continued=goes_on)


def _has_code(line: Line, bounds: Sequence[int]) -> bool:
    return read_code(_cut(line, bounds).get(0, "") + " ") is not None


def _bands(lines: Sequence[Line], bounds: Sequence[int], task: int) -> list[Sequence[Line]]:
    """The lines of each row; lines above the first code go on from the page before or belong to a centred row."""
    codes = [index for index, line in enumerate(lines) if _has_code(line, bounds) or _is_title(line, bounds)]
    if not codes:
        return [lines] if lines else []
    starts = [codes[0] if codes[0] == 0 or _goes_on(lines, 0, bounds, task) else 0]
    for before, code in pairwise(codes):
        starts.append(_start_of_row(lines, before, code, bounds, task))
    head = [lines[: starts[0]]] if starts[0] else []
    return [*head, *(lines[a:b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True))]


def _start_of_row(lines: Sequence[Line], before: int, code: int, bounds: Sequence[int], task: int) -> int:
    """The first line of the row whose code stands on line `code`: that line, or one above it that begins a description."""
    own = _cut(lines[code], bounds).get(task, "")
    if not own or not own[0].islower():
        return code
    for index in range(code - 1, before, -1):
        if not _goes_on(lines, index, bounds, task):
            return index
    return code


def _goes_on(lines: Sequence[Line], index: int, bounds: Sequence[int], task: int) -> bool:
    """Whether the description on a line goes on with the one on the line above."""
    text = _cut(lines[index], bounds).get(task, "")
    above = _cut(lines[index - 1], bounds).get(task, "") if index else ""
    return not text or text[0].islower() or (bool(above) and not above.endswith((".", ";", ":")) and not text[:1].isupper())


def _title_row(lines: Sequence[Line], columns: int) -> Row:
    read = read_code(lines[0].text)
    code, rest = (read[0].text, read[1]) if read else ("", lines[0].text)
    place = span(line.place for line in lines)
    title = join_lines([rest, *(line.text for line in lines[1:])])
    return Row((_cell(0, [Line(code, place)]), Cell((Paragraph(title, place),), 1, columns - 1, place=place)), place)


def _row(lines: Sequence[Line], bounds: Sequence[int], task: int, *, continued: bool) -> Row:
    cells: dict[int, list[Line]] = {}
    for line in lines:
        for column, text in _cut(line, bounds).items():
            cells.setdefault(column, []).append(Line(text, line.place))
    found = (_cell(column, texts, paragraphs=column == task) for column, texts in sorted(cells.items()))
    return Row(tuple(found), span(line.place for line in lines), continued)


def _cell(column: int, lines: Sequence[Line], *, paragraphs: bool = False) -> Cell:
    place = span(line.place for line in lines)
    if paragraphs:
        width = max(len(line.text) for line in lines)
        texts = paragraphs_of_lines(lines, width)
    else:
        texts = [join_lines(squeeze(line.text) for line in lines)]
    return Cell(tuple(Paragraph(text, place) for text in texts), column, place=place)
