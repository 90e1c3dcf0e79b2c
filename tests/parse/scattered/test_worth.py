"""Of two readings of one table the one whose cells read better is worth more."""

from __future__ import annotations

from ggplan.location import Place
from ggplan.parse.cellscore import CellScores
from ggplan.parse.columns import Kind
from ggplan.parse.rows import RawRow
from ggplan.parse.scattered.worth import worth
from ggplan.registry.lexicon import lexicon_for

COLUMNS: tuple[Kind, ...] = ("task", "lead", "time")


def row(**cells: str) -> RawRow:
    return RawRow("1", {kind: (text,) for kind, text in cells.items()}, Place())  # type: ignore[misc]


def of(*rows: RawRow) -> float:
    return worth(rows, COLUMNS, CellScores(lexicon_for("2024-01-01")))


def test_whole_cells_are_worth_more_than_glued_and_cut_ones() -> None:
    right = row(task="Rà soát quy hoạch.", lead="Sở Xây dựng", time="2024 - 2025")
    assert of(right) > of(row(task="Rà soát quy hoạch. Sở", lead="Xây dựng", time="2024 - 2025"))
    assert of(right) > of(row(task="Rà soát quy hoạch.", lead="Sở Xây dựng 2024 -", time="2025"))
    assert of(right) > of(row(task="Rà soát quy hoạch.", time="2024 - 2025"))


def test_groups_count_nothing() -> None:
    assert of(RawRow("I", {"task": ("Nhóm nhiệm vụ",)}, Place(), group=True)) == 0.0
