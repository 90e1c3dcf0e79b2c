"""Tables without lines down, or without any: columns from white gaps, rows from rulings or from the code column.

Where three pieces of text or more stand on one line with wide gaps between them, they stand in columns. What is white in
(nearly) all such lines is the gap between two columns. Rows begin at the codes of the column that holds them (`pdf_rows`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from ggplan.parse.readers.pdf_grid import Grid, grid_of
from ggplan.parse.readers.pdf_raw import Piece
from ggplan.parse.readers.pdf_rows import TextRow, row_tops, top_of
from ggplan.parse.readers.pdf_rulings import Ruling

__all__ = ["column_edges", "crosses", "half_ruled_grid", "rows_of", "table_rows", "unruled_grid"]

_SAME_ROW = 0.6
"""Cells that are centred in their rows stand up to half a line off each other."""
_COLUMN_GAP = 0.6
_SPANNED = 0.12
_NARROWEST = 3


def rows_of(pieces: Iterable[Piece], same: float = _SAME_ROW) -> list[TextRow]:
    """Pieces by the lines of the page, top to bottom, each line left to right.

    Baselines that differ by less than `same` of the size are one line.
    """
    rows: list[TextRow] = []
    for piece in sorted(pieces, key=lambda piece: (piece.y, piece.x0)):
        if rows and piece.y - rows[-1][0].y <= same * max(piece.size, rows[-1][0].size):
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
    valleys = _valleys(inside, left, right, 0)
    return [left - 2, *((start + end) / 2 for start, end in valleys), right + 2]


def _valleys(spans: Sequence[tuple[float, float]], left: float, right: float, allowed: float) -> list[tuple[float, float]]:
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
        crossed.update(column for column in range(last, len(xs) - 1) if xs[column] + 1 < behind and xs[column + 1] <= behind)
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


def unruled_grid(xs: Sequence[float], rows: Sequence[TextRow], header: int, codes: int | None, aligned: bool) -> Grid | None:
    """The grid of the table that these lines of one page make up.

    The first `header` lines are its header. `codes` is the column of codes (None: every line that has text in the first
    column begins a row); `aligned` says that codes stand on the first line of their row.
    """
    tops = row_tops(rows[header:], xs, codes, aligned)
    first, last = top_of(rows[0]), max(piece.y + piece.size * 0.4 for row in rows for piece in row)
    ys = sorted({*([first] if header else []), *tops, last})
    floors: list[Ruling] = [(y, xs[0], xs[-1]) for y in ys]
    pieces = [piece for row in rows for piece in row]
    if header:
        below = tops[0] if tops else last
        for y, x0, x1 in _header_floors(rows[:header], xs, below):
            ys.append(y)
            floors.append((y, x0, x1))
    return grid_of(xs, sorted(ys), floors, _walls(xs, sorted(ys), pieces))


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
