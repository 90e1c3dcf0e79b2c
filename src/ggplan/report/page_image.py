"""The picture of a PDF page with what was found on it: cells in blue, doubtful rows in red, paragraphs in grey."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ggplan.document import Block, Paragraph, Table
from ggplan.errors import InputError, OutputError

__all__ = ["draw_page"]

_RESOLUTION = 150
Box = tuple[float, float, float, float]


def draw_page(
    path: Path, tables: Sequence[Any], blocks: Sequence[Block], page: int, target: Path, *, password: str | None = None
) -> None:
    """Draws page `page` (from 1) of the PDF `path` into the PNG `target`. Raises `InputError` or `OutputError`."""
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    if path.suffix.lower() != ".pdf":
        raise InputError(f"{path} is no PDF; --image draws pages of PDF files")
    try:
        with pdfplumber.open(path, password=password or "") as pdf:
            if not 1 <= page <= len(pdf.pages):
                raise InputError(f"{path} has no page {page}; its last one is {len(pdf.pages)}")
            image = pdf.pages[page - 1].to_image(resolution=_RESOLUTION)
            for box, stroke in _boxes(tables, blocks, page):
                image.draw_rect(box, fill=(0, 0, 0, 0), stroke=stroke, stroke_width=2)
            image.save(target, format="PNG")
    except PdfminerException as error:
        raise InputError(f"{path} cannot be drawn: {error}") from error
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error.strerror or error}") from error


def _boxes(tables: Sequence[Any], blocks: Sequence[Block], page: int) -> list[tuple[Box, str]]:
    boxes: list[tuple[Box, str]] = []
    for block in blocks:
        if isinstance(block, Paragraph) and block.place.box and block.place.page == page:
            boxes.append((block.place.box, "grey"))
        if isinstance(block, Table):
            places = [cell.place for row in block.rows for cell in row.cells]
            boxes.extend((place.box, "blue") for place in places if place.box and place.page == page)
    for table in tables:
        rows = [row for row in table.rows if row.score < 1 and row.place.page == page and row.place.box]
        boxes.extend((row.place.box, "red") for row in rows)
    return boxes
