"""`ggplan validate`: inputs, selection, outputs, exit codes, mending, baseline."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import jsonschema
import pytest

from commands.running import run, run_apart
from ggplan.rules import rule
from ggplan.serial import load_yaml
from support import RAW, ROOT
from validate.sample import PLAN, changed

LEAD = "  lead_agencies:\n  - {text: Sở Y tế, id: so-y-te, name: Sở Y tế, via: exact, score: 1.0}\n"
LEADLESS = changed((LEAD, ""))
UNTIDY = changed(("name: Sở Y tế,", "name: Sở y tế,"))
COLLECTIVE = changed(
    (
        "{text: Sở Y tế, id: so-y-te, name: Sở Y tế, via: exact, score: 1.0}",
        "{text: 'Các sở, ban, ngành', id: cac-so-ban-nganh, name: 'Các sở, ban, ngành', via: exact, score: 1.0}",
    )
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with three plans: one clean, one with an error, one with a warning that can be mended."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plans" / "inner").mkdir(parents=True)
    (tmp_path / "plans" / "clean.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "plans" / "leadless.yaml").write_text(LEADLESS, encoding="utf-8")
    (tmp_path / "plans" / "inner" / "untidy.yaml").write_text(UNTIDY, encoding="utf-8")
    (tmp_path / "plans" / "notes.yaml").write_text("shopping: [milk]\n", encoding="utf-8")
    (tmp_path / "plans" / "notes.txt").write_text("Sữa\n", encoding="utf-8")
    return tmp_path


def found(*arguments: str) -> list[tuple[str, str]]:
    """File and code of every finding, in order."""
    data = json.loads(run("validate", "--output-format", "json", *arguments).stdout)
    return [(entry["file"], entry["code"]) for entry in data["findings"]]


LEADERLESS, DIFFERS, STALE = (rule(slug).code for slug in ("task-without-lead", "agency-name-differs", "stale-baseline"))
BOTH = [("plans/leadless.yaml", LEADERLESS), ("plans/inner/untidy.yaml", DIFFERS)]


class TestInputs:
    @pytest.mark.parametrize(
        "inputs",
        [[], ["."], ["plans"], ["plans/leadless.yaml", "plans/inner"], ["plans/*.yaml", "plans/inner/*"], ["plans/**/*.yaml"]],
    )
    def test_files_folders_and_globs(self, inputs: list[str], folder: Path) -> None:
        (folder / "plans" / "notes.yaml").unlink()
        assert sorted(found(*inputs)) == sorted(BOTH)

    @pytest.mark.usefixtures("folder")
    def test_a_file_named_twice_is_checked_once(self) -> None:
        assert found("plans/leadless.yaml", "plans", "plans/*.yaml", "--select", "GG302") == BOTH[:1]

    @pytest.mark.usefixtures("folder")
    def test_a_folder_holds_other_files_too(self) -> None:
        assert "notes" not in run("validate", "plans").stdout
        done = run("validate", "plans/notes.yaml")
        assert done.exit_code == 2
        assert "it has no `ggplan: 1` at its head" in done.stdout

    def test_standard_input(self, folder: Path) -> None:
        command = [sys.executable, "-W", "error", "-c", "from ggplan.cli import main; main()", "validate", "-"]
        done = subprocess.run(
            command, input=LEADLESS.encode(), capture_output=True, check=False, cwd=folder, env=dict(os.environ)
        )
        assert done.returncode == 1
        assert done.stdout.decode().startswith("<stdin>:59:3: error GG302")

    def test_json_plans_have_lines_and_columns(self, folder: Path) -> None:
        data = json.dumps({"ggplan": 1, "period": {"start": 2030, "end": 2021}}, indent=1)
        (folder / "plan.json").write_text(data, encoding="utf-8")
        done = run("validate", "plan.json", "--select", "period-upside-down")
        assert done.stdout.startswith("plan.json:3:12: error GG138 ")

    @pytest.mark.usefixtures("folder")
    def test_a_raw_document_is_parsed_first(self) -> None:
        done = run("validate", RAW / "lao-cai.md", "--select", "GG131,GG132", "--output-format", "json")
        data = json.loads(done.stdout)
        assert {entry["slug"] for entry in data["findings"]} == {"date-missing", "number-missing"}
        assert done.exit_code == 1

    def test_places_in_the_source_document_are_told(self, folder: Path) -> None:
        text = f"{LEADLESS}provenance:\n  '2.1': {{page: 4, lines: [24, 30]}}\n"
        (folder / "plan.yaml").write_text(text, encoding="utf-8")
        assert "  = source: page 4, lines 24-30\n" in run("validate", "plan.yaml", "--select", "GG302").stdout

    @pytest.mark.usefixtures("folder")
    def test_what_is_not_there(self) -> None:
        for name in ("none.yaml", "*.none"):
            done = run("validate", name)
            assert done.exit_code == 2
            assert f"{name}:1:1: error GG101" in done.stdout

    def test_an_empty_folder_is_a_sentence(self, folder: Path) -> None:
        (folder / "empty").mkdir()
        done = run("validate", "empty")
        assert (done.exit_code, done.stdout) == (2, "")
        assert "there is no canonical plan in empty" in done.stderr


class TestExitCodes:
    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            (["plans/clean.yaml"], 0),
            (["plans/leadless.yaml"], 1),
            (["plans/inner/untidy.yaml"], 1),
            (["plans/inner/untidy.yaml", "--fail-on", "warning"], 1),
            (["plans/inner/untidy.yaml", "--fail-on", "error"], 0),
            (["plans/leadless.yaml", "--fail-on", "error"], 1),
            (["plans/leadless.yaml", "--exit-zero"], 0),
            (["none.yaml", "--exit-zero"], 2),
            (["none.yaml", "plans/clean.yaml"], 1),
        ],
    )
    def test_of_findings(self, arguments: list[str], code: int, folder: Path) -> None:
        (folder / "ggplan.toml").write_text('[severity]\nagency-name-differs = "warning"\n', encoding="utf-8")
        assert run("validate", *arguments).exit_code == code

    def test_notes_never_fail(self, folder: Path) -> None:
        (folder / "plan.yaml").write_text(COLLECTIVE, encoding="utf-8")
        done = run("validate", "plan.yaml", "--select", "GG318")
        assert done.exit_code == 0
        assert "info GG318" in done.stdout

    @pytest.mark.usefixtures("folder")
    def test_quiet_when_all_is_well(self) -> None:
        done = run("validate", "plans/clean.yaml")
        assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (["--select", "GG999"], "there is no rule GG999"),
            (["--ignore", "task-without-leed"], "task-without-lead"),
            (["--output-format", "pdf"], "none of text, json, github, gitlab, sarif, junit, markdown"),
            (["--output", "sarif"], "write it as sarif=FILE"),
            (["--output", "pdf=a"], "none of text"),
            (["--output", "sarif=none/a"], "none/a cannot be written"),
            (["--fail-on", "info"], "none of warning, error"),
            (["--as-of", "soon"], "no day"),
            (["--config", "none.toml"], "there is no configuration file none.toml"),
            (["--baseline", "none.json"], "there is no baseline none.json"),
            (["--color", "red"], "none of auto, always, never"),
        ],
    )
    @pytest.mark.usefixtures("folder")
    def test_a_request_that_makes_no_sense(self, arguments: list[str], says: str) -> None:
        done = run("validate", "plans", *arguments)
        assert (done.exit_code, done.stdout) == (2, "")
        assert says in done.stderr
        assert done.stderr.count("\n") == 1

    @pytest.mark.usefixtures("folder")
    def test_standard_input_cannot_be_mended(self) -> None:
        assert run("validate", "-", "--fix").exit_code == 2


class TestSelection:
    @pytest.mark.parametrize(
        ("arguments", "left"),
        [
            ([], BOTH),
            (["--select", "GG302"], BOTH[:1]),
            (["--select", "task-without-lead,GG5"], BOTH[:1]),
            (["--ignore", "GG302"], BOTH[1:]),
            (["--ignore", "GG3"], []),
            (["--ignore", "GG3", "--extend-select", "GG302"], BOTH[:1]),
            (["--select", "GG5", "--extend-select", "agency-name-differs"], BOTH[1:]),
        ],
    )
    @pytest.mark.usefixtures("folder")
    def test_by_code_family_and_name(self, arguments: list[str], left: list[tuple[str, str]]) -> None:
        assert sorted(found("plans", *arguments)) == sorted(left)

    @pytest.mark.parametrize("name", ["ggplan.toml", "pyproject.toml"])
    def test_by_a_file(self, name: str, folder: Path) -> None:
        table, dot = ("", "") if name == "ggplan.toml" else ("[tool.ggplan]\n", "tool.ggplan.")
        text = f'{table}ignore = [{{rule = "GG302", reason = "the table is empty there"}}]\n[{dot}severity]\n{DIFFERS} = "info"\n'
        (folder / name).write_text(text, encoding="utf-8")
        done = run("validate", "plans", "--output-format", "json")
        assert [(entry["code"], entry["severity"]) for entry in json.loads(done.stdout)["findings"]] == [(DIFFERS, "info")]
        assert done.exit_code == 0
        assert sorted(found("plans", "--isolated")) == sorted(BOTH)

    def test_by_file_and_item(self, folder: Path) -> None:
        config = '[per-file-ignores]\n"leadless.yaml" = [{rule = "GG302", ids = ["2.1"], reason = "none is printed"}]\n'
        (folder / "ggplan.toml").write_text(config, encoding="utf-8")
        assert found("plans") == BOTH[1:]
        (folder / "ggplan.toml").write_text(config.replace("2.1", "1.1"), encoding="utf-8")
        assert sorted(found("plans")) == sorted(BOTH)

    @pytest.mark.usefixtures("folder")
    def test_past_due_only_as_of_a_day(self) -> None:
        assert found("plans/clean.yaml", "--select", "GG5") == []
        assert found("plans/clean.yaml", "--select", "GG5", "--as-of", "2029-01-01") != []

    def test_suppressed_in_the_file_with_a_reason(self, folder: Path) -> None:
        text = changed(("- id: '2.1'\n", "- id: '2.1'  # ggplan: ignore[GG302] none is printed\n"), text=LEADLESS)
        (folder / "plans" / "leadless.yaml").write_text(text, encoding="utf-8")
        assert found("plans/leadless.yaml") == []


class TestOutputs:
    def test_several_at_once(self, folder: Path) -> None:
        names = ("text", "json", "github", "gitlab", "sarif", "junit", "markdown")
        outputs = [part for name in names for part in ("--output", f"{name}=out.{name}")]
        done = run("validate", "plans", *outputs)
        assert done.exit_code == 1
        for name in names:
            assert "GG302" in (folder / f"out.{name}").read_text(encoding="utf-8"), name
            assert run("validate", "plans", "--output-format", name).stdout == (folder / f"out.{name}").read_text(
                encoding="utf-8"
            )
        assert done.stdout == (folder / "out.text").read_text(encoding="utf-8")

    @pytest.mark.usefixtures("folder")
    def test_statistics(self) -> None:
        said = run("validate", "plans", "--statistics").stdout
        assert f"1  {LEADERLESS}  error    task-without-lead\n" in said
        assert "leadless.yaml" not in said

    def test_any_terminal(self, folder: Path) -> None:
        done = run_apart("validate", "plans", cwd=folder, env={"PYTHONIOENCODING": "cp1258:strict", "PYTHONUTF8": "0"})
        assert done.returncode == 1
        assert "Sở Y tế" in done.stdout.decode("utf-8")

    @pytest.mark.usefixtures("folder")
    def test_colour_when_asked(self) -> None:
        assert "\x1b[31m" in run("validate", "plans", "--color", "always").stdout
        assert "\x1b[" not in run("validate", "plans").stdout

    def test_many_files_are_told_in_the_same_order(self, folder: Path) -> None:
        for number in range(12):
            (folder / "plans" / f"{number:02}.yaml").write_text(LEADLESS, encoding="utf-8")
        alone = run("validate", "plans", "-j", "1").stdout
        assert alone.count("GG302") == 13
        assert run_apart("validate", "plans", "-j", "3", cwd=folder).stdout.decode() == alone


class TestMending:
    def test_diff_shows_and_changes_nothing(self, folder: Path) -> None:
        path = folder / "plans" / "inner" / "untidy.yaml"
        done = run("validate", "plans", "--diff")
        assert done.exit_code == 1
        assert "-  - {text: Sở Y tế, id: so-y-te, name: Sở y tế," in done.stdout
        assert "+  - {text: Sở Y tế, id: so-y-te, name: Sở Y tế," in done.stdout
        assert path.read_text(encoding="utf-8") == UNTIDY

    def test_fix_mends_and_keeps_comments(self, folder: Path) -> None:
        path = folder / "plans" / "inner" / "untidy.yaml"
        comment = "# read by hand on paper\n"
        path.write_text(comment + UNTIDY.replace("tasks:\n", "tasks:  # all of them\n"), encoding="utf-8")
        done = run("validate", "plans", "--fix")
        assert done.stderr == "plans/inner/untidy.yaml: mended 1 place\n"
        assert path.read_text(encoding="utf-8") == comment + PLAN.replace("tasks:\n", "tasks:  # all of them\n")
        assert "GG302" in done.stdout
        assert run("validate", "plans", "--fix").stderr == ""
        assert (folder / "plans" / "leadless.yaml").read_text(encoding="utf-8") == LEADLESS

    def test_a_file_that_cannot_be_written(self, folder: Path) -> None:
        path = folder / "plans" / "inner" / "untidy.yaml"
        if os.geteuid() == 0:
            pytest.skip("root writes everywhere")
        path.parent.chmod(0o500)
        done = run("validate", "plans", "--fix")
        path.parent.chmod(0o700)
        assert done.exit_code == 2


class TestEditors:
    HEAD = "# yaml-language-server: $schema=https://ggplan.org/schema/plan-1.json\n"

    def test_the_line_for_editors_is_let_be(self, folder: Path) -> None:
        path = folder / "plan.yaml"
        path.write_text(self.HEAD + UNTIDY, encoding="utf-8")
        assert found("plan.yaml") == [("plan.yaml", DIFFERS)]
        run("validate", "plan.yaml", "--fix")
        assert path.read_text(encoding="utf-8") == self.HEAD + PLAN

    def test_it_names_the_published_schema(self) -> None:
        schema = json.loads((ROOT / "docs" / "plan.schema.json").read_text(encoding="utf-8"))
        assert schema["$id"] in self.HEAD
        assert self.HEAD in (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")

    def test_an_editor_sees_what_the_rule_sees(self) -> None:
        schema = json.loads((ROOT / "docs" / "plan.schema.json").read_text(encoding="utf-8"))
        check = jsonschema.Draft202012Validator(schema)
        assert check.is_valid(load_yaml(PLAN))
        assert not check.is_valid(load_yaml(changed(("start: 2021", "start: sớm"))))


class TestBaseline:
    def test_an_old_corpus_adopts_the_tool(self, folder: Path) -> None:
        assert run("validate", "plans", "--write-baseline", "known.json").exit_code == 0
        done = run("validate", "plans", "--baseline", "known.json")
        assert (done.exit_code, done.stdout) == (0, "")
        (folder / "plans" / "new.yaml").write_text(LEADLESS, encoding="utf-8")
        (folder / "plans" / "leadless.yaml").write_text(PLAN, encoding="utf-8")
        assert found("plans", "--baseline", "known.json") == [
            ("plans/new.yaml", LEADERLESS),
            ("known.json", STALE),
        ]

    def test_from_the_configuration(self, folder: Path) -> None:
        (folder / "ggplan.toml").write_text('baseline = "known.json"\n', encoding="utf-8")
        assert sorted(found("plans")) == sorted(BOTH)
        run("validate", "plans", "--write-baseline", "known.json")
        assert found("plans") == []


def test_the_plans_of_this_repository_are_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the written configuration, of which each ignore has its reason and each is needed."""
    monkeypatch.chdir(ROOT)
    done = run("validate", "data/canonical")
    assert (done.exit_code, done.stdout) == (0, "")
    config = tomllib.loads((ROOT / "ggplan.toml").read_text(encoding="utf-8"))
    entries = [(pattern, entry) for pattern, rules in config["per-file-ignores"].items() for entry in rules]
    assert all(entry["reason"] for _, entry in entries)
    bare = run("validate", "data/canonical", "--isolated", "--sources", "data/raw", "--output-format", "json").stdout
    silenced = [(entry["file"], entry["code"], entry.get("id")) for entry in json.loads(bare)["findings"]]
    for pattern, entry in entries:
        for item in entry.get("ids", [None]):
            assert [one for one in silenced if covers(pattern, entry["rule"], item, *one)], (pattern, entry, item)


def covers(pattern: str, code: str, item: str | None, file: str, found_code: str, found_item: str | None) -> bool:
    """Whether an ignore is about a finding."""
    return fnmatch(file, pattern) and code == found_code and item in (None, found_item)


def test_the_gate_of_this_repository_validates_its_plans() -> None:
    gate = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "ggplan validate data/canonical\n" in gate
