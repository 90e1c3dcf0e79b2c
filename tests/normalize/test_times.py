"""Times of tasks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.normalize.times import read_timeframe
from support import cases


@pytest.mark.parametrize("case", cases("normalize/times"))
def test_a_time_as_printed(case: dict[str, Any]) -> None:
    found = read_timeframe(case["text"])
    assert (found.start, found.end, found.recurring) == (case.get("start"), case.get("end"), case.get("recurring", False))
    assert found.text == case.get("printed", case["text"])


years = st.integers(1990, 2099)


@given(years, years, st.sampled_from(["-", " - ", "–", " – ", " đến ", " đến năm "]))
def test_a_range_is_its_two_years(first: int, last: int, sign: str) -> None:
    found = read_timeframe(f"{first}{sign}{last}")
    assert (found.start, found.end) == (first, last)


@given(years, st.sampled_from(["Năm {}", "năm {}.", "Quý III/{}", "Tháng 9 năm {}", "9/{}", "Trong năm {}", "NĂM {}"]))
def test_one_year_starts_and_ends(year: int, form: str) -> None:
    found = read_timeframe(form.format(year))
    assert (found.start, found.end, found.recurring) == (year, year, False)


@given(st.text(max_size=60))
def test_any_text_has_years_or_none(text: str) -> None:
    found = read_timeframe(text)
    assert all(year is None or 1900 <= year <= 2199 for year in (found.start, found.end))
    assert read_timeframe(found.text) == found
