"""Codes of the national plan that a text names."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.normalize.national import cited_codes, without_citation
from support import cases


@pytest.mark.parametrize("case", cases("normalize/national"))
def test_codes_of_a_text(case: dict[str, Any]) -> None:
    found = cited_codes(case["text"])
    assert {cited.printed: cited.code for cited in found} == case["codes"]
    assert [cited.repaired for cited in found] == [printed != code for printed, code in case["codes"].items()]
    assert without_citation(case["text"]) == case["title"]


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("1.1.2; 1.1.3", ["1.1.2", "1.1.3"]),
        ("1.1.2-1.1.4", ["1.1.2", "1.1.3", "1.1.4"]),
        ("I.1.2", ["1.1.2"]),
        ("12.3.4 và 5.6", ["12.3.4", "5.6"]),
        ("1.1.9 - 2.1.1", ["1.1.9", "2.1.1"]),
        ("Nhiệm vụ mới", []),
        ("", []),
    ],
)
def test_a_cell_of_a_column_of_codes(cell: str, codes: list[str]) -> None:
    assert [cited.code for cited in cited_codes(cell, anywhere=True)] == codes


codes = st.tuples(st.integers(1, 18), st.integers(1, 9), st.integers(1, 12)).map(lambda parts: ".".join(map(str, parts)))


@given(st.lists(codes, min_size=1, max_size=5, unique=True), st.sampled_from(["; ", ", ", " và "]))
def test_a_cited_list_is_read_in_order(listed: list[str], sign: str) -> None:
    text = f"Du lịch (Thực hiện nhiệm vụ {sign.join(listed)} Phụ lục I kèm theo Quyết định số 882/QĐ-TTg)"
    assert [cited.code for cited in cited_codes(text)] == listed
    assert without_citation(text) == "Du lịch"


@given(st.text(max_size=80))
def test_any_text_has_each_code_once(text: str) -> None:
    for anywhere in (False, True):
        found = [cited.code for cited in cited_codes(text, anywhere=anywhere)]
        assert len(set(found)) == len(found)
