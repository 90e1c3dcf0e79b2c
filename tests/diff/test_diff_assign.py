"""The assignment against trying every one."""

from __future__ import annotations

import math
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from ggplan.diff.assign import assign


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[list[tuple[int, float]]], int]:
    columns = draw(st.integers(1, 5))
    gains = st.sampled_from([0.1, 0.2, 0.3, 0.7, 1.0]) | st.floats(0.01, 1)
    rows = draw(st.lists(st.dictionaries(st.integers(0, columns - 1), gains), max_size=5))
    return [sorted(row.items()) for row in rows], columns


def best(edges: list[list[tuple[int, float]]], columns: int) -> float:
    places = [*range(columns), *[-1] * len(edges)]
    return max(
        math.fsum(dict(row).get(column, -math.inf) for row, column in zip(edges, chosen, strict=True) if column >= 0)
        for chosen in permutations(places, len(edges))
    )


@given(graphs())
def test_no_other_assignment_gains_more(graph: tuple[list[list[tuple[int, float]]], int]) -> None:
    edges, columns = graph
    found = assign(edges, columns)
    used = [column for column in found if column >= 0]
    assert len(used) == len(set(used))
    gain = math.fsum(dict(edges[row])[column] for row, column in enumerate(found) if column >= 0)
    assert math.isclose(gain, best(edges, columns) if edges else 0.0, abs_tol=1e-9)


def test_a_row_gives_way_where_both_gain() -> None:
    assert assign([[(0, 0.9), (1, 0.8)], [(0, 0.9)]], 2) == [1, 0]


def test_a_row_stays_single_where_another_needs_its_column_more() -> None:
    assert assign([[(0, 0.4)], [(0, 0.9)]], 1) == [-1, 0]
