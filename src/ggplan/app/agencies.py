"""How written forms of bodies resolve, and who answers for them today."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ggplan.coverage.heirs import heirs_of
from ggplan.coverage.model import Body
from ggplan.errors import UsageError
from ggplan.normalize.agencies import Resolved, resolve_cell
from ggplan.normalize.provinces import province_for
from ggplan.registry.layered import registry_in_force

__all__ = ["ResolvedForm", "check_date", "resolve_forms"]


@dataclass(frozen=True, slots=True)
class ResolvedForm:
    """A written form and its bodies. Where a day was asked for, `heirs` tells by id who answers for each body then."""

    text: str
    bodies: tuple[Resolved, ...]
    as_of: str | None = None
    heirs: Mapping[str, tuple[Body, ...]] = field(default_factory=dict)


def check_date(date: str | None, option: str) -> str | None:
    """`date` if it is an EDTF day, month or year of the calendar; raises `UsageError` naming the option otherwise."""
    if date is not None and not (re.fullmatch(r"\d{4}(-\d\d){0,2}", date) and _in_calendar(date)):
        raise UsageError(f"{option} {date} is no date; write 2025-07-01, 2025-07 or 2025")
    return date


def _in_calendar(date: str) -> bool:
    try:
        datetime.date.fromisoformat(date + "-01" * (2 - date.count("-")))
    except ValueError:
        return False
    return True


def resolve_forms(
    forms: Sequence[str], *, province: str | None = None, on: str | None = None, as_of: str | None = None
) -> list[ResolvedForm]:
    """Each form with its bodies. Raises `UsageError` for an unknown province or a date that is none."""
    registry = registry_in_force()
    check_date(on, "--on")
    check_date(as_of, "--as-of")
    found = province_for(province, on=on, registry=registry) if province else None
    if province and found is None:
        raise UsageError(f"no province is called {province!r}; give a name such as 'Gia Lai' or a slug such as 'gia-lai'")
    slug = found.slug if found else None
    resolved = []
    for form in forms:
        bodies = tuple(resolve_cell(form, on=on, province=slug, registry=registry))
        known = {body.id: body.name for body in bodies if body.id} if as_of else {}
        heirs = {identity: heirs_of(identity, as_of, slug, registry, name) for identity, name in known.items() if as_of}
        resolved.append(ResolvedForm(form, bodies, as_of, heirs))
    return resolved
