"""Two columns of a text layer told apart: the letterhead (`ỦY BAN NHÂN DÂN … | CỘNG HÒA …`) and the end (`Nơi nhận: | TM. …`).

An extractor that keeps the layout prints both columns on one line with a gap between; one that does not may put them on one line
without a gap. Here each column becomes lines of its own, the left one first. Everything else stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ggplan.document import Cell, Line, PageBreak, Paragraph, Table
from ggplan.text import is_upper, squeeze

__all__ = ["is_letterhead", "is_signature", "unfold_columns", "unfold_table"]

_STATE = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA")
_MOTTO = re.compile(r"Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc", re.IGNORECASE)
_PLACE_AND_DATE = re.compile(
    r"(?<![\w-])(?:TP\.?\s?)?[A-ZÀ-ỸĐ][a-zà-ỹđ]+(?:[\s-]+[A-ZÀ-ỸĐ][a-zà-ỹđ]*){0,4}\s?,\s*ngày[\s.…_]*\d{0,2}[\s.…_]*tháng\b.*$"
)
_OWN_NUMBER = re.compile(r"^(?:Số|SỐ)\s*:")
_SIGNING = re.compile(r"(?:^|\s)(?:TM\.|T/M\.?|KT\.|TUQ\.|TL\.|Q\.)\s?[A-ZÀ-ỸĐ]|^(?:PHÓ |Q\. ?)?CHỦ TỊCH$")
_RECIPIENTS = re.compile(r"^Nơi nhận\b")
_GAP = re.compile(r"\s{3,}")
_MOST_HEAD_LINES = 9
_MOST_END_LINES = 40


def is_letterhead(text: str) -> bool:
    """Whether a line belongs to a letterhead and so stands alone: state, motto, own number, place and date, issuing body."""
    return bool(_STATE.search(text) or _MOTTO.search(text) or _OWN_NUMBER.match(text) or _is_place_and_date(text))


def _is_place_and_date(text: str) -> bool:
    match = _PLACE_AND_DATE.match(text)
    return bool(match) and len(text) < 60


def is_signature(text: str) -> bool:
    """Whether a line is a part of the signature (`TM. ỦY BAN NHÂN DÂN`, `PHÓ CHỦ TỊCH`) or opens the list of recipients."""
    return bool(_RECIPIENTS.match(text)) or (bool(_SIGNING.search(text)) and is_upper(text))


def unfold_columns(blocks: Sequence[Line | PageBreak]) -> list[Line | PageBreak]:
    """`blocks` with the two columns of each letterhead and signature one after the other."""
    found: list[Line | PageBreak] = []
    index = 0
    while index < len(blocks):
        end = _zone_end(blocks, index)
        if end > index:
            zone = [block for block in blocks[index:end] if isinstance(block, Line)]
            found.extend(_columns(zone))
            index = end
        else:
            found.append(blocks[index])
            index += 1
    return found


_MOST_LAYOUT_ROWS = 6


def unfold_table(table: Table) -> list[Paragraph] | None:
    """The paragraphs of a table that only sets two columns side by side (letterhead, signature), column by column; else None."""
    if len(table.rows) > _MOST_LAYOUT_ROWS or table.columns > 4:
        return None
    cells = [cell for row in table.rows for cell in row.cells]
    texts = [paragraph.text for cell in cells for paragraph in cell.paragraphs]
    if not any(_STATE.search(text) or is_signature(text) for text in texts):
        return None
    ordered = sorted(cells, key=lambda cell: cell.column)
    return [part for cell in ordered for part in _lines_of(cell)]


def _lines_of(cell: Cell) -> list[Paragraph]:
    """The paragraphs of a cell without the rules of dashes under them."""
    found = []
    for paragraph in cell.paragraphs:
        text = re.sub(r"\s*[-_*]{3,}\s*$", "", paragraph.text).strip()
        if text:
            found.append(replace(paragraph, text=text))
    return found


def _zone_end(blocks: Sequence[Line | PageBreak], start: int) -> int:
    """The end of the two-column zone that begins at `start`; `start` where none does."""
    block = blocks[start]
    if not isinstance(block, Line):
        return start
    after = blocks[start + 1] if start + 1 < len(blocks) else None
    above = _GAP.search(block.text) is None and is_upper(block.text) and isinstance(after, Line)
    if _STATE.search(block.text) or (above and isinstance(after, Line) and _STATE.search(after.text) and _folded(after)):
        return _end_of_head(blocks, start)
    if (_RECIPIENTS.match(block.text) or _SIGNING.search(block.text)) and len(block.text) < 120:
        return _end_of_signature(blocks, start)
    return start


def _folded(line: Line) -> bool:
    return _GAP.search(line.text) is not None


def _end_of_head(blocks: Sequence[Line | PageBreak], start: int) -> int:
    end = start
    for index in range(start, min(start + _MOST_HEAD_LINES, len(blocks))):
        block = blocks[index]
        if not isinstance(block, Line):
            break
        if index > start + 1 and not _in_head(block):
            break
        end = index + 1
        if re.search(r"ngày\b.*tháng\b", block.text):
            break
    return end


def _in_head(line: Line) -> bool:
    text = line.text
    return (
        is_letterhead(text)
        or _folded(line)
        or line.indent >= 20
        or set(text) <= set("-_*. ")
        or _PLACE_AND_DATE.search(text) is not None
    )


def _end_of_signature(blocks: Sequence[Line | PageBreak], start: int) -> int:
    end = start + 1
    for index in range(start + 1, min(start + _MOST_END_LINES, len(blocks))):
        block = blocks[index]
        if not isinstance(block, Line) or not _in_signature(block):
            break
        end = index + 1
    return end


_ANNEX = re.compile(
    r"^(?:PHỤ LỤC|Phụ lục|DANH MỤC|BIỂU|KẾ HOẠCH|CHƯƠNG TRÌNH|ĐỀ ÁN|\(?(?:Ban hành )?[Kk]èm theo|STT\b|TT\b|Số TT)"
)


def _in_signature(line: Line) -> bool:
    text = line.text
    if _ANNEX.match(text):
        return False
    short = len(squeeze(text)) < 90
    return short and (
        bool(re.match(r"[-+•–]\s?\S", text))
        or _folded(line)
        or is_signature(text)
        or line.indent >= 20
        or _NAME.fullmatch(text) is not None
    )


_NAME = re.compile(r"[A-ZÀ-ỸĐ][a-zà-ỹđ]*(?:\s[A-ZÀ-ỸĐ][a-zà-ỹđ]+){1,4}")


def _columns(zone: Sequence[Line]) -> list[Line]:
    left: list[Line] = []
    right: list[Line] = []
    for line in zone:
        one, other = _halves(line)
        if one:
            left.append(replace(line, text=one, indent=0))
        if other:
            right.append(replace(line, text=other, indent=0, blank_before=0 if one else line.blank_before))
    return [*left, *right]


def _halves(line: Line) -> tuple[str, str]:
    """The left and the right part of a line of two columns."""
    text = line.text
    gaps = (match for match in _GAP.finditer(text) if not _inside_blank(text, match))
    gap = max(gaps, key=lambda match: match.end() - match.start(), default=None)
    if gap:
        return squeeze(text[: gap.start()]), squeeze(text[gap.end() :])
    state = _STATE.search(text)
    if state and state.start():
        return squeeze(text[: state.start()]), squeeze(text[state.start() :])
    if _OWN_NUMBER.match(text) and (dated := _PLACE_AND_DATE.search(text)) and dated.start():
        return squeeze(text[: dated.start()]), squeeze(dated.group())
    if (
        state
        or _MOTTO.search(text)
        or _is_place_and_date(text)
        or line.indent >= 20
        or (is_signature(text) and not _RECIPIENTS.match(text))
    ):
        return "", text
    if _NAME.fullmatch(text):
        return "", text
    return text, ""


def _inside_blank(text: str, gap: re.Match[str]) -> bool:
    """Whether a gap is the blank of a draft (`Số:       /KH-UBND`, `ngày      tháng`) rather than one between columns."""
    before, after = text[: gap.start()], text[gap.end() :]
    return bool(re.search(r"(?:Số\s*:?|ngày|tháng|năm)$", before)) or after.startswith("/")
