"""Comparing what a reader saw with what was printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ggplan.document import Block, Cell, Paragraph, Row, Table
from ggplan.text import join_lines
from press.layout import Layout
from press.rows import Printed, PrintedCell, printed_rows

__all__ = ["Seen", "body_rows", "expected", "paragraphs", "plan_rows", "share_exact", "widest_tables"]

Seen = tuple[tuple[int, int, str], ...]
"""A row: column, columns spanned, text; empty cells left out."""


def expected(plan: Printed, layout: Layout) -> list[Seen]:
    """The rows below the header, as printed."""
    return [_printed(row) for row in printed_rows(plan.rows, layout)]


def _printed(row: Iterable[PrintedCell]) -> Seen:
    cells = [(cell.column, cell.colspan, "\n".join(cell.paragraphs)) for cell in row if any(cell.paragraphs)]
    return tuple(sorted(cells))


def plan_rows(row: Row) -> Seen:
    """A row as read, its cells' paragraphs one a line."""
    return tuple((cell.column, cell.colspan, cell.text) for cell in row.cells if cell.text.strip())


def widest_tables(blocks: Sequence[Block], columns: int) -> list[Table]:
    """The tables of the plan: those with that many columns (letterhead and signature have two)."""
    return [block for block in blocks if isinstance(block, Table) and block.columns == columns]


def body_rows(tables: Sequence[Table], layout: Layout) -> list[Row]:
    """The rows of a table that pages cut, as one: repeated headers dropped, rows that go on joined to their beginning."""
    rows: list[Row] = []
    for table in tables:
        for row in table.rows:
            if _is_header(row, layout):
                continue
            if row.continued and rows:
                rows[-1] = _joined(rows[-1], row)
            else:
                rows.append(row)
    return rows


def _is_header(row: Row, layout: Layout) -> bool:
    texts = [" ".join(cell.text.split()) for cell in row.cells if cell.text]
    if not texts:
        return False
    known = {*(layout.headers[kind] for kind in layout.columns), "Phân công trách nhiệm"}
    numbers = [str(index + 1) for index in range(len(layout.columns))]
    return all(text in known for text in texts) or (layout.number_row and texts == numbers)


def _joined(above: Row, below: Row) -> Row:
    rest = {cell.column: cell for cell in below.cells}
    cells = [_joined_cell(cell, rest.pop(cell.column, None)) for cell in above.cells]
    return Row(tuple(sorted([*cells, *rest.values()], key=lambda cell: cell.column)), above.place)


def _joined_cell(above: Cell, below: Cell | None) -> Cell:
    if below is None or not below.paragraphs:
        return above
    if not above.paragraphs:
        return Cell(below.paragraphs, above.column, above.colspan, above.rowspan, above.place)
    last, first = above.paragraphs[-1], below.paragraphs[0]
    if last.open_end:
        whole = Paragraph(join_lines([last.text, first.full_text]), last.place, last.level, last.marker, last.bold)
        texts = (*above.paragraphs[:-1], whole, *below.paragraphs[1:])
    else:
        texts = above.paragraphs + below.paragraphs
    return Cell(texts, above.column, above.colspan, above.rowspan, above.place)


def paragraphs(blocks: Iterable[Block]) -> list[str]:
    """The texts of the paragraphs outside tables."""
    return [block.full_text for block in blocks if isinstance(block, Paragraph)]


def share_exact(seen: Sequence[Seen], printed: Sequence[Seen], *, spans: bool = True) -> float:
    """The share of the printed rows that were read exactly (as a set: a lost row costs itself only).

    Without walls nobody can see how far a short text spans: `spans=False` compares columns and texts only.
    """
    if not spans:
        seen, printed = [_spanless(row) for row in seen], [_spanless(row) for row in printed]
    left = list(seen)
    found = 0
    for row in printed:
        if row in left:
            left.remove(row)
            found += 1
    return found / len(printed) if printed else 1.0


def _spanless(row: Seen) -> Seen:
    return tuple((column, 1, text) for column, _, text in row)
