"""Tables that a text layer has flattened: lines, cell after cell, with the ruling lost. Lines in, rows out.

Steps, each a function whose answer can be looked at: headers and repeats (`header`), codes that open rows (`codes`), the
lines of each row
by page (`bands`), cells (`segment`), paragraphs of cells. What tells the columns apart is in the document itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ggplan.document import Line
from ggplan.location import span
from ggplan.parse.atoms import Atom, line_breaks
from ggplan.parse.cellscore import BodyModel, CellScores, ends_sentence
from ggplan.parse.codes import Code, best_run, is_child, read_code
from ggplan.parse.columns import Kind
from ggplan.parse.flat import AFTER_TABLE, FlatTable, group_row, is_broken_code, is_broken_date, paragraphs_of_cell
from ggplan.parse.flow import Layer, paragraphs_of_lines
from ggplan.parse.habits import Habits, learned
from ggplan.parse.header import Header, find_headers, is_number_row
from ggplan.parse.rows import Doubt, RawRow
from ggplan.parse.scattered import find_scattered, scattered_rows, scattered_table
from ggplan.parse.segment import Reading, Segmenter

__all__ = ["find_tables", "read_table"]

_SURE = 1.2
"""A margin (in words) at which a reading counts as sure."""


def find_tables(layer: Layer) -> list[FlatTable]:
    """The flattened tables of a layer. Headers with the same columns belong to one table, others begin a new one."""
    apart = find_scattered(layer)
    if apart:
        return [scattered_table(layer, apart)]
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
        if AFTER_TABLE.match(line.text) and len(lines) > 3:
            break
        if is_number_row(line.text):
            cuts.add(len(lines))
        else:
            if index in layer.starts_page:
                cuts.add(len(lines))
            if lines and (is_broken_code(lines[-1].text, line.text) or is_broken_date(lines[-1].text, line.text)):
                above = lines.pop()
                line = replace(above, text=above.text + line.text, place=span([above.place, line.place]))
            lines.append(line)
        index += 1
    return FlatTable(headers[0], tuple(lines), frozenset(cuts), headers[0].start, index)


def read_table(table: FlatTable, bodies: BodyModel) -> list[RawRow]:
    """The rows of a flattened table, groups and tasks, in order."""
    scores = CellScores(bodies)
    columns: tuple[Kind, ...] = tuple(kind for kind in table.header.columns if kind != "code")
    if "note" not in columns:
        columns = (*columns, "note")
    if table.scattered:
        return _unsure_if_bare(scattered_rows(table, columns, scores))
    unprinted: dict[Kind, float] = {"note": _UNPRINTED} if "note" not in table.header.columns else {}
    segmenter = Segmenter(columns, scores, Habits(filled=unprinted))
    opened = _row_starts(table, letters=True)
    if not _letters_open_rows(table, opened, segmenter):
        opened = _row_starts(table, letters=False)
    bands = [_bands(table, start, stop, rest) for start, stop, _, rest, _ in opened]
    tasks = [lines for (*_, group), lines in zip(opened, bands, strict=True) if not group]
    room = 0
    for _ in range(_TURNS):
        readings = [segmenter.read(lines) for lines in _sample(tasks)]
        habits = _habits(columns, readings)
        segmenter.habits, room = replace(habits, filled={**habits.filled, **unprinted}), _room(readings)
    rows = []
    for (start, _, code, _, group), lines in zip(opened, bands, strict=True):
        row = group_row(code, lines) if group else _task_row(code, lines, segmenter.read(lines), segmenter.scores, room)
        rows.append(row if row.place.lines else replace(row, place=table.lines[start].place))
    return _unsure_if_bare(rows)


_UNPRINTED = 4.0
"""The cost of a remark in a table without a column for remarks: what reads as no other cell goes there, so that it is not lost."""
_BARE, _UNSURE = 0.25, 0.3


def _unsure_if_bare(rows: list[RawRow]) -> list[RawRow]:
    """The rows, none of them sure where many lack their description: the cells then stand in other rows."""
    tasks = [row for row in rows if not row.group]
    bare = sum("task" not in row.cells for row in tasks)
    return [replace(row, score=_UNSURE) for row in rows] if bare > _BARE * len(tasks) else rows


_SAMPLE = 24
_TURNS = 2
"""How often the sample is read to learn from it; the second time with the widths of the first."""


def _sample(rows: Sequence[list[list[Line]]]) -> Sequence[list[list[Line]]]:
    """Rows from the whole table, enough to learn the widths of its columns from."""
    step = max(1, len(rows) // _SAMPLE)
    return rows[::step]


_LETTERED = 0.7
"""The share of the items `a)`, `b)` … that must have cells of their own to be rows; in most plans they are items of one description."""


def _letters_open_rows(table: FlatTable, opened: Sequence[_Start], segmenter: Segmenter) -> bool:
    """Whether the letters among the codes open rows, and no items of a description: what follows them ends in other cells."""
    lettered = [row for row in opened if row[2].kind == "letter"]
    sample = lettered[:: max(1, len(lettered) // 12)]
    readings = [segmenter.read(_bands(table, start, stop, rest)) for start, stop, _, rest, _ in sample]
    filled = [reading for reading in readings if set(reading.cells) & {"lead", "agencies", "time"} and "task" in reading.cells]
    return not lettered or len(filled) >= _LETTERED * len(sample)


_Start = tuple[int, int, Code, str, bool]
"""First line, line after the last, code, rest of the code's line, whether it is a group."""


