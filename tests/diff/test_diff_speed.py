"""CPU time and memory of a comparison, measured in a process of its own (`benchmarks/diff_speed.py`).

The time is held in yardsticks, a fixed piece of work timed in the same process: 1 s and 15 s of a quiet machine are 14 and 215
of them, and a busy machine slows both.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from support import ROOT


@pytest.mark.parametrize(("size", "yardsticks"), [(150, 14), pytest.param(3000, 215, marks=pytest.mark.slow)])
def test_a_comparison_keeps_to_its_time_and_memory(size: int, yardsticks: int) -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "diff_speed.py"), "--size", str(size)]
    result = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert result["yardsticks"] <= yardsticks, result
    assert result["peak_mb"] <= 500, result
    assert result["pairs"] > size // 3
