"""Pictures of pages made ready for OCR: straightened, their rulings found and painted over. Only numpy and Pillow."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from ggplan.parse.readers.pdf_rulings import Ruling, Rulings

__all__ = ["CleanPage", "clean_page"]


class CleanPage(NamedTuple):
    """A straight page without its rulings, and these, in points."""

    picture: Any
    rulings: Rulings


_DARK = 150
_LARGEST_SKEW = 3.0


def clean_page(picture: Any, dpi: float) -> CleanPage:
    """The page of a grey picture, straightened by up to three degrees."""
    from PIL import Image

    angle = _skew(picture)
    if abs(angle) >= 0.05:
        picture = picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    pixels = np.asarray(picture).copy()
    dark = pixels < _threshold(pixels)
    length = max(20, round(dpi * 0.35))
    across, down = _strokes(dark, length, dpi), _strokes(np.ascontiguousarray(dark.T), length, dpi)
    for y0, y1, x0, x1 in across:
        pixels[max(0, y0 - 2) : y1 + 3, max(0, x0 - 2) : x1 + 3] = 255
    for x0, x1, y0, y1 in down:
        pixels[max(0, y0 - 2) : y1 + 3, max(0, x0 - 2) : x1 + 3] = 255
    point = 72 / dpi
    rulings = Rulings(_rulings(across, point), _rulings(down, point))
    return CleanPage(Image.fromarray(pixels), rulings)


def _rulings(strokes: list[tuple[int, int, int, int]], point: float) -> list[Ruling]:
    return [((a + b) / 2 * point, start * point, end * point) for a, b, start, end in strokes]


def _threshold(pixels: Any) -> int:
    """A level between ink and paper: half of the way from the darkest to the usual grey, at most `_DARK`."""
    sample = pixels[::3, ::3]
    paper = float(np.median(sample))
    ink = float(np.percentile(sample, 0.5))
    return int(min(max(ink + (paper - ink) * 0.6, 60), max(_DARK, paper * 0.75)))


def _skew(picture: Any) -> float:
    """The degrees by which to turn the page so that its lines lie level: where rows of pixels differ most."""
    from PIL import Image

    def dark(width: int) -> Any:
        small = picture.resize((width, max(1, round(width * picture.height / picture.width))), Image.Resampling.BOX)
        return Image.fromarray(np.where(np.asarray(small) < 190, 255, 0).astype(np.uint8))

    def sharpness(page: Any, angle: float) -> float:
        turned = page.rotate(angle, resample=Image.Resampling.BILINEAR, fillcolor=0)
        rows = np.asarray(turned).sum(axis=1, dtype=np.int64)
        return float(np.square(np.diff(rows)).sum())

    rough, page = dark(450), dark(900)
    coarse = max(np.arange(-_LARGEST_SKEW, _LARGEST_SKEW + 0.01, 0.5), key=lambda angle: sharpness(rough, angle))
    middle = max(np.arange(coarse - 0.4, coarse + 0.41, 0.1), key=lambda angle: sharpness(page, angle))
    fine = max(np.arange(middle - 0.08, middle + 0.081, 0.02), key=lambda angle: sharpness(page, angle))
    return float(fine)


_SOLID = 0.92
_THICKEST_INCHES = 0.03
_BRIDGE_INCHES = 0.06


def _strokes(dark: Any, length: int, dpi: float) -> list[tuple[int, int, int, int]]:
    """Straight dark strokes along the rows: first and last row, first and last column of each."""
    near = dark.copy()
    near[1:] |= dark[:-1]
    near[:-1] |= dark[1:]
    sums = np.cumsum(np.pad(near, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    if sums.shape[1] <= length:
        return []
    full = (sums[:, length:] - sums[:, :-length]) >= length * _SOLID
    bridge = round(dpi * _BRIDGE_INCHES)
    runs: list[tuple[int, int, int]] = []
    for row in np.flatnonzero(full.any(axis=1)):
        starts = np.flatnonzero(full[row])
        cuts = np.flatnonzero(np.diff(starts) > bridge + length)
        bounds = [0, *(cuts + 1).tolist(), len(starts)]
        runs += [(int(row), int(starts[a]), int(starts[b - 1]) + length) for a, b in pairwise(bounds)]
    return [stroke for stroke in _grouped(runs) if stroke[1] - stroke[0] <= dpi * _THICKEST_INCHES + 2]


def _grouped(runs: list[tuple[int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Runs on neighbouring rows that overlap, as one stroke."""
    strokes: list[list[int]] = []
    open_strokes: list[list[int]] = []
    for row, start, end in runs:
        open_strokes = [stroke for stroke in open_strokes if row - stroke[1] <= 2]
        for stroke in open_strokes:
            if start <= stroke[3] and stroke[2] <= end:
                stroke[1], stroke[2], stroke[3] = row, min(stroke[2], start), max(stroke[3], end)
                break
        else:
            stroke = [row, row, start, end]
            strokes.append(stroke)
            open_strokes.append(stroke)
    return [(a, b, c, d) for a, b, c, d in strokes]
