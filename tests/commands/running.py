"""Running commands in this process and in one of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from ggplan.cli import app
from support import ggplan

__all__ = ["run", "run_apart"]

run_apart = ggplan
"""Runs the command line in a process of its own; output as bytes."""


def run(*arguments: str | Path) -> Any:
    """Runs the command line in this process: `exit_code`, `stdout`, `stderr`."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])
