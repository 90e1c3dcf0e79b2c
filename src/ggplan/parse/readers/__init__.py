"""Readers: a path in, a `Document` out. One module a format, each imported only when a file of its format comes.

A format is one module here and one row of `FORMATS`. It is recognised by its first bytes, then by its suffix, so a `.doc`
that is really a DOCX, RTF or HTML file is read as what it is.
"""

from __future__ import annotations

import hashlib
import importlib
import zipfile
from dataclasses import dataclass
from pathlib import Path

from ggplan.document import Document, PageBreak
from ggplan.errors import InputError

__all__ = ["FORMATS", "Format", "Raw", "digest", "read", "recognise"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its reader module, its suffixes and its media type."""

    name: str
    module: str
    suffixes: tuple[str, ...]
    media_type: str


FORMATS = (
    Format("pdf", "pdf", (".pdf",), "application/pdf"),
    Format("docx", "docx", (".docx", ".docm"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    Format("xlsx", "xlsx", (".xlsx", ".xlsm"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    Format("odt", "office", (".odt", ".fodt"), "application/vnd.oasis.opendocument.text"),
    Format("doc", "office", (".doc", ".dot"), "application/msword"),
    Format("rtf", "office", (".rtf",), "application/rtf"),
    Format("html", "html", (".html", ".htm", ".xhtml", ".mht"), "text/html"),
    Format("csv", "xlsx", (".csv", ".tsv"), "text/csv"),
    Format("image", "ocr", (".png", ".jpg", ".jpeg", ".tif", ".tiff"), "image/*"),
    Format("markdown", "markdown", (".md", ".markdown"), "text/markdown"),
    Format("text", "text", (".txt", ".text", ""), "text/plain"),
)
_BY_NAME = {entry.name: entry for entry in FORMATS}


@dataclass(frozen=True, slots=True)
class Raw:
    """A file that was looked at but not read: its path, recognised format and SHA-256."""

    path: Path
    format: Format
    sha256: str


def digest(path: Path) -> str:
    """The SHA-256 of the file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def recognise(path: Path) -> Raw:
    """What kind of file `path` is. Raises `InputError` for one that is missing, empty, a folder or of no known kind."""
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder; give a file, or a folder together with -o DIR")
        if not path.is_file():
            raise InputError(f"{path}: there is no such file" if not path.exists() else f"{path} is not a regular file")
        with path.open("rb") as stream:
            head = stream.read(4096)
        if not head:
            raise InputError(f"{path} is empty; ask for another copy")
        return Raw(path, _format(path, head), digest(path))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error


def _format(path: Path, head: bytes) -> Format:
    by_bytes = _by_signature(path, head)
    if by_bytes:
        return _BY_NAME[by_bytes]
    if _looks_binary(head):
        raise InputError(f"{path} is no document that ggplan reads (a binary file); give PDF, DOCX, HTML, XLSX or text")
    suffix = path.suffix.lower()
    for entry in FORMATS:
        if suffix in entry.suffixes and entry.name in ("html", "csv", "markdown", "text"):
            return entry
    return _BY_NAME["text"]


def _by_signature(path: Path, head: bytes) -> str | None:
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(path)
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:512].lower()
    if start.startswith((b"<!doctype html", b"<html")) or (start.startswith(b"<?xml") and b"<html" in head.lower()):
        return "html"
    return None


_MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
)


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "word/document.xml" in names:
                return "docx"
            if "xl/workbook.xml" in names:
                return "xlsx"
            if "mimetype" in names and b"opendocument.text" in archive.open("mimetype").read(100):
                return "odt"
    except (zipfile.BadZipFile, OSError, KeyError, RuntimeError, NotImplementedError) as error:
        raise InputError(f"{path} is a damaged or encrypted archive ({error}); ask for another copy") from error
    raise InputError(f"{path} is an archive that holds no document ggplan reads; unpack it and give the file inside")


_STRAY = 0.02
"""The share of control characters, NUL among them, that a text still has where a font or a copy was damaged."""


def _looks_binary(head: bytes) -> bool:
    """True for what is no text in any encoding. UTF-16, with or without its mark, has zeros and is text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if even + odd > len(head) * _STRAY + 1:  # of UTF-16 text many bytes are zero, all in odd or all in even places
        return max(even, odd) * 5 <= len(head) or min(even, odd) * 20 >= len(head)
    controls = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
    return controls > len(head) * _STRAY + 2


def read(path: Path, *, password: str | None = None) -> Document:
    """The document in the file. Raises `InputError`, one sentence, for what cannot be read."""
    raw = recognise(path)
    module = importlib.import_module(f"ggplan.parse.readers.{raw.format.module}")
    document: Document = module.read(path, password=password)
    if all(isinstance(block, PageBreak) for block in document.blocks):
        raise InputError(f"{path} is empty: it holds no text; ask for another copy")
    return document
