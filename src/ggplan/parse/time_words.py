"""How the times of tasks are written: whole (`Quý IV/2025`, `Trước 30/4 hằng năm`, `Vụ Đông Xuân 2025 - 2026`), or cut by the end of a line.

The grammar is of parts: a date, a span of years, a season, a frequency or a condition, each with small words before it
(`chậm nhất đến`), joined by signs and small words.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ggplan.text import match_key

__all__ = ["looks_like_time", "may_be_cut_time", "may_begin_time", "opens_with_time"]

_YEAR = r"(?:19|20)\d\d"
_YEARS = rf"{_YEAR}(?:\s*[-/]\s*(?:{_YEAR}|\d\d(?!\d)))?"
_EACH = r"(?:h[àằ]ng|mỗi) (?:năm|quý|tháng|tuần|ngày|vụ|kỳ)"
_COUNT = r"(?:\d{1,2}|một|hai|ba|bốn|năm|sáu)"
_SMALL = (
    r"(?:(?:dự kiến|kể từ|từ|đến|tới|trước|sau|hết|trong|giữa|cuối|đầu|khoảng|hoàn thành|xong|bắt đầu|chậm nhất|muộn nhất|vào|ngay|suốt"
    r"|toàn bộ|cả) )*"
)
_OF_YEAR = rf"(?:\s?/\s?{_YEAR}| (?:của )?(?:năm )?{_YEAR}| {_EACH}| (?:trong )?năm)?"
_MONTHS = r"\d{1,2}(?:\s*(?:,|-|;|và)\s*(?:tháng )?\d{1,2})*"
_QUARTERS = r"(?:[ivx]{1,3}|[1-4])(?:\s*(?:,|-|;|và)\s*(?:quý )?(?:[ivx]{1,3}|[1-4]))*"
_SEASON = (
    r"mùa (?:khô|mưa bão|mưa lũ|mưa|bão|lũ|vụ|hè|đông|xuân|thu|nắng nóng|nắng|hạn|du lịch|lễ hội|\w+)"
    r"|vụ (?:đông xuân|hè thu|thu đông|đông|xuân|mùa|chiêm|\w+)|kỳ họp(?: thường lệ)?(?: (?:giữa|cuối|đầu))?|dịp [\w ]{2,20}?"
)
_DATED = (
    rf"{_SMALL}(?:"
    rf"(?:(?:các |những )?(?:năm học|năm|giai đoạn|thời kỳ|nhiệm kỳ|niên độ) )?(?:đầu năm |cuối năm |giữa năm )?{_YEARS}"
    rf"|(?:ngày )?\d{{1,2}}\s?/\s?\d{{1,2}}{_OF_YEAR}"
    rf"|(?:ngày )?\d{{1,2}} tháng \d{{1,2}}{_OF_YEAR}"
    rf"|\d{{1,2}}/{_YEAR}"
    rf"|(?:các )?tháng {_MONTHS}{_OF_YEAR}"
    rf"|(?:các )?quý {_QUARTERS}{_OF_YEAR}|[ivx]{{1,3}}(?:/{_YEAR})?(?!\w)"
    rf"|\d{{1,2}} tháng (?:đầu|cuối)(?: của)?(?: (?:năm )?{_YEARS}| {_EACH}| năm)?"
    rf"|(?:{_SEASON})(?: (?:năm học|năm) {_YEARS}| {_YEARS}| {_EACH}| năm)?"
    rf"|(?:đầu|giữa|cuối) {_EACH}|(?:cả|trong|suốt) (?:giai đoạn|năm|kỳ|thời kỳ)"
    r")"
)
_REPEATED = (
    rf"thường xuyên|thường kỳ|liên tục|quanh năm|lâu dài|đột xuất|{_EACH}(?:(?: |/){_COUNT} lần)?"
    rf"|định kỳ(?:(?:,| và)? ?(?:(?:h[àằ]ng|mỗi|{_COUNT}) )?(?:năm|quý|tháng|tuần))*(?:(?: |/)(?:một|01|1) lần)?"
    rf"|{_COUNT} (?:năm|quý|tháng|tuần)(?: |/)(?:một |01 |1 )?lần|{_COUNT} lần(?: |/)(?:mỗi |một )?(?:năm|quý|tháng|tuần)"
    rf"|(?:đến )?(?:các|những) năm(?: tiếp theo| sau| kế tiếp)?|trở đi|về sau|các năm tiếp theo|mỗi năm"
    rf"|\d{{1,2}} (?:năm|quý|tháng|tuần|ngày)"
)
_CONDITION = (
    r"(?:theo (?:tiến độ|kế hoạch|lộ trình|quy định|yêu cầu|chỉ đạo|hướng dẫn|phân công|phân kỳ|thực tế)"
    r"|(?:ngay )?(?:sau )?khi (?:có|được|kế hoạch|trung ương|chính phủ|bộ|đề án|quy hoạch|dự án|nghị quyết|hoàn thành)\b)[\w ]*"
)
_PART = rf"(?:{_DATED}|{_REPEATED}|{_CONDITION})"
_JOINT = r"\s*(?:,|;|-|/|và|đến|tới|đến năm|hoặc|\()?\s*"
_TIME = re.compile(rf"{_PART}(?:{_JOINT}{_PART}\)?)*[.;]?")
_PIECE = re.compile(
    rf"(?:{_YEAR}\s*[-/]?|[-/]\s*{_YEAR}|\d{{1,2}}/\d|\d{{1,2}} (?:tháng|năm|lần|quý)\b"
    r"|(?:năm|quý|giai đoạn|thời kỳ|nhiệm kỳ|thường|xuyên|h[àằ]ng|định kỳ|đến năm|trước|theo|tiến độ|từ|tháng|ngày|mùa|vụ|kỳ họp|mỗi năm"
    r"|dự kiến|chậm nhất|hoàn thành|sau|kể từ|bắt đầu|cuối|đầu|giữa|khi|ngay|các năm|quanh)\b)"
)
_WORDS_TEXT = (
    "dự kiến kể từ đến tới trước sau hết trong giữa cuối đầu khoảng hoàn thành xong bắt chậm muộn nhất vào ngay suốt ngày "
    "tháng quý năm giai đoạn thời kỳ nhiệm niên độ học các những hằng hàng mỗi một lần định thường xuyên liên tục mùa vụ "
    "họp khô mưa bão lũ đông xuân hè thu du lịch tiếp theo và trở đi - – / i ii iii iv "
)
_WORDS = frozenset(_WORDS_TEXT.split())
_OPENERS_TEXT = (
    "dự kể từ đến trước sau hết trong giữa cuối đầu khoảng hoàn bắt chậm muộn vào ngay ngày tháng quý năm giai thời nhiệm "
    "các hằng hàng mỗi định thường liên mùa vụ kỳ theo "
)
_OPENERS = frozenset(_OPENERS_TEXT.split())
_NUMBER = re.compile(r"[\d/.,-]+")
_MOST_WORDS = 6


@lru_cache(maxsize=16384)
def looks_like_time(text: str) -> bool:
    """Whether the whole text is a time expression (`2023 - 2030`, `Thường xuyên`, `Quý IV/2024`)."""
    return len(text) <= _LONGEST and bool(_TIME.fullmatch(match_key(text)))


@lru_cache(maxsize=16384)
def may_begin_time(text: str) -> bool:
    """Whether a time expression may begin with `text`."""
    key = match_key(text[:_LONGEST])
    return bool(_PIECE.match(key) or _TIME.match(key))


@lru_cache(maxsize=16384)
def opens_with_time(text: str) -> bool:
    """Whether `text` begins with a whole time expression of some length, whatever follows."""
    match = _TIME.match(match_key(text[:_LONGEST]))
    return match is not None and match.end() >= _SURE


_LONGEST, _SURE = 200, 6
"""Characters: no time is longer; a shorter one at the beginning of a text (`2025`, `quý i`) says little."""


@lru_cache(maxsize=16384)
def may_be_cut_time(text: str) -> bool:
    """Whether `text` is the first line of a time expression that goes on in the next (`Thường`, `Trước năm`, `2025 -`)."""
    words = match_key(text[:_LONGEST]).split()
    if not 0 < len(words) <= _MOST_WORDS or not (words[0] in _OPENERS or _NUMBER.fullmatch(words[0])):
        return False
    if len(words) == 1 and words[0] not in _ALONE:
        return False
    return all(word in _WORDS or _NUMBER.fullmatch(word) for word in words) and any(word in _WORDS for word in words)


_ALONE_TEXT = "từ đến trước sau hết hoàn năm quý giai thường liên hằng hàng định tháng ngày mùa vụ kỳ "
_ALONE = frozenset(_ALONE_TEXT.split())
