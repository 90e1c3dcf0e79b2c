"""The plan as printed given its ids: nothing printed changes, nothing is dropped, what is unknown is told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from ggplan.errors import UsageError
from ggplan.normalize.plan import normalise
from ggplan.plan import Plan, Task
from strategies import plans
from support import PLANS


def plan(*tasks: dict[str, Any], **fields: Any) -> Plan:
    head = {"document": {"issuer": "UBND tỉnh Gia Lai", "issued_on": "2023-10-18"}}
    return Plan.model_validate({**head, **fields, "tasks": [{"section": "appendix", **task} for task in tasks]})


def slugs(findings: list[Any]) -> list[str]:
    return [finding.slug for finding in findings]


def texts(*names: str) -> list[dict[str, str]]:
    return [{"text": name} for name in names]


def names(task: Task) -> tuple[list[str | None], list[str | None]]:
    return [body.name for body in task.lead_agencies], [body.name for body in task.cooperating_agencies]


def test_bodies_get_their_ids_and_keep_their_words() -> None:
    found, findings = normalise(
        plan({"id": "1", "lead_agencies": texts("Sở TN&MT"), "cooperating_agencies": texts("Các Sở, ban ngành")})
    )
    (lead,), (partner,) = found.tasks[0].lead_agencies, found.tasks[0].cooperating_agencies
    assert (lead.text, lead.id, lead.name, lead.via) == (
        "Sở TN&MT",
        "so-tai-nguyen-va-moi-truong",
        "Sở Tài nguyên và Môi trường",
        "alias",
    )
    assert (partner.text, partner.name) == ("Các Sở, ban ngành", "Các sở, ban, ngành")
    assert findings == []


def test_a_list_in_one_cell_is_many_bodies() -> None:
    cell = "Các Sở, ban ngành có liên quan và UBND các huyện, thị xã, thành phố"
    found, _ = normalise(plan({"id": "1", "lead_agencies": texts("Sở Y tế"), "cooperating_agencies": texts(cell)}))
    assert names(found.tasks[0]) == (["Sở Y tế"], ["Các sở, ban, ngành", "UBND các huyện, thị xã, thành phố"])


def test_a_role_in_a_cell_decides_the_list() -> None:
    cell = "Sở Công Thương chủ trì; Sở Nông nghiệp và PTNT phối hợp"
    found, _ = normalise(plan({"id": "1", "lead_agencies": texts(cell)}))
    assert names(found.tasks[0]) == (["Sở Công Thương"], ["Sở Nông nghiệp và Phát triển nông thôn"])


def test_who_leads_a_narrative_task_does_not_cooperate_in_it() -> None:
    both = {"lead_agencies": texts("Sở Y tế"), "cooperating_agencies": texts("Sở Y tế", "Sở Nội vụ")}
    found, _ = normalise(plan({"id": "1", **both, "section": "body"}, {"id": "2", **both}))
    assert names(found.tasks[0]) == (["Sở Y tế"], ["Sở Nội vụ"])
    assert names(found.tasks[1]) == (["Sở Y tế"], ["Sở Y tế", "Sở Nội vụ"])


def test_the_bank_is_that_of_the_province() -> None:
    cell = texts("Ngân hàng nhà nước Việt Nam chi nhánh tỉnh")
    found, _ = normalise(plan({"id": "1", "lead_agencies": cell}))
    assert found.tasks[0].lead_agencies[0].name == "Ngân hàng Nhà nước Việt Nam chi nhánh tỉnh Gia Lai"
    other, _ = normalise(plan({"id": "1", "lead_agencies": cell}), province="Sơn La")
    assert other.tasks[0].lead_agencies[0].name == "Ngân hàng Nhà nước Việt Nam chi nhánh tỉnh Sơn La"


def test_an_unknown_body_is_kept_and_told() -> None:
    found, findings = normalise(plan({"id": "7", "lead_agencies": texts("Câu lạc bộ Cờ vua")}))
    (lead,) = found.tasks[0].lead_agencies
    assert (lead.text, lead.id, lead.via) == ("Câu lạc bộ Cờ vua", None, None)
    assert slugs(findings) == ["agency-unknown"]
    assert findings[0].item == "7"
    assert "Câu lạc bộ Cờ vua" in findings[0].message


def test_times_codes_and_themes() -> None:
    groups = [
        {"id": "1", "section": "appendix", "code": "1", "title": "DU LỊCH"},
        {
            "id": "2",
            "section": "appendix",
            "code": "2",
            "title": "Y tế (Thực hiện nhiệm vụ 17.1,1 Phụ lục I Quyết định số 882/QĐ-TTg)",
        },
    ]
    tasks = [
        {"id": "1.1", "group": "1", "lead_agencies": texts("Sở Y tế"), "timeframe": {"text": "2023 - 2030"}},
        {"id": "2.1", "group": "2", "lead_agencies": texts("Sở Y tế"), "timeframe": {"text": "Theo tiến độ"}},
    ]
    found, findings = normalise(plan(*tasks, groups=groups))
    assert [(group.title, group.theme, group.national) for group in found.groups] == [
        ("Du lịch", 18, ()),
        ("Y tế", 17, ("17.1.1",)),
    ]
    assert [task.theme for task in found.tasks] == [18, 17]
    times = [task.timeframe for task in found.tasks]
    assert [(time.start, time.end) for time in times if time] == [(2023, 2030), (None, None)]
    assert sorted(set(slugs(findings)) & {"national-code-repaired", "time-unread"}) == ["national-code-repaired", "time-unread"]


def test_a_code_outside_the_decision_is_told() -> None:
    groups = [{"id": "1", "section": "body", "code": "1", "title": "Y tế (nhiệm vụ 19.1.1 Phụ lục I)"}]
    found, findings = normalise(plan(groups=groups))
    assert found.groups[0].national == ("19.1.1",)
    assert "national-code-unknown" in slugs(findings)


def test_the_province_is_told_or_asked_for() -> None:
    found, findings = normalise(plan())
    assert found.province is not None
    assert (found.province.code, found.province.slug) == ("64", "gia-lai")
    nobody, findings = normalise(Plan())
    assert nobody.province is None
    assert slugs(findings) == ["province-unknown"]
    assert normalise(Plan(), province="gia lai")[0].province == found.province


def test_a_province_that_nobody_knows() -> None:
    with pytest.raises(UsageError) as caught:
        normalise(plan(), province="Atlantis")
    assert "Atlantis" in str(caught.value)


@given(plans)
def test_any_plan_is_given_ids_and_keeps_what_is_printed(plan: Plan) -> None:
    found, _ = normalise(plan)
    assert [task.id for task in found.tasks] == [task.id for task in plan.tasks]
    assert [task.actions for task in found.tasks] == [task.actions for task in plan.tasks]
    assert found.targets == plan.targets
    assert found.provenance == plan.provenance
    Plan.model_validate(found.as_data())


@pytest.mark.parametrize("slug", PLANS)
def test_every_body_of_the_five_plans_is_known(slug: str, five_plans: Any) -> None:
    tasks = five_plans[slug].plan.tasks
    bodies = [body for task in tasks for body in (*task.lead_agencies, *task.cooperating_agencies)]
    assert bodies
    assert [body.text for body in bodies if body.id is None] == []


@pytest.mark.parametrize("slug", PLANS)
def test_what_has_its_ids_keeps_them(slug: str, five_plans: Any) -> None:
    plan = five_plans[slug].plan
    again, _ = normalise(plan)
    assert again.province == plan.province
    assert [names(task) for task in again.tasks] == [names(task) for task in plan.tasks]
    assert [task.timeframe for task in again.tasks] == [task.timeframe for task in plan.tasks]
