"""A web page around its document: the encoding, the part that holds the text, and what sites put around it."""

from __future__ import annotations

import codecs
import email
import email.policy
import re
from typing import Any

from ggplan.document import Block, Paragraph, Table
from ggplan.errors import InputError
from ggplan.parse.readers.legacy import convert, detect
from ggplan.parse.readers.repairs import Repairs
from ggplan.text import match_key

__all__ = ["decode", "drop_boilerplate", "main_part", "without_preamble"]

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w:.-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([\w.-]+)", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decode(data: bytes, name: str, repairs: Repairs) -> str:
    """The page as text: by byte order mark, by what it says of itself, as UTF-8, or by its letters."""
    if re.match(rb"(?:MIME-Version|From|Content-Type):", data[:200], re.IGNORECASE):
        data = _html_part(data, name)
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    match = _CHARSET.search(data[:4096])
    said = (match[1] or match[2]).decode("ascii") if match else ""
    for encoding in ("utf-8", said):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    found = detect(re.sub(rb"<[^>]*>", b" ", data[:200_000]))
    if found:
        repairs.add("encoding-repaired", encoding=found.upper())
        return convert(data, found) if found == "cp1258" else data.decode("latin-1")
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    repairs.add("bytes-replaced", count=str(bad), encoding="UTF-8")
    return text


def _html_part(data: bytes, name: str) -> bytes:
    """The first HTML part of a page saved as MHTML."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return payload
    raise InputError(f"{name} is a saved page without an HTML part; save it again as HTML")


# Boilerplate --------------------------------------------------------------------------------------------------------

_NEVER = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "footer",
        "aside",
        "form",
        "button",
        "select",
        "input",
        "textarea",
        "iframe",
        "svg",
        "object",
        "embed",
        "dialog",
        "canvas",
        "audio",
        "video",
        "map",
        "head",
    ]
)
_ROLES = frozenset(
    ["navigation", "banner", "contentinfo", "search", "dialog", "complementary", "menu", "menubar", "toolbar", "alert"]
)
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|breadcrumbs?|sidebar|footer|login|signin|register|popup|modal|overlay|adverts?|ads?"
    r"|related|comments?|share|social|subscri\w*|newsletter|cookies?|toolbar|pagination|pager|captcha|rating|tags?"
    r"|hidden|lien-?quan|dang-?nhap|dang-?ky|quang-?cao)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt)?\s*(?:;|$)", re.IGNORECASE)
_MOST = 0.3


def drop_boilerplate(body: Any, repairs: Repairs) -> None:
    """Takes out of the page what is not its document; an element that holds much of the text is never dropped for a name."""
    total = len("".join(body.itertext()).split()) or 1
    dropped = 0
    for element in list(body.iter()):
        if not isinstance(element.tag, str) or element is body or element.getparent() is None:
            continue
        words = len("".join(element.itertext()).split()) if _suspicious(element) else -1
        if words < 0 or (element.tag not in _NEVER and words > total * _MOST):
            continue
        dropped += 0 if element.tag in ("script", "style") else words
        _remove(element)
    if dropped:
        repairs.add("boilerplate-dropped", words=str(dropped))


def _suspicious(element: Any) -> bool:
    if element.tag in _NEVER or (element.get("role") or "") in _ROLES:
        return True
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return True
    if element.tag in ("table", "tr", "td", "th", "tbody", "thead", "p", "span", "body", "html"):
        return False
    return any(_NAMES.search(element.get(name) or "") for name in ("class", "id"))


def _remove(element: Any) -> None:
    parent = element.getparent()
    tail = element.tail
    if tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    parent.remove(element)


def main_part(body: Any) -> Any:
    """The `main` or `article` element where it holds most of the text, else the whole body."""
    total = len("".join(body.itertext()))
    for element in body.iter("main", "article"):
        if len("".join(element.itertext())) * 2 > total:
            return element
    return body


# The document on the page -------------------------------------------------------------------------------------------

_MOTTO = match_key("Cộng hòa xã hội chủ nghĩa Việt Nam")
_LONGEST_HEAD_LINE = 90
_HEAD_LINES = 3


def without_preamble(blocks: list[Block], repairs: Repairs) -> list[Block]:
    """The blocks from the letterhead on, where the page has one: Vietnam's name opens every official document.

    What a site puts above it (notices, lists of other documents) is dropped; short lines in capitals directly above it are
    the issuer.
    """
    for index, block in enumerate(blocks):
        if _MOTTO in match_key(_text(block)):
            start = index
            while start and index - start < _HEAD_LINES and _is_head_line(blocks[start - 1]):
                start -= 1
            words = sum(len(_text(block).split()) for block in blocks[:start])
            if words:
                repairs.add("boilerplate-dropped", words=str(words))
            return blocks[start:]
    return blocks


def _text(block: Block) -> str:
    if isinstance(block, Table):
        return " ".join(cell.text for row in block.rows[:4] for cell in row.cells)
    return block.text if isinstance(block, Paragraph) else ""


def _is_head_line(block: Block) -> bool:
    text = _text(block)
    return isinstance(block, Paragraph) and len(text) <= _LONGEST_HEAD_LINE and text.isupper()
