"""Comparisons with places and a source, for the tests of reports."""

from __future__ import annotations

from functools import cache

from diff.goldplans import gold_plan
from ggplan.diff import Mode, Options, compare
from ggplan.plan import Plan, Provenance, Source
from ggplan.report.diff_view import View

__all__ = ["placed", "view"]


def placed(plan: Plan) -> Plan:
    """The plan with a page and lines for every task and target, and a source."""
    items = [*plan.tasks, *plan.targets]
    return plan.model_copy(
        update={
            "provenance": {item.id: Provenance(page=n // 7 + 1, lines=(n * 10, n * 10 + 4)) for n, item in enumerate(items, 1)},
            "source": Source(
                file=f"{plan.province.slug if plan.province else 'plan'}.txt", sha256="0" * 64, media_type="text/plain"
            ),
        }
    )


@cache
def view(left: str = "son-la", right: str = "bac-giang", mode: Mode | None = None) -> View:
    """Two annotated plans compared."""
    ones, others = placed(gold_plan(left)), placed(gold_plan(right))
    paths = (f"data/canonical/{left}.yaml", f"data/canonical/{right}.yaml")
    return View(compare(ones, others, Options(mode=mode, paths=paths)), ones, others)
