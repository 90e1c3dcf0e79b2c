"""GG7: who reports to whom, and when."""

from __future__ import annotations

import calendar
from collections.abc import Iterator

from ggplan.plan import Task
from ggplan.text import match_key
from ggplan.validate.hits import Hit, check, hit
from ggplan.validate.subject import Subject


@check("reporting-missing")
def reporting_missing(subject: Subject) -> Iterator[Hit]:
    """A narrative plan without any reporting duty; an appendix alone need not have one."""
    if not subject.plan.reporting and any(_section(subject, task) == "body" for task in subject.plan.tasks):
        yield hit("reporting-missing")


def _section(subject: Subject, task: Task) -> str:
    group = subject.group_of(task)
    return group.section if group else task.section


@check("report-without-date")
def report_without_date(subject: Subject) -> Iterator[Hit]:
    """No day of the year."""
    for index, duty in enumerate(subject.plan.reporting):
        if duty.due is None:
            yield hit("report-without-date", ("reporting", index), to=duty.to or "nobody")


@check("report-without-addressee")
def report_without_addressee(subject: Subject) -> Iterator[Hit]:
    """Nobody to report to."""
    for index, duty in enumerate(subject.plan.reporting):
        if not (duty.to or "").strip():
            yield hit("report-without-addressee", ("reporting", index))


@check("report-without-sender")
def report_without_sender(subject: Subject) -> Iterator[Hit]:
    """Nobody who reports."""
    for index, duty in enumerate(subject.plan.reporting):
        if not (duty.sender or "").strip():
            yield hit("report-without-sender", ("reporting", index))


@check("report-after-deadline")
def report_after_deadline(subject: Subject) -> Iterator[Hit]:
    """A day after the one on which the ministry expects the province's report."""
    deadline = subject.deadline
    for index, duty in enumerate(subject.plan.reporting):
        if duty.due and duty.due > deadline:
            yield hit(
                "report-after-deadline",
                ("reporting", index, "due"),
                to=duty.to or "nobody",
                due=_day(duty.due),
                deadline=_day(deadline),
            )


def _day(due: str) -> str:
    """`12-10` as Vietnamese texts print it, `10/12`."""
    month, day = due.split("-")
    return f"{int(day)}/{int(month)}"


@check("report-date-impossible")
def report_date_impossible(subject: Subject) -> Iterator[Hit]:
    """31 November and the like; 29 February is let pass."""
    for index, duty in enumerate(subject.plan.reporting):
        if duty.due and not _is_day(duty.due):
            yield hit("report-date-impossible", ("reporting", index, "due"), due=_day(duty.due))


def _is_day(due: str) -> bool:
    month, day = (int(part) for part in due.split("-"))
    return day <= calendar.monthrange(2024, month)[1]


@check("report-order")
def report_order(subject: Subject) -> Iterator[Hit]:
    """Reports to a department of the province that are due after the province's own report to a ministry."""
    dated = [(index, duty) for index, duty in enumerate(subject.plan.reporting) if duty.due and _is_day(duty.due)]
    ministries = ("bộ ", "thủ tướng", "chính phủ")
    upward = [duty.due for _, duty in dated if duty.due and duty.to and match_key(duty.to).startswith(ministries)]
    ready = min(upward, default="")
    for index, duty in dated if ready else ():
        if duty.due and duty.to and ready <= duty.due <= subject.deadline and match_key(duty.to).startswith("sở "):
            place = ("reporting", index, "due")
            sender = duty.sender or "Others"
            yield hit("report-order", place, sender=sender, to=duty.to, due=_day(duty.due), next_due=_day(ready))


@check("report-repeated")
def report_repeated(subject: Subject) -> Iterator[Hit]:
    """The same duty twice."""
    seen: set[tuple[str | None, ...]] = set()
    for index, duty in enumerate(subject.plan.reporting):
        key = (duty.due, duty.frequency, duty.sender, duty.to)
        if key in seen:
            yield hit("report-repeated", ("reporting", index))
        seen.add(key)
