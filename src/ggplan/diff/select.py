"""A part of a comparison: some kinds of result, one theme, one body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ggplan.diff.align import theme_of
from ggplan.diff.model import PlanDiff, PlanPart, TargetPart, TaskPart
from ggplan.errors import UsageError
from ggplan.plan import AgencyMention, Plan, Task
from ggplan.text import match_key, slug

__all__ = ["PARTS", "Selection", "agency_key", "select"]

PARTS = ("tasks", "targets", "agencies", "themes", "plan")
"""The kinds of result that `only` can name."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What to keep. `only`: kinds of result, all where empty. `theme`: 1 to 18. `agency`: a key of `agency_key`."""

    only: frozenset[str] = frozenset()
    theme: int | None = None
    agency: str | None = None


def select(diff: PlanDiff, left: Plan, right: Plan, selection: Selection) -> PlanDiff:
    """The comparison with what was not asked for left out. Targets belong to no theme and no body, so both leave them out."""
    kept = (_kept(left, selection), _kept(right, selection))
    if selection.theme is not None or selection.agency is not None:
        diff = diff.model_copy(
            update={
                "plan": PlanPart(),
                "tasks": _tasks(diff.tasks, kept),
                "targets": TargetPart(),
                "themes": tuple(count for count in diff.themes if selection.theme in (None, count.theme)),
                "agencies": tuple(
                    load for load in diff.agencies if selection.agency in (None, load.id, f"~{match_key(load.name)}")
                ),
            }
        )
    if not selection.only:
        return diff
    empty = {"tasks": TaskPart(), "targets": TargetPart(), "agencies": (), "themes": (), "plan": PlanPart()}
    return diff.model_copy(update={part: value for part, value in empty.items() if part not in selection.only})


def _kept(plan: Plan, selection: Selection) -> frozenset[str]:
    themes = {group.id: group.theme for group in plan.groups}
    return frozenset(task.id for task in plan.tasks if _matches(task, themes, selection))


def _matches(task: Task, themes: Mapping[str, int | None], selection: Selection) -> bool:
    if selection.theme is not None and theme_of(task, themes) != selection.theme:
        return False
    if selection.agency is None:
        return True
    return any(selection.agency in _keys(mention) for mention in (*task.lead_agencies, *task.cooperating_agencies))


def _keys(mention: AgencyMention) -> set[str]:
    return {key for key in (mention.id, f"~{match_key(mention.name or mention.text)}") if key}


def _tasks(part: TaskPart, kept: tuple[frozenset[str], frozenset[str]]) -> TaskPart:
    return TaskPart(
        pairs=tuple(pair for pair in part.pairs if pair.left in kept[0] or pair.right in kept[1]),
        only_left=tuple(name for name in part.only_left if name in kept[0]),
        only_right=tuple(name for name in part.only_right if name in kept[1]),
    )


def agency_key(wanted: str, *plans: Plan) -> str:
    """The key of the body that `wanted` names: an id, a name or a form of it in the plans, or an id of the registry.

    Raises `UsageError` with the nearest ids where no body is meant.
    """
    known = _known(plans)
    for form in (wanted, f"~{match_key(wanted)}", slug(wanted)):
        if form in known:
            return known[form]
    from ggplan.registry.loading import load_registry

    agencies = load_registry().agencies
    for form in (wanted, slug(wanted)):
        if form in agencies:
            return form
    near = _nearest(slug(wanted), {*agencies, *(key for key in known.values() if not key.startswith("~"))})
    hint = f"; did you mean {', '.join(near)}?" if near else "; see the ids in the canonical files"
    raise UsageError(f"--agency {wanted}: no body of that id or name is in the plans or the registry{hint}")


def _known(plans: tuple[Plan, ...]) -> dict[str, str]:
    """Every form of a body in the plans with its key, ids before names before printed forms."""
    known: dict[str, str] = {}
    mentions = [m for plan in plans for task in plan.tasks for m in (*task.lead_agencies, *task.cooperating_agencies)]
    for forms in (("id",), ("name",), ("text",)):
        for mention in mentions:
            value = getattr(mention, forms[0])
            if value:
                key = mention.id or f"~{match_key(mention.name or mention.text)}"
                known.setdefault(value if forms[0] == "id" else f"~{match_key(value)}", key)
                known.setdefault(slug(value), key)
    return known


def _nearest(wanted: str, ids: set[str]) -> list[str]:
    from rapidfuzz import fuzz, process

    found = process.extract(wanted, sorted(ids), scorer=fuzz.ratio, limit=3, score_cutoff=60)
    return [name for name, _, _ in found]
