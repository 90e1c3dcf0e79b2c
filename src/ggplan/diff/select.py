"""A part of a comparison: some kinds of result, one theme, one body."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ggplan.diff.agencies import Identity
from ggplan.diff.align import theme_of
from ggplan.diff.compare import Options, identity_of, theme_counts, workloads
from ggplan.diff.model import PlanDiff, PlanPart, TargetPart, TaskPart, Workload
from ggplan.errors import UsageError
from ggplan.plan import AgencyMention, Plan, Task
from ggplan.text import match_key, slug

__all__ = ["PARTS", "Selection", "agency_key", "nearest", "select"]

PARTS = ("tasks", "targets", "agencies", "themes", "plan")
"""The kinds of result that `only` can name."""

_LIKE, _NEARLY = 60, 15  # least likeness of a name that is proposed, and how far it may fall behind the likest (0-100)


@dataclass(frozen=True, slots=True)
class Selection:
    """What to keep. `only`: kinds of result, all where empty. `theme`: 1 to 18. `agency`: a key of `agency_key`."""

    only: frozenset[str] = frozenset()
    theme: int | None = None
    agency: str | None = None


def select(diff: PlanDiff, left: Plan, right: Plan, selection: Selection, options: Options | None = None) -> PlanDiff:
    """The comparison with what was not asked for left out. Targets belong to no theme and no body, so both leave them out.

    Counts are those of the tasks that remain. `options` are those of the comparison: a body is also found by what it had become.
    """
    if selection.theme is not None or selection.agency is not None:
        identity = identity_of(left, right, options or Options())
        kept = [_kept(plan, selection, identity) for plan in (left, right)]
        parts = [
            plan.model_copy(update={"tasks": tuple(task for task in plan.tasks if task.id in names)})
            for plan, names in zip((left, right), kept, strict=True)
        ]
        loads = workloads(parts[0], parts[1], identity)
        diff = diff.model_copy(
            update={
                "plan": PlanPart(),
                "tasks": _tasks(diff.tasks, (kept[0], kept[1])),
                "targets": TargetPart(),
                "themes": theme_counts(parts[0], parts[1]),
                "agencies": tuple(load for load in loads if _is_asked_for(load, selection.agency, identity)),
            }
        )
    if not selection.only:
        return diff
    empty = {"tasks": TaskPart(), "targets": TargetPart(), "agencies": (), "themes": (), "plan": PlanPart()}
    return diff.model_copy(update={part: value for part, value in empty.items() if part not in selection.only})


def _kept(plan: Plan, selection: Selection, identity: Identity) -> frozenset[str]:
    themes = {group.id: group.theme for group in plan.groups}
    return frozenset(task.id for task in plan.tasks if _matches(task, themes, selection, identity))


def _matches(task: Task, themes: Mapping[str, int | None], selection: Selection, identity: Identity) -> bool:
    if selection.theme is not None and theme_of(task, themes) != selection.theme:
        return False
    if selection.agency is None:
        return True
    mentions = (*task.lead_agencies, *task.cooperating_agencies)
    return any(selection.agency in _keys(mention, identity) for mention in mentions)


def _keys(mention: AgencyMention, identity: Identity) -> set[str]:
    return {key for key in (mention.id, identity.key(mention), f"~{match_key(mention.name or mention.text)}") if key}


def _is_asked_for(load: Workload, agency: str | None, identity: Identity) -> bool:
    if agency is None:
        return True
    wanted = identity.key(AgencyMention(text=agency, id=agency)) if not agency.startswith("~") else agency
    return load.id in (agency, wanted) or f"~{match_key(load.name)}" == agency


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
    near = nearest(slug(wanted), {*agencies, *(key for key in known.values() if not key.startswith("~"))})
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


def nearest(wanted: str, names: Iterable[str]) -> list[str]:
    """The names most like `wanted`, at most three, the likest first; none where none is like it."""
    from rapidfuzz import fuzz, process

    found = process.extract(wanted, sorted(names), scorer=fuzz.ratio, limit=3, score_cutoff=_LIKE)
    return [name for name, score, _ in found if score >= found[0][1] - _NEARLY]
