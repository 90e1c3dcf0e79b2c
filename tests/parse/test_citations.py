"""Numbered legal documents and their dates."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.parse.citations import DATE, find_citations, read_date, tidy_number
from support import cases

KINDS = ["QĐ-TTg", "QĐ-UBND", "KH-UBND", "TTr-SKHĐT", "CT-TTg", "NQ-CP", "TTr-NN&PTNT"]


@pytest.mark.parametrize("case", cases("parse/citations"))
def test_citations_of_a_sentence(case: dict[str, object]) -> None:
    assert {entry.number: entry.issued_on for entry in find_citations([str(case["text"])])} == case["found"]


@given(st.integers(1, 9999), st.sampled_from(KINDS), st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_a_number_and_its_date_are_found_in_any_sentence(number: int, kind: str, day: dt.date) -> None:
    printed = f"{number}/{kind}"
    dated = f"{day:%d/%m/%Y}"
    found = find_citations([f"theo Quyết định số {printed} ngày {dated} của Thủ tướng (sau đây …)"])
    assert [(entry.number, entry.issued_on) for entry in found] == [(printed, f"{day:%Y-%m-%d}")]


@given(st.integers(1, 9999), st.sampled_from(KINDS))
def test_spaces_of_a_line_end_do_not_make_another_document(number: int, kind: str) -> None:
    head, tail = kind.split("-")
    broken = [f"{number}/{kind}", f"{number} / {kind}", f"{number}/{head}- {tail}", f"{number}/{head} - {tail}"]
    assert len(find_citations(broken)) == 1
    assert {tidy_number(form) for form in broken} == {f"{number}/{kind}"}


def test_documents_stand_in_order_of_first_mention() -> None:
    texts = ["98/QĐ-UBND và 882/QĐ-TTg", "882/QĐ-TTg ngày 22/7/2022", "58-NQ/TW"]
    assert [entry.number for entry in find_citations(texts)] == ["98/QĐ-UBND", "882/QĐ-TTg", "58-NQ/TW"]


@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_text_gives_each_document_once(texts: list[str]) -> None:
    numbers = [entry.number for entry in find_citations(texts)]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("ngày 22/7/2022", "2022-07-22"),
        ("Ngày 22 tháng 7 năm 2022", "2022-07-22"),
        ("ngày 22-07-2022", "2022-07-22"),
        ("ngày 22.7.2022", "2022-07-22"),
        ("ngày tháng 7 năm 2022", "2022-07"),
        ("ngày 7/2022", "2022-07"),
        ("ngày 22/13/2022", None),
        ("ngày 0/7/2022", None),
        ("ngày 13/2022", None),
    ],
)
def test_dates_as_printed(text: str, date: str | None) -> None:
    match = DATE.match(text)
    assert isinstance(match, re.Match)
    assert read_date(match) == date
