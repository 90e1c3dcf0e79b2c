"""Time expressions of a plan's tasks: `2023 - 2030`, `Năm 2023`, `Quý IV/2024`, `Thường xuyên`, `Trước 30/6/2025`."""

from __future__ import annotations

import re

from ggplan.plan import Timeframe
from ggplan.text import match_key, squeeze

__all__ = ["read_timeframe"]

_YEAR = r"(?:19|20)\d\d"
_RANGE = re.compile(rf"({_YEAR})\s*(?:-|đến(?: năm| hết năm)?|tới)\s*({_YEAR})")
_SHORT_RANGE = re.compile(rf"({_YEAR})\s*-\s*(\d\d)(?!\d)")
_OPEN_START = re.compile(rf"(?:từ|kể từ|bắt đầu)(?: năm)? ({_YEAR})(?!.*{_YEAR})")
_OPEN_END = re.compile(rf"(?:đến|trước|hết|chậm nhất|xong trong)\b.*?({_YEAR})")
_RECURRING = re.compile(
    r"thường xuyên|(?:h[àằ]ng|mỗi) (?:năm|quý|tháng|tuần|vụ|kỳ)|định kỳ|liên tục|theo (?:năm|quý|tháng)\b|các năm|quanh năm"
    r"|\d (?:năm|quý|tháng|tuần)/lần|lần/(?:năm|quý|tháng|tuần)"
)
_ONWARD = re.compile(r"(?:những|các) năm (?:tiếp theo|sau|kế tiếp)|trở đi")
_YEARS = re.compile(rf"(?<!\d)({_YEAR})(?!\d)")


def read_timeframe(text: str) -> Timeframe:
    """The years of a printed time and whether it recurs; both absent where the text names none (`Theo tiến độ`)."""
    printed = squeeze(text).rstrip(" .;,")
    key = match_key(printed)
    start, end = _years(key)
    return Timeframe(text=printed, start=start, end=end, recurring=bool(_RECURRING.search(key)))


def _years(key: str) -> tuple[int | None, int | None]:
    if ranges := _RANGE.findall(key):
        first, last = ([int(years[side]) for years in ranges] for side in (0, 1))
        return min(first), max([*last, *(int(year) for year in _YEARS.findall(_RANGE.sub(" ", key)))])
    if match := _SHORT_RANGE.search(key):
        century = int(match[1]) // 100 * 100
        return int(match[1]), century + int(match[2])
    if match := _OPEN_START.search(key):
        return int(match[1]), None
    years = [int(year) for year in _YEARS.findall(key)]
    if not years:
        return None, None
    if _ONWARD.search(key):
        return min(years), None
    if _OPEN_END.search(key) and len(years) == 1:
        return None, years[0]
    return min(years), max(years)
