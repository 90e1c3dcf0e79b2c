"""A coverage as one HTML page: no network, no script; every shade stands beside its number; for screen, print, screen reader."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ggplan.coverage.model import MEASURES, Coverage, Measure, PlanCoverage
from ggplan.report.coverage_text import head, level_of
from ggplan.report.findings_common import visible
from ggplan.report.heirs import heirs_text

__all__ = ["page"]

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 84rem; padding: 1rem; color: #1b1b1b; background: #fff; }
table { border-collapse: collapse; margin: 0.5rem 0 1.5rem; }
caption { text-align: left; font-weight: bold; padding: 0.25rem 0; }
th, td { border: 1px solid #b5b5b5; padding: 0.25rem 0.5rem; text-align: left; vertical-align: top; }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
.l0 { background: #f6d5d5; } .l1 { background: #eaf3ea; } .l2 { background: #c3e0c3; } .l3 { background: #8cc58c; }
.wide { overflow-x: auto; }
@media print { body { max-width: none; font-size: 11px; } .wide { overflow: visible; } details { display: block; } }
"""


def page(coverage: Coverage) -> str:
    """The whole page as text."""
    title = f"Coverage of {coverage.catalogue.number}"
    parts = [
        "<!doctype html>\n",
        '<html lang="en">\n<head>\n<meta charset="utf-8">\n',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        f"<title>{_safe(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n",
        f"<h1>{_safe(title)}</h1>\n<p>{_safe(head(coverage))}</p>\n",
        *(_map(coverage, measure) for measure in MEASURES),
        *_gaps(coverage),
        *_leads(coverage),
        *_national(coverage),
        "</main>\n<footer><p>Made by ggplan. The page loads nothing from the network.</p></footer>\n</body>\n</html>\n",
    ]
    return "".join(parts)


def _safe(text: str) -> str:
    return escape(visible(text))


def _vi(text: str) -> str:
    """Text of a plan, said to be Vietnamese for screen readers and hyphenation."""
    return f'<span lang="vi">{_safe(text)}</span>'


def _map(coverage: Coverage, measure: Measure) -> str:
    """One measure: themes by rows, plans by columns."""
    most = max((count.of(measure) for plan in coverage.plans for count in plan.themes.values()), default=0)
    heads = "".join(f'<th scope="col">{_vi(plan.province)}</th>' for plan in coverage.plans)
    rows = []
    for theme, title in coverage.catalogue.titles.items():
        cells = "".join(_number(plan.themes[theme].of(measure), most) for plan in coverage.plans)
        rows.append(f'<tr><th scope="row">{theme} {_vi(title)}</th>{cells}</tr>\n')
    caption = f"Number of {measure} by theme"
    header = f'<thead><tr><th scope="col">Theme</th>{heads}</tr></thead>'
    body = f"<tbody>\n{''.join(rows)}</tbody>"
    return f'<div class="wide"><table><caption>{caption}</caption>\n{header}\n{body}</table></div>\n'


def _number(number: int, most: int) -> str:
    return f'<td class="n l{level_of(number, most)}">{number}</td>'


def _gaps(coverage: Coverage) -> Iterator[str]:
    yield "<h2>Gaps</h2>\n<ul>\n"
    for plan in coverage.plans:
        titles = [f"{theme} {_vi(coverage.catalogue.titles[theme])}" for theme in plan.gaps.themes]
        yield f"<li>{_vi(plan.province)}: {'nothing in ' + '; '.join(titles) if titles else 'no theme is empty'}"
        if coverage.catalogue.full:
            leaves = len(coverage.catalogue.leaves)
            yield f"; {leaves - len(plan.gaps.national)} of {leaves} national tasks answered"
        if plan.unplaced:
            yield f"; tasks that speak of no theme: {_safe(', '.join(plan.unplaced))}"
        yield "</li>\n"
    yield "</ul>\n"


def _leads(coverage: Coverage) -> Iterator[str]:
    yield "<h2>Leads</h2>\n"
    for plan in coverage.plans:
        yield f"<details><summary>{_vi(plan.province)}</summary>\n{_lead_table(plan, coverage)}</details>\n"


def _lead_table(plan: PlanCoverage, coverage: Coverage) -> str:
    today = f'<th scope="col">As of {_safe(coverage.as_of)}</th>' if coverage.as_of else ""
    rows = []
    for theme, count in plan.themes.items():
        for lead in count.leads:
            heirs = f"<td>{'<br>'.join(_vi(text) for text in heirs_text(lead.heirs))}</td>" if coverage.as_of else ""
            rows.append(f'<tr><td class="n">{theme}</td><td>{_vi(lead.name)}</td><td class="n">{lead.tasks}</td>{heirs}</tr>\n')
    header = f'<tr><th scope="col">Theme</th><th scope="col">Lead</th><th scope="col">Tasks</th>{today}</tr>'
    return f"<table><thead>{header}</thead>\n<tbody>\n{''.join(rows)}</tbody></table>\n"


def _national(coverage: Coverage) -> Iterator[str]:
    """National tasks by rows, the tasks that carry them out by plan; without a full catalogue the codes that plans name."""
    named = {code for plan in coverage.plans for code in plan.national}
    entries = [
        entry for entry in coverage.catalogue.entries if entry.level > 1 and (coverage.catalogue.full or entry.code in named)
    ]
    if not entries:
        return
    heads = "".join(f'<th scope="col">{_vi(plan.province)}</th>' for plan in coverage.plans)
    yield '<h2>National tasks</h2>\n<div class="wide"><table><thead><tr><th scope="col">Code</th><th scope="col">Title</th>'
    yield f"{heads}</tr></thead>\n<tbody>\n"
    for entry in entries:
        cells = "".join(f"<td>{_safe(', '.join(plan.group_tasks(entry.code)))}</td>" for plan in coverage.plans)
        yield f'<tr><th scope="row">{entry.code}</th><td>{_vi(entry.title or "title not known")}</td>{cells}</tr>\n'
    yield "</tbody></table></div>\n"
