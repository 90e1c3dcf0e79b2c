"""How times of tasks are told from other cells, whole and cut by a line end."""

from __future__ import annotations

import pytest
import yaml

from ggplan.parse.time_words import looks_like_time, may_be_cut_time, may_begin_time
from support import ROOT

CASES = yaml.safe_load((ROOT / "tests" / "cases" / "parse" / "time_words.yaml").read_text("utf-8"))


@pytest.mark.parametrize("text", CASES["whole"])
def test_a_whole_time(text: str) -> None:
    assert looks_like_time(text)
    assert may_begin_time(text)


@pytest.mark.parametrize("text", CASES["none"])
def test_no_time(text: str) -> None:
    assert not looks_like_time(text)


@pytest.mark.parametrize("text", CASES["cut"])
def test_the_first_line_of_a_time(text: str) -> None:
    assert may_be_cut_time(text)
    assert may_begin_time(text)


def test_a_long_text_is_no_time_and_costs_nothing() -> None:
    assert not looks_like_time("hằng năm, " * 5_000)
