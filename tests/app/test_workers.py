"""Workers: order, a process that dies, Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ggplan.app.workers import in_order
from ggplan.canonical import load
from support import RAW, ggplan, heed_interrupts


def work(item: int) -> int:
    if item < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.002 * (item % 3))
    return item * 2


def lost(item: int) -> int:
    return item


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_answers_come_in_order(workers: int) -> None:
    assert list(in_order(work, range(20), workers, lost)) == [item * 2 for item in range(20)]


def test_a_process_that_dies_costs_its_own_item_only() -> None:
    assert list(in_order(work, [1, 2, -3, 4, 5], 2, lost)) == [2, 4, -3, 8, 10]


def copies(folder: Path, count: int) -> Path:
    folder.mkdir()
    text = (RAW / "lao-cai.md").read_text(encoding="utf-8")
    for number in range(count):
        (folder / f"plan-{number:02}.md").write_text(f"{text}\n\nBản {number}\n", encoding="utf-8")
    return folder


def test_ctrl_c_leaves_whole_files_only(tmp_path: Path) -> None:
    source, target, cache = copies(tmp_path / "in", 40), tmp_path / "out", tmp_path / "cache"
    command = [
        sys.executable,
        "-c",
        "from ggplan.cli import main; main()",
        "parse",
        str(source),
        "-o",
        str(target),
        "--jobs",
        "2",
    ]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "TMPDIR": str(tmp_path)}
    process = subprocess.Popen(
        command,
        env=environment,
        start_new_session=True,
        preexec_fn=heed_interrupts,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 60
    while not (target.exists() and len(list(target.glob("*.yaml"))) > 2) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors.decode()
    assert b"Traceback" not in errors
    written = sorted(path.name for path in target.iterdir())
    assert 0 < len(written) < 40
    assert all(name.startswith("plan-") and name.endswith(".yaml") for name in written)
    assert all(load(target / name).tasks for name in written)
    assert [
        path for path in (*tmp_path.iterdir(), *cache.rglob("*")) if path.suffix == ".part" or path.name.startswith("tmp")
    ] == []
    again = ggplan("parse", source, "-o", target, "--resume", "-q", env={"XDG_CACHE_HOME": str(cache)})
    assert again.returncode in (0, 1), again.stderr.decode()
    assert len(list(target.iterdir())) == 40
