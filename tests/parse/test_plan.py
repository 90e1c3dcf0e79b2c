"""A whole document: what is read, where, and what is said to be doubtful."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.document import Note, Paragraph, Table
from ggplan.location import Place
from ggplan.parse.plan import Parsed
from ggplan.registry.lexicon import Lexicon
from reading import grid, plan_of
from support import PLANS, cases

HEADER = ["STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời gian"]


def table(*codes: str) -> Table:
    rows = [[code, "Xây dựng kế hoạch.", "Sở Y tế", "Sở Nội vụ", "2023"] for code in codes]
    return grid([HEADER, *rows], 5)


def told(parsed: Parsed) -> list[tuple[str, str | None, str]]:
    return [(finding.rule.slug, finding.item, finding.message) for finding in parsed.findings]


@pytest.mark.parametrize("slug", PLANS)
def test_every_item_has_a_place(slug: str, five_plans: Any) -> None:
    plan = five_plans[slug].plan
    items = [item.id for item in (*plan.groups, *plan.tasks, *plan.targets)]
    assert items
    assert sorted(plan.provenance) == sorted(items)
    assert len(set(items)) == len(items)
    assert all(place.lines and place.lines[0] <= place.lines[1] for place in plan.provenance.values())


@pytest.mark.parametrize("slug", PLANS)
def test_tasks_stand_in_the_order_of_the_document(slug: str, five_plans: Any) -> None:
    plan = five_plans[slug].plan
    for section in ("body", "appendix"):
        starts = [plan.provenance[task.id].lines[0] for task in plan.tasks if task.section == section]
        assert starts == sorted(starts)
    groups = {group.id: group.section for group in plan.groups}
    assert all(task.group is None or groups[task.group] == task.section for task in plan.tasks)


@pytest.mark.parametrize("case", cases("parse/numbering"))
def test_the_numbering_runs_or_a_finding_says_where_not(case: dict[str, Any], lexicon: Lexicon) -> None:
    parsed = plan_of([table(*case["codes"])], lexicon)
    assert [task.code for task in parsed.plan.tasks] == case["codes"]
    found = [(slug, item, message) for slug, item, message in told(parsed) if slug in ("missing-number", "duplicate-number")]
    assert [[slug, item] for slug, item, _ in found] == [entry[:2] for entry in case["findings"]]
    assert all(words in message for (_, _, message), (_, _, words) in zip(found, case["findings"], strict=True))


def test_narrative_and_appendix_are_both_kept_and_told_apart(lexicon: Lexicon) -> None:
    body = ["II. NHIỆM VỤ", "1. Công nghiệp", "1.1. Sở Y tế: Một."]
    plan = plan_of([*map(Paragraph, body), Paragraph("PHỤ LỤC"), table("1", "2")], lexicon).plan
    assert [(task.section, task.code) for task in plan.tasks] == [("body", "1.1"), ("appendix", "1"), ("appendix", "2")]
    assert [task.id for task in plan.tasks if task.section == "appendix"] == ["1", "2"]


def test_an_empty_description_or_lead_is_told(lexicon: Lexicon) -> None:
    rows = [["1", "Xây dựng kế hoạch.", "", "Sở Nội vụ", "2023"], ["2", "", "Sở Y tế", "", "2023"]]
    found = told(plan_of([grid([HEADER, *rows], 5)], lexicon))
    assert [(slug, item) for slug, item, _ in found] == [("empty-cell", "1"), ("empty-cell", "2")]


def test_a_document_without_tasks_says_so(lexicon: Lexicon) -> None:
    parsed = plan_of("Danh sách học sinh lớp 5A\n\nNguyễn Văn A\n", lexicon)
    assert parsed.plan.tasks == ()
    assert [finding.code for finding in parsed.findings] == ["GG010"]


def test_an_empty_document_says_so(lexicon: Lexicon) -> None:
    assert [finding.code for finding in plan_of("", lexicon).findings] == ["GG010"]


def test_columns_that_have_a_place_of_their_own(lexicon: Lexicon) -> None:
    header = ["STT", "Nhiệm vụ", "Chủ trì", "Kinh phí", "Mã nhiệm vụ", "Ghi chú", "Địa bàn"]
    rows = [["1", "Xây dựng.", "Sở Y tế", "Ngân sách tỉnh", "1.1.2", "Rà soát", "Toàn tỉnh"]]
    (task,) = plan_of([grid([header, *rows], 7)], lexicon).plan.tasks
    assert task.budget == "Ngân sách tỉnh"
    assert task.note is not None
    assert all(words in task.note for words in ("Rà soát", "Toàn tỉnh"))
    assert "1.1.2" in [link.code for link in task.national] or "1.1.2" in task.note


def test_a_footnote_is_the_note_of_its_task(lexicon: Lexicon) -> None:
    texts = ["II. NHIỆM VỤ", "1. Công nghiệp", "1.1. Sở Y tế: Một.", "1.2. Sở Nội vụ: Hai."]
    blocks: list[Any] = [Paragraph(text, Place(lines=(n, n))) for n, text in enumerate(texts, 1)]
    note = Note("1", "Theo Nghị định số 06/2022/NĐ-CP ngày 07/01/2022.", Place(lines=(9, 9)), Place(lines=(3, 3)))
    plan = plan_of([*blocks, note], lexicon).plan
    assert [task.note for task in plan.tasks] == ["Theo Nghị định số 06/2022/NĐ-CP ngày 07/01/2022.", None]
    assert [citation.number for citation in plan.citations] == ["06/2022/NĐ-CP"]


def test_a_document_does_not_cite_itself(lexicon: Lexicon) -> None:
    texts = [
        "Số: 227/KH-UBND",
        "KẾ HOẠCH HÀNH ĐỘNG",
        "Căn cứ Quyết định số 882/QĐ-TTg ngày 22/7/2022;",
        "Kế hoạch số 227/KH-UBND này",
    ]
    plan = plan_of(map(Paragraph, texts), lexicon).plan
    assert plan.document.number == "227/KH-UBND"
    assert [citation.number for citation in plan.citations] == ["882/QĐ-TTg"]


PIECES = [
    "PHỤ LỤC", "STT Nhiệm vụ Chủ trì Phối hợp Thời gian", "1", "1.1", "Sở Y tế", "2023 - 2030", "I. MỤC TIÊU", "III. NHIỆM VỤ",
    "1. Mục tiêu cụ thể", "- Tỷ lệ đạt 50%", "1.1. Sở Y tế: một", "\f", "", "V. TỔ CHỨC THỰC HIỆN", "Nơi nhận:",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=30), max_size=30))
def test_any_lines_are_read(lexicon: Lexicon, lines: list[str]) -> None:
    plan = plan_of("\n".join(lines), lexicon).plan
    ids = [item.id for item in (*plan.groups, *plan.tasks, *plan.targets)]
    assert len(set(ids)) == len(ids)
    assert set(plan.provenance) <= set(ids)
