"""`ggplan diff` as people call it: inputs, formats, options, exit codes, sentences for what goes wrong."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from diff.goldplans import gold_plan, merged_plan
from ggplan.canonical import write
from ggplan.cli import app
from ggplan.plan import Plan, Target
from support import CANONICAL, RAW, ggplan

NAMES = ("gia-lai", "son-la", "bac-giang", "lao-cai")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `data/canonical` of the annotated plans."""
    folder = tmp_path_factory.mktemp("repository")
    canonical = folder / "data" / "canonical"
    canonical.mkdir(parents=True)
    for name in NAMES:
        write(gold_plan(name), canonical / f"{name}.yaml")
    write(merged_plan("thanh-hoa.body", "thanh-hoa.appendix"), canonical / "thanh-hoa.json")
    return folder


def run(folder: Path, *arguments: str, code: int = 0, stdin: bytes | None = None) -> str:
    """The output of `ggplan diff`, which must end with `code` and, unless it failed, say nothing on stderr."""
    with contextlib.chdir(folder):
        done = CliRunner().invoke(app, ["diff", *arguments], input=stdin)
    assert done.exit_code == code, done.output
    assert (done.stderr == "") is (code != 2), done.stderr
    return done.stderr if code == 2 else done.stdout


def test_names_files_and_raw_documents_give_one_comparison(repository: Path) -> None:
    by_name = json.loads(run(repository, "son-la", "bac-giang", "--format", "json"))
    by_file = json.loads(run(repository, "data/canonical/son-la.yaml", "data/canonical/bac-giang.yaml", "--format", "json"))
    assert by_name == by_file
    assert by_name["left"]["path"] == "data/canonical/son-la.yaml"
    raw = json.loads(run(repository, str(RAW / "son-la.txt"), "bac-giang", "--format", "json"))
    assert {(pair["left"], pair["kind"]) for pair in raw["tasks"]["pairs"]} >= {("2.1", "same"), ("2.3", "same")}


def test_names_are_found_from_a_folder_below(repository: Path) -> None:
    below = repository / "reports" / "2023"
    below.mkdir(parents=True, exist_ok=True)
    assert "Sơn La" in run(below, "son-la", "bac-giang")


def test_a_plan_from_stdin(repository: Path) -> None:
    text = (repository / "data" / "canonical" / "son-la.yaml").read_bytes()
    assert "Sơn La" in run(repository, "-", "bac-giang", stdin=text)
    assert "Sơn La" in run(repository, "bac-giang", "-", stdin=(RAW / "son-la.txt").read_bytes())
    assert "stdin is empty" in run(repository, "-", "bac-giang", stdin=b" \n", code=2)


def test_within_one_plan(repository: Path) -> None:
    diff = json.loads(run(repository, "--within", "thanh-hoa", "--format", "json"))
    assert diff["mode"] == "within"
    assert (diff["left"]["section"], diff["right"]["section"]) == ("body", "appendix")
    assert len(diff["tasks"]["pairs"]) == 54
    assert "no task in its appendix" in run(repository, "--within", "son-la", code=2)


def test_two_versions_of_one_plan(repository: Path, tmp_path: Path) -> None:
    plan = gold_plan("son-la")
    after = plan.model_copy(
        update={"targets": tuple(t.model_copy(update={"min": 1}) if t.id == "T2" else t for t in plan.targets)}
    )
    write(after, tmp_path / "after.yaml")
    diff = json.loads(run(repository, "son-la", str(tmp_path / "after.yaml"), "--format", "json"))
    assert diff["mode"] == "versions"
    changed = [pair for part in ("tasks", "targets") for pair in diff[part]["pairs"] if pair["changes"]]
    assert [(pair["left"], list(pair["changes"])) for pair in changed] == [("T2", ["value"])]


def test_exit_code_says_whether_they_differ(repository: Path, tmp_path: Path) -> None:
    shutil.copy(repository / "data" / "canonical" / "son-la.yaml", tmp_path / "copy.yaml")
    run(repository, "son-la", str(tmp_path / "copy.yaml"), "--exit-code")
    run(repository, "son-la", "bac-giang", "--exit-code", code=1)
    run(repository, "son-la", "bac-giang")


@pytest.mark.parametrize(
    ("name", "head"),
    [("d.json", b'{\n  "ggplan": 1'), ("d.md", "## Sơn La".encode()), ("d.html", b"<!doctype html>"), ("d.xlsx", b"PK")],
)
def test_formats_by_suffix(repository: Path, tmp_path: Path, name: str, head: bytes) -> None:
    assert run(repository, "son-la", "bac-giang", "-o", str(tmp_path / name)) == ""
    assert (tmp_path / name).read_bytes().startswith(head)


