"""Codes as appendices print them, and what does not add up in a run of entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.printing import as_catalogue, records
from ggplan.catalogue.checks import Problem, check_entries
from ggplan.catalogue.entries import Read, read_entries
from ggplan.catalogue.reading import Decision, find_decision
from ggplan.location import Place
from ggplan.parse.rows import RawRow
from ggplan.registry.catalogue import Entry, code_key
from ggplan.registry.loading import load_registry

SHAPES = {
    "decimal": ["1 A", "1.1 B", "1.1.1 C", "1.1.2 D", "2 E"],
    "roman themes": ["I A", "1.1 B", "1.1.1 C", "1.1.2 D", "II E"],
    "roman throughout": ["I A", "I.1 B", "I.1.1 C", "I.1.2 D", "II E"],
    "numbers without the theme": ["I A", "1 B", "1.1 C", "1.2 D", "II E"],
    "words before": [" Chủ đề 1: A", " Nhóm nhiệm vụ 1.1. B", "1.1.1 C", "1.1.2 D", " Chủ đề số 2 - E"],
    "sections above": ["A X", "1 A", "1.1 B", "1.1.1 C", "1.1.2 D", "B Y", "2 E"],
}


def rows(lines: Sequence[str]) -> list[RawRow]:
    parts = [line.split(" ", 1) for line in lines]
    return [RawRow(code, {"task": (title,)}, Place(lines=(n, n))) for n, (code, title) in enumerate(parts, 1)]


@pytest.mark.parametrize("shape", SHAPES)
def test_codes_are_made_whole(shape: str) -> None:
    entries = [one.entry for one in read_entries(rows(SHAPES[shape]), None)]
    assert [(entry.code, entry.title) for entry in entries if entry] == [
        ("1", "A"),
        ("1.1", "B"),
        ("1.1.1", "C"),
        ("1.1.2", "D"),
        ("2", "E"),
    ]


def test_cells_become_fields() -> None:
    cells = {
        "task": ("Phát triển điện gió,", "điện mặt trời"),
        "lead": ("Bộ Công Thương",),
        "cooperate": ("Bộ TN&MT, UBND các tỉnh",),
        "time": ("2022 - 2030.",),
        "output": ("Đề án; báo cáo",),
    }
    (read,) = read_entries([RawRow("8.1.1", cells)], "2022-07-22")
    assert read.entry == Entry(
        "8.1.1",
        "Phát triển điện gió, điện mặt trời",
        ("Bộ Công Thương",),
        ("Bộ TN&MT", "UBND các tỉnh"),
        "2022 - 2030",
        ("Đề án", "báo cáo"),
    )


def problems(codes: Sequence[str], **fields: str) -> list[Problem]:
    read = [Read(Entry(code, fields.get("title", "Tên"), ("Bộ Y tế",)), code, Place(page=n)) for n, code in enumerate(codes, 1)]
    return check_entries(read)


CASES = [
    (["1", "1.1", "1.1.1", "1.1.2", "2", "2.1"], []),
    (["1", "1.1", "1.1.1", "1.1.3"], ["between 1.1.1 (page 3) and 1.1.3 (page 4): 1.1.2 is missing"]),
    (["1", "1.1", "1.1.2"], ["between 1.1 and 1.1.2 (page 3): 1.1.1 is missing"]),
    (["2"], ["between the head of the table and 2 (page 1): 1 is missing"]),
    (["1", "1.1", "1.1"], ["page 3: 1.1 stands again; it stood at page 2 already"]),
    (["1", "1.1.1"], ["page 2: 1.1.1 comes without 1.1 above it"]),
    (["1", "1.2", "1.1"], ["page 3: 1.1 comes after 1.2"]),
]


@pytest.mark.parametrize(("codes", "told"), CASES, ids=lambda value: " ".join(value)[:40])
def test_what_does_not_add_up(codes: list[str], told: list[str]) -> None:
    assert [problem.message for problem in problems(codes)] == told


def test_rows_without_code_or_title_are_told() -> None:
    read = read_entries([*rows(["1 A", "1.1 B"]), RawRow("", {"task": ("Chữ rơi",)}, Place(page=3))], None)
    assert [problem.message for problem in check_entries(read)] == [
        "page 3: after 1.1 comes a row without a code that can be read, “Chữ rơi”"
    ]
    assert [problem.kind for problem in problems(["1"], title="")] == ["no-title"]


def test_a_task_without_a_body_and_a_doubtful_row_are_warnings() -> None:
    read = [Read(Entry(code, "Tên"), code, Place(page=1), 0.6) for code in ("1", "1.1", "1.1.1")]
    found = check_entries(read)
    assert [(problem.severity, problem.kind) for problem in found] == [("warning", "doubtful"), ("warning", "no-body")]


def test_a_cell_that_nearly_all_others_have_is_missed() -> None:
    entries = [replace(one, deadline=None) if one.code == "9.1.2" else one for one in as_catalogue(records()).entries]
    found = check_entries([Read(entry, entry.code, Place(page=4)) for entry in entries], load_registry().national)
    assert [problem.message for problem in found] == ["page 4: 9.1.2 names no deadline"]


def test_a_theme_with_another_title_is_a_warning() -> None:
    entries = [replace(one, title="Quốc phòng") if one.code == "9" else one for one in as_catalogue(records()).entries]
    found = check_entries([Read(entry, entry.code) for entry in entries], load_registry().national)
    assert [(problem.severity, problem.code) for problem in found] == [("warning", "9")]


@given(st.integers(0, 208), st.booleans())
def test_any_lost_or_doubled_row_of_the_known_decision_is_told(at: int, lost: bool) -> None:
    entries = list(as_catalogue(records()).entries)
    entries[at : at + 1] = [] if lost else [entries[at], entries[at]]
    found = check_entries([Read(entry, entry.code) for entry in entries], load_registry().national)
    assert any(problem.severity == "error" for problem in found)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=6))
def test_a_sound_numbering_is_never_blamed(sizes: list[int]) -> None:
    codes = []
    for theme, groups in enumerate(sizes, 1):
        codes.append(str(theme))
        for group in range(1, groups + 1):
            codes += [f"{theme}.{group}", *(f"{theme}.{group}.{task}" for task in range(1, (theme + group) % 3 + 1))]
    assert problems(codes) == []
    assert codes == sorted(codes, key=code_key)


TEXTS = [
    ("(Kèm theo Quyết định số 882/QĐ-TTg ngày 22 tháng 7 năm 2022 của Thủ tướng)", Decision("882/QĐ-TTg", "2022-07-22")),
    ("(Ban hành kèm theo Nghị quyết số 06/2022/NQ-CP ngày 7/1/2022)", Decision("06/2022/NQ-CP", "2022-01-07")),
    ("Quyết định số 882 /QĐ-TTg", Decision("882/QĐ-TTg", None)),
    ("Không có gì", Decision()),
    ("Căn cứ Quyết định số 1658/QĐ-TTg ngày 01/10/2021\n(Kèm theo Quyết định số 882/QĐ-TTg)", Decision("882/QĐ-TTg", None)),
    ("Quyết định số 882/QĐ-TTg ngày 45/13/2022", Decision("882/QĐ-TTg", None)),
]


@pytest.mark.parametrize(("text", "decision"), TEXTS, ids=lambda value: str(value)[:40])
def test_the_decision_is_found(text: str, decision: Decision) -> None:
    assert find_decision(text.split("\n")) == decision
