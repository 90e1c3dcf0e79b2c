"""Themes and national tasks of a plan's tasks and actions: the hand-made samples, and what linking never does."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given

from catalogue.printing import as_catalogue, records
from ggplan.canonical import load, loads
from ggplan.normalize.linking import THRESHOLD, link_plan, national_index, themes_of, with_links
from ggplan.normalize.theme_guess import guess_theme, theme_evidence, without_bodies
from ggplan.normalize.wording import Wording, pieces_of
from ggplan.plan import AgencyMention, Group, NationalLink, Plan, Target, Task
from ggplan.registry.catalogue import Catalogue, Entry, attested_catalogue
from ggplan.registry.lexicon import Lexicon, lexicon_for
from ggplan.registry.loading import load_registry
from ggplan.registry.theme_words import load_theme_words
from strategies import plans
from support import CANONICAL, ROOT

FULL = as_catalogue(records())


def attested() -> Catalogue:
    known = load_registry().national
    assert known is not None
    return attested_catalogue(known)


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_linking", ROOT / "benchmarks" / "linking.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("half", ["a", "b", "ab"])
def test_pairs_are_found_and_hardly_ever_wrong(bench: ModuleType, half: str) -> None:
    score = bench.score_pairs(half)
    assert score.precision >= 0.95
    assert score.recall >= 0.85


@pytest.mark.parametrize("half", ["a", "b"])
@pytest.mark.parametrize("slug", ["lao-cai", "bac-giang"])
def test_single_actions_get_their_theme_also_without_headings(bench: ModuleType, slug: str, half: str) -> None:
    assert bench.score_actions(half, slug) >= 0.9
    assert bench.score_actions(half, slug, heading=False) >= 0.9


def test_the_samples_are_whole_and_fit_the_plans(bench: ModuleType) -> None:
    pairs, actions = bench.pairs(), bench.actions()
    assert sum(len(one["required"]) for one in pairs) >= 80
    assert len(actions) >= 100
    for one in actions:
        task = next(task for task in bench.plan(one["plan"]).tasks if task.id == one["task"])
        assert task.actions[one["action"] - 1].startswith(one["begins"])
    known = {leaf.code for leaf in FULL.leaves}
    assert all({*one["required"], *one["allowed"]} <= known for one in pairs)


def test_the_naive_ways_do_not_reach_the_bars(bench: ModuleType) -> None:
    for name, bar in (("ratio", 50), ("token_set_ratio", 60), ("WRatio", 60)):
        score = bench.score_pairs("ab", bench.floor(name, bar))
        assert score.precision < 0.95 or score.recall < 0.85
    assert bench.share_right((one, bench.by_title(one)) for one in bench.actions()) < 0.9


def test_a_score_stands_beside_its_runner_up() -> None:
    links = link_plan(load(CANONICAL / "gia-lai.yaml"), FULL)
    matches = [match for task in links.tasks.values() for match in task.national]
    assert matches
    assert all(THRESHOLD <= match.score <= 1 and match.runner_up_score < match.score for match in matches)
    unlinked = [task for task in links.tasks.values() if not task.national and task.nearest]
    assert unlinked
    for task in unlinked:
        nearest = task.nearest
        assert nearest is not None
        assert nearest.score < THRESHOLD or nearest.score < nearest.runner_up_score * 1.05


def test_links_can_be_kept_in_the_canonical_file() -> None:
    plan = load(CANONICAL / "gia-lai.yaml")
    links = link_plan(plan, FULL)
    kept = with_links(plan, links)
    assert [[link.code for link in task.national] for task in kept.tasks] == [
        [match.code for match in links.tasks[task.id].national] for task in plan.tasks
    ]
    assert loads(kept.dump()) == kept
    assert kept.model_copy(update={"tasks": plan.tasks}) == plan


def test_codes_of_a_heading_are_those_of_its_tasks() -> None:
    plan = load(CANONICAL / "son-la.yaml")
    links = link_plan(plan, attested())
    index = national_index(links)
    first = [task.id for task in plan.tasks if task.group == "1"]
    assert first
    assert index["1.1.2"] == first
    assert list(index)[:6] == ["1.1.2", "1.1.3", "1.2.2", "1.2.3", "1.2.4", "2.2.2"]
    assert all(match.via == "explicit" for task in links.tasks.values() for match in task.national)


def task(*actions: str, **fields: object) -> Task:
    return Task(**{"id": "1", "section": "body", "actions": actions, **fields})


def test_codes_decide_the_theme_where_no_heading_does() -> None:
    link = NationalLink(code="10.5.3", via="explicit", score=1.0)
    plan = Plan(tasks=(task("Tuyên truyền nâng cao nhận thức", national=(link,)),))
    placed = link_plan(plan, attested()).tasks["1"]
    assert (placed.theme.theme, placed.theme.via) == (10, "codes")
    assert (placed.actions[0].theme, placed.actions[0].runner_up) == (10, 2)


def test_a_heading_goes_before_everything() -> None:
    group = Group(id="g", section="body", title="Y tế", theme=17)
    plan = Plan(groups=(group,), tasks=(task("Phát triển điện gió, điện mặt trời", group="g"),))
    placed = link_plan(plan, attested()).tasks["1"].actions[0]
    assert (placed.theme, placed.via, placed.score, placed.runner_up) == (17, "heading", 1.0, 8)


def test_a_task_of_several_subjects_counts_in_each() -> None:
    plan = Plan(tasks=(task("Quản lý chất thải rắn sinh hoạt", "Phát triển du lịch sinh thái"),))
    assert set(themes_of(link_plan(plan, attested()).tasks["1"])) == {13, 18}


def test_what_speaks_of_nothing_has_no_theme() -> None:
    placed = link_plan(Plan(tasks=(task("Xin chào", ""),)), attested()).tasks["1"]
    assert placed.theme.theme is None
    assert [action.theme for action in placed.actions] == [None, None]
    assert list(themes_of(placed)) == []


def test_a_target_is_placed_by_what_it_measures() -> None:
    plan = Plan(
        targets=(
            Target(id="T1", text="tỷ lệ mua sắm công xanh đạt 35%", indicator="tỷ lệ mua sắm công xanh"),
            Target(id="T2", text="Cường độ phát thải khí nhà kính giảm 15%"),
        )
    )
    links = link_plan(plan, attested())
    assert links.targets["T1"].theme == 16
    assert links.targets["T2"].theme is None


def test_the_lead_tips_what_wording_leaves_open() -> None:
    entries = (
        Entry("1", "Một"),
        Entry("1.1", "Nhóm"),
        Entry("1.1.1", "Kiểm tra, giám sát việc sử dụng hóa chất", ("Bộ Công Thương",)),
        Entry("1.1.2", "Kiểm tra, giám sát việc sử dụng phân bón", ("Bộ NN&PTNT",)),
    )
    catalogue = Catalogue("882/QĐ-TTg", "2022-07-22", entries, full=True)
    for lead, code in (("Sở Công Thương", "1.1.1"), ("Sở Nông nghiệp và Phát triển nông thôn", "1.1.2")):
        mention = AgencyMention(text=lead, id="x", name=lead)
        plan = Plan(tasks=(task("Kiểm tra, giám sát việc sử dụng", lead_agencies=(mention,), theme=1),))
        nearest = link_plan(plan, catalogue).tasks["1"].nearest
        assert nearest is not None
        assert nearest.code == code


def test_themes_of_another_decision_come_from_its_own_wording() -> None:
    entries = (
        Entry("1", "Biển"),
        Entry("1.1", "Cảng"),
        Entry("1.1.1", "Phát triển cảng cá và khu neo đậu tàu thuyền tránh trú bão"),
        Entry("2", "Rừng"),
        Entry("2.1", "Gỗ"),
        Entry("2.1.1", "Trồng rừng gỗ lớn và cấp chứng chỉ rừng"),
    )
    catalogue = Catalogue("999/QĐ-TTg", "2031-01-01", entries, full=True)
    link = NationalLink(code="1.1.1", via="explicit", score=1.0)
    plan = Plan(tasks=(task("Trồng rừng gỗ lớn, cấp chứng chỉ rừng bền vững", theme=12, national=(link,)),))
    placed = link_plan(plan, catalogue).tasks["1"]
    assert (placed.theme.theme, placed.theme.via) == (2, "wording")
    assert [(match.code, match.via) for match in placed.national] == [("2.1.1", "matched")]


def test_a_copy_with_slips_is_recognised() -> None:
    wording = Wording(FULL.leaves)
    title = FULL.by_code["10.1.1"].title
    slipped = title.replace("phương tiện", "phưong tiện").replace("đường bộ", "đuờng bộ")
    (best, score), *_ = wording.rank(slipped)
    assert best.code == "10.1.1"
    assert score >= 0.9


def test_every_national_task_is_nearest_to_itself() -> None:
    wording = Wording(FULL.leaves)
    for leaf in FULL.leaves:
        (best, score), *_ = wording.rank(leaf.title)
        assert best.code == leaf.code
        assert score == pytest.approx(1, abs=1e-6)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return lexicon_for("2023-10-18", "gia-lai")


def test_names_of_bodies_say_nothing_of_the_subject(lexicon: Lexicon) -> None:
    text = "Phối hợp với Sở Khoa học và Công nghệ, Sở Giáo dục và Đào tạo trồng rừng"
    assert set(theme_evidence(text)) > {12}
    assert set(theme_evidence(without_bodies(text, lexicon))) == {12}


def test_what_an_action_is_good_for_counts_less_than_what_it_is() -> None:
    assert guess_theme("Phát triển giao thông công cộng nhằm giảm ô nhiễm không khí").theme == 10
    assert guess_theme("Quan trắc chất lượng không khí nhằm phục vụ giao thông").theme == 14


def test_abbreviations_and_marks_make_no_difference() -> None:
    assert theme_evidence("Quản lý CTR tại các KCN") == theme_evidence("Quản lý chất thải rắn tại các khu công nghiệp")
    assert theme_evidence("giám sát, đánh giá") == theme_evidence("giám sát đánh giá")
    assert theme_evidence("thuỷ lợi, hoà bình") == theme_evidence("thủy lợi, hòa bình")


def test_short_clauses_are_compared_together() -> None:
    assert pieces_of("Một; hai; ba.") == ["Một, hai, ba"]
    assert pieces_of("") == []


def test_the_words_of_themes_are_sound() -> None:
    words = load_theme_words()
    registry = load_registry()
    assert registry.national is not None
    assert words.plan == registry.national.number
    assert {theme for told in words.phrases.values() for theme, _ in told} == set(range(1, 19))
    assert set(words.bodies) <= set(registry.agencies)
    assert all(len({theme for theme, _ in told}) == len(told) for told in words.phrases.values())


@given(plans)
def test_linking_takes_any_plan_and_changes_nothing(plan: Plan) -> None:
    before = plan.dump()
    for catalogue in (FULL, attested()):
        links = link_plan(plan, catalogue)
        assert links == link_plan(plan, catalogue)
        assert set(links.tasks) == {task.id for task in plan.tasks}
        assert set(links.targets) == {target.id for target in plan.targets}
        placements = [one for task in links.tasks.values() for one in (task.theme, *task.actions)]
        assert all(0 <= one.score <= 1 and (one.theme is None) == (one.via is None) for one in placements)
    assert plan.dump() == before


def test_no_test_data_is_shipped() -> None:
    shipped = Path(ROOT / "src" / "ggplan" / "registry")
    title = FULL.by_code["1.1.1"].title
    assert all(title not in file.read_text("utf-8") for file in shipped.rglob("*") if file.suffix in (".json", ".yml", ".py"))
