"""A duty that one plan says in one row and the other in several: the pair is the row with most of the text, the rest are links.

The plans are real ones whose rows were joined and cut by chance, so that the truth is known whoever reads them.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from diff.goldplans import gold_plan
from ggplan.diff import Options, compare
from ggplan.diff.words import syllables
from ggplan.plan import Plan, Task

PLANS = ["gia-lai", "son-la", "bac-giang", "lao-cai", "thanh-hoa.appendix"]
JOINED, CUT = 0.35, 0.6


def length(task: Task) -> int:
    return sum(len(syllables(action)) for action in task.actions)


def largest(tasks: Sequence[Task]) -> Task:
    return max(tasks, key=length)


def joined_and_cut(plan: Plan, seed: int) -> tuple[Plan, set[tuple[str, str]]]:
    """`plan` with neighbours joined in any order and rows cut in two, and the pairs of the largest parts."""
    chance = random.Random(seed)
    tasks: list[Task] = []
    truth: set[tuple[str, str]] = set()
    waiting = list(plan.tasks)

    def add(base: Task, actions: tuple[str, ...]) -> Task:
        tasks.append(base.model_copy(update={"id": f"n{len(tasks)}", "code": None, "actions": actions}))
        return tasks[-1]

    while waiting:
        task = waiting.pop(0)
        lot = chance.random()
        if lot < JOINED and waiting and waiting[0].group == task.group:
            parts = [task, waiting.pop(0)]
            chance.shuffle(parts)
            truth.add((largest(parts).id, add(task, parts[0].actions + parts[1].actions).id))
        elif lot < CUT and len(task.actions) > 1:
            place = chance.randrange(1, len(task.actions))
            truth.add((task.id, largest([add(task, task.actions[:place]), add(task, task.actions[place:])]).id))
        else:
            truth.add((task.id, add(task, task.actions).id))
    return plan.model_copy(update={"tasks": tuple(tasks)}), truth


@pytest.mark.parametrize("name", PLANS)
def test_the_largest_part_is_the_pair(name: str) -> None:
    right = given = wanted = 0
    for seed in range(3):
        other, truth = joined_and_cut(gold_plan(name), seed)
        pairs = {(pair.left, pair.right) for pair in compare(gold_plan(name), other, Options(mode="provinces")).tasks.pairs}
        right, given, wanted = right + len(pairs & truth), given + len(pairs), wanted + len(truth)
    assert 2 * right / (given + wanted) >= 0.97


@pytest.mark.parametrize("name", PLANS)
def test_no_part_is_lost(name: str) -> None:
    """A part that is not the pair is a further link of it, but for rows that a plan says twice or that say nothing alone."""
    lost = rows = 0
    for seed in range(3):
        other, _ = joined_and_cut(gold_plan(name), seed)
        tasks = compare(gold_plan(name), other, Options(mode="provinces")).tasks
        linked = {task for pair in tasks.pairs for task in (*pair.also_left, *pair.also_right)}
        alone = {*tasks.only_left, *tasks.only_right}
        lost, rows = lost + len(alone - linked), rows + len(gold_plan(name).tasks) + len(other.tasks)
    assert lost <= 0.03 * rows
