"""Plain data of a YAML or JSON file that remembers where each node stands.

`Map` and `Seq` are a dict and a list with one compact array of offsets beside them: twelve bytes a member, so that a
file of twenty thousand tasks fits. Offsets count characters of the text from 0; lines and columns count from 1.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple

__all__ = ["Format", "Map", "Path", "Position", "Problem", "Seq", "Span", "Tree", "get"]

_SMALL = 32

Path = tuple[str | int, ...]
"""Where a node stands in the data: `("tasks", 3, "lead_agencies", 0, "name")`."""

Format = Literal["yaml", "json"]


class Map(dict[str, Any]):
    """A mapping; `marks` holds key start, value start and value end of each key in order."""

    __slots__ = ("inline", "marks")

    def __init__(self, inline: bool = False) -> None:
        super().__init__()
        self.marks = array("I")
        self.inline = inline


class Seq(list[Any]):
    """A sequence; `marks` holds start and end of each item in order."""

    __slots__ = ("inline", "marks")

    def __init__(self, inline: bool = False) -> None:
        super().__init__()
        self.marks = array("I")
        self.inline = inline


class Span(NamedTuple):
    """A stretch of the text, from `start` to before `end`."""

    start: int
    end: int


class Position(NamedTuple):
    """A line and a column, both from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a reader met below the level of the plan: the rule's slug, the stretch of text, the facts."""

    slug: str
    span: Span
    facts: tuple[tuple[str, str], ...] = ()


@dataclass
class Tree:
    """A file's text, its data with places, and what its reader met. `data` is None where the text cannot be read."""

    text: str
    format: Format
    data: Any = None
    problems: list[Problem] = field(default_factory=list)
    comments: tuple[Span, ...] = ()
    """Comments that speak to ggplan (`# ggplan: …`); JSON has none."""
    _ordinals: dict[int, dict[str, int]] = field(default_factory=dict, repr=False)

    @cached_property
    def _line_starts(self) -> array[int]:
        return array("I", [0, *(match.end() for match in re.finditer("\n", self.text))])

    def position(self, offset: int) -> Position:
        """Line and column of a character."""
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)

    def line_span(self, line: int) -> Span:
        """The stretch of line number `line`, without its end."""
        starts = self._line_starts
        start = starts[min(line, len(starts)) - 1]
        end = starts[line] - 1 if line < len(starts) else len(self.text)
        return Span(start, max(start, end - 1) if self.text[end - 1 : end] == "\r" else end)

    def span(self, path: Path) -> Span:
        """The stretch of the node at `path`; where it does not exist, that of the nearest node above it."""
        return self._walk(path)[1]

    def key_span(self, path: Path) -> Span:
        """The stretch of the key of the node at `path`, or of the node itself where it has none or does not exist."""
        key, value, found = self._walk(path)
        if key is None or not found:
            return self._head(value)
        return Span(key, key + self._key_length(key, str(path[-1])))

    def node(self, path: Path) -> Any:
        """The data at `path`. Raises `LookupError` where there is none."""
        node = self.data
        for part in path:
            node = node[part]
        return node

    def _walk(self, path: Path) -> tuple[int | None, Span, bool]:
        node, key, span = self.data, None, Span(0, len(self.text))
        for part in path:
            if isinstance(node, Map) and part in node:
                at = 3 * self._ordinal(node, part)
                key, span = node.marks[at], Span(node.marks[at + 1], node.marks[at + 2])
            elif isinstance(node, Seq) and isinstance(part, int) and part < len(node):
                key, span = None, Span(node.marks[2 * part], node.marks[2 * part + 1])
            else:
                return key, span, False
            node = node[part]
        return key, span, True

    def _ordinal(self, node: Map, key: str | int) -> int:
        """The place of a key among the keys; those of a large mapping are counted once."""
        if len(node) <= _SMALL:
            return next(index for index, name in enumerate(node) if name == key)
        if id(node) not in self._ordinals:
            self._ordinals[id(node)] = {name: index for index, name in enumerate(node)}
        return self._ordinals[id(node)][str(key)]

    def _head(self, span: Span) -> Span:
        """The first line of a stretch."""
        end = self.text.find("\n", span.start, span.end)
        return Span(span.start, span.end if end < 0 else end)

    def _key_length(self, start: int, key: str) -> int:
        return len(key) + (2 if self.text[start] in "\"'" else 0)


def get(node: Any, path: Sequence[str | int]) -> Any:
    """The node at `path` under `node`, None where there is none."""
    for part in path:
        try:
            node = node[part]
        except (LookupError, TypeError):
            return None
    return node
