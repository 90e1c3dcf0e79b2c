"""What a merge leaves to decide: as text for a terminal and as Markdown."""

from __future__ import annotations

from collections import Counter

from ggplan.diff.merge_model import Conflict, MergeReport
from ggplan.report.diff_view import count, shorten

__all__ = ["conflicts_markdown", "conflicts_text", "summary"]

_KINDS = {
    "lead": "Who leads",
    "time": "By when",
    "budget": "Budget",
    "target": "Target values",
    "overlap": "Tasks that overlap",
    "period": "Period",
    "reporting": "Duties to report",
    "citation": "Dates of cited documents",
    "abbreviation": "Abbreviations",
    "province": "Province",
}
_VALUE = 300
_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|~#"})


def summary(report: MergeReport) -> str:
    """Counts in two lines."""
    tasks = Counter(item.status for item in report.tasks)
    targets = Counter(item.status for item in report.targets)
    kinds = Counter(conflict.kind for conflict in report.conflicts)
    open_points = ", ".join(f"{_KINDS[kind].lower()} {kinds[kind]}" for kind in _KINDS if kinds[kind])  # type: ignore[index]
    return (
        f"{' + '.join(report.plans)}: {count(tasks['shared'], 'shared task')}, {tasks['single']} of one plan only; "
        f"{count(targets['shared'], 'shared target')}, {targets['single']} of one plan only.\n"
        f"{count(len(report.conflicts), 'conflict')} to decide{': ' + open_points if open_points else ''}.\n"
    )


def conflicts_text(report: MergeReport) -> str:
    """The summary and every conflict with what each plan says."""
    return summary(report) + "".join(_text(conflict) for conflict in report.conflicts)


def _text(conflict: Conflict) -> str:
    items = f" {', '.join(conflict.items)}" if conflict.items else ""
    lines = [f"\n{conflict.number}. {_KINDS[conflict.kind]}{items}: {conflict.proposal}"]
    lines += [
        f"   {choice.plan}{f' {choice.id}' if choice.id else ''}: {shorten(choice.value, _VALUE)}" for choice in conflict.choices
    ]
    return "\n".join(lines) + "\n"


def conflicts_markdown(report: MergeReport) -> str:
    """The summary and the conflicts as a checklist, by kind."""
    text = f"## {_esc(' + '.join(report.plans))}\n\n{summary(report)}"
    for kind, title in _KINDS.items():
        entries = [conflict for conflict in report.conflicts if conflict.kind == kind]
        if entries:
            text += f"\n### {title} ({len(entries)})\n\n" + "".join(_entry(conflict) for conflict in entries)
    return text


def _entry(conflict: Conflict) -> str:
    items = f" **{_esc(', '.join(conflict.items))}**" if conflict.items else ""
    choices = "".join(
        f"  - {_esc(choice.plan)}{f' {_esc(choice.id)}' if choice.id else ''}: {_esc(shorten(choice.value, _VALUE))}\n"
        for choice in conflict.choices
    )
    return f"- [ ] {conflict.number}.{items} {_esc(conflict.proposal)}\n{choices}"


def _esc(text: str) -> str:
    return " ".join(text.split()).translate(_SPECIAL)
