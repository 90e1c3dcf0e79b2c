"""From blocks to paragraphs: physical lines joined, page numbers gone, footnotes apart, paragraphs cut by a page whole again.

A text layer comes in two spacings: with a blank line between paragraphs, or with one after every line (then blank lines
say nothing, and a paragraph ends where a line ends early although the next word would have fitted).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ggplan.document import Block, Line, Note, PageBreak, Paragraph, Table
from ggplan.location import Place, span
from ggplan.parse.markers import read_marker
from ggplan.text import is_upper, join_lines

__all__ = ["Layer", "paragraphs", "paragraphs_of_layer", "paragraphs_of_lines", "tidy_lines"]

_CLOSED = re.compile(r"[.;:!?…)\]”\"/]$")
_SENTENCE_END = re.compile(r"[.;:!?…]\s*[”\")]?$")
_PAGE_NUMBER = re.compile(r"^(?:-\s*)?\d{1,3}(?:\s*-)?$|^(?:Trang|Page)\s+\d+(?:\s*/\s*\d+)?$")


@dataclass(frozen=True, slots=True)
class Layer:
    """The lines of a text layer without page numbers and footnotes, each with its page, and what was taken out."""

    lines: tuple[Line, ...]
    starts_page: frozenset[int]
    """Indexes of the lines that begin a page."""
    notes: tuple[Note, ...]
    double_spaced: bool


def tidy_lines(blocks: Sequence[Line | PageBreak]) -> Layer:
    """Page numbers and footnotes taken out of the lines, pages counted where the text shows them."""
    lines = [block for block in blocks if isinstance(block, Line)]
    double = _double_spaced(lines)
    breaks = _page_starts(blocks, lines)
    notes, note_lines = _footnotes(lines, breaks)
    kept: list[Line] = []
    starts: set[int] = set()
    page, pending = 1, False
    for index, line in enumerate(lines):
        begins = index in breaks
        if index in note_lines:
            pending = pending or begins
            continue
        if _is_page_number(line, double):
            number = int(re.sub(r"\D", "", line.text) or "0")
            page = number if page < number <= page + 3 else page + 1
            pending = False
            starts.add(len(kept))
            continue
        if begins or pending:
            if len(kept) not in starts:
                page += 1
            starts.add(len(kept))
            pending = False
        known = line.place.page or page
        kept.append(replace(line, place=replace(line.place, page=known)))
    return Layer(tuple(kept), frozenset(starts), tuple(notes), double)


def _double_spaced(lines: Sequence[Line]) -> bool:
    apart = sum(line.blank_before == 1 for line in lines[1:])
    return apart * 2 > len(lines)


def _is_page_number(line: Line, double: bool) -> bool:
    if not _PAGE_NUMBER.match(line.text):
        return False
    return line.blank_before >= (2 if double else 1)


def _page_starts(blocks: Sequence[Line | PageBreak], lines: Sequence[Line]) -> set[int]:
    """Where pages begin: form feeds, or lines that begin with a space right under a line (a text layer's page top)."""
    feeds: set[int] = set()
    count = 0
    for block in blocks:
        if isinstance(block, PageBreak):
            feeds.add(count)
        else:
            count += 1
    if feeds:
        return feeds
    return {
        index
        for index, line in enumerate(lines)
        if index and line.indent == 1 and line.blank_before == 0 and not lines[index - 1].text.isdigit()
    }


def _footnotes(lines: Sequence[Line], breaks: set[int]) -> tuple[list[Note], set[int]]:
    """Footnotes: the number alone on a line inside a sentence, and again alone above the note at the foot of the page."""
    notes: list[Note] = []
    taken: set[int] = set()
    expected = 1
    for index, line in enumerate(lines):
        if line.text != str(expected) or line.blank_before != 0 or index == 0:
            continue
        foot = _foot_of(lines, index, str(expected))
        if foot is None:
            continue
        end = foot + 2
        while end < len(lines) and end not in breaks and lines[end].indent == 0 and lines[end].blank_before <= 1:
            if read_marker(lines[end].text).kind != "none" or end - foot > 6:
                break
            end += 1
        text = join_lines(entry.text for entry in lines[foot + 1 : end])
        notes.append(Note(line.text, text, span(e.place for e in lines[foot:end]), lines[index - 1].place))
        taken.update({index, *range(foot, end)})
        expected += 1
    return notes, taken


def _foot_of(lines: Sequence[Line], anchor: int, mark: str) -> int | None:
    for index in range(anchor + 1, min(anchor + 120, len(lines) - 1)):
        if lines[index].text == mark and lines[index + 1].blank_before == 0 and lines[index + 1].indent == 1:
            return index
    return None


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


def _begins_paragraph(layer: Layer, index: int, current: Sequence[Line], width: int) -> bool:
    before, line = current[-1], layer.lines[index]
    if _OPENS_ALONE.match(line.text):
        return True
    if _open_bracket(current):
        return False
    if _HANGING.search(before.text) and not re.match(r"[-+•–]\s*[^\W\d_a-zà-ỹ]", line.text):
        return False
    if _begins_item(line.text, before.text, width):
        return True
    if is_upper(before.text) != is_upper(line.text) and min(len(before.text), len(line.text)) > 8 and line.text[0].isupper():
        return True
    at_page = index in layer.starts_page
    if not layer.double_spaced and not at_page:
        goes_on = line.text[0].islower() and not _SENTENCE_END.search(before.text)
        return bool(line.blank_before) and not goes_on
    return _ends_early(before.text, line.text, width)


def _open_bracket(lines: Sequence[Line]) -> bool:
    """Whether a bracket opened in the last lines is still open (a bracket is never longer than ten lines)."""
    recent = "".join(line.text for line in lines[-10:])
    opened = recent.rfind("(")
    return opened >= 0 and ")" not in recent[opened:]


def _ends_early(before: str, text: str, width: int) -> bool:
    """Whether a paragraph ended in `before`: its last word is followed by more room than the next word needed."""
    if text[0].islower():
        return False
    needed = len(before) + 1 + len(text.split()[0])
    if re.search(r"[.:!?…]\s*[”\")]?$|/\.$", before):
        return needed <= min(width * 0.95, width - 4) or (text[0] == "(" and before.endswith("."))
    return needed <= width * 0.75


def _begins_item(text: str, before: str, width: int) -> bool:
    """Whether a line starts a numbered or bulleted item rather than going on with a sentence (`kinh tế` / `- xã hội`)."""
    marker = read_marker(text)
    if marker.kind == "none" or not marker.rest:
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
        if (
            isinstance(block, Paragraph)
            and isinstance(before, Paragraph)
            and _is_cut(before, block)
        ):
            text = join_lines([before.text, block.text])
            mended[-1] = replace(before, text=text, place=span([before.place, block.place]), open_end=block.open_end)
        else:
            mended.append(block)
    return mended


def _is_cut(before: Paragraph, after: Paragraph) -> bool:
    if after.marker or after.level is not None or not after.text or "\t" in before.text or "\t" in after.text:
        return False
    if before.level is not None or not before.text or read_marker(after.text).kind != "none":
        return False
    if _SENTENCE_END.search(before.text):
        return False
    return after.text[0].islower() or (before.open_end and not before.text.endswith((".", ";", ":")))


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
