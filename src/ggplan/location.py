"""Where something was read.

A `Place` is born with what a reader extracts and travels with it to the canonical file's `provenance`. Readers of
flowing text know lines, readers of pages know pages and boxes, readers of tables and spreadsheets know cells.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["NOWHERE", "Place", "span"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a source document; every part may be unknown.

    `page` counts from 1. `lines` are the first and last line of a text file, from 1, or the first and last paragraph
    of a document without lines (DOCX, HTML). `box` is (left, top, right, bottom) on the page in points from the top
    left corner. `cell` names a table cell as printed in a spreadsheet (`Sheet1!B7`) or as `table 2, row 5, column 3`.
    """

    page: int | None = None
    lines: tuple[int, int] | None = None
    box: tuple[float, float, float, float] | None = None
    cell: str | None = None

    def __str__(self) -> str:
        parts = []
        if self.page is not None:
            parts.append(f"page {self.page}")
        if self.lines is not None:
            first, last = self.lines
            parts.append(f"line {first}" if first == last else f"lines {first}-{last}")
        if self.cell is not None:
            parts.append(self.cell)
        return ", ".join(parts) or "unknown place"


NOWHERE = Place()


def span(places: Iterable[Place]) -> Place:
    """The smallest place that holds all of `places`: first page, first to last line, the box only when on one page."""
    known = [place for place in places if place != NOWHERE]
    if not known:
        return NOWHERE
    pages = [place.page for place in known if place.page is not None]
    lines = [place.lines for place in known if place.lines is not None]
    first_page = min(pages, default=None)
    boxes = [place.box for place in known if place.box is not None and place.page == first_page]
    cells = [place.cell for place in known if place.cell is not None]
    return Place(
        page=first_page,
        lines=(min(first for first, _ in lines), max(last for _, last in lines)) if lines else None,
        box=(
            (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
            if boxes
            else None
        ),
        cell=cells[0] if cells else None,
    )
