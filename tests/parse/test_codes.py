"""Codes that open the rows of a flattened table."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.parse.codes import Code, best_run, is_child, read_code
from support import cases


def code(text: str) -> Code:
    read = read_code(f"{text} ")
    assert read is not None, text
    return read[0]


def run_of(texts: list[str]) -> list[str]:
    found = best_run([(line, code(text), 1.0) for line, text in enumerate(texts)])
    return [texts[at] for at in found]


@pytest.mark.parametrize("case", cases("parse/codes"))
def test_the_code_of_a_line(case: dict[str, Any]) -> None:
    read = read_code(case["text"])
    if case["code"] is None:
        assert read is None
    else:
        assert read is not None
        assert {"text": read[0].text, "kind": read[0].kind, "parts": list(read[0].parts)} == case["code"]
        assert read[1] == case["rest"]


@pytest.mark.parametrize("case", cases("parse/runs"))
def test_the_run_of_a_numbering(case: dict[str, list[str]]) -> None:
    assert run_of(case["codes"]) == case["run"]


@given(st.lists(st.integers(1, 6), min_size=1, max_size=6), st.data())
def test_a_whole_numbering_is_kept_whole_and_strays_are_left_out(sizes: list[int], data: st.DataObject) -> None:
    """Groups 1, 2 … with rows 1.1, 1.2 …: numbers that do not fit into the run are not rows."""
    codes = [c for group, size in enumerate(sizes, 1) for c in [str(group), *(f"{group}.{n}" for n in range(1, size + 1))]]
    stray = data.draw(st.integers(40, 99).map(str))
    at = data.draw(st.integers(0, len(codes)))
    assert run_of(codes) == codes
    assert run_of([*codes[:at], stray, *codes[at:]]) == codes


@pytest.mark.parametrize(
    ("child", "parent", "under"),
    [
        ("1.1", "1", True),
        ("1.10", "1", True),
        ("1.1.2", "1.1", True),
        ("VIII.1", "VIII", True),
        ("1", "VIII", True),
        ("1", "A", True),
        ("I", "A", True),
        ("2.1", "1", False),
        ("1.1.1", "1", False),
        ("1", "1", False),
        ("I", "1", False),
        ("A", "I", False),
    ],
)
def test_what_stands_under_what(child: str, parent: str, under: bool) -> None:
    assert is_child(code(child), code(parent)) is under


@given(st.lists(st.sampled_from(["1", "2", "1.1", "1.2", "I", "II", "A", "VIII.3", "77"]), max_size=40))
def test_any_codes_have_a_run_in_order(texts: list[str]) -> None:
    found = best_run([(line, code(text), 1.0) for line, text in enumerate(texts)])
    assert found == sorted(set(found))
    assert bool(found) == bool(texts)
