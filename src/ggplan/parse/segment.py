"""Cutting the lines of one flattened table row into its cells: a dynamic programme over the pieces of its lines.

Within a page's part of the row (a band) the cells come in the order of the columns; a page break starts the order again for the
same row, and each cell goes on where it stopped. The score of a reading is the sum over columns of how well the whole
cell's text reads (`cellscore`) and how well its lines fit the width of its column. The margin of the best reading over the
second best is
the confidence a reviewer sees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from ggplan.document import Line
from ggplan.parse.atoms import GAP, Atom, atoms_of, line_piece
from ggplan.parse.cellscore import CellScores, begins_sentence, ends_sentence
from ggplan.parse.columns import Kind
from ggplan.parse.fit import too_early, too_wide
from ggplan.parse.glyphs import SPACE, width
from ggplan.parse.habits import Habits
from ggplan.parse.time_words import looks_like_time, may_begin_time
from ggplan.text import join_lines

__all__ = ["Reading", "Segmenter"]

_KEEP = 6
_TAIL, _TAIL_WORDS = 2, 6
"""After a page break the last lines of the short cells may share lines; so many are tried, of so many words at most."""
_FEW_WORDS = 30
"""A part of a row beside a page break with no more words than this may hold pieces of any column in any of its lines."""
_WAYS, _WAYS_SHORT, _SHORT = 8, 24, 10
"""Readings of a band that are followed into the next page; more for a short band, whose pieces say little."""
_CUT_COST, _SPLIT_COST = 0.9, 4.0
"""The cost of a cell that begins inside a line: after a cell of one line, beside which it then stands; after a longer one, whose last
line is lower than the first of the next cell.
"""
_PIECE_COST = 0.3
_FINISHED = 6.0
"""The cost of going on, after a page break, with a time that was already whole."""
_HOPELESS = 8.0
"""A cell that reads this much worse than a shorter one is not tried longer."""
_ANOTHER_LEAD = 0.6
_BULLETS = ("- ", "– ", "+ ", "• ")
_FIRST_BULLET = 2.5
"""The cost of one more lead on a line with a bullet, which may as well be the first of the partners; and of a bullet under bodies without
one.
"""
_UNSIGNED = 1.0
"""The cost of a body on a line of its own without a sign after the one before it: it may as well begin another cell."""
_LONGEST, _REMEMBERED = 1500, 600
"""The characters from which a cell other than a description does not go on: several times the longest list of bodies of any plan in
reach; and the characters of a description that tell how it may go on after a page break.
"""
_LIMITS: Mapping[Kind, int] = {"time": 6, "output": 16, "note": 14, "budget": 10, "national": 4}
_AGENCY_LIMIT = 30
_BODILY: tuple[Kind, ...] = ("lead", "cooperate", "agencies")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a row: for each column its atoms by band, the score, the margin over the next best reading."""

    cells: Mapping[Kind, tuple[tuple[Atom, ...], ...]]
    score: float
    margin: float = 99.0
    doubt: tuple[Atom, Kind, Kind] | None = None


_Held = tuple[tuple[str, str], ...]
"""For each column its text so far and the last line of it; empty for none."""
_Partial = tuple[float, tuple[tuple[tuple[int, int], ...], ...], _Held]
"""A reading of the bands so far: its score, for each band the atoms of each column, what the columns hold."""


