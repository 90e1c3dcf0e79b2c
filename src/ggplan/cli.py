"""The command line: `ggplan COMMAND …`. Commands live in `ggplan.commands`, one module each, and are loaded when called."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ggplan import __version__
from ggplan.commands.common import reconfigure

__all__ = ["app", "main"]

app = typer.Typer(
    name="ggplan",
    help="Read Viet Nam's provincial green growth plans into a canonical form that people can trust, diff and validate.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog="Exit codes: 0 clean, 1 findings, 2 could not run.",
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"ggplan {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    del version


def _register() -> None:
    from ggplan.commands import agencies, parse, schema

    app.command("parse")(parse.parse)
    app.command("agencies")(agencies.agencies)
    app.command("schema")(schema.schema)


_register()


def main() -> None:
    """The console script."""
    reconfigure(sys.stdout)
    reconfigure(sys.stderr)
    app()
