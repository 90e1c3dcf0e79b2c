"""Tables of a whole document that are ruled across only, or not at all: their columns come from all of their pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from ggplan.parse.readers.pdf_gaps import (
    column_edges,
    crosses,
    half_ruled_grid,
    rows_of,
    table_rows,
    unruled_grid,
)
from ggplan.parse.readers.pdf_grid import half_ruled
from ggplan.parse.readers.pdf_rows import CODE, TextRow, are_aligned, code_column, code_in
from ggplan.parse.readers.pdf_rulings import Ruling
from ggplan.parse.readers.pdf_tables import TableDraft, fill

__all__ = ["LoosePage", "loose_tables"]


@dataclass(slots=True, eq=False)
class LoosePage:
    """A page: its lines of text outside ruled tables, lines across that belong to no grid, tables found so far.

    `rows` and `tables` are changed in place: found tables take their text out of `rows`.
    """

    number: int
    width: float
    rows: list[TextRow]
    loose: list[Ruling]
    tables: list[TableDraft]
    scores: Mapping[int, float] | None = None


def loose_tables(pages: Sequence[LoosePage]) -> None:
    """Finds the tables and moves their text from `rows` into `tables`."""
    _half_ruled_tables(pages)
    for chain in _chains(pages):
        _unruled_tables(pages, chain)


def _half_ruled_tables(pages: Sequence[LoosePage]) -> None:
    groups: dict[tuple[int, int], list[tuple[LoosePage, list[Ruling]]]] = {}
    for page in pages:
        for lines in half_ruled(page.loose):
            key = round(lines[0][1] / 4), round(lines[0][2] / 4)
            groups.setdefault(key, []).append((page, lines))
    for places in groups.values():
        rows = [row for page, lines in places for row in _between(page, lines)]
        edges = column_edges(table_rows(rows))
        if len(edges) < 4:
            continue
        numbers = {page.number for page, _ in places}
        for page, lines in places:
            _add_half_ruled(page, lines, edges, numbers)


def _add_half_ruled(page: LoosePage, lines: list[Ruling], edges: list[float], pages: set[int]) -> None:
    """Moves one page's part of a half-ruled table; `pages` are those with parts of it.

    Chromium draws no line where a page cuts a row: text beyond the outer lines is taken in on the side of the next part.
    """
    rows = page.rows
    above = [row for row in rows if row[0].y < lines[0][0]] if page.number - 1 in pages else []
    below = [row for row in rows if row[0].y > lines[-1][0]] if page.number + 1 in pages else []
    open_top, open_bottom = _fitting(above, edges), _fitting(below, edges)
    left, right = lines[0][1:]
    top = [(above[0][0].y - above[0][0].size, left, right)] if open_top else []
    bottom = [(below[-1][0].y + below[-1][0].size * 0.5, left, right)] if open_bottom else []
    pieces = [piece for row in rows for piece in row]
    others = [ruling for ruling in page.loose if ruling not in lines]
    grid = half_ruled_grid([*top, *lines, *bottom], others, edges, pieces)
    if grid is not None:
        grid.open_top, grid.open_bottom = open_top, open_bottom
        table, rest = fill(page.number, grid, pieces, ruled=False, scores=page.scores)
        page.tables.append(table)
        page.rows[:] = rows_of(rest)


def _fitting(rows: Sequence[TextRow], xs: Sequence[float]) -> bool:
    """Whether lines beyond the outer rulings are in the table's columns, or the title of a group."""
    spanning = False
    for row in rows:
        spanning = crosses(row, xs) and (spanning or CODE.fullmatch(row[0].text) is not None)
        if crosses(row, xs) and not spanning:
            return False
    return bool(rows)


def _between(page: LoosePage, lines: list[Ruling]) -> list[TextRow]:
    return [row for row in page.rows if lines[0][0] <= row[0].y <= lines[-1][0]]


# Without any ruling -------------------------------------------------------------------------------------------------

_FEWEST_ROWS = 3


@dataclass(slots=True)
class _Chain:
    """Following pages that hold one table, by index, the table lines seen on them, and its column edges."""

    first: int
    last: int
    lines: list[TextRow]
    xs: list[float]


_SAMPLE = 300
"""From so many table lines on, further ones tell no more about the columns while pages are gathered."""


