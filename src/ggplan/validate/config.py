"""The project's configuration: `ggplan.toml`, or `[tool.ggplan]` in `pyproject.toml`, found from the current folder upwards.

```toml
select = ["ALL"]
ignore = ["GG805", {rule = "GG132", reason = "copies from the web have no numbers"}]
sources = ["data/raw"]
baseline = ".ggplan-baseline.json"

[severity]
GG318 = "warning"

[per-file-ignores]
"data/canonical/gia-lai.yaml" = [{rule = "GG303", ids = ["2.1"], reason = "printed so"}]
```
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ggplan.errors import UsageError
from ggplan.rules import Severity
from ggplan.validate.selection import FileIgnore

__all__ = ["Config", "find_config", "load_config", "read_config"]

_KEYS = (
    "select",
    "extend-select",
    "ignore",
    "severity",
    "per-file-ignores",
    "fail-on",
    "as-of",
    "baseline",
    "sources",
    "exclude",
    "national-deadline",
)
_LEVELS = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a configuration file; paths in it are relative to `folder`."""

    folder: Path = field(default_factory=Path)
    select: tuple[str, ...] = ("ALL",)
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    file_ignores: tuple[FileIgnore, ...] = ()
    fail_on: str | None = None
    as_of: str | None = None
    baseline: str | None = None
    sources: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    deadline: str | None = None


def find_config(start: Path) -> Path | None:
    """The nearest `ggplan.toml`, or `pyproject.toml` with a table `[tool.ggplan]`, in `start` or a folder above it."""
    for folder in (start, *start.parents):
        own, project = folder / "ggplan.toml", folder / "pyproject.toml"
        if own.is_file():
            return own
        if project.is_file() and "ggplan" in _toml(project).get("tool", {}):
            return project
    return None


def load_config(path: Path) -> Config:
    """The configuration in a file. Raises `UsageError`, one sentence, for a file or a key that makes no sense."""
    data = _toml(path)
    if path.name == "pyproject.toml":
        data = data.get("tool", {}).get("ggplan", {})
    return read_config(data, path)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the configuration {path} cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"the configuration {path} is no TOML: {error}") from error


def read_config(data: Mapping[str, Any], path: Path) -> Config:
    """The configuration of plain `data`; `path` stands in error sentences."""
    for key in data:
        if key not in _KEYS and key not in ("registry", "catalogue"):  # tables of other commands
            near = difflib.get_close_matches(key, _KEYS, n=1)
            hint = f"did you mean {near[0]}" if near else f"known are {', '.join(_KEYS)}"
            raise UsageError(f"{path}: there is no setting {key}; {hint}")
    return Config(
        folder=path.parent,
        select=_selectors(data, "select", path) if "select" in data else ("ALL",),
        extend_select=_selectors(data, "extend-select", path),
        ignore=tuple(entry.rules[0] for entry in _entries(data.get("ignore", []), "ignore", path)),
        severities=_severities(data.get("severity", {}), path),
        file_ignores=_file_ignores(data.get("per-file-ignores", {}), path),
        fail_on=_level(data.get("fail-on"), path),
        as_of=_text(data, "as-of", path),
        baseline=_text(data, "baseline", path),
        sources=_selectors(data, "sources", path),
        exclude=_selectors(data, "exclude", path),
        deadline=_text(data, "national-deadline", path),
    )


def _text(data: Mapping[str, Any], key: str, path: Path) -> str | None:
    value = data.get(key)
    if value is not None and not isinstance(value, str):
        if key == "as-of" and hasattr(value, "isoformat"):
            return str(value.isoformat())
        raise UsageError(f"{path}: {key} must be a text in quotes")
    return value


def _selectors(data: Mapping[str, Any], key: str, path: Path) -> tuple[str, ...]:
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise UsageError(f"{path}: {key} must be a list of texts")
    return tuple(value)


def _level(value: Any, path: Path) -> str | None:
    if value not in (None, "error", "warning"):
        raise UsageError(f"{path}: fail-on must be error or warning")
    return str(value) if value else None


def _severities(value: Any, path: Path) -> dict[str, Severity]:
    if not isinstance(value, dict) or any(level not in _LEVELS for level in value.values()):
        raise UsageError(f"{path}: severity must give each rule one of {', '.join(_LEVELS)}")
    return dict(value)


def _file_ignores(value: Any, path: Path) -> tuple[FileIgnore, ...]:
    if not isinstance(value, dict):
        raise UsageError(f"{path}: per-file-ignores must be a table of file patterns")
    found: list[FileIgnore] = []
    for pattern, entries in value.items():
        for entry in _entries(entries, f"per-file-ignores of {pattern}", path):
            found.append(FileIgnore(pattern, entry.rules, entry.ids, entry.reason))
    return tuple(found)


def _entries(value: Any, where: str, path: Path) -> list[FileIgnore]:
    """A list of rules, each a text or a table `{rule, ids, reason}`."""
    if not isinstance(value, list):
        raise UsageError(f"{path}: {where} must be a list of rules")
    found = []
    for entry in value:
        table = {"rule": entry} if isinstance(entry, str) else entry
        if not isinstance(table, dict) or not isinstance(table.get("rule"), str) or set(table) - {"rule", "ids", "reason"}:
            raise UsageError(f"{path}: {where}: a rule is a text, or a table with rule, ids and reason")
        ids, reason = table.get("ids", []), table.get("reason", "")
        if not isinstance(ids, list) or not all(isinstance(item, str) for item in ids) or not isinstance(reason, str):
            raise UsageError(f"{path}: {where}: ids is a list of texts, reason a text")
        found.append(FileIgnore("", (table["rule"],), tuple(ids), reason))
    return found
