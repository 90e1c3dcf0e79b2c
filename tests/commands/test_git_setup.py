"""Plans in a real git repository: `git diff` shows what changed in a plan."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from diff.goldplans import gold_plan
from ggplan.canonical import write
from ggplan.plan import Plan, Provenance
from support import RAW, ROOT, ggplan

GIT = shutil.which("git")
pytestmark = [pytest.mark.skipif(GIT is None, reason="git is not installed"), pytest.mark.engine("git")]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a canonical plan and a raw document committed, and `ggplan` on the path."""
    tools = tmp_path / "bin"
    tools.mkdir()
    script = tools / "ggplan"
    script.write_text(f"#!{sys.executable}\nfrom ggplan.cli import main\nmain()\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]))
    for key, value in {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_PAGER": "cat",
        "LC_ALL": "C.UTF-8",
    }.items():
        monkeypatch.setenv(key, value)
    folder = tmp_path / "plans of provinces"
    (folder / "data" / "canonical").mkdir(parents=True)
    (folder / "data" / "raw").mkdir()
    git(folder, "init", "-q", "-b", "main")
    git(folder, "config", "user.name", "Test")
    git(folder, "config", "user.email", "test@example.org")
    (folder / ".gitattributes").write_text("*.sh text eol=lf\n", encoding="utf-8")
    write(son_la(), folder / "data" / "canonical" / "son-la.yaml")
    shutil.copy(RAW / "son-la.txt", folder / "data" / "raw" / "son-la.txt")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "plans")
    return folder


def git(folder: Path, *arguments: str) -> str:
    run = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False, timeout=120)
    assert run.returncode == 0, run.stderr.decode()
    return run.stdout.decode()


def son_la() -> Plan:
    plan = gold_plan("son-la")
    return plan.model_copy(update={"provenance": {task.id: Provenance(page=1, lines=(1, 2)) for task in plan.tasks}})


def edited() -> Plan:
    """The plan with one word of a task and one target changed."""
    plan = son_la()
    tasks = [
        task.model_copy(
            update={"actions": tuple(action.replace("hướng dẫn, tuyên truyền", "vận động") for action in task.actions)}
        )
        for task in plan.tasks
    ]
    targets = [target.model_copy(update={"min": 55, "max": 55}) if target.id == "T2" else target for target in plan.targets]
    return plan.model_copy(update={"tasks": tuple(tasks), "targets": tuple(targets)})


def set_up(folder: Path, *arguments: str) -> str:
    done = ggplan("git-setup", str(folder), *arguments)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_git_diff_shows_the_plan_and_not_the_lines(repository: Path) -> None:
    set_up(repository)
    write(edited(), repository / "data" / "canonical" / "son-la.yaml")
    shown = git(repository, "diff", "--", "data")
    assert "ggplan diff a/data/canonical/son-la.yaml b/data/canonical/son-la.yaml" in shown
    assert "[-hướng dẫn, tuyên truyền-] {+vận động+}" in " ".join(shown.split())
    assert "right minus left: +5 %" in shown
    assert "@@" not in shown
    assert "Traceback" not in shown


def test_log_and_show_compare_the_canonical_text(repository: Path) -> None:
    set_up(repository)
    write(edited(), repository / "data" / "canonical" / "son-la.yaml")
    git(repository, "commit", "-qam", "edit")
    shown = git(repository, "log", "-1", "-p", "--", "data")
    assert "-  min: 50" in shown
    assert "+  min: 55" in shown
    assert "ggplan diff" not in shown
    assert "{+vận động+}" in " ".join(git(repository, "log", "-1", "-p", "--ext-diff").split())


def test_moved_places_are_no_difference_of_the_plan(repository: Path) -> None:
    set_up(repository)
    plan = son_la()
    moved = plan.model_copy(update={"provenance": {name: Provenance(page=2, lines=(9, 9)) for name in plan.provenance}})
    write(moved, repository / "data" / "canonical" / "son-la.yaml")
    assert "the plan is the same" in git(repository, "diff", "--", "data")


def test_a_raw_document_is_read_on_both_sides(repository: Path) -> None:
    set_up(repository)
    raw = repository / "data" / "raw" / "son-la.txt"
    text = raw.read_text(encoding="utf-8")
    assert "lối sống, tiêu dùng xanh" in text
    raw.write_text("\n\n" + text.replace("lối sống, tiêu dùng xanh", "lối sống tiết kiệm"), encoding="utf-8")
    shown = " ".join(git(repository, "diff", "--", "data/raw").split())
    assert "2.1 <> 2.1" in shown
    assert "{+sống tiết kiệm+}" in shown


def test_new_deleted_and_broken_files_do_not_stop_git(repository: Path) -> None:
    set_up(repository)
    canonical = repository / "data" / "canonical"
    write(gold_plan("lao-cai"), canonical / "lao-cai.yaml")
    (canonical / "note.yaml").write_text("a: 1\n", encoding="utf-8")
    (canonical / "son-la.yaml").unlink()
    git(repository, "add", "-A")
    shown = git(repository, "diff", "--cached", "--", "data/canonical")
    assert "Tasks only in Lào Cai (19)" in shown or "Tasks only in b/data/canonical/lao-cai.yaml (19)" in shown
    assert "+a: 1" in shown
    assert "no plan on both sides" in shown
    assert "42 tasks" in shown


def test_a_second_run_changes_nothing_and_remove_undoes_it(repository: Path) -> None:
    before = (repository / ".gitattributes").read_bytes()
    config = (repository / ".git" / "config").read_bytes()
    set_up(repository)
    first = (repository / ".gitattributes").read_bytes(), (repository / ".git" / "config").read_bytes()
    assert first[0].startswith(before)
    set_up(repository / "data")
    assert ((repository / ".gitattributes").read_bytes(), (repository / ".git" / "config").read_bytes()) == first
    set_up(repository, "--remove")
    assert (repository / ".gitattributes").read_bytes() == before
    assert b"ggplan" not in (repository / ".git" / "config").read_bytes()
    assert config.replace(b"\t", b"") in (repository / ".git" / "config").read_bytes().replace(b"\t", b"")


def test_private_patterns_and_command(repository: Path) -> None:
    said = set_up(repository, "--private", "--pattern", "ke hoach/*.pdf", "--command", "uvx ggplan")
    assert "info/attributes" in said
    attributes = (repository / ".git" / "info" / "attributes").read_text(encoding="utf-8")
    assert "ke[[:space:]]hoach/*.pdf diff=ggplan\n" in attributes
    assert git(repository, "config", "diff.ggplan.command").strip() == "uvx ggplan diff --git-driver"
    assert "ggplan" not in (repository / ".gitattributes").read_text(encoding="utf-8")


def test_outside_a_repository_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    folder = tmp_path / "plain"
    folder.mkdir()
    done = ggplan("git-setup", str(folder))
    assert done.returncode == 2
    assert "inside a repository" in done.stderr.decode()
    assert list(folder.iterdir()) == []
