"""How written forms of bodies resolve, and who answers for them today."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ggplan.errors import UsageError
from ggplan.normalize.agencies import Resolved, resolve_cell
from ggplan.normalize.provinces import province_for
from ggplan.registry.loading import load_registry

__all__ = ["ResolvedForm", "check_date", "resolve_forms"]


@dataclass(frozen=True, slots=True)
class ResolvedForm:
    """A written form, its bodies, and for each body id its heirs as of a day where one was asked for."""

    text: str
    bodies: tuple[Resolved, ...]
    as_of: str | None = None


def check_date(date: str | None, option: str) -> str | None:
    """`date` if it is an EDTF day, month or year; raises `UsageError` naming the option otherwise."""
    if date is not None and not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", date):
        raise UsageError(f"{option} {date} is no date; write 2025-07-01, 2025-07 or 2025")
    return date


def resolve_forms(
    forms: Sequence[str], *, province: str | None = None, on: str | None = None, as_of: str | None = None
) -> list[ResolvedForm]:
    """Each form with its bodies. Raises `UsageError` for an unknown province or a date that is none."""
    registry = load_registry()
    check_date(on, "--on")
    check_date(as_of, "--as-of")
    found = province_for(province, on=on, registry=registry) if province else None
    if province and found is None:
        raise UsageError(
            f"no province is called {province!r}; give a name such as 'Gia Lai' or a slug such as 'gia-lai'"
        )
    return [
        ResolvedForm(
            form, tuple(resolve_cell(form, on=on, province=found.slug if found else None, registry=registry)), as_of
        )
        for form in forms
    ]
