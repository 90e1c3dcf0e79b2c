"""Labels wherever an extractor put them."""

from __future__ import annotations

from ggplan.document import Line, PageBreak
from ggplan.parse.flow import tidy_lines
from ggplan.parse.scattered.header import ScatteredHeader, find_scattered

BODY = "\n\n1\n\nXây dựng kế hoạch\nhành động.\n\nSở Y tế\n\nNăm 2024\n\n2\n\nRà soát quy hoạch\nhiện có.\n\nSở Công Thương\n\n2024 - 2025\n\n3\n\nMở lớp."


def header_of(*pages: str) -> tuple[ScatteredHeader | None, list[str]]:
    blocks: list[Line | PageBreak] = []
    for number, page in enumerate(pages):
        if number:
            blocks.append(PageBreak(number + 1))
        gap = 0
        for text in page.split("\n"):
            if text:
                blocks.append(Line(text, blank_before=gap))
            gap = 0 if text else gap + 1
    layer = tidy_lines(blocks)
    found = find_scattered(layer)
    taken = [layer.lines[index].text for index in sorted(found.lines)] if found else []
    return found, taken


def test_labels_in_blocks_of_their_own() -> None:
    found, taken = header_of("TT\n\nNội dung nhiệm vụ\n\nĐơn vị chủ trì\n\nThời gian\nhoàn thành" + BODY)
    assert found
    assert found.columns == ("code", "task", "lead", "time")
    assert taken == ["TT", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Thời gian", "hoàn thành"]


def test_a_label_above_the_text_of_its_column_in_one_block() -> None:
    found, _ = header_of(
        "TT\n\nNội dung nhiệm vụ\nXây dựng kế hoạch.\nRà soát quy hoạch.\n\nChủ trì\nSở Y tế\n\nThời gian\nNăm 2024\n\n1\n\n2"
    )
    assert found
    assert found.columns == ("code", "task", "lead", "time")
    assert set(found.under.values()) >= {"task", "lead", "time"}


def test_numbers_under_the_labels_tell_their_order() -> None:
    text = "Thời gian\n(4)\n\nChủ trì\n(3)\n\nPhối hợp\n(5)\n\nTT\n(1)\n\nNhiệm vụ\n(2)" + BODY
    found, taken = header_of(text)
    assert found
    assert found.columns == ("code", "task", "lead", "time", "cooperate")
    assert {"(1)", "(5)"} <= set(taken)


def test_the_word_before_the_number_of_a_document_is_no_label() -> None:
    found, taken = header_of("Số:\n\nTT\n\nNội dung nhiệm vụ\n\nĐơn vị chủ trì\n\nThời gian" + BODY)
    assert found
    assert "Số:" not in taken


def test_repeats_are_taken_from_later_pages() -> None:
    labels = "TT\n\nNội dung nhiệm vụ\n\nĐơn vị chủ trì\n\nThời gian"
    _, taken = header_of(labels + BODY, labels + "\n\n4\n\nTrồng rừng.\n\nSở Y tế\n\nNăm 2025")
    assert taken.count("Đơn vị chủ trì") == 2


def test_a_narrative_has_no_such_header() -> None:
    assert header_of("Kế hoạch\n\n1. Sở Y tế: tổ chức thực hiện.\n\n2. Sở Công Thương: rà soát.")[0] is None


def test_labels_woven_into_each_other() -> None:
    found, _ = header_of("STT\n\nNhiệm vụ chủ yếu\nCơ quan/đơn vị\nPhối hợp thực hiện\nchủ trì\n\nThời gian" + BODY)
    assert found
    assert found.columns == ("code", "task", "lead", "cooperate", "time")


def test_the_words_of_a_cell_are_no_label_where_the_next_page_has_none() -> None:
    head = "TT\n\nNội dung nhiệm vụ\n\nĐơn vị chủ trì\n\nThời gian"
    found, _ = header_of(head + BODY + "\n\nKinh phí", head + BODY)
    assert found
    assert found.columns == ("code", "task", "lead", "time")


def test_a_code_at_the_edge_of_a_page_is_no_page_number() -> None:
    blocks: list[Line | PageBreak] = [Line("Nội dung"), Line("7"), Line("8"), PageBreak(2), Line("9"), Line("10")]
    assert [line.text for line in tidy_lines(blocks).lines] == ["Nội dung", "7", "8", "9", "10"]
