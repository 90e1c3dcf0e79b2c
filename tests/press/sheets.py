"""The plan as a spreadsheet: title rows above the table, merged group rows, a second sheet with something else; and as CSV."""

from __future__ import annotations

import csv
from pathlib import Path

from openpyxl import Workbook

from press.layout import Layout
from press.rows import Printed, printed_rows
from press.word import header_rows

__all__ = ["FIRST_TABLE_ROW", "write_csv", "write_xlsx"]

FIRST_TABLE_ROW = 4


def write_xlsx(plan: Printed, layout: Layout, path: Path) -> None:
    """Writes the table from row `FIRST_TABLE_ROW` of the sheet `Phụ lục`; paragraphs of a cell are its lines."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Phụ lục"
    sheet["A1"] = plan.issuer
    sheet["A2"] = plan.title
    sheet.merge_cells(start_row=2, end_row=2, start_column=1, end_column=len(layout.columns))
    rows = [*header_rows(layout), *printed_rows(plan.rows, layout)]
    for number, row in enumerate(rows, FIRST_TABLE_ROW):
        for cell in row:
            target = sheet.cell(number, cell.column + 1)
            target.value = "\n".join(cell.paragraphs)
            target.data_type = "s"
            if cell.colspan > 1 or cell.rowspan > 1:
                sheet.merge_cells(
                    start_row=number,
                    end_row=number + cell.rowspan - 1,
                    start_column=cell.column + 1,
                    end_column=cell.column + cell.colspan,
                )
    book.create_sheet("Ghi chú")["B2"] = "Số liệu tạm tính"
    book.save(path)


def write_csv(plan: Printed, layout: Layout, path: Path) -> None:
    """Writes the table as CSV with a byte order mark, as Excel does; a spanning cell stands in its first column."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        for row in [*header_rows(layout), *printed_rows(plan.rows, layout)]:
            values = [""] * len(layout.columns)
            for cell in row:
                values[cell.column] = "\n".join(cell.paragraphs)
            writer.writerow(values)
