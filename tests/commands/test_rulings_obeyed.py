"""Additions and rulings of a user hold in every command that reads plans, in every process, and in what is remembered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands.running import run
from ggplan import canonical
from ggplan.registry.layered import Layers, additions_digest
from ggplan.registry.loading import load_registry, load_with, shipped_registry, using

FORM = "Sở NV"
TEXT = (
    "UBND TỈNH GIA LAI\n\nKẾ HOẠCH HÀNH ĐỘNG\n\n| STT | Nhiệm vụ | Cơ quan chủ trì | Thời gian |\n|---|---|---|---|\n"
    f"| 1 | Công nghiệp | | |\n| 1.1 | Đầu tư vào nước sạch. | {FORM} | 2023 - 2030 |\n| 1.2 | Khám bệnh. | Sở Y tế | 2025 |\n"
)
OWN = (
    "- {id: hoi-sinh-vat-canh, name: Hội Sinh vật cảnh, classification: hoi, dissolution_date: '2025-07-01', sources: [GK],\n"
    "   successors: [{id: hoi-nong-dan-tinh, from: '2025-07-01', functions: all, status: general knowledge, sources: [GK]}]}\n"
)


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GGPLAN_CONFIG", str(tmp_path / "user" / "ggplan.toml"))
    monkeypatch.setenv("GGPLAN_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "project"
    (folder / "raw").mkdir(parents=True)
    monkeypatch.chdir(folder)
    for name in ("a", "b", "c"):
        (folder / "raw" / f"{name}.md").write_text(TEXT, encoding="utf-8")
    return folder


def lead(path: Path | str) -> str | None:
    return canonical.load(path).tasks[0].lead_agencies[0].id


def parsed(path: Path | str, *options: str) -> str | None:
    run("parse", path, "-o", "one.yaml", *options)
    return lead("one.yaml")


def test_parse_obeys_a_ruling() -> None:
    assert parsed("raw/a.md") is None
    run("registry", "add-alias", FORM, "so-noi-vu")
    assert parsed("raw/a.md") == "so-noi-vu"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_remembered_result_is_not_used_against_a_new_ruling(jobs: str) -> None:
    def folder() -> list[str | None]:
        run("parse", "raw", "-o", "out", "--jobs", jobs)
        return [lead(f"out/{name}.yaml") for name in ("a", "b", "c")]

    assert folder() == [None] * 3
    run("registry", "add-alias", FORM, "so-noi-vu")
    assert folder() == ["so-noi-vu"] * 3
    Path("ggplan.toml").unlink()
    assert folder() == [None] * 3


def test_the_digest_tells_additions_apart(project: Path) -> None:
    assert additions_digest() == "" == additions_digest(Layers())
    one, two = project / "one.yml", project / "two.yml"
    one.write_text(OWN, encoding="utf-8")
    two.write_text(OWN + "\n", encoding="utf-8")
    digests = {additions_digest(Layers(additions=paths)) for paths in ((one,), (two,), (one, two), (two, one), ())}
    assert len(digests) == 5


def codes(path: str) -> list[str]:
    done = run("validate", path, "--output-format", "json")
    return [found["slug"] for found in json.loads(done.stdout)["findings"]]


def test_validate_knows_bodies_of_additions(project: Path) -> None:
    (project / "own.yml").write_text(OWN, encoding="utf-8")
    (project / "raw" / "a.md").write_text(TEXT.replace(FORM, "Hội Sinh vật cảnh"), encoding="utf-8")
    (project / "ggplan.toml").write_text('[registry]\nadditions = ["own.yml"]\n', encoding="utf-8")
    assert parsed("raw/a.md") == "hoi-sinh-vat-canh"
    assert "agency-id-unknown" not in codes("one.yaml")
    (project / "ggplan.toml").unlink()
    assert "agency-id-unknown" in codes("one.yaml")


def test_validate_obeys_a_ruling() -> None:
    parsed("raw/a.md")
    assert "agency-resolvable" not in codes("one.yaml")
    run("registry", "add-alias", FORM, "so-noi-vu")
    assert "agency-resolvable" in codes("one.yaml")


def test_diff_knows_successions_of_additions(project: Path) -> None:
    for name, body in (("a", "Hội Sinh vật cảnh"), ("b", "Hội Nông dân tỉnh")):
        (project / "raw" / f"{name}.md").write_text(TEXT.replace(FORM, body), encoding="utf-8")

    def changed() -> bool:
        done = run("diff", "raw/a.md", "raw/b.md", "--as-of", "2025-07-01", "--format", "json")
        pairs = json.loads(done.stdout)["tasks"]["pairs"]
        return any("lead_agencies" in pair["changes"] for pair in pairs if pair["left"] == "1.1" and pair["right"] == "1.1")

    assert changed()
    (project / "own.yml").write_text(OWN, encoding="utf-8")
    (project / "ggplan.toml").write_text('[registry]\nadditions = ["own.yml"]\n', encoding="utf-8")
    assert not changed()


@pytest.mark.parametrize("command", [["parse", "raw/a.md"], ["validate", "raw/a.md"], ["diff", "raw/a.md", "raw/b.md"]])
def test_additions_that_make_no_sense_are_one_sentence(project: Path, command: list[str]) -> None:
    (project / "own.yml").write_text("id: x\n", encoding="utf-8")
    (project / "ggplan.toml").write_text('[registry]\nadditions = ["own.yml"]\n', encoding="utf-8")
    done = run(*command)
    assert done.exit_code == 2
    assert "own.yml" in done.stderr
    assert "Traceback" not in done.stderr


def test_registries_in_use_end_with_their_run(project: Path) -> None:
    (project / "own.yml").write_text(OWN, encoding="utf-8")
    own = load_with([project / "own.yml"])
    with using(own):
        assert load_registry() is own
        with using(shipped_registry()):
            assert load_registry() is shipped_registry()
        assert load_registry() is own
    assert load_registry() is shipped_registry()
