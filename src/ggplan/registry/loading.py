"""The registries as typed records, loaded from the compiled file, with a user's additions laid over them.

Additions are YAML files of the same shape as `sources/agencies/`: a record with a new id is added; a record with a
known id adds its `other_names` and `successors` and replaces its other fields.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ggplan.errors import UsageError
from ggplan.registry.models import (
    Agency,
    AttestedCodes,
    LocalDays,
    NationalPlan,
    OtherName,
    ProvinceRecord,
    SourceRecord,
    Successor,
    Theme,
)
from ggplan.registry.places import committee_of, province_bodies

__all__ = ["COMPILED", "Registry", "load_registry", "load_with", "registry_of", "shipped_registry", "using"]

COMPILED = Path(__file__).parent / "registry.json"
"""What `ggplan.registry.compile` makes of the YAML sources."""

_LISTS = ("other_names", "successors", "local_days")


@dataclass(frozen=True, slots=True, eq=False)
class Registry:
    """All records, in the order of the files, and the provinces as bodies. Equal and hashed by identity."""

    agencies: Mapping[str, Agency]
    provinces: tuple[ProvinceRecord, ...]
    national: NationalPlan | None
    sources: Mapping[str, SourceRecord]
    lexicons: dict[tuple[str | None, str | None], Any] = field(default_factory=dict, repr=False)
    """Lexicons built so far, by date and province (`ggplan.registry.lexicon.lexicon_for`)."""

    def province(self, slug: str, on: str | None = None) -> ProvinceRecord | None:
        """The record of the province `slug` on the day `on`; the first record without a day or where none is valid."""
        records = [record for record in self.provinces if record.slug == slug]
        return next((record for record in records if record.valid_on(on)), records[0] if records else None)

    def agency(self, identity: str, name: str | None = None) -> Agency | None:
        """The body with an id, those known by rule included (`ggplan.registry.places`); `name` as a plan gives it."""
        return self.agencies.get(identity) or committee_of(identity, self.agencies, name)


@cache
def shipped_registry() -> Registry:
    """The registries that ship with ggplan."""
    return registry_of(_compiled())


_IN_USE: ContextVar[Registry | None] = ContextVar("the registries in use", default=None)


def load_registry() -> Registry:
    """The registries in use (`using`), else those that ship with ggplan."""
    return _IN_USE.get() or shipped_registry()


@contextmanager
def using(registry: Registry) -> Iterator[Registry]:
    """While it lasts, all look-ups that name no registry go to `registry`: how a whole run obeys a user's additions."""
    token = _IN_USE.set(registry)
    try:
        yield registry
    finally:
        _IN_USE.reset(token)


def load_with(paths: Iterable[Path]) -> Registry:
    """The shipped registries with the additions of `paths` (files, or folders of `*.yml`) laid over them, in order.

    Raises `UsageError` for a file that is no list of records, or a record that lacks a field.
    """
    data = _compiled()
    records = {record["id"]: record for record in data["agencies"]}
    for path in paths:
        for file in sorted(path.glob("*.yml")) if path.is_dir() else (path,):
            for record in _additions(file):
                records[record["id"]] = _merged(records.get(record["id"], {}), record)
    data["agencies"] = list(records.values())
    try:
        return registry_of(data)
    except (TypeError, KeyError, AttributeError) as error:
        raise UsageError(f"A registry addition has an unknown or missing field: {error}. Compare it with the docs.") from error


def _compiled() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(COMPILED.read_text("utf-8"))
    return data


def _additions(file: Path) -> list[dict[str, Any]]:
    import yaml

    from ggplan.serial import load_yaml

    try:
        records = load_yaml(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UsageError(f"{file.name} cannot be read as a YAML list of agencies: {error}") from error
    if not isinstance(records, list) or not all(isinstance(record, dict) and "id" in record for record in records):
        raise UsageError(f"{file.name} must be a list of agencies, each with an id.")
    return records


def _merged(known: Mapping[str, Any], added: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**known, **added}
    for key in _LISTS:
        if key in known or key in added:
            merged[key] = [*known.get(key, ()), *added.get(key, ())]
    return merged


def registry_of(data: Mapping[str, Any]) -> Registry:
    """The registry of plain `data`, shaped as `registry.json`. Raises `TypeError` or `KeyError` on wrong fields."""
    provinces = tuple(_province(record) for record in data.get("provinces") or ())
    return Registry(
        province_bodies(provinces) | {record["id"]: _agency(record) for record in data.get("agencies", ())},
        provinces,
        _national(data["qd882"]) if data.get("qd882") else None,
        {key: SourceRecord(key, **record) for key, record in data.get("sources", {}).items()},
    )


def _agency(record: Mapping[str, Any]) -> Agency:
    plain = dict(record)
    plain["other_names"] = tuple(OtherName(**name) for name in record.get("other_names", ()))
    plain["successors"] = tuple(_successor(heir) for heir in record.get("successors", ()))
    if "local_days" in plain:
        plain["local_days"] = tuple(
            LocalDays(**{**days, "sources": tuple(days.get("sources", ()))}) for days in plain["local_days"]
        )
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
    changes: Iterable[Mapping[str, str]] = plain.pop("type_changes", ())
    plain["kind_changes"] = tuple((change["from"], change["type"], change["act"]) for change in changes)
    return ProvinceRecord(**plain)


def _national(record: Mapping[str, Any]) -> NationalPlan:
    return NationalPlan(
        number=record["number"],
        issued_on=record["issued_on"],
        totals=tuple(record["totals"].items()),
        themes=tuple(Theme(**theme) for theme in record["themes"]),
        attested=tuple(
            AttestedCodes(tuple(item["codes"]), item["heading"], item["source"], item["status"]) for item in record["attested"]
        ),
        sources=tuple(record.get("sources", ())),
    )
