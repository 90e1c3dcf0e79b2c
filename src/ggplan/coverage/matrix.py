"""The matrix of plans and themes, groups and tasks of the national plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ggplan.coverage.heirs import heirs_of
from ggplan.coverage.model import Coverage, Gaps, Lead, PlanCoverage, ThemeCount
from ggplan.normalize.linking import PlanLinks, link_plan, national_index, themes_of
from ggplan.plan import AgencyMention, Plan, Task
from ggplan.registry.catalogue import Catalogue
from ggplan.registry.loading import Registry

__all__ = ["cover", "cover_plan"]


def cover(plans: Iterable[tuple[str, Plan]], catalogue: Catalogue, registry: Registry, as_of: str | None = None) -> Coverage:
    """The coverage of named plans, in the order given; `as_of` (EDTF) also tells who answers for the leads then."""
    covered = tuple(cover_plan(name, plan, catalogue, registry, as_of) for name, plan in plans)
    return Coverage(catalogue, covered, as_of)


def cover_plan(name: str, plan: Plan, catalogue: Catalogue, registry: Registry, as_of: str | None = None) -> PlanCoverage:
    """What one plan answers.

    A task counts in the theme of its heading; one without such a heading in each theme that one of its actions has.
    """
    links = link_plan(plan, catalogue, registry)
    tasks = {task.id: tuple(themes_of(links.tasks[task.id])) for task in plan.tasks}
    themes = {}
    for theme in sorted(catalogue.titles):
        inside = [task for task in plan.tasks if theme in tasks[task.id]]
        themes[theme] = _count(theme, inside, links, _leads(inside, plan, registry, as_of))
    national = {code: tuple(ids) for code, ids in national_index(links).items()}
    unplaced = tuple(task.id for task in plan.tasks if not tasks[task.id])
    return PlanCoverage(name, plan, links, themes, national, _gaps(themes, national, catalogue), unplaced)


def _count(theme: int, tasks: Sequence[Task], links: PlanLinks, leads: tuple[Lead, ...]) -> ThemeCount:
    placed = [action for task in links.tasks.values() for action in task.actions]
    actions = sum(action.theme == theme for action in placed)
    targets = sum(target.theme == theme for target in links.targets.values())
    return ThemeCount(len(tasks), actions, targets, leads)


def _leads(tasks: Iterable[Task], plan: Plan, registry: Registry, as_of: str | None) -> tuple[Lead, ...]:
    """The bodies that lead `tasks`, those with most tasks first."""
    counts: Counter[str] = Counter()
    named: dict[str, AgencyMention] = {}
    for task in tasks:
        for mention in task.lead_agencies:
            key = mention.id or mention.text
            named.setdefault(key, mention)
            counts[key] += 1
    province = plan.province.slug if plan.province else None
    order = {key: number for number, key in enumerate(named)}
    found = []
    for key in sorted(counts, key=lambda key: (-counts[key], order[key])):
        mention = named[key]
        heirs = heirs_of(mention.id, as_of, province, registry, mention.name) if as_of and mention.id else ()
        found.append(Lead(mention.id, mention.name or mention.text, counts[key], heirs))
    return tuple(found)


def _gaps(themes: Mapping[int, ThemeCount], national: Mapping[str, Sequence[str]], catalogue: Catalogue) -> Gaps:
    empty = tuple(theme for theme, count in themes.items() if not count.tasks and not count.actions)
    if not catalogue.full:
        return Gaps(empty)
    answered = set(national)
    groups = tuple(entry.code for entry in catalogue.groups if not any(_inside(code, entry.code) for code in answered))
    return Gaps(empty, groups, tuple(entry.code for entry in catalogue.leaves if entry.code not in answered))


def _inside(code: str, group: str) -> bool:
    return code == group or code.startswith(f"{group}.")
