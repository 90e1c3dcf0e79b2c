"""Every rule on files of its own: `cases/<slug>/fires*` must be found, `cases/<slug>/clean*` must not.

`cases/expected.yaml` holds, for each file that fires, where and what is said, so that a changed sentence or column is seen.
`GGPLAN_WRITE_EXPECTED=1 pytest tests/validate/test_cases.py` writes it anew; read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ggplan.app.validating import ValidateSettings, validate_paths
from ggplan.rules import all_rules
from ggplan.serial import dump_yaml, load_yaml
from ggplan.validate.hits import checks_of
from ggplan.validate.result import ValidateResult

CASES = Path(__file__).parent / "cases"
EXPECTED = CASES / "expected.yaml"
WRITE = "GGPLAN_WRITE_EXPECTED"
AS_OF = "2024-12-31"
RULES = {slug: rule for slug, rule in all_rules().items() if not rule.code.startswith("GG0")}
FIRES = sorted(path for path in CASES.glob("*/fires*"))
CLEAN = sorted(path for path in CASES.glob("*/clean*"))
# Rules about the form of a file, whose findings come from the reader, and about the run itself.
WITHOUT_CHECK = {
    "unreadable-file",
    "not-utf8",
    "not-yaml",
    "not-canonical",
    "schema",
    "duplicate-key",
    "yaml-feature",
    "too-deep",
    "too-large",
    "unquoted-text",
    "unused-suppression",
    "suppression-without-reason",
    "stale-baseline",
}


def name_of(path: Path) -> str:
    return path.relative_to(CASES).as_posix()


def run(path: Path, monkeypatch: pytest.MonkeyPatch) -> ValidateResult:
    monkeypatch.chdir(path.parent)
    baseline = Path("baseline.json") if Path("baseline.json").exists() else None
    return validate_paths(ValidateSettings((path.name,), isolated=True, as_of=AS_OF, baseline=baseline))


@pytest.mark.parametrize("path", FIRES, ids=name_of)
def test_the_rule_speaks(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    findings = [found for found in run(path, monkeypatch).findings if found.slug == path.parent.name]
    assert findings
    said = [f"{found.line}:{found.column} {found.message}" for found in findings]
    if os.environ.get(WRITE):
        known = load_yaml(EXPECTED.read_text(encoding="utf-8")) if EXPECTED.exists() else {}
        known[name_of(path)] = said
        EXPECTED.write_text(dump_yaml(dict(sorted(known.items()))), encoding="utf-8")
    assert said == load_yaml(EXPECTED.read_text(encoding="utf-8"))[name_of(path)]


@pytest.mark.parametrize("path", CLEAN, ids=name_of)
def test_the_rule_is_silent(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(path, monkeypatch)
    assert not result.nothing_checked
    assert [found.message for found in result.findings if found.slug == path.parent.name] == []


def test_the_expectations_are_not_written_by_accident() -> None:
    assert not os.environ.get(WRITE)
    assert sorted(load_yaml(EXPECTED.read_text(encoding="utf-8"))) == sorted(map(name_of, FIRES))


def test_every_rule_has_cases_of_both_kinds() -> None:
    assert {path.parent.name for path in FIRES} == set(RULES)
    assert {path.parent.name for path in CLEAN} == set(RULES)


def test_every_rule_has_one_check() -> None:
    from ggplan.validate import checks

    assert checks
    assert set(checks_of()) == set(RULES) - WITHOUT_CHECK


def test_the_catalogue_is_whole() -> None:
    assert len(RULES) >= 45
    for rule in RULES.values():
        assert rule.message, rule
        assert rule.why, rule
        assert rule.remedy, rule
        assert rule.bad and rule.good and rule.bad != rule.good, rule
    codes = [rule.code for rule in all_rules().values()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("family", ["GG1", "GG2", "GG3", "GG4", "GG5", "GG6", "GG7", "GG8", "GG9"])
def test_each_family_speaks_of_its_own(family: str) -> None:
    assert any(rule.code.startswith(family) for rule in RULES.values())
