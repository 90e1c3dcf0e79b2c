"""The outline of a plan: sections, numbered headings, lettered items, bullets, and the paragraphs under each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ggplan.document import Paragraph, Table
from ggplan.location import NOWHERE, Place, span
from ggplan.parse.flow import split_lost_breaks
from ggplan.parse.markers import Marker, read_marker
from ggplan.text import is_upper

__all__ = ["Node", "action_texts", "build", "walk"]

_TEXT_RANK = 9
_RANKS = {"article": 1, "capital": 1, "letter": 5, "paren": 6}


@dataclass(slots=True)
class Node:
    """One item of the outline: its marker, its own text (without the marker), its place, what stands under it.

    `rank` orders levels: 0 the whole plan, 1 sections (`III.`), 2 `1.`, 3 `1.1.`, 5 `a)`, 6 `(1)`, 7 `-`, 8 `+`, 9 plain text.
    """

    rank: int
    marker: Marker
    place: Place = NOWHERE
    heading: bool = False
    children: list[Node] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The item's own text, without its number or bullet."""
        return self.marker.rest

    @property
    def code(self) -> str:
        """The printed number, empty for bullets and plain text."""
        return "" if self.marker.kind in ("bullet", "none") else self.marker.code

    @property
    def extent(self) -> Place:
        """The place of the item with all that stands under it."""
        return span([self.place, *(child.extent for child in self.children)])


def build(blocks: Iterable[Paragraph | Table]) -> Node:
    """The outline of the paragraphs of `blocks` (tables are left out) under one root."""
    root = Node(0, Marker("none", "", ""))
    stack = [root]
    for block in blocks:
        if isinstance(block, Paragraph) and block.full_text:
            node = _node(block, stack)
            while stack[-1].rank >= node.rank or (node.rank == _TEXT_RANK and stack[-1].rank in (7, 8)):
                stack.pop()
            stack[-1].children.append(node)
            stack.append(node)
    return root


def _node(block: Paragraph, stack: Sequence[Node]) -> Node:
    marker = read_marker(block.full_text)
    heading = block.level is not None or block.bold
    if marker.kind == "none":
        caption = is_upper(block.text) and len(block.text) < 200 and not block.text.endswith((".", ";"))
        if caption or (block.level is not None and block.level <= 2):
            return Node(1, marker, block.place, heading=True)
        return Node(_TEXT_RANK, marker, block.place, heading)
    return Node(_rank(marker, stack), marker, block.place, heading)


def _rank(marker: Marker, stack: Sequence[Node]) -> int:
    if marker.kind == "roman":
        return marker.depth
    if marker.kind == "decimal":
        return 1 + marker.depth
    if marker.kind == "bullet":
        return _bullet_rank(marker, stack)
    return _RANKS[marker.kind]


def _bullet_rank(marker: Marker, stack: Sequence[Node]) -> int:
    """`-` above `+`; another sign below the bullet it follows, unless the same sign is already open higher up."""
    sign = "-" if marker.code in "–—" else marker.code
    for node in stack:
        if node.marker.kind == "bullet" and node.marker.code.translate({0x2013: "-", 0x2014: "-"}) == sign:
            return node.rank
    if stack[-1].marker.kind == "bullet" and stack[-1].rank == 7:
        return 8
    return 8 if sign == "+" and any(node.rank == 7 for node in stack) else 7


def walk(node: Node) -> Iterator[Node]:
    """The node and all under it, in the order of the document."""
    yield node
    for child in node.children:
        yield from walk(child)


def action_texts(node: Node) -> list[str]:
    """The texts of all items under `node`, each bullet or paragraph one; a lost line break (`tỉnh.- Tham mưu`) splits."""
    texts: list[str] = []
    for child in node.children:
        for item in walk(child):
            texts.extend(part for part in split_lost_breaks(item.text) if part)
    return texts
