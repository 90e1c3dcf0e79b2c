"""All that one body leads or joins, as written and as of a day."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from ggplan.app.covering import WhoSettings, find_body, heirs_view, load_named, who
from ggplan.canonical import load
from ggplan.coverage.bodies import duties_of
from ggplan.errors import InputError, UsageError
from ggplan.plan import AgencyMention, Plan, Task
from ggplan.registry.loading import load_registry
from ggplan.report.who_text import as_data, print_who
from support import CANONICAL, PLANS

REGISTRY = load_registry()
ALL = tuple(str(CANONICAL / f"{name}.yaml") for name in sorted(PLANS))
TODAY = "2025-07-01"


def test_as_written_only_the_body_itself_counts() -> None:
    for name in PLANS:
        plan = load(CANONICAL / f"{name}.yaml")
        duties = duties_of("so-y-te", [(name, plan)], REGISTRY)
        found = [(duty.task.id, duty.role) for one in duties for duty in one.duties]
        wanted = [
            (task.id, role)
            for task in plan.tasks
            for role, mentions in (("lead", task.lead_agencies), ("cooperating", task.cooperating_agencies))
            for mention in mentions
            if mention.id == "so-y-te"
        ]
        assert found == wanted


def test_as_of_a_day_duties_of_predecessors_count_too() -> None:
    before, now = (who(WhoSettings("Sở Nông nghiệp và Môi trường", ALL, as_of)) for as_of in (None, TODAY))
    assert before.plans == ()
    assert len(now.plans) == 5
    written = {duty.mention.id for plan in now.plans for duty in plan.duties}
    assert {"so-tai-nguyen-va-moi-truong", "so-nong-nghiep-va-phat-trien-nong-thon"} <= written
    bac_giang = next(plan for plan in now.plans if plan.plan.province and plan.plan.province.slug == "bac-giang")
    assert bac_giang.province_now == "Bắc Ninh"


def test_a_dissolved_body_still_finds_its_own_tasks() -> None:
    found = who(WhoSettings("Sở TN&MT", ALL, TODAY))
    assert found.id == "so-tai-nguyen-va-moi-truong"
    assert [heir.id for heir in found.heirs] == ["so-nong-nghiep-va-moi-truong"]
    assert {duty.mention.id for plan in found.plans for duty in plan.duties} == {"so-tai-nguyen-va-moi-truong"}


def test_collective_bodies_take_in_departments_where_asked() -> None:
    alone, together = (who(WhoSettings("Sở Y tế", ALL, collectives=flag)) for flag in (False, True))
    assert together.count("cooperating") > alone.count("cooperating")
    assert together.count("lead") > alone.count("lead")
    assert who(WhoSettings("Tỉnh đoàn", ALL, collectives=True)).count("lead") == who(WhoSettings("Tỉnh đoàn", ALL)).count("lead")


def test_plans_of_one_province() -> None:
    found = who(WhoSettings("Sở Y tế", ALL, province="Lào Cai"))
    assert [plan.name.rsplit("/", 1)[-1] for plan in found.plans] == ["lao-cai.yaml"]
    assert found.searched == 1
    with pytest.raises(UsageError, match="none of the plans is Hà Nội's"):
        who(WhoSettings("Sở Y tế", ALL, province="Hà Nội"))
    with pytest.raises(UsageError, match="no province is called"):
        who(WhoSettings("Sở Y tế", ALL, province="Atlantis"))


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("Sở Phép thuật", "no body is called"),
        ("Sở Y tế, Sở Tài chính", "names 2 bodies"),
        ("", "no body is called"),
    ],
)
def test_a_form_that_is_not_one_body_is_refused(form: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        find_body(form, REGISTRY)


def test_a_body_is_found_by_id_name_and_abbreviation() -> None:
    assert {find_body(form, REGISTRY).id for form in ("so-y-te", "Sở Y tế", "SỞ Y TẾ", "SYT")} == {"so-y-te"}


def test_plans_are_named_by_file_folder_or_name(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(load_named([str(CANONICAL)])) == 5
    monkeypatch.chdir(CANONICAL.parent.parent)
    assert [plan.name for plan in load_named([])] == [f"data/canonical/{name}.yaml" for name in sorted(PLANS)]
    assert load_named(["son-la"])[0].name == "data/canonical/son-la.yaml"
    with pytest.raises(UsageError, match="named twice"):
        load_named(["data/canonical/son-la.yaml", "./data/canonical/son-la.yaml"])
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="name one plan"):
        load_named([])
    with pytest.raises(UsageError, match="holds no canonical plan"):
        load_named(["."])
    with pytest.raises(InputError, match="no such file"):
        load_named(["gone.yaml"])


def test_the_view_of_a_plan_as_of_a_day() -> None:
    view = heirs_view(load(CANONICAL / "bac-giang.yaml"), TODAY)
    told = {mention.id: [heir.name for heir in heirs] for mention, heirs in view if mention.id}
    assert told["so-ke-hoach-va-dau-tu"] == ["Sở Tài chính"]
    stranger = Task(id="1", section="body", lead_agencies=(AgencyMention(text="Hội Kín"),))
    assert heirs_view(Plan(tasks=(stranger,)), TODAY) == [(stranger.lead_agencies[0], ())]
    with pytest.raises(UsageError, match="is no date"):
        heirs_view(load(CANONICAL / "bac-giang.yaml"), "soon")


def test_data_and_text_say_the_same() -> None:
    found = who(WhoSettings("Sở KH&CN", ALL, TODAY))
    data = json.loads(json.dumps(as_data(found)))
    assert (data["leads"], data["joins"]) == (found.count("lead"), found.count("cooperating"))
    assert sum(len(plan["tasks"]) for plan in data["plans"]) == data["leads"] + data["joins"]
    stream = io.StringIO()
    print_who(Console(file=stream, width=70, color_system=None, highlight=False), found)
    text = stream.getvalue()
    assert all(len(line) <= 70 for line in text.splitlines())
    assert "Bắc Giang (now Bắc Ninh)" in text
    assert "as Sở Thông tin và Truyền thông" in text