def _row_starts(table: FlatTable, *, letters: bool) -> list[_Start]:
    """The rows that the best run of codes opens."""
    candidates: list[tuple[int, Code, float]] = []
    rests: list[str] = []
    for index, line in enumerate(table.lines):
        read = read_code(line.text)
        # a letter opens a row where letters may; where cells stand apart only one that has a cell of its own
        lettered = read is not None and read[0].kind == "letter" and not letters
        if read and not lettered and not _is_page_number(table, index, read[0], read[1]):
            code, rest = read
            title = _title_lines(table, index, code, rest)
            if title:
                candidates.append((index, replace(code, kind="heading"), _HEADING - _LONGER_TITLE * (title - 1)))
                rests.append(rest)
            candidates.append((index, code, 0.9 if not rest else 0.4 if rest[0].islower() else 1.0))
            rests.append(rest)
    run = best_run(candidates)
    rows = []
    for position, at in enumerate(run):
        start, code, _ = candidates[at]
        after = run[position + 1] if position + 1 < len(run) else None
        stop = candidates[after][0] if after is not None else len(table.lines)
        group = after is not None and is_child(candidates[after][1], code)
        rows.append((start, stop, code, rests[at], group))
    return rows


_TITLE_LINES = 4
_HEADING, _LONGER_TITLE = 0.8, 0.05
"""The weight of a plain number as that of a group, and what each line of its title after the first takes from it: of two numbers that
may be the group's, the one with the next number right below it is."""


def _title_lines(table: FlatTable, index: int, code: Code, rest: str) -> int:
    """How many lines the title of a group has whose number is a plain one, as those of its rows: another plain number follows after no
    more lines than a title has. 0 for a number that is no group's.
    """
    if code.kind != "decimal" or len(code.parts) > 2 or not rest:
        return 0
    after = (read_code(line.text) for line in table.lines[index + 1 : index + 1 + _TITLE_LINES])
    return next(
        (
            size
            for size, read in enumerate(after, 1)
            if read and read[0].kind == "decimal" and len(read[0].parts) == 1 and read[1]
        ),
        0,
    )


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


def _habits(columns: Sequence[Kind], readings: Sequence[Reading]) -> Habits:
    """What `readings` of some rows say about the table."""
    breaks: dict[Kind, list[tuple[float, float]]] = defaultdict(list)
    for reading in readings:
        for kind, pieces in reading.cells.items():
            breaks[kind].extend(line_breaks(pieces))
    filled = {kind: sum(kind in reading.cells for reading in readings) for kind in columns}
    ends = [atoms[-1].text for atoms in ([a for p in reading.cells.get("task", ()) for a in p] for reading in readings) if atoms]
    closed = sum(ends_sentence(text) > 0 for text in ends) / max(1, len(ends))
    return learned(columns, breaks, filled, len(readings), unclosed=_UNCLOSED if closed > _CLOSED else 0.0)


_UNCLOSED = 2.0
_CLOSED = 0.85
"""The share of descriptions with a full stop from which one without is unlikely."""


def _room(readings: Sequence[Reading]) -> int:
    """The characters that a line of a description holds: what all but the longest few do; 0 where there are few lines."""
    lengths = sorted(len(line.text) for reading in readings for line in _lines(reading.cells.get("task", ())))
    return lengths[min(len(lengths) - 1, int(len(lengths) * 0.96))] if len(lengths) >= 8 else 0


def _task_row(code: Code, bands: Sequence[Sequence[Line]], reading: Reading, scores: CellScores, room: int) -> RawRow:
    cells: dict[Kind, tuple[str, ...]] = {}
    for kind, pieces in reading.cells.items():
        if kind == "task":
            cells[kind] = tuple(paragraphs_of_lines(_lines(pieces), room))
        else:
            cells[kind] = paragraphs_of_cell(kind, _lines(pieces), scores)
    doubts: tuple[Doubt, ...] = ()
    if reading.doubt and reading.margin < _SURE:
        atom, kind, other = reading.doubt
        doubts = (Doubt(atom.text, kind, other, reading.margin, atom.line.place),)
    score = min(1.0, round(0.5 + max(0.0, reading.margin) / (2 * _SURE), 2)) if "task" in cells else _UNSURE
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
