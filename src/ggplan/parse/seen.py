"""The task tables of a document with their rows, for looking at: the steps of `read_plan` without making a plan of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ggplan.document import Document, Paragraph
from ggplan.parse.columns import Kind
from ggplan.parse.flat import FlatTable
from ggplan.parse.flattened import read_table
from ggplan.parse.frontmatter import read_front_matter
from ggplan.parse.plan import Lexicon, take_apart
from ggplan.parse.rows import RawRow
from ggplan.parse.tables import read_task_table
from ggplan.plan import DocumentInfo

__all__ = ["SeenTable", "see_tables"]


@dataclass(frozen=True, slots=True)
class SeenTable:
    """A task table: the kinds of its columns from left to right, their printed headers where known, its rows."""

    columns: tuple[Kind | None, ...]
    headers: tuple[str, ...]
    rows: tuple[RawRow, ...]


def see_tables(document: Document, lexicon_of: Callable[[DocumentInfo], Lexicon]) -> list[SeenTable]:
    """The task tables of a document, in order."""
    parts = take_apart(document)
    front = read_front_matter([block for block in parts.blocks if isinstance(block, Paragraph)])
    lexicon = lexicon_of(front.info)
    seen = []
    for table in parts.tables:
        if isinstance(table, FlatTable):
            seen.append(SeenTable(table.header.columns, (), tuple(read_table(table, lexicon))))
        else:
            seen.append(SeenTable(table.columns, table.headers, tuple(read_task_table(table))))
    return seen
