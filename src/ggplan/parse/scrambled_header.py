"""The header of a table whose header cells are scattered over the text of a page, and its repeats on later pages.

Extractors give the words of a header in pieces: each cell a block of its own anywhere on the page, or the lines of several cells
in turn (`Tên nhiệm` / `Đơn vị phối` / `vụ` / `hợp`). A small search puts the pieces of a block together to phrases that `columns` knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ggplan.document import Line, PageBreak
from ggplan.parse.columns import _KIND_OF, HEADER_WORDS, Kind
from ggplan.parse.header import column_order
from ggplan.text import is_upper, match_key

__all__ = ["HeaderCell", "Page", "PageHeader", "find_header", "pages_of", "repeat_of"]

_NEEDED: frozenset[Kind] = frozenset({"lead", "cooperate", "agencies", "time"})
_BEAM = 40
_MAX_LINES = 40
_MAX_REST = 12


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a text layer: its lines and for each the number of its block (lines without a blank line between them)."""

    number: int
    lines: tuple[Line, ...]
    blocks: tuple[int, ...]


class HeaderCell(NamedTuple):
    """One header cell: the kind of its column, its words and the indexes of its lines on the page."""

    kind: Kind
    words: tuple[str, ...]
    lines: tuple[int, ...]
    upper: bool


@dataclass(frozen=True, slots=True)
class PageHeader:
    """The header found on a page: its cells, the columns from left to right, and the indexes of its lines."""

    cells: tuple[HeaderCell, ...]
    columns: tuple[Kind, ...]
    lines: frozenset[int]


def pages_of(blocks: Iterable[Line | PageBreak]) -> list[Page]:
    """The pages of a text layer, cut at page breaks; empty pages are left out."""
    pages: list[Page] = []
    current: list[Line] = []
    number = 1

    def close() -> None:
        if current:
            counted, runs = 0, []
            for position, line in enumerate(current):
                counted += bool(position and line.blank_before)
                runs.append(counted)
            pages.append(Page(number, tuple(current), tuple(runs)))
            current.clear()

    for block in blocks:
        if isinstance(block, Line):
            current.append(block)
        elif isinstance(block, PageBreak):
            close()
            number = block.page
    close()
    return pages


def find_header(page: Page) -> PageHeader | None:
    """The header of a task table on a page, or None."""
    cells = _best_of_kinds(_cells(page))
    kinds = [cell.kind for cell in cells]
    if "task" not in kinds or not _NEEDED & set(kinds) or len(set(kinds)) < 3:
        return None
    return PageHeader(tuple(cells), column_order(kinds), frozenset(line for cell in cells for line in cell.lines))


def repeat_of(header: PageHeader, page: Page) -> frozenset[int]:
    """The lines on which a page repeats a header; none where less than three in five of its cells are there."""
    found: list[HeaderCell] = []
    candidates = _cells(page)
    for cell in header.cells:
        same = [other for other in candidates if other.words == cell.words and other.upper == cell.upper]
        if same:
            found.append(same[0])
    if len(found) < 0.6 * len(header.cells):
        return frozenset()
    return frozenset(line for cell in found for line in cell.lines)


def _best_of_kinds(cells: Sequence[HeaderCell]) -> list[HeaderCell]:
    """One cell a kind: the one in the letters of the others, then the longest, then the first."""
    lower = sum(not cell.upper for cell in cells if cell.kind != "code") * 2 >= len(cells)
    best: dict[Kind, HeaderCell] = {}
    for cell in cells:
        rank = (cell.kind == "code" or cell.upper != lower, len(cell.words))
        known = best.get(cell.kind)
        if known is None or rank > (known.kind == "code" or known.upper != lower, len(known.words)):
            best[cell.kind] = cell
    return sorted(best.values(), key=lambda cell: cell.lines[0])


# Phrases from pieces


class _Open(NamedTuple):
    words: tuple[str, ...]
    lines: tuple[int, ...]
    upper: bool


class _State(NamedTuple):
    score: float
    cells: tuple[_Open, ...]


