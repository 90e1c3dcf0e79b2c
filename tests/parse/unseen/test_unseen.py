"""The plans of this folder, read as well as they ever were: every field at 1, or at its floor in `floors.yaml`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ggplan.serial import load_yaml

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[2] / "benchmarks"))

import unseen  # noqa: E402

FLOORS = load_yaml((HERE / "floors.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", unseen.names())
def test_every_field_reaches_its_floor(name: str) -> None:
    below = {
        field: (round(score.f1, 3), score.differences)
        for field, score in unseen.scores_of(name).items()
        if score.f1 < float(FLOORS.get(name, {}).get(field, 1)) - 0.0005
    }
    assert not below


def test_floors_are_of_documents_that_exist() -> None:
    assert set(FLOORS) <= set(unseen.names())
