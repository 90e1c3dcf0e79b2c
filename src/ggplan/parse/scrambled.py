"""Tables whose cells a text layer gives out of the order of their rows: codes apart from their rows, columns in turn or one after the other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ggplan.document import Line, PageBreak
from ggplan.location import span
from ggplan.parse.cellscore import BodyModel
from ggplan.parse.columns import Kind
from ggplan.parse.rows import RawRow
from ggplan.parse.scrambled_header import Page, find_header, pages_of, repeat_of
from ggplan.parse.scrambled_pieces import Piece, entries_of
from ggplan.parse.scrambled_rows import RowStart, find_rows
from ggplan.parse.scrambled_scores import Scorer
from ggplan.parse.scrambled_search import Placed, Sheet, search
from ggplan.text import is_upper, join_lines

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
    pages, taken, rows = _without_end(pages, taken, rows)
    flat = [row for page in rows for row in page]
    groups = [row.group for row in flat]
    from ggplan.parse.scrambled_learn import follows, guess, learn

    learned = guess(order, pages, taken, bodies)
    sample = _SAMPLE
    for turn in range(_TURNS):
        some = None if turn == _TURNS - 1 else sample
        entries, pieces = entries_of(
            pages[:some], taken[:some], rows[:some], bodies, list(learned.widths.values()), sure=learned.sure
        )
        sheets, number = [], 0
        for lines, starts in zip(entries, rows, strict=False):
            sheets.append(Sheet(lines, range(number, number + len(starts))))
            number += len(starts)
        if turn == 0:
            learned.noted = noted
            learned.follow = 0.6 * follows(entries) ** 2
        placed = search(Scorer(bodies, learned, pieces), sheets, groups)
        if turn < _TURNS - 1:
            learned = learn(pieces, placed, learned, groups)
    return _rows(pieces, placed, flat, learned.order)


_AFTER_TABLE = re.compile(r"^(?:Nơi nhận|TM\. |KT\. |Ghi chú\s*:|\(\*\)|Tổng cộng)")


def _without_end(
    pages: list[Page], taken: list[frozenset[int]], rows: list[list[RowStart]]
) -> tuple[list[Page], list[frozenset[int]], list[list[RowStart]]]:
    """The pages up to the end of the table, without what stands below it on the last one (recipients, signature)."""
    last = max((i for i, starts in enumerate(rows) if starts), default=0)
    for number in range(last, len(pages)):
        page = pages[number]
        ends = [index for index, line in enumerate(page.lines) if _AFTER_TABLE.match(line.text)]
        if ends:
            coded = {start.line for start in rows[number]}
            gone = {index for end in ends for index in _below(page, end, coded)}
            kept = number + 1
            return pages[:kept], [*taken[:number], taken[number] | gone], rows[:kept]
    return pages, taken, rows


def _below(page: Page, start: int, coded: set[int]) -> Iterator[int]:
    """The line `start` and those after it that read as recipients or signature."""
    for index in range(start, len(page.lines)):
        line = page.lines[index].text
        near = page.blocks[index] == page.blocks[start]
        if index in coded or not (near or re.match(r"[-–+]\s", line) or is_upper(line) or _AFTER_TABLE.match(line)):
            return
        yield index


def _rows(pieces: Sequence[Piece], placed: Sequence[Placed], flat: Sequence[RowStart], order: Sequence[Kind]) -> list[RawRow]:
    cells: dict[int, dict[Kind, list[Placed]]] = defaultdict(lambda: defaultdict(list))
    for place in placed:
        if place.column != -1 and place.row >= 0:
            cells[place.row][order[place.column] if place.column >= 0 else "note"].append(place)
    found = []
    for index, start in enumerate(flat):
        texts = {kind: (join_lines(pieces[p.piece].text for p in parts),) for kind, parts in cells[index].items()}
        found.append(
            RawRow(
                start.code.text, texts, span(p.entry.line.place for parts in cells[index].values() for p in parts), start.group
            )
        )
    return found
