"""The catalogue of findings: what ggplan can say about a document or a plan, why it matters and what to do.

One `Rule` an entry, in one module a family; codes are never reused. `ggplan explain`, `ggplan rules` and
`docs/rules.md` are made from this catalogue and nothing else.
"""

from __future__ import annotations

from functools import cache

from ggplan.rules.catalogue import FAMILIES, Rule, Severity

__all__ = ["FAMILIES", "Rule", "Severity", "all_rules", "rule"]


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by slug, in the order of their codes."""
    from ggplan.rules import files, national, numbering, provenance, reading, reporting, targets, tasks, texts, times

    families = (reading, files, numbering, tasks, national, times, targets, reporting, texts, provenance)
    rules = sorted((entry for family in families for entry in family.RULES), key=lambda entry: entry.code)
    return {entry.slug: entry for entry in rules}


def rule(name: str) -> Rule:
    """The rule of that slug or code. Raises `KeyError` for a name that is in no entry."""
    rules = all_rules()
    if name in rules:
        return rules[name]
    for entry in rules.values():
        if entry.code == name.upper():
            return entry
    raise KeyError(name)
