"""Suppressions inside a file, and the baseline beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ggplan.app.validating import ValidateSettings, baseline_text, validate_paths
from ggplan.errors import InputError, UsageError
from validate.sample import PLAN, changed, slugs, validate

LEAD = "  lead_agencies:\n  - {text: Sở Y tế, id: so-y-te, name: Sở Y tế, via: exact, score: 1.0}\n"
LEADLESS = changed((LEAD, ""))


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ("- id: '2.1'\n", "- id: '2.1'  # ggplan: ignore[GG302] none is named\n", []),
        ("- id: '2.1'\n", "# ggplan: ignore[GG302] none is named\n- id: '2.1'\n", []),
        ("- id: '2.1'\n", "# ggplan: ignore[GG302] none is named\n\n# a remark\n- id: '2.1'\n", []),
        ("- id: '2.1'\n", "- id: '2.1'  # ggplan: ignore[task-without-lead, GG504]: none is named\n", []),
        ("- id: '2.1'\n", "- id: '2.1'  # ggplan: ignore[GG3] none is named\n", []),
        ("tasks:\n", "tasks:  # ggplan: ignore[GG302] no task of this plan has one\n", []),
        ("ggplan: 1\n", "# ggplan: ignore-file[GG302] no task of this plan has one\nggplan: 1\n", []),
        ("ggplan: 1\n", "ggplan: 1\n# ggplan: ignore-file[GG3] no task of this plan has one\n", []),
        ("- id: '1.2'\n", "- id: '1.2'  # ggplan: ignore[GG302] none\n", ["unused-suppression", "task-without-lead"]),
        ("- id: '2.1'\n", "- id: '2.1'  # ggplan: ignore[GG301] none\n", ["task-without-lead", "unused-suppression"]),
        ("- id: '2.1'\n", "- id: '2.1'  # ggplan: ignore[GG302]\n", ["suppression-without-reason"]),
        ("- id: '2.1'\n", "- id: '2.1'  # ggplan: ignore none\n", ["task-without-lead", "suppression-without-reason"]),
    ],
)
def test_a_comment_silences_what_it_names(old: str, new: str, left: list[str], tmp_path: Path) -> None:
    result = validate(tmp_path, changed((old, new), text=LEADLESS))
    assert slugs(result) == left
    assert result.suppressed == (0 if "task-without-lead" in left else 1)


def test_a_comment_beside_a_value_speaks_of_that_value_only(tmp_path: Path) -> None:
    text = changed(("  issued_on: '2023-03-15'\n", "  issued_on: '2023-02-30'  # ggplan: ignore[GG134] printed so\n"))
    assert slugs(validate(tmp_path, text)) == []
    text = changed(("issued_on: '2021-10-01'", "issued_on: '2021-09-31'"), text=text)
    assert slugs(validate(tmp_path, text)) == ["date-impossible"]


def test_an_unused_comment_is_let_be_when_its_rule_was_not_asked(tmp_path: Path) -> None:
    text = changed(("- id: '2.1'\n", "- id: '2.1'  # ggplan: ignore[GG302] none is named\n"))
    assert slugs(validate(tmp_path, text)) == ["unused-suppression"]
    assert slugs(validate(tmp_path, text, ignore=("GG302",))) == []


def run(folder: Path, baseline: Path | None) -> list[str]:
    return slugs(validate_paths(ValidateSettings((str(folder),), isolated=True, baseline=baseline)))


def test_a_baseline_hides_what_is_known_and_reports_what_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    plans, baseline = Path("plans"), Path("baseline.json")
    plans.mkdir()
    (plans / "a.yaml").write_text(LEADLESS, encoding="utf-8")
    (plans / "b.yaml").write_text(PLAN, encoding="utf-8")
    result = validate_paths(ValidateSettings(("plans",), isolated=True))
    baseline.write_text(baseline_text(result), encoding="utf-8")
    assert json.loads(baseline.read_text(encoding="utf-8"))["findings"] == [
        {
            "file": "plans/a.yaml",
            "code": "GG302",
            "slug": "task-without-lead",
            "id": "2.1",
            "message": "The task names no body that leads it.",
        }
    ]
    assert run(plans, baseline) == []
    (plans / "a.yaml").write_text("# a line more\n" + LEADLESS, encoding="utf-8")
    assert run(plans, baseline) == []
    (plans / "b.yaml").write_text(LEADLESS, encoding="utf-8")
    assert run(plans, baseline) == ["task-without-lead"]
    (plans / "a.yaml").write_text(PLAN, encoding="utf-8")
    assert run(plans, baseline) == ["task-without-lead", "stale-baseline"]
    assert run(plans / "b.yaml", baseline) == ["task-without-lead"]


def test_entries_about_a_file_that_is_gone_are_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("plans", "others"):
        Path(folder).mkdir()
        for name in ("a", "b"):
            Path(folder, f"{name}.yaml").write_text(LEADLESS, encoding="utf-8")
    known = validate_paths(ValidateSettings(("plans", "others"), isolated=True))
    Path("baseline.json").write_text(baseline_text(known), encoding="utf-8")
    for folder in ("plans", "others"):
        Path(folder, "a.yaml").unlink()
    result = validate_paths(ValidateSettings(("plans",), isolated=True, baseline=Path("baseline.json")))
    assert [(found.slug, found.file) for found in result.findings] == [("stale-baseline", "baseline.json")]
    assert "plans/a.yaml" in result.findings[0].message


def test_a_finding_that_comes_twice_is_counted_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.yaml").write_text(PLAN.replace("to: Sở Kế hoạch và Đầu tư", "to: ''"), encoding="utf-8")
    first = validate_paths(ValidateSettings(("plan.yaml",), isolated=True))
    assert slugs(first) == ["report-without-addressee"]
    Path("baseline.json").write_text(baseline_text(first), encoding="utf-8")
    text = PLAN.replace("to: Sở Kế hoạch và Đầu tư", "to: ''").replace("to: Bộ Kế hoạch và Đầu tư", "to: ''")
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    assert run(Path("plan.yaml"), Path("baseline.json")) == ["report-without-addressee"]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"ggplan_baseline": 2}', '{"ggplan_baseline": 1, "findings": [{}]}', "[" * 100_000]
)
def test_a_file_that_is_no_baseline(text: str, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "baseline.json").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="baseline"):
        run(tmp_path / "plan.yaml", tmp_path / "baseline.json")


def test_a_baseline_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    with pytest.raises(InputError, match="there is no baseline"):
        run(tmp_path / "plan.yaml", tmp_path / "none.json")
