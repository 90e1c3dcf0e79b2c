"""What holds for any two plans: a plan does not differ from itself, a mirror is a mirror, order and runs decide nothing."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diff.goldplans import gold_plan, merged_plan
from ggplan.diff import Options, compare
from ggplan.diff.model import PlanDiff
from ggplan.plan import Plan, Target, Task
from ggplan.serial import dump_json
from strategies import plans
from support import ROOT

WORDS = [
    "xây",
    "dựng",
    "triển",
    "khai",
    "kế",
    "hoạch",
    "tăng",
    "trưởng",
    "xanh",
    "ngân",
    "hàng",
    "giáo",
    "dục",
    "doanh",
    "nghiệp",
    "rừng",
    "nước",
    "thải",
    "đô",
    "thị",
    "nông",
    "thôn",
    "y",
    "tế",
]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
NAMES = ["gia-lai", "son-la", "bac-giang", "lao-cai", "thanh-hoa.appendix", "thanh-hoa.body"]


@st.composite
def worded_plans(draw: st.DrawFn) -> Plan:
    """Plans of a few words, so that tasks and targets resemble and repeat each other."""
    tasks = [
        Task(
            id=f"{number}", section=draw(st.sampled_from(["body", "appendix"])), actions=tuple(draw(st.lists(texts, max_size=3)))
        )
        for number in range(draw(st.integers(0, 6)))
    ]
    targets = [
        Target(id=f"T{number}", text=draw(texts), min=draw(st.integers(0, 3)), year=draw(st.sampled_from([2025, 2030, 2050])))
        for number in range(draw(st.integers(0, 4)))
    ]
    return Plan(tasks=tuple(tasks), targets=tuple(targets))


def shape(diff: PlanDiff) -> dict[str, object]:
    """A comparison without the order of its lists."""
    return {
        "plan": diff.plan.model_dump_json(),
        "tasks": sorted(pair.model_dump_json() for pair in diff.tasks.pairs),
        "targets": sorted(pair.model_dump_json() for pair in diff.targets.pairs),
        "alone": [sorted(names) for part in (diff.tasks, diff.targets) for names in (part.only_left, part.only_right)],
        "themes": diff.themes,
        "agencies": sorted(load.model_dump_json() for load in diff.agencies),
    }


def mirror(diff: PlanDiff) -> dict[str, object]:
    """The shape that the comparison the other way round must have."""
    tasks, targets = diff.tasks, diff.targets
    turned = diff.model_copy(
        update={
            "plan": diff.plan.model_copy(update={"changes": diff.plan.changes.mirrored()}),
            "tasks": tasks.model_copy(
                update={
                    "pairs": tuple(pair.mirrored() for pair in tasks.pairs),
                    "only_left": tasks.only_right,
                    "only_right": tasks.only_left,
                }
            ),
            "targets": targets.model_copy(
                update={
                    "pairs": tuple(pair.mirrored() for pair in targets.pairs),
                    "only_left": targets.only_right,
                    "only_right": targets.only_left,
                }
            ),
            "themes": tuple(count.model_copy(update={"left": count.right, "right": count.left}) for count in diff.themes),
            "agencies": tuple(
                load.model_copy(
                    update={
                        "left_leads": load.right_leads,
                        "left_supports": load.right_supports,
                        "right_leads": load.left_leads,
                        "right_supports": load.left_supports,
                    }
                )
                for load in diff.agencies
            ),
        }
    )
    return shape(turned)


def shuffled(plan: Plan, seed: int) -> Plan:
    chance = random.Random(seed)
    lists = {name: list(getattr(plan, name)) for name in ("tasks", "targets", "groups")}
    for items in lists.values():
        chance.shuffle(items)
    return plan.model_copy(update={name: tuple(items) for name, items in lists.items()})


@pytest.mark.parametrize("mode", [None, "provinces", "versions"])
@given(plan=plans | worded_plans())
def test_a_plan_does_not_differ_from_itself(plan: Plan, mode: str | None) -> None:
    diff = compare(plan, plan, Options(mode=mode))
    assert not diff.differs
    assert {(pair.left, pair.right) for pair in diff.tasks.pairs} == {(task.id, task.id) for task in plan.tasks}


@pytest.mark.parametrize("name", NAMES)
def test_a_real_plan_does_not_differ_from_itself(name: str) -> None:
    plan = gold_plan(name)
    diff = compare(plan, shuffled(plan, 3))
    assert not diff.differs
    assert [pair.kind for pair in diff.tasks.pairs] == ["same"] * len(plan.tasks)


@given(left=plans | worded_plans(), right=plans | worded_plans())
def test_the_other_way_round_is_the_mirror(left: Plan, right: Plan) -> None:
    assert shape(compare(right, left)) == mirror(compare(left, right))


@given(left=worded_plans(), right=worded_plans())
def test_no_task_or_target_is_lost_or_used_twice(left: Plan, right: Plan) -> None:
    diff = compare(left, right)
    for part, ones, others in ((diff.tasks, left.tasks, right.tasks), (diff.targets, left.targets, right.targets)):
        assert sorted([pair.left for pair in part.pairs] + list(part.only_left)) == sorted(item.id for item in ones)
        assert sorted([pair.right for pair in part.pairs] + list(part.only_right)) == sorted(item.id for item in others)


@pytest.mark.parametrize(("one", "other"), [("gia-lai", "thanh-hoa.appendix"), ("son-la", "bac-giang"), ("bac-giang", "lao-cai")])
def test_real_plans_mirror_and_do_not_depend_on_order(one: str, other: str) -> None:
    left, right = gold_plan(one), gold_plan(other)
    diff = compare(left, right)
    assert len(diff.tasks.pairs) > 4
    assert shape(compare(right, left)) == mirror(diff)
    assert shape(compare(shuffled(left, 1), shuffled(right, 2))) == shape(diff)


@given(left=worded_plans(), right=worded_plans(), seed=st.integers(0, 99))
def test_the_order_of_a_file_changes_only_the_order_of_output(left: Plan, right: Plan, seed: int) -> None:
    assert shape(compare(shuffled(left, seed), shuffled(right, seed + 1))) == shape(compare(left, right))


def test_output_follows_the_left_plan() -> None:
    left = shuffled(gold_plan("son-la"), 5)
    diff = compare(left, gold_plan("bac-giang"))
    order = [task.id for task in left.tasks]
    assert [pair.left for pair in diff.tasks.pairs] == [name for name in order if name not in diff.tasks.only_left]


@pytest.mark.parametrize("seed", ["0", "1", "77", "random"])
def test_the_same_bytes_each_run(seed: str) -> None:
    script = (
        "from diff.goldplans import gold_plan\n"
        "from ggplan.diff import compare\n"
        "from ggplan.serial import dump_json\n"
        "import sys; sys.stdout.reconfigure(encoding='utf-8')\n"
        "sys.stdout.write(dump_json(compare(gold_plan('gia-lai'), gold_plan('thanh-hoa.appendix')).as_data()))"
    )
    environment = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'tests'}", "PYTHONHASHSEED": seed}
    run = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, check=True)
    expected = dump_json(compare(gold_plan("gia-lai"), gold_plan("thanh-hoa.appendix")).as_data())
    assert run.stdout.decode() == expected


def test_versions_are_matched_by_id_first() -> None:
    before = gold_plan("gia-lai")
    reworded = before.tasks[3].model_copy(update={"actions": ("Rà soát, trình ban hành quy chế hoàn toàn mới về nghĩa trang.",)})
    after = before.model_copy(update={"tasks": (*before.tasks[:3], reworded, *before.tasks[4:])})
    diff = compare(before, after)
    assert diff.mode == "versions"
    changed = [pair for pair in diff.tasks.pairs if pair.changes]
    assert [(pair.left, pair.right) for pair in changed] == [(reworded.id, reworded.id)]
    assert changed[0].changes.changed == ["actions"]


def test_a_row_put_in_shifts_numbers_but_not_pairs() -> None:
    before = gold_plan("gia-lai")
    new = before.tasks[0].model_copy(update={"actions": ("Lập quy hoạch nghĩa trang.",)})
    names = [task.id for task in before.tasks] + ["18.3"]
    tasks = [task.model_copy(update={"id": name}) for task, name in zip((new, *before.tasks), names, strict=True)]
    diff = compare(before, before.model_copy(update={"tasks": tuple(tasks)}))
    assert diff.tasks.only_right == ("1.1",)
    assert not diff.tasks.only_left
    assert all(not pair.changes.actions for pair in diff.tasks.pairs)


def test_a_plan_that_says_things_twice_is_matched_section_by_section() -> None:
    both = merged_plan("thanh-hoa.body", "thanh-hoa.appendix")
    diff = compare(gold_plan("gia-lai"), both)
    sections = [pair.right.partition("-")[0] for pair in diff.tasks.pairs]
    assert sections.count("appendix") >= 55
    assert sections.count("body") <= 3
