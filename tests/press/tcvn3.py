"""Text as TCVN3, in the fonts that show it: `.VnTime`, and `.VnTimeH` for capitals with marks."""

from __future__ import annotations

from itertools import groupby

from ggplan.parse.readers.legacy import _TCVN3

__all__ = ["runs"]

_CODES = {letter: chr(code) for code, letter in _TCVN3.items()}


def runs(text: str) -> list[tuple[str, str]]:
    """The runs of `text` as (coded text, font)."""
    return [
        (
            "".join(_CODES.get(char.lower() if capital else char, char) for char in chars),
            ".VnTimeH" if capital else ".VnTime",
        )
        for capital, chars in groupby(text, key=_needs_capital_font)
    ]


def _needs_capital_font(char: str) -> bool:
    return char not in _CODES and char.lower() in _CODES and char.lower() != char
