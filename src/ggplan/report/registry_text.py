"""What is wrong with the registries, and what was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ggplan.registry.lint import Problem
from ggplan.registry.loading import Registry
from ggplan.report.findings_common import visible

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["as_data", "print_lint"]


class Found(Protocol):
    """The registries and what is wrong with them (`ggplan.app.registry.Linted`)."""

    @property
    def registry(self) -> Registry: ...
    @property
    def problems(self) -> Sequence[Problem]: ...
    @property
    def additions(self) -> Sequence[Path]: ...
    @property
    def unchecked(self) -> Sequence[str]: ...


def as_data(found: Found) -> dict[str, Any]:
    """The shape of `ggplan registry lint --format json`."""
    return {
        "ggplan": 1,
        "bodies": len(found.registry.agencies),
        "provinces": len(found.registry.provinces),
        "sources": len(found.registry.sources),
        "additions": [path.name for path in found.additions],
        "problems": [{"id": one.id, "rule": one.rule, "message": one.message} for one in found.problems],
        "general_knowledge": list(found.unchecked),
    }


def print_lint(console: Console, found: Found, *, unchecked: bool = False) -> None:
    """Every problem on a line, then a line that adds up; `unchecked`: also the bodies whose succession nobody has checked."""
    from rich.text import Text

    for problem in found.problems:
        console.print(Text(visible(f"{problem.id}: {problem.rule}: {problem.message}")), soft_wrap=True)
    if unchecked:
        console.print(Text(f"Succession from general knowledge: {', '.join(found.unchecked)}"))
    additions = f", additions {', '.join(path.name for path in found.additions)}" if found.additions else ""
    bodies, provinces = len(found.registry.agencies), len(found.registry.provinces)
    counts = f"{bodies} bodies, {provinces} provinces, {len(found.registry.sources)} sources{additions}"
    rest = f"{len(found.unchecked)} successions rest on general knowledge"
    console.print(Text(f"{counts}: {len(found.problems)} problems; {rest}."))
