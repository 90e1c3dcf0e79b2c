"""`ggplan coverage`: what plans answer of the national plan."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ggplan.commands.common import CLEAN, console, failing, print_text


def coverage(
    plans: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PLAN…]",
            help="Canonical files, folders, documents, names in data/canonical; all of data/canonical without one.",
        ),
    ] = None,
    *,
    measure: Annotated[str, typer.Option("--measure", metavar="WHAT", help="Cells count tasks, actions or targets.")] = "tasks",
    by: Annotated[
        str, typer.Option("--by", metavar="LEVEL", help="Map themes; with a full catalogue also group or task.")
    ] = "theme",
    catalogue: Annotated[
        Path | None, typer.Option("--catalogue", metavar="FILE", help="An imported catalogue other than the one in use.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Also tell who answers for the leads on this day.")
    ] = None,
    leads: Annotated[bool, typer.Option("--leads", help="Also list who leads each theme.")] = False,
    format: Annotated[
        str | None, typer.Option("--format", metavar="FORMAT", help="text, json, csv, xlsx or html; else by the suffix of -o.")
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file.")] = None,
) -> None:
    """Show which themes, groups and tasks of the national plan each plan answers, with who leads, and what it leaves out.

    Themes come from headings, cited codes, or the wording; national tasks from cited codes and, with a full catalogue
    (`ggplan catalogue import`), from wording, theme and lead. The JSON tells each score and runner-up.
    """
    with failing():
        from ggplan.app.covering import CoverageSettings, coverage_of
        from ggplan.app.diffing import save
        from ggplan.errors import UsageError
        from ggplan.report.coverage_formats import format_for, render

        kind = format_for(format, output)
        _check(measure, by)
        found = coverage_of(CoverageSettings(tuple(plans or ()), catalogue, as_of))
        if by != "theme" and not found.catalogue.full:
            raise UsageError(f"--by {by} needs a full catalogue; import one with `ggplan catalogue import`")
        if kind == "text":
            _show(found, measure, by, output, leads=leads or bool(as_of))
        elif output is not None:
            save(render(kind, found), output, plans or ())
        elif kind == "xlsx" and sys.stdout.isatty():
            raise UsageError("a workbook is no text for a terminal; give a file with -o")
        else:
            content = render(kind, found)
            sys.stdout.buffer.write(content) if isinstance(content, bytes) else print_text(content)
        sys.exit(CLEAN)


def _check(measure: str, by: str) -> None:
    from ggplan.errors import UsageError

    if measure not in ("tasks", "actions", "targets"):
        raise UsageError(f"--measure {measure} is none of tasks, actions, targets")
    if by not in ("theme", "group", "task"):
        raise UsageError(f"--by {by} is none of theme, group, task")


def _show(found: object, measure: str, by: str, output: Path | None, *, leads: bool) -> None:
    import io

    from rich.console import Console

    from ggplan.app.diffing import save
    from ggplan.report.coverage_text import print_coverage

    if output is None:
        print_coverage(console(), found, measure, by, leads=leads)  # type: ignore[arg-type]
        return
    stream = io.StringIO()
    print_coverage(Console(file=stream, width=120, color_system=None, highlight=False), found, measure, by, leads=leads)  # type: ignore[arg-type]
    save(stream.getvalue(), output)
