"""The lines of a page and the ways to cut them: a line may hold pieces of several cells (`nhật đánh Môi trường`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from ggplan.document import Line
from ggplan.parse.cellscore import BodyModel, looks_like_output, looks_like_time
from ggplan.parse.scrambled_header import Page
from ggplan.parse.scrambled_rows import RowStart
from ggplan.parse.scrambled_width import SPACE, width

__all__ = ["Entry", "Piece", "entries_of"]

_MAX_CUTS = 4
_MAX_WAYS = 9
_AHEAD = 4
_BODY_LIKE = 0.06
_STRETCH = 3.0
"""How much narrower than its column a full line may be, in em: justified text is stretched by less than one word."""
_YEAR = re.compile(r"20\d\d-?$")
_TIME_HEAD = re.compile(r"(?:20\d\d|Năm|Quý|Thường|H[àằ]ng|Từ|Đến|Trước|Sau|Giai|Theo|Định|Tháng|Liên|Cả|Các)\b")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line that stays in one cell; `opens` says that the line begins with it. `width` is in em, `head` that of its
    first word with a space, `words` their number. `following` are the next lines of the block, one of which may go on with it.
    """

    text: str
    opens: bool
    width: float
    head: float
    words: int
    following: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a page: the ways to cut it into pieces (numbers in the table's list of pieces), the uncut way first.

    `row` is the row (numbered over the table) that the line is known to belong to because it shares the line of a code; `code`
    says that it is the code itself. `near` is the row of the last code before it in the text of its page (the first code where
    there is none before), `after` that of a single code right before it (-1 for none). `block` tells the blocks of the table apart.
    """

    line: Line
    block: int
    ways: tuple[tuple[int, ...], ...]
    near: int
    row: int | None = None
    code: bool = False
    after: int = -1


class _Cutter:
    """Makes the entries of lines and keeps the pieces they are cut into."""

    def __init__(self, bodies: BodyModel, widths: Sequence[float], *, sure: bool) -> None:
        self.bodies = bodies
        self.widths = widths
        self.sure = sure
        self.pieces: list[Piece] = []

    def piece(self, words: Sequence[str], *, opens: bool) -> int:
        text = " ".join(words)
        self.pieces.append(Piece(text, opens, width(text), width(words[0]) + SPACE, len(words)))
        return len(self.pieces) - 1

    def ways(self, text: str) -> tuple[tuple[int, ...], ...]:
        words = text.split()
        cuts = _cuts(words, self.bodies, self.widths, sure=self.sure)
        chosen: list[tuple[int, ...]] = [(), *((cut,) for cut in cuts), *combinations(sorted(cuts), 2)]
        known: dict[tuple[int, int], int] = {}
        found = []
        for cut in chosen[:_MAX_WAYS]:
            bounds = [0, *cut, len(words)]
            way = []
            for begin, end in pairwise(bounds):
                if (begin, end) not in known:
                    known[begin, end] = self.piece(words[begin:end], opens=begin == 0)
                way.append(known[begin, end])
            found.append(tuple(way))
        return tuple(found)


def entries_of(
    pages: Sequence[Page],
    taken: Sequence[frozenset[int]],
    rows: Sequence[Sequence[RowStart]],
    bodies: BodyModel,
    widths: Sequence[float],
    *,
    sure: bool,
) -> tuple[list[list[Entry]], list[Piece]]:
    """The lines of each page in the order of its text, without those that are `taken`, and the pieces they may be cut into.

    `widths` are those of the columns in em as far as known; while they are not `sure`, a line may be cut where it is not full.
    """
    cutter = _Cutter(bodies, widths, sure=sure)
    found: list[list[Entry]] = []
    first = 0
    for page, gone, starts in zip(pages, taken, rows, strict=True):
        found.append(_of_page(page, gone, starts, first, cutter))
        first += len(starts)
    return found, cutter.pieces


def _of_page(page: Page, gone: frozenset[int], starts: Sequence[RowStart], first: int, cutter: _Cutter) -> list[Entry]:
    coded = {start.line: (first + index, start) for index, start in enumerate(starts)}
    near = coded[min(coded)][0] if coded else first - 1
    found: list[Entry] = []
    for index, line in enumerate(page.lines):
        if index in gone:
            continue
        block = page.number * 10000 + page.blocks[index]
        if index not in coded:
            alone = found and found[-1].code and not (len(found) > 1 and found[-2].code)
            found.append(Entry(line, block, cutter.ways(line.text), near, after=near if alone else -1))
            continue
        near, start = coded[index]
        if start.before:
            found.append(Entry(line, block, ((cutter.piece([start.before.strip()], opens=True),),), near))
        found.append(Entry(line, block, ((cutter.piece([start.code.text], opens=True),),), near, near, code=True))
        if start.rest:
            found.append(Entry(line, block, cutter.ways(start.rest), near, near))
    _look_ahead(found, cutter.pieces)
    return found


def _look_ahead(entries: Sequence[Entry], pieces: list[Piece]) -> None:
    """Gives the pieces that end a line the lines that follow it in the block."""
    for index, entry in enumerate(entries):
        after = [other for other in entries[index + 1 : index + 1 + _AHEAD] if other.block == entry.block and not other.code]
        texts = tuple(pieces[other.ways[0][0]].text for other in after)
        for way in entry.ways:
            pieces[way[-1]] = replace(pieces[way[-1]], following=texts)


def _cuts(words: Sequence[str], bodies: BodyModel, widths: Sequence[float], *, sure: bool) -> list[int]:
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
    if head == size:
        likely.extend(i for i in range(1, size) if any(-1.0 <= filled[i - 1] - full <= 0.3 for full in widths))
    if widths and filled[-1] > max(widths) * 1.04 + 0.3:
        likely.extend(i for i in range(1, size) if any(full * 0.86 <= filled[i - 1] <= full * 1.03 for full in widths))
    elif widths and sure:
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
