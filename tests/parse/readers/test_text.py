"""Text files: encodings, lines, pages."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.document import Line, PageBreak
from ggplan.errors import InputError
from ggplan.parse.readers.text import decode, read, read_lines

TEXT = "Kế hoạch hành động tăng trưởng xanh của tỉnh, giai đoạn 2021 – 2030.\nSở Tài nguyên và Môi trường\n"


@pytest.mark.parametrize(
    ("encoding", "label"),
    [
        ("utf-8", None),
        ("utf-8-sig", "UTF-8 with BOM"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16-LE"),
        ("utf-16-be", "UTF-16-BE"),
    ],
)
def test_encodings_are_recognised_and_told(encoding: str, label: str | None) -> None:
    text, repairs = decode(TEXT.encode(encoding), "plan.txt")
    assert text == TEXT
    assert [(slug, facts["encoding"]) for slug, _, facts in repairs] == ([("encoding-repaired", label)] if label else [])


def test_utf_16_with_either_order_of_bytes() -> None:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        assert decode(mark + TEXT.encode(encoding), "plan.txt")[0] == TEXT


def test_plain_ascii_is_text() -> None:
    assert decode(b"Plan 2021-2030", "plan.txt") == ("Plan 2021-2030", [])


def test_a_few_bad_bytes_are_replaced_and_told() -> None:
    data = (TEXT * 20).encode() + b"\xff\xfe"
    text, repairs = decode(data, "plan.txt")
    assert text.count("\ufffd") == 2
    assert [slug for slug, _, _ in repairs] == ["bytes-replaced"]


@pytest.mark.parametrize(
    "data", [bytes(range(128, 256)) * 4, b"\xff\xfeK\x00\x1e", b"\xfe\xff\xd8\x00\x00a"], ids=["noise", "half", "surrogate"]
)
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, "plan.txt")
    assert str(caught.value).startswith("plan.txt ")
    assert "UTF-8" in str(caught.value)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text, _ = decode(data, "plan.txt")
    except InputError:
        return
    text.encode("utf-8")


@given(st.text(st.sampled_from("aăâbcdđeêoôơuưyàảãáạ \n"), min_size=40, max_size=200))
def test_vietnamese_text_comes_back_from_its_bytes(text: str) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert decode(text.encode(encoding), "plan.txt")[0] == text


def test_lines_know_their_number_indent_and_gap() -> None:
    blocks, repairs = read_lines("Một\r\n\r\n  Hai \rBa\n \n\nBốn")
    assert repairs == []
    assert [(b.text, b.place.lines, b.indent, b.blank_before) for b in blocks if isinstance(b, Line)] == [
        ("Một", (1, 1), 0, 0),
        ("Hai", (3, 3), 2, 1),
        ("Ba", (4, 4), 0, 0),
        ("Bốn", (7, 7), 0, 2),
    ]


def test_form_feeds_begin_pages() -> None:
    blocks, _ = read_lines("Một\n\fHai\n\f\nBa\f\nBốn")
    assert [block.page if isinstance(block, PageBreak) else (block.text, block.place.page) for block in blocks] == [
        ("Một", 1), 2, ("Hai", 2), 3, ("Ba", 3), 4, ("Bốn", 4),
    ]  # fmt: skip


def test_a_text_without_form_feeds_has_no_pages() -> None:
    blocks, _ = read_lines("Một\nHai")
    assert [block.place.page for block in blocks if isinstance(block, Line)] == [None, None]


def test_repairs_are_told_once_a_kind_with_the_first_place() -> None:
    _, repairs = read_lines("Một\nmôi\u00ad trường\nQÐ-TTg\nđất\u200b đai\n" + unicodedata.normalize("NFD", "Kế hoạch"))
    told: dict[str, Any] = {facts["kind"]: (place.lines, facts["count"]) for _, place, facts in repairs}
    assert told == {"invisible": ((2, 2), "2"), "look-alike": ((3, 3), "1"), "nfc": ((5, 5), "1")}


@given(st.text(max_size=200))
def test_the_lines_of_any_text_are_in_order_and_not_blank(text: str) -> None:
    blocks, _ = read_lines(text)
    lines = [block for block in blocks if isinstance(block, Line)]
    numbers = [line.place.lines or (0, 0) for line in lines]
    assert numbers == sorted(set(numbers))
    assert all(line.text == line.text.strip() and line.text for line in lines)


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    document = read(tmp_path / "plan.txt")
    assert document.media_type == "text/plain"
    assert [block.text for block in document.blocks if isinstance(block, Line)] == TEXT.splitlines()
    assert [slug for slug, _, _ in document.repairs] == ["encoding-repaired"]
