"""`--fix` mends what is certain, keeps comments and layout, and never changes what a plan means."""

from __future__ import annotations

import json
import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan import canonical
from ggplan.serial import load_yaml
from ggplan.validate.result import Fixed
from support import CANONICAL
from validate.sample import PLAN, changed, slugs, validate

YTE = "{text: Sở Y tế, id: so-y-te, name: Sở Y tế, via: exact, score: 1.0}"
SPLIT = "vi\u200bện"
ACTION = "Xây dựng mô hình bệnh viện xanh, tiết kiệm năng lượng và giảm chất thải nhựa."


def fixed(folder: Path, text: str, name: str = "plan.yaml", select: tuple[str, ...] = ("ALL",)) -> Fixed | None:
    found = validate(folder, text, name, fix=True, select=select).fixed
    return found[0] if found else None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("code: '1.2'", "code: 1.20"),
        ("start: 2021", "start: '2021'"),
        ("name: Sở Y tế", "name: Sở  y tế"),
        ("name: Sở Giáo dục và Đào tạo", "name: Sở Giáo dục và đào tạo"),
        (f"  - {ACTION}", f"  - {unicodedata.normalize('NFD', ACTION)}  # as printed"),
        (f"  - {ACTION}", f"  - {ACTION.replace('bệnh', 'bệnh ')}"),
        (f"  - {ACTION}", f"  - '{ACTION} '   # as printed"),
        (f"  - {ACTION}", f"  - {ACTION.replace('viện', SPLIT)}"),
        (f"  - {ACTION}", f"  - |-\n    {ACTION.replace('viện', SPLIT)}"),
        (f"  - {ACTION}", '  - "' + ACTION.replace("bệnh viện", "bệnh\\u00a0viện") + '"'),
        ("- id: '2.1'\n  section: appendix\n", "- section: appendix\n  id: '2.1'\n"),
        (YTE, "{text: Sở Y tế}"),
        (YTE, "{id: so-y-te, text: Sở Y tế, name: Sở Y tế, score: 1.0, via: exact}"),
    ],
)
def test_one_fault_is_mended(old: str, new: str, tmp_path: Path) -> None:
    before = changed((old, new))
    mended = fixed(tmp_path, before)
    assert mended is not None
    (tmp_path / "plan.yaml").write_text(mended.after, encoding="utf-8")
    assert canonical.load(tmp_path / "plan.yaml") == canonical.loads(
        PLAN.replace("code: '1.2'", "code: '1.20'") if "1.20" in new else PLAN
    )
    assert mended.after.count("# as printed") == new.count("# as printed")
    assert fixed(tmp_path, mended.after) is None


def test_the_code_is_quoted_as_it_is_written(tmp_path: Path) -> None:
    mended = fixed(tmp_path, changed(("code: '1.2'", "code: 1.20")))
    assert mended is not None
    assert "code: '1.20'\n" in mended.after


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: Sở Y tế", "name: Sở Nội vụ"),
        (YTE, "{text: Sở Tăng trưởng xanh}"),
        ("min: 47.75", "min: 477.5"),
        ("- id: '2.1'", "- id: '1.1'"),
        (f"  - {ACTION}", f"  - {ACTION[:40]}"),
    ],
)
def test_what_is_not_certain_is_let_be(old: str, new: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, changed((old, new))) is None


COMMENTED = """\
# The plan of a province.
ggplan: 1
# where
province: {slug: gia-lai, code: '64', name: Gia Lai}  # before the merger
document:  # the head
  # the date first, by mistake
  issued_on: '2023-03-15'  # signed
  title: Kế hoạch  hành động   # two spaces inside
  # the number last
  number: 227/KH-UBND

  issuer: UBND tỉnh Gia Lai
# the end of the head
period: {start: '2021', end: 2030}
"""


