"""Tables that came with their grid (DOCX, HTML, spreadsheet, ruled PDF): which are task tables, and their rows.

A table that a page break, a caption or a repeated header cut in two is one table again; rows that go on from the page before are
joined to the row they belong to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ggplan.document import Paragraph, Row, Table
from ggplan.location import Place, span
from ggplan.parse.codes import Code, is_child, read_code
from ggplan.parse.columns import Kind, column_kind, is_header_cell
from ggplan.parse.flow import split_lost_breaks
from ggplan.parse.header import is_number_row
from ggplan.parse.markers import read_marker
from ggplan.parse.rows import RawRow
from ggplan.text import is_upper, join_lines, match_key, squeeze

__all__ = ["TaskTable", "find_task_tables", "read_task_table"]


@dataclass(frozen=True, slots=True)
class TaskTable:
    """A task table: the kinds of its grid columns and its body rows, headers and their repeats left out."""

    columns: tuple[Kind | None, ...]
    headers: tuple[str, ...]
    rows: tuple[Row, ...]


def find_task_tables(tables: Sequence[Table]) -> list[TaskTable]:
    """The task tables among `tables`; a table without a header of its own but with as many columns goes on with the one before."""
    found: list[TaskTable] = []
    for table in tables:
        header = _header(table)
        if header is None:
            if found and table.columns == len(found[-1].columns) and _has_content(table):
                last = found[-1]
                found[-1] = TaskTable(last.columns, last.headers, (*last.rows, *table.rows))
            continue
        depth, texts = header
        kinds = _kinds(texts)
        body = tuple(_without_repeats(table.rows[depth:], table.rows[:depth]))
        if found and found[-1].columns == kinds:
            found[-1] = TaskTable(kinds, found[-1].headers, (*found[-1].rows, *body))
        else:
            found.append(TaskTable(kinds, tuple(texts), body))
    return found


def _has_content(table: Table) -> bool:
    return any(cell.text.strip() for row in table.rows for cell in row.cells)


def _header(table: Table) -> tuple[int, list[str]] | None:
    """How many rows the header has and the header text of each grid column; None where no header of a task table is found."""
    for depth in range(1, min(5, len(table.rows)) + 1):
        texts = _column_texts(table.rows[:depth], table.columns)
        kinds = {column_kind(text) for text in texts if is_header_cell(text)}
        if "task" in kinds and kinds & {"lead", "cooperate", "agencies", "time"}:
            while depth < len(table.rows) and _belongs_to_header(table.rows[depth], table.rows[:depth]):
                depth += 1
            if table.header_rows and table.header_rows > depth and table.header_rows <= 5:
                depth = table.header_rows
            return depth, _column_texts(table.rows[:depth], table.columns)
    return None


def _belongs_to_header(row: Row, above: Sequence[Row]) -> bool:
    if row.continued:  # the rest of a row of the page before may hold a word of a header (`chuyển đổi số`)
        return False
    texts = [squeeze(cell.text) for cell in row.cells if cell.text.strip()]
    if texts and is_number_row(" ".join(texts)):
        return True
    nested = any(cell.rowspan > 1 for line in above for cell in line.cells)
    known = [column_kind(text) for text in texts]
    return bool(texts) and nested and all(known) and len(texts) <= 4 and all(len(text) < 60 for text in texts)


def _column_texts(rows: Sequence[Row], columns: int) -> list[str]:
    texts: list[list[str]] = [[] for _ in range(columns)]
    for row in rows:
        joined = " ".join(cell.text for cell in row.cells)
        if is_number_row(squeeze(joined)):
            continue
        for cell in row.cells:
            for column in range(cell.column, min(columns, cell.column + cell.colspan)):
                text = squeeze(cell.text)
                if text and text not in texts[column]:
                    texts[column].append(text)
    return [" ".join(parts) for parts in texts]


def _kinds(texts: Sequence[str]) -> tuple[Kind | None, ...]:
    """The kind of each column: the innermost words decide, so `Phân công trách nhiệm / Chủ trì` is the lead."""
    kinds: list[Kind | None] = []
    for text in texts:
        kind = column_kind(text)
        kinds.append("agencies" if kind == "parent" else kind)
    return tuple(kinds)


def _without_repeats(rows: Sequence[Row], header: Sequence[Row]) -> Iterator[Row]:
    known = {_key(row) for row in header}
    for row in rows:
        key = _key(row)
        if key in known or is_number_row(key) or not key:
            continue
        yield row


def _key(row: Row) -> str:
    return match_key(" ".join(squeeze(cell.text) for cell in row.cells))


def read_task_table(table: TaskTable) -> list[RawRow]:
    """The rows of a task table as printed, groups told from tasks."""
    merged = list(_merged(table))
    rows: list[RawRow] = []
    codes = [read_code(squeeze(_text(cells, "code")) + " ") for cells, _, _, _ in merged]
    for index, (cells, place, group_like, score) in enumerate(merged):
        found = codes[index]
        code = found[0] if found else None
        following = next((entry[0] for entry in codes[index + 1 :] if entry), None)
        group = _is_group(cells, code, following, group_like)
        title_code, cells = _code_inside(cells, code, group)
        rows.append(RawRow(title_code, cells, place, group, score))
    return rows


def _text(cells: dict[Kind, tuple[str, ...]], kind: Kind) -> str:
    return " ".join(cells.get(kind, ()))


def _is_group(cells: dict[Kind, tuple[str, ...]], code: Code | None, following: Code | None, group_like: bool) -> bool:
    others = [kind for kind in cells if kind not in ("code", "task", "note")]
    if others:
        return False
    if group_like:
        return True
    if code and following and is_child(following, code):
        return True
    return bool(code and code.kind in ("roman", "capital")) or is_upper(_text(cells, "task"))


def _code_inside(cells: dict[Kind, tuple[str, ...]], code: Code | None, group: bool) -> tuple[str, dict[Kind, tuple[str, ...]]]:
    """The code of a row, also where it stands at the head of the description (`I. Truyền thông`), and the cells without it."""
    rest: dict[Kind, tuple[str, ...]] = {kind: texts for kind, texts in cells.items() if kind != "code"}
    if code:
        return code.text, rest
    printed = _text(cells, "code").strip(" .")
    task = rest.get("task", ())
    if not printed and task:
        inside = read_code(task[0])
        if inside and (group or re.match(r"^\d+(\.\d+)+", task[0])) and inside[1]:
            return inside[0].text, {**rest, "task": (inside[1], *task[1:])}
    return printed, rest


def _merged(table: TaskTable) -> Iterator[tuple[dict[Kind, tuple[str, ...]], Place, bool, float]]:
    """Rows with their cells by kind; a row that goes on from the one before (page break) is joined to it."""
    current: tuple[dict[Kind, list[Paragraph]], list[Place], bool, float] | None = None
    for row in table.rows:
        cells, group_like, score = _cells(row, table, within_title=current is not None and current[2])
        if current is not None and _goes_on(row, cells):
            for kind, paragraphs in cells.items():
                current[0].setdefault(kind, []).extend(_continue(current[0].get(kind, []), paragraphs))
            current[1].append(row.place)
            current = (*current[:3], min(current[3], score))
            continue
        if current is not None:
            yield _finished(current)
        current = (cells, [row.place], group_like, score)
    if current is not None:
        yield _finished(current)


def _cells(row: Row, table: TaskTable, *, within_title: bool) -> tuple[dict[Kind, list[Paragraph]], bool, float]:
    """The cells of a row by kind, whether it looks like a heading, its score. `within_title`: the row above is a heading."""
    cells: dict[Kind, list[Paragraph]] = {}
    filled = [cell for cell in row.cells if cell.text.strip()]
    widest = max((cell.colspan for cell in filled), default=1)
    own_code = [cell for cell in filled if cell.colspan == 1 and table.columns[cell.column : cell.column + 1] == ("code",)]
    group_like = widest > 1 and (len(filled) == 2 if own_code else widest > len(table.columns) / 2 and len(filled) <= 2)
    group_like = group_like or (within_title and row.continued and widest > 1 and len(filled) == 1)
    for cell in filled:
        kind = table.columns[cell.column] if cell.column < len(table.columns) else None
        if group_like and cell.colspan == widest:
            kind = "task"
        elif kind == "parent" or kind is None:
            kind = "note"
        cells.setdefault(kind, []).extend(cell.paragraphs)
    return cells, group_like, min((cell.score for cell in filled), default=1.0)


def _goes_on(row: Row, cells: dict[Kind, list[Paragraph]]) -> bool:
    if row.continued:
        return True
    if "code" in cells or not cells:
        return False
    task = cells.get("task", [])
    first = task[0].full_text if task else ""
    return bool(first) and first[0].islower()


def _continue(before: list[Paragraph], more: list[Paragraph]) -> list[Paragraph]:
    """`more` with its first paragraph joined to the last of `before` where a page break cut that one in two."""
    if not before or not more:
        return more
    first, last = more[0], before[-1]
    if first.marker or read_marker(first.full_text).kind == "bullet":
        return more
    cut = last.open_end or not re.search(r"[.;:!?]\s*[”\")]?$", last.text) or first.text[:1].islower()
    if not cut:
        return more
    before[-1] = Paragraph(join_lines([last.text, first.text]), last.place, last.level, last.marker, last.bold)
    return more[1:]


def _finished(
    row: tuple[dict[Kind, list[Paragraph]], list[Place], bool, float],
) -> tuple[dict[Kind, tuple[str, ...]], Place, bool, float]:
    cells, places, group_like, score = row
    texts: dict[Kind, tuple[str, ...]] = {}
    for kind, paragraphs in cells.items():
        texts[kind] = tuple(_texts(kind, _whole(paragraphs)))
    return {kind: value for kind, value in texts.items() if value}, span(places), group_like, score


_UNFINISHED = re.compile(
    r"(?:^|\s)(?:của|và|với|các|cho|do|tại|theo|về|để|là|trong|từ|bởi|hoặc|những|sự|việc|số|Bộ|Sở)$|[,(]$|\S-$"
)


def _whole(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs of a cell; one that cannot end where it does goes on in the next (a reader of pages took a line for a
    paragraph)."""
    joined: list[Paragraph] = []
    for paragraph in paragraphs:
        before = joined[-1] if joined else None
        text = paragraph.full_text
        if before is not None and text and not paragraph.marker and _must_go_on(before.full_text, text):
            joined[-1] = replace(before, text=join_lines([before.text, text]))
        else:
            joined.append(paragraph)
    return joined


def _must_go_on(before: str, text: str) -> bool:
    if read_marker(text).kind == "bullet" and not text[1:].lstrip()[:1].islower():
        return False
    opened = before.rfind("(")
    return (opened >= 0 and ")" not in before[opened:]) or bool(_UNFINISHED.search(before))


def _texts(kind: Kind, paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    for paragraph in paragraphs:
        text = squeeze(paragraph.full_text)
        if not text or match_key(text).strip(" .-…/") == "":
            continue
        if kind != "task":
            yield re.sub(r"^[-+•–]\s+", "", text)
            continue
        for part in split_lost_breaks(text):
            marker = read_marker(part)
            yield marker.rest if marker.kind == "bullet" else part
