"""What a validation hands to the renderers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from ggplan.rules import Severity
from ggplan.validate.located import Located

__all__ = ["Fixed", "ValidateResult"]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file whose text can be mended: the text before and after, and how many places."""

    file: str
    path: Path
    before: str
    after: str
    count: int


@dataclass(frozen=True, slots=True)
class ValidateResult:
    """All findings, by file in input order and by place inside.

    `files` are the names of the inputs, `unread` those that could not be checked at all. `suppressed` counts what comments
    and per-file ignores silenced, `known` what the baseline holds.
    """

    findings: tuple[Located, ...]
    files: tuple[str, ...]
    unread: tuple[str, ...] = ()
    suppressed: int = 0
    known: int = 0
    fixed: tuple[Fixed, ...] = ()
    fail_on: Severity = "warning"

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(found.severity == severity for found in self.findings)

    @property
    def failed(self) -> bool:
        """Whether a finding is as severe as `fail_on`."""
        return self.count("error") > 0 or (self.fail_on == "warning" and self.count("warning") > 0)

    @property
    def nothing_checked(self) -> bool:
        """Whether no input could be checked."""
        return len(self.unread) == len(self.files)

    @property
    def by_rule(self) -> list[tuple[str, int]]:
        """The codes of the rules that found something and how often, the most frequent first."""
        counts = Counter(found.code for found in self.findings)
        return sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
