"""PDF: pressed plans cell by cell, then hand-made pages for what no program at hand prints."""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path

import pytest

from ggplan.document import Document, Note, Paragraph, Table
from ggplan.errors import InputError
from ggplan.parse.readers.pdf import read
from press import LAYOUTS, QUICK, press_many, tcvn3
from press.rawpdf import RawPage, write_pdf
from press.rows import GroupRow, Printed, TaskRow
from press.truth import body_rows, expected, paragraphs, plan_rows, share_exact, widest_tables

TIMES = "Times-Roman"


def _share(document: Document, plan: Printed, layout) -> float:
    rows = body_rows(widest_tables(document.blocks, len(layout.columns)), layout)
    return share_exact([plan_rows(row) for row in rows], expected(plan, layout), spans=layout.borders == "full")


# documents made by programs ------------------------------------------------------------------------------------------


@pytest.mark.engine("soffice")
@pytest.mark.parametrize("name", QUICK)
def test_every_row_of_a_plan_pressed_by_libreoffice(name: str, pressed) -> None:
    plan, files = pressed
    document = read(files[name]["pdf"])
    assert _share(document, plan, LAYOUTS[name]) == 1.0
    tables = widest_tables(document.blocks, len(LAYOUTS[name].columns))
    assert {table.place.page for table in tables} == set(range(1, len(tables) + 1))
    if LAYOUTS[name].repeat_header and LAYOUTS[name].borders == "full":
        header = 1 + LAYOUTS[name].nested + LAYOUTS[name].number_row
        assert {table.header_rows for table in tables} == {header}


@pytest.mark.engine("soffice", "gs")
@pytest.mark.parametrize("name", ["nested", "horizontal", "unruled"])
def test_every_row_after_ghostscript(name: str, pressed, tmp_path: Path) -> None:
    plan, files = pressed
    made = tmp_path / "gs.pdf"
    command = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", f"-sOutputFile={made}", str(files[name]["pdf"])]
    subprocess.run(command, check=True, capture_output=True)
    assert _share(read(made), plan, LAYOUTS[name]) == 1.0


@pytest.mark.engine("chromium")
@pytest.mark.parametrize("name", ["nested", "once", "horizontal", "unruled"])
def test_every_row_of_a_plan_pressed_by_chromium(name: str, pressed, tmp_path: Path) -> None:
    plan, _ = pressed
    made = press_many({name: (plan, LAYOUTS[name])}, tmp_path, ["chromium"])
    assert _share(read(made[name]["chromium"]), plan, LAYOUTS[name]) == 1.0


@pytest.mark.slow
@pytest.mark.engine("soffice")
@pytest.mark.parametrize("name", [name for name in LAYOUTS if name not in ("tcvn3", "unruled-middle")])
@pytest.mark.parametrize("plan", ["bac-giang", "son-la"])
def test_other_plans_in_all_layouts(plan: str, name: str, pressed_everywhere) -> None:
    printed, path = pressed_everywhere[plan, name]
    assert _share(read(path), printed, LAYOUTS[name]) >= 0.98


