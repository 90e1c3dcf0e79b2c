"""What a coverage is: for each plan, counts by theme, the national tasks carried out, and the gaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ggplan.normalize.linking import PlanLinks
from ggplan.plan import Plan
from ggplan.registry.catalogue import Catalogue

__all__ = ["MEASURES", "Body", "Coverage", "Gaps", "Lead", "Measure", "PlanCoverage", "ThemeCount"]

Measure: TypeAlias = Literal["tasks", "actions", "targets"]
MEASURES: tuple[Measure, ...] = ("tasks", "actions", "targets")


@dataclass(frozen=True, slots=True)
class Body:
    """A body that answers for a lead as of a day: its part of the duties, the legal act, and how well that is known.

    `act` is None where no act of its succession is recorded. `province` is the name of the province it belongs to then, where
    that is another than the plan's, by the act `province_act`, which `act` names too.
    """

    id: str
    name: str
    functions: str
    act: str | None
    status: str
    province: str | None = None
    province_act: str | None = None

    @property
    def unchanged(self) -> bool:
        """Whether the body goes on and no succession is recorded, so that there is no act to name."""
        return self.status == "no change recorded"

    @property
    def unchecked(self) -> bool:
        """Whether nobody has checked the succession against a text."""
        return self.status == "general knowledge"


@dataclass(frozen=True, slots=True)
class Lead:
    """A body that leads tasks, as the plan names it, with how many; `heirs` answer for it as of the day asked for."""

    id: str | None
    name: str
    tasks: int
    heirs: tuple[Body, ...] = ()


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """What a plan has in one theme."""

    tasks: int = 0
    actions: int = 0
    targets: int = 0
    leads: tuple[Lead, ...] = ()

    def of(self, measure: Measure) -> int:
        """One of the counts."""
        return {"tasks": self.tasks, "actions": self.actions, "targets": self.targets}[measure]


@dataclass(frozen=True, slots=True)
class Gaps:
    """What a plan has nothing for: themes without a task or action, and with a full catalogue groups and tasks without a task."""

    themes: tuple[int, ...] = ()
    groups: tuple[str, ...] = ()
    national: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanCoverage:
    """One plan. `national` maps national codes to ids of tasks; `unplaced` are ids of tasks that speak of no theme."""

    name: str
    plan: Plan
    links: PlanLinks
    themes: Mapping[int, ThemeCount]
    national: Mapping[str, tuple[str, ...]]
    gaps: Gaps
    unplaced: tuple[str, ...] = ()

    @property
    def province(self) -> str:
        """The province's name, else the name of the file."""
        return self.plan.province.name if self.plan.province else self.name

    def group_tasks(self, code: str) -> tuple[str, ...]:
        """The tasks that carry out a national group or something in it."""
        inside = [ids for known, ids in self.national.items() if known == code or known.startswith(f"{code}.")]
        return tuple(dict.fromkeys(task for ids in inside for task in ids))


@dataclass(frozen=True, slots=True)
class Coverage:
    """Plans beside the national plan. `as_of` is the day for which heirs of the leads are told."""

    catalogue: Catalogue
    plans: tuple[PlanCoverage, ...]
    as_of: str | None = None
