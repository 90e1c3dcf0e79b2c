"""Searching the texts of a plan so that a clean plan costs one search, and showing what was found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ggplan.validate.hits import Fix, Replace
from ggplan.validate.subject import Subject, Text

__all__ = ["PROSE", "around", "hints_of", "mending", "texts_with", "visible_char"]

PROSE = ("title", "action", "output", "condition", "target", "note")


def texts_with(subject: Subject, pattern: re.Pattern[str], *hints: str) -> Iterator[Text]:
    """The texts in which `pattern` is found; `hints` are strings or characters of which every match has one."""
    there = [hint for hint in hints if len(hint) > 1 or hint in subject.characters]
    for text in subject.holding(there):
        if pattern.search(text.text):
            yield text


def around(text: str, start: int, end: int, width: int = 60) -> str:
    """The piece of `text` around a stretch, as it can be shown: invisible characters named by their code."""
    left, right = max(0, start - width // 2), min(len(text), end + width // 2)
    piece = "".join(visible_char(char) for char in text[left:right]).strip()
    return ("…" if left else "") + piece + ("…" if right < len(text) else "")


def visible_char(char: str) -> str:
    """The character, or its code where nobody would see it."""
    if unicodedata.category(char) in ("Cf", "Cc", "Co", "Cs", "Zl", "Zp"):
        return f"<U+{ord(char):04X}>"
    return char


def mending(subject: Subject, text: Text, value: str) -> Fix | None:
    """The fix that writes `value` for the text; none for a plan that is no file."""
    return Replace(text.path, value) if subject.tree is not None else None


def hints_of(subject: Subject, pattern: re.Pattern[str]) -> tuple[str, ...]:
    """The characters of the plan that a pattern of one character finds; a character that is never there where it finds none."""
    return tuple(char for char in subject.characters if pattern.match(char)) or ("\0",)
