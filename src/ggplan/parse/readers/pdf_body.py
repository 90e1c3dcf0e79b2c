"""Text outside tables as paragraphs, and the two-column blocks of letterheads and signatures as tables of two columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from ggplan.document import Cell, Paragraph, Row, Table
from ggplan.location import Place
from ggplan.parse.readers.pdf_gaps import TextRow
from ggplan.parse.readers.pdf_lines import Line, Measure, goes_on, joined, lines_of, measure_of, paragraphs_of
from ggplan.parse.readers.pdf_raw import Piece
from ggplan.text import is_upper

__all__ = ["body_blocks"]

Clean: TypeAlias = Callable[[str, Place], str]
BodyPage: TypeAlias = tuple[int, float, Sequence[TextRow], frozenset[int]]
"""Page number, width, lines of text, first characters of bold pieces."""


def body_blocks(pages: Sequence[BodyPage], clean: Clean) -> list[list[Paragraph | Table]]:
    """For each page its paragraphs and two-column blocks, unsorted; a paragraph that a page break cuts has an open end."""
    measured = [_parts(page) for page in pages]
    measure = _measure([lines for lines, _ in measured])
    result: list[list[Paragraph | Table]] = []
    for index, (page, (lines, pairs)) in enumerate(zip(pages, measured, strict=True)):
        after = measured[index + 1][0] if index + 1 < len(pages) else []
        blocks: list[Paragraph | Table] = [_pair(page, pair, clean) for pair in pairs]
        blocks += _paragraphs(page[0], lines, after, measure, clean)
        result.append(blocks)
    return result


def _measure(pages: Sequence[Sequence[Line]]) -> Measure:
    """The room of the text outside tables, from the whole document; sides that only a few lines reach do not count."""
    lines = [line for page in pages for line in page]
    if not lines:
        return Measure(0, 0, 0)
    lefts, rights = sorted(line.x0 for line in lines), sorted(line.x1 for line in lines)
    few = len(lines) // 50
    return measure_of(pages, lefts[few], rights[-1 - few])


def _paragraphs(
    page: int, lines: Sequence[Line], after: Sequence[Line], measure: Measure, clean: Clean
) -> list[Paragraph]:
    groups = paragraphs_of(lines, measure)
    result = []
    for group in groups:
        place = _place(page, group)
        text = clean(joined(group), place)
        bold = all(line.bold for line in group)
        open_end = False
        if group is groups[-1] and after:
            open_end = goes_on(group, after[0], measure, same_page=False)
        result.append(Paragraph(text, place, _level(group, text, bold, measure), bold=bold, open_end=open_end))
    return result


_LONGEST_HEADING = 200


def _level(lines: Sequence[Line], text: str, bold: bool, measure: Measure) -> int | None:
    """A heading by its look: bold, and in capitals or in the middle."""
    if not bold or len(text) > _LONGEST_HEADING:
        return None
    middle = (measure.left + measure.right) / 2
    centred = all(abs((line.x0 + line.x1) / 2 - middle) < line.size and line.x0 > measure.left + 9 for line in lines)
    return 1 if centred or is_upper(text) else None


def _place(page: int, lines: Sequence[Line]) -> Place:
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    top, bottom = min(line.top for line in lines), max(line.bottom for line in lines)
    return Place(page, box=(round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)))


# Two columns --------------------------------------------------------------------------------------------------------

_WIDE = 1.2
_NEAR = 3.2


def _parts(page: BodyPage) -> tuple[list[Line], list[tuple[list[Piece], list[Piece]]]]:
    """The lines of a page, and its two-column blocks as (left pieces, right pieces)."""
    _, width, rows, bold = page
    pairs: list[tuple[list[Piece], list[Piece]]] = []
    single: list[Piece] = []
    index = 0
    while index < len(rows):
        end = _pair_end(rows, index, width)
        if end > index:
            pieces = [piece for row in rows[index:end] for piece in row]
            gap = _gap(rows[index:end], width)
            left = [piece for piece in pieces if piece.x1 <= gap]
            pairs.append((left, [piece for piece in pieces if piece.x1 > gap]))
            index = end
        else:
            single += rows[index]
            index += 1
    return lines_of(single, bold), pairs


def _pair_end(rows: Sequence[TextRow], start: int, width: float) -> int:
    """The end of a two-column block that begins at `start`; `start` itself where none begins."""
    end, both = start, 0
    while end < len(rows):
        row = rows[end]
        far = end > start and row[0].y - rows[end - 1][0].y > _NEAR * row[0].size
        if far or not _gap([*rows[start:end], row], width):
            break
        both += len(row) > 1
        end += 1
    while end > start and len(rows[end - 1]) == 1 and _is_body(rows[end - 1][0], width):
        end -= 1
    begins = len(rows[start]) == 2
    return end if begins and both > 1 else start


def _is_body(piece: Piece, width: float) -> bool:
    """A line too long for one of two columns."""
    return piece.x1 - piece.x0 > width * 0.5


def _gap(rows: Sequence[TextRow], width: float) -> float:
    """Where a white gap runs down between two columns near the middle of the page; 0 where none does."""
    left = right = 0.0
    right = width
    for row in rows:
        if len(row) > 1 and max(b.x0 - a.x1 for a, b in zip(row, row[1:], strict=False)) < _WIDE * row[0].size:
            return 0.0
        for piece in row:
            if piece.x0 < width * 0.3 or (len(row) > 1 and piece is row[0]):
                left = max(left, piece.x1)
            else:
                right = min(right, piece.x0)
    return (left + right) / 2 if 0 < left < right - 2 and right < width else 0.0


def _pair(page: BodyPage, pair: tuple[list[Piece], list[Piece]], clean: Clean) -> Table:
    number, _, _, bold = page
    cells = []
    boxes = []
    for column, pieces in enumerate(pair):
        lines = lines_of(pieces, bold)
        place = _place(number, lines)
        measure = measure_of([lines], min(line.x0 for line in lines), max(line.x1 for line in lines))
        texts = [joined(group) for group in paragraphs_of(lines, measure)]
        paragraphs = tuple(Paragraph(clean(text, place), place) for text in texts)
        cells.append(Cell(paragraphs, column, place=place))
        boxes.append(place.box or (0, 0, 0, 0))
    (a, b, c, d), (e, f, g, h) = boxes
    place = Place(number, box=(min(a, e), min(b, f), max(c, g), max(d, h)))
    return Table((Row(tuple(cells), place),), 2, place)
