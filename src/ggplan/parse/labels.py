"""Lines that say with a label what a table says with a column: `Cơ quan chủ trì: Sở X`, `Thời gian thực hiện: Năm 2024`.

They stand under a task, each on its line or several on one (`Chủ trì: …; phối hợp: …; thời gian: …`), or in brackets at its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ggplan.parse.columns import Kind, find_phrases
from ggplan.parse.openings import BodyReader
from ggplan.text import match_key, squeeze

__all__ = ["Labels", "label_kind", "merged", "read_labels", "split_bracket"]

_SIGNS = "-–—+•*▪●○ "
_FILLING = frozenset(
    re.findall(r"\w+", "thực hiện dự kiến chính chủ yếu chung tham mưu triển khai và của nhiệm vụ cụ thể đầu ra ban hành")
)
_OWN_KINDS: Mapping[str, Kind] = {
    "phân công": "agencies",
    "phân công thực hiện": "agencies",
    "phân công trách nhiệm": "agencies",
    "trách nhiệm thực hiện": "agencies",
    "trách nhiệm": "agencies",
    "đơn vị": "agencies",
}


LABELLED: tuple[Kind, ...] = ("lead", "cooperate", "agencies", "time", "output", "budget")
"""The kinds that a label may stand for."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The values of labelled lines by kind of column, in order, as printed less the last `.` or `;`."""

    values: Mapping[Kind, tuple[str, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.values)

    @property
    def assigns(self) -> bool:
        """Whether a lead body is among them."""
        return "lead" in self.values or "agencies" in self.values

    def get(self, kind: Kind) -> tuple[str, ...]:
        """The values of one kind, empty where none is given."""
        return self.values.get(kind, ())


def label_kind(text: str) -> Kind | None:
    """The kind of column that a label stands for; None where its words are more than a label's."""
    key = match_key(text).strip(_SIGNS)
    if key in _OWN_KINDS:
        return _OWN_KINDS[key]
    found = find_phrases(key)
    if not found or found[0][1] != 0:
        return None
    words = [word.strip(",") for word in re.sub(r"\s*/\s*", "/", key).split()]
    inside = {index for _, first, last in found for index in range(first, last)}
    if any(index not in inside and word not in _FILLING for index, word in enumerate(words)):
        return None
    kinds = {kind for kind, _, _ in found} - {"parent", "note"}
    return found[0][0] if len(kinds) == 1 and found[0][0] in kinds else None


_TIME = re.compile(
    r"\d{4}|thường xuyên|h[àằ]ng (?:năm|quý|tháng)|định kỳ|theo (?:tiến độ|kế hoạch|lộ trình|yêu cầu|năm)|liên tục|quý",
    re.IGNORECASE,
)


def _plausible(kind: Kind, value: str, bodies: BodyReader) -> bool:
    """Whether a value is what its label promises: bodies after `Chủ trì:`, a time after `Thời gian:`."""
    if kind in ("lead", "cooperate", "agencies"):
        found, _ = bodies.match_list(value, 0)
        return bool(found) and (found[0].start == 0 or not value[: found[0].start].strip(_SIGNS))
    if kind == "time":
        return bool(_TIME.search(value)) and len(value) < 120
    return bool(value) and len(value) < 400


def read_labels(text: str, bodies: BodyReader) -> Labels:
    """The labelled values of a paragraph that begins with a label; none for any other paragraph."""
    found = list(_found(text))
    if not found or text[: found[0][1]].strip(_SIGNS):
        return Labels()
    values: dict[Kind, list[str]] = {}
    for position, (kind, _, start) in enumerate(found):
        end = found[position + 1][1] if position + 1 < len(found) else len(text)
        value = squeeze(text[start:end]).rstrip(" .;,-–").lstrip(_SIGNS)
        if value and not _plausible(kind, value, bodies):
            return Labels()
        if value:
            values.setdefault(kind, []).append(value)
    return Labels({kind: tuple(texts) for kind, texts in values.items()})


_LONGEST_LABEL = 70


def _found(text: str) -> Iterator[tuple[Kind, int, int]]:
    """Every label in `text`: its kind, where it begins, where its value begins."""
    for colon in re.finditer(r"\s*:\s*", text):
        head = max(text.rfind(sign, 0, colon.start()) + 1 for sign in ".;:(")
        head = max(head, colon.start() - _LONGEST_LABEL)
        starts = [head, *(match.end() for match in re.finditer(r",\s*|\s[-–]\s", text[head : colon.start()]))]
        starts = [start if start == head else head + start for start in starts]
        for start in starts:
            kind = label_kind(re.sub(r"\([^)]*\)", "", text[start : colon.start()]))
            if kind in LABELLED:
                yield kind, start, colon.end()
                break


_BRACKET = re.compile(r"\s*\((?P<inside>[^()]*(?:\([^()]*\)[^()]*)*)\)\s*[.;]?\s*$")


_LEADS = re.compile(r"\bchủ\s+trì\b", re.IGNORECASE)


def split_bracket(text: str, bodies: BodyReader) -> tuple[str, Labels]:
    """`text` without a bracket at its end that assigns it, and what the bracket says.

    `… (Chủ trì: Sở X; thời gian: 2023 - 2030).`, `… (Sở X chủ trì, Sở Y phối hợp)`
    """
    match = _BRACKET.search(text)
    labels = read_labels(match["inside"], bodies) if match else Labels()
    if match and not labels and _LEADS.search(match["inside"]) and _plausible("lead", match["inside"], bodies):
        labels = Labels({"lead": (squeeze(match["inside"]),)})
    return (text[: match.start()].rstrip(" ,;"), labels) if match and labels else (text, Labels())


def merged(all_labels: Iterable[Labels]) -> Labels:
    """The labels of several lines as one."""
    values: dict[Kind, tuple[str, ...]] = {}
    for labels in all_labels:
        for kind, texts in labels.values.items():
            values[kind] = (*values.get(kind, ()), *texts)
    return Labels(values)
