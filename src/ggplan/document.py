"""The format-neutral document that every reader hands on: blocks of text with their places, and nothing understood.

A reader that knows paragraphs (DOCX, HTML, Markdown, ruled PDF) gives `Paragraph`s and `Table`s. A reader that only has a
text layer gives physical `Line`s; `ggplan.parse.flow` makes paragraphs of them and `ggplan.parse.flattened` rebuilds
the tables that such a layer has lost. All values are frozen: each later stage makes new ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from ggplan.location import NOWHERE, Place

__all__ = ["Block", "Cell", "Document", "Line", "Note", "PageBreak", "Paragraph", "Row", "Table"]


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line of a text layer, without its end of line.

    `blank_before` is the number of blank lines above it, `indent` the number of spaces it began with.
    """

    text: str
    place: Place = NOWHERE
    blank_before: int = 0
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A whole paragraph as its author wrote it.

    `level` is the heading level (1 = highest) where the format says so by style or look. `marker` is the printed
    number or bullet that is not part of `text` (an automatic number of Word, a list item of HTML or Markdown), as it is
    seen on paper: `1.1.`, `a)`, `-`. `bold` is true when the whole paragraph is. `open_end` says that the
    paragraph may go on in the next one (a page ended here).
    """

    text: str
    place: Place = NOWHERE
    level: int | None = None
    marker: str = ""
    bold: bool = False
    open_end: bool = False

    @property
    def full_text(self) -> str:
        """The paragraph as printed, marker first."""
        return f"{self.marker} {self.text}".strip() if self.marker else self.text


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell: its paragraphs, spans and place.

    `colspan`/`rowspan` count grid columns and rows; the grid positions a span covers hold no cell of their own, so a
    cell that does not exist is never mistaken for a blank one. `lead_in` is true when the cell goes on from
    the row above across a page break (known to readers with geometry; others leave it false).
    """

    paragraphs: tuple[Paragraph, ...] = ()
    column: int = 0
    colspan: int = 1
    rowspan: int = 1
    place: Place = NOWHERE
    score: float = 1.0

    @property
    def text(self) -> str:
        """All paragraphs, markers included, one a line."""
        return "\n".join(paragraph.full_text for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Row:
    """One table row: its cells by increasing `column`. `continued`: it goes on from the last row of the page before."""

    cells: tuple[Cell, ...]
    place: Place = NOWHERE
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its grid known. `header_rows` is how many rows repeat as header where the format says so.

    A table that a page break or a caption cut in two arrives as two tables, in order; `ggplan.parse.tables` joins them.
    """

    rows: tuple[Row, ...]
    columns: int
    place: Place = NOWHERE
    header_rows: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote: its printed mark and its text. `anchor` is the place of the mark in the text."""

    mark: str
    text: str
    place: Place = NOWHERE
    anchor: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A page begins here; `page` is its number, counted from 1."""

    page: int


Block: TypeAlias = Line | Paragraph | Table | Note | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader saw, in reading order.

    `media_type` is the type recognised by content. `repairs` are the readings that the reader changed or doubts
    (`ggplan.diagnostics.Finding`s are made of them by the caller): pairs of a rule slug and its facts.
    """

    blocks: tuple[Block, ...]
    media_type: str = "text/plain"
    repairs: tuple[tuple[str, Place, dict[str, str]], ...] = field(default=())
