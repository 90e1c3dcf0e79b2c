"""How an extractor gives the blocks of one table: learned from a reading, used in the next.

Whether a cell comes in one block or in several (a blank line between paragraphs), whether cells below each other share a block, and
whether the page is read along rows or down columns.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

__all__ = ["Manner", "Step", "learn_manner", "unknown"]

_AGAIN, _AGAIN_TASK = 1.8, 0.8
_RIGHT = 0.7
_BESIDE, _BESIDE_AT_FIRST = 1.5, 3.5
_SMOOTH = 3.0
_LEAST, _MOST, _MOST_INSIDE = 0.1, 2.5, 1.2


@dataclass(frozen=True, slots=True)
class Step:
    """A piece of a reading: its row and column, whether it opens a block, whether it begins its cell."""

    row: int
    column: int
    opens: bool
    begins: bool


@dataclass(frozen=True, slots=True)
class Manner:
    """Costs of a second block in a cell and of a cell that begins inside a block, by column; what speaks for a block to be right of the
    one before it in its row (`right`), or below it in its column (`down`).
    """

    again: Sequence[float] = field(default_factory=tuple)
    inside: Sequence[float] = field(default_factory=tuple)
    right: float = _RIGHT
    down: float = 0.0
    beside: float = _BESIDE
    """The cost of each further column in a block of lines; dearer while no widths are known."""


def unknown(columns: int, task: int) -> Manner:
    """The manner of a table of which nothing has been read."""
    again = [_AGAIN_TASK if column == task else _AGAIN for column in range(columns)]
    return Manner(again, [0.0] * columns, beside=_BESIDE_AT_FIRST)


def learn_manner(steps: Sequence[Step], columns: int, task: int) -> Manner:
    """The manner of a reading."""
    seen: Counter[tuple[int, bool, bool]] = Counter((step.column, step.opens, step.begins) for step in steps)
    first = unknown(columns, task)
    again, inside = [], []
    for column in range(columns):
        new, on = seen[column, True, True], seen[column, True, False]
        within = seen[column, False, True]
        again.append(_cost((on + _SMOOTH * _share(first.again[column])) / (new + on + _SMOOTH)))
        inside.append(min(_MOST_INSIDE, _cost((within + _SMOOTH * 0.5) / (new + within + _SMOOTH))))
    right = down = moves = 0
    opening = [step for step in steps if step.opens and step.begins and step.column != task]
    for before, after in pairwise(opening):
        moves += 1
        right += after.row == before.row and after.column > before.column
        down += after.row > before.row and after.column == before.column
    total = moves + _SMOOTH
    return Manner(again, inside, 1.2 * (right + _SMOOTH * 0.5) / total, 1.2 * down / total)


def _share(cost: float) -> float:
    return math.exp(-cost)


def _cost(share: float) -> float:
    return min(_MOST, max(_LEAST, -math.log(max(share, 1e-6)))) - _LEAST
