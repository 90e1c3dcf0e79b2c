"""Prints a table of `tables/*.yaml` as a PDF (LibreOffice or Chromium) and flattens it by three extractors.

Run `python tests/parse/flat_tables/flat_printing.py [NAME…]` to print again; the texts under `texts/` are checked in, so that the tests need
no engine. The layout of a table (page, font, widths, alignment, header) stands in its file beside its content.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
EXTRACTORS = ("pdftotext", "pdftotext-raw", "pdfminer")
Spec = Mapping[str, Any]
PAGE = {"portrait": (21.0, 29.7), "landscape": (29.7, 21.0)}


def load(name: str) -> dict[str, Any]:
    """A table: its layout, columns and rows."""
    data: dict[str, Any] = yaml.load((HERE / "tables" / f"{name}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    return data


def names() -> list[str]:
    """The names of all tables, in order."""
    return sorted(path.stem for path in (HERE / "tables").glob("*.yaml"))


def text_of(name: str, extractor: str) -> Path:
    """Where the text of a table as one extractor gives it is kept."""
    return HERE / "texts" / f"{name}.{extractor}.txt"


# What is printed


def cell(row: Spec, kind: str, spec: Spec) -> list[str]:
    """The paragraphs of a cell as printed."""
    value = row.get(kind, [])
    texts = [value] if isinstance(value, str) else list(value)
    layout = spec["layout"]
    if kind == "task":
        bullet = layout.get("bullet", "-")
        many = len(texts) > 1
        return [f"{bullet} {text}" if many and bullet and not text.endswith(":") else text for text in texts]
    joiner = layout.get("joiner", "; ")
    return texts if joiner == "\n" or kind in ("time", "note", "budget") else [joiner.join(texts)] if texts else []


def header_rows(spec: Spec) -> list[list[tuple[str, int, int, int]]]:
    """The header as rows of (text, column, columns spanned, rows spanned)."""
    columns = spec["columns"]
    parent = spec["layout"].get("parent")
    if not parent:
        return [[(column["header"], index, 1, 1) for index, column in enumerate(columns)], *_number_row(spec)]
    inner = [index for index, column in enumerate(columns) if column["kind"] in ("lead", "cooperate")]
    top = [(column["header"], index, 1, 2) for index, column in enumerate(columns) if index not in inner]
    top.append((parent, inner[0], len(inner), 1))
    below = [(columns[index]["header"], index, 1, 1) for index in inner]
    return [sorted(top, key=lambda entry: entry[1]), below, *_number_row(spec)]


def _number_row(spec: Spec) -> list[list[tuple[str, int, int, int]]]:
    style = spec["layout"].get("number_row")
    if not style:
        return []
    pattern = "({})" if style == "brackets" else "{}"
    return [[(pattern.format(index + 1), index, 1, 1) for index in range(len(spec["columns"]))]]


def body_rows(spec: Spec) -> list[list[tuple[list[str], int, int]]]:
    """The rows below the header as (paragraphs, column, columns spanned)."""
    columns = [column["kind"] for column in spec["columns"]]
    return [list(_row(row, columns, spec)) for row in spec["rows"]]


def _row(row: Spec, columns: Sequence[str], spec: Spec) -> Iterable[tuple[list[str], int, int]]:
    if "title" not in row:
        for index, kind in enumerate(columns):
            yield ([row["code"]] if row.get("code") else []) if kind == "code" else cell(row, kind, spec), index, 1
        return
    style = spec["layout"].get("groups", "merged")
    code_at, task_at = columns.index("code"), columns.index("task")
    if style == "whole":
        yield [f"{row['code']}. {row['title']}"], 0, len(columns)
    elif style == "task" or code_at:
        for index in range(len(columns)):
            yield [row["code"]] if index == code_at else [row["title"]] if index == task_at else [], index, 1
    else:
        yield [row["code"]], 0, 1
        yield [row["title"]], 1, len(columns) - 1


# DOCX by python-docx


def write_docx(spec: Spec, path: Path) -> None:
    """Writes the table as a Word document."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt

    layout = spec["layout"]
    document = Document()
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = layout.get("font", "Tinos"), Pt(float(layout.get("size", 12)))
    section = document.sections[0]
    section.page_width, section.page_height = (Cm(side) for side in PAGE[layout.get("page", "portrait")])
    if layout.get("page") == "landscape":
        section.orientation = WD_ORIENT.LANDSCAPE
    margin = Cm(float(layout.get("margin", 2)))
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = margin
    if layout.get("page_numbers") == "true":
        _page_number(section)
    for text in spec.get("before", ()):
        document.add_paragraph(text)
    _docx_table(spec, document, section.page_width - 2 * margin)
    for text in spec.get("after", ()):
        document.add_paragraph(text)
    document.save(str(path))


