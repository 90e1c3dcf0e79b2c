"""`ggplan merge`: one plan proposed, conflicts listed, nothing lost and nothing decided."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from diff.goldplans import gold_plan
from ggplan.app.merging import MergeSettings, run_merge
from ggplan.canonical import load, write
from ggplan.cli import app
from ggplan.diff.merge import Part, merge
from ggplan.diff.wording import Wording
from ggplan.plan import AgencyMention, Citation, Group, Period, Plan, Province, ReportingDuty, Target, Task, Timeframe
from support import CANONICAL, ggplan

ACTION = "Xây dựng, triển khai kế hoạch quản lý chất thải rắn sinh hoạt trên địa bàn tỉnh"
HEALTH = AgencyMention(text="Sở Y tế", id="so-y-te", name="Sở Y tế", via="exact", score=1.0)
NATURE = AgencyMention(
    text="Sở TN&MT", id="so-tai-nguyen-va-moi-truong", name="Sở Tài nguyên và Môi trường", via="alias", score=1.0
)


def task(**fields: object) -> Task:
    return Task(**{"id": "1", "section": "body", "actions": (ACTION,), "lead_agencies": (HEALTH,), **fields})


def merged(*plans: Plan, **options: object):
    return merge([Part(name, plan) for name, plan in zip("ABC", plans, strict=False)], **options)


@pytest.mark.parametrize(
    "names", [("son-la", "bac-giang"), ("gia-lai", "thanh-hoa.appendix"), ("son-la", "bac-giang", "lao-cai")]
)
def test_every_task_and_target_of_every_plan_is_in_the_proposal(names: tuple[str, ...]) -> None:
    plans = [gold_plan(name) for name in names]
    result = merge([Part(name, plan) for name, plan in zip(names, plans, strict=True)])
    for items, lists in ((result.report.tasks, "tasks"), (result.report.targets, "targets")):
        origins = sorted((origin.plan, origin.id) for item in items for origin in item.origins)
        assert origins == sorted(
            (name, item.id) for name, plan in zip(names, plans, strict=True) for item in getattr(plan, lists)
        )
    assert [item.id for item in result.report.tasks] == [task.id for task in result.plan.tasks]
    assert all((item.status == "shared") == (len(item.origins) > 1) for item in result.report.tasks)
    assert any(item.status == "shared" for item in result.report.tasks)


def test_no_action_is_lost() -> None:
    plans = [gold_plan("son-la"), gold_plan("bac-giang")]
    result = merged(*plans)
    spoken = {Wording().key(action) for task in result.plan.tasks for action in task.actions}
    by_origin = {(o.plan, o.id): item.id for item in result.report.tasks for o in item.origins}
    tasks = {task.id: task for task in result.plan.tasks}
    for name, plan in zip("AB", plans, strict=True):
        for one in plan.tasks:
            for action in one.actions:
                if Wording().key(action) not in spoken:
                    origins = next(i for i in result.report.tasks if i.id == by_origin[name, one.id]).origins
                    assert any(action in origin.wording for origin in origins)
                    assert name == "B"
                    assert len(origins) > 1
                    assert tasks[by_origin[name, one.id]].actions


def test_a_shared_task_stands_once_with_its_sources() -> None:
    result = merged(Plan(tasks=(task(id="1.1"),)), Plan(tasks=(task(id="7.3"),)))
    assert [one.note for one in result.plan.tasks] == ["Gộp từ A 1.1, B 7.3."]
    assert result.report.tasks[0].status == "shared"
    assert [conflict.kind for conflict in result.report.conflicts] == ["province"]


def test_a_task_of_one_plan_is_kept_and_marked() -> None:
    other = task(id="2", actions=("Trồng rừng gỗ lớn ở các huyện miền núi",))
    result = merged(Plan(tasks=(task(),)), Plan(tasks=(other,)))
    assert [one.note for one in result.plan.tasks] == ["Chỉ có ở A 1.", "Chỉ có ở B 2."]


def test_leads_and_times_are_listed_and_not_chosen() -> None:
    left = task(timeframe=Timeframe(text="Năm 2023", start=2023, end=2023))
    right = task(lead_agencies=(NATURE,), timeframe=Timeframe(text="2023 - 2030", start=2023, end=2030))
    result = merged(Plan(tasks=(left,)), Plan(tasks=(right,)))
    (one,) = result.plan.tasks
    assert [mention.id for mention in one.lead_agencies] == ["so-y-te", "so-tai-nguyen-va-moi-truong"]
    assert one.timeframe is None
    assert "thời gian (A: Năm 2023; B: 2023 - 2030)" in (one.note or "")
    assert "Cần quyết định: cơ quan chủ trì" in (one.note or "")
    kinds = {conflict.kind: conflict for conflict in result.report.conflicts}
    assert {"lead", "time"} <= {*kinds}
    assert [choice.value for choice in kinds["time"].choices] == ["Năm 2023", "2023 - 2030"]
    assert kinds["lead"].items == (one.id,)
    assert [conflict.number for conflict in result.report.conflicts] == list(range(1, len(result.report.conflicts) + 1))


def test_target_values_that_differ_all_stand() -> None:
    def forest(value: float) -> Plan:
        target = Target(
            id="T1",
            text=f"tỷ lệ che phủ rừng đạt {value}%",
            indicator="tỷ lệ che phủ rừng",
            min=value,
            max=value,
            unit="%",
            year=2030,
        )
        return Plan(targets=(target,))

    result = merged(forest(50), forest(37), forest(50))
    assert [(target.id, target.min) for target in result.plan.targets] == [("T1", 50), ("T2", 37)]
    conflict = next(conflict for conflict in result.report.conflicts if conflict.kind == "target")
    assert conflict.items == ("T1", "T2")
    assert [choice.plan for choice in conflict.choices] == ["A", "B", "C"]
    assert [item.status for item in result.report.targets] == ["shared", "single"]


def test_period_reporting_citations_and_abbreviations_that_differ() -> None:
    left = Plan(
        period=Period(start=2021, end=2030),
        citations=(Citation(number="882/QĐ-TTg", issued_on="2022-07-22"),),
        abbreviations={"TTX": "Tăng trưởng xanh"},
        reporting=(ReportingDuty(due="11-15", sender="Các sở", to="UBND tỉnh"),),
    )
    right = Plan(
        period=Period(start=2023, end=2030),
        citations=(Citation(number="882/QĐ-TTg", issued_on="2022-07-23"),),
        abbreviations={"TTX": "Thị trường xanh"},
        reporting=(ReportingDuty(due="12-10", sender="Các sở", to="UBND tỉnh"),),
    )
    result = merged(left, right)
    assert {conflict.kind for conflict in result.report.conflicts} == {
        "period",
        "citation",
        "abbreviation",
        "reporting",
        "province",
    }
    assert result.plan.period is None
    assert result.plan.citations == (Citation(number="882/QĐ-TTg"),)
    assert result.plan.abbreviations == {"TTX": "Tăng trưởng xanh / Thị trường xanh"}
    assert len(result.plan.reporting) == 2


def test_overlaps_are_listed_and_stay_apart() -> None:
    result = merged(gold_plan("thanh-hoa.body"), gold_plan("thanh-hoa.appendix"))
    overlaps = [conflict for conflict in result.report.conflicts if conflict.kind == "overlap"]
    assert len(overlaps) > 20
    ids = {task.id for task in result.plan.tasks}
    assert all({*conflict.items} <= ids and len(set(conflict.items)) == 2 for conflict in overlaps)


def test_numbers_follow_the_headings() -> None:
    plan = merged(gold_plan("son-la"), gold_plan("bac-giang")).plan
    groups = {group.id: group for group in plan.groups}
    assert [group.theme for group in plan.groups if group.theme] == list(range(1, 19))
    assert all(task.id == task.code and task.id.startswith(f"{task.group}.") for task in plan.tasks)
    assert all(groups[task.group or ""].theme == task.theme for task in plan.tasks)
    numbers = [tuple(int(part) for part in task.id.split(".")) for task in plan.tasks]
    assert numbers == sorted(numbers)


def test_a_heading_that_several_plans_have_stands_once() -> None:
    plans = [
        Plan(
            groups=(Group(id=name, section="body", title=title),),
            tasks=(task(id=f"{name}.1", group=name, actions=(action,)),),
        )
        for name, title, action in (
            ("IV", "Tổ chức thực hiện", "Trồng rừng gỗ lớn ở các huyện miền núi"),
            ("V", "Tổ chức  thực hiện", "Kiểm kê khí nhà kính của các cơ sở công nghiệp"),
            ("VI", "Giám sát", "Lập bản đồ ngập úng của các đô thị"),
        )
    ]
    groups = merged(*plans).plan.groups
    assert [group.title for group in groups] == ["Tổ chức thực hiện", "Giám sát"]


def test_the_registry_names_the_new_province(tmp_path: Path) -> None:
    for code, name, slug in (("64", "Gia Lai", "gia-lai"), ("52", "Bình Định", "binh-dinh")):
        plan = Plan(province=Province(code=code, name=name, slug=slug), tasks=(task(),))
        write(plan, tmp_path / f"{slug}.yaml")
    files = (str(tmp_path / "gia-lai.yaml"), str(tmp_path / "binh-dinh.yaml"))
    result = run_merge(MergeSettings(files))
    assert result.plan.province == Province(code="52", name="Gia Lai", slug="gia-lai")
    assert not result.report.conflicts
    named = run_merge(MergeSettings(files, province="Lào Cai"))
    assert named.plan.province is not None
    assert named.plan.province.slug == "lao-cai"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("son-la", "bac-giang"):
        write(gold_plan(name), tmp_path / f"{name}.yaml")
    return tmp_path


def test_the_command_writes_a_plan_that_can_be_read_and_its_conflicts(folder: Path) -> None:
    done = ggplan(
        "merge", "son-la.yaml", "bac-giang.yaml", "-o", "merged.yaml", "--conflicts", "conflicts.json", "--exit-code", cwd=folder
    )
    assert done.returncode == 1, done.stderr
    assert done.stdout.decode().startswith("Sơn La + Bắc Giang: ")
    plan = load(folder / "merged.yaml")
    assert plan.dump() == (folder / "merged.yaml").read_text(encoding="utf-8")
    report = json.loads((folder / "conflicts.json").read_text(encoding="utf-8"))
    assert report["plans"] == ["Sơn La", "Bắc Giang"]
    assert len(report["tasks"]) == len(plan.tasks)
    assert {conflict["kind"] for conflict in report["conflicts"]} == {"lead", "target", "overlap", "province"}


@pytest.mark.parametrize("names", [("son-la", "bac-giang", "lao-cai"), ("gia-lai", "thanh-hoa")])
def test_the_proposal_for_real_plans_validates(names: tuple[str, ...], tmp_path: Path) -> None:
    result = run_merge(MergeSettings(tuple(str(CANONICAL / f"{name}.yaml") for name in names)))
    write(result.plan, tmp_path / "merged.yaml")
    with contextlib.chdir(tmp_path):
        checked = CliRunner().invoke(app, ["validate", "merged.yaml", "--fail-on", "error"])
    assert checked.exit_code == 0, checked.output


def test_without_a_file_the_plan_goes_to_stdout_and_conflicts_to_stderr(folder: Path) -> None:
    done = ggplan("merge", "son-la.yaml", "bac-giang.yaml", cwd=folder)
    assert done.returncode == 0
    assert done.stdout.decode().startswith("ggplan: 1\n")
    assert "Who leads" in done.stderr.decode()


def test_the_same_bytes_each_time(folder: Path) -> None:
    for name in ("one.yaml", "two.yaml"):
        conflicts = name.replace("yaml", "md")
        assert ggplan("merge", "son-la.yaml", "bac-giang.yaml", "-o", name, "--conflicts", conflicts, cwd=folder).returncode == 0
    assert (folder / "one.yaml").read_bytes() == (folder / "two.yaml").read_bytes()
    assert (folder / "one.md").read_bytes() == (folder / "two.md").read_bytes()
    assert "- [ ] 1." in (folder / "one.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["son-la.yaml"], "two plans or more"),
        (["son-la.yaml", "son-la.yaml"], "are the same"),
        (["son-la.yaml", "no.yaml"], "no such file"),
        (["son-la.yaml", "bac-giang.yaml", "--province", "Atlantis"], "knows no province"),
        (["son-la.yaml", "bac-giang.yaml", "--min-score", "-1"], "from 0 to 1"),
        (["son-la.yaml", "bac-giang.yaml", "-o", "x.yaml", "--conflicts", "x.yaml"], "one file"),
        (["son-la.yaml", "bac-giang.yaml", "-o", "son-la.yaml"], "is the input"),
        (["son-la.yaml", "bac-giang.yaml", "--province", "Bac Gian"], "did you mean bac-giang"),
        (["son-la.yaml", "bac-giang.yaml", "--conflicts", "x.pdf"], "use .json, .md or .txt"),
    ],
)
def test_a_wrong_request_gets_one_sentence(folder: Path, arguments: list[str], sentence: str) -> None:
    with contextlib.chdir(folder):
        done = CliRunner().invoke(app, ["merge", *arguments])
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert sentence in done.stderr
