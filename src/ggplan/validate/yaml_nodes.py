"""YAML text to data with places: one pass over libyaml's events.

Composing nodes and constructing from them takes four times as long and twice the memory (measured on 20,000 tasks: 15 s
and 714 MB against 3 s and 250 MB), and would build whatever a hostile file asks for. Here nothing is
built by tag, an alias is never expanded beyond a budget, and depth and number of nodes are bounded.
Scalars have the types that `ggplan.serial.load_yaml` gives them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from operator import itemgetter
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from ggplan.serial import load_yaml, yaml_loader
from ggplan.validate.nodes import Map, Problem, Seq, Span, Tree

__all__ = ["MAX_DEPTH", "MAX_NODES", "MAX_PROBLEMS", "read_yaml"]

MAX_DEPTH = 32
"""Levels of nesting that are read; a plan has six."""
MAX_NODES = 4_000_000
"""Nodes that are read, aliases expanded; a plan of twenty thousand tasks has 1.3 million."""
MAX_PROBLEMS = 200
"""Problems of one file after which it is read no further."""

_DIRECTIVE = re.compile(r"#[ \t]*ggplan:[^\n]*")
_RESOLVERS: dict[str, list[tuple[str, re.Pattern[str]]]] = yaml_loader().yaml_implicit_resolvers


def read_yaml(text: str) -> Tree:
    """The tree of YAML `text`; a text that cannot be read has no data and a problem that says why."""
    tree = Tree(text, "yaml")
    builder = _Builder(tree)
    try:
        builder.run()
    except _StoppedError:
        tree.data = None
    except yaml.MarkedYAMLError as error:
        tree.data = None
        mark = error.problem_mark or error.context_mark
        at = min(mark.index, len(text)) if mark else 0
        reason = " ".join((error.problem or str(error)).split())[:200]
        if "nesting depth" in reason:  # libyaml looks ahead, and some versions give up at a depth of their own
            tree.problems.append(Problem("too-deep", Span(at, min(at + 1, len(text))), (("depth", str(MAX_DEPTH)),)))
        else:
            tree.problems.append(Problem("not-yaml", _rest_of_line(text, at), (("reason", reason),)))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        tree.data = None
        at = getattr(error, "position", 0)
        at = at if isinstance(at, int) else 0
        reason = str(getattr(error, "reason", "") or error).splitlines()[0][:200]
        tree.problems.append(Problem("not-yaml", _rest_of_line(text, min(at, len(text))), (("reason", reason),)))
    return tree


def _rest_of_line(text: str, at: int) -> Span:
    end = text.find("\n", at)
    return Span(at, max(at, len(text) if end < 0 else end))


class _StoppedError(Exception):
    """The text breaks a bound; the problem is recorded."""


class _Builder:
    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.parser = yaml_loader()(tree.text)
        self.stack: list[tuple[Any, str | None, int, int, str | None]] = []
        self.current: Any = None
        self.key: str | None = None
        self.key_start = 0
        self.nodes = 0
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.directives = [match.span() for match in _DIRECTIVE.finditer(tree.text)]
        self.inside: set[int] = set()

    def run(self) -> None:
        """Reads the first document. Plain members of open collections, nearly all events, are handled here and not in a call."""
        get, done = self.parser.get_event, False
        watched = bool(self.directives)
        while not done:
            event = get()
            kind = event.__class__
            if kind is ScalarEvent:
                plain = event.tag is None and event.anchor is None
                if not plain or watched or self.current is None or self.nodes >= MAX_NODES:
                    self._scalar(event)
                    done = not self.stack
                    continue
                self.nodes += 1
                value = event.value
                if value[:1] in _RESOLVERS and event.implicit[0]:
                    value = _typed(value)
                current = self.current
                if current.__class__ is Seq:
                    current.append(value)
                    current.marks.extend((event.start_mark.index, event.end_mark.index))
                elif self.key is not None and self.key not in current:
                    current[self.key] = value
                    current.marks.extend((self.key_start, event.start_mark.index, event.end_mark.index))
                    self.key = None
                else:
                    self._put(value, event.start_mark.index, event.end_mark.index, event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._open(event)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._close(event.end_mark.index)
                done = not self.stack
            elif kind is AliasEvent:
                self._alias(event)
            elif kind is StreamEndEvent:  # nothing but comments and marks
                return
        self._finish()

    def _finish(self) -> None:
        """What follows the first document; a second one is not read."""
        while (event := self.parser.get_event()).__class__ is not StreamEndEvent:
            if event.__class__ is DocumentStartEvent:
                self._problem("not-yaml", event, reason="a second document follows; a plan is one")
                raise _StoppedError
        self.tree.comments = tuple(Span(*at) for index, at in enumerate(self.directives) if index not in self.inside)

    def _problem(self, slug: str, event: Any, **facts: str) -> None:
        span = Span(event.start_mark.index, max(event.end_mark.index, event.start_mark.index))
        self.tree.problems.append(Problem(slug, span, tuple(facts.items())))
        if len(self.tree.problems) >= MAX_PROBLEMS:
            self.tree.problems.append(Problem("too-large", span, (("reason", f"more than {MAX_PROBLEMS} faults of form"),)))
            raise _StoppedError

    def _count(self, event: Any, number: int = 1) -> None:
        self.nodes += number
        if self.nodes > MAX_NODES:
            self._problem("too-large", event, reason=f"more than {MAX_NODES:,} values, aliases expanded")
            raise _StoppedError

    def _scalar(self, event: Any) -> None:
        self._count(event)
        value, start, end = event.value, event.start_mark.index, event.end_mark.index
        if event.anchor or (event.tag and not event.implicit[0] and not event.implicit[1]):
            self._features(event, value)
        elif event.implicit[0] and value[:1] in _RESOLVERS:
            value = _typed(value)
        if self.directives and end > start:
            self._not_comments(start, end)
        self._put(value, start, end, event)

    def _not_comments(self, start: int, end: int) -> None:
        """Forget what looks like a comment to ggplan but stands inside the scalar from `start` to `end`."""
        index = bisect_left(self.directives, start, key=itemgetter(0))
        if self.tree.text[start] in "|>":
            head = self.tree.text.find("\n", start)
            index = bisect_left(self.directives, head, key=itemgetter(0))
        last = bisect_left(self.directives, end, key=itemgetter(0))
        self.inside.update(range(index, last))

    def _features(self, event: Any, value: Any) -> None:
        if event.tag and event.tag != "!":
            self._problem("yaml-feature", event, feature=f"the tag {_tag(event.tag)}")
        if event.anchor:
            self._problem("yaml-feature", event, feature=f"the anchor &{event.anchor[:80]}")
            self.anchors[event.anchor] = (value, 1)

    def _put(self, value: Any, start: int, end: int, event: Any) -> None:
        current = self.current
        if current.__class__ is Map:
            if self.key is None:
                self._set_key(value, start, event)
            else:
                self._member(current, self.key, value, (self.key_start, start, end))
                self.key = None
        elif current.__class__ is Seq:
            current.append(value)
            current.marks.extend((start, end))
        else:
            self.tree.data = value

    def _set_key(self, value: Any, start: int, event: Any) -> None:
        if not isinstance(value, str):
            value = event.value if hasattr(event, "value") else "?"
        if value == "<<" and getattr(event, "implicit", (False,))[0]:
            self._problem("yaml-feature", event, feature="the merge key <<")
        self.key, self.key_start = value, start
        if value in self.current:
            self._problem("duplicate-key", event, key=value[:80])

    def _member(self, current: Map, key: str, value: Any, marks: tuple[int, int, int]) -> None:
        if key in current:
            at = 3 * list(current).index(key)
            for index in range(3):
                current.marks[at + index] = marks[index]
        else:
            current.marks.extend(marks)
        current[key] = value

    def _open(self, event: Any) -> None:
        self._count(event)
        if len(self.stack) >= MAX_DEPTH:
            self._problem("too-deep", event, depth=str(MAX_DEPTH))
            raise _StoppedError
        if event.tag and not event.implicit and event.tag != "!":
            self._problem("yaml-feature", event, feature=f"the tag {_tag(event.tag)}")
        if event.anchor:
            self._problem("yaml-feature", event, feature=f"the anchor &{event.anchor[:80]}")
        node: Map | Seq = Map(bool(event.flow_style)) if event.__class__ is MappingStartEvent else Seq(bool(event.flow_style))
        if self.current.__class__ is Map and self.key is None:
            self._problem("not-yaml", event, reason="a key that is a list or a mapping")
            raise _StoppedError
        self.stack.append((self.current, self.key, self.key_start, event.start_mark.index, event.anchor))
        self.anchors.pop(event.anchor, None)
        if event.anchor:
            self.anchors[event.anchor] = (None, self.nodes)
        self.current, self.key = node, None

    def _close(self, end: int) -> None:
        node = self.current
        self.current, self.key, self.key_start, start, anchor = self.stack.pop()
        if anchor:
            self.anchors[anchor] = (node, self.nodes - self.anchors[anchor][1] + 1)
        text = self.tree.text
        while end > start and text[end - 1] in " \t\r\n" and not node.inline:
            end -= 1
        self._put(node, start, max(end, start), None)

    def _alias(self, event: Any) -> None:
        self._problem("yaml-feature", event, feature=f"the alias *{event.anchor[:80]}")
        node, size = self.anchors.get(event.anchor, (None, 1))
        if event.anchor not in self.anchors:
            self._problem("not-yaml", event, reason=f"the alias *{event.anchor[:80]} has no anchor")
            raise _StoppedError
        if node is None:
            self._problem("too-deep", event, depth=f"an alias inside its own anchor, so more than {MAX_DEPTH}")
            raise _StoppedError
        self._count(event, size)
        self._put(node, event.start_mark.index, event.end_mark.index, event)


def _tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")[:80]


@lru_cache(maxsize=65536)
def _typed(value: str) -> Any:
    """What YAML makes of a plain scalar: `1.10` is 1.1, `no` is false, `08` is text."""
    for tag, pattern in _RESOLVERS[value[:1]]:
        if pattern.match(value) and not tag.endswith((":merge", ":value")):
            try:
                return load_yaml(value)
            except (yaml.YAMLError, ValueError):
                return value
    return value
