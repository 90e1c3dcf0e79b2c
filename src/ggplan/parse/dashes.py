"""Dashes that an extractor dropped at the end of a line, put back where no other reading is possible.

`pdftotext` without `-layout` takes a dash at the end of a line for a hyphenated word: `2021 -` / `2030` becomes `2021 2030`, and
`168/TTr-` / `SKHĐT` becomes `168/TTrSKHĐT`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ggplan.document import Paragraph, Table
from ggplan.location import Place

__all__ = ["mend_dashes", "mended"]

_YEARS = re.compile(r"(?<![\d/.-])(20\d\d) (20\d\d)(?![\d/.-])")
_GLUED_YEARS = re.compile(r"\b((?:giai đoạn|thời kỳ|nhiệm kỳ)\s+20\d\d)(20\d\d)\b", re.IGNORECASE)
_GLUED_DAY = re.compile(r"(ngày\s+[0-3]\d)((?:0\d|1[0-2])(?:\s+h[ằà]ng năm))\b", re.IGNORECASE)
_SYMBOL = re.compile(
    r"(?<![\w/])(\d{1,5}/(?:\d{4}/)?(?:QĐ|TTr|NĐ|NQ|KH|CTr|CT|CV|BC|TB|HD|TT|KL|ĐA|QC))"
    r"(?=(?:TTg|CP|UBND|HĐND|TU|TW|VPCP|VP|QH\d\d?|[SB][A-ZĐ&]{2,})\b)"
)


def mend_dashes(text: str) -> str:
    """`text` with lost dashes put back.

    >>> mend_dashes("giai đoạn 2021 2030, Tờ trình số 168/TTrSKHĐT")
    'giai đoạn 2021 - 2030, Tờ trình số 168/TTr-SKHĐT'
    """
    text = _GLUED_DAY.sub(r"\1-\2", _GLUED_YEARS.sub(r"\1-\2", text))
    return _SYMBOL.sub(r"\1-", _YEARS.sub(_period, text))


def _period(match: re.Match[str]) -> str:
    """Two years side by side are a period where the second is the later."""
    return f"{match[1]} - {match[2]}" if match[1] < match[2] else match.group()


def mended(blocks: Iterable[Paragraph | Table]) -> tuple[list[Paragraph | Table], list[Place]]:
    """The blocks with the lost dashes of their paragraphs put back, and the places where that was done."""
    found: list[Paragraph | Table] = []
    places: list[Place] = []
    for block in blocks:
        if isinstance(block, Paragraph) and (text := mend_dashes(block.text)) != block.text:
            places.append(block.place)
            found.append(replace(block, text=text))
        else:
            found.append(block)
    return found, places
