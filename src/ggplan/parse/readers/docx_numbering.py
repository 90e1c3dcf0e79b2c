"""Word's automatic numbers as they are printed (ECMA-376 part 1, 17.9).

A paragraph names a list (`numId`) and a level; the list points to an abstract definition, whose levels say the first
number, the form of the number and the text around it (`%1.%2.`). Counters belong to the abstract definition: two lists of one
definition go on counting together unless one of them overrides the start.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

__all__ = ["Numbering"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9


@dataclass(frozen=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False


def _value(parent: Any, tag: str) -> str | None:
    child = parent.find(W + tag)
    return None if child is None else child.get(W + "val")


def _integer(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < _LEVELS else None


def _level(element: Any) -> _Level:
    legal, start = element.find(W + "isLgl"), _integer(_value(element, "start"))
    return _Level(
        start=1 if start is None else start,
        form=_value(element, "numFmt") or "decimal",
        text=_value(element, "lvlText") or "",
        restart=_integer(_value(element, "lvlRestart")),
        legal=legal is not None and legal.get(W + "val") not in ("0", "false"),
    )


class Numbering:
    """The lists of one document and where each of them stands. `next_marker` counts one paragraph further."""

    def __init__(self, root: Any | None, style_lists: dict[str, str]) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._by_style: dict[tuple[str, str], int] = {}
        self._lists: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._own: dict[str, dict[int, _Level]] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._used: set[tuple[str, int]] = set()
        if root is not None:
            self._load(root, style_lists)

    def _load(self, root: Any, style_lists: dict[str, str]) -> None:
        linked: dict[str, str] = {}
        for element in root.iterfind(W + "abstractNum"):
            key = element.get(W + "abstractNumId", "")
            self._abstract[key] = {}
            for level in element.iterfind(W + "lvl"):
                index = _integer(level.get(W + "ilvl")) or 0
                self._abstract[key][index] = _level(level)
                style = _value(level, "pStyle")
                if style:
                    self._by_style[key, style] = index
            link = _value(element, "numStyleLink")
            if link:
                linked[key] = link
        for element in root.iterfind(W + "num"):
            self._load_list(element)
        for key, style in linked.items():
            target = self._lists.get(style_lists.get(style, ""), "")
            if target in self._abstract and target != key:
                self._abstract[key] = self._abstract[target]

    def _load_list(self, element: Any) -> None:
        key = element.get(W + "numId", "")
        self._lists[key] = _value(element, "abstractNumId") or ""
        for override in element.iterfind(W + "lvlOverride"):
            index = _integer(override.get(W + "ilvl")) or 0
            start = _integer(_value(override, "startOverride"))
            if start is not None:
                self._overrides.setdefault(key, {})[index] = start
            level = override.find(W + "lvl")
            if level is not None:
                self._own.setdefault(key, {})[index] = _level(level)

    def level_of_style(self, number: str, style: str) -> int | None:
        """The level that a list's definition links to a paragraph style."""
        return self._by_style.get((self._lists.get(number, ""), style))

    def next_marker(self, number: str, level: int) -> str:
        """The number or bullet of the next paragraph of list `number` at `level` (0–8); '' for an unknown list."""
        abstract = self._lists.get(number)
        if abstract is None or abstract not in self._abstract or not 0 <= level < _LEVELS:
            return ""
        counters = self._counters.setdefault(abstract, [None] * _LEVELS)
        self._advance(number, level, counters)
        current = self._definition(number, level)
        if current.form == "none":
            return _plain(current.text)
        if current.form == "bullet":
            return bullet(current.text)
        return self._text(number, current, counters)

    def _definition(self, number: str, level: int) -> _Level:
        own = self._own.get(number, {}).get(level)
        found = own or self._abstract[self._lists[number]].get(level) or _Level()
        start = self._overrides.get(number, {}).get(level)
        return found if start is None else replace(found, start=start)

    def _advance(self, number: str, level: int, counters: list[int | None]) -> None:
        first_use = (number, level) not in self._used
        self._used.add((number, level))
        override = self._overrides.get(number, {}).get(level)
        before = counters[level]
        if before is None or (first_use and override is not None):
            counters[level] = self._definition(number, level).start
        else:
            counters[level] = before + 1
        for upper in range(level):
            if counters[upper] is None:
                counters[upper] = self._definition(number, upper).start
        for lower in range(level + 1, _LEVELS):
            restart = self._definition(number, lower).restart
            if restart is None or 0 < level + 1 <= restart:
                counters[lower] = None

    def _text(self, number: str, current: _Level, counters: list[int | None]) -> str:
        text = current.text
        for index in range(_LEVELS):
            mark = f"%{index + 1}"
            if mark in text:
                form = "decimal" if current.legal else self._definition(number, index).form
                text = text.replace(mark, printed_number(counters[index] or 0, form))
        return text.strip()


# Signs of symbol fonts, by code, as they look on paper.
_SYMBOLS = {
    0xB7: "•",
    0xA7: "▪",
    0xD8: "➢",
    0xFC: "✓",
    0x6F: "o",
    0x2D: "-",
    0xA8: "◻",
    0x76: "❖",
    0xAE: "→",
    0x2B: "+",
}


def bullet(text: str) -> str:
    """A bullet as it looks on paper; the codes of symbol fonts (U+F0B7) as the nearest sign."""
    return "".join(_SYMBOLS.get(ord(c) - 0xF000, "•") if 0xF000 <= ord(c) < 0xF100 else c for c in text).strip()


def _plain(text: str) -> str:
    return "" if "%" in text else text.strip()


_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text += letters
            number -= value
    return text


def printed_number(number: int, form: str) -> str:
    """`number` in one of Word's forms; unknown forms as decimal. Letters after z are doubled (`aa`), as Word does."""
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < number < 5000:
        return _roman(number).upper() if form == "upperRoman" else _roman(number)
    if form == "decimalZero":
        return f"{number:02d}"
    return "" if form == "none" else str(number)
