"""Manual line breaks (Shift+Enter in Word, `<br>` on a web page): where they part sentences and where they only wrap one."""

from __future__ import annotations

import re

__all__ = ["BREAK", "author_lines"]

BREAK = "\v"
"""Stands for a manual line break in raw text."""

_NEW_LINE = re.compile(r"[-+*•▪–—]\s|\d+(?:\.\d+)*[.)]\s|[a-zđ][.)]\s|[IVXLC]+\.\s")
_SENTENCE_END = (".", ";", ":", "!", "?")


def author_lines(text: str) -> list[str]:
    """The lines of `text` between breaks, white space squeezed, joined again where a break only wrapped a sentence.

    A line goes on in the next one when it ends without a stop and the next one begins small and with no bullet or number.
    """
    lines: list[str] = []
    for piece in text.split(BREAK):
        line = " ".join(piece.split())
        if not line:
            continue
        if lines and not lines[-1].endswith(_SENTENCE_END) and not _NEW_LINE.match(line) and not line[:1].isupper():
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return lines
