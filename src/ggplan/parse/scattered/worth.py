"""How well the rows of a table read, whichever reader gave them: by this two readings of one table are compared."""

from __future__ import annotations

from collections.abc import Sequence

from ggplan.parse.cellscore import CellScores, begins_sentence, ends_sentence
from ggplan.parse.columns import Kind
from ggplan.parse.habits import EMPTY
from ggplan.parse.rows import RawRow

__all__ = ["worth"]

_LEAST, _MOST = -5.0, 5.0
"""What one cell counts at most, for or against."""


def worth(rows: Sequence[RawRow], columns: Sequence[Kind], scores: CellScores) -> float:
    """The sum over the cells of `rows` of how well each reads as one of its column, in words; an empty cell costs what is usual."""
    return sum(_cell(row, kind, scores) for row in rows if not row.group for kind in columns)


def _cell(row: RawRow, kind: Kind, scores: CellScores) -> float:
    paragraphs = row.cells.get(kind, ())
    if not paragraphs:
        return -EMPTY.get(kind, 0.5)
    if kind == "task":
        return 2 * begins_sentence(paragraphs[0]) + max(_LEAST, ends_sentence(paragraphs[-1]))
    if kind == "note":
        return -1.0
    return max(_LEAST, min(_MOST, scores.score(kind, "; ".join(paragraphs))))
