"""Many documents: where they go, what is skipped, remembered and refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ggplan.app import batch as module
from ggplan.app.batch import Batch, BatchSettings, Outcome, cache_facts, clear_cache, plan_batch, run_batch
from ggplan.app.parsing import ParseSettings
from ggplan.errors import OutputError, UsageError

TEXT = "UBND TỈNH GIA LAI\nKẾ HOẠCH HÀNH ĐỘNG\nIII. NHIỆM VỤ\n1. Công nghiệp\n1.1. Sở Y tế: Đầu tư số {}.\n"


def documents(folder: Path, *names: str) -> list[Path]:
    paths = [folder / name for name in names]
    for number, path in enumerate(paths):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.format(number), encoding="utf-8")
    return paths


def targets(batch: Batch) -> list[str | None]:
    return [job.target.name if job.target else None for job in batch.jobs]


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


class TestPlanning:
    def test_one_input_goes_to_stdout_a_file_or_a_folder(self, tmp_path: Path) -> None:
        (source,) = documents(tmp_path, "a.txt")
        assert targets(plan_batch([source], BatchSettings())) == [None]
        named = plan_batch([source], BatchSettings(output=tmp_path / "b.json"))
        assert (targets(named), named.jobs[0].format, named.folder) == (["b.json"], "json", False)
        assert targets(plan_batch([source], BatchSettings(output=tmp_path))) == ["a.yaml"]

    def test_the_format_that_is_asked_for_wins(self, tmp_path: Path) -> None:
        (source,) = documents(tmp_path, "a.txt")
        assert plan_batch([source], BatchSettings(output=tmp_path / "b.yaml", format="json")).jobs[0].format == "json"
        assert targets(plan_batch([source], BatchSettings(output=tmp_path, format="json"))) == ["a.json"]

    def test_a_folder_gives_its_documents_in_order(self, tmp_path: Path) -> None:
        documents(tmp_path / "in", "b.txt", "a.md", "sub/c.TXT", ".hidden.txt", ".git/d.txt", "notes.log", "plan.yaml")
        batch = plan_batch([tmp_path / "in"], BatchSettings(output=tmp_path / "out"))
        assert [job.source.name for job in batch.jobs] == ["a.md", "b.txt", "c.TXT"]
        assert batch.folder
        assert not (tmp_path / "out").exists()

    def test_one_stem_twice_gives_two_files(self, tmp_path: Path) -> None:
        paths = documents(tmp_path, "1/a.txt", "2/a.txt", "2/a.md", "3/a.txt")
        assert targets(plan_batch(paths, BatchSettings(output=tmp_path / "out"))) == [
            "a.yaml", "a.txt.yaml", "a.md.yaml", "a-2.yaml",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("settings", "says"),
        [
            (BatchSettings(), "need a folder"),
            (BatchSettings(output=Path("old.txt")), "is a file"),
            (BatchSettings(output=Path("new.yaml")), "is a file"),
            (BatchSettings(output=Path("out"), format="xml"), "neither yaml nor json"),
            (BatchSettings(ParseSettings(province="Atlantis"), output=Path("out")), "Atlantis"),
        ],
    )
    def test_a_request_that_makes_no_sense(
        self, settings: BatchSettings, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        paths = documents(tmp_path, "a.txt", "b.txt")
        (tmp_path / "old.txt").write_text("")
        with pytest.raises(UsageError, match=says):
            plan_batch(paths, settings)
        assert files(tmp_path) == ["a.txt", "b.txt", "old.txt"]

    def test_a_folder_without_documents(self, tmp_path: Path) -> None:
        (tmp_path / "notes.log").write_text("x")
        with pytest.raises(UsageError, match="holds no document"):
            plan_batch([tmp_path], BatchSettings(output=tmp_path / "out"))

    def test_no_output_is_one_of_the_inputs(self, tmp_path: Path) -> None:
        """Also not of another document: a.txt would be written to a.yaml, which is to be read too."""
        paths = documents(tmp_path, "a.txt", "a.yaml")
        for inputs, output in ((paths, tmp_path), (paths[:1], paths[0])):
            with pytest.raises(OutputError, match="is an input"):
                plan_batch(inputs, BatchSettings(output=output))
        (tmp_path / "link.txt").symlink_to("a.txt")
        with pytest.raises(OutputError, match="is an input"):
            plan_batch(paths[:1], BatchSettings(output=tmp_path / "link.txt"))


class TestRunning:
    def run(self, batch: Batch) -> list[Outcome]:
        advanced: list[Outcome] = []
        outcomes = run_batch(batch, advanced.append)
        assert advanced == outcomes
        return outcomes

    def test_in_the_order_of_the_inputs_on_one_core_or_two(self, tmp_path: Path) -> None:
        paths = documents(tmp_path, "b.txt", "a.txt", "c.txt")
        results = []
        for jobs in (1, 2):
            outcomes = self.run(plan_batch(paths, BatchSettings(output=tmp_path / f"out{jobs}", jobs=jobs)))
            assert [outcome.source for outcome in outcomes] == paths
            assert {outcome.status for outcome in outcomes} == {"read"}
            results.append({path.name: path.read_bytes() for path in (tmp_path / f"out{jobs}").iterdir()})
        assert results[0] == results[1]
        assert sorted(results[0]) == ["a.yaml", "b.yaml", "c.yaml"]

    def test_one_broken_file_does_not_stop_the_rest(self, tmp_path: Path) -> None:
        paths = documents(tmp_path, "a.txt", "b.txt", "c.txt")
        paths[1].write_bytes(b"")
        outcomes = self.run(plan_batch([*paths, tmp_path / "gone.txt"], BatchSettings(output=tmp_path / "out", jobs=1)))
        assert [outcome.status for outcome in outcomes] == ["read", "failed", "read", "failed"]
        assert [bool(outcome.error) for outcome in outcomes] == [False, True, False, True]
        assert files(tmp_path / "out") == ["a.yaml", "c.yaml"]

    def test_one_input_without_output_is_text(self, tmp_path: Path) -> None:
        (path,) = documents(tmp_path, "a.txt")
        (outcome,) = self.run(plan_batch([path], BatchSettings()))
        assert outcome.text is not None
        assert outcome.text.startswith("ggplan: 1\n")
        assert (outcome.counts["tasks"], outcome.counts["groups"], outcome.warnings) == (1, 1, 0)
        assert files(tmp_path) == ["a.txt"]

    def test_a_folder_that_cannot_be_made(self, tmp_path: Path) -> None:
        paths = documents(tmp_path, "a.txt", "b.txt")
        with pytest.raises(OutputError, match="cannot be made"):
            run_batch(plan_batch(paths, BatchSettings(output=tmp_path / "a.txt" / "out")))

    def test_resuming_skips_what_is_done(self, tmp_path: Path) -> None:
        paths = documents(tmp_path, "a.txt", "b.txt")
        settings = BatchSettings(output=tmp_path / "out", jobs=1, resume=True)
        assert [outcome.status for outcome in self.run(plan_batch(paths, settings))] == ["read", "read"]
        paths[1].write_text(TEXT.format("mới"), encoding="utf-8")
        before = (tmp_path / "out" / "a.yaml").stat().st_mtime_ns
        assert [outcome.status for outcome in self.run(plan_batch(paths, settings))] == ["skipped", "read"]
        assert (tmp_path / "out" / "a.yaml").stat().st_mtime_ns == before
        assert "mới" in (tmp_path / "out" / "b.yaml").read_text(encoding="utf-8")


class TestRemembering:
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setenv("GGPLAN_CACHE", str(tmp_path / "cache"))
        return tmp_path / "cache"

    def run(self, paths: list[Path], output: Path, *, province: str | None = None) -> list[Outcome]:
        settings = BatchSettings(ParseSettings(province=province), output, jobs=1, use_cache=True)
        return run_batch(plan_batch(paths, settings))

    def test_a_result_is_read_once(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        paths = documents(tmp_path, "a.txt", "b.txt")
        first = self.run(paths, tmp_path / "one")
        assert cache_facts()[1] == 2
        monkeypatch.setattr(module, "parse_file", lambda *_: pytest.fail("was read again"))
        second = self.run(paths, tmp_path / "two")
        assert [(o.findings, o.counts, o.status) for o in first] == [(o.findings, o.counts, o.status) for o in second]
        assert (tmp_path / "one" / "a.yaml").read_bytes() == (tmp_path / "two" / "a.yaml").read_bytes()

    def test_other_content_or_settings_are_read_again(self, tmp_path: Path) -> None:
        paths = documents(tmp_path, "a.txt", "b.txt")
        self.run(paths, tmp_path / "out")
        paths[0].write_text(TEXT.format("mới"), encoding="utf-8")
        self.run(paths, tmp_path / "out")
        assert "mới" in (tmp_path / "out" / "a.yaml").read_text(encoding="utf-8")
        self.run(paths, tmp_path / "out", province="Sơn La")
        assert "son-la" in (tmp_path / "out" / "a.yaml").read_text(encoding="utf-8")
        assert cache_facts()[1] == 5

    def test_a_damaged_memory_is_no_memory(self, tmp_path: Path, folder: Path) -> None:
        paths = documents(tmp_path, "a.txt", "b.txt")
        self.run(paths, tmp_path / "out")
        expected = (tmp_path / "out" / "a.yaml").read_bytes()
        for content in (b"", b"{", b"[]", json.dumps({"text": "x"}).encode(), b"\xff"):
            for entry in folder.rglob("*.json"):
                entry.write_bytes(content)
            outcomes = self.run(paths, tmp_path / "out")
            assert {outcome.status for outcome in outcomes} == {"read"}
            assert (tmp_path / "out" / "a.yaml").read_bytes() == expected

    def test_a_memory_that_cannot_be_written_is_only_slower(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        paths = documents(tmp_path, "a.txt", "b.txt")
        monkeypatch.setenv("GGPLAN_CACHE", str(paths[0] / "cache"))
        assert {outcome.status for outcome in self.run(paths, tmp_path / "out")} == {"read"}

    def test_clearing_removes_what_was_remembered_and_nothing_else(self, tmp_path: Path, folder: Path) -> None:
        self.run(documents(tmp_path, "a.txt", "b.txt"), tmp_path / "out")
        (folder / "mine.txt").write_text("x")
        assert clear_cache() == 2
        assert cache_facts() == (folder, 0, 0)
        assert files(folder) == ["mine.txt"]

    def test_a_changed_parser_never_meets_an_old_result(self) -> None:
        """Whatever reading depends on is part of the fingerprint."""
        root = Path(module.__file__).resolve().parent.parent
        before = module.parser_fingerprint()
        for name in ("text.py", "plan.py", "serial.py", "parse/plan.py", "normalize/plan.py", "registry/registry.json"):
            assert name_changes_fingerprint(root / name, before), name


def name_changes_fingerprint(path: Path, before: str) -> bool:
    """Whether the digest would be another one if the file held another byte."""
    real = Path.read_bytes
    module._FINGERPRINT.clear()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Path, "read_bytes", lambda self: real(self) + (b"\n" if self == path else b""))
            return module.parser_fingerprint() != before
    finally:
        module._FINGERPRINT.clear()
