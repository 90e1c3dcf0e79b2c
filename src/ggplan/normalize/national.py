"""Codes of tasks of QĐ 882 that a text names: `(Thực hiện nhiệm vụ 1.1.2; 1.1.3 Phụ lục I Quyết định số 882/QĐ-TTg)`.

Slips of typists and OCR are read and reported: `1.1,2`, `l.1.2`, `10. 5. 3`, `1.1.2 - 1.1.4`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ggplan.text import squeeze

__all__ = ["CitedCode", "cited_codes", "without_citation"]

_LEAD = (
    r"(?:thực hiện|triển khai|theo|gắn với|tương ứng|thuộc)?\s*(?:các\s+)?"
    r"(?:nhiệm vụ|hoạt động|mã(?: số)?(?: nhiệm vụ)?)(?:\s+(?:số|mã|mã số))?"
)
_ONE = r"[\dlIO]{1,2}(?:\s?[.,]\s?[\dlIO]{1,2}){1,2}"
_LIST = rf"{_ONE}(?:\s*(?:[;,]|và|-|–|đến|\s)\s*{_ONE})*"
_CITED = re.compile(
    rf"\(?\s*{_LEAD}\s*:?\s*(?P<codes>{_LIST})"
    r"(?:[\s,;]*(?:tại|của|thuộc|trong)?\s*(?:Phụ lục|QĐ|Quyết định)[^()]*)?\s*\)?",
    re.IGNORECASE,
)
_DECISION = re.compile(r"882\s*/\s*QĐ|QĐ\s*(?:số\s*)?882|Phụ lục I\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CitedCode:
    """A code as printed and as read."""

    printed: str
    code: str

    @property
    def repaired(self) -> bool:
        """Whether the printed form is not the code itself."""
        return self.printed != self.code


def cited_codes(text: str, *, anywhere: bool = False) -> list[CitedCode]:
    """The codes that `text` names with the decision beside them (`anywhere`: also without, as in a column of codes)."""
    found: list[CitedCode] = []
    if anywhere:
        found.extend(_read_list(text))
    else:
        for match in _CITED.finditer(text):
            if _DECISION.search(match.group()):
                found.extend(_read_list(match["codes"]))
    once: dict[str, CitedCode] = {}
    for cited in found:
        once.setdefault(cited.code, cited)
    return list(once.values())


def _read_list(text: str) -> list[CitedCode]:
    found: list[CitedCode] = []
    last_end = 0
    for match in re.finditer(_ONE, text):
        cited = CitedCode(squeeze(match.group()), _repair(match.group()))
        between = text[last_end : match.start()]
        if found and re.fullmatch(r"\s*(?:-|–|đến)\s*", between):
            found.extend(_between(found[-1].code, cited.code))
        found.append(cited)
        last_end = match.end()
    return found


def _repair(printed: str) -> str:
    digits = re.sub(r"\s", "", printed).replace(",", ".")
    return digits.replace("l", "1").replace("I", "1").replace("O", "0")


def _between(first: str, last: str) -> list[CitedCode]:
    head_a, _, a = first.rpartition(".")
    head_b, _, b = last.rpartition(".")
    if head_a != head_b or not (a.isdigit() and b.isdigit()):
        return []
    return [CitedCode(f"{head_a}.{n}", f"{head_a}.{n}") for n in range(int(a) + 1, int(b))]


def without_citation(title: str, keep: Callable[[str], bool] = lambda _: False) -> str:
    """`title` without the bracket that cites codes of the decision."""

    def drop(match: re.Match[str]) -> str:
        return match.group() if keep(match.group()) or not _DECISION.search(match.group()) else " "

    return squeeze(_CITED.sub(drop, title)).rstrip(" (").strip()
