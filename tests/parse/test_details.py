"""Conditions, outputs, reporting duties and abbreviations."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.document import Cell, Paragraph, Row, Table
from ggplan.parse.details import find_abbreviations, find_conditions, find_reporting, split_outputs
from ggplan.parse.outline import build
from ggplan.parse.reporting import reporting_nodes
from ggplan.plan import ReportingDuty
from ggplan.registry.lexicon import Lexicon
from support import cases


@pytest.mark.parametrize("case", cases("parse/conditions"))
def test_conditions(case: dict[str, Any]) -> None:
    assert list(find_conditions([case["text"]])) == case["found"]


@pytest.mark.parametrize("case", cases("parse/outputs"))
def test_outputs(case: dict[str, Any]) -> None:
    assert list(split_outputs(case["cell"])) == case["found"]


@given(st.lists(st.text(max_size=60), max_size=4))
def test_outputs_are_pieces_of_the_cell(cell: list[str]) -> None:
    for output in split_outputs(cell):
        assert output.strip()
        assert any("".join(output.split()) in "".join(paragraph.split()) for paragraph in cell)


def duties(text: str, lexicon: Lexicon, heading: str = "") -> tuple[ReportingDuty, ...]:
    node = build([Paragraph(f"- {text}")]).children[0]
    return find_reporting([(node, heading)], lexicon)


@pytest.mark.parametrize("case", cases("parse/reporting"))
def test_reporting(case: dict[str, Any], lexicon: Lexicon) -> None:
    found = [
        dict.fromkeys(("due", "frequency", "from", "to")) | duty.model_dump(by_alias=True)
        for duty in duties(case["text"], lexicon)
    ]
    assert [{key: got[key] for key in want} for got, want in zip(found, case["found"], strict=True)] == case["found"]


def test_the_heading_says_who_reports(lexicon: Lexicon) -> None:
    text = "Định kỳ trước ngày 15/11 hằng năm báo cáo về Sở Tài chính."
    (duty,) = duties(text, lexicon, heading="UBND các huyện")
    assert (duty.sender, duty.to) == ("UBND các huyện", "Sở Tài chính")


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Sở Y tế:", "Sở Y tế"),
        ("Sở Y tế; Sở Công Thương:", "Sở Y tế; Sở Công Thương"),
        (
            "Giám đốc các sở, ban, ngành, Chủ tịch UBND huyện/thành phố:",
            "Giám đốc các sở, ban, ngành, Chủ tịch UBND huyện/thành phố",
        ),
        (
            "Căn cứ vào nội dung của Kế hoạch này, Giám đốc các sở, ban, ngành, Chủ tịch UBND các huyện có trách nhiệm:",
            "Giám đốc các sở, ban, ngành, Chủ tịch UBND các huyện",
        ),
        ("Trên cơ sở nhiệm vụ được giao, các đơn vị có liên quan xây dựng kế hoạch và báo cáo.", ""),
    ],
)
def test_a_heading_names_who_reports(text: str, heading: str, lexicon: Lexicon) -> None:
    root = build([Paragraph(f"1. {text}"), Paragraph("- Trước ngày 15/11 hằng năm báo cáo về Sở Tài chính.")])
    assert reporting_nodes(root, lexicon)[-1][1] == heading


def test_one_duty_said_twice_is_one(lexicon: Lexicon) -> None:
    text = "Báo cáo UBND tỉnh trước ngày 05/9 hằng năm."
    assert len(duties(f"{text} {text}", lexicon)) == 1


@given(day=st.integers(0, 99), month=st.integers(0, 99))
def test_any_day_is_a_due_day_or_none(day: int, month: int, lexicon: Lexicon) -> None:
    text = f"Sở Y tế báo cáo UBND tỉnh trước ngày {day:02}/{month:02} hằng năm."
    (duty,) = duties(text, lexicon)
    real = 1 <= day <= 31 and 1 <= month <= 12
    assert duty.due == (f"{month:02}-{day:02}" if real else None)


def test_abbreviations_of_lines() -> None:
    lines = [
        "DANH MỤC TỪ VIẾT TẮT",
        "TTX: Tăng trưởng xanh;",
        "- BĐKH - Biến đổi khí hậu.",
        "KT-XH = Kinh tế - xã hội",
        "UBND\tỦy ban nhân dân",
    ]
    assert find_abbreviations([*map(Paragraph, lines), Paragraph("Phần mở đầu"), Paragraph("A: b")]) == {
        "TTX": "Tăng trưởng xanh",
        "BĐKH": "Biến đổi khí hậu",
        "KT-XH": "Kinh tế - xã hội",
        "UBND": "Ủy ban nhân dân",
    }


def test_abbreviations_of_a_table() -> None:
    rows = [("STT", "Viết tắt", "Nghĩa"), ("1", "TTX", "Tăng trưởng xanh"), ("2.", "KNK", "Khí nhà kính")]
    cells = [tuple(Cell((Paragraph(text),), column) for column, text in enumerate(row)) for row in rows]
    table = Table(tuple(Row(row) for row in cells), 3)
    found = find_abbreviations([Paragraph("Bảng các chữ viết tắt"), table])
    assert found == {"TTX": "Tăng trưởng xanh", "KNK": "Khí nhà kính"}


def test_a_plan_without_a_list_has_no_abbreviations() -> None:
    assert find_abbreviations([Paragraph("TTX: Tăng trưởng xanh"), Paragraph("KNK: Khí nhà kính")]) == {}
