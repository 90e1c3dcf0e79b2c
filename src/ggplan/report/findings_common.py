"""What all renderings of findings share: text that can be shown anywhere, counts in words, places in the source."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from ggplan.rules import Severity
from ggplan.validate.located import Located
from ggplan.validate.result import ValidateResult

__all__ = ["in_words", "place_in_source", "visible"]

_HIDDEN = frozenset({"Cc", "Cs", "Cf", "Co", "Zl", "Zp"})


def visible(text: str) -> str:
    """`text` with control characters, invisible ones and halves of surrogate pairs named by their code.

    A hostile file can then neither move the cursor of a terminal nor break XML or UTF-8.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        f"<U+{ord(char):04X}>" if unicodedata.category(char) in _HIDDEN or ord(char) & 0xFFFE == 0xFFFE else char for char in text
    )


def place_in_source(found: Located) -> str:
    """`page 2, lines 24-30`, empty where it is not known."""
    place = found.source
    return str(place) if place.page is not None or place.lines is not None or place.cell is not None else ""


def in_words(result: ValidateResult) -> str:
    """`2 errors, 1 warning and 3 notes in 5 files`."""
    names: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
    counts = [_counted(result.count(severity), name) for severity, name in names.items() if result.count(severity)]
    return f"{_listed(counts) or 'no findings'} in {_counted(len(result.files), 'file')}"


def _counted(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def _listed(parts: Iterable[str]) -> str:
    *first, last = [*parts] or [""]
    return f"{', '.join(first)} and {last}" if first else last
