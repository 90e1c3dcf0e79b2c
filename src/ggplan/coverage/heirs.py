"""Who answers for a body of a plan on a later day, with the province it is in then. A view: the plan keeps what it says."""

from __future__ import annotations

from collections.abc import Sequence

from ggplan.coverage.model import Body
from ggplan.plan import AgencyMention, Plan
from ggplan.registry.lexicon import fill
from ggplan.registry.loading import Registry
from ggplan.registry.models import Agency, ProvinceRecord
from ggplan.registry.places import PROVINCE
from ggplan.registry.succession import Heir, heirs_of_province, successors

__all__ = ["heirs_in_plan", "heirs_of", "province_then"]


def province_then(slug: str | None, as_of: str, registry: Registry) -> ProvinceRecord | None:
    """The province that holds the land of `slug` on the day `as_of`; None without a province."""
    return heirs_of_province(slug, as_of, registry) if slug else None


def heirs_of(identity: str, as_of: str, province: str | None, registry: Registry, name: str | None = None) -> tuple[Body, ...]:
    """The bodies that answer for the body `identity` of the province `province` (a slug) on the day `as_of`.

    Empty where no heir is recorded, and for an id that the registry does not know. `name` is the body's own, as a plan gives it.
    """
    agency = registry.agency(identity, name)
    if agency is None:
        return ()
    record = province_then(province, as_of, registry)
    moved = record if record and record.slug != province and not _elsewhere(agency) else None
    found = []
    for heir in successors(identity, as_of, registry, province=province):
        known = agency if heir.id == identity else registry.agency(heir.id)
        called = fill(known.name, record, as_of) if known else heir.id
        name_then, act_then = (moved.name, moved.act) if moved else (None, None)
        found.append(Body(heir.id, called, heir.functions, _acts(heir, act_then), heir.status, name_then, act_then))
    return tuple(found)


_ELSEWHERE = frozenset({"bo", "trung-uong", PROVINCE})
"""Kinds of bodies that are not of the plan's province."""
_NATIONAL = frozenset(
    [
        *("cac-bo-nganh-trung-uong", "cac-bo-nganh-dia-phuong", "cac-don-vi-truc-thuoc-bo-cong-thuong"),
        *("cac-tinh", "cac-tinh-thanh-pho", "cac-dia-phuong-giap-ranh"),
    ]
)
"""Collectives of other places than the plan's province."""


def _elsewhere(agency: Agency) -> bool:
    national = agency.id in _NATIONAL or agency.id.endswith("-viet-nam")
    return national or agency.classification in _ELSEWHERE


def _acts(heir: Heir, merger: str | None) -> str | None:
    """The act of the succession, and that of the province's merger; None where a succession has no act of its own."""
    if heir.act is None and heir.status != "no change recorded":
        return None
    return "; ".join(dict.fromkeys(one for one in (heir.act, merger) if one)) or None


def heirs_in_plan(plan: Plan, as_of: str, registry: Registry) -> list[tuple[AgencyMention, tuple[Body, ...]]]:
    """Every body that leads or joins in a plan, once each in the order of the plan, with its heirs as of a day."""
    province = plan.province.slug if plan.province else None
    known: dict[str, AgencyMention] = {}
    for task in plan.tasks:
        mentions: Sequence[AgencyMention] = (*task.lead_agencies, *task.cooperating_agencies)
        for mention in mentions:
            known.setdefault(mention.id or mention.text, mention)
    return [(one, heirs_of(one.id, as_of, province, registry, one.name) if one.id else ()) for one in known.values()]
