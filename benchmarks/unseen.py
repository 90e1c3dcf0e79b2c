"""How right the parser is on plans it was not made with: one line a document, F1 per field against hand annotations.

    python benchmarks/unseen.py [--plan cao-bang] [--show leads] [--floor 0.9]

The documents (`tests/parse/unseen/<name>/plan.*`) are invented but printed as provinces print theirs; each was annotated from its
content before the parser first read it. Fields and conventions are those of `benchmarks/accuracy.py`, which compares the five real plans.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from accuracy import Score, compare, compare_sets, key_of_gold, keyed_tasks
from ggplan.app.parsing import parse_file
from ggplan.plan import Plan
from ggplan.serial import load_yaml

ROOT = Path(__file__).resolve().parent.parent
UNSEEN = ROOT / "tests" / "parse" / "unseen"


def names() -> list[str]:
    """The names of the documents, in order."""
    return sorted(path.parent.name for path in UNSEEN.glob("*/gold.yaml"))


def load(name: str) -> tuple[Path, dict[str, Any]]:
    """The document's file and its gold."""
    gold = load_yaml((UNSEEN / name / "gold.yaml").read_text(encoding="utf-8"))
    return ROOT / gold["source"], {"tasks": [], "groups": [], **gold}


def scores_of(name: str) -> dict[str, Score]:
    """Scores by field of one document."""
    path, gold = load(name)
    plan = parse_file(path).plan
    scores = compare(plan, gold)
    compare_links(plan, gold, scores)
    return scores


def compare_links(plan: Plan, gold: dict[str, Any], scores: dict[str, Score]) -> None:
    """Two fields of a task that the five plans do not have: national codes cited in it, and its funding."""
    scores["budget"], scores["cited"] = Score(), Score()
    got = keyed_tasks(plan)
    seen: dict[Any, int] = {}
    for task in gold["tasks"]:
        key = key_of_gold(task, seen)
        mine = got.get(key)
        if mine is None:
            continue
        if task.get("budget") or mine.budget:
            scores["budget"].compare(f"{key}", mine.budget, task.get("budget"))
        cited = [link.code for link in mine.national if link.via == "explicit"]
        if task.get("national"):
            compare_sets("cited", cited, task["national"], scores)


def table(rows: Iterable[tuple[str, dict[str, Score]]]) -> str:
    """F1 of every field, one line a document; `-` where neither side has the field."""
    rows = list(rows)
    fields = list(rows[0][1])
    lines = [f"{'plan':<12}" + "".join(f"{field[:9]:>10}" for field in fields)]
    for name, scores in rows:
        cells = (f"{scores[field].f1:.3f}" if counted(scores[field]) else "-" for field in fields)
        lines.append(f"{name:<12}" + "".join(f"{cell:>10}" for cell in cells))
    return "\n".join(lines)


def counted(score: Score) -> int:
    return score.right + score.missed + score.surplus


def pooled(all_scores: Iterable[dict[str, Score]]) -> dict[str, Score]:
    """The counts of all documents put together."""
    total: dict[str, Score] = {}
    for scores in all_scores:
        for field, score in scores.items():
            sum_ = total.setdefault(field, Score())
            sum_.right += score.right
            sum_.missed += score.missed
            sum_.surplus += score.surplus
    return total


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plan", choices=names(), action="append")
    parser.add_argument("--show", action="append", default=[], help="print every difference of this field (or `all`)")
    parser.add_argument("--floor", type=float, default=0.0, help="exit 1 where a pooled F1 is below this")
    options = parser.parse_args()
    found = {name: scores_of(name) for name in options.plan or names()}
    total = pooled(found.values())
    print(table([*found.items(), ("all", total)]))
    for name, scores in found.items():
        for field, score in scores.items():
            if score.differences and (field in options.show or "all" in options.show):
                print(f"{name} {field}", *(f"    {line}" for line in score.differences), sep="\n")
    return int(any(score.f1 < options.floor for score in total.values() if counted(score)))


if __name__ == "__main__":
    sys.exit(main())
