"""Widths of text in em, and the width of a column from where its lines break."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.parse.glyphs import SPACE, column_width, width

TEXT = "Sở Tài nguyên và Môi trường chủ trì phối hợp với các huyện thị xã thành phố xây dựng kế hoạch tăng trưởng xanh"
WORDS = TEXT.split(" ")


def wrapped(words: list[str], full: float) -> list[str]:
    lines, line = [], ""
    for word in words:
        longer = f"{line} {word}".strip()
        if line and width(longer) > full:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def breaks(lines: list[str]) -> list[tuple[float, float]]:
    pairs = pairwise(lines)
    return [(width(one), width(one) + SPACE + width(two.split()[0])) for one, two in pairs]


def test_marks_do_not_widen_a_letter() -> None:
    assert width("ệ") == width("e")
    assert width("Sở  Y tế") == width("Sở Y tế")
    assert width("") == 0


@given(st.lists(st.sampled_from(WORDS), min_size=40, max_size=80), st.floats(6, 20))
def test_the_width_explains_every_break(words: list[str], full: float) -> None:
    lines = wrapped(words, full)
    found = column_width(breaks(lines))
    if found is None:
        assert len(lines) < 5
        return
    assert all(low <= found <= high for low, high in breaks(lines))


@given(st.lists(st.sampled_from(WORDS), min_size=60, max_size=80), st.floats(6, 9), st.lists(st.floats(15, 30), max_size=3))
def test_lines_of_another_column_are_outvoted(words: list[str], full: float, strays: list[float]) -> None:
    lines = wrapped(words, full)
    own = breaks(lines)
    found = column_width(own + [(stray, stray + 1) for stray in strays])
    assert found is not None
    assert all(low <= found <= high for low, high in own)


@pytest.mark.parametrize("pairs", [[], [(1.0, 2.0)] * 3, [(2.0, 1.0)] * 9])
def test_too_few_breaks_say_nothing(pairs: list[tuple[float, float]]) -> None:
    assert column_width(pairs) is None
