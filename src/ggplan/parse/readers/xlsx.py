"""XLSX and CSV: the tables of every visible sheet, with the rows above and below them as paragraphs.

Read straight from the file's XML (no macro, link or formula is evaluated: a formula has the value that was saved with it).
Places are as a spreadsheet names them: `Phụ lục!B7`.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ggplan.document import Block, Cell, Document, Paragraph, Row, Table
from ggplan.errors import InputError
from ggplan.location import Place
from ggplan.parse.readers.archive import Archive
from ggplan.parse.readers.legacy import convert, encoding_of_font
from ggplan.parse.readers.repairs import Repairs
from ggplan.parse.readers.xlsx_values import Styles, shown

__all__ = ["MEDIA_TYPE", "read"]

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_MOST_CELLS = 2_000_000
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def read(path: Path, *, password: str | None = None) -> Document:
    """The document in a workbook or a CSV file. Raises `InputError` for a damaged or hostile one. `password` is not used."""
    del password
    with path.open("rb") as stream:
        zipped = stream.read(4) == b"PK\x03\x04"
    return _read_workbook(path) if zipped else _read_csv(path)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet's texts by (row, column) from 1, and its merged areas as (first row, first column, last row, last column)."""

    name: str
    texts: dict[tuple[int, int], str]
    merged: tuple[tuple[int, int, int, int], ...] = ()


# Workbooks ----------------------------------------------------------------------------------------------------------


def _read_workbook(path: Path) -> Document:
    repairs = Repairs()
    with Archive(path) as archive:
        book = _Book(archive, repairs)
        blocks = [block for sheet in book.sheets() for block in _blocks(sheet, repairs)]
    return Document(tuple(blocks), MEDIA_TYPE, repairs.entries())


class _Book:
    def __init__(self, archive: Archive, repairs: Repairs) -> None:
        self._archive = archive
        self._repairs = repairs
        self._styles = Styles(archive.xml_if_there("xl/styles.xml"))
        shared = archive.xml_if_there("xl/sharedStrings.xml")
        items = [] if shared is None else shared.findall(M + "si")
        self._shared = [self._rich(item) for item in items]

    def _rich(self, item: Any) -> tuple[str, bool]:
        """A string of runs; the flag says that its runs name their fonts and were converted by them."""
        runs = item.findall(M + "r")
        if not runs:
            return item.findtext(M + "t") or "", False
        texts, named = [], False
        for run in runs:
            font = run.find(f"{M}rPr/{M}rFont")
            named |= font is not None
            texts.append(self._unicode(run.findtext(M + "t") or "", "" if font is None else font.get("val", "")))
        return "".join(texts), named

    def _unicode(self, text: str, font: str) -> str:
        encoding = encoding_of_font(font) if font else None
        if encoding is None or any("\u0100" <= char < "\uf000" and char.isalpha() for char in text):
            return text
        result = convert(text, encoding.encoding)
        if result != text:
            self._repairs.add("encoding-repaired", encoding=f"{encoding.encoding.upper()} by the fonts' names")
        return result.upper() if encoding.capitals else result

    def sheets(self) -> Iterator[_Sheet]:
        """The visible sheets in the order of their tabs."""
        targets = {}
        relations = self._archive.xml("xl/_rels/workbook.xml.rels")
        for relation in relations:
            targets[relation.get("Id")] = relation.get("Target", "").removeprefix("/xl/").removeprefix("/")
        for sheet in self._archive.xml("xl/workbook.xml").iterfind(f"{M}sheets/{M}sheet"):
            target = targets.get(sheet.get(R + "id"), "")
            if sheet.get("state", "visible") != "visible":
                self._repairs.add("hidden-text", Place(cell=sheet.get("name", "")))
            elif "worksheets/" in target:
                yield self._sheet(sheet.get("name", ""), self._archive.xml(f"xl/{target}"))

    def _sheet(self, name: str, root: Any) -> _Sheet:
        texts: dict[tuple[int, int], str] = {}
        hidden = _hidden_columns(root)
        for number, row in enumerate(root.iterfind(f"{M}sheetData/{M}row"), 1):
            row_number = _integer(row.get("r")) or number
            if row.get("hidden") in ("1", "true"):
                self._repairs.add("hidden-text", Place(cell=f"{name}!{row_number}:{row_number}"))
                continue
            for column, cell in _row_cells(row):
                text = self._text(cell)
                if text and column not in hidden:
                    texts[row_number, column] = text
            if len(texts) > _MOST_CELLS:
                raise InputError(f"sheet {name} has more than {_MOST_CELLS} cells; give the sheet with the plan alone")
        merged = tuple(_areas(root))
        return _Sheet(name, texts, merged)

    def _text(self, cell: Any) -> str:
        kind, style = cell.get("t", "n"), _integer(cell.get("s")) or 0
        if kind == "inlineStr":
            inline = cell.find(M + "is")
            text, named = self._rich(inline) if inline is not None else ("", False)
        else:
            value = cell.findtext(M + "v")
            if value is None:
                return ""
            if kind == "s":
                index = _integer(value)
                text, named = self._shared[index] if index is not None and index < len(self._shared) else ("", False)
            else:
                return shown(value, kind, self._styles.number_format(style))
        return text if named else self._unicode(text, self._styles.font(style))


