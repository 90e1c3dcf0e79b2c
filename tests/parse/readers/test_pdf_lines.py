"""Lines of cells: what a first word is, what narrow columns cut, which texts are codes of rows."""

from __future__ import annotations

import pytest

from ggplan.parse.readers.pdf_lines import joined, lines_of
from ggplan.parse.readers.pdf_raw import Piece
from ggplan.parse.readers.pdf_rows import CODE


def letters(text: str, width: float = 6.0) -> list[Piece]:
    """The text as pdfium gives it on a rotated page: every letter for itself, three indices a letter."""
    at = enumerate(text)
    return [Piece(i * width, (i + 1) * width, 100, 11, char, 3 * i, 3 * i, width) for i, char in at if char != " "]


def test_the_first_word_of_letters_apart_is_the_whole_word() -> None:
    (line,) = lines_of(letters("nước và đất"))
    assert line.text == "nước và đất"
    assert line.word == pytest.approx(4 * 6.0)


def test_one_piece_keeps_the_width_of_its_word() -> None:
    (line,) = lines_of([Piece(0, 66, 100, 11, "nước và đất", 0, 10, 24.0), Piece(80, 90, 100, 11, "x", 20, 20, 10)])
    assert line.word == 24.0


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("Trước ngày 31/12/2", "025", "Trước ngày 31/12/2025"),
        ("ngày 1/6/20", "25 và", "ngày 1/6/2025 và"),
        ("ngày 31/12/2025", "2 đợt", "ngày 31/12/2025 2 đợt"),
        ("chia 3/2/1", "5 phần", "chia 3/2/1 5 phần"),
        ("Thườn", "g xuyên", "Thường xuyên"),
        ("nền kinh tế như Mỹ, EU", "… và", "nền kinh tế như Mỹ, EU… và"),
    ],
)
def test_what_a_narrow_column_cuts_is_joined(above: str, below: str, whole: str) -> None:
    pieces = [Piece(0, 50, y, 11, text, first, first + len(text), 10) for y, text, first in ((10, above, 0), (25, below, 50))]
    assert joined(lines_of(pieces)) == whole


@pytest.mark.parametrize("text", ["1", "1.2.3", "IV", "IV.", "VIII.8", "VIII.10", "A.1", "a)", "(1)", "đ)"])
def test_codes_of_rows(text: str) -> None:
    assert CODE.fullmatch(text)


@pytest.mark.parametrize("text", ["2023 - 2030", "Sở", "1 Xây dựng", "1,5%", "VIII.2030", "2025"])
def test_no_codes(text: str) -> None:
    assert not CODE.fullmatch(text)
