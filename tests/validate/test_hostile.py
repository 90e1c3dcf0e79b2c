"""Files that want to harm: bounded time and memory, one clear finding, exit code 2 where nothing could be checked."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SECONDS = 20
BYTES = 1536 * 1024 * 1024
CODE = "from ggplan.cli import main; main()"


def bounded(*arguments: str, cwd: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """`ggplan validate` with limits on CPU time and address space."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))

    command = [sys.executable, "-W", "error", "-c", CODE, "validate", "--isolated", *arguments]
    return subprocess.run(
        command, cwd=cwd, input=stdin, capture_output=True, check=False, timeout=120, preexec_fn=limit, env=dict(os.environ)
    )


def bomb(_: Path) -> bytes:
    lines = ["ggplan: 1", "a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]" for n in range(20)]
    return "\n".join(lines).encode()


HOSTILE: dict[str, tuple[Callable[[Path], bytes], str]] = {
    "aliases that explode": (bomb, "GG109"),
    "an alias of itself": (lambda _: b"ggplan: 1\na: &a {b: *a}\n", "GG108"),
    "deep YAML": (lambda _: b"ggplan: 1\na: " + b"[" * 200_000, "GG108"),
    "deep block YAML": (lambda _: b"ggplan: 1\n" + b"".join(b" " * n + b"a:\n" for n in range(2_000)), "GG108"),
    "deep JSON": (lambda _: b'{"ggplan": 1, "a": ' + b"[" * 500_000, "GG108"),
    "tags": (lambda _: b"ggplan: 1\na: !!python/object/apply:os.system [echo harm]\n", "GG107"),
    "a million duplicate keys": (lambda _: b"ggplan: 1\n" + b"a: b\n" * 1_000_000, "GG109"),
    "a million duplicate keys in JSON": (lambda _: b'{"ggplan": 1' + b', "a": 1' * 1_000_000 + b"}", "GG109"),
    "a million keys": (lambda _: b"ggplan: 1\n" + b"".join(b"a%d: b\n" % n for n in range(1_000_000)), "GG105"),
    "one line of 100 MB": (lambda _: b"ggplan: 1\na: " + b"x" * 100_000_000, "GG109"),
    "one line of 50 MB": (lambda _: b"ggplan: 1\na: " + b"x" * 50_000_000, "GG109"),
    "one line of 50 MB in JSON": (lambda _: b'{"ggplan": 1, "a": "' + b"x" * 50_000_000 + b'"}', "GG105"),
    "60 MB of list items": (lambda _: b"ggplan: 1\na:\n" + b"- b\n" * 15_000_000, "GG109"),
    "invalid UTF-8": (lambda _: b"ggplan: 1\na: \xff\xfe\xc3\n", "GG102"),
    "UTF-16": (lambda _: "ggplan: 1\n".encode("utf-16"), "GG102"),
    "an unfinished sequence": (lambda _: b"ggplan: 1\ntitle: K\xe1\xba", "GG102"),
    "NUL bytes": (lambda _: b"ggplan: 1\na: \x00\x00\n", "GG103"),
    "nothing": (lambda _: b"", "GG104"),
    "only a comment": (lambda _: b"# ggplan: 1\n", "GG104"),
    "a huge number": (lambda _: b'{"ggplan": ' + b"9" * 400_000 + b"}", "GG104"),
    "a number with an exponent": (lambda _: b"ggplan: 1\nperiod: {start: 1e999999999}\n", "GG105"),
    "half a surrogate pair": (lambda _: b'{"ggplan": 1, "document": {"title": "\\ud800"}}', "GG105"),
    "escapes for a terminal": (lambda _: b'ggplan: 1\n"\\e[2J\\e]0;x\\a": 1\n', "GG105"),
    "a million comments": (lambda _: b"ggplan: 1\n" + b"# ggplan: ignore[GG1]\n" * 200_000, "GG114"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file(name: str, tmp_path: Path) -> None:
    make, code = HOSTILE[name]
    (tmp_path / "plan.yaml").write_bytes(make(tmp_path))
    done = bounded("plan.yaml", cwd=tmp_path)
    out = done.stdout.decode("utf-8")
    assert done.returncode in (1, 2), (done.returncode, done.stderr[-2000:])
    assert done.stderr == b""
    assert code in out
    assert len(out) < 60_000_000
    assert all(char.isprintable() or char == "\n" for char in out[:100_000])
    if done.returncode == 2:
        assert out.count("plan.yaml:") == 1


def test_a_loop_of_folders(tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "plan.yaml").write_text("ggplan: 1\n", encoding="utf-8")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "self.yaml").symlink_to("self.yaml")
    done = bounded("plans", "--output-format", "github", "--select", "GG101,GG130", cwd=tmp_path)
    out = done.stdout.decode()
    assert done.returncode == 1
    assert out.count("plans/plan.yaml") == 1
    assert "plans/self.yaml" in out and "symbolic links" in out


def test_a_fifo_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "plan.yaml")
    done = bounded("plan.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert "it is not a regular file" in done.stdout.decode()


def test_a_fifo_and_a_device_in_a_folder(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "zero.yaml").symlink_to("/dev/zero")
    (tmp_path / "plan.yaml").write_text("ggplan: 1\n", encoding="utf-8")
    done = bounded(".", "--select", "GG101", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.decode().count("it is not a regular file") == 2


def test_standard_input_has_a_limit(tmp_path: Path) -> None:
    done = bounded("-", cwd=tmp_path, stdin=b"ggplan: 1\na: " + b"x" * 80_000_000)
    assert done.returncode == 2
    assert "<stdin>:1:1: error GG109" in done.stdout.decode()


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    try:
        assert bounded(".", cwd=tmp_path).returncode == 2
    finally:
        closed.chmod(0o700)


@pytest.mark.parametrize("name", ["a\nb.yaml", "a\x1b[2Jb.yaml", "-x.yaml", "k\u1ebf\u0323.yaml"])
def test_strange_names(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("plan: 1\n", encoding="utf-8")
    done = bounded("--", f"./{name}", cwd=tmp_path)
    out = done.stdout.decode()
    assert done.returncode == 2
    assert "GG104" in out
    assert all(char.isprintable() or char == "\n" for char in out)
    assert "\nb.yaml" not in out
