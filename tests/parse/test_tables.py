"""Tables that came with their grid."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.document import Table
from ggplan.parse.rows import RawRow
from ggplan.parse.tables import find_task_tables, read_task_table
from reading import grid
from support import cases

HEADER = ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"]


def rows_of(*tables: Table) -> list[RawRow]:
    return [row for table in find_task_tables(tables) for row in read_task_table(table)]


def told(rows: list[RawRow]) -> list[list[Any]]:
    return [[row.code, row.group, {kind: list(texts) for kind, texts in row.cells.items()}] for row in rows]


@pytest.mark.parametrize("case", cases("parse/tables"))
def test_rows_of_a_table(case: dict[str, Any]) -> None:
    rows = [[str(cell) if isinstance(cell, int) else cell for cell in row] for row in case["rows"]]
    assert told(rows_of(grid(rows, case["columns"]))) == case["read"]


def test_a_table_without_bodies_or_times_is_no_task_table() -> None:
    assert find_task_tables([grid([["STT", "Từ viết tắt", "Nghĩa"], ["1", "TTX", "Tăng trưởng xanh"]], 3)]) == []
    assert find_task_tables([grid([["STT", "Nhiệm vụ", "Ghi chú"], ["1", "Một", "Hai"]], 3)]) == []
    assert find_task_tables([]) == []


def test_a_table_cut_by_pages_is_one() -> None:
    one = grid([HEADER, ["1", "Trồng rừng", "Sở Y tế", "2023"]], 4)
    two = grid([HEADER, ["2", "Ban hành", "Sở Nội vụ", "2024"]], 4)
    three = grid([["3", "Tổ chức", "Sở Xây dựng", "2025"]], 4)
    assert len(find_task_tables([one, two, three])) == 1
    assert [row.code for row in rows_of(one, two, three)] == ["1", "2", "3"]


def test_a_row_cut_by_a_page_is_one() -> None:
    one = grid([HEADER, ["1", "Trồng rừng và bảo vệ", "Sở Y tế", "2023"]], 4)
    two = grid([["", "môi trường.", "", ""], ["2", "Ban hành", "Sở Nội vụ", "2024"]], 4)
    assert told(rows_of(one, two))[0] == [
        "1",
        False,
        {"task": ["Trồng rừng và bảo vệ môi trường."], "lead": ["Sở Y tế"], "time": ["2023"]},
    ]


def test_a_row_that_says_it_goes_on_is_joined() -> None:
    table = grid([HEADER, ["1", "Trồng rừng.", "Sở Y tế", "2023"], ["", "Bảo vệ rừng.", "Sở Nội vụ", ""]], 4)
    going_on = replace(table.rows[2], continued=True)
    (row,) = rows_of(replace(table, rows=(*table.rows[:2], going_on)))
    assert row.cells["task"] == ("Trồng rừng.", "Bảo vệ rừng.")
    assert " ".join(row.cells["lead"]) == "Sở Y tế Sở Nội vụ"


def test_repeated_headers_are_no_rows() -> None:
    table = grid([HEADER, ["1", "Trồng rừng", "Sở Y tế", "2023"], HEADER, ["2", "Ban hành", "Sở Y tế", "2024"]], 4)
    assert [row.code for row in rows_of(table)] == ["1", "2"]


texts = st.sampled_from(["", "Xây dựng kế hoạch", "Sở Y tế", "2023 - 2030", "Kế hoạch; báo cáo", "1", "-"]) | st.text(max_size=20)


@given(st.lists(st.lists(texts, min_size=4, max_size=4), max_size=6), st.permutations(HEADER))
def test_any_cells_are_read_without_loss_of_rows(body: list[list[str]], header: list[str]) -> None:
    rows = rows_of(grid([header, *([cell.replace(" / ", " ") for cell in row] for row in body)], 4))
    assert len(rows) <= len(body)
    assert all(text.strip() for row in rows for cell in row.cells.values() for text in cell)


tidy = st.lists(
    st.tuples(
        st.sampled_from(["Trồng rừng.", "Ban hành kế hoạch."]),
        st.sampled_from(["Sở Y tế", "Sở Nội vụ"]),
        st.sampled_from(["2023", "2024 - 2030"]),
    ),
    min_size=1,
    max_size=12,
)


@given(tidy, st.permutations(range(4)))
def test_the_order_of_columns_does_not_count(body: list[tuple[str, str, str]], order: list[int]) -> None:
    lines = [HEADER, *([str(n), *row] for n, row in enumerate(body, 1))]
    rows = rows_of(grid([[line[at] for at in order] for line in lines], 4))
    assert [(row.code, row.cells["task"][0], row.cells["lead"][0], row.cells["time"][0]) for row in rows] == [
        (str(n), *row) for n, row in enumerate(body, 1)
    ]
