"""How an item of a narrative names the bodies it is assigned to: `Sở X chủ trì, phối hợp với …:`, `Giao Sở X`, `Sở X: …`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

__all__ = ["BodyReader", "BodySpan", "Opening", "cooperating", "read_opening"]


class BodySpan(Protocol):
    """A body found in a text, from `start` to `end`."""

    @property
    def start(self) -> int:
        """Its first character."""
        ...

    @property
    def end(self) -> int:
        """The character after its last."""
        ...

    @property
    def id(self) -> str | None:
        """The registry's id, None for a body it does not know."""
        ...


class BodyReader(Protocol):
    """What is asked of the registry's lexicon here."""

    def match_list(self, text: str, pos: int = 0) -> tuple[Sequence[BodySpan], int]:
        """The longest run of bodies from `pos` on, and where it ends."""
        ...


@dataclass(frozen=True, slots=True)
class Opening:
    """How an item begins: the bodies it is assigned to, the bodies that cooperate, what comes after.

    `rest` is the text of the first action: after the colon, or the whole sentence where there is none. `bare` is true where
    the text is only bodies (a heading).
    """

    leads: tuple[str, ...]
    partners: tuple[str, ...]
    rest: str
    bare: bool
    colon: bool


_ASKING = re.compile(
    r"^(?:Đề nghị|Giao trách nhiệm cho|Giao nhiệm vụ cho|Giao cho|Giao|Yêu cầu|Trách nhiệm của|Trách nhiệm|Nhiệm vụ của)\s+"
    r"(?:các đồng chí\s+|đồng chí\s+)?",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\b(?:Giám đốc|Thủ trưởng|Người đứng đầu|Lãnh đạo|Chủ tịch|Chánh|Trưởng)\s+(?:các\s+)?"
    r"(?=(?:các\s+)?(?:sở|ban|cơ quan|UBND|Ủy ban|Uỷ ban|Văn phòng|Thanh tra|đơn vị|Công an|Hội|Liên)\b)",
    re.IGNORECASE,
)
_BY_FUNCTION = re.compile(
    r"\s*,?\s*(?:trên cơ sở|theo|căn cứ(?: vào)?)\s+(?:các\s+)?(?:chức năng|nhiệm vụ|lĩnh vực)[^:.;]{0,80}?(?=\s*:)",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\s*,?\s*(?:là (?:cơ quan|đơn vị) (?:chủ trì|đầu mối|thường trực)|chủ trì|làm đầu mối|đầu mối"
    r"|(?:có|chịu) trách nhiệm(?: chủ trì)?|có nhiệm vụ|chủ động)\b",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"\s*,?\s*(?:và\s+)?phối\s+hợp(?:\s+(?:chặt chẽ|thường xuyên|đồng bộ))?(?:\s+(?:với|cùng|cùng với))?\s+(?:với\s+)?",
    re.IGNORECASE,
)
_VERB = re.compile(r"\s*,?\s*(?:triển khai |tổ chức )?(?:thực hiện|triển khai|tham mưu)(?=\s*:)", re.IGNORECASE)
_COLON = re.compile(r"\s*(?:\([^)]{0,80}\)\s*)?:\s*")


def read_opening(text: str, bodies: BodyReader, *, unknown: bool = False) -> Opening | None:
    """The opening of an item, None where it does not begin with bodies.

    `Giám đốc Sở X`, `Thủ trưởng các cơ quan` stand for their bodies. With `unknown`, a title of bodies that the registry does not
    know is one too (`Trường Đại học X: …`).
    """
    officers = _OFFICE.match(text, _after(_ASKING, text, 0))
    if officers:
        opening = _read(_OFFICE.sub("", text), bodies)
        whole = opening is not None and not opening.colon and not opening.bare
        return Opening(opening.leads, opening.partners, text, bare=False, colon=False) if opening and whole else opening
    return _read(text, bodies, unknown=unknown)


def _read(text: str, bodies: BodyReader, *, unknown: bool = False) -> Opening | None:
    asked = _ASKING.match(text)
    begin = asked.end() if asked else 0
    found, _ = bodies.match_list(text, begin)
    strange = not asked and all(body.id is None for body in found)
    if not found or (strange and not (unknown and _is_title(text, found[-1].end))):
        return None
    leads = _texts(text, found)
    at = found[-1].end
    if not text[at:].strip(" .;*"):
        return Opening(leads, (), "", bare=True, colon=False)
    if colon := _COLON.match(text, at):
        return Opening(leads, (), text[colon.end() :].strip(), bare=False, colon=True)
    at = _after(_ROLE, text, _after(_BY_FUNCTION, text, at))
    partners: tuple[str, ...] = ()
    if joined := _WITH.match(text, at):
        others, _ = bodies.match_list(text, joined.end())
        if others:
            partners = _texts(text, others)
            at = others[-1].end
    at = _after(_VERB, text, _after(_BY_FUNCTION, text, at))
    if colon := _COLON.match(text, at):
        return Opening(leads, partners, text[colon.end() :].strip(), bare=False, colon=True)
    return Opening(leads, partners, text, bare=False, colon=False)


def _is_title(text: str, end: int) -> bool:
    """Whether a text is only bodies up to `end`, or a colon follows them."""
    return not text[end:].strip(" .;*") or _COLON.match(text, end) is not None


def _texts(text: str, found: Sequence[BodySpan]) -> tuple[str, ...]:
    return tuple(text[body.start : body.end] for body in found)


def _after(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


_COOPERATE = re.compile(r"phối\s+hợp(?:\s+(?:chặt chẽ|thường xuyên|đồng bộ|tốt))?\s+(?:với|cùng với|cùng)?\s*", re.IGNORECASE)


def cooperating(texts: Sequence[str], bodies: BodyReader) -> tuple[str, ...]:
    """Every list of bodies named after `phối hợp (chặt chẽ) (với)` in `texts`, as printed, in order."""
    found: list[str] = []
    for text in texts:
        for match in _COOPERATE.finditer(text):
            partners, _ = bodies.match_list(text, match.end())
            found.extend(_texts(text, partners))
    return tuple(found)
