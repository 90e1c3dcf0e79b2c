"""XLSX and CSV: pressed appendices cell by cell, then small workbooks."""

from __future__ import annotations

import datetime
import random
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from ggplan.document import Table
from ggplan.errors import InputError
from ggplan.parse.readers.xlsx import read
from ggplan.parse.readers.xlsx_values import shown
from press import LAYOUTS, from_gold
from press.sheets import FIRST_TABLE_ROW, write_csv, write_xlsx
from press.truth import body_rows, expected, paragraphs, plan_rows, share_exact, widest_tables

GOLD = Path(__file__).resolve().parents[2] / "gold"


@pytest.mark.parametrize("name", ["plain", "nested", "numbered", "once", "whole-rows", "reordered"])
def test_every_cell_of_a_pressed_workbook(name: str, tmp_path: Path) -> None:
    layout, plan = LAYOUTS[name], from_gold(GOLD / "bac-giang.yaml")
    write_xlsx(plan, layout, tmp_path / "a.xlsx")
    document = read(tmp_path / "a.xlsx")
    tables = widest_tables(document.blocks, len(layout.columns))
    assert [plan_rows(row) for row in body_rows(tables, layout)] == expected(plan, layout)
    header = 1 + layout.nested + layout.number_row
    assert tables[0].rows[header].cells[0].place.cell == f"Phụ lục!A{FIRST_TABLE_ROW + header}"
    assert paragraphs(document.blocks) == [plan.issuer, plan.title, "Số liệu tạm tính"]


@pytest.mark.parametrize("name", ["plain", "numbered", "whole-rows"])
def test_every_cell_of_a_pressed_csv(name: str, tmp_path: Path) -> None:
    layout, plan = LAYOUTS[name], from_gold(GOLD / "son-la.yaml")
    write_csv(plan, layout, tmp_path / "a.csv")
    document = read(tmp_path / "a.csv")
    rows = body_rows(widest_tables(document.blocks, len(layout.columns)), layout)
    assert share_exact([plan_rows(row) for row in rows], expected(plan, layout), spans=False) == 1.0
    assert document.media_type == "text/csv"


def _table(path: Path, book: Workbook) -> Table:
    book.save(path)
    (table,) = (block for block in read(path).blocks if isinstance(block, Table))
    return table


def test_values_are_read_as_shown(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    values = [("1.10", "@"), (1.1, "0.00"), (2023, "General"), (0.075, "0.0%"), (39700, "#,##0"), (0.1 + 0.2, "General")]
    sheet.append([value for value, _ in values] + [datetime.date(2023, 10, 18), True])
    for cell, (_, form) in zip(sheet[1], values, strict=False):
        cell.number_format = form
    sheet["G1"].number_format = "dd/mm/yyyy"
    sheet.append(["x"] * 8)
    texts = [cell.text for cell in _table(tmp_path / "a.xlsx", book).rows[0].cells]
    assert texts == ["1.10", "1.10", "2023", "7.5%", "39700", "0.3", "18/10/2023", "TRUE"]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        ("45217", "mm/yyyy", "10/2023"),
        ("45217", '"ngày" d/m', "18/10/2023"),
        ("1e400", "", "1e400"),
        ("x", "0", "x"),
        ("5", "0.00", "5.00"),
    ],
)
def test_number_formats(value: str, form: str, text: str) -> None:
    assert shown(value, "n", form) == text


