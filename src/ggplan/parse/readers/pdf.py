"""PDF: pages with a text layer, by their geometry; pages without one through OCR where it is installed.

Pages are read one after another (pdfium is not thread-safe): text as pieces, rulings as grids. What needs the whole
document comes after (`pdf_document`). Nothing in the file is run and nothing fetched.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2

from ggplan.document import Document
from ggplan.errors import InputError
from ggplan.location import Place
from ggplan.parse.readers.pdf_document import PageDraft, blocks_of, place_of
from ggplan.parse.readers.pdf_fonts import bold_pieces, decoded
from ggplan.parse.readers.pdf_furniture import footnotes, without_stamps
from ggplan.parse.readers.pdf_gaps import rows_of
from ggplan.parse.readers.pdf_grid import ruled_grids
from ggplan.parse.readers.pdf_guard import refuse_bombs
from ggplan.parse.readers.pdf_raw import Characters, Page, open_pdf, read_page
from ggplan.parse.readers.pdf_tables import TableDraft, fill
from ggplan.parse.readers.repairs import Repairs

__all__ = ["MEDIA_TYPE", "read"]

MEDIA_TYPE = "application/pdf"


def read(path: Path, *, password: str | None = None) -> Document:
    """The document in a PDF file. Raises `InputError` for one that is damaged, encrypted, or has no text and no OCR."""
    refuse_bombs(path)
    document = open_pdf(path, password)
    try:
        repairs = Repairs()
        pages = _pages(path, document, repairs)
        return Document(tuple(blocks_of(pages, repairs)), MEDIA_TYPE, repairs.entries())
    finally:
        document.close()


def _pages(path: Path, document: Any, repairs: Repairs) -> list[PageDraft]:
    pages: list[PageDraft] = []
    for index in range(len(document)):
        try:
            pages.append(read_page(document, index, _examine))
        except pypdfium2.PdfiumError as error:
            repairs.add("page-not-read", Place(index + 1), reason=str(error))
    if not pages:
        raise InputError(f"{path} has no page that can be read; ask for another copy")
    scanned = [page for page in pages if page.recognise]
    if scanned:
        return _recognised(path, document, pages, repairs)
    if not any(page.rows or page.tables or page.notes for page in pages):
        raise InputError(f"{path} has no text and no pictures; there is nothing to read")
    return pages


def _recognised(path: Path, document: Any, pages: list[PageDraft], repairs: Repairs) -> list[PageDraft]:
    """The pages with those that are pictures read by OCR. Without OCR a document that has other pages keeps those."""
    from ggplan.parse.readers import ocr

    missing = ocr.why_missing()
    if missing and all(page.recognise or not page.rows for page in pages):
        raise InputError(f"{path} is a scan without a text layer; {missing}")
    scanned = [page.number for page in pages if page.recognise]
    if missing:
        for number in scanned:
            repairs.add("page-without-text", Place(number), reason=missing)
        return pages
    read_again = {page.number: page for page in ocr.read_pdf_pages(document, scanned, repairs)}
    return [read_again.get(page.number, page) for page in pages]


_PICTURED = 0.5
_FEW_LETTERS = 200


def _is_scan(page: Page) -> bool:
    """A picture over the page, and no more text on it than a signature stamp holds."""
    return page.pictured > _PICTURED and sum(len(piece.text) for piece in page.pieces) < _FEW_LETTERS


def _examine(page: Page, characters: Characters) -> PageDraft:
    """What can be said about a page while it is open."""
    pieces, encodings = decoded(page.pieces, characters)
    grids, loose = ruled_grids(page.rulings)
    kept, stamp = without_stamps(page._replace(pieces=pieces), characters.text)
    kept, notes = footnotes(page._replace(pieces=kept), characters, loose)
    tables: list[TableDraft] = []
    for grid in grids:
        if len(grid.fields) > 1:
            table, kept = fill(page.number, grid, kept)
            tables.append(table)
    return PageDraft(
        page.number,
        page.width,
        page.height,
        tables,
        rows_of(kept),
        loose,
        bold_pieces(kept, characters),
        notes,
        encodings,
        place_of(page.number, stamp) if stamp else None,
        _is_scan(page),
    )
