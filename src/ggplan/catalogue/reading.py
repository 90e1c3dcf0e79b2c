"""The rows of an appendix table in a document of any form, by the same table readers as provincial plans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ggplan.document import Line, Paragraph
from ggplan.errors import InputError
from ggplan.parse.columns import Kind
from ggplan.parse.flat import FlatTable
from ggplan.parse.flattened import read_table
from ggplan.parse.plan import take_apart
from ggplan.parse.readers import read
from ggplan.parse.rows import RawRow
from ggplan.parse.tables import read_task_table
from ggplan.registry.lexicon import Lexicon, lexicon_for
from ggplan.text import clean, join_lines, match_key, squeeze

__all__ = ["Appendix", "Decision", "find_decision", "read_appendix"]


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision that an appendix belongs to: number and date (EDTF), as far as the text names them."""

    number: str | None = None
    issued_on: str | None = None


@dataclass(frozen=True, slots=True)
class Appendix:
    """The rows of the appendix's table in order, the decision it belongs to, and the media type of the document."""

    rows: tuple[RawRow, ...]
    decision: Decision
    media_type: str


def read_appendix(path: Path, *, password: str | None = None) -> Appendix:
    """The appendix in a file. Raises `InputError` for a file that cannot be read or holds no such table."""
    document = read(path, password=password)
    parts = take_apart(document)
    decision = find_decision(block.text for block in parts.blocks if isinstance(block, Paragraph))
    lexicon = lexicon_for(decision.issued_on)
    read_rows = (_flattened(table, lexicon) if isinstance(table, FlatTable) else read_task_table(table) for table in parts.tables)
    rows = max(read_rows, key=len, default=[])
    if not rows:
        raise InputError(f"{path} holds no table of tasks with codes and responsible bodies; give the decision's appendix itself")
    return Appendix(tuple(rows), decision, document.media_type)


def _flattened(table: FlatTable, lexicon: Lexicon) -> list[RawRow]:
    rows = _settled(read_table(table, lexicon), table.header.columns)
    return _with_strays(rows, table.lines)


def _with_strays(rows: Sequence[RawRow], lines: Sequence[Line]) -> list[RawRow]:
    """The rows, and after the one that holds it a row for each code that stands alone on a line inside its cells.

    The reader of flattened tables takes only codes that go on with the numbering for the beginning of a row. A code
    that stands twice, or without the one above it, is left among the cells of the row before.
    """
    codes = {row.code for row in rows}
    strays = []
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        alone = _WHOLE_CODE.fullmatch(line.text.strip())
        if alone and (line.text.count(".") > 1 or alone["code"] in codes):
            strays.append(RawRow(alone["code"], {"task": (following.text if following else "",)}, line.place))
    found: list[RawRow] = []
    for row in rows:
        inside = [
            stray for stray in strays if row.place.lines and stray.place.lines and _holds(row.place.lines, stray.place.lines)
        ]
        found += [row, *inside]
    return found


_WHOLE_CODE = re.compile(r"(?P<code>\d{1,2}(?:\.\d{1,2}){1,2})\.?")


def _holds(outer: tuple[int, int], inner: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


_MOSTLY = 0.8


def _settled(rows: Sequence[RawRow], columns: Sequence[Kind]) -> list[RawRow]:
    """Rows of a flattened table with what the whole table tells of a single cell.

    Text that was taken for a remark is the rest of the last cell where the header has no column of remarks. Where nearly all rows
    name partners, a second body in the lead's cell of a row without partners stands in the partners' column.
    """
    tasks = [row for row in rows if not row.group]
    named = sum("cooperate" in row.cells for row in tasks)
    partnered = "lead" in columns and "cooperate" in columns and named >= _MOSTLY * len(tasks)
    return [_row(row, columns, partnered) for row in rows]


def _row(row: RawRow, columns: Sequence[Kind], partnered: bool) -> RawRow:
    cells = dict(row.cells)
    if "note" in cells and "note" not in columns and columns[-1] in cells:
        cells[columns[-1]] = (join_lines([*cells[columns[-1]], *cells.pop("note")]),)
    lead = cells.get("lead", ())
    if partnered and len(lead) > 1 and "cooperate" not in cells:
        cells["lead"], cells["cooperate"] = lead[:1], lead[1:]
    return replace(row, cells=cells)


_NUMBER = re.compile(
    r"(?:quyết\s+định|nghị\s+quyết|chỉ\s+thị|số)\s*(?:số)?\s*:?\s*(?P<number>\d{1,5}\s*/\s*(?:\d{4}\s*/\s*)?[A-ZĐ][\w-]*)"
    r"(?:[\s,]*(?:ngày)\s+(?P<day>\d{1,2})\s*(?:/|\s+tháng\s+)\s*(?P<month>\d{1,2})\s*(?:/|\s+năm\s+)\s*(?P<year>(?:19|20)\d\d))?",
    re.IGNORECASE,
)


def find_decision(texts: Iterable[str]) -> Decision:
    """The decision that a text says it belongs to (`kèm theo Quyết định số …`), else the first one it names."""
    named = [(text, match) for text in texts for match in _NUMBER.finditer(clean(text).text)]
    own = [match for text, match in named if "kèm theo" in match_key(text)[: match.end() + 40]]
    chosen: Sequence[re.Match[str]] = own or [match for _, match in named]
    if not chosen:
        return Decision()
    number = re.sub(r"\s", "", chosen[0]["number"])
    dated = next((match for match in chosen if match["day"] and re.sub(r"\s", "", match["number"]) == number), None)
    return Decision(squeeze(number), _date(dated) if dated else None)


def _date(match: re.Match[str]) -> str | None:
    day, month = int(match["day"]), int(match["month"])
    return f"{match['year']}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None
