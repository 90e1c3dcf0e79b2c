"""Every form of findings is accepted by the schema of the one who reads it, whatever the findings hold."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ggplan.app.validating import ValidateSettings, validate_paths
from ggplan.diagnostics import Finding
from ggplan.location import Place
from ggplan.report import findings_text
from ggplan.report.findings_formats import FORMATS
from ggplan.rules import all_rules
from ggplan.validate.located import Excerpt, Located
from ggplan.validate.result import ValidateResult

SCHEMAS = Path(__file__).parent / "schemas"
CASES = Path(__file__).parents[1] / "validate" / "cases"


@cache
def validator(name: str) -> Any:
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema, format_checker=kind.FORMAT_CHECKER)


@cache
def junit() -> Any:
    return etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))


def accepted(result: ValidateResult) -> None:
    """Raises where a reader would refuse one of the forms."""
    validator("sarif-schema-2.1.0.json").validate(json.loads(FORMATS["sarif"](result)))
    report = json.loads(FORMATS["gitlab"](result))
    validator("gitlab-code-quality.json").validate(report)
    assert len({issue["fingerprint"] for issue in report}) == len(report)
    junit().assertValid(etree.fromstring(FORMATS["junit"](result).encode()))
    for line in FORMATS["github"](result).splitlines():
        assert re.fullmatch(r"::(error|warning|notice) title=[^,:]+,file=[^,:]+(,\w+=\d+)+::.+", line)
    assert json.loads(FORMATS["json"](result))["ggplan"] == 1


def test_the_findings_of_all_cases_are_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES)
    files = tuple(sorted(path.as_posix() for path in Path().glob("*/fires*")))
    result = validate_paths(ValidateSettings(files, isolated=True, as_of="2024-12-31", jobs=1))
    accepted(result)
    rules = {rule.slug for rule in all_rules().values() if not rule.code.startswith("GG0")}
    assert rules - {found.slug for found in result.findings} == {"stale-baseline"}


def test_a_clean_result_is_accepted() -> None:
    result = ValidateResult((), ("a.yaml", "b/c.yaml"))
    accepted(result)
    assert FORMATS["text"](result) == ""
    assert FORMATS["github"](result) == ""
    assert FORMATS["junit"](result).count("<testcase") == 2


TEXT = st.text(max_size=12) | st.sampled_from(["a,b:c%\n::error::", "]]>", "<&\"'>", "|*_`#", "\ud800", "\x1b[2J", "\u202e"])
PLACES = st.builds(Place, page=st.none() | st.integers(1, 99), lines=st.none() | st.just((3, 9)))
FOUND = st.builds(
    lambda slug, item, text, place, file, line, size, severity, number: Located(
        Finding(slug, place, item, (("text", text), ("name", text))),
        file,
        line,
        1,
        line + size,
        5,
        severity,
        Excerpt(f"a {text} b", 2, 2 + len(text)),
        occurrence=number,
    ),
    st.sampled_from(["agency-unresolved", "task-without-lead", "too-large", "stray-space"]),
    st.none() | TEXT,
    TEXT,
    PLACES,
    TEXT.filter(lambda name: bool(name) and not name.startswith(("/", "./"))),
    st.integers(1, 10**6),
    st.integers(0, 3),
    st.sampled_from(["error", "warning", "info"]),
    st.integers(0, 10**9),
)


@settings(max_examples=60)
@given(st.lists(FOUND, max_size=4, unique_by=lambda found: found.fingerprint))
def test_any_finding_is_accepted(findings: list[Located]) -> None:
    files = tuple(dict.fromkeys(found.file for found in findings))
    result = ValidateResult(tuple(findings), files)
    accepted(result)
    for render in FORMATS.values():
        text = render(result)
        text.encode("utf-8")
        assert not [char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Cs") and char != "\n"]


def example(**changes: Any) -> Located:
    values: dict[str, Any] = {
        "finding": Finding("task-without-lead", Place(page=4, lines=(24, 30)), "1.1"),
        "file": "data/canonical/gia-lai.yaml",
        "line": 35,
        "column": 3,
        "end_line": 35,
        "end_column": 12,
        "severity": "error",
        "excerpt": Excerpt("- id: '1.1'", 2, 11),
    }
    return Located(**{**values, **changes})


RESULT = ValidateResult((example(),), ("data/canonical/gia-lai.yaml",))


def test_text_has_the_line_a_caret_and_the_source() -> None:
    assert FORMATS["text"](RESULT) == (
        "data/canonical/gia-lai.yaml:35:3: error GG302 task-without-lead: The task names no body that leads it. [1.1]\n"
        "35 | - id: '1.1'\n"
        "   |   ^^^^^^^^^\n"
        "  = source: page 4, lines 24-30\n"
        "\n"
        "Found 1 error in 1 file.\n"
    )


@pytest.mark.parametrize("width", [0, 20, 40, 80])
def test_the_caret_stands_under_what_is_meant(width: int) -> None:
    line = "  - {text: Sở Tài nguyên và Môi trường, id: so-tai-nguyen, name: Sở Tài nguyên và Môi trường, via: exact}"
    start = line.index("so-tai")
    text = findings_text.render(
        ValidateResult((example(excerpt=Excerpt(line, start, start + 13)),), ("a.yaml",)), width=width
    ).splitlines()
    shown, caret = (
        next(row for row in text if row.lstrip(" 35").startswith("| ") and ("^" in row) is mark) for mark in (False, True)
    )
    assert shown[caret.index("^") : caret.rindex("^") + 1] == "so-tai-nguyen"
    assert not width or max(map(findings_text.cells, (shown, caret))) <= max(width, 36)


def test_colour_only_repeats_the_words() -> None:
    coloured = findings_text.render(RESULT, colour=True)
    assert "\x1b[31merror" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == FORMATS["text"](RESULT)


def test_statistics_count_by_rule() -> None:
    result = ValidateResult((example(), example(line=40), example(finding=Finding("task-empty", Place()))), ("a.yaml",))
    assert findings_text.statistics(result).splitlines() == [
        "2  GG302  error    task-without-lead",
        "1  GG301  error    task-empty",
        "3 errors in 1 file",
    ]


def test_json_has_the_promised_keys() -> None:
    data = json.loads(FORMATS["json"](RESULT))
    (found,) = data["findings"]
    assert {key: found[key] for key in ("code", "slug", "severity", "message", "file", "line", "column", "id", "source")} == {
        "code": "GG302",
        "slug": "task-without-lead",
        "severity": "error",
        "message": "The task names no body that leads it.",
        "file": "data/canonical/gia-lai.yaml",
        "line": 35,
        "column": 3,
        "id": "1.1",
        "source": {"page": 4, "lines": [24, 30]},
    }
    assert {key: data["summary"][key] for key in ("files", "errors", "warnings", "infos")} == {
        "files": 1,
        "errors": 1,
        "warnings": 0,
        "infos": 0,
    }


def test_sarif_points_into_the_repository() -> None:
    run = json.loads(FORMATS["sarif"](RESULT))["runs"][0]
    (result,) = run["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "data/canonical/gia-lai.yaml", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 35, "startColumn": 3, "endLine": 35, "endColumn": 12}
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "GG302"


def test_a_fingerprint_stays_while_lines_shift() -> None:
    assert example().fingerprint == example(line=99, end_line=99, column=1).fingerprint
    others = [example(file="b.yaml"), example(occurrence=1), example(finding=Finding("task-without-lead", Place(), "1.2"))]
    assert len({found.fingerprint for found in [example(), *others]}) == 4


def test_markdown_is_a_table_a_file() -> None:
    lines = FORMATS["markdown"](RESULT).splitlines()
    assert "1 error in 1 file." in lines
    assert "### data/canonical/gia-lai.yaml" in lines
    row = r"| 35 | error | GG302 task-without-lead | 1.1 | The task names no body that leads it. | page 4, lines 24-30 |"
    assert row in lines
    evil = Finding("agency-unresolved", Place(), "a|b", (("text", "<img src=x> `|`"), ("candidates", "")))
    cells = FORMATS["markdown"](ValidateResult((example(finding=evil),), ("a.yaml",))).splitlines()[-1]
    assert len(re.findall(r"(?<!\\)\|", cells)) == 7
    assert "<img" not in cells


def test_github_commands_cannot_be_forged() -> None:
    evil = Finding("agency-unresolved", Place(), "x", (("text", "a\n::error::b%0A"), ("candidates", "")))
    out = FORMATS["github"](ValidateResult((example(finding=evil, file="a,b:c\n.yaml"),), ("a.yaml",)))
    assert out.count("\n") == 1
    assert "file=a%2Cb%3Ac<U+000A>.yaml," in out
    assert "%250A" in out
