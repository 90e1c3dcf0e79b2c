"""GG7: who reports to whom, and when."""

from __future__ import annotations

import calendar
from collections.abc import Iterator

from ggplan.text import match_key
from ggplan.validate.hits import Hit, check, hit
from ggplan.validate.subject import Subject


@check("reporting-missing")
def reporting_missing(subject: Subject) -> Iterator[Hit]:
    """A narrative plan without any reporting duty; an appendix alone need not have one."""
    if not subject.plan.reporting and any(task.section == "body" for task in subject.plan.tasks):
        yield hit("reporting-missing")


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
        if duty.due:
            month, day = (int(part) for part in duty.due.split("-"))
            if day > calendar.monthrange(2024, month)[1]:
                yield hit("report-date-impossible", ("reporting", index, "due"), due=_day(duty.due))


@check("report-order")
def report_order(subject: Subject) -> Iterator[Hit]:
    """Reports to a department of the province that are due after the province's own report to a ministry."""
    duties = subject.plan.reporting
    upward = [
        duty.due for duty in duties if duty.due and duty.to and match_key(duty.to).startswith(("bộ ", "thủ tướng", "chính phủ"))
    ]
    if not upward:
        return
    ready = min(upward)
    for index, duty in enumerate(duties):
        if duty.due and duty.to and duty.due >= ready and match_key(duty.to).startswith("sở "):
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
