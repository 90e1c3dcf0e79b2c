"""`ggplan parse`: what it writes, what it says, and what it leaves behind when it cannot."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from commands.running import run, run_apart
from ggplan import canonical
from support import CANONICAL, PLANS, RAW, cases

TEXT = "UBND TỈNH GIA LAI\nKẾ HOẠCH HÀNH ĐỘNG\nIII. NHIỆM VỤ\n1. Công nghiệp\n1.1. Sở Y tế: Đầu tư.\n"
NO_PLAN = "Công thức nấu phở bò\n\nXương bò hầm trong tám giờ với gừng và quế.\n"


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


class TestWriting:
    def test_yaml_on_stdout_and_words_on_stderr(self, plan: Path) -> None:
        done = run("parse", plan)
        assert done.exit_code == 0
        assert canonical.loads(done.stdout).tasks[0].lead_agencies[0].name == "Sở Y tế"
        assert "1 document: 1 read (0 with warnings), 0 failed, 0 skipped." in done.stderr

    def test_json_on_stdout(self, plan: Path) -> None:
        done = run("parse", plan, "--format", "json")
        assert json.loads(done.stdout)["ggplan"] == 1
        assert canonical.loads(done.stdout) == canonical.loads(run("parse", plan).stdout)

    @pytest.mark.parametrize("name", ["out.yaml", "out.yml", "out.json", "out"])
    def test_a_file(self, plan: Path, name: str, tmp_path: Path) -> None:
        done = run("parse", plan, "-o", tmp_path / name)
        assert (done.exit_code, done.stdout) == (0, "")
        assert canonical.load(tmp_path / name).tasks
        assert (tmp_path / name).read_text(encoding="utf-8").startswith("{" if name.endswith("json") else "ggplan: 1")
        assert files(tmp_path) == sorted(["plan.txt", name])

    def test_a_folder_to_a_folder(self, tmp_path: Path) -> None:
        """Also one that is not there yet. The five plans are as they are in `data/canonical`."""
        done = run("parse", RAW, "-o", tmp_path / "new" / "out")
        assert done.exit_code in (0, 1)
        assert files(tmp_path / "new" / "out") == sorted(f"{slug}.yaml" for slug in PLANS)
        for slug in PLANS:
            assert (tmp_path / "new" / "out" / f"{slug}.yaml").read_bytes() == (CANONICAL / f"{slug}.yaml").read_bytes()
        assert "5 documents: 5 read" in done.stderr
        assert all(file in done.stderr for file in PLANS.values())

    def test_an_old_output_is_replaced(self, plan: Path, tmp_path: Path) -> None:
        (tmp_path / "out.yaml").write_text("old", encoding="utf-8")
        assert run("parse", plan, "-o", tmp_path / "out.yaml").exit_code == 0
        assert canonical.load(tmp_path / "out.yaml").tasks

    def test_the_province_that_is_asked_for(self, plan: Path) -> None:
        done = run("parse", plan, "--province", "Sơn La")
        province = canonical.loads(done.stdout).province
        assert province is not None
        assert province.slug == "son-la"


class TestSaying:
    def test_findings_have_code_place_sentence_and_remedy(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.txt"
        path.write_text(TEXT + "1.2. Sở Y tế, Sở Thuỷ Tinh Xanh chủ trì: Một.\n", encoding="utf-8")
        done = run("parse", path)
        assert done.exit_code == 1
        assert "plan.txt, page 1, line" in done.stderr
        assert "GG030 warning" in done.stderr
        assert "Sở Thuỷ Tinh Xanh" in done.stderr
        assert done.stderr.count("What to do:") >= 1

    def test_a_remedy_is_said_once(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.txt"
        path.write_text(TEXT + "".join(f"1.{n}. Sở Số {n}, Sở Y tế: Một.\n" for n in (2, 3, 4)), encoding="utf-8")
        said = run("parse", path).stderr
        assert said.count("GG030 warning") == 3
        remedies = [line for line in said.splitlines() if "What to do:" in line]
        assert len(remedies) == len(set(remedies))

    def test_quiet_says_warnings_only(self, plan: Path) -> None:
        assert run("parse", plan, "-q").stderr == ""
        assert "read" in run("parse", plan).stderr

    def test_a_text_without_tasks_says_so(self, tmp_path: Path) -> None:
        """Something was read, so its findings are told and the exit code is 1."""
        path = tmp_path / "plan.txt"
        head = "UBND TỈNH GIA LAI\n\nKẾ HOẠCH HÀNH ĐỘNG TĂNG TRƯỞNG XANH\n\nI. MỤC TIÊU\n1. Chung\n"
        path.write_text(head, encoding="utf-8")
        done = run("parse", path)
        assert done.exit_code == 1
        assert "GG010 warning No task was found" in done.stderr
        assert canonical.loads(done.stdout).document.title

    def test_a_document_that_is_no_plan(self, tmp_path: Path) -> None:
        """Exit code 1 with GG010 while its bare facts are written, or 2 with one sentence and nothing written."""
        path = tmp_path / "phở.txt"
        path.write_text(NO_PLAN, encoding="utf-8")
        done = run("parse", path, "-o", tmp_path / "out.yaml")
        assert done.exit_code in (1, 2)
        if done.exit_code == 1:
            assert "GG010" in done.stderr
        else:
            assert len(done.stderr.splitlines()) == 1
            assert files(tmp_path) == ["phở.txt"]

    def test_a_text_of_blanks_is_empty(self, tmp_path: Path) -> None:
        path = tmp_path / "blank.txt"
        path.write_text(" \n\n\t\n\f\n", encoding="utf-8")
        done = run("parse", path, "-o", tmp_path / "out.yaml")
        assert done.exit_code == 2
        assert "blank.txt is empty" in done.stderr
        assert files(tmp_path) == ["blank.txt"]

    def test_one_broken_file_among_many(self, tmp_path: Path) -> None:
        for name in ("a.txt", "b.txt", "c.txt"):
            (tmp_path / name).write_text(TEXT if name != "b.txt" else "", encoding="utf-8")
        done = run("parse", tmp_path, "-o", tmp_path / "out")
        assert done.exit_code == 2
        assert files(tmp_path / "out") == ["a.yaml", "c.yaml"]
        assert "b.txt is empty" in done.stderr
        assert "3 documents: 2 read (0 with warnings), 1 failed, 0 skipped." in done.stderr


class TestRefusing:
    """One sentence, exit code 2, and nothing left behind."""

    def refused(self, folder: Path, *arguments: Any) -> str:
        before = files(folder)
        done = run("parse", *arguments)
        assert isinstance(done.exception, SystemExit), done.exception
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.startswith("ggplan: ")
        assert done.stderr.count("\n") == 1
        assert files(folder) == before
        return str(done.stderr)

    @pytest.mark.parametrize("case", cases("commands/bad_input"))
    def test_an_input_that_cannot_be_read(self, case: dict[str, str], tmp_path: Path) -> None:
        path = tmp_path / case["name"]
        if "bytes" in case:
            path.write_bytes(bytes.fromhex(case["bytes"]) * (1 if len(case["bytes"]) < 40 else 40))
        said = self.refused(tmp_path, path, "-o", tmp_path / "out.yaml")
        assert case["says"] in said
        assert path.name in said

    def test_a_folder_without_documents(self, tmp_path: Path) -> None:
        (tmp_path / "in").mkdir()
        assert "holds no document" in self.refused(tmp_path, tmp_path / "in", "-o", tmp_path / "out")
        assert not (tmp_path / "out").exists()

    def test_a_folder_without_a_place_to_write_to(self, plan: Path, tmp_path: Path) -> None:
        assert "-o DIR" in self.refused(tmp_path, plan.parent)

    @pytest.mark.parametrize("target", ["folder/x", "missing/out.yaml", "plan.txt/out.yaml", "x" * 300])
    def test_a_target_that_cannot_be_written(self, target: str, plan: Path, tmp_path: Path) -> None:
        (tmp_path / "folder" / "x" / "plan.yaml").mkdir(parents=True)
        assert target in self.refused(tmp_path, plan, "-o", tmp_path / target)

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
    def test_a_read_only_folder(self, plan: Path, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir(mode=0o555)
        self.refused(tmp_path, plan, "-o", tmp_path / "out" / "plan.yaml")

    @pytest.mark.parametrize("target", ["plan.txt", "./plan.txt", "link.txt", "hard.txt"])
    def test_the_input_itself(self, target: str, plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "link.txt").symlink_to("plan.txt")
        os.link(plan, tmp_path / "hard.txt")
        self.refused(tmp_path, "plan.txt", "-o", target)
        assert plan.read_text(encoding="utf-8") == TEXT

    def test_another_input(self, plan: Path, tmp_path: Path) -> None:
        (tmp_path / "plan.yaml").write_text(TEXT, encoding="utf-8")
        self.refused(tmp_path, plan, tmp_path / "plan.yaml", "-o", tmp_path)
        assert (tmp_path / "plan.yaml").read_text(encoding="utf-8") == TEXT

    def test_a_province_that_nobody_knows(self, plan: Path, tmp_path: Path) -> None:
        assert "Atlantis" in self.refused(tmp_path, plan, "--province", "Atlantis", "-o", tmp_path / "out.yaml")

    def test_a_format_that_nobody_knows(self, plan: Path, tmp_path: Path) -> None:
        assert "neither yaml nor json" in self.refused(tmp_path, plan, "--format", "xml")

    def test_several_inputs_and_one_file(self, plan: Path, tmp_path: Path) -> None:
        (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
        self.refused(tmp_path, plan, tmp_path / "b.txt", "-o", tmp_path / "out.yaml")


class TestAnyTerminal:
    @pytest.mark.parametrize("encoding", ["cp1258:strict", "ascii:strict"])
    def test_redirected_output_is_utf8(self, encoding: str, plan: Path) -> None:
        """On Windows redirected output is cp1258, which cannot hold ordinary Vietnamese."""
        environment = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "C"}
        done = run_apart("parse", plan, env=environment)
        assert done.returncode == 0
        assert done.stdout.decode("utf-8") == run("parse", plan).stdout
        assert "1 document" in done.stderr.decode("utf-8")

    def test_the_command_itself_refuses_in_one_sentence(self, tmp_path: Path) -> None:
        done = run_apart("parse", "missing.txt", "-o", "out.yaml", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr == b"ggplan: missing.txt: there is no such file\n"
        assert files(tmp_path) == []

    def test_errors_can_be_said_in_any_encoding(self, tmp_path: Path) -> None:
        done = run_apart("parse", tmp_path / "kế hoạch.txt", env={"PYTHONIOENCODING": "cp1258:strict"})
        assert done.returncode == 2
        assert "kế hoạch.txt" in done.stderr.decode("utf-8")

    def test_no_colours_and_no_bar_off_a_terminal(self, tmp_path: Path) -> None:
        for name in ("a.txt", "b.txt"):
            (tmp_path / name).write_text(TEXT + "1.2. Sở Lạ Lùng, Sở Y tế: Một.\n", encoding="utf-8")
        done = run_apart("parse", tmp_path, "-o", tmp_path / "out", "-j", "1")
        assert done.returncode == 1
        assert b"\x1b" not in done.stderr
        assert b"\r" not in done.stderr
        assert b"Reading" not in done.stderr

    @pytest.mark.skipif(sys.platform == "win32", reason="no such pipe")
    def test_a_reader_that_goes_away_is_no_error(self) -> None:
        """`ggplan parse plan | head -1`"""
        code = (
            "import os, subprocess, sys\n"
            "run = [sys.executable, '-c', 'from ggplan.cli import main; main()', 'parse', '-q', sys.argv[1]]\n"
            "done = subprocess.Popen(run, stdout=subprocess.PIPE, stderr=subprocess.PIPE)\n"
            "done.stdout.readline(); done.stdout.close(); said = done.stderr.read(); done.wait()\n"
            "print(done.returncode, said)\n"
        )
        done = run_apart(RAW / "bac-giang.md", code=code)
        assert b"Traceback" not in done.stdout + done.stderr
        assert b"BrokenPipe" not in done.stdout + done.stderr