@pytest.mark.engine("soffice")
def test_front_matter_body_footnotes_and_signature(tmp_path: Path) -> None:
    sentence = "Sở Kế hoạch và Đầu tư chủ trì, phối hợp với các sở, ngành liên quan thực hiện nhiệm vụ được giao."
    body = tuple(f"{number}. {sentence} {sentence} {sentence}" for number in range(1, 30))
    plan = Printed(
        (GroupRow("1", "Nhóm việc"), TaskRow("1.1", ("Việc một",), ("Sở Tài chính",), ("Sở Y tế",))),
        title="KẾ HOẠCH TĂNG TRƯỞNG XANH",
        issuer="ỦY BAN NHÂN DÂN TỈNH HÒA HẢI",
        number="12/KH-UBND",
        dated="ngày 18 tháng 10 năm 2023",
        signer="Nguyễn Văn An",
        body=body,
        footnotes={3: "Nghị quyết số 04-NQ/TU của Tỉnh ủy.", 20: "Theo số liệu thống kê."},
    )
    document = read(press_many({"a": (plan, LAYOUTS["plain"])}, tmp_path, ["pdf"])["a"]["pdf"])
    letterhead, *_, signature = [block for block in document.blocks if isinstance(block, Table)]
    assert [cell.text for cell in letterhead.rows[0].cells] == [
        "ỦY BAN NHÂN DÂN TỈNH HÒA HẢI\nSố: 12/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nHòa Hải, ngày 18 tháng 10 năm 2023",
    ]
    assert signature.rows[0].cells[1].text == "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn An"
    title, *texts = [block for block in document.blocks if isinstance(block, Paragraph)]
    assert (title.text, title.bold, title.level) == (plan.title, True, 1)
    assert _whole(texts) == list(body)
    notes = [block for block in document.blocks if isinstance(block, Note)]
    assert [(note.mark, note.text) for note in notes] == [("1", plan.footnotes[3]), ("2", plan.footnotes[20])]
    assert all(note.anchor.page == note.place.page for note in notes)


def _whole(texts: list[Paragraph]) -> list[str]:
    """Paragraphs joined where a page break cut them."""
    whole: list[str] = []
    open_end = False
    for paragraph in texts:
        if open_end:
            whole[-1] += f" {paragraph.text}"
        else:
            whole.append(paragraph.text)
        open_end = paragraph.open_end
    return whole


# hand-made pages -----------------------------------------------------------------------------------------------------


def _read(tmp_path: Path, *pages: RawPage, fonts: tuple[str, ...] = (TIMES,)) -> Document:
    return read(write_pdf(tmp_path / "a.pdf", pages, fonts))


def _grid(table: Table) -> list[list[tuple[int, int, int, str]]]:
    return [[(cell.column, cell.colspan, cell.rowspan, cell.text) for cell in row.cells] for row in table.rows]


def test_stroked_boxes_are_cells(tmp_path: Path) -> None:
    page = RawPage().box(50, 600, 100, 100).box(150, 600, 200, 100).box(50, 500, 100, 100).box(150, 500, 200, 100)
    page.text(60, 680, "a1").text(160, 680, "b1").text(60, 580, "a2").text(160, 580, "b2")
    (table,) = _read(tmp_path, page).blocks
    assert _grid(table) == [[(0, 1, 1, "a1"), (1, 1, 1, "b1")], [(0, 1, 1, "a2"), (1, 1, 1, "b2")]]
    assert table.rows[1].cells[1].place.cell == "table 1, row 2, column 2"
    assert table.rows[1].cells[1].place.box == (150.0, 242.0, 350.0, 342.0)


def test_thin_bars_rule_a_table_with_spans_and_an_undrawn_frame(tmp_path: Path) -> None:
    page = RawPage()
    for y in (700, 660, 620, 580):
        page.bar(50, y, 400, 0.5)  # across, reaching beyond the lines down: the frame is implied
    page.bar(150, 580, 0.5, 120).bar(300, 620, 0.5, 40)  # the second wall parts the middle row only
    page.text(60, 680, "a").text(160, 680, "b wide").text(60, 640, "c").text(160, 640, "d").text(310, 640, "e")
    page.text(60, 600, "f").text(160, 600, "g")
    (table,) = _read(tmp_path, page).blocks
    assert _grid(table) == [
        [(0, 1, 1, "a"), (1, 2, 1, "b wide")],
        [(0, 1, 1, "c"), (1, 1, 1, "d"), (2, 1, 1, "e")],
        [(0, 1, 1, "f"), (1, 2, 1, "g")],
    ]


def _row_pages() -> tuple[RawPage, RawPage]:
    """A row that the first page leaves open at its foot, as Chromium prints it."""
    first, second = RawPage(), RawPage()
    for page, top, bottom in ((first, 300, 40), (second, 800, 500)):
        for x in (50, 100, 400):
            page.line(x, top, x, bottom)
    first.line(50, 300, 400, 300).line(50, 250, 400, 250)
    second.line(50, 700, 400, 700).line(50, 500, 400, 500)
    first.text(60, 280, "1").text(110, 280, "one").text(60, 230, "2").text(110, 60, "two goes")
    second.text(110, 780, "on here").text(60, 680, "3").text(110, 680, "three")
    return first, second


