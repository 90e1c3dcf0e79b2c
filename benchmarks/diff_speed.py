"""CPU time and memory of `ggplan.diff.compare` on made plans of 150 and 3,000 tasks a side.

    python benchmarks/diff_speed.py [--json]

The plans are made of the hand annotations: tasks of two provinces repeated, their words partly exchanged by chance with a fixed
seed, so that every sentence of the real plans stands there many times, which is the hard case for an index of rare words.
Each size runs in a process of its own; memory is its peak resident set, Python and the plans included. The seconds of a busy
machine say little, so the same process also times a fixed yardstick (counting the word pairs of a made text) before and after:
`yardsticks` is how many of them a comparison takes, and is what the test holds.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

SIZES = {"150": 1.0, "3000": 15.0}  # tasks a side: most seconds of CPU
MEMORY_MB = 500


def made_plan(names: tuple[str, ...], size: int, seed: int):
    from diff.goldplans import gold_plan
    from ggplan.plan import Group, Plan

    chance = random.Random(seed)
    sources = [gold_plan(name) for name in names]
    themes = {group.id: group.theme for plan in sources for group in plan.groups}
    pool = [task for plan in sources for task in plan.tasks]
    words = sorted({word for task in pool for action in task.actions for word in action.split()})
    tasks, groups = [], []
    for number in range(size):
        base = pool[number % len(pool)]
        group = f"g{number // 20 + 1}"
        if number % 20 == 0:
            groups.append(Group(id=group, section="appendix", code=group, title=f"Nhóm {group}"))
        actions = tuple(_varied(action, words, chance) for action in base.actions)
        theme = base.theme or themes.get(base.group or "")
        tasks.append(
            base.model_copy(update={"id": f"{group}.{number}", "code": None, "group": group, "actions": actions, "theme": theme})
        )
    targets = [
        target.model_copy(update={"id": f"T{number}"})
        for number, target in enumerate(t for _ in range(max(1, size // 100)) for plan in sources for t in plan.targets)
    ]
    return Plan(groups=tuple(groups), tasks=tuple(tasks), targets=tuple(targets))


def _varied(action: str, words: list[str], chance: random.Random) -> str:
    return " ".join(chance.choice(words) if chance.random() < 0.08 else word for word in action.split())


def measure(size: int) -> dict[str, float]:
    """One comparison in this process."""
    from ggplan.diff import compare
    from ggplan.diff.agencies import successions_of_registry

    left = made_plan(("gia-lai", "son-la"), size, 1)
    right = made_plan(("thanh-hoa.appendix", "bac-giang"), size, 2)
    successions_of_registry()
    before = _yardstick()
    start = time.process_time()
    diff = compare(left, right)
    seconds = time.process_time() - start
    yardsticks = 2 * seconds / (before + _yardstick())
    return {
        "tasks": size,
        "cpu_seconds": round(seconds, 2),
        "yardsticks": round(yardsticks, 1),
        "peak_mb": round(_peak_mb(), 1),
        "pairs": len(diff.tasks.pairs),
    }


def _yardstick() -> float:
    """Seconds of CPU that counting the pairs of 100,000 made words takes, twice, in plain Python."""
    start = time.process_time()
    for _ in range(2):
        words = [f"w{number * number % 9973}" for number in range(100_000)]
        counts: dict[str, int] = {}
        for first, second in pairwise(words):
            pair = f"{first} {second}"
            counts[pair] = counts.get(pair, 0) + 1
        sorted(counts, key=lambda pair: (-counts[pair], pair))
    return time.process_time() - start


def _peak_mb() -> float:
    """The peak of this process alone: Linux counts a parent's peak into `ru_maxrss` of a child, `VmHWM` does not."""
    try:
        status = Path("/proc/self/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024
    except (OSError, IndexError, ValueError):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    if len(sys.argv) > 2 and sys.argv[1] == "--size":
        print(json.dumps(measure(int(sys.argv[2]))))
        return 0
    results = []
    for size in SIZES:
        run = subprocess.run([sys.executable, __file__, "--size", size], capture_output=True, text=True, check=True)
        results.append(json.loads(run.stdout))
    if "--json" in sys.argv:
        print(json.dumps(results))
    else:
        for result in results:
            limit = SIZES[str(result["tasks"])]
            print(
                f"{result['tasks']} tasks a side: {result['cpu_seconds']} s of CPU (at most {limit}), "
                f"{result['peak_mb']} MB (at most {MEMORY_MB}), {result['pairs']} pairs"
            )
    return int(any(r["cpu_seconds"] > SIZES[str(r["tasks"])] or r["peak_mb"] > MEMORY_MB for r in results))


if __name__ == "__main__":
    sys.exit(main())
