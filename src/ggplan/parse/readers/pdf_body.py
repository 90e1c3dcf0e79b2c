"""Text outside tables as paragraphs, and the two-column blocks of letterheads and signatures as tables of two columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from ggplan.document import Cell, Paragraph, Row, Table
from ggplan.location import Place
from ggplan.parse.readers.pdf_lines import Line, Measure, goes_on, joined, lines_of, measure_of, paragraphs_of
from ggplan.parse.readers.pdf_raw import Piece
from ggplan.parse.readers.pdf_rows import TextRow
from ggplan.text import is_upper

__all__ = ["body_blocks"]

Clean: TypeAlias = Callable[[str, Place], str]
BodyPage: TypeAlias = tuple[int, float, Sequence[TextRow], frozenset[int]]
"""Page number, width, lines of text, first characters of bold pieces."""
_Pair: TypeAlias = tuple[float, list[Piece], list[Piece]]
"""The middle of the gap, the pieces on its left and on its right."""


def body_blocks(pages: Sequence[BodyPage], clean: Clean) -> list[list[Paragraph | Table]]:
    """For each page its paragraphs and two-column blocks, unsorted; a paragraph that a page break cuts has an open end."""
    measured = [_parts(page) for page in pages]
    measure = _measure([lines for lines, _ in measured], max((width for _, width, _, _ in pages), default=0.0))
    result: list[list[Paragraph | Table]] = []
    for index, (page, (lines, pairs)) in enumerate(zip(pages, measured, strict=True)):
        after = measured[index + 1][0] if index + 1 < len(pages) else []
        blocks: list[Paragraph | Table] = [_pair(page, pair, measure, clean) for pair in pairs]
        blocks += _paragraphs(page[0], lines, after, measure, clean)
        result.append(blocks)
    return result


def _measure(pages: Sequence[Sequence[Line]], width: float) -> Measure:
    """The room of the text outside tables, from the whole document; sides that only a few lines reach do not count.

    The right margin is taken to be no wider than the left one.
    """
    lines = [line for page in pages for line in page]
    if not lines:
        return Measure(0, 0, 0)
    lefts, rights = sorted(line.x0 for line in lines), sorted(line.x1 for line in lines)
    few = len(lines) // 50
    return measure_of(pages, lefts[few], max(rights[-1 - few], width - lefts[few]))


def _paragraphs(page: int, lines: Sequence[Line], after: Sequence[Line], measure: Measure, clean: Clean) -> list[Paragraph]:
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
_MIDDLE = (0.25, 0.75)
_SAME_MIDDLE = 6.0


def _parts(page: BodyPage) -> tuple[list[Line], list[_Pair]]:
    """The lines of a page, and its two-column blocks."""
    _, width, rows, bold = page
    pairs: list[_Pair] = []
    single: list[Piece] = []
    index = 0
    while index < len(rows):
        end, gap = _pair_end(rows, index, width)
        if end > index:
            pieces = [piece for row in rows[index:end] for piece in row]
            left = [piece for piece in pieces if piece.x1 <= gap]
            pairs.append((gap, left, [piece for piece in pieces if piece.x1 > gap]))
            index = end
        else:
            single += rows[index]
            index += 1
    return lines_of(single, bold), pairs


def _pair_end(rows: Sequence[TextRow], start: int, width: float) -> tuple[int, float]:
    """The end of a two-column block that begins at `start`, and the middle of its gap; `start` where none begins."""
    end, gap, both = start, 0.0, 0
    while end < len(rows):
        row = rows[end]
        far = end > start and row[0].y - rows[end - 1][0].y > _NEAR * row[0].size
        wider = 0.0 if far else _gap([piece for other in rows[start : end + 1] for piece in other], width)
        if not wider:
            break
        gap = wider
        end += 1
    for row in rows[start:end]:
        both += row[0].x1 < gap < row[-1].x0
    opens = end > start and rows[start][0].x1 < gap < rows[start][-1].x0
    return (end, gap) if opens and both > 1 else (start, 0.0)


def _gap(pieces: Sequence[Piece], width: float) -> float:
    """The middle of the widest white gap near the middle of the page that runs down between the pieces; 0 without one."""
    best, middle, reached = pieces[0].size * _WIDE, 0.0, 0.0
    for piece in sorted(pieces, key=lambda piece: piece.x0):
        between = (reached + piece.x0) / 2
        inside = reached and _MIDDLE[0] * width < between < _MIDDLE[1] * width
        if inside and piece.x0 - reached > best:
            best, middle = piece.x0 - reached, between
        reached = max(reached, piece.x1)
    return middle


def _around_middle(lines: Sequence[Line], left: float, right: float) -> tuple[float, float]:
    """The limits of a column; where all its lines stand on one middle, they are equally far from it."""
    middles = [(line.x0 + line.x1) / 2 for line in lines]
    if max(middles) - min(middles) > _SAME_MIDDLE:
        return left, right
    half = min(middles[0] - left, right - middles[0])
    return middles[0] - half, middles[0] + half


def _pair(page: BodyPage, pair: _Pair, measure: Measure, clean: Clean) -> Table:
    number, _, _, bold = page
    gap, *sides = pair
    cells, boxes = [], []
    for column, (pieces, room) in enumerate(zip(sides, ((measure.left, gap), (gap, measure.right)), strict=True)):
        lines = lines_of(pieces, bold)
        place = _place(number, lines)
        limits = _around_middle(lines, *room)
        left, right = min([limits[0], *(line.x0 for line in lines)]), max([limits[1], *(line.x1 for line in lines)])
        groups = paragraphs_of(lines, measure_of([lines], left, right))
        paragraphs = [Paragraph(clean(joined(group), place), place, bold=group[0].bold) for group in groups]
        cells.append(Cell(tuple(paragraphs), column, place=place))
        boxes.append(place.box or (0, 0, 0, 0))
    (a, b, c, d), (e, f, g, h) = boxes
    place = Place(number, box=(min(a, e), min(b, f), max(c, g), max(d, h)))
    return Table((Row(tuple(cells), place),), 2, place)
