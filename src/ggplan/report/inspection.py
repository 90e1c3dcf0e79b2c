"""What was seen in a document, for a person at a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from ggplan.document import Block, Line, Note, PageBreak, Paragraph, Table

__all__ = ["print_inspection"]


class Seen(Protocol):
    """The answer of `ggplan.app.inspecting.inspect_file`."""

    @property
    def blocks(self) -> Sequence[Block]: ...
    @property
    def tables(self) -> Sequence[Any]: ...
    @property
    def document(self) -> Any: ...


def print_inspection(console: Any, seen: Seen) -> None:
    """Blocks in reading order, then each task table with its columns and rows; doubtful rows say which line is in doubt."""
    from rich.text import Text

    console.print(f"{seen.document.media_type}, {len(seen.document.blocks)} blocks")
    for block in seen.blocks:
        console.print(Text(_block_line(block)), soft_wrap=True)
    for slug, place, facts in seen.document.repairs:
        console.print(Text(f"repair {slug} at {place}: {', '.join(f'{k} {v}' for k, v in facts.items())}"), soft_wrap=True)
    for number, table in enumerate(seen.tables, 1):
        _print_table(console, number, table)


def _block_line(block: Block) -> str:
    if isinstance(block, PageBreak):
        return f"---- page {block.page} ----"
    if isinstance(block, Line):
        return f"{block.place}: line{' (+' + str(block.blank_before) + ' blank)' if block.blank_before else ''}: {block.text}"
    if isinstance(block, Paragraph):
        level = f" heading {block.level}" if block.level is not None else ""
        return f"{block.place}: paragraph{level}{' bold' if block.bold else ''}: {block.full_text}"
    if isinstance(block, Note):
        return f"{block.place}: note {block.mark}: {block.text}"
    assert isinstance(block, Table)
    return f"{block.place}: table of {len(block.rows)} rows and {block.columns} columns"


def _print_table(console: Any, number: int, table: Any) -> None:
    from rich.table import Table as Grid
    from rich.text import Text

    kinds = [kind or "unknown" for kind in table.columns]
    console.print(Text(f"Task table {number}: {len(table.rows)} rows; columns {', '.join(kinds)}"))
    shown = [kind for kind in dict.fromkeys(kinds) if kind not in ("code", "unknown")]
    grid = Grid(show_lines=True, pad_edge=False)
    grid.add_column("Code")
    for kind in shown:
        grid.add_column(kind, overflow="fold", ratio=3 if kind == "task" else 1)
    grid.add_column("Sure", justify="right")
    for row in table.rows:
        sure = f"{row.score:.2f}" if row.score < 1 else "yes"
        mark = "? " if row.score < 1 else ""
        if row.group:
            grid.add_row(f"{row.code}", Text("[group] " + row.title), *[""] * (len(shown) - 1), sure)
        else:
            cells = [Text("\n".join(row.cells.get(kind, ()))) for kind in shown]
            grid.add_row(f"{mark}{row.code}", *cells, sure)
    console.print(grid)
    for row in table.rows:
        for doubt in row.doubts:
            console.print(
                Text(
                    f"? row {row.code}, {doubt.place}: “{doubt.line}” read as {doubt.column}, could be {doubt.other} (margin {doubt.margin:.1f})"
                ),
                soft_wrap=True,
            )
