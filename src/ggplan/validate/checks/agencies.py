"""GG3, second half: the bodies of the tasks, judged by the registry as of the document's date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from ggplan.plan import AgencyMention
from ggplan.registry.lexicon import BodyMatch, Lexicon, fill, lexicon_for
from ggplan.registry.loading import load_registry
from ggplan.registry.models import Agency, ProvinceRecord
from ggplan.text import match_key
from ggplan.validate.hits import Hit, Replace, check, hit
from ggplan.validate.nodes import Path
from ggplan.validate.subject import Subject

_ROLES = {"lead_agencies": "lead", "cooperating_agencies": "cooperating"}


class _Mention(NamedTuple):
    """A body in a task, with where it stands."""

    path: Path
    item: str
    role: str
    body: AgencyMention
    agency: Agency | None


def _mentions(subject: Subject) -> list[_Mention]:
    return subject.once("mentions", lambda: list(_each_mention(subject)))


def _each_mention(subject: Subject) -> Iterator[_Mention]:
    agencies = load_registry().agencies
    for index, task in enumerate(subject.plan.tasks):
        for role in _ROLES:
            for at, body in enumerate(getattr(task, role)):
                agency = agencies.get(body.id) if body.id else None
                yield _Mention(("tasks", index, role, at), task.id, role, body, agency)


def _lexicon(subject: Subject) -> Lexicon:
    province = subject.plan.province
    known = province and load_registry().province(province.slug)
    return lexicon_for(subject.date, province.slug if province and known else None)


def _record(subject: Subject) -> ProvinceRecord | None:
    province = subject.plan.province
    return load_registry().province(province.slug, subject.date or "2024-12-31") if province else None


class _Reader:
    """What the registry makes of a printed form, each form once."""

    def __init__(self, subject: Subject) -> None:
        self.lexicon = _lexicon(subject)
        self.known: dict[str, BodyMatch | None] = {}

    def read(self, text: str) -> BodyMatch | None:
        """The one body that the whole of `text` names; a name without its kind is read with `Sở` before it."""
        if text not in self.known:
            found = self._whole(text)
            if found is None or found.id is None:
                found = self._whole(f"Sở {text}") or found
            self.known[text] = found
        return self.known[text]

    def _whole(self, text: str) -> BodyMatch | None:
        found = self.lexicon.match_at(text)
        return found if found and not text[found.end :].strip(" .,;:)") else None


def _reader(subject: Subject) -> _Reader:
    return subject.once("reader of bodies", lambda: _Reader(subject))


@check("agency-unresolved")
def agency_unresolved(subject: Subject) -> Iterator[Hit]:
    """A body without an id that the registry cannot name either; whole provinces are no bodies of it."""
    reader = _reader(subject)
    provinces = {match_key(name) for record in load_registry().provinces for name in (record.name, *record.aliases)}
    for mention in _mentions(subject):
        words = match_key(mention.body.text)
        if mention.body.id is not None or re.sub(r"^(?:tỉnh|thành phố|tp\.?) ", "", words) in provinces:
            continue
        found = reader.read(mention.body.text)
        if found is None or found.id is None or found.via == "fuzzy":
            names = [candidate.name for candidate in found.candidates[:3]] if found else []
            shown = f"; it may be {' or '.join(names)}" if names else ""
            yield hit("agency-unresolved", mention.path, mention.item, text=mention.body.text, candidates=shown)


@check("agency-resolvable")
def agency_resolvable(subject: Subject) -> Iterator[Hit]:
    """A body without an id whose text is the registry's name or a recorded form of exactly one body."""
    reader = _reader(subject)
    for mention in _mentions(subject):
        body = mention.body
        if body.id is not None:
            continue
        found = reader.read(body.text)
        if found is not None and found.id is not None and found.via in ("exact", "alias"):
            value = {"text": body.text, "id": found.id, "name": found.name, "via": found.via, "score": found.score}
            fix = Replace(mention.path, value)
            yield hit("agency-resolvable", mention.path, mention.item, fix=fix, text=body.text, name=found.name)


