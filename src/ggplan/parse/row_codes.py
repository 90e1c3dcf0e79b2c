"""The codes of a table whose cells stand apart: which lines open rows, and the order of the rows.

An extractor mostly gives codes from top to bottom, but some give a page's boxes by their middles (pdfminer.six), so that 1.2 may come
before 1.1. Then the numbering itself tells the order.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from ggplan.document import Line
from ggplan.parse.codes import Code, best_run, follows_directly, is_child, read_code

__all__ = ["Opened", "as_printed", "open_rows"]

_ALONE, _BESIDE = 0.9, 1.0
_HEADING = 0.8
_FEWEST = 3
_HEADS = ("roman", "capital", "heading")


@dataclass(frozen=True, slots=True)
class Opened:
    """A row opened by a code: the index of its line, the code, the text beside it, whether the row is a group's."""

    line: int
    code: Code
    rest: str
    group: bool = False


def open_rows(lines: Sequence[Line], cuts: frozenset[int]) -> list[Opened]:
    """The rows of a table, in order; `cuts` are the indexes of `lines` at which a page begins."""
    candidates = [
        Opened(at, read[0], read[1])
        for at, line in enumerate(lines)
        if (read := read_code(line.text)) is not None and _may_open(read[0], read[1])
    ]
    if (sorted_rows := _by_parts(candidates, cuts)) is not None:
        return _grouped(sorted_rows)
    if all(row.code.kind == "decimal" and len(row.code.parts) == 1 for row in candidates):
        candidates.sort(key=lambda row: (bisect_right(sorted(cuts), row.line), row.code.parts))
    in_text = max((_run(candidates, headings=headings) for headings in (False, True)), key=len)
    restarts = sum(row.code.kind == "decimal" and row.code.parts == (1,) for row in candidates) > 1
    bounds = [0, *sorted(cuts - {0}), len(lines)]
    sorted_pages: list[Opened] = []
    for begin, end in pairwise(bounds):
        page = [row for row in candidates if begin <= row.line < end]
        sorted_pages += _in_sequence(page, sorted_pages[-1].code if sorted_pages else None, restarts=restarts)
    by_numbers = _run(sorted_pages, headings=False)
    found = by_numbers if len(by_numbers) > len(in_text) else in_text
    return _grouped(max(found, _by_counting(candidates, cuts), key=_order))


def _order(rows: Sequence[Opened]) -> tuple[int, int]:
    """How many of the rows stand in their place, those that follow the one before directly, less the groups without rows; and how many
    there are.
    """
    last: dict[tuple[object, ...], int] = {}
    good = 0
    for row in rows:
        kind = (row.code.kind, *row.code.parts[:-1])
        good += row.code.parts[-1] in (1, last.get(kind, 0) + 1)
        last[kind] = row.code.parts[-1]
    return good - sum(_is_empty(one, two) for one, two in pairwise(rows)), len(rows)


def _grouped(rows: Sequence[Opened]) -> list[Opened]:
    return [
        replace(row, group=after is not None and is_child(after.code, row.code))
        for row, after in zip(rows, [*rows[1:], None], strict=False)
    ]


def _by_parts(candidates: Sequence[Opened], cuts: frozenset[int]) -> list[Opened] | None:
    """The rows of a table most of whose codes have parts (1.1, VIII.3), by their numbers; None for any other table.

    A code without parts is that of a group, so it has rows; others are numbers of columns or pages.
    """
    parted = [row for row in candidates if len(row.code.parts) > 1]
    if len(parted) < _FEWEST or len(parted) < 0.5 * len(candidates):
        return None
    kind = max(sorted({row.code.kind for row in parted}), key=lambda kind: sum(row.code.kind == kind for row in parted))
    found: dict[tuple[int, ...], Opened] = {}
    for row in sorted(parted, key=lambda row: bool(row.rest) and not row.rest[0].isupper() and row.rest[0] not in "-+•"):
        if row.code.kind == kind:
            found.setdefault(row.code.parts, row)
    pages = sorted(cuts)
    for parts, first in sorted(found.items(), reverse=True):
        if parts[:-1] in found or parts[-1] != min(other[-1] for other in found if other[:-1] == parts[:-1]):
            continue
        page = bisect_right(pages, first.line)
        above = [row for row in candidates if row.code.kind == kind and row.code.parts == parts[:-1]]
        above = [row for row in above if row.line < first.line or bisect_right(pages, row.line) == page]
        if above:
            found[parts[:-1]] = min(above, key=lambda row: (row.line > first.line, abs(row.line - first.line)))
    ordered = sorted(found.values(), key=lambda row: (bisect_right(pages, row.line), row.code.parts))
    return _run(ordered, headings=False)


def _by_counting(candidates: Sequence[Opened], cuts: frozenset[int]) -> list[Opened]:
    """The rows of a table of roman (or capital) and plain numbers, each kind counted by itself; empty for any other table.

    Plain numbers that begin anew say themselves which group they are of. Where they run on, a group's number stands where the text has
    it among them, but no group is left without rows.
    """
    plain = [row for row in candidates if row.code.kind == "decimal" and len(row.code.parts) == 1 and not row.rest[:1].islower()]
    kinds = [[row for row in candidates if row.code.kind == kind and len(row.code.parts) == 1] for kind in ("roman", "capital")]
    pages = sorted(cuts)
    heads = _counted(max(kinds, key=len), pages)
    if sum(row.code.parts == (1,) for row in plain) <= 1 or len(heads) <= 1:
        return _among(heads, _counted(plain, pages), pages)
    runs = _runs(plain, pages)
    if len(runs) != len(heads):
        return []
    rows = [row for head, run in zip(heads, runs, strict=True) for row in (head, *run)]
    on = [bisect_right(pages, row.line) for row in rows]
    return rows if on == sorted(on) else []


