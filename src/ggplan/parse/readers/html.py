"""HTML: web copies and saved pages. The text of the page in order, its tables with their spans; nothing is ever fetched or run.

Navigation, scripts, forms, boxes of related documents and hidden text are dropped and counted in a repair. No sentence
of a page is an instruction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree

from ggplan.document import Block, Cell, Document, Note, Paragraph, Row, Table
from ggplan.errors import InputError
from ggplan.location import Place, span
from ggplan.parse.readers.html_lists import list_marker
from ggplan.parse.readers.html_page import decode, drop_boilerplate, main_part, without_preamble
from ggplan.parse.readers.html_text import Inline, Look, is_block, note_target
from ggplan.parse.readers.repairs import Repairs
from ggplan.text import is_upper

__all__ = ["MEDIA_TYPE", "read", "read_html"]

MEDIA_TYPE = "text/html"
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LONGEST_HEADING = 200
_MOST_SPANNED = 1000


def read(path: Path, *, password: str | None = None) -> Document:
    """The document in an HTML file, or in the first HTML part of an MHTML one. `password` is not used."""
    del password
    return read_html(path.read_bytes(), str(path))


def read_html(data: bytes, name: str) -> Document:
    """The document in HTML bytes. Raises `InputError` for bytes that hold no page."""
    repairs = Repairs()
    text = decode(data, name, repairs)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{name} is no readable HTML page ({error}); ask for another copy") from error
    if root is None:
        raise InputError(f"{name} is an empty HTML page; ask for another copy")
    _check_depth(root, name)
    body = root.find("body")
    body = root if body is None else body
    drop_boilerplate(body, repairs)
    reader = _Reader(repairs, text)
    blocks = list(reader.blocks(main_part(body), Look()))
    blocks = without_preamble(blocks, repairs)
    return Document(tuple(blocks), MEDIA_TYPE, repairs.entries())


_DEEPEST = 200


def _check_depth(root: Any, name: str) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise InputError(f"{name} was not read: its elements are nested more than {_DEEPEST} deep, as in no document")


class _Reader:
    def __init__(self, repairs: Repairs, text: str) -> None:
        self._repairs = repairs
        self._inline = Inline.for_page(text, repairs)
        self._paragraphs = 0
        self._tables = 0
        self._marker = ""
        self._notes: dict[str, str] = {}

    def blocks(self, node: Any, look: Look, cell: str | None = None) -> Iterator[Block]:
        """The blocks of an element, its text and its children in order."""
        look = look.inside(node)
        level = _HEADINGS.get(node.tag)
        self._inline.add(node.text, look)
        for child in node:
            yield from self._child(child, look, level, cell)
            self._inline.add(child.tail, look)
        if is_block(node):
            yield from self._flush(look, level, cell)

    def _child(self, child: Any, look: Look, level: int | None, cell: str | None) -> Iterator[Block]:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == "br":
            self._inline.line_break()
        elif tag == "table":
            yield from self._flush(look, level, cell)
            yield from self._table_blocks(child, look, cell)
        elif target := note_target(child):
            yield from self._noted(child, target, look, level, cell)
        elif tag == "li":
            yield from self._flush(look, level, cell)
            self._marker = list_marker(child)
            yield from self.blocks(child, look, cell)
        elif is_block(child):
            yield from self._flush(look, level, cell)
            yield from self.blocks(child, look, cell)
        else:
            yield from self.blocks(child, look, cell)

    def _noted(self, child: Any, target: tuple[str, str], look: Look, level: int | None, cell: str | None) -> Iterator[Block]:
        """The mark of a footnote in the text is dropped; the footnote itself becomes a `Note`."""
        kind, key = target
        if kind == "mark":
            place = self._place(cell, following=True)
            self._notes.setdefault(key, str(place.lines[0] if place.lines else 0))
            return
        yield from self._flush(look, level, cell)
        texts = [block.text for block in self.blocks(child, look, cell) if isinstance(block, Paragraph)]
        text = " ".join(texts).lstrip("[]0123456789.* ")
        anchor = Place(lines=(int(self._notes[key]), int(self._notes[key]))) if key in self._notes else Place()
        yield Note(key, text, self._place(cell), anchor)

    def _place(self, cell: str | None, *, following: bool = False) -> Place:
        number = max(1, self._paragraphs + following)
        return Place(lines=(number, number), cell=cell)

    def _flush(self, look: Look, level: int | None, cell: str | None) -> Iterator[Paragraph]:
        """The paragraphs gathered so far: one, or more where line breaks part sentences."""
        lines, bold, centred = self._inline.take()
        if not lines:
            return
        self._paragraphs += 1
        place = self._place(cell)
        marker, self._marker = self._marker, ""
        if level is None and cell is None and bold and sum(map(len, lines)) <= _LONGEST_HEADING:
            level = 1 if centred or look.centred or is_upper(" ".join(lines)) else None
        for index, line in enumerate(lines):
            yield Paragraph(self._repairs.text(line, place), place, level, marker if index == 0 else "", bold)

    # tables

    def _table_blocks(self, table: Any, look: Look, cell: str | None) -> Iterator[Block]:
        if cell is not None or _is_frame(table):
            for row in _rows(table):
                for element in _cells(row):
                    yield from self.blocks(element, look, cell)
                    yield from self._flush(look, None, cell)
        else:
            for caption in table.iterchildren("caption"):
                yield from self.blocks(caption, look)
            yield self._table(table, look)

    def _table(self, table: Any, look: Look) -> Table:
        self._tables += 1
        name = f"table {self._tables}"
        rows: list[Row] = []
        taken: set[tuple[int, int]] = set()
        sources = list(_rows(table))
        for number, source in enumerate(sources):
            left = len(sources) - number
            rows.append(self._row(source, f"{name}, row {number + 1}", look, taken=taken, number=number, left=left))
        columns = max((cell.column + cell.colspan for row in rows for cell in row.cells), default=0)
        return Table(tuple(rows), columns, span(row.place for row in rows), _header_rows(sources) or None)

    def _row(self, source: Any, name: str, look: Look, *, taken: set[tuple[int, int]], number: int, left: int) -> Row:
        """The row; `taken` are the fields that cells above cover, `left` is how many rows the table has from here on."""
        first = self._paragraphs + 1
        cells: list[Cell] = []
        column = 0
        for element in _cells(source):
            while (number, column) in taken:
                column += 1
            width, height = max(1, _span(element, "colspan")), max(1, min(_span(element, "rowspan") or left, left))
            for below in range(1, height):
                taken.update((number + below, column + across) for across in range(width))
            cell = self._cell(element, f"{name}, column {column + 1}", look)
            cells.append(replace(cell, column=column, colspan=width, rowspan=height))
            column += width
        return Row(tuple(cells), Place(lines=(first, max(first, self._paragraphs))))

    def _cell(self, element: Any, name: str, look: Look) -> Cell:
        first = self._paragraphs + 1
        blocks = [*self.blocks(element, look, name), *self._flush(look, None, name)]
        place = Place(lines=(first, max(first, self._paragraphs)), cell=name)
        return Cell(tuple(block for block in blocks if isinstance(block, Paragraph)), place=place)


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from child.iterchildren("tr")


def _cells(row: Any) -> Iterator[Any]:
    yield from row.iterchildren("td", "th")


def _span(element: Any, name: str) -> int:
    """A span as a number; nonsense is 1, and `rowspan="0"` (to the end of the table) is 0."""
    text = (element.get(name) or "1").strip()
    return min(int(text), _MOST_SPANNED) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _header_rows(rows: list[Any]) -> int:
    """How many rows at the top are marked as header: in `thead`, or all of `th`."""
    count = 0
    for row in rows:
        cells = list(_cells(row))
        if row.getparent().tag != "thead" and not (cells and all(cell.tag == "th" for cell in cells)):
            break
        count += 1
    return count if count < len(rows) else 0


def _is_frame(table: Any) -> bool:
    """A table that only places other tables or the whole page: one cell, or most of its text in tables inside it."""
    cells = [cell for row in _rows(table) for cell in _cells(row)]
    if len(cells) < 2:
        return True
    inside = sum(len("".join(inner.itertext())) for cell in cells for inner in cell.iterfind(".//table"))
    return inside * 2 > len("".join(table.itertext()))
