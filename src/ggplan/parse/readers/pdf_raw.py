"""PDF pages as pieces of text and rulings, read with pdfium.

A piece is text on one baseline that no wide gap and no vertical ruling interrupts. Its place comes from the origins of its
characters, never from their boxes, which move with the marks above the letters (hazards.md, "PDF engines"). pdfium breaks
a page's text into runs, so few of its characters have to be asked for. Coordinates are points from the top left corner of the
page as it is seen, rotation undone.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from ggplan.errors import InputError
from ggplan.parse.readers.pdf_rulings import Point, Rulings, read_rulings

__all__ = ["Page", "Piece", "open_pdf", "read_page"]


class Piece(NamedTuple):
    """Text on one baseline: ends, baseline, size of its font, text, first and last character, width of its first word."""

    x0: float
    x1: float
    y: float
    size: float
    text: str
    first: int
    last: int
    word: float


class Page(NamedTuple):
    """What stands on a page. `number` counts from 1; `pictured` is the share of the page that its largest picture covers."""

    number: int
    width: float
    height: float
    pieces: list[Piece]
    rulings: Rulings
    pictured: float


def open_pdf(path: Path, password: str | None) -> Any:
    """The open document. Raises `InputError` for one that is encrypted, or damaged beyond pdfium's repair."""
    try:
        return pdfium.PdfDocument(str(path), password=password)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            if password is None:
                raise InputError(f"{path} is encrypted; give its password with --password") from error
            raise InputError(f"{path} is encrypted and the password is wrong; try another one") from error
        raise InputError(f"{path} is a damaged PDF ({error}); ask for another copy") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error


# A run ends at pdfium's line break, and after a hyphen at a line's end, which pdfium gives as U+0002 or U+FFFE.
_RUN = re.compile("[^\r\n\x02\ufffe]*[^\r\n\x02\ufffe\\s][^\r\n\x02\ufffe]*[\x02\ufffe]?|[\x02\ufffe]")
_WORD = re.compile(r"\S+")
_GAP = 0.45
"""A gap wider than this share of the size parts two pieces; a space is about a quarter of it."""
_WIDEST_GAP = 0.75
"""The same where spaces are wide, in justified lines and typewriter fonts; cells are further apart."""
_RAISED = 0.2
"""Text whose baseline differs by more than this share of the size is not on the same line."""
_SIDEWAYS = 2.0
_TELLING = 3
_ASKED = 24
"""So many runs of a page, evenly taken, say which way its text runs."""


class Characters:
    """The characters of a page while it is open: their text and places in page coordinates as seen."""

    def __init__(self, text_page: Any, to_seen: Callable[[float, float], Point]) -> None:
        self._page = text_page
        self._to_seen = to_seen
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._refs = (ctypes.byref(self._x), ctypes.byref(self._y))
        self._box = raw.FS_RECTF()
        self._box_ref = ctypes.byref(self._box)
        self._matrix = raw.FS_MATRIX()
        self._matrix_ref = ctypes.byref(self._matrix)
        self.count = max(0, raw.FPDFText_CountChars(text_page))
        self.text = self._read_text()
        self.runs = [_stripped(match) for match in _RUN.finditer(self.text)]

    def _read_text(self) -> str:
        """One letter a character index, so that places in the string are indices of pdfium."""
        if not self.count:
            return ""
        buffer = (ctypes.c_ushort * (self.count + 1))()
        got = raw.FPDFText_GetText(self._page, 0, self.count, buffer)
        text = bytes(buffer)[: 2 * max(0, got - 1)].decode("utf-16-le", errors="replace")
        if len(text) == self.count:  # a letter beyond U+FFFF takes two of the units that were read: the text would be shorter
            return text
        codes = (raw.FPDFText_GetUnicode(self._page, index) for index in range(self.count))
        return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes)

    def origin(self, index: int) -> Point:
        """The point on the baseline where the character begins."""
        raw.FPDFText_GetCharOrigin(self._page, index, *self._refs)
        return self._to_seen(self._x.value, self._y.value)

    def end(self, index: int) -> float:
        """Where the character ends on its line."""
        if not raw.FPDFText_GetLooseCharBox(self._page, index, self._box_ref):
            return self.origin(index)[0]
        box = self._box
        return max(self._to_seen(box.left, box.bottom)[0], self._to_seen(box.right, box.top)[0])

    def size(self, index: int) -> float:
        """The size of the character's font on the page: the size in the file times the scale of the text's matrix."""
        size = raw.FPDFText_GetFontSize(self._page, index)
        matrix = self._matrix
        if not raw.FPDFText_GetMatrix(self._page, index, self._matrix_ref):
            return float(size)
        return float(size) * math.hypot(matrix.c, matrix.d)

    def font(self, index: int) -> str:
        """The name of the character's font as the file has it."""
        flags = ctypes.c_int()
        length = raw.FPDFText_GetFontInfo(self._page, index, None, 0, ctypes.byref(flags))
        if not length:
            return ""
        buffer = ctypes.create_string_buffer(length)
        raw.FPDFText_GetFontInfo(self._page, index, buffer, length, ctypes.byref(flags))
        return buffer.value.decode("utf-8", errors="replace")


