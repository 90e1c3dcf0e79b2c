"""Office files as archives of XML parts, read without trusting them: bounded sizes, no entities, nothing fetched."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from ggplan.errors import InputError

__all__ = ["Archive"]

# A part of a real plan is below 20 MB; a bomb unpacks to gigabytes.
_PART_LIMIT = 256 * 1024 * 1024
_RATIO_LIMIT = 400
_RATIO_FREE = 16 * 1024 * 1024
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# ISO's strict form of the format says the same in other namespaces.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)


class Archive:
    """The parts of a ZIP-based document. Every method raises `InputError` for an archive that cannot be read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise InputError(f"{path} is a damaged archive ({error}); ask for another copy") from error
        self.names = frozenset(self._zip.namelist())

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def data(self, name: str) -> bytes:
        """The bytes of a part. Refuses one that unpacks to more than a document can hold."""
        try:
            info = self._zip.getinfo(name)
            if info.flag_bits & 1:
                raise InputError(f"{self._path} is encrypted; save a copy without a password")
            self._check_size(info.file_size, info.compress_size, name)
            with self._zip.open(info) as stream:
                data = stream.read(info.file_size + 1)
        except KeyError as error:
            raise InputError(f"{self._path} is damaged (it has no {name}); ask for another copy") from error
        except InputError:
            raise
        except Exception as error:  # zipfile raises zlib.error, EOFError, struct.error … on damaged bytes
            raise InputError(f"{self._path} is damaged ({name}: {error}); ask for another copy") from error
        if len(data) > info.file_size:
            raise InputError(f"{self._path} is damaged ({name} is larger than it says); ask for another copy")
        return data

    def _check_size(self, size: int, packed: int, name: str) -> None:
        if size > _PART_LIMIT or (size > _RATIO_FREE and size > packed * _RATIO_LIMIT):
            raise InputError(f"{self._path} was not read: {name} unpacks to {size} bytes, which no document needs")

    def xml(self, name: str) -> Any:
        """The root element of an XML part. Refuses document types and entities, which office files never have."""
        data = self.data(name)
        if _DECLARATION.search(data):
            raise InputError(f"{self._path} was not read: {name} declares XML entities, which office files never do")
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise InputError(f"{self._path} is damaged ({name}: {error}); ask for another copy") from error

    def xml_if_there(self, name: str) -> Any | None:
        """The root element of a part, or None where the archive has none."""
        return self.xml(name) if name in self.names else None
