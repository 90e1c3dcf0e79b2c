"""PDF: pages with a text layer, by their geometry; pages without one through OCR where it is installed.

Pages are read one after another (pdfium is not thread-safe): text as pieces, rulings as grids. What needs the whole document
comes after: running headers, columns of tables without rulings, rows that page breaks cut. Nothing in the file is run.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ggplan.document import Block, Document, Note, PageBreak, Paragraph, Table
from ggplan.errors import InputError
from ggplan.location import NOWHERE, Place
from ggplan.parse.readers.pdf_body import body_blocks
from ggplan.parse.readers.pdf_fonts import bold_pieces, decoded
from ggplan.parse.readers.pdf_furniture import Footnote, footnotes, furniture_rows, without_stamps
from ggplan.parse.readers.pdf_gaps import TextRow, rows_of
from ggplan.parse.readers.pdf_grid import ruled_grids
from ggplan.parse.readers.pdf_lines import joined, lines_of
from ggplan.parse.readers.pdf_loose import LoosePage, loose_tables
from ggplan.parse.readers.pdf_raw import Characters, Page, Piece, open_pdf, read_page
from ggplan.parse.readers.pdf_rulings import Ruling
from ggplan.parse.readers.pdf_tables import TableDraft, build_tables, fill
from ggplan.parse.readers.repairs import Repairs

__all__ = ["MEDIA_TYPE", "read"]

MEDIA_TYPE = "application/pdf"


@dataclass(slots=True)
class _PageDraft:
    number: int
    width: float
    height: float
    tables: list[TableDraft]
    rows: list[TextRow]
    loose: list[Ruling]
    bold: frozenset[int]
    notes: list[Footnote]
    encodings: set[str] = field(default_factory=set)
    stamped: Place | None = None
    has_text: bool = True
    images: bool = False


def read(path: Path, *, password: str | None = None) -> Document:
    """The document in a PDF file. Raises `InputError` for one that is damaged, encrypted, or has no text and no OCR."""
    document = open_pdf(path, password)
    try:
        if len(document) == 0:
            raise InputError(f"{path} has no pages; ask for another copy")
        reader = _Reader(path, document, password)
        return reader.read()
    finally:
        document.close()


class _Reader:
    def __init__(self, path: Path, document: Any, password: str | None) -> None:
        self._path = path
        self._document = document
        self._password = password
        self._repairs = Repairs()

    def read(self) -> Document:
        """All pages in order."""
        import pypdfium2

        pages: list[_PageDraft] = []
        for index in range(len(self._document)):
            try:
                pages.append(read_page(self._document, index, _examine))
            except pypdfium2.PdfiumError as error:
                self._repairs.add("page-not-read", Place(index + 1), reason=str(error))
        scanned = [page.number for page in pages if not page.has_text and page.images]
        if not any(page.has_text for page in pages):
            return self._recognised(scanned)
        for page in pages:
            self._note_page(page)
        self._drop_furniture(pages)
        loose_tables([_as_loose(page) for page in pages])
        blocks = self._blocks(pages)
        return Document(tuple(blocks), MEDIA_TYPE, self._repairs.entries())

    def _recognised(self, scanned: list[int]) -> Document:
        """A document that has only pictures, through OCR."""
        if not scanned:
            raise InputError(f"{self._path} has no text and no pictures; there is nothing to read")
        from ggplan.parse.readers import ocr

        return ocr.read(self._path, password=self._password)

    def _note_page(self, page: _PageDraft) -> None:
        for encoding in sorted(page.encodings):
            self._repairs.add("encoding-repaired", encoding=encoding)
        if page.stamped is not None:
            self._repairs.add("stamp-dropped", page.stamped)
        if not page.has_text and page.images:
            self._repairs.add("page-without-text", Place(page.number))

    def _drop_furniture(self, pages: list[_PageDraft]) -> None:
        numbers, running = furniture_rows([(page.height, page.rows) for page in pages])
        for index, page in enumerate(pages):
            gone = [row for row in range(len(page.rows)) if (index, row) in numbers or (index, row) in running]
            page.rows = [row for number, row in enumerate(page.rows) if number not in gone]
        for found, what in ((numbers, "page numbers"), (running, "running headers")):
            if found:
                first = Place(pages[min(found)[0]].number)
                self._repairs.add("furniture-dropped", first, what=what, count=str(len(found)))

    def _blocks(self, pages: list[_PageDraft]) -> list[Block]:
        drafts = [draft for page in pages for draft in sorted(page.tables, key=lambda draft: draft.grid.ys[0])]
        tables = build_tables(drafts, self._repairs.text)
        by_page: dict[int, list[Table]] = {}
        for draft, table in zip(drafts, tables, strict=True):
            by_page.setdefault(draft.page, []).append(table)
        bodies = body_blocks([(page.number, page.width, page.rows, page.bold) for page in pages], self._repairs.text)
        blocks: list[Block] = []
        for page, body in zip(pages, bodies, strict=True):
            if page.number > 1:
                blocks.append(PageBreak(page.number))
            blocks += sorted([*body, *by_page.get(page.number, [])], key=_top)
            blocks += [self._note(page, note) for note in page.notes]
        return blocks

    def _note(self, page: _PageDraft, note: Footnote) -> Note:
        pieces = [piece for row in note.rows for piece in row]
        text = joined(lines_of(pieces))
        place = _place(page.number, pieces)
        anchor = _place(page.number, [note.anchor]) if note.anchor else NOWHERE
        body = text.removeprefix("(").removeprefix(note.mark).lstrip(").: ")
        return Note(note.mark, self._repairs.text(body, place), place, anchor)


def _top(block: Table | Paragraph) -> float:
    return block.place.box[1] if block.place.box else 0.0


def _place(page: int, pieces: list[Piece]) -> Place:
    left, right = min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)
    top, bottom = min(piece.y - piece.size for piece in pieces), max(piece.y + piece.size / 4 for piece in pieces)
    return Place(page, box=(round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)))


def _as_loose(page: _PageDraft) -> LoosePage:
    return LoosePage(page.number, page.width, page.rows, page.loose, page.tables)


def _examine(page: Page, characters: Characters) -> _PageDraft:
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
    return _PageDraft(
        page.number,
        page.width,
        page.height,
        tables,
        rows_of(kept),
        loose,
        bold_pieces(kept, characters),
        notes,
        encodings,
        _place(page.number, stamp) if stamp else None,
        bool(page.pieces),
        page.images,
    )
