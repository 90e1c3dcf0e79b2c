"""The best one-to-one assignment on a sparse graph.

Shortest augmenting paths with dual prices (Jonker and Volgenant 1987; Kuhn 1955), where a node may also stay single. Exact, and
fast while few candidates remain for each node. No dependency: scipy would be the only use of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush

__all__ = ["assign"]

_NONE = -1


def assign(edges: Sequence[Sequence[tuple[int, float]]], columns: int) -> list[int]:
    """For each row its column, or -1, such that no column is taken twice and the sum of the gains is greatest.

    `edges[row]` are (column, gain) with gain > 0. The same answer each run; of equal sums, the one found first by row order.
    """
    state = _State(edges, columns)
    for row in range(len(edges)):
        state.add(row)
    return state.column_of


class _State:
    def __init__(self, edges: Sequence[Sequence[tuple[int, float]]], columns: int) -> None:
        self.edges = edges
        self.column_of = [_NONE] * len(edges)
        self.row_of = [_NONE] * columns
        self.row_price = [0.0] * len(edges)
        self.column_price = [0.0] * columns

    def add(self, row: int) -> None:
        """Takes `row` into the assignment and keeps it the best one of the rows so far."""
        offers = [gain - self.column_price[column] for column, gain in self.edges[row]]
        self.row_price[row] = max([0.0, *offers])
        rows, columns, cost, end_row, end_column = self._cheapest_path(row)
        for visited, (distance, _) in rows.items():
            if distance < cost:
                self.row_price[visited] -= cost - distance
        for visited, (distance, _) in columns.items():
            if distance < cost:
                self.column_price[visited] += cost - distance
        self._augment(columns, end_row, end_column)

    def _cheapest_path(self, start: int) -> tuple[dict[int, tuple[float, int]], dict[int, tuple[float, int]], float, int, int]:
        """Dijkstra over alternating paths from `start`.

        Returns the rows reached (distance, column that led there), the columns reached (distance, row that led there),
        the cost of the best end, and that end: a row that goes single, or a free column.
        """
        rows: dict[int, tuple[float, int]] = {}
        columns: dict[int, tuple[float, int]] = {}
        queue: list[tuple[float, int, int]] = [(0.0, start, _NONE)]
        best, end_row, end_column = float("inf"), _NONE, _NONE
        while queue:
            distance, row, via = heappop(queue)
            if distance >= best:
                break
            if row in rows:
                continue
            rows[row] = (distance, via)
            if distance + self.row_price[row] < best:
                best, end_row, end_column = distance + self.row_price[row], row, _NONE
            for column, gain in self.edges[row]:
                slack = self.row_price[row] + self.column_price[column] - gain
                reach = distance + max(0.0, slack)
                if reach >= best or (column in columns and columns[column][0] <= reach):
                    continue
                columns[column] = (reach, row)
                if self.row_of[column] == _NONE:
                    best, end_row, end_column = reach, row, column
                else:
                    heappush(queue, (reach, self.row_of[column], column))
        return rows, columns, best, end_row, end_column

    def _augment(
        self,
        columns: dict[int, tuple[float, int]],
        end_row: int,
        end_column: int,
    ) -> None:
        if end_column == _NONE:
            column = self.column_of[end_row]
            self.column_of[end_row] = _NONE
        else:
            column = end_column
        while column != _NONE:
            row = columns[column][1]
            before = self.column_of[row]
            self.column_of[row] = column
            self.row_of[column] = row
            column = before
