"""Tasks written as prose: `1.1. Sở X: …`, `- Sở X chủ trì, phối hợp với …:`, `a) Sở X`, a numbered body with its duties.

An item is a task where its opening names bodies; what the opening assigns decides lead and cooperating bodies. In a section on
organisation (`Tổ chức thực hiện`) only items titled by a body are duties; its other paragraphs are reported, not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from ggplan.location import Place, span
from ggplan.parse.outline import Node, action_texts, walk
from ggplan.parse.flow import split_lost_breaks
from ggplan.text import match_key

__all__ = ["BodyReader", "Item", "NarrativeGroup", "Opening", "cooperating", "read_narrative", "read_opening"]


class BodySpan(Protocol):
    """A body found in a text, from `start` to `end`."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def id(self) -> str | None: ...


class BodyReader(Protocol):
    """What is asked of the registry's lexicon here."""

    def match_list(self, text: str, pos: int = 0) -> tuple[Sequence[BodySpan], int]: ...


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


@dataclass(frozen=True, slots=True)
class NarrativeGroup:
    """A heading under which items stand; `path` are the codes of its sections from the outside in."""

    code: str
    title: str
    place: Place
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One task of a narrative as printed; `group` is the index of its group, `number` its place in the group, from 1."""

    group: int
    code: str | None
    number: int
    leads: tuple[str, ...]
    partners: tuple[str, ...]
    actions: tuple[str, ...]
    place: Place


_ASKING = re.compile(r"^(?:Đề nghị|Giao cho|Giao|Yêu cầu|Trách nhiệm của|Trách nhiệm|Nhiệm vụ của)\s+(?:các đồng chí\s+)?", re.IGNORECASE)
_BY_FUNCTION = re.compile(
    r"\s*,?\s*(?:trên cơ sở|theo|căn cứ(?: vào)?)\s+(?:các\s+)?(?:chức năng|nhiệm vụ|lĩnh vực)[^:.;]{0,80}?(?=\s*:)", re.IGNORECASE
)
_ROLE = re.compile(r"\s*,?\s*(?:là (?:cơ quan|đơn vị) (?:chủ trì|đầu mối|thường trực)|chủ trì|làm đầu mối|đầu mối)\b", re.IGNORECASE)
_WITH = re.compile(
    r"\s*,?\s*(?:và\s+)?phối\s+hợp(?:\s+(?:chặt chẽ|thường xuyên|đồng bộ))?(?:\s+(?:với|cùng|cùng với))?\s+(?:với\s+)?", re.IGNORECASE
)
_COLON = re.compile(r"\s*(?:\([^)]{0,80}\)\s*)?:\s*")


def read_opening(text: str, bodies: BodyReader) -> Opening | None:
    """The opening of an item, None where it does not begin with bodies."""
    asked = _ASKING.match(text)
    begin = asked.end() if asked else 0
    found, _ = bodies.match_list(text, begin)
    if not found or (found[0].id is None and not asked and not _known(found)):
        return None
    leads = tuple(text[body.start : body.end] for body in found)
    at = found[-1].end
    if not text[at:].strip(" .;*"):
        return Opening(leads, (), "", bare=True, colon=False)
    if colon := _COLON.match(text, at):
        return Opening(leads, (), text[colon.end() :].strip(), bare=False, colon=True)
    at = _after(_BY_FUNCTION, text, at)
    at = _after(_ROLE, text, at)
    partners: tuple[str, ...] = ()
    if joined := _WITH.match(text, at):
        others, _ = bodies.match_list(text, joined.end())
        if others:
            partners = tuple(text[body.start : body.end] for body in others)
            at = others[-1].end
    at = _after(_BY_FUNCTION, text, at)
    if colon := _COLON.match(text, at):
        return Opening(leads, partners, text[colon.end() :].strip(), bare=False, colon=True)
    return Opening(leads, partners, text, bare=False, colon=False)


def _known(found: Sequence[BodySpan]) -> bool:
    return any(body.id is not None for body in found)


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
            found.extend(text[body.start : body.end] for body in partners)
    return tuple(found)


_TASK_SECTION = re.compile(r"nhiệm vụ|giải pháp|nội dung (?:thực hiện|chủ yếu|kế hoạch)|hoạt động|chương trình hành động")
_DUTY_SECTION = re.compile(r"tổ chức thực hiện|phân công|trách nhiệm (?:của|thực hiện)")
_NO_TASK_SECTION = re.compile(r"mục đích|mục tiêu|quan điểm|định hướng|căn cứ|thực trạng|đánh giá|nơi nhận|viết tắt|phụ lục")


@dataclass
class _Reading:
    bodies: BodyReader
    groups: list[NarrativeGroup]
    items: list[Item]
    passed: list[tuple[str, Place]]

    def section(self, node: Node) -> None:
        """Reads a section that may hold tasks (`duty` false) or duties of bodies."""
        title = match_key(node.text)
        if _DUTY_SECTION.search(title) and not re.search(r"giải pháp", title):
            self._duties(node)
        elif _TASK_SECTION.search(title) and not _NO_TASK_SECTION.search(title):
            self._tasks(node, (node.code,) if node.code else ())

    def _group(self, node: Node, path: tuple[str, ...]) -> int:
        self.groups.append(NarrativeGroup(node.code, node.text.rstrip(":").strip(), node.place, path))
        return len(self.groups) - 1

    def _tasks(self, section: Node, path: tuple[str, ...]) -> None:
        """Walks the headings of a task section; items under each become tasks of that group."""
        group: int | None = None
        for unit in _units(section.children):
            head = unit[0]
            opening = self._opening(head)
            if opening:
                group = self._group(section, path[:-1]) if group is None else group
                self._item(group, head, opening, unit[1:])
            elif head.code and _may_be_group(head):
                self._heading(head, path)
            else:
                self._pass(head)

    def _heading(self, node: Node, path: tuple[str, ...]) -> None:
        at = len(self.groups)
        self.groups.append(NarrativeGroup(node.code, node.text.rstrip(":").strip(), node.place, path))
        for unit in _units(node.children, self._opens):
            head = unit[0]
            opening = self._opening(head)
            if opening:
                self._item(at, head, opening, unit[1:])
            elif head.code and _may_be_group(head) and head.marker.kind in ("decimal", "roman", "letter"):
                self._heading(head, (*path, node.code))
            else:
                self._pass(head)
        if at == len(self.groups) - 1 and not any(item.group == at for item in self.items):
            self.groups.pop()
            self.passed.append((node.text, node.extent))

    def _opens(self, node: Node) -> bool:
        return self._opening(node) is not None

    def _opening(self, node: Node) -> Opening | None:
        return read_opening(node.text, self.bodies) if node.rank >= 2 else None

    def _duties(self, section: Node) -> None:
        group: int | None = None
        for node in _titled(section):
            opening = self._opening(node)
            if opening and (opening.bare or opening.colon) and node.code:
                if group is None:
                    group = self._group(section, ())
                self._item(group, node, opening, ())
            elif node.rank <= 3 or node.marker.kind == "none":
                self._pass(node)

    def _item(self, group: int, node: Node, opening: Opening, more: Sequence[Node]) -> None:
        own = [part for part in split_lost_breaks(opening.rest) if part]
        actions = [*own, *action_texts(node)]
        for follower in more:
            if _POINTER.match(follower.text):
                continue
            actions.extend(part for part in split_lost_breaks(follower.text) if part)
            actions.extend(action_texts(follower))
        heading = node.text if opening.colon or opening.bare else ""
        partners = (*opening.partners, *cooperating(actions, self.bodies)) if heading else cooperating(actions, self.bodies)
        number = sum(item.group == group for item in self.items) + 1
        place = span([node.extent, *(follower.extent for follower in more)])
        self.items.append(Item(group, node.code or None, number, opening.leads, partners, tuple(actions), place))

    def _pass(self, node: Node) -> None:
        text = node.text
        if len(text) > 60 and re.search(r"chủ trì|phối hợp|chịu trách nhiệm|có trách nhiệm", text):
            self.passed.append((text, node.place))


_POINTER = re.compile(r"^\((?:[^()]*\b(?:[Pp]hụ lục|chi tiết|[Bb]iểu)\b[^()]*)\)[.;]?$")


def _may_be_group(node: Node) -> bool:
    return node.marker.kind in ("decimal", "roman", "letter", "capital") and len(node.text) < 700


def _units(children: Sequence[Node], opens=None) -> Iterator[list[Node]]:  # type: ignore[no-untyped-def]
    """The children of a heading, each with the unnumbered paragraphs and bullets that go with the one before."""
    unit: list[Node] = []
    for child in children:
        attached = child.marker.kind in ("none", "bullet") and unit and opens is not None and not opens(child) and opens(unit[0])
        if attached:
            unit.append(child)
        else:
            if unit:
                yield unit
            unit = [child]
    if unit:
        yield unit


def _titled(section: Node) -> Iterator[Node]:
    """The items of a section on organisation, those under sub-headings (`2. Phân công trách nhiệm`) included."""
    for child in section.children:
        nested = [node for node in child.children if node.marker.kind in ("decimal", "letter")]
        if child.marker.kind == "decimal" and nested and len(child.text) < 120:
            yield from (node for node in child.children)
        else:
            yield child


def read_narrative(root: Node, bodies: BodyReader) -> tuple[list[NarrativeGroup], list[Item], list[tuple[str, Place]]]:
    """Groups and items of the narrative, and passages about tasks that were not read as one."""
    reading = _Reading(bodies, [], [], [])
    for section in _sections(root):
        reading.section(section)
    return reading.groups, reading.items, reading.passed


def _sections(root: Node) -> Iterator[Node]:
    """Sections: the highest numbered items (Roman or capital), or the top of a plan that has none."""
    tops = [node for node in walk(root) if node.rank == 1 and node.marker.kind in ("roman", "capital") and "." not in node.code]
    yield from tops or [node for node in root.children if node.rank <= 2]
