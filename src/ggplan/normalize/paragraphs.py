"""The paragraphs of one cell as one text: is a name cut over the boundary, or does another body begin?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ggplan.registry.lexicon import BodyMatch, Lexicon
from ggplan.registry.places import PROVINCE

__all__ = ["join_paragraphs"]

_BULLET = re.compile(r"(?:[-–—+•●·*]|\d{1,2}[.)]|[a-zđ]\))\s")
_HANGS = re.compile(r"(?:[,:/&–—-]|(?<!\w)(?:và|của|với|các|hoặc|cùng|thuộc))$", re.IGNORECASE)
_TIED = re.compile(r"[,)(&/]|(?:và|hoặc|của|thuộc)(?!\w)", re.IGNORECASE)
_SEPARATOR = re.compile(r"[\s,;/&+•●·*|.:–—()-]*(?:và(?=\s))?[\s,;:(]*")
_NEXT = re.compile(r"[,;:/]|\svà\s|\n")


def join_paragraphs(paragraphs: Sequence[str], lexicon: Lexicon) -> str:
    """The paragraphs joined with a space where a name goes on, and with `;` and a line end where a body begins.

    A boundary between paragraphs separates weakly: it gives way to a name of the registry that reads over it, and to
    words that hang on to what stands before or after. No word is lost.
    """
    joined = ""
    for paragraph in paragraphs:
        piece = paragraph.strip()
        if not piece.strip(" ;"):
            continue
        if not joined:
            joined = piece
        elif _goes_on(joined.rpartition("\n")[2], piece, lexicon):
            joined = f"{joined} {piece}"
        else:
            joined = f"{joined.rstrip(' ;')};\n{piece}"
    return joined


def _goes_on(before: str, piece: str, lexicon: Lexicon) -> bool:
    """Whether `piece` goes on with the last name of `before`."""
    if before.endswith(";") or _BULLET.match(piece):
        return False
    if _HANGS.search(before) or _TIED.match(piece) or before.count("(") > before.count(")"):
        return True
    at, last, kind = _last_member(before, lexicon)
    opened, _ = lexicon.match_item(piece, 0, kind)
    whole, _ = lexicon.match_item(f"{before} {piece}", at, "")
    if whole and _reads_over(whole, last, opened, len(before) + 1, lexicon):
        return True
    if opened or before.endswith("."):
        return False
    return last is not None and not _known(last) or (last is None and piece[:1].islower())


def _reads_over(whole: BodyMatch, last: BodyMatch | None, opened: BodyMatch | None, boundary: int, lexicon: Lexicon) -> bool:
    """Whether `whole`, read from the last name on, is a body that takes in what stands after the `boundary`.

    It must not end inside the body that is `opened` there, nor take another province for the place of a whole name.
    """
    if not _known(whole) or whole.core_end <= boundary:
        return False
    if opened is None or not _known(opened):
        return last is None or not _known(last) or whole.via != "fuzzy"
    if boundary + opened.core_end > whole.core_end:
        return False
    if last is None or not _known(last):
        return True
    own = lexicon.province is None or f"-{lexicon.province.slug}" in (opened.id or "")
    return opened.kind == PROVINCE and own


def _known(body: BodyMatch) -> bool:
    return body.id is not None or bool(body.candidates)


def _last_member(text: str, lexicon: Lexicon) -> tuple[int, BodyMatch | None, str]:
    """Where the last name of a list begins, its body (None where it reads as none), and the kind said so far."""
    at, kind = 0, ""
    start: int = 0
    last: BodyMatch | None = None
    while at < len(text):
        separator = _SEPARATOR.match(text, at)
        at = separator.end() if separator else at
        if at >= len(text):
            break
        start = at
        last, kind = lexicon.match_item(text, at, kind)
        following = None if last else _NEXT.search(text, at)
        at = last.end if last else following.end() if following else len(text)
    return start, last, kind
