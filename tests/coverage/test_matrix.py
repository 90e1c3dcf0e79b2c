"""The matrix of plans and the national plan: counts that add up, gaps that are named, and the same in every form."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Sequence
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from rich.console import Console

from catalogue.printing import as_catalogue, records
from ggplan.canonical import load
from ggplan.coverage.heirs import heirs_in_plan, heirs_of
from ggplan.coverage.matrix import cover
from ggplan.coverage.model import Coverage
from ggplan.plan import AgencyMention, Group, Plan, Province, Task
from ggplan.registry.catalogue import Catalogue, attested_catalogue
from ggplan.registry.loading import load_registry
from ggplan.report.coverage_formats import FORMATS, format_for, render
from ggplan.report.coverage_text import level_of, print_coverage
from ggplan.report.heirs import heirs_text, print_heirs
from strategies import plans
from support import CANONICAL, PLANS

REGISTRY = load_registry()
FULL = as_catalogue(records())
TODAY = "2025-07-01"


def attested() -> Catalogue:
    assert REGISTRY.national is not None
    return attested_catalogue(REGISTRY.national)


def covered(names: Sequence[str] = tuple(PLANS), catalogue: Catalogue | None = None, as_of: str | None = None) -> Coverage:
    named = [(f"{name}.yaml", load(CANONICAL / f"{name}.yaml")) for name in names]
    return cover(named, catalogue or attested(), REGISTRY, as_of)


@pytest.mark.parametrize("name", PLANS)
def test_tasks_count_in_the_themes_of_their_headings(name: str) -> None:
    (plan,) = covered([name]).plans
    for theme, count in plan.themes.items():
        headed = [task for task in plan.plan.tasks if task.theme == theme]
        free = [task for task in plan.plan.tasks if task.theme is None]
        assert len(headed) <= count.tasks <= len(headed) + len(free)
        assert sum(len(task.actions) for task in headed) <= count.actions
        assert sum(lead.tasks for lead in count.leads) >= count.tasks


def test_a_plan_with_headings_throughout_is_counted_exactly() -> None:
    (plan,) = covered(["gia-lai"]).plans
    tasks = plan.plan.tasks
    assert all(task.theme for task in tasks)
    counted = {theme: (count.tasks, count.actions) for theme, count in plan.themes.items()}
    wanted = {
        theme: (sum(task.theme == theme for task in tasks), sum(len(task.actions) for task in tasks if task.theme == theme))
        for theme in range(1, 19)
    }
    assert counted == wanted


def test_a_plan_by_agency_answers_themes_too() -> None:
    (plan,) = covered(["lao-cai"]).plans
    assert plan.gaps.themes == (6,)
    assert plan.unplaced == ()
    assert sum(count.actions for count in plan.themes.values()) == sum(len(task.actions) for task in plan.plan.tasks)


def test_gaps_are_named() -> None:
    (plan,) = covered(["son-la"], FULL).plans
    assert plan.gaps.themes == (7, 8, 9, 11, 12, 15, 17, 18)
    assert not set(plan.gaps.national) & set(plan.national)
    assert {*plan.gaps.national, *plan.national} >= {leaf.code for leaf in FULL.leaves}
    assert all(not plan.group_tasks(code) for code in plan.gaps.groups)
    assert "18.1" in plan.gaps.groups


def test_groups_hold_what_their_tasks_hold() -> None:
    (plan,) = covered(["gia-lai"], FULL).plans
    assert set(plan.group_tasks("10.5")) == {
        task for code, ids in plan.national.items() if code.startswith("10.5.") for task in ids
    }
    assert plan.group_tasks("1.1") != plan.group_tasks("11.1")


HEIRS = [
    ("so-tai-nguyen-va-moi-truong", "bac-giang", [("Sở Nông nghiệp và Môi trường", "Bắc Ninh")]),
    ("so-tai-nguyen-va-moi-truong", "gia-lai", [("Sở Nông nghiệp và Môi trường", None)]),
    ("ubnd-cac-huyen-thi-xa-thanh-pho", "son-la", [("UBND các xã, phường, đặc khu", None)]),
    ("bo-ke-hoach-va-dau-tu", "bac-giang", [("Bộ Tài chính", None)]),
    ("tinh-ha-giang", "bac-giang", [("tỉnh Tuyên Quang", None)]),
    ("ubnd-huyen-chu-se", "gia-lai", [("UBND các xã, phường, đặc khu", None)]),
]


@pytest.mark.parametrize(("body", "province", "heirs"), HEIRS, ids=lambda value: str(value)[:30])
def test_who_answers_today(body: str, province: str, heirs: list[tuple[str, str | None]]) -> None:
    found = heirs_of(body, TODAY, province, REGISTRY)
    assert [(heir.name, heir.province) for heir in found] == heirs
    assert all(heir.act for heir in found)


def test_split_duties_have_all_heirs_with_their_part() -> None:
    found = heirs_of("so-thong-tin-va-truyen-thong", TODAY, None, REGISTRY)
    assert [heir.id for heir in found] == ["so-khoa-hoc-va-cong-nghe", "so-van-hoa-the-thao-va-du-lich"]
    assert "press" in found[1].functions
    assert heirs_text(found)[1].startswith("Sở Văn hóa, Thể thao và Du lịch: press and publishing")


def test_general_knowledge_is_marked() -> None:
    unchecked = [
        heir
        for agency in REGISTRY.agencies
        for heir in heirs_of(agency, TODAY, None, REGISTRY)
        if heir.status == "general knowledge"
    ]
    assert unchecked
    assert all("[general knowledge]" in text for text in heirs_text(unchecked))
    assert heirs_text(()) == ["no heir is recorded"]
    assert heirs_of("unknown", TODAY, None, REGISTRY) == ()


@pytest.mark.parametrize("name", PLANS)
def test_every_known_body_of_a_plan_has_heirs(name: str) -> None:
    view = heirs_in_plan(load(CANONICAL / f"{name}.yaml"), TODAY, REGISTRY)
    assert view
    ids = [mention.id for mention, _ in view if mention.id]
    assert len(ids) == len(set(ids))
    assert all(heirs for mention, heirs in view if mention.id)
    stream = io.StringIO()
    print_heirs(Console(file=stream, width=60, color_system=None), view, TODAY)
    assert "As of 2025-07-01" in stream.getvalue()


def data(coverage: Coverage) -> dict:
    text = render("json", coverage)
    assert isinstance(text, str)
    return json.loads(text)


def test_json_has_the_shape_of_the_contract() -> None:
    found = data(covered(["gia-lai", "son-la"]))
    assert found["ggplan"] == 1
    assert found["catalogue"]["full"] is False
    gia_lai, son_la = found["plans"]
    assert (gia_lai["path"], gia_lai["province"], gia_lai["name"]) == ("gia-lai.yaml", "gia-lai", "Gia Lai")
    assert list(gia_lai["themes"]) == [str(theme) for theme in range(1, 19)]
    assert {"tasks", "actions", "targets", "leads"} == set(gia_lai["themes"]["1"])
    assert gia_lai["themes"]["1"]["leads"][0] == {"id": "so-ke-hoach-va-dau-tu", "name": "Sở Kế hoạch và Đầu tư", "tasks": 2}
    assert son_la["national"]["10.5.3"]
    assert "heirs" not in gia_lai["themes"]["1"]["leads"][0]


def test_json_tells_scores_runners_up_and_heirs() -> None:
    found = data(covered(["lao-cai"], FULL, TODAY))
    (plan,) = found["plans"]
    action = plan["tasks"]["V.11"]["actions"][0]
    assert (action["theme"], action["via"]) == (18, "wording")
    assert 0 < action["score"] <= 1
    (first, *_) = plan["tasks"]["V.11"]["national"]
    assert first["via"] == "matched"
    assert first["runner_up_score"] < first["score"]
    heir = plan["themes"]["13"]["leads"][0]["heirs"][0]
    assert {"id", "name", "functions", "act", "status"} <= set(heir)
    assert found["as_of"] == TODAY


def test_csv_opens_in_a_spreadsheet() -> None:
    text = render("csv", covered(["gia-lai"], FULL, TODAY))
    assert isinstance(text, str)
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 18 + 57 + 134
    theme = next(row for row in rows if row["level"] == "theme" and row["code"] == "10")
    assert (theme["tasks"], theme["actions"]) == ("9", "18")
    assert "Sở Xây dựng" in theme["leads as of"]


FORMULA = '=HYPERLINK("http://x")'


def hostile() -> Coverage:
    """A plan whose texts want to be formulas, markup, or moves of the cursor."""
    mention = AgencyMention(text=FORMULA)
    words = "<script>alert(1)</script>\x1b[31mQuản lý chất thải rắn\x07"
    task = Task(id="=1+1", section="body", group="g", actions=(words,), lead_agencies=(mention,))
    province = Province(code="64", name="<b>Gia Lai", slug="gia-lai")
    plan = Plan(province=province, groups=(Group(id="g", section="body", title=words, theme=13),), tasks=(task,))
    return cover([(FORMULA, plan)], FULL, REGISTRY, TODAY)


def test_no_text_becomes_a_formula() -> None:
    text = render("csv", hostile())
    assert isinstance(text, str)
    cells = [cell for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))) for cell in row]
    assert f"'{FORMULA}" in cells
    assert not any(cell.startswith("=") for cell in cells)
    content = render("xlsx", hostile())
    assert isinstance(content, bytes)
    book = load_workbook(io.BytesIO(content))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert any(cell.value == f"{FORMULA}" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_a_workbook_has_numbers_and_is_the_same_each_run() -> None:
    coverage = covered(["gia-lai", "lao-cai"], FULL, TODAY)
    first, again = render("xlsx", coverage), render("xlsx", coverage)
    assert isinstance(first, bytes)
    assert first == again
    book = load_workbook(io.BytesIO(first))
    assert book.sheetnames == ["Tasks", "Actions", "Targets", "Leads", "National tasks", "Gaps", "Links"]
    assert [cell.value for cell in book["Tasks"][3]][:3] == ["Lào Cai", 4, 6]
    assert book["Links"].max_row == 1 + sum(len(task.actions) for plan in coverage.plans for task in plan.plan.tasks)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert b"1980-01-01" in archive.read("docProps/core.xml")


class Page(HTMLParser):
    """Tags and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name.startswith("on") or "://" in (value or "") for name, value in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("full", [True, False])
