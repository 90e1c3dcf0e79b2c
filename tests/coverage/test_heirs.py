"""Who answers today for every body that the five plans name: with an act, or with the words that none is recorded."""

from __future__ import annotations

from pathlib import Path

import pytest

from ggplan import canonical
from ggplan.app.covering import heirs_view
from ggplan.coverage.heirs import heirs_in_plan, heirs_of
from ggplan.coverage.model import Body
from ggplan.plan import AgencyMention
from ggplan.registry.loading import load_registry
from ggplan.report.heirs import NO_ACT, NO_HEIR, heirs_text
from support import CANONICAL, PLANS

DAY = "2025-07-01"
KNOWN = {"verified", "partly verified", "general knowledge", "no change recorded"}


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Away from anybody's settings."""
    monkeypatch.setenv("GGPLAN_CONFIG", str(tmp_path / "none.toml"))
    monkeypatch.chdir(tmp_path)


def view(slug: str) -> list[tuple[AgencyMention, tuple[Body, ...]]]:
    return heirs_view(canonical.load(CANONICAL / f"{slug}.yaml"), DAY)


@pytest.mark.parametrize("slug", PLANS)
def test_every_body_has_heirs_that_exist(slug: str) -> None:
    registry = load_registry()
    seen = view(slug)
    assert len(seen) >= 15
    for mention, bodies in seen:
        assert mention.id
        assert bodies, mention.id
        for body in bodies:
            agency = registry.agency(body.id)
            assert agency is not None, body.id
            assert agency.exists_on(DAY), body.id


@pytest.mark.parametrize("slug", PLANS)
def test_every_heir_is_shown_with_its_act_or_that_none_is_recorded(slug: str) -> None:
    """And with how well that is known, where nobody has verified it."""
    for mention, bodies in view(slug):
        for body, text in zip(bodies, heirs_text(bodies), strict=True):
            assert body.status in KNOWN, mention.id
            assert body.act is None or any(word in body.act for word in ("Nghị", "Luật", "Quyết", "Kết luận")), body.act
            assert (body.act or (NO_ACT if not body.unchanged else "[no change recorded]")) in text
            assert text.endswith(f"[{body.status}]") == (body.status != "verified")


def test_general_knowledge_is_marked_in_the_record_and_shown() -> None:
    registry = load_registry()
    steps = [step for agency in registry.agencies.values() for step in agency.successors]
    unsourced = [step for step in steps if step.sources == ("GK",)]
    assert unsourced
    assert all(step.status == "general knowledge" for step in unsourced)
    shown = [text for slug in PLANS for _, bodies in view(slug) for text in heirs_text(bodies) if "[general knowledge]" in text]
    assert shown


def test_what_no_act_says_is_not_the_act_of_the_provinces_merger() -> None:
    (body,) = heirs_of("ngan-hang-nha-nuoc-viet-nam-chi-nhanh-tinh", DAY, "bac-giang", load_registry())
    assert (body.act, body.province, body.province_act) == (None, "Bắc Ninh", "Nghị quyết 202/2025/QH15")
    assert heirs_text([body]) == [f"{body.name}, Bắc Ninh (Nghị quyết 202/2025/QH15), {NO_ACT}"]


@pytest.mark.parametrize("identity", ["cac-bo-nganh-trung-uong", "cac-tinh", "lien-doan-thuong-mai-va-cong-nghiep-viet-nam"])
def test_bodies_of_the_centre_do_not_move_with_the_province(identity: str) -> None:
    (body,) = heirs_of(identity, DAY, "bac-giang", load_registry())
    assert (body.province, body.act, body.unchanged) == (None, None, True)


def test_no_heir_is_said_so() -> None:
    assert heirs_of("so-khong-co", DAY, None, load_registry()) == ()
    assert heirs_text(()) == [NO_HEIR]


def test_before_any_change_every_body_answers_for_itself() -> None:
    """The day of the plan: no body has an heir other than itself."""
    registry = load_registry()
    for slug in PLANS:
        plan = canonical.load(CANONICAL / f"{slug}.yaml")
        for mention, bodies in heirs_in_plan(plan, "2023-12-01", registry):
            assert [body.id for body in bodies] == [mention.id]
