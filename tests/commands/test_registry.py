"""`ggplan registry`: lint and rulings, and `ggplan agencies --as-of`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from commands.running import run, run_apart

FORM = "Ban Quản lý lồng hồ Sông Mơ"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GGPLAN_CONFIG", str(tmp_path / "user" / "ggplan.toml"))
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def bodies(form: str, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("agencies", form, *options, "--format", "json").stdout)["forms"][0]["bodies"]
    return found


def test_the_shipped_registry_is_sound() -> None:
    result = run("registry", "lint")
    assert result.exit_code == 0, result.stdout
    assert " 0 problems" in result.stdout


def test_additions_are_checked_with_it(project: Path) -> None:
    body = project / "own.yml"
    body.write_text("- {id: so-moi, name: Sở Tài chính, classification: so}\n", "utf-8")
    result = run("registry", "lint", "own.yml", "--format", "json")
    assert result.exit_code == 1
    rules = {problem["rule"] for problem in json.loads(result.stdout)["problems"]}
    assert {"uncited", "name-shared"} <= rules


def test_successions_from_general_knowledge_are_listed() -> None:
    listed = json.loads(run("registry", "lint", "--format", "json").stdout)["general_knowledge"]
    assert listed
    assert listed[0] in run("registry", "lint", "--general-knowledge").stdout


def test_a_ruling_is_obeyed_by_later_runs(project: Path) -> None:
    assert "id" not in bodies(FORM)[0]
    result = run("registry", "add-alias", FORM, "Sở TN&MT")
    assert result.exit_code == 0, result.stderr
    assert "ggplan.toml now names ggplan-registry.yml" in result.stdout
    (body,) = bodies(FORM)
    assert (body["id"], body["via"]) == ("so-tai-nguyen-va-moi-truong", "alias")
    again = run("registry", "add-alias", FORM, "so-tai-nguyen-va-moi-truong")
    assert "nothing was recorded" in again.stdout
    assert (project / "ggplan-registry.yml").read_text("utf-8").count("\n") == 1
    assert run("registry", "lint").exit_code == 0


def test_a_second_ruling_goes_to_the_same_file(project: Path) -> None:
    run("registry", "add-alias", FORM, "so-y-te")
    configuration = (project / "ggplan.toml").read_text("utf-8")
    result = run("registry", "add-alias", "Ban Quản lý đồi hoa", "so-du-lich", "--from", "2023-01-01")
    assert result.exit_code == 0, result.stderr
    assert (project / "ggplan.toml").read_text("utf-8") == configuration
    assert (project / "ggplan-registry.yml").read_text("utf-8").count("\n") == 2


def test_a_file_of_ones_own_choice(project: Path) -> None:
    (project / "rules").mkdir()
    run("registry", "add-alias", FORM, "so-y-te", "--file", "rules/mine.yml")
    assert '"rules/mine.yml"' in (project / "ggplan.toml").read_text("utf-8")
    assert bodies(FORM)[0]["id"] == "so-y-te"


REFUSED = [
    ([FORM, "so-khong-co"], "no body is called"),
    (["Sở Tài chính, Sở Y tế", "so-y-te"], "rule on one at a time"),
    (["Sở Tài chính", "so-y-te"], "is the name of so-tai-chinh"),
    (["", "so-y-te"], "is empty"),
    ([FORM, "so-y-te", "--from", "x"], "is no date"),
]


@pytest.mark.parametrize(("arguments", "told"), REFUSED, ids=[" ".join(arguments) for arguments, _ in REFUSED])
def test_a_ruling_that_makes_no_sense_leaves_nothing_behind(project: Path, arguments: list[str], told: str) -> None:
    result = run("registry", "add-alias", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert list(project.iterdir()) == []


def test_a_contrary_ruling_is_refused(project: Path) -> None:
    run("registry", "add-alias", FORM, "so-y-te")
    before = (project / "ggplan-registry.yml").read_bytes()
    result = run("registry", "add-alias", FORM, "so-xay-dung")
    assert result.exit_code == 2
    assert "already ruled" in result.stderr
    assert (project / "ggplan-registry.yml").read_bytes() == before


def test_agencies_as_of_a_day() -> None:
    (body,) = bodies("Sở TN&MT", "--as-of", "2025-07-01", "--province", "Bắc Giang")
    (heir,) = body["heirs"]
    assert (heir["id"], heir["province"]) == ("so-nong-nghiep-va-moi-truong", "Bắc Ninh")
    assert heir["act"] == "Nghị định 45/2025/NĐ-CP; Nghị quyết 202/2025/QH15"
    assert "heirs" not in bodies("Sở TN&MT")[0]


def test_agencies_tell_all_heirs_with_their_part_and_doubt() -> None:
    text = " ".join(run("agencies", "Sở TT&TT; Sở VHTT; UBND các huyện", "--as-of", "2025-07-01").stdout.split())
    assert "As of 2025-07-01 there answers for Sở Thông tin và Truyền thông:" in text
    assert "press and publishing" in text
    assert "[general knowledge]" in text
    assert "UBND các xã, phường, đặc khu: no one-to-one heir; the district level ended" in text


def test_any_code_page_and_width(project: Path) -> None:
    env = {"PYTHONIOENCODING": "cp1258:strict", "COLUMNS": "60", "GGPLAN_CONFIG": str(project / "none")}
    done = run_apart("agencies", "Sở TT&TT", "--as-of", "2025-07-01", cwd=project, env=env)
    assert (done.returncode, done.stderr) == (0, b"")
    assert all(len(line) <= 60 for line in done.stdout.decode("utf-8").splitlines())
