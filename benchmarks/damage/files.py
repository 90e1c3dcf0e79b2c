"""Damage to the file."""

from __future__ import annotations

import re
from random import Random
from typing import Any

from damage.common import Data, kind, target, task


@kind("a word for a year", "schema")
def word_for_year(data: Data, chance: Random) -> Any:
    item = target(data, chance, lambda item: item.get("year")) or task(data, chance, lambda item: item.get("theme"))
    key = "year" if "year" in item else "theme"
    item[key] = "sớm"
    return ()


@kind("an unknown field", "schema")
def unknown_field(data: Data, chance: Random) -> Any:
    item = chance.choice([*data["tasks"], *data["groups"], data["document"]])
    item["remark"] = "x"
    return ()


@kind("a code without quotes", "unquoted-text")
def unquoted(data: Data, chance: Random) -> Any:
    from ggplan.serial import dump_yaml

    item = task(data, chance, lambda item: re.fullmatch(r"\d+\.\d+", item.get("code", "")))
    if item is None:
        return None
    text = dump_yaml(data)
    quoted = f"code: '{item['code']}'\n"
    at = text.index(quoted)
    return text[:at] + quoted.replace("'", "") + text[at + len(quoted) :], set()


@kind("a key twice", "duplicate-key")
def key_twice(data: Data, chance: Random) -> Any:
    from ggplan.serial import dump_yaml

    text = dump_yaml(data)
    lines = text.split("\n")
    places = [at for at, line in enumerate(lines) if re.match(r"  (?:section|group|code): ", line)]
    at = chance.choice(places)
    lines.insert(at, lines[at])
    return "\n".join(lines), set()


@kind("keys in another order", "key-order")
def other_order(data: Data, chance: Random) -> Any:
    item = chance.choice([*data["tasks"], *data["groups"], *data.get("targets", [])])
    first = next(iter(item))
    item[first] = item.pop(first)
    return ()
