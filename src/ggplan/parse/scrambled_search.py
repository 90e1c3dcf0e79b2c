"""The search that gives every line of a table, or the pieces it is cut into, its rows and columns.

A hypothesis holds, for each column, the cell that is open and its row. The next piece goes on in one of them or opens the next cell
of a column. What holds for every extractor: inside a block of lines the text runs from top to bottom, so rows never go back and lines of one
row come height by height, from left to right; the cells of a column come in the order of their rows; a page brings as many rows as codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ggplan.parse.columns import Kind
from ggplan.parse.scrambled_pieces import Entry
from ggplan.parse.scrambled_scores import Scorer, is_bullet
from ggplan.text import join_lines

__all__ = ["Placed", "Sheet", "search"]

_BEAM = 12
_SPREAD = 9.0
_NEAR = 5.0
_RETURN = 0.8
"""The cost of a cell that comes after one of a later row of its column."""
_LOSS = 5.0
"""The cost of a line that belongs to no column."""
_LOST = -1.0
_NOWHERE = -2
_HYPHEN = 1.0
"""The cost of two lines of one column on one line: pdftotext joins them where it drops the hyphen between them."""
_ELSEWHERE = 0.6
"""The share of the cost of an empty cell that is due when the last row of a page has none yet: it may follow on the next page."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page for the search: its lines, and its rows as a range of the table's rows."""

    entries: Sequence[Entry]
    rows: range


class Placed(NamedTuple):
    """Where a piece went: its line, the piece, its row, the number of its column, whether it opened the cell.

    The column is -1 for a code and -2 for a line that belongs to no column.
    """

    entry: Entry
    piece: int
    row: int
    column: int
    opened: bool


class _Cell(NamedTuple):
    """The open cell of a column: its last piece (-1 for none), its row, the cell before that piece, the width of its last line,
    the number of its words. `key` is equal for equal chains of pieces. `top` is the last row of the column that has a cell,
    `open` the rows before it on this page that have none yet. `bulleted` says that its last paragraph has a bullet.
    """

    piece: int
    row: int
    before: _Cell | None
    filled: float
    key: int
    words: int
    top: int
    open: tuple[int, ...]
    bulleted: bool = False


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
    placed: Placed | None


