"""The canonical file: the same bytes again, clear refusals, written whole or not at all."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given

import ggplan
from ggplan import canonical
from ggplan.errors import CanonicalError, InputError, OutputError
from ggplan.plan import Plan
from strategies import plans
from support import CANONICAL, PLANS, cases

PLAN = Plan.model_validate({"document": {"title": "Kế hoạch"}})


@given(plans)
def test_what_was_read_is_written_as_the_same_bytes(plan: Plan) -> None:
    for form in ("yaml", "json"):
        text = plan.dump(form)  # type: ignore[arg-type]
        again = canonical.loads(text)
        assert again == plan
        assert again.dump(form) == text  # type: ignore[arg-type]


@given(plans)
def test_yaml_and_json_say_the_same(plan: Plan) -> None:
    assert canonical.loads(plan.dump("json")).dump("yaml") == plan.dump("yaml")


@given(plans)
def test_the_text_is_one_file_on_every_system(plan: Plan) -> None:
    for text in (plan.dump("yaml"), plan.dump("json")):
        assert text.endswith("\n") and not text.endswith("\n\n")
        assert "\r" not in text
        text.encode("utf-8")


@pytest.mark.parametrize("slug", PLANS)
def test_the_five_canonical_files(slug: str, tmp_path: Path) -> None:
    source = CANONICAL / f"{slug}.yaml"
    plan = ggplan.load(source)
    canonical.write(plan, tmp_path / "copy.yaml")
    assert (tmp_path / "copy.yaml").read_bytes() == source.read_bytes()
    canonical.write(plan, tmp_path / "copy.json")
    assert json.loads((tmp_path / "copy.json").read_bytes())["ggplan"] == 1
    assert ggplan.load(tmp_path / "copy.json") == plan


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + PLAN.dump().replace("\n", "\r\n").encode())
    assert canonical.load(path) == PLAN


@pytest.mark.parametrize("case", cases("canonical/refused"))
def test_a_text_that_is_no_plan(case: dict[str, str]) -> None:
    with pytest.raises(CanonicalError) as caught:
        canonical.loads(case["text"], "plan.yaml")
    assert str(caught.value).startswith("plan.yaml ")
    assert case["says"] in str(caught.value)
    assert "\n" not in str(caught.value)


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(CanonicalError):
        canonical.loads('{"ggplan": 1, "tasks": ' + "[" * 200_000)


@pytest.mark.parametrize("case", cases("canonical/unreadable"))
def test_a_file_that_cannot_be_read(case: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    if case["name"] == "folder":
        path.mkdir()
    elif "bytes" in case:
        path.write_bytes(bytes.fromhex(case["bytes"]))
    with pytest.raises(InputError) as caught:
        canonical.load(path)
    assert str(path) in str(caught.value)
    assert case["says"] in str(caught.value)


class TestWriting:
    """`write` leaves the old file or the new one, and nothing else."""

    def test_writes_utf8_with_unix_line_ends(self, tmp_path: Path) -> None:
        canonical.write(PLAN, tmp_path / "a.yaml")
        assert (tmp_path / "a.yaml").read_bytes() == PLAN.dump().encode()
        assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]

    def test_the_name_decides_the_format_unless_it_is_given(self, tmp_path: Path) -> None:
        canonical.write(PLAN, tmp_path / "a.JSON")
        canonical.write(PLAN, tmp_path / "b.yaml", format="json")
        assert (tmp_path / "a.JSON").read_bytes() == (tmp_path / "b.yaml").read_bytes() == PLAN.dump("json").encode()

    @pytest.mark.parametrize("name", ["folder", "missing/a.yaml", "file/a.yaml", "x" * 300])
    def test_a_target_that_cannot_be_written(self, name: str, tmp_path: Path) -> None:
        (tmp_path / "folder").mkdir()
        (tmp_path / "file").write_text("old")
        before = sorted(tmp_path.rglob("*"))
        with pytest.raises(OutputError) as caught:
            canonical.write(PLAN, tmp_path / name)
        assert name in str(caught.value)
        assert sorted(tmp_path.rglob("*")) == before
        assert (tmp_path / "file").read_text() == "old"

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
    def test_a_read_only_folder(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o555)
        with pytest.raises(OutputError):
            canonical.write(PLAN, tmp_path / "a.yaml")

    @pytest.mark.parametrize("step", ["chmod", "replace"])
    def test_a_failure_half_way_leaves_the_old_file(self, step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object) -> None:
            raise OSError(28, "No space left on device")

        (tmp_path / "a.yaml").write_text("old")
        monkeypatch.setattr(Path, step, fail)
        with pytest.raises(OutputError, match="No space left on device"):
            canonical.write(PLAN, tmp_path / "a.yaml")
        assert (tmp_path / "a.yaml").read_text() == "old"
        assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]

    def test_an_input_is_never_written_over(self, tmp_path: Path) -> None:
        (tmp_path / "plan.txt").write_text("I. …")
        os.link(tmp_path / "plan.txt", tmp_path / "hard.txt")
        (tmp_path / "soft.txt").symlink_to("plan.txt")
        for name in ("plan.txt", "./plan.txt", "hard.txt", "soft.txt"):
            with pytest.raises(OutputError, match="is the input"):
                canonical.write(PLAN, tmp_path / name, inputs=[tmp_path / "plan.txt"])
        assert (tmp_path / "plan.txt").read_text() == "I. …"

    def test_a_link_stays_a_link(self, tmp_path: Path) -> None:
        (tmp_path / "real.yaml").write_text("old")
        (tmp_path / "link.yaml").symlink_to("real.yaml")
        canonical.write(PLAN, tmp_path / "link.yaml")
        assert (tmp_path / "link.yaml").is_symlink()
        assert canonical.load(tmp_path / "real.yaml") == PLAN

    @pytest.mark.skipif(sys.platform == "win32", reason="no such device")
    def test_a_device_stays_a_device(self) -> None:
        canonical.write(PLAN, "/dev/null")
        assert not Path("/dev/null").is_file()

    def test_the_longest_name_that_a_folder_holds(self, tmp_path: Path) -> None:
        name = "kế-hoạch-" * 20
        name = name.encode()[:240].decode(errors="ignore") + ".yaml"
        canonical.write(PLAN, tmp_path / name)
        assert canonical.load(tmp_path / name) == PLAN

    @pytest.mark.skipif(sys.platform == "win32", reason="no such modes")
    def test_the_mode_is_kept_or_the_usual_one(self, tmp_path: Path) -> None:
        (tmp_path / "old.yaml").write_text("old")
        (tmp_path / "old.yaml").chmod(0o640)
        canonical.write(PLAN, tmp_path / "old.yaml")
        canonical.write(PLAN, tmp_path / "new.yaml")
        (tmp_path / "usual").write_text("")
        assert (tmp_path / "old.yaml").stat().st_mode & 0o777 == 0o640
        assert (tmp_path / "new.yaml").stat().st_mode == (tmp_path / "usual").stat().st_mode
