"""All that one body has to do: for people, and as data for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from ggplan.coverage.bodies import Duties, Duty
from ggplan.coverage.model import Body
from ggplan.report.findings_common import visible
from ggplan.report.heirs import body_data, heirs_text

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

__all__ = ["as_data", "print_who"]

_SHORT = 160


class Found(Protocol):
    """A body and its duties (`ggplan.app.covering.Who`)."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def plans(self) -> Sequence[Duties]: ...
    @property
    def searched(self) -> int: ...
    @property
    def as_of(self) -> str | None: ...
    @property
    def heirs(self) -> Sequence[Body]: ...
    def count(self, role: str) -> int: ...


def as_data(found: Found) -> dict[str, Any]:
    """The shape of `ggplan who --format json`."""
    data: dict[str, Any] = {"ggplan": 1, "id": found.id, "name": found.name}
    if found.as_of:
        data |= {"as_of": found.as_of, "heirs": [body_data(heir) for heir in found.heirs]}
    data |= {"leads": found.count("lead"), "joins": found.count("cooperating")}
    data["plans"] = [_plan(duties) for duties in found.plans]
    return data


def _plan(duties: Duties) -> dict[str, Any]:
    province = duties.plan.province
    data: dict[str, Any] = {"path": duties.name, "province": province.slug if province else None}
    if duties.province_now:
        data["province_now"] = duties.province_now
    data["tasks"] = [_duty(duty) for duty in duties.duties]
    return data


def _duty(duty: Duty) -> dict[str, Any]:
    task = duty.task
    data: dict[str, Any] = {"id": task.id, "role": duty.role, "text": duty.mention.text, "body": duty.mention.id}
    data |= {"theme": task.theme, "timeframe": task.timeframe.text if task.timeframe else None, "actions": list(task.actions)}
    return data | ({"heirs": [body_data(heir) for heir in duty.heirs]} if duty.heirs else {})


def print_who(console: Console, found: Found, *, whole: bool = False) -> None:
    """Prints the body, who answers for it, and its tasks plan by plan; `whole`: every action, not only the first."""
    for part in _parts(found, whole=whole):
        console.print(part)


def _text(text: str = "", style: str = "") -> Text:
    from rich.text import Text

    return Text(visible(text), style=style)


def _parts(found: Found, *, whole: bool) -> Iterator[RenderableType]:
    yield _text(f"{found.name} ({found.id})", "bold")
    if found.as_of:
        yield from (_text(f"  as of {found.as_of}: {text}") for text in heirs_text(found.heirs))
    leads, joins = found.count("lead"), found.count("cooperating")
    yield _text(f"leads {leads} and joins {joins} tasks in {len(found.plans)} of {found.searched} plans")
    for duties in found.plans:
        yield _text()
        yield _text(_heading(duties), "bold")
        for duty in duties.duties:
            yield from _lines(duty, found, whole=whole)


def _heading(duties: Duties) -> str:
    name = duties.plan.province.name if duties.plan.province else duties.name
    return f"{name} (now {duties.province_now})" if duties.province_now else name


def _lines(duty: Duty, found: Found, *, whole: bool) -> Iterator[Text]:
    task = duty.task
    verb = "leads" if duty.role == "lead" else "joins"
    theme = f", theme {task.theme}" if task.theme else ""
    time = f", {task.timeframe.text}" if task.timeframe else ""
    named = f", as {duty.mention.name or duty.mention.text}" if duty.mention.id != found.id else ""
    yield _text(f"  {task.id}  {verb}{theme}{time}{named}")
    yield from (_text(f"      takes {text}") for text in _parts_of(duty, found))
    for action in task.actions if whole else task.actions[:1]:
        yield _text(f"      {action if whole or len(action) <= _SHORT else action[: _SHORT - 1] + '…'}")


def _parts_of(duty: Duty, found: Found) -> list[str]:
    """What the body takes over of the named one, where it does not take over all."""
    taken = [heir for heir in duty.heirs if heir.id == found.id and not heir.functions.startswith("all")]
    return [f"{heir.functions}{' [general knowledge]' if heir.unchecked else ''}" for heir in taken]
