"""Findings as a GitLab Code Quality report (GitLab Docs, "Code Quality", report format)."""

from __future__ import annotations

import json
from typing import Any

from ggplan.report.findings_common import visible
from ggplan.validate.located import Located
from ggplan.validate.result import ValidateResult

__all__ = ["render"]

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def render(result: ValidateResult) -> str:
    """A list of issues, each with a fingerprint of its own."""
    return json.dumps([_issue(found) for found in result.findings], ensure_ascii=False, indent=2) + "\n"


def _issue(found: Located) -> dict[str, Any]:
    item = f"{found.item}: " if found.item is not None else ""
    return {
        "description": visible(f"{found.code} {item}{found.message}"),
        "check_name": f"{found.code} {found.slug}",
        "fingerprint": found.fingerprint,
        "severity": _SEVERITIES[found.severity],
        "location": {"path": visible(found.file), "lines": {"begin": found.line, "end": found.end_line}},
    }
