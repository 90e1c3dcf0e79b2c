"""The rows of a scrambled table, told from its codes alone: which rows begin on each page, in which order, and which are groups.

Codes may stand anywhere in the text of their page, even out of order (`7.1`, `7.2`, `7`, `8`), among page numbers and the row of column
numbers. What tells them is that all codes of the table together make one numbering.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ggplan.parse.codes import Code, is_child, read_code
from ggplan.parse.scrambled_header import Page

__all__ = ["RowStart", "Start", "find_rows"]

_GAP = 1.0
_INVERSION = 0.3
_UNUSED = 0.5
_YEAR_BEFORE = re.compile(r"20\d\d (?=\d{1,2}(?:\.\d{1,2})*\.?(?: \D|$))")
"""A year before a code: pdftotext drops the hyphen at the end of `2023 -` and goes on with the next line of the page."""
_KEEP = 10
_WINDOW = 8


class Start(NamedTuple):
    """A line that may begin a row: its index on the page, the text before the code, the code, the text after it, and how much
    speaks for it.
    """

    line: int
    before: str
    code: Code
    rest: str
    weight: float


@dataclass(frozen=True, slots=True)
class RowStart:
    """A row that begins on a page: the line of its code, the text before and after the code on that line, and if it is a group."""

    line: int
    before: str
    code: Code
    rest: str
    group: bool


def find_rows(
    pages: Sequence[Page], taken: Sequence[frozenset[int]], columns: int
) -> tuple[list[list[RowStart]], list[frozenset[int]]]:
    """The rows of each page in the order of the table, and the lines of each page that are column or page numbers.

    `taken` are the lines of each page that belong to the header. `columns` is the number of columns: a row of column numbers
    under the header is left out where that gives a better numbering.
    """
    starts = [list(_starts(page, lines)) for page, lines in zip(pages, taken, strict=True)]
    starts = _without_page_numbers(starts, pages)
    best = _best_run(starts)
    counted = [_without_column_numbers(e, columns) if lines else e for e, lines in zip(starts, taken, strict=True)]
    gone = [frozenset[int]() for _ in pages]
    if counted != starts:
        other = _best_run(counted)
        if other[0] > best[0]:
            best = other
            gone = [frozenset(s.line for s in a if s not in b) for a, b in zip(starts, counted, strict=True)]
    used = [{start.line for start in rows} for rows in best[1]]
    numbers = [
        lost | {s.line for s in entries if s.line not in lines and _is_page_number(s, page)} | _bracketed(page, columns, head)
        for lost, entries, lines, page, head in zip(gone, starts, used, pages, taken, strict=True)
    ]
    return _with_groups(best[1]), numbers


def _is_page_number(start: Start, page: Page) -> bool:
    return start.weight < 0 or (not start.rest and not start.before and start.code.text == str(page.number))


def _bracketed(page: Page, columns: int, header: frozenset[int]) -> set[int]:
    """The lines of a row `(1)`, `(2) (3)` … of column numbers."""
    if not header:
        return set()
    found = {}
    for index, line in enumerate(page.lines):
        if re.fullmatch(r"(?:\(\d\)\s*)+", line.text):
            found[index] = [int(number) for number in re.findall(r"\d", line.text)]
    all_numbers = sorted(number for numbers in found.values() for number in numbers)
    return set(found) if all_numbers == list(range(1, columns + 1)) else set()


def _starts(page: Page, taken: frozenset[int]) -> Iterator[Start]:
    for index, line in enumerate(page.lines):
        year = _YEAR_BEFORE.match(line.text)
        before = year.group() if year else ""
        read = None if index in taken else read_code(line.text[len(before) :])
        if read is None:
            continue
        code, rest = read
        if not rest and not before:
            yield Start(index, before, code, rest, 1.0)
        elif rest and (rest[0].isupper() or rest[0] in '-+•“"('):
            deep = len(code.parts) > 1 or code.kind == "roman"
            yield Start(index, before, code, rest, 0.9 if deep else 0.7)
        elif not rest or not rest[0].isdigit():
            yield Start(index, before, code, rest, 0.6 if len(code.parts) > 1 else 0.2)


def _without_page_numbers(pages: list[list[Start]], printed: Sequence[Page]) -> list[list[Start]]:
    """A lone number that is the page's counts for little where four pages in five show theirs."""
    shown = [
        any(start.code.text == str(page.number) and not start.rest for start in starts)
        for starts, page in zip(pages, printed, strict=True)
    ]
    if len(pages) < 3 or sum(shown) < 0.8 * len(pages):
        return pages
    return [_without_number(starts, page) for starts, page in zip(pages, printed, strict=True)]


def _without_number(starts: list[Start], page: Page) -> list[Start]:
    same = [index for index, start in enumerate(starts) if not start.rest and start.code.text == str(page.number)]
    if not same:
        return starts
    edges = (0, len(page.lines) - 1)
    least = next((index for index in same if starts[index].line in edges), same[0])
    return [*starts[:least], starts[least]._replace(weight=-0.3), *starts[least + 1 :]]


