"""Skips tests whose engine is missing; presses documents once for all readers' tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from press import LAYOUTS, QUICK, from_gold, press_many

GOLD = Path(__file__).resolve().parents[2] / "gold"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skips a test marked `engine(name)` where that program is not installed."""
    for mark in item.iter_markers("engine"):
        for name in mark.args:
            if shutil.which(name) is None:
                pytest.skip(f"{name} is not installed")


@pytest.fixture(scope="session")
def pressed(tmp_path_factory: pytest.TempPathFactory):
    """Plan `gia-lai` in the quick layouts: the printed plan and, by layout, its files by form."""
    plan = from_gold(GOLD / "gia-lai.yaml")
    folder = tmp_path_factory.mktemp("pressed")
    return plan, press_many({name: (plan, LAYOUTS[name]) for name in QUICK}, folder, ["pdf"])


@pytest.fixture(scope="session")
def pressed_everywhere(tmp_path_factory: pytest.TempPathFactory):
    """Two plans in all layouts as PDF, by (plan, layout): the printed plan and the file. For slow tests."""
    files = {}
    for name in ("bac-giang", "son-la"):
        plan = from_gold(GOLD / f"{name}.yaml")
        folder = tmp_path_factory.mktemp(name)
        made = press_many({key: (plan, layout) for key, layout in LAYOUTS.items()}, folder, ["pdf"])
        files.update({(name, key): (plan, forms["pdf"]) for key, forms in made.items()})
    return files
