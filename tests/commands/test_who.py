"""`ggplan who`: options, exit codes, any terminal."""

from __future__ import annotations

import json

import pytest

from commands.running import run, run_apart
from support import CANONICAL

LAO_CAI = CANONICAL / "lao-cai.yaml"


def test_lines_for_people() -> None:
    result = run("who", "Sở Du lịch", LAO_CAI)
    assert result.exit_code == 0
    assert "Sở Du lịch (so-du-lich)" in result.stdout
    assert "leads 1 and joins 0 tasks in 1 of 1 plans" in result.stdout
    assert "V.11  leads" in result.stdout


def test_json_as_of_a_day() -> None:
    result = run("who", "so-noi-vu", LAO_CAI, "--as-of", "2025-07-01", "--format", "json")
    data = json.loads(result.stdout)
    assert data["as_of"] == "2025-07-01"
    assert {task["body"] for plan in data["plans"] for task in plan["tasks"]} == {
        "so-noi-vu",
        "so-lao-dong-thuong-binh-va-xa-hoi",
    }


def test_whole_actions() -> None:
    short, whole = (run("who", "Sở Y tế", LAO_CAI, *options).stdout for options in ([], ["--whole"]))
    assert len(whole) > len(short)
    assert "trẻ em nghèo." in " ".join(whole.split())


def test_nothing_to_do_is_exit_code_1() -> None:
    result = run("who", "Bộ Quốc phòng", LAO_CAI)
    assert result.exit_code == 1
    assert "leads 0 and joins 0 tasks in 0 of 1 plans" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["Sở Ảo thuật", str(LAO_CAI)], "no body is called"),
        (["Sở Y tế", str(LAO_CAI), "--as-of", "2025-13"], "is no date"),
        (["Sở Y tế", str(LAO_CAI), "--format", "xml"], "neither text nor json"),
        (["Sở Y tế", "nowhere.yaml"], "no such file"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_request_that_makes_no_sense(arguments: list[str], told: str) -> None:
    result = run("who", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stderr.count("\n") == 1


def test_any_code_page_and_width() -> None:
    env = {"PYTHONIOENCODING": "cp1258:strict", "COLUMNS": "40"}
    done = run_apart("who", "Sở Y tế", LAO_CAI, "--as-of", "2025-07-01", env=env)
    assert (done.returncode, done.stderr) == (0, b"")
    assert all(len(line) <= 40 for line in done.stdout.decode("utf-8").splitlines())
