"""A comparison as one HTML page: no network, searchable, filtered by theme, body and kind; for screen, print, screen reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from itertools import groupby
from urllib.parse import quote

from ggplan.plan import AgencyMention, Plan, Target, Task
from ggplan.report.diff_view import KINDS, Row, TaskEntry, View, count, place, shorten, value_text

__all__ = ["page"]

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_KIND_NAMES = {"same": "same", "similar": "similar", "part": "in part", "left": "only left", "right": "only right"}
_SIDES = ("left", "right")
_TITLE = 220
_DIFFERS = ' <span class="spoken">(differs)</span>'  # beside a sign that is drawn


def page(view: View) -> str:
    """The whole page as text."""
    title = f"{view.names[0]} – {view.names[1]}"
    return "".join(
        [
            "<!doctype html>\n",
            '<html lang="en">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            f"<title>{escape(title)}</title>\n<style>\n{_resource('diff_page.css')}</style>\n</head>\n<body>\n",
            '<a class="skip" href="#tasks">To the tasks</a>\n',
            *_header(view, title),
            "<main>\n",
            *_summary(view),
            *_filters(view),
            *_tasks(view),
            *_targets(view),
            *_bodies(view),
            *_sources(view),
            "</main>\n<footer><p>Made by ggplan. The page loads nothing from the network.</p></footer>\n",
            f"<script>\n{_resource('diff_page.js')}</script>\n</body>\n</html>\n",
        ]
    )


def _resource(name: str) -> str:
    return (files("ggplan.report") / name).read_text("utf-8")


def _vi(text: str) -> str:
    """Text of a plan, said to be Vietnamese for screen readers and hyphenation."""
    return f'<span lang="vi">{escape(text)}</span>'


def _header(view: View, title: str) -> Iterator[str]:
    diff = view.diff
    yield f'<header>\n<h1 lang="vi">{escape(title)}</h1>\n<p class="soft">'
    for side, name, data in zip(_SIDES, view.names, (diff.left, diff.right), strict=True):
        yield f"{side}: {_vi(name)}, {count(data.tasks, 'task')}, {count(data.targets, 'target')} ({escape(data.path)})<br>"
    yield f"bodies as of {escape(diff.as_of)}" if diff.as_of else ""
    yield '</p>\n<nav aria-label="Parts of the page"><ul>'
    for name in ("Summary", "Tasks", "Targets", "Bodies", "Sources"):
        yield f'<li><a href="#{name.lower()}">{name}</a></li>'
    yield "</ul></nav>\n</header>\n"


def _summary(view: View) -> Iterator[str]:
    counts = view.kinds()
    yield '<section id="summary" aria-labelledby="summary-head">\n<h2 id="summary-head">Summary</h2>\n<ul class="cards">'
    for kind, meaning in KINDS.items():
        yield f"<li><strong>{counts[kind]}</strong> {_KIND_NAMES[kind]} <span class='soft'>{escape(meaning)}</span></li>"
    yield f"<li><strong>{view.unchanged()}</strong> pairs without a difference</li></ul>\n"
    if view.verdict():
        yield f"<p>{escape(view.verdict())}</p>\n"
    fields = ", ".join(f"{escape(name)} {number}" for name, number in view.field_counts())
    if fields:
        yield f"<p>Pairs that differ by field: {fields}.</p>\n"
    rows = view.plan_rows()
    if rows:
        yield "<h3>Outside tasks and targets</h3>\n<ul>"
        yield from (f"<li>{line}</li>" for line in _by_label(rows))
        yield "</ul>\n"
    if view.diff.themes:
        counts_of = view.diff.themes
        yield '<div class="scroll"><table class="narrow"><caption>Tasks by theme of QĐ 882</caption>'
        yield '<thead><tr><th scope="col">Theme</th>'
        yield (
            "".join(f'<th scope="col" class="number">{theme.theme or "none"}</th>' for theme in counts_of)
            + "</tr></thead><tbody>"
        )
        for name, numbers in zip(
            view.names, ([theme.left for theme in counts_of], [theme.right for theme in counts_of]), strict=True
        ):
            cells = "".join(f'<td class="number">{number}</td>' for number in numbers)
            yield f'<tr><th scope="row" lang="vi">{escape(name)}</th>{cells}</tr>'
        yield "</tbody></table></div>\n"
    yield "</section>\n"


def _filters(view: View) -> Iterator[str]:
    entries = view.entries()
    themes = sorted({theme for entry in entries for theme in entry.themes})
    bodies = sorted({(name, key) for entry in entries for key, name in _entry_bodies(entry).items()})
    yield '<form class="filters" role="search" aria-label="Filter tasks and targets" hidden>\n'
    yield '<label>Search <input type="search" name="search" autocomplete="off"></label>\n'
    titles = _theme_titles()
    yield _choice("Theme", "theme", [(str(theme), f"{theme} {shorten(titles.get(theme, ''), 60)}".strip()) for theme in themes])
    yield _choice("Body", "body", [(key, name) for name, key in bodies])
    yield _choice("Kind", "kind", list(_KIND_NAMES.items()))
    yield '<button type="reset">Show all</button>\n<output id="count" aria-live="polite"></output>\n</form>\n'


def _theme_titles() -> dict[int, str]:
    """The titles of the themes of QĐ 882."""
    from ggplan.registry.loading import load_registry

    national = load_registry().national
    return {int(theme.code): theme.title for theme in national.themes} if national else {}


def _choice(label: str, name: str, options: Sequence[tuple[str, str]]) -> str:
    listed = "".join(f'<option value="{escape(value)}">{escape(text)}</option>' for value, text in options)
    return f'<label>{label} <select name="{name}"><option value="">all</option>{listed}</select></label>\n'


def _entry_bodies(entry: TaskEntry) -> dict[str, str]:
    """The bodies of both tasks: a key without spaces, and the name."""
    mentions: list[AgencyMention] = []
    for task in (entry.left, entry.right):
        if task is not None:
            mentions += [*task.lead_agencies, *task.cooperating_agencies]
    return {_body_key(mention): mention.name or mention.text for mention in mentions}


def _body_key(mention: AgencyMention) -> str:
    return mention.id or quote(mention.name or mention.text, safe="")


def _tasks(view: View) -> Iterator[str]:
    yield '<section id="tasks" data-list aria-labelledby="tasks-head">\n<h2 id="tasks-head">Tasks</h2>\n'
    entries = view.entries()
    yield from (_entry(entry, view) for entry in entries)
    yield '<p class="empty" hidden>No task fits the filter.</p>\n' if entries else "<p>No task was compared.</p>\n"
    yield "</section>\n"


def _entry(entry: TaskEntry, view: View) -> str:
    tasks = entry.left, entry.right
    ids = " ↔ ".join(escape(task.id) for task in tasks if task is not None)
    score = f" {entry.pair.score:.2f}" if entry.pair else ""
    theme = f'<span class="tag">theme {", ".join(map(str, entry.themes))}</span>' if entry.themes else ""
    themes = " ".join(map(str, entry.themes))
    bodies = " ".join(escape(key) for key in _entry_bodies(entry))
    labels = ", ".join(dict.fromkeys(row.label for row in entry.rows if row.field != "also"))
    fields = f' <span class="soft">differs in: {escape(labels)}</span>' if labels else ""
    name = f"pair-{entry.left.id}" if entry.left is not None else f"right-{entry.right.id if entry.right else ''}"
    return (
        f'<details class="entry" id="{_anchor(name)}" data-kind="{entry.kind}" data-theme="{themes}" data-bodies="{bodies}">\n'
        f'<summary><strong>{ids}</strong> <span class="tag">{_KIND_NAMES[entry.kind]}{score}</span>{theme} '
        f"{_vi(shorten(entry.title, _TITLE))}{fields}</summary>\n"
        f"<div>{_fields(entry, view)}{_remarks(entry)}</div>\n</details>\n"
    )


def _anchor(name: str) -> str:
    return escape("_".join(name.split()))


def _link(name: str) -> str:
    return "#" + quote("_".join(name.split()), safe="")


def _fields(entry: TaskEntry, view: View) -> str:
    head = "".join(f'<th scope="col" lang="vi">{escape(name)}</th>' for name in view.names)
    rows = [
        _field(
            entry,
            view,
            "lead_agencies",
            "Lead",
            [_bodies_of(task.lead_agencies) if task else "" for task in (entry.left, entry.right)],
        ),
        _field(
            entry,
            view,
            "cooperating_agencies",
            "Cooperating",
            [_bodies_of(task.cooperating_agencies) if task else "" for task in (entry.left, entry.right)],
        ),
        _field(
            entry,
            view,
            "timeframe",
            "Time",
            [escape(t.timeframe.text) if t and t.timeframe else "" for t in (entry.left, entry.right)],
        ),
        _actions(entry, view),
        _field(entry, view, "outputs", "Outputs", [_list(task.outputs) if task else "" for task in (entry.left, entry.right)]),
        _field(
            entry,
            view,
            "conditions",
            "Conditions",
            [_list(task.conditions) if task else "" for task in (entry.left, entry.right)],
        ),
        _field(
            entry, view, "place", "Read at", [_place("left", entry.left, view.left), _place("right", entry.right, view.right)]
        ),
    ]
    return (
        f'<table class="fields"><colgroup><col class="label"><col><col></colgroup><thead><tr><td></td>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _field(entry: TaskEntry, view: View, field: str, label: str, cells: Sequence[str]) -> str:
    if not any(cells):
        return ""
    differs = ' class="differs"' if field in entry.changed else ""
    spoken = _DIFFERS if differs else ""
    columns = "".join(
        f'<td lang="vi" data-side="{escape(name)}">{cell}</td>' for name, cell in zip(view.names, cells, strict=True)
    )
    return f'<tr{differs}><th scope="row">{label}{spoken}</th>{columns}</tr>'


def _actions(entry: TaskEntry, view: View) -> str:
    """Actions of both sides; those that were reworded stand once, across both columns, with what was taken away and added."""
    numbered = [dict(enumerate(task.actions, 1)) if task else {} for task in (entry.left, entry.right)]
    change = entry.pair.changes.actions if entry.pair else None
    reworded = ""
    for item in change.reworded if change else ():
        for side, numbers in enumerate((item.left, item.right)):
            for number in numbers:
                numbered[side].pop(number, None)
        label = f"Reworded {', '.join(map(str, item.left))} / {', '.join(map(str, item.right))}"
        reworded += (
            f'<tr class="differs"><th scope="row">{label}{_DIFFERS}</th><td colspan="2" lang="vi">{_words(item.words)}</td></tr>'
        )
    cells = ["".join(f'<li value="{n}">{escape(text)}</li>' for n, text in side.items()) for side in numbered]
    return reworded + _field(entry, view, "actions", "Actions", [f"<ol>{cell}</ol>" if cell else "" for cell in cells])


def _words(words: Iterable[tuple[str, str]]) -> str:
    tags = {"=": "{}", "-": "<del>{}</del>", "+": "<ins>{}</ins>"}
    return " ".join(tags[mark].format(escape(text)) for mark, text in words)


def _bodies_of(mentions: Sequence[AgencyMention]) -> str:
    return "<br>".join(
        escape(mention.name or mention.text)
        + (f' <span class="soft">(“{escape(mention.text)}”)</span>' if mention.name and mention.text != mention.name else "")
        for mention in mentions
    )


def _list(texts: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>" if texts else ""


def _place(side: str, task: Task | None, plan: Plan) -> str:
    """A link to where the task was read, in the list of sources at the end of the page."""
    if task is None:
        return ""
    text = place(plan.provenance.get(task.id)) or "source"
    return f'<a class="source" href="{_link(f"source-{side}-{task.id}")}">{escape(text)} ({escape(task.id)})</a>'


_SHOWN = frozenset({"lead_agencies", "cooperating_agencies", "timeframe", "outputs", "conditions"})


def _remarks(entry: TaskEntry) -> str:
    """What the two columns do not show by themselves: succession, places elsewhere, fields beyond the usual."""
    rows = [
        row
        for row in entry.rows
        if row.mark == "*" or (row.mark == "~" and not row.words) or row.field not in {*_SHOWN, "actions"}
    ]
    lines = [f"<li>{escape(row.label)}: {_row(row)}</li>" for row in rows]
    if entry.covered_by:
        lines.append(f"<li>in part in {escape(', '.join(entry.covered_by))} of the other side</li>")
    return f"<ul>{''.join(lines)}</ul>" if lines else ""


def _by_label(rows: Iterable[Row]) -> Iterator[str]:
    """The rows of each field in one line."""
    for label, group in groupby(rows, key=lambda row: row.label):
        yield f"{escape(label)}: {' '.join(f'({_row(row)})' if row.mark == '*' else _row(row) for row in group)}"


def _row(row: Row) -> str:
    if row.words:
        return f'<span lang="vi">{_words(row.words)}</span>'
    tags = {"-": "<del>{}</del>", "+": "<ins>{}</ins>"}
    return tags.get(row.mark, "{}").format(_vi(row.text))


def _targets(view: View) -> Iterator[str]:
    part = view.diff.targets
    yield '<section id="targets" data-list aria-labelledby="targets-head">\n<h2 id="targets-head">Targets</h2>\n'
    if not (part.pairs or part.only_left or part.only_right):
        yield "<p>No target was compared.</p>\n</section>\n"
        return
    heads = "".join(f'<th scope="col" lang="vi">{escape(name)}</th>' for name in view.names)
    yield f'<div class="scroll"><table><thead><tr><th scope="col">Targets</th>{heads}<th scope="col">Difference</th></tr></thead>'
    yield "<tbody>\n"
    for pair in part.pairs:
        rows = view.target_rows(pair)
        said = "<br>".join(_by_label(rows)) or "no difference"
        yield _target_row("same" if not rows else "similar", view.left_targets[pair.left], view.right_targets[pair.right], said)
    for name in part.only_left:
        yield _target_row("left", view.left_targets[name], None, "only left")
    for name in part.only_right:
        yield _target_row("right", None, view.right_targets[name], "only right")
    yield '</tbody></table></div>\n<p class="empty" hidden>No target fits the filter.</p>\n</section>\n'


def _target_row(kind: str, left: Target | None, right: Target | None, said: str) -> str:
    ids = " ↔ ".join(escape(target.id) for target in (left, right) if target is not None)
    cells = "".join(_target_cell(side, target) for side, target in zip(_SIDES, (left, right), strict=True))
    return f'<tr data-kind="{kind}"><th scope="row" class="ids">{ids}</th>{cells}<td>{said}</td></tr>\n'


def _target_cell(side: str, target: Target | None) -> str:
    if target is None:
        return "<td></td>"
    year = f" ({target.year})" if target.year else ""
    source = f'<a class="source" href="{_link(f"source-{side}-{target.id}")}">source</a>'
    value = f"<strong>{escape(value_text(target))}</strong>{year}"
    return f'<td lang="vi">{escape(target.indicator or target.text)}: {value} {source}</td>'


def _bodies(view: View) -> Iterator[str]:
    yield '<section id="bodies" aria-labelledby="bodies-head">\n<h2 id="bodies-head">Bodies</h2>\n'
    if not view.diff.agencies:
        yield "<p>No body was compared.</p>\n</section>\n"
        return
    heads = "".join(
        f'<th scope="col" class="number">{name}</th>' for name in ("Leads left", "Leads right", "Supports left", "Supports right")
    )
    yield f'<div class="scroll"><table><thead><tr><th scope="col">Body</th>{heads}</tr></thead><tbody>\n'
    for load in view.diff.agencies:
        numbers = (load.left_leads, load.right_leads, load.left_supports, load.right_supports)
        cells = "".join(f'<td class="number">{number}</td>' for number in numbers)
        yield f'<tr><th scope="row" lang="vi">{escape(load.name)}</th>{cells}</tr>\n'
    yield "</tbody></table></div>\n</section>\n"


def _sources(view: View) -> Iterator[str]:
    """Where every task and target was read, so that each can be looked up in the document."""
    yield '<section id="sources" aria-labelledby="sources-head">\n<h2 id="sources-head">Sources</h2>\n'
    shown = _shown(view)
    for side, name, plan in zip(_SIDES, view.names, (view.left, view.right), strict=True):
        file = plan.source.file if plan.source else "document not recorded"
        yield f'<h3 lang="vi">{escape(name)}: {escape(file)}</h3>\n<div class="scroll"><table class="narrow"><thead><tr>'
        yield '<th scope="col">Item</th><th scope="col">Read at</th></tr></thead><tbody>\n'
        for item, back in _items(plan, side, shown):
            where = place(plan.provenance.get(item)) or "place not recorded"
            link = f'<a href="{_link(back)}">{escape(item)}</a>' if back else escape(item)
            yield f'<tr id="{_anchor(f"source-{side}-{item}")}"><th scope="row">{link}</th><td>{escape(where)}</td></tr>\n'
        yield "</tbody></table></div>\n"
    yield "</section>\n"


def _shown(view: View) -> Mapping[tuple[str, str], str]:
    """The anchor of the entry that shows each task, by side and id."""
    anchors: dict[tuple[str, str], str] = {}
    for entry in view.entries():
        name = f"pair-{entry.left.id}" if entry.left is not None else f"right-{entry.right.id if entry.right else ''}"
        for side, task in zip(_SIDES, (entry.left, entry.right), strict=True):
            if task is not None:
                anchors[side, task.id] = name
    return anchors


def _items(plan: Plan, side: str, shown: Mapping[tuple[str, str], str]) -> Iterator[tuple[str, str]]:
    for task in plan.tasks:
        yield task.id, shown.get((side, task.id), "")
    for target in plan.targets:
        yield target.id, ""
