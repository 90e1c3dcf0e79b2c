"""The plan as a DOCX, written with python-docx."""

from __future__ import annotations

import unicodedata
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from press import tcvn3
from press.layout import WIDTHS, Layout
from press.rows import GroupRow, PlanRow, Printed, PrintedCell, printed_rows

__all__ = ["MOTTO", "NATION", "header_rows", "write_docx"]

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
LONGEST_WHOLE_ROW = 700
MOTTO = "Độc lập - Tự do - Hạnh phúc"


def write_docx(plan: Printed, layout: Layout, path: Path) -> None:
    """Writes the plan in that layout. With `automatic`, codes and bullets are Word's own where its lists count the same."""
    _Writer(layout).write(plan, path)


def header_rows(layout: Layout) -> list[tuple[PrintedCell, ...]]:
    """The header of the table: one row, two where `nested`, and one more of numbers where `number_row`."""
    names = [layout.headers[kind] for kind in layout.columns]
    rows: list[tuple[PrintedCell, ...]]
    if layout.nested:
        lead = layout.columns.index("lead")
        top = [PrintedCell((name,), at, rowspan=2) for at, name in enumerate(names) if at not in (lead, lead + 1)]
        top.append(PrintedCell(("Phân công trách nhiệm",), lead, colspan=2))
        below = (PrintedCell((names[lead],), lead), PrintedCell((names[lead + 1],), lead + 1))
        rows = [tuple(sorted(top, key=lambda cell: cell.column)), below]
    else:
        rows = [tuple(PrintedCell((name,), index) for index, name in enumerate(names))]
    if layout.number_row:
        rows.append(tuple(PrintedCell((str(index + 1),), index) for index in range(len(names))))
    return rows


class _Writer:
    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.document = docx.Document()
        style: Any = self.document.styles["Normal"]
        style.font.name, style.font.size = layout.font, Pt(layout.size)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), layout.font)
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        if layout.landscape:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Cm(29.7), Cm(21)
        section.left_margin, section.right_margin = Cm(3), Cm(2)
        section.top_margin = section.bottom_margin = Cm(2)
        self.automatic = False
        self.width = section.page_width - section.left_margin - section.right_margin

    def write(self, plan: Printed, path: Path) -> None:
        self.automatic = self.layout.automatic and _counts_up(plan.rows)
        if self.automatic:
            _add_lists(self.document)
        if self.layout.page_numbers:
            self._page_number()
        if self.layout.front:
            self._front(plan)
        elif plan.title:
            self._paragraph(self.document, plan.title.upper(), bold=True, centred=True)
        notes: list[str] = []
        for index, text in enumerate(plan.body):
            paragraph = self._paragraph(self.document, text)
            if index in plan.footnotes:
                notes.append(plan.footnotes[index])
                _footnote_reference(paragraph, len(notes))
        self._table(plan)
        if self.layout.front:
            self._signature(plan)
        self.document.save(str(path))
        if notes:
            _add_footnotes(path, notes)

    def _page_number(self) -> None:
        section = self.document.sections[0]
        section.header_distance = Cm(1)
        paragraph = section.header.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)

    def _front(self, plan: Printed) -> None:
        table = self.document.add_table(rows=2, cols=2)
        left, right = table.rows[0].cells
        self._fill(left, (plan.issuer,), bold=True, centred=True)
        self._fill(right, (NATION, MOTTO), bold=True, centred=True)
        left, right = table.rows[1].cells
        self._fill(left, (f"Số: {plan.number or '      /KH-UBND'}",), centred=True)
        place = plan.issuer.removeprefix("ỦY BAN NHÂN DÂN TỈNH ").title()
        self._fill(right, (f"{place}, {plan.dated}",), centred=True)
        self._paragraph(self.document, "")
        if plan.title:
            self._paragraph(self.document, plan.title, bold=True, centred=True)
        if plan.subtitle:
            self._paragraph(self.document, plan.subtitle, centred=True)

    def _signature(self, plan: Printed) -> None:
        self._paragraph(self.document, "")
        table = self.document.add_table(rows=1, cols=2)
        self._fill(table.rows[0].cells[0], ("Nơi nhận:", "- Như trên;", "- Lưu: VT."))
        lines = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", plan.signer)
        self._fill(table.rows[0].cells[1], lines, bold=True, centred=True)

    # the table

    def _table(self, plan: Printed) -> None:
        columns = self.layout.columns
        cells = printed_rows(plan.rows, self.layout)
        header = header_rows(self.layout)
        table = self.document.add_table(rows=len(header) + len(cells), cols=len(columns))
        table.autofit = False
        self._borders(table)
        self._widths(table)
        for index, row in enumerate([*header, *cells]):
            is_header = index < len(header)
            source = None if is_header else plan.rows[index - len(header)]
            self._row(table, index, row, is_header=is_header, source=source)

    def _row(self, table: Any, index: int, row: tuple[PrintedCell, ...], *, is_header: bool, source: PlanRow | None) -> None:
        word_row = table.rows[index]
        properties = word_row._tr.get_or_add_trPr()
        if is_header and self.layout.repeat_header:
            properties.append(OxmlElement("w:tblHeader"))
        # LibreOffice cuts off what does not fit on a page of a row that must not be split.
        long = sum(len(text) for cell in row for text in cell.paragraphs) > LONGEST_WHOLE_ROW
        if is_header or not (self.layout.split_rows or long):
            properties.append(OxmlElement("w:cantSplit"))
        cells = word_row.cells
        strong = is_header or isinstance(source, GroupRow)
        for cell in row:
            target = cells[cell.column]
            if cell.colspan > 1 or cell.rowspan > 1:
                last = table.cell(index + cell.rowspan - 1, cell.column + cell.colspan - 1)
                target = target.merge(last)
            kind = "" if is_header else self.layout.columns[cell.column]
            if self.layout.middle:
                target.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            centred = is_header or kind in ("code", "time")
            whole = isinstance(source, GroupRow) and self.layout.groups == "whole"
            automatic = kind if self.automatic and not whole else ""
            level = 0 if isinstance(source, GroupRow) else 1
            self._fill(target, cell.paragraphs, bold=strong, centred=centred, automatic=automatic, level=level)

    def _borders(self, table: Any) -> None:
        borders = OxmlElement("w:tblBorders")
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
            element = OxmlElement(f"w:{edge}")
            shown = {"full": True, "horizontal": edge in ("top", "bottom", "insideH"), "none": False}
            element.set(qn("w:val"), "single" if shown[self.layout.borders] else "nil")
            element.set(qn("w:sz"), "4")
            element.set(qn("w:color"), "000000")
            borders.append(element)
        table._tbl.tblPr.append(borders)

    def _widths(self, table: Any) -> None:
        shares = [WIDTHS[kind] for kind in self.layout.columns]
        for index, share in enumerate(shares):
            width = int(self.width * share / sum(shares))
            table.columns[index].width = width
            for cell in table.columns[index].cells:
                cell.width = width

    # text

    def _fill(
        self,
        cell: Any,
        texts: tuple[str, ...],
        *,
        bold: bool = False,
        centred: bool = False,
        automatic: str = "",
        level: int = 0,
    ) -> None:
        first = cell.paragraphs[0]
        for index, text in enumerate(texts):
            paragraph = first if index == 0 else cell.add_paragraph()
            if automatic == "code":
                _number(paragraph, 90, level)
            elif automatic == "text" and text.startswith("- "):
                _number(paragraph, 91, 0)
                self._run(paragraph, text.removeprefix("- "), bold=bold)
            else:
                self._run(paragraph, text, bold=bold)
            paragraph.paragraph_format.space_after = Pt(2)
            if centred:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _paragraph(self, parent: Any, text: str, *, bold: bool = False, centred: bool = False) -> Any:
        paragraph = parent.add_paragraph()
        self._run(paragraph, text, bold=bold)
        paragraph.paragraph_format.space_after = Pt(6)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        else:
            paragraph.paragraph_format.first_line_indent = Cm(1)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        return paragraph

    def _run(self, paragraph: Any, text: str, *, bold: bool) -> None:
        if not text:
            return
        if self.layout.decomposed:
            text = unicodedata.normalize("NFD", text)
        pieces = tcvn3.runs(text) if self.layout.legacy else [(text, "")]
        for piece, font in pieces:
            run = paragraph.add_run(piece)
            run.bold = bold
            if font:
                run.font.name = font
        if self.layout.justified and paragraph.alignment is None:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def _footnote_reference(paragraph: Any, number: int) -> None:
    run = paragraph.add_run()
    run.font.superscript = True
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), str(number))
    run._r.append(reference)


