"""Tables in a text layer that kept the layout: the columns still stand under each other. Lines in, a grid out.

Columns are the white gaps between the cells of the header, found anew on every page; a line is cut at them, also where two cells
are a single space apart. Rows are told by `bands`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ggplan.document import Cell, Line, Paragraph, Row, Table
from ggplan.location import span
from ggplan.parse.bands import bands, has_code
from ggplan.parse.codes import read_code
from ggplan.parse.columns import HEADER_WORDS, column_kind
from ggplan.parse.flat import FlatTable
from ggplan.parse.flow import paragraphs_of_lines
from ggplan.parse.furniture import Layer
from ggplan.parse.header import find_headers, is_number_row
from ggplan.text import join_lines, match_key, squeeze

__all__ = ["Page", "aligned_grid", "rebuild_aligned"]

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
class Page:
    """The lines of a table on one page: its header's (maybe none) and its own."""

    header: tuple[Line, ...]
    lines: tuple[Line, ...]


def rebuild_aligned(layer: Layer, table: FlatTable) -> Table | None:
    """The grid of a flattened task table whose columns are aligned in the layer; None where they are not."""

    def description(titles: Sequence[str]) -> int | None:
        return next((at for at, title in enumerate(titles) if column_kind(title) == "task"), None)

    return aligned_grid(_pages(layer, table), description)


def aligned_grid(pages: Sequence[Page], main: Callable[[Sequence[str]], int | None]) -> Table | None:
    """The grid of a table given its lines by page, its header as the first row; None where its columns are not aligned.

    `main` gives the column of the descriptions, whose cells are the tallest, from the titles of the columns; None for a header that
    is not the one of such a table.
    """
    lines = [line for page in pages for line in page.lines]
    if not lines or not pages[0].header:
        return None
    many = sum(len(_pieces(line)) >= 2 for line in lines)
    columns = _header_columns(pages[0].header)
    if many < len(lines) * _FEWEST_ALIGNED or len(columns) < _FEWEST_COLUMNS:
        return None
    titles = [join_lines(piece.text for piece in column) for column in columns]
    description = main(titles)
    if description is None:
        return None
    rows = list(_rows(pages, columns, description))
    place = span(line.place for line in lines)
    head = Row(tuple(_cell(column, [Line(title, pages[0].header[0].place)]) for column, title in enumerate(titles)), place)
    return Table((head, *rows), len(columns), place, 1)


def _pages(layer: Layer, table: FlatTable) -> list[Page]:
    """The table's lines page by page, each with the header that is repeated on it."""
    headers = {table.first + header.start: header for header in find_headers(layer.lines[table.first : table.last])}
    found: list[Page] = []
    head: list[Line] = []
    lines: list[Line] = []
    index = table.first
    while index < table.last:
        header = headers.get(index)
        if lines and (header or index in layer.starts_page):
            while header and lines and _is_header_text(lines[-1].text):
                lines.pop()
            found.append(Page(tuple(head), tuple(lines)))
            head, lines = [], []
        if header:
            end = index + header.end - header.start
            head = [line for line in layer.lines[_above(layer, index) : end] if not is_number_row(line.text)]
            index = end
            continue
        if not is_number_row(layer.lines[index].text):
            lines.append(layer.lines[index])
        index += 1
    if lines:
        found.append(Page(tuple(head), tuple(lines)))
    return found


_MOST_ABOVE = 3


def _above(layer: Layer, index: int) -> int:
    """The first line of a header whose cells are centred: those of more lines begin above the line with the number's title."""
    first = index
    while (
        first and index - first < _MOST_ABOVE and first not in layer.starts_page and _is_header_text(layer.lines[first - 1].text)
    ):
        first -= 1
    return first


def _is_header_text(text: str) -> bool:
    words = [word.strip(",().:") for word in re.split(r"[\s/]+", match_key(text))]
    return all(word in HEADER_WORDS for word in words if word) and not read_code(text)


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


def _bounds(page: Page, columns: Sequence[Sequence[_Piece]]) -> list[int]:
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


def _rows(pages: Sequence[Page], columns: Sequence[Sequence[_Piece]], task: int) -> Iterator[Row]:
    for number, page in enumerate(pages):
        bounds = _bounds(page, columns)
        cuts = [_cut(line, bounds) for line in page.lines]
        for first, last in bands(cuts, task, goes_on=number > 0):
            lines, texts = page.lines[first:last], cuts[first:last]
            goes_on = number > 0 and first == 0 and not any(has_code(text) for text in texts)
            title = _title(lines, texts, bounds, task)
            yield _title_row(lines, title, len(columns)) if title else _row(lines, texts, task, continued=goes_on)


def _title(lines: Sequence[Line], texts: Sequence[dict[int, str]], bounds: Sequence[int], task: int) -> tuple[str, str] | None:
    """The code and the text of a group's title: all that a row says stands in one cell, often over several columns."""
    read = read_code(lines[0].text)
    pieces = _pieces(lines[0])
    if not read or not read[1] or len(pieces) > 2 or (len(pieces) == 2 and not read_code(pieces[0].text + " ")):
        return None
    runs_over = any(pieces[-1].start < bound < pieces[-1].end for bound in bounds[1:])
    elsewhere = {column for text in texts for column in text} - {0}
    if not runs_over and (len(elsewhere) != 1 or elsewhere == {task}):
        return None
    return read[0].text, join_lines([read[1], *(line.text for line in lines[1:])])


def _title_row(lines: Sequence[Line], title: tuple[str, str], columns: int) -> Row:
    place = span(line.place for line in lines)
    return Row((_cell(0, [Line(title[0], place)]), Cell((Paragraph(title[1], place),), 1, columns - 1, place=place)), place)


def _row(lines: Sequence[Line], texts: Sequence[dict[int, str]], task: int, *, continued: bool) -> Row:
    cells: dict[int, list[Line]] = {}
    for line, cut in zip(lines, texts, strict=True):
        for column, text in cut.items():
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
