"""The JSON that other programs read: its schema is the generated one, and real comparisons follow it."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from diff.goldplans import gold_plan
from ggplan.diff import Options, compare
from ggplan.diff.model import PlanDiff, schema
from ggplan.serial import dump_json
from support import ROOT

FILE = ROOT / "docs" / "diff.schema.json"


def test_the_schema_in_docs_is_the_generated_one() -> None:
    """To make it again: `ggplan schema diff -o docs/diff.schema.json`."""
    assert FILE.read_text(encoding="utf-8") == dump_json(schema())


@pytest.mark.parametrize(
    ("left", "right", "mode"),
    [("gia-lai", "thanh-hoa.appendix", None), ("son-la", "bac-giang", None), ("thanh-hoa.body", "thanh-hoa.appendix", "within")],
)
def test_real_comparisons_follow_the_schema(left: str, right: str, mode: str | None) -> None:
    diff = compare(gold_plan(left), gold_plan(right), Options(mode=mode))
    data = json.loads(dump_json(diff.as_data()))
    Draft202012Validator.check_schema(schema())
    Draft202012Validator(json.loads(FILE.read_text(encoding="utf-8"))).validate(data)
    assert PlanDiff.model_validate(data) == diff


def test_the_keys_of_the_contract_are_there() -> None:
    data = compare(gold_plan("son-la"), gold_plan("bac-giang"), Options(paths=("a.yaml", "b.yaml"))).as_data()
    assert next(iter(data)) == "ggplan"
    assert data["ggplan"] == 1
    assert data["left"]["path"] == "a.yaml"
    assert data["right"]["province"] == "bac-giang"
    pair = data["tasks"]["pairs"][0]
    assert {"left", "right", "score", "kind", "also_left", "also_right", "changes"} <= {*pair}
    assert {"pairs", "only_left", "only_right"} <= {*data["targets"]}
    assert any(pair["changes"] == {} for pair in data["tasks"]["pairs"])
