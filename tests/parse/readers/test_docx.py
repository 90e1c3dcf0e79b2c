"""DOCX: pressed plans cell by cell, then one small document for each thing that Word does."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest

from ggplan.document import Document, Note, Paragraph, Table
from ggplan.errors import InputError
from ggplan.parse.readers.docx import read
from press import LAYOUTS, from_gold
from press.rows import GroupRow, Printed, TaskRow
from press.truth import body_rows, expected, paragraphs, plan_rows, widest_tables
from press.word import write_docx

GOLD = Path(__file__).parents[2] / "gold"
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = (
    f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{NAMESPACE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"><w:body>'
)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=lambda layout: layout.name)
@pytest.mark.parametrize("plan", ["gia-lai", "bac-giang"])
def test_every_cell_of_a_pressed_plan(plan: str, layout, tmp_path: Path) -> None:
    printed = from_gold(GOLD / f"{plan}.yaml")
    write_docx(printed, layout, tmp_path / "plan.docx")
    document = read(tmp_path / "plan.docx")
    tables = widest_tables(document.blocks, len(layout.columns))
    rows = body_rows(tables, layout)
    assert [plan_rows(row) for row in rows] == expected(printed, layout)
    header_rows = 1 + layout.nested + layout.number_row
    assert tables[0].header_rows == (header_rows if layout.repeat_header else None)


def test_front_matter_body_and_footnotes(tmp_path: Path) -> None:
    plan = Printed(
        (GroupRow("1", "Nhóm"), TaskRow("1.1", ("Việc",), ("Sở Tài chính",))),
        title="KẾ HOẠCH Hành động tăng trưởng xanh",
        issuer="ỦY BAN NHÂN DÂN TỈNH HÒA HẢI",
        number="12/KH-UBND",
        dated="ngày 18 tháng 10 năm 2023",
        body=("Căn cứ Quyết định số 882/QĐ-TTg;", "Mục tiêu chung."),
        footnotes={1: "Theo Nghị quyết 04-NQ/TU."},
    )
    write_docx(plan, LAYOUTS["plain"], tmp_path / "a.docx")
    document = read(tmp_path / "a.docx")
    assert paragraphs(document.blocks) == [plan.title, *plan.body]
    notes = [block for block in document.blocks if isinstance(block, Note)]
    assert [(note.mark, note.text) for note in notes] == [("1", "Theo Nghị quyết 04-NQ/TU.")]
    assert document.blocks[document.blocks.index(notes[0]) - 1].text == "Mục tiêu chung."
    title = next(block for block in document.blocks if isinstance(block, Paragraph))
    assert title.bold and title.level == 1


# small documents ----------------------------------------------------------------------------------------------------


def _docx(path: Path, body: str, **parts: str) -> Document:
    names = {"numbering": "word/numbering.xml", "styles": "word/styles.xml", "footnotes": "word/footnotes.xml"}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", HEAD + body + "</w:body></w:document>")
        for part, text in parts.items():
            archive.writestr(names[part], f'<w:{part} xmlns:w="{NAMESPACE}">{text}</w:{part}>')
    return read(path)


def _p(text: str, properties: str = "", run: str = "") -> str:
    look = f"<w:rPr>{run}</w:rPr>" if run else ""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r>{look}<w:t>{text}</w:t></w:r></w:p>"


def _item(text: str, level: int, key: int = 1) -> str:
    return _p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{key}"/></w:numPr>')


def _level(index: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def _markers(document: Document) -> list[str]:
    return [block.marker for block in document.blocks if isinstance(block, Paragraph)]


def test_numbers_of_several_levels_restart_under_each_heading(tmp_path: Path) -> None:
    levels = _level(0, "upperRoman", "%1.") + _level(1, "decimal", "%1.%2.", "<w:isLgl/>") + _level(2, "lowerLetter", "%3)")
    numbering = f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    body = "".join(_item("x", level) for level in (0, 1, 1, 2, 2, 0, 1, 2))
    document = _docx(tmp_path / "a.docx", body, numbering=numbering)
    assert _markers(document) == ["I.", "1.1.", "1.2.", "a)", "b)", "II.", "2.1.", "a)"]


def test_lists_of_one_definition_count_on_unless_a_start_is_given(tmp_path: Path) -> None:
    numbering = f'<w:abstractNum w:abstractNumId="7">{_level(0, "decimal", "%1.")}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    numbering += '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
    numbering += '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/>'
    numbering += "</w:lvlOverride></w:num>"
    body = "".join(_item("x", 0, key) for key in (1, 1, 2, 3, 3, 1))
    assert _markers(_docx(tmp_path / "a.docx", body, numbering=numbering)) == ["1.", "2.", "3.", "4.", "5.", "6."]


def test_a_level_that_never_restarts_and_one_that_restarts_after_the_first_only(tmp_path: Path) -> None:
    never = _level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')
    numbering = f'<w:abstractNum w:abstractNumId="7">{_level(0, "upperLetter", "%1")}{never}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    body = "".join(_item("x", level) for level in (0, 1, 0, 1))
    assert _markers(_docx(tmp_path / "a.docx", body, numbering=numbering)) == ["A", "1.", "B", "2."]


def test_numbers_by_style_and_number_zero_takes_them_away(tmp_path: Path) -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="7">'
        '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="Điều %1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:pStyle w:val="Clause"/><w:lvlText w:val="%1.%2"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="7"/></w:num>'
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="Article"><w:name w:val="heading 2"/>'
        '<w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Clause"><w:name w:val="Clause"/>'
        '<w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Child"><w:name w:val="Child"/><w:basedOn w:val="Clause"/></w:style>'
    )
    body = "".join(
        _p("x", f'<w:pStyle w:val="{style}"/>{own}')
        for style, own in (
            ("Article", ""),
            ("Clause", ""),
            ("Child", ""),
            ("Clause", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
            ("Article", ""),
        )
    )
    document = _docx(tmp_path / "a.docx", body, numbering=numbering, styles=styles)
    assert _markers(document) == ["Điều 1.", "1.1", "1.2", "", "Điều 2."]
    assert [block.level for block in document.blocks] == [2, None, None, None, 2]


def test_a_list_style_lends_its_definition(tmp_path: Path) -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Dash"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="Dash"/>{_level(0, "bullet", chr(0xF0B7))}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="Dash"><w:name w:val="Dash"/>'
        '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    document = _docx(tmp_path / "a.docx", _item("x", 0), numbering=numbering, styles=styles)
    assert _markers(document) == ["•"]


def test_changes_are_read_as_accepted(tmp_path: Path) -> None:
    body = (
        '<w:p><w:r><w:t xml:space="preserve">Sở </w:t></w:r><w:del><w:r><w:delText>cũ</w:delText></w:r></w:del>'
        "<w:ins><w:r><w:t>mới</w:t></w:r></w:ins></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Một câu</w:t></w:r></w:p><w:p><w:r><w:t>liền.</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>bỏ</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:p><w:r><w:t>giữ</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    document = _docx(tmp_path / "a.docx", body)
    assert paragraphs(document.blocks) == ["Sở mới", "Một câu liền."]
    table = document.blocks[-1]
    assert isinstance(table, Table) and [row.cells[0].text for row in table.rows] == ["giữ"]
    assert ("changes-accepted") in [slug for slug, _, _ in document.repairs]


def test_merged_cells_both_ways_and_a_nested_table(tmp_path: Path) -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text if text.startswith('<') else _p(text)}</w:tc>"

    inner = f"<w:tbl><w:tr>{cell('n1')}{cell('n2')}</w:tr></w:tbl>{_p('sau')}"
    body = (
        "<w:tbl><w:tr>"
        + cell("a", '<w:vMerge w:val="restart"/>')
        + cell("b", '<w:gridSpan w:val="2"/>')
        + "</w:tr><w:tr>"
        + cell("không in", "<w:vMerge/>")
        + cell("c")
        + cell(inner)
        + '</w:tr><w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>'
        + cell("d", '<w:hMerge w:val="restart"/>')
        + cell("", "<w:hMerge/>")
        + "</w:tr></w:tbl>"
    )
    table = _docx(tmp_path / "a.docx", body).blocks[0]
    assert isinstance(table, Table) and table.columns == 3
    seen = [[(cell.column, cell.colspan, cell.rowspan, cell.text) for cell in row.cells] for row in table.rows]
    assert seen == [[(0, 1, 2, "a"), (1, 2, 1, "b")], [(1, 1, 1, "c"), (2, 1, 1, "n1\nn2\nsau")], [(1, 2, 1, "d")]]
    assert table.rows[1].cells[1].place.cell == "table 1, row 2, column 3"


def test_a_table_in_a_frame_of_one_cell_is_that_table(tmp_path: Path) -> None:
    rows = "".join(f"<w:tr><w:tc>{_p(a)}</w:tc><w:tc>{_p(b)}</w:tc></w:tr>" for a, b in (("TT", "Việc"), ("1", "x")))
    body = f"<w:tbl><w:tr><w:tc>{_p('Phụ lục')}<w:tbl>{rows}</w:tbl><w:p/></w:tc></w:tr></w:tbl>"
    blocks = _docx(tmp_path / "a.docx", body).blocks
    assert [type(block).__name__ for block in blocks] == ["Paragraph", "Table"]


def test_text_boxes_once_hidden_text_never(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{_p('DỰ THẢO')}</w:txbxContent>"
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = f"<w:p><w:r>{both}</w:r><w:r><w:t>Kế hoạch</w:t></w:r></w:p>" + _p("ẩn", run="<w:vanish/>")
    document = _docx(tmp_path / "a.docx", body)
    assert paragraphs(document.blocks) == ["Kế hoạch", "DỰ THẢO"]
    assert "hidden-text" in [slug for slug, _, _ in document.repairs]


def test_line_breaks_of_the_author(tmp_path: Path) -> None:
    body = "<w:p><w:r><w:t>Chủ trì thực hiện</w:t><w:br/><w:t>các việc sau:</w:t><w:br/><w:t>- Một;</w:t></w:r></w:p>"
    assert paragraphs(_docx(tmp_path / "a.docx", body).blocks) == ["Chủ trì thực hiện các việc sau:", "- Một;"]


def test_legacy_fonts_run_by_run(tmp_path: Path) -> None:
    def run(text: str, font: str) -> str:
        fonts = f'<w:rPr><w:rFonts w:ascii="{font}"/></w:rPr>'
        return f'<w:r>{fonts}<w:t xml:space="preserve">{text}</w:t></w:r>'

    body = (
        f"<w:p>{run('®', '.VnTimeH')}{run('éc lËp - Tù do vµ h¹nh phóc, m«i tr­êng ', '.VnTime')}{run('của Sở', 'Arial')}</w:p>"
        f"<w:p>{run('Sôû Noâng nghieäp vaø Moâi tröô', 'VNI-Times')}{run('øng', 'VNI-Times')}</w:p>"
    )
    document = _docx(tmp_path / "a.docx", body)
    texts = paragraphs(document.blocks)
    assert texts == ["Độc lập - Tự do và hạnh phúc, môi trường của Sở", "Sở Nông nghiệp và Môi trường"]
    assert {facts["encoding"] for slug, _, facts in document.repairs if slug == "encoding-repaired"} == {
        "TCVN3 by the fonts' names",
        "VNI by the fonts' names",
    }


def test_unicode_text_in_a_legacy_font_stays(tmp_path: Path) -> None:
    run = '<w:rFonts w:ascii=".VnTime"/>'
    body = _p("Sở Nông nghiệp và Môi trường", run=run) + _p("và là", run=run)
    assert paragraphs(_docx(tmp_path / "a.docx", body).blocks) == ["Sở Nông nghiệp và Môi trường", "và là"]


def test_pages_where_word_left_its_marks(tmp_path: Path) -> None:
    body = _p("một") + "<w:p><w:r><w:lastRenderedPageBreak/><w:t>hai</w:t></w:r></w:p>" + _p("vẫn hai")
    assert [block.place.page for block in _docx(tmp_path / "a.docx", body).blocks] == [1, 2, 2]


# what cannot be read -------------------------------------------------------------------------------------------------


def test_entities_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    text = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + HEAD.partition("?>")[2] + "<w:p><w:r><w:t>&a;</w:t></w:r></w:p>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", text + "</w:body></w:document>")
    with pytest.raises(InputError, match="entities"):
        read(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", HEAD + " " * 60_000_000 + "</w:body></w:document>")
    with pytest.raises(InputError, match="unpacks to"):
        read(path)


def test_ten_thousand_nested_elements_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.docx"
    with pytest.raises(InputError, match="damaged"):
        _docx(path, "<w:sdt>" * 10_000 + "</w:sdt>" * 10_000)


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.99])
def test_truncated_files_say_one_sentence(keep: float, tmp_path: Path) -> None:
    write_docx(Printed((TaskRow("1", ("Việc",)),)), LAYOUTS["plain"], tmp_path / "a.docx")
    data = (tmp_path / "a.docx").read_bytes()
    broken = tmp_path / "b.docx"
    broken.write_bytes(data[: int(len(data) * keep)])
    with pytest.raises(InputError) as caught:
        read(broken)
    assert "\n" not in str(caught.value)


def test_mutated_documents_give_a_document_or_one_sentence(tmp_path: Path) -> None:
    write_docx(from_gold(GOLD / "son-la.yaml"), LAYOUTS["automatic"], tmp_path / "a.docx")
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    whole = (tmp_path / "a.docx").read_bytes()
    chance = random.Random(882)
    failed = 0
    for number in range(200):
        if number % 4 == 0:
            broken = bytearray(whole)
            _scribble(broken, chance)
            (tmp_path / "b.docx").write_bytes(broken)
        else:  # past the checksums of the archive, into the XML
            name = chance.choice(["word/document.xml", "word/styles.xml", "word/numbering.xml"])
            broken = bytearray(parts[name])
            _scribble(broken, chance)
            with zipfile.ZipFile(tmp_path / "b.docx", "w") as archive:
                for part, content in {**parts, name: bytes(broken)}.items():
                    archive.writestr(part, content)
        try:
            read(tmp_path / "b.docx")
        except InputError as error:
            failed += 1
            assert "\n" not in str(error)
    assert 0 < failed < 200


def _scribble(data: bytearray, chance: random.Random) -> None:
    """Changes a few bytes; digits into digits, so that numbers stay numbers and say nonsense."""
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data))
        data[at] = chance.choice(b"0123456789") if chr(data[at]).isdigit() else chance.randrange(256)
