"""Damage to times, targets."""

from __future__ import annotations

import re
from random import Random
from typing import Any

from damage.common import Data, Item, kind, pick, target, task


@kind("two years swapped", "time-upside-down")
def swapped_years(data: Data, chance: Random) -> Any:
    def apart(item: Item) -> bool:
        time = item.get("timeframe", {})
        return bool(time.get("start") and time.get("end") and time["start"] != time["end"])

    item = task(data, chance, apart)
    if item is None:
        return None
    time = item["timeframe"]
    time["start"], time["end"] = time["end"], time["start"]
    return item["id"]


@kind("a year outside the period", "time-outside-period")
def far_year(data: Data, chance: Random) -> Any:
    item = task(data, chance, lambda item: item.get("timeframe", {}).get("end"))
    if item is None or not data.get("period"):
        return None
    year = chance.randrange(data["period"]["end"] + 1, data["period"]["end"] + 60)
    item["timeframe"] = {"text": f"Năm {year}", "start": year, "end": year}
    return item["id"]


@kind("digits of a year swapped", "time-contradicts-text")
def swapped_digits(data: Data, chance: Random) -> Any:
    item = task(data, chance, lambda item: item.get("timeframe", {}).get("end"))
    if item is None:
        return None
    time = item["timeframe"]
    digits = str(time["end"])
    time["end"] = int(digits[:2] + digits[3] + digits[2])
    return item["id"] if time["end"] != int(digits) else None


@kind("a time lost", "time-missing")
def lost_time(data: Data, chance: Random) -> Any:
    item = task(data, chance, lambda item: item.get("timeframe"))
    if item is None:
        return None
    del item["timeframe"]
    return item["id"]


@kind("a time that was over", "time-before-document")
def old_time(data: Data, chance: Random) -> Any:
    item = task(data, chance, lambda item: item.get("timeframe", {}).get("end"))
    if item is None or not data["document"].get("issued_on"):
        return None
    year = int(data["document"]["issued_on"][:4]) - 1
    item["timeframe"] = {"text": f"Năm {year}", "start": year, "end": year}
    return item["id"]


@kind("a decimal error in a target", "value-not-in-text")
def decimal_error(data: Data, chance: Random) -> Any:
    item = target(data, chance, lambda item: item.get("min") or item.get("max"))
    if item is None:
        return None
    factor = chance.choice([10, 100, 0.1])
    for key in ("min", "max"):
        if key in item:
            item[key] = round(item[key] * factor, 6)
    return item["id"]


@kind("the ends of a range swapped", "range-upside-down")
def swapped_range(data: Data, chance: Random) -> Any:
    item = target(data, chance, lambda item: item.get("comparator") == "range")
    if item is None:
        return None
    item["min"], item["max"] = item["max"], item["min"]
    return item["id"]


@kind("more than all", "impossible-value")
def too_much(data: Data, chance: Random) -> Any:
    item = target(
        data, chance, lambda item: item.get("unit") == "%" and item.get("min") and re.search("tỷ lệ|tỷ trọng", item["text"], re.I)
    )
    if item is None:
        return None
    value = chance.randrange(101, 999)
    for key in ("min", "max"):
        if key in item:
            item[key] = value
    return item["id"]


@kind("a unit lost", "target-without-unit")
def lost_unit(data: Data, chance: Random) -> Any:
    item = target(data, chance, lambda item: item.get("unit") and item.get("comparator"))
    if item is None:
        return None
    del item["unit"]
    return item["id"]


@kind("a unit changed", "unit-not-in-text")
def wrong_unit(data: Data, chance: Random) -> Any:
    item = target(data, chance, lambda item: item.get("unit"))
    if item is None:
        return None
    item["unit"] = chance.choice([unit for unit in ("km2", "tấn", "tỷ đồng", "MW") if unit not in item["text"]])
    return item["id"]


@kind("a target's year lost", "target-without-year")
def lost_year(data: Data, chance: Random) -> Any:
    item = target(data, chance, lambda item: item.get("year") and item.get("comparator"))
    if item is None:
        return None
    del item["year"]
    return item["id"]


@kind("less in 2050 than in 2030", "falls-later")
def falling(data: Data, chance: Random) -> Any:
    falling_words = re.compile("tiêu hao|tỷ trọng|cường độ", re.IGNORECASE)
    rising = [item for item in data.get("targets", []) if item.get("min") and not falling_words.search(item["text"])]
    earlier = [item for item in rising if item.get("year") == 2030]
    later = [item for item in rising if item.get("year") == 2050]
    pairs = [(one, two) for one in earlier for two in later if one.get("indicator") == two.get("indicator")]
    pair = pick(chance, pairs)
    if pair is None or pair[0]["min"] <= 1:
        return None
    value = chance.randrange(1, int(pair[0]["min"]))
    for key in ("min", "max"):
        if key in pair[1]:
            pair[1][key] = value
    pair[1]["text"] += f" ({value}%)"
    return (pair[0]["id"], pair[1]["id"])


@kind("two values of one indicator", "contradictory-values")
def two_values(data: Data, chance: Random) -> Any:
    item = target(data, chance, lambda item: item.get("comparator") == "=" and item.get("indicator") and item["min"] > 2)
    if item is None:
        return None
    value = int(item["min"] // 2)
    text = f"phấn đấu {item['indicator']} đạt {value}{item.get('unit', '')}"
    copied = {**item, "id": "T999", "text": text, "min": value, "max": value}
    copied.pop("code", None)
    data["targets"].insert(data["targets"].index(item) + 1, copied)
    data["provenance"]["T999"] = data["provenance"][item["id"]]
    return (item["id"], "T999")


@kind("a target read twice", "target-repeated")
def twice_target(data: Data, chance: Random) -> Any:
    item = target(data, chance, lambda item: item.get("comparator"))
    if item is None:
        return None
    data["targets"].insert(data["targets"].index(item) + 1, {**item, "id": "T999"})
    data["provenance"]["T999"] = data["provenance"][item["id"]]
    return (item["id"], "T999")


@kind("the wrong comparator", "comparator-contradicted")
def wrong_comparator(data: Data, chance: Random) -> Any:
    item = target(data, chance, lambda item: item.get("comparator"))
    if item is None:
        return None
    wrong = {
        "=": [">=", "<=", "range"],
        "~": [">=", "range"],
        ">=": ["=", "<=", "range"],
        "<=": ["=", ">="],
        "range": ["=", ">=", "~"],
    }
    item["comparator"] = chance.choice(wrong[item["comparator"]])
    return item["id"]


@kind("a target's year misread", "target-outside-plan")
def far_target(data: Data, chance: Random) -> Any:
    item = target(data, chance, lambda item: item.get("year"))
    if item is None:
        return None
    item["year"] = chance.choice([2003, 2013, 2005, 2052])
    return item["id"]


@kind("a baseline after the target", "baseline-not-before")
def late_baseline(data: Data, chance: Random) -> Any:
    item = target(data, chance, lambda item: item.get("baseline_year") and item.get("year"))
    if item is None:
        return None
    item["baseline_year"] = item["year"] + chance.randrange(0, 9)
    return item["id"]


@kind("an indicator lost", "indicator-missing")
def lost_indicator(data: Data, chance: Random) -> Any:
    item = target(data, chance, lambda item: item.get("indicator") and item.get("comparator"))
    if item is None:
        return None
    del item["indicator"]
    return item["id"]
