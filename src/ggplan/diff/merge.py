"""One plan proposed from the plans of provinces that were merged.

A duty that several plans have stands once, with a note of its sources; one that a single plan has is kept and marked. Where plans
contradict each other nothing is chosen: all leads stand, times are noted and not written, both targets stand, and the
contradiction is listed for decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ggplan.diff.agencies import Identity, body_key, display_name, successions_of_registry
from ggplan.diff.align import align_tasks, theme_of
from ggplan.diff.merge_model import Choice, Conflict, ConflictKind, MergedItem, MergeReport, MergeResult, Origin
from ggplan.diff.merge_rest import MergedHead, merge_head, merge_targets
from ggplan.diff.wording import Wording, compare_actions
from ggplan.diff.words import syllables
from ggplan.plan import AgencyMention, Group, NationalLink, Plan, Province, Section, Task, Timeframe
from ggplan.text import match_key

__all__ = ["MERGE_SCORE", "Part", "merge"]

MERGE_SCORE = 0.5
"""Pairs of tasks from this score on are taken for one duty; those below, and tasks that are split, are listed as overlaps."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the plans to merge and the name it goes by in notes and lists."""

    name: str
    plan: Plan


@dataclass(slots=True)
class _Cluster:
    """Tasks of different plans that are one duty, by plan number."""

    members: dict[int, Task]
    theme: int | None
    heading: tuple[int, str]
    overlaps: list[tuple[int, str, float]] = field(default_factory=list)

    @property
    def first(self) -> Task:
        return self.members[min(self.members)]


def merge(parts: Sequence[Part], *, min_score: float = MERGE_SCORE, province: Province | None = None) -> MergeResult:
    """The proposal for two plans or more, in the order given. `province` is the new province where it is known."""
    clusters = _clusters(parts, min_score)
    book = _Book(parts)
    groups, ids = _number(clusters, parts)
    headings = {group.id: group for group in groups}
    tasks, items = [], []
    for cluster in _in_order(clusters, ids):
        task_id, group = ids[id(cluster)]
        tasks.append(_task(cluster, task_id, headings[group], book))
        items.append(_item(cluster, task_id, parts))
    _note_overlaps(clusters, ids, book)
    targets, target_items, target_conflicts = merge_targets([(part.name, part.plan) for part in parts])
    head = merge_head([(part.name, part.plan) for part in parts], province)
    conflicts = [*book.conflicts, *target_conflicts, *head.conflicts]
    report = MergeReport(
        plans=tuple(part.name for part in parts),
        tasks=tuple(items),
        targets=tuple(target_items),
        conflicts=tuple(entry.model_copy(update={"number": number}) for number, entry in enumerate(conflicts, 1)),
    )
    return MergeResult(_plan(head, groups, tasks, targets), report)


def _plan(head: MergedHead, groups: Sequence[Group], tasks: Sequence[Task], targets: Sequence[object]) -> Plan:
    return Plan(
        province=head.province,
        document=head.document,
        period=head.period,
        citations=head.citations,
        abbreviations=head.abbreviations,
        targets=tuple(targets),  # type: ignore[arg-type]
        groups=tuple(groups),
        tasks=tuple(tasks),
        reporting=head.reporting,
    )


def _clusters(parts: Sequence[Part], min_score: float) -> list[_Cluster]:
    """The tasks of all plans in clusters: each plan in turn is aligned with what the plans before it gave."""
    homes = _homes(parts)
    clusters = [_cluster(0, task, parts[0].plan, homes) for task in parts[0].plan.tasks]
    for number, part in enumerate(parts[1:], 1):
        so_far = _standing_for(clusters)
        by_name = {task.id: cluster for task, cluster in zip(so_far.tasks, clusters, strict=True)}
        tasks = {task.id: task for task in part.plan.tasks}
        joined: set[str] = set()
        for match in align_tasks(so_far, part.plan, Identity(successions_of_registry())):
            cluster = by_name[match.left]
            whole = match.kind != "part" or not (match.also_left or match.also_right)
            if whole and match.score >= min_score:
                cluster.members[number] = tasks[match.right]
                joined.add(match.right)
            else:
                cluster.overlaps.append((number, match.right, match.score))
            cluster.overlaps.extend((number, name, match.score) for name in match.also_right)
            for name in match.also_left:
                by_name[name].overlaps.append((number, match.right, match.score))
        clusters += [_cluster(number, task, part.plan, homes) for task in part.plan.tasks if task.id not in joined]
    return clusters


Heading = tuple[int, str]
"""The number of a plan and the id of one of its groups."""


def _homes(parts: Sequence[Part]) -> dict[Heading, Heading]:
    """For each heading without a theme the first of the plans' headings that has its title: `Tổ chức thực hiện` stands once."""
    first: dict[str, Heading] = {}
    return {
        (number, group.id): first.setdefault(match_key(group.title), (number, group.id))
        for number, part in enumerate(parts)
        for group in part.plan.groups
        if group.theme is None and group.title
    }


