"""Damage to ids, groups, numbering, themes and codes."""

from __future__ import annotations

from random import Random
from typing import Any

from damage.common import Data, Item, group_of, kind, pick, shares_group, siblings, task


@kind("an id given twice", "duplicate-id")
def twice_id(data: Data, chance: Random) -> Any:
    item, other = task(data, chance), task(data, chance)
    if item is other:
        return None
    old, item["id"] = item["id"], other["id"]
    return (old, other["id"])


@kind("a number printed twice", "duplicate-code")
def twice_code(data: Data, chance: Random) -> Any:
    item = task(data, chance, lambda item: item.get("code") and len(siblings(data, item)) > 2)
    if item is None:
        return None
    row = siblings(data, item)
    at = row.index(item)
    if at == 0 or at == len(row) - 1:
        return None
    item["code"] = row[at - 1]["code"]
    return (item["id"], row[at - 1]["id"], row[at + 1]["id"])


@kind("a row lost", "numbering-gap")
def lost_row(data: Data, chance: Random) -> Any:
    item = task(data, chance, lambda item: item.get("code") and len(siblings(data, item)) > 2)
    if item is None:
        return None
    row = siblings(data, item)
    at = row.index(item)
    if at in (0, len(row) - 1):
        return None
    data["tasks"].remove(item)
    return (item["id"], row[at + 1]["id"])


@kind("two rows swapped", "numbering-order")
def swapped_rows(data: Data, chance: Random) -> Any:
    item = task(data, chance, lambda item: item.get("code") and len(siblings(data, item)) > 1)
    if item is None:
        return None
    row = siblings(data, item)
    at = row.index(item)
    if at == 0:
        return None
    tasks = data["tasks"]
    one, two = tasks.index(item), tasks.index(row[at - 1])
    tasks[one], tasks[two] = tasks[two], tasks[one]
    return tuple(other["id"] for other in row)


@kind("an unknown heading", "group-unknown")
def unknown_group(data: Data, chance: Random) -> Any:
    item = task(data, chance, lambda item: shares_group(data, item))
    item["group"] = "XIX"
    return item["id"]


@kind("a task under the wrong heading", "group-interrupted")
def wrong_group(data: Data, chance: Random) -> Any:
    used = list(dict.fromkeys(item.get("group") for item in data["tasks"]))
    item = task(data, chance, lambda item: len([t for t in data["tasks"] if t.get("group") == item.get("group")]) > 2)
    if item is None or len(used) < 4:
        return None
    at = used.index(item["group"])
    far = [
        name
        for place, name in enumerate(used)
        if abs(place - at) > 1 and next(group for group in data["groups"] if group["id"] == name)["section"] == item["section"]
    ]
    others = [other["id"] for other in data["tasks"] if other.get("group") == item["group"]]
    if not far:
        return None
    item["group"] = chance.choice(far)
    return (item["id"], *others, *[other["id"] for other in data["tasks"] if other.get("group") == item["group"]])


@kind("a task in the wrong section", "section-mismatch")
def wrong_section(data: Data, chance: Random) -> Any:
    item = task(data, chance, lambda item: item.get("group"))
    item["section"] = "body" if item["section"] == "appendix" else "appendix"
    return item["id"]


@kind("a heading read twice", "group-repeated")
def heading_twice(data: Data, chance: Random) -> Any:
    if len(data["groups"]) < 2:
        return None
    one, two = chance.sample(data["groups"], 2)
    if one["section"] != two["section"]:
        return None
    two["title"] = one["title"]
    return (one["id"], two["id"])


@kind("a heading lost from a task", "task-without-group")
def lost_group(data: Data, chance: Random) -> Any:
    item = task(data, chance, lambda item: shares_group(data, item))
    group = item.pop("group")
    return (item["id"], *[other["id"] for other in data["tasks"] if other.get("group") == group])


@kind("an id that is not the number's", "id-without-code")
def foreign_id(data: Data, chance: Random) -> Any:
    item = task(data, chance, lambda item: item.get("code"))
    if item is None:
        return None
    old, item["id"] = item["id"], f"task-{chance.randrange(100, 999)}"
    data["provenance"][item["id"]] = data["provenance"].pop(old)
    return (old, item["id"])


@kind("the wrong theme of a task", "theme-contradicts-group")
def wrong_theme(data: Data, chance: Random) -> Any:
    item = task(data, chance, lambda item: item.get("theme") and (group_of(data, item) or {}).get("theme"))
    if item is None:
        return None
    item["theme"] = item["theme"] % 18 + 1
    return item["id"]


@kind("the wrong theme of a heading", "theme-contradicts-title")
def wrong_heading_theme(data: Data, chance: Random) -> Any:
    group = pick(chance, [group for group in data["groups"] if group.get("theme") and named_theme(group)])
    if group is None:
        return None
    group["theme"] = group["theme"] % 18 + 1
    touched = [item for item in data["tasks"] if item.get("group") == group["id"]]
    for item in touched:
        item["theme"] = group["theme"]
    return (group["id"], *[item["id"] for item in touched])


def named_theme(group: Item) -> bool:
    """Whether the heading's own words name its theme, so that a careful reader could see the damage."""
    from ggplan.validate.checks.national import _theme_of

    return _theme_of(group["title"]) == group["theme"]


@kind("a heading's theme lost", "theme-missing")
def lost_heading_theme(data: Data, chance: Random) -> Any:
    group = pick(chance, [group for group in data["groups"] if group.get("theme") and named_theme(group)])
    if group is None:
        return None
    del group["theme"]
    return (group["id"], *[item["id"] for item in data["tasks"] if item.get("group") == group["id"]])


@kind("a task's theme lost", "task-theme-missing")
def lost_theme(data: Data, chance: Random) -> Any:
    item = task(data, chance, lambda item: item.get("theme"))
    if item is None:
        return None
    del item["theme"]
    return item["id"]


@kind("a national code misprinted", "national-code-malformed")
def misprinted_code(data: Data, chance: Random) -> Any:
    group = pick(chance, [group for group in data["groups"] if group.get("national")])
    if group is None:
        return None
    at = chance.randrange(len(group["national"]))
    group["national"][at] = group["national"][at].replace(".", ",", 1)
    return group["id"]


@kind("a national code out of bounds", "national-code-out-of-bounds")
def code_outside(data: Data, chance: Random) -> Any:
    group = pick(chance, [group for group in data["groups"] if group.get("national")])
    if group is None:
        return None
    at = chance.randrange(len(group["national"]))
    group["national"][at] = f"{chance.randrange(19, 99)}.1.{chance.randrange(1, 5)}"
    return group["id"]


@kind("a national code of another theme", "theme-contradicts-code")
def code_of_other_theme(data: Data, chance: Random) -> Any:
    group = pick(chance, [group for group in data["groups"] if group.get("national") and group.get("theme")])
    if group is None:
        return None
    head = group["theme"] % 18 + 1
    group["national"] = [f"{head}.1.1"]
    return group["id"]
