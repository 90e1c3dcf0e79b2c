"""`ggplan coverage`: options, formats, exit codes, any terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from catalogue.printing import as_catalogue, records
from commands.running import run, run_apart
from ggplan.app.catalogue import catalogue_text
from support import CANONICAL, ROOT

GIA_LAI = CANONICAL / "gia-lai.yaml"


@pytest.fixture
def full(tmp_path: Path) -> Path:
    path = tmp_path / "qd882.yaml"
    path.write_text(catalogue_text(as_catalogue(records())), "utf-8")
    return path


@pytest.fixture(autouse=True)
def no_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GGPLAN_CONFIG", str(tmp_path / "none.toml"))


def test_the_map_of_the_plans_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = run("coverage")
    assert result.exit_code == 0
    assert "5 plans beside 882/QĐ-TTg of 2022-07-22 (attested catalogue" in result.stdout
    assert "Sơn La: nothing in 7 Bình đẳng trong chuyển đổi xanh" in result.stdout


def test_json_on_stdout() -> None:
    result = run("coverage", GIA_LAI, "--format", "json")
    data = json.loads(result.stdout)
    assert data["plans"][0]["themes"]["10"]["tasks"] == 9


@pytest.mark.parametrize("suffix", [".json", ".csv", ".html", ".xlsx", ".txt"])
def test_files_by_suffix_the_same_each_run(full: Path, tmp_path: Path, suffix: str) -> None:
    files = [tmp_path / f"{number}{suffix}" for number in (1, 2)]
    for file in files:
        result = run("coverage", GIA_LAI, "--catalogue", full, "-o", file)
        assert result.exit_code == 0, result.stderr
    assert files[0].read_bytes() == files[1].read_bytes()
    if suffix == ".xlsx":
        assert "National tasks" in load_workbook(files[0]).sheetnames
    if suffix == ".csv":
        assert files[0].read_bytes().startswith(b"\xef\xbb\xbf")


def test_groups_and_leads_as_of_a_day(full: Path) -> None:
    result = run("coverage", CANONICAL / "bac-giang.yaml", "--catalogue", full, "--by", "group", "--as-of", "2025-07-01")
    assert result.exit_code == 0
    assert "Cells are numbers of tasks" in result.stdout
    assert "Nghị quyết 202/2025/QH15" in " ".join(result.stdout.split())


WRONG = [
    (["--measure", "money"], "none of tasks, actions, targets"),
    (["--by", "year"], "none of theme, group, task"),
    (["--by", "group"], "needs a full catalogue"),
    (["--format", "pdf"], "choose from text, json, csv, xlsx, html"),
    (["--as-of", "soon"], "is no date"),
    (["--catalogue", "gone.yaml"], "import a catalogue"),
    (["-o", "."], "is a folder"),
]


@pytest.mark.parametrize(("options", "told"), WRONG, ids=[" ".join(options) for options, _ in WRONG])
def test_a_request_that_makes_no_sense(options: list[str], told: str) -> None:
    result = run("coverage", GIA_LAI, *options, *(["--format", "json"] if options[0] == "-o" else []))
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_plan_is_never_written_over(tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    plan.write_bytes(GIA_LAI.read_bytes())
    result = run("coverage", plan, "-o", plan)
    assert result.exit_code == 2
    assert plan.read_bytes() == GIA_LAI.read_bytes()


@pytest.mark.parametrize("columns", ["30", "80"])
def test_any_code_page_and_width(columns: str) -> None:
    env = {"PYTHONIOENCODING": "cp1258:strict", "COLUMNS": columns}
    done = run_apart("coverage", CANONICAL / "son-la.yaml", "--as-of", "2025-07-01", env=env)
    assert done.returncode == 0
    assert done.stderr == b""
    lines = done.stdout.decode("utf-8").splitlines()
    assert "Sơn La" in done.stdout.decode("utf-8")
    assert all(len(line) <= int(columns) for line in lines)


def test_a_workbook_can_be_piped() -> None:
    done = run_apart("coverage", GIA_LAI, "--format", "xlsx")
    assert done.returncode == 0
    assert done.stdout.startswith(b"PK")
