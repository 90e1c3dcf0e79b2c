"""Tables of pages as tables of the document: cells with paragraphs, headers that repeat, rows that a page break cuts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ggplan.document import Cell, Paragraph, Row, Table
from ggplan.location import Place
from ggplan.parse.readers.pdf_grid import Field, Grid
from ggplan.parse.readers.pdf_lines import Line, Measure, goes_on, joined, lines_of, measure_of, paragraphs_of
from ggplan.parse.readers.pdf_raw import Piece
from ggplan.parse.readers.pdf_rows import CODE

__all__ = ["TableDraft", "build_tables", "fill"]


@dataclass(slots=True)
class TableDraft:
    """A table on one page: its grid and, for each field, its lines and the confidence of its text.

    `ruled` says that its walls are drawn.
    """

    page: int
    grid: Grid
    lines: list[list[Line]]
    scores: list[float]
    ruled: bool = True
    measures: list[Measure] = field(default_factory=list)
    header_rows: int = 0
    repeats: bool = False
    continued: bool = False

    @property
    def columns(self) -> int:
        """The number of grid columns."""
        return len(self.grid.xs) - 1

    def row(self, number: int) -> list[int]:
        """The indices of the fields that begin in that row."""
        return [index for index, cell in enumerate(self.grid.fields) if cell.row == number]

    def text(self, index: int) -> str:
        """The text of a field on one line."""
        return " ".join(line.text for line in self.lines[index])

    def row_text(self, number: int) -> tuple[tuple[int, int, str], ...]:
        """Column, columns covered and text of the fields that begin in a row."""
        fields = self.grid.fields
        return tuple((fields[index].column, fields[index].colspan, self.text(index)) for index in self.row(number))

    def row_count(self) -> int:
        """The number of grid rows."""
        return len(self.grid.ys) - 1


def fill(
    page: int, grid: Grid, pieces: Iterable[Piece], *, ruled: bool = True, scores: Mapping[int, float] | None = None
) -> tuple[TableDraft, list[Piece]]:
    """The table with the pieces that stand in it, and the other pieces.

    `scores` are the confidences of pieces by their first character (OCR); without it all text is certain.
    """
    inside: list[list[Piece]] = [[] for _ in grid.fields]
    outside: list[Piece] = []
    left, top, right, bottom = grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1]
    for piece in pieces:
        middle, height = (piece.x0 + piece.x1) / 2, piece.y - piece.size * 0.6
        index = grid.field_at(middle, height) if top <= height <= bottom and left <= middle <= right else None
        (outside if index is None else inside[index]).append(piece)
    confidences = [_confidence(cell, scores) if scores else 1.0 for cell in inside]
    return TableDraft(page, grid, [lines_of(cell) for cell in inside], confidences, ruled), outside


def _confidence(pieces: Sequence[Piece], scores: Mapping[int, float]) -> float:
    """The mean confidence of the letters of a cell."""
    letters = sum(len(piece.text) for piece in pieces)
    total = sum(scores.get(piece.first, 1.0) * len(piece.text) for piece in pieces)
    return round(total / letters, 3) if letters else 1.0


# Tables that pages cut ----------------------------------------------------------------------------------------------


def build_tables(drafts: Sequence[TableDraft], clean: Callable[[str, Place], str]) -> list[Table]:
    """One `Table` for each draft, in order; `clean` makes a paragraph's text of its raw text."""
    for chain in _chains(drafts):
        _align(chain)
        _mark_headers(chain)
        _measure(chain)
        codes = _code_column(chain)
        for above, below in pairwise(chain):
            below.continued = _goes_on_below(above, below, codes)
    builder = _Builder(clean)
    tables = []
    for index, draft in enumerate(drafts):
        after = drafts[index + 1] if index + 1 < len(drafts) else None
        tables.append(builder.table(index + 1, draft, after if after is not None and after.continued else None))
    return tables


def _chains(drafts: Sequence[TableDraft]) -> list[list[TableDraft]]:
    """Drafts that follow each other on following pages with the same outer sides: parts of one table."""
    chains: list[list[TableDraft]] = []
    for draft in drafts:
        last = chains[-1][-1] if chains else None
        if last is not None and draft.page == last.page + 1 and _same_sides(last, draft):
            chains[-1].append(draft)
        else:
            chains.append([draft])
    return chains


_SIDE = 6.0


def _same_sides(a: TableDraft, b: TableDraft) -> bool:
    return abs(a.grid.xs[0] - b.grid.xs[0]) < _SIDE and abs(a.grid.xs[-1] - b.grid.xs[-1]) < _SIDE


def _align(chain: list[TableDraft]) -> None:
    """Gives a page that shows fewer columns (only rows that span them) the columns of the fullest page."""
    fullest = max(chain, key=lambda draft: draft.columns)
    edges = fullest.grid.xs
    for draft in chain:
        xs = draft.grid.xs
        if len(xs) == len(edges):
            continue
        nearest = [min(range(len(edges)), key=lambda index: abs(edges[index] - x)) for x in xs]
        if any(abs(edges[index] - x) > _SIDE for index, x in zip(nearest, xs, strict=True)):
            continue
        fields = [
            Field(cell.row, nearest[cell.column], cell.rowspan, nearest[cell.column + cell.colspan] - nearest[cell.column])
            for cell in draft.grid.fields
        ]
        draft.grid = Grid(list(edges), draft.grid.ys, fields, draft.grid.open_top, draft.grid.open_bottom)


