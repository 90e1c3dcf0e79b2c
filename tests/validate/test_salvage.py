"""What breaks the format is said and left out; the rest is checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from ggplan.validate.suppress import MAX_COMMENTS
from validate.sample import PLAN, slugs, validate


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (r'{"ggplan": 1, "document": {"title": "K\ud800"}}', "document.title"),
        (r'{"ggplan": 1, "tasks": [{"id": "1"}, {"id": "2", "section": "body", "actions": ["a", "\udfff b"]}]}', "tasks[1].actions[1]"),
        (r'{"ggplan": 1, "abbreviations": {"\udbff": "x"}}', "abbreviations.\udbff"),
    ],
)  # fmt: skip
def test_half_a_character_is_a_breach_of_the_format(data: str, field: str, tmp_path: Path) -> None:
    result = validate(tmp_path, data, "plan.json", select=("schema",))
    said = [found.message for found in result.findings if "half of a character" in found.message]
    assert said == [f"`{field}` holds half of a character (a lone surrogate), which no text can have."]
    assert not result.nothing_checked


def test_a_whole_pair_is_a_character(tmp_path: Path) -> None:
    result = validate(tmp_path, r'{"ggplan": 1, "document": {"title": "\ud83c\udf31"}}', "plan.json", select=("schema",))
    assert slugs(result) == []


def test_a_thousand_unknown_fields_are_counted(tmp_path: Path) -> None:
    text = "ggplan: 1\nperiod: {start: soon}\n" + "".join(f"a{number}: b\n" for number in range(1000))
    result = validate(tmp_path, text, select=("schema",))
    assert len(result.findings) == 201
    assert [found.message for found in result.findings if "further places" in found.message] == [
        "`the file` breaks the format in 801 further places."
    ]


def test_more_comments_than_a_plan_can_need(tmp_path: Path) -> None:
    text = PLAN + "# ggplan: ignore[GG302] none is named\n" * (MAX_COMMENTS + 1)
    assert slugs(validate(tmp_path, text, select=("too-large",))) == ["too-large"]
    assert slugs(validate(tmp_path, text.rsplit("#", 1)[0], select=("too-large",))) == []
