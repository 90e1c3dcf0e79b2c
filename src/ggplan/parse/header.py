"""Finding the header of a flattened table and its repeats, and the order of the columns it stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ggplan.document import Line
from ggplan.parse.columns import HEADER_WORDS, Kind, find_phrases
from ggplan.text import is_upper, match_key

__all__ = ["Header", "column_order", "find_headers", "has_header_words", "is_number_row"]

_MAX_LINES = 24
_NEEDED: frozenset[Kind] = frozenset({"lead", "cooperate", "agencies", "time"})


@dataclass(frozen=True, slots=True)
class Header:
    """The header on lines `start` to `end` (exclusive) of a layer, with the kinds of its columns from left to right."""

    start: int
    end: int
    columns: tuple[Kind, ...]


def is_number_row(text: str) -> bool:
    """Whether a line is the row `1 2 3 4 5` or `(1) (2) (3)` that stands under a header."""
    numbers = re.findall(r"\d+", text)
    plain = re.fullmatch(r"[\s()\[\]\d=+x*/-]+", text) is not None
    return plain and len(numbers) >= 3 and [int(n) for n in numbers[:3]] in ([1, 2, 3], [2, 3, 4])


def find_headers(lines: Sequence[Line]) -> list[Header]:
    """Every header in `lines`, the first of a table and its repeats, in order and without overlap."""
    found: list[Header] = []
    index = 0
    while index < len(lines):
        end = _end_of_block(lines, index)
        header = _header(lines, index, end) if end > index else None
        if header and not _inside_a_cell(header, lines, found):
            header = _as_before(header, lines, found)
            found.append(header)
            index = header.end
        else:
            index += 1
    return found


def _inside_a_cell(header: Header, lines: Sequence[Line], found: Sequence[Header]) -> bool:
    """Whether the words are no header but the end of a cell (`được giao nhiệm vụ chủ trì`): few columns of a table with more."""
    named = [kind for kind, _, _ in find_phrases(" ".join(line.text for line in lines[header.start : header.end]))]
    return bool(found) and len(named) < 3 and set(named) < set(found[-1].columns)


def _as_before(header: Header, lines: Sequence[Line], found: Sequence[Header]) -> Header:
    """A repeat begins and ends where the header that it repeats does, even if the line before it, the last of a cell (`nhiệm vụ chủ trì`),
    or the next line of the text could be one of a header.
    """
    for known in found:
        size, key = known.end - known.start, _key(lines[known.start : known.end])
        for start in range(header.start + 1, header.end - size + 1):
            if _key(lines[start : start + size]) == key:
                return Header(start, start + size, known.columns)
        end = header.start + known.end - known.start
        if end < header.end and _key(lines[header.start : end]) == _key(lines[known.start : known.end]):
            return Header(header.start, end, known.columns)
    return header


def _key(lines: Sequence[Line]) -> str:
    return match_key(" ".join(line.text for line in lines))


def has_header_words(text: str) -> bool:
    """Whether all words of a line occur in headers."""
    words = [word.strip(",().:") for word in re.split(r"[\s/]+", match_key(text))]
    return bool(words) and all(word in HEADER_WORDS for word in words if word)


def _end_of_block(lines: Sequence[Line], start: int) -> int:
    end = start
    while end < len(lines) and end - start < _MAX_LINES and has_header_words(lines[end].text):
        end += 1
    while end < len(lines) and (is_number_row(lines[end].text)):
        end += 1
    return end


def _header(lines: Sequence[Line], start: int, end: int) -> Header | None:
    while start < end - 1 and is_upper(lines[start].text) and _names_codes(lines[start + 1]):
        start += 1  # a title of header words: PHÂN CÔNG NHIỆM VỤ
    text = " ".join(line.text for line in lines[start:end] if not is_number_row(line.text))
    phrases = find_phrases(text)
    kinds = [kind for kind, _, _ in phrases]
    if kinds[:1] == ["national"] and "task" not in kinds and "code" not in kinds:
        kinds[:1] = ["code", "task"]  # `Mã`, `Nhiệm vụ`: two columns beside each other, not `Mã nhiệm vụ`
    first = kinds[0] if kinds else None
    opening = find_phrases(lines[start].text)
    if not opening or opening[0][1] != 0:
        return None
    if "task" not in kinds or not _NEEDED & set(kinds) or first not in ("code", "task", "national", "parent"):
        return None
    return Header(start, end, column_order(kinds))


def _names_codes(line: Line) -> bool:
    """Whether a line begins with the header of the column of codes."""
    found = find_phrases(line.text)
    return bool(found) and found[0][:2] == ("code", 0)


def column_order(kinds: Sequence[Kind]) -> tuple[Kind, ...]:
    """The columns from left to right, given the kinds of the header's phrases in the order of the text.

    The text of a nested header (`Phân công trách nhiệm` over `Chủ trì` and `Phối hợp`) comes row by row: the inner columns stand
    after all outer ones but belong in the place of their parent.
    """
    order: list[Kind] = []
    if kinds.count("lead") > 1 and "parent" not in kinds and "cooperate" in kinds[kinds.index("lead") + 1 :]:
        at = kinds.index("lead")  # `Cơ quan thực hiện` over `Chủ trì` and `Phối hợp`
        kinds = [*kinds[:at], "parent", *kinds[at + 1 :]]
    for kind in kinds:
        if kind not in order:
            order.append(kind)
    inner: list[Kind] = [kind for kind in order if kind in ("lead", "cooperate")]
    if "parent" in order:
        at = order.index("parent")
        if not inner:
            order[at] = "agencies"
        elif all(order.index(kind) > at for kind in inner):
            rest = [kind for kind in order if kind not in inner]
            at = rest.index("parent")
            order = [*rest[:at], *inner, *rest[at + 1 :]]
        else:
            order.remove("parent")
    return tuple(order if "code" in order else ["code", *order])
