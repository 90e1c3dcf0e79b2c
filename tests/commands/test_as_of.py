"""`--as-of` of `parse` and `diff`: a view beside what is written, which keeps the bodies as printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands.running import run, run_apart
from support import CANONICAL

PLAN = (
    "UBND TỈNH {province}\nKẾ HOẠCH HÀNH ĐỘNG\nTăng trưởng xanh\n\nIII. NHIỆM VỤ\n1. Công nghiệp\n"
    "1.1. {lead}: Lập kế hoạch bảo vệ môi trường.\n"
)


def plan(folder: Path, province: str, lead: str, name: str = "plan.txt") -> Path:
    path = folder / name
    path.write_text(PLAN.format(province=province.upper(), lead=lead), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GGPLAN_CONFIG", str(tmp_path / "none.toml"))
    monkeypatch.setenv("GGPLAN_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)


def test_parse_tells_who_answers_on_stderr(tmp_path: Path) -> None:
    path = plan(tmp_path, "Bắc Giang", "Sở Tài nguyên và Môi trường")
    plain, viewed = run("parse", path), run("parse", path, "--as-of", "2025-07-01")
    assert viewed.stdout == plain.stdout
    assert "so-tai-nguyen-va-moi-truong" in viewed.stdout
    words = " ".join(viewed.stderr.split())
    assert "As of 2025-07-01" in words
    assert "Sở Nông nghiệp và Môi trường, Bắc Ninh, Nghị định 45/2025/NĐ-CP" in words
    assert "As of" not in plain.stderr


def test_parse_of_several_tells_each(tmp_path: Path) -> None:
    for slug, lead in (("Sơn La", "Sở Giao thông vận tải"), ("Lào Cai", "UBND các huyện, thị xã, thành phố")):
        plan(tmp_path, slug, lead, f"{slug}.txt")
    done = run("parse", tmp_path / "Sơn La.txt", tmp_path / "Lào Cai.txt", "-o", tmp_path / "out", "--as-of", "2025-07-01")
    words = " ".join(done.stderr.replace("│", " ").split())
    assert "Sở Xây dựng: all but driving tests and licences" in words
    assert "Công an tỉnh: driving tests and licences, no act is recorded" in words
    assert "UBND các xã, phường, đặc khu: no one-to-one heir" in words
    assert "so-giao-thong-van-tai" in (tmp_path / "out" / "Sơn La.yaml").read_text("utf-8")


def test_a_date_that_is_none_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    done = run("parse", plan(tmp_path, "Sơn La", "Sở Y tế"), "-o", tmp_path / "out.yaml", "--as-of", "tomorrow")
    assert done.exit_code == 2
    assert "--as-of tomorrow is no date" in done.stderr
    assert not (tmp_path / "out.yaml").exists()


def test_a_file_that_cannot_be_read_does_not_hinder_the_view(tmp_path: Path) -> None:
    good = plan(tmp_path, "Sơn La", "Sở Tài nguyên và Môi trường")
    done = run("parse", tmp_path / "missing.txt", good, "-o", tmp_path / "out", "--as-of", "2025-07-01")
    assert done.exit_code == 2
    assert "Sở Nông nghiệp và Môi trường" in done.stderr


def test_the_view_survives_any_code_page(tmp_path: Path) -> None:
    path = plan(tmp_path, "Sơn La", "Sở Tài nguyên và Môi trường")
    env = {"PYTHONIOENCODING": "cp1258:strict", "GGPLAN_CONFIG": str(tmp_path / "none")}
    done = run_apart("parse", str(path), "--as-of", "2025-07-01", cwd=tmp_path, env=env)
    assert done.returncode in (0, 1)
    assert b"Traceback" not in done.stderr


def test_diff_compares_bodies_as_those_they_had_become(tmp_path: Path) -> None:
    """A lead of 2023 and its heir of 2025 are one body as of a day after the reform."""
    old = plan(tmp_path, "Sơn La", "Sở Tài nguyên và Môi trường", "old.txt")
    new = plan(tmp_path, "Sơn La", "Sở Nông nghiệp và Môi trường", "new.txt")
    run("parse", old, "-o", tmp_path / "old.yaml")
    run("parse", new, "-o", tmp_path / "new.yaml")

    def changes(*options: str) -> str:
        found = json.loads(run("diff", tmp_path / "old.yaml", tmp_path / "new.yaml", "--format", "json", *options).stdout)
        return json.dumps([pair["changes"] for pair in found["tasks"]["pairs"]], ensure_ascii=False)

    assert "lead_agencies" in changes()
    assert "lead_agencies" not in changes("--as-of", "2025-07-01")


@pytest.mark.parametrize("command", ["coverage", "who"])
def test_coverage_and_who_have_the_view_too(command: str) -> None:
    named = [CANONICAL / "bac-giang.yaml"] if command == "coverage" else ["Sở TN&MT", CANONICAL / "bac-giang.yaml"]
    done = run(command, *named, "--as-of", "2025-07-01")
    assert done.exit_code == 0
    assert "Bắc Ninh" in done.stdout or "Sở Nông nghiệp và Môi trường" in done.stdout