def _chains(pages: Sequence[LoosePage]) -> list[_Chain]:
    """The tables of a document without any ruling. Pages between that fit into the columns belong to them."""
    chains: list[_Chain] = []
    for index, page in enumerate(pages):
        lines = [page.rows[at] for at in _table_lines(page)]
        if len(lines) < _FEWEST_ROWS:
            continue
        if chains and _belongs(chains[-1], pages[chains[-1].last], page, lines):
            chain = chains[-1]
            chain.last = index
            chain.lines += lines
            if len(chain.lines) < _SAMPLE:
                chain.xs = column_edges(_distinct(chain.lines))
        else:
            chains.append(_Chain(index, index, lines, column_edges(_distinct(lines))))
    for chain in chains:
        chain.xs = column_edges(_distinct(chain.lines))
    return [chain for chain in chains if len(chain.xs) > 3]


def _distinct(lines: Sequence[TextRow]) -> list[TextRow]:
    """Lines without the repetitions of a header, which spans columns and would count on every page."""
    return list({_text(line): line for line in lines}.values())


def _belongs(chain: _Chain, last: LoosePage, page: LoosePage, lines: Sequence[TextRow]) -> bool:
    if abs(page.width - last.width) > 2 or len(chain.xs) < 4:
        return False
    if page.number - last.number > _LONGEST_GAP:
        return False
    own = column_edges(_distinct(lines))
    return _share_fitting(lines, chain.xs) >= _FITTING or _share_fitting(chain.lines[-_SAMPLE:], own) >= _FITTING


def _share_fitting(lines: Sequence[TextRow], xs: Sequence[float]) -> float:
    return sum(not crosses(line, xs) for line in lines) / len(lines) if lines and len(xs) > 3 else 0.0


def _table_lines(page: LoosePage) -> list[int]:
    """The table lines of a page, by index: the most that no ordinary text parts.

    Ordinary text is a line across half of the page; below a code it is the title of a group of rows.
    """
    best: list[int] = []
    current: list[int] = []
    spanning = False
    marked = {id(row) for row in table_rows(page.rows)}
    for index, row in enumerate(page.rows):
        if id(row) in marked:
            current.append(index)
            spanning = False
        elif len(row) == 2 and CODE.fullmatch(row[0].text):
            spanning = True
        elif len(row) == 1 and row[0].x1 - row[0].x0 > page.width / 2 and not spanning:
            best, current = max(best, current, key=len), []
    return max(best, current, key=len)


_FITTING = 0.7
_LONGEST_GAP = 4


