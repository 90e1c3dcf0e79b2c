"""Helpers of the tests: where things are, case tables on disk, the command line in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ggplan.serial import load_yaml

ROOT = Path(__file__).resolve().parent.parent
RAW = ROOT / "data" / "raw"
CANONICAL = ROOT / "data" / "canonical"
CASES = Path(__file__).resolve().parent / "cases"
PLANS = {
    "gia-lai": "gia-lai.txt",
    "thanh-hoa": "thanh-hoa.txt",
    "son-la": "son-la.txt",
    "bac-giang": "bac-giang.md",
    "lao-cai": "lao-cai.md",
}


def cases(name: str) -> list[Any]:
    """The entries of `tests/cases/<name>.yaml` as pytest parameters; an entry's `name`, or its first value, is its id."""
    entries = load_yaml((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    assert entries, f"{name}.yaml holds no case"
    return [pytest.param(entry, id=_id(number, entry)) for number, entry in enumerate(entries, 1)]


def _id(number: int, entry: Any) -> str:
    label = entry.get("name") or next(iter(entry.values())) if isinstance(entry, dict) else entry
    return f"{number}: {label}"[:60]


def ggplan(
    *arguments: str | Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    code: str = "from ggplan.cli import main; main()",
) -> subprocess.CompletedProcess[bytes]:
    """The command line in a new process, warnings as errors; output as bytes."""
    command = [sys.executable, "-W", "error", "-c", code, *map(str, arguments)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **(env or {})}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, check=False, timeout=120)


def heed_interrupts() -> None:
    """For `preexec_fn`: a run started in the background of a shell ignores Ctrl-C, and so would its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
