"""The aligner against the alignments made by hand; the figures that issue 4 asks for, each above both floors."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest

from diff.goldplans import gold_alignments, gold_plan
from ggplan.diff import compare
from ggplan.plan import Plan
from support import ROOT

SPEC = importlib.util.spec_from_file_location("bench_alignment", ROOT / "benchmarks" / "alignment.py")


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    assert SPEC is not None
    assert SPEC.loader is not None
    module = importlib.util.module_from_spec(SPEC)
    import sys

    sys.modules[SPEC.name] = module
    SPEC.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def results(bench: ModuleType) -> dict[str, dict[str, dict[str, float]]]:
    return bench.measure()


@pytest.mark.parametrize(
    ("name", "bar"),
    [("gia-lai__thanh-hoa.appendix", 0.93), ("son-la__bac-giang", 0.95), ("thanh-hoa.body__thanh-hoa.appendix", 0.98)],
)
def test_pairs_of_tasks_reach_the_bar_and_beat_both_floors(name: str, bar: float, results: dict) -> None:
    rows = results[name]
    assert rows["ggplan"]["f1"] >= bar
    assert rows["strict"]["f1"] >= bar
    assert rows["ggplan"]["f1"] > rows["equal numbers"]["f1"]
    assert rows["ggplan"]["f1"] > rows["greedy ratio"]["f1"]
    assert rows["links"]["f1"] >= 0.9


def test_pairs_of_targets_reach_the_bar(results: dict) -> None:
    assert results["targets"]["ggplan"]["f1"] >= 0.9


def test_the_gold_names_every_task_at_most_once_in_pairs() -> None:
    for alignment in gold_alignments():
        for pairs in (alignment.tasks, alignment.targets):
            assert len({pair.left for pair in pairs}) == len({pair.right for pair in pairs}) == len(pairs)
            assert all({*pair.or_left} <= {*pair.also_left} and {*pair.or_right} <= {*pair.also_right} for pair in pairs)


def only(plan: Plan, *names: str) -> Plan:
    """The plan with these tasks alone."""
    return plan.model_copy(update={"tasks": tuple(task for task in plan.tasks if task.id in names)})


TRAINING = {"3.3": "III.4", "3.4": "III.5", "3.6": "III.6"}


@pytest.mark.parametrize("left", ["3.3", "3.4", "3.5", "3.6"])
@pytest.mark.parametrize("right", ["III.4", "III.5", "III.6"])
def test_one_training_sentence_for_many_is_told_apart(left: str, right: str) -> None:
    """Managers, bankers, businesses, teachers: even where nothing better is there to be paired with."""
    diff = compare(only(gold_plan("gia-lai"), left), only(gold_plan("thanh-hoa.appendix"), right))
    assert bool(diff.tasks.pairs) is (TRAINING.get(left) == right)


@pytest.mark.parametrize(("left", "right", "one"), [("2-3", "II.4", True), ("2-4", "II.6", True), ("2-4", "II.4", False)])
def test_damage_by_climate_is_not_damage_by_disaster(left: str, right: str, one: bool) -> None:
    diff = compare(only(gold_plan("thanh-hoa.body"), left), only(gold_plan("thanh-hoa.appendix"), right))
    assert bool(diff.tasks.pairs) is one


def test_a_duty_split_over_rows_has_further_links() -> None:
    diff = compare(gold_plan("thanh-hoa.body"), gold_plan("thanh-hoa.appendix"))
    pair = next(pair for pair in diff.tasks.pairs if pair.left == "8.5-1")
    assert {pair.right, *pair.also_right} == {f"VIII.5.{number}" for number in range(1, 9)}
    assert pair.kind == "part"
    assert pair.changes.actions is not None
    assert not pair.changes.actions.left_only
    assert {entry.task for entry in pair.changes.actions.elsewhere} == {*pair.also_right}


def test_min_score_parts_weak_pairs() -> None:
    from ggplan.diff import Options

    left, right = gold_plan("gia-lai"), gold_plan("thanh-hoa.appendix")
    strict = compare(left, right, Options(min_score=0.8))
    assert all(pair.score >= 0.8 for pair in strict.tasks.pairs)
    assert len(strict.tasks.pairs) < len(compare(left, right).tasks.pairs)
    assert len(strict.tasks.only_left) == len(left.tasks) - len(strict.tasks.pairs)
