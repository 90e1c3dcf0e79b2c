"""The kinds of damage of `mutations.py`, one module an area: each changes a plan's data in place and returns the ids it touched.

A kind returns None where the plan has no place for it; one that damages the text of the file returns (text, ids).
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

Data = dict[str, Any]
Item = dict[str, Any]
Kind = Callable[[Data, Random], Any]

KINDS: dict[str, tuple[str, Kind]] = {}


def kind(name: str, rule: str) -> Callable[[Kind], Kind]:
    """Register a kind of damage with the rule that must find it."""

    def register(function: Kind) -> Kind:
        KINDS[name] = (rule, function)
        return function

    return register


def pick(chance: Random, items: list[Any]) -> Any:
    return chance.choice(items) if items else None


def task(data: Data, chance: Random, wanted: Callable[[Item], Any] = lambda _: True) -> Item | None:
    return pick(chance, [item for item in data["tasks"] if wanted(item)])


def target(data: Data, chance: Random, wanted: Callable[[Item], Any] = lambda _: True) -> Item | None:
    return pick(chance, [item for item in data.get("targets", []) if wanted(item)])


def words(text: str) -> list[str]:
    return text.split(" ")


def long_action(data: Data, chance: Random, wanted: Callable[[str], Any] = lambda _: True) -> tuple[Item, int] | None:
    """A task and the place of one of its actions of eight words or more."""
    places = [
        (item, at)
        for item in data["tasks"]
        for at, action in enumerate(item.get("actions", []))
        if len(words(action)) >= 8 and wanted(action)
    ]
    return pick(chance, places)


def change_action(
    data: Data, chance: Random, change: Callable[[str], str | None], wanted: Callable[[str], Any] = lambda _: True
) -> str | None:
    """Apply `change` to an action; the id of its task."""
    place = long_action(data, chance, wanted)
    if place is None:
        return None
    item, at = place
    changed = change(item["actions"][at])
    if changed is None or changed == item["actions"][at]:
        return None
    item["actions"][at] = changed
    return str(item["id"])


def mention(data: Data, chance: Random, wanted: Callable[[Item], Any] = lambda _: True) -> tuple[Item, Item] | None:
    """A task and one of its bodies."""
    places = [
        (item, body)
        for item in data["tasks"]
        for role in ("lead_agencies", "cooperating_agencies")
        for body in item.get(role, [])
        if wanted(body)
    ]
    return pick(chance, places)


def sure(body: Item) -> bool:
    return body.get("via") == "exact" and body["text"] == body["name"] and body["text"].startswith(("Sở ", "Công an", "Báo "))


def group_of(data: Data, item: Item) -> Item | None:
    return next((group for group in data["groups"] if group["id"] == item.get("group")), None)


def siblings(data: Data, item: Item) -> list[Item]:
    return [other for other in data["tasks"] if other.get("group") == item.get("group") and other.get("code")]


def misspelt(word: str, chance: Random) -> str:
    """A word with two letters swapped or one left out, as a hasty typist does."""
    at = chance.randrange(1, len(word) - 1)
    if chance.random() < 0.5 and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at + 1 :]


def shares_group(data: Data, item: Item) -> bool:
    """Whether other tasks stand under the task's heading."""
    return bool(item.get("group")) and sum(other.get("group") == item["group"] for other in data["tasks"]) > 1
