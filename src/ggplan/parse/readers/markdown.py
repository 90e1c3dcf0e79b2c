"""Markdown, mostly from OCR: headings, paragraphs, list items, tables; inline marks dropped.

Read with markdown-it-py (CommonMark and tables), whose tokens know their lines.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ggplan.document import Block, Cell, Document, Paragraph, Row, Table
from ggplan.location import Place, span
from ggplan.parse.readers.text import decode
from ggplan.text import clean, join_lines, squeeze

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["read"]


def read(path: Path, *, password: str | None = None) -> Document:
    """The blocks of a Markdown file. `password` is not used."""
    del password
    from markdown_it import MarkdownIt

    text, repairs = decode(path.read_bytes(), str(path))
    text = clean_lines(text)
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["code", "html_block", "html_inline"])
    tokens = parser.parse(text)
    return Document(tuple(_blocks(tokens)), "text/markdown", tuple(repairs))


def clean_lines(text: str) -> str:
    """Every line cleaned, tabs kept as two spaces and more (they separate columns of a list of abbreviations)."""
    lines = re.split(r"\r\n|\r|\n", text)
    return "\n".join(clean(line.replace("\t", "\x1f")).text.replace("\x1f", "\t") for line in lines)


def _blocks(tokens: list[Token]) -> list[Block]:
    blocks: list[Block] = []
    markers: list[str] = []
    level: int | None = None
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "heading_close":
            level = None
        elif token.type == "list_item_open":
            markers.append(f"{token.info}{token.markup}" if token.info else token.markup)
        elif token.type == "table_open":
            end = next(i for i in range(index, len(tokens)) if tokens[i].type == "table_close")
            blocks.append(_table(tokens[index:end]))
            index = end
        elif token.type == "inline":
            blocks.extend(_paragraphs(token, markers.pop() if markers else "", level))
            markers.clear()
        index += 1
    return blocks


def _paragraphs(token: Token, marker: str, level: int | None) -> list[Paragraph]:
    first, last = (token.map[0] + 1, token.map[1]) if token.map else (1, 1)
    found: list[Paragraph] = []
    for offset, (text, bold) in enumerate(_printed_lines(token)):
        place = Place(lines=(min(first + offset, last), min(first + offset, last)))
        if not text:
            continue
        if found and _goes_on(found[-1].text, text):
            joined = join_lines([found[-1].text, text])
            found[-1] = replace(found[-1], text=joined, place=span([found[-1].place, place]))
        else:
            found.append(Paragraph(text, place, level, "" if found else marker, bold))
    return found


_STARTS_ITEM = re.compile(r"(?:[-+•*]|\(?\w{1,4}[.)]|\d+(?:\.\d+)+\.?)\s")


def _goes_on(text: str, following: str) -> bool:
    """Whether a new line of Markdown is only a wrapped one: it starts small, and neither line is a row of a list."""
    if "\t" in text or "\t" in following or _STARTS_ITEM.match(following):
        return False
    return following[0].islower() or following[0].isdigit()


def _printed_lines(token: Token) -> list[tuple[str, bool]]:
    """The lines of an inline token without marks, each with whether all of it is bold; two glued bold runs are two lines."""
    lines: list[list[tuple[str, bool]]] = [[]]
    strong = 0
    after_strong = False
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak") or (child.type == "strong_open" and after_strong):
            lines.append([])
        strong += {"strong_open": 1, "strong_close": -1}.get(child.type, 0)
        after_strong = child.type == "strong_close"
        if child.content:
            parts = child.content.split("****")
            lines[-1].append((parts[0], strong > 0))
            lines.extend([(part, strong > 0)] for part in parts[1:])
    return [_line(parts) for parts in lines]


def _line(parts: list[tuple[str, bool]]) -> tuple[str, bool]:
    text = "".join(part for part, _ in parts).replace("**", "").strip()
    return text, bool(text) and all(bold for part, bold in parts if part.strip())


def _table(tokens: list[Token]) -> Table:
    rows: list[Row] = []
    cells: list[Cell] = []
    for token in tokens:
        if token.type == "tr_open":
            cells = []
            place = Place(lines=(token.map[0] + 1, token.map[1])) if token.map else Place()
        elif token.type == "inline":
            texts = re.split(r"<br\s*/?>", " ".join(text for text, _ in _printed_lines(token)))
            paragraphs = tuple(Paragraph(squeeze(text), place) for text in texts if text.strip())
            cells.append(Cell(paragraphs, len(cells), place=place))
        elif token.type == "tr_close":
            rows.append(Row(tuple(cells), place))
    places = [row.place for row in rows]
    return Table(tuple(rows), max((len(row.cells) for row in rows), default=0), places[0] if places else Place(), 1)
