"""How right the parser is on the five plans: precision, recall, F1 and exact share per field against hand annotations.

    python benchmarks/accuracy.py [--plan gia-lai] [--show leads]

The gold files (`tests/gold/*.yaml`, conventions in its README) were written by reading the plans. Beside ggplan stands a
naive floor: rows cut
at codes, cells at lines that begin with the name of a kind of body. `--show FIELD` prints every difference of that field.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ggplan.app.parsing import parse_file
from ggplan.plan import Plan
from ggplan.serial import load_yaml
from ggplan.text import match_key

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "tests" / "gold"
PLANS = {
    "gia-lai": ("gia-lai.txt", ("gia-lai",)),
    "thanh-hoa": ("thanh-hoa.txt", ("thanh-hoa.appendix", "thanh-hoa.body")),
    "son-la": ("son-la.txt", ("son-la",)),
    "bac-giang": ("bac-giang.md", ("bac-giang",)),
    "lao-cai": ("lao-cai.md", ("lao-cai",)),
}


@dataclass
class Score:
    """Counts of one field: right, wrong or missing, surplus; and what differed."""

    right: int = 0
    missed: int = 0
    surplus: int = 0
    differences: list[str] = field(default_factory=list)

    def compare(self, name: str, got: Any, want: Any) -> None:
        if got == want:
            self.right += 1
        else:
            self.missed += 1
            self.surplus += 1
            self.differences.append(f"{name}\n    want {want}\n    got  {got}")

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.surplus) if self.right + self.surplus else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def load_gold(names: Iterable[str]) -> dict[str, Any]:
    """The gold of one plan, its files put together."""
    merged: dict[str, Any] = {"tasks": [], "groups": []}
    for name in names:
        data = load_yaml((GOLD / f"{name}.yaml").read_text(encoding="utf-8"))
        merged["tasks"] += data.pop("tasks", [])
        merged["groups"] += data.pop("groups", [])
        merged.update({key: value for key, value in data.items() if key not in ("source", "covers")})
    return merged


def key_of_gold(task: dict[str, Any], seen: dict[Any, int]) -> tuple[Any, ...]:
    base = (task["section"], task.get("group"), task.get("code"))
    if task.get("code"):
        return base
    seen[base] = seen.get(base, 0) + 1
    return (*base, seen[base])


def keyed_tasks(plan: Plan) -> dict[tuple[Any, ...], Any]:
    codes = {group.id: group.code for group in plan.groups}
    seen: dict[Any, int] = {}
    found = {}
    for task in plan.tasks:
        data = {"section": task.section, "group": codes.get(task.group or ""), "code": task.code}
        found[key_of_gold(data, seen)] = task
    return found


def names(mentions: Iterable[Any]) -> list[str]:
    return [match_key(mention.name or mention.text) for mention in mentions]


FIELDS: dict[str, tuple[Callable[[Any], Any], Callable[[dict[str, Any]], Any]]] = {
    "actions": (lambda t: list(t.actions), lambda g: g.get("actions", [])),
    "leads": (lambda t: names(t.lead_agencies), lambda g: [match_key(n) for n in g.get("lead_agencies", [])]),
    "partners": (
        lambda t: sorted(names(t.cooperating_agencies)),
        lambda g: sorted(match_key(n) for n in g.get("cooperating_agencies", [])),
    ),
    "timeframe": (
        lambda t: t.timeframe.model_dump(mode="json") if t.timeframe else None,
        lambda g: g.get("timeframe"),
    ),
    "outputs": (lambda t: list(t.outputs), lambda g: g.get("outputs", [])),
    "conditions": (lambda t: list(t.conditions), lambda g: g.get("conditions", [])),
}


def compare_tasks(plan: Plan, gold: dict[str, Any], scores: dict[str, Score]) -> None:
    got = keyed_tasks(plan)
    seen: dict[Any, int] = {}
    for task in gold["tasks"]:
        key = key_of_gold(task, seen)
        mine = got.pop(key, None)
        if mine is None:
            scores["tasks"].missed += 1
            scores["tasks"].differences.append(f"missing {key}")
            continue
        scores["tasks"].right += 1
        for name, (of_task, of_gold) in FIELDS.items():
            scores[name].compare(f"{key}", of_task(mine), of_gold(task))
    scores["tasks"].surplus += len(got)
    scores["tasks"].differences += [f"surplus {key}" for key in got]


def compare_sets(name: str, got: Iterable[Any], want: Iterable[Any], scores: dict[str, Score]) -> None:
    score = scores[name]
    rest = list(got)
    for item in want:
        if item in rest:
            rest.remove(item)
            score.right += 1
        else:
            score.missed += 1
            score.differences.append(f"missing {item}")
    score.surplus += len(rest)
    score.differences += [f"surplus {item}" for item in rest]


def compare(plan: Plan, gold: dict[str, Any]) -> dict[str, Score]:
    """Scores by field of a plan against its gold."""
    scores = {
        name: Score()
        for name in (
            "tasks",
            *FIELDS,
            "groups",
            "targets",
            "citations",
            "abbreviations",
            "reporting",
            "front",
            "national",
        )
    }
    compare_tasks(plan, gold, scores)
    compare_sets(
        "groups",
        [(g.section, g.code, match_key(g.title), g.theme) for g in plan.groups],
        [(g["section"], g.get("code"), match_key(g["title"]), g.get("theme")) for g in gold["groups"]],
        scores,
    )
    compare_sets(
        "national",
        [(g.code, code) for g in plan.groups for code in g.national],
        [(g.get("code"), code) for g in gold["groups"] for code in g.get("national", [])],
        scores,
    )
    compare_sets("targets", map(target_of, plan.targets), [target_of_gold(t) for t in gold.get("targets", [])], scores)
    compare_sets(
        "citations",
        [(c.number, c.issued_on) for c in plan.citations],
        [(c["number"], c.get("issued_on")) for c in gold.get("citations", [])],
        scores,
    )
    compare_sets("abbreviations", plan.abbreviations.items(), gold.get("abbreviations", {}).items(), scores)
    compare_sets(
        "reporting",
        [(r.due, r.to) for r in plan.reporting if r.due],
        [(r["due"], r.get("to")) for r in gold.get("reporting", []) if r.get("due")],
        scores,
    )
    compare_sets("front", front_of(plan), front_of_gold(gold), scores)
    return scores


def target_of(target: Any) -> tuple[Any, ...]:
    return (target.code, target.comparator, target.min, target.max, target.unit, target.year, target.baseline_year)


def target_of_gold(target: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(target.get(key) for key in ("code", "comparator", "min", "max", "unit", "year", "baseline_year"))


def front_of(plan: Plan) -> list[tuple[str, Any]]:
    info = plan.document.model_dump(mode="json")
    period = plan.period.model_dump(mode="json") if plan.period else {}
    return [(key, match_key(value) if key == "title" else value) for key, value in [*info.items(), *period.items()] if value]


def front_of_gold(gold: dict[str, Any]) -> list[tuple[str, Any]]:
    pairs = [*gold.get("document", {}).items(), *gold.get("period", {}).items()]
    return [(key, match_key(value) if key == "title" else value) for key, value in pairs if value]


_NAIVE_BODY = re.compile(r"^(?:Sở|UBND|Ban|Các [Ss]ở|Ngân hàng|Bộ|Đài)\b")


def naive_floor(path: Path, gold: dict[str, Any]) -> tuple[float, float]:
    """Share of tasks found, and of lead lists right, by a reader that cuts lines at codes and at names of bodies."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows: dict[str, list[str]] = {}
    current = ""
    for line in lines:
        match = re.match(r"^(\d+(?:\.\d+)*)\.?\s*(.*)$", line)
        if match:
            current = match[1]
            rows.setdefault(current, [])
            line = match[2]
        rows.setdefault(current, []).append(line)
    found = leads = 0
    for task in gold["tasks"]:
        cells = rows.get((task.get("code") or "").rstrip(")"))
        if cells:
            found += 1
            start = next((i for i, line in enumerate(cells) if _NAIVE_BODY.match(line)), None)
            text = cells[start].split(":")[0] if start is not None else ""
            leads += [match_key(text)] == [match_key(n) for n in task.get("lead_agencies", [])]
    total = max(1, len(gold["tasks"]))
    return found / total, leads / total


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plan", choices=[*PLANS], action="append")
    parser.add_argument("--show", action="append", default=[])
    options = parser.parse_args()
    print(f"{'plan':<10} {'field':<14} {'precision':>9} {'recall':>7} {'F1':>6} {'exact':>6} {'right':>6} {'wrong':>6}")
    for slug in options.plan or PLANS:
        file, gold_names = PLANS[slug]
        gold = load_gold(gold_names)
        scores = compare(parse_file(ROOT / "data" / "raw" / file).plan, gold)
        for name, score in scores.items():
            if score.right + score.missed + score.surplus:
                print(
                    f"{slug:<10} {name:<14} {score.precision:>9.3f} {score.recall:>7.3f} {score.f1:>6.3f} "
                    f"{score.recall:>6.3f} {score.right:>6} {score.missed:>6}"
                )
            if name in options.show or "all" in options.show:
                print("\n".join(f"    {line}" for line in score.differences))
        tasks, leads = naive_floor(ROOT / "data" / "raw" / file, gold)
        print(f"{slug:<10} {'naive floor':<14} tasks {tasks:.3f}, leads {leads:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
