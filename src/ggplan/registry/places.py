"""Bodies that no list of records holds, known by rule: the provinces, and the people's committee of one place.

A province is a body of its own where it joins a task (`tỉnh Thái Nguyên`): id `tinh-<slug>` or `thanh-pho-<slug>`, made of
the province records with their dates and heirs. The committee of one province, district or commune has the id
`ubnd-<level>-<slug of its name>` (`ubnd-huyen-chu-se`), which is the slug of its name; there is no list of districts, so
whether the place exists is not known, and its end and heirs are those of the collective of its level.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from ggplan.registry.models import Agency, ProvinceRecord, Successor
from ggplan.text import is_upper, slug, squeeze

__all__ = ["PROVINCE", "committee_of", "place_committee", "province_bodies", "province_body"]

PROVINCE = "tinh"
"""The classification of provinces as bodies; their names are read by rule, not by the graph of names or by similarity."""

_DISTRICTS, _COMMUNES = "ubnd-cac-huyen-thi-xa-thanh-pho", "ubnd-cac-xa-phuong-dac-khu"
_LEVELS = {
    "tinh": ("tỉnh", ""),
    "thanh-pho": ("thành phố", _DISTRICTS),
    "huyen": ("huyện", _DISTRICTS),
    "thi-xa": ("thị xã", _DISTRICTS),
    "quan": ("quận", _DISTRICTS),
    "thi-tran": ("thị trấn", _COMMUNES),
    "xa": ("xã", _COMMUNES),
    "phuong": ("phường", _COMMUNES),
    "dac-khu": ("đặc khu", _COMMUNES),
}
"""Levels by the slug of their name, and the collective that holds their end and heirs."""
_COMMITTEE = re.compile(rf"ubnd-(?P<level>{'|'.join(_LEVELS)})-(?P<place>[a-z0-9]+(?:-[a-z0-9]+)*)")


def province_body(record: ProvinceRecord, on: str | None) -> str:
    """The id of a province as a body on the day `on`."""
    return _identity(record.kind_on(on), record)


def _identity(kind: str, record: ProvinceRecord) -> str:
    return f"{'tinh' if kind == 'tỉnh' else 'thanh-pho'}-{record.slug}"


def province_bodies(provinces: Iterable[ProvinceRecord]) -> dict[str, Agency]:
    """Each province of each type as a body, by id, with its days and its heir."""
    records = tuple(provinces)
    bodies: dict[str, Agency] = {}
    for record in records:
        for body in _bodies_of(record, records):
            known = bodies.get(body.id)
            bodies[body.id] = _joined(known, body) if known else body
    return bodies


def _bodies_of(record: ProvinceRecord, records: tuple[ProvinceRecord, ...]) -> list[Agency]:
    """A record as one body, or as two in a row where its type changes."""
    starts = [(record.valid_from, record.kind, record.act)]
    starts += [(day, kind, act) for day, kind, act in record.kind_changes]
    found = []
    for index, (start, kind, _) in enumerate(starts):
        changed = starts[index + 1] if index + 1 < len(starts) else None
        end = changed[0] if changed else _day_after(record.valid_to)
        heir = _identity(changed[1], record) if changed else _heir(record, end, records)
        act = changed[2] if changed else record.act
        steps = (Successor(heir, end, "all", "partly verified", act, record.sources),) if heir and end else ()
        identity = _identity(kind, record)
        found.append(Agency(identity, f"{kind} {record.name}", PROVINCE, (), start, end, steps, sources=record.sources))
    return found


def _heir(record: ProvinceRecord, on: str | None, records: tuple[ProvinceRecord, ...]) -> str | None:
    """The id of the province that holds the land of `record` from the day `on`."""
    heirs = [other for other in records if other.slug == record.successor and other.valid_on(on)]
    return province_body(heirs[0], on) if heirs and on else None


def _joined(before: Agency, after: Agency) -> Agency:
    """One body of two records in a row: a province that went on with another land under its name."""
    return replace(
        before,
        dissolution_date=after.dissolution_date,
        successors=(*before.successors, *after.successors),
        sources=tuple(dict.fromkeys((*before.sources, *after.sources))),
    )


def _day_after(day: str | None) -> str | None:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat() if day else None


def place_committee(level: str, place: str) -> tuple[str, str]:
    """The id and the name of the committee of a place: `UBND huyện Chư Sê`. `level` is in small letters, in full."""
    place = squeeze(place)
    name = f"UBND {level} {place.title() if is_upper(place) else place}"
    return slug(name), name


def committee_of(identity: str, agencies: Mapping[str, Agency], name: str | None = None) -> Agency | None:
    """The committee with an id made by rule, or None for other ids; `agencies` are the records and the provinces.

    Its name is `name` where that has this id, else it is made of the id and lacks its marks.
    """
    match = _COMMITTEE.fullmatch(identity)
    if match is None:
        return None
    level, collective = _LEVELS[match["level"]]
    if name is None or slug(name) != identity:
        name = f"UBND {level} {match['place'].replace('-', ' ').title()}"
    province = agencies.get(identity.removeprefix("ubnd-"))
    if province and province.classification == PROVINCE:
        steps = tuple(replace(step, id=f"ubnd-{step.id}") for step in province.successors)
        return Agency(identity, name, "ubnd", (), None, province.dissolution_date, steps, sources=province.sources)
    whole = agencies.get(collective)
    if whole is None:
        return None
    return Agency(identity, name, "ubnd", (), None, whole.dissolution_date, whole.successors, sources=whole.sources)
