"""A comparison made ready for any renderer: what to print for each field, and nothing about how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ggplan.diff.align import theme_of
from ggplan.diff.model import PlanDiff, TargetPair, TaskPair, ThemeCount, Workload
from ggplan.diff.records import ActionChange, AgencyChange, ItemChange, ListChange, PlanChanges, Value, ValueChange, Word
from ggplan.plan import Plan, Provenance, Target, Task

__all__ = [
    "FIELDS",
    "KINDS",
    "Row",
    "TaskEntry",
    "View",
    "count",
    "number",
    "place",
    "shorten",
    "side_names",
    "value_text",
]

FIELDS: dict[str, str] = {
    "lead_agencies": "Lead",
    "cooperating_agencies": "Cooperating",
    "timeframe": "Time",
    "actions": "Actions",
    "outputs": "Outputs",
    "conditions": "Conditions",
    "budget": "Budget",
    "note": "Note",
    "theme": "Theme",
    "national": "National codes",
    "code": "Code",
    "group": "Group",
    "section": "Section",
    "value": "Value",
    "year": "Year",
    "baseline_year": "Baseline",
    "indicator": "Indicator",
    "pillar": "Pillar",
    "text": "Text",
    "province": "Province",
    "document": "Document",
    "period": "Period",
    "citations": "Citations",
    "abbreviations": "Abbreviations",
    "groups": "Groups",
    "reporting": "Reporting",
    "also": "Further",
}
"""What reports call each field."""

KINDS: dict[str, str] = {
    "same": "the same duty in nearly the same words",
    "similar": "the same duty, worded otherwise",
    "part": "one covers a part of the other",
    "left": "on the left side only",
    "right": "on the right side only",
}

Mark = Literal["-", "+", "~", "*"]


@dataclass(frozen=True, slots=True)
class Row:
    """One difference: on the left only (`-`), on the right only (`+`), changed (`~`, with `words`), remark (`*`)."""

    field: str
    mark: Mark
    text: str
    words: tuple[Word, ...] = ()

    @property
    def label(self) -> str:
        """What reports call the field."""
        return FIELDS.get(self.field, self.field)


@dataclass(frozen=True, slots=True)
class TaskEntry:
    """A pair of tasks or a task alone, with what a reader needs of both."""

    kind: str
    left: Task | None
    right: Task | None
    themes: tuple[int, ...]
    pair: TaskPair | None = None
    rows: tuple[Row, ...] = ()
    covered_by: tuple[str, ...] = ()
    """For a task alone: tasks of the other side that cover it in part."""

    @property
    def theme(self) -> int | None:
        """The theme of the left task, else of the right one."""
        return self.themes[0] if self.themes else None

    @property
    def title(self) -> str:
        """The first action of the task, the left one's where there is one."""
        task = self.left or self.right
        return task.actions[0] if task is not None and task.actions else ""

    @property
    def changed(self) -> tuple[str, ...]:
        """The fields that differ."""
        return tuple(dict.fromkeys(row.field for row in self.rows))


