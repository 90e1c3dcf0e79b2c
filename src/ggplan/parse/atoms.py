"""The pieces of the lines of a flattened table that stay together in one cell, and where a line may be cut into cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ggplan.document import Line
from ggplan.parse.cellscore import CellScores, looks_like_output
from ggplan.parse.fit import wrapped
from ggplan.parse.time_words import looks_like_time, may_be_cut_time, opens_with_time

__all__ = ["GAP", "Atom", "atoms_of", "line_breaks", "line_piece"]

GAP = 3
"""Blank lines that part what stands before them from what stands after, in whatever spacing."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a line that stays in one cell. `starts_line` is false for the part after a possible cut inside a line."""

    text: str
    line: Line
    starts_line: bool = True


_SENTENCE_CUT = re.compile(r"[.;)…]$")


def atoms_of(line: Line, scores: CellScores, *, anywhere: bool = False) -> list[Atom]:
    """The pieces of a line: cut before a word that may open another cell (a body, a time, an output, what follows a full
    stop or a cell that is whole); before every word where cells may go on `anywhere`: beside a page break a line may hold pieces
    of all columns.
    """
    words = line.text.split()
    if anywhere and len(words) > 1:
        pieces = re.findall(r"\d{4} [-–](?= |$)|\S+", " ".join(words))
        return [Atom(piece, line, starts_line=at == 0) for at, piece in enumerate(pieces)]
    cuts: list[int] = []
    for index in range(1, len(words)):
        begun = cuts[-1] if cuts else 0
        if _opens_cell(words[begun:index], words[index:], len(words), scores):
            cuts.append(index)
    if not cuts:
        return [Atom(line.text, line)]
    bounds = [0, *cuts[:_MOST_CUTS], len(words)]
    return [Atom(" ".join(words[a:b]), line, starts_line=a == 0) for a, b in pairwise(bounds)]


_MOST_CUTS = 6
_BULLETS = frozenset("-–—+•*")
_REACH = 40
"""The words before and after a place in a line that tell whether a cell opens there: no line of a table has more."""


def _opens_cell(since: Sequence[str], words: Sequence[str], size: int, scores: CellScores) -> bool:
    """Whether `words`, the rest of a line of `size` words, may open a cell beside the one that `since` stands in."""
    word, before = words[0], since[-1].lower()
    rest = " ".join(words[:_REACH])
    if len(since) == 1 and since[0] in _BULLETS:
        return False
    if before == "các" or (before == "và" and not opens_with_time(rest)) or (before in ("-", "–") and word[0].isdigit()):
        return False
    large = word[0].isupper() or word[0].isdigit()
    if (large or word == "các") and not word[0].isdigit() and scores.begins(rest):
        return True
    if large and (opens_with_time(rest) or may_be_cut_time(rest)):
        return True
    if (word[0].isupper() and looks_like_output(rest)) or (_SENTENCE_CUT.search(since[-1]) and size <= 8):
        return True
    if len(since) > _REACH:
        return False
    done = " ".join(since)
    if looks_like_time(done):
        return word not in "-–" and not looks_like_time(f"{done} {rest}")
    return large and (looks_like_output(done) or scores.list_end(f"{done} {rest}") == len(done))


def line_piece(band: Sequence[Atom], begin: int, index: int) -> str:
    """The piece of the line of atom `index` that stands in the cell which begins with atom `begin`, up to that atom."""
    first = index
    while first > begin and not band[first].starts_line:
        first -= 1
    return " ".join(atom.text for atom in band[first : index + 1])


def line_breaks(pieces: Sequence[Sequence[Atom]]) -> Iterator[tuple[float, float]]:
    """For each line of a cell that was broken because it was full: its width, and that with the next word, in em."""
    for piece in pieces:
        lines: list[str] = []
        for index, atom in enumerate(piece):
            if atom.starts_line and atom.line.blank_before >= GAP:
                yield from wrapped(lines)
                lines = []
            if atom.starts_line or not lines:
                lines.append(atom.text)
            else:
                lines[-1] = line_piece(piece, 0, index)
        yield from wrapped(lines)
