"""From blocks to paragraphs: physical lines joined, page furniture gone, paragraphs cut by a page whole again.

Where blank lines say nothing (`furniture.Layer`), a paragraph begins at an indent, or after a line that ends early although
the next word would have fitted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ggplan.document import Block, Line, Note, PageBreak, Paragraph, Table
from ggplan.location import span
from ggplan.parse.furniture import FIRST_LINE_INDENT, Layer, tidy_lines
from ggplan.parse.letterhead import is_letterhead, is_signature
from ggplan.parse.markers import read_marker
from ggplan.text import is_upper, join_lines

__all__ = ["Layer", "paragraphs", "paragraphs_of_layer", "paragraphs_of_lines", "split_lost_breaks", "tidy_lines"]

_CLOSED = re.compile(r"[.;:!?…)\]”\"/]$")
_SENTENCE_END = re.compile(r"[.;:!?…]\s*[”\")]?$")


def paragraphs(blocks: Iterable[Block]) -> tuple[list[Paragraph | Table], list[Note]]:
    """The paragraphs and tables of a document in order, and its notes. Lines are joined, cut paragraphs are whole."""
    found: list[Paragraph | Table] = []
    notes: list[Note] = []
    run: list[Line | PageBreak] = []

    def close_run() -> None:
        if any(isinstance(block, Line) for block in run):
            layer = tidy_lines(run)
            notes.extend(layer.notes)
            found.extend(paragraphs_of_layer(layer))
        run.clear()

    for block in blocks:
        if isinstance(block, Line):
            run.append(block)
        elif isinstance(block, PageBreak):
            if run:
                run.append(block)
        else:
            close_run()
            if isinstance(block, Note):
                notes.append(block)
            else:
                found.append(block)
    close_run()
    return _mend_cuts(found), notes


def paragraphs_of_layer(layer: Layer) -> list[Paragraph]:
    """The paragraphs of a text layer."""
    found: list[Paragraph] = []
    current: list[Line] = []
    widths = _local_widths(layer.lines)
    for index, line in enumerate(layer.lines):
        if current and _begins_paragraph(layer, index, current, widths[index]):
            found.append(_paragraph(current))
            current = []
        current.append(line)
    if current:
        found.append(_paragraph(current))
    return found


_WINDOW = 24


def _local_widths(lines: Sequence[Line]) -> list[int]:
    """For each line the width of the column of text around it: the 90th percentile of the nearest lines."""
    lengths = [len(line.text) for line in lines]
    widths = []
    for index in range(len(lengths)):
        near = sorted(lengths[max(0, index - _WINDOW) : index + _WINDOW])
        widths.append(near[int(len(near) * 0.9)] if len(near) < 10 else near[int(len(near) * 0.9) - 1])
    return widths


def _paragraph(lines: Sequence[Line]) -> Paragraph:
    return Paragraph(join_lines(line.text for line in lines), span(line.place for line in lines))


_HANGING = re.compile(
    r"(?:^|\s)(?:của|và|với|các|cho|do|tại|theo|về|để|là|trong|từ|đến|bởi|hoặc|những|sự|việc|số|ngày|tháng|năm|tỉnh|Bộ|Sở|Ban)$"
)
_OPENS_ALONE = re.compile(r"^\((?:Ban hành k|K)èm theo", re.IGNORECASE)


_CAPTION = re.compile(
    r"(?:KẾ HOẠCH|KẾ HOẠCH HÀNH ĐỘNG|CHƯƠNG TRÌNH(?: HÀNH ĐỘNG)?|QUYẾT ĐỊNH\s*:?|ĐỀ ÁN|PHỤ LỤC(?: [IVX\d]+)?|DỰ THẢO)"
)
_PREAMBLE = re.compile(
    r"^(?:Căn cứ|Thực hiện|Triển khai|Theo đề nghị|Xét đề nghị)\b.*"
    r"(?:số \d|Quyết định|Nghị quyết|Luật|Chỉ thị|Công văn|đề nghị|Chương trình)"
)


def _stands_alone(text: str) -> bool:
    """Whether a line is a paragraph whatever stands around it: letterhead, caption, part, signature."""
    marker = read_marker(text)
    alone = marker.kind in ("part", "subpart") and not marker.rest
    return alone or _CAPTION.fullmatch(text) is not None or is_letterhead(text) or is_signature(text)


def _begins_paragraph(layer: Layer, index: int, current: Sequence[Line], width: int) -> bool:
    before, line = current[-1], layer.lines[index]
    if _OPENS_ALONE.match(line.text) or _stands_alone(line.text) or _stands_alone(before.text):
        return True
    if (layer.compact and _enacted(current)) or _opens_formula(before.text, line.text):
        return True
    if _open_bracket(current):
        return False
    if _is_indented(layer, index) and not _goes_on(before.text, line.text) and not before.text.endswith("-"):
        return not (is_upper(before.text) and is_upper(line.text) and read_marker(line.text).kind == "none")
    if _is_hanging(before.text, line.text, width):
        return False
    if _begins_item(line.text, before.text, width):
        return True
    if (
        _is_capitals(before.text) != _is_capitals(line.text)
        and min(len(before.text), len(line.text)) > 8
        and line.text[0].isupper()
    ):
        return True
    return _begins_plain(layer, index, current, width)


def _is_capitals(text: str) -> bool:
    """Whether a line is printed in capitals, and no list of abbreviations (`TTX, PTBV...`), which have no marks."""
    return is_upper(text) and not text.rstrip("….").isascii()


def _begins_plain(layer: Layer, index: int, current: Sequence[Line], width: int) -> bool:
    """Whether a line that looks like any other begins a paragraph, by the spacing of its layer."""
    before, line = current[-1], layer.lines[index]
    if layer.compact:
        return _begins_compact(layer, index, current, width)
    if not layer.double_spaced and index not in layer.starts_page:
        return bool(line.blank_before) and not _goes_on(before.text, line.text)
    return _ends_early(before.text, line.text, width)


_CLOSING = re.compile(
    r"^(?:Trên đây là|Trong quá trình (?:tổ chức|triển khai|thực hiện)|Yêu cầu (?:các|Thủ trưởng)"
    r"|Căn cứ (?:nội dung )?Kế hoạch)\b"
)


def _opens_formula(before: str, text: str) -> bool:
    """Whether a line opens the preamble (`Căn cứ Quyết định số …`) or the last words of a plan (`Trên đây là …`)."""
    if _PREAMBLE.match(text):
        return not re.search(r"[,(-]$", before) and not _HANGING.search(before)
    return bool(_CLOSING.match(text) and _SENTENCE_END.search(before))


_FULL_LINE = 0.7


def _is_hanging(before: str, text: str, width: int) -> bool:
    """Whether a line ends in a word that wants another (`của`, `ngày`, a dash), so that the next one goes on with it."""
    if re.match(r"[-+•–]\s*[^\W\d_a-zà-ỹ]", text):
        return False
    if re.search(r"\w-$", before) and text[0].isdigit():
        return True
    return bool(_HANGING.search(before)) and len(before) >= width * _FULL_LINE


def _enacted(current: Sequence[Line]) -> bool:
    """Whether `(Kèm theo Quyết định số … của UBND tỉnh)` is complete: what follows is a paragraph of its own."""
    return bool(_OPENS_ALONE.match(current[0].text)) and current[-1].text.endswith(")")


def _goes_on(before: str, text: str) -> bool:
    return text[0].islower() and not _SENTENCE_END.search(before)


def _begins_compact(layer: Layer, index: int, current: Sequence[Line], width: int) -> bool:
    before, line = current[-1], layer.lines[index]
    if _goes_on(before.text, line.text):
        return False
    if not layer.margins and line.blank_before and index not in layer.starts_page:
        return True
    if len(current) == 1 and read_marker(before.text).kind in ("decimal", "roman", "capital", "letter"):
        return _ends_early(before.text, line.text, width, open_share=_HEADING_SHARE)
    return _ends_early(before.text, line.text, width)


def _is_indented(layer: Layer, index: int) -> bool:
    """Whether a line is indented as the first of a paragraph is, in a layer where that is what tells paragraphs apart."""
    return layer.compact and bool(layer.margins) and layer.lines[index].indent >= layer.margins[index] + FIRST_LINE_INDENT


def _open_bracket(lines: Sequence[Line]) -> bool:
    """Whether a bracket opened in the last lines is still open (a bracket is never longer than ten lines)."""
    recent = "".join(line.text for line in lines[-10:])
    opened = recent.rfind("(")
    return opened >= 0 and ")" not in recent[opened:]


_CAPITALS_WIDER = 0.75
"""A line of capitals holds three quarters of the letters that fit in the same width."""


_OPEN_SHARE = 0.75
_HEADING_SHARE = 0.85
"""How full a line without a stop may be and still end its paragraph; a numbered first line is often a heading."""


def _ends_early(before: str, text: str, width: int, *, open_share: float = _OPEN_SHARE) -> bool:
    """Whether a paragraph ended in `before`: its last word is followed by more room than the next word needed."""
    if text[0].islower() or before.endswith(","):
        return False
    if is_upper(before):
        width = int(width * _CAPITALS_WIDER)
    needed = len(before) + 1 + len(text.split(maxsplit=1)[0])
    if re.search(r"[.:!?…]\s*[”\")]?$|/\.$", before):
        return needed <= min(width * 0.95, width - 4) or (text[0] == "(" and before.endswith("."))
    return needed <= width * open_share


_YEAR_LAST, _YEAR_FIRST = re.compile(r"\b20\d\d$"), re.compile(r"20\d\d\b")
"""Between two years a dash is no bullet: `giai đoạn 2021` over `- 2025`."""


def _begins_item(text: str, before: str, width: int) -> bool:
    """Whether a line starts a numbered or bulleted item rather than going on with a sentence (`kinh tế` / `- xã hội`)."""
    marker = read_marker(text)
    if marker.kind == "none" or not marker.rest or (_YEAR_LAST.search(before) and _YEAR_FIRST.match(marker.rest)):
        return False
    if marker.kind == "bullet":
        return not marker.rest[:1].islower() or bool(_CLOSED.search(before))
    if marker.kind == "paren" and before.endswith(":") and len(before) + 5 > width * 0.9:
        return False
    if marker.kind in ("decimal", "letter", "paren") and not _CLOSED.search(before):
        return len(before) < width * 0.9 or is_upper(before) or marker.rest[:1].isupper()
    return True


def _mend_cuts(blocks: list[Paragraph | Table]) -> list[Paragraph | Table]:
    """Paragraphs that a page break cut in two, joined: the first ends inside a sentence and the second starts small."""
    mended: list[Paragraph | Table] = []
    for block in blocks:
        before = mended[-1] if mended else None
        if isinstance(block, Paragraph) and isinstance(before, Paragraph) and _is_cut(before, block):
            text = join_lines([before.text, block.text])
            mended[-1] = replace(before, text=text, place=span([before.place, block.place]), open_end=block.open_end)
        else:
            mended.append(block)
    return mended


_NEVER_LAST = re.compile(r"\s(?:của|và|với|các|cho|do|tại|theo|về|để|là|trong|từ|đến|bởi|hoặc|những|số|ngày)$")


def _is_cut(before: Paragraph, after: Paragraph) -> bool:
    if after.marker or after.level is not None or not after.text or "\t" in before.text or "\t" in after.text:
        return False
    if before.level is not None or not before.text or read_marker(after.text).kind != "none":
        return False
    if before.text.endswith(";") and after.text[0].islower():
        return True
    if _SENTENCE_END.search(before.text):
        return False
    return (
        after.text[0].islower()
        or bool(_NEVER_LAST.search(before.text))
        or (before.open_end and not before.text.endswith((".", ";", ":")))
    )


def paragraphs_of_lines(lines: Sequence[Line], width: int) -> list[str]:
    """The paragraphs of a table cell whose lines are `width` characters wide; bullets are dropped, lost breaks mended."""
    layer = Layer(tuple(lines), frozenset(), (), double_spaced=True)
    room = width or max((len(line.text) for line in lines), default=0)
    groups: list[list[Line]] = []
    for index, line in enumerate(lines):
        if groups and not _begins_paragraph(layer, index, groups[-1], room):
            groups[-1].append(line)
        else:
            groups.append([line])
    texts = (join_lines(line.text for line in group) for group in groups)
    parts = (part for text in texts for part in split_lost_breaks(text))
    return [part for part in (_without_bullet(part) for part in parts) if part]


def _without_bullet(text: str) -> str:
    marker = read_marker(text)
    return marker.rest if marker.kind == "bullet" else text


_LOST_BREAK = re.compile(r"(?<=[.;])\s*[-–]\s+(?=[A-ZÀ-ỸĐ“])")


def split_lost_breaks(text: str) -> list[str]:
    """`text` split where the line break before a dash was lost (`tỉnh.- Tham mưu`)."""
    return [part.strip() for part in _LOST_BREAK.split(text)]
