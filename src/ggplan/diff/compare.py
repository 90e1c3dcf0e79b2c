"""Two plans compared: pairs, differences, what stands on one side only, counts by theme, bodies' workload."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ggplan.diff.agencies import Identity, body_key, display_name, general_name, successions_of_registry
from ggplan.diff.align import TaskMatch, align_tasks, theme_of
from ggplan.diff.changes import FieldRules, plan_changes, target_changes, task_changes
from ggplan.diff.model import PlanDiff, PlanPart, Side, TargetPair, TargetPart, TaskPair, TaskPart, ThemeCount, Workload
from ggplan.diff.targets import TargetMatch, align_targets
from ggplan.plan import Plan, Task

__all__ = ["Mode", "Options", "compare", "identity_of", "theme_counts", "workloads"]

Mode = Literal["provinces", "versions", "within"]


@dataclass(frozen=True, slots=True)
class Options:
    """How to compare.

    `mode`: of two provinces, two versions of one plan (equal ids are evidence, letters count), or parts of one plan; None lets
    the provinces decide. `as_of`: an EDTF date on which bodies stand for those they became. `min_score`: pairs below it are none.
    `paths` are shown as the names of the two sides.
    """

    mode: Mode | None = None
    as_of: str | None = None
    min_score: float = 0.0
    paths: tuple[str, str] = ("left", "right")


def compare(left: Plan, right: Plan, options: Options | None = None) -> PlanDiff:
    """The comparison of two plans. `compare(b, a)` is the mirror of `compare(a, b)`, and the order of tasks decides nothing.

    That holds because the work is always done in one direction, found from the contents, and then turned round if need be.
    """
    options = options or Options()
    mode = options.mode or ("versions" if _one_province(left, right) else "provinces")
    if _goes_first(left, right):
        parts = _compare(left, right, mode, options)
    else:
        turned = _compare(right, left, mode, options)
        parts = _Parts(
            PlanPart(changes=turned.plan.changes.mirrored()),
            [pair.mirrored() for pair in turned.tasks],
            [pair.mirrored() for pair in turned.targets],
        )
    return PlanDiff(
        mode=mode,
        as_of=options.as_of,
        left=_side(left, options.paths[0], mode),
        right=_side(right, options.paths[1], mode),
        plan=parts.plan,
        tasks=_task_part(parts.tasks, left, right),
        targets=_target_part(parts.targets, left, right),
        themes=theme_counts(left, right),
        agencies=workloads(left, right, identity_of(left, right, options)),
    )


def _one_province(left: Plan, right: Plan) -> bool:
    return left.province is not None and right.province is not None and left.province.slug == right.province.slug


def _goes_first(left: Plan, right: Plan) -> bool:
    """Which plan is worked on as the left one: decided by contents alone, so that the order of arguments is no evidence."""
    for key in (_short_key, _long_key):
        one, other = key(left), key(right)
        if one != other:
            return one < other
    return True


def _short_key(plan: Plan) -> list[str]:
    return [plan.province.slug if plan.province else "", str(len(plan.tasks)), *sorted(task.id for task in plan.tasks)]


def _long_key(plan: Plan) -> list[str]:
    items = sorted(item.model_dump_json() for item in (*plan.tasks, *plan.targets, *plan.groups))
    return [*items, plan.document.model_dump_json(), repr(plan.period), repr(plan.citations), repr(plan.reporting)]


@dataclass(frozen=True, slots=True)
class _Parts:
    plan: PlanPart
    tasks: list[TaskPair]
    targets: list[TargetPair]


def identity_of(left: Plan, right: Plan, options: Options) -> Identity:
    """How bodies of the two plans are told to be one, by the registry in use."""
    dates = (left.document.issued_on, right.document.issued_on)
    return Identity(successions_of_registry(), as_of=options.as_of, dates=dates)


def _compare(left: Plan, right: Plan, mode: Mode, options: Options) -> _Parts:
    versions = mode == "versions"
    identity = identity_of(left, right, options)
    rules = FieldRules(identity, versions, (_themes(left), _themes(right)))
    tasks = [match for match in align_tasks(left, right, identity, versions=versions) if match.score >= options.min_score]
    targets = [match for match in align_targets(left, right, versions=versions) if match.score >= options.min_score]
    return _Parts(
        PlanPart() if mode == "within" else PlanPart(changes=plan_changes(left, right, rules)),
        list(_task_pairs(left, right, tasks, rules)),
        list(_target_pairs(left, right, targets, rules)),
    )


def _themes(plan: Plan) -> Mapping[str, int | None]:
    return {group.id: group.theme for group in plan.groups}


def _task_pairs(left: Plan, right: Plan, matches: Iterable[TaskMatch], rules: FieldRules) -> Iterable[TaskPair]:
    ones, others = ({task.id: task for task in plan.tasks} for plan in (left, right))
    for match in matches:
        yield TaskPair(
            left=match.left,
            right=match.right,
            score=match.score,
            kind=match.kind,
            also_left=match.also_left,
            also_right=match.also_right,
            changes=task_changes(
                ones[match.left],
                others[match.right],
                rules,
                [(name, ones[name].actions) for name in match.also_left],
                [(name, others[name].actions) for name in match.also_right],
            ),
        )


def _target_pairs(left: Plan, right: Plan, matches: Iterable[TargetMatch], rules: FieldRules) -> Iterable[TargetPair]:
    ones, others = ({target.id: target for target in plan.targets} for plan in (left, right))
    for match in matches:
        changes = target_changes(ones[match.left], others[match.right], rules)
        yield TargetPair(left=match.left, right=match.right, score=match.score, changes=changes)


def _side(plan: Plan, path: str, mode: Mode) -> Side:
    sections = {task.section for task in plan.tasks}
    return Side(
        path=path,
        province=plan.province.slug if plan.province else None,
        name=plan.province.name if plan.province else None,
        section=next(iter(sections)) if mode == "within" and len(sections) == 1 else None,
        tasks=len(plan.tasks),
        targets=len(plan.targets),
    )


def _task_part(pairs: Sequence[TaskPair], left: Plan, right: Plan) -> TaskPart:
    names = [task.id for task in left.tasks], [task.id for task in right.tasks]
    order = {name: number for number, name in enumerate(names[0])}
    taken = {pair.left for pair in pairs}, {pair.right for pair in pairs}
    return TaskPart(
        pairs=tuple(sorted(pairs, key=lambda pair: order[pair.left])),
        only_left=tuple(name for name in names[0] if name not in taken[0]),
        only_right=tuple(name for name in names[1] if name not in taken[1]),
    )


def _target_part(pairs: Sequence[TargetPair], left: Plan, right: Plan) -> TargetPart:
    names = [target.id for target in left.targets], [target.id for target in right.targets]
    order = {name: number for number, name in enumerate(names[0])}
    taken = {pair.left for pair in pairs}, {pair.right for pair in pairs}
    return TargetPart(
        pairs=tuple(sorted(pairs, key=lambda pair: order[pair.left])),
        only_left=tuple(name for name in names[0] if name not in taken[0]),
        only_right=tuple(name for name in names[1] if name not in taken[1]),
    )


def theme_counts(left: Plan, right: Plan) -> tuple[ThemeCount, ...]:
    """How many tasks each plan has on each national theme that one of them has, and on none."""
    counts = [Counter(theme_of(task, _themes(plan)) for task in plan.tasks) for plan in (left, right)]
    found = {*counts[0], *counts[1]}
    numbered: list[int | None] = [theme for theme in range(1, 19) if theme in found]
    listed = [*numbered, *([None] if None in found else [])]
    return tuple(ThemeCount(theme=theme, left=counts[0][theme], right=counts[1][theme]) for theme in listed)


def workloads(left: Plan, right: Plan, identity: Identity) -> tuple[Workload, ...]:
    """How many tasks each body leads and supports in each plan; the busiest first."""
    counts: dict[str, Counter[str]] = {}
    names: dict[str, set[tuple[str | None, str]]] = {}
    for side, plan in (("left", left), ("right", right)):
        for task in plan.tasks:
            for key, what in _roles(task, identity):
                counts.setdefault(key, Counter())[f"{side}_{what}"] += 1
        for key, name in _names(plan, identity):
            names.setdefault(key, set()).add(name)
    shown = {key: _one_name(key, found) for key, found in names.items()}
    loads = [Workload(id=shown[key][0], name=shown[key][1], **count) for key, count in counts.items()]
    return tuple(sorted(loads, key=_load_order))


def _roles(task: Task, identity: Identity) -> Iterable[tuple[str, str]]:
    for mentions, what in ((task.lead_agencies, "leads"), (task.cooperating_agencies, "supports")):
        for key in sorted({identity.key(mention) for mention in mentions}):
            yield key, what


def _names(plan: Plan, identity: Identity) -> Iterable[tuple[str, tuple[str | None, str]]]:
    """Keys of bodies with the id and name to show; a body that stands for its forerunners has the registry's name."""
    for task in plan.tasks:
        for mention in (*task.lead_agencies, *task.cooperating_agencies):
            key = identity.key(mention)
            own = body_key(mention) == key
            yield key, ((mention.id, display_name(mention)) if own else (key, general_name(key) or display_name(mention)))


def _one_name(key: str, found: set[tuple[str | None, str]]) -> tuple[str | None, str]:
    """One name of a body: of several (the branches of a bank, the papers of two provinces) what the registry calls them all."""
    first = min(found, key=lambda pair: (pair[1], pair[0] or ""))
    general = general_name(key) if len({name for _, name in found}) > 1 else None
    return (first[0], general) if general else first


def _load_order(load: Workload) -> tuple[int, int, str, str]:
    leads, supports = load.left_leads + load.right_leads, load.left_supports + load.right_supports
    return (-leads, -supports, load.name, load.id or "")
