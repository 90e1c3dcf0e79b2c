"""Second readings of table cells that OCR doubts or missed: short codes, and cells with ink but no words.

Tesseract reads a lone `1.1` badly (on clean scans of 300 dpi more than every second one was wrong) and reads it well in
front of a line of text. So a short cell is read again together with the first line of the cell on its right, and its part
of the answer is taken. That is another reading of the same ink, not a correction: no neighbouring number is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from ggplan.parse.readers.ocr_words import Word
from ggplan.parse.readers.pdf_grid import Field, Grid

__all__ = ["Reader", "Scan", "reread"]


Reader = Callable[[Any, int], list[Word]]
"""Reads a picture in one of tesseract's page segmentation modes; places are points of that picture."""

_SHORT = 8
_SURE = 0.93
_INSET = 1.5
_LINE, _BLOCK = 7, 6


class _Ink(NamedTuple):
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Scan:
    """A straight page without rulings, pixels a point, the size of its font in points, and what reads it."""

    picture: Any
    scale: float
    size: float
    reader: Reader


def reread(scan: Scan, grid: Grid, words: Sequence[Word]) -> tuple[list[Word], list[Field]]:
    """The words with doubted cells read again, and the cells that hold ink but no word that could be read."""
    by_field: dict[int, list[Word]] = {}
    kept: list[Word] = []
    for word in words:
        index = grid.field_at((word.left + word.right) / 2, (word.top + word.bottom) / 2)
        if index is None:
            kept.append(word)
        else:
            by_field.setdefault(index, []).append(word)
    pixels = np.asarray(scan.picture)
    unread: list[Field] = []
    for index, cell in enumerate(grid.fields):
        known = by_field.get(index, [])
        if _is_sure(known):
            kept += known
            continue
        ink = _ink(pixels, grid, cell, scan.scale)
        if ink is None:
            continue
        found = _second(scan, grid, cell, ink)
        best = max(known, found, key=_trust)
        kept += best
        if not best:
            unread.append(cell)
    return kept, unread


def _is_sure(words: Sequence[Word]) -> bool:
    letters = sum(len(word.text) for word in words)
    return bool(words) and (letters > _SHORT or min(word.score for word in words) >= _SURE)


def _trust(words: Sequence[Word]) -> float:
    return sum(word.score * len(word.text) for word in words) / max(1, sum(len(word.text) for word in words))


def _ink(pixels: Any, grid: Grid, cell: Field, scale: float) -> _Ink | None:
    """The dark part of a cell in pixels; None where it is blank but for specks."""
    left, top, right, bottom = (round(edge * scale) for edge in grid.box(cell))
    inset = round(_INSET * scale)
    part = pixels[top + inset : bottom - inset, left + inset : right - inset] < 140
    rows, columns = np.flatnonzero(part.sum(axis=1) > 1), np.flatnonzero(part.sum(axis=0) > 1)
    if len(rows) < 0.06 * 72 * scale / 2 or len(columns) < 2:
        return None
    x, y = left + inset, top + inset
    return _Ink(x + int(columns[0]), y + int(rows[0]), x + int(columns[-1]) + 1, y + int(rows[-1]) + 1)


def _second(scan: Scan, grid: Grid, cell: Field, ink: _Ink) -> list[Word]:
    pixels = scan.size * scan.scale
    if ink.bottom - ink.top > pixels * 1.6:
        part, (x, y) = _framed(scan.picture, ink, round(pixels))
        return [_moved(word, x / scan.scale, y / scan.scale) for word in scan.reader(part, _BLOCK)]
    part, (x, y) = _framed(scan.picture, ink, round(pixels * 0.6), _context(scan, grid, cell, ink))
    end = (ink.right - x) / scan.scale + scan.size * 0.15
    found = [word for word in scan.reader(part, _LINE) if (word.left + word.right) / 2 < end]
    return [_moved(word, x / scan.scale, y / scan.scale) for word in found]


def _framed(picture: Any, ink: _Ink, margin: int, context: Any | None = None) -> tuple[Any, tuple[int, int]]:
    """The ink on white with a margin, `context` one space behind it; and where its upper left corner lies on the page."""
    from PIL import Image

    width = ink.right - ink.left + 2 * margin + (context.width + margin if context is not None else 0)
    frame = Image.new("L", (width, ink.bottom - ink.top + 2 * margin), 255)
    frame.paste(picture.crop(ink), (margin, margin))
    if context is not None:
        frame.paste(context, (margin + ink.right - ink.left + round(margin * 0.5), margin - _above(context, ink)))
    return frame, (ink.left - margin, ink.top - margin)


def _above(context: Any, ink: _Ink) -> int:
    """How far the strip of context reaches above the ink: as far as below."""
    return int((context.height - (ink.bottom - ink.top)) // 2)


_CONTEXT_WIDTH = 14.0


def _context(scan: Scan, grid: Grid, cell: Field, ink: _Ink) -> Any | None:
    """The strip of the next cell on the right at the height of the ink, from its first letter on; None where it is blank."""
    column = cell.column + cell.colspan
    if column >= len(grid.xs) - 1:
        return None
    scale, pixels = scan.scale, scan.size * scan.scale
    inset, reach = round(_INSET * scale), round(pixels * 0.35)
    left = round(grid.xs[column] * scale) + inset
    strip = scan.picture.crop((left, ink.top - reach, round(grid.xs[-1] * scale) - inset, ink.bottom + reach))
    dark = np.asarray(strip) < 140
    columns = np.flatnonzero(dark.sum(axis=0) > 1)
    if not len(columns):
        return None
    first = _behind_dash(dark, columns, pixels)
    return strip.crop((first, 0, min(strip.width, first + round(_CONTEXT_WIDTH * pixels)), strip.height))


def _behind_dash(dark: Any, columns: Any, size: float) -> int:
    """The column where the text begins; a dash in front of it, which would stick to the code, is left out."""
    gaps = np.flatnonzero(np.diff(columns) > size * 0.12)
    if not len(gaps):
        return int(columns[0])
    sign = dark[:, int(columns[0]) : int(columns[gaps[0]]) + 1]
    rows = np.flatnonzero(sign.any(axis=1))
    is_dash = rows[-1] - rows[0] < size * 0.25
    return int(columns[gaps[0] + 1]) if is_dash else int(columns[0])


def _moved(word: Word, x: float, y: float) -> Word:
    return word._replace(left=word.left + x, top=word.top + y, right=word.right + x, bottom=word.bottom + y)
