"""How fast ggplan starts and parses, as ratios measured in one run on one machine.

    python benchmarks/speed.py

- `ggplan --help` and `--version` against `python -c "import typer"` (bound 2.5);
- CPU seconds to parse the five plans in one process (bound 3 s), and peak memory (bound 200 MB);
- a plan ten times as long against the plan itself (bound 12).
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RAW = ROOT / "data" / "raw"
RUNS = 7

PARSE = """
import json, resource, sys, time
from pathlib import Path
from ggplan.app.parsing import parse_file
begun = time.process_time()
tasks = [len(parse_file(Path(path)).plan.tasks) for path in sys.argv[1:]]
print(json.dumps({"cpu": time.process_time() - begun, "tasks": tasks, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def cpu_of(command: list[str]) -> float:
    """User and system seconds of one run of `command`, as the operating system accounts them."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ratio(command: list[str], yardstick: list[str]) -> float:
    """The median over paired runs of CPU time of `command` over that of `yardstick`."""
    cpu_of(command), cpu_of(yardstick)
    return statistics.median(cpu_of(command) / cpu_of(yardstick) for _ in range(RUNS))


def parse(paths: list[Path]) -> dict[str, float]:
    output = subprocess.run([sys.executable, "-c", PARSE, *map(str, paths)], check=True, capture_output=True, text=True)
    return json.loads(output.stdout)


def ten_times(folder: Path) -> tuple[Path, Path]:
    """The rows of a flattened plan once and ten times over, groups numbered on."""
    text = (RAW / "gia-lai.txt").read_text(encoding="utf-8")
    head, mark, body = text.partition("1 \nXây dựng và hoàn thiện")
    one, ten = folder / "one.txt", folder / "ten.txt"
    one.write_text(text, encoding="utf-8")
    copies = []
    for number in range(10):
        lines = (mark + body).splitlines()
        copies.append("\n".join(renumber(line, 18 * number) for line in lines))
    ten.write_text(head + "\n".join(copies), encoding="utf-8")
    return one, ten


def renumber(line: str, shift: int) -> str:
    code, space, rest = line.partition(" ")
    first, dot, last = code.partition(".")
    if shift and first.isdigit() and (not dot or last.isdigit()) and int(first) <= 18:
        return f"{int(first) + shift}{dot}{last}{space}{rest}"
    return line


def main() -> int:
    python = sys.executable
    program = str(Path(python).with_name("ggplan"))
    yardstick = [python, "-c", "import typer"]
    print(f"ggplan --help    / import typer   {ratio([program, '--help'], yardstick):.2f}   (bound 2.5)")
    print(f"ggplan --version / import typer   {ratio([program, '--version'], yardstick):.2f}   (bound 2.5)")
    runs = [parse(sorted(RAW.iterdir())) for _ in range(3)]
    best = min(runs, key=lambda run: run["cpu"])
    print(
        f"five plans, one process: CPU {best['cpu']:.2f} s (bound 3), peak {best['peak']:.0f} MB (bound 200), tasks {best['tasks']}"
    )
    with tempfile.TemporaryDirectory() as folder:
        one, ten = ten_times(Path(folder))
        short, long = parse([one]), parse([ten])
        print(
            f"ten times as long: {long['cpu'] / short['cpu']:.1f} x the time (bound 12), "
            f"tasks {short['tasks']} -> {long['tasks']}, peak {long['peak']:.0f} MB"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
