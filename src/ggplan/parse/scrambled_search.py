"""The search that gives every piece of a table its row and column.

A hypothesis holds, for each column, the cell that is open and its row. The next piece goes on in one of them or opens the next cell
of a column. What holds for every extractor: inside a block of lines the text runs from top to bottom, so rows never go back and lines of one
row come height by height, from left to right; the cells of a column come in the order of their rows; a page brings as many rows as codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ggplan.parse.columns import Kind
from ggplan.parse.scrambled_pieces import Piece
from ggplan.parse.scrambled_scores import AGENCY, Scorer
from ggplan.text import join_lines

__all__ = ["Placed", "Sheet", "search"]

_BEAM = 10
_SPREAD = 8.0
_CUT = 0.7
_NEAR = 4.5
_FORBIDDEN = -1e9
_ELSEWHERE = 0.6
"""The share of the cost of an empty cell that is due when the last row of a page has none yet: it may follow on the next page."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page for the search: its pieces as a range of the table's pieces, its rows as a range of the table's rows."""

    pieces: range
    rows: range


class Placed(NamedTuple):
    """Where a piece went: its row (-1 before the first), the number of its column, whether it opened the cell, and the margin."""

    row: int
    column: int
    opened: bool
    margin: float


class _Cell(NamedTuple):
    """The open cell of a column: its last piece (-1 for none), its row, the cell before that piece, the width of the line so far.

    `key` is equal for equal chains of pieces, `words` counts the words of the cell.
    """

    piece: int
    row: int
    before: _Cell | None
    filled: float
    key: int
    words: int


class _Hypothesis(NamedTuple):
    score: float
    cells: tuple[_Cell, ...]
    block: int
    row: int
    column: int
    tick: int
    ticks: tuple[int, ...]
    small: int
    parent: _Hypothesis | None
    placed: tuple[int, int, bool] | None


