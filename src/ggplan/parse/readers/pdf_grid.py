"""The cells of ruled tables, from rulings.

Rulings that meet make a table. Its lines across and down give a grid; where a wall or a floor is missing, grid fields are one
cell. Edges that a generator leaves out are implied: the outer sides by the ends of the lines that reach them, top
and bottom by the ends of the lines down (Chromium leaves a row open at the edge of a page).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ggplan.parse.readers.pdf_rulings import Ruling, Rulings

__all__ = ["Field", "Grid", "grid_of", "half_ruled", "ruled_grids"]

_MEETS = 3.0
_SAME_EDGE = 3.0
_IMPLIED = 8.0
_OPEN = 4.0
_SMALLEST_BAND = 5.0


@dataclass(frozen=True, slots=True)
class Field:
    """A cell of a grid: first row and column, and how many of each it covers."""

    row: int
    column: int
    rowspan: int
    colspan: int


@dataclass(slots=True)
class Grid:
    """A table's edges (`xs` from left to right, `ys` from top to bottom) and its cells.

    `open_top` and `open_bottom` say that no ruling closes the table there: a row goes on on another page.
    """

    xs: list[float]
    ys: list[float]
    fields: list[Field]
    open_top: bool = False
    open_bottom: bool = False
    _owners: dict[tuple[int, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for index, cell in enumerate(self.fields):
            for row in range(cell.row, cell.row + cell.rowspan):
                for column in range(cell.column, cell.column + cell.colspan):
                    self._owners[row, column] = index

    def field_at(self, x: float, y: float) -> int | None:
        """The index of the cell at a point; None outside."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        return self._owners.get((row, column))

    def box(self, cell: Field) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of a cell."""
        return (
            self.xs[cell.column],
            self.ys[cell.row],
            self.xs[cell.column + cell.colspan],
            self.ys[cell.row + cell.rowspan],
        )


def ruled_grids(rulings: Rulings) -> tuple[list[Grid], list[Ruling]]:
    """The grids of a page from top to bottom, and the lines across that belong to none."""
    across, down = rulings.across, rulings.down
    groups = _meeting(across, down)
    grids = []
    used: set[int] = set()
    for rows, columns in groups:
        if len(columns) > 1 or (columns and len(rows) > 1):
            grid = _grid([across[index] for index in rows], [down[index] for index in columns])
            if grid is not None:
                grids.append(grid)
                used.update(rows)
    alone = [down[columns[0]] for rows, columns in groups if not rows and len(columns) == 1]
    grids += _pillars(alone)
    loose = [ruling for index, ruling in enumerate(across) if index not in used]
    return sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0])), loose


def _pillars(down: Sequence[Ruling]) -> list[Grid]:
    """Lines down of one height that no line across meets: the middle of a row that is longer than its page."""
    groups: list[list[Ruling]] = []
    for ruling in sorted(down, key=lambda ruling: (ruling[1], ruling[2])):
        if groups and abs(groups[-1][0][1] - ruling[1]) <= _MEETS and abs(groups[-1][0][2] - ruling[2]) <= _MEETS:
            groups[-1].append(ruling)
        else:
            groups.append([ruling])
    found = [_grid([], group) for group in groups if len(group) > 2]
    return [grid for grid in found if grid is not None]


def _meeting(across: Sequence[Ruling], down: Sequence[Ruling]) -> list[tuple[list[int], list[int]]]:
    """Groups of lines (indices across, indices down) that meet each other; lines across come by increasing height."""
    parents = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    heights = [ruling[0] for ruling in across]
    for j, (x, top, bottom) in enumerate(down, len(across)):
        for i in range(bisect_left(heights, top - _MEETS), bisect_right(heights, bottom + _MEETS)):
            _, left, right = across[i]
            if left - _MEETS <= x <= right + _MEETS:
                parents[root(i)] = root(j)
    groups: dict[int, tuple[list[int], list[int]]] = {}
    for index in range(len(parents)):
        rows, columns = groups.setdefault(root(index), ([], []))
        (rows if index < len(across) else columns).append(index if index < len(across) else index - len(across))
    return list(groups.values())


def _edges(positions: Iterable[float]) -> list[float]:
    """Positions in order, those that nearly coincide as one."""
    edges: list[float] = []
    for position in sorted(positions):
        if not edges or position - edges[-1] > _SAME_EDGE:
            edges.append(position)
    return edges


def _grid(across: list[Ruling], down: list[Ruling]) -> Grid | None:
    xs, ys = _edges(ruling[0] for ruling in down), _edges(ruling[0] for ruling in across)
    implied: list[Ruling] = []
    top, bottom = min(ruling[1] for ruling in down), max(ruling[2] for ruling in down)
    open_top, open_bottom = not ys or ys[0] - top > _OPEN, not ys or bottom - ys[-1] > _OPEN
    ys = [*([top] if open_top else []), *ys, *([bottom] if open_bottom else [])]
    for edge in _open_sides(across, xs):
        implied.append((edge, ys[0], ys[-1]))
        xs = _edges([*xs, edge])
    if len(xs) < 2:
        return None
    grid = grid_of(xs, ys, across, [*down, *implied])
    if grid is not None:
        grid.open_top, grid.open_bottom = open_top, open_bottom
    return grid


def grid_of(xs: Sequence[float], ys: Sequence[float], across: list[Ruling], down: list[Ruling]) -> Grid | None:
    """The grid with these edges, its fields parted by these lines; None where it would have no row."""
    bands = [ys[0]] if ys else []
    for y in ys[1:]:
        if y - bands[-1] > _SMALLEST_BAND:
            bands.append(y)
    if len(bands) < 2:
        return None
    return Grid(list(xs), bands, _fields(xs, bands, across, down))


def _open_sides(across: list[Ruling], xs: list[float]) -> list[float]:
    """The ends of the lines across that reach beyond the outermost lines down: sides that are not drawn."""
    if not across:
        return []
    left, right = min(ruling[1] for ruling in across), max(ruling[2] for ruling in across)
    sides = []
    if xs[0] - left > _IMPLIED:
        sides.append(left)
    if right - xs[-1] > _IMPLIED:
        sides.append(right)
    return sides


def _near(edges: Sequence[float], rulings: list[Ruling]) -> list[list[tuple[float, float]]]:
    """For each edge the stretches of the rulings that lie on it."""
    stretches: list[list[tuple[float, float]]] = [[] for _ in edges]
    for position, start, end in rulings:
        index = min(range(len(edges)), key=lambda index: abs(edges[index] - position))
        if abs(edges[index] - position) <= _SAME_EDGE + 1:
            stretches[index].append((start, end))
    return stretches


def _covers(stretches: list[tuple[float, float]], point: float) -> bool:
    return any(start - 1 <= point <= end + 1 for start, end in stretches)


def _fields(xs: Sequence[float], ys: Sequence[float], across: list[Ruling], down: list[Ruling]) -> list[Field]:
    walls, floors = _near(xs, down), _near(ys, across)
    middles = [(left + right) / 2 for left, right in pairwise(xs)]
    done: list[Field] = []
    growing: dict[tuple[int, int], Field] = {}
    for row, (top, bottom) in enumerate(pairwise(ys)):
        middle = (top + bottom) / 2
        before, growing = growing, {}
        start = 0
        for end in range(1, len(xs)):
            if end < len(xs) - 1 and not _covers(walls[end], middle):
                continue
            above = before.pop((start, end), None)
            if above is not None and not any(_covers(floors[row], x) for x in middles[start:end]):
                growing[start, end] = Field(above.row, start, above.rowspan + 1, end - start)
            else:
                if above is not None:
                    done.append(above)
                growing[start, end] = Field(row, start, 1, end - start)
            start = end
        done += before.values()
    return sorted([*done, *growing.values()], key=lambda cell: (cell.row, cell.column))


def half_ruled(loose: Sequence[Ruling]) -> list[list[Ruling]]:
    """Lines across of the same left and right end, at least three together: tables without lines down."""
    groups: list[list[Ruling]] = []
    for ruling in sorted(loose):
        for group in groups:
            if abs(group[0][1] - ruling[1]) <= _SAME_EDGE and abs(group[0][2] - ruling[2]) <= _SAME_EDGE:
                group.append(ruling)
                break
        else:
            groups.append([ruling])
    return [group for group in groups if len(group) > 2]
