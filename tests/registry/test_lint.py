"""Every check of the registries finds what it is for."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from ggplan.registry.lint import lint
from ggplan.registry.loading import COMPILED, registry_of

Change = Callable[[dict[str, Any]], None]


def _agency(data: dict[str, Any], identity: str) -> dict[str, Any]:
    return next(record for record in data["agencies"] if record["id"] == identity)


def _set(identity: str, **fields: Any) -> Change:
    return lambda data: _agency(data, identity).update(fields)


def _heir(**fields: Any) -> dict[str, Any]:
    return {"id": "so-tai-chinh", "from": "2025-03-01", "functions": "all", "status": "verified", **fields}


CASES: dict[str, tuple[Change, str, str]] = {
    "no source": (_set("so-y-te", sources=[]), "so-y-te", "uncited"),
    "unknown source": (_set("so-y-te", sources=["S99"]), "so-y-te", "source-unknown"),
    "dates of a body": (_set("so-y-te", founding_date="2025", dissolution_date="2020"), "so-y-te", "dates-disordered"),
    "dates of a name": (
        _set("so-y-te", other_names=[{"name": "Sở Sức khỏe", "start": "2024", "end": "2023"}]),
        "so-y-te",
        "dates-disordered",
    ),
    "unknown successor": (_set("so-y-te", successors=[_heir(id="so-x", sources=["S1"])]), "so-y-te", "successor-unknown"),
    "unknown status": (
        _set("so-y-te", successors=[_heir(status="sure", sources=["S1"])]),
        "so-y-te",
        "status-unknown",
    ),
    "neither act nor source": (_set("so-y-te", successors=[_heir()]), "so-y-te", "successor-without-act"),
    "unknown province": (_set("so-y-te", jurisdiction="atlantis"), "so-y-te", "jurisdiction-unknown"),
    "one name, two bodies": (
        _set("so-y-te", other_names=[{"name": "Sở Xây - dựng", "kind": "variant"}]),
        "so-xay-dung",
        "name-shared",
    ),
    "id": (lambda data: data["agencies"].append({**_agency(data, "so-y-te"), "id": "Sở"}), "Sở", "id-no-slug"),
    "province heir": (lambda data: data["provinces"][1].update(successor="atlantis"), "ha-giang", "province-unknown"),
    "province dates": (lambda data: data["provinces"][1].update(valid_from="2026"), "ha-giang", "dates-disordered"),
    "province code": (lambda data: data["provinces"][1].update(code="01"), "ha-noi", "code-shared"),
}


@pytest.mark.parametrize("case", CASES)
def test_finds(case: str) -> None:
    change, identity, rule = CASES[case]
    data = copy.deepcopy(json.loads(COMPILED.read_text("utf-8")))
    change(data)
    assert (identity, rule) in {(problem.id, problem.rule) for problem in lint(registry_of(data))}


def test_a_name_may_pass_from_one_body_to_another() -> None:
    """`Thuế tỉnh` meant the Cục Thuế until 2025-06-30 and is a body of its own from 2025-07-01."""
    data = json.loads(COMPILED.read_text("utf-8"))
    names = [name for name in _agency(data, "cuc-thue-tinh")["other_names"] if name["name"] == "Thuế {type}"]
    assert names[0]["end"] == "2025-06-30"
    _agency(data, "cuc-thue-tinh")["dissolution_date"] = "2026-01-01"
    names[0]["end"] = "2025-12-31"
    assert "name-shared" in {problem.rule for problem in lint(registry_of(data))}
