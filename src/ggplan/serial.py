"""Plain data as YAML or JSON text, the same bytes for the same data.

YAML is block style with one value a line; small records (`Inline`) stand on one line in braces, as in
`canonical-format.md`. No anchors, no folding, no tags; strings that YAML would read as something else (`1.10`,
`2023-11-17`, `no`, `08`) are quoted. Loading takes every scalar as YAML 1.2's core schema would, except that nothing
is a date.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

__all__ = ["Inline", "dump_json", "dump_yaml", "load_yaml", "yaml_loader"]


class Inline(dict[str, Any]):
    """A mapping that YAML writes on one line, in braces."""


_PLAIN = re.compile(r"^[^\W\d_](?:[\w /().%+&-]|[,:](?! |$)|(?<=[^\s])[,'’“”\"…;!?–](?=.))*$")
_RESERVED = re.compile(r"^(?:null|true|false|yes|no|on|off|y|n|~|nan|inf|\.nan|\.inf)$", re.IGNORECASE)
_FLOW_UNSAFE = re.compile(r"[,\[\]{}:#]")


def _scalar(value: Any, *, inline: bool) -> str:
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, int | float):
        return json.dumps(value)
    return _string(str(value), inline=inline)


def _string(text: str, *, inline: bool) -> str:
    if any(ord(char) < 32 or 0x7F <= ord(char) <= 0x9F or char in "\u2028\u2029\ufeff" for char in text):
        return json.dumps(text, ensure_ascii=False)
    if _is_plain(text, inline=inline):
        return text
    if not any(0xD800 <= ord(char) <= 0xDFFF for char in text):
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text)


def _is_plain(text: str, *, inline: bool) -> bool:
    if not text or text != text.strip() or _RESERVED.match(text):
        return False
    if inline and _FLOW_UNSAFE.search(text):
        return False
    if text[0].isdigit():
        return bool(re.fullmatch(r"[0-9][\w/.-]*", text)) and not _looks_like_number_or_date(text)
    if not (text[0].isalpha() or text[0] in "(“”…/$"):
        return False
    return ": " not in text and " #" not in text and not text.endswith(":")


def _looks_like_number_or_date(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9][0-9._]*(?:[eE][+-]?[0-9]+)?|0[xob][\w]+|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*", text))


def dump_yaml(data: Mapping[str, Any]) -> str:
    """`data` as YAML text with a final newline. Keys and lists keep their order."""
    lines: list[str] = []
    _mapping(data, 0, lines)
    return "\n".join(lines) + "\n"


def _mapping(data: Mapping[str, Any], depth: int, lines: list[str], first_prefix: str = "") -> None:
    pad = "  " * depth
    for index, (key, value) in enumerate(data.items()):
        prefix = first_prefix if index == 0 and first_prefix else pad
        _entry(prefix + _string(str(key), inline=False) + ":", value, depth, lines)


def _entry(head: str, value: Any, depth: int, lines: list[str]) -> None:
    if isinstance(value, Inline) or (isinstance(value, Mapping) and not value):
        lines.append(f"{head} {_inline(value)}")
    elif isinstance(value, Mapping):
        lines.append(head)
        _mapping(value, depth + 1, lines)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        if all(not isinstance(item, Mapping | list | tuple) for item in value) and _short(value):
            lines.append(f"{head} {_inline(value)}")
        else:
            lines.append(head)
            _sequence(value, depth, lines)
    else:
        lines.append(f"{head} {_scalar(value, inline=False)}")


def _short(values: Sequence[Any]) -> bool:
    return not values or all(isinstance(value, int) or re.fullmatch(r"[0-9.]+", str(value)) for value in values)


def _sequence(values: Sequence[Any], depth: int, lines: list[str]) -> None:
    pad = "  " * depth
    for value in values:
        if isinstance(value, Inline):
            lines.append(f"{pad}- {_inline(value)}")
        elif isinstance(value, Mapping) and value:
            _mapping(value, depth + 1, lines, first_prefix=f"{pad}- ")
        elif isinstance(value, list | tuple):
            lines.append(f"{pad}- {_inline(value)}")
        else:
            lines.append(f"{pad}- {_scalar(value, inline=False)}")


def _inline(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_string(str(k), inline=True)}: {_inline(v)}" for k, v in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(_inline(item) for item in value) + "]"
    return _scalar(value, inline=True)


def dump_json(data: Mapping[str, Any]) -> str:
    """`data` as JSON text, two spaces deep, not escaped to ASCII, with a final newline."""
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def yaml_loader() -> type[Any]:
    """A safe YAML loader (libyaml where it is there) that knows no dates: `2023-10-18` stays a string."""
    base: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    name = "PlainLoader"
    loader = type(name, (base,), {})
    loader.yaml_implicit_resolvers = {  # type: ignore[attr-defined]
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in base.yaml_implicit_resolvers.items()
    }
    return loader


_LOADER: list[type[Any]] = []


def load_yaml(text: str) -> Any:
    """The plain data of YAML `text` (also JSON). Raises `yaml.YAMLError` on text that is no YAML."""
    if not _LOADER:
        _LOADER.append(yaml_loader())
    return yaml.load(text, Loader=_LOADER[0])
