"""`ggplan diff`: two plans side by side."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from ggplan.commands.common import CLEAN, FINDINGS, console, failing, print_text


def diff(
    plans: Annotated[
        list[str],
        typer.Argument(metavar="LEFT [RIGHT]", help="Canonical files, documents, names in data/canonical, or - for stdin."),
    ],
    *,
    within: Annotated[bool, typer.Option("--within", help="Compare the body of one plan with its appendix.")] = False,
    format: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help="terminal, json, markdown, html or xlsx; else by the suffix of -o."),
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file.")] = None,
    only: Annotated[
        str | None, typer.Option("--only", metavar="PARTS", help="Of tasks, targets, agencies, themes, plan; comma between.")
    ] = None,
    theme: Annotated[str | None, typer.Option("--theme", metavar="1-18", help="Only tasks of one national theme.")] = None,
    agency: Annotated[
        str | None, typer.Option("--agency", metavar="ID|NAME", help="Only tasks that a body leads or supports.")
    ] = None,
    min_score: Annotated[float, typer.Option("--min-score", metavar="0-1", help="Leave pairs below this score apart.")] = 0.0,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Compare bodies as those they had become by this day.")
    ] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 when the plans differ, as git does.")] = False,
    pager: Annotated[bool, typer.Option("--pager/--no-pager", help="Page long reports on a terminal.")] = True,
    git_driver: Annotated[bool, typer.Option("--git-driver", hidden=True)] = False,
    git_textconv: Annotated[bool, typer.Option("--git-textconv", hidden=True)] = False,
) -> None:
    """Show what two plans share and where they differ: tasks by what they say, targets by what they measure, bodies by id.

    Two plans of one province are compared as two versions. Exit code 0, with --exit-code 1 when they differ, 2 when something
    could not be read.
    """
    with failing():
        if git_driver or git_textconv:
            from ggplan.app.diffing_git import driver_text, textconv_text

            print_text(textconv_text(plans[0]) if git_textconv else driver_text(plans))
            sys.exit(CLEAN)
        from ggplan.app.diffing import DiffSettings, run_diff, theme_number
        from ggplan.errors import UsageError
        from ggplan.report.diff_formats import format_for

        kind = format_for(format, output)
        if len(plans) > 2:
            raise UsageError(f"{len(plans)} plans were named; `ggplan diff` compares two, `ggplan merge` joins more")
        parts = tuple(part.strip() for part in only.split(",")) if only is not None else ()
        number = theme_number(theme) if theme is not None else None
        settings = DiffSettings(plans[0], plans[1] if len(plans) > 1 else None, within, parts, number, agency, min_score, as_of)
        result = run_diff(settings)
        _give(result, kind, output, plans, pager=pager)
        sys.exit(FINDINGS if exit_code and result.diff.differs else CLEAN)


def _give(result: Any, kind: str, output: Path | None, inputs: list[str], *, pager: bool) -> None:
    from ggplan.app.diffing import save
    from ggplan.errors import UsageError
    from ggplan.report.diff_formats import render

    if output is not None:
        save(render(kind, result.diff, result.left, result.right), output, inputs)
    elif kind == "terminal":
        _show(result, pager=pager)
    elif kind == "xlsx" and sys.stdout.isatty():
        raise UsageError("a workbook is no text for a terminal; give a file with -o")
    else:
        content = render(kind, result.diff, result.left, result.right)
        if isinstance(content, bytes):
            sys.stdout.buffer.write(content)
        else:
            print_text(content)


def _show(result: Any, *, pager: bool) -> None:
    import contextlib
    import os

    from ggplan.report.diff_formats import render
    from ggplan.report.diff_terminal import print_diff
    from ggplan.report.diff_view import View

    screen = console()
    if not screen.is_terminal:
        print_text(str(render("terminal", result.diff, result.left, result.right, screen.width)))
        return
    os.environ.setdefault("LESS", "FRX")
    paged = screen.pager(styles=True) if pager and screen.is_terminal else contextlib.nullcontext()
    with paged:
        print_diff(screen, View(result.diff, result.left, result.right))
