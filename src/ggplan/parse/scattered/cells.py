"""How well lines read as the cells of a column, told line by line: what a piece of text adds to the cell that it begins or goes on with.

The gains of a cell's lines, with what it loses by ending (`closing`), add up to the score of the whole cell; until then a piece of a name
or of a sentence is taken for what it may become. Scores are in words, as in `cellscore`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from ggplan.parse.cellscore import CellScores, begins_sentence, ends_sentence
from ggplan.parse.columns import Kind
from ggplan.parse.fit import may_end, too_early, too_wide
from ggplan.parse.glyphs import SPACE, width
from ggplan.parse.habits import Habits
from ggplan.parse.time_words import looks_like_time, may_be_cut_time
from ggplan.text import is_upper, join_lines, match_key

__all__ = ["AGENCY", "NOTHING", "Open", "Weigher", "has_bullets", "rank_key"]

Lines = tuple[str, ...]
AGENCY: frozenset[Kind] = frozenset({"lead", "cooperate", "agencies"})
_LONGEST = 18
"""Lines of a cell that is no description, at most."""
_UNSIGNED = 1.5
"""The cost of a body on a line of its own without a sign after the one before it: it may as well be the next row's."""
_TITLE_LINE = 0.4
"""The cost of each further line of a title, more for each."""
_FULL_END = 0.5
"""The cost of a description that ends with a line as full as its column."""
_COLLECTIVE_RANK = -0.5
"""What a collective (`Các sở, ban, ngành`) says for leads; it mostly cooperates."""
_PIECE = 1.2
"""What a piece of a name, which may still become one, is worth at most."""
_NO_BEGINNING = 4.0
"""The cost of a cell that cannot begin so: a time or a body in small letters in the middle of a sentence."""
_UNMARKED = 1.8
"""The cost of a paragraph without a bullet in a description, where a table has bullets."""
_IN_LIST = 1.0
"""The cost of a bullet under others that begins a row."""
_BULLET = re.compile(r"[-–+•*]\s")


class Open(NamedTuple):
    """A cell that may go on: its lines (of a description only the last), how many, whether it begins with or has held a bullet."""

    lines: Lines = ()
    size: int = 0
    bullet: bool = False
    listed: bool = False


NOTHING = Open()


