"""`ggplan provinces`: codes with dates, mergers both ways, changes of type."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from commands.running import run, run_apart


def listed(*arguments: str) -> list[dict[str, Any]]:
    result = run("provinces", *arguments, "--format", "json")
    assert result.exit_code == 0, result.stderr
    found: list[dict[str, Any]] = json.loads(result.stdout)["provinces"]
    return found


@pytest.mark.parametrize(("day", "count"), [("2025-06-30", 63), ("2025-07-01", 34)])
def test_how_many_on_a_day(day: str, count: int) -> None:
    found = listed("--as-of", day)
    assert len(found) == count
    assert len({province["code"] for province in found}) == count


REUSED = {
    "15": ("Yên Bái", "Lào Cai"),
    "24": ("Bắc Giang", "Bắc Ninh"),
    "44": ("Quảng Bình", "Quảng Trị"),
    "52": ("Bình Định", "Gia Lai"),
    "80": ("Long An", "Tây Ninh"),
    "82": ("Tiền Giang", "Đồng Tháp"),
    "91": ("Kiên Giang", "An Giang"),
}


@pytest.mark.parametrize("code", REUSED)
def test_a_code_that_changed_its_meaning_shows_both_with_their_days(code: str) -> None:
    before, after = listed(code)
    assert (before["name"], after["name"]) == REUSED[code]
    assert (before["valid_to"], after["valid_from"]) == ("2025-06-30", "2025-07-01")
    assert before["now"]["name"] == REUSED[code][1]


@pytest.mark.parametrize("name", ["Bắc Giang", "bac-giang", "BAC GIANG", "tỉnh Bắc Giang"])
def test_a_name_in_any_form(name: str) -> None:
    (found,) = listed(name, "--as-of", "2025-07-01")
    assert (found["code"], found["now"]) == ("24", {"slug": "bac-ninh", "code": "24", "name": "Bắc Ninh"})
    assert found["act"] == "Nghị quyết 202/2025/QH15"


def test_mergers_both_ways() -> None:
    before, after = listed("Bắc Ninh")
    assert before["now"]["code"] == "24"
    assert after["formed_from"] == ["bac-giang", "bac-ninh"]
    text = " ".join(run("provinces", "Bắc Ninh").stdout.split())
    assert "made of Bắc Giang, Bắc Ninh" in text


def test_a_province_that_went_on_unchanged_has_one_record() -> None:
    (found,) = listed("Sơn La")
    assert "now" not in found
    assert "valid_to" not in found


def test_types_change_with_time() -> None:
    kinds = {day: {one["name"]: one["type"] for one in listed("--as-of", day)} for day in ("2026-08-31", "2026-09-01")}
    assert [kinds[day]["Quảng Ninh"] for day in kinds] == ["tỉnh", "thành phố"]


def test_csv_opens_in_a_spreadsheet() -> None:
    text = run("provinces", "--format", "csv").stdout
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert {row["Code"] for row in rows if row["Name"] == "Gia Lai"} == {"64", "52"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(["Atlantis"], "no province is called"), (["--as-of", "x"], "is no date"), (["--format", "x"], "none of text, json, csv")],
    ids=str,
)
def test_a_request_that_makes_no_sense(arguments: list[str], told: str) -> None:
    result = run("provinces", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr


def test_any_code_page_and_width() -> None:
    env = {"PYTHONIOENCODING": "cp1258:strict", "COLUMNS": "60"}
    done = run_apart("provinces", env=env)
    assert (done.returncode, done.stderr) == (0, b"")
    assert all(len(line) <= 60 for line in done.stdout.decode("utf-8").splitlines())
