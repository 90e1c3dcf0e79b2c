"""A folder of plans: one process against two, and a second run that finds everything in the cache.

    python benchmarks/batch.py [--files 500]

The files are the five real plans, each copy with a line of its own so that no two have one digest. Wall seconds; on a machine with
other work the first ratio is too small, so the CPU seconds of both runs and the cores that each run got stand beside it. Bounds: two
cores at least 1.8 times as fast as one, the second run at most 5 % of the first.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RAW = Path(__file__).resolve().parent.parent / "data" / "raw"


def fill(folder: Path, count: int) -> None:
    plans = sorted(path for path in RAW.iterdir() if path.suffix in (".md", ".txt"))
    for number in range(count):
        plan = plans[number % len(plans)]
        text = plan.read_text(encoding="utf-8") + f"\n\nBản {number}\n"
        (folder / f"{plan.stem}-{number:04}{plan.suffix}").write_text(text, encoding="utf-8")


def run(source: Path, target: Path, cache: Path, *options: str) -> tuple[float, float]:
    """Wall and CPU seconds of one run over the folder."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    command = [
        sys.executable,
        "-c",
        "from ggplan.cli import main; main()",
        "parse",
        str(source),
        "-o",
        str(target),
        "-q",
        *options,
    ]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    done = subprocess.run(command, env=environment, check=False, capture_output=True)
    if done.returncode == 2:
        raise SystemExit(done.stderr.decode())
    wall, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=500)
    count = parser.parse_args().files
    with tempfile.TemporaryDirectory() as folder:
        source, cache = Path(folder) / "plans", Path(folder) / "cache"
        source.mkdir()
        fill(source, count)
        one, cpu_one = run(source, Path(folder) / "one", cache, "--jobs", "1", "--no-cache")
        two, cpu_two = run(source, Path(folder) / "two", cache, "--jobs", "2", "--no-cache")
        first, _ = run(source, Path(folder) / "first", cache, "--jobs", "2")
        second, _ = run(source, Path(folder) / "second", cache, "--jobs", "2")
        same = all(
            (Path(folder) / "one" / path.name).read_bytes() == path.read_bytes() for path in (Path(folder) / "second").iterdir()
        )
    print(f"{count} files: one process {one:.1f} s, two {two:.1f} s: {one / two:.2f} times (bound 1.8)")
    print(f"CPU {cpu_one:.1f} s on {cpu_one / one:.2f} cores, and {cpu_two:.1f} s on {cpu_two / two:.2f} cores")
    print(f"with an empty cache {first:.1f} s, again {second:.1f} s: {second / first:.3f} of it (bound 0.05)")
    print(f"the same bytes in every run: {same}")


if __name__ == "__main__":
    main()
