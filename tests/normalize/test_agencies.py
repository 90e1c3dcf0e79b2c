"""Cells of bodies: right split, right ids, right roles; nothing guessed."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ggplan.normalize.agencies import Resolved, resolve_cell
from ggplan.registry.lexicon import lexicon_for
from ggplan.serial import load_yaml
from ggplan.text import match_key

ROOT = Path(__file__).parents[2]
LISTS: list[dict[str, Any]] = load_yaml((ROOT / "tests" / "gold" / "agency_lists.yaml").read_text("utf-8"))

SECOND: list[tuple[str, list[str | None]]] = load_yaml((ROOT / "tests" / "gold" / "agency_cells.yaml").read_text("utf-8"))

# Readings of the list file that the registry decides otherwise, and why.
DISPUTED = {
    "Ban quản lý KKT Nghi Sơn và các KCN": "the registry has Thanh Hóa's own body",
    "Ban Quản lý Khu kinh tế Nghi Sơn và các KCN; UBND các huyện, thị xã, thành phố.": "the same",
    "Sở Văn hóa, Thể thao và Du lịch; UBND các huyện, thị xã, thành phố; Ban quản lý các khu, điềm du lịch của tỉnh": (
        "the registry prints the name without the misprint"
    ),
    "các Bộ, ngành Trung ương, các cơ quan, đơn vị liên quan": "a recorded variant of Các sở, ban, ngành",
    "các cơ quan, đơn vị có liên quan": "the same",
    "Cục thống kê tỉnh Sơn La": "the name is a template with the province",
    "Sở LĐ-TBXH, Sở NV, Sở GD-ĐT": "Sở NV is ambiguous: Nội vụ or Ngoại vụ",
}


def _got(body: Resolved) -> tuple[str, str | None, str]:
    return match_key(body.text).rstrip("."), body.role, match_key(body.name)


@pytest.mark.parametrize("entry", LISTS, ids=[entry["text"][:40].replace("\n", " ") for entry in LISTS])
def test_lists_of_the_gold_file(entry: dict[str, Any]) -> None:
    found = [_got(body) for body in resolve_cell(entry["text"])]
    wanted = [(match_key(b["text"]), b.get("role"), match_key(b["name"])) for b in entry["bodies"]]
    assert [one[:2] for one in found] == [one[:2] for one in wanted]
    if entry["text"] not in DISPUTED:
        assert found == wanted


def test_there_are_lists_enough() -> None:
    assert len(LISTS) >= 160
    assert len(SECOND) >= 45
    assert set(DISPUTED) <= {entry["text"] for entry in LISTS}


ROLES = [
    (
        "Sở Công thương (chủ trì); Sở Nông nghiệp và Phát triển nông thôn và Sở Tài nguyên môi trường (phối hợp)",
        ["lead", "cooperating", "cooperating"],
    ),
    ("Sở Công thương chủ trì; Sở Nông nghiệp và PTNT phối hợp", ["lead", "cooperating"]),
    ("Chủ trì: Sở Y tế, Sở Xây dựng. Phối hợp: Sở Tài chính", ["lead", "lead", "cooperating"]),
    ("Sở Y tế chủ trì, phối hợp với Sở Tài chính và Công an tỉnh", ["lead", "cooperating", "cooperating"]),
    ("Sở Y tế (cơ quan thường trực), Sở Tài chính", ["lead", None]),
    ("Sở Y tế; Sở Tài chính", [None, None]),
    ("Phối hợp với Sở Y tế", ["cooperating"]),
    ("Sở Y tế (bố trí kinh phí)", [None]),
    ("Sở Y tế; Sở Tài chính (chủ trì)", [None, "lead"]),
    ("Sở Y tế; Sở Y tế (chủ trì)", ["lead"]),
]


@pytest.mark.parametrize(("cell", "roles"), ROLES)
def test_roles(cell: str, roles: list[str | None]) -> None:
    assert [body.role for body in resolve_cell(cell)] == roles


D, H, X = "cac-so-ban-nganh", "ubnd-cac-huyen-thi-xa-thanh-pho", "ubnd-cac-xa-phuong-dac-khu"

CELLS = [
    ("Các Sở: Tài chính; Kế hoạch và Đầu tư; UBND các huyện", ["so-tai-chinh", "so-ke-hoach-va-dau-tu", H]),
    ("Các sở, ban, ngành: KH&ĐT, TC; các huyện", ["so-ke-hoach-va-dau-tu", "so-tai-chinh", H]),
    ("Ban Dân tộc, các Sở: LĐTBXH, Y tế", ["ban-dan-toc", "so-lao-dong-thuong-binh-va-xa-hoi", "so-y-te"]),
    ("Hội Nông dân, Phụ nữ tỉnh", ["hoi-nong-dan-tinh", "hoi-lien-hiep-phu-nu-tinh"]),
    ("Sở Xây dựng, Giao thông vận tải, Y tế", ["so-xay-dung", "so-giao-thong-van-tai", "so-y-te"]),
    ("Sở Nội vụ/ Ngoại vụ", ["so-noi-vu", "so-ngoai-vu"]),
    ("Sở TN & MT - Sở NN & PTNT", ["so-tai-nguyen-va-moi-truong", "so-nong-nghiep-va-phat-trien-nong-thon"]),
    ("a) Sở Y tế; b) Sở Tài chính", ["so-y-te", "so-tai-chinh"]),
    ("Giám đốc Sở Tài chính; Chủ tịch UBND các huyện", ["so-tai-chinh", H]),
    ("UBND cấp huyện, xã", [H, X]),
    ("UBND các H, TX, TP", [H]),
    ("UBND các huyện, thị xã, thành phố (trừ thành phố Pleiku)", [H]),
    ("HĐND, UBND các huyện, thành phố", [H]),
    ("Sở NN&PTNT (Chi cục Kiểm lâm)", ["so-nong-nghiep-va-phat-trien-nong-thon"]),
    ("các tổ chức chính trị - xã hội, xã hội - nghề nghiệp", ["cac-to-chuc-chinh-tri-xa-hoi", "to-chuc-xa-hoi-nghe-nghiep"]),
    ("các cơ quan, đơn vị, địa phương liên quan", ["cac-so-nganh-dia-phuong"]),
    ("Sở TN&MT, các sở, ngành, đơn vị liên quan và UBND các huyện", ["so-tai-nguyen-va-moi-truong", D, H]),
    ("Công ty Điện lực Gia Lai; Vườn quốc gia Kon Ka Kinh", ["cong-ty-dien-luc-tinh", None]),
    ("các Ban quản lý rừng phòng hộ, đặc dụng; Sở Y tế", [None, "so-y-te"]),
    ("Các phòng, ban chuyên môn cấp huyện", [None]),
    ("UBND TP. Pleiku và các huyện", ["ubnd-thanh-pho-pleiku", H]),
    ("**Sở Y tế**;\n*Sở TC*", ["so-y-te", "so-tai-chinh"]),
]


@pytest.mark.parametrize(("cell", "ids"), CELLS)
def test_cells_of_other_provinces(cell: str, ids: list[str | None]) -> None:
    assert [body.id for body in resolve_cell(cell, on="2023", province="gia-lai")] == ids


@pytest.mark.parametrize(("cell", "ids"), SECOND, ids=[cell[:40].replace("\n", " ") for cell, _ in SECOND])
def test_cells_of_the_second_file(cell: str, ids: list[str | None]) -> None:
    assert [body.id for body in resolve_cell(cell, on="2023-09-15", province="ben-tre")] == ids


@pytest.mark.parametrize(
    "text", ["UBND các huyện ven biển", "Các địa phương ven biển", "UBND một số huyện", "UBND các huyện Bình"]
)
def test_some_districts_are_never_all_of_them(text: str) -> None:
    """Either the committees of the places named, or unresolved with the collective among the candidates."""
    bodies = resolve_cell(text, on="2023-09-15", province="ben-tre")
    assert H not in {body.id for body in bodies}
    assert all(body.id or H in {one.id for one in body.candidates} for body in bodies)


@pytest.mark.parametrize(
    "text",
    [
        "UBND các huyện: Phối hợp với Sở Y tế",
        "UBND các huyện, thành phố: Tăng cường quản lý",
        "UBND các huyện: Chủ động, kịp thời",
    ],
)
def test_a_sentence_after_a_colon_names_no_places(text: str) -> None:
    match = lexicon_for("2023-09-15", "ben-tre").match_at(text)
    assert match is not None
    assert (match.id, text[: match.core_end]) == (H, text[: text.index(":")])


def test_a_body_stands_once_in_the_order_printed() -> None:
    cell = "Sở Y tế, Sở TC; Sở Tài chính; các đơn vị liên quan, Sở Y Tế"
    assert [body.id for body in resolve_cell(cell)] == ["so-y-te", "so-tai-chinh", "cac-don-vi-lien-quan"]


def test_an_ambiguous_form_is_decided_by_what_else_the_cell_names() -> None:
    (alone,) = resolve_cell("Sở NV")
    assert (alone.id, [one.id for one in alone.candidates]) == (None, ["so-noi-vu", "so-ngoai-vu"])
    assert [body.id for body in resolve_cell("Sở NgV, Sở NV")] == ["so-ngoai-vu", "so-noi-vu"]


def test_an_unknown_body_keeps_its_text_and_says_what_it_may_be() -> None:
    (body,) = resolve_cell("Công ty Cổ phần Môi trường đô thị")
    assert (body.id, body.name, body.score) == (None, "Công ty Cổ phần Môi trường đô thị", 0.0)
    assert len(body.candidates) == 3


def test_more_words_make_another_body() -> None:
    """A known name is not taken out of a longer one."""
    for text in ("Hiệp hội doanh nghiệp nhỏ và vừa", "Trung tâm Xúc tiến Đầu tư và Hỗ trợ doanh nghiệp"):
        (body,) = resolve_cell(text)
        assert (body.id, body.text) == (None, text)


@pytest.mark.parametrize("text", ["So Noi vu", "Sở TNTM", "Sở KHXT", "Sở Nội", "Sở VX"])
def test_never_by_similarity_or_without_marks(text: str) -> None:
    (body,) = resolve_cell(text)
    assert body.id is None


@pytest.mark.parametrize("text", ["", " ", "\n", "-", "...", "1.", "()", "và"])
def test_nothing_in_nothing_out(text: str) -> None:
    assert resolve_cell(text) == []


@given(st.text(max_size=120))
@settings(max_examples=200, deadline=None)
def test_any_text_is_safe(text: str) -> None:
    bodies = resolve_cell(text, on="2023", province="gia-lai")
    keys = [body.id or match_key(body.text) for body in bodies]
    assert len(keys) == len(set(keys))
    assert all(body.text and 0 <= body.score <= 1 and (body.id is None) == (body.via is None) for body in bodies)


def _bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_agencies", ROOT / "benchmarks" / "agencies.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_agencies"] = module
    spec.loader.exec_module(module)
    return module


def test_the_bars_of_the_bench_hold() -> None:
    bench = _bench()
    outcomes = [bench.judge(form) for form in bench.forms()]
    shares = bench.summary(outcomes)
    assert shares["forms"] >= 300
    assert shares["right body"] >= 0.98
    assert shares["wrong body accepted"] <= 0.002
    assert shares["rest with the right one of three"] >= 0.9


def test_every_body_of_the_five_plans_resolves() -> None:
    bench = _bench()
    outcomes = [bench.judge(form) for form in bench.forms() if form.set == "five plans"]
    assert len(outcomes) >= 90
    assert [outcome.form.text for outcome in outcomes if outcome.kind != "right"] == []
