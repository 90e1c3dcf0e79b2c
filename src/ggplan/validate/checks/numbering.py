"""GG2: ids, groups and numbering."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ggplan.plan import Group
from ggplan.text import match_key
from ggplan.validate.hits import Hit, check, hit
from ggplan.validate.nodes import Path
from ggplan.validate.numbers import Number, read_code, written
from ggplan.validate.subject import Subject

_SHOWN = 5


@check("duplicate-id")
def duplicate_id(subject: Subject) -> Iterator[Hit]:
    """An id given to two items, of whatever kind."""
    seen: set[str] = set()
    plan = subject.plan
    ids = [(("targets", index, "id"), target.id) for index, target in enumerate(plan.targets)]
    ids += [(("groups", index, "id"), group.id) for index, group in enumerate(plan.groups)]
    ids += [(("tasks", index, "id"), task.id) for index, task in enumerate(plan.tasks)]
    for path, name in ids:
        if name in seen:
            yield hit("duplicate-id", path, name, id=name)
        seen.add(name)


class _Numbered(NamedTuple):
    """An item with a printed number, in one list of such items."""

    path: Path
    item: str
    code: str
    number: Number
    where: str


_List = Sequence[_Numbered]


def _lists(subject: Subject) -> list[list[_Numbered]]:
    """The items of the plan that are numbered together, each list in the order of the file."""
    lists: dict[Hashable, list[_Numbered]] = {}
    for index, group in enumerate(subject.plan.groups):
        number = read_code(group.code) if group.code else None
        if number:
            numbered = _Numbered(("groups", index), group.id, group.code or "", number, f"the headings of the {group.section}")
            lists.setdefault(("group", group.section, number.family), []).append(numbered)
    for index, task in enumerate(subject.plan.tasks):
        number = read_code(task.code) if task.code else None
        if number:
            where = f"group {task.group}" if task.group else f"the {task.section}"
            numbered = _Numbered(("tasks", index), task.id, task.code or "", number, where)
            home = subject.group_of(task)
            section = home.section if home else task.section
            lists.setdefault(("task", section, task.group, number.family), []).append(numbered)
    return list(lists.values())


@check("duplicate-code")
def duplicate_code(subject: Subject) -> Iterator[Hit]:
    """The same number twice in one list; the later one is named."""
    for numbered in _lists(subject):
        seen: set[int] = set()
        for entry in numbered:
            if entry.number.values[-1] in seen:
                yield hit("duplicate-code", (*entry.path, "code"), entry.item, code=entry.code, where=entry.where)
            seen.add(entry.number.values[-1])


@check("numbering-gap")
def numbering_gap(subject: Subject) -> Iterator[Hit]:
    """Numbers that are missing before an item. A table's rows begin with 1; a narrative has items that are no tasks."""
    for numbered in _lists(subject):
        values = {entry.number.values[-1] for entry in numbered}
        kind, place = numbered[0].path[0], int(numbered[0].path[1])
        from_one = kind == "tasks" and subject.plan.tasks[place].section == "appendix"
        last = 0 if from_one else min(values) - 1
        for entry in sorted(numbered, key=lambda entry: entry.number.values[-1]):
            value = entry.number.values[-1]
            if value > last + 1 and not _strayed(subject, entry):
                missing = _missing(entry.number, range(last + 1, value))
                yield hit("numbering-gap", (*entry.path, "code"), entry.item, where=entry.where, code=entry.code, missing=missing)
            last = max(last, value)


def _strayed(subject: Subject, entry: _Numbered) -> bool:
    """Whether the task just before has the number before, and only its heading is wrong: nothing is missing then."""
    index = int(entry.path[1])
    if entry.path[0] != "tasks" or index == 0:
        return False
    before = subject.plan.tasks[index - 1]
    wanted = Number(entry.number.kinds, (*entry.number.values[:-1], entry.number.values[-1] - 1))
    return bool(before.code) and read_code(before.code or "") == wanted and before.group != subject.plan.tasks[index].group


def _missing(number: Number, values: range) -> str:
    head = [written(kind, value) for kind, value in zip(number.kinds, number.values[:-1], strict=False)]
    names = [".".join([*head, written(number.kinds[-1], value)]) for value in values[:_SHOWN]]
    return ", ".join(names) + (" …" if len(values) > _SHOWN else "")


@check("numbering-order")
def numbering_order(subject: Subject) -> Iterator[Hit]:
    """A number smaller than the one before it in its list."""
    for numbered in _lists(subject):
        for before, entry in pairwise(numbered):
            if entry.number.values[-1] < before.number.values[-1]:
                yield hit(
                    "numbering-order", (*entry.path, "code"), entry.item, code=entry.code, before=before.code, where=entry.where
                )


@check("group-unknown")
def group_unknown(subject: Subject) -> Iterator[Hit]:
    """A task under a group that is not listed."""
    for index, task in enumerate(subject.plan.tasks):
        if task.group is not None and task.group not in subject.groups:
            yield hit("group-unknown", ("tasks", index, "group"), task.id, group=task.group)


@check("group-empty")
def group_empty(subject: Subject) -> Iterator[Hit]:
    """A heading with neither tasks nor headings under it."""
    used = Counter(task.group for task in subject.plan.tasks)
    parents = {_parent(group) for group in subject.plan.groups}
    for index, group in enumerate(subject.plan.groups):
        number = read_code(group.code) if group.code else None
        if not used[group.id] and not (number and (group.section, number) in parents):
            yield hit("group-empty", ("groups", index), group.id, code=group.code or group.id, title=_short(group.title))


