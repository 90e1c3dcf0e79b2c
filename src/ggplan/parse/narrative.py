"""Tasks written as prose: `1.1. Sở X: …`, `- Sở X chủ trì, phối hợp với …:`, `a) Sở X`, a numbered body with its duties.

An item is a task where its opening names bodies, or where labels under it do (`Cơ quan chủ trì: …`). What these assign decides
lead and cooperating bodies. In a section on organisation (`Tổ chức thực hiện`) only items titled by a body are duties; its other
paragraphs are reported, not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ggplan.location import Place, span
from ggplan.parse.flow import split_lost_breaks
from ggplan.parse.labels import Labels, merged, read_labels, split_bracket
from ggplan.parse.openings import BodyReader, BodySpan, Opening, cooperating, read_opening
from ggplan.parse.outline import Node, Rank, walk
from ggplan.parse.sections import SectionKind, read_sections

__all__ = [
    "BodyReader",
    "BodySpan",
    "Item",
    "NarrativeGroup",
    "Opening",
    "cooperating",
    "read_narrative",
    "read_opening",
]


@dataclass(frozen=True, slots=True)
class NarrativeGroup:
    """A heading under which items stand; `path` are the codes of its sections from the outside in."""

    code: str
    title: str
    place: Place
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One task of a narrative as printed; `group` is the index of its group, `number` its place in the group, from 1.

    `time`, `outputs` and `budget` are the values of labelled lines.
    """

    group: int
    code: str | None
    number: int
    leads: tuple[str, ...]
    partners: tuple[str, ...]
    actions: tuple[str, ...]
    place: Place
    time: str = ""
    outputs: tuple[str, ...] = ()
    budget: str = ""


def read_narrative(root: Node, bodies: BodyReader) -> tuple[list[NarrativeGroup], list[Item], list[tuple[str, Place]]]:
    """Groups and items of the narrative, and passages about tasks that were not read as one."""
    reading = _Reading(bodies, [], [], [])
    for section, kind in read_sections(root):
        reading.section(section, kind)
    return reading.groups, reading.items, reading.passed


_POINTER = re.compile(r"^\((?:[^()]*\b(?:[Pp]hụ lục|chi tiết|[Bb]iểu)\b[^()]*)\)[.;]?$")
_NUMBERED = ("decimal", "roman", "letter", "capital", "subpart")
_LONGEST_HEADING = 700


