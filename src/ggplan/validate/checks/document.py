"""GG1: form of the file, head of the document, province."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from typing import Any

from ggplan.plan import (
    AgencyMention,
    Citation,
    DocumentInfo,
    Group,
    Model,
    NationalLink,
    Period,
    Plan,
    Provenance,
    Province,
    ReportingDuty,
    Source,
    Target,
    Task,
    Timeframe,
)
from ggplan.registry.loading import load_registry
from ggplan.registry.models import ProvinceRecord
from ggplan.text import match_key
from ggplan.validate.hits import Hit, Reorder, Replace, check, hit
from ggplan.validate.nodes import Map, Path, Seq, Tree
from ggplan.validate.subject import Subject

_MODELS: dict[str, type[Model]] = {
    "province": Province,
    "document": DocumentInfo,
    "period": Period,
    "citations": Citation,
    "targets": Target,
    "groups": Group,
    "tasks": Task,
    "lead_agencies": AgencyMention,
    "cooperating_agencies": AgencyMention,
    "timeframe": Timeframe,
    "reporting": ReportingDuty,
    "source": Source,
    "provenance": Provenance,
}


def _fields(model: type[Model]) -> tuple[str, ...]:
    return tuple(info.alias or name for name, info in model.model_fields.items())


_ORDER = {name: {key: place for place, key in enumerate(_fields(model))} for name, model in _MODELS.items()}
_ORDER["national"] = {key: place for place, key in enumerate(_fields(NationalLink))}
_PLAN_ORDER = {key: place for place, key in enumerate(_fields(Plan))}
_NUMBERS = {
    "period": ("start", "end", "vision"),
    "targets": ("min", "max", "year", "baseline_year"),
    "groups": ("theme",),
    "tasks": ("theme",),
    "timeframe": ("start", "end"),
    "lead_agencies": ("score",),
    "cooperating_agencies": ("score",),
    "national": ("score",),
    "provenance": ("page", "score"),
}


def _records(value: Any, path: Path, name: str) -> Iterator[tuple[Path, str, Map]]:
    """Every mapping of the file with its path and the field that it belongs to."""
    if isinstance(value, Map):
        if name == "provenance" and len(path) == 1:
            for key, item in value.items():
                yield from _records(item, (*path, key), name)
            return
        yield path, name, value
        for key, item in value.items():
            if item.__class__ in (Map, Seq):
                yield from _records(item, (*path, key), key)
    elif isinstance(value, Seq):
        for index, item in enumerate(value):
            if item.__class__ is Map:
                yield from _records(item, (*path, index), name)


def _all_records(subject: Subject, tree: Tree) -> list[tuple[Path, str, Map]]:
    return subject.once("records", lambda: list(_records(tree.data, (), "")))


@check("key-order")
def key_order(subject: Subject) -> Iterator[Hit]:
    """Keys in another order than the models'."""
    if subject.tree is None:
        return
    good: set[tuple[str, ...]] = set()
    for path, name, record in _all_records(subject, subject.tree):
        order = _PLAN_ORDER if not path else _ORDER.get(name)
        keys = (name, *record)
        if order is None or keys in good:
            continue
        good.add(keys)
        places = [order.get(key, -1) for key in record]
        for index in range(1, len(places)):
            if places[index] < places[index - 1] and -1 not in places:
                good.discard(keys)
                names = list(record)
                fix = Reorder(path, tuple(sorted(names, key=order.__getitem__)))
                place = (*path, names[index])
                before = names[index - 1]
                yield hit("key-order", place, at_key=True, fix=fix, field=_shown(path), key=names[index], after=before)
                break


def _shown(path: Path) -> str:
    return "the file" if not path else "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)[1:]


@check("quoted-number")
def quoted_number(subject: Subject) -> Iterator[Hit]:
    """A number in quotes that the models take as a number."""
    if subject.tree is None:
        return
    for path, name, record in _all_records(subject, subject.tree):
        for key in _NUMBERS.get(name, ()):
            value = record.get(key)
            if isinstance(value, str) and (number := _number(value)) is not None:
                place = (*path, key)
                yield hit("quoted-number", place, fix=Replace(place, number), field=_shown(place))


