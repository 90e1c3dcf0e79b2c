"""How wide a text is on paper, in em, by the widths of a Times face: nearly all Vietnamese administrative texts are set in one.

Decree 30/2020/NĐ-CP, appendix I, asks for Times New Roman. Other faces differ by a factor that the widths learned for the
columns take up, so that only proportions matter.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

__all__ = ["SPACE", "width"]

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
