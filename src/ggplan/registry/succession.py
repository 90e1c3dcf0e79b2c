"""Who answers for a body on a later date: its heirs with their part and the legal act. A view; nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass

from ggplan.registry.loading import Registry, load_registry
from ggplan.registry.models import Agency, ProvinceRecord, Successor

__all__ = ["Heir", "heirs_of_province", "successors"]

_SAME = "all"


@dataclass(frozen=True, slots=True)
class Heir:
    """A body that holds `functions` of another on a date.

    `act` is None where no legal act is recorded; `status` is the weakest of the steps that lead here (verified, partly
    verified, general knowledge), or `no change recorded` where the body goes on. `start` is the day of the last step.
    """

    id: str
    functions: str
    start: str | None
    act: str | None
    status: str
    sources: tuple[str, ...]


_WEAKER = {"no change recorded": 0, "verified": 1, "partly verified": 2, "general knowledge": 3}


def successors(identity: str, as_of: str, registry: Registry | None = None, *, province: str | None = None) -> tuple[Heir, ...]:
    """The bodies that answer for `identity` on the day `as_of`: itself where it goes on, empty where none is recorded.

    A body whose duties were split has several heirs, each with its part. `province` (a slug): by the days that bodies have
    there. Raises `KeyError` for an unknown id.
    """
    registry = registry or load_registry()
    agency = _agency(identity, registry, province)
    found = _follow(identity, as_of, registry, (), province)
    if not found and agency.exists_on(as_of):
        return (Heir(identity, _SAME, None, None, "no change recorded", agency.sources),)
    return tuple(dict.fromkeys(found))


def _agency(identity: str, registry: Registry, province: str | None) -> Agency:
    agency = registry.agency(identity)
    if agency is None:
        raise KeyError(identity)
    return agency.within(province)


def _follow(identity: str, as_of: str, registry: Registry, path: tuple[str, ...], province: str | None) -> list[Heir]:
    """The heirs along every chain of steps that were taken by `as_of`; a chain ends at a body that exists then."""
    heirs: list[Heir] = []
    for step in _agency(identity, registry, province).successors:
        ends = _agency(step.id, registry, province).exists_on(as_of)
        if step.start > as_of or (not ends and step.id in (identity, *path)):
            continue
        if ends:
            heirs.append(Heir(step.id, step.functions, step.start, step.act, step.status, step.sources))
        else:
            onward = _follow(step.id, as_of, registry, (*path, identity), province)
            heirs.extend(_joined(step, heir) for heir in onward)
    return heirs


def _joined(step: Successor, heir: Heir) -> Heir:
    functions = step.functions if heir.functions.startswith(_SAME) else f"{step.functions}; of these {heir.functions}"
    acts = "; ".join(dict.fromkeys(act for act in (step.act, heir.act) if act)) or None
    status = max(step.status, heir.status, key=lambda status: _WEAKER.get(status, 3))
    return Heir(heir.id, functions, heir.start, acts, status, tuple(dict.fromkeys((*step.sources, *heir.sources))))


def heirs_of_province(slug: str, as_of: str, registry: Registry | None = None) -> ProvinceRecord | None:
    """The province that holds the land of `slug` on the day `as_of`; its `act` says how. None for an unknown slug."""
    registry = registry or load_registry()
    record = registry.province(slug, as_of)
    for _ in range(4):
        if record is None or record.valid_on(as_of) or record.successor is None:
            return record
        record = registry.province(record.successor, as_of)
    return record
