"""The registries as typed records, loaded from the compiled file, with a user's additions laid over them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ggplan.registry.models import (
    Agency,
    AttestedCodes,
    NationalPlan,
    OtherName,
    ProvinceRecord,
    SourceRecord,
    Successor,
    Theme,
)

__all__ = ["Registry", "load_registry", "registry_of"]


@dataclass(frozen=True, slots=True)
class Registry:
    """All records, in the order of the files."""

    agencies: Mapping[str, Agency]
    provinces: tuple[ProvinceRecord, ...]
    national: NationalPlan | None
    sources: Mapping[str, SourceRecord]
    lexicons: dict[tuple[str | None, str | None], Any] = field(default_factory=dict, compare=False, repr=False)
    """Lexicons built so far, by date and province (`ggplan.registry.lexicon.lexicon`)."""

    def province(self, slug: str, on: str | None = None) -> ProvinceRecord | None:
        """The record of the province `slug` on the day `on`; without a day, or where it no longer exists, the first record."""
        records = [record for record in self.provinces if record.slug == slug]
        return next((record for record in records if record.valid_on(on)), records[0] if records else None)


@cache
def load_registry() -> Registry:
    """The registries that ship with ggplan."""
    from ggplan.registry.compile import COMPILED  # noqa: PLC0415

    return registry_of(json.loads(COMPILED.read_text("utf-8")))


def registry_of(data: Mapping[str, Any]) -> Registry:
    """The registry of plain `data` as `registry.json` holds it. Raises `TypeError` or `KeyError` on unknown or missing fields."""
    return Registry(
        {record["id"]: _agency(record) for record in data.get("agencies", ())},
        tuple(_province(record) for record in data.get("provinces") or ()),
        _national(data["qd882"]) if data.get("qd882") else None,
        {key: SourceRecord(key, **record) for key, record in data.get("sources", {}).items()},
    )


def _agency(record: Mapping[str, Any]) -> Agency:
    plain = dict(record)
    plain["other_names"] = tuple(OtherName(**name) for name in record.get("other_names", ()))
    plain["successors"] = tuple(_successor(heir) for heir in record.get("successors", ()))
    plain["sources"] = tuple(record.get("sources", ()))
    return Agency(**plain)


def _successor(record: Mapping[str, Any]) -> Successor:
    plain = dict(record)
    plain["start"] = plain.pop("from")
    plain["sources"] = tuple(record.get("sources", ()))
    return Successor(**plain)


def _province(record: Mapping[str, Any]) -> ProvinceRecord:
    plain = dict(record)
    plain["kind"] = plain.pop("type")
    for key in ("aliases", "formed_from", "sources"):
        plain[key] = tuple(record.get(key, ()))
    changes: Iterable[Mapping[str, str]] = record.get("type_changes", ())
    plain.pop("type_changes", None)
    plain["kind_changes"] = tuple((change["from"], change["type"], change["act"]) for change in changes)
    return ProvinceRecord(**plain)


def _national(record: Mapping[str, Any]) -> NationalPlan:
    return NationalPlan(
        number=record["number"],
        issued_on=record["issued_on"],
        totals=tuple(record["totals"].items()),
        themes=tuple(Theme(**theme) for theme in record["themes"]),
        attested=tuple(
            AttestedCodes(tuple(item["codes"]), item["heading"], item["source"], item["status"])
            for item in record["attested"]
        ),
        sources=tuple(record.get("sources", ())),
    )
