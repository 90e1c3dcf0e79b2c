"""Checks of the registries against themselves: citations, dates, cross-references, names that mean two bodies."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from ggplan.registry.loading import Registry
from ggplan.registry.models import Agency, OtherName
from ggplan.registry.tokens import CONNECTIVES, tokenize
from ggplan.text import slug

__all__ = ["Problem", "lint"]

_STATUSES = {"verified", "partly verified", "general knowledge"}
_ALWAYS, _NEVER = "0000", "9999"


class Problem(NamedTuple):
    """What is wrong with a record: its id, the rule it breaks, and a sentence."""

    id: str
    rule: str
    message: str


def lint(registry: Registry) -> list[Problem]:
    """Every problem of the registries, by record; an empty list for sound ones."""
    problems = [problem for agency in registry.agencies.values() for problem in _agency(agency, registry)]
    problems += _shared_names(registry)
    problems += _provinces(registry)
    return problems


def _agency(agency: Agency, registry: Registry) -> Iterator[Problem]:
    if agency.id != slug(agency.id):
        yield Problem(agency.id, "id-no-slug", f"{agency.id!r} is not made of a-z, 0-9 and hyphens.")
    yield from _citations(agency.id, agency.sources, registry)
    yield from _dates(agency)
    if agency.jurisdiction and registry.province(agency.jurisdiction) is None:
        yield Problem(agency.id, "jurisdiction-unknown", f"No province has the slug {agency.jurisdiction!r}.")
    yield from _local_days(agency, registry)
    for step in agency.successors:
        if step.id not in registry.agencies:
            yield Problem(agency.id, "successor-unknown", f"The successor {step.id!r} is no record.")
        if step.status not in _STATUSES:
            known = ", ".join(sorted(_STATUSES))
            yield Problem(agency.id, "status-unknown", f"{step.status!r} is no status; use one of {known}.")
        yield from _citations(agency.id, step.sources, registry)
        if not step.act and step.status == "verified" and not step.sources:
            yield Problem(agency.id, "successor-without-act", f"The step to {step.id!r} has neither act nor source.")


def _citations(identity: str, keys: tuple[str, ...], registry: Registry) -> Iterator[Problem]:
    if not keys:
        yield Problem(identity, "uncited", "The record names no source; general knowledge is cited as GK.")
    for key in keys:
        if key not in registry.sources:
            yield Problem(identity, "source-unknown", f"{key!r} is not in sources.yml.")


def _dates(agency: Agency) -> Iterator[Problem]:
    founded, dissolved = agency.founding_date, agency.dissolution_date
    if founded and dissolved and founded >= dissolved:
        yield Problem(agency.id, "dates-disordered", f"Founded {founded}, dissolved {dissolved}.")
    for name in agency.other_names:
        if name.start and name.end and name.start > name.end:
            yield Problem(agency.id, "dates-disordered", f"{name.name!r} is used from {name.start} to {name.end}.")
    for step in agency.successors:
        if step.id != agency.id and dissolved and step.start[:4] < dissolved[:4] and len(step.start) > 4 and len(dissolved) > 4:
            yield Problem(agency.id, "dates-disordered", f"{step.id!r} succeeds on {step.start}, before the end.")


def _local_days(agency: Agency, registry: Registry) -> Iterator[Problem]:
    for days in agency.local_days:
        if registry.province(days.province) is None:
            yield Problem(agency.id, "province-unknown", f"No province has the slug {days.province!r}.")
        yield from _citations(agency.id, days.sources, registry)
        here = agency.within(days.province)
        if here.founding_date and here.dissolution_date and here.founding_date >= here.dissolution_date:
            told = f"In {days.province} founded {here.founding_date}, dissolved {here.dissolution_date}."
            yield Problem(agency.id, "dates-disordered", told)


class _Use(NamedTuple):
    """A name in use for a body from `start` until before `end`."""

    agency: Agency
    start: str
    end: str


def _uses(agency: Agency) -> Iterator[tuple[tuple[str, ...], _Use]]:
    for name in (OtherName(agency.name), *(name for name in agency.other_names if name.kind != "ruling")):
        start = max(agency.founding_date or _ALWAYS, name.start or _ALWAYS)
        end = min(agency.dissolution_date or _NEVER, f"{name.end}~" if name.end else _NEVER)
        if start < end:
            yield _content(name.name), _Use(agency, start, end)


def _content(name: str) -> tuple[str, ...]:
    """The words by which a name is recognised (`ggplan.registry.names`)."""
    words = (token.word for token in tokenize(name) if token.word.is_word)
    return tuple(word.key for word in words if word.key not in CONNECTIVES)


def _shared_names(registry: Registry) -> Iterator[Problem]:
    """Names that mean two bodies on one day; a province's own body may share the name of a general one."""
    by_name: dict[tuple[str, ...], list[_Use]] = {}
    for agency in registry.agencies.values():
        for words, use in _uses(agency):
            by_name.setdefault(words, []).append(use)
    for words, uses in by_name.items():
        for one, other in combinations(uses, 2):
            same_place = one.agency.jurisdiction == other.agency.jurisdiction
            if one.agency.id != other.agency.id and same_place and one.start < other.end and other.start < one.end:
                yield Problem(one.agency.id, "name-shared", f"{' '.join(words)!r} also means {other.agency.id!r}.")


def _provinces(registry: Registry) -> Iterator[Problem]:
    for record in registry.provinces:
        yield from _citations(record.slug, record.sources, registry)
        if record.valid_from and record.valid_to and record.valid_from > record.valid_to:
            yield Problem(record.slug, "dates-disordered", f"Valid from {record.valid_from} to {record.valid_to}.")
        for other in (*record.formed_from, *((record.successor,) if record.successor else ())):
            if registry.province(other) is None:
                yield Problem(record.slug, "province-unknown", f"No province has the slug {other!r}.")
    for one, other in combinations(registry.provinces, 2):
        if one.code == other.code or one.slug == other.slug:
            starts, ends = (one.valid_from or _ALWAYS, other.valid_from or _ALWAYS), (one.valid_to, other.valid_to)
            if max(starts) <= min(end or _NEVER for end in ends):
                yield Problem(one.slug, "code-shared", f"{one.slug} and {other.slug} share code or slug at one time.")
