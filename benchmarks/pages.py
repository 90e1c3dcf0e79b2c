"""A plan of 1,000 pages: the whole `ggplan parse`, CPU seconds and peak memory, against one of 250 pages.

    python benchmarks/pages.py [--plan gia-lai] [--layout plain]

The rows of a real plan are printed over and over, their groups numbered on, by Chromium as a PDF. Bounds: at most 400 MB,
and the time of a page in the long document at most 1.25 times that in the short one (linear, with room for the measurement).
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import ggplan
from press import LAYOUTS, MissingEngine, Printed, from_plan, press_many
from press.rows import GroupRow, TaskRow

PAGES = (250, 1000)
MOST_MEGABYTES, MOST_RATIO = 400, 1.25
RUNS = 3


def longer(printed: Printed, times: int) -> Printed:
    """The rows `times` over, the numbers of the groups counted on."""
    groups = sum(isinstance(row, GroupRow) for row in printed.rows)
    rows = [replace(row, code=moved(row.code, groups * copy)) for copy in range(times) for row in printed.rows]
    return replace(printed, rows=tuple(rows))


def moved(code: str, shift: int) -> str:
    head, dot, tail = code.partition(".")
    return f"{int(head) + shift}{dot}{tail}" if head.isdigit() else code


def page_count(path: Path) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        return len(pdf)


def parse(path: Path, target: Path) -> tuple[float, float]:
    """CPU seconds and peak megabytes of `ggplan parse` as a process of its own."""
    command = [
        sys.executable,
        "-c",
        "from ggplan.cli import main; main()",
        "parse",
        str(path),
        "-o",
        str(target),
        "-q",
        "--no-cache",
    ]
    child = os.posix_spawn(sys.executable, command, os.environ)
    _, status, used = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1) or not target.exists():
        raise SystemExit(f"{path.name} was not parsed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plan", default="gia-lai")
    parser.add_argument("--layout", default="plain", choices=[*LAYOUTS])
    options = parser.parse_args()
    layout = LAYOUTS[options.layout]
    printed = from_plan(ggplan.load(ROOT / "data" / "canonical" / f"{options.plan}.yaml"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            once = page_count(press_many({"once": (printed, layout)}, folder, ["chromium"])["once"]["chromium"])
            wanted = {f"{pages}": (longer(printed, -(-pages // (once - 1))), layout) for pages in PAGES}
            files = [made["chromium"] for made in press_many(wanted, folder, ["chromium"]).values()]
        except MissingEngine as error:
            print(f"left out, {error}")
            return 0
        a_page = []
        for path, (long, _) in zip(files, wanted.values(), strict=True):
            target = folder / f"{path.stem}.yaml"
            runs = [parse(path, target) for _ in range(RUNS)]
            pages, (seconds, megabytes) = page_count(path), min(runs)
            printed_tasks, tasks = sum(isinstance(row, TaskRow) for row in long.rows), len(ggplan.load(target).tasks)
            a_page.append(seconds / pages)
            print(
                f"{pages} pages: {seconds:.1f} s of CPU, {seconds / pages * 1000:.1f} ms a page, peak {megabytes:.0f} MB "
                f"(bound {MOST_MEGABYTES}), {tasks} of {printed_tasks} tasks"
            )
    print(f"a page of the long one takes {a_page[1] / a_page[0]:.2f} times the time (bound {MOST_RATIO})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
