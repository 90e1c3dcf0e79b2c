"""The lines of a page on which the cells of a table stand apart, and the ways to share each among the columns.

Most lines are of one column. Where two columns are close together, a line may hold pieces of both (`Môi trường UBND các`); an extractor
joins them only across a small gap, so all but the last piece nearly fill their columns.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from ggplan.document import Line
from ggplan.parse.cellscore import begins_sentence, looks_like_output
from ggplan.parse.columns import Kind
from ggplan.parse.glyphs import width
from ggplan.parse.scattered.cells import AGENCY, Weigher
from ggplan.parse.time_words import may_begin_time

__all__ = ["Sharer", "Shares", "TextLine"]

Shares = tuple[tuple[int, str], ...]
"""The pieces of one line with their columns, from left to right."""

_REMARK = 2.0
"""The cost of a line that is a remark in a table without a column for remarks."""
_SPLIT = 0.5
"""The cost of a line that holds pieces of two columns."""
_UNKNOWN = 0.6
"""The further cost while the width of the left column is not known."""
_GAP = 1.2
"""Em between two pieces of a line, at most: what is left of the column, and the space between the columns."""
_APART = 1.5
"""The cost of each em more."""
_HEAD = re.compile(r"(?:^|\s)(?:Sở|Bộ|Ban|Hội|UBND|Các|Chi|Cục|Công|Trung|Văn)$")
"""The first word of a name at the end of a piece: the name is seldom parted there."""
_LONGEST = 40
"""Words of a line on paper, at most; a longer one is no line of a narrow cell."""
_OPTIONS, _CUTS, _KEPT = 16, 3, 4
"""Ways to share a line that are tried, in all and among the same columns; and of a beginning of it in each column."""
_FAR = 6.0
_HOPELESS = 6.0
"""A column in which a line reads this much worse than in another is not tried."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line below the header, without its code.

    `at` is its index in the table; `shares` are the ways to share it among the columns, with what speaks against each; `near` is the row
    of the last code before it on its page (-1 for none); `own` says that it stands on the line of that code; `opens` that a block of lines
    begins with it; `under` is the column whose label is right above it (-1 for none), `apart` that a blank line is between them.
    """

    line: Line
    at: int
    shares: tuple[tuple[Shares, float], ...]
    near: int
    own: bool
    opens: bool
    under: int = -1
    apart: bool = True


@dataclass
class Sharer:
    """Finds the ways to share lines among the columns of a table."""

    weigher: Weigher
    _pieces: dict[tuple[Kind, str], float] = field(default_factory=dict)
    _known: dict[str, tuple[tuple[Shares, float], ...]] = field(default_factory=dict)

    def shares(self, text: str) -> tuple[tuple[Shares, float], ...]:
        """The whole line in each column, and the likeliest ways to share it among several."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = tuple(self._find(text))
        return known

    def _find(self, text: str) -> Iterator[tuple[Shares, float]]:
        columns = range(len(self.weigher.columns))
        best = max(self._alone(column, text) for column in columns)
        for column in columns:
            if self.weigher.columns[column] == "task" or self._alone(column, text) > best - _HOPELESS:
                yield ((column, text),), _REMARK if column == self.weigher.unprinted else 0.0
        shared = [(shares, cost) for shares in self._shared(text) if (cost := self._cost(shares)) < _FAR]
        worth = sorted(
            ((sum(self._alone(*piece) for piece in shares) - cost, shares, cost) for shares, cost in shared), reverse=True
        )
        ways: Counter[tuple[int, ...]] = Counter()
        for value, shares, cost in worth:
            among = tuple(column for column, _ in shares)
            if value > best - _FAR and ways[among] < _CUTS and ways.total() < _OPTIONS:
                ways[among] += 1
                yield shares, cost

    def _shared(self, text: str) -> Iterator[Shares]:
        """The likeliest ways to share a line among several columns: of each column that a piece may end in the best few."""
        words = tuple(text.split())
        if len(words) > _LONGEST:
            return
        columns = range(len(self.weigher.columns))
        ways: list[dict[int, list[tuple[float, Shares]]]] = [defaultdict(list) for _ in range(len(words) + 1)]
        ways[0][-1] = [(0.0, ())]
        for begin in range(len(words)):
            for last, known in ways[begin].items():
                known.sort(key=lambda way: -way[0])
                for end in range(begin + 1, len(words) + 1):
                    piece = " ".join(words[begin:end])
                    if begin and end == begin + 1 == len(words) and not any(map(str.isalnum, piece)):
                        continue
                    for column in columns[last + 1 :]:
                        if column == self.weigher.unprinted or not self._may_hold(column, piece):
                            continue
                        cost = self._parting(column, piece) if end < len(words) else 0.0
                        gain = self._alone(column, piece) - cost
                        if cost < _FAR and gain > -_FAR:
                            ways[end][column] += [(score + gain, (*shares, (column, piece))) for score, shares in known[:_KEPT]]
        for found in ways[-1].values():
            found.sort(key=lambda way: -way[0])
            yield from (shares for _, shares in found[:_OPTIONS] if len(shares) > 1)

    def _cost(self, shares: Shares) -> float:
        return sum(self._parting(column, text) for column, text in shares[:-1])

    def _parting(self, column: int, text: str) -> float:
        """The cost of a piece of a line that ends where another begins beside it."""
        slack = self._slack(column, text)
        return _SPLIT + (_UNKNOWN if slack < 0 else _APART * max(0.0, slack - _GAP))

    def _slack(self, column: int, text: str) -> float:
        """The em of a column that a text leaves empty; -1 while its width is not known."""
        full = self.weigher.habits.widths.get(self.weigher.columns[column])
        return max(0.0, full - width(text)) if full else -1.0

    def _may_hold(self, column: int, text: str) -> bool:
        full = self.weigher.habits.widths.get(self.weigher.columns[column])
        return not full or width(text) <= full * 1.05 + 0.5

    def _alone(self, column: int, text: str) -> float:
        """How well a text reads as a line of a column, whatever stands around it."""
        kind = self.weigher.columns[column]
        key = (kind, text)
        known = self._pieces.get(key)
        if known is None:
            known = self._pieces[key] = self._weigh(kind, text)
        return known

    def _weigh(self, kind: Kind, text: str) -> float:
        words = text.split()
        scores = self.weigher.scores
        fit = self.weigher.fits(kind, (text,))
        if kind == "task":
            return self.weigher.line_of_prose(text) + fit + 0.2 * begins_sentence(text)
        if kind in AGENCY:
            heads = 0.5 * scores.begins(text) - 1.0 * (_HEAD.search(text) is not None)
            return len(words) * (0.6 - 1.5 * scores.bodies.prefix_cost(words)) + heads + fit
        if kind == "time" and text[0].islower() and text[-1] in ".;,":
            return -1.5 * len(words)
        if kind == "time":
            return max(scores.score(kind, text), 0.0 if may_begin_time(text) and len(words) <= 3 else -1.5 * len(words)) + fit
        if kind == "output":
            return fit + (0.4 if looks_like_output(text) else -0.1) * len(words)
        return fit - 0.6 * len(words)
