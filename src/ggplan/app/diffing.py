"""Compare two plans: from what the user names to a comparison."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ggplan import canonical
from ggplan.app.agencies import check_date
from ggplan.diff import Mode, Options, PlanDiff, compare
from ggplan.diff.select import PARTS, Selection, agency_key, nearest, select
from ggplan.errors import InputError, OutputError, UsageError
from ggplan.plan import Plan, Section
from ggplan.registry.layered import registry_in_force
from ggplan.registry.loading import using
from ggplan.text import slug

__all__ = [
    "DiffResult",
    "DiffSettings",
    "LoadedPlan",
    "load_plan",
    "load_plans",
    "run_diff",
    "save",
    "section_of",
    "theme_number",
]

_NAMED = (".yaml", ".yml", ".json")
_FOLDER = Path("data") / "canonical"
_SNIFFED = 4096
_THEMES = 18


@dataclass(frozen=True, slots=True)
class DiffSettings:
    """What to compare and what to show.

    `left`, `right`: a canonical file, a document, a name in `data/canonical`, or `-` for stdin. `within`: one plan's body
    against its appendix, named by `left`. `mode` None lets the provinces decide between provinces and versions.
    """

    left: str
    right: str | None = None
    within: bool = False
    only: tuple[str, ...] = ()
    theme: int | None = None
    agency: str | None = None
    min_score: float = 0.0
    as_of: str | None = None
    mode: Mode | None = None


@dataclass(frozen=True, slots=True)
class LoadedPlan:
    """A plan and the name that reports show for it; no absolute path unless the user gave one."""

    name: str
    plan: Plan


@dataclass(frozen=True, slots=True)
class DiffResult:
    """A comparison and the two plans it is about, as they were compared."""

    diff: PlanDiff
    left: Plan
    right: Plan


def run_diff(settings: DiffSettings, read_stdin: Callable[[], bytes] | None = None) -> DiffResult:
    """The comparison asked for. Raises `UsageError`, `InputError` or `CanonicalError`, each one sentence."""
    _check(settings)
    with using(registry_in_force()):
        return _compared(settings, read_stdin)


def _compared(settings: DiffSettings, read_stdin: Callable[[], bytes] | None) -> DiffResult:
    mode: Mode | None = settings.mode
    if settings.within:
        whole = load_plan(settings.left, read_stdin)
        left, right = (LoadedPlan(whole.name, section_of(whole, section)) for section in ("body", "appendix"))
        mode = "within"
    else:
        left, right = load_plans([settings.left, settings.right or ""], read_stdin)
    agency = agency_key(settings.agency, left.plan, right.plan) if settings.agency else None
    options = Options(mode, settings.as_of, settings.min_score, (left.name, right.name))
    diff = compare(left.plan, right.plan, options)
    selection = Selection(frozenset(settings.only), settings.theme, agency)
    return DiffResult(select(diff, left.plan, right.plan, selection, options), left.plan, right.plan)


def _check(settings: DiffSettings) -> None:
    if settings.within and settings.right is not None:
        raise UsageError("--within compares the body and the appendix of one plan; name one plan, or leave --within out")
    if not settings.within and settings.right is None:
        raise UsageError("two plans are needed; name a second one, or use --within for one plan's body and appendix")
    unknown = [part for part in settings.only if part not in PARTS]
    if unknown:
        raise UsageError(f"--only “{unknown[0]}”: there is no such part; choose from {', '.join(PARTS)}")
    if settings.theme is not None:
        theme_number(str(settings.theme))
    if not 0 <= settings.min_score <= 1:
        raise UsageError(f"--min-score {settings.min_score}: a score is a number from 0 to 1")
    check_date(settings.as_of, "--as-of")


def theme_number(text: str) -> int:
    """The number of a national theme. Raises `UsageError` for what is none."""
    if not text.isdecimal() or not 1 <= int(text) <= _THEMES:
        raise UsageError(f"--theme {text}: the themes of QĐ 882 are numbered 1 to {_THEMES}")
    return int(text)


def load_plans(names: Iterable[str], read_stdin: Callable[[], bytes] | None = None) -> list[LoadedPlan]:
    """The plans of several names, which must be different files."""
    wanted = list(names)
    for number, name in enumerate(wanted):
        for other in wanted[:number]:
            if _same_input(name, other):
                if name == "-":
                    raise UsageError("stdin can be read once; name a file for the other plan")
                raise UsageError(f"{other} and {name} are the same; name two plans, or use --within for the parts of one")
    return [load_plan(name, read_stdin) for name in wanted]


def _same_input(one: str, other: str) -> bool:
    if one == other:
        return True
    if "-" in (one, other):
        return False
    paths = [_find(name) for name in (one, other)]
    return paths[0] is not None and paths[1] is not None and paths[0].samefile(paths[1])


def section_of(whole: LoadedPlan, section: str) -> Plan:
    """The tasks and groups of one section of a plan, without its targets. Raises `UsageError` where there are none."""
    wanted: Section = "body" if section == "body" else "appendix"
    tasks = tuple(task for task in whole.plan.tasks if task.section == wanted)
    if not tasks:
        raise UsageError(f"{whole.name} has no task in its {section}; --within needs a plan with both body and appendix")
    groups = tuple(group for group in whole.plan.groups if group.section == wanted)
    return whole.plan.model_copy(update={"tasks": tasks, "groups": groups, "targets": ()})


def load_plan(name: str, read_stdin: Callable[[], bytes] | None = None) -> LoadedPlan:
    """The plan that `name` stands for: a canonical file, a document parsed on the fly, a name in `data/canonical`, `-`."""
    if name == "-":
        return LoadedPlan("-", _from_stdin((read_stdin or _read_stdin)()))
    path = _find(name)
    if path is None:
        raise InputError(_not_found(name))
    shown = name if Path(name).exists() else _FOLDER.joinpath(path.name).as_posix()
    if path.suffix.lower() in _NAMED or _looks_canonical(path):
        return LoadedPlan(shown, canonical.load(path))
    return LoadedPlan(shown, _parsed(path, name))


def _parsed(path: Path, name: str) -> Plan:
    from ggplan.app.parsing import parse_file

    plan = parse_file(path).plan
    if not plan.tasks and not plan.targets:
        raise InputError(f"{name} holds no task and no target that ggplan can read; see what it reads with `ggplan parse {name}`")
    return plan


def _find(name: str) -> Path | None:
    """The file of a name: a path, else `<name>.yaml` or `.json` in the nearest `data/canonical` upwards, `Gia Lai` as well."""
    path = Path(name)
    if path.is_dir():
        raise InputError(f"{name} is a folder; name one plan in it")
    if path.exists():
        return path
    folder = _canonical_folder()
    if folder is None or path.name != name or not name:
        return None
    known = [folder / f"{form}{suffix}" for form in (name, slug(name)) for suffix in _NAMED]
    return next((candidate for candidate in known if candidate.is_file()), None)


def _canonical_folder() -> Path | None:
    here = Path.cwd()
    return next((folder / _FOLDER for folder in (here, *here.parents) if (folder / _FOLDER).is_dir()), None)


def _not_found(name: str) -> str:
    folder = _canonical_folder()
    if folder is None:
        return f"{name}: there is no such file, and no folder data/canonical from here upwards to look the name up in"
    names = sorted({path.stem for path in folder.iterdir() if path.suffix.lower() in _NAMED})
    near = nearest(slug(name), names)
    hint = f"did you mean {near[0]}? " if near else ""
    listed = f"{hint}known names are {', '.join(names)}" if names else "data/canonical holds no plan"
    return f"{name}: there is no such file and no such plan in data/canonical; {listed}"


def _looks_canonical(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            head = stream.read(_SNIFFED)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    return _is_canonical_head(head)


def _is_canonical_head(head: bytes) -> bool:
    return re.match(rb"(?:\xef\xbb\xbf)?\s*(?:#[^\n]*\n\s*)*(?:ggplan:|\{\s*\"ggplan\")", head) is not None


def _read_stdin() -> bytes:
    return sys.stdin.buffer.read()


def _from_stdin(data: bytes) -> Plan:
    if not data.strip():
        raise InputError("stdin is empty; pipe a canonical plan or a document into it, or name a file")
    if _is_canonical_head(data[:_SNIFFED]) or data.lstrip()[:1] == b"{":
        try:
            return canonical.loads(data.decode("utf-8-sig"), "stdin")
        except UnicodeDecodeError as error:
            raise InputError(f"stdin is not UTF-8 text ({error.reason} at byte {error.start})") from error
    with tempfile.TemporaryDirectory(prefix="ggplan-") as folder:
        path = Path(folder) / "stdin"
        path.write_bytes(data)
        try:
            return _parsed(path, "stdin")
        except InputError as error:
            raise InputError(str(error).replace(str(path), "stdin")) from error


def save(content: str | bytes, target: Path, inputs: Iterable[str] = ()) -> None:
    """Writes a report whole or not at all, never over one of the inputs, by whatever name. Raises `OutputError`."""
    paths = [path for name in inputs if name != "-" and (path := _find(name)) is not None]
    if isinstance(content, str):
        canonical.write_text(content, target, inputs=paths)
        return
    if any(canonical.same_file(path, target) for path in paths):
        raise OutputError(f"{target} is the input; give another name with -o")
    if target.is_dir():
        raise OutputError(f"{target} is a folder; give a file name with -o")
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(content)
        else:
            _replace(Path(os.path.realpath(target)), content)
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error.strerror or error}; give another place") from error


def _replace(target: Path, content: bytes) -> None:
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        temporary.write_bytes(content)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