_MISSING = 2
"""Numbers in a row that may be missing from the text."""


def _counted(rows: Sequence[Opened], pages: Sequence[int]) -> list[Opened]:
    """The rows 1, 2, 3 …, each on the page of the one before or a later one."""
    found: list[Opened] = []
    for _, on_page in groupby(rows, key=lambda row: bisect_right(pages, row.line)):
        numbers: dict[int, Opened] = {}
        for row in on_page:
            numbers.setdefault(row.code.parts[0], row)
        last = found[-1].code.parts[0] if found else 0
        while after := next((number for number in range(last + 1, last + 2 + _MISSING) if number in numbers), 0):
            found.append(numbers[after])
            last = after
    return found


def _runs(rows: Sequence[Opened], pages: Sequence[int]) -> list[list[Opened]]:
    """The rows as runs 1, 2, 3 …: each number goes on with the latest run that lacks it."""
    runs: list[list[Opened]] = []
    for _, on_page in groupby(rows, key=lambda row: bisect_right(pages, row.line)):
        waiting = list(on_page)
        placed = True
        while placed:
            placed = False
            for row in list(waiting):
                number = row.code.parts[0]
                run = [] if number == 1 else next((run for run in reversed(runs) if run[-1].code.parts[0] == number - 1), None)
                if run is None:
                    continue
                if not run:
                    runs.append(run)
                run.append(row)
                waiting.remove(row)
                placed = True
    return runs


def _among(heads: Sequence[Opened], rows: Sequence[Opened], pages: Sequence[int]) -> list[Opened]:
    """The rows with each head before the first row that the text has after it, and at least one row after every head."""
    at = [sum(row.line < head.line for row in rows) for head in heads]
    for index, head in enumerate(heads):
        on_page = [number for number, row in enumerate(rows) if bisect_right(pages, row.line) == bisect_right(pages, head.line)]
        if on_page:
            at[index] = min(max(at[index], on_page[0]), on_page[-1])
        if index:
            at[index] = max(at[index], at[index - 1] + 1)
    for index in range(len(heads) - 1, -1, -1):
        at[index] = min(at[index], len(rows) - len(heads) + index)
    found = list(rows)
    for index in range(len(heads) - 1, -1, -1):
        found.insert(max(0, at[index]), heads[index])
    return found


def _may_open(code: Code, rest: str) -> bool:
    """Whether a line may open a row: a letter only alone, since items of a description have letters before their text."""
    return code.kind != "letter" or not rest


def _run(rows: Sequence[Opened], *, headings: bool) -> list[Opened]:
    """The rows of the best run of codes, in the order given; a plain number may be that of a group of plain numbers."""
    candidates: list[tuple[int, Code, float]] = []
    of: list[Opened] = []
    for position, row in enumerate(rows):
        plain = row.code.kind == "decimal" and len(row.code.parts) <= 2
        after = rows[position + 1].code if position + 1 < len(rows) else None
        if plain and headings and after is not None and after.kind == "decimal" and len(after.parts) == 1:
            candidates.append((position, replace(row.code, kind="heading"), _HEADING))
            of.append(row)
        candidates.append((position, row.code, _weight(row)))
        of.append(row)
    return [replace(of[at], code=candidates[at][1]) for at in best_run(candidates)]


def _weight(row: Opened) -> float:
    if not row.rest:
        return _ALONE
    return 0.4 if row.rest[0].islower() else _BESIDE


def _in_sequence(rows: Sequence[Opened], before: Code | None, *, restarts: bool) -> list[Opened]:
    """The rows of a page by their numbers: after each code one that follows it directly.

    Where numbers begin anew in each group, the rows of a group come before the next group; where they run on through the groups
    (I, 1, 2, II, 3), the first in the text comes first, but no group is left without rows.
    """
    rest = list(rows)
    found: list[Opened] = []
    opened: list[Code] = [before] if before else []
    while rest:
        after = _follower(rest, opened, restarts=restarts) or rest[0]
        rest.remove(after)
        found.append(after)
        opened = [code for code in opened if is_child(after.code, code)] + [after.code]
    return found


def _follower(rows: Sequence[Opened], opened: Sequence[Code], *, restarts: bool) -> Opened | None:
    if opened and (child := next((row for row in rows if is_child(row.code, opened[-1]) and row.code.parts[-1] == 1), None)):
        return child
    if not restarts:
        return next((row for row in rows if follows_directly(row.code, opened)), None)
    for depth in range(len(opened), 0, -1):
        follower = next((row for row in rows if follows_directly(row.code, opened[depth - 1 : depth])), None)
        if follower:
            return follower
    return None


def as_printed(rows: Sequence[Opened]) -> bool:
    """Whether the text gives the codes of a page in this order, without a group that has no rows: then it is the order of the page."""
    return all(before.line < after.line for before, after in pairwise(rows)) and not _has_empty_group(rows)


def _has_empty_group(rows: Sequence[Opened]) -> bool:
    return any(_is_empty(one, two) for one, two in pairwise(rows))


def _is_empty(one: Opened, two: Opened) -> bool:
    return one.code.kind in _HEADS and two.code.kind == one.code.kind
