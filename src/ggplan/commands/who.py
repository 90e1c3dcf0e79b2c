"""`ggplan who`: all that one body leads or joins."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ggplan.commands.common import CLEAN, FINDINGS, console, failing, print_text


def who(
    body: Annotated[str, typer.Argument(metavar="AGENCY", help="A body as written, or its id.")],
    plans: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PLAN…]",
            help="Canonical files, folders, documents, names in data/canonical; all of data/canonical without one.",
        ),
    ] = None,
    *,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Count what bodies it has taken over by this day had to do.")
    ] = None,
    province: Annotated[str | None, typer.Option("--province", metavar="NAME", help="Only plans of one province.")] = None,
    collectives: Annotated[
        bool, typer.Option("--collectives", help="Also tasks of bodies such as Các sở, ban, ngành that take in every department.")
    ] = False,
    whole: Annotated[bool, typer.Option("--whole", help="Show every action in full.")] = False,
    format: Annotated[str, typer.Option("--format", metavar="text|json", help="Lines for people, or JSON.")] = "text",
) -> None:
    """List the tasks that a body leads or joins: `ggplan who "Sở Nông nghiệp và Môi trường" --as-of 2025-07-01`.

    Exit code 1 when it has none in the plans searched.
    """
    with failing():
        from ggplan import serial
        from ggplan.app.covering import WhoSettings
        from ggplan.app.covering import who as duties
        from ggplan.errors import UsageError
        from ggplan.report.who_text import as_data, print_who

        if format not in ("text", "json"):
            raise UsageError(f"--format {format} is neither text nor json")
        found = duties(WhoSettings(body, tuple(plans or ()), as_of, province, collectives))
        if format == "json":
            print_text(serial.dump_json(as_data(found)))
        else:
            print_who(console(), found, whole=whole)
        sys.exit(CLEAN if found.plans else FINDINGS)