def _unruled_tables(pages: Sequence[LoosePage], chain: _Chain) -> None:
    """Moves the table of a chain from the lines of its pages into their tables."""
    xs = chain.xs
    found = list(pages[chain.first : chain.last + 1])
    repeated = _repeated_header(found)
    before = pages[chain.first - 1] if chain.first else None
    after = pages[chain.last + 1] if chain.last + 1 < len(pages) else None
    if after is not None and _find(repeated, after.rows) is not None:
        found = [*found, after]
    if before is not None and (_find(repeated, before.rows) is not None or _share_fitting(_lines(before), xs) >= _FITTING):
        found = [before, *found]
    regions = [_region(page, xs, repeated, first=page is found[0], last=page is found[-1]) for page in found]
    rows = [row for region in regions for row in region]
    xs = [min([xs[0], *(row[0].x0 - 2 for row in rows)]), *xs[1:-1], max([xs[-1], *(row[-1].x1 + 2 for row in rows)])]
    codes = code_column(xs, rows)
    aligned = are_aligned(rows, xs, codes)
    header = repeated or _header(regions[0], xs, codes)
    for page, region in zip(found, regions, strict=True):
        if region:
            _add_table(page, region, _repeats(header, region), _Columns(xs, codes, aligned))


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a table: edges, which one holds codes, whether these stand on the first line of their rows."""

    xs: list[float]
    codes: int | None
    aligned: bool


def _lines(page: LoosePage) -> list[TextRow]:
    return [page.rows[index] for index in _table_lines(page)]


_LONGEST_HEADER = 12


def _repeated_header(pages: Sequence[LoosePage]) -> list[str]:
    """The lines that stand at the top of several of these pages; none where the header is printed once.

    On the first page the header stands below the letterhead and other text.
    """
    if len(pages) == 2:
        return _found_above(pages[0].rows, pages[1].rows)
    tops = [[_text(row) for row in page.rows[:_LONGEST_HEADER]] for page in pages]
    common: Counter[tuple[str, ...]] = Counter()
    for above, below in pairwise(tops):
        same = tuple(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(above, below, strict=False)))
        if same:
            common[same] += 1
    ranked = [(count, len(lines), lines) for lines, count in common.items()]
    return list(max(ranked)[2]) if ranked else []


def _found_above(first: Sequence[TextRow], second: Sequence[TextRow]) -> list[str]:
    """The lines at the top of the second page that stand together on the first one too, where one of them is a table line."""
    texts, tops = [_text(row) for row in first], [_text(row) for row in second[:_LONGEST_HEADER]]
    ends = [
        (sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(texts[at:], tops, strict=False))))
        for at in range(len(texts))
    ]
    count = max(ends, default=0)
    return tops[:count] if table_rows(second[:count]) else []


def _find(header: Sequence[str], rows: Sequence[TextRow]) -> int | None:
    """Where the lines of a header stand among `rows`; None where they do not."""
    texts = [_text(row) for row in rows]
    for index in range(len(texts) - len(header) + 1 if header else 0):
        if texts[index : index + len(header)] == list(header):
            return index
    return None


def _add_table(page: LoosePage, region: list[TextRow], header: int, columns: _Columns) -> None:
    grid = unruled_grid(columns.xs, region, header, columns.codes, columns.aligned)
    if grid is None:
        return
    table, left = fill(page.number, grid, [piece for row in region for piece in row], ruled=False, scores=page.scores)
    page.tables.append(table)
    taken = {id(row) for row in region}
    page.rows[:] = rows_of([*left, *(piece for row in page.rows if id(row) not in taken for piece in row)])


def _region(page: LoosePage, xs: list[float], repeated: Sequence[str], *, first: bool, last: bool) -> list[TextRow]:
    """The lines of a page that belong to the table: from its header or first table line to its last, and what fits."""
    at = _table_lines(page)
    header = _find(repeated, page.rows)
    if not at and header is None:
        return [] if first or last else page.rows[:]
    end = at[-1] if at else len(page.rows) - 1
    begin = 0
    if header is not None:
        begin = header
    elif first:
        begin = _upwards(page.rows, _begin(page.rows, at, xs), xs)
    end = _downwards(page.rows, end, xs) if last else len(page.rows) - 1
    return page.rows[begin : end + 1]


def _begin(rows: Sequence[TextRow], at: Sequence[int], xs: Sequence[float]) -> int:
    """The first table line above the last one with no ordinary text between; titles of groups are none."""
    begin = index = at[-1]
    while index >= 0:
        if not crosses(rows[index], xs):
            begin = index if index in at else begin
            index -= 1
            continue
        top = index
        while top > 0 and crosses(rows[top - 1], xs) and len(rows[top]) == 1:
            top -= 1
        if CODE.fullmatch(rows[top][0].text) is None:
            break
        index = top - 1
    return begin


_ADJACENT, _ADJACENT_CELLS = 1.45, 2.0
_NEAR = 2.6


def _upwards(rows: list[TextRow], index: int, xs: list[float]) -> int:
    """Further lines of a header whose cells have several lines; one of its texts may span columns.

    Lines of one cell are close; between the cells of a nested header is a little more space.
    """
    while index:
        above, below = rows[index - 1], rows[index]
        crossing = sum(crosses([piece], xs) for piece in above)
        farthest = _ADJACENT_CELLS if len(above) > 2 else _ADJACENT
        if below[0].y - above[0].y > farthest * below[0].size or crossing > 1 or (crossing and len(above) < 3):
            break
        index -= 1
    return index


def _downwards(rows: list[TextRow], index: int, xs: list[float]) -> int:
    """Further lines of the last row, and rows that hold a code and text across the columns."""
    spanning = False
    while index + 1 < len(rows):
        above, below = rows[index], rows[index + 1]
        if below[0].y - above[0].y > _NEAR * above[0].size:
            break
        if crosses(below, xs):
            coded = len(below) == 2 and CODE.fullmatch(below[0].text) is not None
            if not coded and not spanning:
                break
            spanning = True
        else:
            spanning = False
        index += 1
    return index


def _header(region: Sequence[TextRow], xs: Sequence[float], codes: int | None) -> list[str]:
    """The lines above the first code of the table's first page, as texts."""
    if codes is None:
        return []
    for index, row in enumerate(region):
        if code_in(row, xs, codes) is not None:
            return [_text(line) for line in region[:index]]
    return []


def _text(row: TextRow) -> str:
    return " ".join(piece.text for piece in row)


def _repeats(header: Sequence[str], region: Sequence[TextRow]) -> int:
    """How many lines at the top of a page repeat the header: all of its lines or none."""
    same = all(_text(row) == text for text, row in zip(header, region, strict=False))
    return len(header) if same and len(region) >= len(header) else 0
