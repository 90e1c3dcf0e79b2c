"""What `ggplan parse` tells a person on the terminal: progress, findings, the summary table."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from ggplan.diagnostics import Finding
from ggplan.location import NOWHERE

__all__ = ["Outcome", "Progress", "print_findings", "print_summary"]


class Outcome(Protocol):
    """What became of one input (`ggplan.app.batch.Outcome`)."""

    @property
    def source(self) -> Path:
        """The input."""

    @property
    def target(self) -> Path | None:
        """Where its plan went; None for stdout."""

    @property
    def status(self) -> str:
        """`read`, `skipped` or `failed`."""

    @property
    def findings(self) -> Sequence[Finding]:
        """What is to be looked at."""

    @property
    def error(self) -> str | None:
        """Why it failed, in one sentence."""

    @property
    def counts(self) -> Mapping[str, int]:
        """How many items were found."""


class Progress:
    """A progress bar with rate and remaining time on a terminal; nothing where there is none, or for one short job."""

    def __init__(self, console: Any, total: int) -> None:
        self._bar: Any = None
        self._task: Any = None
        if console.is_terminal and total > 1:
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar

            self._bar = Bar(
                TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
                TimeRemainingColumn(), console=console, transient=True,
            )  # fmt: skip
            self._task = self._bar.add_task("parse", total=total, rate="")
        self._begun = time.monotonic()
        self._done = 0

    def __enter__(self) -> Progress:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def advance(self, _: object) -> None:
        """One more input is done."""
        self._done += 1
        if self._bar is not None:
            rate = self._done / max(1e-6, time.monotonic() - self._begun)
            self._bar.update(self._task, advance=1, rate=f"{rate:.1f} files/s")


_STYLE = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def print_findings(console: Any, outcomes: Sequence[Outcome], *, infos: bool) -> None:
    """Every finding as `file, place: code severity message`, its remedy once for each code; errors as sentences."""
    from rich.text import Text

    explained: set[str] = set()
    for outcome in outcomes:
        if outcome.error:
            console.print(Text(f"ggplan: {outcome.error}"), soft_wrap=True)
        for finding in outcome.findings:
            if finding.severity == "info" and not infos:
                continue
            place = f", {finding.source}" if finding.source != NOWHERE else ""
            line = Text(f"{outcome.source.name}{place}: ")
            line.append(f"{finding.code} {finding.severity}", style=_STYLE[finding.severity])
            item = f" [{finding.item}]" if finding.item else ""
            line.append(f"{item} {finding.message}")
            console.print(line, soft_wrap=True)
            if finding.code not in explained:
                explained.add(finding.code)
                console.print(Text(f"    What to do: {finding.rule.remedy}", style="dim"), soft_wrap=True)


def print_summary(console: Any, outcomes: Sequence[Outcome]) -> None:
    """A table of what was found in each input and how surely, and a line that adds up."""
    from rich.table import Table

    table = Table(title=None, pad_edge=False)
    table.add_column("Document", overflow="fold")
    for header in ("Groups", "Tasks", "Actions", "Targets"):
        table.add_column(header, justify="right")
    table.add_column("Bodies known", justify="right")
    table.add_column("Rows sure", justify="right")
    table.add_column("Warnings", justify="right")
    for outcome in outcomes:
        counts = outcome.counts
        if outcome.status != "read":
            table.add_row(outcome.source.name, outcome.status, *[""] * 6)
            continue
        warnings = sum(finding.severity != "info" for finding in outcome.findings)
        table.add_row(
            outcome.source.name,
            *(str(counts.get(key, 0)) for key in ("groups", "tasks", "actions", "targets")),
            _share(counts.get("known", 0), counts.get("bodies", 0)),
            _share(counts.get("sure", 0), counts.get("tasks", 0)),
            str(warnings),
        )
    console.print(table)
    console.print(_total(outcomes))


def _total(outcomes: Sequence[Outcome]) -> str:
    read, failed, skipped = (sum(o.status == status for o in outcomes) for status in ("read", "failed", "skipped"))
    noted = sum(o.status == "read" and any(f.severity != "info" for f in o.findings) for o in outcomes)
    documents = "1 document" if len(outcomes) == 1 else f"{len(outcomes)} documents"
    return f"{documents}: {read} read ({noted} with warnings), {failed} failed, {skipped} skipped."


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole}" if whole else "-"