class View:
    """A comparison with its plans: entries in reading order, counts, names."""

    def __init__(self, diff: PlanDiff, left: Plan, right: Plan) -> None:
        self.diff = diff
        self.left, self.right = left, right
        self.names = side_names(diff)
        self._tasks = {task.id: task for task in left.tasks}, {task.id: task for task in right.tasks}
        self._themes = tuple({group.id: group.theme for group in plan.groups} for plan in (left, right))
        self._covered: tuple[dict[str, list[str]], dict[str, list[str]]] = ({}, {})
        for pair in diff.tasks.pairs:
            for name in pair.also_left:
                self._covered[0].setdefault(name, []).append(pair.right)
            for name in pair.also_right:
                self._covered[1].setdefault(name, []).append(pair.left)
        self.left_targets = {target.id: target for target in left.targets}
        self.right_targets = {target.id: target for target in right.targets}

    def verdict(self) -> str:
        """A sentence where there is no difference to show, else nothing."""
        if self.diff.empty:
            return "Neither plan has a task or a target of those asked for."
        return "" if self.diff.differs else "The two plans do not differ in what was compared."

    def themes(self) -> list[ThemeCount]:
        """Counts by theme; of two versions of one plan those that changed."""
        return [count for count in self.diff.themes if self.diff.mode != "versions" or count.left != count.right]

    def bodies(self) -> list[Workload]:
        """Bodies and their tasks; of two versions of one plan those whose tasks changed in number."""
        return [load for load in self.diff.agencies if self.diff.mode != "versions" or not load.even]

    def entries(self) -> list[TaskEntry]:
        """Pairs in the left plan's order, then tasks on the left only, then on the right only."""
        part = self.diff.tasks
        return [
            *(self._pair(pair) for pair in part.pairs),
            *(self._alone("left", self._tasks[0][name]) for name in part.only_left),
            *(self._alone("right", self._tasks[1][name]) for name in part.only_right),
        ]

    def _pair(self, pair: TaskPair) -> TaskEntry:
        left, right = self._tasks[0][pair.left], self._tasks[1][pair.right]
        found = theme_of(left, self._themes[0]), theme_of(right, self._themes[1])
        themes = tuple(dict.fromkeys(theme for theme in found if theme is not None))
        return TaskEntry(pair.kind, left, right, themes, pair, tuple(task_rows(pair, self.names)))

    def _alone(self, side: Literal["left", "right"], task: Task) -> TaskEntry:
        left, right = (task, None) if side == "left" else (None, task)
        covered = self._covered[side == "right"].get(task.id, ())
        theme = theme_of(task, self._themes[side == "right"])
        return TaskEntry(side, left, right, () if theme is None else (theme,), covered_by=tuple(covered))

    def covered(self) -> tuple[int, int]:
        """How many of the tasks on the left only, and on the right only, are covered in part by the other side."""
        part = self.diff.tasks
        return (
            sum(name in self._covered[0] for name in part.only_left),
            sum(name in self._covered[1] for name in part.only_right),
        )

    def target_rows(self, pair: TargetPair) -> list[Row]:
        """The differences of a pair of targets."""
        return [row for name in pair.changes.changed for row in _rows(name, getattr(pair.changes, name))]

    def plan_rows(self) -> list[Row]:
        """What differs outside tasks and targets."""
        return list(plan_rows(self.diff.plan.changes))

    def kinds(self) -> Counter[str]:
        """How many pairs of each kind, and tasks on each side only."""
        counts: Counter[str] = Counter(pair.kind for pair in self.diff.tasks.pairs)
        counts["left"] = len(self.diff.tasks.only_left)
        counts["right"] = len(self.diff.tasks.only_right)
        return counts

    def unchanged(self) -> int:
        """How many pairs of tasks do not differ at all."""
        return sum(not pair.changes for pair in self.diff.tasks.pairs)

    def field_counts(self) -> list[tuple[str, int]]:
        """In how many pairs of tasks each field differs, in the order of the fields."""
        counts = Counter(name for pair in self.diff.tasks.pairs for name in pair.changes.changed)
        return [(FIELDS[name], counts[name]) for name in FIELDS if counts[name]]


def side_names(diff: PlanDiff) -> tuple[str, str]:
    """Short names of the two sides that differ from each other: provinces, else sections, else paths."""
    names = [side.name or side.path for side in (diff.left, diff.right)]
    if diff.mode == "within":
        return (f"{names[0]}, {diff.left.section or 'body'}", f"{names[1]}, {diff.right.section or 'appendix'}")
    if names[0] == names[1]:
        paths = diff.left.path, diff.right.path
        return paths if paths[0] != paths[1] else (f"{names[0]} (left)", f"{names[1]} (right)")
    return names[0], names[1]


def task_rows(pair: TaskPair, names: tuple[str, str]) -> Iterator[Row]:
    """The differences of a pair of tasks, and its further links as remarks."""
    for name in pair.changes.changed:
        change = getattr(pair.changes, name)
        yield from (_action_rows(change) if isinstance(change, ActionChange) else _rows(name, change))
    for also, whole, side in ((pair.also_left, pair.right, names[0]), (pair.also_right, pair.left, names[1])):
        if also:
            yield Row("also", "*", f"{whole} covers in part also {', '.join(also)} of {side}")


def _rows(name: str, change: Any) -> Iterator[Row]:
    if isinstance(change, AgencyChange):
        yield from _agency_rows(name, change)
    elif isinstance(change, ListChange):
        yield from _list_rows(name, "-", change.left_only)
        yield from _list_rows(name, "+", change.right_only)
    elif isinstance(change, ItemChange):
        yield from _value_rows(name, change)
    elif isinstance(change, ValueChange) and change.words:
        yield Row(name, "~", "", change.words)
    elif isinstance(change, ValueChange):
        if change.left is not None:
            yield Row(name, "-", _scalar(change.left))
        if change.right is not None:
            yield Row(name, "+", _scalar(change.right))