@dataclass
class Weigher:
    """Says what lines add to the cells of each column of a table; what it said is remembered."""

    columns: tuple[Kind, ...]
    scores: CellScores
    habits: Habits
    bulleted: bool = False
    """Whether the table marks the paragraphs of its descriptions by bullets."""
    unprinted: int = -1
    """The column that the table has not, for what reads as no cell of the others (-1 for none)."""
    _cells: dict[tuple[int, Lines], float] = field(default_factory=dict)
    _gains: dict[tuple[int, Open, str, bool], float] = field(default_factory=dict)
    _hoped: dict[tuple[int, Lines], float] = field(default_factory=dict)

    def gain(self, column: int, cell: Open, text: str, *, group: bool = False) -> float:
        """What one more line adds to a cell (to none, if `cell` is `NOTHING`); `group` says that it is the title of a group."""
        key = (column, cell, text, group)
        known = self._gains.get(key)
        if known is None:
            known = self._gains[key] = self._weigh(column, cell, text, group=group)
        return known

    def longer(self, column: int, cell: Open, text: str) -> Open:
        """The cell with one more line."""
        bullet = _BULLET.match(text) is not None
        if self.columns[column] != "task":
            return Open((*cell.lines, text), cell.size + 1)
        return Open((text,), cell.size + 1, cell.bullet if cell.size else bullet, cell.listed or bullet)

    def _weigh(self, column: int, cell: Open, text: str, *, group: bool) -> float:
        kind = self.columns[column]
        if kind == "task":
            return self._title(cell, text) if group else self._prose(cell, text)
        if cell.size >= _LONGEST:
            return -9.0
        before = self._hopes(column, cell.lines) if cell.lines else 0.0
        return self._hopes(column, (*cell.lines, text)) - before

    def closing(self, column: int, cell: Open, *, group: bool = False) -> float:
        """What a cell loses by ending where it does, 0 or less: the hope for more of a name, a time or a sentence."""
        if not cell.size or group:
            return 0.0
        if self.columns[column] == "task":
            return min(0.0, self.ending(cell.lines[-1]))
        return self.cell(column, cell.lines) - self._hopes(column, cell.lines)

    def _hopes(self, column: int, lines: Lines) -> float:
        """How well `lines` may read with what is still to come: pieces of names and times are worth what the whole will be."""
        key = (column, lines)
        known = self._hoped.get(key)
        if known is None:
            known = self._hoped[key] = max(self.cell(column, lines), self._hope(self.columns[column], lines))
        return known

    def _hope(self, kind: Kind, lines: Lines) -> float:
        text = join_lines(lines)
        words = text.split()
        fit = max(-6.0, self.fits(kind, lines))
        if kind in AGENCY:
            begun = text[0].isupper() and (self.scores.begins(text) or len(words) <= 4)
            return len(words) * (0.8 - 2.2 * self.scores.bodies.prefix_cost(words)) - 0.7 + fit if begun else -9.0
        if kind == "time" and may_be_cut_time(text):
            return 1.0 + min(len(words), 5) + fit - (2 * _NO_BEGINNING if text[0].islower() else 0.0)
        return -9.0

    # Descriptions and titles

    def _prose(self, cell: Open, text: str) -> float:
        full = self.habits.widths.get("task")
        bullet = _BULLET.match(text) is not None
        total = self.line_of_prose(text) - 1.5 * (is_upper(text) and len(text) > 6) + max(0.0, self.ending(text))
        total += too_wide(width(text), full) if full else 0.0
        if not cell.size:
            return total + begins_sentence(text) - 0.3 * bullet - (1.5 if text[0].islower() else 0.0)
        before = cell.lines[-1]
        total += (too_early(before, text, full) if full else 0.0) - max(0.0, self.ending(before))
        if may_end(before, text) and (bullet or not (full and is_full(before, text, full))):
            after_list = cell.listed or before.rstrip().endswith(":")
            plain = _UNMARKED if self.bulleted or cell.listed else 0.5
            total -= 0.0 if bullet and after_list else 0.5 if bullet else plain
        return total

    def line_of_prose(self, text: str) -> float:
        """A line of a description; one in small letters may be a time by its words alone (`hằng năm.`), and is none."""
        words = 0.12 * len(text.split())
        return max(self.scores.prose(text), words if text[0].islower() and text[-1] in ".;," else -9.0)

    def ending(self, text: str) -> float:
        """How well a description may end with a line."""
        score = ends_sentence(text)
        return score if score > 0 else score - self.habits.unclosed

    def _title(self, cell: Open, text: str) -> float:
        total = self.scores.prose(text) + (1.0 if is_upper(text) and len(text) > 6 else 0.0) + _title_end(text)
        if cell.size:
            before = cell.lines[-1]
            anew = text[0].isupper() and not is_upper(text)
            return (
                total
                - _TITLE_LINE * cell.size
                - _title_end(before)
                - (3.0 if anew and before[-1] in ".;" else 1.0 if anew else 0.0)
            )
        return total + 0.3 + begins_sentence(text) - 2.5 * (_BULLET.match(text) is not None)

    def breaks_well(self, column: int, cell: Open, text: str) -> float:
        """What the line `text`, right under the last one of `cell`, says for another cell to begin with it."""
        if not cell.size or self.columns[column] != "task":
            return 0.0
        full = self.habits.widths.get("task")
        listed = _IN_LIST if cell.listed and _BULLET.match(text) else 0.0
        return -listed - (_FULL_END if full and is_full(cell.lines[-1], text, full) else 0.0)

    # Other cells

    def cell(self, column: int, lines: Lines) -> float:
        """How well `lines` read as a whole cell of a column that is no description."""
        key = (column, lines)
        known = self._cells.get(key)
        if known is None:
            known = self._cells[key] = self._whole(column, lines)
        return known

    def _whole(self, column: int, lines: Lines) -> float:
        kind = self.columns[column]
        text = _joined(lines, self.scores) if kind in AGENCY else join_lines(lines)
        words = text.split()
        fit = max(-6.0, self.fits(kind, lines))
        if kind in AGENCY:
            piece = len(words) * (0.7 - 2.2 * self.scores.bodies.prefix_cost(words)) - 1.5
            piece -= 0.0 if self.scores.begins(text) or len(words) <= 4 else _NO_BEGINNING
            unsigned = _UNSIGNED * (text.count(";") - sum(line.count(";") for line in lines))
            total = max(self.scores.agency(text), min(piece, _PIECE)) + self._rank(kind, words) + fit - unsigned
            return total - (_NO_BEGINNING if text[0].islower() else 0.0)
        if kind == "output":
            return max(self.scores.score(kind, text), -0.2 * len(words) - 0.3 - (3.0 if text[0].islower() else 0.0)) + fit
        if kind == "time" and len(words) > 3 and not looks_like_time(text):
            return -0.7 * len(words) + fit
        return self.scores.score(kind, text) + fit - (2 * _NO_BEGINNING if kind == "time" and text[0].islower() else 0.0)

    def _rank(self, kind: Kind, words: Sequence[str]) -> float:
        """What the first words of a list of bodies say for leads against partners, where both have a column."""
        if kind == "agencies" or not {"lead", "cooperate"} <= set(self.columns):
            return 0.0
        key = rank_key(words)
        known = self.habits.rank.get(key, 0.0) + (_COLLECTIVE_RANK if key.startswith(_COLLECTIVE) else -_COLLECTIVE_RANK / 4)
        return known if kind == "lead" else -known

    def fits(self, kind: Kind, lines: Sequence[str]) -> float:
        """The cost of the lines' widths and breaks in a column; 0 while its width is not known."""
        full = self.habits.widths.get(kind)
        if not full:
            return 0.0
        return sum(too_wide(width(text), full) for text in lines) + sum(too_early(a, b, full) for a, b in pairwise(lines))


_COLLECTIVE = ("các ", "ubnd các")


def has_bullets(lines: Sequence[str]) -> bool:
    """Whether several lines begin with a bullet."""
    return sum(_BULLET.match(line) is not None for line in lines) >= max(3, 0.02 * len(lines))


def rank_key(words: Sequence[str]) -> str:
    """The first words of a list of bodies, by which leads and partners are told apart."""
    return match_key(" ".join(words[:3])).rstrip(",;")


def _joined(lines: Lines, scores: CellScores) -> str:
    """The text of a list of bodies; a body on a line of its own after a whole one is apart from it."""
    text = lines[0]
    for line in lines[1:]:
        apart = line[0].isupper() and text[-1] not in ";,-" and scores.begins(line) and scores.is_whole(text)
        text = join_lines([f"{text};" if apart else text, line])
    return text


def _title_end(text: str) -> float:
    return -0.6 * text.endswith(".") - 2.5 * text.endswith((";", ",", ":"))


def is_full(line: str, after: str, full: float) -> bool:
    """Whether the first word of the next line would not have fitted."""
    return width(line) + SPACE + width(after.split(maxsplit=1)[0]) > full
