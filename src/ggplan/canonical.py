"""The canonical file: read it, write it whole or not at all, and the JSON Schema of its format."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from ggplan.errors import CanonicalError, InputError, OutputError
from ggplan.plan import FORMAT, Plan
from ggplan.serial import load_yaml

__all__ = ["Format", "format_of", "load", "loads", "same_file", "schema", "write", "write_text"]

Format = Literal["yaml", "json"]
_MAX_BYTES = 256 * 1024 * 1024


def format_of(path: Path) -> Format:
    """The format that a file name asks for: JSON for `.json`, else YAML."""
    return "json" if path.suffix.lower() == ".json" else "yaml"


def load(path: str | os.PathLike[str]) -> Plan:
    """The plan in a canonical file. Raises `CanonicalError`, one sentence, for a file that holds none."""
    path = Path(path)
    try:
        if not path.is_file():
            raise InputError(f"{path}: there is no such file" if not path.exists() else f"{path} is not a regular file")
        if path.stat().st_size > _MAX_BYTES:
            raise CanonicalError(f"{path} is larger than 256 MB; no canonical plan is")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"{error.reason} at byte {error.start}"
        raise CanonicalError(f"{path} is not UTF-8 text ({reason}); it is no canonical plan") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    return loads(text, str(path))


def loads(text: str, name: str = "<text>") -> Plan:
    """The plan in canonical text; `name` stands in error sentences."""
    from pydantic import ValidationError

    data = _plain(text, name)
    number = data.get("ggplan")
    if isinstance(number, int) and number > FORMAT:
        raise CanonicalError(f"{name} has format {number}; this ggplan reads format {FORMAT}, so upgrade ggplan")
    try:
        return Plan.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise CanonicalError(f"{name} is no canonical plan: {where}: {first['msg']}; see `ggplan schema`") from error


def _plain(text: str, name: str) -> dict[str, Any]:
    import yaml

    try:
        data = json.loads(text) if text.lstrip().startswith("{") else load_yaml(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())[:200]
        raise CanonicalError(f"{name} is neither YAML nor JSON: {reason}") from error
    if not isinstance(data, dict) or "ggplan" not in data:
        head = f"it has no `ggplan: {FORMAT}` at its head"
        raise CanonicalError(f"{name} is no canonical plan: {head}; parse documents with `ggplan parse`")
    return data


def write(plan: Plan, path: str | os.PathLike[str], *, inputs: Sequence[Path] = (), format: Format | None = None) -> None:
    """Write the plan to `path`, whole or not at all, never over one of `inputs`. Raises `OutputError`."""
    target = Path(path)
    write_text(plan.dump(format or format_of(target)), target, inputs=inputs)


def write_text(text: str, target: Path, *, inputs: Sequence[Path] = ()) -> None:
    """Write UTF-8 `text` to `target` through a temporary file beside it; `target` is untouched if anything fails.

    A symbolic link stays and the file it points to is written; a device or pipe (`/dev/null`) is written to directly.
    """
    try:
        if any(same_file(source, target) for source in inputs):
            raise OutputError(f"{target} is the input; give another name with -o")
        if target.is_dir():
            raise OutputError(f"{target} is a folder; give a file name with -o")
        if target.exists() and not target.is_file():
            target.write_text(text, encoding="utf-8", newline="\n")
        else:
            _replace(Path(os.path.realpath(target)), text)
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error.strerror or error}; give another place") from error


def same_file(one: Path, other: Path) -> bool:
    """Whether both exist and are one file, also through links."""
    return one.exists() and other.exists() and one.samefile(other)


def _replace(target: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=".ggplan-", suffix=".part", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        temporary.chmod(_mode_for(target))
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _mode_for(target: Path) -> int:
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def schema() -> dict[str, Any]:
    """The JSON Schema 2020-12 of the canonical file, generated from the models."""
    generated = Plan.model_json_schema(by_alias=True, mode="validation")
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://ggplan.org/schema/plan-1.json",
        "title": "ggplan canonical plan, format 1",
    }
    body = {key: value for key, value in generated.items() if key != "title"}
    return {**head, **body, "required": ["ggplan"]}
