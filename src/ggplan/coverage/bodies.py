"""All that one body leads or joins, across plans, as written or as of a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ggplan.coverage.heirs import heirs_of, province_then
from ggplan.coverage.model import Body
from ggplan.plan import AgencyMention, Plan, Task
from ggplan.registry.loading import Registry

__all__ = ["COLLECTIVES", "Duties", "Duty", "duties_of"]

COLLECTIVES = ("cac-so-ban-nganh", "cac-so-nganh-dia-phuong", "cac-don-vi-lien-quan")
"""Collective bodies that take in every department of a province."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A task that a body leads or joins.

    `mention` is the body as the plan names it, `heirs` who answers for it on the day asked.
    """

    task: Task
    role: Literal["lead", "cooperating"]
    mention: AgencyMention
    heirs: tuple[Body, ...] = ()


@dataclass(frozen=True, slots=True)
class Duties:
    """The duties of a body in one plan. `province_now` is the name of the province then, where it is another."""

    name: str
    plan: Plan
    duties: tuple[Duty, ...]
    province_now: str | None = None


def duties_of(
    identity: str,
    plans: Iterable[tuple[str, Plan]],
    registry: Registry,
    as_of: str | None = None,
    *,
    collectives: bool = False,
) -> list[Duties]:
    """The duties of the body `identity` in each plan that has any.

    As of a day, the duties of every body that it has taken over count too. `collectives`: also what collective bodies have
    to do that take in every department.
    """
    agency = registry.agency(identity)
    department = agency is not None and agency.classification == "so"
    wanted = {identity, *(COLLECTIVES if collectives and department else ())}
    found = []
    for name, plan in plans:
        province = plan.province.slug if plan.province else None
        record = province_then(province, as_of, registry) if as_of else None
        duties = tuple(duty for task in plan.tasks for duty in _of_task(task, wanted, province, registry, as_of))
        if duties:
            moved = record.name if record and record.slug != province else None
            found.append(Duties(name, plan, duties, moved))
    return found


def _of_task(task: Task, wanted: set[str], province: str | None, registry: Registry, as_of: str | None) -> Iterable[Duty]:
    roles: tuple[tuple[Literal["lead", "cooperating"], tuple[AgencyMention, ...]], ...] = (
        ("lead", task.lead_agencies),
        ("cooperating", task.cooperating_agencies),
    )
    for role, mentions in roles:
        for mention in mentions:
            if mention.id is None:
                continue
            heirs = heirs_of(mention.id, as_of, province, registry, mention.name) if as_of else ()
            if mention.id in wanted or any(heir.id in wanted for heir in heirs):
                yield Duty(task, role, mention, heirs)