@check("agency-id-unknown")
def agency_id_unknown(subject: Subject) -> Iterator[Hit]:
    """An id that is not the registry's."""
    for mention in _mentions(subject):
        if mention.body.id is not None and mention.agency is None:
            yield hit("agency-id-unknown", (*mention.path, "id"), mention.item, id=mention.body.id)


@check("agency-name-differs")
def agency_name_differs(subject: Subject) -> Iterator[Hit]:
    """A name that is not the registry's for that id, filled in for the province."""
    record = _record(subject)
    for mention in _mentions(subject):
        name, agency = mention.body.name, mention.agency
        if agency is None:
            continue
        wanted = fill(agency.name, record, subject.date)
        if name != wanted:
            certain = name is not None and match_key(name) == match_key(wanted)
            place = (*mention.path, "name")
            fix = Replace(place, wanted) if certain else None
            yield hit(
                "agency-name-differs", place, mention.item, fix=fix, id=mention.body.id, wanted=wanted, name=name or "missing"
            )


@check("agency-other-body")
def agency_other_body(subject: Subject) -> Iterator[Hit]:
    """A text that surely names another body than the id."""
    reader = _reader(subject)
    for mention in _mentions(subject):
        if mention.agency is None:
            continue
        found = reader.read(mention.body.text)
        if found and found.id and found.via != "fuzzy" and found.id != mention.body.id:
            name = mention.body.name or mention.agency.name
            yield hit("agency-other-body", mention.path, mention.item, text=mention.body.text, wanted=found.name, name=name)


@check("agency-via-contradicted")
def agency_via_contradicted(subject: Subject) -> Iterator[Hit]:
    """`exact` though the text is not the name, `alias` though no recorded form, an id without `via`, or `via` without an id."""
    reader = _reader(subject)
    for mention in _mentions(subject):
        fact = _contradiction(mention, reader)
        if fact:
            yield hit("agency-via-contradicted", mention.path, mention.item, text=mention.body.text, fact=fact)


def _contradiction(mention: _Mention, reader: _Reader) -> str | None:
    body = mention.body
    if (body.id is None) != (body.via is None):
        return f"`via` is {body.via} though there is no id" if body.id is None else "`via` is missing though there is an id"
    if mention.agency is None or body.via == "fuzzy":
        return "`via` is fuzzy, but the score is 1" if body.via == "fuzzy" and body.score == 1 else None
    found = reader.read(body.text)
    if found is None or found.id is None or found.via == "fuzzy":
        named = found is not None and any(candidate.id == body.id for candidate in found.candidates)
        another = found is not None and found.id not in (None, body.id)
        return None if named or another else f"`via` is {body.via}, but it is no form of the name"
    other_form = body.via == "exact" and match_key(body.text) != match_key(body.name or "")
    return "`via` is exact, but it is another form of the name" if other_form and found.id == body.id else None


@check("agency-not-at-date")
def agency_not_at_date(subject: Subject) -> Iterator[Hit]:
    """A body that was founded after the document, or dissolved before it."""
    date = subject.date
    if date is None:
        return
    for mention in _mentions(subject):
        agency = mention.agency
        if agency is None or _existed(agency, date):
            continue
        late = agency.founding_date is not None and agency.founding_date[: len(date)] > date[: len(agency.founding_date)]
        when = f"exists since {agency.founding_date}" if late else f"ended on {agency.dissolution_date}"
        heirs = ", ".join(load_registry().agencies[heir.id].name for heir in agency.successors if heir.id != agency.id)
        yield hit(
            "agency-not-at-date",
            mention.path,
            mention.item,
            name=mention.body.name or agency.name,
            when=when,
            date=date,
            heirs=f"; its successor is {heirs}" if heirs and not late else "",
        )


