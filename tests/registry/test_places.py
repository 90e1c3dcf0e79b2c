"""Provinces as bodies, and the committees of single districts and communes: known by rule, with dates and heirs."""

from __future__ import annotations

import pytest

from ggplan.registry.lexicon import lexicon_for
from ggplan.registry.loading import load_registry
from ggplan.registry.places import PROVINCE, place_committee
from ggplan.registry.succession import successors
from ggplan.text import slug

OWN = "uy-ban-nhan-dan-tinh"

# province of the plan, what is written, id, name, via
WRITTEN = [
    ("gia-lai", "tỉnh Thái Nguyên", "tinh-thai-nguyen", "tỉnh Thái Nguyên", "exact"),
    ("gia-lai", "TỈNH THANH HOÁ", "tinh-thanh-hoa", "tỉnh Thanh Hóa", "exact"),
    ("gia-lai", "tỉnh Bà Rịa - Vũng Tàu", "tinh-ba-ria-vung-tau", "tỉnh Bà Rịa - Vũng Tàu", "exact"),
    ("gia-lai", "tỉnh Đắc Lắc", "tinh-dak-lak", "tỉnh Đắk Lắk", "alias"),
    ("gia-lai", "TP. Hồ Chí Minh", "thanh-pho-ho-chi-minh", "thành phố Hồ Chí Minh", "alias"),
    ("gia-lai", "thành phố Hà Nội", "thanh-pho-ha-noi", "thành phố Hà Nội", "exact"),
    ("gia-lai", "UBND tỉnh Thanh Hoá", "ubnd-tinh-thanh-hoa", "UBND tỉnh Thanh Hóa", "exact"),
    ("gia-lai", "UBND thành phố Đà Nẵng", "ubnd-thanh-pho-da-nang", "UBND thành phố Đà Nẵng", "exact"),
    ("gia-lai", "UBND tỉnh Gia Lai", OWN, "Ủy ban nhân dân tỉnh", "alias"),
    ("da-nang", "UBND thành phố Đà Nẵng", OWN, "Ủy ban nhân dân thành phố", "alias"),
    (None, "UBND tỉnh Gia Lai", OWN, "Ủy ban nhân dân tỉnh", "alias"),
    ("gia-lai", "UBND huyện Chư Sê", "ubnd-huyen-chu-se", "UBND huyện Chư Sê", "exact"),
    ("gia-lai", "UBND HUYỆN CHƯ SÊ", "ubnd-huyen-chu-se", "UBND huyện Chư Sê", "exact"),
    ("gia-lai", "UBND TP. Pleiku", "ubnd-thanh-pho-pleiku", "UBND thành phố Pleiku", "alias"),
    ("gia-lai", "Ủy ban nhân dân TX An Khê", "ubnd-thi-xa-an-khe", "UBND thị xã An Khê", "alias"),
    ("kon-tum", "UBND huyện Ia H'Drai", "ubnd-huyen-ia-h-drai", "UBND huyện Ia H'Drai", "exact"),
    ("ho-chi-minh", "UBND quận 1", "ubnd-quan-1", "UBND quận 1", "exact"),
    ("gia-lai", "UBND thị trấn Chư Prông", "ubnd-thi-tran-chu-prong", "UBND thị trấn Chư Prông", "exact"),
    ("bac-giang", "UBND thành phố Bắc Giang", "ubnd-thanh-pho-bac-giang", "UBND thành phố Bắc Giang", "exact"),
]


@pytest.mark.parametrize(
    ("province", "text", "identity", "name", "via"), WRITTEN, ids=[f"{one[1]} in {one[0]}" for one in WRITTEN]
)
def test_written_forms(province: str | None, text: str, identity: str, name: str, via: str) -> None:
    body = lexicon_for("2023-06-01", province).match_at(text)
    assert body is not None
    assert (body.id, body.name, body.via, text[body.start : body.end]) == (identity, name, via, text)


@pytest.mark.parametrize(
    "text", ["thành phố Pleiku", "thành phố Huế", "UBND huyện", "tỉnh Xanh", "tỉnh ta", "UBND huyện ta", "Tỉnh"]
)
def test_no_place_is_made_up(text: str) -> None:
    """Huế is no province's equal before 2025; a place of a committee has a name with a capital."""
    body = lexicon_for("2023-06-01", "gia-lai").match_at(text)
    assert body is None or body.end < len(text) or body.id is None


