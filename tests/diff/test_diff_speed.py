"""CPU time and memory of a comparison, measured in a process of its own (`benchmarks/diff_speed.py`)."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from support import ROOT


@pytest.mark.parametrize(("size", "seconds"), [(150, 1.0), pytest.param(3000, 15.0, marks=pytest.mark.slow)])
def test_a_comparison_keeps_to_its_time_and_memory(size: int, seconds: float) -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "diff_speed.py"), "--size", str(size)]
    result = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert result["cpu_seconds"] <= seconds, result
    assert result["peak_mb"] <= 500, result
    assert result["pairs"] > size // 3
