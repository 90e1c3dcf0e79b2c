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
        _unruled_tables(chain)


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


def _chains(pages: Sequence[LoosePage]) -> list[list[LoosePage]]:
    """Following pages of one width that hold table lines; a page between two such pages belongs to them."""
    chains: list[list[LoosePage]] = []
    for page in pages:
        if len(table_rows(page.rows)) < _FEWEST_ROWS:
            continue
        last = chains[-1][-1] if chains else None
        if last is not None and page.number - last.number <= 2 and abs(page.width - last.width) < 2:
            chains[-1] += [between for between in pages if last.number < between.number < page.number]
            chains[-1].append(page)
        else:
            chains.append([page])
    return chains


def _unruled_tables(chain: list[LoosePage]) -> None:
    table_lines = [row for page in chain for row in table_rows(page.rows)]
    xs = column_edges(table_lines)
    if len(xs) < 4:
        return
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
    marked = {id(row) for row in table_rows(page.rows)}
    at = [index for index, row in enumerate(page.rows) if id(row) in marked]
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
