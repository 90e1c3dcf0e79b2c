"""Tables whose cells a text layer gives out of the order of their rows: codes apart from their rows, columns in turn or one after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ggplan.document import Line, PageBreak
from ggplan.location import span
from ggplan.parse.cellscore import BodyModel, CellScores
from ggplan.parse.columns import Kind
from ggplan.parse.rows import RawRow
from ggplan.parse.scrambled_header import find_header, pages_of, repeat_of
from ggplan.parse.scrambled_pieces import Piece, pieces_of
from ggplan.parse.scrambled_rows import find_rows
from ggplan.parse.scrambled_scores import Learned, Scorer
from ggplan.parse.scrambled_search import Placed, Sheet, search
from ggplan.text import join_lines


_SAMPLE = 6
_TURNS = 3


def read_all(blocks: Sequence[Line | PageBreak], bodies: BodyModel) -> list[RawRow]:
    pages = pages_of(blocks)
    first = next((i for i, page in enumerate(pages) if find_header(page)), None)
    if first is None:
        return []
    header = find_header(pages[first])
    assert header
    pages = pages[first:]
    taken = [repeat_of(header, page) for page in pages]
    low = min(header.lines)
    taken[0] = taken[0] | frozenset(range(low))
    rows, numbers = find_rows(pages, taken, len(header.columns))
    taken = [lines | more for lines, more in zip(taken, numbers, strict=True)]
    order: tuple[Kind, ...] = tuple(k for k in header.columns if k != "code")
    order = ("task", *(k for k in order if k != "task"))
    noted = "note" in order
    if not noted:
        order = (*order, "note")
    flat = [row for page in rows for row in page]
    groups = [row.group for row in flat]
    cells = CellScores(bodies)
    from ggplan.parse.scrambled_learn import follows, guess, learn

    learned = guess(order, pages, taken, bodies)
    sample = _SAMPLE
    for turn in range(_TURNS):
        some = None if turn == _TURNS - 1 else sample
        pieces, sheets = _pieces(pages[:some], taken[:some], rows[:some], bodies, list(learned.widths.values()))
        if turn == 0:
            learned.noted = noted
            learned.follow = 0.6 * follows(pieces) ** 2
        placed = search(Scorer(cells, learned, pieces), sheets, groups)
        if turn < _TURNS - 1:
            learned = learn(pieces, placed, learned, groups)
    return _rows(pieces, placed, flat, learned.order)


def _pieces(pages, taken, rows, bodies, widths):
    pieces: list[Piece] = []
    sheets = []
    number = 0
    for page, lines, starts in zip(pages, taken, rows, strict=True):
        begin = len(pieces)
        pieces.extend(pieces_of(page, lines, starts, number, bodies, widths))
        sheets.append(Sheet(range(begin, len(pieces)), range(number, number + len(starts))))
        number += len(starts)
    return pieces, sheets


def _rows(pieces, placed: Sequence[Placed], flat, order):
    cells = defaultdict(lambda: defaultdict(list))
    for piece, place in zip(pieces, placed, strict=True):
        if place.column >= 0 and place.row >= 0:
            cells[place.row][order[place.column]].append(piece)
    found = []
    for index, start in enumerate(flat):
        texts = {kind: (join_lines(p.text for p in parts),) for kind, parts in cells[index].items()}
        found.append(RawRow(start.code.text, texts, span(p.line.place for parts in cells[index].values() for p in parts), start.group))
    return found
