"""A national catalogue, and what does not add up in one: for people, and as data for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ggplan.catalogue.checks import Problem
from ggplan.registry.catalogue import Catalogue, Entry
from ggplan.report.findings_common import visible

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

__all__ = ["as_data", "check_data", "counts_text", "print_catalogue", "print_check"]


class Checked(Protocol):
    """A catalogue as read and its problems (`ggplan.app.catalogue.Checked`)."""

    @property
    def path(self) -> Path: ...
    @property
    def catalogue(self) -> Catalogue: ...
    @property
    def problems(self) -> Sequence[Problem]: ...
    @property
    def errors(self) -> Sequence[Problem]: ...
    @property
    def compared(self) -> bool: ...


def as_data(catalogue: Catalogue, entries: Sequence[Entry]) -> dict[str, Any]:
    """The shape of `ggplan catalogue show --format json`: the entries, each with its status."""
    data: dict[str, Any] = {"ggplan": 1, "number": catalogue.number, "issued_on": catalogue.issued_on, "full": catalogue.full}
    if catalogue.known:
        data["totals"] = dict(catalogue.known.totals)
    data["entries"] = [_entry(entry, catalogue) for entry in entries]
    return data


def _entry(entry: Entry, catalogue: Catalogue) -> dict[str, Any]:
    data: dict[str, Any] = {"code": entry.code, "title": entry.title or None, "status": entry.status}
    if entry.level == 1:
        groups, tasks = catalogue.counts(entry.theme)
        data |= {"groups": groups, "tasks": tasks, "inside": inside_status(entry, catalogue)}
    fields: dict[str, Any] = {
        "leads": list(entry.leads),
        "cooperating": list(entry.partners),
        "deadline": entry.deadline,
        "products": list(entry.products),
        "note": entry.note,
    }
    return data | {key: value for key, value in fields.items() if value}


def inside_status(theme: Entry, catalogue: Catalogue) -> str:
    """How much of a theme's groups and tasks is known: `imported`, `counts only`, or `unknown`."""
    if catalogue.full:
        return "imported"
    return "unknown" if catalogue.counts(theme.theme) == (None, None) else "counts only"


def check_data(checked: Checked) -> dict[str, Any]:
    """The shape of `ggplan catalogue check --format json`."""
    catalogue = checked.catalogue
    counts = {"themes": len(catalogue.themes), "groups": len(catalogue.groups), "tasks": len(catalogue.tasks)}
    problems = [
        {"severity": one.severity, "kind": one.kind, "code": one.code, "message": one.message} for one in checked.problems
    ]
    return {
        "ggplan": 1,
        "path": str(checked.path),
        "number": catalogue.number,
        "counts": counts,
        "compared": checked.compared,
        "problems": problems,
    }


def counts_text(catalogue: Catalogue) -> str:
    """`18 themes, 57 groups, 134 tasks`."""
    return f"{len(catalogue.themes)} themes, {len(catalogue.groups)} groups, {len(catalogue.tasks)} tasks"


def print_check(console: Console, checked: Checked) -> None:
    """Every problem on a line, then what was counted and what it was compared with."""
    for problem in checked.problems:
        style = "bold red" if problem.severity == "error" else "yellow"
        line = _text(f"{checked.path.name}: ")
        line.append(problem.severity, style=style)
        line.append(f": {visible(problem.message)}")
        console.print(line, soft_wrap=True)
    catalogue = checked.catalogue
    beside = (
        "compared with what is known of it"
        if checked.compared
        else "nothing is known of it to compare with; --expect 18/57/134 gives counts"
    )
    console.print(_text(f"{checked.path.name}: {catalogue.number}, {counts_text(catalogue)}; {beside}; {_found(checked)}"))


def _found(checked: Checked) -> str:
    errors = len(checked.errors)
    warnings = len(checked.problems) - errors
    return f"{errors} error{'' if errors == 1 else 's'}, {warnings} warning{'' if warnings == 1 else 's'}"


def print_catalogue(console: Console, catalogue: Catalogue, entries: Sequence[Entry], *, details: bool) -> None:
    """The entries, each with its status; `details`: with bodies, deadline and products."""
    for part in _parts(catalogue, entries, details=details):
        console.print(part)


def _text(text: str = "", style: str = "") -> Text:
    from rich.text import Text

    return Text(visible(text), style=style)


def _parts(catalogue: Catalogue, entries: Sequence[Entry], *, details: bool) -> Iterator[RenderableType]:
    yield _text(f"{catalogue.number} of {catalogue.issued_on}: {_known(catalogue)}", "bold")
    for entry in entries:
        indent = "  " * (entry.level - 1)
        title = entry.title or f"(title not known; {entry.note})"
        yield _text(f"{indent}{entry.code}  {title} [{entry.status}{_counts(entry, catalogue)}]")
        if details:
            yield from (_text(f"{indent}    {line}") for line in _details(entry))


def _known(catalogue: Catalogue) -> str:
    if catalogue.full:
        return f"imported, {counts_text(catalogue)}"
    totals = ", ".join(f"{number} {noun}" for noun, number in catalogue.known.totals) if catalogue.known else "no totals"
    return f"attested only ({totals}); `ggplan catalogue import` reads the appendix"


def _counts(entry: Entry, catalogue: Catalogue) -> str:
    if entry.level > 1:
        return ""
    groups, tasks = catalogue.counts(entry.theme)
    if groups is None and tasks is None:
        return "; groups and tasks unknown"
    return f"; {groups} groups, {tasks} tasks{'' if catalogue.full else ', counts only'}"


def _details(entry: Entry) -> Iterator[str]:
    named = (("lead", entry.leads), ("cooperating", entry.partners), ("products", entry.products))
    yield from (f"{label}: {'; '.join(values)}" for label, values in named if values)
    if entry.deadline:
        yield f"deadline: {entry.deadline}"
