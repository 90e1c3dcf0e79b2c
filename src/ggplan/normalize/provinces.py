"""The province of a plan: by name or alias in issuer or title, else in the names of bodies, as of its date.

Trusted in this order: what the user says, the issuer, the title, the rest. The place of signing is no evidence (it is
often a town, and even wrong in copies).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ggplan.errors import UsageError
from ggplan.plan import Plan
from ggplan.registry.loading import Registry, load_registry
from ggplan.registry.models import ProvinceRecord
from ggplan.text import clean, fold, match_key

__all__ = ["FoundProvince", "find_province", "province_for", "provinces_in"]


@dataclass(frozen=True, slots=True)
class FoundProvince:
    """A province as of a date: `kind` is `tỉnh` or `thành phố`; `source` says where it was named."""

    slug: str
    code: str
    name: str
    kind: str
    source: str = "text"


def find_province(plan: Plan, *, override: str | None = None, registry: Registry | None = None) -> FoundProvince | None:
    """The province of `plan` at its date. `override` (name, alias or slug) wins; `UsageError` where nobody knows it."""
    registry = registry or load_registry()
    on = plan.document.issued_on
    if override:
        found = province_for(override, on=on, registry=registry)
        if found is None:
            raise UsageError(f"No province is called {override!r}; give a name (Gia Lai) or a slug (gia-lai).")
        return _as_found(found, on, "override")
    for source, text in (("issuer", plan.document.issuer), ("title", plan.document.title)):
        for record in provinces_in(text or "", on=on, registry=registry):
            return _as_found(record, on, source)
    bodies = [body for task in plan.tasks for body in (*task.lead_agencies, *task.cooperating_agencies)]
    return _most_named([*(group.title for group in plan.groups), *(body.text for body in bodies)], on, registry)


def _most_named(texts: Iterable[str], on: str | None, registry: Registry) -> FoundProvince | None:
    """The province named more often than any other in the names of bodies and groups, at least twice."""
    counts: dict[str, int] = {}
    records: dict[str, ProvinceRecord] = {}
    for text in texts:
        for record in provinces_in(text, on=on, registry=registry):
            counts[record.slug] = counts.get(record.slug, 0) + 1
            records[record.slug] = record
    ranked = sorted(counts.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return None
    return _as_found(records[ranked[0][0]], on, "bodies")


def _as_found(record: ProvinceRecord, on: str | None, source: str) -> FoundProvince:
    return FoundProvince(record.slug, record.code, record.name, record.kind_on(on), source)


def province_for(name: str, *, on: str | None = None, registry: Registry | None = None) -> ProvinceRecord | None:
    """The province called `name` (name, alias or slug, in any case, with or without marks) on the day `on`."""
    registry = registry or load_registry()
    key = match_key(re.sub(r"^\s*(?:tỉnh|tinh|thành\s+phố|thanh\s+pho|tp\.?)\s+", "", clean(name).text, flags=re.IGNORECASE))
    found = [one for one in registry.provinces if key in (one.slug, *map(match_key, (one.name, *one.aliases)))]
    found = found or [one for one in registry.provinces if fold(key) in map(fold, (one.name, *one.aliases))]
    return next((record for record in found if record.valid_on(on)), found[0] if found else None)


def provinces_in(text: str, *, on: str | None = None, registry: Registry | None = None) -> list[ProvinceRecord]:
    """The provinces that `text` names, in order, each once; names after `tỉnh`, `thành phố`, `UBND` before others.

    Text without marks (`UBND TINH GIA LAI`) is read by folded names; text with marks never is.
    """
    registry = registry or load_registry()
    text = clean(text).text
    bare = text.isascii()
    pattern, slugs = _pattern(registry.provinces, bare)
    key = fold(text) if bare else match_key(text)
    hits = [(match["kind"] is None, match.start(), slugs[match["name"]]) for match in pattern.finditer(key)]
    ordered = dict.fromkeys(slug for _, _, slug in sorted(hits))
    found = (registry.province(slug, on) for slug in ordered)
    return [record for record in found if record is not None]


@lru_cache(maxsize=8)
def _pattern(provinces: tuple[ProvinceRecord, ...], bare: bool) -> tuple[re.Pattern[str], dict[str, str]]:
    make = fold if bare else match_key
    slugs = {make(name): record.slug for record in provinces for name in (record.name, *record.aliases)}
    names = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(slugs, key=len, reverse=True))
    kinds = "tinh|thanh pho|tp" if bare else "tỉnh|thành phố|tp"
    return re.compile(rf"(?<!\w)(?:(?P<kind>{kinds})\b\.?\s*)?(?P<name>{names})(?!\w)"), slugs
