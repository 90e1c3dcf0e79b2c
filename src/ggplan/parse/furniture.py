"""What a page adds to a text layer and what is no text of its author: page numbers, running heads, footnotes, the page itself.

A text layer comes in three spacings: with a blank line between paragraphs, with one after every line (then blank lines say
nothing), or compact, with none at all (then the indent of a first line says where a paragraph begins, where the layer kept it).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ggplan.document import Line, Note, PageBreak
from ggplan.location import Place, span
from ggplan.parse.columns import HEADER_WORDS
from ggplan.parse.letterhead import is_letterhead, unfold_columns
from ggplan.parse.markers import read_marker
from ggplan.text import join_lines, match_key

__all__ = ["FIRST_LINE_INDENT", "Layer", "tidy_lines"]

_PAGE_NUMBER = re.compile(r"^(?:-\s*)?\d{1,3}(?:\s*-)?$|^(?:Trang|Page)\s+\d+(?:\s*/\s*\d+)?$|^\d{1,3}\s?/\s?\d{1,3}$")
_NAMED_PAGE = re.compile(r"^(?:Trang|Page)\s+\d+(?:\s*/\s*\d+)?$")


@dataclass(frozen=True, slots=True)
class Layer:
    """The lines of a text layer without page numbers, running heads and footnotes, each with its page, and what was taken out."""

    lines: tuple[Line, ...]
    starts_page: frozenset[int]
    """Indexes of the lines that begin a page."""
    notes: tuple[Note, ...]
    double_spaced: bool
    compact: bool = False
    """No blank lines between paragraphs."""
    heads: tuple[Line, ...] = ()
    """The running heads and feet that were taken out, as they stand on each page."""
    margins: tuple[int, ...] = ()
    """For each line the indent of the lines that go on with a paragraph on its page; empty where the layer kept no indents."""

    def part(self, first: int, last: int) -> Layer:
        """The layer of the lines from `first` to `last` (exclusive)."""
        starts = frozenset(index - first for index in self.starts_page if first <= index < last)
        return replace(self, lines=self.lines[first:last], starts_page=starts, margins=self.margins[first:last])


def tidy_lines(blocks: Sequence[Line | PageBreak]) -> Layer:
    """The lines without page numbers, running heads and footnotes, columns apart, pages counted where the text shows them."""
    kept_blocks, heads = _without_running_heads(blocks)
    blocks = unfold_columns(kept_blocks)
    lines = [block for block in blocks if isinstance(block, Line)]
    double = _double_spaced(lines)
    breaks, feeds = _page_starts(blocks, lines)
    numbers = _numbers_at_edges(lines, breaks) if feeds else set()
    notes, note_lines = _footnotes(lines, breaks)
    kept: list[Line] = []
    starts: set[int] = set()
    page, pending = 1, False
    for index, line in enumerate(lines):
        begins = index in breaks
        if index in note_lines:
            pending = pending or begins
            continue
        if index in numbers if feeds else _is_page_number(line, double):
            number = int((re.findall(r"\d+", line.text) or ["0"])[0])
            page = number if page < number <= page + 3 else page + 1
            pending = False
            starts.add(len(kept))
            continue
        if begins or pending:
            if len(kept) not in starts:
                page += 1
            starts.add(len(kept))
            pending = False
        known = line.place.page or page
        kept.append(replace(line, place=replace(line.place, page=known)))
    return Layer(
        tuple(kept),
        frozenset(starts),
        tuple(notes),
        double,
        not double and _compact(kept),
        tuple(heads),
        tuple(_margins(kept, starts)),
    )


def _numbers_at_edges(lines: Sequence[Line], breaks: set[int]) -> set[int]:
    """The lines that hold the number of their page: at one edge of it, and counting up with the pages.

    A number alone that does not count with the pages is the code of a row. Counting may begin again with an annex: a run of
    `_RUN` pages counts too.
    """
    bounds = sorted({0, *breaks, len(lines)})
    counted: dict[tuple[bool, int], dict[int, int]] = defaultdict(dict)
    named: set[int] = set()
    for page, (first, stop) in enumerate(pairwise(bounds)):
        for at in {first, stop - 1} if stop > first else ():
            if _PAGE_NUMBER.match(lines[at].text) and not _counts_with(lines, at, at + 1 if at == first else at - 1):
                counted[at == first, int(re.findall(r"\d+", lines[at].text)[0]) - page][page] = at
        named.update(at for at in range(first, stop) if _NAMED_PAGE.match(lines[at].text))
    usual = max(counted, key=lambda key: (len(counted[key]), -abs(key[1]), key[0]), default=None)
    return named | {
        at
        for key, places in counted.items()
        for page, at in places.items()
        if key == usual
        or any(all(other in places for other in range(one, one + _RUN)) for one in range(page - _RUN + 1, page + 1))
    }


_RUN = 3


def _counts_with(lines: Sequence[Line], at: int, beside: int) -> bool:
    """Whether the number on line `at` goes on from the one beside it, or before it: both are codes of rows."""
    if not (0 <= beside < len(lines) and lines[at].text.isdigit() and lines[beside].text.isdigit()):
        return False
    return int(lines[at].text) - int(lines[beside].text) == (1 if beside < at else -1)


def _double_spaced(lines: Sequence[Line]) -> bool:
    apart = sum(line.blank_before == 1 for line in lines[1:])
    return apart * 2 > len(lines)


_FEWEST_ITEMS = 5


def _compact(lines: Sequence[Line]) -> bool:
    """Whether paragraphs have no blank line before them: most numbered or bulleted items stand right under a line."""
    items = [line for line in lines[1:] if read_marker(line.text).kind not in ("none", "roman", "capital")]
    return len(items) >= _FEWEST_ITEMS and sum(not line.blank_before for line in items) * 2 > len(items)


_FEWEST_INDENTED = 0.15
FIRST_LINE_INDENT = 3
"""An indent deeper than the margin by so many spaces is that of a first line (1.27 cm are six spaces or more at 14 points)."""


def _margins(lines: Sequence[Line], starts: set[int]) -> list[int]:
    """For each line the indent of continuation lines on its page; empty where first lines are not indented."""
    bounds = sorted({0, *starts, len(lines)})
    pages = [range(first, last) for first, last in pairwise(bounds)]
    lowest = [min(lines[index].indent for index in page) for page in pages]
    usual = Counter(lowest).most_common(1)[0][0] if lowest else 0
    margins = [min(low, usual) for low, page in zip(lowest, pages, strict=True) for _ in page]
    indented = sum(line.indent >= margin + FIRST_LINE_INDENT for line, margin in zip(lines, margins, strict=True))
    flush = sum(line.indent <= margin + 1 for line, margin in zip(lines, margins, strict=True))
    return margins if indented + flush >= len(lines) * 0.8 and min(indented, flush) >= len(lines) * _FEWEST_INDENTED else []


def _is_page_number(line: Line, double: bool) -> bool:
    if not _PAGE_NUMBER.match(line.text):
        return False
    return _NAMED_PAGE.match(line.text) is not None or line.blank_before >= (2 if double else 1)


def _page_starts(blocks: Sequence[Line | PageBreak], lines: Sequence[Line]) -> tuple[set[int], bool]:
    """Where pages begin, and whether form feeds say so; else at lines that begin with a space right under a line."""
    feeds: set[int] = set()
    count = 0
    for block in blocks:
        if isinstance(block, PageBreak):
            feeds.add(count)
        else:
            count += 1
    if feeds:
        return feeds, True
    tops = {
        index
        for index, line in enumerate(lines)
        if index and line.indent == 1 and line.blank_before == 0 and not lines[index - 1].text.isdigit()
    }
    return tops, False


_EDGE = 2
"""How many lines at the top and at the foot of a page may be running heads."""
_FEWEST_PAGES = 3
_ELSEWHERE = 1.25
"""How many times more often than at its edge a running head may stand in the text: the last words of a table's rows (`Thường xuyên`)
also end most pages, but stand everywhere.
"""


def _without_running_heads(blocks: Sequence[Line | PageBreak]) -> tuple[list[Line | PageBreak], list[Line]]:
    """`blocks` without the lines that stand at the same edge of most pages, the number in them apart; and those lines."""
    pages: list[list[int]] = [[]]
    for index, block in enumerate(blocks):
        if isinstance(block, PageBreak):
            pages.append([])
            continue
        pages[-1].append(index)
        if _NAMED_PAGE.match(block.text):
            pages.append([])
    pages = [page for page in pages if page]
    if len(pages) < _FEWEST_PAGES:
        return list(blocks), []
    seen: Counter[tuple[str, str]] = Counter()
    for page in pages:
        seen.update({(edge, _head_key(blocks[index])) for edge, index in _edges(page)})
    everywhere = Counter(_head_key(blocks[index]) for page in pages for index in page)
    common = {
        key
        for key, count in seen.items()
        if count >= max(_FEWEST_PAGES, len(pages) * 0.6) and key[1] and everywhere[key[1]] <= count * _ELSEWHERE
    }
    gone = {index for page in pages for edge, index in _edges(page) if (edge, _head_key(blocks[index])) in common}
    heads = [block for index in sorted(gone) if isinstance(block := blocks[index], Line)]
    return [block for index, block in enumerate(blocks) if index not in gone], heads


def _edges(page: Sequence[int]) -> list[tuple[str, int]]:
    return [*(("top", index) for index in page[:_EDGE]), *(("foot", index) for index in page[-_EDGE:])]


def _head_key(block: Line | PageBreak) -> str:
    """What repeats of a running head; empty for a page number alone and for the header of a table."""
    if not isinstance(block, Line) or _PAGE_NUMBER.match(block.text) or is_letterhead(block.text):
        return ""
    key = match_key(block.text)
    words = [word.strip(",().:") for word in re.split(r"[\s/]+", key)]
    if all(word in HEADER_WORDS for word in words if word):
        return ""
    return re.sub(r"\d+", "#", key)


def _footnotes(lines: Sequence[Line], breaks: set[int]) -> tuple[list[Note], set[int]]:
    """Footnotes: the number alone on a line inside a sentence, and again alone above the note at the foot of the page."""
    notes: list[Note] = []
    taken: set[int] = set()
    expected = 1
    for index, line in enumerate(lines):
        if line.text != str(expected) or line.blank_before != 0 or index == 0:
            continue
        foot = _foot_of(lines, index, str(expected))
        if foot is None:
            continue
        end = foot + 2
        while end < len(lines) and end not in breaks and lines[end].indent == 0 and lines[end].blank_before <= 1:
            if read_marker(lines[end].text).kind != "none" or end - foot > 6:
                break
            end += 1
        text = join_lines(entry.text for entry in lines[foot + 1 : end])
        notes.append(Note(line.text, text, span(e.place for e in lines[foot:end]), _anchor(lines, index)))
        taken.update({index, *range(foot, end)})
        expected += 1
    return notes, taken


def _anchor(lines: Sequence[Line], index: int) -> Place:
    return lines[index - 1].place


def _foot_of(lines: Sequence[Line], anchor: int, mark: str) -> int | None:
    for index in range(anchor + 1, min(anchor + 120, len(lines) - 1)):
        if lines[index].text == mark and lines[index + 1].blank_before == 0 and lines[index + 1].indent == 1:
            return index
    return None
