"""The search that gives each block of a table whose cells are blocks its row and column.

A hypothesis holds which cells have text so far. What holds for every extractor: a page brings the rows whose codes stand on it and the
end of the row before; a column's cells come in the order of their rows, with few exceptions; a row has one lead, seldom none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from ggplan.document import Line
from ggplan.parse.blockwise.blocks import AGENCY, Way
from ggplan.parse.columns import Kind
from ggplan.parse.habits import Habits

__all__ = ["Block", "Placed", "Sheet", "search"]

T = TypeVar("T")
_BEAM = 48
_AGAIN = 2.2
"""The cost of a second block in a cell of one page: cells seldom hold a gap."""
_AGAIN_TASK = 0.5
_BACK = 1.2
"""The cost of a cell that comes after one of a later row of its column."""
_CARRIED = 1.2
"""The cost of a cell that has all of its text on the page after that of its row."""
_UNLED = 1.0
"""The cost of partners that come before the lead of their row."""
_GROUP_CELL = 9.0
_RIGHTWARD = 0.7
"""What speaks for a block to be right of the one before it, where both are of one row."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand together, the ways to read them, and the row of the last code before them on their page (-1 for none).

    `own` says that they stand on the line of that code.
    """

    lines: tuple[Line, ...]
    ways: tuple[Way, ...]
    near: int
    own: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its blocks in the order of the text, and the rows whose codes stand on it as a range of the table's rows."""

    blocks: tuple[Block, ...]
    rows: range


class Placed(NamedTuple):
    """A piece of a block with its cell; `piece` is the number of the piece in the way that was chosen."""

    block: Block
    way: Way
    piece: int
    row: int


class _Hypothesis(NamedTuple):
    score: float
    filled: tuple[frozenset[int], ...]
    last: tuple[int, ...]
    fresh: tuple[bool, ...]
    """For each column whether its last cell has had no text on this page yet."""
    at: tuple[int, int]
    """The row and column of the last block."""
    parent: _Hypothesis | None
    placed: tuple[Placed, ...]


class _Search:
    def __init__(self, columns: Sequence[Kind], habits: Habits, groups: Sequence[bool], follow: float) -> None:
        self.columns = columns
        self.habits = habits
        self.groups = groups
        self.follow = follow
        self.task = columns.index("task")
        self.lead = next((at for at, kind in enumerate(columns) if kind in ("lead", "agencies")), -1)

    def run(self, sheets: Sequence[Sheet]) -> list[_Hypothesis]:
        none = tuple(frozenset[int]() for _ in self.columns)
        beam = [_Hypothesis(0.0, none, (-1,) * len(self.columns), (False,) * len(self.columns), (-1, -1), None, ())]
        for number, sheet in enumerate(sheets):
            for block in sheet.blocks:
                beam = _best([new for old in beam for new in self._grown(old, block, sheet)])
            beam = self._turned(beam, sheet, last=number == len(sheets) - 1)
        return beam

    def _grown(self, old: _Hypothesis, block: Block, sheet: Sheet) -> list[_Hypothesis]:
        found = []
        for way in block.ways:
            states = [old._replace(parent=old, placed=())]
            for number, piece in enumerate(way):
                states = [
                    self._put(state, block, way, number, row, cost)
                    for state in states
                    for row, cost in self._rows(state, piece.column, block, sheet)
                ]
            found.extend(states)
        return found

    def _put(self, state: _Hypothesis, block: Block, way: Way, number: int, row: int, cost: float) -> _Hypothesis:
        column = way[number].column
        gain = way[number].score - cost
        if row == state.at[0]:
            gain += _RIGHTWARD if column > state.at[1] else -_RIGHTWARD
        filled = state.filled[column]
        return state._replace(
            score=state.score + gain,
            filled=_with(state.filled, column, filled if row in filled else filled | {row}),
            last=_with(state.last, column, row),
            fresh=_with(state.fresh, column, False),
            at=(row, column),
            placed=(*state.placed, Placed(block, way, number, row)),
        )

    def _rows(self, state: _Hypothesis, column: int, block: Block, sheet: Sheet) -> list[tuple[int, float]]:
        """The rows whose cell of a column the block may be (a part of), with the cost of each."""
        first, stop = sheet.rows.start, sheet.rows.stop
        near = block.near if block.near >= 0 else first - 1
        filled, last = state.filled[column], state.last[column]
        found = []
        for row in range(max(0, first - 1), stop):
            away = abs(row - near)
            if away > 12 and row != last:
                continue
            cost = self.follow * min(4, away) + (2.0 if block.own and row != near else 0.0)
            if self.groups[row] and column != self.task:
                cost += _GROUP_CELL
            if row in filled:
                if row != last:
                    continue
                if not (state.fresh[column] and row < first):
                    cost += _AGAIN_TASK if column == self.task else _AGAIN
            else:
                cost += _BACK if row < last else 0.0
                cost += _CARRIED if row < first else 0.0
                if column > self.lead >= 0 and self.columns[column] in AGENCY and row not in state.filled[self.lead]:
                    cost += _UNLED
            found.append((row, cost))
        return found

    def _turned(self, beam: Sequence[_Hypothesis], sheet: Sheet, *, last: bool) -> list[_Hypothesis]:
        """The hypotheses at the end of a page: rows that lack text cost; the last row may still get it on the next page."""
        final = sheet.rows.stop - 1
        found = []
        for old in beam:
            score = old.score
            for column, kind in enumerate(self.columns):
                missing = [row for row in range(max(0, sheet.rows.start - 1), sheet.rows.stop) if row not in old.filled[column]]
                for row in missing:
                    if row == final and not last:
                        continue
                    score -= self._missing(kind, row)
            kept = tuple(frozenset({final}) & filled for filled in old.filled)
            found.append(old._replace(score=score, filled=kept, fresh=(True,) * len(self.columns), at=(-1, -1)))
        return _best(found)

    def _missing(self, kind: Kind, row: int) -> float:
        if self.groups[row]:
            return 6.0 if kind == "task" else 0.0
        return self.habits.empty.get(kind, 0.5)


def _with(values: tuple[T, ...], at: int, value: T) -> tuple[T, ...]:
    return (*values[:at], value, *values[at + 1 :])


def _best(options: Sequence[_Hypothesis]) -> list[_Hypothesis]:
    """The best hypotheses, one of each kind that the rest of the text cannot tell apart."""
    kept: dict[tuple[object, ...], _Hypothesis] = {}
    for option in options:
        key = (option.filled, option.last, option.at)
        known = kept.get(key)
        if known is None or option.score > known.score:
            kept[key] = option
    return sorted(kept.values(), key=lambda option: -option.score)[:_BEAM]


def search(
    columns: Sequence[Kind], habits: Habits, sheets: Sequence[Sheet], groups: Sequence[bool], follow: float
) -> list[Placed]:
    """The best place of every piece.

    `groups` says for each row of the table whether it is a group; `follow` is the cost of a row other than that of the last code.
    """
    beam = _Search(columns, habits, groups, follow).run(sheets)
    placed: list[Placed] = []
    node: _Hypothesis | None = beam[0] if beam else None
    while node is not None:
        placed[:0] = node.placed
        node = node.parent
    return placed
