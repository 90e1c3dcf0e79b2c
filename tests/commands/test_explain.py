"""`ggplan explain`, `ggplan rules`, and the page that is made from the catalogue."""

from __future__ import annotations

import json

import pytest

from commands.running import run
from ggplan.rules import FAMILIES, all_rules
from support import ROOT


def test_one_rule_in_full() -> None:
    done = run("explain", "GG302")
    assert (done.exit_code, done.stderr) == (0, "")
    entry = all_rules()["task-without-lead"]
    for part in ("GG302 task-without-lead (error)", entry.message, entry.why, entry.remedy, entry.bad, entry.good):
        assert part in done.stdout


@pytest.mark.parametrize("slug", list(all_rules()))
def test_every_rule_can_be_explained_by_code_and_name(slug: str) -> None:
    entry = all_rules()[slug]
    by_code = run("explain", entry.code)
    assert by_code.exit_code == 0
    assert by_code.stdout == run("explain", slug).stdout == run("explain", entry.code.lower()).stdout
    assert ("Can be mended by the tool: yes" in by_code.stdout) == entry.fixable


def test_an_unknown_rule() -> None:
    done = run("explain", "GG999")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "`ggplan rules` lists them" in done.stderr


def test_the_list_has_every_rule_once() -> None:
    lines = run("rules").stdout.splitlines()
    assert [line.split()[0] for line in lines] == sorted(rule.code for rule in all_rules().values())
    assert [line.split()[0] for line in run("rules", "--select", "GG7").stdout.splitlines()] == [
        rule.code for rule in all_rules().values() if rule.code.startswith("GG7")
    ]


def test_the_list_for_programs() -> None:
    data = json.loads(run("rules", "--format", "json").stdout)
    assert data["ggplan"] == 1
    assert {entry["code"]: entry["slug"] for entry in data["rules"]} == {rule.code: rule.slug for rule in all_rules().values()}
    assert {entry["family"] for entry in data["rules"]} == set(FAMILIES.values())


def test_a_format_that_is_none() -> None:
    assert run("rules", "--format", "pdf").exit_code == 2


def test_the_page_is_made_from_the_catalogue() -> None:
    """`ggplan rules --format markdown > docs/rules.md` writes it anew."""
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == run("rules", "--format", "markdown").stdout


def test_what_can_be_mended_is_what_has_a_fix() -> None:
    """A rule says that it can be mended where one of its cases is."""
    from ggplan.app.validating import ValidateSettings, validate_paths

    cases = ROOT / "tests" / "validate" / "cases"
    files = tuple(sorted(str(path) for path in cases.glob("*/fires*")))
    found = validate_paths(ValidateSettings(files, isolated=True, as_of="2024-12-31", jobs=1)).findings
    mended = {entry.slug for entry in found if entry.fixable}
    assert mended == {rule.slug for rule in all_rules().values() if rule.fixable}
