"""A comparison as GitHub-flavoured Markdown, short enough for a comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ggplan.diff.model import TargetPart, TaskPart
from ggplan.plan import Target
from ggplan.report.diff_view import Row, TaskEntry, View, shorten, value_text

__all__ = ["LIMIT", "markdown"]

LIMIT = 60_000
"""Most characters of the report: GitHub refuses comments of more than 65,536."""

_TITLE = 160
_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|~#"})


@dataclass(frozen=True, slots=True)
class _Block:
    """A piece of the report: as a line, and with its details."""

    line: str
    full: str


def markdown(view: View, limit: int = LIMIT) -> str:
    """The report within `limit` characters.

    Every pair and task gets its line; details are given from the top as far as there is room. What then still does not fit
    is counted in the last line.
    """
    head = "\n".join(_summary(view)) + "\n"
    blocks = list(_blocks(view))
    room = limit - len(head) - 200 - sum(len(block.line) for block in blocks)
    text, without, left_out = head, 0, 0
    for block in blocks:
        more = len(block.full) - len(block.line)
        if more <= room:
            room -= more
            text += block.full
        elif len(text) + len(block.line) <= limit - 200:
            without += 1
            text += block.line
        else:
            left_out += 1
    notes = [f"{without} pairs without their details" if without else "", f"{left_out} entries left out" if left_out else ""]
    if any(notes):
        text += f"\n_For want of room: {', '.join(note for note in notes if note)}. `ggplan diff … --format html` shows all._\n"
    return text


def _summary(view: View) -> Iterator[str]:
    diff = view.diff
    yield f"## {_esc(view.names[0])} ↔ {_esc(view.names[1])}"
    yield ""
    counts = view.kinds()
    tasks, targets = diff.tasks, diff.targets
    if (tasks, targets) != (TaskPart(), TargetPart()):
        yield "| | left | right | in both | only left | only right |"
        yield "|---|---:|---:|---:|---:|---:|"
    if tasks != TaskPart():
        yield (
            f"| Tasks | {diff.left.tasks} | {diff.right.tasks} | {len(tasks.pairs)} "
            f"| {len(tasks.only_left)} | {len(tasks.only_right)} |"
        )
    if targets != TargetPart():
        yield (
            f"| Targets | {diff.left.targets} | {diff.right.targets} | {len(targets.pairs)} "
            f"| {len(targets.only_left)} | {len(targets.only_right)} |"
        )
    yield ""
    yield f"Left: {_code(diff.left.path)}, right: {_code(diff.right.path)}." + (
        f" Bodies as of {diff.as_of}." if diff.as_of else ""
    )
    kinds = ", ".join(f"{counts[kind]} {kind}" for kind in ("same", "similar", "part") if counts[kind])
    if kinds:
        yield f"Pairs of tasks: {kinds}; {view.unchanged()} without a difference."
    fields = ", ".join(f"{name} {number}" for name, number in view.field_counts())
    if fields:
        yield f"Pairs that differ by field: {fields}."
    if view.verdict():
        yield view.verdict()
    themes = view.themes()
    if themes:
        yield ""
        yield "| Theme | " + " | ".join("none" if theme.theme is None else str(theme.theme) for theme in themes) + " |"
        yield "|---|" + "---:|" * len(themes)
        yield "| left | " + " | ".join(str(theme.left) for theme in themes) + " |"
        yield "| right | " + " | ".join(str(theme.right) for theme in themes) + " |"


def _blocks(view: View) -> Iterator[_Block]:
    rows = view.plan_rows()
    if rows:
        text = "\n### Outside tasks and targets\n\n" + "".join(_rows(rows))
        yield _Block(text, text)
    entries = view.entries()
    pairs = [entry for entry in entries if entry.pair is not None and entry.rows]
    yield from _section(f"Tasks in both that differ ({len(pairs)})", [_pair(entry) for entry in pairs])
    for kind, name in (("left", view.names[0]), ("right", view.names[1])):
        alone = [_alone(entry) for entry in entries if entry.kind == kind]
        yield from _section(f"Tasks only in {_esc(name)} ({len(alone)})", alone)
    yield from _targets(view)


def _section(title: str, items: Sequence[str | _Block]) -> Iterator[_Block]:
    """The items with the heading before the first of them."""
    for number, item in enumerate(items):
        head = f"\n### {title}\n\n" if number == 0 else ""
        block = item if isinstance(item, _Block) else _Block(item, item)
        yield _Block(head + block.line, head + block.full)


def _pair(entry: TaskEntry) -> _Block:
    pair = entry.pair
    assert pair is not None
    fields = ", ".join(dict.fromkeys(row.label for row in entry.rows))
    head = f"<b>{_html(pair.left)} ↔ {_html(pair.right)}</b> {pair.kind} {pair.score:.2f}: "
    head += f"{_html(shorten(entry.title, _TITLE))} <i>({fields})</i>"
    details = f"<details><summary>{head}</summary>\n\n{''.join(_rows(entry.rows))}\n</details>\n"
    return _Block(f"<p>{head}</p>\n", details)


def _rows(rows: Iterable[Row]) -> Iterator[str]:
    for _, group in groupby(rows, key=lambda row: row.field):
        for number, row in enumerate(group):
            label = f"**{_esc(row.label)}** " if number == 0 else ""
            yield f"- {label}{_row(row)}\n"


def _row(row: Row) -> str:
    if not row.words:
        return f"{_SIGNS[row.mark]} {_esc(row.text)}"
    return " ".join(_WORDS[mark].format(_esc(words)) for mark, words in row.words)


_SIGNS = {"-": "➖", "+": "➕", "~": "↷", "*": "ℹ️"}
_WORDS = {"=": "{}", "-": "~~{}~~", "+": "**{}**"}


def _alone(entry: TaskEntry) -> str:
    task = entry.left or entry.right
    assert task is not None
    leads = "; ".join(mention.name or mention.text for mention in task.lead_agencies)
    covered = f" _(in part in {_esc(', '.join(entry.covered_by))})_" if entry.covered_by else ""
    theme = f", theme {entry.theme}" if entry.theme else ""
    return f"- **{_esc(task.id)}**{theme}, {_esc(leads)}: {_esc(shorten(entry.title, _TITLE))}{covered}\n"


def _targets(view: View) -> Iterator[_Block]:
    part = view.diff.targets
    changed = [
        f"- **{_esc(pair.left)} ↔ {_esc(pair.right)}** {_esc(shorten(_name(view.left_targets[pair.left]), _TITLE))}: "
        + "; ".join(f"{row.label} {_row(row)}" for row in view.target_rows(pair))
        + "\n"
        for pair in part.pairs
        if pair.changes
    ]
    yield from _section(f"Targets in both that differ ({len(changed)})", changed)
    for names, targets, name in (
        (part.only_left, view.left_targets, view.names[0]),
        (part.only_right, view.right_targets, view.names[1]),
    ):
        alone = [f"- **{_esc(key)}** {_esc(_name(targets[key]))}: {_esc(value_text(targets[key]))}\n" for key in names]
        yield from _section(f"Targets only in {_esc(name)} ({len(alone)})", alone)


def _name(target: Target) -> str:
    return target.indicator or target.text


def _esc(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return " ".join(text.split()).translate(_SPECIAL).replace("@", "@\u200b")


def _html(text: str) -> str:
    from html import escape

    return escape(" ".join(text.split())).replace("@", "@\u200b")


def _code(text: str) -> str:
    return "`" + text.replace("`", "'") + "`"