class _Search:
    def __init__(self, scorer: Scorer, groups: Sequence[bool]) -> None:
        self.scorer = scorer
        self.learned = scorer.learned
        self.pieces = scorer.pieces
        self.kinds = scorer.learned.order
        self.groups = groups
        self.backward = 1.6 if self.learned.sure else 0.6
        self.closings: dict[tuple[int, int], float] = {}
        self.none = (-1,) * len(self.kinds)
        self.task = self.kinds.index("task")
        self.lead = self.kinds.index("lead") if "lead" in self.kinds else -1
        self.empty = [self.learned.empty.get(kind, 0.5) for kind in self.kinds]
        self.late = [self.learned.late.get(kind, 0.5) for kind in self.kinds]
        self.first = 0
        self.stop = 0

    def run(self, sheets: Sequence[Sheet]) -> list[Placed]:
        cells = tuple(_Cell(-1, -1, None, 0.0, 0, 0, -1, ()) for _ in self.kinds)
        beam = [_Hypothesis(0.0, cells, -1, -1, -1, 0, self.none, -1, None, None)]
        for number, sheet in enumerate(sheets):
            self.first, self.stop = sheet.rows.start, sheet.rows.stop
            for entry in sheet.entries:
                beam = self._line(beam, entry)
            beam = self._turn(beam, last=number == len(sheets) - 1)
        placed: list[Placed] = []
        node: _Hypothesis | None = beam[0]
        while node is not None and node.placed is not None:
            placed.append(node.placed)
            node = node.parent
        return placed[::-1]

    # One line

    def _line(self, beam: Sequence[_Hypothesis], entry: Entry) -> list[_Hypothesis]:
        if entry.code:
            return _best([self._code(old, entry) for old in beam])
        found: list[_Hypothesis] = []
        for way in entry.ways:
            states = list(beam)
            for position, piece in enumerate(way):
                states = _best([new for old in states for new in self._options(old, entry, piece, cut=position > 0)])
            found.extend(states)
        return _best(found)

    def _code(self, old: _Hypothesis, entry: Entry) -> _Hypothesis:
        row = entry.near
        score = old.score - (3.0 if old.block == entry.block and old.row > row else 0.0)
        same = old.block == entry.block and old.row == row
        placed = Placed(entry, entry.ways[0][0], row, -1, True)
        tick, ticks = (old.tick + 1, old.ticks) if same else (0, self.none)
        return _Hypothesis(score, old.cells, entry.block, row, -1, tick, ticks, old.small, old, placed)

    def _options(self, old: _Hypothesis, entry: Entry, at: int, *, cut: bool) -> list[_Hypothesis]:
        ways: list[tuple[float, int, int, bool]] = []
        for column, kind in enumerate(self.kinds):
            cell = old.cells[column]
            if cut and column == old.column:
                if not self.groups[old.row]:
                    ways.append((self._goes_on(cell, kind, at) - _HYPHEN, column, cell.row, False))
                continue
            if cell.piece >= 0 and cell.row >= self.first - 1 and entry.row in (None, cell.row):
                ways.append((self._goes_on(cell, kind, at), column, cell.row, False))
            begin = self.scorer.start(kind, at)
            if begin < -6.5:
                continue
            closing = self._closing(cell, column)
            for row, cost in self._next_rows(cell, column, entry):
                gain = self.scorer.title_start(at) if self.groups[row] else begin
                ways.append((gain - cost - closing, column, row, True))
        likeliest = max(ways)[0] if ways else -99.0
        least = likeliest - _NEAR
        found = [
            self._moved(old, column, row, entry, at, gain, opened=opened, cut=cut)
            for gain, column, row, opened in ways
            if gain >= least
        ]
        if likeliest < _LOST:
            placed = Placed(entry, at, max(old.row, 0), _NOWHERE, True)
            found.append(old._replace(score=old.score - _LOSS, block=entry.block, column=-1, parent=old, placed=placed))
        return found

    def _next_rows(self, cell: _Cell, column: int, entry: Entry) -> list[tuple[int, float]]:
        """The rows that the next cell of a column may belong to, with the cost of the cells left empty between."""
        group = self.groups
        found = [
            (row, _RETURN - self._missing(column, row) * (1 - _ELSEWHERE if row < self.first else 1.0))
            for row in cell.open
            if entry.row in (None, row)
        ]
        cost = 0.0
        ahead = 0
        for row in range(max(cell.top + 1, self.first - 1, 0), self.stop):
            carried = row < self.first
            if entry.row in (None, row) and (column == self.task or not group[row]):
                found.append((row, cost + (self.empty[column] if carried else 0.0)))
                ahead += 1
            cost += self._missing(column, row) * (1 - _ELSEWHERE if carried else 1.0)
            if ahead >= 2 or cost > 6.0:
                break
        return found

    def _missing(self, column: int, row: int) -> float:
        """The cost of a row without text in a column."""
        if self.groups[row]:
            return 6.0 if column == self.task else 0.0
        return self.empty[column]

    def _closing(self, cell: _Cell, column: int) -> float:
        """What it costs (below 0: gains) to end the open cell of a column."""
        if cell.piece < 0 or self.groups[cell.row]:
            return 0.0
        key = (cell.key, column)
        known = self.closings.get(key)
        if known is None:
            parts: list[str] = []
            node: _Cell | None = cell
            while node is not None:
                parts.append(self.pieces[node.piece].text)
                node = node.before
            known = self.closings[key] = -self.scorer.close(self.kinds[column], join_lines(parts[::-1]))
        return known

    def _goes_on(self, cell: _Cell, kind: Kind, at: int) -> float:
        if self.groups[cell.row]:
            return self.scorer.title_join(cell.piece, at)
        gain = self.scorer.join(kind, cell.piece, at, cell.filled)
        if kind == "task":
            gain += self.scorer.paragraph(cell.piece, at, cell.filled, bulleted=cell.bulleted)
        return gain

    def _moved(
        self, old: _Hypothesis, column: int, row: int, entry: Entry, at: int, gain: float, *, opened: bool, cut: bool
    ) -> _Hypothesis:
        """The hypothesis after a piece went to a cell: what its place in the block costs is added."""
        inside = old.block == entry.block
        kind, piece, cell = self.kinds[column], self.pieces[at], old.cells[column]
        before = None if opened else cell
        words = piece.words + (before.words if before else 0)
        gain += self.scorer.wide(kind, piece.width, title=row >= 0 and self.groups[row]) + self.scorer.long(
            kind, words, piece.words
        )
        tick, ticks = 0, self.none
        if inside:
            if row < old.row:
                gain -= 3.5
            elif row == old.row:
                tick, ticks = old.tick + (column <= old.column), old.ticks
                gain -= self._uneven(ticks[column], tick, column)
            if cut:
                if column != old.column:
                    gain -= self.learned.cut + (self.backward if column <= old.column or row != old.row else 0.0)
                    gain += self.scorer.unfilled(self.kinds[old.column], old.cells[old.column].filled) if old.column >= 0 else 0.0
            elif column != old.column and old.column >= 0:
                gain -= self.learned.switch
        elif old.row >= 0:
            gain -= self.learned.apart * min(4, abs(row - old.row))
        if opened or not inside:
            gain -= self.learned.follow * min(3, abs(row - entry.near))
        small = old.small
        bullet = is_bullet(piece.text)
        if column == self.task:
            if entry.after >= 0:
                gain += self.learned.direct if opened and row == entry.after else -0.5 * self.learned.direct
            if opened and bullet and cell.bulleted:
                gain -= 0.6
        elif opened or not inside:
            gain += 0.25 if row == small else -0.15 * min(3, abs(row - small)) if small >= 0 else 0.0
            small = row
            if opened and kind == "cooperate" and self.lead >= 0 and old.cells[self.lead].row < row:
                gain -= 0.4
        left, top = cell.open, cell.top
        if opened and row > top:
            least = max(top + 1, self.first - 1, 0)
            left = (*left, *(r for r in range(least, row) if column == self.task or not self.groups[r]))
            top = row
        elif opened:
            left = tuple(r for r in left if r != row)
        node = _Cell(
            at,
            row,
            before,
            piece.width,
            hash((before.key if before else 0, at)),
            words,
            top,
            left,
            bullet or (before is not None and before.bulleted),
        )
        cells = (*old.cells[:column], node, *old.cells[column + 1 :])
        ticks = (*ticks[:column], tick, *ticks[column + 1 :])
        placed = Placed(entry, at, row, column, opened)
        return _Hypothesis(old.score + gain, cells, entry.block, row, column, tick, ticks, small, old, placed)

    def _uneven(self, last: int, tick: int, column: int) -> float:
        """The cost of a line that does not stand at the height after the last one of its cell."""
        if last >= 0:
            return 0.7 * min(3, max(0, tick - last - 1))
        return self.late[column] if tick > 0 else 0.0

    # The end of a page

    def _turn(self, beam: Sequence[_Hypothesis], *, last: bool) -> list[_Hypothesis]:
        grown = []
        final = self.stop - 1
        for old in beam:
            score = old.score
            cells = list(old.cells)
            for column, cell in enumerate(old.cells):
                score -= sum(self._missing(column, row) for row in range(max(0, cell.top + 1), final))
                if final >= 0 and cell.top < final:
                    score -= self._missing(column, final) * (1.0 if last else _ELSEWHERE)
                if last or cell.row < final:
                    score -= self._closing(cell, column)
                    cells[column] = _Cell(-1, -1, None, 0.0, 0, 0, max(cell.top, final - 1), ())
                elif cell.open:
                    cells[column] = cell._replace(open=())
            grown.append(old._replace(score=score, cells=tuple(cells), block=-1))
        return sorted(grown, key=lambda hypothesis: -hypothesis.score)


def _best(options: Sequence[_Hypothesis]) -> list[_Hypothesis]:
    """The best hypotheses, one of each kind that the rest of the text cannot tell apart."""
    kept: dict[tuple[object, ...], _Hypothesis] = {}
    for option in options:
        key = (option.row, option.column, option.block, *[(cell.piece, cell.row, cell.open) for cell in option.cells])
        known = kept.get(key)
        if known is None or option.score > known.score:
            kept[key] = option
    ranked = sorted(kept.values(), key=lambda option: -option.score)
    floor = ranked[0].score - _SPREAD if ranked else 0.0
    return [option for option in ranked[:_BEAM] if option.score >= floor]


def search(scorer: Scorer, sheets: Sequence[Sheet], groups: Sequence[bool]) -> list[Placed]:
    """The best place of every piece. `groups` says for each row of the table whether it is a group."""
    return _Search(scorer, groups).run(sheets)