def _parent(group: Group) -> tuple[str, Number] | None:
    number = read_code(group.code) if group.code else None
    return (group.section, Number(number.kinds[:-1], number.values[:-1])) if number and len(number.values) > 1 else None


def _short(text: str, size: int = 60) -> str:
    return text if len(text) <= size else text[: size - 1].rstrip() + "…"


@check("group-repeated")
def group_repeated(subject: Subject) -> Iterator[Hit]:
    """The same heading twice in one section."""
    seen: set[tuple[str, str]] = set()
    for index, group in enumerate(subject.plan.groups):
        key = (group.section, match_key(group.title))
        if key in seen:
            yield hit("group-repeated", ("groups", index, "title"), group.id, title=_short(group.title), section=group.section)
        seen.add(key)


@check("code-outside-group")
def code_outside_group(subject: Subject) -> Iterator[Hit]:
    """A task `3.2` under the heading `2`; codes of one part and of other kinds say nothing."""
    for index, task in enumerate(subject.plan.tasks):
        group = subject.group_of(task)
        if group is None or not task.code or not group.code:
            continue
        number, heading = read_code(task.code), read_code(group.code)
        if number is None or heading is None or len(number.values) != len(heading.values) + 1:
            continue
        if number.kinds[:-1] == heading.kinds and number.values[:-1] != heading.values:
            yield hit("code-outside-group", ("tasks", index, "group"), task.id, code=task.code, group=group.code)


@check("section-mismatch")
def section_mismatch(subject: Subject) -> Iterator[Hit]:
    """A task in another section than its group."""
    for index, task in enumerate(subject.plan.tasks):
        group = subject.group_of(task)
        if group is not None and group.section != task.section:
            place = ("tasks", index, "section")
            yield hit("section-mismatch", place, task.id, section=task.section, group=group.id, other=group.section)


@check("group-interrupted")
def group_interrupted(subject: Subject) -> Iterator[Hit]:
    """A run of a group's tasks that stands apart from its longest one."""
    for group, runs in _runs(subject).items():
        if len(runs) < 2:
            continue
        longest = max(runs, key=len)
        for run in runs:
            if run is not longest:
                task = subject.plan.tasks[run[0]]
                yield hit("group-interrupted", ("tasks", run[0], "group"), task.id, group=group)


def _runs(subject: Subject) -> dict[str, list[list[int]]]:
    """The tasks of each group as runs of neighbours; tasks without a known group are passed over."""
    runs: dict[str, list[list[int]]] = {}
    last: str | None = None
    for index, task in enumerate(subject.plan.tasks):
        if task.group is None or task.group not in subject.groups:
            continue
        if task.group != last:
            runs.setdefault(task.group, []).append([])
        runs[task.group][-1].append(index)
        last = task.group
    at_home = {index for found in runs.values() for index in max(found, key=len)}
    return {group: _joined(found, at_home) for group, found in runs.items()}


def _joined(runs: list[list[int]], at_home: set[int]) -> list[list[int]]:
    """Runs with a single task between them that strayed from its own group count as one."""
    joined = runs[:1]
    for run in runs[1:]:
        if run[0] - joined[-1][-1] == 2 and run[0] - 1 not in at_home:
            joined[-1] = joined[-1] + run
        else:
            joined.append(run)
    return joined


@check("task-without-group")
def task_without_group(subject: Subject) -> Iterator[Hit]:
    """A task without a heading in a section that has headings."""
    sections = {group.section for group in subject.plan.groups}
    for index, task in enumerate(subject.plan.tasks):
        if task.group is None and task.section in sections:
            yield hit("task-without-group", ("tasks", index), task.id)


@lru_cache(maxsize=65536)
def _bare(text: str) -> str:
    return "".join(char for char in match_key(text) if char.isalnum() or char == ".").strip(".")


@check("id-without-code")
def id_without_code(subject: Subject) -> Iterator[Hit]:
    """A task whose id does not end in its number, or only with a suffix that makes it unique."""
    for index, task in enumerate(subject.plan.tasks):
        if task.code and not _made_of(task.id, _bare(task.code)):
            yield hit("id-without-code", ("tasks", index, "id"), task.id, id=task.id, code=task.code)


def _made_of(item: str, code: str) -> bool:
    """`VIII.3.2` of `2`, `8.1.a` of `a)`, `1.2-2` and `1.2*` of a second `1.2`."""
    bare = _bare(item)
    if not code or bare == code or bare.endswith("." + code):
        return True
    head = _bare(item.rpartition("-")[0]) if "-" in item else ""
    return bool(head) and (head == code or head.endswith("." + code))


@check("group-order")
def group_order(subject: Subject) -> Iterator[Hit]:
    """Groups whose tasks stand in another order than the headings; groups in several pieces have a rule of their own."""
    places: dict[str, int] = {}
    for index, group in enumerate(subject.plan.groups):
        places.setdefault(group.id, index)
    firsts = sorted((runs[0][0], places[group]) for group, runs in _runs(subject).items() if len(runs) == 1)
    for (_, before), (index, place) in pairwise(firsts):
        if place < before:
            group, other = subject.plan.groups[place], subject.plan.groups[before]
            item = subject.plan.tasks[index].id
            yield hit("group-order", ("tasks", index, "group"), item, code=other.id, before=group.id)
