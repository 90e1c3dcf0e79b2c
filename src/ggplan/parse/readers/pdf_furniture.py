"""What is printed on pages but is no part of the text: page numbers, running headers, signature stamps; and footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ggplan.parse.readers.pdf_gaps import rows_of
from ggplan.parse.readers.pdf_raw import Characters, Page, Piece
from ggplan.parse.readers.pdf_rows import TextRow
from ggplan.parse.readers.pdf_rulings import Ruling

__all__ = ["Footnote", "body_size", "footnotes", "furniture_rows", "without_stamps"]


class Footnote(NamedTuple):
    """A footnote: its mark, its lines, and the piece of text that bears the mark (None where it was not found)."""

    mark: str
    rows: list[TextRow]
    anchor: Piece | None


# Stamps -------------------------------------------------------------------------------------------------------------

_STAMP_SIGN = re.compile(r"(?:Người ký|Ký bởi|Thời gian ký|Ngày ký|Signature Not Verified|Digitally signed)", re.IGNORECASE)
_STAMP_LINE = re.compile(
    r"\s*(?:Người ký|Ký bởi|Thời gian ký|Ngày ký|Giờ ký|Email|E-mail|Cơ quan|Tổ chức|Chức vụ|Signature Not Verified"
    r"|Digitally signed)\s*(?::|by\b|$)",
    re.IGNORECASE,
)


def without_stamps(page: Page, text: str) -> tuple[list[Piece], list[Piece]]:
    """The pieces of the page without those of signature stamps, and those.

    A stamp is two lines or more of its kind (`Ký bởi:`, `Thời gian ký:`), close together and small, and what is wrapped below
    them.
    """
    if not _STAMP_SIGN.search(text):
        return page.pieces, []
    lines = [piece for piece in page.pieces if _STAMP_LINE.match(piece.text)]
    if len(lines) < 2:
        return page.pieces, []
    left, right = min(piece.x0 for piece in lines), max(piece.x1 for piece in lines)
    top, bottom = min(piece.y for piece in lines), max(piece.y for piece in lines)
    size = max(piece.size for piece in lines)
    stamp = [
        piece
        for piece in page.pieces
        if piece in lines
        or (
            piece.size <= size * 1.05
            and left - size <= piece.x0
            and piece.x1 <= right + size * 4
            and top - size <= piece.y <= bottom + size * 1.3
            and not piece.text.isupper()
        )
    ]
    kept = set(stamp)
    return [piece for piece in page.pieces if piece not in kept], stamp


# Page numbers and running headers -----------------------------------------------------------------------------------

_PAGE_NUMBER = re.compile(r"[-–—|\s]*(?:Trang\s*|Page\s*)?(\d{1,4})(?:\s*/\s*\d{1,4})?[-–—|\s]*", re.IGNORECASE)
_MARGIN = 0.13
_DIGITS = re.compile(r"\d+")


def furniture_rows(
    pages: Sequence[tuple[float, Sequence[TextRow]]],
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """The rows of text that are page numbers, and those that are running headers, as (page index, row index).

    `pages` are (height, rows outside ruled tables). Numbers must count up with the pages; a running header stands on three
    pages at least, and on half of them, and its first appearance is kept.
    """
    numbers: dict[int, list[tuple[int, int]]] = {}
    headers: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for page, (height, rows) in enumerate(pages):
        for index, apart in _outermost(height, rows):
            row = rows[index]
            text = " ".join(piece.text for piece in row)
            match = _PAGE_NUMBER.fullmatch(text)
            if match and len(row) == 1:
                numbers.setdefault(int(match[1]) - page, []).append((page, index))
            elif apart and len(row) < 3:
                headers.setdefault((_DIGITS.sub("#", text), round(row[0].y / 4)), []).append((page, index))
    return _page_numbers(numbers), _running(headers, len(pages))


_APART = 1.7


def _outermost(height: float, rows: Sequence[TextRow]) -> list[tuple[int, bool]]:
    """The rows in the upper and lower margin that may be furniture, and whether more than a line's space parts them.

    The second row from an edge may be one only behind a page number: lines of a table's header stand close together.
    """
    found: list[tuple[int, bool]] = []
    for order in (range(len(rows)), range(len(rows) - 1, -1, -1)):
        for index, inner in list(pairwise([*order, -1]))[:2]:
            y, size = rows[index][0].y, rows[index][0].size
            if not (y < height * _MARGIN or y > height * (1 - _MARGIN * 0.8)):
                break
            found.append((index, inner < 0 or abs(rows[inner][0].y - y) > size * _APART))
            if not _PAGE_NUMBER.fullmatch(rows[index][0].text):
                break
    return found


def _page_numbers(numbers: dict[int, list[tuple[int, int]]]) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for offset, places in numbers.items():
        on = len({page for page, _ in places})
        if on > 1 or offset == 1:
            found.update(places)
    return found


def _running(headers: dict[tuple[str, int], list[tuple[int, int]]], pages: int) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for places in headers.values():
        if len(places) > 2 and len(places) * 2 >= pages:
            found.update(places[1:])
    return found


# Footnotes ----------------------------------------------------------------------------------------------------------

_MARK = re.compile(r"\(?(\d{1,3}|\*{1,3})\)?[.:]?(?=\s|[^\d\s.,)%])")
_SMALL = 0.93
_MARK_RAISED = 0.55


def body_size(pieces: Sequence[Piece]) -> float:
    """The size of most letters on a page."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[round(piece.size, 1)] += len(piece.text)
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0.0


