"""Plain data as YAML or JSON text, the same bytes for the same data.

YAML is block style with one value a line; small records (`Inline`) stand on one line in braces, as in
`canonical-format.md`. No anchors, no folding, no tags; strings that YAML would read as something else (`1.10`,
`2023-11-17`, `no`, `08`) are quoted, those of YAML 1.1 too. Loading takes every scalar as YAML 1.2's core schema would.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import yaml

__all__ = ["Inline", "dump_json", "dump_yaml", "load_yaml", "yaml_loader"]


class Inline(dict[str, Any]):
    """A mapping that YAML writes on one line, in braces."""


_PLAIN = re.compile(r"^[^\W\d_](?:[\w /().%+&-]|[,:](?! |$)|(?<=[^\s])[,'’“”\"…;!?–](?=.))*$")
_RESERVED = re.compile(r"^(?:null|true|false|yes|no|on|off|y|n|~|nan|inf|\.nan|\.inf)$", re.IGNORECASE)
_FLOW_UNSAFE = re.compile(r"[,\[\]{}:#?]")


def _scalar(value: Any, *, inline: bool) -> str:
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, float):
        return _float(value)
    return str(value) if isinstance(value, int) else _string(str(value), inline=inline)


def _float(value: float) -> str:
    """A finite float as YAML 1.1 reads it back: with a point before the exponent (`1.0e+22`)."""
    digits, mark, exponent = json.dumps(value, allow_nan=False).partition("e")
    return f"{digits}{'' if '.' in digits else '.0'}{mark}{exponent}"


# What YAML refuses or takes for a line break: controls, line separators, the byte order mark, non-characters.
_ESCAPED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def _string(text: str, *, inline: bool) -> str:
    if _ESCAPED.search(text):
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + _ESCAPED.sub(lambda char: f"\\u{ord(char.group()):04x}", escaped) + '"'
    if _is_plain(text, inline=inline):
        return text
    return "'" + text.replace("'", "''") + "'"


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
    """`data` as YAML text with a final newline. Keys and lists keep their order.

    Raises `ValueError` for a number that is not finite: no plan has one, and JSON cannot hold it.
    """
    lines: list[str] = [] if data else ["{}"]
    _mapping(data, 0, lines)
    return "\n".join(lines) + "\n"


def _mapping(data: Mapping[str, Any], depth: int, lines: list[str], first_prefix: str = "") -> None:
    pad = "  " * depth
    for index, (key, value) in enumerate(data.items()):
        prefix = first_prefix if index == 0 and first_prefix else pad
        _entry(_head(prefix, pad, _string(str(key), inline=False)), value, depth, lines)


_LONGEST_KEY = 1000
"""YAML reads `key:` only where the key has up to 1024 characters; a longer one is marked as a key with `?`."""


def _head(prefix: str, pad: str, key: str) -> str:
    return f"{prefix}{key}:" if len(key) <= _LONGEST_KEY else f"{prefix}? {key}\n{pad}:"


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
        elif isinstance(value, Mapping | list | tuple):
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


# YAML 1.2.2, section 10.3.2: what a plain scalar is other than text, by the characters it may begin with.
_CORE = (
    ("null", re.compile(r"(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]),
    ("bool", re.compile(r"(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")),
    ("int", re.compile(r"(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$"), list("-+0123456789")),
    (
        "float",
        re.compile(r"(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$"),
        list("-+.0123456789"),
    ),
)


def yaml_loader() -> type[Any]:
    """A safe YAML loader (libyaml where it is there) that reads scalars by YAML 1.2's core schema.

    `yes`, `no`, `on`, `12:30`, `1_000`, `2023-10-18`, `=` and `<<` are text, `010` is ten, `1e5` is a number.
    """
    base: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loader = type("CoreLoader", (base,), {"yaml_implicit_resolvers": {}})
    for kind, pattern, firsts in _CORE:
        loader.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", pattern, firsts)  # type: ignore[attr-defined]
        loader.add_constructor(f"tag:yaml.org,2002:{kind}", _constructor(kind, pattern))  # type: ignore[attr-defined]
    return loader


def _constructor(kind: str, pattern: re.Pattern[str]) -> Callable[[Any, Any], Any]:
    """What PyYAML calls for a scalar that reads, or is tagged, as a `kind`; one that is none is an error with its place."""
    make = _MAKERS[kind]

    def construct(loader: Any, node: Any) -> Any:
        text: str = loader.construct_scalar(node)
        try:
            if pattern.fullmatch(text):
                return make(text)
            reason = f"{text[:40]!r} is no {kind}"
        except ValueError:
            reason = f"{text[:40]}… has too many digits"
        raise yaml.constructor.ConstructorError(None, None, reason, node.start_mark)

    return construct


_MAKERS: dict[str, Callable[[str], Any]] = {
    "null": lambda _: None,
    "bool": lambda text: text.lower() == "true",
    "int": lambda text: int(text[2:], 8 if text[1] == "o" else 16) if text[:2] in ("0o", "0x") else int(text),
    "float": lambda text: float(re.sub(r"\.(?=[inIN])", "", text)),
}


_LOADER: list[type[Any]] = []


def load_yaml(text: str) -> Any:
    """The plain data of YAML `text` (also JSON). Raises `yaml.YAMLError` on text that is no YAML."""
    if not _LOADER:
        _LOADER.append(yaml_loader())
    return yaml.load(text, Loader=_LOADER[0])
