"""Pages as a document: what needs all pages at once, and the blocks in reading order.

Running headers, the columns of tables without rulings, rows that page breaks cut and the margins of the text are known only
from the whole document. Pages come from a text layer (`pdf`) or from OCR (`ocr`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ggplan.document import Block, Note, PageBreak, Paragraph, Table
from ggplan.location import NOWHERE, Place
from ggplan.parse.readers.pdf_body import body_blocks
from ggplan.parse.readers.pdf_furniture import Footnote, furniture_rows
from ggplan.parse.readers.pdf_lines import joined, lines_of
from ggplan.parse.readers.pdf_loose import LoosePage, loose_tables
from ggplan.parse.readers.pdf_raw import Piece
from ggplan.parse.readers.pdf_rows import TextRow
from ggplan.parse.readers.pdf_rulings import Ruling
from ggplan.parse.readers.pdf_tables import TableDraft, build_tables
from ggplan.parse.readers.repairs import Repairs

__all__ = ["PageDraft", "blocks_of", "place_of"]


@dataclass(slots=True)
class PageDraft:
    """What is known of one page: its ruled tables, the lines of text outside them, lines across that rule no table.

    `bold` holds the first characters of bold pieces, `scores` the confidences of pieces that OCR read. `recognise` says that the
    page is a picture without a text layer.
    """

    number: int
    width: float
    height: float
    tables: list[TableDraft]
    rows: list[TextRow]
    loose: list[Ruling]
    bold: frozenset[int] = frozenset()
    notes: list[Footnote] = field(default_factory=list)
    encodings: set[str] = field(default_factory=set)
    stamped: Place | None = None
    recognise: bool = False
    scores: dict[int, float] | None = None


def blocks_of(pages: list[PageDraft], repairs: Repairs) -> list[Block]:
    """The blocks of a document, page by page from top to bottom; the pages' rows are used up."""
    for page in pages:
        for encoding in sorted(page.encodings):
            repairs.add("encoding-repaired", encoding=encoding)
        if page.stamped is not None:
            repairs.add("stamp-dropped", page.stamped)
    _drop_furniture(pages, repairs)
    loose_tables([LoosePage(p.number, p.width, p.rows, p.loose, p.tables, p.scores) for p in pages])
    return _blocks(pages, repairs)


def _drop_furniture(pages: list[PageDraft], repairs: Repairs) -> None:
    numbers, running = furniture_rows([(page.height, page.rows) for page in pages])
    for index, page in enumerate(pages):
        gone = [row for row in range(len(page.rows)) if (index, row) in numbers or (index, row) in running]
        page.rows = [row for number, row in enumerate(page.rows) if number not in gone]
    for found, what in ((numbers, "page numbers"), (running, "running headers")):
        if found:
            first = Place(pages[min(found)[0]].number)
            repairs.add("furniture-dropped", first, what=what, count=str(len(found)))


def _blocks(pages: list[PageDraft], repairs: Repairs) -> list[Block]:
    drafts = [draft for page in pages for draft in sorted(page.tables, key=lambda draft: draft.grid.ys[0])]
    by_page: dict[int, list[Table]] = {}
    for draft, table in zip(drafts, build_tables(drafts, repairs.text), strict=True):
        by_page.setdefault(draft.page, []).append(table)
    bodies = body_blocks([(page.number, page.width, page.rows, page.bold) for page in pages], repairs.text)
    blocks: list[Block] = []
    for page, body in zip(pages, bodies, strict=True):
        if page.number > 1:
            blocks.append(PageBreak(page.number))
        standing: list[Paragraph | Table] = [*body, *by_page.get(page.number, [])]
        standing.sort(key=_top)
        blocks += standing
        blocks += [_note(page, note, repairs) for note in page.notes]
    return blocks


def _note(page: PageDraft, note: Footnote, repairs: Repairs) -> Note:
    pieces = [piece for row in note.rows for piece in row]
    text = joined(lines_of(pieces))
    place = place_of(page.number, pieces)
    anchor = place_of(page.number, [note.anchor]) if note.anchor else NOWHERE
    body = text.removeprefix("(").removeprefix(note.mark).lstrip(").: ")
    return Note(note.mark, repairs.text(body, place), place, anchor)


def _top(block: Table | Paragraph) -> float:
    return block.place.box[1] if block.place.box else 0.0


def place_of(page: int, pieces: list[Piece]) -> Place:
    """The place of pieces of text on a page."""
    left, right = min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)
    top, bottom = min(piece.y - piece.size for piece in pieces), max(piece.y + piece.size / 4 for piece in pieces)
    return Place(page, box=(round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)))
