"""Tables whose cells a text layer gives apart from one another, as blocks in an order of the extractor's own. Lines in, rows out.

Steps: the header (`find_scattered`), the codes (as in `flattened`), the ways to read each block (`scattered_blocks`), the row and
column of each (`scattered_search`). What the first readings of a table teach about it (`habits`) is used in the next.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ggplan.document import Line
from ggplan.parse.cellscore import BodyModel, CellScores
from ggplan.parse.codes import Code
from ggplan.parse.columns import Kind
from ggplan.parse.glyphs import SPACE, column_width, width
from ggplan.parse.habits import FEWEST_ROWS, Habits, habit_of_empty
from ggplan.parse.scattered_blocks import Weigher, may_end, rank_key
from ggplan.parse.scattered_search import Block, Placed, Sheet, search

__all__ = ["Opened", "read_scattered"]

Opened = tuple[int, int, Code, str, bool]
_TURNS = 3


def read_scattered(
    columns: Sequence[Kind], lines: Sequence[Line], cuts: frozenset[int], opened: Sequence[Opened], bodies: BodyModel
) -> list[list[Placed]]:
    """For each opened row the pieces of its cells, in the order of the text.

    `columns` are those of the table from left to right, without the code; `cuts` the indexes of `lines` at which a page begins.
    """
    if not opened:
        return []
    groups = [group for *_, group in opened]
    scores, habits = CellScores(bodies), Habits()
    follow = _follow(lines, opened)
    placed: list[Placed] = []
    for _ in range(_TURNS):
        weigher = Weigher(tuple(columns), scores, habits)
        placed, _margin = search(columns, habits, _sheets(lines, cuts, opened, weigher), groups, follow)
        habits = _learned(columns, placed, groups)
    rows: list[list[Placed]] = [[] for _ in opened]
    for place in placed:
        rows[place.row].append(place)
    return rows


def _follow(lines: Sequence[Line], opened: Sequence[Opened]) -> float:
    """How surely text follows the code of its row: the share of codes with text before the next code."""
    starts = [start for start, *_ in opened]
    apart = [
        after - start > 1 or bool(rest) for (start, _, _, rest, _), after in zip(opened, [*starts[1:], len(lines)], strict=True)
    ]
    share = sum(apart) / max(1, len(apart))
    return 0.08 + 1.0 * share**3


def _sheets(lines: Sequence[Line], cuts: frozenset[int], opened: Sequence[Opened], weigher: Weigher) -> list[Sheet]:
    coded = {start: (row, rest) for row, (start, _, _, rest, _) in enumerate(opened)}
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


def _learned(columns: Sequence[Kind], placed: Sequence[Placed], groups: Sequence[bool]) -> Habits:
    breaks: dict[Kind, list[tuple[float, float]]] = defaultdict(list)
    filled: dict[Kind, set[int]] = defaultdict(set)
    ranks: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for place in placed:
        if groups[place.row]:
            continue
        piece = place.way[place.piece]
        kind = columns[piece.column]
        filled[kind].add(place.row)
        breaks[kind].extend(
            (width(before), width(before) + SPACE + width(text.split()[0]))
            for before, text in pairwise(piece.lines)
            if not may_end(before, text)
        )
        if kind in ("lead", "cooperate") and len(piece.lines) > 0:
            ranks[rank_key(" ".join(piece.lines).split())][kind == "lead"] += 1
    rank = {key: _most(math.log((leads + 1) / (others + 1))) for key, (others, leads) in ranks.items()}
    found = {kind: column_width(pairs) for kind, pairs in breaks.items()}
    widths = {kind: full for kind, full in found.items() if full}
    tasks = len(groups) - sum(groups)
    if tasks < FEWEST_ROWS:
        return Habits(widths, rank=rank)
    costs = {kind: habit_of_empty(kind, len(filled[kind]) / tasks) for kind in columns}
    return Habits(widths, {k: c[0] for k, c in costs.items()}, {k: c[1] for k, c in costs.items()}, rank=rank)


def _most(value: float) -> float:
    return max(-0.6, min(0.6, 0.3 * value))
