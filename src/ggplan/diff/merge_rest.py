"""Merging what is not a task: targets and the head of the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ggplan.diff.merge_model import Choice, Conflict, ConflictKind, MergedItem, Origin
from ggplan.diff.targets import align_targets, unit_key
from ggplan.plan import Citation, DocumentInfo, Period, Plan, Province, ReportingDuty, Target

__all__ = ["MergedHead", "merge_head", "merge_targets"]

Named = Sequence[tuple[str, Plan]]
"""Plans with the names they go by."""


@dataclass(frozen=True, slots=True)
class MergedHead:
    """Everything of the merged plan but its groups, tasks and targets, and the conflicts in it."""

    province: Province | None
    document: DocumentInfo
    period: Period | None
    citations: tuple[Citation, ...]
    abbreviations: dict[str, str]
    reporting: tuple[ReportingDuty, ...]
    conflicts: list[Conflict] = field(default_factory=list)


def _conflict(kind: ConflictKind, items: Sequence[str], choices: Sequence[Choice], proposal: str) -> Conflict:
    return Conflict(number=0, kind=kind, items=tuple(items), choices=tuple(choices), proposal=proposal)


def merge_targets(parts: Named) -> tuple[list[Target], list[MergedItem], list[Conflict]]:
    """Targets of all plans: those of one indicator and value once, those that contradict each other all of them."""
    families: list[list[tuple[int, Target]]] = [[(0, target)] for target in parts[0][1].targets]
    for number, (_, plan) in enumerate(parts[1:], 1):
        standing = Plan(
            targets=tuple(family[0][1].model_copy(update={"id": str(place)}) for place, family in enumerate(families))
        )
        partner = {match.right: int(match.left) for match in align_targets(standing, plan)}
        for target in plan.targets:
            if target.id in partner:
                families[partner[target.id]].append((number, target))
            else:
                families.append([(number, target)])
    return _write_targets(families, [name for name, _ in parts])


def _write_targets(
    families: Sequence[Sequence[tuple[int, Target]]], names: Sequence[str]
) -> tuple[list[Target], list[MergedItem], list[Conflict]]:
    targets: list[Target] = []
    items: list[MergedItem] = []
    conflicts: list[Conflict] = []
    for family in families:
        by_value: dict[tuple[object, ...], list[tuple[int, Target]]] = {}
        for number, target in family:
            by_value.setdefault(_value_key(target), []).append((number, target))
        ids = []
        for alike in by_value.values():
            name = f"T{len(targets) + 1}"
            ids.append(name)
            targets.append(alike[0][1].model_copy(update={"id": name, "code": None}))
            origins = tuple(Origin(plan=names[number], id=target.id, wording=(target.text,)) for number, target in alike)
            items.append(MergedItem(id=name, status="shared" if len(alike) > 1 else "single", origins=origins))
        if len(by_value) > 1:
            choices = [Choice(plan=names[number], id=target.id, value=_demand(target)) for number, target in family]
            conflicts.append(_conflict("target", ids, choices, "all of them stand until one is chosen"))
    return targets, items, conflicts


def _demand(target: Target) -> str:
    """The value and year that a target demands before its clause, which may name several: `60–80 %, 2030: Tỷ lệ …`."""
    bounds = [f"{bound:.10g}" for bound in dict.fromkeys((target.min, target.max)) if bound is not None]
    sign = target.comparator if len(bounds) == 1 and target.comparator != "=" else None
    value = " ".join(part for part in (sign, "–".join(bounds), target.unit) if part)
    head = ", ".join(part for part in (value if bounds else "", str(target.year or "")) if part)
    return f"{head}: {target.text}" if head else target.text


def _value_key(target: Target) -> tuple[object, ...]:
    return (target.comparator, target.min, target.max, unit_key(target.unit), target.year, target.baseline_year)


def merge_head(parts: Named, province: Province | None) -> MergedHead:
    """Head, period, citations, abbreviations and duties to report. Nothing is chosen where the plans differ."""
    conflicts: list[Conflict] = []
    names = " và ".join(name for name, _ in parts)
    title = f"Đề xuất hợp nhất kế hoạch hành động tăng trưởng xanh của {names}"
    if province is None:
        choices = [Choice(plan=name, value=plan.province.name if plan.province else "không rõ") for name, plan in parts]
        conflicts.append(_conflict("province", [], choices, "no province is written; give it with --province"))
    return MergedHead(
        province,
        DocumentInfo(title=title, draft=True),
        _period(parts, conflicts),
        _citations(parts, conflicts),
        _abbreviations(parts, conflicts),
        _reporting(parts, conflicts),
        conflicts,
    )


def _period(parts: Named, conflicts: list[Conflict]) -> Period | None:
    periods = [(name, plan.period) for name, plan in parts if plan.period is not None]
    if len({(period.start, period.end) for _, period in periods}) > 1:
        choices = [Choice(plan=name, value=f"{period.start or '…'} - {period.end or '…'}") for name, period in periods]
        conflicts.append(_conflict("period", [], choices, "no period is written"))
        return None
    if not periods:
        return None
    visions = sorted({period.vision for _, period in periods if period.vision is not None})
    if len(visions) > 1:
        choices = [Choice(plan=name, value=str(period.vision)) for name, period in periods if period.vision]
        conflicts.append(_conflict("period", [], choices, "no year of the vision is written"))
    first = periods[0][1]
    return Period(start=first.start, end=first.end, vision=visions[0] if len(visions) == 1 else None)


def _citations(parts: Named, conflicts: list[Conflict]) -> tuple[Citation, ...]:
    found: dict[str, Citation] = {}
    seen: dict[str, list[Choice]] = {}
    for name, plan in parts:
        for citation in plan.citations:
            known = found.setdefault(citation.number, citation)
            if citation.issued_on:
                seen.setdefault(citation.number, []).append(Choice(plan=name, value=citation.issued_on))
                if known.issued_on is None:
                    found[citation.number] = citation
    for number, choices in seen.items():
        if len({choice.value for choice in choices}) > 1:
            found[number] = Citation(number=number)
            conflicts.append(_conflict("citation", [number], choices, "the document is cited without a date"))
    return tuple(found.values())


def _abbreviations(parts: Named, conflicts: list[Conflict]) -> dict[str, str]:
    found: dict[str, list[Choice]] = {}
    for name, plan in parts:
        for short, full in plan.abbreviations.items():
            found.setdefault(short, []).append(Choice(plan=name, value=full))
    for short, choices in found.items():
        if len({choice.value.casefold() for choice in choices}) > 1:
            conflicts.append(_conflict("abbreviation", [short], choices, "all readings stand"))
    return {short: " / ".join(dict.fromkeys(choice.value for choice in choices)) for short, choices in found.items()}


def _reporting(parts: Named, conflicts: list[Conflict]) -> tuple[ReportingDuty, ...]:
    found: dict[tuple[str | None, str | None], list[tuple[str, ReportingDuty]]] = {}
    for name, plan in parts:
        for duty in plan.reporting:
            found.setdefault((None, duty.to), []).append((name, duty))
    duties: dict[ReportingDuty, None] = {}
    for entries in found.values():
        if len({(duty.due, duty.frequency) for _, duty in entries}) > 1:
            choices = [Choice(plan=name, value=_duty(duty)) for name, duty in entries]
            conflicts.append(_conflict("reporting", [], choices, "all duties to report stand"))
        duties.update(dict.fromkeys(duty for _, duty in entries))
    return tuple(duties)


def _duty(duty: ReportingDuty) -> str:
    due = f"trước ngày {duty.due[3:]}/{duty.due[:2]}" if duty.due else "không nêu ngày"
    return f"{duty.sender or '…'} → {duty.to or '…'}, {due}"
