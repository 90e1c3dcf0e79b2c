"""The paragraphs of one cell as one text: is a name cut over the boundary, or does another body begin?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ggplan.registry.lexicon import BodyMatch, Lexicon
from ggplan.registry.places import PROVINCE

__all__ = ["join_paragraphs"]

_BULLET = re.compile(r"(?:[-–—+•●·*]|\d{1,2}[.)]|[a-zđ]\))\s")
_HANGS = re.compile(r"(?:[,:/&–—-]|(?<!\w)(?:và|của|với|các|hoặc|cùng|thuộc))$", re.IGNORECASE)
_TIED = re.compile(r"[,)(&/]|(?:và|hoặc|của|thuộc)(?!\w)", re.IGNORECASE)
_SEPARATOR = re.compile(r"[\s,;/&+•●·*|.:–—()-]*(?:và(?=\s))?[\s,;:(]*")
_MOST_BACK = 3
_LONGEST_HANG = 12
_FAR = 2000
"""Characters of a line that are read again with each paragraph; several times the longest name."""
_NEXT = re.compile(r"[,;:/]|\svà\s|\n")


def join_paragraphs(paragraphs: Sequence[str], lexicon: Lexicon) -> str:
    """The paragraphs joined with a space where a name goes on, and with `;` and a line end where a body begins.

    A boundary between paragraphs separates weakly: it gives way to a name of the registry that reads over it, and to
    words that hang on to what stands before or after. No word is lost.
    """
    lines: list[_Line] = []
    for paragraph in paragraphs:
        piece = paragraph.strip()
        if not piece.strip(" ;"):
            continue
        if lines and _goes_on(lines[-1], piece, lexicon):
            lines[-1].add(piece)
        else:
            lines.append(_Line(piece))
    ended = [" ".join(line.pieces).rstrip(" ;") + ";" for line in lines[:-1]]
    return "\n".join([*ended, *(" ".join(line.pieces) for line in lines[-1:])])


class _Line:
    """A line under way: its pieces, and its last words, as many as may belong to a name that goes on.

    `kind` is what the first body of `tail` may leave out; `open` counts the brackets that are not closed.
    """

    def __init__(self, piece: str) -> None:
        self.pieces = [piece]
        self.tail = piece.rpartition("\n")[2]
        self.kind = ""
        self.open = self.tail.count("(") - self.tail.count(")")

    def add(self, piece: str) -> None:
        """Go on with `piece`."""
        self.pieces.append(piece)
        _, broken, last = piece.rpartition("\n")
        self.tail, self.kind = (last, "") if broken else (f"{self.tail} {piece}", self.kind)
        self.open = (0 if broken else self.open) + last.count("(") - last.count(")")

    def shorten(self, members: Sequence[_Member]) -> None:
        """Leave out of a long `tail` what stands before its last `members`."""
        if len(self.tail) <= _FAR:
            return
        at, kind = (members[-_MOST_BACK - 1].start, members[-_MOST_BACK - 1].kind) if len(members) > _MOST_BACK else (0, "")
        if len(self.tail) - at > _FAR:
            at, kind = self.tail.rfind(" ", 0, len(self.tail) - _FAR // 2) + 1 or at, ""
        self.tail, self.kind = self.tail[at:], kind


class _Member(NamedTuple):
    """A member of a list: the character it begins at, its body where the whole of it reads as one, whether no
    separator stands before it, and the kind that it may leave out.
    """

    start: int
    body: BodyMatch | None
    glued: bool
    kind: str


def _goes_on(line: _Line, piece: str, lexicon: Lexicon) -> bool:
    """Whether `piece` goes on with the last name of `line`."""
    before = line.tail
    if before.endswith(";"):
        return False
    bullet = _BULLET.match(piece)
    if not bullet and (_HANGS.search(before, max(0, len(before) - _LONGEST_HANG)) or _TIED.match(piece) or line.open > 0):
        return True
    members, kind = _members(before, lexicon, line.kind)
    line.shorten(members)
    opened, _ = lexicon.match_item(piece, bullet.end() if bullet else 0, kind)
    end = len(before) + 1 + (opened.core_end if opened and _known(opened) else 1)
    for member in reversed(members[-_MOST_BACK:]):
        whole, _ = lexicon.match_item(f"{before} {piece}", member.start)
        if whole and _known(whole) and whole.core_end >= end and _is_one(whole, member.body, opened, lexicon):
            return True
        if member.body and _known(member.body) and not member.glued:
            break
    if bullet or opened or before.endswith(".") or not members:
        return False
    last = members[-1].body
    return piece[:1].islower() if last is None else not _known(last)


def _is_one(whole: BodyMatch, last: BodyMatch | None, opened: BodyMatch | None, lexicon: Lexicon) -> bool:
    """Whether `whole`, which reads over the boundary, is meant, and not the body before it and one that is `opened`."""
    if last is None or not _known(last):
        return True
    if opened is None or not _known(opened):
        return whole.via != "fuzzy"
    if whole.id == opened.id or (whole.id == last.id and (whole.via, last.via) == ("exact", "alias")):
        return True
    own = lexicon.province is None or f"-{lexicon.province.slug}" in (opened.id or "")
    return opened.kind == PROVINCE and own


def _known(body: BodyMatch) -> bool:
    return body.id is not None or bool(body.candidates)


def _members(text: str, lexicon: Lexicon, kind: str) -> tuple[list[_Member], str]:
    """The members of the list that `text` ends in, and the kind that the next one may leave out; the first leaves out `kind`."""
    members: list[_Member] = []
    at = 0
    while at < len(text):
        separator = _SEPARATOR.match(text, at)
        begin = separator.end() if separator else at
        if begin >= len(text):
            break
        left_out = kind
        body, kind = lexicon.match_item(text, begin, kind)
        following = None if body else _NEXT.search(text, begin)
        glued = bool(members) and not text[at:begin].strip()
        if glued and body is None:
            members.append(members.pop()._replace(body=None))
        else:
            members.append(_Member(begin, body, glued, left_out))
        at = body.end if body else following.start() if following else len(text)
    return members, kind
