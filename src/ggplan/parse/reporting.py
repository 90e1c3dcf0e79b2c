"""Reporting duties: who reports to whom by which day, in the many wordings of an order to report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from ggplan.parse.openings import BodyReader, read_opening
from ggplan.parse.outline import Node
from ggplan.plan import ReportingDuty
from ggplan.text import match_key

__all__ = ["find_reporting", "reporting_nodes"]

Frequency = Literal["annual", "semiannual", "quarterly", "monthly"]

_DUE = re.compile(
    r"(?:(?:trước|định kỳ|vào|chậm nhất(?: là)?|muộn nhất(?: là)?|đến|hạn|và|hoặc)\s+)?(?:ngày\s+|(?<=và )|(?<=, ))"
    r"(?P<day>\d{1,2})\s*(?:/|-|\s+tháng\s+)\s*(?P<month>\d{1,2})(?!\s*[/-]\s*(?:19|20))(?!\s+năm\s+(?:19|20))(?!\d|/)",
    re.IGNORECASE,
)
_FREQUENCY: tuple[tuple[Frequency, re.Pattern[str]], ...] = (
    ("semiannual", re.compile(r"(?:6|06|sáu) tháng|nửa năm")),
    ("quarterly", re.compile(r"h[ằà]ng quý|mỗi quý|báo cáo quý|(?:03|3|ba) tháng")),
    ("monthly", re.compile(r"h[ằà]ng tháng|mỗi tháng|báo cáo tháng")),
    ("annual", re.compile(r"h[ằà]ng năm|mỗi năm|thường niên|(?:một|01) năm một lần|báo cáo năm|(?<!0)\b1 năm")),
)
_REPORT = re.compile(r"báo cáo|gửi (?:kết quả|số liệu|thông tin)")


def reporting_nodes(root: Node, bodies: BodyReader) -> list[tuple[Node, str]]:
    """Items that may hold a reporting duty, each with the bodies named by the heading it stands under."""
    found: list[tuple[Node, str]] = []

    def visit(node: Node, heading: str) -> None:
        heading = _heading(node.text, bodies) or heading
        if _REPORT.search(match_key(node.text)):
            found.append((node, heading))
        for child in node.children:
            visit(child, heading)

    visit(root, "")
    return found


_BASIS = re.compile(
    r"(?:Căn cứ|Trên cơ sở)\b[^:;.]{0,160}?,\s+(?=(?:Giám đốc|Thủ trưởng|Chủ tịch|Các\s|Sở\s|UBND\s))", re.IGNORECASE
)
_OFFICER = re.compile(r"(?:Giám đốc|Thủ trưởng|Người đứng đầu|Lãnh đạo|Chủ tịch|Chánh|Trưởng)\s", re.IGNORECASE)
_DUTY = re.compile(
    r"\s*(?::|,?\s(?:(?:có|chịu) trách nhiệm|có nhiệm vụ|chủ trì|chủ động|theo chức năng|căn cứ|trên cơ sở)\b)", re.IGNORECASE
)


def _heading(text: str, bodies: BodyReader) -> str:
    """The bodies that an item opens with, as printed where officers (`Giám đốc các sở`) stand for them.

    A heading with a colon may name what it rests on first: `Căn cứ vào nội dung Kế hoạch này, Giám đốc các sở …:`.
    """
    basis = _BASIS.match(text)
    said = text[basis.end() :] if basis else text
    opening = read_opening(said, bodies) if said else None
    if opening is None or (basis and not opening.colon):
        return ""
    if opening.colon and _OFFICER.match(said):
        return _DUTY.split(said, maxsplit=1)[0]
    return "; ".join(opening.leads)


def find_reporting(nodes: Iterable[tuple[Node, str]], bodies: BodyReader) -> tuple[ReportingDuty, ...]:
    """Reporting duties with a day or a frequency in the given items; each item comes with the bodies that its heading names."""
    duties: list[ReportingDuty] = []
    for node, heading in nodes:
        for sentence in _sentences(node.text):
            for duty in _duties(sentence, node.text, heading, bodies):
                if duty not in duties:
                    duties.append(duty)
    return tuple(duties)


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a text; one that gives several orders to report, each with its day, is cut between them."""
    for sentence in re.split(r"(?<=\.)\s+(?=[A-ZÀ-ỸĐ])", text):
        parts = sentence.split(";")
        orders = [part for part in parts if _DUE.search(part) and _REPORT.search(match_key(part))]
        yield from parts if len(orders) > 1 else [sentence]


