"""Numbered legal documents that a text names: `882/QĐ-TTg`, `17-NQ/TU`, each with its date where it is given.

Forms after Decree 30/2020/NĐ-CP (number/symbol, number/year/symbol for normative texts) and the Party's own
(`58-NQ/TW`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ggplan.plan import Citation

__all__ = ["DATE", "find_citations", "read_date"]

_SYMBOL = r"(?:(?:UBTV)?QH\d{1,2}|[A-ZĐƯ][A-Za-zĐđƯư]{0,5}(?:\s?[-&]\s?[A-ZĐƯ][\wĐđƯư&]*)*)"
_NUMBER = re.compile(
    rf"""
    (?<![\w/.-])
    (?P<number>
        \d{{1,5}}[a-z]?\s?/\s?(?:(?:19|20)\d\d\s?/\s?)?{_SYMBOL}          # 882/QĐ-TTg, 06/2022/NĐ-CP, 107/TTr-SKHĐT
      | \d{{1,4}}\s?-\s?(?:NQ|CT|KL|QĐ|HD|KH|TB|QC|BC|CTr|ĐA|TT)\s?/\s?[A-ZĐ]{{2,6}}   # 58-NQ/TW, 17- NQ/TU
    )
    (?!\w)
    """,
    re.VERBOSE,
)
DATE = re.compile(
    r"ngày\s+(?P<d>\d{1,2})\s*(?:/|-|\.|\s+tháng\s+)\s*(?P<m>\d{1,2})\s*(?:/|-|\.|\s+năm\s+)\s*(?P<y>(?:19|20)\d\d)"
    r"|ngày\s+(?:tháng\s+)?(?P<m2>\d{1,2})\s*(?:/|\s+năm\s+)\s*(?P<y2>(?:19|20)\d\d)",
    re.IGNORECASE,
)


def read_date(match: re.Match[str]) -> str | None:
    """The date of a `DATE` match as EDTF, as precise as printed; None where it is no date."""
    if match["y"]:
        day, month = int(match["d"]), int(match["m"])
        if 1 <= month <= 12 and 1 <= day <= 31:
            return f"{match['y']}-{month:02}-{day:02}"
        return None
    month = int(match["m2"])
    return f"{match['y2']}-{month:02}" if 1 <= month <= 12 else None


def find_citations(texts: Iterable[str]) -> list[Citation]:
    """Every numbered document in `texts`, once, in order of first mention, with the most precise date given for it."""
    dates: dict[str, str | None] = {}
    for text in texts:
        for match in _NUMBER.finditer(text):
            number = tidy_number(match["number"])
            if not (_FULL.search(number) or _SAID.search(text, 0, match.start())):
                continue
            date = _date_after(text, match.end())
            if number not in dates or (date and len(date) > len(dates[number] or "")):
                dates[number] = date
    return [Citation(number=number, issued_on=date) for number, date in dates.items()]


# A number with a bare word after the slash (`5/TOE`, `1234/UBND`) is a document's only where the text says `số`.
_FULL = re.compile(r"-|/(?:19|20)\d\d/")
_SAID = re.compile(r"\bsố\s*:?\s*$", re.IGNORECASE)


def tidy_number(number: str) -> str:
    """A document number without the spaces a typist or a line end put in: `17- NQ/TU` -> `17-NQ/TU`."""
    return re.sub(r"\s*([-/&])\s*", r"\1", number.strip())


_BETWEEN = re.compile(r"[\s,]*(?:của\s+)?(?:UBND|HĐND|Chính phủ)?\s*(?:tỉnh|thành phố)?[\s,]*")


def _date_after(text: str, end: int) -> str | None:
    start = _BETWEEN.match(text, end)
    match = DATE.match(text, start.end() if start else end)
    return read_date(match) if match else None