_PREFIXES: frozenset[tuple[str, ...]] = frozenset(
    tuple(phrase.split()[:size]) for phrase in _KIND_OF for size in range(1, len(phrase.split()) + 1)
)
_NEW, _SWITCH, _SKIP, _BROKEN = 0.6, 0.15, 0.8, 3.0


def _cells(page: Page) -> list[HeaderCell]:
    """Every header cell that the lines of a page make up, block by block, then of what the blocks have left."""
    found: list[HeaderCell] = []
    alike: list[int] = []
    index = 0
    while index < len(page.lines):
        end = index
        while (
            end < len(page.lines)
            and page.blocks[end] == page.blocks[index]
            and end - index < _MAX_LINES
            and _is_header_line(page.lines[end].text)
        ):
            end += 1
        if end > index:
            found.extend(_assemble([(at, page.lines[at].text) for at in range(index, end)]))
            alike.extend(range(index, end))
        index = max(end, index + 1)
    used = {line for cell in found for line in cell.lines}
    rest = [(at, page.lines[at].text) for at in alike if at not in used][:_MAX_REST]
    return [*found, *_assemble(rest)]


def _is_header_line(text: str) -> bool:
    words = [word.strip("().:,") for word in re.split(r"[\s/]+", match_key(text))]
    return len(words) <= 16 and all(word in HEADER_WORDS for word in words if word) and any(words)


def _assemble(lines: Sequence[tuple[int, str]]) -> list[HeaderCell]:
    """The best way to read consecutive lines as header cells; lines that belong to none are skipped."""
    states = [_State(0.0, ())]
    for at, text in lines:
        grown: dict[tuple[_Open, ...], float] = {}
        for state in states:
            options = [_State(state.score - _SKIP, state.cells), *_with_line(state, at, text)]
            for option in options:
                if option.score > grown.get(option.cells, -99.0):
                    grown[option.cells] = option.score
        states = [_State(score, cells) for cells, score in sorted(grown.items(), key=lambda entry: -entry[1])[:_BEAM]]
    best = max(states, key=lambda state: state.score + sum(map(_worth, state.cells)))
    return [_finished(cell) for cell in best.cells if _phrase(cell.words) in _KIND_OF]


def _worth(cell: _Open) -> float:
    return 1.0 + 0.4 * len(cell.words) if _phrase(cell.words) in _KIND_OF else -_BROKEN


def _phrase(words: Sequence[str]) -> str:
    return " ".join(words).strip(",")


def _finished(cell: _Open) -> HeaderCell:
    return HeaderCell(_KIND_OF[_phrase(cell.words)], cell.words, tuple(dict.fromkeys(cell.lines)), cell.upper)


def _with_line(state: _State, at: int, text: str) -> list[_State]:
    """The states after a line, its words cut in every way into pieces of open and new cells."""
    printed = re.sub(r"\s*/\s*", "/", text).split()
    words = [word.strip("().:") for word in re.sub(r"\s*/\s*", "/", match_key(text)).split()]
    if len(words) != len(printed):
        return []
    ways = [(state, -1)]
    for word, raw in zip(words, printed, strict=True):
        grown: list[tuple[_State, int]] = []
        for way, current in ways:
            grown.extend(_with_word(way, current, word, raw, at))
        grown.sort(key=lambda entry: -entry[0].score)
        ways = grown[:_BEAM]
    return [way for way, _ in ways]


def _with_word(state: _State, current: int, word: str, raw: str, at: int) -> Iterable[tuple[_State, int]]:
    for index, cell in enumerate(state.cells):
        if (*cell.words, word) not in _PREFIXES or (raw[0].isupper() and not cell.upper and raw != "TT"):
            continue
        if index != current and cell.lines[-1] == at:
            continue
        longer = _Open((*cell.words, word), (*cell.lines, at), cell.upper)
        cost = 0.0 if index == current else _SWITCH * (1 if current < 0 else 2)
        yield _State(state.score - cost, (*state.cells[:index], longer, *state.cells[index + 1 :])), index
    if (word,) in _PREFIXES and raw[0].isupper() and len(state.cells) < 12:
        opened = _Open((word,), (at,), is_upper(raw) and word not in ("tt", "stt"))
        yield _State(state.score - _NEW, (*state.cells, opened)), len(state.cells)
