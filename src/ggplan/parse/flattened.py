"""Tables that a text layer has flattened: lines, cell after cell, with the ruling lost. Lines in, rows out.

Steps, each a function whose answer can be looked at: headers and repeats (`header`), codes that open rows (`codes`), the
lines of each row
by page (`bands`), cells (`segment`), paragraphs of cells. What tells the columns apart is in the document itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ggplan.document import Line
from ggplan.location import span
from ggplan.parse.cellscore import BodyModel, CellScores
from ggplan.parse.codes import Code, best_run, is_child, read_code
from ggplan.parse.columns import Kind
from ggplan.parse.flow import Layer, paragraphs_of_lines
from ggplan.parse.header import Header, find_headers, is_number_row
from ggplan.parse.rows import Doubt, RawRow
from ggplan.parse.segment import Atom, Reading, Segmenter, cell_lines
from ggplan.text import join_lines

__all__ = ["FlatTable", "find_tables", "read_table"]

_SURE = 1.2
"""A margin (in words) at which a reading counts as sure."""


@dataclass(frozen=True, slots=True)
class FlatTable:
    """A flattened table: its header, and the lines after it with the places where pages or headers cut them."""

    header: Header
    lines: tuple[Line, ...]
    cuts: frozenset[int]
    """Indexes into `lines` where a new band begins."""
    first: int
    """Index of the header's first line in the layer."""
    last: int
    """Index after the table's last line in the layer."""


_AFTER_TABLE = re.compile(r"^(?:Nơi nhận|TM\. |KT\. |Ghi chú\s*:|\(\*\)|Tổng cộng)")


def find_tables(layer: Layer) -> list[FlatTable]:
    """The flattened tables of a layer. Headers with the same columns belong to one table, others begin a new one."""
    headers = find_headers(layer.lines)
    tables: list[FlatTable] = []
    start = 0
    while start < len(headers):
        stop = start + 1
        while stop < len(headers) and set(headers[stop].columns) == set(headers[start].columns):
            stop += 1
        end = headers[stop].start if stop < len(headers) else len(layer.lines)
        tables.append(_table(layer, headers[start:stop], end))
        start = stop
    return tables


def _table(layer: Layer, headers: Sequence[Header], end: int) -> FlatTable:
    lines: list[Line] = []
    cuts: set[int] = set()
    index = headers[0].end
    repeats = {header.start: header for header in headers[1:]}
    while index < end:
        if index in repeats:
            cuts.add(len(lines))
            index = repeats[index].end
            continue
        line = layer.lines[index]
        if _AFTER_TABLE.match(line.text) and len(lines) > 3:
            break
        if is_number_row(line.text):
            cuts.add(len(lines))
        else:
            if index in layer.starts_page:
                cuts.add(len(lines))
            lines.append(line)
        index += 1
    return FlatTable(headers[0], tuple(lines), frozenset(cuts), headers[0].start, index)


def read_table(table: FlatTable, bodies: BodyModel) -> list[RawRow]:
    """The rows of a flattened table, groups and tasks, in order."""
    opened = _row_starts(table)
    scores = CellScores(bodies)
    columns: tuple[Kind, ...] = tuple(kind for kind in table.header.columns if kind != "code")
    if "note" not in columns:
        columns = (*columns, "note")
    segmenter = Segmenter(columns, scores)
    bands = [_bands(table, start, stop, rest) for start, stop, _, rest, _ in opened]
    tasks = [lines for (*_, group), lines in zip(opened, bands, strict=True) if not group]
    segmenter.widths = _widths([segmenter.read(lines) for lines in _sample(tasks)])
    rows = []
    for (_, _, code, _, group), lines in zip(opened, bands, strict=True):
        if group:
            rows.append(_group_row(code, lines))
        else:
            rows.append(_task_row(code, lines, segmenter.read(lines), segmenter))
    return rows


_SAMPLE = 24


