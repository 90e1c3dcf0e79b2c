"""From plain data to a plan, also where some of it breaks the format: each breach is a hit, and the rest is still checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from ggplan.plan import FORMAT, Plan
from ggplan.validate.hits import Hit, Replace, hit
from ggplan.validate.nodes import Map, Path, Seq, Tree, get

__all__ = ["Salvaged", "salvage"]

_ROUNDS = 8
_MAX_HITS = 200

_REASONS = {
    "missing": "is missing",
    "extra_forbidden": "is no field of the format",
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "dict_type": "must be a mapping",
    "model_type": "must be a mapping",
    "model_attributes_type": "must be a mapping",
}


@dataclass
class Salvaged:
    """The plan that could be read (None where nothing could), the breaches, and where its items stand in the file.

    `damaged` holds the records (`("tasks", 3)`, `("period",)`: paths of one or two parts) in which something was left out.
    """

    plan: Plan | None
    hits: list[Hit] = field(default_factory=list)
    damaged: frozenset[Path] = frozenset()
    origins: dict[Path, list[int]] = field(default_factory=dict)

    def original(self, path: Path) -> Path:
        """The path in the file of a path in the plan: list items that were left out are counted again."""
        if not self.origins:
            return path
        found: Path = ()
        for part in path:
            places = self.origins.get(found)
            found = (*found, places[part] if places is not None and isinstance(part, int) and part < len(places) else part)
        return found


def salvage(tree: Tree) -> Salvaged:
    """The plan in the tree's data, with a hit for each breach of the format."""
    refused = _no_plan(tree)
    if refused is not None:
        return Salvaged(None, [refused])
    halves = list(_half_characters(tree))
    if halves:
        return _Rescue(tree).without(halves)
    try:
        return Salvaged(Plan.model_validate(tree.data))
    except ValidationError as error:
        return _Rescue(tree).run(error)


def _no_plan(tree: Tree) -> Hit | None:
    data = tree.data
    if not isinstance(data, Map):
        return hit("not-canonical", reason=f"it has no `ggplan: {FORMAT}` at its head")
    number = data.get("ggplan")
    if "ggplan" not in data:
        return hit("not-canonical", reason=f"it has no `ggplan: {FORMAT}` at its head")
    if isinstance(number, int) and not isinstance(number, bool) and number > FORMAT:
        return hit("not-canonical", ("ggplan",), reason=f"it has format {number}, and this ggplan reads format {FORMAT}")
    if number != FORMAT or isinstance(number, bool):
        return hit("not-canonical", ("ggplan",), reason=f"`ggplan` must be {FORMAT}")
    return None


_ESCAPED_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_HALF = re.compile("[\ud800-\udfff]")


def _half_characters(tree: Tree) -> Iterator[Path]:
    """The texts and keys that hold half of a surrogate pair: JSON can write what no text file can hold (`\\ud800`)."""
    stack: list[tuple[Path, Any]] = [((), tree.data)] if tree.format == "json" and _ESCAPED_HALF.search(tree.text) else []
    while stack:
        path, node = stack.pop()
        if isinstance(node, str) and _HALF.search(node):
            yield path
        members = node.items() if isinstance(node, Map) else enumerate(node) if isinstance(node, Seq) else ()
        for key, value in members:
            if isinstance(key, str) and _HALF.search(key):
                yield (*path, key)
            else:
                stack.append(((*path, key), value))