def footnotes(page: Page, characters: Characters, loose: Sequence[Ruling]) -> tuple[list[Piece], list[Footnote]]:
    """The pieces of the page without its footnotes and their marks, and the footnotes.

    They stand below a short line at the foot of the page, or are smaller than the text, and open with a number.
    """
    rows = rows_of(page.pieces, _MARK_RAISED)
    start = _first_note(page, rows, loose)
    if start is None:
        return page.pieces, []
    noted = {id(piece) for row in rows[start:] for piece in row}
    above = [piece for piece in page.pieces if id(piece) not in noted]
    notes: list[Footnote] = []
    for row in rows[start:]:
        text = " ".join(piece.text for piece in row)
        match = _MARK.match(text)
        if match and (not notes or _next_mark(notes[-1].mark, match[1])):
            above, anchor = _without_mark(above, match[1], characters)
            notes.append(Footnote(match[1], [row], anchor))
        elif notes:
            notes[-1].rows.append(row)
    return above, notes


def _next_mark(before: str, mark: str) -> bool:
    return (mark.isdigit() and before.isdigit() and int(mark) == int(before) + 1) or "*" in mark


def _first_note(page: Page, rows: Sequence[TextRow], loose: Sequence[Ruling]) -> int | None:
    """The row that begins the first footnote; None where the page has none."""
    start = _below_line(page, rows, loose)
    if start is None:
        start = _small_rows(page, rows)
    for index in range(len(rows) if start is None else start, len(rows)):
        if _MARK.match(" ".join(piece.text for piece in rows[index])):
            return index
    return None


def _below_line(page: Page, rows: Sequence[TextRow], loose: Sequence[Ruling]) -> int | None:
    """The first row below a short line in the lower part of the page."""
    low, narrow, wide = page.height * 0.3, page.width * 0.12, page.width * 0.5
    lines = [y for y, left, right in loose if low < y and narrow < right - left < wide]
    if not lines:
        return None
    return next((index for index, row in enumerate(rows) if row[0].y - row[0].size >= lines[-1] - 2), None)


def _small_rows(page: Page, rows: Sequence[TextRow]) -> int | None:
    """The first of the last rows that are smaller than the text of the page, page numbers apart."""
    usual = body_size(page.pieces) * _SMALL
    start = None
    for index in range(len(rows) - 1, -1, -1):
        row = rows[index]
        if row[0].y < page.height * 0.3:
            break
        if all(piece.size <= usual for piece in row):
            start = index
        elif not _PAGE_NUMBER.fullmatch(row[0].text):
            break
    return start


def _without_mark(pieces: list[Piece], mark: str, characters: Characters) -> tuple[list[Piece], Piece | None]:
    """The pieces without the raised mark of a footnote, and the piece that bore it."""
    for position, piece in enumerate(pieces):
        if piece.text == mark and _raised_alone(pieces, piece):
            neighbour = min((other for other in pieces if other is not piece), key=lambda other: _distance(other, piece))
            return pieces[:position] + pieces[position + 1 :], neighbour
        at = _raised_in(piece, mark, characters)
        if at is not None:
            text = (piece.text[:at] + piece.text[at + len(mark) :]).strip()
            whole = piece._replace(text=text)
            return [*pieces[:position], whole, *pieces[position + 1 :]], whole
    return pieces, None


def _distance(other: Piece, piece: Piece) -> float:
    return abs(other.x1 - piece.x0) + 4 * abs(other.y - piece.y)


def _raised_alone(pieces: Sequence[Piece], piece: Piece) -> bool:
    return any(
        abs(other.x1 - piece.x0) < other.size * 0.5 and 0 < other.y - piece.y < other.size * 0.7 and piece.size < other.size
        for other in pieces
    )


def _raised_in(piece: Piece, mark: str, characters: Characters) -> int | None:
    """Where in a piece the mark stands raised or small behind a word; None where it does not."""
    if len(piece.text) != piece.last - piece.first + 1:
        return None
    at = piece.text.find(mark, 1)
    while at > 0:
        index = piece.first + at
        alone = not piece.text[at + len(mark) : at + len(mark) + 1].isdigit() and not piece.text[at - 1].isdigit()
        if alone and characters.size(index) < piece.size * 0.8:
            return at
        if alone and piece.y - characters.origin(index)[1] > piece.size * 0.15:
            return at
        at = piece.text.find(mark, at + 1)
    return None
