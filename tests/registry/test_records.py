"""The shipped registries: compiled, typed, sound."""

from __future__ import annotations

import dataclasses
import json
import time

import pytest

from ggplan.registry.compile import compile_sources
from ggplan.registry.lint import lint
from ggplan.registry.loading import COMPILED, load_registry, registry_of
from ggplan.registry.models import Agency
from ggplan.text import slug


def test_compiled_file_is_what_the_sources_say() -> None:
    assert COMPILED.read_text("utf-8") == compile_sources(), "run python -m ggplan.registry.compile"


def test_shipped_registries_have_no_problem() -> None:
    assert lint(load_registry()) == []


def test_loading_is_fast() -> None:
    text = COMPILED.read_text("utf-8")
    seconds = []
    for _ in range(5):
        began = time.perf_counter()
        registry_of(json.loads(text))
        seconds.append(time.perf_counter() - began)
    assert min(seconds) < 0.06


def test_records_are_frozen() -> None:
    agency = load_registry().agencies["so-y-te"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        agency.name = "other"  # type: ignore[misc]


def test_ids_of_departments_and_ministries_are_slugs_of_their_names() -> None:
    plain = [one for one in load_registry().agencies.values() if one.classification in ("so", "bo")]
    assert len(plain) > 40
    assert [one.id for one in plain] == [slug(one.name) for one in plain]


@pytest.mark.parametrize(
    ("day", "count"), [("2021-01-01", 63), ("2024-12-31", 63), ("2025-06-30", 63), ("2025-07-01", 34), ("2026-10-01", 34)]
)
def test_number_of_provinces(day: str, count: int) -> None:
    valid = [record for record in load_registry().provinces if record.valid_on(day)]
    assert len(valid) == count
    assert len({record.code for record in valid}) == len({record.slug for record in valid}) == count


@pytest.mark.parametrize("code", ["15", "24", "44", "52", "80", "82", "91"])
def test_codes_that_changed_their_meaning(code: str) -> None:
    records = [record for record in load_registry().provinces if record.code == code]
    before = [record.slug for record in records if record.valid_on("2025-06-30")]
    after = [record.slug for record in records if record.valid_on("2025-07-01")]
    assert len(before) == len(after) == 1
    assert before != after


def test_every_old_province_has_an_heir_that_names_it() -> None:
    registry = load_registry()
    for record in registry.provinces:
        if record.valid_to == "2025-06-30":
            heir = registry.province(record.successor or "", "2025-07-01")
            assert heir is not None
            assert heir.valid_on("2025-07-01")
            assert record.slug in heir.formed_from


def test_type_of_a_province_changes_with_the_date() -> None:
    dong_nai = load_registry().province("dong-nai", "2026-05-01")
    assert dong_nai is not None
    assert (dong_nai.kind_on("2026-04-29"), dong_nai.kind_on("2026-04-30")) == ("tỉnh", "thành phố")


def test_national_plan_holds_what_is_attested() -> None:
    national = load_registry().national
    assert national is not None
    assert dict(national.totals) == {"themes": 18, "groups": 57, "tasks": 134}
    assert [theme.code for theme in national.themes] == [str(number) for number in range(1, 19)]
    assert {code for entry in national.attested for code in entry.codes} >= {"1.1.2", "6.2", "16.2.2"}
    assert national.themes[8].status == "title only"


@pytest.mark.parametrize(
    ("day", "alive"), [(None, True), ("2023", True), ("2025-02-28", True), ("2025-03-01", False), ("2026", False)]
)
def test_a_dissolved_body_exists_until_the_day_before(day: str | None, alive: bool) -> None:
    agency: Agency = load_registry().agencies["so-giao-thong-van-tai"]
    assert agency.exists_on(day) is alive


def test_a_new_body_exists_from_its_day_on() -> None:
    agency = load_registry().agencies["so-nong-nghiep-va-moi-truong"]
    assert [agency.exists_on(day) for day in ("2025-02-28", "2025-03-01")] == [False, True]
