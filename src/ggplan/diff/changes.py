"""What differs between two tasks, two targets, two plans: field by field, values compared by what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ggplan.diff.agencies import Identity, display_name
from ggplan.diff.align import theme_of
from ggplan.diff.records import (
    AgencyChange,
    Body,
    GroupChange,
    Heir,
    ItemChange,
    ListChange,
    PlanChanges,
    TargetChanges,
    TaskChanges,
    Value,
    ValueChange,
)
from ggplan.diff.targets import unit_key
from ggplan.diff.wording import Further, Wording, compare_actions
from ggplan.plan import AgencyMention, Period, Plan, ReportingDuty, Target, Task, Timeframe

__all__ = ["FieldRules", "plan_changes", "target_changes", "task_changes"]

_LONG = 40  # texts longer than this are shown word by word


@dataclass(frozen=True, slots=True)
class FieldRules:
    """How fields are compared. `versions`: two states of one plan, where numbering, headings and letters count too."""

    identity: Identity
    versions: bool = False
    themes: tuple[Mapping[str, int | None], Mapping[str, int | None]] = field(default=({}, {}))

    @property
    def wording(self) -> Wording:
        """How texts are compared."""
        return Wording(exact=self.versions)


def task_changes(left: Task, right: Task, rules: FieldRules, also_left: Further = (), also_right: Further = ()) -> TaskChanges:
    """The fields in which two tasks differ."""
    wording = rules.wording
    themes = theme_of(left, rules.themes[0]), theme_of(right, rules.themes[1])
    national = [sorted(link.code for link in task.national) for task in (left, right)]
    return TaskChanges(
        lead_agencies=_agencies(left.lead_agencies, right.lead_agencies, rules.identity),
        cooperating_agencies=_agencies(left.cooperating_agencies, right.cooperating_agencies, rules.identity),
        timeframe=_timeframe(left.timeframe, right.timeframe, wording),
        actions=compare_actions(left.actions, right.actions, wording, also_left, also_right),
        outputs=_texts(left.outputs, right.outputs, wording),
        conditions=_texts(left.conditions, right.conditions, wording),
        budget=_text(left.budget, right.budget, wording),
        note=_text(left.note, right.note, wording),
        theme=_plain(*themes) if rules.versions or None not in themes else None,
        national=_texts(national[0], national[1], wording) if rules.versions or all(national) else None,
        code=_plain(left.code, right.code) if rules.versions else None,
        group=_plain(left.group, right.group) if rules.versions else None,
        section=_plain(left.section, right.section) if rules.versions else None,
    )


def _plain(left: str | float | None, right: str | float | None) -> ValueChange | None:
    return None if left == right else ValueChange(left=left, right=right)


def _text(left: str | None, right: str | None, wording: Wording) -> ValueChange | None:
    if wording.key(left or "") == wording.key(right or ""):
        return None
    words = wording.words(left, right) if left and right and len(left) + len(right) > _LONG else ()
    return ValueChange(left=left, right=right, words=words)


def _texts(left: Sequence[str], right: Sequence[str], wording: Wording) -> ListChange | None:
    """Entries on one side only; each entry counts as often as it stands there."""
    keys = [[wording.key(text) for text in side] for side in (left, right)]
    only = []
    for mine, texts, theirs in ((keys[0], left, keys[1]), (keys[1], right, keys[0])):
        spare = list(theirs)
        alone = []
        for name, text in zip(mine, texts, strict=True):
            if name in spare:
                spare.remove(name)
            else:
                alone.append(text)
        only.append(tuple(alone))
    return ListChange(left_only=only[0], right_only=only[1]) if any(only) else None


def _timeframe(left: Timeframe | None, right: Timeframe | None, wording: Wording) -> ValueChange | None:
    if left is None or right is None:
        same = left is right
    elif wording.exact:
        same = left == right
    elif any(value is not None for time in (left, right) for value in (time.start, time.end)):
        same = (left.start, left.end, left.recurring) == (right.start, right.end, right.recurring)
    else:
        same = (left.recurring and right.recurring) or wording.key(left.text) == wording.key(right.text)
    if same:
        return None
    return ValueChange(left=left.text if left else None, right=right.text if right else None)


def _agencies(left: Sequence[AgencyMention], right: Sequence[AgencyMention], identity: Identity) -> AgencyChange | None:
    ones = {identity.key(mention): _body(mention) for mention in reversed(left)}
    others = {identity.key(mention): _body(mention) for mention in reversed(right)}
    left_only = sorted(ones.keys() - others.keys())
    right_only = sorted(others.keys() - ones.keys())
    heirs = []
    gone: set[tuple[str, str]] = set()
    for one in left_only:
        for other in right_only:
            found = identity.succession(one, other)
            if found is None:
                continue
            step, side = found
            after = "right" if side == "right" else "left"
            heirs.append(
                Heir(left=ones[one], right=others[other], after=after, since=step.since, act=step.act)  # type: ignore[arg-type]
            )
            gone |= {("left", one), ("right", other)}
    change = AgencyChange(
        left_only=_named(ones[key] for key in left_only if ("left", key) not in gone),
        right_only=_named(others[key] for key in right_only if ("right", key) not in gone),
        succeeded=tuple(sorted(heirs, key=lambda heir: (heir.left.name, heir.right.name))),
    )
    return change if change != AgencyChange() else None


def _named(bodies: Iterable[Body]) -> tuple[Body, ...]:
    return tuple(sorted(bodies, key=lambda body: (body.name, body.id or "")))


def _body(mention: AgencyMention) -> Body:
    return Body(id=mention.id, name=display_name(mention))


def target_changes(left: Target, right: Target, rules: FieldRules) -> TargetChanges:
    """The fields in which two targets differ; words of the clause count in versions of one plan only."""
    wording = rules.wording
    exact = rules.versions
    return TargetChanges(
        value=_value(left, right, exact=exact),
        year=_plain(left.year, right.year),
        baseline_year=_plain(left.baseline_year, right.baseline_year),
        indicator=_text(left.indicator, right.indicator, wording) if exact else None,
        pillar=_text(left.pillar, right.pillar, wording) if exact else None,
        text=_text(left.text, right.text, wording) if exact else None,
        code=_plain(left.code, right.code) if exact else None,
    )


def _value(left: Target, right: Target, *, exact: bool) -> ItemChange | None:
    units = [target.unit if exact else unit_key(target.unit) for target in (left, right)]
    numbers = [(target.comparator, target.min, target.max) for target in (left, right)]
    if units[0] == units[1] and numbers[0] == numbers[1]:
        return None
    gap = None
    if unit_key(left.unit) == unit_key(right.unit):
        low, high = _gap(left.min, right.min), _gap(left.max, right.max)
        gap = None if low is None and high is None else (low, high)
    return ItemChange(left=_number(left), right=_number(right), difference=gap)


def _gap(left: float | None, right: float | None) -> float | None:
    return None if left is None or right is None else round(right - left, 9)


def _number(target: Target) -> Value:
    return Value(comparator=target.comparator, min=target.min, max=target.max, unit=target.unit)


def plan_changes(left: Plan, right: Plan, rules: FieldRules) -> PlanChanges:
    """What differs outside tasks and targets; head and headings count in versions of one plan only."""
    wording = rules.wording
    common = {
        "period": _plain(_period(left.period), _period(right.period)),
        "citations": _texts([_citation(c) for c in left.citations], [_citation(c) for c in right.citations], wording),
        "reporting": _texts([_duty(d) for d in left.reporting], [_duty(d) for d in right.reporting], wording),
    }
    if not rules.versions:
        return PlanChanges(**common)  # type: ignore[arg-type]
    names = [plan.province.name if plan.province else None for plan in (left, right)]
    documents = {
        name: change
        for name in type(left.document).model_fields
        if (change := _document(getattr(left.document, name), getattr(right.document, name), wording))
    }
    short = [[f"{key}: {full}" for key, full in plan.abbreviations.items()] for plan in (left, right)]
    return PlanChanges(
        province=_plain(*names),
        document=documents or None,
        abbreviations=_texts(short[0], short[1], wording),
        groups=_groups(left, right) or None,
        **common,  # type: ignore[arg-type]
    )


def _document(left: object, right: object, wording: Wording) -> ValueChange | None:
    if isinstance(left, bool) or isinstance(right, bool):
        return _plain(bool(left), bool(right))
    return _text(None if left is None else str(left), None if right is None else str(right), wording)


def _groups(left: Plan, right: Plan) -> tuple[GroupChange, ...]:
    sides = [
        {group.id: f"{group.code or ''} {group.title}".strip() + _theme_mark(group.theme) for group in plan.groups}
        for plan in (left, right)
    ]
    return tuple(
        GroupChange(id=name, left=sides[0].get(name), right=sides[1].get(name))
        for name in sorted({*sides[0], *sides[1]})
        if sides[0].get(name) != sides[1].get(name)
    )


def _theme_mark(theme: int | None) -> str:
    return f" (theme {theme})" if theme is not None else ""


def _period(period: Period | None) -> str | None:
    if period is None:
        return None
    vision = f", vision {period.vision}" if period.vision else ""
    return f"{period.start or '…'}-{period.end or '…'}{vision}"


def _citation(citation: object) -> str:
    number, day = getattr(citation, "number", ""), getattr(citation, "issued_on", None)
    return f"{number} ({day})" if day else str(number)


def _duty(duty: ReportingDuty) -> str:
    parts = [duty.sender, f"→ {duty.to}" if duty.to else None, duty.frequency, f"by {duty.due}" if duty.due else None]
    return " ".join(part for part in parts if part)
