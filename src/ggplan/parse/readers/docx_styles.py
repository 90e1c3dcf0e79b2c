"""Word's styles: what a paragraph or run inherits (ECMA-376 part 1, 17.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

__all__ = ["RunLook", "Styles", "on"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"heading (\d)$", re.IGNORECASE)
_CONTENTS = re.compile(r"toc \d$|table of figures$", re.IGNORECASE)


def on(parent: Any | None, tag: str) -> bool | None:
    """A switch such as `w:b`: True, False, or None where it is not set."""
    child = None if parent is None else parent.find(W + tag)
    if child is None:
        return None
    return child.get(W + "val") not in ("0", "false", "off", "none")


@dataclass(frozen=True)
class RunLook:
    """What a run looks like, as far as a reader cares."""

    font: str = ""
    bold: bool = False
    hidden: bool = False
    capitals: bool = False


def _font(properties: Any | None) -> str:
    fonts = None if properties is None else properties.find(W + "rFonts")
    if fonts is None:
        return ""
    return fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or ""


class Styles:
    """The styles of one document, by id."""

    def __init__(self, root: Any | None) -> None:
        self._styles: dict[str, Any] = {}
        self._chains: dict[str, tuple[Any, ...]] = {}
        self._looks: dict[str, RunLook] = {}
        self._default_font = ""
        self._default_paragraph = ""
        if root is None:
            return
        self._default_font = _font(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        for style in root.iterfind(W + "style"):
            key = style.get(W + "styleId", "")
            self._styles[key] = style
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on"):
                self._default_paragraph = key

    def chain(self, style: str) -> tuple[Any, ...]:
        """The style and those it is based on, nearest first. A circle of styles is cut."""
        if style not in self._chains:
            self._chains[style] = tuple(self._based_on(style))
        return self._chains[style]

    def _based_on(self, style: str) -> list[Any]:
        found: list[Any] = []
        key: str | None = style or self._default_paragraph
        seen: set[str] = set()
        while key and key in self._styles and key not in seen:
            seen.add(key)
            found.append(self._styles[key])
            based = self._styles[key].find(W + "basedOn")
            key = None if based is None else based.get(W + "val")
        return found

    def name(self, style: str) -> str:
        """The name that the user sees (`heading 1`), not the id."""
        chain = self.chain(style)
        name = chain[0].find(W + "name") if chain else None
        return "" if name is None else name.get(W + "val", "")

    def is_contents(self, style: str) -> bool:
        """True for the styles of a table of contents."""
        return bool(_CONTENTS.match(self.name(style)))

    def heading_level(self, style: str, properties: Any | None) -> int | None:
        """The outline level, 1 the highest, of a paragraph; None for body text."""
        sources = [] if properties is None else [properties]
        sources += [entry.find(W + "pPr") for entry in self.chain(style)]
        for source in sources:
            outline = None if source is None else source.find(W + "outlineLvl")
            if outline is not None:
                level = outline.get(W + "val", "9")
                return int(level) + 1 if level.isdigit() and int(level) < 9 else None
        for entry in self.chain(style):
            name = entry.find(W + "name")
            match = _HEADING.match("" if name is None else name.get(W + "val", ""))
            if match:
                return int(match[1])
        return 1 if self.name(style).lower() == "title" else None

    def list_of_style(self, style: str) -> tuple[str, int | None, str] | None:
        """The list, level and id of the nearest style of the chain that numbers its paragraphs."""
        for entry in self.chain(style):
            numbering = entry.find(f"{W}pPr/{W}numPr")
            if numbering is None:
                continue
            number, level = numbering.find(W + "numId"), numbering.find(W + "ilvl")
            if number is not None:
                value = None if level is None else level.get(W + "val")
                index = int(value) if value and value.isdigit() else None
                return number.get(W + "val", ""), index, entry.get(W + "styleId", "")
        return None

    def lists(self) -> dict[str, str]:
        """For each style the list it names itself; list styles are found through this."""
        found = {}
        for key, style in self._styles.items():
            number = style.find(f"{W}pPr/{W}numPr/{W}numId")
            if number is not None:
                found[key] = number.get(W + "val", "")
        return found

    def alignment(self, style: str, properties: Any | None) -> str:
        """`center`, `both`, `left` … of a paragraph; '' where nothing says."""
        sources = [] if properties is None else [properties]
        sources += [entry.find(W + "pPr") for entry in self.chain(style)]
        for source in sources:
            alignment = None if source is None else source.find(W + "jc")
            if alignment is not None:
                return str(alignment.get(W + "val", ""))
        return ""

    def _style_look(self, style: str) -> RunLook:
        if style not in self._looks:
            properties = [entry.find(W + "rPr") for entry in self.chain(style)]
            self._looks[style] = self._look(properties, RunLook(font=self._default_font))
        return self._looks[style]

    def run_look(self, paragraph_style: str, properties: Any | None) -> RunLook:
        """The look of a run with these own `properties` in a paragraph of that style."""
        base = self._style_look(paragraph_style)
        if properties is None:
            return base
        style = properties.find(W + "rStyle")
        sources = [properties]
        if style is not None:
            chain = self.chain(style.get(W + "val", "")) if style.get(W + "val") in self._styles else ()
            sources += [entry.find(W + "rPr") for entry in chain]
        return self._look(sources, base)

    @staticmethod
    def _look(sources: list[Any], base: RunLook) -> RunLook:
        def first(tag: str, otherwise: bool) -> bool:
            values = (on(source, tag) for source in sources)
            return next((value for value in values if value is not None), otherwise)

        fonts = (_font(source) for source in sources)
        return RunLook(
            font=next((font for font in fonts if font), base.font),
            bold=first("b", base.bold),
            hidden=first("vanish", base.hidden),
            capitals=first("caps", base.capitals),
        )
