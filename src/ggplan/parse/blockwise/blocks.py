"""The blocks of a text layer in which the cells of a table stand apart, and the ways to read each: as a cell, or as two side by side.

`pdftotext` (without `-raw` or `-layout`) and pdfminer.six put a blank line between cells, but give them in an order of their own,
and where two columns are close together the lines of two cells share lines (`Môi trường UBND các`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ggplan.document import Line
from ggplan.parse.cellscore import CellScores, begins_sentence, looks_like_output
from ggplan.parse.columns import Kind
from ggplan.parse.fit import too_early, too_wide
from ggplan.parse.glyphs import width
from ggplan.parse.habits import Habits
from ggplan.parse.time_words import looks_like_time, may_begin_time
from ggplan.text import join_lines, match_key

__all__ = ["AGENCY", "Piece", "Way", "Weigher", "rank_key"]

AGENCY: frozenset[Kind] = frozenset({"lead", "cooperate", "agencies"})
_BESIDE = 3.0
"""The cost of reading a block as two cells side by side."""
_POOR = 0.45
"""A block that reads worse than this, per word, as any one cell may be two."""
_MISFIT = -1.5
_BEAM = 16
_FAR = 7.0
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """The lines of a block that stand in one cell of a column (its number), and how well they read there."""

    column: int
    lines: tuple[str, ...]
    score: float


Way = tuple[Piece, ...]
"""One way to read a block: one piece, or two from left to right."""


@dataclass
class Weigher:
    """Says how well the lines of a block read as a cell of each column of a table."""

    columns: tuple[Kind, ...]
    scores: CellScores
    habits: Habits
    _grown: dict[tuple[Kind, str, str], float] = field(default_factory=dict)

    def ways(self, lines: Sequence[Line]) -> list[Way]:
        """The ways to read a block, the best first."""
        texts = tuple(line.text for line in lines)
        found: list[Way] = [(Piece(column, texts, self.score(kind, texts)),) for column, kind in enumerate(self.columns)]
        found.sort(key=lambda way: -way[0].score)
        words = sum(len(text.split()) for text in texts)
        if words > 1 and len(texts) <= _LONGEST and self._doubtful(found[0][0], words):
            found.extend(self._beside(texts))
        found.sort(key=lambda way: -sum(piece.score for piece in way))
        best = sum(piece.score for piece in found[0])
        return [way for way in found if sum(piece.score for piece in way) > best - _FAR]

    def score(self, kind: Kind, texts: Sequence[str]) -> float:
        """How well lines read as (a part of) a cell of a column, in words."""
        text = join_lines(texts)
        words = text.split()
        return self._words(kind, text, words, texts) + max(-6.0, self._fits(kind, texts))

    def _words(self, kind: Kind, text: str, words: Sequence[str], texts: Sequence[str]) -> float:
        if kind == "task":
            return sum(self.scores.prose(line) for line in texts) + 0.5 * begins_sentence(text)
        if kind in AGENCY:
            piece = len(words) * (0.9 - 2.4 * self.scores.bodies.prefix_cost(words)) - 1.2
            return max(self.scores.agency(text), min(piece, 4.0)) + self._rank(kind, words)
        if kind == "output":
            return max(self.scores.score(kind, text), -0.4 * len(words) - 0.3)
        return self.scores.score(kind, text)

    def _rank(self, kind: Kind, words: Sequence[str]) -> float:
        """What the first words of a list of bodies say for leads against partners, where both have a column."""
        if kind == "agencies" or not {"lead", "cooperate"} <= set(self.columns):
            return 0.0
        key = rank_key(words)
        known = self.habits.rank.get(key, -0.2 if key.startswith(_COLLECTIVE) else 0.05)
        return known if kind == "lead" else -known

    def _fits(self, kind: Kind, texts: Sequence[str]) -> float:
        full = self.habits.widths.get(kind)
        if not full:
            return 0.0
        return sum(too_wide(width(text), full) for text in texts) + sum(too_early(a, b, full) for a, b in pairwise(texts))

    def _doubtful(self, piece: Piece, words: int) -> bool:
        """Whether a block may be two cells: its lines do not break as those of the column, or it reads poorly."""
        kind = self.columns[piece.column]
        if self._fits(kind, piece.lines) < _MISFIT:
            return True
        return kind != "task" and piece.score < _POOR * words

    def _beside(self, texts: Sequence[str]) -> list[Way]:
        """The best way to part the lines between each two columns that are neighbours, and between three where two will not do."""
        size = len(self.columns)
        found = [way for left in range(size - 1) if (way := self._parted(texts, (left, left + 1)))]
        if found and all(any(self._strays(piece) for piece in way) for way in found):
            found.extend(way for left in range(size - 2) if (way := self._parted(texts, (left, left + 1, left + 2))))
        return found

    def _strays(self, piece: Piece) -> bool:
        """Whether the lines of a piece do not break as those of its column."""
        return self._fits(self.columns[piece.column], piece.lines) < _MISFIT

    def _parted(self, texts: Sequence[str], columns: tuple[int, ...]) -> Way | None:
        beam: list[tuple[float, tuple[tuple[str, ...], ...]]] = [(0.0, ((),) * len(columns))]
        kinds = [self.columns[column] for column in columns]
        for text in texts:
            words = text.split()
            shares = list(_shares(words, len(columns)))
            grown = []
            for score, cells in beam:
                for share in shares:
                    gain = sum(self._goes_on(k, cell, part) for k, cell, part in zip(kinds, cells, share, strict=True) if part)
                    parts = sum(map(bool, share))
                    after = tuple((*cell, part) if part else cell for cell, part in zip(cells, share, strict=True))
                    grown.append((score + gain - 0.4 * (parts - 1), after))
            beam = sorted(grown, key=lambda state: -state[0])[:_BEAM]
        ways = [
            tuple(
                Piece(column, cell, self.score(kind, cell) - (_BESIDE if number else 0.0))
                for number, (column, kind, cell) in enumerate(zip(columns, kinds, cells, strict=True))
            )
            for _, cells in beam
            if all(cells)
        ]
        return max(ways, key=lambda way: sum(piece.score for piece in way), default=None)

    def _goes_on(self, kind: Kind, cell: Sequence[str], text: str) -> float:
        key = (kind, cell[-1] if cell else "", text)
        known = self._grown.get(key)
        if known is None:
            known = self._grown[key] = self._grow(kind, cell, text)
        return known

    def _grow(self, kind: Kind, before: Sequence[str], text: str) -> float:
        """A quick measure of a line's piece going on in a cell."""
        words = text.split()
        last = before[-1] if before else ""
        fit = self._fits(kind, (last, text)) if last else self._fits(kind, (text,))
        if kind == "task":
            return self.scores.prose(text) + fit + (0.0 if last else 0.5 * begins_sentence(text))
        if kind in AGENCY:
            cost = self.scores.bodies.prefix_cost(words)
            joint = self.scores.bodies.prefix_cost([*last.split()[-2:], *words[:2]]) if last else 0.0
            return len(words) * (0.5 - 1.4 * cost) - joint + fit
        if kind == "time":
            whole = looks_like_time(f"{last} {text}") or looks_like_time(text)
            return fit + (1.0 if whole else 0.0 if may_begin_time(text) and len(words) <= 3 else -1.5 * len(words))
        if kind == "output":
            return fit + (0.4 if looks_like_output(text) else -0.1) * len(words)
        return fit - 1.0 * len(words)


_COLLECTIVE = ("các ", "ubnd các")
_WORDS_OF_THREE = 12


def rank_key(words: Sequence[str]) -> str:
    """The first words of a list of bodies, by which leads and partners are told apart."""
    return match_key(" ".join(words[:3])).rstrip(",;")


def _shares(words: Sequence[str], cells: int) -> Iterator[tuple[str, ...]]:
    """The ways to share the words of a line among cells from left to right."""
    size = len(words)
    if cells == 2:
        yield from ((" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(size + 1))
        return
    few = size <= _WORDS_OF_THREE
    for one in range(size + 1):
        for two in range(one, size + 1):
            if few or one in (0, size) or two in (one, size):
                yield " ".join(words[:one]), " ".join(words[one:two]), " ".join(words[two:])
