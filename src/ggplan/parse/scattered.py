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
from ggplan.parse.cellscore import CellScores
from ggplan.parse.codes import Code
from ggplan.parse.columns import Kind
from ggplan.parse.fit import wrapped
from ggplan.parse.habits import Habits, learned
from ggplan.parse.scattered_blocks import Weigher, rank_key
from ggplan.parse.scattered_search import Block, Placed, Sheet, search

__all__ = ["Opened", "read_scattered"]

Opened = tuple[int, int, Code, str, bool]
_TURNS = 3


def read_scattered(
    columns: Sequence[Kind], lines: Sequence[Line], cuts: frozenset[int], opened: Sequence[Opened], scores: CellScores
) -> list[list[Placed]]:
    """For each opened row the pieces of its cells, in the order of the text.

    `columns` are those of the table from left to right, without the code; `cuts` the indexes of `lines` at which a page begins.
    """
    if not opened:
        return []
    groups = [group for *_, group in opened]
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
