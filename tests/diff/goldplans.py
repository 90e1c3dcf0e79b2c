"""The hand annotations of `tests/gold` as plans, and the hand-made alignments of `tests/gold/alignments`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ggplan.plan import AgencyMention, Group, NationalLink, Plan, Province, Target, Task, Timeframe
from ggplan.serial import load_yaml
from ggplan.text import slug

GOLD = Path(__file__).parents[1] / "gold"
PROVINCES = {
    "gia-lai": ("64", "Gia Lai"),
    "thanh-hoa": ("38", "Thanh Hóa"),
    "son-la": ("14", "Sơn La"),
    "bac-giang": ("24", "Bắc Giang"),
    "lao-cai": ("10", "Lào Cai"),
}


@cache
def gold_plan(name: str) -> Plan:
    """The plan of `tests/gold/<name>.yaml`; `thanh-hoa.body` is the plan's body alone."""
    data = load_yaml((GOLD / f"{name}.yaml").read_text(encoding="utf-8"))
    code, province = PROVINCES[name.partition(".")[0]]
    groups = tuple(
        Group(id=f"{group['section']}-{group['code']}", **{key: value for key, value in group.items() if key != "lines"})
        for group in data.get("groups", [])
    )
    links = {group.id: group.national for group in groups}
    return Plan(
        province=Province(code=code, name=province, slug=name.partition(".")[0]),
        abbreviations=data.get("abbreviations", {}),
        groups=groups,
        tasks=tuple(_tasks(data.get("tasks", []), links)),
        targets=tuple(
            Target(id=f"T{number}", **{key: value for key, value in target.items() if key != "lines"})
            for number, target in enumerate(data.get("targets", []), 1)
        ),
    )


def merged_plan(*names: str) -> Plan:
    """One plan of several annotations of one province (body and appendix); ids are prefixed with the section where needed."""
    parts = [gold_plan(name) for name in names]
    first = parts[0]
    tasks = tuple(task.model_copy(update={"id": f"{task.section}-{task.id}"}) for part in parts for task in part.tasks)
    groups = tuple(group for part in parts for group in part.groups)
    return first.model_copy(update={"tasks": tasks, "groups": groups})


def _tasks(items: list[dict[str, Any]], links: dict[str, tuple[str, ...]]) -> list[Task]:
    seen: Counter[str] = Counter()
    tasks = []
    for item in items:
        group, code = item["group"], item.get("code")
        if code is None:
            seen[group] += 1
            name = f"{group}-{seen[group]}"
        else:
            name = code if code.startswith(group) else f"{group}.{code}"
        rest = {
            k: v for k, v in item.items() if k not in {"lines", "group", "lead_agencies", "cooperating_agencies", "timeframe"}
        }
        tasks.append(
            Task(
                id=name,
                group=f"{item['section']}-{group}",
                lead_agencies=_agencies(item.get("lead_agencies", [])),
                cooperating_agencies=_agencies(item.get("cooperating_agencies", [])),
                timeframe=Timeframe(**item["timeframe"]) if "timeframe" in item else None,
                national=tuple(
                    NationalLink(code=code, via="explicit", score=1.0) for code in links.get(f"{item['section']}-{group}", ())
                ),
                **rest,
            )
        )
    return tasks


def _agencies(names: list[str]) -> tuple[AgencyMention, ...]:
    return tuple(AgencyMention(text=name, id=slug(name), name=name, via="exact", score=1.0) for name in names)


@dataclass(frozen=True)
class GoldPair:
    """One pair decided by reading; `left` and `right` are ids of `gold_plan`'s tasks or targets."""

    left: str
    right: str
    kind: str = ""
    also_left: tuple[str, ...] = ()
    also_right: tuple[str, ...] = ()
    or_left: tuple[str, ...] = ()
    or_right: tuple[str, ...] = ()
    optional: bool = False

    def links(self) -> set[tuple[str, str]]:
        """The pair and its further links."""
        further = {(left, self.right) for left in self.also_left} | {(self.left, right) for right in self.also_right}
        return further | {(self.left, self.right)}

    def as_good(self) -> set[tuple[str, str]]:
        """The pair and those that would do as well."""
        others = {(left, self.right) for left in self.or_left} | {(self.left, right) for right in self.or_right}
        return others | {(self.left, self.right)}


@dataclass(frozen=True)
class GoldAlignment:
    """A file of `tests/gold/alignments`."""

    name: str
    left: Plan
    right: Plan
    tasks: tuple[GoldPair, ...] = field(default=())
    targets: tuple[GoldPair, ...] = field(default=())


def gold_alignments() -> list[GoldAlignment]:
    """Every hand-made alignment, by file name."""
    return [_alignment(path) for path in sorted((GOLD / "alignments").glob("*.yaml"))]


def _alignment(path: Path) -> GoldAlignment:
    data = load_yaml(path.read_text(encoding="utf-8"))
    left, right = (gold_plan(data[side]["file"].removesuffix(".yaml")) for side in ("left", "right"))
    names = (_ids(left), _ids(right))
    pairs = tuple(_pair(entry, *names) for entry in data.get("pairs", []))
    targets = tuple(GoldPair(e["left"], e["right"], optional=e.get("optional", False)) for e in data.get("target_pairs", []))
    return GoldAlignment(path.stem, left, right, pairs, targets)


def _ids(plan: Plan) -> dict[str, str]:
    """Task ids by the names used in the alignment files: `group/code`, or `group/#n` without a code."""
    seen: Counter[str] = Counter()
    ids = {}
    for task in plan.tasks:
        group = (task.group or "").partition("-")[2]
        if task.code is None:
            seen[group] += 1
        ids[f"{group}/{task.code or f'#{seen[group]}'}"] = task.id
    return ids


def _pair(entry: dict[str, Any], left: dict[str, str], right: dict[str, str]) -> GoldPair:
    def many(key: str, names: dict[str, str]) -> tuple[str, ...]:
        return tuple(names[name] for name in entry.get(key, []))

    return GoldPair(
        left[entry["left"]],
        right[entry["right"]],
        entry["kind"],
        many("also_left", left),
        many("also_right", right),
        many("or_left", left),
        many("or_right", right),
        entry.get("optional", False),
    )
