"""Tables that a text layer has flattened: whole tables, from lines to rows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.parse.flattened import find_tables, read_table
from ggplan.parse.flow import tidy_lines
from ggplan.parse.rows import RawRow
from ggplan.registry.lexicon import Lexicon
from reading import blocks_of
from support import cases


def rows_of(text: str, lexicon: Lexicon) -> list[RawRow]:
    return [row for table in find_tables(tidy_lines(blocks_of(text))) for row in read_table(table, lexicon)]


@pytest.mark.parametrize("case", cases("parse/flattened"))
def test_rows_of_a_flattened_table(case: dict[str, Any], lexicon: Lexicon) -> None:
    rows = rows_of(case["text"], lexicon)
    found = [[row.code, row.group, {kind: " / ".join(texts) for kind, texts in row.cells.items()}] for row in rows]
    assert found == case["rows"]


def test_a_text_without_a_header_has_no_table() -> None:
    assert find_tables(tidy_lines(blocks_of("1. Xây dựng kế hoạch.\n2. Ban hành.\nSở Y tế\n2023\n"))) == []


def test_rows_know_their_lines_and_pages(lexicon: Lexicon) -> None:
    text = (
        "STT\nNhiệm vụ\nChủ trì\nThời gian\n1.1\nXây dựng kế hoạch.\nSở Y tế\n2023\n\f1.2\nBan hành quy chế.\nSở Nội vụ\n2024\n"
    )
    assert [(row.place.page, row.place.lines) for row in rows_of(text, lexicon)] == [(1, (6, 8)), (2, (10, 12))]


def test_what_stands_after_the_table_is_no_cell(lexicon: Lexicon) -> None:
    text = "STT\nNhiệm vụ\nChủ trì\nThời gian\n1\nXây dựng kế hoạch.\nSở Y tế\n2023\nNơi nhận:\n- Như trên;\n"
    (row,) = rows_of(text, lexicon)
    assert row.cells["time"] == ("2023",)


def test_a_clear_row_is_sure_and_a_doubtful_one_says_where(lexicon: Lexicon) -> None:
    head = "STT\nNhiệm vụ\nChủ trì\nPhối hợp\nThời gian\n"
    (sure,) = rows_of(head + "1\nXây dựng kế hoạch bảo vệ môi trường.\nSở Y tế\nSở Nội vụ\n2023\n", lexicon)
    assert (sure.score, sure.doubts) == (1.0, ())
    (doubtful,) = rows_of(head + THREE_BODIES, lexicon)
    assert doubtful.score < 1
    (doubt,) = doubtful.doubts
    assert doubt.line in THREE_BODIES.split("\n")
    assert doubt.column != doubt.other
    assert doubt.place.lines is not None


THREE_BODIES = "1\nXây dựng kế hoạch bảo vệ môi trường.\nSở Y tế\nSở Nội vụ\nSở Tài chính\n2023\n"


def test_bodies_one_a_line_without_a_sign_are_no_description(lexicon: Lexicon) -> None:
    (row,) = rows_of("STT\nNhiệm vụ\nChủ trì\nPhối hợp\nThời gian\n" + THREE_BODIES, lexicon)
    assert row.cells["task"] == ("Xây dựng kế hoạch bảo vệ môi trường.",)
    assert [*row.cells["lead"], *row.cells["cooperate"]] == ["Sở Y tế", "Sở Nội vụ", "Sở Tài chính"]


bodies = st.sampled_from(["Sở Y tế", "Sở Nội vụ", "Sở Tài chính", "Sở Công Thương", "Sở Tài nguyên và Môi trường"])
row = st.tuples(
    st.sampled_from(["Xây dựng kế hoạch hành động.", "Rà soát, sửa đổi các quy định về môi trường.", "Tổ chức tập huấn."]),
    bodies,
    st.sampled_from(["Các sở, ban, ngành", "UBND các huyện, thị xã, thành phố"]),
    st.sampled_from(["2023", "2023 - 2030", "Thường xuyên"]),
)


@given(st.lists(row, min_size=1, max_size=8))
def test_rows_printed_cell_by_cell_are_read_back(lexicon: Lexicon, rows: list[tuple[str, str, str, str]]) -> None:
    lines = ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"]
    for number, cells in enumerate(rows, 1):
        lines += [str(number), *cells]
    found = rows_of("\n".join(lines), lexicon)
    assert [(r.code, *(" ".join(r.cells.get(kind, ())) for kind in ("task", "lead", "cooperate", "time"))) for r in found] == [
        (str(n), *cells) for n, cells in enumerate(rows, 1)
    ]


@given(
    st.lists(st.sampled_from(["1", "2", "1.1", "Sở Y tế", "2023", "Xây dựng.", "STT", "Nhiệm vụ", "Chủ trì", "\f"]), max_size=25)
)
def test_any_lines_under_a_header_are_read(lexicon: Lexicon, lines: list[str]) -> None:
    for one in rows_of("\n".join(["STT", "Nhiệm vụ", "Chủ trì", *lines]), lexicon):
        assert 0 <= one.score <= 1