@dataclass
class Segmenter:
    """Reads rows of one table: its columns (without the code) from left to right, and, once known, its habits."""

    columns: tuple[Kind, ...]
    scores: CellScores
    habits: Habits = field(default_factory=Habits)

    def read(self, bands: Sequence[Sequence[Line]]) -> Reading:
        """The best reading of a row given the lines of its bands."""
        cut = [self._atoms(band, beside=len(bands) > 1) for band in bands]
        cut = [band for band in cut if band]
        if not cut:
            return Reading({}, 0.0)
        partial: list[_Partial] = [(0.0, (), tuple(("", "") for _ in self.columns))]
        for number, band in enumerate(cut):
            last = number == len(cut) - 1
            known: dict[tuple[int, int, str, str], list[tuple[int, float]]] = {}
            grown = [
                (score + gain, (*chosen, segments), held)
                for score, chosen, held in partial
                for gain, segments in self._band(band, held, known, first=number == 0, last=last)
            ]
            grown.sort(key=lambda entry: -entry[0])
            kept = grown[: 2 if last else _WAYS_SHORT if len(band) <= _SHORT else _WAYS]
            partial = [(score, chosen, self._held(band, chosen[-1], held)) for score, chosen, held in kept]
        return self._reading(cut, [(score, chosen) for score, chosen, _ in partial])

    def _atoms(self, band: Sequence[Line], *, beside: bool) -> list[Atom]:
        """The atoms of a band; `beside` says that the row goes on over a page break, where a band may be one line over all columns."""
        sizes = [len(line.text.split()) for line in band]
        short = beside and sum(sizes) <= _FEW_WORDS
        tail = len(band) - _TAIL if beside else len(band)
        return [
            atom
            for at, line in enumerate(band)
            for atom in atoms_of(line, self.scores, anywhere=short or (at >= tail and sizes[at] <= _TAIL_WORDS))
        ]

    def _held(self, band: Sequence[Atom], segments: Sequence[tuple[int, int]], held: _Held) -> _Held:
        """The text that each column holds after a band, and its last line; of a long description the end is enough."""
        grown = []
        for kind, (begin, end), (text, tail) in zip(self.columns, segments, held, strict=True):
            for atom in band[begin:end]:
                text = _longer(kind, text, atom, self.scores)
                text = text[-_REMEMBERED:] if kind == "task" else text
            grown.append((text, line_piece(band, begin, end - 1) if end > begin else tail))
        return tuple(grown)

    def _band(
        self,
        band: Sequence[Atom],
        held: _Held,
        known: dict[tuple[int, int, str, str], list[tuple[int, float]]],
        *,
        first: bool,
        last: bool,
    ) -> list[tuple[float, tuple[tuple[int, int], ...]]]:
        """The best ways to cut a band, given the text that each column holds already and its last line; scores are gains over that.

        `known` are the pieces that were weighed before: most readings of the pages before differ in few columns.
        """
        size = len(band)
        lines = list(accumulate(atom.starts_line for atom in band))
        states: dict[int, list[tuple[float, tuple[tuple[int, int], ...]]]] = {0: [(0.0, ())]}
        for column, kind in enumerate(self.columns):
            prefix, tail = held[column]
            grown: dict[int, list[tuple[float, tuple[tuple[int, int], ...]]]] = {}
            for begin, entries in states.items():
                empty = 0.0 if prefix or not (last or kind == "task") else -self.habits.empty.get(kind, 0.5)
                if prefix and last and kind == "task":
                    empty = 0.7 * self._ending(prefix, only_bad=True)
                closing = column == len(self.columns) - 1
                found = known.get((column, begin, prefix, tail))
                if found is None:
                    found = self._segments(kind, band, begin, prefix, first=first, last=last, closing=closing)
                    gap = self._break(kind, tail, band[begin]) if tail and found else 0.0
                    found = known[column, begin, prefix, tail] = [(end, gain + gap) for end, gain in found]
                options = [(begin, empty), *found]
                joint = [_joint(lines, segments, begin) for _, segments in entries]
                for end, gain in options:
                    if column == len(self.columns) - 1 and end != size:
                        continue
                    slot = grown.setdefault(end, [])
                    slot.extend(
                        (score + gain + (cost if end > begin else 0.0), (*segments, (begin, end)))
                        for (score, segments), cost in zip(entries, joint, strict=True)
                    )
            states = {
                end: sorted(slot, key=lambda entry: -entry[0])[: _KEEP if size > _SHORT else _WAYS_SHORT]
                for end, slot in grown.items()
            }
        return states.get(size, [])

    def _segments(
        self,
        kind: Kind,
        band: Sequence[Atom],
        begin: int,
        prefix: str,
        *,
        first: bool,
        last: bool,
        closing: bool,
    ) -> list[tuple[int, float]]:
        """Ends and gains of the non-empty pieces of `band` from `begin` that column `kind` may hold; the last column takes
        all.
        """
        size = len(band)
        if begin >= size or (kind != "task" and len(prefix) > _LONGEST):
            return []
        if kind == "time" and not prefix and not may_begin_time(_what_follows(band, begin)):
            return []
        if kind == "task":
            return self._prose_segments(band, begin, prefix, last=last)
        if kind in _BODILY:
            if not prefix and not self.scores.begins(_what_follows(band, begin).lstrip("-+•( ")):
                return []
            limit = _AGENCY_LIMIT
        else:
            limit = _LIMITS.get(kind, 10)
        found = []
        bodily = kind in _BODILY
        small = bodily and not prefix and band[begin].text[0].islower()
        fit = (-4.0 if small else 0.0) - (0.0 if prefix else self.habits.filled.get(kind, 0.0))
        if kind == "time" and prefix and looks_like_time(prefix):
            fit -= _FINISHED
        before = self._whole(kind, prefix, complete=False) if prefix else 0.0
        text = prefix
        best = 0.0 if prefix else -99.0
        for end in range(begin + 1, min(size, begin + limit) + 1):
            atom = band[end - 1]
            longer = _longer(kind, text, atom, self.scores)
            fit -= _UNSIGNED * (bodily and atom.line.blank_before < GAP and longer[len(text) : len(text) + 1] == ";")
            if bodily and text and atom.starts_line and atom.text.startswith(_BULLETS):
                fit -= _ANOTHER_LEAD * (kind == "lead") if text.startswith(_BULLETS) else _FIRST_BULLET
            text = longer
            if len(text) > _LONGEST and not closing:
                break
            fit += self._fit(kind, band, begin, end - 1)
            if closing and end < size:
                continue
            gain = self._whole(kind, text, complete=last) - before + fit - (0.0 if first else _PIECE_COST)
            found.append((end, gain))
            best = max(best, gain)
            if gain < best - _HOPELESS or (bodily and self.scores.is_two_cells(text)):
                break
        return found

    def _prose_segments(self, band: Sequence[Atom], begin: int, prefix: str, *, last: bool) -> list[tuple[int, float]]:
        found = []
        total = 0.0 if prefix else begins_sentence(band[begin].text)
        depth = prefix.count("(") - prefix.count(")")
        for end in range(begin + 1, len(band) + 1):
            atom = band[end - 1]
            total += self._prose(band, begin, end - 1) + self._fit("task", band, begin, end - 1)
            depth += atom.text.count("(") - atom.text.count(")")
            ending = self._ending(atom.text) - (1.5 if depth > 0 else 0.0)
            if not last and ending < 0 and end < len(band):
                ending *= 0.3
            found.append((end, total + ending))
        return found

    def _prose(self, band: Sequence[Atom], begin: int, index: int) -> float:
        """What atom `index` adds to a description that begins with atom `begin`: a line reads alike in whatever pieces it was cut."""
        if index == begin or band[index].starts_line:
            return self.scores.prose(band[index].text)
        return self.scores.prose(line_piece(band, begin, index)) - self.scores.prose(line_piece(band, begin, index - 1))

    def _ending(self, text: str, *, only_bad: bool = False) -> float:
        """How well a description may end after `text`."""
        score = ends_sentence(text)
        return min(0.0, score) - self.habits.unclosed if score <= 0 else 0.0 if only_bad else score

    def _whole(self, kind: Kind, text: str, *, complete: bool) -> float:
        score = self.scores.score(kind, text)
        if not complete and kind in (*_BODILY, "output") and score < 0:
            return score * 0.4
        return score

    def _fit(self, kind: Kind, band: Sequence[Atom], begin: int, index: int) -> float:
        """How well atom `index` and the break before it fit the width of the column (0 while widths are unknown)."""
        full = self.habits.widths.get(kind)
        if not full:
            return 0.0
        atom = band[index]
        if index > begin and not atom.starts_line:
            before = width(line_piece(band, begin, index - 1))
            return too_wide(before + SPACE + width(atom.text), full) - too_wide(before, full)
        penalty = too_wide(width(atom.text), full)
        if index > begin:
            penalty += self._break(kind, line_piece(band, begin, index - 1), atom)
        return penalty

    def _break(self, kind: Kind, before: str, atom: Atom) -> float:
        """The cost of a line end between the line `before` and an atom of a cell where the next word would still have fitted."""
        full = self.habits.widths.get(kind)
        return too_early(before, atom.text, full) if full and atom.line.blank_before < GAP else 0.0

    def _reading(
        self, cut: Sequence[Sequence[Atom]], ways: Sequence[tuple[float, tuple[tuple[tuple[int, int], ...], ...]]]
    ) -> Reading:
        if not ways:
            atoms = tuple(tuple(band) for band in cut)
            return Reading({"task": atoms}, -99.0, 0.0)
        score, chosen = ways[0]
        cells: dict[Kind, tuple[tuple[Atom, ...], ...]] = {}
        for column, kind in enumerate(self.columns):
            pieces = tuple(tuple(band[slice(*segments[column])]) for band, segments in zip(cut, chosen, strict=True))
            if any(pieces):
                cells[kind] = pieces
        reading = Reading(cells, score)
        if len(ways) > 1:
            return replace(reading, margin=score - ways[1][0], doubt=self._difference(cut, chosen, ways[1][1]))
        return reading

    def _difference(
        self,
        cut: Sequence[Sequence[Atom]],
        one: Sequence[Sequence[tuple[int, int]]],
        two: Sequence[Sequence[tuple[int, int]]],
    ) -> tuple[Atom, Kind, Kind] | None:
        for band, a, b in zip(cut, one, two, strict=True):
            for index, atom in enumerate(band):
                mine, other = self._column_of(index, a), self._column_of(index, b)
                if mine != other:
                    return atom, self.columns[mine], self.columns[other]
        return None

    @staticmethod
    def _column_of(index: int, segments: Sequence[tuple[int, int]]) -> int:
        return next(column for column, (begin, end) in enumerate(segments) if begin <= index < end)


