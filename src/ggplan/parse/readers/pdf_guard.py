"""A look at a PDF before pdfium opens it: a stream that unpacks to too much would end the process for want of memory."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

from ggplan.errors import InputError

__all__ = ["LIMIT", "refuse_bombs"]

LIMIT = 32 << 20
"""Bytes that one stream may unpack to; the page of a plan has well under one megabyte. Pictures and fonts are not looked at."""
_STREAM = re.compile(rb"stream\r?\n")
_HARMLESS = re.compile(rb"/Image\b|/FontFile|/Length1\b|/ICCBased|/DCTDecode")
_RATIO = 1032
"""Deflate packs at most 1 : 1032 (zlib technical notes), so a short stream needs no look."""


def refuse_bombs(path: Path) -> None:
    """Raises `InputError` where a stream of `path` unpacks to more than `LIMIT` bytes."""
    data = path.read_bytes()
    for match in _STREAM.finditer(data):
        head = data[max(0, match.start() - 400) : match.start()].rpartition(b"endobj")[2]
        if b"FlateDecode" not in head or _HARMLESS.search(head):
            continue
        end = data.find(b"endstream", match.end())
        packed = memoryview(data)[match.end() : end if end >= 0 else len(data)]
        if len(packed) * _RATIO > LIMIT and _unpacks_beyond(packed):
            size = f"{LIMIT >> 20} MB"
            raise InputError(f"{path} holds a stream that unpacks to more than {size}; no plan needs that: ask for another copy")


def _unpacks_beyond(packed: memoryview) -> bool:
    unpacking = zlib.decompressobj()
    size = 0
    rest: bytes | memoryview = packed
    try:
        while rest and size <= LIMIT and not unpacking.eof:
            size += len(unpacking.decompress(rest, 1 << 20))
            rest = unpacking.unconsumed_tail
    except zlib.error:
        return False
    return size > LIMIT