_LONGEST_HEADER = 5


def _mark_headers(chain: list[TableDraft]) -> None:
    """Finds the rows that later pages repeat from the first one. Text of them that ran over the row's edge is put back."""
    first = chain[0]
    for draft in chain[1:]:
        if draft.columns != first.columns:
            continue
        count = 0
        limit = min(_LONGEST_HEADER, first.row_count(), draft.row_count())
        while count < limit and _same_row(first, draft, count):
            count += 1
        if count and not _overflow(first, draft, count):
            continue
        if count:
            draft.header_rows, draft.repeats = count, True
            first.header_rows, first.repeats = max(first.header_rows, count), True


def _same_row(first: TableDraft, draft: TableDraft, number: int) -> bool:
    """Whether the row stands on both pages, the later one perhaps cut short."""
    ours, theirs = first.row_text(number), draft.row_text(number)
    if not any(text for _, _, text in ours) or [cell[:2] for cell in ours] != [cell[:2] for cell in theirs]:
        return False
    same = [a == b or (b and a.startswith(b)) for (_, _, a), (_, _, b) in zip(ours, theirs, strict=True)]
    return all(same) and sum(a == b for a, b in zip(ours, theirs, strict=True)) * 2 >= len(ours)


def _overflow(first: TableDraft, draft: TableDraft, count: int) -> bool:
    """Moves lines that ran over the header's lower edge back into it; False where a header text is cut for another reason.

    LibreOffice prints a repeated header lower than its text where a cell spans its rows.
    """
    for number in range(count):
        for ours, theirs in zip(first.row(number), draft.row(number), strict=True):
            missing = [line.text for line in first.lines[ours][len(draft.lines[theirs]) :]]
            if first.text(ours) == draft.text(theirs):
                continue
            column = draft.grid.fields[theirs].column
            below = [
                index
                for index in draft.row(count)
                if draft.grid.fields[index].column <= column < draft.grid.fields[index].column + draft.grid.fields[index].colspan
            ]
            if not below or [line.text for line in draft.lines[below[0]][: len(missing)]] != missing:
                return False
            draft.lines[theirs] += draft.lines[below[0]][: len(missing)]
            draft.lines[below[0]] = draft.lines[below[0]][len(missing) :]
    return True


def _measure(chain: list[TableDraft]) -> None:
    """The room of each cell. Text keeps the same distance from drawn walls on both sides and in all columns."""
    margin = _margin(chain)
    seen = {} if chain[0].ruled else _extents(chain)
    for draft in chain:
        pitch = measure_of(draft.lines, 0, 0).pitch
        slack = _OCR_SLACK if min(draft.scores, default=1.0) < 1 else _SLACK
        xs = draft.grid.xs
        for cell, lines in zip(draft.grid.fields, draft.lines, strict=True):
            left, right = xs[cell.column] + margin, xs[cell.column + cell.colspan] - margin
            left, _ = seen.get(cell.column, (left, right))
            _, right = seen.get(cell.column + cell.colspan - 1, (left, right))
            left = min([left, *(line.x0 for line in lines)])
            right = max([right, *(line.x1 for line in lines)])
            draft.measures.append(Measure(left, right, pitch, slack))


def _extents(chain: list[TableDraft]) -> dict[int, tuple[float, float]]:
    """For each column of a table without walls how far its lines reach to the left and right."""
    extents: dict[int, tuple[float, float]] = {}
    for draft in chain:
        for cell, lines in zip(draft.grid.fields, draft.lines, strict=True):
            if cell.colspan == 1 and lines:
                left, right = extents.get(cell.column, (lines[0].x0, lines[0].x1))
                left, right = min([left, *(line.x0 for line in lines)]), max([right, *(line.x1 for line in lines)])
                extents[cell.column] = left, right
    return extents


_SLACK, _OCR_SLACK = 0.1, 0.25
_MARGIN = 5.4
"""Half a millimetre less than two: what Word leaves beside text unless told otherwise."""


def _margin(chain: list[TableDraft]) -> float:
    """The smallest distance of a line from the wall on its left."""
    found = [
        line.x0 - draft.grid.xs[cell.column]
        for draft in chain
        for cell, lines in zip(draft.grid.fields, draft.lines, strict=True)
        for line in lines
    ]
    return max(0.0, min([_MARGIN * 2, *found]))


def _code_column(chain: list[TableDraft]) -> int | None:
    """The column of the rows' numbers; None where no column holds mostly such."""
    best: tuple[int, int] | None = None
    columns = max(draft.columns for draft in chain)
    for column in range(columns):
        texts = [
            draft.text(index)
            for draft in chain
            for index, cell in enumerate(draft.grid.fields)
            if cell.column == column and cell.row >= draft.header_rows and draft.lines[index]
        ]
        codes = sum(CODE.fullmatch(text.replace(" ", "")) is not None for text in texts)
        if codes and codes * 2 > len(texts) and (best is None or codes > best[0]):
            best = codes, column
    return None if best is None else best[1]


