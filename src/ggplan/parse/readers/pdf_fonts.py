"""Legacy fonts in a PDF: pieces of text in `.VnTime` or `VNI-Times` converted to Unicode, by font name or by their letters."""

from __future__ import annotations

import re
from itertools import groupby

from ggplan.parse.readers.legacy import FontEncoding, convert, detect, encoding_of_font, is_syllable
from ggplan.parse.readers.pdf_raw import Characters, Piece

__all__ = ["bold_pieces", "decoded"]

_HIGH = re.compile("[\u00a1-\u00ff\uf020-\uf0ff]")
_UNICODE = re.compile("[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
# TCVN3 has `ư` where Latin-1 has the soft hyphen: it comes as a hyphen of some kind, at a line's end as U+0002.
_HYPHENS = str.maketrans(dict.fromkeys("\x02\ufffe\u00ad\u2010", "-"))
_WORD = re.compile(r"[^\s,;:.()\"/]+")


def decoded(pieces: list[Piece], characters: Characters) -> tuple[list[Piece], set[str]]:
    """The pieces in Unicode, and what they were converted from (`TCVN3 by the fonts' names` …)."""
    if not _HIGH.search(characters.text):
        return pieces, set()
    found: set[str] = set()
    by_letters = None if _UNICODE.search(characters.text) else detect(characters.text)
    result = []
    for piece in pieces:
        text = characters.text[piece.first : piece.last + 1]
        if not _HIGH.search(text) or _UNICODE.search(text):
            text = _by_neighbours(piece, characters) or ""
        else:
            text = _by_fonts(piece, characters, found) or (_plain(text, by_letters, found) if by_letters else "")
        result.append(piece._replace(text=text) if text else piece)
    return result, found


def _by_fonts(piece: Piece, characters: Characters, found: set[str]) -> str | None:
    """The piece converted run by run; None where its fonts are no legacy ones."""
    if encoding_of_font(characters.font(piece.first)) is None and encoding_of_font(characters.font(piece.last)) is None:
        return None
    runs = []
    indices = range(piece.first, piece.last + 1)
    for encoding, run in groupby(indices, key=lambda index: encoding_of_font(characters.font(index))):
        text = "".join(characters.text[index] for index in run)
        runs.append(_converted(text, encoding) if encoding else text)
        if encoding:
            found.add(f"{encoding.encoding.upper()} by the fonts' names")
    return _with_u(("".join(runs)).translate(_HYPHENS))


def _by_neighbours(piece: Piece, characters: Characters) -> str | None:
    """Capitals of a `.VnTimeH` run without marks are small letters in the file; other ASCII text needs nothing."""
    text = characters.text[piece.first : piece.last + 1]
    if _UNICODE.search(text) or not any(char.islower() for char in text):
        return None
    encoding = encoding_of_font(characters.font(piece.first))
    return _converted(text, encoding) if encoding and encoding.capitals else None


def _converted(text: str, encoding: FontEncoding) -> str:
    result = convert(text, encoding.encoding)
    return result.upper() if encoding.capitals else result


def _plain(text: str, encoding: str, found: set[str]) -> str:
    if encoding not in ("tcvn3", "vni"):
        return ""
    found.add(f"{encoding.upper()} by its letters")
    return _with_u(convert(text, "tcvn3" if encoding == "tcvn3" else "vni").translate(_HYPHENS))


def _with_u(text: str) -> str:
    """`n-íc` as `nước`: a hyphen inside a word that only `ư` makes a syllable of."""
    if "-" not in text:
        return text

    def repair(match: re.Match[str]) -> str:
        word = match.group()
        whole = word.replace("-", "ư")
        if "-" in word and is_syllable(whole) and not all(is_syllable(part) for part in word.split("-") if part):
            return whole
        return whole if "-" in word.strip("-") and is_syllable(whole) and "" in word.split("-") else word

    return _WORD.sub(repair, text)


def bold_pieces(pieces: list[Piece], characters: Characters) -> frozenset[int]:
    """The first characters of the pieces whose font is a bold one."""
    names: dict[str, bool] = {}
    bold = set()
    for piece in pieces:
        name = characters.font(piece.first)
        if name not in names:
            names[name] = _BOLD.search(name) is not None
        if names[name]:
            bold.add(piece.first)
    return frozenset(bold)