def _joint(lines: Sequence[int], segments: Sequence[tuple[int, int]], begin: int) -> float:
    """The cost (below 0) of a cell that begins with atom `begin` after the cells `segments`; `lines` are the numbers of the atoms' lines."""
    if begin == 0 or begin >= len(lines) or lines[begin - 1] != lines[begin]:
        return 0.0
    before = next(first for first, end in reversed(segments) if end > first)
    return -_CUT_COST if lines[before] == lines[begin] else -_SPLIT_COST


def _longer(kind: Kind, text: str, atom: Atom, scores: CellScores) -> str:
    """The text of a cell with one more atom; a body that stands after a gap in the column, or on a line of its own after a whole one, is
    apart from the one before.
    """
    if not text:
        return atom.text
    opens = atom.text[0].isupper() or atom.text.startswith("các ")
    apart = kind in _BODILY and atom.starts_line and opens and text[-1] not in ";,-"
    if apart and (
        atom.line.blank_before >= GAP
        or (scores.begins(atom.text) and scores.is_whole(text) and not scores.grows(text, atom.text))
    ):
        return join_lines([f"{text};", atom.text])
    return join_lines([text, atom.text])


def _what_follows(band: Sequence[Atom], begin: int) -> str:
    """The text of an atom with the next few: a name may be cut by line ends after any word."""
    return " ".join(atom.text for atom in band[begin : begin + 4])[:70]
