"""The invented appendix (`appendix.yaml`) as documents: DOCX and HTML by the press, PDF by LibreOffice, and flattened text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ggplan.parse.details import split_outputs
from ggplan.registry.catalogue import Catalogue, Entry
from press.forms import press
from press.layout import LAYOUTS, Layout
from press.rows import GroupRow, PlanRow, Printed, TaskRow

__all__ = ["LAYOUT", "Record", "as_catalogue", "flattened", "print_documents", "records"]

Record = dict[str, Any]
LAYOUT: Layout = replace(LAYOUTS["numbered"], name="appendix", columns=("code", "text", "lead", "partners", "time", "outputs"))
TITLE = "Phụ lục I. Các chủ đề, nhóm nhiệm vụ và nhiệm vụ (DỮ LIỆU KIỂM THỬ, KHÔNG PHẢI VĂN BẢN CHÍNH THỨC)"
ATTACHED = "(Kèm theo Quyết định số 882/QĐ-TTg ngày 22 tháng 7 năm 2022 của Thủ tướng Chính phủ)"


@cache
def records() -> tuple[Record, ...]:
    """The entries of the invented appendix."""
    data: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "appendix.yaml").read_text("utf-8"))
    return tuple(data["entries"])


def as_catalogue(entries: Sequence[Record]) -> Catalogue:
    """The catalogue that the entries are, without going through a document."""
    made = [
        Entry(
            entry["code"],
            entry["title"],
            (entry["lead"],) if "lead" in entry else (),
            tuple(re.split(r", (?!ngành)", entry["cooperating"])) if "lead" in entry else (),
            entry.get("time"),
            split_outputs([entry["product"]]) if "lead" in entry else (),
        )
        for entry in entries
    ]
    return Catalogue("882/QĐ-TTg", "2022-07-22", tuple(made), full=True)


def print_documents(entries: Sequence[Record], folder: Path, forms: Sequence[str]) -> dict[str, Path]:
    """The appendix in those forms of the press (`docx`, `html`, `pdf` …), by form."""
    printed = Printed(tuple(_rows(entries)), title=TITLE, subtitle=ATTACHED, issuer="THỦ TƯỚNG CHÍNH PHỦ")
    return press(printed, LAYOUT, folder, forms)


def _rows(entries: Sequence[Record]) -> Iterator[PlanRow]:
    for entry in entries:
        if "lead" in entry:
            cells = ((entry["title"],), (entry["lead"],), (entry["cooperating"],), entry["time"], (entry["product"],))
            yield TaskRow(entry["code"], *cells)
        else:
            yield GroupRow(entry["code"], entry["title"])


_WIDTHS = {"title": 52, "lead": 20, "cooperating": 22, "time": 12, "product": 20}
_HEADER = ["TT Nhiệm vụ, hoạt động cụ thể ", "Cơ quan chủ trì Cơ quan phối hợp ", "Thời gian thực hiện Sản phẩm "]
_PAGE_LINES = 40


def flattened(entries: Sequence[Record]) -> str:
    """The appendix as a text layer without ruling gives it: cell after cell, blank lines between; pages end between rows."""
    pages: list[list[str]] = [[]]
    for entry in entries:
        lines = list(_lines(entry))
        if len(pages[-1]) + len(lines) > _PAGE_LINES:
            pages.append([])
        pages[-1] += lines
    text = f" {TITLE} \n\n{ATTACHED} \n\n"
    for number, page in enumerate(pages, 1):
        head = "\n".join(_HEADER) + "\n\n"
        body = "".join(f"{line} \n\n" for line in page)
        text += (f"\n{number} \n\n " if number > 1 else " \n\n") + head + body
    return text


def _lines(entry: Record) -> Iterator[str]:
    yield entry["code"]
    if "lead" not in entry:
        yield from textwrap.wrap(entry["title"], 110)
        return
    for kind, width in _WIDTHS.items():
        yield from textwrap.wrap(entry[kind], width, break_on_hyphens=False)