def _goes_on_below(above: TableDraft, below: TableDraft, codes: int | None) -> bool:
    """Whether the first row of `below` goes on from the last one of `above`."""
    if above.columns != below.columns or below.row_count() <= below.header_rows:
        return False
    if below.grid.open_top or above.grid.open_bottom:
        return True
    if above.row_count() <= above.header_rows:
        return False
    if _spanning_goes_on(above, below):
        return True
    if codes is None:
        return False
    upper, lower = _code_text(above, above.row_count() - 1, codes), _code_text(below, below.header_rows, codes)
    alone = above.row_count() - above.header_rows == 1 and above.continued
    return not lower or (not upper and not alone and CODE.fullmatch(lower) is not None)


def _spanning_goes_on(above: TableDraft, below: TableDraft) -> bool:
    """Whether a row of one cell over all columns was cut."""
    upper, lower = above.row(above.row_count() - 1), below.row(below.header_rows)
    if len(upper) != 1 or len(lower) != 1 or above.grid.fields[upper[0]].colspan < above.columns:
        return False
    if below.grid.fields[lower[0]].colspan < below.columns or not (above.lines[upper[0]] and below.lines[lower[0]]):
        return False
    measure = above.measures[upper[0]]
    opened = paragraphs_of(above.lines[upper[0]], measure)[-1]
    return goes_on(opened, below.lines[lower[0]][0], measure, same_page=False)


def _code_text(draft: TableDraft, number: int, codes: int) -> str:
    """What stands in the code column of a row, in a cell that begins above it too."""
    for index, cell in enumerate(draft.grid.fields):
        inside = cell.row <= number < cell.row + cell.rowspan
        if inside and cell.column <= codes < cell.column + cell.colspan:
            return draft.text(index)
    return ""


# Blocks -------------------------------------------------------------------------------------------------------------


class _Builder:
    def __init__(self, clean: Callable[[str, Place], str]) -> None:
        self._clean = clean

    def table(self, number: int, draft: TableDraft, after: TableDraft | None) -> Table:
        """The draft as a table; `after` is the next page's part where its first row goes on from this one's last."""
        ends = self._open_ends(draft, after) if after is not None else set()
        by_row: dict[int, list[Cell]] = {}
        for index, cell in enumerate(draft.grid.fields):
            by_row.setdefault(cell.row, []).append(self._cell(number, draft, index, index in ends))
        xs, ys = draft.grid.xs, draft.grid.ys
        rows = []
        for row in range(draft.row_count()):
            box = _rounded(xs[0], ys[row], xs[-1], ys[row + 1])
            continued = draft.continued and row == draft.header_rows
            rows.append(Row(tuple(by_row.get(row, ())), Place(draft.page, box=box), continued))
        place = Place(draft.page, box=_rounded(xs[0], ys[0], xs[-1], ys[-1]))
        return Table(tuple(rows), draft.columns, place, draft.header_rows or None)

    def _open_ends(self, draft: TableDraft, after: TableDraft) -> set[int]:
        """The fields of the last row whose last paragraph goes on on the next page."""
        first_below = {after.grid.fields[index].column: index for index in after.row(after.header_rows)}
        ends = set()
        for index, cell in enumerate(draft.grid.fields):
            below = first_below.get(cell.column)
            if cell.row + cell.rowspan != draft.row_count() or below is None:
                continue
            if draft.lines[index] and after.lines[below]:
                first = after.lines[below][0]
                moved = first._replace(x0=first.x0 - after.grid.xs[0] + draft.grid.xs[0])
                opened = paragraphs_of(draft.lines[index], draft.measures[index])[-1]
                if goes_on(opened, moved, draft.measures[index], same_page=False):
                    ends.add(index)
        return ends

    def _cell(self, number: int, draft: TableDraft, index: int, open_end: bool) -> Cell:
        cell = draft.grid.fields[index]
        name = f"table {number}, row {cell.row + 1}, column {cell.column + 1}"
        place = Place(draft.page, box=_rounded(*draft.grid.box(cell)), cell=name)
        lines = draft.lines[index]
        groups = [lines] if _one_code(lines) else paragraphs_of(lines, draft.measures[index])
        paragraphs = []
        for group in groups:
            text = "".join(line.text for line in group) if _one_code(group) else joined(group)
            text = self._clean(text, place)
            last = open_end and group is groups[-1]
            paragraphs.append(Paragraph(text, place, bold=group[0].bold, open_end=last))
        return Cell(tuple(paragraphs), cell.column, cell.colspan, cell.rowspan, place, draft.scores[index])


def _one_code(lines: Sequence[Line]) -> bool:
    """Whether a narrow column broke one code over lines: `10.` above `1`."""
    return len(lines) > 1 and CODE.fullmatch("".join(line.text for line in lines)) is not None


def _rounded(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    return round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)
