"""The search that gives each line of a scattered table, or each piece of it, its row and column.

A hypothesis holds which cells have text so far. What holds for every extractor: a page brings the rows whose codes stand on it and the
end of the row before; a column's cells come in the order of their rows, with few exceptions; cells that follow one another in one block
are of rows that do so; a row has one lead, seldom none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from ggplan.parse.columns import Kind
from ggplan.parse.scattered.beam import Hypothesis, Placed, best, replaced
from ggplan.parse.scattered.blocks import TextLine
from ggplan.parse.scattered.cells import NOTHING, Open, Weigher
from ggplan.parse.scattered.manner import Manner

__all__ = ["Placed", "Sheet", "search"]

_BACK = 1.2
"""The cost of a cell that comes after one of a later row of its column, and is not right below the one before it."""
_CARRIED = 3.5
"""The cost of a cell that has all of its text on the page after that of its row."""
_UNLED = 2.5
"""The cost of partners that come before the lead of their row, until it comes."""
_OWN = 3.0
"""The cost of text beside a code that is no description of its row."""
_UNDER_LABEL, _BELOW_LABEL = 1.0, 3.0
"""What speaks for the column whose label stands above a line, with a blank line between and without."""
_LEFT_AND_UP = 1.5
"""The cost of a block that is both left of and above the one before it."""
_PASSED = 1.5
"""What a row without a cell costs, when a later one has its own, as long as it may still come late."""
_JUMP, _FARTHEST = 0.15, 4
"""The cost of each row between a block and the one before it, up to a few."""
_NO_TITLE = 6.0
_TURN = 0.3
"""The cost of a line in another column than the line before it in its block."""
_HOLE = 1.0
"""The cost of a line that goes on with its column although a line of other columns stands between."""
_ABOVE, _BELOW = 2.0, 2.0
"""The cost of a cell that begins above or below the first line of its row, in one block."""
_SKIPPED = 2.5
"""The cost of an empty cell between two that stand in one block, with no gap between them."""
_LOOSE, _LOOSEST = 0.8, 3.0
"""The cost of each line by which two cells of one block should stand farther apart, up to a few."""
_TIGHT = 1
"""Empty lines that may be between cells of one block (`pdftotext`; pdfminer.six has none)."""
_APART = 0.8
"""The cost of two cells that fill their rows and stand in two blocks."""
_FOLLOWED = 12
"""Steps with the first piece of a line that are followed to its next piece."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its lines in the order of the text, and the rows whose codes stand on it as a range of the table's rows."""

    lines: tuple[TextLine, ...]
    rows: range


class _Start(NamedTuple):
    """A row that a piece may be put into: what that alone does to the score, whether the last cell of the column goes on, which cell."""

    row: int
    worth: float
    goes_on: bool
    cell: Open


class _Step(NamedTuple):
    """A piece put into a row of a state, and the score after it."""

    score: float
    state: Hypothesis
    column: int
    text: str
    start: _Start


