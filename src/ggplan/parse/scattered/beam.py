"""The hypotheses that the search follows, each a reading of the lines so far, and which of them are kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ggplan.parse.scattered.blocks import TextLine
from ggplan.parse.scattered.cells import Open

__all__ = ["Hypothesis", "Placed", "best", "replaced"]

_FAR = 12.0
"""A hypothesis so much worse than the best one is given up."""


class Placed(NamedTuple):
    """A piece of a line in the cell of a row and column."""

    line: TextLine
    row: int
    column: int
    text: str
    begins: bool
    """Whether it begins its cell."""
    other: int = -1
    """A column that it may be of as well: where an earlier reading had it, or that of another piece of its line (-1 for none)."""


class Hypothesis(NamedTuple):
    """A reading of the lines so far: which cells of the page have text, and where it stands."""

    score: float
    filled: tuple[int, ...]
    """For each column the rows of the page that have text, as bits from the page's first row on."""
    last: tuple[int, ...]
    """For each column the lowest row that has text."""
    now: tuple[int, ...]
    """For each column the row of the cell that had text last, which may go on."""
    open: tuple[Open, ...]
    """For each column that cell."""
    fresh: tuple[bool, ...]
    """For each column whether that cell has had no text on this page yet."""
    heights: tuple[int, ...]
    """The lines of the tallest cell of each row on the page."""
    here: tuple[int, ...]
    """For each column how many lines its last cell has on this page."""
    block: int
    """The columns that have lines in this block, as bits."""
    level: int
    """The number of the line in its block, as far as pieces of other columns can be told to stand beside each other."""
    levels: tuple[int, ...]
    """For each column the level of its last line in this block."""
    begun: tuple[tuple[int, int], ...]
    """The rows whose first cell began in this block, with its level."""
    at: tuple[int, int]
    """The row and column of the last piece."""
    parent: Hypothesis | None
    placed: tuple[Placed, ...]


def replaced(values: tuple, at: int, value: object) -> tuple:  # type: ignore[type-arg]
    """The values with another one at a place."""
    return (*values[:at], value, *values[at + 1 :])


_ALIKE = 3
"""Hypotheses that differ in the text of their last cells only."""


def best(options: Iterable[Hypothesis], most: int) -> list[Hypothesis]:
    """The first of `options` (the best come first), a few of each kind that the rest of the text can hardly tell apart."""
    kept: list[Hypothesis] = []
    seen: dict[object, int] = {}
    exact: set[object] = set()
    for option in options:
        kind = (option.filled, option.last, option.now, option.at)
        whole = (kind, option.open)
        if whole in exact or seen.get(kind, 0) >= _ALIKE:
            continue
        if kept and option.score < kept[0].score - _FAR:
            break
        exact.add(whole)
        seen[kind] = seen.get(kind, 0) + 1
        kept.append(option)
        if len(kept) >= most:
            break
    return kept
