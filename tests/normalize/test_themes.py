"""Themes of headings."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.normalize.themes import ThemeMatcher
from ggplan.registry.loading import load_registry
from support import cases

NATIONAL = load_registry().national
TITLES = {int(theme.code): theme.title for theme in NATIONAL.themes} if NATIONAL else {}
MATCHER = ThemeMatcher(TITLES)


def test_there_are_eighteen() -> None:
    assert sorted(TITLES) == list(range(1, 19))


@pytest.mark.parametrize("theme", range(1, 19))
def test_a_theme_is_known_by_its_own_title(theme: int) -> None:
    title = TITLES[theme]
    for heading in (title, title.upper(), f"Nhiệm vụ về {title[0].lower()}{title[1:]}", f"{title}: các nhiệm vụ"):
        assert MATCHER.match(heading) == theme, heading
    assert MATCHER.score(title, theme) == 1.0


@pytest.mark.parametrize("case", cases("normalize/themes"))
def test_the_theme_of_a_heading(case: dict[str, Any]) -> None:
    assert MATCHER.match(case["heading"], case.get("codes", ())) == case["theme"]


def test_a_position_tips_only_what_resembles() -> None:
    assert MATCHER.match("Phát triển ngành", position=9) is None
    assert MATCHER.match("Du lịch", position=9) == 18


@given(st.text(max_size=60), st.none() | st.integers(0, 30))
def test_any_heading_has_a_theme_or_none(heading: str, position: int | None) -> None:
    assert MATCHER.match(heading, position=position) in {None, *TITLES}
    assert all(0 <= MATCHER.score(heading, theme) <= 1 for theme in TITLES)