def _sample(rows: Sequence[list[list[Line]]]) -> Sequence[list[list[Line]]]:
    """Rows from the whole table, enough to learn the widths of its columns from."""
    step = max(1, len(rows) // _SAMPLE)
    return rows[::step]


def _row_starts(table: FlatTable) -> list[tuple[int, int, Code, str, bool]]:
    """(first line, line after the last, code, rest of the code's line, is a group) for each row."""
    candidates = []
    rests = []
    for index, line in enumerate(table.lines):
        read = read_code(line.text)
        if read and not _is_page_number(table, index, read[0], read[1]):
            candidates.append((index, read[0], 1.0 if read[1] else 0.9))
            rests.append(read[1])
    run = best_run(candidates)
    rows = []
    for position, at in enumerate(run):
        start, code, _ = candidates[at]
        after = run[position + 1] if position + 1 < len(run) else None
        stop = candidates[after][0] if after is not None else len(table.lines)
        group = after is not None and is_child(candidates[after][1], code)
        rows.append((start, stop, code, rests[at], group))
    return rows


def _is_page_number(table: FlatTable, index: int, code: Code, rest: str) -> bool:
    return not rest and code.kind == "decimal" and len(code.parts) == 1 and (index + 1) in table.cuts


def _bands(table: FlatTable, start: int, stop: int, rest: str) -> list[list[Line]]:
    first = table.lines[start]
    bands: list[list[Line]] = [[]]
    if rest:
        bands[0].append(Line(rest, first.place, first.blank_before, first.indent))
    for index in range(start + 1, stop):
        if index in table.cuts:
            bands.append([])
        bands[-1].append(table.lines[index])
    return [band for band in bands if band]


def _widths(readings: Sequence[Reading]) -> dict[Kind, int]:
    """The width of each column in characters: what all but the longest few of its lines fit in."""
    lengths: dict[Kind, list[int]] = defaultdict(list)
    for reading in readings:
        if reading.margin < _SURE / 2:
            continue
        for kind, pieces in reading.cells.items():
            lengths[kind].extend(len(text) for text in cell_lines(pieces))
    widths: dict[Kind, int] = {}
    for kind, found in lengths.items():
        found.sort()
        if len(found) >= 8:
            widths[kind] = found[min(len(found) - 1, int(len(found) * 0.96))]
    return widths


def _group_row(code: Code, bands: Sequence[Sequence[Line]]) -> RawRow:
    lines = [line for band in bands for line in band]
    title = re.sub(r"\s+[-–+•]\s+(?=[A-ZÀ-ỸĐ])", " ", " " + join_lines(line.text for line in lines)).strip()
    title = re.sub(r"^[-–+•]\s+", "", title)
    return RawRow(code.text, {"task": (title,)}, span(line.place for line in lines), group=True)


def _task_row(code: Code, bands: Sequence[Sequence[Line]], reading: Reading, segmenter: Segmenter) -> RawRow:
    cells: dict[Kind, tuple[str, ...]] = {}
    for kind, pieces in reading.cells.items():
        if kind == "task":
            cells[kind] = tuple(paragraphs_of_lines(_lines(pieces), segmenter.widths.get("task", 0)))
        else:
            cells[kind] = _cell_text(kind, pieces, segmenter.scores)
    doubts: tuple[Doubt, ...] = ()
    if reading.doubt and reading.margin < _SURE:
        atom, kind, other = reading.doubt
        doubts = (Doubt(atom.text, kind, other, reading.margin, atom.line.place),)
    score = min(1.0, round(0.5 + max(0.0, reading.margin) / (2 * _SURE), 2))
    place = span(line.place for band in bands for line in band)
    return RawRow(code.text, cells, place, score=score, doubts=doubts)


def _lines(pieces: Sequence[Sequence[Atom]]) -> list[Line]:
    lines: list[Line] = []
    for piece in pieces:
        for position, atom in enumerate(piece):
            same = position and not atom.starts_line and piece[position - 1].line is atom.line
            if same:
                lines[-1] = Line(f"{lines[-1].text} {atom.text}", atom.line.place, lines[-1].blank_before)
            else:
                lines.append(Line(atom.text, atom.line.place, atom.line.blank_before))
    return lines


def _cell_text(kind: Kind, pieces: Sequence[Sequence[Atom]], scores: CellScores) -> tuple[str, ...]:
    """The paragraphs of a cell that is no description: a body that begins after a gap or a finished one stands on its own."""
    parts: list[list[str]] = [[]]
    for line in _lines(pieces):
        bullet = re.match(r"^[-+•]\s+", line.text)
        text = line.text[bullet.end() :] if bullet else line.text
        if (parts[-1] and kind in ("lead", "cooperate", "agencies") and _new_body(join_lines(parts[-1]), text, line, scores)) or (
            parts[-1] and bullet and text[:1].isupper()
        ):
            parts.append([])
        parts[-1].append(text)
    return tuple(join_lines(part) for part in parts if part)


def _new_body(before: str, text: str, line: Line, scores: CellScores) -> bool:
    if before.rstrip().endswith((",", ";", "-", " và", "/")) or not text[:1].isupper() or not scores.begins(text):
        return False
    return line.blank_before >= 3 or scores.is_whole(before)