def _add_footnotes(path: Path, notes: list[str]) -> None:
    """Adds the part that python-docx does not write, with Word's separators as notes -1 and 0."""
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    separators = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    )
    texts = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:rPr><w:sz w:val="20"/><w:vertAlign w:val="superscript"/></w:rPr>'
        f'<w:footnoteRef/></w:r><w:r><w:rPr><w:sz w:val="20"/></w:rPr><w:t xml:space="preserve"> {escape(text)}</w:t></w:r>'
        "</w:p></w:footnote>"
        for number, text in enumerate(notes, 1)
    )
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/footnotes.xml"] = f"<w:footnotes {namespace}>{separators}{texts}</w:footnotes>".encode()
    types, relations = "[Content_Types].xml", "word/_rels/document.xml.rels"
    override = f'<Override PartName="/word/footnotes.xml" ContentType="{_FOOTNOTES}"/></Types>'
    parts[types] = parts[types].replace(b"</Types>", override.encode())
    relation = f'<Relationship Id="rIdNotes" Type="{_RELATION}" Target="footnotes.xml"/></Relationships>'
    parts[relations] = parts[relations].replace(b"</Relationships>", relation.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


_ABSTRACT = """
<w:abstractNum {ns} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="nothing"/><w:lvlText w:val="%1"/>
<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="nothing"/><w:lvlText w:val="%1.%2"/>
<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl></w:abstractNum>"""
_BULLETS = """
<w:abstractNum {ns} w:abstractNumId="91"><w:multiLevelType w:val="hybridMultilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:suff w:val="space"/><w:lvlText w:val="-"/>
<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl></w:abstractNum>"""
_LIST = '<w:num {ns} w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>'


def _add_lists(document: Any) -> None:
    """Adds the lists 90 (`1`, `1.1`) and 91 (`-`); definitions stand before lists in the part."""
    root = document.part.numbering_part.element
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for template in (_BULLETS, _ABSTRACT):
        root.insert(0, parse_xml(template.format(ns=namespace).strip()))
    for key in (90, 91):
        root.append(parse_xml(_LIST.format(ns=namespace, key=key)))


def _number(paragraph: Any, key: int, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = key


def _counts_up(rows: tuple[PlanRow, ...]) -> bool:
    """True where Word's lists would print the very codes of these rows."""
    group = task = 0
    for row in rows:
        if isinstance(row, GroupRow):
            group, task = group + 1, 0
            expected = str(group)
        else:
            task += 1
            expected = f"{group}.{task}"
        if row.code != expected:
            return False
    return True
