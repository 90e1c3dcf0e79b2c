"""The result of a comparison: frozen records whose JSON other programs read (`docs/diff.schema.json`).

`changes` holds a key for each field that differs and nothing else: an empty one means no difference. Lists are never left out
of pairs, so that a reader needs no defaults. `mirrored` gives the comparison the other way round.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from ggplan.diff.records import PlanChanges, Record, TargetChanges, TaskChanges
from ggplan.plan import FORMAT

__all__ = [
    "PlanDiff",
    "PlanPart",
    "Side",
    "TargetPair",
    "TargetPart",
    "TaskPair",
    "TaskPart",
    "ThemeCount",
    "Workload",
    "schema",
]

Score = Annotated[float, Field(ge=0, le=1)]


class TaskPair(Record):
    """Two tasks that are one duty; `also_…` are further tasks of that side that the other task covers in part."""

    left: str
    right: str
    score: Score
    kind: Literal["same", "similar", "part"]
    also_left: tuple[str, ...] = ()
    also_right: tuple[str, ...] = ()
    changes: TaskChanges = TaskChanges()

    def mirrored(self) -> TaskPair:
        """The same with sides exchanged."""
        return TaskPair(
            left=self.right,
            right=self.left,
            score=self.score,
            kind=self.kind,
            also_left=self.also_right,
            also_right=self.also_left,
            changes=self.changes.mirrored(),
        )


class TargetPair(Record):
    """Two targets of one indicator."""

    left: str
    right: str
    score: Score
    changes: TargetChanges = TargetChanges()

    def mirrored(self) -> TargetPair:
        """The same with sides exchanged."""
        return TargetPair(left=self.right, right=self.left, score=self.score, changes=self.changes.mirrored())


class TaskPart(Record):
    """Tasks in pairs and alone."""

    pairs: tuple[TaskPair, ...] = ()
    only_left: tuple[str, ...] = ()
    only_right: tuple[str, ...] = ()


class TargetPart(Record):
    """Targets in pairs and alone."""

    pairs: tuple[TargetPair, ...] = ()
    only_left: tuple[str, ...] = ()
    only_right: tuple[str, ...] = ()


class PlanPart(Record):
    """What differs outside tasks and targets."""

    changes: PlanChanges = PlanChanges()


class Side(Record):
    """One of the two plans: the path as it was given, its province's slug, and how much it holds."""

    path: str
    province: str | None = None
    name: str | None = None
    section: Literal["body", "appendix"] | None = None
    tasks: int = 0
    targets: int = 0


class ThemeCount(Record):
    """How many tasks of a national theme (absent: of none) each side has."""

    theme: int | None = None
    left: int
    right: int


class Workload(Record):
    """How many tasks a body leads and supports on each side."""

    id: str | None = None
    name: str
    left_leads: int = 0
    left_supports: int = 0
    right_leads: int = 0
    right_supports: int = 0

    @property
    def even(self) -> bool:
        """True where both sides give it as many tasks to lead and to support."""
        return (self.left_leads, self.left_supports) == (self.right_leads, self.right_supports)


class PlanDiff(Record):
    """Two plans compared. `mode`: of two provinces, two versions of one plan, or the body and the appendix of one plan."""

    ggplan: Literal[1] = FORMAT
    mode: Literal["provinces", "versions", "within"] = "provinces"
    as_of: str | None = None
    left: Side
    right: Side
    plan: PlanPart = PlanPart()
    tasks: TaskPart = TaskPart()
    targets: TargetPart = TargetPart()
    themes: tuple[ThemeCount, ...] = ()
    agencies: tuple[Workload, ...] = ()

    @property
    def differs(self) -> bool:
        """True where anything is on one side only or has changed, or a count differs."""
        parts = (self.tasks, self.targets)
        alone = any(part.only_left or part.only_right for part in parts)
        changed = any(pair.changes for part in parts for pair in part.pairs)
        uneven = any(theme.left != theme.right for theme in self.themes) or not all(load.even for load in self.agencies)
        return bool(alone or changed or self.plan.changes or uneven)

    @property
    def empty(self) -> bool:
        """True where nothing was compared: neither plan has a task or target of those asked for."""
        none = TaskPart(), TargetPart()
        return (self.tasks, self.targets) == none and not (self.themes or self.agencies or self.plan.changes)

    def as_data(self) -> dict[str, Any]:
        """The comparison as plain data, keys in the models' order."""
        return self.model_dump(mode="json")


def schema() -> dict[str, Any]:
    """The JSON Schema 2020-12 of `ggplan diff --format json`, generated from these models."""
    generated = PlanDiff.model_json_schema(mode="validation")
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://ggplan.org/schema/diff-1.json",
        "title": "ggplan diff, format 1",
    }
    return {**head, **{key: value for key, value in generated.items() if key != "title"}}