def _page_number(section: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    section.header.paragraphs[0]._p.append(field)


def _docx_table(spec: Spec, document: Any, width: int) -> None:
    from docx.oxml import OxmlElement

    head, body = header_rows(spec), body_rows(spec)
    columns = spec["columns"]
    table = document.add_table(rows=len(head) + len(body), cols=len(columns))
    table.style, table.autofit = "Table Grid", False
    total = sum(float(column["width"]) for column in columns)
    for index, column in enumerate(columns):
        share = int(width * float(column["width"]) / total)
        table.columns[index].width = share
        for target in table.columns[index].cells:
            target.width = share
    for index, line in enumerate(head):
        properties = table.rows[index]._tr.get_or_add_trPr()
        if spec["layout"].get("repeat_header", "true") == "true":
            properties.append(OxmlElement("w:tblHeader"))
        for text, column, across, down in line:
            target = table.cell(index, column).merge(table.cell(index + down - 1, column + across - 1))
            _fill(target, [text], spec, "header")
    for index, row in enumerate(body, len(head)):
        if spec["layout"].get("whole_rows") == "true":
            table.rows[index]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        cells = table.rows[index].cells
        for texts, column, across in row:
            target = cells[column] if across == 1 else cells[column].merge(cells[column + across - 1])
            group = "title" in spec["rows"][index - len(head)]
            _fill(target, texts, spec, "group" if group else columns[column]["kind"])


def _fill(target: Any, texts: Sequence[str], spec: Spec, kind: str) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    layout = spec["layout"]
    if layout.get("valign") == "center" or kind == "header":
        target.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for index, text in enumerate(texts):
        paragraph = target.paragraphs[0] if index == 0 else target.add_paragraph()
        paragraph.add_run(text).bold = kind in ("header", "group")
        paragraph.paragraph_format.space_after = Pt(float(layout.get("space_after", 0)))
        if kind in ("header", "code", "time") or (kind in ("lead", "cooperate") and layout.get("centred") == "true"):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif layout.get("justified") == "true":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


# HTML for Chromium


def write_html(spec: Spec, path: Path) -> None:
    """Writes the table as an HTML page with the layout as its style."""
    layout = spec["layout"]
    total = sum(float(column["width"]) for column in spec["columns"])
    widths = "".join(f"<col style='width:{100 * float(c['width']) / total:.2f}%'>" for c in spec["columns"])
    head = "".join("<tr>" + "".join(_th(entry) for entry in row) + "</tr>" for row in header_rows(spec))
    kinds = [column["kind"] for column in spec["columns"]]
    body = "".join("<tr>" + "".join(_td(entry, kinds) for entry in row) + "</tr>" for row in body_rows(spec))
    paragraphs = ["".join(f"<p>{escape(text)}</p>" for text in spec.get(key, ())) for key in ("before", "after")]
    shown = "table-header-group" if layout.get("repeat_header", "true") == "true" else "table-row-group"
    whole = "tr{break-inside:avoid}" if layout.get("whole_rows") == "true" else ""
    style = (
        f"@page{{size:A4 {layout.get('page', 'portrait')};margin:{layout.get('margin', 2)}cm}}"
        f"body{{font:{layout.get('size', 12)}pt '{layout.get('font', 'Tinos')}';margin:0}}"
        f"table{{border-collapse:collapse;width:100%;table-layout:fixed}}thead{{display:{shown}}}{whole}"
        f"td,th{{border:1px solid;padding:{layout.get('padding', '2px 5px')};vertical-align:{layout.get('valign', 'top').replace('center', 'middle')}}}"
        f"td p{{margin:0 0 {layout.get('space_after', 0)}pt}}.c{{text-align:center}}.g{{font-weight:bold}}"
    )
    path.write_text(
        f"<!doctype html><html lang='vi'><meta charset='utf-8'><style>{style}</style><body>{paragraphs[0]}"
        f"<table><colgroup>{widths}</colgroup><thead>{head}</thead><tbody>{body}</tbody></table>{paragraphs[1]}",
        encoding="utf-8",
    )


def _th(entry: tuple[str, int, int, int]) -> str:
    text, _, across, down = entry
    return f"<th colspan={across} rowspan={down}>{escape(text)}</th>"


def _td(entry: tuple[list[str], int, int], kinds: Sequence[str]) -> str:
    texts, column, across = entry
    kind = "g" if across > 1 else "c" if kinds[column] in ("code", "time") else ""
    return f"<td class='{kind}' colspan={across}>" + "".join(f"<p>{escape(text)}</p>" for text in texts) + "</td>"


# PDF and text


def print_pdf(spec: Spec, name: str, folder: Path) -> Path:
    """Prints the table with the engine that its layout names and returns the PDF."""
    target = folder / f"{name}.pdf"
    if spec["layout"].get("engine") == "chromium":
        write_html(spec, folder / f"{name}.html")
        command = [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--print-to-pdf={target}",
        ]
        _run(*command, f"--user-data-dir={folder}/profile", (folder / f"{name}.html").as_uri())
    else:
        write_docx(spec, folder / f"{name}.docx")
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        _run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / f"{name}.docx"))
    return target


def flatten(pdf: Path, extractor: str) -> str:
    """The text of a PDF as an extractor gives it."""
    if extractor == "pdfminer":
        from pdfminer.high_level import extract_text

        return extract_text(str(pdf))
    options = ["-raw"] if extractor == "pdftotext-raw" else []
    return _run("pdftotext", *options, str(pdf), "-").decode("utf-8")


def _run(*command: str) -> bytes:
    if shutil.which(command[0]) is None:
        raise SystemExit(f"{command[0]} is not installed; it is needed to print the tables again")
    return subprocess.run(command, capture_output=True, check=True, timeout=300).stdout


def main(wanted: Sequence[str]) -> None:
    """Prints and flattens the tables again."""
    with tempfile.TemporaryDirectory() as folder:
        for name in wanted or names():
            pdf = print_pdf(load(name), name, Path(folder))
            for extractor in EXTRACTORS:
                text_of(name, extractor).parent.mkdir(exist_ok=True)
                text_of(name, extractor).write_text(flatten(pdf, extractor), encoding="utf-8")
            print(name)


if __name__ == "__main__":
    main(sys.argv[1:])