def test_a_row_that_is_open_at_the_page_edge_goes_on(tmp_path: Path) -> None:
    first, second = (block for block in _read(tmp_path, *_row_pages()).blocks if isinstance(block, Table))
    assert [row.continued for row in first.rows] == [False, False]
    assert [row.continued for row in second.rows] == [True, False]
    assert first.rows[1].cells[1].paragraphs[-1].open_end


@pytest.mark.parametrize(
    ("rotate", "up"), [(0, False), (90, False), (180, False), (270, False), (0, True), (90, True), (270, True)]
)
def test_sideways_text_is_read_upright(rotate: int, up: bool, tmp_path: Path) -> None:
    page = RawPage(rotate=rotate)
    for index, text in enumerate(["First line of the text.", "Second line of the text.", "Third line of the text."]):
        if up:
            page.up(100 + 40 * index, 100, text)
        else:
            page.text(100, 700 - 40 * index, text)
    document = _read(tmp_path, page)
    assert paragraphs(document.blocks) == ["First line of the text.", "Second line of the text.", "Third line of the text."]
    boxes = [block.place.box for block in document.blocks]
    assert all(0 <= left < right <= 842 and 0 <= top < bottom <= 842 for left, top, right, bottom in boxes)


LEGACY = ["Ủy ban nhân dân tỉnh đã ban hành kế hoạch.", "Giảm phát thải các-bon.", "ĐỘC LẬP - TỰ DO - HẠNH PHÚC"]


def test_tcvn3_by_the_fonts_names(tmp_path: Path) -> None:
    page = RawPage()
    for index, text in enumerate(LEGACY):
        x = 60.0
        for piece, font in tcvn3.runs(text):
            page.text(x, 700 - 40 * index, piece, font)
            x += 6 * len(piece)
    document = _read(tmp_path, page, fonts=(".VnTime", "ABCDEF+.VnTimeH"))
    assert "".join(paragraphs(document.blocks)) != "".join(LEGACY)  # the fonts of this file are not those of the text
    document = _read(tmp_path, page, fonts=(".VnTime", ".VnTimeH"))
    assert paragraphs(document.blocks) == LEGACY
    assert ("encoding-repaired", {"encoding": "TCVN3 by the fonts' names"}) in [(s, f) for s, _, f in document.repairs]


def test_vni_by_the_font_and_by_its_letters(tmp_path: Path) -> None:
    text = "Sôû Noâng nghieäp vaø Moâi tröôøng chuû trì"
    for font, how in (("VNI-Times", "VNI by the fonts' names"), ("Courier", "VNI by its letters")):
        document = _read(tmp_path, RawPage().text(60, 700, text, font), fonts=(font,))
        assert paragraphs(document.blocks) == ["Sở Nông nghiệp và Môi trường chủ trì"]
        assert [facts["encoding"] for slug, _, facts in document.repairs if slug == "encoding-repaired"] == [how]


def test_a_signature_stamp_is_dropped_and_said(tmp_path: Path) -> None:
    page = RawPage().text(60, 700, "Nội".encode("cp1252", "replace")).text(60, 660, "The text of the plan.")
    page.text(420, 810, "Signature Not Verified", size=8).text(420, 800, "Digitally signed by UBND", size=8)
    page.text(420, 790, "Email: ubnd@example.gov.vn", size=8)
    document = _read(tmp_path, page)
    assert paragraphs(document.blocks)[-1] == "The text of the plan."
    assert not any("signed" in text or "@" in text for text in paragraphs(document.blocks))
    assert [place.page for slug, place, _ in document.repairs if slug == "stamp-dropped"] == [1]