@dataclass
class _Reading:
    bodies: BodyReader
    groups: list[NarrativeGroup]
    items: list[Item]
    passed: list[tuple[str, Place]]
    duties: bool = False
    """Whether a section on organisation is being read: there a title is a body also where the registry does not know it."""

    def section(self, node: Node, kind: SectionKind) -> None:
        """Reads a section that holds tasks, or duties of bodies."""
        self.duties = kind == "duties"
        if self.duties:
            self._duties(node)
        else:
            self._children(node, (node.code,) if node.code else (), None)

    def _group(self, node: Node, path: tuple[str, ...]) -> int:
        self.groups.append(NarrativeGroup(node.code, node.text.rstrip(":").strip(), node.place, path))
        return len(self.groups) - 1

    def _children(self, node: Node, path: tuple[str, ...], group: int | None) -> None:
        """Reads what stands under a heading: tasks of `group` (made of `node` when the first comes), and headings of groups."""
        for unit in self._units(node.children, attach=group is not None):
            head = unit[0]
            if self._is_task(head) and not self._is_list_of_bodies(head):
                group = self._group(node, path[:-1]) if group is None else group
                self._task(group, head, unit[1:])
            elif head.code and _may_be_group(head):
                self._heading(head, path)
            else:
                self._pass(head)

    def _heading(self, node: Node, path: tuple[str, ...]) -> None:
        at = self._group(node, path)
        self._children(node, (*path, node.code), at)
        if at == len(self.groups) - 1 and not any(item.group == at for item in self.items):
            self.groups.pop()
            self.passed.append((node.text, node.extent))

    def _is_task(self, node: Node) -> bool:
        return self._opening(node) is not None or self._labels(node).assigns or self._order(node) is not None

    def _is_list_of_bodies(self, node: Node) -> bool:
        """Whether a heading only says that bodies follow (`5. Giao các đơn vị:` / `a) Sở Y tế: …`)."""
        opening = self._opening(node)
        numbered = [child for child in node.children if child.marker.kind in ("decimal", "letter")]
        if opening is None or opening.rest or len(numbered) < 2:
            return False
        return all(self._opening(child) for child in numbered)

    def _order(self, node: Node) -> Opening | None:
        """The order that ends a numbered item (`Rà soát các quy định. Giao Sở X chủ trì, phối hợp với …`)."""
        match = _ORDER.search(node.text) if node.code and node.rank > Rank.SUBSECTION else None
        return read_opening(match["order"], self.bodies) if match else None

    def _opening(self, node: Node) -> Opening | None:
        return read_opening(node.text, self.bodies, unknown=self.duties) if node.rank > Rank.SECTION else None

    def _labels(self, node: Node) -> Labels:
        """The labels of a task: in a bracket at the end of its text, and on the lines under it that are not numbered.

        None where lines under it name several lead bodies: then `node` is a heading over tasks.
        """
        if node.rank <= Rank.SECTION or read_labels(node.text, self.bodies):
            return Labels()
        own = split_bracket(node.text, self.bodies)[1]
        lines = [read_labels(line.text, self.bodies) for line in _lines_under(node)]
        if sum(labels.assigns for labels in lines) > 1:
            return own
        return merged([own, *lines])

    def _units(self, children: Sequence[Node], *, attach: bool) -> Iterator[list[Node]]:
        """The children of a heading, each with the unnumbered paragraphs and bullets that go with the one before."""
        unit: list[Node] = []
        for child in children:
            plain = child.marker.kind in ("none", "bullet") and unit
            goes_on = plain and attach and not self._is_task(child) and self._opening(unit[0]) is not None
            if goes_on or (plain and read_labels(child.text, self.bodies)):
                unit.append(child)
            else:
                if unit:
                    yield unit
                unit = [child]
        if unit:
            yield unit

    def _duties(self, section: Node) -> None:
        group: int | None = None
        for unit in self._duty_units(section):
            node, opening = unit[0], self._opening(unit[0])
            if opening and (opening.colon or (opening.bare and (node.code or node.children or len(unit) > 1))):
                if group is None:
                    group = self._group(section, ())
                self._task(group, node, unit[1:])
            elif node.rank <= Rank.SECOND or node.marker.kind == "none":
                self._pass(node)

    def _duty_units(self, section: Node) -> Iterator[list[Node]]:
        """The items of a section on organisation; a body that stands alone without a number has the lines after it for its duties."""
        unit: list[Node] = []
        for node in self._titled(section):
            waits = bool(unit) and not unit[0].code and not unit[0].children and _is_bare(self._opening(unit[0]))
            if waits and not node.code and not _names(self._opening(node)):
                unit.append(node)
                continue
            if unit:
                yield unit
            unit = [node]
        if unit:
            yield unit

    def _titled(self, section: Node) -> Iterator[Node]:
        """The items of a section on organisation, those under sub-headings (`2. Phân công trách nhiệm`) included."""
        for child in section.children:
            nested = [node for node in child.children if node.marker.kind in ("decimal", "letter")]
            bulleted = [node for node in child.children if node.marker.kind == "bullet" and _names(self._opening(node))]
            short = child.marker.kind in ("decimal", "roman", "letter") and len(child.text) < 120
            if short and (nested or bulleted) and not _names(self._opening(child)):
                yield from child.children
            else:
                yield child

    def _task(self, group: int, node: Node, more: Sequence[Node]) -> None:
        labels = merged([self._labels(node), *(read_labels(follower.text, self.bodies) for follower in more)])
        opening = self._opening(node)
        actions = list(self._actions(node, opening, more, labelled=bool(labels)))
        leads, partners = self._assigned(labels) if labels.assigns else ((), ())
        order = None if opening or leads else self._order(node)
        if order:
            leads = order.leads
        if opening and not leads:
            leads = opening.leads
            heading = opening.colon or opening.bare
            partners = (*(opening.partners if heading else ()), *partners)
        if not labels.assigns:
            partners = (*partners, *cooperating(actions, self.bodies))
        number = sum(item.group == group for item in self.items) + 1
        place = span([node.extent, *(follower.extent for follower in more)])
        partners = (*partners, *labels.get("cooperate"))
        self.items.append(
            Item(
                group,
                node.code or None,
                number,
                leads,
                partners,
                tuple(actions),
                place,
                "; ".join(labels.get("time")),
                labels.get("output"),
                "; ".join(labels.get("budget")),
            )
        )

    def _assigned(self, labels: Labels) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Lead and cooperating bodies of labels; `Sở X chủ trì, phối hợp với Sở Y` after a label names both."""
        leads: list[str] = []
        partners: list[str] = []
        for value in (*labels.get("lead"), *labels.get("agencies")):
            opening = read_opening(value, self.bodies)
            if opening and not opening.bare and re.search(r"phối\s+hợp\s+(?:chặt chẽ\s+)?(?:với|cùng)", value):
                leads.extend(opening.leads)
                partners.extend(opening.partners or cooperating([value], self.bodies))
            else:
                leads.append(value)
        return tuple(leads), tuple(partners)

    def _actions(self, node: Node, opening: Opening | None, more: Sequence[Node], *, labelled: bool) -> Iterator[str]:
        own = opening.rest if opening else split_bracket(node.text, self.bodies)[0]
        under = [item for child in node.children for item in walk(child)]
        later = [item for child in more for item in walk(child)]
        for text in (own, *(item.text for item in (*under, *later))):
            if _POINTER.match(text) or (labelled and read_labels(text, self.bodies)):
                continue
            plain = _CONTENT.sub("", text) if labelled else text
            yield from (part for part in split_lost_breaks(plain) if part)

    def _pass(self, node: Node) -> None:
        text = node.text
        if len(text) > 60 and re.search(r"chủ trì|phối hợp|chịu trách nhiệm|có trách nhiệm", text):
            self.passed.append((text, node.place))


_CONTENT = re.compile(r"^Nội dung(?: thực hiện| nhiệm vụ| công việc| chủ yếu)?\s*:\s*(?=\S)")
"""The label of a task's description, which is no part of it."""


_ORDER = re.compile(r"(?<=[.;])\s+(?P<order>(?:Giao|Đề nghị)\s+[^.;]+)[.;]?$")


def _lines_under(node: Node) -> Iterator[Node]:
    """The plain and bulleted lines under an item, down to the next numbered one."""
    for child in node.children:
        if child.marker.kind in ("none", "bullet"):
            yield child
            yield from _lines_under(child)


def _may_be_group(node: Node) -> bool:
    return node.marker.kind in _NUMBERED and len(node.text) < _LONGEST_HEADING


def _is_bare(opening: Opening | None) -> bool:
    return opening is not None and opening.bare


def _names(opening: Opening | None) -> bool:
    """Whether an opening is a title: only bodies, or bodies before a colon."""
    return opening is not None and (opening.bare or opening.colon)