def _duties(sentence: str, whole: str, heading: str, bodies: BodyReader) -> Iterator[ReportingDuty]:
    key = match_key(sentence)
    if not _REPORT.search(key):
        return
    dues = [due for due in _DUE.finditer(sentence) if 1 <= int(due["month"]) <= 12 and 1 <= int(due["day"]) <= 31]
    general = _frequency(key)
    if not dues and not (general and re.search(r"(?:gửi|báo cáo)\b.*\b(?:về|sở|ubnd|bộ)\b", key)):
        return
    sender, receiver = _parties(sentence, whole, heading, bodies)
    if not dues:
        if receiver is not None:
            yield _duty(None, general, sender, receiver)
        return
    before = 0
    for due in dues:
        own = _frequency(match_key(sentence[before : due.end() + 10])) if len(dues) > 1 else None
        shared: Frequency | None = "semiannual" if len(dues) == 2 else general
        when = f"{int(due['month']):02}-{int(due['day']):02}"
        yield _duty(when, own or (shared if len(dues) > 1 else general) or "annual", sender, receiver)
        before = due.end()


def _duty(due: str | None, frequency: str | None, sender: str | None, receiver: str | None) -> ReportingDuty:
    return ReportingDuty.model_validate({"due": due, "frequency": frequency, "from": sender, "to": receiver})


def _frequency(key: str) -> Frequency | None:
    return next((name for name, pattern in _FREQUENCY if pattern.search(key)), None)


_SEND = re.compile(r"\bgửi\s+", re.IGNORECASE)
_TO = re.compile(r"\bvề\s+", re.IGNORECASE)
_REPORT_TO = re.compile(r"\bbáo cáo\s+(?:(?:kết quả|tình hình)(?:\s+thực hiện)?\s+)?(?:(?:với|lên|cho|về)\s+)?", re.IGNORECASE)
_CHAIR = re.compile(r"(?:Chủ tịch|Lãnh đạo)\s+", re.IGNORECASE)
_WORDS_AFTER_SEND = 9


def _parties(sentence: str, whole: str, heading: str, bodies: BodyReader) -> tuple[str | None, str | None]:
    """Who reports and to whom, as printed."""
    receiver = sender = None
    for pattern in (_SEND, _TO, _REPORT_TO):
        for match in pattern.finditer(sentence):
            receiver = _receiver(sentence, match.end(), bodies, far=pattern is _SEND)
            if receiver:
                sender = _subject_before(sentence, match.start(), bodies) if pattern is _REPORT_TO else None
                break
        if receiver:
            break
    opening = read_opening(whole, bodies)
    if sender is None and opening is None and (said := re.search(r"báo cáo", sentence)):
        sender = _subject_before(sentence, said.start(), bodies)
    if sender is None and opening:
        sender = _printed_subject(whole, opening.leads)
    return sender or heading or None, receiver


def _printed_subject(whole: str, leads: Sequence[str]) -> str:
    """The subject at the head of an item as printed, from its first body to its last."""
    first, last = whole.find(leads[0]), whole.rfind(leads[-1])
    return whole[first : last + len(leads[-1])] if 0 <= first <= last else "; ".join(leads)


def _receiver(sentence: str, at: int, bodies: BodyReader, *, far: bool) -> str | None:
    """The bodies right at `at`, or a few words on (`gửi báo cáo kết quả thực hiện về Sở X`)."""
    starts = [at]
    if far:
        starts += [
            at + word.end() for word in list(re.finditer(r"\S+\s+", re.split(r"[,;.]", sentence[at:])[0]))[:_WORDS_AFTER_SEND]
        ]
    for start in starts:
        chair = _CHAIR.match(sentence, start)
        found, _ = bodies.match_list(sentence, chair.end() if chair else start)
        if found and found[0].id is not None:
            return sentence[start : found[-1].end]
    return None


def _subject_before(sentence: str, at: int, bodies: BodyReader) -> str | None:
    """The body that stands right before the word `báo cáo`: `tham mưu cho UBND tỉnh báo cáo Bộ …`."""
    words = list(re.finditer(r"\S+", sentence[:at]))
    for word in reversed(words[-8:]):
        found, _ = bodies.match_list(sentence[:at], word.start())
        if found and not sentence[found[-1].end : at].strip(" ,"):
            return sentence[found[0].start : found[-1].end]
    return None
