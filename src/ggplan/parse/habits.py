"""What a table teaches about itself: how wide its columns are, which of them are mostly empty, how its descriptions end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ggplan.parse.columns import Kind
from ggplan.parse.glyphs import column_width

__all__ = ["EMPTY", "Habits", "habit_of_empty", "learned"]

EMPTY: Mapping[Kind, float] = {
    "task": 8.0, "lead": 3.5, "agencies": 3.5, "cooperate": 1.6, "time": 1.8, "output": 1.8, "note": 0.0, "budget": 0.6, "national": 0.6,
}  # fmt: skip
"""The cost of a cell without text while nothing is known of its column."""
_FEWEST_ROWS = 6
"""From fewer rows nothing is learned but the widths."""
_UNUSED = 0.12
_USED = 0.9


@dataclass(frozen=True, slots=True)
class Habits:
    """`widths` of the columns in em, as far as known; `empty`, the cost of a cell without text by column; `filled`, the cost of a
    cell with text in a column that is nearly always empty; `unclosed`, the cost of a description that ends without a full stop;
    `rank`, by the first words of a list of bodies, how much more they speak for the leads than for the partners.
    """

    widths: Mapping[Kind, float] = field(default_factory=dict)
    empty: Mapping[Kind, float] = field(default_factory=lambda: dict(EMPTY))
    filled: Mapping[Kind, float] = field(default_factory=dict)
    unclosed: float = 0.0
    rank: Mapping[str, float] = field(default_factory=dict)


def habit_of_empty(kind: Kind, share: float) -> tuple[float, float]:
    """The costs of an empty and of a filled cell of a column in which `share` of the rows have text."""
    usual = EMPTY.get(kind, 0.5)
    if share < _UNUSED:
        return 0.0, 2.0
    if share > _USED:
        return (max(usual, 3.0) if kind != "note" else usual), 0.0
    return usual * min(1.0, 0.3 + share), 0.0


def learned(
    columns: Sequence[Kind],
    breaks: Mapping[Kind, Iterable[tuple[float, float]]],
    filled: Mapping[Kind, int],
    rows: int,
    *,
    unclosed: float = 0.0,
    rank: Mapping[str, float] | None = None,
) -> Habits:
    """The habits of a table of which `rows` rows were read.

    `breaks` are the full lines of each column (`glyphs.column_width`), `filled` the number of its cells with text.
    """
    found = {kind: column_width(breaks.get(kind, ())) for kind in columns}
    widths = {kind: full for kind, full in found.items() if full}
    if rows < _FEWEST_ROWS:
        return Habits(widths, rank=rank or {})
    costs = {kind: habit_of_empty(kind, filled.get(kind, 0) / rows) for kind in columns}
    empty, full = ({kind: cost[at] for kind, cost in costs.items()} for at in (0, 1))
    return Habits(widths, empty, full, unclosed, rank or {})
