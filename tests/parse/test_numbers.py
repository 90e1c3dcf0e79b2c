"""Numbers in Vietnamese notation."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.parse.numbers import NUMBER, read_number
from support import cases

_NUMBER = re.compile(NUMBER)


@pytest.mark.parametrize("case", cases("parse/numbers"))
def test_a_number_as_printed(case: dict[str, str]) -> None:
    assert _NUMBER.fullmatch(case["text"])
    value = read_number(case["text"])
    assert value == case["value"]
    assert type(value) is type(case["value"])


@given(st.integers(0, 10**12))
def test_thousands_are_told_by_full_stops(number: int) -> None:
    printed = f"{number:,}".replace(",", ".")
    assert _NUMBER.fullmatch(printed)
    assert read_number(printed) == number
    assert read_number(str(number)) == number


@given(st.integers(0, 10**9), st.integers(1, 99))
def test_decimals_stand_after_a_comma(whole: int, cents: int) -> None:
    grouped = f"{whole:,}".replace(",", ".")
    for printed in (f"{whole},{cents:02}", f"{grouped},{cents:02}"):
        assert _NUMBER.fullmatch(printed)
        assert read_number(printed) == pytest.approx(whole + cents / 100, rel=1e-12)


@given(st.from_regex(NUMBER, fullmatch=True))
def test_whatever_looks_like_a_number_has_a_finite_value(text: str) -> None:
    assert 0 <= read_number(text) < 10**16


@pytest.mark.parametrize("text", ["9" * 400, "1" + ".000" * 200, "1," + "3" * 400])
def test_a_run_of_digits_is_no_number(text: str) -> None:
    assert not _NUMBER.fullmatch(text)
