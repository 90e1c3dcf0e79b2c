"""Mending a file where the mending is certain: text edits at the places of nodes, so that comments and layout stay.

Each edit is proved before it is kept: the file is read again, and its data must be the old data with exactly the values that the
fix names, or the same data in another order of keys.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from ggplan import serial
from ggplan.validate.examine import read_tree
from ggplan.validate.hits import Fix, Reorder, Replace
from ggplan.validate.nodes import Map, Seq, Span, Tree, get

__all__ = ["Mended", "mend"]


class Mended(NamedTuple):
    """A file's text after mending, and how many places were mended."""

    text: str
    places: int


class _Edit(NamedTuple):
    span: Span
    text: str


def mend(tree: Tree, fixes: Sequence[Fix]) -> Mended:
    """The text with all fixes that could be proved. Fixes that overlap wait for another round."""
    replaces = list(dict.fromkeys(fix for fix in fixes if isinstance(fix, Replace) and _hashable(fix)))
    replaces += [fix for fix in fixes if isinstance(fix, Replace) and not _hashable(fix)]
    chosen = _apart([(fix, _replacement(tree, fix)) for fix in replaces])
    done = _proved(tree, chosen)
    if done is not None:
        return done
    reorders = list(dict.fromkeys(fix for fix in fixes if isinstance(fix, Reorder)))
    for group in (_apart([(fix, _reordered(tree, fix)) for fix in reorders]),):
        done = _proved(tree, group)
        if done is not None:
            return done
    return Mended(tree.text, 0)


def _hashable(fix: Replace) -> bool:
    return not isinstance(fix.value, dict)


def _apart(edits: Sequence[tuple[Fix, _Edit | None]]) -> list[tuple[Fix, _Edit]]:
    """The edits that do not overlap, in the order of the text; of two that do, the later one is left out."""
    known = sorted(((fix, edit) for fix, edit in edits if edit is not None), key=lambda entry: entry[1].span)
    kept: list[tuple[Fix, _Edit]] = []
    for fix, edit in known:
        if not kept or kept[-1][1].span.end <= edit.span.start:
            kept.append((fix, edit))
    return kept


def _proved(tree: Tree, chosen: Sequence[tuple[Fix, _Edit]]) -> Mended | None:
    """The text with all edits if that proves right, else with those that prove right one by one."""
    if not chosen:
        return None
    text = _edited(tree.text, [edit for _, edit in chosen])
    if _same(text, tree, [fix for fix, _ in chosen]):
        return Mended(text, len(chosen)) if text != tree.text else None
    for fix, edit in chosen:
        text = _edited(tree.text, [edit])
        if _same(text, tree, [fix]) and text != tree.text:
            return Mended(text, 1)
    return None


def _edited(text: str, edits: Sequence[_Edit]) -> str:
    pieces, at = [], 0
    for edit in edits:
        pieces += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join([*pieces, text[at:]])


def _same(text: str, tree: Tree, fixes: Sequence[Fix]) -> bool:
    """Whether `text` holds the tree's data with the values of the fixes and nothing else changed."""
    again = read_tree(text)
    if again.data is None or len(again.comments) != len(tree.comments) or len(again.problems) > len(tree.problems):
        return False
    wanted = _copy(tree.data)
    for fix in fixes:
        if isinstance(fix, Replace):
            get(wanted, fix.path[:-1])[fix.path[-1]] = fix.value
    return bool(again.data == wanted) and _typed(again.data, wanted)


def _typed(left: Any, right: Any) -> bool:
    """Whether equal data are of equal types too: `1 == True` and `1 == 1.0` in Python."""
    if isinstance(left, dict):
        return all(_typed(value, right[key]) for key, value in left.items())
    if isinstance(left, list):
        return all(_typed(a, b) for a, b in zip(left, right, strict=True))
    return type(left) is type(right)


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_copy(item) for item in value]
    return value


