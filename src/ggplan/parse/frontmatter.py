"""Title, number, date, issuer, signer, draft and period, from the head of the document and its signature.

A draft leaves its number or day blank (`số      /QĐ-UBND ngày      tháng      năm 2023`); blanks are spaces, dots, underscores
or nothing. The place of signing is never taken for the province.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ggplan.document import Paragraph
from ggplan.parse.citations import tidy_number
from ggplan.plan import DocumentInfo, Period
from ggplan.text import capitalised, is_upper, lower_first, match_key, squeeze

__all__ = ["FrontMatter", "read_front_matter"]


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The front matter as printed. `title` keeps its capitals; `ggplan.normalize` gives it its case."""

    info: DocumentInfo
    period: Period | None
    own_number: str | None


_BLANK = r"[\s.…_]*"
_KIND = r"(?:QĐ|KH|CTr|CTHĐ|ĐA|TTr|NQ)"
_OWN_NUMBER = re.compile(
    rf"(?:[Ss]ố|SỐ)\s*:?{_BLANK}(?P<number>\d{{1,5}})?{_BLANK}\s*/\s*(?P<symbol>{_KIND}\s?-\s?(?:UBND|TU|TTg|HĐND)\b)"
)
_OWN_DATE = re.compile(
    rf"ngày{_BLANK}(?P<d>\d{{1,2}})?{_BLANK}(?:/|tháng){_BLANK}(?P<m>\d{{1,2}})?{_BLANK}(?:/|năm){_BLANK}(?P<y>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_ENACTED = re.compile(r"^\(?\s*(?:Ban hành k|K)èm theo", re.IGNORECASE)
_CAPTION = re.compile(r"^(?:KẾ HOẠCH|CHƯƠNG TRÌNH|ĐỀ ÁN|DANH MỤC|PHƯƠNG ÁN|ĐỀ CƯƠNG)\b", re.IGNORECASE)
_END_OF_TITLE = re.compile(
    r"^(?:\(|Căn cứ|(?:Thực hiện|Triển khai)(?: thực hiện)?"
    r" (?:Quyết định|Nghị quyết|Chỉ thị|Công văn|Luật|Nghị định|ý kiến|chỉ đạo|\w[\w ]{0,30} số \d)"
    r"|Để |Nhằm|Xét|Theo đề nghị|Phần|Chương|[IVX]+[.\s]|\d+[.\s]|STT|TT\b|Số\b|UBND|ỦY BAN|UỶ BAN|Ủy ban|Ngày|Kính)"
)
_ISSUER = re.compile(r"\b(?:ỦY|UỶ|Ủy|Uỷ) (?:BAN NHÂN DÂN|ban nhân dân|ban Nhân dân|Ban Nhân dân|Ban nhân dân)\b|\bUBND\b")


def read_front_matter(paragraphs: Sequence[Paragraph]) -> FrontMatter:
    """The front matter of a plan given its paragraphs in order (tables left out)."""
    head = _head(paragraphs)
    title = _title(head)
    number, symbol_seen, date, day_blank = _number_and_date(head)
    signer = _signer(paragraphs)
    draft = (symbol_seen and number is None) or day_blank
    info = DocumentInfo(title=title, number=number, issued_on=date, issuer=_issuer(head, title), signer=signer, draft=draft)
    return FrontMatter(info, _period(title, head), number)


def _head(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs before the first section (`I. …`), at most sixty."""
    head: list[Paragraph] = []
    for paragraph in paragraphs[:60]:
        if re.match(r"^(?:I|A|Phần I|PHẦN I|PHẦN THỨ NHẤT)[.\s:]", paragraph.full_text) and head:
            break
        head.append(paragraph)
    return head


def _title(head: Sequence[Paragraph]) -> str | None:
    captions = [
        index
        for index, paragraph in enumerate(head)
        if (caption := _CAPTION.match(paragraph.text))
        and (is_upper(caption.group()) or paragraph.bold or paragraph.level is not None)
        and len(paragraph.text) < 500
        and "viết tắt" not in match_key(paragraph.text)
    ]
    if captions:
        return _assemble(head, captions[-1])
    for index, paragraph in enumerate(head):
        if match_key(paragraph.text).strip(": ") == "quyết định":
            title = _assemble(head, index)
            if title and len(title) > 15:
                return title
    return None


def _assemble(head: Sequence[Paragraph], start: int) -> str | None:
    parts = [squeeze(head[start].text)]
    for paragraph in head[start + 1 : start + 5]:
        text = squeeze(paragraph.text)
        if _END_OF_TITLE.match(text) or len(text) > 350 or text.endswith((":", ".", ";")) or set(text) <= set("-_*. "):
            break
        parts.append(text)
    caption = parts[0]
    if _all_capitals(" ".join(parts)):
        return squeeze(" ".join(parts))
    if len(parts) > 1 and _all_capitals(caption):
        return squeeze(capitalised(caption.lower()) + " " + " ".join(lower_first(part) for part in parts[1:]))
    match = _CAPTION_AND_REST.match(caption)
    if match:
        parts[0] = capitalised(match[1].lower()) + " " + lower_first(caption[match.end() :])
    return squeeze(" ".join(parts))


_CAPTION_AND_REST = re.compile(r"^([A-ZÀ-ỸĐ]{2,}(?: [A-ZÀ-ỸĐ]{2,})*) (?=[A-ZÀ-ỸĐ]?[a-zà-ỹđ])")


def _all_capitals(text: str) -> bool:
    """Whether all words are capitals, symbols such as `882/QĐ-TTg` apart."""
    return is_upper(" ".join(word for word in text.split() if "/" not in word))


def _number_and_date(head: Sequence[Paragraph]) -> tuple[str | None, bool, str | None, bool]:
    """The own number, whether its symbol was seen at all, the date, and whether its day was left blank."""
    number: str | None = None
    seen = False
    dates: list[tuple[str, bool]] = []
    for paragraph in head:
        text = paragraph.text
        own = _OWN_NUMBER.search(text) if _is_own(paragraph) else None
        if own:
            seen = True
            number = number or (tidy_number(f"{own['number']}/{own['symbol']}") if own["number"] else None)
        if own or re.match(r"^[\wÀ-ỹ. ]{2,30}, ngày", text):
            dates.extend(_date(match) for match in _OWN_DATE.finditer(text[own.end() if own else 0 :]))
    best = max(dates, key=lambda entry: len(entry[0]), default=None)
    return number, seen, best[0] if best else None, bool(dates) and all(blank for _, blank in dates)


def _is_own(paragraph: Paragraph) -> bool:
    """A number is the document's own in its letterhead (`Số: …`) and in `(Ban hành kèm theo Quyết định số …)`."""
    return bool(_ENACTED.match(paragraph.text) or re.match(r"^(?:Số|SỐ)\b", paragraph.text))


def _date(match: re.Match[str]) -> tuple[str, bool]:
    year, month, day = match["y"], match["m"], match["d"]
    if month and 1 <= int(month) <= 12:
        if day and 1 <= int(day) <= 31:
            return f"{year}-{int(month):02}-{int(day):02}", False
        return f"{year}-{int(month):02}", True
    return year, True


_PLACE_NAME = r"(?:tỉnh|thành phố|TP\.?)\s+[A-ZÀ-ỸĐ][\wÀ-ỹ]*(?:[\s-][A-ZÀ-ỸĐ][\wÀ-ỹ]*){0,3}"
_FULL_ISSUER = re.compile(
    rf"(?:(?:ỦY|UỶ|Ủy|Uỷ) ?(?:BAN|ban|Ban) (?:NHÂN|nhân|Nhân) (?:DÂN|dân|Dân)|UBND)"
    rf" (?:{_PLACE_NAME}|(?:TỈNH|THÀNH PHỐ) [A-ZÀ-ỸĐ -]+)"
)


def _issuer(head: Sequence[Paragraph], title: str | None) -> str | None:
    for paragraph in head:
        match = _FULL_ISSUER.search(paragraph.text)
        if match:
            return squeeze(match.group())
    for paragraph in head:
        if _ISSUER.search(paragraph.text):
            place = re.search(rf"{_PLACE_NAME}|TỈNH [A-ZÀ-ỸĐ]+(?: [A-ZÀ-ỸĐ]+)?(?= TRIỂN| GIAI| ĐẾN| NĂM|$)", title or "")
            return "UBND " + place.group() if place else None
    return None


_SIGNATURE = re.compile(r"^(?:TM\.|T/M|KT\.|TUQ\.|CHỦ TỊCH|PHÓ CHỦ TỊCH|Q\. CHỦ TỊCH)", re.IGNORECASE)
_NAME = re.compile(r"^(?:[A-ZÀ-ỸĐ][a-zà-ỹđ]*)(?:\s[A-ZÀ-ỸĐ][a-zà-ỹđ]+){1,4}$")


def _signer(paragraphs: Sequence[Paragraph]) -> str | None:
    """The name under the last signature block (`TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH / name`)."""
    signer = None
    for index, paragraph in enumerate(paragraphs):
        text = paragraph.text.strip()
        if not (_SIGNATURE.match(text) and is_upper(text)):
            continue
        for after in paragraphs[index + 1 : index + 6]:
            name = squeeze(after.text).strip("*_ ")
            if _NAME.match(name):
                signer = name
                break
    return signer


def _period(title: str | None, head: Sequence[Paragraph]) -> Period | None:
    for text in [title or "", *(paragraph.text for paragraph in head)]:
        key = match_key(text)
        years = re.search(r"(?:giai đoạn|thời kỳ|từ năm)\s+((?:19|20)\d\d)\s*(?:-|đến(?: năm)?)\s*((?:19|20)\d\d)", key)
        if years:
            vision = re.search(r"tầm nhìn(?: đến)?(?: năm)?\s+((?:19|20)\d\d)", key) if text == title else None
            return Period(start=int(years[1]), end=int(years[2]), vision=int(vision[1]) if vision else None)
        until = re.search(r"đến năm\s+((?:19|20)\d\d)", key) if text == title else None
        if until:
            vision = re.search(r"tầm nhìn(?: đến)?(?: năm)?\s+((?:19|20)\d\d)", key)
            return Period(end=int(until[1]), vision=int(vision[1]) if vision else None)
    return None
