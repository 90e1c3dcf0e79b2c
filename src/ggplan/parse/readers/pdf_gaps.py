"""Tables without lines down, or without any: columns from white gaps, rows from rulings or from the code column.

Where three pieces of text or more stand on one line with wide gaps between them, they stand in columns. What is white in (nearly) all
such lines is the gap between two columns. Rows begin at the codes (`1.2`, `IV`, `a)`) of the column that holds them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeAlias

from ggplan.parse.readers.pdf_grid import Grid, grid_of
from ggplan.parse.readers.pdf_raw import Piece
from ggplan.parse.readers.pdf_rulings import Ruling

__all__ = [
    "CODE",
    "TextRow",
    "code_column",
    "column_edges",
    "crosses",
    "half_ruled_grid",
    "rows_of",
    "table_rows",
    "unruled_grid",
]

TextRow: TypeAlias = list[Piece]
"""The pieces on one line of a page, from left to right."""

CODE = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[IVXLC]{1,6}|[A-Za-zĐđ])[.)]?")
"""What stands in a column of numbers: `1`, `1.2.3`, `IV.`, `a)`."""

_SAME_ROW = 0.3
_COLUMN_GAP = 0.6
_SPANNED = 0.12
_NARROWEST = 3


def rows_of(pieces: Iterable[Piece]) -> list[TextRow]:
    """Pieces by the lines of the page, top to bottom, each line left to right."""
    rows: list[TextRow] = []
    for piece in sorted(pieces, key=lambda piece: (piece.y, piece.x0)):
        if rows and piece.y - rows[-1][0].y <= _SAME_ROW * max(piece.size, rows[-1][0].size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda piece: piece.x0)
    return rows


def table_rows(rows: Iterable[TextRow]) -> list[TextRow]:
    """The lines with at least three pieces and wide gaps between them."""
    return [row for row in rows if len(row) > 2 and _parts(row) > 2]


def _parts(row: TextRow) -> int:
    return 1 + sum(after.x0 - before.x1 > before.size * _COLUMN_GAP for before, after in pairwise(row))


def column_edges(rows: Sequence[TextRow]) -> list[float]:
    """The edges of the columns that these table lines show, outer ones included; fewer than 4 where there is no table."""
    if not rows:
        return []
    left = min(row[0].x0 for row in rows)
    right = max(piece.x1 for row in rows for piece in row)
    spans = [(piece.x0, piece.x1) for row in rows for piece in row]
    rough = _valleys(spans, left, right, len(rows) * _SPANNED if len(rows) >= 8 else 0)
    inside = [span for span in spans if not any(span[0] < start - 2 and end + 2 < span[1] for start, end in rough)]
    valleys = _valleys(inside, left, right, len(rows) * 0.01)
    return [left - 2, *((start + end) / 2 for start, end in valleys), right + 2]


def _valleys(
    spans: Sequence[tuple[float, float]], left: float, right: float, allowed: float
) -> list[tuple[float, float]]:
    """Stretches between `left` and `right` that at most `allowed` of the spans cover, each narrowed to where fewest do."""
    origin, width = int(left), int(right) - int(left) + 2
    steps = [0] * (width + 1)
    for start, end in spans:
        steps[max(0, int(start) - origin)] += 1
        steps[min(width, int(end) - origin + 1)] -= 1
    counts, total = [], 0
    for step in steps[:-1]:
        total += step
        counts.append(total)
    valleys: list[tuple[float, float]] = []
    begin: int | None = None
    for index, count in enumerate(counts):
        if count <= allowed:
            begin = index if begin is None else begin
        elif begin is not None:
            if index - begin >= _NARROWEST and begin > 0:
                valleys.append(_lowest(counts, begin, index, origin))
            begin = None
    return valleys


def _lowest(counts: list[int], begin: int, end: int, origin: int) -> tuple[float, float]:
    """The last longest stretch of the fewest spans between two positions."""
    least = min(counts[begin:end])
    best = (0, 0)
    start: int | None = None
    for index in range(begin, end + 1):
        if index < end and counts[index] == least:
            start = index if start is None else start
        elif start is not None:
            if index - start >= best[1] - best[0]:
                best = (start, index)
            start = None
    return float(best[0] + origin), float(best[1] + origin)


def _walls(xs: Sequence[float], ys: Sequence[float], pieces: Iterable[Piece]) -> list[Ruling]:
    """Lines down at every inner edge, left out in the bands where text runs across the edge."""
    crossed: set[tuple[int, int]] = set()
    for band, inside in enumerate(_by_band(ys, pieces)):
        crossed.update((column, band) for column in _crossed_edges(xs, inside))
    walls = [(xs[0], ys[0], ys[-1]), (xs[-1], ys[0], ys[-1])]
    for column, x in enumerate(xs[1:-1], 1):
        for band, (top, bottom) in enumerate(pairwise(ys)):
            if (column, band) not in crossed:
                walls.append((x, top + 1.5, bottom - 1.5))
    return walls


def _by_band(ys: Sequence[float], pieces: Iterable[Piece]) -> list[list[Piece]]:
    bands: list[list[Piece]] = [[] for _ in ys[1:]]
    for piece in pieces:
        band = bisect_right(ys, _height(piece)) - 1
        if 0 <= band < len(bands):
            bands[band].append(piece)
    return bands


def _crossed_edges(xs: Sequence[float], pieces: Sequence[Piece]) -> set[int]:
    """The inner edges of a row that its text runs across; text that does owns the empty columns behind it too."""
    crossed = {column for piece in pieces for column, x in enumerate(xs) if piece.x0 + 2 < x < piece.x1 - 2}
    if crossed:
        last = max(crossed)
        behind = min((piece.x0 for piece in pieces if piece.x0 > xs[last]), default=xs[-1])
        crossed.update(
            column for column in range(last, len(xs) - 1) if xs[column] + 1 < behind and xs[column + 1] <= behind
        )
    return crossed


def _height(piece: Piece) -> float:
    """The height at which a piece belongs to a band."""
    return piece.y - piece.size * 0.6


def crosses(row: TextRow, xs: Sequence[float]) -> bool:
    """Whether a piece of the line runs across an inner edge or over the outer ones."""
    return any(any(piece.x0 + 2 < x < piece.x1 - 2 for x in xs) for piece in row)


def half_ruled_grid(
    lines: Sequence[Ruling], others: Sequence[Ruling], edges: Sequence[float], pieces: Sequence[Piece]
) -> Grid | None:
    """The grid of a table ruled across only; `others` are shorter lines inside it, under a header that spans columns."""
    ys = [ruling[0] for ruling in lines]
    inside = [piece for piece in pieces if ys[0] <= _height(piece) <= ys[-1]]
    left, right = lines[0][1], lines[0][2]
    xs = [min(left, edges[0]), *edges[1:-1], max(right, edges[-1])]
    across = [*lines, *(ruling for ruling in others if ys[0] < ruling[0] < ys[-1])]
    bands = sorted({ruling[0] for ruling in across})
    return grid_of(xs, bands, across, _walls(xs, bands, inside))


def code_column(xs: Sequence[float], rows: Sequence[TextRow]) -> int | None:
    """The column whose texts are codes, more of them than of anything else; None where no column is."""
    best: tuple[int, int] | None = None
    for column, (left, right) in enumerate(pairwise(xs)):
        texts = [piece.text for row in rows for piece in row if left <= (piece.x0 + piece.x1) / 2 < right]
        codes = sum(CODE.fullmatch(text) is not None for text in texts)
        if codes > 1 and codes * 2 > len(texts) and (best is None or codes > best[0]):
            best = codes, column
    return None if best is None else best[1]


def unruled_grid(
    xs: Sequence[float], rows: Sequence[TextRow], header: int, codes: int | None, aligned: bool
) -> Grid | None:
    """The grid of the table that these lines of one page make up.

    The first `header` lines are its header. `codes` is the column of codes (None: every line that has text in the first column
    begins a row); `aligned` says that codes stand on the first line of their row.
    """
    body = rows[header:]
    starts = [index for index, row in enumerate(body) if _has_code(row, xs, codes)]
    starts = [start for start in starts if not (start and _rest_of_code(body[start - 1], body[start], xs, codes))]
    if not aligned:
        starts = _gaps_before(body, starts)
    tops = [_top(body[index]) for index in starts]
    if body and (not starts or starts[0] > 0):
        tops.insert(0, _top(body[0]))
    first, last = _top(rows[0]), max(piece.y + piece.size * 0.4 for row in rows for piece in row)
    ys = sorted({*([first] if header else []), *tops, last})
    floors: list[Ruling] = [(y, xs[0], xs[-1]) for y in ys]
    pieces = [piece for row in rows for piece in row]
    if header:
        below = tops[0] if tops else last
        for y, x0, x1 in _header_floors(rows[:header], xs, below):
            ys.append(y)
            floors.append((y, x0, x1))
    return grid_of(xs, sorted(ys), floors, _walls(xs, sorted(ys), pieces))


def _top(row: TextRow) -> float:
    return min(piece.y - piece.size for piece in row)


def _has_code(row: TextRow, xs: Sequence[float], codes: int | None) -> bool:
    column = codes or 0
    left, right = xs[column], xs[column + 1]
    return any(
        left <= piece.x0 and piece.x1 <= right + 2 and (codes is None or CODE.fullmatch(piece.text) is not None)
        for piece in row
    )


def _rest_of_code(above: TextRow, row: TextRow, xs: Sequence[float], codes: int | None) -> bool:
    """Whether a narrow column broke one code over two lines: `10.` above `1`."""
    if codes is None or row[0].y - above[0].y > row[0].size * 1.4:
        return False
    texts = [
        next((piece.text for piece in line if xs[codes] <= piece.x0 and piece.x1 <= xs[codes + 1] + 2), "")
        for line in (above, row)
    ]
    return texts[0].endswith(".") and texts[0][0].isdigit() and texts[1][:1].isdigit()


def _gaps_before(rows: Sequence[TextRow], starts: Sequence[int]) -> list[int]:
    """For codes that stand in the middle of their rows: the line after the widest white gap above each code."""
    found: list[int] = []
    for before, start in pairwise([-1, *starts]):
        candidates = range(max(before + 1, 1), start + 1)
        widest = max(candidates, key=lambda index: (_top(rows[index]) - rows[index - 1][0].y, index), default=start)
        found.append(widest if before >= 0 else start if start == 0 else min(widest, start))
    return found


def _header_floors(rows: Sequence[TextRow], xs: Sequence[float], below: float) -> list[Ruling]:
    """A floor under each header text that spans columns, as wide as those columns."""
    floors: list[Ruling] = []
    for index, row in enumerate(rows):
        for piece in row:
            crossed = [column for column, x in enumerate(xs[1:-1], 1) if piece.x0 + 2 < x < piece.x1 - 2]
            left = [x for x in xs if x <= piece.x0 + 2]
            right = [x for x in xs if x >= piece.x1 - 2]
            floor = piece.y + piece.size * 0.3
            if not (crossed and left and right and floor < below):
                continue
            later = [other for row in rows[index + 1 :] for other in row]
            if any(left[-1] <= other.x0 and other.x1 <= right[0] for other in later):
                floors.append((floor, left[-1], right[0]))
    return floors
