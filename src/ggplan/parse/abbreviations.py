"""The list of abbreviations of a plan: lines `TTX: Tăng trưởng xanh`, two columns, or a table, under a title that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ggplan.document import Cell, Line, Paragraph, Row, Table
from ggplan.location import span
from ggplan.parse.furniture import Layer
from ggplan.parse.markers import read_marker
from ggplan.text import match_key, squeeze

__all__ = ["find_abbreviations", "rebuild_abbreviations"]

_TITLE = re.compile(r"(?:từ|chữ|ký hiệu|cụm từ|thuật ngữ)?(?:\s+và\s+\w+)?\s*viết\s+tắt")
_LONGEST_TITLE = 80
_HEADER = re.compile(r"^(?:từ|chữ|stt|tt|viết tắt|ký hiệu|nghĩa|giải thích|nội dung|cụm từ|diễn giải)\b")
_SHORT = r"[A-ZĐƯ][\w&./-]*(?:\s*-\s*[A-ZĐƯ]\w*)?"
_PAIR = re.compile(rf"^(?P<short>{_SHORT})\s*(?:\t+|\s*[:=]\s*|\s{{2,}}|\s+[-–]\s+)\s*(?P<long>\S.*)$")
_PLAIN_PAIR = re.compile(
    r"^(?P<short>[A-ZĐƯ][A-ZĐƯ0-9&/-][A-ZĐƯ0-9&./-]{0,10}(?:\s-\s?[A-ZĐƯ]+)?)\s+(?P<long>[A-ZÀ-ỸĐ“\"][^:]{3,})$"
)
_NEXT_PAIR = re.compile(r"\s(?=[A-ZĐƯ][A-ZĐƯ0-9&-]{1,9}\s+[A-ZÀ-ỸĐ][a-zà-ỹ])")
"""Where the second pair of a line begins when the gap between two columns is lost."""
_NUMBERED = re.compile(r"^\d{1,2}[.)]?\s+")


def find_abbreviations(blocks: Sequence[Paragraph | Table]) -> dict[str, str]:
    """Short forms with what they stand for, in order; the first meaning of each is kept."""
    found: dict[str, str] = {}
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            pairs = _pairs(blocks[index + 1 :]) if _is_title(block.text) else iter(())
        else:
            pairs = _table_pairs(block) if _is_titled(block) else iter(())
        for short, long in pairs:
            found.setdefault(re.sub(r"\s*([-/&])\s*", r"\1", short.strip()), squeeze(long).rstrip(" .;"))
    return found


def _is_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and bool(_TITLE.search(match_key(text)))


def _is_titled(table: Table) -> bool:
    """Whether a table's own header says that it lists abbreviations."""
    return bool(table.rows) and any("viết tắt" in match_key(cell.text) for cell in table.rows[0].cells)


def _pairs(blocks: Sequence[Paragraph | Table]) -> Iterator[tuple[str, str]]:
    for position, block in enumerate(blocks):
        if isinstance(block, Table):
            yield from _table_pairs(block)
            return
        if read_marker(block.full_text).kind in ("roman", "capital", "part"):
            return
        text = _NUMBERED.sub("", block.full_text.lstrip("-+• "))
        parts = _NEXT_PAIR.split(squeeze(text)) if not _PAIR.match(text) else [text]
        matches = [_PAIR.match(part) or _PLAIN_PAIR.match(part) for part in parts]
        if all(matches):
            yield from ((match["short"], match["long"]) for match in matches if match)
        elif position or not _HEADER.match(match_key(text)):
            return


def _table_pairs(table: Table) -> Iterator[tuple[str, str]]:
    for row in table.rows:
        yield from _row_pairs(row)


def _row_pairs(row: Row) -> Iterator[tuple[str, str]]:
    """The pairs of a row: one, or two side by side; running numbers are left out."""
    texts = [squeeze(cell.text) for cell in row.cells if cell.text.strip()]
    texts = [text for text in texts if not text.strip(".").isdigit()]
    for short, long in zip(texts[::2], texts[1::2], strict=False):
        if not _HEADER.match(match_key(short)):
            yield short, long


_GAP = re.compile(r"\s{2,}|\t+")


def rebuild_abbreviations(layer: Layer) -> list[tuple[int, int, Table]]:
    """Lists whose columns a layer shows: the first line after the title, the line after the last, and the list as a table."""
    found = []
    for index, line in enumerate(layer.lines):
        if not _is_title(line.text):
            continue
        rows, end = _gapped_rows(layer.lines, index + 1)
        if len(rows) < _FEWEST_ROWS:
            rows, end = _single_columns(layer.lines, index + 1)
        if len(rows) >= _FEWEST_ROWS:
            found.append((index + 1, end, Table(tuple(rows), 4, span(row.place for row in rows))))
    return found


_FEWEST_ROWS = 2


def _gapped_rows(lines: Sequence[Line], start: int) -> tuple[list[Row], int]:
    rows: list[Row] = []
    end = start
    while end < len(lines) and (row := _gapped_row(lines[end])):
        rows.append(row)
        end += 1
    return rows, end


_WHOLE_SHORT = re.compile(r"[A-ZĐƯ][A-ZĐƯ0-9&./-]{1,11}(?:\s-\s?[A-ZĐƯ]+)?")
_LONGEST_MEANING = 80


def _single_columns(lines: Sequence[Line], start: int) -> tuple[list[Row], int]:
    """The pairs of a list that an extractor printed cell by cell: each short form before its meaning, or all of them first."""
    shorts: list[Line] = []
    longs: list[Line] = []
    end = start
    while end < len(lines):
        text = lines[end].text
        if _WHOLE_SHORT.fullmatch(text) and read_marker(text + " X").kind == "none":
            shorts.append(lines[end])
        elif shorts and len(longs) < len(shorts) and _is_meaning(text):
            longs.append(lines[end])
        elif not _HEADER.match(match_key(text)) or (shorts and len(longs) == len(shorts)):
            break
        end += 1
    if len(shorts) != len(longs):
        return [], start
    return [_pair_row(short, long) for short, long in zip(shorts, longs, strict=True)], end


def _is_meaning(text: str) -> bool:
    return read_marker(text).kind == "none" and len(text) <= _LONGEST_MEANING and text[0].isupper() and not text.isupper()


def _pair_row(short: Line, long: Line) -> Row:
    cells = (Cell((Paragraph(line.text, line.place),), at, place=line.place) for at, line in enumerate((short, long)))
    return Row(tuple(cells), span([short.place, long.place]))


def _gapped_row(line: Line) -> Row | None:
    """The cells of a line of one or two pairs; None for any other line."""
    texts = [text for text in _GAP.split(line.text) if text and not re.fullmatch(r"\d{1,2}\.?", text)]
    header = all(_HEADER.match(match_key(text)) for text in texts[::2])
    pairs = len(texts) in (2, 4) and all(re.fullmatch(_SHORT, text) for text in texts[::2])
    if not texts or not (pairs or (header and len(texts) <= 4)):
        return None
    return Row(tuple(Cell((Paragraph(text, line.place),), at, place=line.place) for at, text in enumerate(texts)), line.place)
