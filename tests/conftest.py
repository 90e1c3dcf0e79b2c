"""What all tests share: the five plans read once, the lexicon, hypothesis profiles, a cache folder of their own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from ggplan.app.parsing import ParseResult, parse_file
from ggplan.registry.lexicon import Lexicon, lexicon_for
from support import PLANS, RAW

# The quick run tries the same examples each time, so that a red build can be repeated; HYPOTHESIS_PROFILE=full looks for new ones.
_UNHURRIED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]}
settings.register_profile("quick", max_examples=60, derandomize=True, **_UNHURRIED)
settings.register_profile("full", max_examples=1000, print_blob=True, **_UNHURRIED)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(autouse=True)
def usual_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are as wide as off a terminal; pytest-xdist says 80 columns to its workers."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """No test reads or fills the user's cache of results."""
    folder = tmp_path_factory.getbasetemp() / "ggplan-cache"
    monkeypatch.setenv("GGPLAN_CACHE", str(folder))
    return folder


class FivePlans(dict[str, ParseResult]):
    """The five plans by slug, each read when first asked for."""

    def __missing__(self, slug: str) -> ParseResult:
        self[slug] = parse_file(RAW / PLANS[slug])
        return self[slug]


@pytest.fixture(scope="session")
def five_plans() -> FivePlans:
    return FivePlans()


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """The names of bodies in Gia Lai in 2023."""
    return lexicon_for("2023-10-18", "gia-lai")
