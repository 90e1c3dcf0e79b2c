"""Findings as JUnit XML, as Jenkins and GitLab read it: a suite a file, a failed case a finding."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from ggplan.report.findings_common import place_in_source, visible
from ggplan.validate.located import Located
from ggplan.validate.result import ValidateResult

__all__ = ["render"]


def render(result: ValidateResult) -> str:
    """One document. A file without findings is a suite with one case that passed; notes are cases that passed with output."""
    by_file: dict[str, list[Located]] = {name: [] for name in result.files}
    for found in result.findings:
        by_file.setdefault(found.file, []).append(found)
    suites = [line for name, findings in by_file.items() for line in _suite(name, findings, name in result.unread)]
    tests = sum(max(1, len(findings)) for findings in by_file.values())
    head = f'<testsuites name="ggplan validate" tests="{tests}" failures="{_failures(result.findings)}" errors="0" time="0">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *suites, "</testsuites>"]) + "\n"


def _failures(findings: Sequence[Located]) -> int:
    return sum(found.severity != "info" for found in findings)


def _suite(name: str, findings: Sequence[Located], unread: bool) -> list[str]:
    attributes = f'tests="{max(1, len(findings))}" failures="{_failures(findings)}" errors="0" skipped="0" time="0"'
    lines = [f"<testsuite name={_quoted(name)} {attributes}>"]
    for found in findings:
        lines += _case(found)
    if not findings:
        verdict = "not checked" if unread else "valid"
        lines.append(f'<testcase classname={_quoted(name)} name={_quoted(verdict)} time="0"/>')
    return [*lines, "</testsuite>"]


def _case(found: Located) -> list[str]:
    name = f"{found.code} {found.slug} {found.item or ''}".strip() + f" (line {found.line})"
    head = f'<testcase classname={_quoted(found.file)} name={_quoted(name)} time="0">'
    source = f"\nsource: {place_in_source(found)}" if place_in_source(found) else ""
    text = escape(visible(f"{found.file}:{found.line}:{found.column}: {found.message}") + visible_lines(source))
    if found.severity == "info":
        return [head, f"<system-out>{text}</system-out>", "</testcase>"]
    kind = _quoted(found.severity)
    return [head, f"<failure type={kind} message={_quoted(found.message)}>{text}</failure>", "</testcase>"]


def visible_lines(text: str) -> str:
    """`visible`, line by line."""
    return "\n".join(visible(line) for line in text.split("\n"))


def _quoted(text: str) -> str:
    return quoteattr(visible(text))
