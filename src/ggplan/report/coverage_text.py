"""A coverage on the terminal: a heat map whose cells are numbers and signs, colour only added; gaps named; leads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, TypeAlias

from ggplan.coverage.model import Coverage, Lead, Measure, PlanCoverage
from ggplan.report.findings_common import visible
from ggplan.report.heirs import heirs_text

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

__all__ = ["By", "head", "legend", "level_of", "print_coverage"]

By: TypeAlias = Literal["theme", "group", "task"]

_CELL = 5
_SIGNS = ("-", ".", "+", "#")
_STYLES = ("red", "", "green", "bold green")
_NAMED_GAPS = 12


def level_of(number: int, most: int) -> int:
    """How full a cell is beside the fullest one: 0 empty, 1 up to a third, 2 up to two thirds, 3 above."""
    if number <= 0:
        return 0
    return 1 if number * 3 <= most else 2 if number * 3 <= most * 2 else 3


def legend(measure: Measure) -> str:
    """What the signs of the map mean."""
    return f"Cells are numbers of {measure}: - none, . up to a third of the most, + up to two thirds, # above."


def print_coverage(
    console: Console, coverage: Coverage, measure: Measure = "tasks", by: By = "theme", *, leads: bool = False
) -> None:
    """Prints the map, the titles of its columns, the gaps, and (`leads`) who leads each theme."""
    for part in _parts(coverage, measure, by, console.width, leads=leads):
        console.print(part)


def _parts(coverage: Coverage, measure: Measure, by: By, width: int, *, leads: bool) -> Iterator[RenderableType]:
    yield _text(head(coverage), "bold")
    if by == "theme":
        yield _text(legend(measure))
        yield from _theme_map(coverage, measure, width)
        yield from (_text(f"{theme:>3}  {title}") for theme, title in coverage.catalogue.titles.items())
    else:
        yield _text(legend("tasks"))
        yield _code_map(coverage, by)
    yield _text()
    yield from _gaps(coverage)
    if leads:
        yield from (table for plan in coverage.plans for table in _leads(plan, coverage))


def head(coverage: Coverage) -> str:
    """One line on what is compared with what."""
    catalogue = coverage.catalogue
    known = (
        f"full catalogue, {len(catalogue.groups)} groups, {len(catalogue.tasks)} tasks"
        if catalogue.full
        else "attested catalogue: themes only; import the appendix for groups and tasks"
    )
    as_of = f"; leads as of {coverage.as_of}" if coverage.as_of else ""
    plans = f"{len(coverage.plans)} plan{'' if len(coverage.plans) == 1 else 's'}"
    return f"{plans} beside {catalogue.number} of {catalogue.issued_on} ({known}){as_of}"


def _text(text: str = "", style: str = "") -> Text:
    from rich.text import Text

    return Text(visible(text), style=style)


def _table(*headers: str) -> Table:
    from rich.table import Table

    table = Table(pad_edge=False, box=None, header_style="bold")
    for number, header in enumerate(headers):
        table.add_column(header, justify="left" if number == 0 else "right", overflow="fold")
    return table


def _cell(number: int, most: int) -> Text:
    level = level_of(number, most)
    return _text(f"{number or ''}{_SIGNS[level]}", _STYLES[level])


def _theme_map(coverage: Coverage, measure: Measure, width: int) -> Iterator[Table]:
    """Plans by rows, themes by columns, in as many blocks as the width needs."""
    themes = list(coverage.catalogue.titles)
    most = max((count.of(measure) for plan in coverage.plans for count in plan.themes.values()), default=0)
    label = min(24, max((len(plan.province) for plan in coverage.plans), default=4))
    fit = max(1, (width - label - 2) // _CELL)
    for start in range(0, len(themes), fit):
        block = themes[start : start + fit]
        table = _table("", *(str(theme) for theme in block))
        for plan in coverage.plans:
            table.add_row(_text(plan.province), *(_cell(plan.themes[theme].of(measure), most) for theme in block))
        yield table


def _code_map(coverage: Coverage, by: By) -> Table:
    """National groups or tasks by rows, plans by columns."""
    entries = coverage.catalogue.groups if by == "group" else coverage.catalogue.leaves
    table = _table("Code", *(plan.province for plan in coverage.plans))
    table.add_column("Title", overflow="fold")
    counts = [[len(plan.group_tasks(entry.code)) for plan in coverage.plans] for entry in entries]
    most = max((number for row in counts for number in row), default=0)
    for entry, row in zip(entries, counts, strict=True):
        table.add_row(entry.code, *(_cell(number, most) for number in row), _text(entry.title))
    return table


def _gaps(coverage: Coverage) -> Iterator[Text]:
    titles = coverage.catalogue.titles
    for plan in coverage.plans:
        named = "; ".join(f"{theme} {titles[theme]}" for theme in plan.gaps.themes)
        yield _text(
            f"{plan.province}: nothing in {named}" if named else f"{plan.province}: no theme is empty",
            "" if not named else "yellow",
        )
        if coverage.catalogue.full:
            yield _text(_answered(plan, coverage))
        if plan.unplaced:
            yield _text(f"  {len(plan.unplaced)} tasks speak of no theme: {', '.join(plan.unplaced)}")


def _answered(plan: PlanCoverage, coverage: Coverage) -> str:
    leaves, gaps = len(coverage.catalogue.leaves), plan.gaps.national
    shown = ", ".join(gaps[:_NAMED_GAPS]) + (f" and {len(gaps) - _NAMED_GAPS} more" if len(gaps) > _NAMED_GAPS else "")
    return f"  answers {leaves - len(gaps)} of {leaves} national tasks" + (f"; not {shown}" if gaps else "")


def _leads(plan: PlanCoverage, coverage: Coverage) -> Iterator[RenderableType]:
    table = _table(plan.province)
    table.columns[0].justify = "right"
    table.add_column("Leads (tasks)", overflow="fold")
    if coverage.as_of:
        table.add_column(f"As of {coverage.as_of}", overflow="fold")
    for theme, count in plan.themes.items():
        for number, lead in enumerate(count.leads):
            cells = [_text(str(theme) if number == 0 else ""), _text(f"{lead.name} ({lead.tasks})")]
            table.add_row(*cells, *([_text(_heirs(lead))] if coverage.as_of else []))
    yield _text()
    yield table


def _heirs(lead: Lead) -> str:
    return "; ".join(heirs_text(lead.heirs)) if lead.id else "unknown to the registry"