_ON_ONE_LINE = frozenset({"outputs", "national", "citations"})


def _list_rows(name: str, mark: Mark, texts: Sequence[str]) -> Iterator[Row]:
    if texts and name in _ON_ONE_LINE:
        yield Row(name, mark, "; ".join(texts))
    else:
        yield from (Row(name, mark, text) for text in texts)


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _agency_rows(name: str, change: AgencyChange) -> Iterator[Row]:
    for heir in change.succeeded:
        before, after = (heir.left, heir.right) if heir.after == "right" else (heir.right, heir.left)
        by = f", {heir.act}" if heir.act else ""
        yield Row(name, "~", f"{before.name} became {after.name} (since {heir.since}{by})")
    for mark, bodies in (("-", change.left_only), ("+", change.right_only)):
        if bodies:
            yield Row(name, mark, "; ".join(body.name for body in bodies))  # type: ignore[arg-type]


def _value_rows(name: str, change: ItemChange) -> Iterator[Row]:
    yield Row(name, "-", value_text(change.left))
    yield Row(name, "+", value_text(change.right))
    gaps = [number(gap, signed=True) for gap in dict.fromkeys(change.difference or ()) if gap is not None]
    if gaps:
        yield Row(name, "*", f"right minus left: {' and '.join(gaps)} {change.right.unit or ''}".rstrip())
    elif change.left.unit != change.right.unit:
        yield Row(name, "*", f"units differ: {change.left.unit or 'none'} and {change.right.unit or 'none'}")


def _action_rows(change: ActionChange) -> Iterator[Row]:
    for entry in change.reworded:
        yield Row("actions", "~", f"{_numbers(entry.left)} / {_numbers(entry.right)}", entry.words)
    yield from (Row("actions", "-", text) for text in change.left_only)
    yield from (Row("actions", "+", text) for text in change.right_only)
    for moved in change.elsewhere:
        yield Row("actions", "*", f"action {moved.action} on the {moved.side} stands in {moved.task} on the other side")
    if change.reordered:
        yield Row("actions", "*", "the actions stand in another order")


def _numbers(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))


def plan_rows(changes: PlanChanges) -> Iterator[Row]:
    """The differences outside tasks and targets."""
    for name in changes.changed:
        change = getattr(changes, name)
        if name == "document":
            for part, value in change.items():
                yield from (Row(f"document {part}", row.mark, row.text, row.words) for row in _rows(part, value))
        elif name == "groups":
            for group in change:
                yield from (Row("groups", "-", text) for text in (group.left,) if text)
                yield from (Row("groups", "+", text) for text in (group.right,) if text)
        else:
            yield from _rows(name, change)


def number(value: float | None, *, signed: bool = False) -> str:
    """A number without a needless decimal point."""
    if value is None:
        return ""
    return f"{value:+.10g}" if signed else f"{value:.10g}"


_BEFORE = {">=": "≥ ", "<=": "≤ ", "~": "≈ "}


def count(number: int, noun: str) -> str:
    """`1 task`, `2 tasks`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def value_text(value: Value | Target) -> str:
    """A target's value as one reads it: `≥ 35 %`, `60–80 %`, `no value`."""
    unit = f" {value.unit}" if value.unit else ""
    if value.min is None and value.max is None:
        return "no value"
    if value.min is not None and value.max is not None and value.min != value.max:
        return f"{number(value.min)}–{number(value.max)}{unit}"
    bound = value.min if value.min is not None else value.max
    return f"{_BEFORE.get(value.comparator or '', '')}{number(bound)}{unit}"


def shorten(text: str, length: int) -> str:
    """The text cut at a word to at most `length` characters, an ellipsis included."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    head = cut.rsplit(" ", 1)[0] if " " in cut[length // 2 :] else cut
    return head.rstrip(" ,;:") + "…"


def place(provenance: Provenance | None) -> str:
    """Where an item was read: `page 3, lines 120-131`; empty where it is not known."""
    if provenance is None:
        return ""
    parts = [f"page {provenance.page}" if provenance.page is not None else ""]
    if provenance.lines is not None:
        first, last = provenance.lines
        parts.append(f"line {first}" if first == last else f"lines {first}-{last}")
    parts.append(provenance.cell or "")
    return ", ".join(part for part in parts if part)
