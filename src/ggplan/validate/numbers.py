"""Printed numbers as values that can be counted: `1.10` is (1, 10), `VIII.3` is (8, 3), `đ)` is the fifth letter."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ggplan.parse.markers import LETTERS, roman_value

__all__ = ["Number", "read_code", "written"]


class Number(NamedTuple):
    """A printed number: the kinds of its parts (`roman`, `decimal`, `letter`), and their values."""

    kinds: tuple[str, ...]
    values: tuple[int, ...]

    @property
    def family(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """What numbers of one list share: all but the last value."""
        return self.kinds, self.values[:-1]


@lru_cache(maxsize=65536)
def read_code(code: str) -> Number | None:
    """The value of a printed number, None for what is none."""
    parts = [part for part in re.split(r"[.\s]+", code.strip(" .()[]:/-")) if part]
    read = [_part(part.strip("()")) for part in parts]
    if not read or any(part is None for part in read):
        return None
    known = [part for part in read if part is not None]
    return Number(tuple(kind for kind, _ in known), tuple(value for _, value in known))


def _part(part: str) -> tuple[str, int] | None:
    if part.isascii() and part.isdigit() and len(part) < 6:
        return "decimal", int(part)
    if roman_value(part):
        return "roman", roman_value(part)
    if part in LETTERS:
        return "letter", LETTERS.index(part) + 1
    if len(part) == 1 and part.isupper() and part.lower() in LETTERS:
        return "capital", LETTERS.index(part.lower()) + 1
    return None


_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def written(kind: str, value: int) -> str:
    """One part of a number as it is printed: `written("roman", 4)` is `IV`, `written("letter", 5)` is `đ`."""
    if kind == "decimal" or value < 1:
        return str(value)
    if kind == "roman":
        text = ""
        for worth, letters in _ROMAN:
            while value >= worth:
                text, value = text + letters, value - worth
        return text
    letter = LETTERS[value - 1] if value <= len(LETTERS) else str(value)
    return letter.upper() if kind == "capital" else letter
