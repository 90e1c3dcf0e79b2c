"""The terminal report at two widths, the Markdown for a pull request, the workbook read back."""

from __future__ import annotations

import io

import openpyxl
import pytest
from markdown_it import MarkdownIt
from rich.console import Console

from diff.examples import placed, view
from diff.goldplans import gold_plan
from ggplan.diff import compare
from ggplan.plan import Plan, Target, Task
from ggplan.report.diff_formats import FORMATS, format_for, render
from ggplan.report.diff_markdown import LIMIT, markdown
from ggplan.report.diff_terminal import print_diff
from ggplan.report.diff_view import View, shorten, value_text
from ggplan.report.diff_xlsx import workbook

PAIRS = [
    ("son-la", "bac-giang", None),
    ("gia-lai", "thanh-hoa.appendix", None),
    ("thanh-hoa.body", "thanh-hoa.appendix", "within"),
]


def terminal(shown: View, width: int, *, color: bool = False) -> str:
    stream = io.StringIO()
    system = "standard" if color else None
    print_diff(Console(file=stream, width=width, color_system=system, force_terminal=color, highlight=False), shown)
    return stream.getvalue()


@pytest.mark.parametrize("width", [60, 80, 120, 160])
@pytest.mark.parametrize(("left", "right", "mode"), PAIRS)
def test_no_line_is_wider_than_the_terminal(left: str, right: str, mode: str | None, width: int) -> None:
    lines = terminal(view(left, right, mode), width).splitlines()
    assert max(map(len, lines)) <= width
    assert len(lines) > 200


def test_the_summary_comes_first_and_says_how_much() -> None:
    head = terminal(view(), 80).splitlines()[:6]
    assert head[0].startswith("- Sơn La: 42 tasks, 14 targets")
    assert head[1].startswith("+ Bắc Giang: 65 tasks, 23 targets")
    assert "33 tasks in both" in head[2]


def test_colour_is_never_the_only_sign() -> None:
    import re

    plain = terminal(view(), 80)
    coloured = terminal(view(), 80, color=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert "[-sử dụng nước tiết kiệm," in " ".join(plain.split())
    assert "\n- T4 " in plain
    assert "\n+ T5 " in plain


def test_a_wide_terminal_shows_both_sides_in_one_line() -> None:
    lines = terminal(view("gia-lai", "thanh-hoa.appendix"), 160).splitlines()
    assert any("- Thường xuyên" in line and "+ 2023 - 2030" in line for line in lines)
    narrow = terminal(view("gia-lai", "thanh-hoa.appendix"), 80).splitlines()
    assert not any("- Thường xuyên" in line and "+ 2023 - 2030" in line for line in narrow)


def test_within_shows_what_the_narrative_and_the_appendix_say_differently() -> None:
    text = terminal(view("thanh-hoa.body", "thanh-hoa.appendix", "within"), 160)
    assert "- sau khi có hướng dẫn và phát động của Trung ương" in text
    assert "+ theo hướng dẫn và phát động của Trung ương" in text
    assert "Sở Công Thương; Sở Nông nghiệp và Phát triển nông thôn" in text


def test_two_versions_show_only_the_counts_that_changed() -> None:
    before = placed(gold_plan("lao-cai"))
    after = before.model_copy(update={"tasks": before.tasks[1:]})
    shown = View(compare(before, after), before, after)
    assert shown.diff.mode == "versions"
    assert 0 < len(shown.bodies()) < len(shown.diff.agencies)
    assert [count.theme for count in shown.themes()] == [count.theme for count in shown.diff.themes if count.left != count.right]
    text = terminal(shown, 80)
    assert "18 tasks in both" in text
    assert "1 task on the left only" in text


def test_lines_of_a_paragraph_begin_under_each_other() -> None:
    lines = terminal(view("gia-lai", "thanh-hoa.appendix"), 80).splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("+ VIII.5.4  theme 12, Sở Nông nghiệp"))
    assert all(line.startswith("  ") for line in lines[start + 1 : start + 6])
    assert lines[start + 1].startswith("  Tăng cường công tác quản lý, bảo vệ rừng")


def test_two_equal_plans_make_a_short_report() -> None:
    plan = placed(gold_plan("lao-cai"))
    text = terminal(View(compare(plan, plan), plan, plan), 80)
    assert "The two plans do not differ in what was compared." in text
    assert "Tasks only" not in text


@pytest.mark.parametrize(("left", "right", "mode"), PAIRS)
def test_markdown_fits_a_pull_request_and_leaves_no_entry_out(left: str, right: str, mode: str | None) -> None:
    shown = view(left, right, mode)
    text = markdown(shown)
    assert len(text) <= LIMIT
    for entry in shown.entries():
        if entry.pair is None or entry.rows:
            task = entry.left or entry.right
            assert task is not None
            assert f"**{task.id}**" in text.replace("\\", "") or f"<b>{task.id} ↔" in text


