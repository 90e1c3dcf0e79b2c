"""What an entry of the catalogue is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["FAMILIES", "Rule", "Severity"]

Severity = Literal["error", "warning", "info"]

FAMILIES = {
    "GG0": "reading a document",
    "GG1": "file, schema, document and province",
    "GG2": "groups and numbering",
    "GG3": "tasks and agencies",
    "GG4": "national codes and themes",
    "GG5": "timeframes",
    "GG6": "targets",
    "GG7": "reporting",
    "GG8": "text",
    "GG9": "provenance",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of finding.

    `message` is a sentence with `{facts}` in it; `why` says what goes wrong for a reader of the plan, `remedy` what to
    do. `bad` and `good` are short examples; `fixable` is true where `ggplan validate --fix` can mend it without a
    change of meaning.
    """

    code: str
    slug: str
    severity: Severity
    message: str
    why: str
    remedy: str
    bad: str = ""
    good: str = ""
    fixable: bool = False