def _cluster(number: int, task: Task, plan: Plan, homes: Mapping[Heading, Heading]) -> _Cluster:
    themes = {group.id: group.theme for group in plan.groups}
    heading = (number, task.group or "")
    return _Cluster({number: task}, theme_of(task, themes), homes.get(heading, heading))


def _standing_for(clusters: Sequence[_Cluster]) -> Plan:
    """A plan of the first wording of each cluster, for the aligner."""
    tasks = [
        cluster.first.model_copy(update={"id": str(number), "theme": cluster.theme, "group": None})
        for number, cluster in enumerate(clusters)
    ]
    return Plan(tasks=tuple(tasks))


def _number(clusters: Sequence[_Cluster], parts: Sequence[Part]) -> tuple[list[Group], dict[int, tuple[str, str]]]:
    """Headings by theme, then those without a theme, numbered from 1; and id and heading of each cluster by identity."""
    section = _section(parts)
    keys = sorted({_heading_key(cluster) for cluster in clusters})
    groups = [
        _group(str(number), section, [c for c in clusters if _heading_key(c) == key], parts) for number, key in enumerate(keys, 1)
    ]
    ids: dict[int, tuple[str, str]] = {}
    for number, key in enumerate(keys, 1):
        for place, cluster in enumerate([c for c in clusters if _heading_key(c) == key], 1):
            ids[id(cluster)] = (f"{number}.{place}", str(number))
    return groups, ids


def _section(parts: Sequence[Part]) -> Section:
    sections = {task.section for part in parts for task in part.plan.tasks}
    return "appendix" if sections == {"appendix"} else "body"


def _heading_key(cluster: _Cluster) -> tuple[int, int, str]:
    return (0, cluster.theme, "") if cluster.theme is not None else (1, *cluster.heading)


def _group(code: str, section: Section, clusters: Sequence[_Cluster], parts: Sequence[Part]) -> Group:
    """The heading of clusters of one theme, or of one heading of one plan: the title that the first of the plans gives it."""
    number, name = min(cluster.heading for cluster in clusters)
    title = next((group.title for group in parts[number].plan.groups if group.id == name), None)
    national = {
        code: None
        for cluster in clusters
        for group in parts[cluster.heading[0]].plan.groups
        if group.id == cluster.heading[1]
        for code in group.national
    }
    theme = clusters[0].theme
    return Group(
        id=code,
        section=section,
        code=code,
        title=title or f"Nhiệm vụ của {parts[number].name}",
        theme=theme,
        national=tuple(national),
    )


def _in_order(clusters: Sequence[_Cluster], ids: dict[int, tuple[str, str]]) -> list[_Cluster]:
    return sorted(clusters, key=lambda cluster: tuple(int(part) for part in ids[id(cluster)][0].split(".")))


class _Book:
    """The conflicts found so far, and how plans are named in them."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.names = [part.name for part in parts]
        self.identity = Identity(successions_of_registry())
        self.conflicts: list[Conflict] = []

    def add(self, kind: ConflictKind, items: Iterable[str], choices: Iterable[Choice], proposal: str) -> None:
        """Notes a conflict; it is numbered at the end."""
        self.conflicts.append(Conflict(number=0, kind=kind, items=tuple(items), choices=tuple(choices), proposal=proposal))


def _item(cluster: _Cluster, task_id: str, parts: Sequence[Part]) -> MergedItem:
    origins = [
        Origin(plan=parts[number].name, id=task.id, wording=task.actions) for number, task in sorted(cluster.members.items())
    ]
    return MergedItem(id=task_id, status="shared" if len(origins) > 1 else "single", origins=tuple(origins))


def _task(cluster: _Cluster, task_id: str, group: Group, book: _Book) -> Task:
    """The task of a cluster; contradictions are noted in the book and in the task's note."""
    members = sorted(cluster.members.items())
    open_points: list[str] = []
    leads = _leads(members, task_id, book, open_points)
    return Task(
        id=task_id,
        section=group.section,
        group=group.id,
        code=task_id,
        actions=_actions(members),
        lead_agencies=leads,
        cooperating_agencies=_cooperating(members, leads),
        timeframe=_time(members, task_id, book, open_points),
        outputs=_union(task.outputs for _, task in members),
        conditions=_union(task.conditions for _, task in members),
        budget=_budget(members, task_id, book, open_points),
        note=_note(members, book.names, open_points),
        theme=cluster.theme,
        national=_national(members),
    )


Members = Sequence[tuple[int, Task]]


