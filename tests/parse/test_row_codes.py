"""Which lines open the rows of a scattered table, and in which order."""

from __future__ import annotations

import pytest

from ggplan.document import Line
from ggplan.parse.row_codes import as_printed, open_rows


def codes(lines: list[str], cuts: tuple[int, ...] = ()) -> list[str]:
    rows = open_rows([Line(text) for text in lines], frozenset(cuts))
    return [row.code.text + ("*" if row.group else "") for row in rows]


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["1", "1.1", "1.2", "2", "2.1"], ["1*", "1.1", "1.2", "2*", "2.1"]),
        (["1.2", "1", "1.1", "2.2", "2", "2.1", "2.3"], ["1*", "1.1", "1.2", "2*", "2.1", "2.2", "2.3"]),
        (["3", "1", "2", "4"], ["1", "2", "3", "4"]),
        (["I", "1", "2", "II", "1"], ["I*", "1", "2", "II*", "1"]),
        (["I.2", "I", "I.1", "II", "II.1"], ["I*", "I.1", "I.2", "II*", "II.1"]),
    ],
)
def test_rows_are_in_the_order_of_their_numbers(lines: list[str], wanted: list[str]) -> None:
    assert codes(lines) == wanted


def test_a_number_without_rows_among_codes_with_parts_is_none_of_a_row() -> None:
    assert codes(["7", "1", "1.1", "9", "1.2", "1.3"]) == ["1*", "1.1", "1.2", "1.3"]


def test_rows_stay_on_their_page() -> None:
    assert codes(["1", "1.1", "1.3", "1.2", "2.1", "2"], (4,)) == ["1*", "1.1", "1.2", "1.3", "2*", "2.1"]


def test_an_order_is_as_printed_unless_a_group_has_no_rows() -> None:
    rows = open_rows([Line(text) for text in ("I", "1", "II", "1")], frozenset())
    assert as_printed(rows)
    assert not as_printed(rows[::-1])
    assert not as_printed([rows[0], rows[2], rows[1], rows[3]])


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ("I 1 2 3 II III 1 2 3 1 2 3 IV 1 2 3", "I* 1 2 3 II* 1 2 3 III* 1 2 3 IV* 1 2 3"),
        ("I 1 2 3 II 1 III 2 1 3 2 3 IV 1 2", "I* 1 2 3 II* 1 2 3 III* 1 2 3 IV* 1 2"),
        ("I 1 2 II 5 3 4 6 III 7", "I* 1 2 II* 3 4 5 6 III* 7"),
    ],
)
def test_each_kind_of_number_is_counted_by_itself(lines: str, wanted: str) -> None:
    assert codes(lines.split()) == wanted.split()
