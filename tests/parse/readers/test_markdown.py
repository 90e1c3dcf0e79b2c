"""Markdown, mostly from OCR."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.document import Document, Paragraph, Table
from ggplan.parse.readers.markdown import read


@pytest.fixture
def document(tmp_path: Path):  # type: ignore[no-untyped-def]
    def make(text: str) -> Document:
        (tmp_path / "plan.md").write_text(text, encoding="utf-8")
        return read(tmp_path / "plan.md")

    return make


def texts(document: Document) -> list[str]:
    return [block.full_text for block in document.blocks if isinstance(block, Paragraph)]


def test_headings_paragraphs_and_lists(document) -> None:  # type: ignore[no-untyped-def]
    found = document("# KẾ HOẠCH\n\nLời **nói** *đầu* của `kế hoạch`.\n\n## I. MỤC TIÊU\n\n- Một\n- Hai\n\n1. Ba\n2. Bốn\n")
    assert texts(found) == ["KẾ HOẠCH", "Lời nói đầu của kế hoạch.", "I. MỤC TIÊU", "- Một", "- Hai", "1. Ba", "2. Bốn"]
    levels = [block.level for block in found.blocks if isinstance(block, Paragraph)]
    assert levels == [1, None, 2, None, None, None, None]
    assert found.media_type == "text/markdown"


def test_wrapped_lines_are_one_paragraph_and_items_are_not(document) -> None:  # type: ignore[no-untyped-def]
    found = document("Đẩy mạnh tuyên truyền\nvà giáo dục về các-\nbon.\n1.1. Sở Y tế: một\n1.2. Sở Nội vụ: hai\n")
    assert texts(found)[0].startswith("Đẩy mạnh tuyên truyền và giáo dục về các-")
    assert texts(found)[1:] == ["1.1. Sở Y tế: một", "1.2. Sở Nội vụ: hai"]


def test_bold_paragraphs_are_told(document) -> None:  # type: ignore[no-untyped-def]
    found = document("**1. Công nghiệp**\n\nMột **hai** ba.\n\n**Một****Hai**\n")
    assert [(block.text, block.bold) for block in found.blocks] == [
        ("1. Công nghiệp", True),
        ("Một hai ba.", False),
        ("Một", True),
        ("Hai", True),
    ]


def test_paragraphs_know_their_lines(document) -> None:  # type: ignore[no-untyped-def]
    found = document("Một.\n\nHai\nba.\n\n- Bốn\n")
    assert [block.place.lines for block in found.blocks] == [(1, 1), (3, 4), (6, 6)]


def test_tables(document) -> None:  # type: ignore[no-untyped-def]
    found = document("| STT | Nhiệm vụ | Chủ trì |\n|---|---|---|\n| 1 | **Trồng** rừng<br>Bảo vệ | Sở Y tế |\n| 2 |  | |\n")
    (table,) = found.blocks
    assert isinstance(table, Table)
    assert (table.columns, table.header_rows) == (3, 1)
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows == [["STT", "Nhiệm vụ", "Chủ trì"], ["1", "Trồng rừng\nBảo vệ", "Sở Y tế"], ["2", "", ""]]
    assert [row.place.lines for row in table.rows] == [(1, 1), (3, 3), (4, 4)]


def test_html_and_indented_text_are_text(document) -> None:  # type: ignore[no-untyped-def]
    found = document("<b>Một</b> & hai\n\n    Lời thụt vào\n")
    assert "Lời thụt vào" in texts(found)
    assert any("Một" in text and "hai" in text for text in texts(found))


def test_tabs_part_the_columns_of_a_list(document) -> None:  # type: ignore[no-untyped-def]
    assert texts(document("TTX\tTăng trưởng xanh\nKNK\tKhí nhà kính\n")) == ["TTX\tTăng trưởng xanh", "KNK\tKhí nhà kính"]


def test_nothing_is_nothing(document) -> None:  # type: ignore[no-untyped-def]
    assert document("\n \n").blocks == ()


MARKS = st.sampled_from(
    ["# ", "- ", "1. ", "> ", "**", "*", "`", "| a | b |\n|---|---|\n", "```\n", "<b>", "\\", "~~", "[a](b)", "\t", "\n\n"]
)


@given(st.lists(MARKS | st.text(max_size=15), max_size=20).map("".join))
def test_any_markdown_is_read(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.md"
    path.write_bytes(text.encode("utf-8", "replace"))
    for block in read(path).blocks:
        if isinstance(block, Paragraph):
            assert block.full_text
            assert block.place.lines is not None


@given(st.lists(st.sampled_from(["tăng", "trưởng", "xanh", "và", "phát", "triển", "bền", "vững"]), min_size=1, max_size=40))
def test_words_are_kept_in_order(tmp_path_factory: pytest.TempPathFactory, words: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "words.md"
    path.write_text("\n".join(" ".join(words[at : at + 6]) for at in range(0, len(words), 6)), encoding="utf-8")
    assert " ".join(texts(read(path))).split() == words
