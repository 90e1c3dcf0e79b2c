"""The plan as printed, given its ids: province, agencies, roles, themes, national codes, times. The text is never changed.

What a cell's own words say of roles (`Sở Công Thương chủ trì; Sở Nông nghiệp và PTNT phối hợp`) decides the list that a body
goes to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ggplan.diagnostics import Finding, finding
from ggplan.location import Place
from ggplan.normalize.agencies import Resolved, join_paragraphs, resolve_cell
from ggplan.normalize.national import CitedCode, cited_codes, without_citation
from ggplan.normalize.provinces import FoundProvince, find_province
from ggplan.normalize.themes import ThemeMatcher
from ggplan.normalize.times import read_timeframe
from ggplan.plan import AgencyMention, DocumentInfo, Group, NationalLink, Plan, Province, Task
from ggplan.registry.lexicon import lexicon_for
from ggplan.registry.loading import Registry, load_registry
from ggplan.text import sentence_case

__all__ = ["normalise"]


@dataclass
class _Context:
    """What every step needs to know, and where findings gather."""

    registry: Registry
    province: str | None
    on: str | None
    plan: Plan
    findings: list[Finding] = field(default_factory=list)
    told: set[tuple[str, str]] = field(default_factory=set)

    def place(self, item: str) -> Place:
        known = self.plan.provenance.get(item)
        return Place(known.page, known.lines, known.box, known.cell) if known else Place()


def normalise(plan: Plan, *, province: str | None = None, registry: Registry | None = None) -> tuple[Plan, list[Finding]]:
    """`plan` with ids, and what was unknown or doubtful. `province` (name, alias or slug) overrides the one the text names.

    Raises `UsageError` for a province that the registry does not know.
    """
    registry = registry or load_registry()
    on = plan.document.issued_on
    found = find_province(plan, override=province, registry=registry)
    context = _Context(registry, found.slug if found else None, on, plan)
    if found is None:
        context.findings.append(finding("province-unknown"))
    themes = ThemeMatcher({int(theme.code): theme.title for theme in registry.national.themes} if registry.national else {})
    groups = [_group(group, themes, context) for group in plan.groups]
    theme_of = {group.id: group.theme for group in groups}
    tasks = [_task(task, theme_of.get(task.group or ""), context) for task in plan.tasks]
    changed = plan.model_copy(
        update={
            "province": Province(code=found.code, name=found.name, slug=found.slug) if found else None,
            "document": _document(plan.document, found),
            "groups": tuple(groups),
            "tasks": tuple(tasks),
            "reporting": plan.reporting,
        }
    )
    return changed, context.findings


_PROPER = (
    "Thủ tướng Chính phủ",
    "Chính phủ",
    "Việt Nam",
    "Ủy ban nhân dân",
    "Quyết định số",
    "Nghị quyết số",
    "Hội đồng nhân dân",
)


def _document(info: DocumentInfo, found: FoundProvince | None) -> DocumentInfo:
    names = [*_PROPER, *([found.name] if found else [])]
    title = sentence_case(info.title, names) if info.title else None
    issuer = f"UBND {found.kind} {found.name}" if found else info.issuer
    return info.model_copy(update={"title": title, "issuer": issuer})


def _group(group: Group, themes: ThemeMatcher, context: _Context) -> Group:
    codes = cited_codes(group.title)
    _check_codes(codes, group.id, context)
    title = without_citation(group.title) if codes else group.title
    own = group.code or ""
    position = int(own) if own.isdigit() and len(own) < 3 else None
    national = tuple(cited.code for cited in codes)
    return group.model_copy(
        update={
            "title": sentence_case(title),
            "national": national,
            "theme": themes.match(title, national, position) if themes.titles else None,
        }
    )


def _check_codes(codes: Sequence[CitedCode], item: str, context: _Context) -> None:
    for cited in codes:
        if cited.repaired:
            context.findings.append(
                finding("national-code-repaired", context.place(item), item, text=cited.printed, code=cited.code)
            )
        if not _inside_decision(cited.code, context.registry):
            context.findings.append(finding("national-code-unknown", context.place(item), item, code=cited.code))


def _inside_decision(code: str, registry: Registry) -> bool:
    """Whether a code is within the bounds known of the decision: 18 themes, and groups of a theme where counted."""
    parts = [int(part) for part in code.split(".") if part.isdigit()]
    national = registry.national
    if national is None or not parts:
        return True
    theme = next((entry for entry in national.themes if int(entry.code) == parts[0]), None)
    if theme is None:
        return False
    return len(parts) < 2 or theme.groups is None or 1 <= parts[1] <= theme.groups


def _task(task: Task, theme: int | None, context: _Context) -> Task:
    leads, joined = _mentions(task.lead_agencies, "lead", task.id, context)
    partners, promoted = _mentions(task.cooperating_agencies, "cooperating", task.id, context)
    leads = _once([*leads, *promoted])
    partners = _once([*joined, *partners])
    if task.section == "body":
        known = {_key(lead) for lead in leads}
        partners = [partner for partner in partners if _key(partner) not in known]
    _check_codes(_codes(task), task.id, context)
    national = tuple(NationalLink(code=cited.code, via="explicit", score=1.0) for cited in _codes(task))
    timeframe = read_timeframe(task.timeframe.text) if task.timeframe else None
    if timeframe and timeframe.start is None and timeframe.end is None and not timeframe.recurring:
        context.findings.append(finding("time-unread", context.place(task.id), task.id, text=timeframe.text))
    return task.model_copy(
        update={
            "lead_agencies": tuple(leads),
            "cooperating_agencies": tuple(partners),
            "timeframe": timeframe,
            "theme": theme,
            "national": national,
        }
    )


def _codes(task: Task) -> list[CitedCode]:
    """The codes in a task's column of codes and in its actions, each once."""
    found = [cited for link in task.national for cited in cited_codes(link.code, anywhere=True)]
    found += [cited for text in task.actions for cited in cited_codes(text)]
    return list({cited.code: cited for cited in reversed(found)}.values())[::-1]