def test_lines_of_a_cell_merged_areas_and_empty_rows(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    for row in (["TT", "Việc", "Chủ trì"], ["1", "- một;\n- hai", "Sở\nTài chính"], [], ["Nhóm", None, None], ["2", "x", None]):
        sheet.append(row)
    sheet.merge_cells("A4:C4")
    sheet.merge_cells("C2:C2")
    sheet["C5"] = "y"
    table = _table(tmp_path / "a.xlsx", book)
    seen = [[(cell.column, cell.colspan, cell.rowspan, cell.text) for cell in row.cells] for row in table.rows]
    assert seen[1] == [(0, 1, 1, "1"), (1, 1, 1, "- một;\n- hai"), (2, 1, 1, "Sở\nTài chính")]
    assert seen[2] == [(0, 3, 1, "Nhóm")]
    assert [row.place.lines for row in table.rows] == [(1, 1), (2, 2), (4, 4), (5, 5)]


def test_cells_merged_over_rows(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    for row in (["TT", "Trách nhiệm", None, "Thời gian"], [None, "Chủ trì", "Phối hợp", None], ["1", "a", "b", "c"]):
        sheet.append(row)
    for area in ("A1:A2", "B1:C1", "D1:D2"):
        sheet.merge_cells(area)
    table = _table(tmp_path / "a.xlsx", book)
    seen = [[(cell.column, cell.colspan, cell.rowspan, cell.text) for cell in row.cells] for row in table.rows]
    assert seen[:2] == [
        [(0, 1, 2, "TT"), (1, 2, 1, "Trách nhiệm"), (3, 1, 2, "Thời gian")],
        [(1, 1, 1, "Chủ trì"), (2, 1, 1, "Phối hợp")],
    ]


def test_hidden_sheets_rows_and_columns_are_left_out_and_said(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    for row in (["a", "b", "c", "ẩn"], ["1", "2", "3", "ẩn"], ["ẩn", "ẩn", "ẩn", "ẩn"], ["4", "5", "6", "ẩn"]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True
    book.create_sheet("Nháp")["A1"] = "ẩn"
    book["Nháp"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    document = read(tmp_path / "a.xlsx")
    assert [cell.text for row in document.blocks[0].rows for cell in row.cells] == list("abc123456")
    assert [str(place) for slug, place, _ in document.repairs if slug == "hidden-text"] == ["Sheet!3:3", "Nháp"]


def test_legacy_fonts_of_cells(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Së Tµi nguyªn vµ M«i tr\u00adêng", "tØnh", "Sở"])
    sheet.append(["1", "2", "3"])
    sheet["A1"].font, sheet["B1"].font = Font(name=".VnTime"), Font(name=".VnTimeH")
    texts = [cell.text for cell in _table(tmp_path / "a.xlsx", book).rows[0].cells]
    assert texts == ["Sở Tài nguyên và Môi trường", "TỈNH", "Sở"]


def test_two_tables_on_a_sheet_with_text_around(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    for row in (["PHỤ LỤC I"], ["a", "b", "c"], ["1", "2", "3"], [], [], [], ["PHỤ LỤC II"], ["d", "e", "f"], ["Ghi chú"]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    kinds = [getattr(block, "text", "table") for block in read(tmp_path / "a.xlsx").blocks]
    assert kinds == ["PHỤ LỤC I", "table", "PHỤ LỤC II", "table", "Ghi chú"]


def test_formulas_have_their_saved_values_and_are_never_computed(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["a", "b", '=WEBSERVICE("http://example.com")', "d"])
    book.active.append(["1", "2", "3", "4"])
    assert _table(tmp_path / "a.xlsx", book).rows[0].cells[2].text == ""


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_of_csv(separator: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [["TT", "Việc, và, nữa", "Chủ trì"], ["1", 'Nói "xanh"; rồi', "Sở"], ["2", "x", "y"]]
    quoted = ['"' + '""'.join(text.split('"')) + '"' for row in rows for text in row]
    lines = [separator.join(quoted[index : index + 3]) for index in (0, 3, 6)]
    path.write_text("\r\n".join(lines), encoding="utf-8")
    (table,) = read(path).blocks
    assert [[cell.text for cell in row.cells] for row in table.rows] == rows


def test_a_bomb_and_entities_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/sharedStrings.xml", b" " * 60_000_000)
    with pytest.raises(InputError, match="unpacks to"):
        read(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/sharedStrings.xml", '<!DOCTYPE x [<!ENTITY a "b">]><sst>&a;</sst>')
    with pytest.raises(InputError, match="entities"):
        read(path)


def test_mutated_workbooks_give_a_document_or_one_sentence(tmp_path: Path) -> None:
    write_xlsx(from_gold(GOLD / "son-la.yaml"), LAYOUTS["plain"], tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chance = random.Random(882)
    for _ in range(60):
        name = chance.choice(sorted(parts))
        data = bytearray(parts[name])
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
            for part, content in {**parts, name: bytes(data)}.items():
                archive.writestr(part, content)
        try:
            read(tmp_path / "b.xlsx")
        except InputError as error:
            assert "\n" not in str(error)
