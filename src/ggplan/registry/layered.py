"""The registries in force: the shipped ones, with what a user has laid over them and the national catalogue a user has chosen.

Both are named in `ggplan.toml` (in the current folder or one above it, or in the user's own configuration folder):

```toml
[registry]
additions = ["bodies.yml", "more-bodies"]   # YAML lists of bodies in the shape of the shipped records, or folders of them

[catalogue]
use = "qd882.yaml"                          # a catalogue that `ggplan catalogue import` wrote
```

Paths are relative to the file that names them. Additions of the user's folder come first, those of the project after them. A
project that keeps its settings in `pyproject.toml` has the tables `[tool.ggplan.registry]` and `[tool.ggplan.catalogue]` there.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ggplan.errors import UsageError
from ggplan.registry.catalogue import Catalogue, attested_catalogue, load_catalogue
from ggplan.registry.loading import Registry, load_registry, load_with, shipped_registry

__all__ = [
    "CONFIG",
    "Layers",
    "additions_digest",
    "catalogue_in_force",
    "find_layers",
    "named_additions",
    "registry_in_force",
    "table_in",
    "user_config",
]

CONFIG = "ggplan.toml"
_PYTHON = "pyproject.toml"


@dataclass(frozen=True, slots=True)
class Layers:
    """What is laid over the shipped registries. `config` is the project's file, None where there is none."""

    config: Path | None = None
    additions: tuple[Path, ...] = ()
    catalogue: Path | None = None


def user_config() -> Path:
    """The user's own configuration, which need not exist: `$GGPLAN_CONFIG`, else `ggplan/ggplan.toml` where settings live."""
    own = os.environ.get("GGPLAN_CONFIG")
    if own:
        return Path(own)
    base = os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA")
    return (Path(base) if base else Path.home() / ".config") / "ggplan" / CONFIG


def find_layers(start: Path | None = None) -> Layers:
    """The layers for work in the folder `start` (the current one). Raises `UsageError` for a setting that makes no sense."""
    project = _project((start or Path.cwd()).resolve())
    own = user_config()
    additions: list[Path] = []
    catalogue: Path | None = None
    for path in (own if own.is_file() and own != project else None, project):
        if path is not None:
            additions += _additions(path)
            catalogue = _use(_tables(path).get("catalogue", {}), path) or catalogue
    return Layers(project, tuple(dict.fromkeys(additions)), catalogue)


def _project(folder: Path) -> Path | None:
    """The nearest `ggplan.toml`, or `pyproject.toml` with a table `[tool.ggplan]`, in a folder or above it."""
    for at in (folder, *folder.parents):
        own, python = at / CONFIG, at / _PYTHON
        if own.is_file():
            return own
        if python.is_file() and "ggplan" in _toml(python).get("tool", {}):
            return python
    return None


def table_in(config: Path, table: str) -> str:
    """The name that a table of settings has in a configuration file: `catalogue`, or `tool.ggplan.catalogue`."""
    return f"tool.ggplan.{table}" if config.name == _PYTHON else table


def _tables(path: Path) -> dict[str, Any]:
    data = _toml(path)
    if path.name == _PYTHON:
        data = data.get("tool", {}).get("ggplan", {})
    for key in ("registry", "catalogue"):
        if not isinstance(data.get(key, {}), dict):
            raise UsageError(f"{path}: {key} must be a table, [{key}]")
    return data


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the configuration {path} cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"the configuration {path} is no TOML: {error}") from error


def named_additions(path: Path) -> list[str]:
    """The additions that a configuration file names, as it names them."""
    value = _tables(path).get("registry", {}).get("additions", [])
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise UsageError(f"{path}: additions in [registry] must be a list of paths in quotes")
    return list(value)


def _additions(path: Path) -> list[Path]:
    found = [path.parent / item for item in named_additions(path)]
    for one in found:
        if not one.exists():
            raise UsageError(f"{path}: the registry addition {one} is not there; correct additions in [registry]")
    return found


def _use(table: dict[str, Any], path: Path) -> Path | None:
    value = table.get("use")
    if value is not None and not (isinstance(value, str) and value):
        raise UsageError(f"{path}: use in [catalogue] must be a path in quotes")
    return path.parent / value if value else None


def registry_in_force(layers: Layers | None = None) -> Registry:
    """The registries with the additions of `layers` (those of the current folder) laid over them."""
    layers = layers or find_layers()
    if not layers.additions:
        return shipped_registry()
    return _layered(tuple(str(path) for path in layers.additions), _stamp(layers.additions))


def _stamp(paths: tuple[Path, ...]) -> tuple[tuple[str, int, int], ...]:
    """What tells that an addition has changed since it was loaded."""
    return tuple((str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in _files(paths))


def _files(paths: tuple[Path, ...]) -> list[Path]:
    return [file for path in paths for file in (sorted(path.glob("*.yml")) if path.is_dir() else [path])]


def additions_digest(layers: Layers | None = None) -> str:
    """What tells results under other additions apart: a digest of those in force, empty where there are none.

    Raises `UsageError` for a file that cannot be read.
    """
    layers = layers or find_layers()
    total = hashlib.sha256()
    for file in _files(layers.additions):
        try:
            total.update(hashlib.sha256(file.read_bytes()).digest())
        except OSError as error:
            raise UsageError(f"the registry addition {file} cannot be read: {error.strerror or error}") from error
    return total.hexdigest() if layers.additions else ""


@lru_cache(maxsize=4)
def _layered(paths: tuple[str, ...], stamp: tuple[tuple[str, int, int], ...]) -> Registry:
    del stamp
    return load_with([Path(path) for path in paths])


def catalogue_in_force(path: Path | None = None, layers: Layers | None = None, registry: Registry | None = None) -> Catalogue:
    """The national catalogue: of the file `path`, else the one in use, else what is attested.

    Raises `InputError` for a file that is no catalogue, `UsageError` where nothing at all is known of the national plan.
    """
    known = (registry or load_registry()).national
    chosen = path or (layers or find_layers()).catalogue
    if chosen is not None:
        return load_catalogue(chosen, known)
    if known is None:
        raise UsageError("the registry knows no national plan; import one with `ggplan catalogue import`")
    return attested_catalogue(known)