def test_comments_stay_and_move_with_their_keys(tmp_path: Path) -> None:
    mended = fixed(tmp_path, COMMENTED)
    assert mended is not None
    assert (
        mended.after
        == """\
# The plan of a province.
ggplan: 1
# where
province: {code: '64', name: Gia Lai, slug: gia-lai}  # before the merger
document:  # the head
  # the date first, by mistake
  title: Kế hoạch hành động   # two spaces inside
  # the number last
  number: 227/KH-UBND
  issued_on: '2023-03-15'  # signed

  issuer: UBND tỉnh Gia Lai
# the end of the head
period: {start: 2021, end: 2030}
"""
    )
    assert sorted(line for line in mended.after.split("\n") if "#" in line and ":" not in line) == sorted(
        line for line in COMMENTED.split("\n") if "#" in line and ":" not in line
    )


def test_json_is_mended_in_place(tmp_path: Path) -> None:
    data = load_yaml(PLAN)
    data["tasks"][0]["lead_agencies"][0]["name"] = "Sở thông tin và truyền thông"
    data["period"]["start"] = "2021"
    data["province"] = {"slug": "gia-lai", "code": "64", "name": "Gia Lai"}
    mended = fixed(tmp_path, json.dumps(data, ensure_ascii=False, indent=3), "plan.json")
    assert mended is not None
    assert json.loads(mended.after) == load_yaml(PLAN)
    assert list(json.loads(mended.after)["province"]) == ["code", "name", "slug"]
    assert '\n   "ggplan"' in mended.after


def test_line_ends_of_windows_and_a_byte_order_mark_are_kept_out_of_it(tmp_path: Path) -> None:
    mended = fixed(tmp_path, "\ufeff" + changed(("start: 2021", "start: '2021'")).replace("\n", "\r\n"))
    assert mended is not None
    assert mended.after.count("\r\n") == PLAN.count("\n")
    assert "start: 2021" in mended.after


def test_nothing_is_written_by_the_use_case(tmp_path: Path) -> None:
    text = changed(("start: 2021", "start: '2021'"))
    assert fixed(tmp_path, text) is not None
    assert (tmp_path / "plan.yaml").read_text(encoding="utf-8") == text


@given(st.randoms(use_true_random=False), st.sampled_from(sorted(CANONICAL.glob("*.yaml"))))
def test_a_plan_with_faults_is_mended_to_the_plan(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random, path: Path
) -> None:
    """Faults of form put into a real plan with comments all over: mending gives the plan back, and every comment."""
    folder = tmp_path_factory.mktemp("fix")
    lines = path.read_text(encoding="utf-8").split("\n")
    for _ in range(6):
        at = chance.randrange(len(lines))
        lines[at] = spoiled(lines[at], chance)
    for number in range(4):
        lines.insert(chance.randrange(2, len(lines) - 1), f"# remark {number}")
    text = "\n".join(lines)
    before = canonical.loads(unicodedata.normalize("NFC", path.read_text(encoding="utf-8")))
    mended = fixed(folder, text, select=("GG110", "GG111", "GG112", "GG8"))
    after = mended.after if mended else text
    assert canonical.loads(after) == before
    assert [after.count(f"# remark {number}\n") for number in range(4)] == [
        text.count(f"# remark {number}\n") for number in range(4)
    ]
    left = slugs(validate(folder, after))
    assert not {"not-nfc", "stray-space", "key-order", "quoted-number", "invisible-character"} & set(left)


def spoiled(line: str, chance: random.Random) -> str:
    """A line with a fault of form that has one right answer."""
    dash, mark, value = line.partition("  - ")
    if mark and value[:1].isupper() and len(value) > 20 and not dash.strip():
        kind = chance.randrange(3)
        if kind == 0:
            return unicodedata.normalize("NFD", line)
        if kind == 1:
            at = value.index(" ")
            return f"{dash}{mark}{value[:at]} {value[at:]}"
        return f"{dash}{mark}{value[:6]}\u200b{value[6:]}"
    if line.startswith("period: {start: "):
        return line.replace("start: 2021", "start: '2021'")
    return line
