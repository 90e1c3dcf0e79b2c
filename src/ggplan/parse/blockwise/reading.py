"""Rows of a table whose cells come as whole blocks, row after row: each block is weighed as a cell of every column, or as two or three
side by side, and a search gives it its row and column. What the first readings of a table teach about it (`habits`) is used in the next.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ggplan.document import Line
from ggplan.location import Place, span
from ggplan.parse.blockwise.blocks import Weigher, rank_key
from ggplan.parse.blockwise.search import Block, Placed, Sheet, search
from ggplan.parse.cellscore import CellScores
from ggplan.parse.columns import Kind
from ggplan.parse.fit import wrapped
from ggplan.parse.flat import FlatTable, group_row, paragraphs_of_cell
from ggplan.parse.flow import paragraphs_of_lines
from ggplan.parse.habits import Habits, learned
from ggplan.parse.row_codes import Opened
from ggplan.parse.rows import Doubt, RawRow

__all__ = ["blockwise_rows", "runs_along_rows"]

_TURNS = 3


def _read(
    columns: Sequence[Kind], lines: Sequence[Line], cuts: frozenset[int], opened: Sequence[Opened], scores: CellScores
) -> list[list[Placed]]:
    """For each opened row the pieces of its cells, in the order of the text.

    `columns` are those of the table from left to right, without the code; `cuts` the indexes of `lines` at which a page begins.
    """
    if not opened:
        return []
    groups = [row.group for row in opened]
    habits = Habits()
    follow = _follow(lines, opened)
    placed: list[Placed] = []
    for _ in range(_TURNS):
        weigher = Weigher(tuple(columns), scores, habits)
        placed = search(columns, habits, _sheets(lines, cuts, opened, weigher), groups, follow)
        habits = _habits(columns, placed, groups)
    rows: list[list[Placed]] = [[] for _ in opened]
    for place in placed:
        rows[place.row].append(place)
    return rows


def _follow(lines: Sequence[Line], opened: Sequence[Opened]) -> float:
    """How surely text follows the code of its row: the share of codes with text before the next code."""
    return 0.08 + 1.0 * _followed(lines, opened) ** 3


def _followed(lines: Sequence[Line], opened: Sequence[Opened]) -> float:
    """The share of codes with text before the next code."""
    at = sorted(row.line for row in opened)
    beside = {row.line for row in opened if row.rest}
    apart = [after - line > 1 or line in beside for line, after in zip(at, [*at[1:], len(lines)], strict=True)]
    return sum(apart) / max(1, len(apart))


def _sheets(lines: Sequence[Line], cuts: frozenset[int], opened: Sequence[Opened], weigher: Weigher) -> list[Sheet]:
    coded = {row.line: (number, row.rest) for number, row in enumerate(opened)}
    bounds = sorted({0, *cuts, len(lines)})
    sheets, first = [], 0
    for begin, end in pairwise(bounds):
        rows = [coded[at][0] for at in range(begin, end) if at in coded]
        blocks = tuple(_blocks(lines, begin, end, coded, weigher))
        sheets.append(Sheet(blocks, range(first, first + len(rows))))
        first += len(rows)
    return sheets


def _blocks(lines: Sequence[Line], begin: int, end: int, coded: dict[int, tuple[int, str]], weigher: Weigher) -> Iterator[Block]:
    near, own, held = -1, False, list[Line]()
    for at in range(begin, end):
        line = lines[at]
        if held and (at in coded or line.blank_before):
            yield Block(tuple(held), tuple(weigher.ways(held)), near, own)
            held, own = [], False
        if at in coded:
            near, rest = coded[at]
            own = bool(rest)
            if rest:
                held = [Line(rest, line.place)]
        else:
            held.append(line)
    if held:
        yield Block(tuple(held), tuple(weigher.ways(held)), near, own)


def _habits(columns: Sequence[Kind], placed: Sequence[Placed], groups: Sequence[bool]) -> Habits:
    """What the reading `placed` says about the table."""
    breaks: dict[Kind, list[tuple[float, float]]] = defaultdict(list)
    filled: dict[Kind, set[int]] = defaultdict(set)
    ranks: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for place in placed:
        if groups[place.row]:
            continue
        piece = place.way[place.piece]
        kind = columns[piece.column]
        filled[kind].add(place.row)
        breaks[kind].extend(wrapped(piece.lines))
        if kind in ("lead", "cooperate"):
            ranks[rank_key(" ".join(piece.lines).split())][kind == "lead"] += 1
    rank = {key: _most(math.log((leads + 1) / (others + 1))) for key, (others, leads) in ranks.items()}
    cells = {kind: len(rows) for kind, rows in filled.items()}
    return learned(columns, breaks, cells, len(groups) - sum(groups), rank=rank)


def _most(value: float) -> float:
    return max(-0.6, min(0.6, 0.3 * value))


_ALONG = 0.9
"""The share of codes that text follows from which a table is read along its rows."""
_SURELY, _DOUBTED = 0.9, 0.55
"""How sure a row is read at best, and where a block of it could be read otherwise."""
_SURE = 1.2
"""A margin (in words) at which a reading counts as sure."""


def runs_along_rows(table: FlatTable, opened: Sequence[Opened]) -> bool:
    """Whether the text of each row follows its code: then most blocks are whole cells."""
    return len(opened) >= 3 and _followed(table.lines, opened) >= _ALONG


def blockwise_rows(table: FlatTable, columns: tuple[Kind, ...], opened: Sequence[Opened], scores: CellScores) -> list[RawRow]:
    """The rows of such a table, groups and tasks, in order; none of them is called sure."""
    cells = _read(columns, table.lines, table.cuts, opened, scores)
    return [_row(columns, row, table.lines[row.line].place, placed, scores) for row, placed in zip(opened, cells, strict=True)]


def _row(columns: Sequence[Kind], row: Opened, code_place: Place, placed: Sequence[Placed], scores: CellScores) -> RawRow:
    lines: dict[Kind, list[Line]] = defaultdict(list)
    for place in placed:
        piece = place.way[place.piece]
        at = place.block.lines[0].place
        lines[columns[piece.column]].extend(Line(text, at, int(not number)) for number, text in enumerate(piece.lines))
    where = span([code_place, *(line.place for place in placed for line in place.block.lines)])
    if row.group:
        return replace(group_row(row.code, [[line for found in lines.values() for line in found]]), place=where)
    cells = {
        kind: tuple(paragraphs_of_lines(found, 0)) if kind == "task" else paragraphs_of_cell(kind, found, scores)
        for kind, found in lines.items()
    }
    doubts = tuple(doubt for place in placed if (doubt := _doubt(columns, place)))
    return RawRow(row.code.text, cells, where, score=_SURELY if not doubts else _DOUBTED, doubts=doubts[:3])


def _doubt(columns: Sequence[Kind], place: Placed) -> Doubt | None:
    """The doubt about a block: it holds two cells side by side, or reads nearly as well in another column."""
    piece = place.way[place.piece]
    mine = sum(part.score for part in place.way)
    others = [way for way in place.block.ways if way is not place.way and way[0].column != piece.column]
    margin = min((mine - sum(part.score for part in way) for way in others), default=99.0)
    told = {"lead", "cooperate"} <= {columns[piece.column], *(columns[way[0].column] for way in others[:1])}
    if len(place.way) == 1 and (margin >= _SURE or (told and margin >= 0)):
        return None
    other = columns[place.way[1 - place.piece].column if len(place.way) == 2 else others[0][0].column if others else piece.column]
    return Doubt(piece.lines[0], columns[piece.column], other, max(0.0, min(margin, _SURE / 2)), place.block.lines[0].place)