def _replacement(tree: Tree, fix: Replace) -> _Edit | None:
    """The edit of one value; none where it stands over several lines with a comment inside."""
    span = tree.span(fix.path)
    raw = tree.text[span.start : span.end]
    old = get(tree.data, fix.path)
    if old is None or (isinstance(old, Map | Seq) and "#" in raw):
        return None
    if tree.format == "json":
        return _Edit(span, json.dumps(fix.value, ensure_ascii=False))
    inline = any(getattr(get(tree.data, fix.path[:size]), "inline", False) for size in range(len(fix.path)))
    if raw[:1] in "|>" and "#" in raw.split("\n", 1)[0]:
        return None
    end = "\n" if raw[:1] in "|>" and raw.endswith("\n") else ""
    return _Edit(span, yaml_value(fix.value, inline=inline) + end)


def yaml_value(value: Any, *, inline: bool) -> str:
    """A scalar, or a small mapping in braces, as the canonical file writes it."""
    if isinstance(value, dict):
        return serial.dump_yaml({"v": serial.Inline(value)})[3:-1]
    if inline:
        return serial.dump_yaml({"v": serial.Inline({"v": value})})[len("v: {v: ") : -2]
    return serial.dump_yaml({"v": value})[3:-1]


def _reordered(tree: Tree, fix: Reorder) -> _Edit | None:
    node = get(tree.data, fix.path)
    if not isinstance(node, Map) or set(node) != set(fix.keys):
        return None
    span = tree.span(fix.path) if fix.path else Span(node.marks[0], node.marks[-1])
    if node.inline and "\n" not in tree.text[span.start : span.end]:
        return _inline_order(tree, node, fix.keys)
    if node.inline and tree.format == "json":
        return _inline_order(tree, node, fix.keys)
    return None if node.inline else _block_order(tree, node, fix.keys)


def _inline_order(tree: Tree, node: Map, keys: Sequence[str]) -> _Edit:
    """`{b: 2, a: 1}` to `{a: 1, b: 2}`: what stands between the members stays where it is."""
    spans = [Span(node.marks[3 * index], node.marks[3 * index + 2]) for index in range(len(node))]
    texts = {key: tree.text[span.start : span.end] for key, span in zip(node, spans, strict=True)}
    between = [tree.text[a.end : b.start] for a, b in pairwise(spans)]
    pieces = [piece for key, gap in zip(keys, [*between, ""], strict=True) for piece in (texts[key], gap)]
    return _Edit(Span(spans[0].start, spans[-1].end), "".join(pieces))


def _block_order(tree: Tree, node: Map, keys: Sequence[str]) -> _Edit | None:
    """Members that stand on lines of their own, each with the comments above it and behind it."""
    starts = list(node.marks[0::3])
    ends = [_line_end(tree, end) for end in node.marks[2::3]]
    prefix = tree.text[tree.text.rfind("\n", 0, starts[0]) + 1 : starts[0]]
    if any(end > start for end, start in zip(ends, starts[1:], strict=False)):
        return None
    bodies: dict[str, str] = {}
    above: dict[str, str] = {}
    for index, key in enumerate(node):
        before = ends[index - 1] if index else starts[0]
        above[key] = tree.text[before : tree.text.rfind("\n", 0, starts[index]) + 1] if index else ""
        bodies[key] = tree.text[starts[index] : ends[index]]
    last = list(node)[-1]
    if not bodies[last].endswith("\n"):
        bodies[last] += "\n"
        tail = True
    else:
        tail = False
    indent = " " * len(prefix)
    text = "".join(above[key] + (indent if index else "") + bodies[key] for index, key in enumerate(keys))
    first = above[keys[0]]
    if first:
        return None if prefix.strip() else _Edit(Span(starts[0], ends[-1]), _lead(first, indent, text, tail))
    return _Edit(Span(starts[0], ends[-1]), text[:-1] if tail else text)


def _lead(first: str, indent: str, text: str, tail: bool) -> str:
    """Comments that come first now begin where the first key stood, behind its indentation."""
    body = first.removeprefix(indent) if first.startswith(indent) else first
    text = body + indent + text[len(first) :]
    return text[:-1] if tail else text


def _line_end(tree: Tree, at: int) -> int:
    """The place after the end of the line that holds what stands before `at`."""
    if at and tree.text[at - 1 : at] == "\n":
        return at
    end = tree.text.find("\n", at)
    return len(tree.text) if end < 0 else end + 1
