"""The text of one Word paragraph: runs in the accepted view, legacy fonts converted, notes and text boxes set aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from ggplan.parse.readers.breaks import BREAK, author_lines
from ggplan.parse.readers.docx_numbering import bullet
from ggplan.parse.readers.docx_styles import RunLook, Styles
from ggplan.parse.readers.legacy import Encoding, FontEncoding, convert, encoding_of_font

__all__ = ["LegacyFonts", "ParagraphText", "TextReader"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Containers whose content is read as if they were not there: accepted insertions, links, content controls, fields.
_THROUGH = {
    W + tag for tag in ("ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo")
}
_DELETED = {W + "del", W + "moveFrom"}
_BOX = W + "txbxContent"
# LibreOffice writes TCVN3's `ư` as a soft hyphen; in Unicode text cleaning removes it.
_SIGNS = {"tab": " ", "ptab": " ", "br": BREAK, "cr": BREAK, "noBreakHyphen": "-", "softHyphen": "\u00ad"}


@dataclass(frozen=True)
class _Piece:
    text: str
    look: RunLook


@dataclass
class ParagraphText:
    """What a paragraph holds: its lines (broken by the author where a sentence or bullet begins), and what hangs on it.

    `notes` are (kind, id) of footnotes and endnotes, `boxes` the contents of text boxes, `page_starts` counts pages that
    Word began in it when the file was saved, `leading_starts` those before its first letter. `tracked` says that changes
    were accepted, `hidden` that text which is not printed was left out.
    """

    lines: list[str]
    bold: bool
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    page_starts: int = 0
    leading_starts: int = 0
    tracked: bool = False
    hidden: bool = False


class LegacyFonts:
    """Which legacy encodings the runs of one document really hold: a font's name may outlive a conversion of its text."""

    def __init__(self, believed: frozenset[str], rest: Encoding | None) -> None:
        self.believed = believed
        self.rest = rest
        self.converted: set[str] = set()

    def of(self, font: str) -> FontEncoding | None:
        """The encoding of text in that font; None for Unicode."""
        named = encoding_of_font(font) if font else None
        if named is None:
            return FontEncoding(self.rest) if self.rest and self.rest != "cp1258" else None
        return named if named.encoding in self.believed else None

    def convert(self, text: str, font: str) -> str:
        """`text` of a run in that font as Unicode."""
        encoding = self.of(font)
        if encoding is None or any("\u0100" <= char < "\uf000" and char.isalpha() for char in text):
            return text
        result = convert(text, encoding.encoding)
        if result != text:
            self.converted.add(encoding.encoding)
        return result.upper() if encoding.capitals else result


class TextReader:
    """Reads paragraphs of one document."""

    def __init__(self, styles: Styles, legacy: LegacyFonts) -> None:
        self._styles = styles
        self._legacy = legacy
        self._begun = False

    def read(self, paragraph: Any, style: str) -> ParagraphText:
        """The text of a `w:p`."""
        result = ParagraphText([], bold=False)
        self._begun = False
        pieces = [piece for piece in self._pieces(paragraph, style, result) if piece.text]
        text = "".join(
            self._legacy.convert("".join(piece.text for piece in run), font)
            for font, run in groupby(pieces, key=lambda piece: piece.look.font)
        )
        printed = [piece for piece in pieces if piece.text.strip()]
        result.bold = bool(printed) and all(piece.look.bold for piece in printed)
        result.lines = author_lines(text)
        return result

    def _pieces(self, node: Any, style: str, result: ParagraphText) -> Iterator[_Piece]:
        for child in node:
            tag = child.tag
            if tag == W + "r":
                yield from self._run(child, style, result)
            elif tag in _THROUGH:
                result.tracked |= tag in (W + "ins", W + "moveTo")
                yield from self._pieces(child, style, result)
            elif tag in _DELETED:
                result.tracked = True
            elif tag == _MC + "AlternateContent":
                chosen = child.find(_MC + "Choice")
                if chosen is not None:
                    yield from self._pieces(chosen, style, result)
            elif isinstance(tag, str) and tag.startswith(_MATH):
                yield _Piece("".join(text.text or "" for text in child.iter(_MATH + "t")), RunLook())

    def _run(self, run: Any, style: str, result: ParagraphText) -> Iterator[_Piece]:
        look = self._styles.run_look(style, run.find(W + "rPr"))
        if look.hidden:
            result.hidden = True
            return
        for child in run:
            text = self._run_child(child, result)
            if text:
                self._begun = True
                yield _Piece(text.upper() if look.capitals else text, look)

    def _run_child(self, child: Any, result: ParagraphText) -> str:
        tag = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if tag == "t":
            return child.text or ""
        if tag in _SIGNS:
            return _SIGNS[tag]
        if tag == "sym":
            return _symbol(child.get(W + "char", ""))
        if tag == "lastRenderedPageBreak":
            result.page_starts += 1
            result.leading_starts += not self._begun
        elif tag in ("footnoteReference", "endnoteReference"):
            result.notes.append((tag.removesuffix("Reference"), child.get(W + "id", "")))
        elif tag in ("drawing", "pict", "AlternateContent", "object"):
            result.boxes += _text_boxes(child)
        return ""


def _symbol(code: str) -> str:
    """The sign of a symbol font with that hexadecimal code."""
    try:
        return bullet(chr(0xF000 | int(code, 16) & 0xFF))
    except ValueError:
        return ""


def _text_boxes(node: Any) -> list[Any]:
    """The contents of the text boxes in a drawing, each once: the old form of a box repeats the new one."""
    if node.tag == _MC + "AlternateContent":
        node = node.find(_MC + "Choice")
        if node is None:
            return []
    return [box for box in node.iter(_BOX) if not any(True for _ in box.iterancestors(_MC + "Fallback", _BOX))]
