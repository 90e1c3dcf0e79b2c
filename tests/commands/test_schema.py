"""`ggplan schema`."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from commands.running import run
from ggplan import canonical
from support import CANONICAL, ROOT


def test_the_schema_on_stdout() -> None:
    done = run("schema")
    assert (done.exit_code, done.stderr) == (0, "")
    assert json.loads(done.stdout) == canonical.schema()
    assert done.stdout == (ROOT / "docs" / "plan.schema.json").read_text(encoding="utf-8")


def test_the_schema_in_a_file(tmp_path: Path) -> None:
    assert run("schema", "-o", tmp_path / "plan.schema.json").exit_code == 0
    assert (tmp_path / "plan.schema.json").read_text(encoding="utf-8") == run("schema").stdout
    assert [path.name for path in tmp_path.iterdir()] == ["plan.schema.json"]


def test_a_target_that_cannot_be_written(tmp_path: Path) -> None:
    for target in (tmp_path, tmp_path / "missing" / "plan.schema.json"):
        done = run("schema", "-o", target)
        assert (done.exit_code, done.stdout) == (2, "")
        assert str(target) in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_schema_of_a_comparison() -> None:
    done = run("schema", "diff")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == (ROOT / "docs" / "diff.schema.json").read_text(encoding="utf-8")
    answer = run("diff", CANONICAL / "son-la.yaml", CANONICAL / "bac-giang.yaml", "--format", "json")
    Draft202012Validator(json.loads(done.stdout)).validate(json.loads(answer.stdout))


def test_the_schema_of_a_merge(tmp_path: Path) -> None:
    done = run("schema", "merge")
    assert (done.exit_code, done.stderr) == (0, "")
    plans = [CANONICAL / f"{name}.yaml" for name in ("son-la", "bac-giang")]
    merged = run("merge", *plans, "-o", tmp_path / "plan.yaml", "--conflicts", tmp_path / "conflicts.json")
    assert merged.exit_code == 0, merged.stderr
    schema = json.loads(done.stdout)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads((tmp_path / "conflicts.json").read_text(encoding="utf-8")))


def test_a_schema_that_is_not_there() -> None:
    done = run("schema", "plans")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "ggplan: there is no schema of plans; choose from plan, diff, merge\n"
