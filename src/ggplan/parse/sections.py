"""Which sections of a plan hold its tasks, and which the duties of bodies, told from their titles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from ggplan.parse.outline import Node, Rank
from ggplan.text import match_key

__all__ = ["SectionKind", "read_sections", "section_kind"]

SectionKind = Literal["tasks", "duties"]

_TASKS = re.compile(
    r"nhiệm vụ|giải pháp|biện pháp|nội dung (?:thực hiện|chủ yếu|kế hoạch|triển khai|trọng tâm)|^(?:các )?nội dung$|hoạt động"
    r"|chương trình hành động|kế hoạch hành động"
)
_DUTIES = re.compile(r"tổ chức (?:triển khai )?thực hiện|tổ chức triển khai|phân công|trách nhiệm (?:của|thực hiện)")
_NEITHER = re.compile(
    r"mục đích|mục tiêu|chỉ tiêu|quan điểm|định hướng|căn cứ|thực trạng|đánh giá|nơi nhận|viết tắt|phụ lục"
    r"|kinh phí|nguồn (?:lực|vốn)|sự cần thiết"
    r"|bối cảnh|phạm vi|đối tượng"
)


def section_kind(title: str) -> SectionKind | None:
    """What a section with this title holds; None for aims, funding and the like. The first telling word decides."""
    key = match_key(title)
    solutions = "giải pháp" in key
    if _DUTIES.search(key) and not solutions:
        return "duties"
    told = _TASKS.search(key)
    other = _NEITHER.search(key)
    return "tasks" if told and (other is None or told.start() < other.start()) else None


def read_sections(root: Node) -> Iterator[tuple[Node, SectionKind]]:
    """The sections with tasks or duties, in order: numbered ones, or headings where a plan numbers none."""
    numbered = list(_within(root, numbered=True))
    yield from numbered or _within(root, numbered=False)


def _within(node: Node, *, numbered: bool) -> Iterator[tuple[Node, SectionKind]]:
    for child in node.children:
        if child.rank > Rank.SUBSECTION and not (node.rank == Rank.ROOT and not numbered):
            continue
        kind = section_kind(child.text) if (child.code if numbered else child.heading or child.code) else None
        if child.marker.kind == "article":
            kind = None
        if kind and not (kind == "tasks" and _is_frame(child)):
            yield child, kind
        else:
            yield from _within(child, numbered=numbered)


def _is_frame(node: Node) -> bool:
    """Whether a section only holds sections of several kinds (`PHẦN II. NỘI DUNG`: aims, tasks, organisation)."""
    kinds = [section_kind(child.text) for child in node.children if Rank.PART <= child.rank <= Rank.SUBSECTION and child.code]
    others = [
        child for child in node.children if child.code and child.rank <= Rank.SUBSECTION and _NEITHER.match(match_key(child.text))
    ]
    return "tasks" in kinds and bool("duties" in kinds or others)