def _existed(agency: Agency, date: str) -> bool:
    """Whether the body existed at some time within the date, which may be a whole year."""
    founded, ended = agency.founding_date, agency.dissolution_date
    begun = founded is None or founded[: len(date)] <= date[: len(founded)]
    return begun and (
        ended is None or date[: len(ended)] < ended[: len(date)] or (len(date) < len(ended) and ended[: len(date)] == date)
    )


@check("agency-other-province")
def agency_other_province(subject: Subject) -> Iterator[Hit]:
    """A body that exists in another province only, or whose text or name names another province."""
    province = subject.plan.province
    if province is None:
        return
    names = {record.slug: record.name for record in load_registry().provinces}
    by_key = {match_key(name): name for name in names.values() if match_key(name) != match_key(province.name)}
    for mention in _mentions(subject):
        agency, body = mention.agency, mention.body
        if agency and agency.jurisdiction and agency.jurisdiction != province.slug:
            other = names.get(agency.jurisdiction, agency.jurisdiction)
        else:
            other = _province_in(body.text, by_key) or _province_in(body.name or "", by_key)
        if other:
            yield hit("agency-other-province", mention.path, mention.item, text=body.text, other=other, province=province.name)


_OF_PROVINCE = re.compile(
    r"^(?!tỉnh\b|ubnd tỉnh\b|ủy ban nhân dân tỉnh\b|các\b).+\s(?:tỉnh|thành phố|tp)\.?\s(?P<name>[^,;()]+)$"
)


def _province_in(text: str, by_key: Mapping[str, str]) -> str:
    """The other province whose body a text names; a province itself (`tỉnh Thái Nguyên`) may well cooperate."""
    return by_key.get(_province_words(text), "")


@lru_cache(maxsize=16384)
def _province_words(text: str) -> str:
    match = _OF_PROVINCE.match(match_key(text))
    return match["name"] if match else ""


@check("agency-repeated")
def agency_repeated(subject: Subject) -> Iterator[Hit]:
    """The same body twice in one list."""
    for index, task in enumerate(subject.plan.tasks):
        for role, name in _ROLES.items():
            seen: set[str] = set()
            for at, body in enumerate(getattr(task, role)):
                key = body.id or match_key(body.text)
                if key in seen:
                    yield hit("agency-repeated", ("tasks", index, role, at), task.id, name=body.name or body.text, role=name)
                seen.add(key)


@check("only-collective-lead")
def only_collective_lead(subject: Subject) -> Iterator[Hit]:
    """Leads that are all collectives (`Các sở, ban, ngành`)."""
    agencies = load_registry().agencies
    for index, task in enumerate(subject.plan.tasks):
        leads = [agencies.get(body.id) if body.id else None for body in task.lead_agencies]
        if leads and all(agency is not None and agency.classification == "tap-hop" for agency in leads):
            names = ", ".join(body.name or body.text for body in task.lead_agencies)
            yield hit("only-collective-lead", ("tasks", index, "lead_agencies"), task.id, at_key=True, names=names)


@check("lead-also-cooperates")
def lead_also_cooperates(subject: Subject) -> Iterator[Hit]:
    """One body in both lists of a task."""
    for index, task in enumerate(subject.plan.tasks):
        leads = {body.id or match_key(body.text) for body in task.lead_agencies}
        for at, body in enumerate(task.cooperating_agencies):
            if (body.id or match_key(body.text)) in leads:
                place = ("tasks", index, "cooperating_agencies", at)
                yield hit("lead-also-cooperates", place, task.id, name=body.name or body.text)


@check("agency-by-similarity")
def agency_by_similarity(subject: Subject) -> Iterator[Hit]:
    """A body that was taken for a similar name."""
    for mention in _mentions(subject):
        body = mention.body
        if body.via == "fuzzy":
            score = "unknown" if body.score is None else f"{body.score:.2f}"
            yield hit("agency-by-similarity", mention.path, mention.item, text=body.text, name=body.name or body.id, score=score)
