"""What all commands share: exit codes, errors as one sentence, output that any terminal can show."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Any, TextIO

__all__ = ["CLEAN", "FAILED", "FINDINGS", "console", "failing", "print_text", "reconfigure"]

CLEAN = 0
FINDINGS = 1
FAILED = 2


def reconfigure(stream: TextIO) -> None:
    """Makes a stream take any text: UTF-8 on a pipe or file, unknown letters replaced on a narrow terminal."""
    with contextlib.suppress(AttributeError, ValueError, OSError):
        if stream.isatty():
            stream.reconfigure(errors="replace")  # type: ignore[attr-defined]
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[attr-defined]


def console(*, stderr: bool = False, width: int | None = None) -> Any:
    """A rich console on stdout or stderr; plain where the stream is no terminal."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    columns = os.environ.get("COLUMNS")
    wide = int(columns) if columns and columns.isdigit() else None
    if not stream.isatty():
        width = width or wide or 120
    return Console(stderr=stderr, width=width or None, highlight=False, soft_wrap=False)


def print_text(text: str) -> None:
    """Writes text to stdout as it is."""
    sys.stdout.write(text)
    sys.stdout.flush()


@contextlib.contextmanager
def failing() -> Iterator[None]:
    """Turns ggplan's errors into one sentence on stderr and exit code 2, Ctrl-C into exit code 130."""
    from ggplan.errors import GgplanError

    try:
        yield
    except GgplanError as error:
        sys.stderr.write(f"ggplan: {error}\n")
        sys.exit(FAILED)
    except BrokenPipeError:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(CLEAN)
    except KeyboardInterrupt:
        sys.stderr.write("ggplan: stopped\n")
        sys.exit(130)
