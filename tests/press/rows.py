"""A plan as it is printed: the front matter, paragraphs, and the table's rows as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from ggplan.plan import Plan
from press.layout import Layout

__all__ = ["GroupRow", "PlanRow", "Printed", "PrintedCell", "TaskRow", "from_gold", "from_plan", "printed_rows"]


@dataclass(frozen=True)
class TaskRow:
    """A task as printed. `actions` are its paragraphs; the other fields hold one string a paragraph."""

    code: str
    actions: tuple[str, ...]
    lead: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    time: str = ""
    outputs: tuple[str, ...] = ()
    budget: str = ""
    note: str = ""


@dataclass(frozen=True)
class GroupRow:
    """A heading row of the table."""

    code: str
    title: str


PlanRow: TypeAlias = TaskRow | GroupRow


@dataclass(frozen=True)
class Printed:
    """Everything that is printed. `body` stands before the table; `footnotes` are the notes of body paragraphs by index."""

    rows: tuple[PlanRow, ...]
    title: str = ""
    subtitle: str = ""
    issuer: str = ""
    number: str = ""
    dated: str = ""
    signer: str = ""
    body: tuple[str, ...] = ()
    footnotes: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PrintedCell:
    """One cell of the printed table: its paragraphs and its span."""

    paragraphs: tuple[str, ...]
    column: int
    colspan: int = 1
    rowspan: int = 1
    bullet: bool = False


def printed_rows(rows: Sequence[PlanRow], layout: Layout) -> list[tuple[PrintedCell, ...]]:
    """The table below its header as the layout prints it; every paragraph with its bullet as text."""
    return [tuple(_cells(row, layout)) for row in rows]


def _cells(row: PlanRow, layout: Layout) -> Iterator[PrintedCell]:
    width = len(layout.columns)
    if isinstance(row, GroupRow):
        if layout.groups == "whole":
            yield PrintedCell((f"{row.code}. {row.title}".strip(". "),), 0, width)
        else:
            code_at = layout.columns.index("code")
            yield PrintedCell((row.code,), code_at)
            if code_at:
                yield PrintedCell((row.title,), 0, code_at)
            else:
                yield PrintedCell((row.title,), 1, width - 1)
        return
    for column, kind in enumerate(layout.columns):
        yield PrintedCell(_paragraphs(row, kind, layout), column)


def _paragraphs(row: TaskRow, kind: str, layout: Layout) -> tuple[str, ...]:
    if kind == "code":
        return (row.code,) if row.code else ()
    if kind == "text":
        if len(row.actions) == 1 and not layout.always_bullets:
            return row.actions
        mark = f"{layout.bullet} " if layout.bullet else ""
        return tuple(action if action.endswith(":") else mark + action for action in row.actions)
    if kind in ("lead", "partners"):
        names = row.lead if kind == "lead" else row.partners
        return names if layout.joiner == "\n" else ((layout.joiner.join(names),) if names else ())
    if kind == "outputs":
        return ("; ".join(row.outputs),) if row.outputs else ()
    text = {"time": row.time, "budget": row.budget, "note": row.note}[kind]
    return (text,) if text else ()


def from_plan(plan: Plan, section: str | None = None) -> Printed:
    """The printed form of a canonical plan: groups and tasks of `section` (all where None) as table rows."""
    data = plan.as_data()
    return _printed(data, section)


def from_gold(path: Path, section: str | None = None) -> Printed:
    """The printed form of a hand annotation (`tests/gold`)."""
    return _printed(yaml.safe_load(path.read_text(encoding="utf-8")), section)


def _printed(data: dict[str, Any], section: str | None) -> Printed:
    document = data.get("document", {})
    issuer = document.get("issuer", "UBND tỉnh Hòa Hải")
    return Printed(
        rows=tuple(_plan_rows(data, section)),
        title=document.get("title", ""),
        issuer=issuer.replace("UBND", "Ủy ban nhân dân").upper(),
        number=document.get("number", ""),
        dated="ngày      tháng      năm 2023" if document.get("draft") else "ngày 18 tháng 10 năm 2023",
        signer=document.get("signer", "Nguyễn Văn An"),
    )


def _plan_rows(data: dict[str, Any], section: str | None) -> Iterator[PlanRow]:
    groups = {(group["section"], str(group.get("id", group.get("code", "")))): group for group in data.get("groups", [])}
    opened: Any = None
    count = 0
    for task in data.get("tasks", []):
        if section and task["section"] != section:
            continue
        key = (task["section"], str(task.get("group", "")))
        if key != opened and key in groups:
            group = groups[key]
            yield GroupRow(str(group.get("code") or group.get("id", "")), group["title"])
        opened = key
        count += 1
        yield _task_row(task, str(count))


def _task_row(task: dict[str, Any], number: str) -> TaskRow:
    return TaskRow(
        code=str(task.get("code") or number),
        actions=tuple(task.get("actions", ())),
        lead=tuple(_name(entry) for entry in task.get("lead_agencies", ())),
        partners=tuple(_name(entry) for entry in task.get("cooperating_agencies", ())),
        time=task.get("timeframe", {}).get("text", ""),
        outputs=tuple(task.get("outputs", ())),
        budget=task.get("budget") or "",
        note=task.get("note") or "",
    )


def _name(entry: Any) -> str:
    return entry if isinstance(entry, str) else str(entry.get("name") or entry["text"])
