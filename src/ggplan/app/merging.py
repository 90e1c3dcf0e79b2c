"""Merge plans of provinces that became one: from what the user names to a proposal and its conflicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ggplan.app.diffing import LoadedPlan, load_plans
from ggplan.diff.merge import MERGE_SCORE, Part, merge
from ggplan.diff.merge_model import MergeResult
from ggplan.diff.select import nearest
from ggplan.errors import UsageError
from ggplan.plan import Province
from ggplan.registry.layered import registry_in_force
from ggplan.registry.loading import using
from ggplan.text import slug

__all__ = ["MergeSettings", "run_merge"]

_REFORM = "2025-07-01"
"""The day on which the provinces of today came to be (Resolution 202/2025/QH15)."""


@dataclass(frozen=True, slots=True)
class MergeSettings:
    """What to merge. `province`: name or slug of the new province; without it, the one that the registry says all became."""

    plans: tuple[str, ...]
    province: str | None = None
    min_score: float = MERGE_SCORE


def run_merge(settings: MergeSettings, read_stdin: Callable[[], bytes] | None = None) -> MergeResult:
    """The proposal. Raises `UsageError`, `InputError` or `CanonicalError`, each one sentence."""
    if len(settings.plans) < 2:
        raise UsageError("`ggplan merge` joins two plans or more; name them all")
    if not 0 <= settings.min_score <= 1:
        raise UsageError(f"--min-score {settings.min_score}: a score is a number from 0 to 1")
    with using(registry_in_force()):
        loaded = load_plans(settings.plans, read_stdin)
        province = _named_province(settings.province) if settings.province else _common_heir(loaded)
        return merge(_parts(loaded), min_score=settings.min_score, province=province)


def _parts(loaded: Sequence[LoadedPlan]) -> list[Part]:
    """The plans under the names of their provinces where these differ, else under those of their files."""
    names = [item.plan.province.name if item.plan.province else item.name for item in loaded]
    if len(set(names)) < len(names):
        names = [item.name for item in loaded]
    return [Part(name, item.plan) for name, item in zip(names, loaded, strict=True)]


def _common_heir(loaded: Sequence[LoadedPlan]) -> Province | None:
    from ggplan.registry.succession import heirs_of_province

    slugs = {item.plan.province.slug if item.plan.province else None for item in loaded}
    heirs = {heirs_of_province(name, _REFORM) if name else None for name in slugs}
    heir = heirs.pop() if len(heirs) == 1 else None
    return Province(code=heir.code, name=heir.name, slug=heir.slug) if heir else None


def _named_province(name: str) -> Province:
    from ggplan.registry.loading import load_registry

    wanted = slug(name)
    records = [
        record for record in load_registry().provinces if wanted in (record.slug, slug(record.name), *map(slug, record.aliases))
    ]
    record = next((record for record in records if record.valid_on(_REFORM)), records[0] if records else None)
    if record is None:
        near = nearest(wanted, {record.slug for record in load_registry().provinces})
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        raise UsageError(f"--province {name}: the registry knows no province of that name{hint}")
    return Province(code=record.code, name=record.name, slug=record.slug)
