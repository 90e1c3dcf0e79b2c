"""What a column is, told from its header."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.parse.columns import HEADER_WORDS, KINDS, column_kind, find_phrases
from ggplan.text import match_key
from support import cases

# One header of each kind that no other kind's header holds.
PLAIN = {
    "code": "STT",
    "task": "Nhiệm vụ cụ thể",
    "lead": "Cơ quan chủ trì",
    "cooperate": "Cơ quan phối hợp",
    "time": "Thời gian hoàn thành",
    "output": "Sản phẩm đầu ra",
    "budget": "Nguồn kinh phí",
    "note": "Ghi chú",
}


@pytest.mark.parametrize("case", cases("parse/columns"))
def test_the_kind_of_a_column(case: dict[str, str]) -> None:
    assert column_kind(case["header"]) == case["kind"]


@given(st.sampled_from(sorted(PLAIN)))
def test_capitals_and_line_ends_do_not_count(kind: str) -> None:
    header = PLAIN[kind]
    for form in (header.upper(), header.replace(" ", "\n"), f" {header} ", f"({header})", header.replace("a", "a\u200b")):
        assert column_kind(form) == kind


@given(st.permutations(sorted(PLAIN)))
def test_the_columns_of_a_header_line_are_found_in_any_order(kinds: list[str]) -> None:
    assert [kind for kind, _, _ in find_phrases(" ".join(PLAIN[kind] for kind in kinds))] == kinds


@given(st.text(max_size=60))
def test_any_text_is_a_header_or_none(text: str) -> None:
    kind = column_kind(text)
    assert kind is None or kind in KINDS


@given(st.lists(st.sampled_from(sorted(HEADER_WORDS)), max_size=12))
def test_phrases_do_not_overlap(words: list[str]) -> None:
    phrases = find_phrases(" ".join(words))
    assert all(first < last for _, first, last in phrases)
    assert all(one[2] <= two[1] for one, two in itertools.pairwise(phrases))


def test_header_words_are_keys() -> None:
    assert all(word == match_key(word) for word in HEADER_WORDS)
