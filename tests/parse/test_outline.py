"""The outline of a plan."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.document import Paragraph
from ggplan.location import Place
from ggplan.parse.outline import Node, action_texts, build, walk
from support import cases


def shape(node: Node) -> list[Any]:
    """The items under a node as the case tables write them."""
    found: list[Any] = []
    for child in node.children:
        code = child.marker.code
        label = f"{code} {child.text}".strip()
        found.append({label: shape(child)} if child.children else label)
    return found


@pytest.mark.parametrize("case", cases("parse/outline"))
def test_outline(case: dict[str, Any]) -> None:
    assert shape(build(map(Paragraph, case["paragraphs"]))) == case["outline"]


MARKERS = ["I.", "II.", "1.", "2.", "1.1.", "a)", "b)", "-", "+", "(1)", "Điều 1.", "A.", "PHẦN I", "", ""]
items = st.tuples(st.sampled_from(MARKERS), st.sampled_from(["Sở Y tế", "NHIỆM VỤ", "một hai ba"])).map(" ".join)


@given(st.lists(st.one_of(items, st.text(max_size=30)), max_size=25))
def test_an_outline_keeps_all_texts_in_order(texts: list[str]) -> None:
    blocks = [Paragraph(text, Place(lines=(n, n))) for n, text in enumerate(texts, 1)]
    root = build(blocks)
    nodes = list(walk(root))[1:]
    words = "".join("".join(f"{node.marker.label}{node.marker.code}{node.text}".split()) for node in nodes)
    printed = "".join("".join(text.split()) for text in texts if text)
    assert [char for char in words if char.isalnum()] == [char for char in printed if char.isalnum()]
    assert all(child.rank > node.rank for node in walk(root) for child in node.children)
    starts = [node.place.lines[0] for node in nodes if node.place.lines]
    assert starts == sorted(starts)


def test_an_item_reaches_to_the_end_of_what_stands_under_it() -> None:
    texts = ["1. Một", "- Hai", "+ Ba", "2. Bốn"]
    root = build(Paragraph(text, Place(page=n, lines=(n, n))) for n, text in enumerate(texts, 1))
    assert [(node.extent.page, node.extent.lines) for node in root.children] == [(1, (1, 3)), (4, (4, 4))]


def test_the_actions_of_an_item() -> None:
    root = build(map(Paragraph, ["1. Sở Y tế:", "- Một:", "+ Hai", "Ba.- Bốn", "2. Năm"]))
    assert action_texts(root.children[0]) == ["Một:", "Hai", "Ba.", "Bốn"]


def test_numbers_of_the_format_count_like_printed_ones() -> None:
    root = build([Paragraph("Một", marker="I."), Paragraph("Hai", marker="1."), Paragraph("Ba", marker="-")])
    assert shape(root) == [{"I Một": [{"1 Hai": ["- Ba"]}]}]


def test_a_long_chain_of_numbers_is_read() -> None:
    """Each line one number deeper than the last: no outline is that deep, and no stack of calls either."""
    root = build(Paragraph("I" + ".1" * depth + " Nhiệm vụ") for depth in range(1500))
    assert len(list(walk(root))) > 1000
    assert root.extent is not None
