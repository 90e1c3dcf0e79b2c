"""A table row as printed, whatever form the table came in: the code and the cells by kind of column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ggplan.location import NOWHERE, Place
from ggplan.parse.columns import Kind

__all__ = ["Doubt", "RawRow"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line of a row that could belong to another column: the line, the chosen column, the other one, the margin."""

    line: str
    column: str
    other: str
    margin: float
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: a group row (`group` is true, its title under `task`) or a task row.

    `cells` maps the kind of a column to the paragraphs of its cell; a column without text is absent. `score` is how sure the
    reading of the cells is (1 where the table came with its grid).
    """

    code: str
    cells: Mapping[Kind, tuple[str, ...]]
    place: Place = NOWHERE
    group: bool = False
    score: float = 1.0
    doubts: tuple[Doubt, ...] = field(default=())
    unknown: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The text of a group row."""
        return " ".join(self.cells.get("task", ()))
