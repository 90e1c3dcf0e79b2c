"""A word as OCR gives it."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Word"]


class Word(NamedTuple):
    """A word that OCR read: the line it stands on, left, top, right, bottom in points, text, confidence from 0 to 1."""

    line: tuple[int, int, int]
    left: float
    top: float
    right: float
    bottom: float
    text: str
    score: float
