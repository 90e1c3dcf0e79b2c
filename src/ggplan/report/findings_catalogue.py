"""The catalogue of rules for people: `ggplan explain`, `ggplan rules`, `docs/rules.md`. All from `ggplan.rules`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ggplan.plan import FORMAT
from ggplan.rules import FAMILIES, Rule
from ggplan.serial import dump_json

__all__ = ["as_json", "as_markdown", "as_text", "explain"]

_HEAD = """# Rules

Generated from the catalogue by `ggplan rules --format markdown`; do not edit by hand. `ggplan explain GG302` shows one rule.

A rule is selected by its code, by the beginning of codes (`GG3` for a family) or by its name; [ci.md](ci.md) tells how to
configure it. Rules of GG0 speak while a document is parsed, the others when a plan is validated. *fix*: `--fix` mends it.
"""


def explain(rule: Rule) -> str:
    """One rule in full, as plain text."""
    fix = "yes, with `ggplan validate --fix`" if rule.fixable else "no"
    parts = [
        f"{rule.code} {rule.slug} ({rule.severity})",
        f"Family: {FAMILIES[rule.code[:3]]}. Can be mended by the tool: {fix}.",
        f"Says: {rule.message}",
        f"Why: {rule.why}",
        f"Remedy: {rule.remedy}",
    ]
    parts += [f"{name}:\n{_indented(text)}" for name, text in (("Bad", rule.bad), ("Good", rule.good)) if text]
    return "\n\n".join(parts) + "\n"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


def as_text(rules: Sequence[Rule]) -> str:
    """One line a rule: code, severity, `fix` where there is one, name."""
    size = max((len(rule.slug) for rule in rules), default=0)
    return "".join(f"{_row(rule, size)}\n" for rule in rules)


def _row(rule: Rule, size: int) -> str:
    return f"{rule.code}  {rule.severity:<7}  {'fix' if rule.fixable else '   '}  {rule.slug:<{size}}".rstrip()


def as_json(rules: Iterable[Rule]) -> str:
    """The catalogue for programs."""
    return dump_json({"ggplan": FORMAT, "rules": [_data(rule) for rule in rules]})


def _data(rule: Rule) -> dict[str, Any]:
    names = ("code", "slug", "severity", "message", "why", "remedy", "bad", "good", "fixable")
    return {**{name: getattr(rule, name) for name in names}, "family": FAMILIES[rule.code[:3]]}


def as_markdown(rules: Sequence[Rule]) -> str:
    """The page `docs/rules.md`."""
    parts = [_HEAD]
    for family, title in FAMILIES.items():
        members = [rule for rule in rules if rule.code.startswith(family)]
        if members:
            parts.append(f"## {family}: {title}\n")
            parts += [_section(rule) for rule in members]
    return "\n".join(parts)


def _section(rule: Rule) -> str:
    fix = " · fix" if rule.fixable else ""
    lines = [f"### {rule.code} {rule.slug}", "", f"*{rule.severity}{fix}* — {_escaped(rule.message)}", "", _escaped(rule.why), ""]
    lines += [f"**Remedy.** {_escaped(rule.remedy)}", ""]
    for name, text in (("Bad", rule.bad), ("Good", rule.good)):
        if text:
            lines += [f"{name}:", "", "```yaml", text, "```", ""]
    return "\n".join(lines)


def _escaped(text: str) -> str:
    """Text for Markdown: stars, angles and brackets outside code spans show as they are."""
    pieces = text.split("`")
    for index in range(0, len(pieces), 2):
        pieces[index] = "".join("\\" + char if char in "*_<>[]" else char for char in pieces[index])
    return "`".join(pieces)
