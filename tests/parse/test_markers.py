"""Printed numbers and bullets."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.parse.markers import LETTERS, follows, read_marker, roman_value
from support import cases

MARKERS = ["I.", "VIII.3.", "1.", "1.1.", "a)", "đ)", "(4)", "-", "+", "A.", "Điều 1.", "2)", "II-"]


def roman(number: int) -> str:
    """The usual numeral of 1 to 39, made another way than it is read."""
    tens, ones = divmod(number, 10)
    return "X" * tens + ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"][ones]


@pytest.mark.parametrize("case", cases("parse/markers"))
def test_the_marker_of_a_paragraph(case: dict[str, str]) -> None:
    marker = read_marker(case["text"])
    assert marker.kind == case["kind"]
    assert marker.code == case.get("code", "")
    assert marker.rest == case.get("rest", case["text"])


@pytest.mark.parametrize("case", cases("parse/follows"))
def test_the_next_number(case: dict[str, object]) -> None:
    assert follows(str(case["code"]), str(case["before"])) is case["follows"]


@pytest.mark.parametrize("number", range(1, 40))
def test_roman_numerals_there_and_back(number: int) -> None:
    assert roman_value(roman(number)) == number
    marker = read_marker(f"{roman(number)}. Nhiệm vụ")
    assert (marker.kind, marker.code) == ("roman", roman(number))
    if number > 1:
        assert follows(roman(number), roman(number - 1))


@given(st.text(max_size=20))
def test_what_is_no_numeral_has_no_value(text: str) -> None:
    if set(text) - set("IVX") or not text:
        assert roman_value(text) == 0


@given(st.sampled_from(MARKERS), st.sampled_from(["Sở Y tế chủ trì", "Tỷ lệ che phủ rừng đạt 50%", "ĐẨY MẠNH"]))
def test_a_marker_and_its_text_are_told_apart(marker: str, text: str) -> None:
    found = read_marker(f"{marker} {text}")
    assert found.rest == text
    assert found.code.rstrip(".)") == marker.rstrip(".)-") or found.kind == "bullet"


@given(st.text(max_size=60))
def test_any_text_has_a_marker_or_none(text: str) -> None:
    marker = read_marker(text)
    assert marker.rest in text
    assert (marker.kind == "none") == (marker.rest == text.strip() and not marker.code)
    assert read_marker(text) == marker


@pytest.mark.parametrize(("code", "depth"), [("1. A", 1), ("1.1. A", 2), ("10.5.3. A", 3), ("VIII.3. A", 2), ("I. A", 1)])
def test_depth(code: str, depth: int) -> None:
    assert read_marker(code).depth == depth


def test_the_letters_are_those_of_the_decree() -> None:
    """đ after d; no f, j, w, z (Decree 30/2020/NĐ-CP)."""
    assert "".join(LETTERS) == "abcdđeghiklmnopqrstuvxy"
    assert all(follows(f"{after})", f"{before})") for before, after in itertools.pairwise(LETTERS))


def test_a_long_chain_of_numbers_is_no_deep_outline() -> None:
    assert read_marker("I" + ".1" * 5000 + " Nhiệm vụ").depth < 10