def test_piped_output_is_utf8_whatever_the_locale(repository: Path) -> None:
    done = ggplan("diff", "son-la", "bac-giang", cwd=repository, env={"PYTHONIOENCODING": "cp1258:strict", "COLUMNS": "80"})
    assert done.returncode == 0, done.stderr
    lines = done.stdout.decode().splitlines()
    assert max(map(len, lines)) <= 80
    assert any("Sở Tài nguyên và Môi trường" in line for line in lines)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("options", "paged"), [([], True), (["--no-pager"], False)])
def test_a_long_report_is_paged_on_a_terminal(repository: Path, tmp_path: Path, options: list[str], paged: bool) -> None:
    import pty

    ours, theirs = pty.openpty()
    file = tmp_path / "paged.txt"
    environment = {**os.environ, "PAGER": f"cat > '{file}'", "TERM": "xterm", "COLUMNS": "80", "NO_COLOR": ""}
    command = [sys.executable, "-c", "from ggplan.cli import main; main()", "diff", "son-la", "lao-cai", *options]
    process = subprocess.Popen(command, cwd=repository, env=environment, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    with contextlib.suppress(OSError):
        while chunk := os.read(ours, 65536):
            shown += chunk
    assert process.wait(60) == 0
    os.close(ours)
    assert file.exists() is paged
    assert "Lào Cai".encode() in (file.read_bytes() if paged else shown)


def test_only_theme_and_agency(repository: Path) -> None:
    only = json.loads(run(repository, "son-la", "bac-giang", "--only", "targets", "--format", "json"))
    assert (only["tasks"]["pairs"], only["themes"], only["agencies"]) == ([], [], [])
    assert only["targets"]["pairs"]
    theme = json.loads(run(repository, "son-la", "bac-giang", "--theme", "13", "--format", "json"))
    assert {pair["left"] for pair in theme["tasks"]["pairs"]} == {"8.1", "8.2", "8.3", "8.4"}
    assert theme["targets"]["pairs"] == []
    for name in ("so-cong-thuong", "Sở Công thương"):
        agency = json.loads(run(repository, "son-la", "bac-giang", "--agency", name, "--format", "json"))
        assert {"2.1", "9.2", "10.1"} <= {pair["left"] for pair in agency["tasks"]["pairs"]}
        assert [load["name"] for load in agency["agencies"]] == ["Sở Công Thương"]


def test_counts_are_those_of_the_tasks_asked_for(repository: Path) -> None:
    for option in (["--theme", "13"], ["--agency", "so-y-te"]):
        diff = json.loads(run(repository, "son-la", "bac-giang", *option, "--format", "json"))
        parts = diff["tasks"]
        for side in ("left", "right"):
            shown = {pair[side] for pair in parts["pairs"]} | {*parts[f"only_{side}"]}
            assert 0 < sum(count[side] for count in diff["themes"]) <= len(shown)
    assert {count["theme"] for count in diff["themes"]} < {*range(1, 19)}


def test_a_body_is_found_by_what_it_had_become(repository: Path) -> None:
    arguments = ["gia-lai", "thanh-hoa", "--agency", "so-nong-nghiep-va-moi-truong", "--format", "json"]
    today = json.loads(run(repository, *arguments, "--as-of", "2025-07-01"))
    assert len(today["tasks"]["pairs"]) > 10
    assert [(load["id"], load["name"]) for load in today["agencies"]] == [
        ("so-nong-nghiep-va-moi-truong", "Sở Nông nghiệp và Môi trường")
    ]
    assert json.loads(run(repository, *arguments))["tasks"]["pairs"] == []


def test_one_body_of_two_provinces_has_one_name(repository: Path) -> None:
    """The branches of the State Bank are one body with a name in each province."""
    files = [str(CANONICAL / f"{name}.yaml") for name in ("gia-lai", "thanh-hoa")]
    diff = json.loads(run(repository, *files, "--only", "agencies", "--format", "json"))
    names = [load["name"] for load in diff["agencies"] if load["id"] == "ngan-hang-nha-nuoc-viet-nam-chi-nhanh-tinh"]
    assert names == ["Ngân hàng Nhà nước Việt Nam chi nhánh"]


def test_a_report_of_one_part_says_nothing_of_the_others(repository: Path) -> None:
    text = run(repository, "son-la", "bac-giang", "--only", "themes", "--exit-code", code=1)
    assert "Tasks by theme" in text
    assert "in both" not in text
    assert "do not differ" not in text
    assert "bodies more" not in run(repository, "gia-lai", "thanh-hoa", "--only", "agencies")
    nothing = run(repository, "son-la", "bac-giang", "--agency", "bo-quoc-phong", "--exit-code")
    assert "Neither plan has a task or a target of those asked for." in nothing


def test_a_name_may_be_that_of_the_province(repository: Path) -> None:
    assert run(repository, "Sơn La", "Bắc Giang") == run(repository, "son-la", "bac-giang")


def test_a_report_that_is_piped_has_no_blanks_at_line_ends_and_may_be_cut_short(repository: Path) -> None:
    text = run(repository, "son-la", "bac-giang")
    assert not [line for line in text.splitlines() if line != line.rstrip()]
    command = f"'{sys.executable}' -c 'from ggplan.cli import main; main()' diff gia-lai thanh-hoa | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=repository, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_as_of_and_min_score(repository: Path) -> None:
    diff = json.loads(run(repository, "son-la", "bac-giang", "--as-of", "2025-07-01", "--min-score", "0.9", "--format", "json"))
    assert diff["as_of"] == "2025-07-01"
    assert min(pair["score"] for pair in diff["tasks"]["pairs"]) >= 0.9
    assert "so-nong-nghiep-va-moi-truong" in {load["id"] for load in diff["agencies"]}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["son-la"], "two plans are needed"),
        (["son-la", "son-la"], "are the same"),
        (["son-la", "data/canonical/son-la.yaml"], "are the same"),
        (["a", "b", "c"], "compares two"),
        (["--within", "son-la", "bac-giang"], "one plan"),
        (["son-la", "nowhere"], "known names are bac-giang, gia-lai"),
        (["son-la", "data"], "is a folder"),
        (["son-la", "bac-giang", "--theme", "19"], "numbered 1 to 18"),
        (["son-la", "bac-giang", "--agency", "so-cong-thuog"], "did you mean so-cong-thuong"),
        (["son-la", "bac-giang", "--only", "tasks,words"], "choose from tasks, targets"),
        (["son-la", "bac-giang", "--min-score", "7"], "from 0 to 1"),
        (["son-la", "bac-giang", "--as-of", "heute"], "is no date"),
        (["son-la", "bac-giang", "--as-of", "2025-02-30"], "is no date"),
        (["-", "-"], "stdin can be read once"),
        (["son-la", "bac-gian"], "did you mean bac-giang?"),
        (["son-la", "bac-giang", "--theme", "XII"], "numbered 1 to 18"),
        (["son-la", "bac-giang", "--only", ""], "choose from tasks, targets"),
        (["son-la", "bac-giang", "-o", "d.pdf"], "no format has the suffix .pdf"),
        (["son-la", "bac-giang", "-o", "data/canonical/bac-giang.yaml", "--format", "terminal"], "is the input"),
        (["son-la", "bac-giang", "-o", "data/canonical/bac-giang.yaml", "--format", "xlsx"], "is the input"),
        (["son-la", "bac-giang", "--format", "pdf"], "choose from terminal"),
        (["son-la", "bac-giang", "-o", "data"], "is a folder"),
        (["son-la", "bac-giang", "--format", "json", "-o", "nowhere/d.json"], "cannot be written"),
        (["son-la", "data/canonical/bac-giang.yaml", "-o", "data/canonical/bac-giang.yaml", "--format", "json"], "is the input"),
    ],
)
def test_a_wrong_request_gets_one_sentence(repository: Path, arguments: list[str], sentence: str) -> None:
    error = run(repository, *arguments, code=2)
    assert error.startswith("ggplan: ")
    assert error.count("\n") == 1
    assert sentence in error


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("other.yaml", b"a: 1\n", "no canonical plan"),
        ("newer.yaml", b"ggplan: 2\n", "upgrade ggplan"),
        ("broken.yaml", b"ggplan: 1\ntasks: [\n", "neither YAML nor JSON"),
        ("wrong.json", b'{"ggplan": 1, "tasks": [{"id": 1}]}', "no canonical plan"),
        ("latin.yaml", b"ggplan: 1\ndocument: {title: \xff}\n", "not UTF-8"),
        ("empty.txt", b"", "empty"),
        ("shopping.txt", "Mua rau, mua cá, mua gạo.\n".encode(), "no task and no target"),
    ],
)
def test_a_file_that_is_no_plan_gets_one_sentence(
    repository: Path, tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(content)
    error = run(repository, "son-la", str(tmp_path / name), code=2)
    assert error.count("\n") == 1
    assert sentence in error
    assert name in error


def test_nothing_is_left_where_writing_fails(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    run(repository, "son-la", "bac-giang", "--format", "xlsx", "-o", str(tmp_path / "taken"), code=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["taken"]


def test_a_plan_without_anything_is_compared(repository: Path, tmp_path: Path) -> None:
    write(Plan(targets=(Target(id="T1", text="HDI đạt 0,8"),)), tmp_path / "one.yaml")
    write(Plan(), tmp_path / "nothing.yaml")
    for kind in ("terminal", "json", "markdown", "html"):
        assert run(
            repository, str(tmp_path / "one.yaml"), str(tmp_path / "nothing.yaml"), "--format", kind, "--exit-code", code=1
        )
