"""Plain text: the text layer of a PDF, or what a person saved. Physical lines with their blank lines and pages.

Encodings by order of certainty: BOM, UTF-8, UTF-16 without BOM, then the Vietnamese legacy ones (cp1258, TCVN3, VNI) by letter
statistics (`legacy`). Legacy text is converted before anything else, as in TCVN3 `ư` is the soft hyphen.
"""

from __future__ import annotations

import re
from pathlib import Path

from ggplan.document import Document, Line, PageBreak
from ggplan.errors import InputError
from ggplan.location import NOWHERE, Place
from ggplan.text import clean

__all__ = ["decode", "read", "read_lines"]

Repair = tuple[str, Place, dict[str, str]]


def read(path: Path, *, password: str | None = None) -> Document:
    """The lines of a text file. `password` is not used."""
    del password
    text, repairs = decode(path.read_bytes(), str(path))
    blocks, more = read_lines(text)
    return Document(tuple(blocks), "text/plain", (*repairs, *more))


def decode(data: bytes, name: str) -> tuple[str, list[Repair]]:
    """Bytes as text, and how: an entry where it was not plain UTF-8. Raises `InputError` for bytes that are no text."""
    encoding = _bom(data) or _utf16_without_bom(data)
    if encoding is None:
        try:
            return _legacy(data.decode("utf-8"), "UTF-8")
        except UnicodeDecodeError:
            return _single_byte(data, name)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"{name} begins like {encoding} text but is not ({error.reason}); save it as UTF-8") from error
    label = encoding.upper().replace("-SIG", " with BOM")
    return _legacy(text.removeprefix("\ufeff"), label)


def _bom(data: bytes) -> str | None:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return encoding
    return None


def _utf16_without_bom(data: bytes) -> str | None:
    head = data[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 5 > len(head) and min(even, odd) * 20 < len(head):
        return "utf-16-be" if even > odd else "utf-16-le"
    return None


def _legacy(text: str, label: str) -> tuple[str, list[Repair]]:
    if not _is_unicode_vietnamese(text):
        from ggplan.parse.readers import legacy

        kind = legacy.detect(text)
        if kind:
            how = {"encoding": f"{kind.upper()} in {label}"}
            return legacy.convert(text, kind), [("encoding-repaired", NOWHERE, how)]
    plain = label == "UTF-8"
    return text, [] if plain else [("encoding-repaired", NOWHERE, {"encoding": label})]


_PRECOMPOSED = re.compile(
    "[\u1ea0-\u1ef9\u01a0\u01a1\u01af\u01b0]|[aeiouyAEIOUY\u0103\u00e2\u00ea\u00f4][\u0300\u0301\u0303\u0309\u0323]"
)


def _is_unicode_vietnamese(text: str) -> bool:
    """Letters that only Unicode text holds (`ế`, `ơ`, or a vowel and a combining mark) are one in a hundred or more."""
    head = text[:20000]
    return head.isascii() or len(_PRECOMPOSED.findall(head)) * 100 >= len(head)


def _single_byte(data: bytes, name: str) -> tuple[str, list[Repair]]:
    from ggplan.parse.readers import legacy

    kind = legacy.detect(data)
    if kind:
        return legacy.convert(data, kind), [("encoding-repaired", NOWHERE, {"encoding": kind.upper()})]
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    if bad * 20 > len(text):
        raise InputError(f"{name} is text in an encoding that ggplan does not know; save it as UTF-8 and try again")
    return text, [("bytes-replaced", NOWHERE, {"count": str(bad), "encoding": "UTF-8"})]


def read_lines(text: str) -> tuple[list[Line | PageBreak], list[Repair]]:
    """The lines of `text` with page breaks (form feeds), cleaned; and one repair entry for each kind of repair."""
    blocks: list[Line | PageBreak] = []
    repaired: dict[str, tuple[int, int]] = {}
    blank = 0
    page = 1 if "\f" in text else None
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        while raw.startswith("\f"):
            page = (page or 1) + 1
            blocks.append(PageBreak(page))
            raw = raw[1:]
        trailing_feeds = raw.count("\f")
        cleaned = clean(raw.replace("\f", " "))
        for kind, count in cleaned.repairs:
            first, total = repaired.get(kind, (number, 0))
            repaired[kind] = (first, total + count)
        body = cleaned.text.rstrip()
        if not body.strip():
            blank += 1
        else:
            indent = len(body) - len(body.lstrip())
            blocks.append(Line(body.strip(), Place(page, (number, number)), blank, indent))
            blank = 0
        for _ in range(trailing_feeds):
            page = (page or 1) + 1
            blocks.append(PageBreak(page))
    return blocks, [
        ("text-repaired", Place(lines=(first, first)), {"kind": kind, "count": str(total)})
        for kind, (first, total) in repaired.items()
    ]
