"""A scattered table in a text layer: its lines, without those of its headers, and the rows they give."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ggplan.document import Line
from ggplan.location import Place, span
from ggplan.parse.blockwise import blockwise_rows, runs_along_rows
from ggplan.parse.cellscore import CellScores
from ggplan.parse.columns import Kind
from ggplan.parse.flat import AFTER_TABLE, FlatTable, group_row, is_broken_code, paragraphs_of_cell
from ggplan.parse.flow import Layer, paragraphs_of_lines
from ggplan.parse.header import Header
from ggplan.parse.row_codes import Opened, open_rows
from ggplan.parse.rows import Doubt, RawRow
from ggplan.parse.scattered.header import ScatteredHeader
from ggplan.parse.scattered.reading import read_scattered
from ggplan.parse.scattered.search import Placed
from ggplan.parse.scattered.worth import worth

__all__ = ["scattered_rows", "scattered_table"]

_LOST_HYPHEN = re.compile(r"^(20\d\d)( ?)(20\d\d)$")
"""pdftotext drops the hyphen at the end of a line: `2023-` over `2024`."""


_SCATTERED, _DOUBTED = 0.9, 0.55
"""How sure a row of a scattered table is read at best, and where two readings differ about a line of it or a line had to be parted."""
_MARGIN = 0.5
_MOST_DOUBTS = 3


def scattered_table(layer: Layer, header: ScatteredHeader) -> FlatTable:
    """The table to the end of the layer, without the lines of its headers."""
    lines: list[Line] = []
    repaired: list[Place] = []
    under: dict[int, Kind] = {}
    asides: list[tuple[int, int]] = []
    aside = range(0)
    cuts: set[int] = set()
    index = gap = 0
    for index in (*header.early, *range(header.first, len(layer.lines))):
        line = layer.lines[index]
        if index in layer.starts_page:
            cuts.add(len(lines))
        if index in header.lines:
            gap = 1
            continue
        if AFTER_TABLE.match(line.text) and len(lines) > 3:
            if not any(at > index for at in header.lines):
                break
            aside = range(index, _end_of_aside(layer, index))
            asides.append((aside.start, aside.stop))
        if index in aside:
            gap = 1
            continue
        text = _LOST_HYPHEN.sub(lambda years: f"{years[1]}{years[2]}-{years[2]}{years[3]}", line.text)
        repaired += [line.place] if text != line.text else []
        if lines and is_broken_code(lines[-1].text, text):
            above = lines.pop()
            lines.append(replace(above, text=above.text + text, place=span([above.place, line.place])))
            continue
        if index in header.under:
            under[len(lines)] = header.under[index]
        lines.append(replace(line, text=text, blank_before=max(gap if not under.get(len(lines)) else 0, line.blank_before)))
        gap = 0
    else:
        index = len(layer.lines)
    return FlatTable(
        Header(header.first, header.first, header.columns),
        tuple(lines),
        frozenset(cuts),
        header.first,
        index,
        scattered=True,
        under=under,
        asides=tuple(asides),
        repaired=tuple(repaired),
    )


def _end_of_aside(layer: Layer, start: int) -> int:
    """The line after the block of the signature or of the addressees that begins with line `start`."""
    end = start + 1
    while end < len(layer.lines) and (not layer.lines[end].blank_before or layer.lines[end].text.startswith("- ")):
        end += 1
    return end


def scattered_rows(table: FlatTable, columns: tuple[Kind, ...], scores: CellScores) -> list[RawRow]:
    """The rows of a scattered table, groups and tasks, in order; none of them is called sure."""
    opened = open_rows(table.lines, table.cuts)
    unprinted: Kind | None = None if "note" in table.header.columns else "note"
    readings = [blockwise_rows(table, columns, opened, scores)] if runs_along_rows(table, opened) else []
    if readings and len(table.lines) > _READ_TWICE:
        return readings[0]  # long tables that run along their rows are read well by blocks, and in a tenth of the time
    for late in (False, True) if len(table.lines) <= _READ_TWICE else (False,):
        found = read_scattered(columns, table.lines, table.cuts, opened, scores, table.under, unprinted=unprinted, late=late)
        readings.append([_scattered_row(columns, row, table.lines[row.line].place, placed, scores) for row, placed in found])
    return max(readings, key=lambda rows: worth(rows, columns, scores))


_READ_TWICE = 500
"""Lines of a table that is read in both ways, the faster one first."""


def _scattered_row(
    columns: Sequence[Kind], row: Opened, code_place: Place, placed: Sequence[Placed], scores: CellScores
) -> RawRow:
    lines: dict[Kind, list[Line]] = defaultdict(list)
    for place in placed:
        lines[columns[place.column]].append(Line(place.text, place.line.line.place, int(place.line.opens)))
    where = span([code_place, *(place.line.line.place for place in placed)])
    if row.group:
        return replace(group_row(row.code, [[line for found in lines.values() for line in found]]), place=where)
    cells = {
        kind: tuple(paragraphs_of_lines(found, 0)) if kind == "task" else paragraphs_of_cell(kind, found, scores)
        for kind, found in lines.items()
    }
    doubts = tuple(
        Doubt(place.text, columns[place.column], columns[place.other], _MARGIN, place.line.line.place)
        for place in placed
        if place.other >= 0
    )
    return RawRow(row.code.text, cells, where, score=_DOUBTED if doubts else _SCATTERED, doubts=doubts[:_MOST_DOUBTS])
