"""A comparison on the terminal: the summary first, then pair by pair; every mark is a sign as well as a colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING

from ggplan.report.diff_view import Row, TaskEntry, View, count, shorten, value_text

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

    from ggplan.diff.records import Word
    from ggplan.plan import Target

__all__ = ["print_diff"]

_WIDE = 120
_STYLE = {"-": "red", "+": "green", "~": "yellow", "*": "cyan", "=": ""}
_BODIES = 12
_TITLE = 400


def print_diff(console: Console, view: View) -> None:
    """Prints the whole report to a rich console, in columns side by side where it is wide enough."""
    for part in _report(view, console.width):
        console.print(part)


def _report(view: View, width: int) -> Iterable[RenderableType]:
    yield from _summary(view)
    yield from _themes(view)
    yield from _bodies(view)
    rows = view.plan_rows()
    if rows:
        yield from (_heading("Outside tasks and targets"), *_rows(rows, width))
    entries = view.entries()
    pairs = [entry for entry in entries if entry.pair is not None and entry.rows]
    if pairs:
        yield _heading(f"Tasks in both ({_differing(len(pairs))})")
    for entry in pairs:
        yield from _pair(entry, width)
    for kind, name in (("left", view.names[0]), ("right", view.names[1])):
        alone = [entry for entry in entries if entry.kind == kind]
        if alone:
            yield _heading(f"Tasks only in {name} ({len(alone)})")
            yield from (_alone(entry) for entry in alone)
    yield from _targets(view, width)
    if view.verdict():
        yield _text(view.verdict())


def _text(text: str = "", style: str = "") -> Text:
    from rich.text import Text

    return Text(text, style=style)


def _differing(pairs: int) -> str:
    return f"{count(pairs, 'pair')} that {'differs' if pairs == 1 else 'differ'}"


def _heading(text: str) -> Text:
    return _text(f"\n{text}\n{'=' * min(len(text), 76)}", "bold")


def _summary(view: View) -> Iterable[RenderableType]:
    diff = view.diff
    counts = view.kinds()
    for mark, name, side in (("-", view.names[0], diff.left), ("+", view.names[1], diff.right)):
        holds = f"{count(side.tasks, 'task')}, {count(side.targets, 'target')}"
        yield _hanging(mark, _text(f"{name}: {holds}{f' ({side.path})' if side.path != name else ''}"))
    if diff.tasks != type(diff.tasks)():
        kinds = ", ".join(f"{counts[kind]} {kind}" for kind in ("same", "similar", "part") if counts[kind])
        both = f"{count(len(diff.tasks.pairs), 'task')} in both{f' ({kinds})' if kinds else ''}"
        yield _hanging("", _text(f"{both}, {view.unchanged()} without a difference"))
        for side_name, alone, covered in zip(("left", "right"), (counts["left"], counts["right"]), view.covered(), strict=True):
            part = f", {covered} of them covered in part by the other side" if covered else ""
            yield _hanging("", _text(f"{count(alone, 'task')} on the {side_name} only{part}"))
    if diff.targets != type(diff.targets)():
        parts = diff.targets
        changed = sum(bool(pair.changes) for pair in parts.pairs)
        both = f"{count(len(parts.pairs), 'target')} in both ({changed} differ)"
        single = f"{len(parts.only_left)} on the left only, {len(parts.only_right)} on the right only"
        yield _hanging("", _text(f"{both}, {single}"))
    fields = ", ".join(f"{name} {count}" for name, count in view.field_counts())
    if fields:
        yield _hanging("", _text(f"pairs that differ by field: {fields}"))
    if diff.as_of:
        yield _hanging("", _text(f"bodies as of {diff.as_of}"))


def _table(*columns: tuple[str, bool]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE, pad_edge=False, show_edge=False)
    for name, right in columns:
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    return table


def _themes(view: View) -> Iterable[RenderableType]:
    if not view.themes():
        return
    yield _heading("Tasks by theme of QĐ 882")
    table = _table(("theme", True), ("left", True), ("right", True), ("right - left", True))
    for theme in view.themes():
        name = "none" if theme.theme is None else str(theme.theme)
        table.add_row(name, str(theme.left), str(theme.right), f"{theme.right - theme.left:+d}")
    yield table


def _bodies(view: View) -> Iterable[RenderableType]:
    loads = view.bodies()
    if not loads:
        return
    yield _heading("Bodies: tasks led and supported")
    table = _table(
        ("body", False), ("leads\nleft", True), ("leads\nright", True), ("supports\nleft", True), ("supports\nright", True)
    )
    most = _BODIES if view.diff.tasks != type(view.diff.tasks)() else len(loads)
    for load in loads[:most]:
        numbers = (load.left_leads, load.right_leads, load.left_supports, load.right_supports)
        table.add_row(load.name, *(str(value) if value else "-" for value in numbers))
    yield table
    if len(loads) > most:
        yield _text(f"  and {len(loads) - most} bodies more (all of them with --only agencies)")


def _pair(entry: TaskEntry, width: int) -> Iterable[RenderableType]:
    pair = entry.pair
    assert pair is not None
    theme = f", theme {entry.theme}" if entry.theme else ""
    yield _text(f"\n{pair.left} <> {pair.right}  {pair.kind} {pair.score:.2f}{theme}", "bold")
    yield _hanging("", _text(shorten(entry.title, max(40, 2 * width - 8)), "dim"))
    yield from _rows(entry.rows, width)


def _hanging(mark: str, text: Text) -> RenderableType:
    """A paragraph whose lines all begin two columns in, behind its mark."""
    from rich.table import Table

    table = Table.grid()
    table.add_column(width=2)
    table.add_column(overflow="fold")
    table.add_row(_text(mark, _STYLE.get(mark, "")), text)
    return table


def _alone(entry: TaskEntry) -> RenderableType:
    task = entry.left or entry.right
    assert task is not None
    mark = "-" if entry.kind == "left" else "+"
    leads = "; ".join(mention.name or mention.text for mention in task.lead_agencies)
    theme = f"theme {entry.theme}" if entry.theme else ""
    head = ", ".join(part for part in (theme, leads) if part)
    covered = f"\nin part in {', '.join(entry.covered_by)} of the other side" if entry.covered_by else ""
    text = _text(task.id, f"{_STYLE[mark]} bold").append(f"  {head}", style="dim")
    return _hanging(mark, text.append(f"\n{shorten(entry.title, _TITLE)}", style=_STYLE[mark]).append(covered, style="dim"))


def _rows(rows: Sequence[Row], width: int) -> Iterable[RenderableType]:
    from rich.table import Table

    if width >= _WIDE:
        yield _side_by_side(rows)
        return
    table = Table.grid(padding=(0, 1))
    table.add_column(width=14, overflow="fold")
    table.add_column(overflow="fold", ratio=1)
    before = ""
    for row in rows:
        table.add_row(_text(row.label if row.label != before else "", "bold"), _row(row))
        before = row.label
    yield table


def _row(row: Row) -> Text:
    text = _text(f"{row.mark} ", _STYLE[row.mark])
    if not row.words:
        return text.append(row.text, style=_STYLE[row.mark])
    for number, (mark, words) in enumerate(row.words):
        text.append(" " if number else "")
        text.append(_marked(mark, words), style=_STYLE[mark])
    return text


def _marked(mark: str, words: str) -> str:
    """Words as git shows them: `[-left-]`, `{+right+}`."""
    if mark == "-":
        return f"[-{words}-]"
    return f"{{+{words}+}}" if mark == "+" else words


def _side_by_side(rows: Sequence[Row]) -> RenderableType:
    from rich.table import Table

    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(width=14, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    for _, group in groupby(rows, key=lambda row: row.field):
        label = True
        for cells in _cells(list(group)):
            table.add_row(_text(cells[0] if label else "", "bold"), *cells[1:])
            label = False
    return table


def _cells(rows: Sequence[Row]) -> Iterable[tuple[str, Text, Text]]:
    """The rows of one field as lines of two columns: what changed, what is on the left only beside what is on the right only,
    and remarks.
    """
    label = rows[0].label
    plain = [[row for row in rows if row.mark == mark] for mark in ("-", "+")]
    yield from ((label, *_halves(row)) for row in rows if row.mark == "~")
    for left, right in zip_longest(*plain):
        yield label, _plain(left), _plain(right)
    yield from ((label, *_halves(row)) for row in rows if row.mark == "*")


def _plain(row: Row | None) -> Text:
    return _text(f"{row.mark} {row.text}", _STYLE[row.mark]) if row else _text()


def _halves(row: Row) -> tuple[Text, Text]:
    if row.words:
        return _half(row.words, "-"), _half(row.words, "+")
    return _text(f"{row.mark} {row.text}", _STYLE[row.mark]), _text()


def _half(words: Sequence[Word], side: str) -> Text:
    text = _text("~ ", _STYLE["~"])
    shown = [(mark, part) for mark, part in words if mark in ("=", side)]
    for number, (mark, part) in enumerate(shown):
        text.append(" " if number else "")
        text.append(_marked(mark, part), style=_STYLE[mark])
    return text


def _targets(view: View, width: int) -> Iterable[RenderableType]:
    part = view.diff.targets
    changed = [pair for pair in part.pairs if pair.changes]
    if changed:
        yield _heading(f"Targets in both ({_differing(len(changed))})")
    for pair in changed:
        left = view.left_targets[pair.left]
        yield _text(f"\n{pair.left} <> {pair.right}  {pair.score:.2f}  {shorten(left.indicator or left.text, _TITLE)}", "bold")
        yield from _rows(view.target_rows(pair), width)
    for names, targets, mark, name in (
        (part.only_left, view.left_targets, "-", view.names[0]),
        (part.only_right, view.right_targets, "+", view.names[1]),
    ):
        if names:
            yield _heading(f"Targets only in {name} ({len(names)})")
            yield from (_hanging(mark, _text(f"{key} {_target(targets[key])}", _STYLE[mark])) for key in names)


def _target(target: Target) -> str:
    year = f" by {target.year}" if target.year else ""
    return f"{shorten(target.indicator or target.text, _TITLE)}: {value_text(target)}{year}"
