"""Findings as GitHub workflow commands, which GitHub shows beside the lines of a pull request.

Format: GitHub Docs, "Workflow commands for GitHub Actions", setting an error, warning or notice message.
"""

from __future__ import annotations

from ggplan.report.findings_common import place_in_source, visible
from ggplan.validate.located import Located
from ggplan.validate.result import ValidateResult

__all__ = ["render"]

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def render(result: ValidateResult) -> str:
    """One command a finding."""
    return "".join(_command(found) + "\n" for found in result.findings)


def _command(found: Located) -> str:
    properties = {
        "title": f"{found.code} {found.slug}",
        "file": visible(found.file),
        "line": str(found.line),
        "endLine": str(found.end_line),
    }
    if found.line == found.end_line:  # GitHub takes columns only for a single line
        properties |= {"col": str(found.column), "endColumn": str(found.end_column)}
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    source = f" (source: {place_in_source(found)})" if place_in_source(found) else ""
    item = f"{found.item}: " if found.item is not None else ""
    return f"::{_COMMANDS[found.severity]} {listed}::{_data(visible(f'{item}{found.message}{source}'))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
