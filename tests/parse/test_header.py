"""Headers of flattened tables, and the order of the columns they stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.document import Line
from ggplan.parse.header import column_order, find_headers, is_number_row
from support import cases


def lines(text: str) -> list[Line]:
    return [Line(line.strip()) for line in text.split("|")]


@pytest.mark.parametrize("case", cases("parse/headers"))
def test_headers_of_a_text_layer(case: dict[str, object]) -> None:
    found = find_headers(lines(str(case["lines"])))
    assert [[header.start, header.end, list(header.columns)] for header in found] == case["found"]


@pytest.mark.parametrize("case", cases("parse/column_order"))
def test_order_of_columns(case: dict[str, list[str]]) -> None:
    assert list(column_order(case["phrases"])) == case["columns"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "is_row"),
    [
        ("1 2 3 4 5 6 7", True),
        ("(1) (2) (3) (4)", True),
        ("[1] [2] [3]", True),
        ("1 2 3=1+2", True),
        ("2 3 4 5", True),
        ("1 2", False),
        ("1", False),
        ("3 4 5", False),
        ("1 2 3 sở", False),
        ("1.2.3", False),
        ("2021 2025 2030", False),
        ("", False),
    ],
)
def test_the_row_of_column_numbers(text: str, is_row: bool) -> None:
    assert is_number_row(text) is is_row


@given(st.lists(st.text(max_size=30), max_size=20))
def test_any_lines_have_headers_in_order_without_overlap(texts: list[str]) -> None:
    found = find_headers([Line(text) for text in texts])
    bounds = [bound for header in found for bound in (header.start, header.end)]
    assert bounds == sorted(bounds)
    assert all("task" in header.columns and len(set(header.columns)) == len(header.columns) for header in found)
