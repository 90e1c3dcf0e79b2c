"""What speaks for a piece standing in a column: its words, how it goes on from the piece before, and the width of the column.

Scores are in the unit of `cellscore`, about one word. What a document teaches about its own columns stands in `Learned`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ggplan.parse.cellscore import _HANGING, _MONEY, _OUTPUT_START, _TIME_PIECE, CellScores, looks_like_time
from ggplan.parse.columns import Kind
from ggplan.parse.scrambled_pieces import Piece
from ggplan.parse.scrambled_width import SPACE
from ggplan.text import match_key

__all__ = ["Learned", "Scorer"]

AGENCY: frozenset[Kind] = frozenset({"lead", "cooperate", "agencies"})
_CLOSED = re.compile(r"[.;:!?…][”\")]*$")
_SEPARATOR = re.compile(r"(?:[;,&/+-]|\bvà)$")
_COLLECTIVE = re.compile(r"(?:các|ubnd|ủy ban nhân dân|sở, ban|những)\b")
_TOLERANCE = 0.45
_EMPTY: Mapping[Kind, float] = {
    "task": 9.0, "lead": 3.5, "agencies": 3.5, "cooperate": 1.4, "time": 1.8, "output": 1.6, "note": 0.0, "budget": 0.9, "national": 0.9,
}  # fmt: skip
_LIMITS: Mapping[Kind, int] = {"time": 9, "output": 26, "note": 30, "budget": 18, "national": 8, "lead": 60, "cooperate": 80}


@dataclass
class Learned:
    """What is known of a table's columns: `order` from left to right, `widths` in em, `title` the width of a group's title.

    Costs: `switch` of going to another column inside a block, `late` of a cell that begins below the top of its row, `empty` of a cell
    without text, `follow` of a row other than that of the last code, `apart` of rows that neighbours in the text are apart.
    """

    order: tuple[Kind, ...]
    widths: dict[Kind, float] = field(default_factory=dict)
    title: float = 0.0
    switch: float = 0.3
    late: dict[Kind, float] = field(default_factory=dict)
    empty: dict[Kind, float] = field(default_factory=lambda: dict(_EMPTY))
    follow: float = 0.1
    apart: float = 0.1
    rank: dict[str, float] = field(default_factory=dict)
    noted: bool = True
    """False where the table has no column for notes: what lands there has found no other place."""
    sure: bool = True
    """False while all this is a guess."""


class Scorer:
    """Scores of one table; every answer is remembered."""

    def __init__(self, cells: CellScores, learned: Learned, pieces: list[Piece]) -> None:
        self.cells = cells
        self.bodies = cells.bodies
        self.learned = learned
        self.pieces = pieces
        self.paired = {"lead", "cooperate"} <= set(learned.order)
        self._start: dict[tuple[Kind, int], float] = {}
        self._join: dict[tuple[Kind, int, int], float] = {}
        self._close: dict[tuple[Kind, str], float] = {}

    # The words alone

    def start(self, kind: Kind, at: int) -> float:
        """A cell of that column begins with the piece."""
        key = (kind, at)
        known = self._start.get(key)
        if known is None:
            known = self._start[key] = self._starts(kind, self.pieces[at].text)
        return known

    def _starts(self, kind: Kind, text: str) -> float:
        if kind == "task":
            return self.cells.prose(text) + (0.7 if text[0].isupper() or text[0] in "-+•“\"(" or text[0].isdigit() else -2.6)
        if kind in AGENCY:
            plain = text.lstrip("-+•( ")
            begins = bool(plain) and self.bodies.begins_body(plain)
            score = self._agency(text) + (0.5 if begins else -3.2)
            score -= 0.0 if text[0].isupper() or text[0] in "-+•(" else 1.0
            return score + self._rank(kind, plain)
        if kind == "time":
            if looks_like_time(text):
                return 2.6
            return 0.4 if _TIME_PIECE.match(match_key(text)) and len(text.split()) <= 6 else -1.4 * len(text.split()) - 1.5
        upper = text[0].isupper() or text[0] in "-+•"
        if kind == "output":
            score = 1.6 if _OUTPUT_START.match(match_key(text).lstrip("-+ ")) else -0.5
            return score + self._not_time(text) - (0.0 if upper else 2.2)
        if kind == "budget":
            return (1.4 if _MONEY.search(match_key(text)) else -1.2) + self._not_time(text) - (0.0 if upper else 1.2)
        if kind == "national":
            return 3.0 if re.fullmatch(r"[\d.,;\s]+", text) else -1.0 * len(text.split())
        return (-0.9 if self.learned.noted else -4.0) + self._not_time(text) - (0.0 if upper or text[0].isdigit() else 1.5)

    def _not_time(self, text: str) -> float:
        return -1.5 if looks_like_time(text) else 0.0

    def _rank(self, kind: Kind, text: str) -> float:
        if not self.paired:
            return 0.0
        key = match_key(" ".join(text.split()[:3]))
        known = self.learned.rank.get(key)
        if known is None:
            known = -0.5 if _COLLECTIVE.match(key) else 0.15
        return known if kind == "lead" else -known

    def _agency(self, text: str) -> float:
        words = text.split()
        return min(4.0, len(words)) * (1.0 - 2.9 * self.bodies.prefix_cost(words))

    def title_start(self, at: int) -> float:
        """The title of a group begins with the piece."""
        text = self.pieces[at].text
        if looks_like_time(text):
            return -2.0
        return 0.12 * len(text.split()) + (0.9 if text[0].isupper() else -2.5)

    def title_join(self, before: int, at: int) -> float:
        """The title of a group goes on."""
        last, text = self.pieces[before].text, self.pieces[at].text
        if looks_like_time(text):
            return -2.0
        return 0.12 * len(text.split()) + (0.4 if text[0].islower() else -0.8 if _CLOSED.search(last) else -0.4)

    # Going on from the piece before

    def join(self, kind: Kind, before: int, at: int, filled: float) -> float:
        """The piece goes on in a cell after piece `before`, whose line is `filled` em wide in that column."""
        key = (kind, before, at)
        known = self._join.get(key)
        if known is None:
            known = self._join[key] = self._joins(kind, self.pieces[before].text, self.pieces[at].text)
        return known + self._fit(kind, before, at, filled)

    def _joins(self, kind: Kind, before: str, text: str) -> float:
        if kind == "task":
            return self.cells.prose(text) + self._prose_join(before, text)
        if kind in AGENCY:
            return self._agency(text) + self._agency_join(before, text)
        if kind == "time":
            return self._time_join(before, text)
        size = len(text.split())
        score = self._not_time(text) - (0.4 if _CLOSED.search(before) and before[-1] != ";" else 0.0)
        if kind == "output":
            starts = _OUTPUT_START.match(match_key(text)) is not None
            score += 0.06 * size + (0.3 if text[0].islower() or before[-1] in ",;-" else -1.0 if starts else -0.5)
            return score + (0.4 if _HANGING.search(match_key(before)) else 0.0)
        if kind == "budget":
            return score + (0.3 if _MONEY.search(match_key(text)) else -0.02 * size) + (0.2 if text[0].islower() else -0.6)
        return score + (0.02 if self.learned.noted else -0.25) * size + (0.2 if text[0].islower() else -0.6)

    def _prose_join(self, before: str, text: str) -> float:
        closed = _CLOSED.search(before) is not None
        bullet = text[0] in "-+•" and text[1:2] == " "
        if bullet:
            return 0.1 if closed else -0.5
        if text[0].islower():
            return 0.5 if not closed else 0.1 if before[-1] in ";," else -1.0
        if closed:
            return -0.1
        return 0.2 if _HANGING.search(match_key(before)) else -0.25

    def _agency_join(self, before: str, text: str) -> float:
        words = before.split()[-2:] + text.split()[:2]
        cost = self.bodies.prefix_cost(words)
        separated = _SEPARATOR.search(before) is not None
        score = 0.4 - 2.2 * cost
        if text[0].isupper() and not separated and self.bodies.begins_body(text) and not _HANGING.search(match_key(before)):
            score -= 1.2
        return score

    def _time_join(self, before: str, text: str) -> float:
        both = f"{before} {text}"
        size = len(text.split())
        if looks_like_time(before) and looks_like_time(text):
            goes_on = text[0].islower() or before[-1] in "-,;/" or text[0] == "-"
            return 0.6 if goes_on or (before[-4:].isdigit() and text[:4].isdigit()) else -1.5
        if looks_like_time(both) or looks_like_time(text):
            return 1.8
        return 0.0 if _TIME_PIECE.match(match_key(text)) and size <= 4 else -1.3 * size - 1.0

    def _fit(self, kind: Kind, before: int, at: int, filled: float) -> float:
        """The line before should be full: its next word would not have fitted. Nothing is wider than its column."""
        full = self.learned.widths.get(kind)
        if not full:
            return 0.0
        piece, last = self.pieces[at], self.pieces[before]
        slack = full - filled - piece.head - (0.25 if last.text[-1] == "-" else 0.0)
        if slack <= _TOLERANCE or self._may_break(kind, last.text, piece.text):
            return 0.0
        cost = min(2.5, 0.55 * (slack - _TOLERANCE) + 0.3)
        return -cost if self.learned.sure else -0.35 * cost

    def _may_break(self, kind: Kind, before: str, text: str) -> bool:
        if kind in AGENCY:
            return text[0].isupper() and (before[-1] in ".;," or self.bodies.begins_body(text))
        return _CLOSED.search(before) is not None and not text[0].islower()

    def wide(self, kind: Kind, filled: float, *, title: bool) -> float:
        """The cost of a line that is wider than its column."""
        full = self.learned.title if title else self.learned.widths.get(kind, 0.0)
        over = filled - full * (1.02 if self.learned.sure else 1.12) - 0.2
        return -min(7.0, 2.2 * over) if full and over > 0 else 0.0

    def unfilled(self, kind: Kind, filled: float) -> float:
        """The cost of a line that ends where another column's text follows on it: it should be nearly full."""
        full = self.learned.widths.get(kind)
        slack = (full - filled - 0.9) if full else 0.0
        return -min(3.0, 0.8 * slack) if slack > 0 else 0.0

    def long(self, kind: Kind, words: int, more: int) -> float:
        """The cost of `more` words in a cell that then has `words`: cells other than descriptions are short."""
        limit = _LIMITS.get(kind, 999)
        return -0.25 * min(more, words - limit) if words > limit else 0.0

    # Whole cells

    def close(self, kind: Kind, text: str, filled: float, following: float) -> float:
        """A cell ends. `filled` is the width of its last line, `following` the width of the word that the page would go on with."""
        key = (kind, text)
        known = self._close.get(key)
        if known is None:
            known = self._close[key] = self._closes(kind, text)
        del filled, following
        return known

    def _closes(self, kind: Kind, text: str) -> float:
        hanging = _HANGING.search(match_key(text)) is not None or text[-1] in ",-/&"
        if kind == "task":
            return 0.5 if _CLOSED.search(text) or text[-1] in ")”\"" else -2.5 if hanging else -0.3
        if kind in AGENCY:
            read = self.bodies.read_as_bodies(text)
            score = 0.6 if read >= 0.99 else -4.5 * (1 - read) - 0.2
            return score - (1.5 if hanging else 1.1 if text[-1] == ";" else 0.0)
        if kind == "time":
            return 0.6 if looks_like_time(text) else -1.2
        return -1.0 if hanging or text[-1] == ";" else 0.1
