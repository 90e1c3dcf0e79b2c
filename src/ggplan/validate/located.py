"""A finding with its place in a file: what every output format prints."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from ggplan.diagnostics import Finding
from ggplan.location import Place
from ggplan.rules import Rule, Severity

__all__ = ["Excerpt", "Located", "fingerprint", "sort_key"]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line of the file, or a window of a long one; the caret stands under `start` to before `end` of `text`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Located:
    """A finding in `file` from (`line`, `column`) to before (`end_line`, `end_column`), all from 1, columns in characters.

    `severity` is the configured one. `occurrence` tells equal findings of one file apart, in their order.
    """

    finding: Finding
    file: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1
    severity: Severity = "warning"
    excerpt: Excerpt | None = None
    fixable: bool = False
    occurrence: int = 0
    path: tuple[str | int, ...] = field(default=(), compare=False)

    @property
    def rule(self) -> Rule:
        """The entry of the catalogue."""
        return self.finding.rule

    @property
    def code(self) -> str:
        """`GG302`."""
        return self.finding.rule.code

    @property
    def slug(self) -> str:
        """`task-without-lead`."""
        return self.finding.slug

    @property
    def message(self) -> str:
        """The sentence."""
        return self.finding.message

    @property
    def item(self) -> str | None:
        """The id of the task, target or group."""
        return self.finding.item

    @property
    def source(self) -> Place:
        """The place in the source document."""
        return self.finding.source

    @property
    def fingerprint(self) -> str:
        """A digest that stays the same while lines shift: of the file, the rule, the item and the facts."""
        return fingerprint(self.file, self.slug, self.item, self.finding.facts, self.occurrence)


def fingerprint(file: str, slug: str, item: str | None, facts: tuple[tuple[str, str], ...], occurrence: int) -> str:
    """The first 32 hexadecimal digits of a SHA-256 over what identifies a finding."""
    parts = [file, slug, item or "", *(f"{key}={value}" for key, value in facts), str(occurrence)]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def sort_key(found: Located) -> tuple[int, int, str, str, tuple[tuple[str, str], ...]]:
    """By place in the file, then code: the same order each run."""
    return found.line, found.column, found.code, found.item or "", found.finding.facts
