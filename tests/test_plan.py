"""The canonical models and the JSON Schema made of them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from ggplan import canonical, serial
from ggplan.plan import Plan, Provenance, Task
from ggplan.serial import load_yaml
from strategies import plans
from support import CANONICAL, PLANS, ROOT, cases

SCHEMA = canonical.schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def test_the_schema_in_the_docs_is_in_step() -> None:
    """To make it again: `ggplan schema -o docs/plan.schema.json`."""
    assert (ROOT / "docs" / "plan.schema.json").read_text(encoding="utf-8") == serial.dump_json(SCHEMA)


def test_the_schema_is_one() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(SCHEMA)


@given(plans)
def test_every_plan_satisfies_the_schema(plan: Plan) -> None:
    VALIDATOR.validate(json.loads(plan.dump("json")))


@pytest.mark.parametrize("slug", PLANS)
def test_the_canonical_files_satisfy_the_schema(slug: str) -> None:
    VALIDATOR.validate(load_yaml((CANONICAL / f"{slug}.yaml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("case", cases("plan/refused"))
def test_schema_and_models_refuse_the_same(case: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Plan.model_validate(case["data"])
    assert not VALIDATOR.is_valid(case["data"])


def test_a_file_without_its_format_is_no_plan() -> None:
    assert not VALIDATOR.is_valid({"tasks": []})


def test_empty_fields_are_left_out() -> None:
    task = Task(id="1", section="body")
    assert task.model_dump(mode="json") == {"id": "1", "section": "body"}
    assert Plan(tasks=(task,)).as_data() == {"ggplan": 1, "tasks": [{"id": "1", "section": "body"}]}


def test_zero_and_empty_text_are_kept() -> None:
    data = Plan.model_validate({"targets": [{"id": "T1", "text": "", "min": 0}]}).as_data()
    assert data["targets"] == [{"id": "T1", "text": "", "min": 0}]


def test_whole_numbers_stay_whole() -> None:
    plan = Plan.model_validate({"targets": [{"id": "T1", "text": "a", "min": 50, "max": 7.5}]})
    assert "min: 50\n" in plan.dump()
    assert "max: 7.5\n" in plan.dump()


def test_keys_stand_in_the_order_of_the_format() -> None:
    fields = ["ggplan", "province", "document", "period", "citations", "abbreviations", "targets", "groups", "tasks"]
    assert list(Plan.model_fields) == [*fields, "reporting", "source", "provenance"]


def test_a_plan_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Plan().period = None  # type: ignore[misc]


def test_one_agency_is_one_line() -> None:
    plan = Plan.model_validate(
        {
            "tasks": [
                {
                    "id": "1.10",
                    "section": "appendix",
                    "actions": ["Một: hai", "Ba"],
                    "lead_agencies": [{"text": "Sở Y tế", "id": "so-y-te", "name": "Sở Y tế", "via": "exact", "score": 1}],
                    "timeframe": {"text": "Năm 2023", "start": 2023, "end": 2023},
                    "national": [{"code": "1.1.2", "via": "explicit", "score": 1.0}],
                }
            ],
            "reporting": [{"due": "11-15", "from": "Các sở", "to": "Sở Y tế"}],
            "provenance": {"1.10": Provenance(page=2, lines=(3, 9))},
        }
    )
    assert plan.dump() == (
        "ggplan: 1\n"
        "tasks:\n"
        "- id: '1.10'\n"
        "  section: appendix\n"
        "  actions:\n"
        "  - 'Một: hai'\n"
        "  - Ba\n"
        "  lead_agencies:\n"
        "  - {text: Sở Y tế, id: so-y-te, name: Sở Y tế, via: exact, score: 1.0}\n"
        "  timeframe: {text: Năm 2023, start: 2023, end: 2023}\n"
        "  national:\n"
        "  - {code: '1.1.2', via: explicit, score: 1.0}\n"
        "reporting:\n"
        "- {due: 11-15, from: Các sở, to: Sở Y tế}\n"
        "provenance:\n"
        "  '1.10': {page: 2, lines: [3, 9]}\n"
    )