def _without_column_numbers(starts: list[Start], columns: int) -> list[Start]:
    """The starts without one lone number for each column, where all of them are there; the first of equal ones goes."""
    numbers = [str(n) for n in range(1, columns + 1)]
    lone = [start for start in starts if not start.rest]
    if not set(numbers) <= {start.code.text for start in lone}:
        return starts
    gone = {next(start.line for start in lone if start.code.text == number) for number in numbers}
    return [start for start in starts if start.line not in gone]


class _Run(NamedTuple):
    """A numbering so far: the open codes, the last number of a list that goes on over groups, and the rows by page."""

    score: float
    stack: tuple[Code, ...]
    last: int
    rows: tuple[tuple[Start, ...], ...]


def _best_run(pages: Sequence[Sequence[Start]]) -> tuple[float, list[list[Start]]]:
    runs = [_Run(0.0, (), 0, ())]
    for starts in pages:
        grown: list[_Run] = []
        for run in runs:
            grown.extend(_on_page(run, starts))
        grown.sort(key=lambda run: -run.score)
        runs = grown[:_KEEP]
    best = max(runs, key=lambda run: run.score)
    return best.score, [list(rows) for rows in best.rows]


def _on_page(run: _Run, starts: Sequence[Start]) -> list[_Run]:
    """The numberings that go on from `run` over a page, best first."""
    states: list[tuple[_Run, frozenset[int], int]] = [(run._replace(rows=(*run.rows, ())), frozenset(), 0)]
    done: list[_Run] = []
    while states:
        grown: dict[tuple[tuple[Code, ...], frozenset[int]], tuple[_Run, frozenset[int], int]] = {}
        for state, used, inverted in states:
            left = [index for index in range(len(starts)) if index not in used]
            unused = sum(_UNUSED * starts[index].weight for index in left)
            done.append(state._replace(score=state.score - unused))
            for index in left[:_WINDOW]:
                after = _with_start(state, starts[index], sum(index < other for other in used))
                if after is not None:
                    key = (after.stack, used | {index})
                    if key not in grown or after.score > grown[key][0].score:
                        grown[key] = (after, key[1], inverted)
        states = sorted(grown.values(), key=lambda entry: -entry[0].score)[:_KEEP]
    done.sort(key=lambda state: -state.score)
    return done[:_KEEP]


def _with_start(run: _Run, start: Start, inversions: int) -> _Run | None:
    step = _step(run.stack, start.code, run.last)
    if step is None:
        return None
    cost, stack = step
    score = run.score + start.weight - cost - min(1.5, _INVERSION * inversions)
    last = start.code.parts[0] if start.code.kind == "decimal" and len(start.code.parts) == 1 else run.last
    return _Run(score, stack, last, (*run.rows[:-1], (*run.rows[-1], start)))


def _step(stack: tuple[Code, ...], code: Code, last: int) -> tuple[float, tuple[Code, ...]] | None:
    """The cost of `code` after the open codes, and the codes open then. A list of numbers may go on over its groups."""
    number = code.parts[-1]
    if not stack:
        return _gap(number - 1), (code,)
    if is_child(code, stack[-1]):
        goes_on = code.kind != stack[-1].kind and number == last + 1
        deeper = 1.5 if code.kind == stack[-1].kind else 1.0
        return 0.0 if goes_on else deeper * _gap(number - 1), (*stack, code)
    for depth in range(len(stack) - 1, -1, -1):
        above = stack[depth]
        size = len(above.parts)
        if above.kind != code.kind or len(code.parts) < size or above.parts[:-1] != code.parts[: size - 1]:
            continue
        jump = code.parts[size - 1] - above.parts[-1]
        if jump < 1:
            return None
        skipped = sum(_gap(part) for part in code.parts[size:])
        return _gap(jump - 1) + skipped, (*stack[:depth], code)
    return None


def _gap(missing: int) -> float:
    """The cost of codes that are not there."""
    return min(2.0, _GAP + 0.3 * (missing - 1)) if missing > 0 else 0.0


def _with_groups(pages: Sequence[Sequence[Start]]) -> list[list[RowStart]]:
    """Rows with their kind: a group is followed by a row that stands under it."""
    flat = [start for starts in pages for start in starts]
    under = [is_child(after.code, start.code) for start, after in itertools.pairwise(flat)]
    levels = Counter((start.code.kind, len(start.code.parts), group) for start, group in zip(flat, [*under, False], strict=True))
    mostly = {(kind, size) for kind, size, group in levels if levels[kind, size, True] > levels[kind, size, False]}
    groups = iter([*under, False])
    return [
        [
            RowStart(start.line, start.before, start.code, start.rest, next(groups) or (start.code.kind, len(start.code.parts)) in mostly)
            for start in starts
        ]
        for starts in pages
    ]
