"""Where the titles of groups stand among the rows of a page, told from the descriptions when the codes do not tell.

An extractor may give the codes of a page in another order than from top to bottom (I, II, 1, 2, 3, 4). Codes with parts can be sorted; of
roman and plain numbers only the order within each kind is known, and a text of titles and descriptions in order tells the rest: titles are
short, without a full stop, descriptions are not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from ggplan.parse.codes import Code
from ggplan.parse.row_codes import Opened
from ggplan.parse.scattered.cells import NOTHING, Open, Weigher

__all__ = ["titles_in_place"]

_SURELY = 1.5
"""How much better another order must read, in words."""
_MOST = 600
"""Orders of a page that are tried, at most."""


def titles_in_place(rows: Sequence[Opened], texts: Sequence[str], before: Code | None, weigher: Weigher) -> list[Opened]:
    """The rows of a page in the order in which its descriptions read best, or as they are.

    `texts` are the lines of the column of descriptions on the page; `before` is the code of the last row of the page before.
    """
    heads = [row for row in rows if row.code.kind in ("roman", "capital", "heading") and len(row.code.parts) == 1]
    leaves = [row for row in rows if row not in heads]
    plain = all(row.code.kind == "decimal" and len(row.code.parts) == 1 for row in leaves)
    if not heads or not leaves or not plain or not texts:
        return list(rows)
    heads.sort(key=lambda row: row.code.parts)
    now = [row in heads for row in rows]
    best, order = _worth(now, texts, before, weigher) + _SURELY, list(rows)
    for pattern, coded in _patterns(heads, leaves, before):
        if pattern != now and (worth := _worth(pattern, texts, before, weigher)) > best:
            best, order = worth, coded
    return order


def _patterns(
    heads: Sequence[Opened], leaves: Sequence[Opened], before: Code | None
) -> Iterator[tuple[list[bool], list[Opened]]]:
    """The orders that the numbers of the page allow: which rows are titles, and the rows."""
    size = len(heads) + len(leaves)
    numbers = Counter(row.code.parts for row in leaves)
    last = before.parts[0] if before and before.kind == "decimal" else 0
    for tried, places in enumerate(combinations(range(size), len(heads))):
        if tried > _MOST:
            return
        pattern = [at in places for at in range(size)]
        if size - 1 in places and size > 1:
            continue  # a title at the foot of a page stands with its first row
        for restarts in (False, True):
            counts = list(_numbered(pattern, last, restarts=restarts))
            if Counter((number,) for number in counts if number) == numbers:
                yield pattern, _coded(pattern, counts, heads, leaves)
                break


def _numbered(pattern: Sequence[bool], last: int, *, restarts: bool) -> Iterator[int]:
    """The plain number of each row, 0 for titles."""
    number = last
    for title in pattern:
        if title:
            number = 0 if restarts else number
            yield 0
        else:
            number += 1
            yield number


def _coded(pattern: Sequence[bool], counts: Sequence[int], heads: Sequence[Opened], leaves: Sequence[Opened]) -> list[Opened]:
    rest, titles = list(leaves), iter(heads)
    found: list[Opened] = []
    for title, number in zip(pattern, counts, strict=True):
        if title:
            found.append(replace(next(titles), group=True))
        else:
            row = next(row for row in rest if row.code.parts == (number,))
            rest.remove(row)
            found.append(replace(row, group=False))
    return found


def _worth(pattern: Sequence[bool], texts: Sequence[str], before: Code | None, weigher: Weigher) -> float:
    """How well the lines read as the descriptions and titles of rows in that order; the last row of the page before may go on."""
    column = weigher.columns.index("task")
    rows = [False, *pattern] if before else list(pattern)
    best: list[tuple[float, Open]] = [(0.0, NOTHING)] + [(float("-inf"), NOTHING)] * len(rows)
    for number, text in enumerate(texts):
        after: list[tuple[float, Open]] = [(float("-inf"), NOTHING)]
        for at, group in enumerate(rows, 1):
            options = []
            score, cell = best[at]
            if score > float("-inf"):
                options.append((score + weigher.gain(column, cell, text, group=group), weigher.longer(column, cell, text)))
            score, above = best[at - 1]
            if at == 2 and before and number == 0:
                score, above = 0.0, NOTHING
            if score > float("-inf"):
                gain = weigher.gain(column, NOTHING, text, group=group) + weigher.breaks_well(column, above, text)
                gain += weigher.closing(column, above, group=at > 1 and rows[at - 2])
                options.append((score + gain, weigher.longer(column, NOTHING, text)))
            after.append(max(options, key=lambda option: option[0], default=(float("-inf"), NOTHING)))
        best = after
    return best[-1][0]
