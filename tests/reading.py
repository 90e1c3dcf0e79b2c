"""Small documents for the tests of parsing: from text to blocks, paragraphs, tables and plans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ggplan.document import Cell, Document, Line, PageBreak, Paragraph, Row, Table
from ggplan.parse.flow import paragraphs
from ggplan.parse.plan import Parsed, read_plan
from ggplan.parse.readers.text import read_lines
from ggplan.registry.lexicon import Lexicon

__all__ = ["blocks_of", "grid", "paragraphs_of", "plan_of"]


def blocks_of(text: str) -> list[Line | PageBreak]:
    """The lines of a text layer, as the reader of text files gives them."""
    return read_lines(text)[0]


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a text layer."""
    found, _ = paragraphs(blocks_of(text))
    return [block.full_text for block in found if isinstance(block, Paragraph)]


def plan_of(blocks: str | Iterable[Line | PageBreak | Paragraph | Table], lexicon: Lexicon) -> Parsed:
    """The plan as printed in a text layer, or in blocks."""
    known = blocks_of(blocks) if isinstance(blocks, str) else list(blocks)
    return read_plan(Document(tuple(known)), lambda _: lexicon)


def grid(rows: Sequence[Sequence[str | None]], columns: int, header_rows: int | None = None) -> Table:
    """A table of texts: `None` is covered by the cell before it, `a / b` are two paragraphs."""
    return Table(tuple(_row(row) for row in rows), columns, header_rows=header_rows)


def _row(texts: Sequence[str | None]) -> Row:
    cells: list[Cell] = []
    for column, text in enumerate(texts):
        if text is None:
            before = cells[-1]
            cells[-1] = Cell(before.paragraphs, before.column, before.colspan + 1)
        else:
            cells.append(Cell(tuple(Paragraph(part) for part in text.split(" / ") if part), column))
    return Row(tuple(cells))
