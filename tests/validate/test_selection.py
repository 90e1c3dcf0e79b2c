"""Which rules speak, how loud and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from ggplan.errors import UsageError
from ggplan.rules import all_rules
from ggplan.validate.config import find_config, load_config, read_config
from ggplan.validate.selection import FileIgnore, expand, matches, select
from validate.sample import changed, slugs, validate

LEADLESS = changed(("  lead_agencies:\n  - {text: Sở Y tế, id: so-y-te, name: Sở Y tế, via: exact, score: 1.0}\n", ""))


@pytest.mark.parametrize(
    ("selector", "some", "others"),
    [
        ("GG302", {"task-without-lead"}, {"task-empty"}),
        ("gg302", {"task-without-lead"}, {"task-empty"}),
        ("task-without-lead", {"task-without-lead"}, {"task-empty"}),
        ("GG3", {"task-without-lead", "task-empty"}, {"duplicate-id"}),
        ("GG31", {"agency-unresolved"}, {"task-without-lead"}),
        ("GG", {"task-without-lead", "schema"}, set()),
        ("ALL", set(all_rules()), set()),
    ],
)
def test_selectors(selector: str, some: set[str], others: set[str]) -> None:
    assert some <= expand([selector])
    assert not others & expand([selector])


@pytest.mark.parametrize("selector", ["GG999", "task-without-leads", "", "X1", "G"])
def test_unknown_selectors(selector: str) -> None:
    with pytest.raises(UsageError, match="there is no rule"):
        select([selector])


def test_a_near_name_is_suggested() -> None:
    with pytest.raises(UsageError, match="perhaps task-without-lead"):
        expand(["task-without-leed"])


@pytest.mark.parametrize(
    ("chosen", "ignored", "speaks"),
    [
        (["ALL"], [], True),
        (["ALL"], ["GG302"], False),
        (["ALL"], ["GG3"], False),
        (["GG3"], ["GG302"], False),
        (["GG302"], ["GG3"], True),
        (["GG302"], ["GG302"], False),
        (["GG302"], ["task-without-lead"], False),
        (["GG30"], ["GG3"], True),
        (["GG5"], [], False),
    ],
)
def test_the_longer_selector_wins(chosen: list[str], ignored: list[str], speaks: bool) -> None:
    assert select(chosen, ignored).speaks("task-without-lead") is speaks


def test_severities_change_by_rule_and_by_family() -> None:
    chosen = select(severities={"GG3": "info", "GG302": "error"})
    assert chosen.severities["task-empty"] == "info"
    assert chosen.severities["task-without-lead"] == "error"


@pytest.mark.parametrize(
    ("file", "pattern", "fits"),
    [
        ("data/canonical/gia-lai.yaml", "data/canonical/gia-lai.yaml", True),
        ("data/canonical/gia-lai.yaml", "data/canonical/*.yaml", True),
        ("data/canonical/gia-lai.yaml", "canonical/gia-lai.yaml", True),
        ("data/canonical/gia-lai.yaml", "gia-lai.yaml", True),
        ("data/canonical/gia-lai.yaml", "*.json", False),
        ("data/canonical/gia-lai.yaml", "data/", True),
        ("plan.yaml", "data/*", False),
    ],
)
def test_patterns_of_files(file: str, pattern: str, fits: bool) -> None:
    assert matches(file, pattern) is fits


def test_an_ignore_may_name_items() -> None:
    entry = FileIgnore("plan.yaml", ("GG302",), ids=("2.1",), reason="the table has no lead")
    assert entry.covers("a/plan.yaml", "task-without-lead", "2.1")
    assert not entry.covers("a/plan.yaml", "task-without-lead", "1.1")
    assert not entry.covers("a/plan.yaml", "task-empty", "2.1")


CONFIG = """
ignore = [{rule = "GG701", reason = "an appendix"}]
fail-on = "error"
as-of = 2024-12-31
[severity]
task-without-lead = "warning"
[per-file-ignores]
"plan.yaml" = [{rule = "GG302", ids = ["9.9"], reason = "none"}, "GG504"]
"""


@pytest.mark.parametrize("name", ["ggplan.toml", "pyproject.toml"])
def test_a_configuration_is_found_upwards_and_used(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        CONFIG
        if name == "ggplan.toml"
        else CONFIG.replace("\n[", "\n[tool.ggplan.").replace("\nignore", "\n[tool.ggplan]\nignore")
    )
    (tmp_path / name).write_text(text, encoding="utf-8")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    result = validate(inner, LEADLESS, isolated=False)
    assert [(found.slug, found.severity) for found in result.findings] == [("task-without-lead", "warning")]
    assert result.fail_on == "error"
    assert not result.failed


def test_a_project_without_a_table_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "ggplan.toml").write_text("", encoding="utf-8")
    inner = tmp_path / "a"
    inner.mkdir()
    (inner / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert find_config(inner) == tmp_path / "ggplan.toml"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("selct = []", "did you mean select"),
        ("select = 'GG3'", "select must be a list of texts"),
        ("fail-on = 'info'", "fail-on must be error or warning"),
        ("ignore = [{reason = 'x'}]", "a rule is a text, or a table"),
        ("ignore = [{rule = 'GG3', ids = 'x'}]", "ids is a list of texts"),
        ("[severity]\nGG302 = 'loud'", "severity must give each rule one of"),
        ("per-file-ignores = []", "must be a table"),
        ("baseline = 3", "baseline must be a text"),
        ("a = [", "is no TOML"),
    ],
)
def test_a_wrong_configuration_is_one_sentence(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "ggplan.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=says):
        load_config(path)


def test_an_unknown_rule_in_the_configuration_is_refused(tmp_path: Path) -> None:
    config = read_config({"per-file-ignores": {"*": ["GG999"]}}, tmp_path / "ggplan.toml")
    with pytest.raises(UsageError, match="there is no rule GG999"):
        select(file_ignores=config.file_ignores)


def test_selection_on_a_file(tmp_path: Path) -> None:
    assert slugs(validate(tmp_path, LEADLESS)) == ["task-without-lead"]
    assert slugs(validate(tmp_path, LEADLESS, ignore=("GG302",))) == []
    assert slugs(validate(tmp_path, LEADLESS, select=("GG5",))) == []
    assert slugs(validate(tmp_path, LEADLESS, select=("GG5",), extend_select=("GG302",))) == ["task-without-lead"]
