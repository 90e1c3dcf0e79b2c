"""`ggplan schema`: the JSON Schemas of what ggplan writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from ggplan.commands.common import failing, print_text


def _plan() -> dict[str, Any]:
    from ggplan import canonical

    return canonical.schema()


def _diff() -> dict[str, Any]:
    from ggplan.diff import model

    return model.schema()


def _merge() -> dict[str, Any]:
    from ggplan.diff import merge_model

    return merge_model.schema()


_SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {"plan": _plan, "diff": _diff, "merge": _merge}


def schema(
    of: Annotated[
        str,
        typer.Argument(
            metavar="plan|diff|merge", help="The canonical plan, `diff --format json`, or `merge --conflicts FILE.json`."
        ),
    ] = "plan",
    *,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file.")] = None,
) -> None:
    """Print the JSON Schema (2020-12) of the canonical plan, a comparison or a merge, for editors and other programs."""
    with failing():
        from ggplan import canonical, serial
        from ggplan.errors import UsageError

        if of not in _SCHEMAS:
            raise UsageError(f"there is no schema of {of}; choose from {', '.join(_SCHEMAS)}")
        text = serial.dump_json(_SCHEMAS[of]())
        if output is None:
            print_text(text)
        else:
            canonical.write_text(text, output)
