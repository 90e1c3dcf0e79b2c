"""The inline text of a page: white space as a browser shows it, what is bold or in the middle, legacy fonts, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from ggplan.parse.readers.breaks import BREAK, author_lines
from ggplan.parse.readers.legacy import Encoding, convert, detect, encoding_of_font
from ggplan.parse.readers.repairs import Repairs

__all__ = ["Inline", "Look", "is_block", "note_target"]

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_BOLD_TAGS = {"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"}
_FONT = re.compile(r"font-family\s*:\s*['\"]?([^;,'\"]+)", re.IGNORECASE)
_WEIGHT = re.compile(r"font-weight\s*:\s*(bold|[6-9]00|normal|[1-4]00)", re.IGNORECASE)
_ALIGN = re.compile(r"text-align\s*:\s*(\w+)", re.IGNORECASE)
_NOTE_LINK = re.compile(r"#(?:_ftn|_edn|sdfootnote|sdendnote|fn:?|footnote-?|cite_note-)(\w+?)(?:sym)?$", re.IGNORECASE)
_NOTE_ID = re.compile(r"(?:ftn|edn|sdfootnote|sdendnote|fn:?|footnote-?)(\d+)$", re.IGNORECASE)


def is_block(element: Any) -> bool:
    """Whether a browser begins a new line for it."""
    return element.tag in _BLOCKS


def note_target(element: Any) -> tuple[str, str] | None:
    """`("mark", key)` for a footnote's mark in the text, `("note", key)` for the footnote; None for anything else."""
    if element.tag == "a":
        match = _NOTE_LINK.search(element.get("href") or "")
        is_back = (element.get("name") or element.get("id") or "").endswith("sym")
        return ("mark", match[1]) if match and not is_back else None
    if element.tag in ("div", "li", "p", "aside"):
        match = _NOTE_ID.match(element.get("id") or "")
        return ("note", match[1]) if match else None
    return None


@dataclass(frozen=True, slots=True)
class Look:
    """What an element passes on to its text."""

    bold: bool = False
    centred: bool = False
    font: str = ""

    def inside(self, element: Any) -> Look:
        """The look inside an element."""
        look = self
        if element.tag in _BOLD_TAGS:
            look = replace(look, bold=True)
        if element.tag == "center" or (element.get("align") or "").lower() == "center":
            look = replace(look, centred=True)
        if element.tag == "font" and element.get("face"):
            look = replace(look, font=element.get("face").split(",")[0].strip())
        style = element.get("style")
        return _styled(look, style) if style else look


@lru_cache(maxsize=4096)
def _styled(look: Look, style: str) -> Look:
    if match := _WEIGHT.search(style):
        look = replace(look, bold=match[1].lower() == "bold" or match[1][0] in "6789")
    if match := _ALIGN.search(style):
        look = replace(look, centred=match[1].lower() == "center")
    if match := _FONT.search(style):
        look = replace(look, font=match[1].strip())
    return look


class Inline:
    """Gathers the text of one paragraph. `take` gives it and begins the next."""

    def __init__(self, rest: Encoding | None, repairs: Repairs) -> None:
        self._rest = rest
        self._repairs = repairs
        self._texts: list[str] = []
        self._bold = True
        self._centred = True

    @classmethod
    def for_page(cls, text: str, repairs: Repairs) -> Inline:
        """For the text of a whole page: legacy letters without a telling font are found by their statistics."""
        plain = re.sub(r"<[^>]*>", " ", text[:200_000])
        return cls(detect(plain), repairs)

    def add(self, text: str | None, look: Look) -> None:
        """Adds text of that look."""
        if not text:
            return
        if text.strip():
            self._bold &= look.bold
            self._centred &= look.centred
            text = self._unicode(text, look.font)
        self._texts.append(re.sub(r"[ \t\r\n\f]+", " ", text))

    def line_break(self) -> None:
        """Adds a manual line break."""
        self._texts.append(BREAK)

    def _unicode(self, text: str, font: str) -> str:
        named = encoding_of_font(font) if font else None
        encoding = named.encoding if named else self._rest
        if encoding is None or any("\u0100" <= char < "\uf000" and char.isalpha() for char in text):
            return text
        result = convert(text, encoding)
        if result != text:
            self._repairs.add("encoding-repaired", encoding=f"{encoding.upper()} letters")
        return result.upper() if named and named.capitals else result

    def take(self) -> tuple[list[str], bool, bool]:
        """The lines of the paragraph, and whether all of it is bold, and in the middle."""
        lines = author_lines("".join(self._texts))
        bold, centred = self._bold, self._centred
        self._texts, self._bold, self._centred = [], True, True
        return lines, bold and bool(lines), centred and bool(lines)
