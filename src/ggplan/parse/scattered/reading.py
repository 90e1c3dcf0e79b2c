"""From the lines of a scattered table to the pieces of its rows: blocks, ways, search, and again with what was learned."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from ggplan.document import Line
from ggplan.parse.cellscore import CellScores
from ggplan.parse.columns import Kind
from ggplan.parse.fit import wrapped
from ggplan.parse.glyphs import column_width, width
from ggplan.parse.habits import EMPTY, Habits, learned
from ggplan.parse.row_codes import Opened, as_printed
from ggplan.parse.scattered.blocks import Sharer, TextLine
from ggplan.parse.scattered.cells import Weigher, has_bullets, rank_key
from ggplan.parse.scattered.manner import Step, learn_manner, unknown
from ggplan.parse.scattered.search import Placed, Sheet, search
from ggplan.parse.scattered.titles import titles_in_place

__all__ = ["read_scattered"]

_BEAMS = (16, 24, 64)
"""How many hypotheses are followed in each reading; the first ones are read to learn from."""


def read_scattered(
    columns: Sequence[Kind],
    lines: Sequence[Line],
    cuts: frozenset[int],
    opened: Sequence[Opened],
    scores: CellScores,
    under: Mapping[int, Kind],
    *,
    unprinted: Kind | None = None,
    late: bool = False,
) -> list[tuple[Opened, list[Placed]]]:
    """The rows in order, each with the pieces of its cells in the order of the text.

    `columns` are those of the table from left to right, without the code; `cuts` the indexes of `lines` at which a page begins;
    `under` says of a line that the label of a column stands right above it; `unprinted` is a column that the table has not, for what
    reads as no cell of the others; `late` says that cells of any column may come in any order.
    """
    if not opened:
        return []
    habits = Habits(widths=_first_widths(lines, Weigher(tuple(columns), scores, Habits())))
    below = {at: columns.index(kind) for at, kind in under.items() if kind in columns}
    follow = _follow(lines, opened)
    bulleted = has_bullets([line.text for line in lines])
    task = columns.index("task")
    manner = unknown(len(columns), task)
    placed: list[Placed] = []
    before: dict[tuple[int, str], tuple[int, int]] = {}
    size = _sample(len(lines), cuts) if as_printed(opened) else len(lines)
    for number, beam in enumerate(_BEAMS):
        weigher = Weigher(tuple(columns), scores, habits, bulleted, columns.index(unprinted) if unprinted else -1)
        before = {(place.line.at, place.text): (opened[place.row].line, place.column) for place in placed}
        if number and size == len(lines):
            texts = [(place.line.at, place.text) for place in placed if place.column == task]
            opened = _titled(opened, texts, cuts, weigher)
        end = size if number < len(_BEAMS) - 1 else len(lines)
        rows = [row for row in opened if row.line < end]
        groups = [row.group for row in rows]
        sheets = _sheets(lines[:end], frozenset(cut for cut in cuts if cut < end), rows, Sharer(weigher), below)
        placed = search(weigher, sheets, groups, manner, follow, beam, late=late)
        manner = learn_manner(
            [Step(place.row, place.column, place.line.opens, place.begins) for place in placed],
            len(columns),
            columns.index("task"),
        )
        habits = _habits(columns, placed, groups)
    found: list[list[Placed]] = [[] for _ in opened]
    for place in _doubted(placed, opened, before, size):
        found[place.row].append(place)
    return list(zip(opened, found, strict=True))


_SAMPLED = 400
"""Lines from which the habits of a long table are learned."""


def _sample(size: int, cuts: frozenset[int]) -> int:
    """The number of lines on the first pages of a table of `size` lines."""
    return min((cut for cut in cuts if cut >= _SAMPLED), default=size)


def _first_widths(lines: Sequence[Line], weigher: Weigher) -> dict[Kind, float]:
    """The width of the column of descriptions as lines of prose that go on in the next line tell it; nothing where few do."""
    breaks: list[tuple[float, float]] = []
    for one, two in pairwise(lines):
        plain = not two.blank_before and two.text[:1].islower() and len(one.text.split()) >= _PROSE
        if plain and min(weigher.line_of_prose(one.text), weigher.line_of_prose(two.text)) > 0:
            breaks.extend(wrapped([one.text, two.text]))
    full = column_width(breaks) if len(breaks) >= _ENOUGH else 0.0
    return {"task": full} if full else {}


_PROSE = 4
"""Words of a line of prose, at least."""


def _doubted(
    placed: Sequence[Placed], opened: Sequence[Opened], before: Mapping[tuple[int, str], tuple[int, int]], size: int
) -> Iterator[Placed]:
    """The pieces with what is in doubt of them: those that the reading before, of the first `size` lines, had elsewhere, and those that
    share a line.
    """
    columns: dict[int, list[int]] = defaultdict(list)
    for place in placed:
        columns[place.line.at].append(place.column)
    for place in placed:
        row, column = before.get((place.line.at, place.text), (-1, -1))
        beside = [other for other in columns[place.line.at] if other != place.column]
        if place.line.at < size and (row, column) != (opened[place.row].line, place.column):
            yield place._replace(other=column if column >= 0 else beside[0] if beside else place.column)
        else:
            yield place._replace(other=beside[0]) if beside else place


def _titled(
    opened: Sequence[Opened], descriptions: Sequence[tuple[int, str]], cuts: frozenset[int], weigher: Weigher
) -> list[Opened]:
    """The rows with the titles of each page where its descriptions say; those are lines with their indexes."""
    pages = sorted(cuts)
    texts: dict[int, list[str]] = defaultdict(list)
    for at, text in descriptions:
        texts[bisect_right(pages, at)].append(text)
    found: list[Opened] = []
    for page, rows in groupby(opened, key=lambda row: bisect_right(pages, row.line)):
        page_rows, before = list(rows), found[-1].code if found else None
        known = as_printed(page_rows)
        found += page_rows if known else titles_in_place(page_rows, texts[page], before, weigher)
    return found


def _follow(lines: Sequence[Line], opened: Sequence[Opened]) -> float:
    """How surely text follows the code of its row: the share of codes with text before the next code."""
    at = sorted(row.line for row in opened)
    beside = {row.line for row in opened if row.rest}
    apart = [after - line > 1 or line in beside for line, after in zip(at, [*at[1:], len(lines)], strict=True)]
    share = sum(apart) / max(1, len(apart))
    return 0.08 + 1.0 * share**3


def _sheets(
    lines: Sequence[Line], cuts: frozenset[int], opened: Sequence[Opened], sharer: Sharer, below: Mapping[int, int]
) -> list[Sheet]:
    coded = {row.line: (number, row.rest) for number, row in enumerate(opened)}
    sheets, first = [], 0
    for begin, end in pairwise(sorted({0, *cuts, len(lines)})):
        rows = [coded[at][0] for at in range(begin, end) if at in coded]
        texts = tuple(_texts(lines, range(begin, end), coded, sharer, below))
        sheets.append(Sheet(texts, range(first, first + len(rows))))
        first += len(rows)
    return sheets


def _texts(
    lines: Sequence[Line], page: range, coded: Mapping[int, tuple[int, str]], sharer: Sharer, below: Mapping[int, int]
) -> Iterator[TextLine]:
    """The lines of a page without their codes."""
    near, opens = -1, True
    for at in page:
        line = lines[at]
        opens = opens or line.blank_before > 0
        own = at in coded
        text = " ".join(line.text.split())
        if own:
            near, text = coded[at]
            opens = True
        if text:
            yield TextLine(line, at, sharer.shares(text), near, own, opens or at in below, below.get(at, -1), opens)
            opens = False


def _cells(placed: Sequence[Placed]) -> dict[tuple[int, int], list[str]]:
    """The lines of each cell by row and column."""
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for place in placed:
        found[place.row, place.column].append(place.text)
    return found


_ENOUGH = 8
"""Lines of a column in blocks of its own from which its width is learned; with fewer, all of its lines count."""


def _runs(columns: Sequence[Kind], placed: Sequence[Placed], groups: Sequence[bool]) -> dict[Kind, list[list[str]]]:
    """The lines of the cells of each column, those of blocks that hold no other column where there are enough."""
    held: dict[int, set[int]] = defaultdict(set)
    cells: dict[tuple[int, int, int], list[str]] = defaultdict(list)
    block, before = 0, -1
    for place in placed:
        block += place.line.opens and place.line.at != before
        before = place.line.at
        held[block].add(place.column)
        if not groups[place.row]:
            cells[block, place.row, place.column].append(place.text)
    found: dict[Kind, list[list[str]]] = {}
    for column, kind in enumerate(columns):
        every = [texts for (at, _, where), texts in cells.items() if where == column]
        pure = [texts for (at, _, where), texts in cells.items() if where == column and len(held[at]) == 1]
        found[kind] = pure if sum(len(texts) - 1 for texts in pure) >= _ENOUGH else every
    return found


def _habits(columns: Sequence[Kind], placed: Sequence[Placed], groups: Sequence[bool]) -> Habits:
    """What the reading `placed` says about the table."""
    breaks: dict[Kind, list[tuple[float, float]]] = defaultdict(list)
    lines: dict[Kind, list[float]] = defaultdict(list)
    filled: dict[Kind, set[int]] = defaultdict(set)
    ranks: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for kind, runs in _runs(columns, placed, groups).items():
        for texts in runs:
            breaks[kind].extend(wrapped(texts))
            lines[kind].extend(map(width, texts))
    for (row, column), texts in _cells(placed).items():
        if groups[row]:
            continue
        kind = columns[column]
        filled[kind].add(row)
        if kind in ("lead", "cooperate"):
            ranks[rank_key(" ".join(texts).split())][kind == "lead"] += 1
    rank = {key: _most(math.log((leads + 1) / (others + 1))) for key, (others, leads) in ranks.items()}
    cells = {kind: len(rows) for kind, rows in filled.items()}
    found = learned(columns, breaks, cells, len(groups) - sum(groups), rank=rank)
    widths = {kind: max(full, sorted(lines[kind])[int(_WIDEST * len(lines[kind]))]) for kind, full in found.widths.items()}
    empty = {kind: max(cost, EMPTY[kind] if kind in _SELDOM_EMPTY else 0.0) for kind, cost in found.empty.items()}
    return replace(found, widths=widths, empty=empty)


_SELDOM_EMPTY: frozenset[Kind] = frozenset({"task", "lead", "agencies"})
"""Columns in which an empty cell stays dear, however many a poor first reading leaves empty."""


_WIDEST = 0.8
"""The share of the lines of a column that are surely no wider than it."""


def _most(value: float) -> float:
    return max(-0.4, min(0.4, 0.2 * value))
