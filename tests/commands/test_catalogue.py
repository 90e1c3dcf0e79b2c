"""`ggplan catalogue`: import, check, show, use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from catalogue.printing import flattened, print_documents, records
from commands.running import run, run_apart


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GGPLAN_CONFIG", str(tmp_path / "user" / "ggplan.toml"))
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def document(project: Path) -> Path:
    """An appendix as HTML; the press prints no decision's number there."""
    return print_documents(records(), project, ["html"])["html"]


def imported(document: Path, *options: str) -> Path:
    result = run("catalogue", "import", document, "-o", "qd882.yaml", "--number", "882/QĐ-TTg", *options)
    assert result.exit_code == 0, result.stderr
    return Path("qd882.yaml")


def test_import_show_use_and_back(document: Path, project: Path) -> None:
    path = imported(document)
    assert "attested only (18 themes, 57 groups, 134 tasks)" in run("catalogue", "show").stdout
    used = run("catalogue", "use", path)
    assert used.exit_code == 0
    assert (project / "ggplan.toml").read_text("utf-8") == '[catalogue]\nuse = "qd882.yaml"\n'
    shown = run("catalogue", "show", "10.5.3").stdout
    assert "imported, 18 themes, 57 groups, 134 tasks" in shown
    assert "lead: Bộ Giao thông vận tải" in shown
    assert run("catalogue", "use", "--attested").exit_code == 0
    assert "attested only" in run("catalogue", "show").stdout


def test_import_and_use_at_once(document: Path, project: Path) -> None:
    imported(document, "--use")
    assert "qd882.yaml" in (project / "ggplan.toml").read_text("utf-8")


def test_what_is_attested_is_shown_with_its_status() -> None:
    data = json.loads(run("catalogue", "show", "1", "9", "--format", "json").stdout)
    assert data["totals"] == {"themes": 18, "groups": 57, "tasks": 134}
    first, *_, last = data["entries"]
    assert (first["status"], first["groups"], first["tasks"], first["inside"]) == ("attested", 2, 9, "counts only")
    assert (last["code"], last["status"], last["inside"]) == ("9", "title only", "unknown")
    code = next(entry for entry in data["entries"] if entry["code"] == "1.1.2")
    assert code["title"] is None
    assert "son-la.txt III.1" in code["note"]


def test_a_damaged_appendix_is_refused_with_the_place(project: Path) -> None:
    damaged = [one for one in records() if one["code"] != "4.2.3"]
    Path("damaged.txt").write_text(flattened(damaged), "utf-8")
    result = run("catalogue", "import", "damaged.txt", "-o", "out.yaml")
    assert result.exit_code == 2
    assert "error: between 4.2.2 (page" in result.stderr
    assert "4.2.3 is missing" in result.stderr
    assert "Nothing was written" in result.stderr
    assert not (project / "out.yaml").exists()
    checked = run("catalogue", "check", "damaged.txt", "--format", "json")
    assert checked.exit_code == 1
    assert {problem["code"] for problem in json.loads(checked.stdout)["problems"] if problem["kind"] == "missing"} == {"4.2.3"}


def test_doubtful_cells_are_told_but_stop_nothing(project: Path) -> None:
    Path("flat.txt").write_text(flattened(records()), "utf-8")
    result = run("catalogue", "import", "flat.txt", "-o", "flat.yaml")
    assert result.exit_code == (1 if "warning" in result.stderr.split("errors,")[0] else 0)
    assert (project / "flat.yaml").exists()
    assert run("catalogue", "check", "flat.yaml").exit_code == 0


WRONG = [
    (["import", "gone.pdf", "-o", "x.yaml"], "there is no such file"),
    (["check", "gone.pdf"], "there is no such file"),
    (["show", "--format", "xml"], "neither text nor json"),
    (["show", "19"], "19 is not in what is attested"),
    (["use"], "name one catalogue"),
    (["use", "gone.yaml"], "No such file"),
    (["use", "a.yaml", "--attested"], "name one catalogue"),
    (["check", "x", "--expect", "1/2"], "give three numbers"),
    (["check", "x", "--issued-on", "soon"], "is no date"),
]


@pytest.mark.parametrize(("arguments", "told"), WRONG, ids=[" ".join(arguments) for arguments, _ in WRONG])
def test_a_request_that_makes_no_sense(arguments: list[str], told: str) -> None:
    result = run("catalogue", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stderr.count("\n") == 1


def test_any_code_page_and_width(project: Path) -> None:
    env = {"PYTHONIOENCODING": "cp1258:strict", "COLUMNS": "50"}
    done = run_apart("catalogue", "show", cwd=project, env=env)
    assert (done.returncode, done.stderr) == (0, b"")
    assert all(len(line) <= 50 for line in done.stdout.decode("utf-8").splitlines())
