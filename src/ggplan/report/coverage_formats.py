"""The formats in which a coverage can be given, each from one table; a renderer is imported when it is used."""

from __future__ import annotations

from pathlib import Path

from ggplan.coverage.model import Coverage
from ggplan.errors import UsageError

__all__ = ["FORMATS", "format_for", "render"]

FORMATS = ("text", "json", "csv", "xlsx", "html")
_SUFFIXES = {".json": "json", ".csv": "csv", ".xlsx": "xlsx", ".html": "html", ".htm": "html"}


def format_for(wanted: str | None, output: Path | None) -> str:
    """The format asked for, else the one of the output's suffix, else `text`. Raises `UsageError` for an unknown one."""
    if wanted is not None and wanted not in FORMATS:
        raise UsageError(f"--format {wanted}: choose from {', '.join(FORMATS)}")
    if wanted is not None:
        return wanted
    return _SUFFIXES.get(output.suffix.lower(), "text") if output is not None else "text"


def render(format: str, coverage: Coverage) -> str | bytes:
    """The coverage as JSON, CSV (with a byte order mark), HTML, or the bytes of a workbook."""
    if format == "csv":
        from ggplan.report.coverage_data import as_csv

        return as_csv(coverage)
    if format == "xlsx":
        from ggplan.report.coverage_xlsx import workbook

        return workbook(coverage)
    if format == "html":
        from ggplan.report.coverage_html import page

        return page(coverage)
    from ggplan.report.coverage_data import as_data
    from ggplan.serial import dump_json

    return dump_json(as_data(coverage))
