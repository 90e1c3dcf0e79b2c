"""`ggplan agencies`: how a written form of a body, or a list of them, resolves."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ggplan.commands.common import CLEAN, FINDINGS, console, failing, print_text


def agencies(
    forms: Annotated[list[str], typer.Argument(metavar="FORM…", help="A body or a list of bodies as written.")],
    province: Annotated[str | None, typer.Option(metavar="NAME", help="The province whose bodies are meant.")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="Names as of this day (2023-10-18).")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Also show the bodies that answer for it on this day.")
    ] = None,
    format: Annotated[str, typer.Option("--format", metavar="text|json", help="Table for people, or JSON.")] = "text",
) -> None:
    """Show how a written form resolves: `ggplan agencies "Sở TN&MT, KH&ĐT"`. Exit code 1 when a body stays unresolved."""
    with failing():
        from ggplan import serial
        from ggplan.app.agencies import resolve_forms
        from ggplan.errors import UsageError
        from ggplan.report.agencies import as_data, print_forms

        if format not in ("text", "json"):
            raise UsageError(f"--format {format} is neither text nor json")
        resolved = resolve_forms(forms, province=province, on=on, as_of=as_of)
        if format == "json":
            print_text(serial.dump_json(as_data(resolved)))
        else:
            print_forms(console(), resolved)
        known = all(body.id for form in resolved for body in form.bodies) and all(form.bodies for form in resolved)
        sys.exit(CLEAN if known else FINDINGS)
