"""The lines of each row of a table whose columns are known: the code stands on a row's first line, or on its middle one.

Word puts cells at the top of their row or in its middle. Both readings are tried; the better one leaves fewer cells that begin in the
middle of a sentence or end in one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ggplan.parse.codes import read_code

__all__ = ["bands", "has_code"]

Cut = dict[int, str]
"""The text of a line by column; column 0 holds the codes."""

_SMALL_BEGINNING = 3.0
_OPEN_END = 1.5
_INNER_STOP = 0.5
_OFF_CENTRE = 0.7
_NO_CODE = 8.0
"""What counts against a reading, for each case: a cell that begins with a small letter, a cell that ends in a comma, a sentence that
ends inside a cell before a capital, each line that a code is off the middle (half for the first), lines without a code where no row can go on."""

_UNFINISHED = re.compile(r"(?:,|-|\s(?:và|của|các|với))$")


def has_code(cut: Cut) -> bool:
    """Whether a line holds a code in the first column."""
    return read_code(cut.get(0, "") + " ") is not None


def bands(cuts: Sequence[Cut], task: int, *, goes_on: bool) -> list[tuple[int, int]]:
    """First line and line after the last of each row of a page, given its lines by column.

    `goes_on`: the first lines may belong to the last row of the page before.
    """
    codes = [index for index, cut in enumerate(cuts) if has_code(cut)]
    if not codes:
        return [(0, len(cuts))] if cuts else []
    at_top = [*([0] if codes[0] else []), *codes, len(cuts)]
    cost_at_top = sum(_cost(cuts, a, b, task) for a, b in pairwise(at_top)) + _head_cost(codes[0], goes_on)
    centred, cost_centred = _centred(cuts, codes, task, goes_on=goes_on)
    return list(pairwise(centred if cost_centred < cost_at_top else at_top))


def _head_cost(lines: int, goes_on: bool) -> float:
    return _NO_CODE if lines and not goes_on else 0.0


def _cost(cuts: Sequence[Cut], first: int, last: int, task: int) -> float:
    """What counts against reading the lines from `first` to `last` (exclusive) as one row."""
    begins: Cut = {}
    ends: Cut = {}
    cost = 0.0
    for cut in cuts[first:last]:
        above = ends.get(task, "")
        if task in cut and above.endswith(".") and cut[task][:1].isupper():
            cost += _INNER_STOP
        for column, text in cut.items():
            begins.setdefault(column, text)
            ends[column] = text
    cost += _SMALL_BEGINNING * sum(text[:1].islower() for column, text in begins.items() if column)
    return cost + _OPEN_END * sum(bool(_UNFINISHED.search(text)) for column, text in ends.items() if column)


def _centred(cuts: Sequence[Cut], codes: Sequence[int], task: int, *, goes_on: bool) -> tuple[list[int], float]:
    """The best starts of rows whose codes stand on their middle lines, the end after them, and the cost."""
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [0])}
    if goes_on:
        best |= {start: (_cost(cuts, 0, start, task), [0, start]) for start in range(1, codes[0] + 1)}
    for position, code in enumerate(codes):
        following = codes[position + 1] if position + 1 < len(codes) else len(cuts)
        ends = range(code + 1, following + 1) if position + 1 < len(codes) else [len(cuts)]
        reached: dict[int, tuple[float, list[int]]] = {}
        for end in ends:
            options = (
                (cost + _row_cost(cuts, start, end, code, task), [*starts, end])
                for start, (cost, starts) in best.items()
                if start <= code
            )
            reached[end] = min(options, key=lambda option: option[0])
        best = reached
    cost, starts = best[len(cuts)]
    return starts, cost


def _row_cost(cuts: Sequence[Cut], first: int, last: int, code: int, task: int) -> float:
    off = abs((code - first) - (last - 1 - code))
    return _cost(cuts, first, last, task) + _OFF_CENTRE * (off - 0.5 * min(off, 1))
