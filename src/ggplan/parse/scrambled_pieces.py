"""The pieces of a page's lines: what surely stays in one cell. A line may hold the ends of several cells (`nhật đánh Môi trường`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ggplan.document import Line
from ggplan.parse.cellscore import BodyModel, looks_like_output, looks_like_time
from ggplan.parse.scrambled_header import Page
from ggplan.parse.scrambled_rows import RowStart
from ggplan.parse.scrambled_width import SPACE, width

__all__ = ["Piece", "pieces_of"]

_MAX_CUTS = 5
_BODY_LIKE = 0.06
_STRETCH = 3.0
"""How much narrower than its column a full line may be, in em: justified text is stretched by less than one word."""
_YEAR = re.compile(r"20\d\d-?$")
_TIME_HEAD = re.compile(r"(?:20\d\d|Năm|Quý|Thường|H[àằ]ng|Từ|Đến|Trước|Sau|Giai|Theo|Định|Tháng|Liên|Cả|Các)\b")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line. `opens` is false for what follows a possible cut in the line.

    `row` is the row (numbered over the table) that the piece is known to belong to because it shares the line of a code; `code`
    says that it is the code itself. `near` is the row of the last code before it in the text of its page (the first code where
    there is none before). `block` tells the blocks of the whole table apart. `width` is in em, `head` that of its first word.
    """

    text: str
    line: Line
    block: int
    opens: bool = True
    row: int | None = None
    near: int = -1
    code: bool = False
    width: float = 0.0
    head: float = 0.0
    words: int = 1


class _Maker(NamedTuple):
    """What makes the pieces of one line."""

    line: Line
    block: int
    near: int
    bodies: BodyModel
    widths: Sequence[float]

    def piece(self, text: str, *, opens: bool = True, row: int | None = None, code: bool = False) -> Piece:
        head = width(text.split()[0]) + SPACE
        return Piece(text, self.line, self.block, opens, row, self.near, code, width(text), head, len(text.split()))

    def cut(self, text: str, row: int | None) -> list[Piece]:
        words = text.split()
        bounds = [0, *sorted(_cuts(words, self.bodies, self.widths)), len(words)]
        return [
            self.piece(" ".join(words[begin:end]), opens=begin == 0, row=row)
            for begin, end in zip(bounds, bounds[1:], strict=False)
        ]


def pieces_of(
    page: Page,
    taken: frozenset[int],
    rows: Sequence[RowStart],
    first: int,
    bodies: BodyModel,
    widths: Sequence[float],
) -> list[Piece]:
    """The pieces of a page in the order of its text. `first` is the number of the page's first row, `widths` are those of the
    columns in em as far as known.
    """
    coded = {start.line: (first + index, start) for index, start in enumerate(rows)}
    near = coded[min(coded)][0] if coded else first - 1
    found: list[Piece] = []
    for index, line in enumerate(page.lines):
        if index in taken:
            continue
        block = page.number * 10000 + page.blocks[index]
        if index not in coded:
            found.extend(_Maker(line, block, near, bodies, widths).cut(line.text, None))
            continue
        near, start = coded[index]
        maker = _Maker(line, block, near, bodies, widths)
        if start.before:
            found.append(maker.piece(start.before.strip()))
        found.append(maker.piece(start.code.text, row=near, code=True))
        if start.rest:
            found.extend(maker.cut(start.rest, near))
    return found


def _cuts(words: Sequence[str], bodies: BodyModel, widths: Sequence[float]) -> list[int]:
    """The places where another cell may begin in a line, the likeliest ones first, at most five."""
    size = len(words)
    if size < 2:
        return []
    likely = [index for index in range(1, size) if _opens_cell(words, index, bodies)]
    head, tail = _body_ends(words, bodies)
    likely.extend((head, size - tail if tail > 1 or words[-1][0].isupper() else 0))
    if head == size:
        likely.extend(i for i in range(1, size) if bodies.prefix_cost(list(words[i - 1 : i + 1])) > 0.2)
    filled = _filled(words)
    if widths and filled[-1] > max(widths) * 1.04 + 0.3:
        likely.extend(i for i in range(1, size) if any(full * 0.86 <= filled[i - 1] <= full * 1.03 for full in widths))
    elif widths:
        likely = [i for i in likely if 0 < i < size and _may_end(filled[i - 1], words[i - 1], widths)]
    return list(dict.fromkeys(index for index in likely if 0 < index < size))[:_MAX_CUTS]


def _filled(words: Sequence[str]) -> list[float]:
    """The width of the line up to and with each word."""
    total, found = -SPACE, []
    for word in words:
        total += SPACE + width(word)
        found.append(total)
    return found


def _may_end(filled: float, word: str, widths: Sequence[float]) -> bool:
    """Whether a cell's line may end after so much text with another's following: it is full, or a year whose hyphen is lost."""
    near = any(full - min(_STRETCH, 0.35 * full) <= filled <= full * 1.03 + 0.3 for full in widths)
    return near or _YEAR.match(word) is not None


def _opens_cell(words: Sequence[str], index: int, bodies: BodyModel) -> bool:
    word, before = words[index], words[index - 1]
    if not (word[0].isupper() or word[0].isdigit() or word[0] in "-+"):
        return False
    rest = " ".join(words[index:])
    if word[0] in "-+":
        return word in "-+" and before[-1] in ".;:" and index + 1 < len(words) and words[index + 1][0].isupper()
    if _TIME_HEAD.match(word) and (looks_like_time(rest) or looks_like_time(" ".join(words[index : index + 2]))):
        return True
    if not word[0].isupper():
        return looks_like_time(" ".join(words[:index]))
    return bodies.begins_body(rest) or looks_like_output(rest) or before[-1] in ".;)" or looks_like_time(" ".join(words[:index]))


def _body_ends(words: Sequence[str], bodies: BodyModel) -> tuple[int, int]:
    """How many words at the start, and at the end, read as a piece of a list of bodies; 0 where only a small word does."""
    size = len(words)
    head = tail = 0
    while head < size and bodies.prefix_cost(list(words[: head + 1])) <= _BODY_LIKE:
        head += 1
    if head == size:
        return size, 0
    while tail < size and bodies.prefix_cost(list(words[size - tail - 1 :])) <= _BODY_LIKE:
        tail += 1
    return head, tail