def test_the_page_loads_nothing_and_shows_every_number(full: bool) -> None:
    coverage = covered(["gia-lai", "son-la"], FULL if full else None, TODAY)
    text = render("html", coverage)
    assert isinstance(text, str)
    page = Page()
    page.feed(text)
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert page.tags.count("table") == 3 + 2 + 1
    assert "nothing in 7 Bình đẳng trong chuyển đổi xanh" in page.text
    assert re.search(r'<td class="n l3">9</td>', text)


def test_markup_in_a_plan_stays_text() -> None:
    text = render("html", hostile())
    assert isinstance(text, str)
    page = Page()
    page.feed(text)
    assert "script" not in page.tags
    assert "b" not in page.tags
    assert "\x1b" not in text


def printed(coverage: Coverage, width: int, **options: object) -> str:
    stream = io.StringIO()
    print_coverage(Console(file=stream, width=width, color_system=None, highlight=False), coverage, **options)  # type: ignore[arg-type]
    return stream.getvalue()


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_the_map_fits_any_width_and_loses_no_theme(width: int) -> None:
    text = printed(covered(), width)
    assert all(len(line) <= width for line in text.splitlines())
    heads = [int(number) for line in text.splitlines() if re.fullmatch(r"[\s\d]+", line) for number in line.split()]
    assert heads == list(range(1, 19))


