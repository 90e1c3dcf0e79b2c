"""DOC, ODT and RTF through LibreOffice: pressed plans cell by cell; what happens without it, and to files it cannot read."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from ggplan.errors import InputError
from ggplan.parse.readers import office
from press import LAYOUTS, from_gold, press_many
from press.truth import body_rows, expected, plan_rows, widest_tables
from support import heed_interrupts

GOLD = Path(__file__).resolve().parents[2] / "gold"
NAMES = ("plain", "nested", "automatic", "tcvn3")


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory):
    plan = from_gold(GOLD / "gia-lai.yaml")
    folder = tmp_path_factory.mktemp("office")
    return plan, press_many({name: (plan, LAYOUTS[name]) for name in NAMES}, folder, ["odt", "doc", "rtf"])


@pytest.mark.engine("soffice")
@pytest.mark.parametrize(("name", "form"), [("plain", "odt"), ("nested", "doc"), ("automatic", "doc"), ("tcvn3", "rtf")])
def test_every_cell(name: str, form: str, documents) -> None:
    plan, files = documents
    layout = LAYOUTS[name]
    document = office.read(files[name][form])
    rows = body_rows(widest_tables(document.blocks, len(layout.columns)), layout)
    assert [plan_rows(row) for row in rows] == expected(plan, layout)
    assert document.media_type == office._MEDIA_TYPES[f".{form}"]


@pytest.mark.engine("soffice")
def test_the_content_decides_and_nothing_is_left_behind(documents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, files = documents
    renamed = tmp_path / "kế hoạch (bản 1) #2.odt"
    renamed.write_bytes(files["plain"]["rtf"].read_bytes())
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    assert office.read(renamed).media_type == "application/rtf"
    assert list((tmp_path / "temporary").iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == [renamed.name, "temporary"]


@pytest.mark.engine("soffice")
def test_a_damaged_file_says_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.odt"
    path.write_bytes(b"PK\x03\x04" + b"nothing of an archive" * 40)
    with pytest.raises(InputError) as caught:
        office.read(path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.engine("soffice")
def test_an_interrupted_run_ends_libreoffice_and_clears_up(documents, tmp_path: Path) -> None:
    _, files = documents
    code = (
        "import pathlib, sys\nfrom ggplan.parse.readers import office\nprint('begun', flush=True)\n"
        "office.read(pathlib.Path(sys.argv[1]))\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(files["plain"]["doc"])],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(office.__file__).parents[3]), "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        preexec_fn=heed_interrupts,
    )
    assert process.stdout is not None and process.stdout.readline() == b"begun\n"
    deadline = time.monotonic() + 20
    while not list(tmp_path.glob("ggplan-*/profile/user/*")) and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    process.wait(timeout=30)
    process.stdout.close()
    assert process.returncode != 0
    assert list(tmp_path.iterdir()) == []


def test_without_libreoffice_one_sentence_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_office", lambda: None)
    path = tmp_path / "a.rtf"
    path.write_bytes(b"{\\rtf1 x}")
    with pytest.raises(InputError, match=r"libreoffice\.org"):
        office.read(path)


@pytest.mark.parametrize(
    ("stream", "message"), [("EncryptedPackage", "without one"), ("PowerPoint Document", "no Word document and no workbook")]
)
def test_other_ole_files_are_refused_by_their_content(stream: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(office._OLE + b"\0" * 512 + stream.encode("utf-16-le") + b"\0" * 64)
    with pytest.raises(InputError, match=message):
        office.read(path)


def test_a_file_of_another_kind(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(b"plain text")
    with pytest.raises(InputError, match="no DOC, ODT or RTF"):
        office.read(path)


def test_a_program_that_does_not_start_or_never_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(b"{\\rtf1 x}")
    monkeypatch.setattr(office, "find_office", lambda: str(tmp_path / "missing"))
    with pytest.raises(InputError, match="could not be started"):
        office.read(path)
    endless = tmp_path / "endless"
    endless.write_text("#!/bin/sh\nsleep 60\n")
    endless.chmod(0o755)
    monkeypatch.setattr(office, "find_office", lambda: str(endless))
    monkeypatch.setattr(office, "_SECONDS", 1)
    begin = time.monotonic()
    with pytest.raises(InputError, match="busy"):
        office.read(path)
    assert time.monotonic() - begin < 15
