"""Places in a source document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.location import NOWHERE, Place, span

lines = st.tuples(st.integers(1, 99), st.integers(0, 9)).map(lambda pair: (pair[0], pair[0] + pair[1]))
sides = st.floats(0, 900)
boxes = st.tuples(sides, sides, sides, sides)
places = st.builds(
    Place, page=st.none() | st.integers(1, 9), lines=st.none() | lines, box=st.none() | boxes, cell=st.none() | st.just("A1")
)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place(2, (3, 9)), "page 2, lines 3-9"),
        (Place(lines=(3, 3)), "line 3"),
        (Place(2, cell="table 1, row 2"), "page 2, table 1, row 2"),
        (NOWHERE, "unknown place"),
    ],
)
def test_a_place_in_words(place: Place, words: str) -> None:
    assert str(place) == words


@given(st.lists(places, max_size=5))
def test_a_span_holds_all_its_places(found: list[Place]) -> None:
    whole = span(found)
    for place in found:
        if place.lines:
            assert whole.lines is not None
            assert whole.lines[0] <= place.lines[0] <= place.lines[1] <= whole.lines[1]
        if place.page:
            assert whole.page is not None
            assert whole.page <= place.page
    assert span([whole]) == whole
    assert span([*found, NOWHERE]) == whole


def test_a_box_is_that_of_the_first_page() -> None:
    one, two, next_page = Place(1, box=(1, 5, 3, 9)), Place(1, box=(2, 4, 8, 6)), Place(2, box=(0, 0, 99, 99))
    assert span([one, two, next_page]) == Place(1, box=(1, 4, 8, 9))


def test_nothing_is_nowhere() -> None:
    assert span([]) == span([NOWHERE]) == NOWHERE
