"""Two plans side by side: which task is the same duty as which, and what differs.

`compare` is the way in: plans in, a `PlanDiff` out, whose JSON is described by `docs/diff.schema.json`.
"""

from __future__ import annotations

from ggplan.diff.compare import Mode, Options, compare
from ggplan.diff.model import PlanDiff

__all__ = ["Mode", "Options", "PlanDiff", "compare"]
