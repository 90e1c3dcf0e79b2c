"""Days that a body has in one province only: names, heirs and checks follow them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ggplan.coverage.heirs import heirs_of
from ggplan.normalize.agencies import resolve_cell
from ggplan.registry.lint import lint
from ggplan.registry.loading import Registry, load_with
from ggplan.registry.succession import successors

OWN = """
- {id: so-tai-nguyen-va-moi-truong, local_days: [{province: ca-mau, dissolution_date: '2025-02-18', sources: [GK]}]}
- {id: so-nong-nghiep-va-phat-trien-nong-thon, local_days: [{province: ca-mau, dissolution_date: '2025-02-18', sources: [GK]}]}
- {id: so-nong-nghiep-va-moi-truong, local_days: [{province: ca-mau, founding_date: '2025-02-18', sources: [GK]}]}
"""
OLD, NEW = "so-tai-nguyen-va-moi-truong", "so-nong-nghiep-va-moi-truong"


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    path = tmp_path / "own.yml"
    path.write_text(OWN, "utf-8")
    return load_with([path])


@pytest.mark.parametrize(
    ("province", "day", "heir"),
    [("ca-mau", "2025-02-17", OLD), ("ca-mau", "2025-02-20", NEW), ("son-la", "2025-02-20", OLD), ("son-la", "2025-03-01", NEW)],
)
def test_heirs_follow_the_days_of_the_province(registry: Registry, province: str, day: str, heir: str) -> None:
    assert [body.id for body in heirs_of(OLD, day, province, registry)] == [heir]
    assert [body.id for body in successors(OLD, day, registry, province=province)] == [heir]


def test_names_are_read_as_of_the_days_of_the_province(registry: Registry) -> None:
    """`Sở Nông nghiệp` is short for the body that exists."""

    def meant(province: str) -> str | None:
        return resolve_cell("Sở Nông nghiệp", on="2025-02-20", province=province, registry=registry)[0].id

    assert meant("son-la") == "so-nong-nghiep-va-phat-trien-nong-thon"
    assert resolve_cell("Sở NN&MT", on="2025-02-20", province="ca-mau", registry=registry)[0].score == 1.0
    assert resolve_cell("Sở NN&MT", on="2025-02-20", province="son-la", registry=registry)[0].score < 1.0


def test_they_are_checked(tmp_path: Path, registry: Registry) -> None:
    assert lint(registry) == []
    path = tmp_path / "wrong.yml"
    path.write_text(
        "- {id: so-y-te, founding_date: '1990', local_days: [{province: atlantis, dissolution_date: '1980'}]}\n", "utf-8"
    )
    told = {problem.rule for problem in lint(load_with([path])) if problem.id == "so-y-te"}
    assert told == {"province-unknown", "uncited", "dates-disordered"}
