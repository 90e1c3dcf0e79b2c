"""Does each kind of damage reach its rule, and nothing else? Damage applied at random to the five canonical plans.

    python benchmarks/mutations.py [--trials 50] [--kind NAME] [--json]

A trial takes a plan and a place in it by a fixed seed, damages it, and validates it. It is *found* where a finding of the kind's
rule is new, about the damaged item where the damage has one. It is *elsewhere* where a finding is new about an item that was
not damaged (items have ids; citations, duties and the parts of the head are told by their place in the file). Bars: found in
98 % of the trials of every kind, elsewhere in at most 5 %.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]

FOUND, ELSEWHERE = 0.98, 0.05
Data = dict[str, Any]


@dataclass(frozen=True)
class Damage:
    """A damaged plan: its data (or its text), and the ids of the items that were touched."""

    data: Data | str
    items: frozenset[str] = field(default_factory=frozenset)


Kind = Callable[[Data, random.Random], "tuple[str, ...] | str | None"]


@dataclass
class Figures:
    """What came of the trials of one kind. `misses` names those that were not found, `strays` the new findings elsewhere."""

    rule: str
    trials: int = 0
    found: int = 0
    elsewhere: int = 0
    misses: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether both bars are met."""
        return self.found >= FOUND * self.trials and self.elsewhere <= ELSEWHERE * self.trials


class Plans:
    """The canonical plans as data, with what is found in each before any damage."""

    def __init__(self) -> None:
        from ggplan.serial import load_yaml
        from ggplan.validate.examine import Options
        from ggplan.validate.selection import select

        self.options = Options(select(), sources=(ROOT / "data" / "raw",))
        paths = sorted((ROOT / "data" / "canonical").glob("*.yaml"))
        self.data: dict[str, Data] = {path.stem: load_yaml(path.read_text(encoding="utf-8")) for path in paths}
        self.before = {name: self.findings(as_text(data)) for name, data in self.data.items()}

    def findings(self, text: str) -> Counter[tuple[str, str | None, str, str]]:
        """The findings of a plan's text, counted by rule, item, sentence and the record they are about (`citations 2`)."""
        from ggplan.validate.examine import examine_text

        examined = examine_text("plan.yaml", text.encode("utf-8", "surrogatepass"), self.options)
        return Counter(
            (found.slug, found.item, found.message, "" if found.item else " ".join(map(str, found.path[:2])))
            for found in examined.findings
        )


def as_text(data: Data) -> str:
    from ggplan.serial import dump_yaml

    return dump_yaml(data)


def trial(plans: Plans, name: str, kind: Any, chance: random.Random) -> Damage | None:
    """One damage to one plan; None where the plan has no place for it."""
    data = copy.deepcopy(plans.data[name])
    touched = kind(data, chance)
    if touched is None:
        return None
    if isinstance(touched, tuple) and len(touched) == 2 and isinstance(touched[1], set):
        return Damage(touched[0], frozenset(touched[1]))
    return Damage(data, frozenset({touched} if isinstance(touched, str) else touched))


def bench(trials: int, only: str | None = None) -> dict[str, Figures]:
    """The figures of every kind."""
    from damage import KINDS

    plans = Plans()
    names = sorted(plans.data)
    figures: dict[str, Figures] = {}
    for label, (rule, kind) in KINDS.items():
        if only is not None and label != only:
            continue
        figures[label] = row = Figures(rule)
        chance = random.Random(f"{label} 882")
        attempts = 0
        while row.trials < trials and attempts < 60 * trials:
            attempts += 1
            name = chance.choice(names)
            damage = trial(plans, name, kind, chance)
            if damage is not None:
                _judge(plans, name, damage, row)
    return figures


def _judge(plans: Plans, name: str, damage: Damage, row: Figures) -> None:
    text = damage.data if isinstance(damage.data, str) else as_text(damage.data)
    fresh = plans.findings(text) - plans.before[name]
    row.trials += 1
    hits = [key for key in fresh if key[0] == row.rule and (key[1] in damage.items or not damage.items)]
    if hits:
        row.found += 1
    else:
        row.misses.append(f"{name} {sorted(damage.items)}: {sorted({key[0] for key in fresh})}")
    records = {key[3] for key in hits} - {""}
    strays = [key for key in fresh if key not in hits and key[1] not in damage.items and key[3] not in records]
    if strays:
        row.elsewhere += 1
        row.strays.extend(f"{name} {sorted(damage.items)}: {key[0]} {key[1]} {key[2]}" for key in strays)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=50)
    parser.add_argument("--kind")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    figures = bench(arguments.trials, arguments.kind)
    if arguments.json:
        rows = {
            label: {"rule": row.rule, "trials": row.trials, "found": row.found, "elsewhere": row.elsewhere}
            for label, row in figures.items()
        }
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for label, row in figures.items():
            mark = "" if row.good else "  <-- misses its bar"
            print(
                f"{label:<34} {row.rule:<28} found {row.found:>3}/{row.trials}  elsewhere {row.elsewhere:>2}/{row.trials}{mark}"
            )
            for line in [*row.misses[:3], *row.strays[:3]] if arguments.kind or not row.good else []:
                print(f"    {line[:200]}")
        good = sum(row.good for row in figures.values())
        print(f"{good} of {len(figures)} kinds meet both bars")
    return 0 if all(row.good and row.trials == arguments.trials for row in figures.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
