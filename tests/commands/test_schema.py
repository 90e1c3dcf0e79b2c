"""`ggplan schema`."""

from __future__ import annotations

import json
from pathlib import Path

from commands.running import run
from ggplan import canonical
from support import ROOT


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
