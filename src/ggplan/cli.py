"""The command line: `ggplan COMMAND …`. Commands live in `ggplan.commands`, one module each, and are loaded when called."""

from __future__ import annotations

import importlib
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


_COMMANDS = {
    "parse": "parse",
    "inspect": "inspect",
    "validate": "validate",
    "diff": "diff",
    "merge": "merge",
    "coverage": "coverage",
    "agencies": "agencies",
    "who": "who",
    "provinces": "provinces",
    "explain": "explain",
    "rules": "rules",
    "schema": "schema",
    "git-setup": "git_setup",
}
"""Commands in the order of the help, with their modules in `ggplan.commands` (module and function have one name)."""
_GROUPS = ("catalogue", "registry", "cache")
"""Commands with commands of their own: modules that hold a `typer.Typer` of their name."""


def _register() -> None:
    for name, module in _COMMANDS.items():
        app.command(name)(getattr(importlib.import_module(f"ggplan.commands.{module}"), module))
    for name in _GROUPS:
        app.add_typer(getattr(importlib.import_module(f"ggplan.commands.{name}"), name), name=name)


_register()


def main() -> None:
    """The console script."""
    reconfigure(sys.stdout)
    reconfigure(sys.stderr)
    app()
