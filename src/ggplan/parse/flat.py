"""A flattened table as lines, and what is common to the two ways to read one (`flattened`, `scattered`)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ggplan.document import Line
from ggplan.location import Place, span
from ggplan.parse.cellscore import CellScores
from ggplan.parse.codes import Code
from ggplan.parse.columns import Kind
from ggplan.parse.header import Header
from ggplan.parse.markers import roman_value
from ggplan.parse.rows import RawRow
from ggplan.text import join_lines

__all__ = ["AFTER_TABLE", "FlatTable", "group_row", "is_broken_code", "is_broken_date", "paragraphs_of_cell"]

AFTER_TABLE = re.compile(r"^(?:Nơi nhận|TM\. |KT\. |Ghi chú\s*:|\(\*\)|Tổng cộng)")


@dataclass(frozen=True, slots=True)
class FlatTable:
    """A flattened table: its header, and the lines after it with the places where pages or headers cut them."""

    header: Header
    lines: tuple[Line, ...]
    cuts: frozenset[int]
    """Indexes into `lines` where a new band begins."""
    first: int
    """Index of the header's first line in the layer."""
    last: int
    """Index after the table's last line in the layer."""
    scattered: bool = False
    """Whether its cells stand apart from one another, in an order of the extractor's own."""
    under: Mapping[int, Kind] = field(default_factory=dict)
    """Indexes into `lines` of a scattered table: the column whose label stands right above the line."""
    asides: tuple[tuple[int, int], ...] = ()
    """Lines of the layer between `first` and `last` that stand below the table on paper: first, and the one after the last."""
    repaired: tuple[Place, ...] = ()
    """Where a hyphen between two years was put back."""


def is_broken_code(above: str, below: str) -> bool:
    """Whether a narrow column has cut a code: `VIII` over `.6`, `VIII.` over `6`."""
    head, dot, rest = above.partition(".")
    return roman_value(head) > 0 and not rest and re.match(r"\d{1,2}(?:\s|$)" if dot else r"\.\d{1,2}(?:\s|$)", below) is not None


def is_broken_date(above: str, below: str) -> bool:
    """Whether a narrow column has cut a date inside its year: `31/12/2` over `025`."""
    begun, rest = re.search(r"/(\d{1,3})$", above), re.match(r"\d{1,3}(?![\d/])", below)
    return begun is not None and rest is not None and re.fullmatch(r"(?:19|20)\d\d", begun[1] + rest[0]) is not None


def group_row(code: Code, bands: Sequence[Sequence[Line]]) -> RawRow:
    """The row of a group: its lines are its title."""
    lines = [line for band in bands for line in band]
    title = re.sub(r"\s+[-–+•]\s+(?=[A-ZÀ-ỸĐ])", " ", " " + join_lines(line.text for line in lines)).strip()
    title = re.sub(r"^[-–+•]\s+", "", title)
    return RawRow(code.text, {"task": (title,)}, span(line.place for line in lines), group=True)


def paragraphs_of_cell(kind: Kind, lines: Sequence[Line], scores: CellScores) -> tuple[str, ...]:
    """The paragraphs of a cell that is no description: a body that begins after a gap or a finished one stands on its own."""
    parts: list[list[str]] = [[]]
    for line in lines:
        bullet = re.match(r"^[-+•]\s+", line.text)
        text = line.text[bullet.end() :] if bullet else line.text
        if (parts[-1] and kind in ("lead", "cooperate", "agencies") and _new_body(join_lines(parts[-1]), text, line, scores)) or (
            parts[-1] and bullet and text[:1].isupper()
        ):
            parts.append([])
        parts[-1].append(text)
    return tuple(join_lines(part) for part in parts if part)


def _new_body(before: str, text: str, line: Line, scores: CellScores) -> bool:
    if before.rstrip().endswith((",", ";", "-", " và", "/")) or not text[:1].isupper() or not scores.begins(text):
        return False
    return line.blank_before >= 3 or scores.is_whole(before)
