"""The command line as a whole: help, version, exit codes of wrong calls."""

from __future__ import annotations

import re

import pytest

from commands.running import run, run_apart
from ggplan import __version__

COMMANDS = ["parse", "agencies", "schema"]


def test_help_names_the_commands_and_exit_codes() -> None:
    done = run_apart("--help")
    said = done.stdout.decode("utf-8")
    assert (done.returncode, done.stderr) == (0, b"")
    assert all(re.search(rf"^\s+{command}\s", said, re.MULTILINE) for command in COMMANDS)
    assert "Exit codes: 0 clean, 1 findings, 2 could not run." in said


def test_version() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", __version__)
    done = run_apart("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"ggplan {__version__}\n".encode(), b"")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_its_options(command: str) -> None:
    done = run(command, "--help")
    assert done.exit_code == 0
    assert "Usage:" in done.stdout
    assert len(done.stdout.splitlines()) > 5


def test_nothing_to_do_is_help() -> None:
    assert "Usage:" in run().output


@pytest.mark.parametrize(
    "arguments", [["unknown"], ["parse"], ["parse", "--unknown", "a.txt"], ["parse", "a.txt", "-j", "many"], ["agencies"]]
)
def test_a_call_that_makes_no_sense_is_exit_code_2(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr


def test_shell_completion_can_be_installed() -> None:
    said = run("--help").stdout
    assert "--install-completion" in said
    assert "--show-completion" in said
