"""A comparison as a workbook: one sheet each for tasks, targets and agencies, ready to filter; the same bytes each run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ggplan.report.diff_view import Row, TaskEntry, View, place, value_text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from ggplan.plan import Target, Task

__all__ = ["workbook"]

_MOST = 32_000  # Excel refuses cells of more than 32,767 characters
_STAMP = (1980, 1, 1, 0, 0, 0)
_DAY = b"1980-01-01T00:00:00Z"
_TASK_FIELDS = ("lead_agencies", "cooperating_agencies", "timeframe", "actions", "outputs", "conditions")

Cells = Sequence[str | int | float | None]
Column = tuple[str, int]
"""A header and the width of its column in characters."""


def workbook(view: View) -> bytes:
    """The bytes of an `.xlsx` file with the sheets Tasks, Targets and Agencies."""
    from openpyxl import Workbook

    book = Workbook()
    first = book.active
    if first is not None:
        book.remove(first)
    _sheet(book.create_sheet("Tasks"), _task_columns(view), _tasks(view))
    _sheet(book.create_sheet("Targets"), _target_columns(view), _targets(view))
    _sheet(book.create_sheet("Agencies"), _AGENCIES, _agencies(view))
    stream = io.BytesIO()
    book.save(stream)
    return _timeless(stream.getvalue())


def _sheet(sheet: Worksheet, columns: Sequence[Column], rows: Iterable[Cells]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    wrap = Alignment(wrap_text=True, vertical="top")
    for number, (header, width) in enumerate(columns, 1):
        cell = sheet.cell(1, number, header)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE8DD")
        cell.alignment = wrap
        sheet.column_dimensions[get_column_letter(number)].width = width
    last = 1
    for last, row in enumerate(rows, 2):
        for number, value in enumerate(row, 1):
            if value is not None and value != "":
                _write(sheet, last, number, value, wrap)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _write(sheet: Worksheet, row: int, column: int, value: str | float, wrap: Any) -> None:
    """A cell with a number or with text that Excel never takes for a formula."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell: Any = sheet.cell(row, column)
    if isinstance(value, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.value = text if len(text) <= _MOST else text[:_MOST] + "…"
        cell.data_type = "s"
        cell.quotePrefix = text[:1] in "=+-@"
    else:
        cell.value = value
    cell.alignment = wrap


def _task_columns(view: View) -> list[Column]:
    left, right = view.names
    return [
        ("Kind", 9),
        ("Score", 7),
        ("Theme", 7),
        (f"{left}: task", 12),
        (f"{right}: task", 12),
        (f"{left}: actions", 60),
        (f"{right}: actions", 60),
        (f"{left}: lead", 28),
        (f"{right}: lead", 28),
        (f"{left}: time", 14),
        (f"{right}: time", 14),
        ("Lead differs", 28),
        ("Cooperating differs", 28),
        ("Time differs", 18),
        ("Wording differs", 60),
        ("Outputs differ", 28),
        ("Conditions differ", 28),
        ("Further", 28),
        (f"{left}: read at", 18),
        (f"{right}: read at", 18),
    ]


def _tasks(view: View) -> Iterator[Cells]:
    for entry in view.entries():
        pair = entry.pair
        yield [
            entry.kind if pair else f"only {entry.kind}",
            pair.score if pair else None,
            entry.theme,
            *(task.id if task else None for task in (entry.left, entry.right)),
            *(_lines(task.actions) if task else None for task in (entry.left, entry.right)),
            *(_leads(task) for task in (entry.left, entry.right)),
            *(task.timeframe.text if task and task.timeframe else None for task in (entry.left, entry.right)),
            *(_changed(entry.rows, field) for field in _TASK_FIELDS),
            _further(entry),
            place(view.left.provenance.get(entry.left.id)) if entry.left else None,
            place(view.right.provenance.get(entry.right.id)) if entry.right else None,
        ]


def _lines(texts: Sequence[str]) -> str:
    return "\n".join(texts)


def _leads(task: Task | None) -> str | None:
    return _lines([mention.name or mention.text for mention in task.lead_agencies]) if task else None


def _changed(rows: Sequence[Row], field: str) -> str:
    return "\n".join(_row(row) for row in rows if row.field == field)


def _row(row: Row) -> str:
    if not row.words:
        return f"{row.mark} {row.text}"
    return "~ " + " ".join(_MARKS[mark].format(words) for mark, words in row.words)


_MARKS = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}


def _further(entry: TaskEntry) -> str:
    covered = [f"in part in {', '.join(entry.covered_by)}"] if entry.covered_by else []
    return "\n".join([*(row.text for row in entry.rows if row.field == "also"), *covered])


def _target_columns(view: View) -> list[Column]:
    left, right = view.names
    return [
        ("Kind", 11),
        ("Score", 7),
        *(
            (f"{name}: {what}", width)
            for what, width in (("id", 8), ("indicator", 50), ("value", 16), ("year", 8))
            for name in (left, right)
        ),
        ("Difference", 34),
        (f"{left}: text", 50),
        (f"{right}: text", 50),
        (f"{left}: read at", 18),
        (f"{right}: read at", 18),
    ]


def _targets(view: View) -> Iterator[Cells]:
    part = view.diff.targets
    for pair in part.pairs:
        rows = view.target_rows(pair)
        kind = "differs" if pair.changes else "equal"
        yield _target(view, kind, pair.score, (view.left_targets[pair.left], view.right_targets[pair.right]), rows)
    for name in part.only_left:
        yield _target(view, "only left", None, (view.left_targets[name], None), [])
    for name in part.only_right:
        yield _target(view, "only right", None, (None, view.right_targets[name]), [])


def _target(
    view: View, kind: str, score: float | None, targets: tuple[Target | None, Target | None], rows: Sequence[Row]
) -> Cells:
    plans = (view.left, view.right)
    return [
        kind,
        score,
        *(target.id if target else None for target in targets),
        *((target.indicator or target.text) if target else None for target in targets),
        *(value_text(target) if target else None for target in targets),
        *(target.year if target else None for target in targets),
        "\n".join(_by_label(rows)),
        *(target.text if target else None for target in targets),
        *(place(plan.provenance.get(target.id)) if target else None for plan, target in zip(plans, targets, strict=True)),
    ]


def _by_label(rows: Sequence[Row]) -> Iterator[str]:
    """The differences of a pair of targets by field: `Value: 50 % → 37 %; right minus left: -13 %`."""
    for label, group in groupby(rows, key=lambda row: row.label):
        kept = list(group)
        changed = " → ".join(row.text for row in kept if row.mark in ("-", "+"))
        rest = [row.text if row.mark == "*" else _row(row) for row in kept if row.mark in ("~", "*")]
        yield f"{label}: {'; '.join(part for part in (changed, *rest) if part)}"


_AGENCIES: list[Column] = [
    ("Body", 50),
    ("Id", 40),
    ("Leads left", 11),
    ("Leads right", 11),
    ("Leads right - left", 14),
    ("Supports left", 11),
    ("Supports right", 11),
]


def _agencies(view: View) -> Iterator[Cells]:
    for load in view.diff.agencies:
        gap = load.right_leads - load.left_leads
        yield [load.name, load.id, load.left_leads, load.right_leads, gap, load.left_supports, load.right_supports]


def _timeless(data: bytes) -> bytes:
    """The same workbook without the time of its making, which openpyxl writes into the archive and its properties."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", _DAY, content)
            fresh = zipfile.ZipInfo(entry.filename, _STAMP)
            fresh.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(fresh, content)
    return stream.getvalue()
