"""Findings as JSON: the shape of `canonical-format.md`, "Machine outputs of the commands"."""

from __future__ import annotations

from typing import Any

from ggplan.plan import FORMAT
from ggplan.report.findings_common import visible
from ggplan.serial import dump_json
from ggplan.validate.located import Located
from ggplan.validate.result import ValidateResult

__all__ = ["render", "summary"]


def render(result: ValidateResult) -> str:
    """One document, the same shape whatever was found."""
    return dump_json({"ggplan": FORMAT, "findings": [_finding(found) for found in result.findings], "summary": summary(result)})


def summary(result: ValidateResult) -> dict[str, Any]:
    """The counts."""
    return {
        "files": len(result.files),
        "errors": result.count("error"),
        "warnings": result.count("warning"),
        "infos": result.count("info"),
        "fixable": sum(found.fixable for found in result.findings),
        "suppressed": result.suppressed,
        "baseline": result.known,
        "unread": [visible(name) for name in result.unread],
        "rules": dict(result.by_rule),
    }


def _finding(found: Located) -> dict[str, Any]:
    data: dict[str, Any] = {
        "code": found.code,
        "slug": found.slug,
        "severity": found.severity,
        "message": visible(found.message),
        "file": visible(found.file),
        "line": found.line,
        "column": found.column,
        "end_line": found.end_line,
        "end_column": found.end_column,
    }
    if found.item is not None:
        data["id"] = visible(found.item)
    data["source"] = _source(found)
    data["fixable"] = found.fixable
    data["fingerprint"] = found.fingerprint
    return {key: value for key, value in data.items() if value != {}}


def _source(found: Located) -> dict[str, Any]:
    place = found.source
    parts = {"page": place.page, "lines": list(place.lines) if place.lines else None, "cell": place.cell}
    return {key: value for key, value in parts.items() if value is not None}
