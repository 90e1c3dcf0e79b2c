"""The output formats of `ggplan validate` by name."""

from __future__ import annotations

from collections.abc import Callable

from ggplan.report import (
    findings_github,
    findings_gitlab,
    findings_json,
    findings_junit,
    findings_markdown,
    findings_sarif,
    findings_text,
)
from ggplan.validate.result import ValidateResult

__all__ = ["FORMATS"]

FORMATS: dict[str, Callable[[ValidateResult], str]] = {
    "text": findings_text.render,
    "json": findings_json.render,
    "github": findings_github.render,
    "gitlab": findings_gitlab.render,
    "sarif": findings_sarif.render,
    "junit": findings_junit.render,
    "markdown": findings_markdown.render,
}
