"""A user's additions and rulings, laid over the shipped registries."""

from __future__ import annotations

from pathlib import Path

import pytest

from ggplan.errors import OutputError, UsageError
from ggplan.normalize.agencies import resolve_cell
from ggplan.registry.loading import load_registry, load_with
from ggplan.registry.rulings import add_alias


def _write(folder: Path, text: str, name: str = "own.yml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_new_body_is_known(tmp_path: Path) -> None:
    path = _write(tmp_path, "- {id: hoi-sinh-vat-canh, name: Hội Sinh vật cảnh, classification: hoi, sources: [GK]}\n")
    assert resolve_cell("Hội SVC; Sở Y tế")[0].id is None
    assert [body.id for body in resolve_cell("Hội SVC; Sở Y tế", registry=load_with([path]))] == [
        "hoi-sinh-vat-canh",
        "so-y-te",
    ]


def test_a_known_body_gains_names_and_keeps_its_own(tmp_path: Path) -> None:
    _write(tmp_path, "- {id: so-y-te, other_names: [{name: Ngành Y, kind: variant}]}\n")
    registry = load_with([tmp_path])
    assert resolve_cell("Ngành Y", registry=registry)[0].id == "so-y-te"
    assert resolve_cell("Sở Y tế", registry=registry)[0].via == "exact"
    assert load_registry().agencies["so-y-te"].other_names == ()


@pytest.mark.parametrize(
    "text", ["id: x", "- 3", "- {name: x}", "- {id: x", "- {id: x, nonsense: 1}", "- {id: x, other_names: [{}]}"]
)
def test_a_bad_file_is_one_sentence(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError):
        load_with([_write(tmp_path, text)])


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"gone\.yml"):
        load_with([tmp_path / "gone.yml"])


def test_a_ruling_decides_an_ambiguous_form(tmp_path: Path) -> None:
    path = tmp_path / "rulings.yml"
    add_alias(path, "  Sở  NV ", "so-noi-vu", load_registry())
    add_alias(path, "Sở KH", "so-ke-hoach-va-dau-tu", load_with([path]), end="2025-02-28")
    registry = load_with([path])
    assert [body.id for body in resolve_cell("Sở NV, Sở KH", registry=registry)] == ["so-noi-vu", "so-ke-hoach-va-dau-tu"]
    assert resolve_cell("Sở NV", on="2025-04-01", registry=registry)[0].id == "so-noi-vu"
    assert resolve_cell("Sở KH", on="2025-04-01", registry=registry)[0].id == "so-khoa-hoc-va-cong-nghe"


def test_a_ruling_may_not_contradict_another(tmp_path: Path) -> None:
    path = tmp_path / "rulings.yml"
    add_alias(path, "Sở NV", "so-noi-vu", load_registry())
    before = path.read_bytes()
    with pytest.raises(UsageError, match="already"):
        add_alias(path, "sở nv", "so-ngoai-vu", load_with([path]))
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["rulings.yml"]


@pytest.mark.parametrize(("form", "identity"), [("Sở NV", "so-khong-co"), ("  ", "so-noi-vu")])
def test_a_ruling_needs_a_form_and_a_body(tmp_path: Path, form: str, identity: str) -> None:
    with pytest.raises(UsageError):
        add_alias(tmp_path / "rulings.yml", form, identity, load_registry())


def test_a_ruling_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        add_alias(tmp_path / "missing" / "rulings.yml", "Sở NV", "so-noi-vu", load_registry())
