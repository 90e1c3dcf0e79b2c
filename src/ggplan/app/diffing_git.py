"""Plans in git: `git diff` shows what changed in a plan, not which lines of YAML or of a PDF.

Two ways, both set up by `set_up`: an external driver (`git diff`) that prints the comparison, and a text conversion that gives
the plan as canonical text without places (`git log -p` and `git show`, where git runs no external drivers).
"""

from __future__ import annotations

import difflib
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ggplan.app.diffing import load_plan
from ggplan.diff import Options, compare
from ggplan.errors import GgplanError, OutputError, UsageError
from ggplan.plan import Plan

__all__ = ["PATTERNS", "GitSetup", "driver_text", "remove", "set_up", "textconv_text"]

PATTERNS = (
    "data/canonical/*.yaml",
    "data/canonical/*.json",
    "data/raw/*.txt",
    "data/raw/*.md",
    "data/raw/*.pdf",
    "data/raw/*.docx",
    "data/raw/*.html",
    "data/raw/*.xlsx",
)
"""The files that `git-setup` takes for plans, unless told otherwise."""

_NULL = "/dev/null"
_BEGIN, _END = "# ggplan: begin (written by `ggplan git-setup`)", "# ggplan: end"
_CONFIG = ("diff.ggplan.command", "diff.ggplan.textconv", "diff.ggplan.cachetextconv")
_WIDTH = 100


@dataclass(frozen=True, slots=True)
class GitSetup:
    """What was set up: the file of attributes as seen from the repository's root, the lines in it, the configuration."""

    attributes: str
    lines: tuple[str, ...]
    config: tuple[tuple[str, str], ...]


def set_up(folder: Path, command: str = "ggplan", patterns: Sequence[str] = PATTERNS, *, private: bool = False) -> GitSetup:
    """Tells the git repository around `folder` to show plans with ggplan; a second run changes nothing.

    `private` writes to `.git/info/attributes` instead of `.gitattributes`, which is shared. Raises `UsageError` outside of a
    repository.
    """
    root, target = _places(folder, private=private)
    lines = tuple(f"{pattern.replace(' ', '[[:space:]]')} diff=ggplan" for pattern in patterns)
    _write_block(target, lines)
    config = (
        (_CONFIG[0], f"{command} diff --git-driver"),
        (_CONFIG[1], f"{command} diff --git-textconv"),
        (_CONFIG[2], "false"),
    )
    for key, value in config:
        _git(root, "config", key, value)
    return GitSetup(_seen_from(root, target), lines, config)


def remove(folder: Path) -> None:
    """Undoes `set_up`: its lines in both files of attributes and its configuration; nothing else is touched."""
    for private in (False, True):
        root, target = _places(folder, private=private)
        if target.exists():
            _write_block(target, ())
    for key in _CONFIG:
        subprocess.run(["git", "-C", str(root), "config", "--unset-all", key], check=False, capture_output=True)


def _places(folder: Path, *, private: bool) -> tuple[Path, Path]:
    root = Path(_git(folder, "rev-parse", "--show-toplevel"))
    if not private:
        return root, root / ".gitattributes"
    return root, root / _git(folder, "rev-parse", "--git-path", "info/attributes")


def _seen_from(root: Path, target: Path) -> str:
    return target.relative_to(root).as_posix() if target.is_relative_to(root) else target.as_posix()


def _git(folder: Path, *arguments: str) -> str:
    if shutil.which("git") is None:
        raise UsageError("git was not found; install it, then run `ggplan git-setup` again")
    run = subprocess.run(["git", "-C", str(folder), *arguments], check=False, capture_output=True, text=True)
    if run.returncode:
        reason = run.stderr.strip().removeprefix("fatal: ").splitlines()[:1]
        raise UsageError(f"{folder}: git says “{reason[0] if reason else run.returncode}”; run git-setup inside a repository")
    return run.stdout.strip()


def _write_block(target: Path, lines: Sequence[str]) -> None:
    """Puts `lines` between ggplan's marks in a file of attributes, or takes the marks away where there are none."""
    try:
        before = target.read_text("utf-8") if target.exists() else ""
        kept = _without_block(before)
        block = "".join(f"{line}\n" for line in (_BEGIN, *lines, _END)) if lines else ""
        text = (kept.rstrip("\n") + "\n\n" if kept.strip() and block else kept) + block
        if text != before:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OutputError(f"{target.name} cannot be changed: {error}") from error


def _without_block(text: str) -> str:
    head, mark, rest = text.partition(f"{_BEGIN}\n")
    if not mark:
        return text
    _, _, tail = rest.partition(f"{_END}\n")
    return (head.rstrip("\n") + "\n" if head.strip() else "") + tail


def textconv_text(name: str) -> str:
    """A plan as canonical text without places and source: a line differs where the plan does. Else the file's own text."""
    try:
        plan = load_plan(name).plan
    except GgplanError as error:
        return _own_text(name) or f"{Path(name).name}: {str(error).replace(name, 'the file')}\n"
    return _without_places(plan).dump()


def _without_places(plan: Plan) -> Plan:
    return plan.model_copy(update={"provenance": {}, "source": None})


def _own_text(name: str) -> str:
    try:
        return Path(name).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def driver_text(arguments: Sequence[str]) -> str:
    """What git shows for one file. `arguments` are git's: path, old file, hex, mode, new file, hex, mode (and a new path, and a
    note, of a rename); one argument stands for a file in conflict. Never raises for a file that is no plan: git would stop.
    """
    path = arguments[0]
    if len(arguments) < 7:
        return f"ggplan diff {path}\n  in conflict; resolve it, then compare again\n"
    renamed = arguments[7] if len(arguments) > 7 else path
    head = f"ggplan diff a/{path} b/{renamed}\n"
    old, new = arguments[1], arguments[4]
    try:
        plans = [None if name == _NULL else load_plan(name).plan for name in (old, new)]
    except GgplanError as error:
        reason = str(error).replace(old, f"a/{path}").replace(new, f"b/{renamed}")
        return f"{head}  no plan on both sides: {reason}\n{_lines(old, new, path, renamed)}"
    return head + _compared(plans[0], plans[1], path, renamed)


def _compared(old: Plan | None, new: Plan | None, path: str, renamed: str) -> str:
    from ggplan.report.diff_formats import render

    left, right = old or _nothing(new), new or _nothing(old)
    if _without_places(left) == _without_places(right):
        return "  the plan is the same; only places or the source changed\n"
    diff = compare(left, right, Options(mode="versions", paths=(f"a/{path}", f"b/{renamed}")))
    diff = diff.model_copy(update={"themes": (), "agencies": ()})
    columns = os.environ.get("COLUMNS", "")
    return str(render("terminal", diff, left, right, int(columns) if columns.isdigit() and int(columns) > 20 else _WIDTH))


def _nothing(other: Plan | None) -> Plan:
    """A plan without tasks and targets, of the same province: what stood there before a new file."""
    return Plan(province=other.province if other else None)


def _lines(old: str, new: str, path: str, renamed: str) -> str:
    """The two files line by line, as git would show them."""
    texts: list[list[str]] = []
    for name in (old, new):
        try:
            texts.append([] if name == _NULL else Path(name).read_text("utf-8").splitlines(keepends=True))
        except (OSError, UnicodeDecodeError):
            return "  at least one side is no text\n"
    shown = difflib.unified_diff(texts[0], texts[1], f"a/{path}", f"b/{renamed}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in shown)
