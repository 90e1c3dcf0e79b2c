"""What speaks for a piece standing in a column: its words, how it goes on from the piece before, and the width of the column.

Scores are like logarithms of odds: 0 is what is usual in that column, a text at the wrong place costs two to six. What a document
teaches about its own columns stands in `Learned`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ggplan.parse.cellscore import (
    _HANGING,
    _MONEY,
    _OUTPUT_START,
    _TIME_PIECE,
    OUTPUT_KINDS,
    BodyModel,
    looks_like_output,
    looks_like_time,
)
from ggplan.parse.columns import Kind
from ggplan.parse.scrambled_pieces import Piece
from ggplan.text import match_key

__all__ = ["AGENCY", "Learned", "Scorer", "is_bullet"]

AGENCY: frozenset[Kind] = frozenset({"lead", "cooperate", "agencies"})
_CLOSED = re.compile(r"[.;:!?…][”\")]*$")
_SEPARATOR = re.compile(r"(?:[;,&/+-]|\bvà)$")
_COLLECTIVE = re.compile(r"(?:các|ubnd|ủy ban nhân dân|sở, ban|những)\b")
_PLACE = re.compile(r"(?:huyện|thành phố|thị xã|tỉnh|xã|phường|thị trấn|quốc gia|Đại học)$")
_TOLERANCE = 0.45
_EMPTY: Mapping[Kind, float] = {
    "task": 7.0, "lead": 3.0, "agencies": 3.0, "cooperate": 1.4, "time": 2.0, "output": 1.0, "note": 0.0, "budget": 0.8, "national": 1.0,
}  # fmt: skip
_LIMITS: Mapping[Kind, int] = {"time": 9, "output": 26, "note": 30, "budget": 18, "national": 8, "lead": 60, "cooperate": 80}


@dataclass
class Learned:
    """What is known of a table's columns: `order` from left to right, `widths` in em, `title` the width of a group's title.

    Costs: `switch` of going to another column inside a block, `cut` of a line that holds pieces of two columns, `late` of a cell that
    begins below the top of its row, `empty` of a cell without text, `follow` of a row other than that of the last code, `apart` of
    rows that neighbours in the text are apart. `direct` is what speaks for the description after a single code to be that of its row,
    `bare` for a list of bodies without separators. `rank` is how much more the first words of a list of bodies speak for the lead.
    """

    order: tuple[Kind, ...]
    widths: dict[Kind, float] = field(default_factory=dict)
    title: float = 0.0
    switch: float = 0.3
    cut: float = 1.0
    late: dict[Kind, float] = field(default_factory=dict)
    empty: dict[Kind, float] = field(default_factory=lambda: dict(_EMPTY))
    follow: float = 0.1
    apart: float = 0.1
    direct: float = 0.8
    bare: float = -1.0
    rank: dict[str, float] = field(default_factory=dict)
    noted: bool = True
    """False where the table has no column for notes: what lands there has found no other place."""
    sure: bool = True
    """False while all this is a guess."""


_OUTPUTS = tuple(OUTPUT_KINDS)
_FUNDS = tuple(
    [
        "ngân sách",
        "nsnn",
        "nsđp",
        "nstw",
        "vốn",
        "kinh phí",
        "xã hội hóa",
        "nguồn",
        "lồng ghép",
        "doanh nghiệp",
        "oda",
        "hợp pháp",
        "hỗ trợ",
        "không",
    ]
)


@lru_cache(maxsize=16384)
def _named(text: str, phrases: tuple[str, ...]) -> float:
    """Whether a text begins with one of `phrases`, or is cut off inside one."""
    key = match_key(text).lstrip("-+• ")
    if key.startswith(phrases):
        return 0.9
    return 0.5 if any(phrase.startswith(key) for phrase in phrases) else -0.6


def is_bullet(text: str) -> bool:
    """Whether a paragraph with a bullet begins."""
    return text[0] in "-+•" and text[1:2] == " "


class Scorer:
    """Scores of one table; every answer is remembered."""

    def __init__(self, bodies: BodyModel, learned: Learned, pieces: Sequence[Piece]) -> None:
        self.bodies = bodies
        self.learned = learned
        self.pieces = pieces
        self.paired = {"lead", "cooperate"} <= set(learned.order)
        self._start: dict[tuple[Kind, int], float] = {}
        self._join: dict[tuple[Kind, int, int], float] = {}
        self._close: dict[tuple[Kind, str], float] = {}
        self._agency: dict[str, float] = {}
        self._prose: dict[str, float] = {}
        self._opening: dict[str, bool] = {}

    # The words alone

    def start(self, kind: Kind, at: int) -> float:
        """A cell of that column begins with the piece."""
        key = (kind, at)
        known = self._start.get(key)
        if known is None:
            known = self._start[key] = self._starts(kind, self.pieces[at])
        return known

    def _begins(self, piece: Piece) -> bool:
        """Whether a body begins with the piece, be its name cut off at the end of the line."""
        text = piece.text.lstrip("-+•( ")
        known = self._opening.get(piece.text)
        if known is None:
            known = bool(text) and self.bodies.begins_body(text)
            if not known and text[:1].isupper() and self.bodies.prefix_cost(text.split()) <= 0.05:
                known = any(self.bodies.begins_body(f"{text} {after}") for after in piece.following)
            self._opening[piece.text] = known
        return known

    def _starts(self, kind: Kind, piece: Piece) -> float:
        text = piece.text
        upper = text[0].isupper() or text[0] in '-+•(“"'
        if kind == "task":
            return self.prose(text) + (0.4 if upper or text[0].isdigit() else -3.0)
        if kind in AGENCY:
            plain = text.lstrip("-+•( ")
            if self._begins(piece):
                score = 0.3
            else:
                score = -0.8 if self.bodies.prefix_cost(text.split()) <= 0.05 else -2.5
            score += self.agency(text) - (0.0 if upper else 2.2)
            return score + self._rank(kind, plain)
        if kind == "time":
            if looks_like_time(text):
                return 1.5
            piece = _TIME_PIECE.match(match_key(text)) is not None and len(text.split()) <= 5
            return (-0.3 if piece else -2.0 - 1.0 * len(text.split())) - (0.0 if upper or text[0].isdigit() else 0.8)
        if kind == "national":
            return 1.5 if re.fullmatch(r"[\d.,;\s]+", text) else -1.0 * len(text.split()) - 1.0
        score = self._foreign(text) - (0.0 if upper or (kind == "note" and text[0].isdigit()) else 2.4)
        if kind == "output":
            return score + _named(text, _OUTPUTS)
        if kind == "budget":
            return score + (0.9 if _MONEY.search(match_key(text)) else _named(text, _FUNDS) - 0.4)
        return score + (-0.6 if self.learned.noted else -4.5)

    def title_start(self, at: int) -> float:
        """The title of a group begins with the piece."""
        text = self.pieces[at].text
        if looks_like_time(text) or looks_like_output(text):
            return -3.0
        return (0.4 if text[0].isupper() else -3.0) - (0.8 if len(text.split()) < 4 else 0.0)

    def prose(self, text: str) -> float:
        """The piece is a part of a description."""
        known = self._prose.get(text)
        if known is None:
            words = text.split()
            known = 0.0
            if looks_like_time(text):
                known = -2.5
            elif len(words) <= 14:
                cost = self.bodies.prefix_cost(words)
                if cost < 0.3:
                    known = -2.2 * (1 - cost / 0.3) * min(1.0, len(words) / 3)
            self._prose[text] = known
        return known

    def agency(self, text: str) -> float:
        """The piece is a part of a list of bodies."""
        known = self._agency.get(text)
        if known is None:
            words = text.split()
            known = max(-6.0, 0.4 - 1.7 * self.bodies.prefix_cost(words) * len(words))
            self._agency[text] = known
        return known

    def _foreign(self, text: str) -> float:
        """The cost of names and times in a column for other things."""
        if looks_like_time(text):
            return -2.5
        words = text.split()
        if text[0].isupper() and len(words) >= 2 and self.bodies.prefix_cost(words) < 0.06 and self.bodies.begins_body(text):
            return -1.5
        return 0.0

    def _rank(self, kind: Kind, text: str) -> float:
        if not self.paired or kind == "agencies":
            return 0.0
        key = match_key(" ".join(text.split()[:3]))
        known = self.learned.rank.get(key)
        if known is None:
            known = -0.5 if _COLLECTIVE.match(key) else 0.15
        return known if kind == "lead" else -known

    # Going on from the piece before

    def join(self, kind: Kind, before: int, at: int, filled: float) -> float:
        """The piece goes on in a cell after piece `before`, whose line is `filled` em wide in that column."""
        key = (kind, before, at)
        known = self._join.get(key)
        if known is None:
            known = self._join[key] = self._joins(kind, self.pieces[before].text, self.pieces[at])
        return known + self._fit(kind, before, at, filled)

    def _joins(self, kind: Kind, before: str, piece: Piece) -> float:
        text = piece.text
        if kind == "task":
            return self.prose(text) + self._prose_join(before, text)
        if kind in AGENCY:
            return self.agency(text) + self._agency_join(kind, before, piece)
        if kind == "time":
            return self._time_join(before, text)
        closed = _CLOSED.search(before) is not None and before[-1] not in ";,"
        lower = text[0].islower() or before[-1] in ",;-" or _HANGING.search(match_key(before)) is not None
        score = self._foreign(text) + (0.2 if lower and not closed else -0.7 if lower else -0.6)
        if kind == "output":
            starts = text[0].isupper() and _OUTPUT_START.match(match_key(text)) is not None
            return score - (0.6 if starts and not lower else 0.0)
        return score if kind == "budget" or self.learned.noted else score - 0.3 * len(text.split())

    def title_join(self, before: int, at: int) -> float:
        """The title of a group goes on."""
        last, text = self.pieces[before].text, self.pieces[at].text
        if looks_like_time(text):
            return -3.0
        if not text[0].islower() and not _HANGING.search(match_key(last)):
            return -2.5 if _CLOSED.search(last) or text[0] in "-+•" else -1.2
        return 0.3 + self._title_fit(before, at)

    def _title_fit(self, before: int, at: int) -> float:
        """A line of a title is as full as one over all columns, or as one of a description."""
        filled, needed = self.pieces[before].width, self.pieces[at].head
        full = [width for width in (self.learned.title, self.learned.widths.get("task", 0.0)) if width]
        return -1.5 if full and all(width * 0.94 - filled - needed > _TOLERANCE for width in full) else 0.0

    def _prose_join(self, before: str, text: str) -> float:
        closed = _CLOSED.search(before) is not None
        if is_bullet(text):
            return 0.0 if closed else -0.8
        if text[0].islower():
            return 0.4 if not closed else 0.0 if before[-1] in ";," else -1.6
        if closed:
            return 0.0
        return 0.2 if _HANGING.search(match_key(before)) else -0.4

    def paragraph(self, before: int, at: int, filled: float, *, bulleted: bool) -> float:
        """What speaks for a paragraph that begins with the piece to be one of the cell of the piece before."""
        last, text = self.pieces[before].text, self.pieces[at].text
        if is_bullet(text):
            return 0.3 if last[-1] == ":" else 0.1 if bulleted else -0.6
        if text[0].islower() or _CLOSED.search(last) is None:
            return 0.0
        full = self.learned.widths.get("task", 0.0)
        if full - filled - self.pieces[at].head <= _TOLERANCE:
            return -0.1
        return -1.4 if bulleted else -0.5

    def _agency_join(self, kind: Kind, before: str, piece: Piece) -> float:
        text = piece.text
        words = text.split()
        if _PLACE.search(before) and len(words) <= 3 and all(word[0].isupper() for word in words):
            return 0.4 - min(0.0, self.agency(text))
        cost = self.bodies.prefix_cost(before.split()[-2:] + words[:2])
        separated = _SEPARATOR.search(before) is not None
        score = 0.4 - 2.2 * cost
        if text[0].isupper() and not separated and self._begins(piece) and not _HANGING.search(match_key(before)):
            score += self.learned.bare
            score += 0.5 * self._rank(kind, text)
        return score

    def _time_join(self, before: str, text: str) -> float:
        size = len(text.split())
        if looks_like_time(before) and before[-1] not in "-,;/" and (text[0].isupper() or text[0].isdigit()):
            return -2.5
        if looks_like_time(f"{before} {text}") or looks_like_time(text):
            return 0.8
        return -0.4 if _TIME_PIECE.match(match_key(text)) and size <= 4 else -1.0 * size - 2.0

    def _fit(self, kind: Kind, before: int, at: int, filled: float) -> float:
        """The line before should be full: its next word would not have fitted."""
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
        full = 0.0 if title else self.learned.widths.get(kind, 0.0)
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

    def close(self, kind: Kind, text: str) -> float:
        """A cell ends with this text."""
        key = (kind, text)
        known = self._close.get(key)
        if known is None:
            known = self._close[key] = self._closes(kind, text)
        return known

    def _closes(self, kind: Kind, text: str) -> float:
        hanging = _HANGING.search(match_key(text)) is not None or text[-1] in ",-/&"
        if kind == "task":
            return 0.4 if _CLOSED.search(text) or text[-1] in ')”"' else -2.5 if hanging else -0.4
        if kind in AGENCY:
            read = self.bodies.read_as_bodies(text)
            score = 0.5 if read >= 0.99 else -4.0 * (1 - read) - 0.2
            return score - (1.5 if hanging else 1.1 if text[-1] == ";" else 0.0)
        if kind == "time":
            return 0.4 if looks_like_time(text) else -1.2
        return -1.0 if hanging or text[-1] == ";" else 0.1
