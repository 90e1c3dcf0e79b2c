"""Tables of a whole document that are ruled across only, or not at all: their columns come from all of their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ggplan.parse.readers.pdf_gaps import (
    CODE,
    TextRow,
    code_column,
    column_edges,
    crosses,
    half_ruled_grid,
    rows_of,
    table_rows,
    unruled_grid,
)
from ggplan.parse.readers.pdf_grid import half_ruled
from ggplan.parse.readers.pdf_rulings import Ruling
from ggplan.parse.readers.pdf_tables import TableDraft, fill

__all__ = ["LoosePage", "loose_tables"]


@dataclass(slots=True)
class LoosePage:
    """A page: its lines of text outside ruled tables, lines across that belong to no grid, tables found so far.

    `rows` and `tables` are changed in place: found tables take their text out of `rows`.
    """

    number: int
    width: float
    rows: list[TextRow]
    loose: list[Ruling]
    tables: list[TableDraft]


def loose_tables(pages: Sequence[LoosePage]) -> None:
    """Finds the tables and moves their text from `rows` into `tables`."""
    _half_ruled_tables(pages)
    for chain in _chains(pages):
        _unruled_tables(chain.pages, chain.xs)


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
        for page, lines in places:
            pieces = [piece for row in page.rows for piece in row]
            others = [ruling for ruling in page.loose if ruling not in lines]
            grid = half_ruled_grid(lines, others, edges, pieces)
            if grid is not None:
                table, rest = fill(page.number, grid, pieces, ruled=False)
                page.tables.append(table)
                page.rows[:] = rows_of(rest)


def _between(page: LoosePage, lines: list[Ruling]) -> list[TextRow]:
    return [row for row in page.rows if lines[0][0] <= row[0].y <= lines[-1][0]]


# Without any ruling -------------------------------------------------------------------------------------------------

_FEWEST_ROWS = 3


@dataclass(slots=True)
class _Chain:
    """Pages that hold one table, the table lines seen on them, and its column edges."""

    pages: list[LoosePage]
    lines: list[TextRow]
    xs: list[float]


def _chains(pages: Sequence[LoosePage]) -> list[_Chain]:
    """The tables of a document without any ruling. Pages between that fit into the columns belong to them."""
    chains: list[_Chain] = []
    for index, page in enumerate(pages):
        lines = [page.rows[at] for at in _table_lines(page)]
        if len(lines) < _FEWEST_ROWS:
            continue
        if chains and _belongs(chains[-1], page, lines):
            chain = chains[-1]
            chain.pages = list(pages[pages.index(chain.pages[0]) : index + 1])
            chain.lines += lines
            chain.xs = column_edges(_distinct(chain.lines))
        else:
            chains.append(_Chain([page], lines, column_edges(_distinct(lines))))
    return [chain for chain in chains if len(chain.xs) > 3]


def _distinct(lines: Sequence[TextRow]) -> list[TextRow]:
    """Lines without the repetitions of a header, which spans columns and would count on every page."""
    return list({_text(line): line for line in lines}.values())


def _belongs(chain: _Chain, page: LoosePage, lines: Sequence[TextRow]) -> bool:
    last = chain.pages[-1]
    if abs(page.width - last.width) > 2 or len(chain.xs) < 4:
        return False
    if page.number - last.number > _LONGEST_GAP:
        return False
    own = column_edges(_distinct(lines))
    return _share_fitting(lines, chain.xs) >= _FITTING or _share_fitting(chain.lines, own) >= _FITTING


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


def _unruled_tables(chain: list[LoosePage], xs: list[float]) -> None:
    """Moves the table of these pages from their lines into their tables."""
    regions = [_region(page, xs, first=page is chain[0], last=page is chain[-1]) for page in chain]
    rows = [row for region in regions for row in region]
    codes = code_column(xs, rows)
    aligned = _aligned(rows, xs, codes)
    header = _header(regions[0], xs, codes)
    for page, region in zip(chain, regions, strict=True):
        if region:
            _add_table(page, region, xs, _repeated(header, region), codes, aligned)


def _add_table(
    page: LoosePage, region: list[TextRow], xs: list[float], header: int, codes: int | None, aligned: bool
) -> None:
    grid = unruled_grid(xs, region, header, codes, aligned)
    if grid is None:
        return
    table, left = fill(page.number, grid, [piece for row in region for piece in row], ruled=False)
    page.tables.append(table)
    taken = {id(row) for row in region}
    page.rows[:] = rows_of([*left, *(piece for row in page.rows if id(row) not in taken for piece in row)])


def _region(page: LoosePage, xs: list[float], *, first: bool, last: bool) -> list[TextRow]:
    """The lines of a page that belong to the table: from its first to its last table line, and what fits around them."""
    at = _table_lines(page)
    if not at:
        return [] if first or last else page.rows[:]
    begin, end = at[0], at[-1]
    begin = _upwards(page.rows, begin, xs) if first else 0
    end = _downwards(page.rows, end, xs) if last else len(page.rows) - 1
    return page.rows[begin : end + 1]


_ADJACENT = 1.45
_NEAR = 2.6


def _upwards(rows: list[TextRow], index: int, xs: list[float]) -> int:
    """Further lines of a header whose cells have several lines."""
    while index and not crosses(rows[index - 1], xs):
        above, below = rows[index - 1], rows[index]
        if below[0].y - above[0].y > _ADJACENT * below[0].size:
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


def _aligned(rows: Sequence[TextRow], xs: Sequence[float], codes: int | None) -> bool:
    """Whether codes stand on the first line of their rows: other columns have text on (nearly) every line of a code."""
    if codes is None:
        return True
    left, right = xs[codes], xs[codes + 1]
    coded = [row for row in rows if any(left <= p.x0 and p.x1 <= right + 2 and CODE.fullmatch(p.text) for p in row)]
    return sum(len(row) > 1 for row in coded) * 10 >= len(coded) * 9


def _header(region: Sequence[TextRow], xs: Sequence[float], codes: int | None) -> list[str]:
    """The lines above the first code of the table's first page, as texts."""
    if codes is None:
        return []
    left, right = xs[codes], xs[codes + 1]
    for index, row in enumerate(region):
        if any(left <= p.x0 and p.x1 <= right + 2 and CODE.fullmatch(p.text) for p in row):
            return [_text(line) for line in region[:index]]
    return []


def _text(row: TextRow) -> str:
    return " ".join(piece.text for piece in row)


def _repeated(header: Sequence[str], region: Sequence[TextRow]) -> int:
    """How many lines at the top of a page repeat the header: all of its lines or none."""
    if len(region) < len(header):
        return 0
    same = all(_text(row) == text for text, row in zip(header, region, strict=False))
    return len(header) if same else 0
