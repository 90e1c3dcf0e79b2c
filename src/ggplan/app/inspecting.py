"""What the reader and the parser saw in a document: blocks, tables with their columns, rows with their margins of doubt."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ggplan.app.parsing import ParseSettings, lexicon_for_document
from ggplan.document import Block, Document, Line, PageBreak, Table
from ggplan.errors import UsageError
from ggplan.location import Place
from ggplan.parse.columns import Kind
from ggplan.parse.readers import read
from ggplan.parse.rows import RawRow
from ggplan.parse.seen import SeenTable, see_tables
from ggplan.registry.layered import registry_in_force
from ggplan.registry.loading import using

__all__ = ["Inspection", "inspect_file"]


@dataclass(frozen=True, slots=True)
class Inspection:
    """A document as read, and its task tables with the rows as cut into cells."""

    path: Path
    document: Document
    blocks: tuple[Block, ...]
    tables: tuple[SeenTable, ...]
    page: int | None = None

    @property
    def doubtful(self) -> list[tuple[tuple[Kind | None, ...], RawRow]]:
        """The rows whose reading is in doubt, with the columns of their table."""
        return [(table.columns, row) for table in self.tables for row in table.rows if row.score < 1]


def inspect_file(path: str | os.PathLike[str], settings: ParseSettings | None = None, *, page: int | None = None) -> Inspection:
    """What was seen in the file, or on one page of it. Raises `InputError`, or `UsageError` for a page that is not there."""
    settings = settings or ParseSettings()
    path = Path(path)
    document = read(path, password=settings.password)
    with using(registry_in_force()):
        tables = see_tables(document, lexicon_for_document(settings))
    blocks = document.blocks
    if page is not None:
        blocks = tuple(block for block in blocks if _page_of(block) == page)
        tables = [SeenTable(t.columns, t.headers, tuple(r for r in t.rows if r.place.page == page)) for t in tables]
        if not blocks and not any(table.rows for table in tables):
            last = max((_page_of(block) or 1 for block in document.blocks), default=1)
            raise UsageError(f"{path} has no page {page}; its last one is {last}")
    return Inspection(path, document, blocks, tuple(tables), page)


def _page_of(block: Block) -> int | None:
    if isinstance(block, PageBreak):
        return block.page
    place: Place = block.place
    return place.page


def kind_of(block: Block) -> str:
    """The name of a block's kind."""
    return {Line: "line", Table: "table"}.get(type(block), type(block).__name__.lower())
