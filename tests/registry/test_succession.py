"""Who answers for a body later, with part, act and status."""

from __future__ import annotations

import pytest

from ggplan.registry.loading import load_registry
from ggplan.registry.succession import heirs_of_province, successors


def test_a_merged_department() -> None:
    (heir,) = successors("so-tai-nguyen-va-moi-truong", "2025-07-01")
    assert (heir.id, heir.act, heir.status) == ("so-nong-nghiep-va-moi-truong", "Nghị định 45/2025/NĐ-CP", "verified")


def test_before_the_day_the_body_itself_answers() -> None:
    (heir,) = successors("so-tai-nguyen-va-moi-truong", "2025-02-28")
    assert (heir.id, heir.status, heir.act) == ("so-tai-nguyen-va-moi-truong", "no change recorded", None)


def test_split_duties_name_every_heir_with_its_part() -> None:
    heirs = {heir.id: heir.functions for heir in successors("so-lao-dong-thuong-binh-va-xa-hoi", "2025-03-01")}
    assert set(heirs) == {
        "so-noi-vu",
        "so-nong-nghiep-va-moi-truong",
        "so-giao-duc-va-dao-tao",
        "so-y-te",
        "cong-an-tinh",
    }
    assert heirs["so-giao-duc-va-dao-tao"] == "vocational education"


def test_a_body_that_kept_its_name_succeeds_itself_with_its_new_scope() -> None:
    (heir,) = successors("so-xay-dung", "2025-07-01")
    assert heir.id == "so-xay-dung"
    assert "Sở Giao thông vận tải" in heir.functions


def test_a_chain_is_followed_and_is_as_sure_as_its_weakest_step() -> None:
    (spring,) = successors("cuc-thong-ke-tinh", "2025-04-01")
    (summer,) = successors("cuc-thong-ke-tinh", "2025-07-01")
    assert (spring.id, summer.id) == ("chi-cuc-thong-ke-tinh", "thong-ke-tinh")
    assert summer.status == "general knowledge"
    assert summer.act is None


def test_a_chain_that_leads_back() -> None:
    assert [heir.id for heir in successors("bao-hiem-xa-hoi-tinh", "2025-04-01")] == ["bao-hiem-xa-hoi-khu-vuc"]
    assert [heir.id for heir in successors("bao-hiem-xa-hoi-tinh", "2025-08-01")] == ["bao-hiem-xa-hoi-tinh"]


def test_the_district_level_ended() -> None:
    (heir,) = successors("ubnd-cac-huyen-thi-xa-thanh-pho", "2025-07-01")
    assert heir.id == "ubnd-cac-xa-phuong-dac-khu"
    assert "203/2025/QH15" in (heir.act or "")


def test_every_body_says_who_answers_or_that_none_is_recorded() -> None:
    """An heir exists on the day, and one whose step is `verified` cites an act or a source."""
    registry = load_registry()
    for identity, agency in registry.agencies.items():
        heirs = successors(identity, "2025-07-01")
        assert heirs or not agency.exists_on("2025-07-01")
        for heir in heirs:
            assert heir.id == identity or registry.agencies[heir.id].exists_on("2025-07-01")
            assert heir.sources


def test_unknown_body() -> None:
    with pytest.raises(KeyError):
        successors("so-khong-co", "2025-07-01")


@pytest.mark.parametrize(
    ("slug", "day", "heir"),
    [
        ("bac-giang", "2024-01-01", "bac-giang"),
        ("bac-giang", "2025-07-01", "bac-ninh"),
        ("bac-ninh", "2025-07-01", "bac-ninh"),
        ("thua-thien-hue", "2026-01-01", "hue"),
        ("ha-noi", "2026-01-01", "ha-noi"),
    ],
)
def test_heirs_of_provinces(slug: str, day: str, heir: str) -> None:
    record = heirs_of_province(slug, day)
    assert record is not None
    assert record.slug == heir


def test_unknown_province() -> None:
    assert heirs_of_province("atlantis", "2025-07-01") is None
