"""What stands inside a task's texts: conditions, outputs, reporting duties, abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ggplan.document import Paragraph, Table
from ggplan.parse.narrative import BodyReader
from ggplan.parse.outline import Node
from ggplan.plan import ReportingDuty
from ggplan.text import lower_first, match_key, squeeze

__all__ = ["find_abbreviations", "find_conditions", "find_reporting", "split_outputs"]

_CONDITION = re.compile(
    r"\((?P<bracket>(?:[Ss]au khi|[Tt]heo hướng dẫn|[Tt]heo chỉ đạo|[Kk]hi (?:có|được))\b[^()]*)\)"
    r"|(?P<clause>\b[Ss]au khi\b[^.;()]*)"
)


def find_conditions(texts: Iterable[str]) -> tuple[str, ...]:
    """Every clause that makes a task wait for another: `sau khi …`, and in brackets also `(theo hướng dẫn của …)`."""
    found = []
    for text in texts:
        for match in _CONDITION.finditer(text):
            clause = squeeze(match["bracket"] or match["clause"]).rstrip(" ,:.")
            found.append(lower_first(clause))
    return tuple(found)


_DOCUMENT = re.compile(
    r"(?:các )?(?:kế hoạch|chương trình|đề án|dự án|quyết định|nghị quyết|báo cáo|tờ trình|công văn|văn bản|mô hình|ấn phẩm|tài liệu"
    r"|chỉ thị|quy hoạch|quy chế|quy định|quy trình|thông báo|biên bản|đề tài|hồ sơ|bộ tiêu chí|tiêu chí|cơ sở dữ liệu|csdl|phần mềm"
    r"|bản tin|phóng sự|chuyên trang|chuyên mục|chuyên đề|hướng dẫn|phương án|danh mục|kịch bản|sổ tay|tiêu chuẩn)\b"
)


def split_outputs(paragraphs: Iterable[str]) -> tuple[str, ...]:
    """The outputs named in a cell: split at `;` and paragraphs, and at `,` where each piece is a kind of document of its own."""
    outputs: list[str] = []
    for paragraph in paragraphs:
        for part in paragraph.split(";"):
            pieces = [piece.strip() for piece in part.split(",")]
            apart = len(pieces) > 1 and all(_DOCUMENT.match(match_key(piece)) for piece in pieces if piece)
            outputs.extend(pieces if apart else [part])
    tidy = (squeeze(output).rstrip(" .…;,").lstrip("-+• ") for output in outputs)
    return tuple(output for output in tidy if output)


_DUE = re.compile(
    r"(?:trước|định kỳ|vào|chậm nhất(?: là)?|đến|hạn)?\s*ngày\s+(?P<day>\d{1,2})\s*(?:/|\s+tháng\s+)\s*(?P<month>\d{1,2})(?!\s*/\s*(?:19|20))(?!\d)",
    re.IGNORECASE,
)
_FREQUENCY = (
    ("annual", re.compile(r"h[ằà]ng năm|mỗi năm|thường niên|(?:một|01) năm một lần")),
    ("semiannual", re.compile(r"6 tháng|sáu tháng|nửa năm")),
    ("quarterly", re.compile(r"h[ằà]ng quý|mỗi quý")),
    ("monthly", re.compile(r"h[ằà]ng tháng|mỗi tháng")),
)


def find_reporting(nodes: Iterable[tuple[Node, str]], bodies: BodyReader) -> tuple[ReportingDuty, ...]:
    """Reporting duties with a day or a frequency in the given items; each item comes with the bodies that its heading names."""
    duties: list[ReportingDuty] = []
    for node, heading in nodes:
        for sentence in re.split(r"(?<=\.)\s+(?=[A-ZÀ-ỸĐ])", node.text):
            duty = _duty(sentence, node.text, heading, bodies)
            if duty and duty not in duties:
                duties.append(duty)
    return tuple(duties)


def _duty(sentence: str, whole: str, heading: str, bodies: BodyReader) -> ReportingDuty | None:
    key = match_key(sentence)
    if "báo cáo" not in key:
        return None
    due = _DUE.search(sentence)
    frequency = next((name for name, pattern in _FREQUENCY if pattern.search(key)), None)
    if not due and not (frequency and re.search(r"(?:gửi|báo cáo)\b.*\b(?:về|sở|ubnd|bộ)\b", key)):
        return None
    when = f"{int(due['month']):02}-{int(due['day']):02}" if due and 1 <= int(due["month"]) <= 12 else None
    sender, receiver = _parties(sentence, whole, heading, bodies)
    if not due and receiver is None:
        return None
    return ReportingDuty.model_validate(
        {"due": when, "frequency": frequency or ("annual" if when else None), "from": sender, "to": receiver}
    )


def _parties(sentence: str, whole: str, heading: str, bodies: BodyReader) -> tuple[str | None, str | None]:
    receiver = sender = None
    for pattern in (r"gửi\s+(?:báo cáo\s+)?(?:về\s+)?", r"(?:báo cáo|thực hiện)\s+(?:kết quả\s+)?(?:thực hiện\s+)?về\s+", r"báo cáo\s+"):
        for match in re.finditer(pattern, sentence, re.IGNORECASE):
            found, _ = bodies.match_list(sentence, match.end())
            if found and receiver is None:
                receiver = sentence[found[0].start : found[0].end]
                sender = _subject_before(sentence, match.start(), bodies) if pattern.startswith("báo cáo") else None
    opening, _ = bodies.match_list(whole, 0)
    if sender is None and opening:
        sender = whole[opening[0].start : opening[-1].end]
    return sender or heading or None, receiver


def _subject_before(sentence: str, at: int, bodies: BodyReader) -> str | None:
    """The body that stands right before the word `báo cáo`: `tham mưu cho UBND tỉnh báo cáo Bộ …`."""
    words = list(re.finditer(r"\S+", sentence[:at]))
    for word in reversed(words[-8:]):
        found, _ = bodies.match_list(sentence[:at], word.start())
        if found and not sentence[found[-1].end : at].strip(" ,"):
            return sentence[found[0].start : found[-1].end]
    return None


_ABBREVIATION_TITLE = re.compile(r"(?:danh mục|bảng|các)?\s*(?:các\s+)?(?:từ|chữ|ký hiệu|cụm từ)(?:\s+và\s+\w+)?\s+viết\s+tắt")
_PAIR = re.compile(r"^(?P<short>[A-ZĐƯ][\w&./-]*(?:\s*-\s*[A-ZĐƯ]\w*)?)\s*(?:\t+|\s*[:=]\s*|\s{2,}|\s+[-–]\s+)\s*(?P<long>\S.*)$")


def find_abbreviations(blocks: Sequence[Paragraph | Table]) -> dict[str, str]:
    """The list of abbreviations of a plan: the lines or the two-column table under a heading that says so."""
    found: dict[str, str] = {}
    for index, block in enumerate(blocks):
        if not isinstance(block, Paragraph) or not _ABBREVIATION_TITLE.search(match_key(block.text)) or len(block.text) > 80:
            continue
        for short, long in _pairs(blocks[index + 1 :]):
            found.setdefault(re.sub(r"\s*([-/&])\s*", r"\1", short.strip()), squeeze(long).rstrip(" .;"))
    return found


def _pairs(blocks: Sequence[Paragraph | Table]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                texts = [squeeze(cell.text) for cell in row.cells if cell.text.strip()]
                texts = texts[1:] if len(texts) >= 3 and texts[0].strip(".").isdigit() else texts
                if len(texts) >= 2 and not re.match(r"(?:từ|chữ|stt|viết tắt)", match_key(texts[0])):
                    yield texts[0], texts[1]
            return
        match = _PAIR.match(block.full_text.lstrip("-+• "))
        if not match:
            return
        yield match["short"], match["long"]