def _mentions(
    printed: Sequence[AgencyMention], column: str, item: str, context: _Context
) -> tuple[list[AgencyMention], list[AgencyMention]]:
    """The bodies of a column's cell in the column's own role, and those whose words give them the other role."""
    own: list[AgencyMention] = []
    other: list[AgencyMention] = []
    lexicon = lexicon_for(context.on, context.province, context.registry)
    text = join_paragraphs([mention.text for mention in printed], lexicon)
    if not text.strip():
        return own, other
    for body in resolve_cell(text, on=context.on, province=context.province, registry=context.registry):
        mention = AgencyMention(
            text=body.text,
            id=body.id,
            name=body.name if body.id else None,
            via=body.via,
            score=round(body.score, 3) if body.id else None,
        )
        (other if body.role is not None and body.role != column else own).append(mention)
        _tell(body, item, context)
    if not own and column == "lead":
        own, other = other, own
    return own, other


def _tell(body: Resolved, item: str, context: _Context) -> None:
    if body.id and body.via != "fuzzy":
        return
    slug = (
        "agency-fuzzy"
        if body.id
        else "agency-ambiguous"
        if len(body.candidates) > 1 and body.candidates[0].score >= 0.9
        else "agency-unknown"
    )
    if (slug, body.text) in context.told:
        return
    context.told.add((slug, body.text))
    context.findings.append(
        finding(
            slug,
            context.place(item),
            item,
            text=body.text,
            name=body.name,
            score=f"{body.score:.2f}",
            candidates=" or ".join(candidate.name for candidate in body.candidates[:3]),
        )
    )


def _key(mention: AgencyMention) -> str:
    return mention.id or mention.text.casefold()


def _once(mentions: Iterable[AgencyMention]) -> list[AgencyMention]:
    first: dict[str, AgencyMention] = {}
    for mention in mentions:
        first.setdefault(_key(mention), mention)
    return list(first.values())
