"""Quantified targets: one a value, with comparator, unit and year."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.document import Paragraph
from ggplan.location import Place
from ggplan.parse.outline import build
from ggplan.parse.targets import find_targets
from ggplan.plan import Target
from support import cases


def targets(*texts: str, heading: str = "2. Mục tiêu cụ thể đến năm 2030") -> list[Target]:
    blocks = [Paragraph("I. MỤC TIÊU"), Paragraph(heading), *map(Paragraph, texts)]
    return [target for target, _ in find_targets(build(blocks))]


@pytest.mark.parametrize("case", cases("parse/targets"))
def test_targets_of_a_clause(case: dict[str, Any]) -> None:
    found = [dict.fromkeys(Target.model_fields) | target.model_dump() for target in targets(case["text"])]
    assert [{key: got[key] for key in want} for got, want in zip(found, case["found"], strict=True)] == case["found"]
    if case.get("whole"):
        assert {target["text"] for target in found} == {case["text"].removeprefix("- ")}


def test_targets_are_numbered_through_with_their_places() -> None:
    places = [Place(lines=(n, n)) for n in (3, 4)]
    blocks = [
        Paragraph("II. MỤC TIÊU CỤ THỂ"),
        Paragraph("- Tỷ lệ che phủ rừng đạt 50%", places[0]),
        Paragraph("- Tỷ lệ thu gom đạt 80%, tỷ lệ tái chế đạt 60%", places[1]),
    ]
    found = find_targets(build(blocks))
    assert [(target.id, place) for target, place in found] == [("T1", places[0]), ("T2", places[1]), ("T3", places[1])]


def test_a_pillar_is_the_numbered_heading_above() -> None:
    found = targets("a) Xanh hóa sản xuất", "- Tỷ lệ A đạt 5%", "b) Xanh hóa lối sống", "- Tỷ lệ B đạt 6%")
    assert [target.pillar for target in found] == ["Xanh hóa sản xuất", "Xanh hóa lối sống"]


def test_the_year_of_a_lead_in_holds_for_its_clauses() -> None:
    (target,) = targets("- Đến năm 2025: tỷ lệ che phủ rừng đạt 48%")
    assert (target.year, target.min) == (2025, 48)


@pytest.mark.parametrize("heading", ["1. Quan điểm", "3. Nhiệm vụ", "2. Tổ chức thực hiện"])
def test_other_sections_have_no_targets(heading: str) -> None:
    blocks = [Paragraph("I. NHIỆM VỤ"), Paragraph(heading), Paragraph("- Tỷ lệ che phủ rừng đạt 50%")]
    assert find_targets(build(blocks)) == []


@given(st.integers(1, 9999), st.sampled_from(["ha", "MW", "tấn", "%"]), st.sampled_from(["trên", "ít nhất", "tối thiểu"]))
def test_a_bound_with_its_unit_is_read(value: int, unit: str, word: str) -> None:
    printed = f"{value:,}".replace(",", ".") + ("" if unit == "%" else " ") + unit
    (target,) = targets(f"- Sản lượng đạt {word} {printed}")
    assert (target.comparator, target.min, target.max, target.unit) == (">=", value, None, unit)


@given(st.lists(st.text(max_size=80), max_size=5))
def test_any_text_has_targets_or_none(texts: list[str]) -> None:
    found = targets(*texts)
    assert [target.id for target in found] == [f"T{n}" for n in range(1, len(found) + 1)]
