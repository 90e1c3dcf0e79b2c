"""JSON text to data with places: one linear scan that uses the standard library's string scanner."""

from __future__ import annotations

import re
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from ggplan.validate.nodes import Map, Problem, Seq, Span, Tree
from ggplan.validate.yaml_nodes import MAX_DEPTH, MAX_NODES, MAX_PROBLEMS

__all__ = ["read_json"]

_SPACE = re.compile(r"[ \t\r\n]*")
_LITERAL = re.compile(r"(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null)(?![\w.+-])")
_WORDS = {"true": True, "false": False, "null": None}


def read_json(text: str) -> Tree:
    """The tree of JSON `text`; a text that cannot be read has no data and a problem that says why."""
    tree = Tree(text, "json")
    try:
        tree.data = _Scanner(tree).run()
    except _StoppedError:
        tree.data = None
    except JSONDecodeError as error:
        tree.problems.append(Problem("not-yaml", _rest_of_line(text, error.pos), (("reason", error.msg),)))
    return tree


def _rest_of_line(text: str, at: int) -> Span:
    at = min(at, len(text))
    end = text.find("\n", at)
    return Span(at, len(text) if end < 0 else end)


class _StoppedError(Exception):
    """The text breaks a bound; the problem is recorded."""


class _Scanner:
    """A loop with its own stack, so that depth is bounded by a number and not by Python's recursion."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.text = tree.text
        self.stack: list[tuple[Map | Seq, str, int, int]] = []
        self.nodes = 0

    def run(self) -> Any:
        at = self._space(0)
        value, at = self._value(at)
        end = self._space(at)
        if end != len(self.text):
            raise JSONDecodeError("text after the end of the value", self.text, end)
        return value

    def _space(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def _value(self, at: int) -> tuple[Any, int]:
        """The value at `at` and where it ends."""
        text, stack = self.text, self.stack
        while True:
            char = text[at : at + 1]
            start = at
            if char in ("{", "["):
                opened, at = self._open(char, at)
                if opened is None:
                    continue
                value: Any = opened
            else:
                value, at = self._scalar(char, at)
            while stack:
                node, key, key_start, begin = stack[-1]
                self._add(node, key, value, (key_start, start, at))
                more, at = self._after(node, self._space(at))
                if more:
                    break
                stack.pop()
                value, start = node, begin
            else:
                return value, at

    def _open(self, char: str, at: int) -> tuple[Map | Seq | None, int]:
        """Enter `{` or `[`: an empty one is returned, of another the first value follows at the place returned."""
        self._count(at)
        if len(self.stack) >= MAX_DEPTH:
            self.tree.problems.append(Problem("too-deep", Span(at, at + 1), (("depth", str(MAX_DEPTH)),)))
            raise _StoppedError
        node: Map | Seq = Map(True) if char == "{" else Seq(True)
        inside = self._space(at + 1)
        if self.text[inside : inside + 1] == ("}" if char == "{" else "]"):
            return node, inside + 1
        self.stack.append((node, "", 0, at))
        if isinstance(node, Map):
            inside = self._key(inside)
        return None, inside

    def _key(self, at: int) -> int:
        """Read a key and its colon; the place of the value."""
        if self.text[at : at + 1] != '"':
            raise JSONDecodeError("a key in double quotes is missing", self.text, at)
        key, end = scanstring(self.text, at + 1, True)
        colon = self._space(end)
        if self.text[colon : colon + 1] != ":":
            raise JSONDecodeError("a colon is missing", self.text, colon)
        node, _, _, begin = self.stack[-1]
        if key in node:
            self.tree.problems.append(Problem("duplicate-key", Span(at, end), (("key", key[:80]),)))
            if len(self.tree.problems) >= MAX_PROBLEMS:
                facts = (("reason", f"more than {MAX_PROBLEMS} faults of form"),)
                self.tree.problems.append(Problem("too-large", Span(at, end), facts))
                raise _StoppedError
        self.stack[-1] = (node, key, at, begin)
        return self._space(colon + 1)

    def _after(self, node: Map | Seq, at: int) -> tuple[bool, int]:
        """After a member: (True, place of the next value) or (False, place after the closing bracket)."""
        char = self.text[at : at + 1]
        if char == ",":
            at = self._space(at + 1)
            return True, self._key(at) if isinstance(node, Map) else at
        if char == ("}" if isinstance(node, Map) else "]"):
            return False, at + 1
        raise JSONDecodeError("a comma or the closing bracket is missing", self.text, at)

    def _scalar(self, char: str, at: int) -> tuple[Any, int]:
        self._count(at)
        if char == '"':
            value, end = scanstring(self.text, at + 1, True)
            return value, end
        match = _LITERAL.match(self.text, at)
        if match is None:
            raise JSONDecodeError("a value is missing", self.text, at)
        return _literal(match[1]), match.end()

    def _add(self, node: Map | Seq, key: str, value: Any, marks: tuple[int, int, int]) -> None:
        if isinstance(node, Seq):
            node.append(value)
            node.marks.extend(marks[1:])
        elif key in node:
            at = 3 * list(node).index(key)
            for index in range(3):
                node.marks[at + index] = marks[index]
            node[key] = value
        else:
            node[key] = value
            node.marks.extend(marks)

    def _count(self, at: int) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            reason = f"more than {MAX_NODES:,} values"
            self.tree.problems.append(Problem("too-large", Span(at, at + 1), (("reason", reason),)))
            raise _StoppedError


def _literal(word: str) -> Any:
    if word in _WORDS:
        return _WORDS[word]
    if word.lstrip("-").isdigit():
        return int(word) if len(word) < 400 else float(word)
    return float(word)