class _Search:
    def __init__(
        self, weigher: Weigher, groups: Sequence[bool], manner: Manner, follow: float, beam: int, *, late: bool = False
    ) -> None:
        self.beam = beam
        self.manner = manner
        self.weigher = weigher
        self.columns: tuple[Kind, ...] = weigher.columns
        self.groups = groups
        self.follow = follow
        self.task = self.columns.index("task")
        self.lead = next((at for at, kind in enumerate(self.columns) if kind in ("lead", "agencies")), -1)
        self.partners = self.columns.index("cooperate") if "cooperate" in self.columns else -1
        self.base = self.first = self.stop = 0
        self.missing = [[self._missing(kind, row) for row in range(len(groups))] for kind in self.columns]
        self.passed = [
            [min(_PASSED, cost) if late or at == self.task else cost for cost in costs] for at, costs in enumerate(self.missing)
        ]
        self.missed = [list(accumulate(costs, initial=0.0)) for costs in self.passed]

    def run(self, sheets: Sequence[Sheet]) -> list[Hypothesis]:
        size = len(self.columns)
        start = Hypothesis(
            0.0,
            (0,) * size,
            (-1,) * size,
            (-1,) * size,
            (NOTHING,) * size,
            (False,) * size,
            (),
            (0,) * size,
            0,
            0,
            (0,) * size,
            (),
            (-1, -1),
            None,
            (),
        )
        beam = [start]
        for number, sheet in enumerate(sheets):
            beam = self._opened(beam, sheet)
            for line in sheet.lines:
                beam = self._grown(beam, line)
            beam = self._turned(beam, ends=number == len(sheets) - 1)
        return beam

    def _opened(self, beam: Sequence[Hypothesis], sheet: Sheet) -> list[Hypothesis]:
        """The hypotheses at the top of a page: only the last row of the page before can go on."""
        before, self.first, self.stop = self.base, sheet.rows.start, sheet.rows.stop
        self.base = max(0, self.first - 1)
        away = self.base - before
        return [
            old._replace(
                filled=tuple((bits >> away) & 1 for bits in old.filled),
                fresh=tuple(now == self.base and self.base < self.first for now in old.now),
                heights=(0,) * (self.stop - self.base),
                here=(0,) * len(self.columns),
                at=(-1, -1),
            )
            for old in beam
        ]

    def _grown(self, beam: Sequence[Hypothesis], line: TextLine) -> list[Hypothesis]:
        """The hypotheses with one more line, the best first."""
        if line.opens:
            states = [old._replace(block=0, level=0, begun=(), parent=old, placed=()) for old in beam]
        else:
            states = [old._replace(parent=old, placed=()) for old in beam]
        steps: list[_Step] = []
        starts: dict[tuple[int, int], list[_Start]] = {}
        for shares, cost in line.shares:
            column, text = shares[0]
            some = states if len(shares) == 1 else states[: self.beam // 3]
            found: list[_Step] = []
            for number, state in enumerate(some):
                key = (number, column)
                known = starts.get(key)
                if known is None:
                    known = starts[key] = list(self._starts(state, column, line, text, own=line.own))
                found.extend(self._steps(state, state.score - cost, column, text, known))
            for column, text in shares[1:]:
                found = self._beside(found, line, column, text)
            steps.extend(found)
        steps.sort(key=lambda step: -step.score)
        return best((self._put(line, step) for step in steps), self.beam)

    def _beside(self, steps: list[_Step], line: TextLine, column: int, text: str) -> list[_Step]:
        """The steps with one more piece of the same line."""
        steps.sort(key=lambda step: -step.score)
        found: list[_Step] = []
        for step in steps[:_FOLLOWED]:
            state = self._put(line, step)
            starts = self._starts(state, column, line, text, own=False, beside=True)
            found.extend(self._steps(state, state.score, column, text, starts))
        return found

    def _steps(self, state: Hypothesis, score: float, column: int, text: str, starts: Iterable[_Start]) -> Iterator[_Step]:
        gain, groups = self.weigher.gain, self.groups
        for start in starts:
            yield _Step(score + start.worth + gain(column, start.cell, text, group=groups[start.row]), state, column, text, start)

    def _starts(
        self, state: Hypothesis, column: int, line: TextLine, text: str, *, own: bool, beside: bool = False
    ) -> Iterator[_Start]:
        """The rows that a piece of a line may be put into; `beside` says that another piece of the line stands before it."""
        now = state.now[column]
        in_block = state.block >> column & 1
        turn = 0.0
        if state.block and not beside:
            turn = 0.0 if in_block else self.manner.beside
            turn += _TURN if state.at[1] > column or (state.at[1] < column and not in_block) else 0.0
        level = state.level + (column <= state.at[1]) if state.block else 0
        options = self._below(state, column, text, level) if in_block else self._anywhere(state, column, line, own=own)
        begun = dict(state.begun)
        hole = _HOLE if in_block and level > state.levels[column] + 1 else 0.0
        for row, cost in options:
            cost += hole if row == now else 0.0  # lines of a cell follow one another; only another cell may come after a gap
            if row != now and row in begun and begun[row] != level:
                cost += _ABOVE if level < begun[row] else _BELOW
            worth = -cost - turn - self._passed(state, column, row)
            if not in_block:
                worth += self._towards(state, row, column)
                worth += (_UNDER_LABEL if line.apart else _BELOW_LABEL) if line.under == column else 0.0
            goes_on = row == now
            if not goes_on:
                worth += self._led(state, column, row)
            if now >= 0 and not goes_on:
                worth += self.weigher.closing(column, state.open[column], group=self.groups[now])
            yield _Start(row, worth, goes_on, state.open[column] if goes_on else NOTHING)

    def _below(self, state: Hypothesis, column: int, text: str, level: int) -> Iterator[tuple[int, float]]:
        """The rows of a line that follows others of its column in a block: the same, or the next."""
        row, filled = state.now[column], state.filled[column]
        yield row, 0.0
        task = column == self.task
        between = max(0, level - state.levels[column] - 1)
        skipped = 0
        for after in range(row + 1, self.stop):
            if self.groups[after] and not task:
                continue
            if filled >> (after - self.base) & 1:
                return
            cost = self.manner.inside[column] + _SKIPPED * skipped - self.weigher.breaks_well(column, state.open[column], text)
            if not task:
                room = state.heights[row - self.base : after - self.base]
                gap = sum(room) - state.here[column] - between if all(room) else 0
                cost += min(_LOOSEST, _LOOSE * (gap - _TIGHT)) if gap > _TIGHT else 0.0
            yield after, cost
            skipped += 1
            if task or skipped > 1:
                return

    def _anywhere(self, state: Hypothesis, column: int, line: TextLine, *, own: bool) -> Iterator[tuple[int, float]]:
        """The rows whose cell of a column the first line of a block may be in, with the cost of each."""
        near = line.near if line.near >= 0 else self.first - 1
        filled, last, now = state.filled[column], state.last[column], state.now[column]
        rows: Iterable[int] = range(self.base, self.stop)
        if state.block:
            here, top = state.at[0], state.begun[0][0] if state.begun else state.at[0]
            rows = sorted({here - 1, here, here + 1, here + 2, now, last + 1, last + 2, top, top + 1})
        for row in rows:
            if not self.base <= row < self.stop:
                continue
            if self.groups[row] and column != self.task:
                continue
            cost = self.follow * min(4, abs(row - near))
            if own:
                cost += 0.0 if row == near and column == self.task else _OWN
            if filled >> (row - self.base) & 1:
                if row != now:
                    continue
                if not (state.fresh[column] and row < self.first):
                    cost += self.manner.again[column]
            else:
                cost += _BACK if row < last else 0.0
                cost += _CARRIED if row < self.first else 0.0
                if row == now + 1 and state.here[column] and column != self.task:
                    full = state.heights[now - self.base]
                    cost += _APART if 0 < full <= state.here[column] else 0.0
            yield row, cost

    def _led(self, state: Hypothesis, column: int, row: int) -> float:
        """What speaks against partners of a row without a lead, given back when it comes."""
        if column == self.partners > self.lead >= 0 and not state.filled[self.lead] >> (row - self.base) & 1:
            return -_UNLED
        if column == self.lead < self.partners and state.filled[self.partners] >> (row - self.base) & 1:
            return _UNLED
        return 0.0

    def _towards(self, state: Hypothesis, row: int, column: int) -> float:
        """What the place of the piece before says for this one: a page is read rightward and down, and only upward to the right."""
        before, beside = state.at
        if before < 0:
            return 0.0
        if row == before:
            return self.manner.right if column > beside else -self.manner.right
        if row < before and column < beside:
            return -_LEFT_AND_UP
        along = self.manner.down if column == beside and row > before else 0.0
        return along - _JUMP * min(_FARTHEST, abs(row - before))

    def _passed(self, state: Hypothesis, column: int, row: int) -> float:
        """The cost of the cells that are passed over; negative where one is filled after all."""
        last = state.last[column]
        if row < last:
            return 0.0 if state.filled[column] >> (row - self.base) & 1 else -self.passed[column][row]
        first = max(last + 1, self.base)
        return self.missed[column][row] - self.missed[column][first] if row > first else 0.0

    def _put(self, line: TextLine, step: _Step) -> Hypothesis:
        """The state with a piece in its row."""
        state, column, row = step.state, step.column, step.start.row
        at, last = row - self.base, state.last[column]
        cell = self.weigher.longer(column, step.start.cell, step.text)
        size = (state.here[column] if step.start.goes_on else 0) + 1
        level = state.level + (column <= state.at[1]) if state.block else 0
        heights = state.heights
        if size > heights[at]:
            heights = replaced(heights, at, size)
        return Hypothesis(
            step.score,
            replaced(state.filled, column, state.filled[column] | 1 << at),
            replaced(state.last, column, row) if row > last else state.last,
            state.now if step.start.goes_on else replaced(state.now, column, row),
            replaced(state.open, column, cell),
            replaced(state.fresh, column, False) if state.fresh[column] else state.fresh,
            heights,
            replaced(state.here, column, size),
            state.block | 1 << column,
            level,
            replaced(state.levels, column, level),
            state.begun if step.start.goes_on or any(known == row for known, _ in state.begun) else (*state.begun, (row, level)),
            (row, column),
            state.parent,
            (*state.placed, Placed(line, row, column, step.text, not step.start.goes_on)),
        )

    def _turned(self, beam: Sequence[Hypothesis], *, ends: bool) -> list[Hypothesis]:
        """The hypotheses at the end of a page: rows that lack text cost; the last row may still get it on the next page."""
        end = self.stop if ends else self.stop - 1
        found = []
        for old in beam:
            score = old.score
            for missing, passed, filled, last in zip(self.missing, self.passed, old.filled, old.last, strict=True):
                for row in range(self.base, end):
                    if not filled >> (row - self.base) & 1:
                        score -= missing[row] - (passed[row] if row < last else 0.0)
            if ends:
                score += self._closings(old)
            found.append(old._replace(score=score))
        found.sort(key=lambda option: -option.score)
        return best(found, self.beam)

    def _closings(self, state: Hypothesis) -> float:
        rows = enumerate(zip(state.open, state.now, strict=True))
        return sum(self.weigher.closing(column, cell, group=self.groups[row]) for column, (cell, row) in rows if row >= 0)

    def _missing(self, kind: Kind, row: int) -> float:
        """The cost of a cell without text."""
        if self.groups[row]:
            return _NO_TITLE if kind == "task" else 0.0
        return self.weigher.habits.empty.get(kind, 0.5)


def search(
    weigher: Weigher,
    sheets: Sequence[Sheet],
    groups: Sequence[bool],
    manner: Manner,
    follow: float,
    beam: int,
    *,
    late: bool = False,
) -> list[Placed]:
    """The best place of every piece.

    `groups` says for each row of the table whether it is a group; `follow` is the cost of a row other than that of the last code;
    `beam` how many hypotheses are followed; `late` says that the cells of any column may come in any order, not descriptions alone.
    """
    found = _Search(weigher, groups, manner, follow, beam, late=late).run(sheets)
    placed: list[Placed] = []
    node: Hypothesis | None = found[0] if found else None
    while node is not None:
        placed[:0] = node.placed
        node = node.parent
    return placed
