"""Differences field by field: bodies, times, lists, actions, words, target values, the head of the plan."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diff.goldplans import gold_plan
from ggplan.diff import Options, compare
from ggplan.diff.records import TargetChanges, TaskChanges
from ggplan.diff.wording import Wording, compare_actions
from ggplan.plan import AgencyMention, DocumentInfo, Period, Plan, Province, Target, Task, Timeframe

ACTION = "Xây dựng, triển khai kế hoạch quản lý chất thải rắn sinh hoạt trên địa bàn tỉnh"


def body(name: str, id: str | None = None, text: str | None = None) -> AgencyMention:
    return AgencyMention(text=text or name, id=id, name=name if id else None)


def changes(left: dict, right: dict, *, dates: tuple[str | None, str | None] = (None, None), **options: object) -> TaskChanges:
    """The changes between two tasks of one duty in plans of two provinces."""
    plans = [
        Plan(
            document=DocumentInfo(issued_on=date),
            tasks=(Task(**{"id": "1", "section": "appendix", "actions": (ACTION,), **task}),),
        )
        for task, date in zip((left, right), dates, strict=True)
    ]
    diff = compare(*plans, Options(**options))
    assert len(diff.tasks.pairs) == 1
    return diff.tasks.pairs[0].changes


def test_spelling_of_a_body_is_no_difference() -> None:
    left = body("Sở Tài nguyên và Môi trường", "so-tai-nguyen-va-moi-truong", "Sở TN&MT")
    right = body("Sở Tài nguyên và Môi trường", "so-tai-nguyen-va-moi-truong", "Sở Tài nguyên môi trường")
    assert not changes({"lead_agencies": (left,)}, {"lead_agencies": (right,)})


def test_unknown_bodies_compare_by_their_letters() -> None:
    left, right = body("Quỹ Bảo vệ rừng Hoà Bình"), body("Quỹ bảo vệ rừng Hòa Bình")
    assert not changes({"lead_agencies": (left,)}, {"lead_agencies": (right,)})


def test_bodies_on_one_side_are_listed_by_name() -> None:
    found = changes(
        {"lead_agencies": (body("Sở Y tế", "so-y-te"), body("Sở Xây dựng", "so-xay-dung"))},
        {"lead_agencies": (body("Sở Y tế", "so-y-te"),), "cooperating_agencies": (body("Sở Xây dựng", "so-xay-dung"),)},
    )
    assert found.lead_agencies is not None
    assert [agency.id for agency in found.lead_agencies.left_only] == ["so-xay-dung"]
    assert found.cooperating_agencies is not None
    assert [agency.name for agency in found.cooperating_agencies.right_only] == ["Sở Xây dựng"]


OLD = body("Sở Tài nguyên và Môi trường", "so-tai-nguyen-va-moi-truong")
FARMS = body("Sở Nông nghiệp và Phát triển nông thôn", "so-nong-nghiep-va-phat-trien-nong-thon")
NEW = body("Sở Nông nghiệp và Môi trường", "so-nong-nghiep-va-moi-truong")
PLANNING = body("Sở Kế hoạch và Đầu tư", "so-ke-hoach-va-dau-tu")
FINANCE = body("Sở Tài chính", "so-tai-chinh")


def test_a_body_merged_in_2025_is_named_as_such() -> None:
    found = changes({"lead_agencies": (OLD, FARMS)}, {"lead_agencies": (NEW,)})
    assert found.lead_agencies is not None
    assert not found.lead_agencies.left_only
    assert not found.lead_agencies.right_only
    assert [(heir.left.id, heir.right.id, heir.after) for heir in found.lead_agencies.succeeded] == [
        ("so-nong-nghiep-va-phat-trien-nong-thon", "so-nong-nghiep-va-moi-truong", "right"),
        ("so-tai-nguyen-va-moi-truong", "so-nong-nghiep-va-moi-truong", "right"),
    ]
    assert {heir.since for heir in found.lead_agencies.succeeded} == {"2025-03-01"}


@pytest.mark.parametrize(("date", "succeeded"), [("2023-10-18", False), (None, False), ("2025-06", True), ("2026", True)])
def test_a_body_that_kept_its_name_is_an_heir_only_in_later_plans(date: str | None, succeeded: bool) -> None:
    found = changes({"lead_agencies": (PLANNING,)}, {"lead_agencies": (FINANCE,)}, dates=("2023", date))
    assert found.lead_agencies is not None
    assert bool(found.lead_agencies.succeeded) is succeeded
    assert bool(found.lead_agencies.left_only) is not succeeded


def test_as_of_a_date_bodies_stand_for_their_heirs() -> None:
    left, right = {"lead_agencies": (OLD,)}, {"lead_agencies": (NEW,)}
    assert not changes(left, right, as_of="2025-07-01")
    assert changes(left, right, as_of="2024-12-31")


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (Timeframe(text="2023-2030", start=2023, end=2030), Timeframe(text="Giai đoạn 2023 - 2030", start=2023, end=2030), True),
        (Timeframe(text="Năm 2023", start=2023, end=2023), Timeframe(text="2023 - 2030", start=2023, end=2030), False),
        (Timeframe(text="Thường xuyên", recurring=True), Timeframe(text="Hằng năm", recurring=True), True),
        (Timeframe(text="Theo tiến độ"), Timeframe(text="theo tiến độ"), True),
        (Timeframe(text="Theo tiến độ"), Timeframe(text="Sau khi ban hành"), False),
        (Timeframe(text="Thường xuyên", recurring=True), None, False),
    ],
)
def test_times_are_compared_by_years(left: Timeframe, right: Timeframe | None, same: bool) -> None:
    found = changes({"timeframe": left}, {"timeframe": right})
    assert (found.timeframe is None) is same


def test_lists_are_compared_entry_by_entry_in_any_case() -> None:
    found = changes(
        {"outputs": ("Kế hoạch", "Báo cáo"), "conditions": ("theo hướng dẫn của Trung ương",)},
        {"outputs": ("báo cáo", "Công văn"), "conditions": ("sau khi có hướng dẫn của Trung ương",)},
    )
    assert found.outputs is not None
    assert (found.outputs.left_only, found.outputs.right_only) == (("Kế hoạch",), ("Công văn",))
    assert found.changed == ["outputs", "conditions"]


def test_words_of_an_action_are_shown_one_by_one() -> None:
    words = Wording().words(
        "Tham mưu triển khai quy hoạch (theo hướng dẫn).", "Triển khai quy hoạch rừng (sau khi có hướng dẫn)."
    )
    assert words == (
        ("-", "Tham mưu"),
        ("=", "triển khai quy hoạch"),
        ("-", "(theo"),
        ("+", "rừng (sau khi có"),
        ("=", "hướng dẫn)."),
    )


WORDS = ("tăng", "trưởng", "xanh", "và", "của", "rừng,", "(mới)", "-", "2030", "hoá", "hóa")
sentences = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)


@given(sentences, sentences)
def test_the_words_give_both_texts_back(left: str, right: str) -> None:
    wording = Wording(exact=True)
    runs = wording.words(left, right)
    assert " ".join(text for mark, text in runs if mark != "+") == left
    assert " ".join(text for mark, text in runs if mark != "-") == right
    assert all(one[0] != other[0] for one, other in pairwise(runs))


def test_case_and_tone_marks_count_in_versions_only() -> None:
    pair = ("Hoàn thiện cơ chế hoá đơn", "hoàn thiện cơ chế hóa đơn;")
    assert compare_actions(pair[:1], pair[1:], Wording()) is None
    assert compare_actions(pair[:1], pair[1:], Wording(exact=True)) is not None


def test_an_action_that_was_split_is_reworded_and_not_lost() -> None:
    one = "Đầu tư hạ tầng khu công nghiệp; áp dụng kinh tế tuần hoàn trong quản lý khu kinh tế"
    change = compare_actions(
        [one], ["Đầu tư hạ tầng khu công nghiệp", "Áp dụng nguyên tắc kinh tế tuần hoàn trong quản lý khu kinh tế"], Wording()
    )
    assert change is not None
    assert (change.left_only, change.right_only) == ((), ())
    assert [(entry.left, entry.right) for entry in change.reworded] == [((1,), (1, 2))]
    assert compare_actions([one], one.split("; "), Wording()) is None


def test_another_order_of_actions_is_said_and_nothing_else() -> None:
    actions = ["Trồng rừng gỗ lớn ở các huyện miền núi", "Thu gom chất thải rắn tại nguồn"]
    change = compare_actions(actions, actions[::-1], Wording())
    assert change is not None
    assert change.reordered
    assert not (change.left_only or change.right_only or change.reworded)


def target(**fields: object) -> Target:
    return Target(
        **{"id": "T1", "text": "tỷ lệ che phủ rừng", "indicator": "tỷ lệ che phủ rừng", "unit": "%", "year": 2030, **fields}
    )


def target_changes(left: Target, right: Target) -> TargetChanges:
    diff = compare(Plan(targets=(left,)), Plan(targets=(right,)))
    assert len(diff.targets.pairs) == 1
    return diff.targets.pairs[0].changes


def test_target_values_are_numbers_with_units() -> None:
    found = target_changes(target(comparator="=", min=50, max=50), target(comparator="range", min=60, max=80, text="rừng"))
    assert found.changed == ["value"]
    assert found.value is not None
    assert found.value.difference == (10, 30)
    assert not target_changes(target(min=7.5, unit="% GRDP"), target(min=7.5, unit="%"))
    hectares = target_changes(target(min=50), target(min=17000, unit="ha")).value
    assert hectares is not None
    assert hectares.difference is None


def test_a_bound_is_not_a_value() -> None:
    assert target_changes(target(comparator=">=", min=65), target(comparator="=", min=65, max=65)).value is not None


def test_years_apart_are_told() -> None:
    found = target_changes(target(min=100, year=2025), target(min=100, year=2030))
    assert found.changed == ["year"]


def test_the_head_counts_in_versions_only() -> None:
    base = gold_plan("son-la")
    other = base.model_copy(update={"document": DocumentInfo(number="12/KH-UBND", signer="Nguyễn Văn A")})
    found = compare(base, other).plan.changes
    assert found.document is not None
    assert sorted(found.document) == ["number", "signer"]
    elsewhere = other.model_copy(
        update={"province": Province(code="10", name="Lào Cai", slug="lao-cai"), "period": Period(start=2021)}
    )
    assert compare(base, elsewhere).plan.changes.changed == ["period"]


def test_counts_by_theme_and_workload() -> None:
    diff = compare(gold_plan("son-la"), gold_plan("bac-giang"))
    themes = {count.theme: (count.left, count.right) for count in diff.themes}
    assert themes[2] == (6, 6)
    assert themes[None] == (0, 4)
    load = next(load for load in diff.agencies if load.name == "Sở Y tế")
    assert (load.left_leads, load.right_leads, load.right_supports) == (1, 2, 1)
