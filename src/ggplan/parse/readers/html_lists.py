"""The numbers and bullets of HTML lists as a browser shows them."""

from __future__ import annotations

import re
from typing import Any

from ggplan.parse.readers.docx_numbering import printed_number

__all__ = ["list_marker"]

_FORMS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "decimal": "decimal", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman",
    "decimal-leading-zero": "decimalZero",
}  # fmt: skip
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)")


def list_marker(item: Any) -> str:
    """The marker of a `li`: `3.`, `b.`, `•`; '' where the list shows none."""
    parent = item.getparent()
    style = _style(item) or _style(parent)
    if style == "none":
        return ""
    if parent is None or parent.tag != "ol":
        return "•"
    form = _FORMS.get(style) or _FORMS.get(item.get("type") or parent.get("type") or "1", "decimal")
    return f"{printed_number(_number(item, parent), form)}."


def _style(element: Any) -> str:
    match = _STYLE.search(element.get("style") or "") if element is not None else None
    return match[1] if match else ""


def _integer(text: str | None) -> int | None:
    text = (text or "").strip()
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else None


def _number(item: Any, parent: Any) -> int:
    start = _integer(parent.get("start"))
    number = (1 if start is None else start) - 1
    for sibling in parent.iterchildren("li"):
        value = _integer(sibling.get("value"))
        number = number + 1 if value is None else value
        if sibling is item:
            break
    return number