def _actions(members: Members) -> tuple[str, ...]:
    """The first plan's actions, then those of the others that it does not say in any wording."""
    actions = list(members[0][1].actions)
    for _, task in members[1:]:
        change = compare_actions(actions, task.actions, Wording())
        actions.extend(change.right_only if change else ())
    return tuple(actions)


def _union(lists: Iterable[Sequence[str]]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for texts in lists:
        for text in texts:
            found.setdefault(" ".join(syllables(text)), text)
    return tuple(found.values())


def _bodies(lists: Iterable[Sequence[AgencyMention]]) -> dict[str, AgencyMention]:
    found: dict[str, AgencyMention] = {}
    for mentions in lists:
        for mention in mentions:
            found.setdefault(body_key(mention), mention)
    return found


def _leads(members: Members, task_id: str, book: _Book, open_points: list[str]) -> tuple[AgencyMention, ...]:
    found = _bodies(task.lead_agencies for _, task in members)
    sets = [{body_key(mention) for mention in task.lead_agencies} for _, task in members]
    if any(each != sets[0] for each in sets):
        choices = [
            Choice(plan=book.names[number], id=task.id, value="; ".join(map(display_name, task.lead_agencies)) or "không nêu")
            for number, task in members
        ]
        book.add("lead", [task_id], choices, "all of them lead until one is chosen")
        open_points.append(f"cơ quan chủ trì ({_said(choices)})")
    return tuple(found.values())


def _said(choices: Iterable[Choice]) -> str:
    return "; ".join(f"{choice.plan}: {choice.value}" for choice in choices)


def _cooperating(members: Members, leads: Sequence[AgencyMention]) -> tuple[AgencyMention, ...]:
    leading = {body_key(mention) for mention in leads}
    found = _bodies(task.cooperating_agencies for _, task in members)
    return tuple(mention for key, mention in found.items() if key not in leading)


def _time(members: Members, task_id: str, book: _Book, open_points: list[str]) -> Timeframe | None:
    timed = [(number, task, task.timeframe) for number, task in members if task.timeframe is not None]
    if not timed:
        return None
    if len({_time_key(time) for _, _, time in timed}) == 1:
        return timed[0][2]
    choices = [Choice(plan=book.names[number], id=task.id, value=time.text) for number, task, time in timed]
    book.add("time", [task_id], choices, "no time is written, only noted")
    open_points.append(f"thời gian ({_said(choices)})")
    return None


def _time_key(time: Timeframe) -> tuple[object, ...]:
    years = (time.start, time.end, time.recurring)
    return years if any(years) else (" ".join(syllables(time.text)),)


def _budget(members: Members, task_id: str, book: _Book, open_points: list[str]) -> str | None:
    budgets = _union((task.budget,) for _, task in members if task.budget)
    if len(budgets) > 1:
        choices = [Choice(plan=book.names[n], id=task.id, value=task.budget) for n, task in members if task.budget]
        book.add("budget", [task_id], choices, "the budgets stand side by side")
        open_points.append(f"kinh phí ({_said(choices)})")
    return "; ".join(budgets) or None


def _national(members: Members) -> tuple[NationalLink, ...]:
    best: dict[str, NationalLink] = {}
    for _, task in members:
        for link in task.national:
            if link.code not in best or link.score > best[link.code].score:
                best[link.code] = link
    return tuple(best.values())


def _note(members: Members, names: Sequence[str], open_points: Sequence[str]) -> str:
    """Where the task comes from and what is open, in the plan's language; notes of the plans follow."""
    sources = ", ".join(f"{names[number]} {task.id}" for number, task in members)
    parts = [f"Gộp từ {sources}." if len(members) > 1 else f"Chỉ có ở {sources}."]
    if open_points:
        parts.append(f"Cần quyết định: {'; '.join(open_points)}.")
    parts.extend(f"{names[number]}: {task.note}" for number, task in members if task.note)
    return " ".join(parts)


def _note_overlaps(clusters: Sequence[_Cluster], ids: dict[int, tuple[str, str]], book: _Book) -> None:
    """Lists pairs of merged tasks that say the same in part: they stand apart until someone joins them."""
    home = {(number, task.id): cluster for cluster in clusters for number, task in cluster.members.items()}
    seen: set[tuple[str, str]] = set()
    for cluster in _in_order(clusters, ids):
        for number, name, _ in cluster.overlaps:
            other = home[number, name]
            pair = (ids[id(cluster)][0], ids[id(other)][0])
            if other is cluster or pair in seen or pair[::-1] in seen:
                continue
            seen.add(pair)
            first = min(cluster.members)
            choices = [
                Choice(plan=book.names[first], id=cluster.first.id, value=_opening(cluster.first)),
                Choice(plan=book.names[number], id=name, value=_opening(other.members[number])),
            ]
            book.add("overlap", pair, choices, "both stand, since one covers the other in part or they are only alike")


def _opening(task: Task) -> str:
    return task.actions[0] if task.actions else ""
