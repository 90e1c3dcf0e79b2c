"""One value of a TOML file changed, all else left as it is: comments, order and spacing are the user's.

The standard library reads TOML but writes none. A value is changed line by line and the result is read again before anything is
written; where it does not say exactly what was wanted, the user is asked to edit the file.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import tomllib
from pathlib import Path
from typing import Any, TypeAlias

from ggplan.errors import OutputError, UsageError

__all__ = ["Value", "with_value", "write_value"]

Value: TypeAlias = str | list[str]


def write_value(path: Path, table: str, key: str, value: Value | None) -> None:
    """Set `key` of `[table]` in the file at `path`, which is made where it is missing; None takes the key out.

    Raises `UsageError` for a file that cannot be read or changed safely, `OutputError` for one that cannot be written.
    """
    try:
        before = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the configuration {path} cannot be read: {error}") from error
    try:
        after = with_value(before, table, key, value)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"the configuration {path} is no TOML: {error}") from error
    except ValueError as error:
        raise UsageError(f"{path} cannot be changed safely; set {key} in [{table}] by hand") from error
    if after != before:
        _write(path, after)


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(name).replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}") from error


def with_value(text: str, table: str, key: str, value: Value | None) -> str:
    """TOML `text` with `key` of `[table]` set to `value`, or taken out. Raises `ValueError` where that cannot be done safely."""
    wanted = tomllib.loads(text)
    _put(wanted, table, key, value)
    lines = text.splitlines()
    start, end = _table(lines, table)
    if start is None:
        changed = (
            lines if value is None else [*lines, *([""] if lines and lines[-1].strip() else []), f"[{table}]", _line(key, value)]
        )
    else:
        changed = _in_table(lines, start, end, key, value)
    result = "\n".join(changed) + "\n" if changed else ""
    if _loaded(result) != wanted:
        raise ValueError(f"{key} of [{table}] stands in a form that is not understood")
    return result


def _loaded(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _put(data: dict[str, Any], table: str, key: str, value: Value | None) -> None:
    inside: Any = data
    for name in table.split("."):
        inside = inside.setdefault(name, {}) if value is not None else inside.get(name, {})
        if not isinstance(inside, dict):
            raise ValueError(f"{table} is no table")
    if value is None:
        inside.pop(key, None)
    else:
        inside[key] = value


def _table(lines: list[str], table: str) -> tuple[int | None, int]:
    """The line of the header `[table]` and the line where its block ends."""
    headers = [index for index, line in enumerate(lines) if re.match(r"\s*\[", line) and not re.match(r"\s*\[.*\]\s*,", line)]
    start = next((index for index in headers if re.match(rf"\s*\[\s*{re.escape(table)}\s*\]\s*(#.*)?$", lines[index])), None)
    if start is None:
        return None, len(lines)
    return start, next((index for index in headers if index > start), len(lines))


def _in_table(lines: list[str], start: int, end: int, key: str, value: Value | None) -> list[str]:
    at = next((i for i in range(start + 1, end) if re.match(rf"\s*{re.escape(key)}\s*=", lines[i])), None)
    new = [] if value is None else [_line(key, value)]
    if at is None:
        last = max(i for i in range(start, end) if lines[i].strip())
        return [*lines[: last + 1], *new, *lines[last + 1 :]]
    return [*lines[:at], *new, *lines[_value_end(lines, at, end) :]]


def _value_end(lines: list[str], at: int, end: int) -> int:
    """The line after the value that begins on line `at`: an array may take several."""
    for stop in range(at + 1, end + 1):
        try:
            tomllib.loads("\n".join(lines[at:stop]))
        except tomllib.TOMLDecodeError:
            continue
        return stop
    raise ValueError("a value without end")


def _line(key: str, value: Value) -> str:
    return f"{key} = {json.dumps(value, ensure_ascii=False)}"
