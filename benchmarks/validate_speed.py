"""CPU time and memory of `ggplan validate`: one file of 5,000 to 20,000 tasks, and a folder of 500 plans on all cores.

    python benchmarks/validate_speed.py [--json]

The large file is made of the canonical plans: their tasks repeated under groups of ten, the words of every action partly
exchanged by chance with a fixed seed, so that no two tasks are alike and the file has few findings. The folder holds copies of
the five plans. Each measurement runs in a process of its own; memory is its peak resident set, Python included.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
CANONICAL = ROOT / "data" / "canonical"
sys.path.insert(0, str(ROOT / "src"))

SIZES = (5_000, 10_000, 20_000)
PLANS = 500
CPU_SECONDS = 10.0
MEMORY_MB = 600
LINEAR = 1.35
"""Seconds per task of the largest file over those of the smallest, at most."""


def large_plan(size: int, seed: int = 20_000) -> str:
    """The text of a plan of `size` tasks."""
    from ggplan import canonical
    from ggplan.plan import Group, Provenance

    chance = random.Random(seed)
    plans = [canonical.load(path) for path in sorted(CANONICAL.glob("*.yaml"))]
    pool = [task for plan in plans for task in plan.tasks]
    words = sorted(
        {word for task in pool for action in task.actions for word in action.split() if word.isalpha() and word.islower()}
    )
    tasks, groups, places = [], [], {}
    for number in range(size):
        group = f"{number // 10 + 1}"
        if number % 10 == 0:
            groups.append(Group(id=group, section="appendix", code=group, title=f"Nhóm nhiệm vụ thứ {group}"))
            places[group] = Provenance(lines=(2 * number + 1, 2 * number + 1))
        code = f"{group}.{number % 10 + 1}"
        actions = tuple(_varied(action, words, chance) for action in pool[number % len(pool)].actions)
        changes = {"id": code, "code": code, "section": "appendix", "group": group, "actions": actions, "theme": None}
        tasks.append(pool[number % len(pool)].model_copy(update=changes))
        places[code] = Provenance(lines=(2 * number + 2, 2 * number + 2))
    changes = {"groups": tuple(groups), "tasks": tuple(tasks), "provenance": places, "targets": ()}
    return plans[1].model_copy(update=changes).dump()


def _varied(action: str, words: list[str], chance: random.Random) -> str:
    changed = [chance.choice(words) if chance.random() < 0.4 and word.isalpha() else word for word in action.split()]
    return " ".join([changed[0].capitalize(), *changed[1:]])


def measure(argument: str, jobs: int) -> dict[str, float]:
    """One run in this process and its children."""
    import resource

    from ggplan.app.validating import ValidateSettings, validate_paths

    begun = time.perf_counter()
    result = validate_paths(ValidateSettings((argument,), isolated=True, jobs=jobs))
    wall = time.perf_counter() - begun
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
    memory = max(own.ru_maxrss, children.ru_maxrss) / 1024
    digest = hash_of([(found.file, found.line, found.column, found.code, found.message) for found in result.findings])
    return {
        "wall": wall,
        "cpu": cpu,
        "memory": memory,
        "findings": len(result.findings),
        "files": len(result.files),
        "order": digest,
    }


def hash_of(findings: list[tuple[object, ...]]) -> int:
    import hashlib

    return int(hashlib.sha256(repr(findings).encode()).hexdigest()[:12], 16)


def apart(argument: str, jobs: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--measure", argument, str(jobs)]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def run() -> dict[str, dict[str, float]]:
    """All measurements; sizes by their number of tasks, the folder as `folder-1` (one process) and `folder` (all cores)."""
    figures: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            path = Path(folder) / f"large-{size}.yaml"
            path.write_text(large_plan(size), encoding="utf-8")
            figures[str(size)] = apart(str(path), 1)
        many = Path(folder) / "many"
        many.mkdir()
        sources = sorted(CANONICAL.glob("*.yaml"))
        for number in range(PLANS):
            source = sources[number % len(sources)]
            (many / f"{number:03}-{source.name}").write_bytes(source.read_bytes())
        figures["folder-1"] = apart(str(many), 1)
        figures["folder"] = {**apart(str(many), 0), "load": os.getloadavg()[0]}
    return figures


def faults(figures: dict[str, dict[str, float]]) -> list[str]:
    """What misses its bar."""
    largest, smallest = figures[str(SIZES[-1])], figures[str(SIZES[0])]
    slope = (largest["cpu"] / SIZES[-1]) / (smallest["cpu"] / SIZES[0])
    found = []
    if largest["cpu"] > CPU_SECONDS:
        found.append(f"{SIZES[-1]} tasks take {largest['cpu']:.1f} s of CPU, more than {CPU_SECONDS}")
    if largest["memory"] > MEMORY_MB:
        found.append(f"{SIZES[-1]} tasks take {largest['memory']:.0f} MB, more than {MEMORY_MB}")
    if slope > LINEAR:
        found.append(f"a task costs {slope:.2f} times as much in the largest file")
    if figures["folder"]["order"] != figures["folder-1"]["order"]:
        found.append("the findings of a folder depend on the number of processes")
    cores = os.cpu_count() or 1
    if 1 < cores >= figures["folder"]["load"] and figures["folder"]["wall"] > 0.8 * figures["folder-1"]["wall"]:
        found.append("all cores are hardly faster than one")
    return found


def main() -> int:
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(sys.argv[2], int(sys.argv[3]))))
        return 0
    figures = run()
    if "--json" in sys.argv:
        print(json.dumps(figures, indent=2))
    else:
        for name, row in figures.items():
            print(
                f"{name:>9}: {row['cpu']:6.2f} s CPU, {row['wall']:6.2f} s, {row['memory']:4.0f} MB, {row['findings']} findings"
            )
    if figures["folder"]["load"] > (os.cpu_count() or 1):
        print("others use this machine: nothing can be said of one core against all")
    for fault in faults(figures):
        print(fault, file=sys.stderr)
    return 1 if faults(figures) else 0


if __name__ == "__main__":
    sys.exit(main())
