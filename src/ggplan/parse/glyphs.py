"""How wide a text is on paper, in em, by the widths of a Times face, and how wide a column is in which lines break as they do.

Decree 30/2020/NĐ-CP, appendix I, asks for Times New Roman. Other faces differ by a factor that the widths learned for the
columns take up, so that only proportions matter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

__all__ = ["SPACE", "column_width", "width"]

SPACE = 0.25
_THOUSANDTHS = {
    222: "'|",
    250: " .,",
    278: "ijlt:;/\\\u00b7",
    333: "fr()-[]I`",
    389: "sJ",
    408: '"',
    444: "acez“”?*",
    500: "bdghknopquvxyđ0123456789_$–#",
    541: "^~+=<>",
    556: "FPS",
    611: "ELTZ",
    667: "BCR",
    722: "ADGHKNOQUVXYwĐ",
    778: "m&",
    833: "%",
    889: "M",
    944: "W",
    1000: "—…",
}
_WIDTH = {char: thousandths / 1000 for thousandths, chars in _THOUSANDTHS.items() for char in chars}


@lru_cache(maxsize=32768)
def _word(word: str) -> float:
    apart = unicodedata.normalize("NFD", word)
    return sum(_WIDTH.get(char, 0.5) for char in apart if not unicodedata.combining(char))


def width(text: str) -> float:
    """The width of one line of `text` in em, runs of spaces as one space."""
    words = text.split()
    return sum(map(_word, words)) + SPACE * max(0, len(words) - 1)


def column_width(breaks: Iterable[tuple[float, float]]) -> float | None:
    """The width in em at which most lines break where they do; None for fewer than four breaks.

    `breaks` are pairs of the width of a line and its width with the first word of the next line, which no longer fitted.
    Lines that stand in the wrong column vote for other widths and are outvoted.
    """
    spans = sorted((low, high) for low, high in breaks if high > low)
    if len(spans) < _FEWEST_BREAKS:
        return None
    edges = sorted([(low, 1) for low, _ in spans] + [(high, -1) for _, high in spans])
    best, depth, found = 0, 0, (0.0, 0.0)
    for index, (at, step) in enumerate(edges[:-1]):
        depth += step
        if depth > best:
            best, found = depth, (at, edges[index + 1][0])
    return sum(found) / 2


_FEWEST_BREAKS = 4
