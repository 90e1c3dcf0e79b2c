"""What a table teaches about itself."""

from __future__ import annotations

import pytest

from ggplan.parse.columns import KINDS
from ggplan.parse.habits import EMPTY, Habits, habit_of_empty


@pytest.mark.parametrize("kind", KINDS)
def test_the_fuller_a_column_the_dearer_an_empty_cell(kind: str) -> None:
    costs = [habit_of_empty(kind, share / 20)[0] for share in range(21)]
    assert costs == sorted(costs)


def test_text_in_a_column_that_is_never_used_costs() -> None:
    assert habit_of_empty("output", 0.0) == (0.0, 2.0)
    assert habit_of_empty("output", 0.5)[1] == 0.0


def test_nothing_is_known_at_first() -> None:
    assert Habits().empty == EMPTY
    assert not Habits().widths
