"""Tables whose cells stand apart as blocks, in the order of rows or of columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ggplan.document import Line, PageBreak
from ggplan.parse.flattened import find_tables, read_table
from ggplan.parse.flow import tidy_lines
from ggplan.parse.glyphs import width
from ggplan.parse.readers.text import read
from ggplan.parse.rows import RawRow
from ggplan.registry.lexicon import Lexicon

HEADER = ["TT", "Nhiệm vụ, hoạt động cụ thể", "Chủ trì", "Phối hợp", "Thời gian", "Kết quả"]
WIDE = {"task": 14.0, "lead": 6.5, "partner": 9.0, "time": 5.0, "output": 6.0}
TASKS = [
    "Xây dựng và tổ chức thực hiện kế hoạch phát triển năng lượng tái tạo trên địa bàn tỉnh giai đoạn tới.",
    "Rà soát, sửa đổi các quy định về bảo vệ môi trường phù hợp với điều kiện thực tế của địa phương.",
    "Tổ chức tập huấn, nâng cao năng lực cho cán bộ quản lý về tăng trưởng xanh và thích ứng với biến đổi khí hậu.",
    "Đầu tư hệ thống thu gom, xử lý nước thải tập trung tại các khu đô thị và khu dân cư nông thôn.",
]
LEADS = ["Sở Tài nguyên và Môi trường", "Sở Kế hoạch và Đầu tư", "Sở Nông nghiệp và Phát triển nông thôn", "Sở Công Thương"]
PARTNERS = ["Các sở, ban, ngành; UBND các huyện, thị xã, thành phố", "Các đơn vị liên quan"]


def lines_of(text: str, full: float) -> str:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width(longer) > full:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def blocks_of(rows: list[tuple[str, str, str]]) -> list[list[str]]:
    return [
        [
            f"1.{number}",
            lines_of(task, WIDE["task"]),
            lines_of(lead, WIDE["lead"]),
            lines_of(partner, WIDE["partner"]),
            lines_of("Thường xuyên", WIDE["time"]),
            "Báo cáo",
        ]
        for number, (task, lead, partner) in enumerate(rows, 1)
    ]


def rows_of(text: str, lexicon: Lexicon, tmp_path: Path) -> list[RawRow]:
    path = tmp_path / "plan.txt"
    path.write_text(text, encoding="utf-8")
    layer = tidy_lines([block for block in read(path).blocks if isinstance(block, Line | PageBreak)])
    tables = find_tables(layer)
    assert len(tables) == 1
    assert tables[0].scattered
    return read_table(tables[0], lexicon)


def told(row: RawRow) -> tuple[str, ...]:
    return (row.code, *(" ".join(row.cells.get(kind, ())) for kind in ("task", "lead", "cooperate", "time", "output")))


row = st.tuples(st.sampled_from(TASKS), st.sampled_from(LEADS), st.sampled_from(PARTNERS))


@settings(max_examples=25)
@given(st.lists(row, min_size=3, max_size=8))
def test_row_after_row(lexicon: Lexicon, tmp_path: Path, rows: list[tuple[str, str, str]]) -> None:
    text = "\n\n".join([*HEADER, "1", "Năng lượng", *(block for blocks in blocks_of(rows) for block in blocks)])
    group, *found = rows_of(text, lexicon, tmp_path)
    assert group.group
    assert group.title == "Năng lượng"
    assert [told(r) for r in found] == [(f"1.{n}", *cells, "Thường xuyên", "Báo cáo") for n, cells in enumerate(rows, 1)]


ROWS = [(TASKS[0], LEADS[0], PARTNERS[0]), (TASKS[1], LEADS[1], PARTNERS[1]), (TASKS[2], LEADS[2], PARTNERS[0])]


def test_a_header_repeated_on_the_next_page_and_a_cell_that_goes_on_there(lexicon: Lexicon, tmp_path: Path) -> None:
    first, second, third = blocks_of(ROWS)
    *above, below = second[1].split("\n")
    text = "\n\n".join([*HEADER, "1", "Năng lượng", *first, second[0], "\n".join(above), *second[2:]])
    text += "\f" + "\n\n".join(["2", *HEADER, below, *third])
    _, *found = rows_of(text, lexicon, tmp_path)
    assert [told(r)[:4] for r in found] == [(f"1.{n}", *cells) for n, cells in enumerate(ROWS, 1)]


def test_a_row_of_column_numbers_and_the_hyphen_that_pdftotext_drops(lexicon: Lexicon, tmp_path: Path) -> None:
    blocks = blocks_of(ROWS)
    for cells in blocks:
        cells[4] = "20232030"
    numbers = [str(n) for n in range(1, 7)]
    text = "\n\n".join([*HEADER, *numbers, "1", "Năng lượng", *(block for cells in blocks for block in cells)])
    _, *found = rows_of(text, lexicon, tmp_path)
    assert [told(r)[4] for r in found] == ["2023-2030"] * 3


def test_cells_side_by_side_are_parted_and_doubted(lexicon: Lexicon, tmp_path: Path) -> None:
    rows = [ROWS[0]] * 2 + ROWS + [ROWS[1]] * 3
    blocks = blocks_of(rows)
    left, right = blocks[2][2].split("\n"), blocks[2][3].split("\n")
    size = max(len(left), len(right))
    beside = [f"{a} {b}".strip() for a, b in zip(left + [""] * size, right + [""] * size, strict=False)][:size]
    blocks[2][2:4] = ["\n".join(beside)]
    text = "\n\n".join([*HEADER, "1", "Năng lượng", *(block for cells in blocks for block in cells)])
    _, *found = rows_of(text, lexicon, tmp_path)
    assert told(found[2])[:4] == ("1.3", *rows[2])
    assert found[2].score < found[0].score
    assert found[2].doubts


@pytest.mark.parametrize("rows", [0, 1])
def test_a_header_with_hardly_a_row_is_no_fault(rows: int, lexicon: Lexicon, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("\n\n".join([*HEADER, *(b for blocks in blocks_of(ROWS[:rows]) for b in blocks), "1", "2", "3"]), "utf-8")
    layer = tidy_lines([block for block in read(path).blocks if isinstance(block, Line | PageBreak)])
    for table in find_tables(layer):
        read_table(table, lexicon)
