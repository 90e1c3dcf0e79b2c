"""Damage to head, citations, reporting, provenance."""

from __future__ import annotations

from random import Random
from typing import Any

from damage.common import Data, kind, pick


@kind("another province's code", "province-mismatch")
def wrong_code(data: Data, chance: Random) -> Any:
    data["province"]["code"] = chance.choice([code for code in ("01", "52", "83", "96") if code != data["province"]["code"]])
    return ()


@kind("another province's issuer", "issuer-other-province")
def wrong_issuer(data: Data, chance: Random) -> Any:
    if not data["document"].get("issuer"):
        return None
    data["document"]["issuer"] = f"UBND tỉnh {chance.choice(['Kon Tum', 'Bến Tre', 'Hà Giang', 'Cà Mau'])}"
    return ()


@kind("the period's years swapped", "period-upside-down")
def swapped_period(data: Data, chance: Random) -> Any:
    del chance
    if not data.get("period", {}).get("start"):
        return None
    period = data["period"]
    period["start"], period["end"] = period["end"], period["start"]
    return ()


@kind("a day that does not exist", "date-impossible")
def no_such_day(data: Data, chance: Random) -> Any:
    citation = pick(chance, [item for item in data.get("citations", []) if len(item.get("issued_on", "")) == 10])
    if citation is None:
        return None
    citation["issued_on"] = citation["issued_on"][:4] + chance.choice(["-02-30", "-09-31", "-11-31", "-04-31"])
    return ()


@kind("a citation twice", "citation-repeated")
def citation_twice(data: Data, chance: Random) -> Any:
    if not data.get("citations"):
        return None
    data["citations"].append(dict(chance.choice(data["citations"])))
    return ()


@kind("a citation's number garbled", "citation-malformed")
def garbled_citation(data: Data, chance: Random) -> Any:
    citation = pick(chance, [item for item in data.get("citations", []) if item["number"] != "882/QĐ-TTg"])
    if citation is None:
        return None
    citation["number"] = citation["number"].replace("/", " ").replace("-", " ")
    return ()


@kind("a citation of the future", "cites-the-future")
def future_citation(data: Data, chance: Random) -> Any:
    citation = pick(
        chance, [item for item in data.get("citations", []) if item.get("issued_on") and item["number"] != "882/QĐ-TTg"]
    )
    if citation is None or not data["document"].get("issued_on"):
        return None
    citation["issued_on"] = f"{int(data['document']['issued_on'][:4]) + chance.randrange(1, 5)}-03-04"
    return ()


@kind("the national plan's date misread", "citation-date-wrong")
def wrong_national_date(data: Data, chance: Random) -> Any:
    citation = pick(chance, [item for item in data.get("citations", []) if item["number"] == "882/QĐ-TTg"])
    if citation is None:
        return None
    citation["issued_on"] = chance.choice(["2022-07-21", "2022-06-22", "2021-07-22"])
    return ()


@kind("nobody to report to", "report-without-addressee")
def nobody(data: Data, chance: Random) -> Any:
    duty = pick(chance, [duty for duty in data.get("reporting", []) if duty.get("to")])
    if duty is None:
        return None
    del duty["to"]
    return ()


@kind("a report after the deadline", "report-after-deadline")
def late_report(data: Data, chance: Random) -> Any:
    duty = pick(chance, [duty for duty in data.get("reporting", []) if duty.get("due")])
    if duty is None:
        return None
    duty["due"] = f"12-{chance.randrange(11, 32)}"
    return ()


@kind("a reporting day that does not exist", "report-date-impossible")
def impossible_report(data: Data, chance: Random) -> Any:
    duty = pick(chance, [duty for duty in data.get("reporting", []) if duty.get("due")])
    if duty is None:
        return None
    duty["due"] = chance.choice(["11-31", "06-31", "09-31", "02-30"])
    return ()


@kind("a place lost", "provenance-missing")
def lost_place(data: Data, chance: Random) -> Any:
    name = chance.choice(list(data["provenance"]))
    del data["provenance"][name]
    return name


@kind("a place of nothing", "provenance-orphan")
def orphan_place(data: Data, chance: Random) -> Any:
    name = chance.choice(list(data["provenance"]))
    data["provenance"][f"{name}.x"] = data["provenance"][name]
    return f"{name}.x"


@kind("a place upside down", "provenance-impossible")
def place_upside_down(data: Data, chance: Random) -> Any:
    names = [name for name, place in data["provenance"].items() if place["lines"][0] < place["lines"][1]]
    name = chance.choice(names)
    data["provenance"][name]["lines"].reverse()
    return name


@kind("a place after the end", "provenance-outside-source")
def place_outside(data: Data, chance: Random) -> Any:
    name = chance.choice(list(data["provenance"]))
    data["provenance"][name]["lines"] = [90_000, 90_000 + chance.randrange(0, 50)]
    return name


@kind("a place shifted", "text-not-at-place")
def shifted_place(data: Data, chance: Random) -> Any:
    name = chance.choice(list(data["provenance"]))
    first, last = data["provenance"][name]["lines"]
    shift = last - first + 1 + chance.randrange(2, 20)
    shift = -shift if first > shift and chance.random() < 0.5 else shift
    data["provenance"][name]["lines"] = [first + shift, last + shift]
    names = list(data["provenance"])
    at = names.index(name)
    return (name, *names[max(0, at - 3) : at + 4])


@kind("another source", "source-changed")
def other_source(data: Data, chance: Random) -> Any:
    data["source"]["sha256"] = "".join(chance.choice("0123456789abcdef") for _ in range(64))
    return ()