def _stripped(run: re.Match[str]) -> tuple[int, int]:
    """The first and last character of a run, without the white space at its ends."""
    body = run.group()
    return run.start() + len(body) - len(body.lstrip()), run.start() + len(body.rstrip()) - 1


def _views(page: Any) -> tuple[float, float, list[Callable[[float, float], Point]]]:
    """Width, height as seen, and the maps from the page's own coordinates to what is seen, turned by 0, 90, 180, 270."""
    box = raw.FS_RECTF()
    if not raw.FPDF_GetPageBoundingBox(page, ctypes.byref(box)):
        box.left, box.bottom, box.right, box.top = 0, 0, 612, 792
    left, bottom, right, top = box.left, box.bottom, box.right, box.top
    turns: list[Callable[[float, float], Point]] = [
        lambda x, y: (x - left, top - y),
        lambda x, y: (y - bottom, x - left),
        lambda x, y: (right - x, y - bottom),
        lambda x, y: (top - y, right - x),
    ]
    return right - left, top - bottom, turns


def read_page(document: Any, index: int, examine: Callable[[Page, Characters], Any]) -> Any:
    """What `examine` makes of page `index` (from 0) while it is open. Raises `PdfiumError` for a page that is damaged."""
    page = raw.FPDF_LoadPage(document.raw, index)
    if not page:
        raise pdfium.PdfiumError(f"page {index + 1} cannot be loaded")
    text_page = raw.FPDFText_LoadPage(page)
    try:
        if not text_page:
            raise pdfium.PdfiumError(f"the text of page {index + 1} cannot be loaded")
        turn = max(0, raw.FPDFPage_GetRotation(page))
        seen, characters = _look(page, text_page, index + 1, turn)
        extra = _sideways(characters, seen)
        if extra:
            seen, characters = _look(page, text_page, index + 1, (turn + extra) % 4)
        return examine(seen, characters)
    finally:
        if text_page:
            raw.FPDFText_ClosePage(text_page)
        raw.FPDF_ClosePage(page)


def _look(page: Any, text_page: Any, number: int, turn: int) -> tuple[Page, Characters]:
    width, height, turns = _views(page)
    if turn % 2:
        width, height = height, width
    to_seen = turns[turn]
    rulings, images = read_rulings(page, to_seen)
    characters = Characters(text_page, to_seen)
    pieces = list(_pieces(characters, rulings))
    pictured = images / (width * height) if width * height > 0 else 0.0
    return Page(number, width, height, pieces, rulings, pictured), characters


