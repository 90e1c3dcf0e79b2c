"""GG5: when tasks are to be done."""

from __future__ import annotations

import calendar
from collections.abc import Iterator

from ggplan.normalize.times import read_timeframe
from ggplan.plan import Task, Timeframe
from ggplan.validate.hits import Hit, check, hit
from ggplan.validate.nodes import Path
from ggplan.validate.subject import Subject

_SHARE = 0.9
_ENOUGH = 8


def _timed(subject: Subject) -> Iterator[tuple[Path, Task, Timeframe]]:
    for index, task in enumerate(subject.plan.tasks):
        if task.timeframe is not None:
            yield ("tasks", index, "timeframe"), task, task.timeframe


@check("time-upside-down")
def time_upside_down(subject: Subject) -> Iterator[Hit]:
    """End before start."""
    for path, task, time in _timed(subject):
        if time.start is not None and time.end is not None and time.end < time.start:
            yield hit("time-upside-down", path, task.id, start=time.start, end=time.end)


@check("time-outside-period")
def time_outside_period(subject: Subject) -> Iterator[Hit]:
    """Years before the plan's start or after its end."""
    first, last = subject.period
    for path, task, time in _timed(subject):
        years = [year for year in (time.start, time.end) if year is not None]
        early = first is not None and any(year < first for year in years)
        late = last is not None and any(year > last for year in years)
        if early or late:
            yield hit("time-outside-period", path, task.id, text=time.text, start=first or "…", end=last or "…")


@check("time-missing")
def time_missing(subject: Subject) -> Iterator[Hit]:
    """No time in a section where nearly all tasks have one."""
    for section in ("body", "appendix"):
        tasks = [(index, task) for index, task in enumerate(subject.plan.tasks) if task.section == section]
        timed = sum(task.timeframe is not None for _, task in tasks)
        if len(tasks) < _ENOUGH or timed < _SHARE * len(tasks):
            continue
        for index, task in tasks:
            if task.timeframe is None:
                share = f"{timed} of {len(tasks)}"
                yield hit("time-missing", ("tasks", index), task.id, share=share, section=section)


@check("time-past-due")
def time_past_due(subject: Subject) -> Iterator[Hit]:
    """A last year that is over on the day of `--as-of`."""
    as_of = subject.as_of
    if as_of is None:
        return
    for path, task, time in _timed(subject):
        if time.end is not None and not time.recurring and f"{time.end}-12-31" < as_of:
            yield hit("time-past-due", path, task.id, end=time.end, as_of=as_of)


@check("time-without-years")
def time_without_years(subject: Subject) -> Iterator[Hit]:
    """Neither years nor recurring."""
    for path, task, time in _timed(subject):
        if time.start is None and time.end is None and not time.recurring:
            yield hit("time-without-years", path, task.id, text=time.text)


@check("time-contradicts-text")
def time_contradicts_text(subject: Subject) -> Iterator[Hit]:
    """Years that the printed text does not give."""
    for path, task, time in _timed(subject):
        wanted = read_timeframe(time.text)
        if (time.start, time.end, time.recurring) != (wanted.start, wanted.end, wanted.recurring):
            yield hit("time-contradicts-text", path, task.id, text=time.text, wanted=_years(wanted), found=_years(time))


def _years(time: Timeframe) -> str:
    years = "no year"
    if time.start is not None or time.end is not None:
        years = f"{time.start or '…'}-{time.end or '…'}"
    return f"{years}, recurring" if time.recurring else years


@check("time-before-document")
def time_before_document(subject: Subject) -> Iterator[Hit]:
    """A time that was over before the document's year."""
    date = subject.date
    for path, task, time in _timed(subject):
        if date and time.end is not None and time.end < int(date[:4]) and not time.recurring:
            yield hit("time-before-document", path, task.id, end=time.end, date=date)


def is_day(text: str) -> bool:
    """True for a day of the calendar, `YYYY-MM-DD`."""
    parts = text.split("-")
    if len(text) != 10 or [len(part) for part in parts] != [4, 2, 2] or not all(part.isdigit() for part in parts):
        return False
    year, month, day = (int(part) for part in parts)
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
