"""Any plan that the models allow, for properties."""

from __future__ import annotations

from typing import TypeVar

from hypothesis import strategies as st

from ggplan.plan import (
    AgencyMention,
    Citation,
    DocumentInfo,
    Group,
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

__all__ = ["plans", "texts"]

Item = TypeVar("Item")

TRICKY = [
    "1.10",
    "08",
    "no",
    "Yes",
    "null",
    "~",
    "2023",
    "2023-11-17",
    "12:30",
    "1e5",
    "a: b",
    "a #b",
    "- a",
    "{a}",
    "[a]",
    "a, b",
    "'",
    '"',
    "\\",
    "😀 xanh",
    "Đề án: “một”",
    "39.700 ha",
    "7,5%",
    "UBND các huyện, thị xã, thành phố",
    "a\nb",
    "a\tb",
    "a\u2028b",
    "a\x85b",
    "\ufeff",
    "\uffff",
    " a ",
    "=",
    ">=",
    "?",
    "a?",
    "",
]
texts = st.one_of(st.sampled_from(TRICKY), st.text(st.characters(exclude_categories=["Cs"]), max_size=25))
years = st.none() | st.integers(1900, 2200)
scores = st.none() | st.floats(0, 1)
dates = st.none() | st.sampled_from(["2023", "2022-10", "2023-10-18"])
sections = st.sampled_from(["appendix", "body"])
themes = st.none() | st.integers(1, 18)
amounts = st.none() | st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False)
pages = st.none() | st.integers(1, 999)
sides = st.floats(-1e6, 1e6)
optional = st.none() | texts


def several(strategy: st.SearchStrategy[Item]) -> st.SearchStrategy[tuple[Item, ...]]:
    return st.lists(strategy, max_size=2).map(tuple)


agencies = st.builds(
    AgencyMention,
    text=texts,
    id=optional,
    name=optional,
    via=st.sampled_from([None, "exact", "alias", "fuzzy"]),
    score=scores,
)
targets = st.builds(
    Target,
    id=texts,
    code=optional,
    pillar=optional,
    text=texts,
    indicator=optional,
    comparator=st.sampled_from([None, "=", ">=", "<=", "~", "range"]),
    min=amounts,
    max=amounts,
    unit=optional,
    year=years,
    baseline_year=years,
)
groups = st.builds(Group, id=texts, section=sections, code=optional, title=texts, theme=themes, national=several(texts))
tasks = st.builds(
    Task,
    id=texts,
    section=sections,
    group=optional,
    code=optional,
    actions=several(texts),
    lead_agencies=several(agencies),
    cooperating_agencies=several(agencies),
    timeframe=st.none() | st.builds(Timeframe, text=texts, start=years, end=years, recurring=st.booleans()),
    outputs=several(texts),
    conditions=several(texts),
    budget=optional,
    note=optional,
    theme=themes,
    national=several(st.builds(NationalLink, code=texts, via=st.sampled_from(["explicit", "matched"]), score=st.floats(0, 1))),
)
duties = st.builds(
    ReportingDuty,
    due=st.sampled_from([None, "01-01", "11-15", "12-31"]),
    frequency=st.sampled_from([None, "annual", "semiannual", "quarterly", "monthly"]),
    sender=optional,
    to=optional,
)
provenances = st.builds(
    Provenance,
    page=pages,
    lines=st.none() | st.tuples(st.integers(1, 9999), st.integers(1, 9999)),
    box=st.none() | st.tuples(sides, sides, sides, sides),
    cell=optional,
    score=scores,
)
provinces = st.builds(Province, code=st.sampled_from(["04", "64"]), name=texts, slug=st.sampled_from(["cao-bang", "gia-lai"]))
plans = st.builds(
    Plan,
    province=st.none() | provinces,
    document=st.builds(
        DocumentInfo,
        title=optional,
        number=optional,
        issued_on=dates,
        issuer=optional,
        signer=optional,
        draft=st.booleans(),
    ),
    period=st.none() | st.builds(Period, start=st.integers(1900, 2200), end=years, vision=years),
    citations=several(st.builds(Citation, number=texts, issued_on=dates)),
    abbreviations=st.dictionaries(texts, texts, max_size=2),
    targets=several(targets),
    groups=several(groups),
    tasks=several(tasks),
    reporting=several(duties),
    source=st.none() | st.builds(Source, file=texts, sha256=st.just("0f" * 32), media_type=texts),
    provenance=st.dictionaries(texts, provenances, max_size=2),
)
"""Any `Plan`."""
