"""Findings as Markdown, for a comment on a pull request or a job summary."""

from __future__ import annotations

from collections.abc import Sequence

from ggplan.report.findings_common import in_words, place_in_source, visible
from ggplan.validate.located import Located
from ggplan.validate.result import ValidateResult

__all__ = ["render"]

_WORDS = {"error": "error", "warning": "warning", "info": "note"}


def render(result: ValidateResult) -> str:
    """A heading, the counts, and a table a file."""
    lines = ["## ggplan validate", "", f"{in_words(result).capitalize()}."]
    by_file: dict[str, list[Located]] = {}
    for found in result.findings:
        by_file.setdefault(found.file, []).append(found)
    for name, findings in by_file.items():
        lines += ["", f"### {_plain(name)}", "", *_table(findings)]
    return "\n".join(lines) + "\n"


def _table(findings: Sequence[Located]) -> list[str]:
    lines = ["| line | severity | rule | item | finding | source |", "|---:|---|---|---|---|---|"]
    for found in findings:
        cells = (
            str(found.line),
            _WORDS[found.severity],
            f"{found.code} {found.slug}",
            _plain(found.item or ""),
            _plain(found.message),
            _plain(place_in_source(found)),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _plain(text: str) -> str:
    """`text` as Markdown shows it: nothing in it is markup or ends a cell."""
    shown = visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join("\\" + char if char in "\\`*_[]|#~" else char for char in shown)
