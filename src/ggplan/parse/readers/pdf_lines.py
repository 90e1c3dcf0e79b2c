"""Pieces of a page as lines, and lines as the paragraphs that their author wrote.

A line goes on in the next one when the next one's first word would not have fitted behind it. Where it would have, or where a
bullet, an indent or more space says so, a paragraph ends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple
from unicodedata import normalize

from ggplan.parse.readers.legacy import is_syllable
from ggplan.parse.readers.pdf_raw import Piece
from ggplan.text import is_upper, join_lines

__all__ = ["Line", "Measure", "goes_on", "joined", "lines_of", "measure_of", "paragraphs_of"]


class Line(NamedTuple):
    """A line of text: ends, baseline, size, text, width of its first word; `bold` when its first piece is."""

    x0: float
    x1: float
    y: float
    size: float
    text: str
    word: float
    bold: bool = False

    @property
    def top(self) -> float:
        """The upper edge, near enough for places and gaps."""
        return self.y - self.size

    @property
    def bottom(self) -> float:
        """The lower edge, near enough."""
        return self.y + self.size * 0.25


class Measure(NamedTuple):
    """The room that lines of one column have: its left and right limit, and the usual distance of two baselines.

    `slack` is how much more distance, as a share of the size, begins a paragraph; baselines of OCR need more.
    """

    left: float
    right: float
    pitch: float
    slack: float = 0.1


_SAME_LINE = 0.45
_GLUED = 0.1


def lines_of(pieces: Iterable[Piece], bold: frozenset[int] = frozenset()) -> list[Line]:
    """Pieces of one cell or column as lines from top to bottom. `bold` holds the first characters of bold pieces."""
    lines: list[Line] = []
    row: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: piece.y):
        if row and piece.y - row[0].y > _SAME_LINE * max(piece.size, row[0].size):
            lines.append(_line(row, bold))
            row = []
        row.append(piece)
    if row:
        lines.append(_line(row, bold))
    return lines


def _line(row: list[Piece], bold: frozenset[int]) -> Line:
    if len(row) == 1:
        only = row[0]
        return Line(only.x0, only.x1, only.y, only.size, only.text, only.word, only.first in bold)
    row.sort(key=lambda piece: piece.x0)
    text, word = row[0].text, row[0].word
    first_word = " " not in text  # pdfium takes letters of rotated pages apart: the first word goes on in the next piece
    for before, after in pairwise(row):
        glued = after.first - before.last == 1 or after.x0 - before.x1 < _GLUED * before.size
        text += after.text if glued else f" {after.text}"
        if first_word and glued:
            word = after.x0 + after.word - row[0].x0
        first_word = first_word and glued and " " not in after.text
    tallest = max(row, key=lambda piece: (piece.size, piece.x1 - piece.x0))
    return Line(row[0].x0, max(piece.x1 for piece in row), tallest.y, tallest.size, text, word, row[0].first in bold)


def measure_of(columns: Iterable[Sequence[Line]], left: float, right: float) -> Measure:
    """The room of lines that stand between `left` and `right`; the pitch is the commonest distance inside `columns`."""
    distances: Counter[float] = Counter()
    for lines in columns:
        distances.update(round((b.y - a.y) * 4) / 4 for a, b in pairwise(lines))
    usual = [(count, -distance) for distance, count in distances.items() if distance > 0]
    return Measure(left, right, -max(usual)[1] if usual else 0.0)


BULLET = re.compile(r"(?P<mark>[-+*•▪●○◦➢✓❖–—])\s*(?=\S)(?![\d,.])")
_NUMBER = re.compile(r"(?:\d+(?:\.\d+)*[.)]|[a-zđ]\)|[IVXLC]+[.)]|Điều \d+[.:])\s")
_UNFINISHED = (",", " -", " –", "\xa0-", "\xa0–")
_INDENT = 0.8
_MUCH_LOOSER = 0.35
_SPACE = 0.3
"""A space and a little more, as a share of the size."""


def goes_on(opened: Sequence[Line], below: Line, measure: Measure, *, same_page: bool = True) -> bool:
    """Whether `below` belongs to the paragraph that consists of the lines `opened` so far.

    Across a page break distances say nothing.
    """
    above = opened[-1]
    fitted = _would_have_fitted(above, below, measure)
    ended = above.text.rstrip(")”\"’'").endswith((".", ";", ":", "!", "?", "…"))
    bulleted = BULLET.match(opened[0].text) is not None
    if BULLET.match(below.text):
        return not (fitted or ended or (bulleted and _opens_sentence(below.text)))
    if _NUMBER.match(below.text):
        return not (fitted or ended)
    if (same_page and _spaced(above, below, measure, ended or fitted)) or _other_title(above, below, measure):
        return False
    if above.text.endswith(_UNFINISHED) or (below.text[:1].islower() and not ended):
        return True
    hanging = bulleted and len(opened) == 1
    return not fitted and (hanging or not _indented(above, below, measure))


def _opens_sentence(text: str) -> bool:
    """True where a capital follows the bullet, as in `- Xây dựng`."""
    letters = text.lstrip('-+*•▪●○◦➢✓❖–— “"(')
    return letters[:1].isupper()


def _would_have_fitted(above: Line, below: Line, measure: Measure) -> bool:
    """Whether the first word of `below` had room behind `above`."""
    room = measure.right - above.x1
    if _centred(above, measure) and _centred(below, measure):
        room = measure.right - measure.left - (above.x1 - above.x0)
    return room > below.word + above.size * _SPACE


def _centred(line: Line, measure: Measure) -> bool:
    before, behind = line.x0 - measure.left, measure.right - line.x1
    return before > line.size * 0.2 and abs(before - behind) < line.size * 0.6


def _other_title(above: Line, below: Line, measure: Measure) -> bool:
    """Whether two lines in the middle differ as lines of one title do not: capitals above small letters, or bold."""
    if not (_centred(above, measure) and _centred(below, measure)) or below.text[:1].islower():
        return False
    return is_upper(above.text) != is_upper(below.text) or above.bold != below.bold


def _spaced(above: Line, below: Line, measure: Measure, ended: bool) -> bool:
    """Whether more than the usual space is between the two lines; a little more counts where a line ended early."""
    if not measure.pitch:
        return False
    more = below.y - above.y - measure.pitch
    capital = below.text[:1].isupper() and not above.text.endswith(_UNFINISHED)
    return more > measure.pitch * _MUCH_LOOSER or ((ended or capital) and more > above.size * measure.slack)


def _indented(above: Line, below: Line, measure: Measure) -> bool:
    if _centred(below, measure):
        return False
    step = below.size * _INDENT
    return below.x0 > measure.left + step and below.x0 > above.x0 + step


def paragraphs_of(lines: Sequence[Line], measure: Measure) -> list[list[Line]]:
    """The lines of one column, a list for each paragraph."""
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and goes_on(paragraphs[-1], line, measure):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def joined(lines: Iterable[Line]) -> str:
    """The text of a paragraph's lines. An ellipsis, and the rest of a syllable or year that a narrow column cut, follow directly."""
    texts: list[str] = []
    for line in lines:
        if texts and (line.text.startswith("…") or _cuts_syllable(texts[-1], line.text) or _cuts_year(texts[-1], line.text)):
            texts[-1] += line.text
        else:
            texts.append(line.text)
    return join_lines(texts)


_LAST_WORD, _FIRST_WORD = re.compile(r"[^\W\d_]+$"), re.compile(r"[^\W\d_]+")


def _cuts_syllable(above: str, below: str) -> bool:
    """Whether the lines part a syllable: `Thườn` above `g xuyên`. The second part is none by itself, both together are one."""
    if not below[:1].islower():
        return False
    last, first = _LAST_WORD.search(normalize("NFC", above[-20:])), _FIRST_WORD.match(normalize("NFC", below[:20]))
    if not last or not first:
        return False
    return not is_syllable(first.group()) and is_syllable(last.group() + first.group())


_DATE_CUT, _REST_OF_YEAR = re.compile(r"(?<!\d)\d{1,2}/\d{1,2}/(\d{1,3})$"), re.compile(r"\d{1,3}(?!\d)")


def _cuts_year(above: str, below: str) -> bool:
    """Whether the lines part the year of a date: `31/12/2` above `025`."""
    if not (above[-1:].isdigit() and below[:1].isdigit()):
        return False
    begun, rest = _DATE_CUT.search(above[-10:]), _REST_OF_YEAR.match(below)
    return begun is not None and rest is not None and len(begun[1]) + len(rest.group()) == 4
