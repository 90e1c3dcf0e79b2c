"""Tasks written as prose."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.document import Paragraph
from ggplan.location import Place
from ggplan.parse.narrative import cooperating, read_narrative, read_opening
from ggplan.parse.outline import build
from ggplan.registry.lexicon import Lexicon
from support import cases

NOTHING = {"leads": [], "partners": [], "rest": "", "bare": False, "colon": False}


@pytest.mark.parametrize("case", cases("parse/openings"))
def test_how_an_item_begins(case: dict[str, Any], lexicon: Lexicon) -> None:
    opening = read_opening(case["text"], lexicon)
    if case["opening"] is None:
        assert opening is None
        return
    assert opening is not None
    for key, value in case["opening"].items():
        got = getattr(opening, key)
        assert (list(got) if isinstance(got, tuple) else got) == value, key


@pytest.mark.parametrize("case", cases("parse/narrative"))
def test_tasks_of_a_narrative(case: dict[str, Any], lexicon: Lexicon) -> None:
    groups, items, _ = read_narrative(build(map(Paragraph, case["paragraphs"])), lexicon)
    assert [[group.code, group.title] for group in groups] == [[str(code), title] for code, title in case["groups"]]
    told = [[groups[item.group].code, item.code, list(item.leads), list(item.partners), list(item.actions)] for item in items]
    assert told == [[str(group), *rest] for group, *rest in case["tasks"]]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Phối hợp với Sở Y tế và Sở Nội vụ triển khai.", ["Sở Y tế", "Sở Nội vụ"]),
        ("chủ động phối hợp chặt chẽ với Sở Y tế", ["Sở Y tế"]),
        ("phối hợp cùng Sở Y tế; phối hợp với Sở Nội vụ", ["Sở Y tế", "Sở Nội vụ"]),
        ("phối hợp thực hiện", []),
        ("Sở Y tế triển khai", []),
    ],
)
def test_bodies_that_cooperate(text: str, bodies: list[str], lexicon: Lexicon) -> None:
    assert list(cooperating([text], lexicon)) == bodies


def test_an_item_has_the_place_of_all_its_lines(lexicon: Lexicon) -> None:
    texts = ["III. NHIỆM VỤ", "1. Công nghiệp", "1.1. Sở Y tế:", "- Một.", "- Hai.", "1.2. Sở Nội vụ: Ba."]
    blocks = [Paragraph(text, Place(page=1, lines=(n, n))) for n, text in enumerate(texts, 1)]
    _, items, _ = read_narrative(build(blocks), lexicon)
    assert [item.place.lines for item in items] == [(3, 5), (6, 6)]


def test_a_passage_that_assigns_a_duty_to_nobody_known_is_told(lexicon: Lexicon) -> None:
    passage = "Việc thực hiện kế hoạch do nhiều bên chịu trách nhiệm chủ trì, phối hợp trong quá trình triển khai kế hoạch."
    blocks = map(Paragraph, ["III. NHIỆM VỤ", "1. Công nghiệp", "1.1. Sở Y tế: Một.", f"1.2. {passage}"])
    _, items, passed = read_narrative(build(blocks), lexicon)
    assert [item.code for item in items] == ["1.1"]
    assert [text for text, _ in passed] == [passage]


PIECES = [
    "III. NHIỆM VỤ",
    "1. Công nghiệp",
    "1.1. Sở Y tế:",
    "- Sở Nội vụ: một",
    "+ hai",
    "a) Sở Y tế",
    "Lời văn.",
    "IV. TỔ CHỨC THỰC HIỆN",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=40), max_size=20))
def test_any_paragraphs_have_tasks_or_none(lexicon: Lexicon, texts: list[str]) -> None:
    groups, items, _ = read_narrative(build(map(Paragraph, texts)), lexicon)
    assert all(0 <= item.group < len(groups) and item.leads for item in items)
    assert bool(groups) == bool(items)
