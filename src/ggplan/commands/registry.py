"""`ggplan registry`: check the registries, and record rulings of one's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ggplan.commands.common import CLEAN, FINDINGS, console, failing, print_text

registry = typer.Typer(
    help="Check the registries of bodies and provinces, and lay your own additions over them.", no_args_is_help=True
)


@registry.command("lint")
def lint(
    additions: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE|FOLDER…]", help="Additions to check with the registry; those of ggplan.toml without one."),
    ] = None,
    *,
    unchecked: Annotated[
        bool, typer.Option("--general-knowledge", help="Also list bodies whose succession nobody has checked against a text.")
    ] = False,
    format: Annotated[str, typer.Option("--format", metavar="text|json", help="Lines for people, or JSON.")] = "text",
) -> None:
    """Check cross-references, dates, citations, and that no name means two bodies on one day.

    Exit code 1 when something is wrong.
    """
    with failing():
        from ggplan import serial
        from ggplan.app.registry import check_registry
        from ggplan.errors import UsageError
        from ggplan.report.registry_text import as_data, print_lint

        if format not in ("text", "json"):
            raise UsageError(f"--format {format} is neither text nor json")
        found = check_registry(tuple(additions or ()))
        if format == "json":
            print_text(serial.dump_json(as_data(found)))
        else:
            print_lint(console(), found, unchecked=unchecked)
        sys.exit(FINDINGS if found.problems else CLEAN)


@registry.command("add-alias")
def add_alias(
    form: Annotated[str, typer.Argument(metavar="FORM", help="The body as written in a plan.")],
    body: Annotated[str, typer.Argument(metavar="BODY", help="The body it means: an id or its full name.")],
    *,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="The YAML file to record it in; ggplan.toml is told of it.")
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day on which the form means this body.")
    ] = None,
    end: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Last such day.")] = None,
) -> None:
    """Record that a written form means a body, so that every later run reads it so.

    The ruling goes to the first file named under additions in [registry] of ggplan.toml, else to ggplan-registry.yml beside it.
    """
    with failing():
        from ggplan.app.registry import RulingSettings, rule_form

        made = rule_form(RulingSettings(form, body, file, start, end))
        where = f"recorded in {made.file.name}" if made.file else "it read so already and nothing was recorded"
        print_text(f"{made.form} means {made.name} ({made.id}); {where}\n")
        if made.config is not None and made.file is not None:
            print_text(f"{made.config.name} now names {made.file.name} under additions in [registry]\n")
        sys.exit(CLEAN)