def _integer(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 9 else None


def _row_cells(row: Any) -> Iterator[tuple[int, Any]]:
    column = 0
    for cell in row.iterfind(M + "c"):
        match = _REFERENCE.fullmatch(cell.get("r") or "")
        column = _column_number(match[1]) if match else column + 1
        yield column, cell


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _column_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _hidden_columns(root: Any) -> set[int]:
    hidden: set[int] = set()
    for column in root.iterfind(f"{M}cols/{M}col"):
        first, last = _integer(column.get("min")), _integer(column.get("max"))
        if column.get("hidden") in ("1", "true") and first is not None and last is not None:
            hidden.update(range(first, min(last, first + 16384) + 1))
    return hidden


def _areas(root: Any) -> Iterator[tuple[int, int, int, int]]:
    for area in root.iterfind(f"{M}mergeCells/{M}mergeCell"):
        corners = [_REFERENCE.fullmatch(part) for part in (area.get("ref") or "").split(":")]
        if len(corners) == 2 and corners[0] and corners[1]:
            (a, b), (c, d) = ((int(corner[2]), _column_number(corner[1])) for corner in corners if corner)
            yield min(a, c), min(b, d), max(a, c), max(b, d)


# CSV ----------------------------------------------------------------------------------------------------------------


def _read_csv(path: Path) -> Document:
    from ggplan.parse.readers.text import decode

    text, repairs = decode(path.read_bytes(), str(path))
    gathered = Repairs()
    texts = {}
    csv.field_size_limit(10_000_000)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), _dialect(text)), 1):
            texts.update({(number, column): value for column, value in enumerate(row, 1) if value.strip()})
    except csv.Error as error:
        raise InputError(f"{path} is no readable CSV ({error}); save it again as CSV UTF-8") from error
    blocks = tuple(_blocks(_Sheet("", texts), gathered))
    return Document(blocks, "text/csv", (*repairs, *gathered.entries()))


def _dialect(text: str) -> type[csv.Dialect]:
    """The separator that gives most of the first records the same number of fields."""

    def score(sign: str) -> tuple[float, int]:
        lengths = Counter(len(row) for row in csv.reader(io.StringIO(text[:50_000], newline=""), delimiter=sign))
        length, count = max(lengths.items(), key=lambda entry: (entry[1], entry[0]), default=(1, 0))
        return (count / lengths.total(), length) if length > 1 else (0.0, 0)

    class Found(csv.excel):
        delimiter = max(",;\t|", key=score)

    return Found


# From cells to blocks -----------------------------------------------------------------------------------------------

_TABLE_CELLS = 3
_BLANK_ROWS = 3


def _blocks(sheet: _Sheet, repairs: Repairs) -> Iterator[Block]:
    """The paragraphs and tables of a sheet. A row with three cells or more belongs to a table, and so do rows between such."""
    rows: dict[int, list[int]] = {}
    for row, column in sheet.texts:
        rows.setdefault(row, []).append(column)
    width = max((len(columns) for columns in rows.values()), default=0)
    wide = sorted(row for row, columns in rows.items() if len(columns) >= max(2, min(_TABLE_CELLS, width)))
    runs: list[tuple[int, int]] = []
    for row in wide:
        if runs and not _blank_between(rows, runs[-1][1], row):
            runs[-1] = runs[-1][0], row
        else:
            runs.append((row, row))
    done = 0
    for first, last in [*runs, (10**9, 10**9)]:
        for row in sorted(row for row in rows if done < row < first):
            yield from _paragraphs(sheet, row, sorted(rows[row]), repairs)
        if first < 10**9:
            yield _table(sheet, first, last, rows, repairs)
        done = last


def _blank_between(rows: dict[int, list[int]], above: int, below: int) -> bool:
    """Whether so many rows between two are blank that another table begins."""
    blank = 0
    for row in range(above + 1, below):
        blank = 0 if row in rows else blank + 1
        if blank >= _BLANK_ROWS:
            return True
    return False


def _place(sheet: _Sheet, row: int, column: int) -> Place:
    reference = f"{_column_letters(column)}{row}"
    return Place(lines=(row, row), cell=f"{sheet.name}!{reference}" if sheet.name else reference)


def _paragraphs(sheet: _Sheet, row: int, columns: list[int], repairs: Repairs) -> Iterator[Paragraph]:
    for column in columns:
        yield from _lines(sheet, row, column, repairs)


def _lines(sheet: _Sheet, row: int, column: int, repairs: Repairs) -> Iterator[Paragraph]:
    """The lines of a cell, one a paragraph: a spreadsheet wraps by itself, so whoever breaks a line means it."""
    place = _place(sheet, row, column)
    for line in sheet.texts.get((row, column), "").splitlines():
        text = " ".join(line.split())
        if text:
            yield Paragraph(repairs.text(text, place), place)


def _table(sheet: _Sheet, first: int, last: int, rows: dict[int, list[int]], repairs: Repairs) -> Table:
    used = [column for row in range(first, last + 1) for column in rows.get(row, [])]
    left, right = min(used), max(used)
    spans = {(top, begin): (bottom, end) for top, begin, bottom, end in sheet.merged}
    covered = {
        (row, column)
        for top, begin, bottom, end in sheet.merged
        if top <= last and bottom >= first
        for row in range(max(top, first), min(bottom, last) + 1)
        for column in range(max(begin, left), min(end, right) + 1)
        if (row, column) != (top, begin)
    }
    result = []
    for row in range(first, last + 1):
        if row not in rows:
            continue
        cells = []
        for column in range(left, right + 1):
            if (row, column) in covered:
                continue
            bottom, end = spans.get((row, column), (row, column))
            height = sum(below in rows for below in range(row, min(bottom, last) + 1))
            texts = tuple(_lines(sheet, row, column, repairs))
            cells.append(Cell(texts, column - left, min(end, right) - column + 1, height, _place(sheet, row, column)))
        result.append(Row(tuple(cells), Place(lines=(row, row))))
    return Table(tuple(result), right - left + 1, Place(lines=(first, last)))
