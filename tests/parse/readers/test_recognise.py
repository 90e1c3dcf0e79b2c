"""What kind of file it is: by its first bytes, then by its name."""

from __future__ import annotations

import hashlib
import importlib
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.errors import InputError
from ggplan.parse.readers import FORMATS, read, recognise
from support import cases


@pytest.mark.parametrize("case", cases("readers/recognised"))
def test_formats_by_signature_and_name(case: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / case["file"]
    path.write_bytes(bytes.fromhex(case["bytes"]) if "bytes" in case else case["text"].encode())
    assert recognise(path).format.name == case["format"]


@pytest.mark.parametrize(
    ("member", "content", "name"),
    [
        ("word/document.xml", b"<w/>", "docx"),
        ("xl/workbook.xml", b"<x/>", "xlsx"),
        ("mimetype", b"application/vnd.oasis.opendocument.text", "odt"),
    ],
)
def test_archives_by_what_they_hold(member: str, content: bytes, name: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.doc"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, content)
    assert recognise(path).format.name == name


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(b"Plan")
    assert recognise(path).sha256 == hashlib.sha256(b"Plan").hexdigest()


def test_an_archive_that_holds_no_document(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "plans.zip", "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(InputError, match="unpack it"):
        recognise(tmp_path / "plans.zip")


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("missing.txt", None, "there is no such file"),
        ("empty.txt", b"", "is empty"),
        ("broken.docx", b"PK\x03\x04broken", "damaged"),
        ("program", b"\x7fELF\x02\x01\x01" + bytes(80) + b"\x03\x00>\x00", "binary"),
        ("noise.bin", bytes(range(1, 32)) * 40, "binary"),
        ("program.txt", b"\x7fELF\x02\x01\x01" + bytes(80) + b"\x03\x00>\x00" * 50, "binary"),
        ("zeros.txt", bytes(300), "binary"),
        ("packed.csv", bytes(range(256)) * 8, "binary"),
        ("x" * 300, None, "cannot be read"),
    ],
    ids=[
        "missing",
        "empty",
        "broken archive",
        "program",
        "noise",
        "program named as text",
        "zeros named as text",
        "any bytes named as a table",
        "too long a name",
    ],
)
def test_what_is_no_document(name: str, data: bytes | None, says: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        recognise(path)
    assert says in str(caught.value)
    assert str(path) in str(caught.value)


TEXT = "KẾ HOẠCH\r\nThực hiện tăng trưởng xanh: giảm phát thải, đào tạo cán bộ ngân hàng.\r\n" * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["plan", "plan.txt", "plan.html", "plan.unknown"])
def test_a_text_in_any_form_of_unicode_is_text(name: str, encoding: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(TEXT.encode(encoding))
    assert recognise(tmp_path / name).format.name in ("text", "html")


@pytest.mark.parametrize("kind", ["cp1258", "tcvn3", "vni"])
def test_a_text_in_a_legacy_encoding_is_text(kind: str, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_bytes(legacy_text(kind))
    assert recognise(tmp_path / "plan.txt").format.name == "text"
    document = read(tmp_path / "plan.txt")
    assert document.repairs[0][2] == {"encoding": kind.upper()}
    assert document.blocks[0].text == "Kế hoạch thực hiện"  # type: ignore[union-attr]


def legacy_text(kind: str) -> bytes:
    """Sentences as typed with the fonts of the time; cp1258 writes tone marks after their vowels."""
    if kind == "cp1258":
        return "K\u00ea\u0301 hoa\u0323ch th\u01b0\u0323c hi\u00ea\u0323n\n".encode("cp1258") * 4
    coded = {"tcvn3": "KÕ ho¹ch thùc hiÖn\n", "vni": "Keá hoaïch thöïc hieän\n"}[kind]
    return coded.encode("latin-1") * 4


def test_a_text_with_a_few_stray_characters_is_text(tmp_path: Path) -> None:
    """A damaged font or copy leaves some: they are repaired by the reader, and told."""
    (tmp_path / "plan.txt").write_bytes((TEXT + "\x00\x01").encode())
    assert recognise(tmp_path / "plan.txt").format.name == "text"


def test_a_text_of_blanks_is_empty(tmp_path: Path) -> None:
    (tmp_path / "blank.txt").write_text(" \n\t\f\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"blank\.txt is empty"):
        read(tmp_path / "blank.txt")


def test_a_folder_and_a_pipe_are_no_documents(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        recognise(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.txt")
        with pytest.raises(InputError, match="not a regular file"):
            recognise(tmp_path / "pipe.txt")


@given(st.binary(min_size=1, max_size=200), st.sampled_from(["", ".txt", ".md", ".pdf", ".docx", ".html", ".csv", ".png"]))
def test_any_bytes_are_of_a_known_kind_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(data)
    try:
        assert recognise(path).format in FORMATS
    except InputError as error:
        assert "\n" not in str(error)


def test_every_format_has_a_reader() -> None:
    for entry in FORMATS:
        assert callable(importlib.import_module(f"ggplan.parse.readers.{entry.module}").read)


def test_a_suffix_is_of_one_format() -> None:
    suffixes = [suffix for entry in FORMATS for suffix in entry.suffixes]
    assert len(set(suffixes)) == len(suffixes)
