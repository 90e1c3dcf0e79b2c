"""A coverage as a workbook: the map, leads, national tasks, gaps and every link; the same bytes each run."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ggplan.coverage.model import MEASURES, Coverage
from ggplan.report.coverage_text import head, level_of
from ggplan.report.heirs import heirs_text
from ggplan.report.workbook import Cells, sheet_of, timeless

__all__ = ["workbook"]

_FILLS = ("F6D5D5", "EAF3EA", "C3E0C3", "8CC58C")


def workbook(coverage: Coverage) -> bytes:
    """The bytes of an `.xlsx` file."""
    from openpyxl import Workbook

    book = Workbook()
    first = book.active
    if first is not None:
        book.remove(first)
    for measure in MEASURES:
        sheet = book.create_sheet(measure.capitalize())
        sheet_of(sheet, _columns(coverage), _map(coverage, measure))
        _colour(sheet, [[count.of(measure) for count in plan.themes.values()] for plan in coverage.plans])
    sheet_of(book.create_sheet("Leads"), _LEADS, _leads(coverage))
    if coverage.catalogue.full:
        sheet_of(book.create_sheet("National tasks"), _national_columns(coverage), _national(coverage))
    sheet_of(book.create_sheet("Gaps"), [("Plan", 22), ("Level", 10), ("Code", 10), ("Title", 90)], _gaps(coverage))
    sheet_of(book.create_sheet("Links"), _LINKS, _links(coverage))
    book.properties.title = head(coverage)
    stream = io.BytesIO()
    book.save(stream)
    return timeless(stream.getvalue())


def _columns(coverage: Coverage) -> list[tuple[str, int]]:
    return [("Plan", 22), *((f"{theme}. {title}", 14) for theme, title in coverage.catalogue.titles.items())]


def _map(coverage: Coverage, measure: Any) -> Iterator[Cells]:
    for plan in coverage.plans:
        yield [plan.province, *(count.of(measure) for count in plan.themes.values())]


def _colour(sheet: Any, numbers: Sequence[Sequence[int]]) -> None:
    """A shade for each number; the number itself stays the sign."""
    from openpyxl.styles import PatternFill

    most = max((number for row in numbers for number in row), default=0)
    for row, counts in enumerate(numbers, 2):
        for column, number in enumerate(counts, 2):
            sheet.cell(row, column).fill = PatternFill("solid", fgColor=_FILLS[level_of(number, most)])


_LEADS = [("Plan", 22), ("Theme", 8), ("Lead", 44), ("Id", 36), ("Tasks", 8), ("As of the day", 70)]


def _leads(coverage: Coverage) -> Iterator[Cells]:
    for plan in coverage.plans:
        for theme, count in plan.themes.items():
            for lead in count.leads:
                yield [
                    plan.province,
                    theme,
                    lead.name,
                    lead.id,
                    lead.tasks,
                    "\n".join(heirs_text(lead.heirs)) if coverage.as_of and lead.id else None,
                ]


def _national_columns(coverage: Coverage) -> list[tuple[str, int]]:
    return [("Code", 9), ("Title", 80), ("Lead", 34), *((plan.province, 22) for plan in coverage.plans)]


def _national(coverage: Coverage) -> Iterator[Cells]:
    for entry in coverage.catalogue.entries:
        ids = ["; ".join(plan.group_tasks(entry.code)) or None for plan in coverage.plans]
        yield [entry.code, entry.title, "; ".join(entry.leads) or None, *(ids if entry.level > 1 else [None] * len(ids))]


def _gaps(coverage: Coverage) -> Iterator[Cells]:
    catalogue = coverage.catalogue
    for plan in coverage.plans:
        yield from ([plan.province, "theme", str(theme), catalogue.titles[theme]] for theme in plan.gaps.themes)
        yield from _coded(plan.province, "group", plan.gaps.groups, coverage)
        yield from _coded(plan.province, "task", plan.gaps.national, coverage)


def _coded(name: str, level: str, codes: Iterable[str], coverage: Coverage) -> Iterator[Cells]:
    return ([name, level, code, coverage.catalogue.by_code[code].title] for code in codes)


_LINKS = [
    ("Plan", 22),
    ("Task", 12),
    ("Action", 8),
    ("Text", 80),
    ("Theme", 8),
    ("Score", 8),
    ("Via", 10),
    ("Else", 8),
    ("National", 12),
    ("National score", 10),
    ("Runner-up", 12),
]


def _links(coverage: Coverage) -> Iterator[Cells]:
    """Every action with its theme, and the national tasks that it (or the whole task) carries out."""
    for plan in coverage.plans:
        for task in plan.plan.tasks:
            links = plan.links.tasks[task.id]
            for number, (action, placed) in enumerate(zip(task.actions, links.actions, strict=False), 1):
                said = [match for match in links.national if match.action == number or (match.action is None and number == 1)]
                first = said[0] if said else None
                codes = "; ".join(match.code for match in said) or None
                theme = (placed.theme, placed.score, placed.via, placed.runner_up)
                best = (first.score, first.runner_up) if first else (None, None)
                yield [plan.province, task.id, number, action, *theme, codes, *best]