def _number(text: str) -> int | float | None:
    if re.fullmatch(r"-?\d{1,15}", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d{1,15}\.\d{1,15}", text) else None


@check("province-missing")
def province_missing(subject: Subject) -> Iterator[Hit]:
    """No province at all."""
    if subject.plan.province is None:
        yield hit("province-missing")


def _province(subject: Subject) -> ProvinceRecord | None:
    province = subject.plan.province
    if province is None:
        return None
    registry = load_registry()
    if subject.date is None:
        known = [record for record in registry.provinces if record.slug == province.slug]
        return next((record for record in known if record.code == province.code), known[0] if known else None)
    return registry.province(province.slug, subject.date)


@check("province-not-in-registry")
def province_not_in_registry(subject: Subject) -> Iterator[Hit]:
    """A slug that no province has or had."""
    province = subject.plan.province
    if province and _province(subject) is None:
        yield hit("province-not-in-registry", ("province", "slug"), slug=province.slug)


@check("province-mismatch")
def province_mismatch(subject: Subject) -> Iterator[Hit]:
    """Code or name of another province than the slug's, or of another time."""
    province, record = subject.plan.province, _province(subject)
    if province is None or record is None:
        return
    when = f" in a document of {subject.date}" if subject.date else ""
    names = {match_key(name) for name in (record.name, *record.aliases)}
    for field, found, wanted, good in (
        ("code", province.code, record.code, province.code == record.code),
        ("name", province.name, record.name, match_key(province.name) in names),
    ):
        if not good:
            yield hit(
                "province-mismatch", ("province", field), field=field, found=found, slug=record.slug, wanted=wanted, when=when
            )


@check("issuer-other-province")
def issuer_other_province(subject: Subject) -> Iterator[Hit]:
    """An issuer that names a province, but not the plan's."""
    issuer, province = subject.plan.document.issuer, subject.plan.province
    if not issuer or province is None:
        return
    key = f" {match_key(issuer)} "
    named = [record for record in load_registry().provinces if _names(record, key)]
    if named and all(record.slug != province.slug for record in named):
        yield hit("issuer-other-province", ("document", "issuer"), issuer=issuer, province=province.name)


def _names(record: ProvinceRecord, key: str) -> bool:
    return any(f" {match_key(name)} " in key for name in (record.name, *record.aliases) if len(name) > 3)


@check("title-missing")
def title_missing(subject: Subject) -> Iterator[Hit]:
    """No title, or an empty one."""
    if not (subject.plan.document.title or "").strip():
        yield hit("title-missing", ("document",), at_key=True)


@check("date-missing")
def date_missing(subject: Subject) -> Iterator[Hit]:
    """No date of issue."""
    if subject.plan.document.issued_on is None:
        yield hit("date-missing", ("document",), at_key=True)


@check("number-missing")
def number_missing(subject: Subject) -> Iterator[Hit]:
    """No number, though the document is no draft."""
    document = subject.plan.document
    if document.number is None and not document.draft:
        yield hit("number-missing", ("document",), at_key=True)


_SYMBOL = r"[A-ZĐƯÂÊÔƠ][\wĐđƯư]{0,9}(?:[-&.][A-ZĐƯÂÊÔƠ][\wĐđƯư]{0,11})*"
_NUMBER = re.compile(rf"\d{{1,5}}[a-z]?/(?:(?:19|20)\d\d/)?{_SYMBOL}|\d{{1,4}}[a-z]?-[A-ZĐ][\wĐđ]{{1,4}}/[A-ZĐ][\wĐđ.-]{{1,9}}")
"""A number as Decree 30/2020/NĐ-CP has it, and the Party's own form (`58-NQ/TW`)."""


@check("number-malformed")
def number_malformed(subject: Subject) -> Iterator[Hit]:
    """The plan's own number in no known form."""
    number = subject.plan.document.number
    if number is not None and not _NUMBER.fullmatch(number):
        yield hit("number-malformed", ("document", "number"), number=number)


def exists(date: str) -> bool:
    """Whether an EDTF date names a day, month or year that is in the calendar."""
    parts = [int(part) for part in date.split("-")]
    return len(parts) < 3 or parts[2] <= calendar.monthrange(parts[0] or 1, parts[1])[1]


@check("date-impossible")
def date_impossible(subject: Subject) -> Iterator[Hit]:
    """30 February and the like, of the document or of a citation."""
    document = subject.plan.document
    if document.issued_on and not exists(document.issued_on):
        yield hit("date-impossible", ("document", "issued_on"), date=document.issued_on)
    for index, citation in enumerate(subject.plan.citations):
        if citation.issued_on and not exists(citation.issued_on):
            yield hit("date-impossible", ("citations", index, "issued_on"), date=citation.issued_on)


@check("draft-contradicted")
def draft_contradicted(subject: Subject) -> Iterator[Hit]:
    """A draft with number and day."""
    document = subject.plan.document
    if document.draft and document.number and len(document.issued_on or "") == 10:
        yield hit("draft-contradicted", ("document", "draft"))


@check("cites-the-future")
def cites_the_future(subject: Subject) -> Iterator[Hit]:
    """A cited document that is younger than the plan."""
    date = subject.date
    for index, citation in enumerate(subject.plan.citations):
        cited = citation.issued_on if exists(citation.issued_on or "2000") else None
        if date and cited and cited[: len(date)] > date[: len(cited)]:
            yield hit("cites-the-future", ("citations", index, "issued_on"), date=date, number=citation.number, cited=cited)


@check("period-missing")
def period_missing(subject: Subject) -> Iterator[Hit]:
    """No period, or one without an end."""
    period = subject.plan.period
    if period is None or period.end is None:
        yield hit("period-missing", ("period",), at_key=True)


@check("period-upside-down")
def period_upside_down(subject: Subject) -> Iterator[Hit]:
    """End before start, or a vision before the end."""
    period = subject.plan.period
    if period is None or period.end is None:
        return
    late_start = period.start is not None and period.start > period.end
    early_vision = period.vision is not None and period.vision < period.end
    if late_start or early_vision:
        vision = f" with a vision to {period.vision}" if period.vision else ""
        yield hit("period-upside-down", ("period",), start=period.start, end=period.end, vision=vision)


@check("citation-malformed")
def citation_malformed(subject: Subject) -> Iterator[Hit]:
    """A cited number in no known form."""
    for index, citation in enumerate(subject.plan.citations):
        if not _NUMBER.fullmatch(citation.number):
            yield hit("citation-malformed", ("citations", index, "number"), number=citation.number)


@check("citation-repeated")
def citation_repeated(subject: Subject) -> Iterator[Hit]:
    """The same number twice."""
    seen: set[str] = set()
    for index, citation in enumerate(subject.plan.citations):
        key = re.sub(r"\s", "", match_key(citation.number))
        if key in seen:
            yield hit("citation-repeated", ("citations", index, "number"), number=citation.number)
        seen.add(key)


_YEAR_IN_NUMBER = re.compile(r"/((?:19|20)\d\d)/")


@check("citation-date-wrong")
def citation_date_wrong(subject: Subject) -> Iterator[Hit]:
    """A date that the number itself contradicts, or that is not the national plan's."""
    national = load_registry().national
    for index, citation in enumerate(subject.plan.citations):
        found = citation.issued_on
        if not found or not exists(found):
            continue
        year = _YEAR_IN_NUMBER.search(citation.number)
        wanted = year[1] if year else None
        if national and citation.number == national.number:
            wanted = national.issued_on
        if wanted and wanted[: len(found)] != found[: len(wanted)]:
            place = ("citations", index, "issued_on")
            yield hit("citation-date-wrong", place, number=citation.number, found=found, wanted=wanted)


@check("decision-not-cited")
def decision_not_cited(subject: Subject) -> Iterator[Hit]:
    """Citations without the national plan."""
    national = load_registry().national
    numbers = {match_key(citation.number) for citation in subject.plan.citations}
    if national and numbers and match_key(national.number) not in numbers:
        yield hit("decision-not-cited", ("citations",), at_key=True, number=national.number)
