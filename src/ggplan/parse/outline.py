"""The outline of a plan: parts, sections, numbered headings, lettered items, bullets, and the paragraphs under each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from ggplan.document import Paragraph, Table
from ggplan.location import NOWHERE, Place, span
from ggplan.parse.flow import split_lost_breaks
from ggplan.parse.letterhead import is_signature
from ggplan.parse.markers import Marker, read_marker
from ggplan.text import is_upper

__all__ = ["Node", "Rank", "action_texts", "build", "walk"]


class Rank(IntEnum):
    """The levels of an outline from the outside in. Which of `A.` and `I.` is the section is told by which comes first."""

    ROOT = 0
    PART = 1  # Phần thứ hai, Chương II
    SECTION = 2  # III., Điều 1
    SUBSECTION = 3  # I. under A., Mục 1
    NUMBER = 4  # 1., VIII.3
    SECOND = 5  # 1.1.
    THIRD = 6
    DEEPER = 7
    LETTER = 8  # a)
    PAREN = 9  # (1)
    BULLET = 10  # -
    SUBBULLET = 11  # +
    TEXT = 12  # plain text


@dataclass(slots=True)
class Node:
    """One item of the outline: its marker, its own text (without the marker), its place, what stands under it."""

    rank: Rank
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
    texts = [block for block in blocks if isinstance(block, Paragraph) and block.full_text]
    outer = _outer_kind(texts)
    root = Node(Rank.ROOT, Marker("none", "", ""))
    stack = [root]
    for block in texts:
        if _completes_title(stack[-1], block):
            _give_title(stack[-1], block)
            continue
        node = _node(block, stack, outer)
        while stack[-1].rank >= node.rank or _closes_bullet(stack[-1], node):
            stack.pop()
        stack[-1].children.append(node)
        stack.append(node)
    return root


def _closes_bullet(open_item: Node, node: Node) -> bool:
    return node.rank == Rank.TEXT and open_item.rank in (Rank.BULLET, Rank.SUBBULLET)


def _outer_kind(texts: Sequence[Paragraph]) -> str:
    """The kind of marker of the sections, `roman` or `capital`: the one met first where both number headings."""
    kinds = [kind for kind in (read_marker(block.full_text).kind for block in texts) if kind in ("roman", "capital")]
    return kinds[0] if kinds and "roman" in kinds else "roman"


_LONGEST_TITLE = 250


def _completes_title(last: Node, block: Paragraph) -> bool:
    """Whether a paragraph is the title of the part whose number stood alone on the line above (`PHẦN II` / `NHIỆM VỤ`)."""
    if last.marker.kind not in ("part", "subpart") or last.children or len(block.text) > _LONGEST_TITLE:
        return False
    untitled = not last.text
    goes_on = is_upper(last.text) and is_upper(block.text) and last.heading
    return read_marker(block.full_text).kind == "none" and (untitled or goes_on)


def _give_title(node: Node, block: Paragraph) -> None:
    marker = node.marker
    title = f"{marker.rest} {block.text}".strip()
    node.marker = Marker(marker.kind, marker.code, title, marker.label)
    node.place = span([node.place, block.place])
    node.heading = True


_CLOSING = re.compile(
    r"^(?:Trên đây là|Trong quá trình|Quá trình (?:tổ chức|triển khai|thực hiện)|Yêu cầu (?:các|Thủ trưởng|Giám đốc)"
    r"|Căn cứ (?:nội dung |các nội dung |vào )?(?:Kế hoạch|nhiệm vụ)|(?:Kế hoạch|Quyết định) này\b|Nhận được Kế hoạch"
    r"|(?:Ủy ban nhân dân|UBND) (?:tỉnh|thành phố)[^.;:]{0,60} (?:yêu cầu|đề nghị)\b)"
)
_CLOSES = re.compile(
    r"vướng mắc|khó khăn|nghiêm túc|(?:triển khai|tổ chức|căn cứ)(?: triển khai| tổ chức)? thực hiện"
    r"|xem xét|thay thế|có hiệu lực|\./\.\s*\W*$"
)


def _is_closing(marker: Marker) -> bool:
    """Whether plain text is one of the formulas that end a plan (`Trên đây là Kế hoạch …`), or stands after them."""
    text = marker.rest
    if marker.kind != "none":
        return False
    return is_signature(text) or bool(_CLOSING.match(text) and _CLOSES.search(text))


def _node(block: Paragraph, stack: Sequence[Node], outer: str) -> Node:
    marker = read_marker(block.full_text)
    heading = block.level is not None or block.bold
    if marker.kind != "none":
        titled = heading or (marker.kind in ("part", "subpart") and is_upper(marker.rest))
        return Node(_rank(marker, stack, outer), marker, block.place, titled)
    if _is_closing(marker):
        return Node(Rank.PART, marker, block.place)
    caption = is_upper(block.text) and len(block.text) < 200 and not block.text.endswith((".", ";"))
    if caption or (block.level is not None and block.level <= 2):
        return Node(Rank.SECTION, marker, block.place, heading=True)
    return Node(Rank.TEXT, marker, block.place, heading)


_RANKS = {
    "article": Rank.SECTION,
    "part": Rank.PART,
    "subpart": Rank.SUBSECTION,
    "letter": Rank.LETTER,
    "paren": Rank.PAREN,
}
_DECIMALS = (Rank.NUMBER, Rank.SECOND, Rank.THIRD, Rank.DEEPER, Rank.DEEPER)


def _rank(marker: Marker, stack: Sequence[Node], outer: str) -> Rank:
    if marker.kind in ("roman", "capital"):
        if marker.depth > 1:
            return _DECIMALS[marker.depth - 2]
        return Rank.SECTION if marker.kind == outer else Rank.SUBSECTION
    if marker.kind == "decimal":
        single = marker.label and not marker.label.lower().startswith("nhóm")
        return _DECIMALS[max(marker.depth, 2 if single else 1) - 1]
    if marker.kind == "bullet":
        return _bullet_rank(marker, stack)
    return _RANKS[marker.kind]


_LONG_DASHES = {0x2013: "-", 0x2014: "-"}


def _bullet_rank(marker: Marker, stack: Sequence[Node]) -> Rank:
    """`*` above `-` above `+`; another sign below the bullet it follows, unless the same sign is already open higher up."""
    sign = marker.code.translate(_LONG_DASHES)
    if sign == "*":
        return Rank.BULLET
    for node in stack:
        if node.marker.kind == "bullet" and node.marker.code.translate(_LONG_DASHES) == sign:
            return node.rank
    if stack[-1].rank == Rank.BULLET:
        return Rank.SUBBULLET
    return Rank.SUBBULLET if sign == "+" and any(node.rank == Rank.BULLET for node in stack) else Rank.BULLET


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
