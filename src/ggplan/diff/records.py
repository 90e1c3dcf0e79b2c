"""What can differ between two tasks, two targets, two plans: the records that a comparison is made of.

Each has the same with sides exchanged (`mirrored`). A record of changes holds a value for each field that differs.
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer

__all__ = [
    "ActionChange",
    "AgencyChange",
    "Body",
    "Elsewhere",
    "GroupChange",
    "Heir",
    "ItemChange",
    "ListChange",
    "PlanChanges",
    "Record",
    "Reworded",
    "TargetChanges",
    "TaskChanges",
    "Value",
    "ValueChange",
    "Word",
]

Mark = Literal["=", "-", "+"]
Word: TypeAlias = tuple[Mark, str]
"""A run of words: in both (`=`), on the left only (`-`), on the right only (`+`)."""

Scalar: TypeAlias = str | int | float | bool | None
_TURNED: dict[Mark, Mark] = {"=": "=", "-": "+", "+": "-"}


class Record(BaseModel):
    """A frozen record that refuses unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _Changes(Record):
    """A record in which a field that is None is left out."""

    @model_serializer(mode="wrap")
    def _only_changed(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {key: value for key, value in handler(self).items() if value is not None}

    def __bool__(self) -> bool:
        return any(getattr(self, name) is not None for name in type(self).model_fields)

    @property
    def changed(self) -> list[str]:
        """The names of the fields that differ, in their order."""
        return [name for name in type(self).model_fields if getattr(self, name) is not None]


class Body(Record):
    """An agency: the registry's id and name, or only what the document says."""

    id: str | None = None
    name: str


class Heir(Record):
    """A body on one side that took over the functions of the body on the other side.

    `after` says which side names the later body; `since` and `act` are the registry's.
    """

    left: Body
    right: Body
    after: Literal["left", "right"]
    since: str
    act: str | None = None

    def mirrored(self) -> Heir:
        """The same with sides exchanged."""
        after: Literal["left", "right"] = "right" if self.after == "left" else "left"
        return Heir(left=self.right, right=self.left, after=after, since=self.since, act=self.act)


class AgencyChange(Record):
    """Bodies that stand on one side only; `succeeded` are those renamed or merged between the two."""

    left_only: tuple[Body, ...] = ()
    right_only: tuple[Body, ...] = ()
    succeeded: tuple[Heir, ...] = ()

    def mirrored(self) -> AgencyChange:
        """The same with sides exchanged."""
        return AgencyChange(
            left_only=self.right_only,
            right_only=self.left_only,
            succeeded=tuple(
                sorted((heir.mirrored() for heir in self.succeeded), key=lambda heir: (heir.left.name, heir.right.name))
            ),
        )


class ListChange(Record):
    """Entries of a list that stand on one side only, as printed."""

    left_only: tuple[str, ...] = ()
    right_only: tuple[str, ...] = ()

    def mirrored(self) -> ListChange:
        """The same with sides exchanged."""
        return ListChange(left_only=self.right_only, right_only=self.left_only)


class ValueChange(Record):
    """A value that differs; `words` shows how where both are longer texts."""

    left: Scalar = None
    right: Scalar = None
    words: tuple[Word, ...] = ()

    def mirrored(self) -> ValueChange:
        """The same with sides exchanged."""
        return ValueChange(left=self.right, right=self.left, words=_turned(self.words))


class Reworded(Record):
    """Actions that say the same in other words: their numbers from 1 on each side, and the words one by one."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    words: tuple[Word, ...]

    def mirrored(self) -> Reworded:
        """The same with sides exchanged."""
        return Reworded(left=self.right, right=self.left, words=_turned(self.words))


class Elsewhere(Record):
    """An action (its number from 1) of the task on `side` that the other plan says in a further `task`."""

    side: Literal["left", "right"]
    action: int
    task: str

    def mirrored(self) -> Elsewhere:
        """The same with sides exchanged."""
        return Elsewhere(side="right" if self.side == "left" else "left", action=self.action, task=self.task)


class ActionChange(Record):
    """Actions removed, added, reworded (also split or joined), said in a further task, or the same in another order."""

    left_only: tuple[str, ...] = ()
    right_only: tuple[str, ...] = ()
    reworded: tuple[Reworded, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    reordered: bool = False

    def mirrored(self) -> ActionChange:
        """The same with sides exchanged."""
        return ActionChange(
            left_only=self.right_only,
            right_only=self.left_only,
            reworded=tuple(sorted((entry.mirrored() for entry in self.reworded), key=lambda entry: (entry.left, entry.right))),
            elsewhere=tuple(sorted((entry.mirrored() for entry in self.elsewhere), key=lambda entry: (entry.side, entry.action))),
            reordered=self.reordered,
        )


def _turned(words: tuple[Word, ...]) -> tuple[Word, ...]:
    turned = [(_TURNED[mark], text) for mark, text in words]
    for at in range(len(turned) - 1):
        if turned[at][0] == "+" and turned[at + 1][0] == "-":
            turned[at], turned[at + 1] = turned[at + 1], turned[at]
    return tuple(turned)


class TaskChanges(_Changes):
    """What differs between two tasks. `code`, `group` and `section` are compared in versions of one plan only."""

    lead_agencies: AgencyChange | None = None
    cooperating_agencies: AgencyChange | None = None
    timeframe: ValueChange | None = None
    actions: ActionChange | None = None
    outputs: ListChange | None = None
    conditions: ListChange | None = None
    budget: ValueChange | None = None
    note: ValueChange | None = None
    theme: ValueChange | None = None
    national: ListChange | None = None
    code: ValueChange | None = None
    group: ValueChange | None = None
    section: ValueChange | None = None

    def mirrored(self) -> TaskChanges:
        """The same with sides exchanged."""
        return TaskChanges(**_mirrored_fields(self))


class Value(Record):
    """What a target demands: the number or range with its unit, in the plan's own terms."""

    comparator: str | None = None
    min: float | int | None = None
    max: float | int | None = None
    unit: str | None = None


class ItemChange(Record):
    """Two target values. `difference` is right minus left, absent where the units differ or a bound is open."""

    left: Value
    right: Value
    difference: tuple[float | int | None, float | int | None] | None = None

    def mirrored(self) -> ItemChange:
        """The same with sides exchanged."""
        turned = None
        if self.difference is not None:
            low, high = (None if gap is None else -gap for gap in self.difference)
            turned = (low, high)
        return ItemChange(left=self.right, right=self.left, difference=turned)


class TargetChanges(_Changes):
    """What differs between two targets."""

    value: ItemChange | None = None
    year: ValueChange | None = None
    baseline_year: ValueChange | None = None
    indicator: ValueChange | None = None
    pillar: ValueChange | None = None
    text: ValueChange | None = None
    code: ValueChange | None = None

    def mirrored(self) -> TargetChanges:
        """The same with sides exchanged."""
        return TargetChanges(**_mirrored_fields(self))


class GroupChange(Record):
    """A heading of the plan whose title, code or theme differs, or that one side lacks."""

    id: str
    left: str | None = None
    right: str | None = None

    def mirrored(self) -> GroupChange:
        """The same with sides exchanged."""
        return GroupChange(id=self.id, left=self.right, right=self.left)


class PlanChanges(_Changes):
    """What differs outside tasks and targets. `document` holds its fields that differ."""

    province: ValueChange | None = None
    document: dict[str, ValueChange] | None = None
    period: ValueChange | None = None
    citations: ListChange | None = None
    abbreviations: ListChange | None = None
    groups: tuple[GroupChange, ...] | None = None
    reporting: ListChange | None = None

    def mirrored(self) -> PlanChanges:
        """The same with sides exchanged."""
        return PlanChanges(**_mirrored_fields(self))


def _mirrored_fields(changes: _Changes) -> dict[str, Any]:
    return {name: _mirror(getattr(changes, name)) for name in changes.changed}


def _mirror(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _mirror(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(_mirror(item) for item in value)
    return value.mirrored()