def _sideways(characters: Characters, page: Page) -> int:
    """How many quarter turns more make most of the text upright: 0 for a usual page."""
    votes = [0, 0, 0, 0]
    long = [(first, last) for first, last in characters.runs if last - first >= _TELLING]
    if sum(last - first for first, last in long) * 5 < characters.count:
        return 0  # pdfium takes such pages apart into letters; what is longer is none of their lines
    for first, last in long[:: len(long) // _ASKED + 1]:
        (x0, y0), (x1, y1) = characters.origin(first), characters.origin(last)
        across, down = x1 - x0, y1 - y0
        if abs(down) > _SIDEWAYS * abs(across):
            votes[3 if down > 0 else 1] += last - first
        elif across:
            votes[0 if across > 0 else 2] += last - first
    most: int = max(votes)
    return votes.index(most) if page.pieces and most else 0


def _pieces(characters: Characters, rulings: Rulings) -> Iterator[Piece]:
    for first, last in characters.runs:
        yield from _split(characters, rulings, first, last)


def _split(characters: Characters, rulings: Rulings, first: int, last: int) -> Iterator[Piece]:
    """The run from `first` to `last`, parted at rulings that it crosses, at wide gaps, and where its baseline moves."""
    x0, y = characters.origin(first)
    x1, size = characters.end(last), characters.size(first)
    if " " in characters.text[first : last + 1]:
        if rulings.enclose(x0, x1, y - size / 4) and abs(characters.origin(last)[1] - y) < size * _RAISED:
            yield _piece(characters, first, last, begin=(x0, y), end=x1, size=size)
        else:
            yield from _words(characters, rulings, first, last, size)
    elif x1 < x0 or rulings.crossed(x0, x1, y - size / 4):
        yield from _letters(characters, rulings, first, last, size)
    else:
        yield _piece(characters, first, last, begin=(x0, y), end=x1, size=size)


def _piece(characters: Characters, first: int, last: int, *, begin: Point, end: float, size: float) -> Piece:
    """The piece from character `first` to `last`, which begins at a point of the baseline and ends at `end`."""
    text = characters.text[first : last + 1]
    if text[-1] in "\x02\ufffe":
        text = text[:-1] + "-"
    space = text.find(" ")
    if text.startswith(("..", "…"), space + 1):  # no line is broken in front of an ellipsis
        space = text.find(" ", space + 1)
    word = end if space < 0 else characters.end(first + space - 1)
    return Piece(begin[0], end, begin[1], size, text, first, last, word - begin[0])


def _words(characters: Characters, rulings: Rulings, first: int, last: int, size: float) -> Iterator[Piece]:
    """The words of a run, joined again where only a usual space and no ruling is between them."""
    words: list[Piece] = []
    for match in _WORD.finditer(characters.text, first, last + 1):
        start, end = match.start(), match.end() - 1
        x0, y = characters.origin(start)
        x1 = characters.end(end)
        if x1 < x0 or rulings.crossed(x0, x1, y - size / 4):
            words += _letters(characters, rulings, start, end, size)
        else:
            words.append(_piece(characters, start, end, begin=(x0, y), end=x1, size=size))
    return _rejoined(characters, rulings, words)


def _letters(characters: Characters, rulings: Rulings, first: int, last: int, size: float) -> Iterator[Piece]:
    """A word that crosses a ruling (Ghostscript glues cells) or runs backwards, letter by letter and joined again."""
    letters = []
    for index in range(first, last + 1):
        if not characters.text[index].isspace():
            begin, end = characters.origin(index), characters.end(index)
            letters.append(_piece(characters, index, index, begin=begin, end=end, size=size))
    return _rejoined(characters, rulings, letters)


def _rejoined(characters: Characters, rulings: Rulings, parts: list[Piece]) -> Iterator[Piece]:
    """Neighbours on one baseline as one piece, with no wide gap and no ruling between them."""
    widest = _widest_space(parts)
    begin = 0
    for index, part in enumerate(parts, 1):
        after = parts[index] if index < len(parts) else None
        if after is None or not _goes_on(part, after, rulings, widest):
            head = parts[begin]
            start = head.x0, head.y
            yield _piece(characters, head.first, part.last, begin=start, end=part.x1, size=head.size)
            begin = index


def _widest_space(parts: list[Piece]) -> float:
    """How wide a gap may be that does not part columns: wider in a line whose words all stand far apart."""
    if len(parts) < 2:
        return 0.0
    gaps = sorted(after.x0 - before.x1 for before, after in pairwise(parts))
    size = parts[0].size
    return min(max(size * _GAP, gaps[len(gaps) // 2] * 1.8), size * _WIDEST_GAP)


def _goes_on(before: Piece, after: Piece, rulings: Rulings, widest: float) -> bool:
    size = before.size
    if abs(before.y - after.y) > size * _RAISED or not -size <= after.x0 - before.x1 <= widest:
        return False
    return not rulings.crossed(before.x1 - 1, after.x0 + 1, after.y - size / 4)
