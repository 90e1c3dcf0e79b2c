"""The rows of tables without rulings: where each begins on a page, from the codes in its code column.

Codes stand on the first line of their rows or in the middle of them. In the middle, the edges of the rows are those gaps
between lines that put every code nearest to the middle of its row; a dynamic programme finds them for a whole page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from ggplan.parse.readers.pdf_raw import Piece

__all__ = ["CODE", "TextRow", "are_aligned", "code_column", "code_in", "row_tops", "top_of"]

TextRow: TypeAlias = list[Piece]
"""The pieces on one line of a page, from left to right."""

CODE = re.compile(r"\(?(?:\d{1,3}|[IVXLC]{1,6}|[A-Za-zĐđ])(?:\.\d{1,3}){0,4}[.)]?")
"""What stands in a column of numbers: `1`, `1.2.3`, `IV.`, `VIII.8`, `a)`."""


def top_of(row: TextRow) -> float:
    """The upper edge of a line of text."""
    return min(piece.y - piece.size for piece in row)


def code_column(xs: Sequence[float], rows: Sequence[TextRow]) -> int | None:
    """The column whose texts are codes, more of them than of anything else; None where no column is."""
    best: tuple[int, int] | None = None
    for column, (left, right) in enumerate(pairwise(xs)):
        texts = [piece.text for row in rows for piece in row if left <= (piece.x0 + piece.x1) / 2 < right]
        codes = sum(CODE.fullmatch(text) is not None for text in texts)
        if codes > 1 and codes * 2 > len(texts) and (best is None or codes > best[0]):
            best = codes, column
    return None if best is None else best[1]


def code_in(row: TextRow, xs: Sequence[float], codes: int) -> Piece | None:
    """The code on a line; None where there is none."""
    left, right = xs[codes], xs[codes + 1] + 2
    return next((p for p in row if left <= p.x0 and p.x1 <= right and CODE.fullmatch(p.text) is not None), None)


def are_aligned(rows: Sequence[TextRow], xs: Sequence[float], codes: int | None) -> bool:
    """Whether codes stand on the first line of their rows: on (nearly) every code's baseline the widest column has text."""
    if codes is None:
        return True
    left, right = _widest(rows, xs, codes)
    coded = [(row, code) for row in rows if (code := code_in(row, xs, codes)) is not None]
    level = sum(
        any(left <= piece.x0 < right and abs(piece.y - code.y) <= code.size * 0.15 for piece in row) for row, code in coded
    )
    return level * 20 >= len(coded) * 17


def _widest(rows: Sequence[TextRow], xs: Sequence[float], codes: int) -> tuple[float, float]:
    """The sides of the column that holds most text."""
    letters = [0] * (len(xs) - 1)
    for row in rows:
        for piece in row:
            for column, (left, right) in enumerate(pairwise(xs)):
                if left <= piece.x0 and piece.x1 <= right and column != codes:
                    letters[column] += len(piece.text)
    column = max(range(len(letters)), key=lambda index: letters[index])
    return xs[column], xs[column + 1]


def row_tops(rows: Sequence[TextRow], xs: Sequence[float], codes: int | None, aligned: bool) -> list[float]:
    """The upper edges of the table's rows on one page; what stands above the first code goes on from the page before."""
    if not rows:
        return []
    if codes is None:
        starts = [index for index, row in enumerate(rows) if xs[0] <= row[0].x0 and row[0].x1 <= xs[1] + 2]
    else:
        starts = [index for index, row in enumerate(rows) if code_in(row, xs, codes) is not None]
        starts = [start for start in starts if not (start and _rest_of_code(rows[start - 1], rows[start], xs, codes))]
    if codes is not None and not aligned and starts:
        return _centred_tops(rows, xs, codes, starts)
    tops = [top_of(rows[index]) for index in starts]
    return tops if starts and starts[0] == 0 else [top_of(rows[0]), *tops]


def _rest_of_code(above: TextRow, row: TextRow, xs: Sequence[float], codes: int) -> bool:
    """Whether a narrow column broke one code over two lines: `10.` above `1`."""
    first, second = code_in(above, xs, codes), code_in(row, xs, codes)
    if first is None or second is None or second.y - first.y > second.size * 1.4:
        return False
    return first.text.endswith(".") and first.text[0].isdigit() and second.text[0].isdigit()


_MOST_OFF = 9.0
_CUT = 4.0
_REST = 0.5


def _centred_tops(rows: Sequence[TextRow], xs: Sequence[float], codes: int, starts: Sequence[int]) -> list[float]:
    middles = [_middle(code) for start in starts if (code := code_in(rows[start], xs, codes)) is not None]
    pieces = [piece for row in rows for piece in row]
    size = max(piece.size for piece in pieces)
    cuts = _cuts(rows, xs, codes, pieces)
    prices = [_price(cut, pieces) for cut in cuts]
    # best[j]: the cheapest way to end the row of the codes so far at cut j, and where that row begins
    best: list[tuple[float, int]] = [(prices[i] + (_REST if i else 0.0), -1) for i in range(len(cuts))]
    paths: list[list[tuple[float, int]]] = []
    for number, middle in enumerate(middles):
        after = middles[number + 1] if number + 1 < len(middles) else float("inf")
        step: list[tuple[float, int]] = []
        for j, end in enumerate(cuts):
            options = [
                (best[i][0] + min(_MOST_OFF, (((begin + end) / 2 - middle) / size) ** 2) + prices[j], i)
                for i, begin in enumerate(cuts[:j])
                if begin < middle < end < after
            ]
            step.append(min(options, default=(float("inf"), 0)))
        paths.append(step)
        best = step
    end = min(range(len(cuts)), key=lambda j: best[j][0] + (_REST if j < len(cuts) - 1 else 0.0))
    if best[end][0] == float("inf"):
        return [top_of(rows[index]) for index in starts]
    found = [] if end == len(cuts) - 1 else [cuts[end]]
    for step in reversed(paths):
        end = step[end][1]
        found.append(cuts[end])
    return [*([cuts[0]] if end else []), *reversed(found)]


def _middle(code: Piece) -> float:
    return code.y - code.size * 0.33


def _cuts(rows: Sequence[TextRow], xs: Sequence[float], codes: int, pieces: Sequence[Piece]) -> list[float]:
    """The gaps between the lines of the widest column, and the upper and lower end."""
    left, right = _widest(rows, xs, codes)
    lines = sorted((piece.y - piece.size * 0.9, piece.y + piece.size * 0.25) for piece in pieces if left <= piece.x0 < right)
    ends = min(piece.y - piece.size for piece in pieces), max(piece.y + piece.size * 0.4 for piece in pieces)
    inner = [(above[1] + below[0]) / 2 for above, below in pairwise(lines) if below[0] > above[0] + 2]
    return [ends[0], *(cut for cut in inner if ends[0] < cut < ends[1]), ends[1]]


def _price(cut: float, pieces: Sequence[Piece]) -> float:
    """What it costs to cut through lines of other columns."""
    return _CUT * sum(piece.y - piece.size * 0.6 < cut < piece.y - piece.size * 0.05 for piece in pieces)