def test_footnote_marks_leave_the_text(tmp_path: Path) -> None:
    page = RawPage()
    for index in range(12):
        page.text(60, 760 - 30 * index, f"Line {index} of the text of this page, a sentence by itself.")
    page.text(60, 390, "The decision").text(132, 394, "1", size=7).text(140, 390, "was issued.")
    page.line(60, 130, 210, 130).text(60, 120, "1", size=6).text(66, 116, "See decision 882", size=9)
    page.text(60, 104, "and its appendix.", size=9)
    document = _read(tmp_path, page)
    assert paragraphs(document.blocks)[-1] == "The decision was issued."
    (note,) = (block for block in document.blocks if isinstance(block, Note))
    assert (note.mark, note.text) == ("1", "See decision 882 and its appendix.")


def test_page_numbers_and_running_headers_are_dropped_and_counted(tmp_path: Path) -> None:
    pages = []
    for number in range(1, 6):
        page = RawPage().text(200, 815, "KH-UBND plan of the province").text(295, 30, str(number))
        pages.append(page.text(60, 600, f"The text of page {'abcde'[number - 1]}."))
    document = _read(tmp_path, *pages)
    assert paragraphs(document.blocks) == ["KH-UBND plan of the province", *(f"The text of page {c}." for c in "abcde")]
    facts = [facts for slug, _, facts in document.repairs if slug == "furniture-dropped"]
    assert facts == [{"what": "page numbers", "count": "5"}, {"what": "running headers", "count": "4"}]


def test_one_wide_line_between_words_is_no_table(tmp_path: Path) -> None:
    page = RawPage().line(60, 690, 200, 690)
    for index in range(10):
        page.text(60, 700 - 40 * index, "One sentence by itself, from one margin to the other, and it ends here.")
    assert not any(isinstance(block, Table) for block in _read(tmp_path, page).blocks)


# what cannot be read -------------------------------------------------------------------------------------------------


@pytest.mark.engine("gs")
def test_an_encrypted_file_needs_its_password(tmp_path: Path) -> None:
    plain = write_pdf(tmp_path / "a.pdf", [RawPage().text(60, 700, "The text.", "Courier")], ("Courier",))
    locked = tmp_path / "locked.pdf"
    words = ["-sOwnerPassword=o", "-sUserPassword=secret", "-dEncryptionR=3", "-dKeyLength=128"]
    command = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", *words, f"-sOutputFile={locked}", str(plain)]
    subprocess.run(command, check=True, capture_output=True)
    assert paragraphs(read(locked, password="secret").blocks) == ["The text."]
    with pytest.raises(InputError, match="--password"):
        read(locked)
    with pytest.raises(InputError, match="wrong"):
        read(locked, password="other")


def test_a_file_without_text_and_pictures(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing to read"):
        _read(tmp_path, RawPage())


def test_a_file_that_is_no_pdf(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing else")
    with pytest.raises(InputError, match="damaged"):
        read(path)


def test_a_page_of_ten_metres_and_a_table_of_200_columns(tmp_path: Path) -> None:
    page = RawPage(width=28_346, height=28_346)
    for x in range(0, 20_100, 100):
        page.line(50 + x, 20_000, 50 + x, 19_900)
    page.line(50, 20_000, 20_050, 20_000).line(50, 19_900, 20_050, 19_900)
    for x in range(0, 20_000, 100):
        page.text(60 + x, 19_950, str(x // 100))
    begin = time.process_time()
    (table,) = _read(tmp_path, page).blocks
    assert [cell.text for cell in table.rows[0].cells] == [str(number) for number in range(200)]
    assert time.process_time() - begin < 20


def test_mutated_files_give_a_document_or_one_sentence(tmp_path: Path) -> None:
    first, second = _row_pages()
    data = write_pdf(tmp_path / "a.pdf", [first, second]).read_bytes()
    chance = random.Random(882)
    path = tmp_path / "b.pdf"
    failed = 0
    for _ in range(150):
        broken = bytearray(data[: chance.randint(20, len(data))] if chance.random() < 0.4 else data)
        for _ in range(chance.randint(1, 12)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        path.write_bytes(broken)
        try:
            read(path)
        except InputError as error:
            failed += 1
            assert "\n" not in str(error)
    assert 0 < failed < 150
