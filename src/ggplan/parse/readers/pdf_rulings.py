"""The rulings of a PDF page: straight lines across and down, however they are drawn.

Tables are ruled with thin filled rectangles (Word), stroked lines (LibreOffice), stroked boxes (Chromium's Skia) or
grids drawn as one path. All become `(position, start, end)`; what lies on one line and nearly touches is one ruling.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any, TypeAlias

from pypdfium2 import raw

__all__ = ["Point", "Ruling", "Rulings", "read_rulings"]

Point: TypeAlias = tuple[float, float]
Ruling: TypeAlias = tuple[float, float, float]
"""Position (y of a line across, x of a line down), start and end."""

_THIN = 3.0
_SAME_LINE = 1.6
_BRIDGE = 3.0
_SHORTEST = 4.0
_MOST_OBJECTS = 400_000
_MOST_SEGMENTS = 20_000


class Rulings:
    """The rulings of a page: `across` by y, `down` by x."""

    def __init__(self, across: Iterable[Ruling], down: Iterable[Ruling]) -> None:
        self.across = _merged(across)
        self.down = _merged(down)
        self._down_at = [ruling[0] for ruling in self.down]

    def crossed(self, x0: float, x1: float, y: float) -> bool:
        """Whether a line down runs through the inside of the stretch from `x0` to `x1` at height `y`."""
        begin, end = bisect_left(self._down_at, x0 + 1), bisect_right(self._down_at, x1 - 1)
        return any(top <= y <= bottom for _, top, bottom in self.down[begin:end])

    def enclose(self, x0: float, x1: float, y: float) -> bool:
        """Whether lines down stand on both sides of the stretch at that height, and none runs through it."""
        left, right = bisect_right(self._down_at, x0 + 1), bisect_left(self._down_at, x1 - 1)
        if left != right and self.crossed(x0, x1, y):
            return False
        return any(top <= y <= bottom for _, top, bottom in self.down[:left]) and any(
            top <= y <= bottom for _, top, bottom in self.down[right:]
        )


def _merged(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Rulings in order of position, pieces of one line joined."""
    merged: list[Ruling] = []
    line: list[Ruling] = []
    for ruling in sorted(rulings):
        if line and ruling[0] - line[0][0] > _SAME_LINE:
            merged += _joined(line)
            line = []
        line.append(ruling)
    merged += _joined(line)
    return sorted(merged)


def _joined(line: list[Ruling]) -> Iterator[Ruling]:
    if not line:
        return
    position = sum(ruling[0] for ruling in line) / len(line)
    stretches = sorted((start, end) for _, start, end in line)
    start, end = stretches[0]
    for next_start, next_end in stretches[1:]:
        if next_start - end > _BRIDGE:
            yield position, start, end
            start, end = next_start, next_end
        else:
            end = max(end, next_end)
    yield position, start, end


def read_rulings(page: Any, to_seen: Callable[[float, float], Point]) -> tuple[Rulings, float]:
    """The rulings of an open page, and the area of its largest picture in square points."""
    reader = _Reader(to_seen)
    reader.objects(page, raw.FPDFPage_CountObjects(page), raw.FPDFPage_GetObject, None, 0)
    shortest = [ruling for ruling in reader.across if ruling[2] - ruling[1] >= _SHORTEST]
    return Rulings(shortest, [ruling for ruling in reader.down if ruling[2] - ruling[1] >= _SHORTEST]), reader.images


_Matrix: TypeAlias = tuple[float, float, float, float, float, float]
_DEEPEST_FORM = 8


class _Reader:
    def __init__(self, to_seen: Callable[[float, float], Point]) -> None:
        self._to_seen = to_seen
        self.across: list[Ruling] = []
        self.down: list[Ruling] = []
        self.images = 0.0
        self._left = _MOST_OBJECTS
        self._edges = [ctypes.c_float() for _ in range(4)]
        self._edge_refs = [ctypes.byref(edge) for edge in self._edges]
        self._fill, self._stroke = ctypes.c_int(), ctypes.c_int()

    def objects(self, parent: Any, count: int, get: Callable[..., Any], outer: _Matrix | None, depth: int) -> None:
        """Reads the objects of a page or of a form on it."""
        kind_of = raw.FPDFPageObj_GetType
        for index in range(min(count, self._left)):
            item = get(parent, index)
            kind = kind_of(item)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(item, outer)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self._image(item, outer)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
                inner = _times(_matrix(item), outer)
                self.objects(item, raw.FPDFFormObj_CountObjects(item), raw.FPDFFormObj_GetObject, inner, depth + 1)
        self._left -= min(count, self._left)

    def _image(self, item: Any, outer: _Matrix | None) -> None:
        if raw.FPDFPageObj_GetBounds(item, *self._edge_refs):
            left, bottom, right, top = (edge.value for edge in self._edges)
            x0, y0, x1, y1 = _corners(left, bottom, right, top, outer)
            self.images = max(self.images, abs(x1 - x0) * abs(y1 - y0))

    def _path(self, item: Any, outer: _Matrix | None) -> None:
        if not raw.FPDFPath_GetDrawMode(item, ctypes.byref(self._fill), ctypes.byref(self._stroke)):
            return
        if not (self._fill.value or self._stroke.value):
            return
        if raw.FPDFPageObj_GetBounds(item, *self._edge_refs):
            left, bottom, right, top = (edge.value for edge in self._edges)
            if self._box(*_corners(left, bottom, right, top, outer)):
                return
        if raw.FPDFPath_CountSegments(item) <= _MOST_SEGMENTS:
            self._segments(item, _times(_matrix(item), outer))

    def _box(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Takes a thin box (in page coordinates) as a ruling; False for one that is not thin."""
        (ax, ay), (bx, by) = self._to_seen(x0, y0), self._to_seen(x1, y1)
        width, height = abs(bx - ax), abs(by - ay)
        if height <= _THIN < width or (height <= width <= _THIN):
            self.across.append(((ay + by) / 2, min(ax, bx), max(ax, bx)))
        elif width <= _THIN:
            self.down.append(((ax + bx) / 2, min(ay, by), max(ay, by)))
        else:
            return False
        return True

    def _segments(self, item: Any, matrix: _Matrix) -> None:
        """The straight edges of stroked paths, and filled parts that are thin."""
        stroked = bool(self._stroke.value)
        for points in _subpaths(item, matrix):
            if stroked:
                for (x0, y0), (x1, y1) in pairwise(points):
                    if abs(x0 - x1) <= 1 or abs(y0 - y1) <= 1:
                        self._box(x0, y0, x1, y1)
            else:
                xs, ys = [x for x, _ in points], [y for _, y in points]
                self._box(min(xs), min(ys), max(xs), max(ys))


def _corners(left: float, bottom: float, right: float, top: float, outer: _Matrix | None) -> tuple[float, float, float, float]:
    if outer is None:
        return left, bottom, right, top
    (x0, y0), (x1, y1) = _apply(outer, left, bottom), _apply(outer, right, top)
    return x0, y0, x1, y1


def _matrix(item: Any) -> _Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return 1, 0, 0, 1, 0, 0
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(inner: _Matrix, outer: _Matrix | None) -> _Matrix:
    """The matrix that applies `inner` first, then `outer`."""
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )


def _apply(matrix: _Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _subpaths(item: Any, matrix: _Matrix) -> Iterator[list[Point]]:
    """The parts of a path, each from a move to the next; a closed part ends where it began."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    for index in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(_apply(matrix, x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points
