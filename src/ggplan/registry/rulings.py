"""A person's ruling on an ambiguous form, kept in a file of the user's that later runs obey (`loading.load_with`)."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ggplan.errors import OutputError, UsageError
from ggplan.registry.loading import Registry
from ggplan.text import match_key, squeeze

__all__ = ["add_alias"]


def add_alias(
    path: Path, form: str, identity: str, registry: Registry, *, start: str | None = None, end: str | None = None
) -> None:
    """Record in the YAML file `path` that `form` means the body `identity` (from `start` to `end`).

    `registry` is the one in force, additions included. Raises `UsageError` for an unknown body, an empty form, or a
    form that another ruling gives to another body; `OutputError` where the file cannot be written. It is written whole.
    """
    form = squeeze(form)
    if identity not in registry.agencies:
        raise UsageError(f"No body has the id {identity!r}; `ggplan agencies` shows ids.")
    if not form:
        raise UsageError("The form to record is empty.")
    for agency in registry.agencies.values():
        for name in agency.other_names:
            if name.kind == "ruling" and match_key(name.name) == match_key(form) and agency.id != identity:
                raise UsageError(f"{form!r} is already ruled to mean {agency.id!r}; remove that ruling first.")
    _append(path, _line(form, identity, start, end))


def _line(form: str, identity: str, start: str | None, end: str | None) -> str:
    def quoted(text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    fields = [f"name: {quoted(form)}", "kind: ruling"]
    fields += [f"{key}: {quoted(day)}" for key, day in (("start", start), ("end", end)) if day]
    return f"- {{id: {identity}, other_names: [{{{', '.join(fields)}}}]}}\n"


def _append(path: Path, line: str) -> None:
    try:
        before = path.read_text("utf-8") if path.exists() else ""
        if before and not before.endswith("\n"):
            before += "\n"
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(before + line)
        Path(name).replace(path)
    except OSError as error:
        raise OutputError(f"{path.name} cannot be written: {error.strerror or error}.") from error
