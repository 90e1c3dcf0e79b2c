"""DOCX: the body in order, as it is printed after accepting all changes.

Automatic numbers become `marker`s, merged cells spans, notes `Note`s behind the block that they belong to, text boxes
paragraphs behind their anchor. Headers, footers, comments, macros and linked content are not read, run or fetched.
Places count paragraphs from 1 in the order of the file; pages are known only where Word left its marks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from ggplan.document import Block, Cell, Document, Note, Paragraph, Row, Table
from ggplan.errors import InputError
from ggplan.location import Place, span
from ggplan.parse.readers.archive import Archive
from ggplan.parse.readers.docx_numbering import Numbering
from ggplan.parse.readers.docx_styles import Styles, on
from ggplan.parse.readers.docx_text import LegacyFonts, ParagraphText, TextReader
from ggplan.parse.readers.legacy import detect, encoding_of_font
from ggplan.parse.readers.repairs import Repairs
from ggplan.text import is_upper

__all__ = ["MEDIA_TYPE", "read"]

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_THROUGH = {W + tag for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")}
_LONGEST_HEADING = 200
_MOST_DIGITS = 3


def read(path: Path, *, password: str | None = None) -> Document:
    """The document in a DOCX file. Raises `InputError` for a damaged or hostile one. `password` is not used."""
    del password
    with Archive(path) as archive:
        document = archive.xml("word/document.xml")
        reader = _Reader(archive, document)
        body = document.find(W + "body")
        if body is None:
            raise InputError(f"{path} is damaged (it has no body); ask for another copy")
        blocks = tuple(reader.blocks(body))
        return Document(blocks, MEDIA_TYPE, reader.entries())


class _Reader:
    def __init__(self, archive: Archive, document: Any) -> None:
        self._styles = Styles(archive.xml_if_there("word/styles.xml"))
        self._numbering = Numbering(archive.xml_if_there("word/numbering.xml"), self._styles.lists())
        self._legacy = _legacy_fonts(document, self._styles)
        self._text = TextReader(self._styles, self._legacy)
        self._notes = {
            kind: {
                note.get(W + "id"): note
                for note in _children(archive.xml_if_there(f"word/{kind}s.xml"), kind)
                if note.get(W + "type") in (None, "normal")
            }
            for kind in ("footnote", "endnote")
        }
        self._note_marks: dict[tuple[str, str], str] = {}
        self._repairs = Repairs()
        self._paragraphs = 0
        self._tables = 0
        self._pages = 1 if document.find(f".//{W}lastRenderedPageBreak") is not None else None
        self._pending: list[Block] = []
        self._carried: list[str] = []

    def entries(self) -> tuple[tuple[str, Place, dict[str, str]], ...]:
        for encoding in sorted(self._legacy.converted):
            self._repairs.add("encoding-repaired", encoding=f"{encoding.upper()} by the fonts' names")
        return self._repairs.entries()

    # blocks

    def blocks(self, parent: Any) -> Iterator[Block]:
        """The blocks of a body, a text box or a framing cell, in order."""
        for child in parent:
            tag = child.tag
            if tag != W + "p":
                yield from self._uncarried()
            if tag == W + "p":
                yield from self.paragraphs(child)
            elif tag == W + "tbl":
                yield from self._table_blocks(child)
            elif tag in _THROUGH:
                yield from self.blocks(child)
            elif tag == W + "altChunk":
                self._repairs.add("part-not-read", part="an embedded document (altChunk)")
            yield from self._take_pending()
        yield from self._uncarried()

    def _uncarried(self) -> list[Paragraph]:
        """The text of a paragraph whose end was deleted and that no paragraph follows."""
        lines, self._carried = self._carried, []
        place = Place(self._pages, (self._paragraphs, self._paragraphs))
        return [Paragraph(self._repairs.text(line, place), place) for line in lines]

    def _take_pending(self) -> list[Block]:
        taken, self._pending = self._pending, []
        return taken

    def paragraphs(self, element: Any, cell: str | None = None) -> Iterator[Paragraph]:
        """The paragraphs of a `w:p`: one, or more where manual line breaks part sentences; none for an empty one."""
        self._paragraphs += 1
        properties = element.find(W + "pPr")
        style = _attribute(properties, "pStyle")
        text = self._text.read(element, style)
        place = self._place(text, cell)
        lines = text.lines
        if self._carried:
            lines = [" ".join([*self._carried, *lines[:1]]), *lines[1:]]
            self._carried = []
        if _mark_deleted(properties):
            self._carried = [" ".join(lines)] if lines else []
            return
        marker = self._marker(properties, style)
        self._hang(text, place)
        if self._styles.is_contents(style) and cell is None:
            return
        yield from self._printed(lines, marker, place, self._level(lines, text.bold, properties, style, cell), text.bold)

    def _printed(self, lines: list[str], marker: str, place: Place, level: int | None, bold: bool) -> Iterator[Paragraph]:
        if not lines and marker:
            yield Paragraph("", place, level, marker, bold)
        for index, line in enumerate(lines):
            text = self._repairs.text(line, place)
            yield Paragraph(text, place, level, marker if index == 0 else "", bold)

    def _place(self, text: ParagraphText, cell: str | None) -> Place:
        """The place of the paragraph just read: the page is the one its first letter stands on."""
        number = self._paragraphs
        page = None if self._pages is None else self._pages + text.leading_starts
        place = Place(page, (number, number), cell=cell)
        if self._pages is not None:
            self._pages += text.page_starts
        if text.tracked:
            self._repairs.add("changes-accepted")
        if text.hidden:
            self._repairs.add("hidden-text", place)
        return place

    def _marker(self, properties: Any | None, style: str) -> str:
        own = None if properties is None else properties.find(W + "numPr")
        number, level = _attribute(own, "numId"), _attribute(own, "ilvl")
        inherited = self._styles.list_of_style(style)
        if not number and inherited:
            number = inherited[0]
        if not number or number == "0":
            return ""
        if level.isascii() and level.isdigit():
            index = int(level[:2])
        else:
            linked = self._numbering.level_of_style(number, inherited[2] if inherited else style)
            index = linked if linked is not None else (inherited[1] or 0 if inherited else 0)
        return self._numbering.next_marker(number, index)

    def _level(self, lines: list[str], bold: bool, properties: Any | None, style: str, cell: str | None) -> int | None:
        level = self._styles.heading_level(style, properties)
        if level is not None or cell is not None or not bold or not lines:
            return level
        text = " ".join(lines)
        if len(text) > _LONGEST_HEADING:
            return None
        centred = self._styles.alignment(style, properties) == "center"
        return 1 if centred or is_upper(text) else None

    # what hangs on a paragraph

    def _hang(self, text: ParagraphText, place: Place) -> None:
        for kind, key in text.notes:
            note = self._notes.get(kind, {}).get(key)
            if note is not None and (kind, key) not in self._note_marks:
                self._pending.append(self._note(note, kind, key, place))
        for box in text.boxes:
            kept, self._pending = self._pending, []
            kept += list(self.blocks(box))
            self._pending = kept

    def _note(self, note: Any, kind: str, key: str, anchor: Place) -> Note:
        marks = [mark for known, mark in self._note_marks.items() if known[0] == kind]
        mark = str(len(marks) + 1)
        self._note_marks[kind, key] = mark
        texts = [paragraph.full_text for element in note.iter(W + "p") for paragraph in self.paragraphs(element)]
        return Note(mark, " ".join(texts), Place(lines=(self._paragraphs, self._paragraphs)), anchor)

    # tables

    def _table_blocks(self, element: Any) -> Iterator[Block]:
        inner = _only_frames(element)
        if inner is not None:
            yield from self.blocks(inner)
        else:
            yield self._table(element)

    def _table(self, element: Any) -> Table:
        self._tables += 1
        number = self._tables
        rows: list[Row] = []
        open_cells: dict[int, tuple[int, int]] = {}
        header_rows = 0
        for source in _rows(element):
            if on(source.find(W + "trPr"), "tblHeader") and header_rows == len(rows):
                header_rows += 1
            rows.append(self._row(source, f"table {number}, row {len(rows) + 1}", rows, open_cells))
        columns = max((cell.column + cell.colspan for row in rows for cell in row.cells), default=0)
        return Table(tuple(rows), columns, span(row.place for row in rows), header_rows or None)

    def _row(self, source: Any, name: str, above: list[Row], open_cells: dict[int, tuple[int, int]]) -> Row:
        first = self._paragraphs + 1
        column = _count(source.find(W + "trPr"), "gridBefore", 0)
        cells: list[Cell] = []
        for element in _cells(source):
            properties = element.find(W + "tcPr")
            width = max(1, _count(properties, "gridSpan", 1))
            if _continues(properties, "vMerge") and column in open_cells:
                self._grow(above, open_cells[column])
            elif _continues(properties, "hMerge") and cells:
                cells[-1] = replace(cells[-1], colspan=cells[-1].colspan + width)
            else:
                open_cells.pop(column, None)
                if properties is not None and properties.find(W + "vMerge") is not None:
                    open_cells[column] = (len(above), column)
                cells.append(self._cell(element, f"{name}, column {column + 1}", column, width))
            column += width
        return Row(tuple(cells), Place(self._pages, (first, max(first, self._paragraphs))))

    def _grow(self, rows: list[Row], position: tuple[int, int]) -> None:
        index, column = position
        cells = tuple(
            replace(cell, rowspan=len(rows) - index + 1) if cell.column == column else cell for cell in rows[index].cells
        )
        rows[index] = replace(rows[index], cells=cells)

    def _cell(self, element: Any, name: str, column: int, width: int) -> Cell:
        first = self._paragraphs + 1
        page = self._pages
        paragraphs = tuple(self._cell_paragraphs(element, name))
        place = Place(page, (first, max(first, self._paragraphs)), cell=name)
        return Cell(paragraphs, column, width, 1, place)

    def _cell_paragraphs(self, parent: Any, name: str) -> Iterator[Paragraph]:
        """The paragraphs of a cell; those of a table inside it cell after cell."""
        for child in parent:
            if child.tag == W + "p":
                yield from self.paragraphs(child, name)
            elif child.tag == W + "tbl":
                for row in _rows(child):
                    for cell in _cells(row):
                        yield from self._cell_paragraphs(cell, name)
            elif child.tag in _THROUGH:
                yield from self._cell_paragraphs(child, name)


def _children(root: Any | None, tag: str) -> list[Any]:
    return [] if root is None else root.findall(W + tag)


def _attribute(parent: Any | None, tag: str) -> str:
    child = None if parent is None else parent.find(W + tag)
    return "" if child is None else child.get(W + "val", "")


def _count(parent: Any | None, tag: str, otherwise: int) -> int:
    """A number of grid columns; nonsense, and more than a page could hold, counts as `otherwise`."""
    text = _attribute(parent, tag)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else otherwise


def _mark_deleted(properties: Any | None) -> bool:
    """True where a tracked change deletes the end of the paragraph, so that it runs on into the next one."""
    return properties is not None and properties.find(f"{W}rPr/{W}del") is not None


def _continues(properties: Any | None, tag: str) -> bool:
    merge = None if properties is None else properties.find(W + tag)
    return merge is not None and merge.get(W + "val", "continue") == "continue"


def _rows(table: Any) -> Iterator[Any]:
    """The rows of a table, those in content controls and accepted insertions too, deleted ones not."""
    for child in table:
        if child.tag == W + "tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in _THROUGH:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == W + "tc":
            if child.find(f"{W}tcPr/{W}cellDel") is None:
                yield child
        elif child.tag in _THROUGH:
            yield from _cells(child)


def _only_frames(table: Any) -> Any | None:
    """The one cell of a table that only frames another table; None for a real table."""
    cells = [cell for row in _rows(table) for cell in _cells(row)]
    if len(cells) == 1 and any(len(list(_rows(inner))) > 1 for inner in cells[0].iterchildren(W + "tbl")):
        return cells[0]
    return None


def _legacy_fonts(document: Any, styles: Styles) -> LegacyFonts:
    """Which legacy encodings the text holds: those of font names where the letters agree, and that of all other text."""
    texts: dict[str, list[str]] = {}
    for run in document.iter(W + "r"):
        words = "".join(text.text or "" for text in run.iterchildren(W + "t"))
        if words.isascii():
            continue
        parent = run.getparent()
        style = _attribute(parent.find(W + "pPr"), "pStyle")
        font = styles.run_look(style, run.find(W + "rPr")).font
        named = encoding_of_font(font) if font else None
        texts.setdefault(named.encoding if named else "", []).append(words)
    believed = {name for name, words in texts.items() if name and _agrees(name, " ".join(words))}
    rest = detect(" ".join(texts.get("", [])))
    return LegacyFonts(frozenset(believed), rest)


def _agrees(encoding: str, text: str) -> bool:
    """False where the letters say that the text is Unicode already although its font is a legacy one."""
    found = detect(text)
    return found == encoding or (found is None and not any("\u1ea0" <= char <= "\u1ef9" for char in text))
