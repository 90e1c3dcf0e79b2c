"""`ggplan provinces`: provinces with codes and mergers, as of a day."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ggplan.commands.common import CLEAN, console, failing, print_text


def provinces(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="A name, slug or two-digit code; all without one.")] = None,
    *,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Only provinces of this day; with NAME, which one holds its land then."),
    ] = None,
    format: Annotated[str, typer.Option("--format", metavar="text|json|csv", help="Table for people, JSON or CSV.")] = "text",
) -> None:
    """List provinces: 63 until 30 June 2025, 34 since, with codes, mergers both ways, acts.

    A code may have meant two provinces: `ggplan provinces 24` shows both with their days.
    """
    with failing():
        from ggplan import serial
        from ggplan.app.registry import find_provinces
        from ggplan.errors import UsageError
        from ggplan.report.provinces_text import as_csv, as_data, print_provinces

        if format not in ("text", "json", "csv"):
            raise UsageError(f"--format {format} is none of text, json, csv")
        found = find_provinces(name, as_of)
        if format == "json":
            print_text(serial.dump_json(as_data(found, as_of)))
        elif format == "csv":
            print_text(as_csv(found))
        else:
            print_provinces(console(), found)
        sys.exit(CLEAN)
