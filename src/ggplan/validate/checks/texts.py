"""GG8, second half: spaces, brackets and what is no part of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ggplan.validate.hits import Hit, check, hit
from ggplan.validate.searching import PROSE, around, hints_of, mending, texts_with, visible_char
from ggplan.validate.subject import Subject

_SPACES = re.compile("[ \t\n\r]{2,}|^[ \t\n\r]|[ \t\n\r]$|[\t\n\r\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2028\u2029]")


@check("stray-space")
def stray_space(subject: Subject) -> Iterator[Hit]:
    """Spaces at an end, two in a row, or of a kind other than the usual one."""
    odd = any(char.isspace() and char not in " \n" for char in subject.characters)
    for text in subject.texts:
        printed = text.text
        if not odd and "  " not in printed and "\n" not in printed and printed[:1] != " " and printed[-1:] != " ":
            continue
        match = _SPACES.search(printed)
        if match:
            squeezed = " ".join(text.text.split())
            what = "a space at an end" if text.text.strip() != text.text else "two spaces in a row"
            if not re.fullmatch(" +", match.group()):
                what = f"a space of another kind (U+{ord(match.group()[0]):04X})"
            shown = around(text.text, *match.span())
            yield hit(
                "stray-space",
                text.path,
                text.item,
                part=match.span(),
                fix=mending(subject, text, squeezed),
                what=what,
                text=shown,
            )


_ITEM_MARK = re.compile(r"(?:(?<=[\s;,:.(“])|^)\(?(?:[a-zđ]|\d{1,2}|[ivx]{1,4})\)")
_BRACKETS = re.compile(r"[()\[\]“”\"]")
_PARTNERS = {")": "(", "]": "[", "”": '“"', '"': '“"'}
"""What each closing mark closes; a straight quotation mark may stand for a curved one."""


@check("unbalanced-brackets")
def unbalanced_brackets(subject: Subject) -> Iterator[Hit]:
    """A bracket or quotation mark without its partner; `a)` and `1)` in running text are no brackets."""
    for text in texts_with(subject, _BRACKETS, *'()[]“”"'):
        if text.kind not in PROSE:
            continue
        at = _alone(_ITEM_MARK.sub(lambda match: " " * len(match.group()), text.text))
        if at is not None:
            yield hit("unbalanced-brackets", text.path, text.item, part=(at, at + 1), text=around(text.text, at, at + 1))


def _alone(text: str) -> int | None:
    """The place of the first mark without a partner."""
    opened: list[tuple[str, int]] = []
    for mark in _BRACKETS.finditer(text):
        at, char = mark.start(), mark.group()
        last = opened[-1][0] if opened else "none"
        if char in _PARTNERS and last in _PARTNERS[char]:
            opened.pop()
        elif char in '([“"':
            opened.append((char, at))
        elif char in _PARTNERS:
            return at
    return opened[0][1] if opened else None


# Words that no compound begins or ends with; others may meet their like (`giao thông thông minh`, `đầu tư tư nhân`).
_SMALL_WORDS = (
    "các",
    "và",
    "của",
    "cho",
    "với",
    "về",
    "những",
    "được",
    "theo",
    "để",
    "tại",
    "bị",
    "đã",
    "sẽ",
    "trong",
    "trên",
    "nhằm",
    "bằng",
    "là",
    "này",
    "khi",
    "hoặc",
    "cùng",
    "qua",
    "nên",
    "cũng",
    "việc",
    "đối",
    "do",
    "mà",
)


_TWICE = re.compile(rf"(?<![\w-])({'|'.join(sorted(_SMALL_WORDS))}) \1(?![\w-])", re.IGNORECASE)
_TWICE_HINTS = tuple(f"{word[1:]} {word}" for word in sorted(_SMALL_WORDS))  # without the first letter, which may be large


@check("repeated-word")
def repeated_word(subject: Subject) -> Iterator[Hit]:
    """A small word twice in a row."""
    for text in texts_with(subject, _TWICE, *_TWICE_HINTS):
        match = _TWICE.search(text.text) if text.kind in PROSE else None
        if match:
            shown = around(text.text, *match.span())
            yield hit("repeated-word", text.path, text.item, part=match.span(), word=match[1].lower(), text=shown)


_MARKUP = re.compile(
    r"\*\*|(?<!\w)__|__(?!\w)|</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>|(?:^|\s)#{2,6}\s|\]\(|&(?:nbsp|amp|lt|gt|quot|#\d+);|```"
)


@check("markup-left")
def markup_left(subject: Subject) -> Iterator[Hit]:
    """Signs of Markdown or HTML."""
    for text in texts_with(subject, _MARKUP, "**", "__", "<", "##", "](", "&", "```"):
        match = _MARKUP.search(text.text)
        if match:
            mark = match.group().strip()
            yield hit("markup-left", text.path, text.item, part=match.span(), mark=mark, text=around(text.text, *match.span()))


_BULLET = re.compile(r"(?:[-–—•●▪○*+]\s+|\d{1,2}(?:\.\d{1,2}){0,3}[.)]\s+|[a-zđ]\)\s*)(?=[^\W\d_])")


@check("bullet-left")
def bullet_left(subject: Subject) -> Iterator[Hit]:
    """An action, output or condition that begins with its mark."""
    for text in subject.texts:
        if text.kind in ("action", "output", "condition") and (match := _BULLET.match(text.text)):
            yield hit("bullet-left", text.path, text.item, part=match.span(), text=around(text.text, 0, 30))


_DEBRIS = re.compile(r"\(cid:\d+\)|\ufffd|[\ue000-\uf8ff]|[|~^\\=]{2,}|[_]{3,}|[■□▓▒░◊¤]")
_DEBRIS_SIGN = re.compile(r"[\ufffd\ue000-\uf8ff■□▓▒░◊¤|~^\\=_]")


@check("ocr-debris")
def ocr_debris(subject: Subject) -> Iterator[Hit]:
    """Letters that a font or a scan has lost, and runs of signs that nobody writes."""
    for text in texts_with(subject, _DEBRIS, *hints_of(subject, _DEBRIS_SIGN), "(cid:", "___", "||", "~~", "^^", "\\\\", "=="):
        match = _DEBRIS.search(text.text)
        if match:
            what = "".join(visible_char(char) for char in match.group())
            if match.group() == "\ufffd":
                what = "U+FFFD"
            yield hit("ocr-debris", text.path, text.item, part=match.span(), what=what, text=around(text.text, *match.span()))


_ROLE = "(?:chủ trì|phối hợp|thực hiện)"
_NEXT = f"(?:[Cc]ơ quan {_ROLE}|[Đđ]ơn vị {_ROLE}|Thời gian (?:thực hiện|hoàn thành)|Sản phẩm (?:đầu ra|dự kiến)|Ghi chú)"
_HEADER = re.compile(rf"(?:[Cc]ơ quan|[Đđ]ơn vị) {_ROLE}[\s,;|]+{_NEXT}|\bS?TT (?:Nhiệm vụ|Nội dung|Hoạt động)\b")
_HEADER_HINTS = tuple(
    f"{role} {after}"
    for role in ("chủ trì", "phối hợp", "thực hiện", "chủ trì,", "phối hợp,", "TT")
    for after in ("Cơ", "Đơn", "Thời", "Sản", "Ghi", "cơ", "đơn", "Nhiệm", "Nội", "Hoạt")
)


@check("table-header-left")
def table_header_left(subject: Subject) -> Iterator[Hit]:
    """Two cells of a task table's header side by side in a text."""
    for text in texts_with(subject, _HEADER, *_HEADER_HINTS):
        match = _HEADER.search(text.text)
        if match:
            yield hit("table-header-left", text.path, text.item, part=match.span(), words=match.group())


_SIGNATURE = re.compile(r"Ký bởi|Người ký:|Thời gian ký|Digitally signed|Ngày ký:|Signature Not Verified")


@check("signature-left")
def signature_left(subject: Subject) -> Iterator[Hit]:
    """The words that a digital signature prints on a page."""
    for text in texts_with(subject, _SIGNATURE, "Ký bởi", "Người ký", "Thời gian ký", "Digitally", "Ngày ký", "Signature Not"):
        match = _SIGNATURE.search(text.text)
        if match:
            yield hit("signature-left", text.path, text.item, part=match.span(), words=around(text.text, *match.span()))
