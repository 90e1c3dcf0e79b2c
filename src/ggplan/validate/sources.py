"""The documents that plans were read from, looked for by name in the folders that the user names."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

__all__ = ["SourceText", "find_source"]

_MAX_BYTES = 256 * 1024 * 1024
_TEXT_TYPES = ("text/plain", "text/markdown", "text/x-markdown")


@dataclass
class SourceText:
    """A source document as found on disk."""

    name: str
    sha256: str
    data: bytes

    @cached_property
    def lines(self) -> list[str] | None:
        """Its lines from the first, as the reader of text decodes and counts them; None where it is no text."""
        from ggplan.errors import InputError
        from ggplan.parse.readers.text import decode

        try:
            text, _ = decode(self.data, self.name)
        except InputError:
            return None
        return re.split(r"\r\n|\r|\n", text)


def find_source(name: str, folders: Sequence[Path]) -> SourceText | None:
    """The document `name` in the first of `folders` that has it; a name with a folder in it is never followed."""
    if not name or "/" in name or "\\" in name or name in (".", ".."):
        return None
    for folder in folders:
        path = folder / name
        try:
            if path.is_file() and path.stat().st_size <= _MAX_BYTES:
                data = path.read_bytes()
                return SourceText(name, hashlib.sha256(data).hexdigest(), data)
        except OSError:
            continue
    return None


def has_lines(media_type: str) -> bool:
    """True for types whose provenance counts the lines of the file itself."""
    return media_type in _TEXT_TYPES