class _Rescue:
    """Takes out what breaks the format, round by round, until the rest is a plan."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.work = _plain(tree.data)
        self.result = Salvaged(None)
        self.damaged: set[Path] = set()
        self.removed: set[Path] = set()
        self.more = 0

    def without(self, halves: Sequence[Path]) -> Salvaged:
        """The plan less the nodes at `halves`."""
        for path in halves:
            self._say(path, "holds half of a character (a lone surrogate), which no text can have")
        self._remove(halves)
        return self.run(None)

    def run(self, error: ValidationError | None) -> Salvaged:
        """The plan less what `error` and those after it complain of."""
        for _ in range(_ROUNDS):
            if error is not None:
                self._round(error)
            try:
                self.result.plan = Plan.model_validate(self.work)
                break
            except ValidationError as next_error:
                error = next_error
        if self.more:
            self.result.hits.append(hit("schema", field="the file", reason=f"breaks the format in {self.more} further places"))
        self.result.damaged = frozenset(self.damaged)
        return self.result

    def _round(self, error: ValidationError) -> None:
        gone: set[Path] = set()
        for entry in error.errors(include_url=False, include_input=False):
            path = self._existing(entry["loc"])
            if entry["type"] == "extra_forbidden" and path == entry["loc"]:
                self._unknown(path)
            elif entry["type"] == "missing":
                self._missing(entry, path)
                gone.add(_record(path))
            elif entry["type"] == "string_type" and self._retype(path):
                continue
            else:
                self._report(entry, path)
                gone.add(path)
        self._remove(path for path in gone if not any(path[:size] in gone for size in range(1, len(path))))

    def _unknown(self, path: Path) -> None:
        """Take out a field that the format does not have; a hostile file has a million of them."""
        if len(self.result.hits) < _MAX_HITS:
            self._say(self.result.original(path), _REASONS["extra_forbidden"], at_key=True)
        else:
            self.more += 1
            self.damaged.add(_record(self.result.original(path)))
        del get(self.work, path[:-1])[path[-1]]

    def _missing(self, entry: Mapping[str, Any], path: Path) -> None:
        """Report a field that is not there, unless it is this rescue that took it out."""
        missing = (*path, str(entry["loc"][-1]))
        if self.result.original(missing) not in self.removed:
            self._report(entry, missing)

    def _existing(self, loc: tuple[int | str, ...]) -> Path:
        """The part of a pydantic location that names nodes; what follows names a branch of a union."""
        path: Path = ()
        node: Any = self.work
        for part in loc:
            known = (
                part in node if isinstance(node, dict) else isinstance(node, list) and isinstance(part, int) and part < len(node)
            )
            if not known:
                break
            node = node[part]
            path = (*path, part)
        return path

    def _retype(self, path: Path) -> bool:
        """Take a scalar that YAML read as a number, a truth value or a date as the text that stands there."""
        original = self.result.original(path)
        value = get(self.tree.data, original)
        if value is None or isinstance(value, str | Map | Seq):
            return False
        span = self.tree.span(original)
        raw = self.tree.text[span.start : span.end]
        _set(self.work, path, raw)
        fix = Replace(original, raw)
        self.result.hits.append(hit("unquoted-text", original, field=_name(original), text=raw, read=_shown(value), fix=fix))
        return True

    def _report(self, entry: Mapping[str, Any], path: Path) -> None:
        self._say(self.result.original(path), _reason(entry), at_key=entry["type"] == "extra_forbidden")

    def _say(self, original: Path, reason: str, *, at_key: bool = False) -> None:
        """Record a breach at a path of the file."""
        self.damaged.add(_record(original))
        if len(self.result.hits) >= _MAX_HITS:
            self.more += 1
            return
        found = hit("schema", original, field=_name(original), reason=reason, at_key=at_key)
        if found not in self.result.hits[-8:]:
            self.result.hits.append(found)

    def _remove(self, paths: Iterable[Path]) -> None:
        originals = {path: self.result.original(path) for path in paths}
        self.removed.update(originals.values())
        for path in sorted(originals, key=_last_first):
            parent, last = get(self.work, path[:-1]), path[-1] if path else None
            if isinstance(parent, list) and isinstance(last, int):
                place = originals[path][:-1]
                places = self.result.origins.setdefault(place, list(range(len(parent))))
                del places[last]
                del parent[last]
            elif isinstance(parent, dict):
                parent.pop(last, None)


def _last_first(path: Path) -> tuple[Any, ...]:
    """Later items of a list before earlier ones, so that indexes stay right."""
    return tuple(-part if isinstance(part, int) else 0 for part in path)


def _record(path: Path) -> Path:
    """The smallest list item or top-level field that holds the node."""
    if len(path) >= 2 and path[0] != "document":
        return path[:2]
    return path[:1] or path


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def _set(node: Any, path: Path, value: Any) -> None:
    get(node, path[:-1])[path[-1]] = value


def _name(path: Path) -> str:
    """`tasks[3].lead_agencies[0].score`, items counted from 0 as in the data."""
    name = ""
    for part in path:
        name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else str(part)
    return name[:120] or "the file"


def _shown(value: Any) -> str:
    return f"the truth value {str(value).lower()}" if isinstance(value, bool) else f"the number {value!r}"[:60]


def _reason(entry: Mapping[str, Any]) -> str:
    """What is wrong, in words that need no Python."""
    kind, context = entry["type"], entry.get("ctx") or {}
    if kind in _REASONS:
        return _REASONS[kind]
    if kind == "literal_error":
        return f"must be {context['expected']}"
    if kind == "string_pattern_mismatch":
        return f"must have the form {context['pattern']}"
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = "at least" if kind == "greater_than_equal" else "at most"
        return f"must be {bound} {context.get('ge', context.get('le'))}"
    message = str(entry["msg"])
    return f"is wrong: {message[:1].lower()}{message[1:160]}"
