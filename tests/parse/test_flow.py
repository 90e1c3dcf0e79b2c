"""From the lines of a text layer to the paragraphs their author wrote."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.document import Line, PageBreak, Paragraph
from ggplan.location import Place
from ggplan.parse.flow import paragraphs, paragraphs_of_lines, split_lost_breaks, tidy_lines
from reading import blocks_of, paragraphs_of
from support import cases

WORDS = [
    "tăng",
    "trưởng",
    "xanh",
    "phát",
    "triển",
    "bền",
    "vững",
    "môi",
    "trường",
    "năng",
    "lượng",
    "doanh",
    "nghiệp",
    "người",
    "dân",
    "quản",
    "lý",
    "chất",
    "thải",
]


@pytest.mark.parametrize("case", cases("parse/flow"))
def test_paragraphs_of_a_text_layer(case: dict[str, Any]) -> None:
    assert paragraphs_of(case["text"]) == case["paragraphs"]


def wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


sentences = st.lists(st.sampled_from(WORDS), min_size=50, max_size=120).map(lambda ws: " ".join(ws).capitalize() + ".")


@given(st.lists(sentences, min_size=1, max_size=5), st.integers(40, 90))
def test_wrapped_paragraphs_are_whole_again(texts: list[str], width: int) -> None:
    """However wide the page was: paragraphs of several lines with a blank line between them."""
    layer = "\n\n".join("\n".join(wrapped(text, width)) for text in texts)
    assert paragraphs_of(layer) == texts


@given(st.lists(sentences, min_size=1, max_size=5), st.integers(40, 90))
def test_wrapped_bullets_are_whole_again(texts: list[str], width: int) -> None:
    items = [f"- {text}" for text in texts]
    assert paragraphs_of("\n".join(line for item in items for line in wrapped(item, width))) == items


@given(st.lists(st.text(max_size=40), max_size=12))
def test_no_letter_of_any_lines_is_lost_or_made(texts: list[str]) -> None:
    blocks = [Line(text.strip(), Place(1, (n, n))) for n, text in enumerate(texts, 1) if text.strip()]
    found, notes = paragraphs(blocks)
    kept = [*(block.full_text for block in found if isinstance(block, Paragraph)), *(note.text for note in notes)]
    assert letters("".join(kept)) == letters("".join(line.text for line in blocks))


def letters(text: str) -> list[str]:
    return sorted(char for char in text if char.isalpha())


def test_paragraphs_know_their_lines_and_page() -> None:
    found, _ = paragraphs(blocks_of("I. MỤC TIÊU\n\nThúc đẩy tái cơ cấu nền kinh tế\ngắn với\n\n2\n\fđổi mới mô hình.\n"))
    assert [(block.place.page, block.place.lines) for block in found] == [(1, (1, 1)), (1, (3, 7))]


def test_page_numbers_are_gone_and_pages_are_counted() -> None:
    layer = tidy_lines(blocks_of("Trang đầu của kế hoạch.\n\n1\n\f\nTrang thứ hai của kế hoạch.\n\n2\n\f\nTrang thứ ba.\n"))
    assert [(line.text, line.place.page) for line in layer.lines] == [
        ("Trang đầu của kế hoạch.", 1),
        ("Trang thứ hai của kế hoạch.", 2),
        ("Trang thứ ba.", 3),
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("cấp tỉnh.- Tham mưu UBND", ["cấp tỉnh.", "Tham mưu UBND"]),
        ("cấp tỉnh; - Tham mưu UBND", ["cấp tỉnh;", "Tham mưu UBND"]),
        ("kinh tế - Xã hội", ["kinh tế - Xã hội"]),
        ("giai đoạn 2021. - 2030", ["giai đoạn 2021. - 2030"]),
        ("", [""]),
    ],
)
def test_lost_line_breaks(text: str, parts: list[str]) -> None:
    assert split_lost_breaks(text) == parts


@given(st.text(max_size=80))
def test_splitting_keeps_the_letters(text: str) -> None:
    letters = [char for char in text if char.isalnum()]
    assert [char for part in split_lost_breaks(text) for char in part if char.isalnum()] == letters


def test_a_cell_with_bullets() -> None:
    lines = [Line("- Xây dựng kế hoạch hành động"), Line("tăng trưởng xanh."), Line("- Tổ chức triển khai.")]
    assert paragraphs_of_lines(lines, 30) == ["Xây dựng kế hoạch hành động tăng trưởng xanh.", "Tổ chức triển khai."]


def test_paragraphs_and_tables_keep_their_order() -> None:
    blocks = [Paragraph("Một."), PageBreak(2), Paragraph("Hai."), Line("Ba."), Paragraph("Bốn.")]
    found, _ = paragraphs(blocks)
    assert [block.full_text for block in found if isinstance(block, Paragraph)] == ["Một.", "Hai.", "Ba.", "Bốn."]


def test_a_paragraph_cut_by_a_page_is_one() -> None:
    one, two = Paragraph("Đẩy mạnh công tác", Place(1), open_end=True), Paragraph("Tuyên truyền pháp luật.", Place(2))
    found, _ = paragraphs([one, two])
    assert [block.full_text for block in found if isinstance(block, Paragraph)] == ["Đẩy mạnh công tác Tuyên truyền pháp luật."]
    assert found[0].place.page == 1


def _pages(*pages: str) -> list[str]:
    blocks: list[Line | PageBreak] = []
    for number, page in enumerate(pages, 1):
        blocks.append(PageBreak(number))
        blocks.extend(Line(text, Place()) for text in page.split("\n"))
    return [line.text for line in tidy_lines(blocks[1:]).lines]


def test_a_cell_that_ends_every_page_is_no_running_head() -> None:
    """`Thường xuyên` ends most pages of a table, but it stands in every row: it is text."""
    page = "1.1 Xây dựng kế hoạch\nThường\nxuyên\n1.2 Rà soát quy định\nThường\nxuyên"
    assert _pages(page, page, page, page).count("xuyên") == 8


def test_a_running_head_goes_from_every_page() -> None:
    pages = [f"CÔNG BÁO/Số {number}\nĐiều {number}. Nội dung của điều này là khác\nvà còn dài" for number in range(4)]
    assert not any("CÔNG BÁO" in line for line in _pages(*pages))


def test_numbers_that_count_the_pages_go_and_codes_alone_on_a_line_stay() -> None:
    pages = [f"{number}\nMột dòng của trang {number}\n{code}" for number, code in zip((1, 2, 3, 4), (7, 7, 9, 2), strict=True)]
    assert [line for line in _pages(*pages) if line.isdigit()] == ["7", "7", "9", "2"]
