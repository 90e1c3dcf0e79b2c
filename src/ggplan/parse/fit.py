"""How well the lines of a cell fit the width of its column: none is wider, and none ends where the next word would have fitted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ggplan.parse.glyphs import SPACE, width

__all__ = ["may_end", "too_early", "too_wide", "wrapped"]

_TOLERANCE = 0.4
"""How far, in em, widths by the table of `glyphs` may be from those on paper."""
_BULLET = re.compile(r"[-+•]\s")
_CLOSED = re.compile(r"[.;:…)]$")


def may_end(before: str, text: str) -> bool:
    """Whether an author may have ended the line `before` early: a paragraph, a list item or a body ends, and `text` begins a new one."""
    if _BULLET.match(text):
        return True
    return _CLOSED.search(before) is not None and (text[0].isupper() or text[0] in "“(")


def too_wide(filled: float, full: float) -> float:
    """The cost (below 0) of a line `filled` em wide in a column that is `full` em wide."""
    over = filled - full * 1.02 - _TOLERANCE
    return -min(4.0, 1.0 + over) if over > 0 else 0.0


def too_early(before: str, text: str, full: float) -> float:
    """The cost (below 0) of the line `before` having ended although the first word of the next, `text`, would still have fitted."""
    if may_end(before, text):
        return 0.0
    slack = full - width(before) - SPACE - width(text.split(maxsplit=1)[0])
    return -min(2.0, 0.5 + 0.5 * slack) if slack >= _TOLERANCE else 0.0


def wrapped(lines: Sequence[str]) -> Iterator[tuple[float, float]]:
    """For each line that was broken because it was full: its width, and that with the next word, in em."""
    for before, text in pairwise(lines):
        if not may_end(before, text):
            filled = width(before)
            yield filled, filled + SPACE + width(text.split()[0])