def test_in_running_prose_a_province_is_a_place() -> None:
    found = lexicon_for("2023-06-01", "gia-lai").find(
        "trên địa bàn tỉnh Thái Nguyên và thành phố Hà Nội, UBND huyện Chư Sê báo cáo"
    )
    assert [body.id for body in found] == ["ubnd-huyen-chu-se"]


def test_the_name_of_a_place_ends_where_a_body_begins() -> None:
    bodies, _ = lexicon_for("2023-06-01", "gia-lai").match_list("UBND huyện Chư Sê Sở Y tế")
    assert [body.id for body in bodies] == ["ubnd-huyen-chu-se", "so-y-te"]


def test_there_is_a_body_for_every_province_on_every_day() -> None:
    registry = load_registry()
    provinces = [agency for agency in registry.agencies.values() if agency.classification == PROVINCE]
    assert all(agency.id == slug(agency.name) and agency.sources for agency in provinces)
    for day, count in (("2023-01-01", 63), ("2025-07-01", 34), ("2026-10-01", 34)):
        assert sum(agency.exists_on(day) for agency in provinces) == count


def _heirs(identity: str, day: str) -> list[tuple[str, str | None]]:
    return [(heir.id, heir.act) for heir in successors(identity, day)]


MERGERS, DISTRICTS = "Nghị quyết 202/2025/QH15", "Nghị quyết 203/2025/QH15; Luật 72/2025/QH15"


@pytest.mark.parametrize(
    ("identity", "day", "heirs"),
    [
        ("tinh-bac-giang", "2025-06-30", [("tinh-bac-giang", None)]),
        ("tinh-bac-giang", "2025-07-01", [("tinh-bac-ninh", MERGERS)]),
        ("tinh-bac-ninh", "2025-07-01", [("tinh-bac-ninh", MERGERS)]),
        ("tinh-son-la", "2025-07-01", [("tinh-son-la", None)]),
        ("tinh-thua-thien-hue", "2025-07-01", [("thanh-pho-hue", "Nghị quyết 175/2024/QH15")]),
        ("tinh-dong-nai", "2026-04-30", [("thanh-pho-dong-nai", "30/2026/QH16")]),
        ("ubnd-tinh-bac-giang", "2025-07-01", [("ubnd-tinh-bac-ninh", MERGERS)]),
        ("ubnd-huyen-chu-se", "2025-06-30", [("ubnd-huyen-chu-se", None)]),
        ("ubnd-huyen-chu-se", "2025-07-01", [("ubnd-cac-xa-phuong-dac-khu", DISTRICTS)]),
        ("ubnd-xa-ia-ly", "2025-07-01", [("ubnd-cac-xa-phuong-dac-khu", DISTRICTS)]),
    ],
)
def test_heirs(identity: str, day: str, heirs: list[tuple[str, str | None]]) -> None:
    assert _heirs(identity, day) == heirs


def test_an_id_alone_gives_a_name_without_marks() -> None:
    registry = load_registry()
    known = registry.agency("ubnd-huyen-chu-se")
    assert known is not None
    assert (known.id, known.name, known.dissolution_date) == ("ubnd-huyen-chu-se", "UBND huyện Chu Se", "2025-07-01")
    for printed, name in (("UBND huyện Chư Sê", "UBND huyện Chư Sê"), ("Sở Y tế", "UBND huyện Chu Se")):
        named = registry.agency("ubnd-huyen-chu-se", printed)
        assert named is not None
        assert named.name == name


@pytest.mark.parametrize(
    "identity", ["", "so", "ubnd-huyen", "ubnd-huyen-", "ubnd-lang-sen", "ubnd-huyen-Chu-Se", "xubnd-huyen-a"]
)
def test_other_ids_are_unknown(identity: str) -> None:
    assert load_registry().agency(identity) is None
    with pytest.raises(KeyError):
        successors(identity, "2025-07-01")


def test_records_win_over_rules() -> None:
    agency = load_registry().agency("ubnd-thanh-pho-bac-giang")
    assert agency is not None
    assert agency.jurisdiction == "bac-giang"


@pytest.mark.parametrize(("level", "place"), [("huyện", "Chư Sê"), ("thị xã", "BUÔN HỒ"), ("huyện", "Krông  Búk")])
def test_the_id_is_the_slug_of_the_name(level: str, place: str) -> None:
    identity, name = place_committee(level, place)
    assert identity == slug(name)
    assert not name.isupper()
