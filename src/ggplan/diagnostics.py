"""One finding: a rule of the catalogue, a place, the facts. The sentence is rendered from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ggplan.location import NOWHERE, Place
from ggplan.rules import Rule, Severity, rule

__all__ = ["Finding", "finding", "order"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at. `item` is the id of the task, target or group it is about, `source` its place in the document."""

    slug: str
    source: Place = NOWHERE
    item: str | None = None
    facts: tuple[tuple[str, str], ...] = field(default=())

    @property
    def rule(self) -> Rule:
        """The entry of the catalogue."""
        return rule(self.slug)

    @property
    def code(self) -> str:
        """The stable code, `GG302`."""
        return self.rule.code

    @property
    def severity(self) -> Severity:
        """`error`, `warning` or `info`, as the catalogue has it."""
        return self.rule.severity

    @property
    def message(self) -> str:
        """The sentence, made of the rule's message and the facts."""
        return self.rule.message.format_map(_Facts(self.facts))


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return f"({key} unknown)"


def finding(slug: str, source: Place = NOWHERE, item: str | None = None, **facts: object) -> Finding:
    """A `Finding` of the rule `slug`; raises `KeyError` for a slug that is in no entry."""
    rule(slug)
    return Finding(slug, source, item, tuple((key, str(value)) for key, value in facts.items()))


def order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by place, then code: the same order each run."""
    return sorted(
        findings,
        key=lambda f: (f.source.page or 0, f.source.lines or (0, 0), f.code, f.item or "", f.facts),
    )
