"""The formats in which a comparison can be given, each from one table; a renderer is imported when it is used."""

from __future__ import annotations

import io
from pathlib import Path

from ggplan.diff.model import PlanDiff
from ggplan.errors import UsageError
from ggplan.plan import Plan

__all__ = ["FORMATS", "format_for", "render"]

FORMATS = ("terminal", "json", "markdown", "html", "xlsx")
_SUFFIXES = {
    ".json": "json",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xlsx": "xlsx",
    ".txt": "terminal",
    "": "terminal",
}


def format_for(wanted: str | None, output: Path | None) -> str:
    """The format asked for, else the one of the output's suffix, else `terminal`. Raises `UsageError` for an unknown one.

    Text goes to a name in `.txt` or without suffix, and to what is no file (`/dev/stdout`); never to one that promises more.
    """
    if wanted is not None and wanted not in FORMATS:
        raise UsageError(f"--format {wanted}: choose from {', '.join(FORMATS)}")
    if wanted is not None:
        return wanted
    suffix = output.suffix.lower() if output is not None else ""
    if suffix not in _SUFFIXES:
        raise UsageError(f"{output}: no format has the suffix {suffix}; use {', '.join(filter(None, _SUFFIXES))}, or --format")
    return _SUFFIXES[suffix]


def render(format: str, diff: PlanDiff, left: Plan, right: Plan, width: int = 100) -> str | bytes:
    """The comparison in one of `FORMATS`, plain where a terminal would have colours; bytes for a workbook."""
    from ggplan.report.diff_view import View

    view = View(diff, left, right)
    if format == "json":
        from ggplan.serial import dump_json

        return dump_json(diff.as_data())
    if format == "markdown":
        from ggplan.report.diff_markdown import markdown

        return markdown(view)
    if format == "html":
        from ggplan.report.diff_html import page

        return page(view)
    if format == "xlsx":
        from ggplan.report.diff_xlsx import workbook

        return workbook(view)
    return _plain(view, width)


def _plain(view: object, width: int) -> str:
    from rich.console import Console

    from ggplan.report.diff_terminal import print_diff

    stream = io.StringIO()
    print_diff(Console(file=stream, width=width, color_system=None, highlight=False), view)  # type: ignore[arg-type]
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())