def test_markdown_says_what_it_left_out() -> None:
    short = markdown(view(), 12_000)
    assert len(short) <= 12_000
    assert "left out" in short
    assert "without their details" in markdown(view("gia-lai", "thanh-hoa.appendix"))


def test_markdown_cannot_be_broken_by_a_plan() -> None:
    evil = "a | b `c` *d* _e_ <script>x</script> [f](http://g) ~~h~~ @someone # i\n- j"
    plan = Plan(tasks=(Task(id="1", section="body", actions=(evil,)),), targets=(Target(id="T1", text=evil),))
    text = markdown(View(compare(plan, Plan()), plan, Plan()))
    html = MarkdownIt("gfm-like", {"linkify": False}).render(text)
    assert "<script>" not in html
    assert "<a " not in html
    assert "@someone" not in html


def test_the_workbook_is_read_back() -> None:
    shown = view()
    book = openpyxl.load_workbook(io.BytesIO(workbook(shown)))
    assert book.sheetnames == ["Tasks", "Targets", "Agencies"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(sheet.column_dimensions[cell.column_letter].width >= 7 for cell in sheet[1])
        assert all(cell.value for cell in sheet[1])
    tasks = list(book["Tasks"].iter_rows(min_row=2, values_only=True))
    assert len(tasks) == len(shown.entries())
    first = next(row for row in tasks if row[3] == "8.3")
    assert first[:5] == ("part", shown.entries()[tasks.index(first)].pair.score, 13, "8.3", "8.10.c)")
    assert first[7:9] == ("Sở Y tế", "Sở Khoa học và Công nghệ")
    assert first[11] == "- Sở Y tế\n+ Sở Khoa học và Công nghệ"
    assert str(first[18]).startswith("page ")
    targets = list(book["Targets"].iter_rows(min_row=2, values_only=True))
    assert len(targets) == 8 + 6 + 15
    assert ("15–20 %", "30 %") in {(row[6], row[7]) for row in targets}
    assert "Value: 15–20 % → 30 %; right minus left: +15 and +10 %" in {row[10] for row in targets}
    agencies = list(book["Agencies"].iter_rows(min_row=2, values_only=True))
    assert ("Sở Y tế", "so-y-te", 1, 2, 1, 0, 1) in agencies


def test_the_workbook_holds_no_formula_and_no_time() -> None:
    evil = ("=1+1", "+cmd|' /C calc'!A0", "-1", "@SUM(A1)", "a\x00b\x0bc", "x" * 40_000)
    plan = Plan(tasks=(Task(id="1", section="body", actions=evil),))
    data = workbook(View(compare(plan, Plan()), plan, Plan()))
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Tasks"]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= {"s", "n"}
    assert len(str(sheet["F2"].value)) <= 32_767
    assert data == workbook(View(compare(plan, Plan()), plan, Plan()))
    assert workbook(view()) == workbook(view())


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_is_the_same_each_time(kind: str) -> None:
    shown = view()
    first = render(kind, shown.diff, shown.left, shown.right)
    assert first
    assert first == render(kind, shown.diff, shown.left, shown.right)


def test_the_format_follows_the_option_then_the_suffix() -> None:
    from pathlib import Path

    assert format_for(None, None) == "terminal"
    assert format_for(None, Path("a/b.HTML")) == "html"
    assert format_for("json", Path("a.html")) == "json"
    assert format_for(None, Path("a.txt")) == "terminal"


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"min": 50, "max": 50, "unit": "%", "comparator": "="}, "50 %"),
        ({"min": 15, "max": 20, "unit": "%", "comparator": "range"}, "15–20 %"),
        ({"min": 65, "unit": "%", "comparator": ">="}, "≥ 65 %"),
        ({"min": 8.5, "max": 8.5, "unit": "%/năm", "comparator": "~"}, "≈ 8.5 %/năm"),
        ({"max": 10, "comparator": "<="}, "≤ 10"),
        ({}, "no value"),
    ],
)
def test_values_read_as_one_says_them(fields: dict, text: str) -> None:
    assert value_text(Target(id="T", text="x", **fields)) == text


@pytest.mark.parametrize("length", [1, 5, 10, 40])
def test_shortened_text_keeps_to_its_length(length: int) -> None:
    text = "tăng trưởng xanh và phát triển bền vững, toàn diện"
    short = shorten(text, length)
    assert len(short) <= length
    assert short.endswith("…")
    assert shorten("ngắn", 10) == "ngắn"