def test_signs_say_what_colours_say() -> None:
    assert [level_of(number, 9) for number in (0, 1, 3, 4, 6, 7, 9)] == [0, 1, 1, 2, 2, 3, 3]
    row = next(line for line in printed(covered(["son-la"]), 120).splitlines() if line.startswith("Sơn La"))
    assert row.split() == [
        "Sơn",
        "La",
        "6#",
        "6#",
        "4+",
        "5#",
        "4+",
        "3+",
        *["-"] * 3,
        "4+",
        "-",
        "-",
        "4+",
        "3+",
        "-",
        "3+",
        "-",
        "-",
    ]


def test_control_characters_do_not_reach_the_terminal() -> None:
    text = printed(hostile(), 100, leads=True)
    assert "\x1b" not in text
    assert "\x07" not in text


@pytest.mark.parametrize("by", ["group", "task"])
def test_the_map_of_groups_and_tasks(by: str) -> None:
    text = printed(covered(["gia-lai", "lao-cai"], FULL), 100, by=by)
    assert all(len(line) <= 100 for line in text.splitlines())
    entries = FULL.groups if by == "group" else FULL.leaves
    told = [line.split()[0] for line in text.splitlines() if re.match(r"[\d.]+ +\d*[-.+#] +\d*[-.+#] ", line)]
    assert told == [entry.code for entry in entries]


def test_leads_are_listed_with_their_heirs() -> None:
    text = printed(covered(["bac-giang"], as_of=TODAY), 200, leads=True)
    assert "Sở Tài nguyên và Môi trường (1)" in text
    assert "Sở Nông nghiệp và Môi trường, Bắc Ninh, Nghị định 45/2025/NĐ-CP; Nghị quyết 202/2025/QH15" in text


def test_the_format_follows_the_suffix() -> None:
    from pathlib import Path

    assert [format_for(None, Path(f"x{suffix}")) for suffix in (".json", ".csv", ".xlsx", ".htm", ".txt")] == [
        "json",
        "csv",
        "xlsx",
        "html",
        "text",
    ]
    assert {format_for(name, None) for name in FORMATS} == set(FORMATS)


@given(plans, st.sampled_from(["json", "csv", "html", "xlsx"]))
def test_any_plan_can_be_covered_and_shown(plan: Plan, format: str) -> None:
    coverage = cover([("x", plan)], FULL, REGISTRY, TODAY)
    assert render(format, coverage)
    assert all(len(line) <= 80 for line in printed(coverage, 80, leads=True).splitlines())
    (covered_plan,) = coverage.plans
    assert set(covered_plan.unplaced) <= {task.id for task in plan.tasks}
