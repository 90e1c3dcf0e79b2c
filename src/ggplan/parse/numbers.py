"""Numbers in Vietnamese notation, the one place that reads them: `39.700` is 39700, `1.500,25` is 1500.25."""

from __future__ import annotations

import re

__all__ = ["NUMBER", "read_number"]

NUMBER = r"\d{1,3}(?:\.\d{3}){1,4}(?:,\d{1,9})?|\d{1,15}(?:,\d{1,9})?|\d{1,15}\.\d{1,9}"
"""A number as written: thousands with full stops, decimals after a comma (a point before decimals is met too).

A value has at most 15 digits, as many as a float holds exactly; a longer run of digits is no number of a plan."""


def read_number(text: str) -> int | float:
    """The value of a `NUMBER`: an int where it has no decimals that count.

    >>> read_number("39.700"), read_number("7,5"), read_number("80,0"), read_number("2.5")
    (39700, 7.5, 80, 2.5)
    """
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "")
    value = float(text.replace(",", "."))
    return int(value) if value.is_integer() else value
