"""The GitHub action, the GitLab job and the pre-commit hooks of this repository, each executed as its YAML says."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ggplan.serial import load_yaml
from support import ROOT
from validate.sample import PLAN, changed

LEAD = "  lead_agencies:\n  - {text: Sở Y tế, id: so-y-te, name: Sở Y tế, via: exact, score: 1.0}\n"
LEADLESS = changed((LEAD, ""))
UNTIDY = changed(("name: Sở Y tế,", "name: Sở y tế,"))
ACTION = load_yaml((ROOT / "action.yml").read_text(encoding="utf-8"))
WHOLE = pytest.mark.skipif(
    os.environ.get("GGPLAN_FULL") != "1", reason="installs the package with its dependencies; GGPLAN_FULL=1 asks for it"
)
_EXPRESSION = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A folder with one good and one bad plan."""
    folder = tmp_path / "repository"
    (folder / "data" / "canonical").mkdir(parents=True)
    (folder / "data" / "canonical" / "good.yaml").write_text(PLAN, encoding="utf-8")
    (folder / "data" / "canonical" / "bad.yaml").write_text(LEADLESS, encoding="utf-8")
    return folder


@pytest.fixture
def installed(tmp_path: Path) -> dict[str, str]:
    """An environment in which `ggplan` and `python3` are those of this run."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, code in (("ggplan", "-c 'from ggplan.cli import main; main()'"), ("python3", "")):
        script = folder / name
        script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {code} "$@"\n', encoding="utf-8")
        script.chmod(0o755)
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


class Ran:
    """What came of an action: the exit code, what was printed, the outputs, the summary of the job."""

    def __init__(self, repository: Path, environment: dict[str, str], **inputs: str) -> None:
        values = {f"inputs.{name}": str(entry.get("default", "")) for name, entry in ACTION["inputs"].items()}
        values |= {f"inputs.{name}": value for name, value in inputs.items()} | {"github.action_path": str(ROOT)}
        files = {name: repository.parent / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for path in files.values():
            path.write_text("", encoding="utf-8")
        self.printed, self.code = "", 0
        for step in ACTION["runs"]["steps"]:
            assert step["shell"] == "bash"
            own = {name: _EXPRESSION.sub(lambda match: values[match[1]], str(text)) for name, text in step["env"].items()}
            assert not _EXPRESSION.search(step["run"]), "an input inside a script can run as code"
            command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
            environment = {**environment, **own, **{name: str(path) for name, path in files.items()}}
            done = subprocess.run(command, cwd=repository, env=environment, capture_output=True, check=False)
            self.printed += done.stdout.decode("utf-8")
            self.code, self.errors = done.returncode, done.stderr.decode("utf-8")
            if self.code:
                break
        lines = files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines()
        self.outputs = dict(line.split("=", 1) for line in lines)
        self.summary = files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")


class TestAction:
    def test_findings_fail_the_job_and_stand_beside_the_lines(self, repository: Path, installed: dict[str, str]) -> None:
        ran = Ran(repository, installed, sarif="out.sarif")
        assert (ran.code, ran.errors) == (1, "")
        assert ran.printed.startswith("::error title=GG302 task-without-lead,file=data/canonical/bad.yaml,line=59,")
        assert ran.outputs == {"findings": "1"}
        assert "| GG302 task-without-lead |" in ran.summary
        assert len(json.loads((repository / "out.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]) == 1

    def test_a_clean_repository(self, repository: Path, installed: dict[str, str]) -> None:
        (repository / "data" / "canonical" / "bad.yaml").unlink()
        ran = Ran(repository, installed)
        assert (ran.code, ran.printed, ran.errors) == (0, "", "")
        assert ran.outputs == {"findings": "0"}
        assert "No findings in 1 file." in ran.summary

    def test_paths_and_arguments(self, repository: Path, installed: dict[str, str]) -> None:
        ran = Ran(
            repository, installed, paths="data/canonical/bad.yaml data/canonical/*.yaml", arguments="--ignore GG302 --isolated"
        )
        assert (ran.code, ran.outputs) == (0, {"findings": "0"})
        assert "in 2 files" in ran.summary

    def test_nothing_to_check_is_no_success(self, repository: Path, installed: dict[str, str]) -> None:
        assert Ran(repository, installed, paths="nowhere").code == 2

    @pytest.mark.parametrize("paths", ["$(touch harm)", "`touch harm`", "x; touch harm", "'; touch harm #"])
    def test_an_input_is_never_run(self, paths: str, repository: Path, installed: dict[str, str]) -> None:
        assert Ran(repository, installed, paths=paths, arguments=paths, sarif="x.sarif").code == 2
        assert not (repository / "harm").exists()

    @pytest.mark.slow
    @WHOLE
    def test_the_tool_is_installed_where_it_is_not(self, repository: Path, tmp_path: Path) -> None:
        subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "fresh")], check=True)
        environment = {name: text for name, text in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
        path = os.pathsep.join([str(tmp_path / "fresh" / "bin"), "/usr/bin", "/bin"])
        ran = Ran(repository, {**environment, "PATH": path})
        assert (tmp_path / "fresh" / "bin" / "ggplan").exists()
        assert (ran.code, ran.outputs) == (1, {"findings": "1"})

    def test_every_input_is_described_and_used(self) -> None:
        used = set(_EXPRESSION.findall(json.dumps(ACTION["runs"])))
        assert {f"inputs.{name}" for name in ACTION["inputs"]} <= used
        assert all(entry["description"] for entry in (*ACTION["inputs"].values(), *ACTION["outputs"].values()))


def test_the_gitlab_job(repository: Path, installed: dict[str, str]) -> None:
    job: dict[str, Any] = load_yaml((ROOT / "examples" / "gitlab-ci.yml").read_text(encoding="utf-8"))["validate-plans"]
    (script,) = job["script"]
    done = subprocess.run(["bash", "-c", script], cwd=repository, env=installed, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    reports = job["artifacts"]["reports"]
    assert json.loads((repository / reports["codequality"]).read_text(encoding="utf-8"))[0]["check_name"].startswith("GG302")
    assert b'failures="1"' in (repository / reports["junit"]).read_bytes()
    assert job["artifacts"]["when"] == "always"


HOOKS = load_yaml((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def git(folder: Path, *arguments: str) -> None:
    names = (
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.org",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "protocol.file.allow=always",
    )
    subprocess.run(["git", *names, *arguments], cwd=folder, check=True, capture_output=True)


def pre_commit(folder: Path, cache: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    own = {**os.environ, "PRE_COMMIT_HOME": str(cache), "PRE_COMMIT_COLOR": "never", **environment}
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--verbose", *arguments]
    return subprocess.run(command, cwd=folder, env=own, capture_output=True, check=False, text=True, encoding="utf-8")


class TestPreCommit:
    """pre-commit run for real."""

    @pytest.fixture(autouse=True)
    def needs_pre_commit(self) -> None:
        pytest.importorskip("pre_commit", reason="pre-commit is not installed")

    def test_the_hooks_as_pre_commit_runs_them(self, repository: Path, installed: dict[str, str], tmp_path: Path) -> None:
        """The entries of the manifest in a repository's own configuration, with the ggplan of this run."""
        hooks = [{**hook, "language": "system"} for hook in HOOKS]
        config = {"repos": [{"repo": "local", "hooks": hooks}]}
        (repository / ".pre-commit-config.yaml").write_text(json.dumps(config), encoding="utf-8")
        (repository / "data" / "canonical" / "untidy.yaml").write_text(UNTIDY, encoding="utf-8")
        (repository / "data" / "other.yaml").write_text("a: [\n", encoding="utf-8")
        git(repository, "init", "-q")
        git(repository, "add", ".")
        path = {"PATH": installed["PATH"]}
        first = pre_commit(repository, tmp_path / "cache", "ggplan-validate", **path)
        assert first.returncode == 1
        assert "data/canonical/bad.yaml:59:3: error GG302" in first.stdout
        assert "other.yaml" not in first.stdout
        fixing = pre_commit(repository, tmp_path / "cache", "ggplan-fix", **path)
        assert "data/canonical/untidy.yaml: mended 1 place" in fixing.stdout
        assert (repository / "data" / "canonical" / "untidy.yaml").read_text(encoding="utf-8") == PLAN
        (repository / "data" / "canonical" / "bad.yaml").unlink()
        git(repository, "add", ".")
        last = pre_commit(repository, tmp_path / "cache", **path)
        assert last.returncode == 0, last.stdout

    @pytest.mark.slow
    @WHOLE
    def test_the_hooks_installed_from_a_repository(self, repository: Path, tmp_path: Path) -> None:
        """As `docs/ci.md` says: pre-commit clones the repository at a revision and installs it. Needs a package index."""
        origin = tmp_path / "origin"
        files = subprocess.run(
            ["git", "ls-files", "src", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"],
            cwd=ROOT, check=True, capture_output=True, text=True,
        ).stdout.splitlines()  # fmt: skip
        for name in files:
            (origin / name).parent.mkdir(parents=True, exist_ok=True)
            (origin / name).write_bytes((ROOT / name).read_bytes())
        git(origin, "init", "-q")
        git(origin, "add", ".")
        git(origin, "commit", "-q", "-m", "A version")
        git(origin, "tag", "v1")
        hooks = [{"id": hook["id"]} for hook in HOOKS]
        config = {"repos": [{"repo": str(origin), "rev": "v1", "hooks": hooks}]}
        (repository / ".pre-commit-config.yaml").write_text(json.dumps(config), encoding="utf-8")
        git(repository, "init", "-q")
        git(repository, "add", ".")
        done = pre_commit(repository, tmp_path / "cache")
        assert done.returncode == 1, done.stdout + done.stderr
        assert "data/canonical/bad.yaml:59:3: error GG302" in done.stdout


def test_the_hooks_take_canonical_plans_only() -> None:
    for hook in HOOKS:
        chosen = re.compile(hook["files"])
        assert all(chosen.search(name) for name in ("data/canonical/a.yaml", "canonical/b.yml", "x/canonical/c/d.json"))
        assert not any(chosen.search(name) for name in ("data/raw/a.yaml", "uncanonical/b.yml", "canonical/c.txt"))
