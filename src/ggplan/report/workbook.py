"""Sheets of a workbook, ready to filter and print, and a workbook that is the same bytes each run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from ggplan.report.findings_common import visible

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Cells", "Column", "sheet_of", "timeless"]

Cells: TypeAlias = Sequence[str | int | float | None]
Column: TypeAlias = tuple[str, int]
"""A header and the width of its column in characters."""

_LONGEST = 32_000  # Excel refuses cells of more than 32,767 characters
_STAMP = (1980, 1, 1, 0, 0, 0)
_DAY = b"1980-01-01T00:00:00Z"


def sheet_of(sheet: Worksheet, columns: Sequence[Column], rows: Iterable[Cells]) -> None:
    """Fills a sheet: a header that stays in sight, filters, wrapped text; numbers as numbers, and no text taken for a formula."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    wrap = Alignment(wrap_text=True, vertical="top")
    for number, (header, width) in enumerate(columns, 1):
        cell = sheet.cell(1, number)
        _put(cell, header, wrap)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE8DD")
        sheet.column_dimensions[get_column_letter(number)].width = width
    last = 1
    for last, row in enumerate(rows, 2):
        for number, value in enumerate(row, 1):
            if value is not None and value != "":
                _put(sheet.cell(last, number), value, wrap)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _put(cell: Any, value: str | float, wrap: Any) -> None:
    if isinstance(value, str):
        text = "\n".join(visible(line) for line in value.split("\n"))
        cell.value = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
        cell.data_type = "s"
        cell.quotePrefix = text[:1] in "=+-@"
    else:
        cell.value = value
    cell.alignment = wrap


def timeless(data: bytes) -> bytes:
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