class _Search:
    def __init__(self, scorer: Scorer, groups: Sequence[bool]) -> None:
        self.scorer = scorer
        self.learned = scorer.learned
        self.pieces = scorer.pieces
        self.kinds = scorer.learned.order
        self.groups = groups
        self.backward = 1.6 if self.learned.sure else 0.6
        self.closings: dict[tuple[int, Kind], float] = {}
        self.none = (-1,) * len(self.kinds)
        self.task = self.kinds.index("task")
        self.lead = self.kinds.index("lead") if "lead" in self.kinds else -1
        self.empty = [self.learned.empty.get(kind, 0.5) for kind in self.kinds]
        self.late = [self.learned.late.get(kind, 0.5) for kind in self.kinds]

    def run(self, sheets: Sequence[Sheet]) -> list[Placed]:
        start = _Hypothesis(
            0.0, tuple(_Cell(-1, -1, None, 0.0, 0, 0) for _ in self.kinds), -1, -1, -1, 0, self.none, -1, None, None
        )
        beam = [start]
        margins: list[float] = []
        for number, sheet in enumerate(sheets):
            for at in sheet.pieces:
                beam = self._step(beam, at, sheet)
            beam = self._turn(beam, sheet, last=number == len(sheets) - 1)
        best = max(beam, key=lambda hypothesis: hypothesis.score)
        placed: list[Placed] = []
        node: _Hypothesis | None = best
        while node is not None and node.placed is not None:
            placed.append(Placed(*node.placed, 0.0))
            node = node.parent
        del margins
        return placed[::-1]

    # One piece

    def _step(self, beam: Sequence[_Hypothesis], at: int, sheet: Sheet) -> list[_Hypothesis]:
        piece = self.pieces[at]
        grown: dict[tuple[object, ...], _Hypothesis] = {}
        for hypothesis in beam:
            options = [self._code(hypothesis, piece, at)] if piece.code else self._options(hypothesis, piece, at, sheet)
            for option in options:
                key = (option.block, option.row, option.column, tuple((cell.piece, cell.row) for cell in option.cells))
                known = grown.get(key)
                if known is None or option.score > known.score:
                    grown[key] = option
        ranked = sorted(grown.values(), key=lambda option: -option.score)
        floor = ranked[0].score - _SPREAD
        return [option for option in ranked[:_BEAM] if option.score >= floor]

    def _code(self, old: _Hypothesis, piece: Piece, at: int) -> _Hypothesis:
        row = piece.row if piece.row is not None else -1
        score = old.score - (3.0 if old.block == piece.block and old.row > row else 0.0)
        same = old.block == piece.block and old.row == row
        return _Hypothesis(
            score, old.cells, piece.block, row, -1, old.tick + 1 if same else 0, old.ticks if same else self.none, old.small, old, (row, -1, True)
        )

    def _options(self, old: _Hypothesis, piece: Piece, at: int, sheet: Sheet) -> list[_Hypothesis]:
        inside = old.block == piece.block
        floor = old.row if inside else -1
        ways: list[tuple[float, int, int, bool]] = []
        for column, kind in enumerate(self.kinds):
            cell = old.cells[column]
            if cell.piece >= 0 and cell.row >= sheet.rows.start - 1:
                gain = self._goes_on(old, cell, column, kind, piece, at)
                ways.append((gain, column, cell.row, False))
            begin = self.scorer.start(kind, at)
            if begin < -7.0:
                continue
            closing = self._closing(cell, kind)
            for row, cost in self._next_rows(cell, column, sheet, piece):
                gain = self.scorer.title_start(at) if self.groups[row] else begin
                ways.append((gain - cost - closing, column, row, True))
        if not ways:
            cell = old.cells[self.task]
            row = max(cell.row, sheet.rows.start - 1)
            return [self._moved(old, self.task, row, piece, at, -12.0, -1, opened=cell.piece < 0 or cell.row != row)]
        least = max(ways)[0] - _NEAR
        return [
            self._moved(old, column, row, piece, at, gain, floor, opened=opened)
            for gain, column, row, opened in ways
            if gain >= least
        ]

    def _next_rows(self, cell: _Cell, column: int, sheet: Sheet, piece: Piece) -> list[tuple[int, float]]:
        """The rows that the next cell of a column may belong to, with the cost of the cells left empty between."""
        found: list[tuple[int, float]] = []
        cost = 0.0
        for row in range(max(cell.row + 1, sheet.rows.start - 1), sheet.rows.stop):
            if row < 0:
                continue
            carried = row < sheet.rows.start
            if piece.row in (None, row) and (column == self.task or not self.groups[row]):
                found.append((row, cost + (self.empty[column] if carried else 0.0)))
            cost += self._missing(column, row) * (1 - _ELSEWHERE if carried else 1.0)
            if len(found) >= 2 or cost > 6.0:
                break
        return found

    def _closing(self, cell: _Cell, kind: Kind) -> float:
        """What it costs (less than 0: gains) to end the open cell of a column."""
        if cell.piece < 0:
            return 0.0
        if self.groups[cell.row]:
            return 0.0
        key = (cell.key, kind)
        known = self.closings.get(key)
        if known is None:
            known = self.closings[key] = -self.scorer.close(kind, self._text(cell), cell.filled, 0.0)
        return known

    def _text(self, cell: _Cell) -> str:
        parts: list[str] = []
        node: _Cell | None = cell
        while node is not None:
            parts.append(self.pieces[node.piece].text)
            node = node.before
        return join_lines(parts[::-1])

    def _goes_on(self, old: _Hypothesis, cell: _Cell, column: int, kind: Kind, piece: Piece, at: int) -> float:
        if piece.row is not None and piece.row != cell.row:
            return _FORBIDDEN
        if not piece.opens and cell.piece == at - 1 and old.column == column:
            if self.groups[cell.row]:
                return 0.12 * len(piece.text.split())
            return self.scorer.cells.prose(piece.text) if kind == "task" else self.scorer.join(kind, cell.piece, at, 99.0)
        if self.groups[cell.row]:
            return self.scorer.title_join(cell.piece, at)
        return self.scorer.join(kind, cell.piece, at, cell.filled)

    def _moved(
        self, old: _Hypothesis, column: int, row: int, piece: Piece, at: int, gain: float, floor: int, *, opened: bool
    ) -> _Hypothesis:
        """The hypothesis after a piece went to a cell: what its place in the block costs is added."""
        inside = old.block == piece.block
        kind = self.kinds[column]
        cell = old.cells[column]
        uncut = not piece.opens and old.column == column and not opened and cell.piece == at - 1
        filled = cell.filled + 0.25 + piece.width if uncut else piece.width
        gain += self.scorer.wide(kind, filled, title=row >= 0 and self.groups[row])
        tick, ticks, reached = 0, self.none, row
        if inside:
            if row < floor:
                gain -= 3.5
            elif row == old.row:
                tick, ticks = old.tick, old.ticks
                if not uncut and column <= old.column:
                    tick += 1
                gain -= self._uneven(ticks[column], tick, column, opened=opened) if not uncut else 0.0
            if not piece.opens and not uncut:
                gain -= _CUT + (self.backward if column <= old.column or row != old.row else 0.0)
                gain += self.scorer.unfilled(self.kinds[old.column], old.cells[old.column].filled) if old.column >= 0 else 0.0
            elif piece.opens and column != old.column and old.column >= 0:
                gain -= self.learned.switch
        else:
            gain -= self.learned.apart * min(4, abs(row - old.row)) if old.row >= 0 else 0.0
        if opened or not inside:
            gain -= self.learned.follow * min(3, abs(row - piece.near))
        small = old.small
        if opened and column != self.task:
            gain += 0.25 if row == small else -0.15 * min(3, abs(row - small)) if small >= 0 else 0.0
            small = row
            if kind == "cooperate" and self.lead >= 0 and old.cells[self.lead].row < row:
                gain -= 0.4
        before = cell if not opened else None
        words = piece.words + (before.words if before else 0)
        gain += self.scorer.long(kind, words, piece.words)
        node = _Cell(at, row, before, filled, hash((before.key if before else 0, at)), words)
        cells = (*old.cells[:column], node, *old.cells[column + 1 :])
        ticks = (*ticks[:column], tick, *ticks[column + 1 :])
        return _Hypothesis(
            old.score + gain, cells, piece.block, reached, column, tick, ticks, small, old, (row, column, opened)
        )

    def _uneven(self, last: int, tick: int, column: int, *, opened: bool) -> float:
        """The cost of a line that does not stand at the height after the last one of its cell."""
        if last >= 0:
            return 0.7 * min(3, max(0, tick - last - 1))
        return self.late[column] if tick > 0 else 0.0

    # The end of a page

    def _turn(self, beam: Sequence[_Hypothesis], sheet: Sheet, *, last: bool) -> list[_Hypothesis]:
        grown = []
        final = sheet.rows.stop - 1
        for old in beam:
            score = old.score
            cells = list(old.cells)
            for column, kind in enumerate(self.kinds):
                cell = cells[column]
                score -= sum(self._missing(column, row) for row in range(max(0, cell.row + 1), final))
                if final >= 0 and cell.row < final:
                    score -= self._missing(column, final) * (1.0 if last else _ELSEWHERE)
                if last or cell.row < final:
                    score -= self._closing(cell, kind)
                    cells[column] = _Cell(-1, max(cell.row, final - 1), None, 0.0, 0, 0)
            grown.append(old._replace(score=score, cells=tuple(cells), block=-1))
        return sorted(grown, key=lambda hypothesis: -hypothesis.score)

    def _missing(self, column: int, row: int) -> float:
        """The cost of a row without text in a column."""
        if self.groups[row]:
            return 7.0 if column == self.task else 0.0
        return self.empty[column]


def search(scorer: Scorer, sheets: Sequence[Sheet], groups: Sequence[bool]) -> list[Placed]:
    """The best place of every piece. `groups` says for each row of the table whether it is a group."""
    assert AGENCY
    return _Search(scorer, groups).run(sheets)
