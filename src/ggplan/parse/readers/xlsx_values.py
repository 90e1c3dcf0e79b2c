"""The values of a workbook's cells as they are shown: numbers, percentages, dates, in the cell's number format."""

from __future__ import annotations

import datetime
import math
import re
from typing import Any

__all__ = ["Styles", "shown"]

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# Number formats that every workbook knows without defining them (ECMA-376 part 1, 18.8.30).
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00",
    40: "#,##0.00", 49: "@",
}  # fmt: skip
_EPOCH = datetime.date(1899, 12, 30)
_DATE_LETTERS = re.compile(r"[dmy]", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DIGITS = 15


class Styles:
    """The fonts and number formats of a workbook's cell styles."""

    def __init__(self, root: Any | None) -> None:
        self._fonts: list[str] = []
        self._formats: dict[int, str] = dict(_BUILT_IN)
        self._styles: list[tuple[int, int]] = []
        if root is None:
            return
        for font in root.iterfind(f"{M}fonts/{M}font"):
            name = font.find(M + "name")
            self._fonts.append("" if name is None else name.get("val", ""))
        for entry in root.iterfind(f"{M}numFmts/{M}numFmt"):
            self._formats[_integer(entry.get("numFmtId"))] = entry.get("formatCode", "")
        for style in root.iterfind(f"{M}cellXfs/{M}xf"):
            self._styles.append((_integer(style.get("fontId")), _integer(style.get("numFmtId"))))

    def font(self, style: int) -> str:
        """The font name of a cell style; '' for one that is not there."""
        index = self._styles[style][0] if style < len(self._styles) else -1
        return self._fonts[index] if 0 <= index < len(self._fonts) else ""

    def number_format(self, style: int) -> str:
        """The number format of a cell style; '' for the general one."""
        return self._formats.get(self._styles[style][1], "") if style < len(self._styles) else ""


def _integer(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 9 else 0


def shown(value: str, kind: str, form: str) -> str:
    """A cell's stored value as it is shown. `kind` is the cell's type (`n`, `str`, `b`, `e`, `d`), `form` its number format."""
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    number = _number(value) if kind == "n" else None
    if number is None:
        return value
    bare = _QUOTED.sub("", form.split(";", maxsplit=1)[0])
    if _DATE_LETTERS.search(bare) and 0 < number < 2_958_466:
        return _date(number, bare)
    if bare.endswith("%"):
        return f"{number * 100:.{_decimals(bare)}f}%"
    if re.search(r"0\.0", bare) or re.fullmatch(r"[#,0 ]*0", bare):
        return f"{number:.{_decimals(bare)}f}"
    return _general(value, number)


def _decimals(form: str) -> int:
    match = re.search(r"\.(0+)", form)
    return len(match[1]) if match else 0


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _general(value: str, number: float) -> str:
    """A number without a format: as few digits as tell it, `2023` for 2023.0."""
    if number.is_integer() and abs(number) < 10**_DIGITS:
        return str(int(number))
    return f"{number:.{_DIGITS}g}" if "e" in value.lower() or len(value) > _DIGITS else value


def _date(number: float, form: str) -> str:
    """A date as Vietnam writes it, as precise as its format: `18/10/2023`, `10/2023`, `2023`."""
    day = _EPOCH + datetime.timedelta(days=int(number))
    letters = form.lower()
    if "d" in letters:
        return f"{day:%d/%m/%Y}"
    return f"{day:%m/%Y}" if "m" in letters else str(day.year)
