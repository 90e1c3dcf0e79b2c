"""A coverage as data for programs (JSON) and as rows for spreadsheets (CSV)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from ggplan.coverage.model import Coverage, Lead, PlanCoverage, ThemeCount
from ggplan.normalize.linking import NationalMatch, Placement, TaskLinks
from ggplan.report.heirs import body_data

__all__ = ["CSV_HEADER", "as_csv", "as_data", "rows"]


def as_data(coverage: Coverage) -> dict[str, Any]:
    """The shape of `ggplan coverage --format json` (`docs/canonical-format.md`, machine outputs)."""
    catalogue = coverage.catalogue
    data: dict[str, Any] = {
        "ggplan": 1,
        "catalogue": {"number": catalogue.number, "issued_on": catalogue.issued_on, "full": catalogue.full},
    }
    data["catalogue"]["themes"] = {str(theme): title for theme, title in catalogue.titles.items()}
    if coverage.as_of:
        data["as_of"] = coverage.as_of
    data["plans"] = [_plan(plan, coverage) for plan in coverage.plans]
    return data


def _plan(plan: PlanCoverage, coverage: Coverage) -> dict[str, Any]:
    province = plan.plan.province
    data: dict[str, Any] = {"path": plan.name, "province": province.slug if province else None, "name": plan.province}
    data["themes"] = {str(theme): _count(count) for theme, count in plan.themes.items()}
    data["national"] = {code: list(ids) for code, ids in plan.national.items()}
    if coverage.catalogue.full:
        data["groups"] = {entry.code: list(plan.group_tasks(entry.code)) for entry in coverage.catalogue.groups}
    data["gaps"] = {"themes": [str(theme) for theme in plan.gaps.themes]}
    if coverage.catalogue.full:
        data["gaps"] |= {"groups": list(plan.gaps.groups), "national": list(plan.gaps.national)}
    data["unplaced"] = list(plan.unplaced)
    data["tasks"] = {name: _task(links) for name, links in plan.links.tasks.items()}
    data["targets"] = {name: placement_data(placement) for name, placement in plan.links.targets.items()}
    return data


def _count(count: ThemeCount) -> dict[str, Any]:
    return {
        "tasks": count.tasks,
        "actions": count.actions,
        "targets": count.targets,
        "leads": [_lead(lead) for lead in count.leads],
    }


def _lead(lead: Lead) -> dict[str, Any]:
    data: dict[str, Any] = {"name": lead.name, "tasks": lead.tasks}
    if lead.id:
        data = {"id": lead.id, **data}
    if lead.heirs:
        data["heirs"] = [body_data(heir) for heir in lead.heirs]
    return data


def _task(links: TaskLinks) -> dict[str, Any]:
    data = placement_data(links.theme) | {"actions": [placement_data(action) for action in links.actions]}
    if links.national:
        data["national"] = [_match(match) for match in links.national]
    if links.nearest:
        data["nearest"] = _match(links.nearest)
    return data


def placement_data(placement: Placement) -> dict[str, Any]:
    """A theme with its score, how it was found, and the runner-up where there is one."""
    data: dict[str, Any] = {"theme": placement.theme, "score": placement.score, "via": placement.via}
    if placement.runner_up is not None:
        data |= {"runner_up": placement.runner_up, "runner_up_score": placement.runner_up_score}
    return data


def _match(match: NationalMatch) -> dict[str, Any]:
    data: dict[str, Any] = {"code": match.code, "via": match.via, "score": match.score}
    if match.runner_up is not None:
        data |= {"runner_up": match.runner_up, "runner_up_score": match.runner_up_score}
    return data | ({"action": match.action} if match.action else {})


CSV_HEADER = ("plan", "province", "level", "code", "title", "tasks", "actions", "targets", "leads", "leads as of", "task ids")


def rows(coverage: Coverage) -> Iterator[tuple[str | int | None, ...]]:
    """A row for each plan and theme, and with a full catalogue for each plan and group or national task."""
    for plan in coverage.plans:
        for theme, count in plan.themes.items():
            leads, today = _names(count.leads)
            counts = (count.tasks, count.actions, count.targets)
            title = coverage.catalogue.titles[theme]
            yield (plan.name, plan.province, "theme", str(theme), title, *counts, leads, today, None)
        for entry in coverage.catalogue.entries if coverage.catalogue.full else ():
            if entry.level > 1:
                ids = plan.group_tasks(entry.code)
                level = "group" if entry.level == 2 else "task"
                numbers = (len(ids), None, None, None, None)
                yield (plan.name, plan.province, level, entry.code, entry.title, *numbers, "; ".join(ids))


def _names(leads: Sequence[Lead]) -> tuple[str, str]:
    """The leads with their numbers of tasks, and who answers for them as of the day."""
    written = "; ".join(f"{lead.name} ({lead.tasks})" for lead in leads)
    heirs = dict.fromkeys(
        f"{heir.name}{' [general knowledge]' if heir.unchecked else ''}" for lead in leads for heir in lead.heirs
    )
    return written, "; ".join(heirs)


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(coverage: Coverage) -> str:
    """The rows as CSV with a byte order mark, as Excel wants it; what it would take for a formula gets a quote before it."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(CSV_HEADER)
    for row in rows(coverage):
        writer.writerow([f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value for value in row])
    return "\ufeff" + stream.getvalue()
