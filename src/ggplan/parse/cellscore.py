"""How well a text reads as a cell of a given column: the evidence that the dynamic programme of `flattened` adds up.

Scores are in units of about one word: a word that belongs adds up to one, a word that does not takes about one away. What tells:
the registry (names of bodies and their pieces), time expressions, kinds of output, money, and how sentences begin and end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

from ggplan.parse.columns import Kind
from ggplan.parse.output_kinds import OUTPUT_KINDS
from ggplan.parse.time_words import looks_like_time, may_begin_time
from ggplan.text import match_key

__all__ = ["BodyModel", "CellScores", "begins_sentence", "ends_sentence", "looks_like_output"]


class Span(Protocol):
    """Where a body stands in a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def id(self) -> str | None: ...


class BodyModel(Protocol):
    """What a scorer asks of the registry's lexicon (`ggplan.registry.lexicon.Lexicon` satisfies it)."""

    def match_at(self, text: str, pos: int = 0) -> Span | None:
        """The body that begins at `pos`, or None."""

    def match_list(self, text: str, pos: int = 0) -> tuple[Sequence[Span], int]:
        """The bodies of the list that begins at `pos`, and where it ends."""

    def prefix_cost(self, words: Sequence[str]) -> float:
        """0 where the words read as a piece of a list of bodies, to 1 where not at all."""


_YEAR = r"(?:19|20)\d\d"
_OUTPUT_START = re.compile(r"(?:" + "|".join(sorted((re.escape(k) for k in OUTPUT_KINDS), key=len, reverse=True)) + r")\b")
_AMOUNT = re.compile(r"\d[\d.,]*%? [^\W\d]")
"""An output that is a number of things: `02 mô hình`, `850 lượt người được đào tạo`."""
_OUTPUT_WORDS = frozenset(word for kind in OUTPUT_KINDS for word in kind.split())


def looks_like_output(text: str) -> bool:
    """Whether every piece of the text names a kind of output (`Kế hoạch; báo cáo`)."""
    pieces = [piece for piece in re.split(r"[;,/\n]|\s-\s", match_key(text)) if piece.strip(" .…-")]
    return bool(pieces) and all(_OUTPUT_START.match(piece.strip(" .…-")) for piece in pieces)


_MONEY = re.compile(
    r"\d|ngân sách|nsnn|nsđp|nstw|vốn|kinh phí|xã hội hóa|triệu|tỷ|nguồn|lồng ghép|doanh nghiệp|oda|hợp pháp|sự nghiệp|tài trợ"
    r"|viện trợ|đối ứng|tự có|đóng góp|vay|quỹ"
)
_HANGING = re.compile(r"(?:^|\s)(?:của|và|với|các|cho|do|tại|theo|về|để|là|trong|từ|bởi|hoặc|những|sự|việc|bộ|sở|được|có)$")
_CLOSED = re.compile(r"(?:[.;:…!?]|\.\.\.)[”\")]*$|[)”\"]$")
_ROLE = re.compile(r"\s*\(?\b(?:chủ trì|phối hợp|đầu mối|là cơ quan chủ trì)\b(?: thực hiện)?\)?", re.IGNORECASE)
_YEARS = re.compile(rf"\b{_YEAR}\b")
_REMARK = re.compile(r"\(([^()]*)\)")
_GLUED = 6.0
_PROPER_NAME = 3
_PIECE_OF_BODY = 0.34


@dataclass
class CellScores:
    """Scores of cell texts by column, remembered (a row is read many times over)."""

    bodies: BodyModel
    _agency: dict[str, float] = field(default_factory=dict)
    _prose: dict[str, float] = field(default_factory=dict)
    _begins: dict[str, bool] = field(default_factory=dict)
    _ends: dict[str, int] = field(default_factory=dict)
    _stuck: set[str] = field(default_factory=set)

    def score(self, kind: Kind, text: str) -> float:
        """The score of a whole cell's text; `text` is not empty."""
        if kind in ("lead", "cooperate", "agencies"):
            return self.agency(text)
        if kind == "time":
            return _time_score(text)
        if kind == "output":
            return _output_score(text)
        if kind == "budget":
            return _budget_score(text)
        if kind == "national":
            return 3.0 if re.fullmatch(r"[\d.,;\s]+", text) else -1.0 * len(text.split())
        return -0.45 * len(text.split()) - 0.5

    def agency(self, text: str) -> float:
        """A list of bodies: all of its words read as names, the last one not cut off."""
        known = self._agency.get(text)
        if known is None:
            known, stuck = self._read_agency(text)
            bare = _ROLE.sub("", text).strip()
            if bare and bare != text:  # `Sở Y tế (chủ trì)`, but also a body named `Các cơ quan được giao nhiệm vụ chủ trì`
                known, stuck = max((known, stuck), self._read_agency(bare))
            self._agency[text] = known
            if stuck:
                self._stuck.add(text)
        return known

    def is_two_cells(self, text: str) -> bool:
        """Whether `text`, scored before, holds two bodies without a sign between them: no longer cell will read better."""
        return text in self._stuck

    def _read_agency(self, text: str) -> tuple[float, bool]:
        spans, end = self.bodies.match_list(text)
        words = len(text.split())
        score = words * (2.2 * self._covered(text, spans, end, words) - 1.2)
        if not (text[0].isupper() or text[0] in "-+•("):
            score -= 1.0
        if text.count(")") > text.count("("):
            score -= 4.0
        score -= sum(
            0.6 * len(inside.split()) for inside in _REMARK.findall(text) if len(inside.split()) > 4 and not _ROLE.search(inside)
        )
        if text.endswith("."):
            score -= 0.6
        if not self.begins(text.lstrip("-+•( ")[:70]):
            score -= 2.0
        if _HANGING.search(text[-12:].casefold()) or text.endswith((",", "-", ";")):
            score -= 1.5
        score -= 2.5 * len(_YEARS.findall(text))
        glued = _glued(text, spans)
        return score - 0.4 * len(spans) - _GLUED * glued, glued > 0

    def _covered(self, text: str, spans: Sequence[Span], end: int, words: int) -> float:
        """The share of the words that are names; what is left over counts half where it is a piece of one; unknown bodies
        less.
        """
        rest = text[end:].split()
        loose = 0.5 * (1 - self.bodies.prefix_cost(rest)) * len(rest) if rest and spans else 0.0
        unsure = 0.5 * sum(span.id is None for span in spans)
        return max(0.0, (words - len(rest) + loose - unsure) / words)

    def begins(self, text: str) -> bool:
        """Whether a cell of bodies may begin with `text`: a body begins there, and not with a small word of a sentence."""
        known = self._begins.get(text)
        if known is None:
            opens = bool(text) and (text[0].isupper() or text.startswith(("các ", "các\n")))
            match = self.bodies.match_at(text) if opens else None
            known = match is not None and (match.id is not None or match.end - match.start > 5)
            self._begins[text] = known
        return known

    def list_end(self, text: str) -> int:
        """Where the list of bodies that begins with `text` ends; 0 where none does."""
        known = self._ends.get(text)
        if known is None:
            known = self.bodies.match_list(text)[1] if self.begins(text) else 0
            self._ends[text] = known
        return known

    def is_whole(self, text: str) -> bool:
        """Whether all of `text` is a list of bodies, none of them cut off; a proper name may follow the last: `Kho bạc Nhà nước Ba Tri`."""
        spans, end = self.bodies.match_list(text)
        rest = text[end:].strip(" .;").split()
        return bool(spans) and len(rest) <= _PROPER_NAME and all(word[:1].isupper() for word in rest)

    def grows(self, text: str, more: str) -> bool:
        """Whether the last body of `text`, unknown to the registry, goes on in `more`: `Ban Chỉ huy`, `Phòng thủ dân sự tỉnh`."""
        spans, _ = self.bodies.match_list(text)
        if not spans or spans[-1].id is not None:
            return False
        longer, _ = self.bodies.match_list(f"{text} {more}")
        return len(longer) == len(spans) and longer[-1].end > spans[-1].end

    def prose(self, line: str) -> float:
        """A line of a description: good for words of a sentence, bad for a piece of a list of bodies or a time."""
        known = self._prose.get(line)
        if known is None:
            words = line.split()
            known = 0.12 * len(words)
            if looks_like_time(line):
                known = -1.5
            elif len(words) <= 12:
                cost = self.bodies.prefix_cost(words)
                if cost < _PIECE_OF_BODY:
                    known = -0.30 * len(words) * (1 - cost / _PIECE_OF_BODY) - 0.05
            self._prose[line] = known
        return known


def _glued(text: str, spans: Sequence[Span]) -> int:
    """How many bodies follow the one before without a sign between them."""
    return sum(not text[one.end : two.start].strip(" .") and text[one.end - 1] not in ";,)" for one, two in pairwise(spans))


_LONG_TIME, _SMALL_TIME, _CLOSED_TIME = 6, 1.5, 1.0
"""The words of a time that speak for it, and what speaks against its being a cell: a small first letter, a full stop (`đến năm 2030.` ends
a sentence).
"""


@lru_cache(maxsize=8192)
def _time_score(text: str) -> float:
    words = len(text.split())
    if looks_like_time(text):
        return 3.0 + min(words, _LONG_TIME) - _SMALL_TIME * text[0].islower() - _CLOSED_TIME * text.endswith(".")
    if words <= 6 and may_begin_time(text):
        return 0.2 * words - 0.8
    return -1.3 * words - 1.0


@lru_cache(maxsize=16384)
def _output_score(text: str) -> float:
    key = match_key(text)
    pieces = [piece.strip(" .…-") for piece in re.split(r"[;,/\n]", key) if piece.strip(" .…-")]
    if not pieces:
        return -1.0
    total = 0.0
    for piece in pieces:
        start = _OUTPUT_START.match(piece)
        words = len(piece.split())
        if start:
            named = len(start.group().split())
            total += 1.0 + 0.5 * named - 0.15 * min(words - named, 6) - 0.5 * max(0, words - named - 6)
        elif _AMOUNT.match(piece) and words > 1:
            total += 1.0 - 0.15 * min(words - 2, 6) - 0.5 * max(0, words - 8)
        else:
            total -= 0.8 * words + 0.7
    if text.count(")") != text.count("("):
        total -= 3.0
    if not (text[0].isupper() or text[0].isdigit()) and text[0] not in "-+":
        total -= 3.0
    if _HANGING.search(key[-12:]):
        total -= 1.5
    last = pieces[-1].split()
    if len(last) == 1 and last[0] in _OUTPUT_WORDS and not _OUTPUT_START.fullmatch(pieces[-1]):
        total -= 1.0
    return total


@lru_cache(maxsize=4096)
def _budget_score(text: str) -> float:
    words = len(text.split())
    return 0.8 * min(words, 6) - 0.9 * max(0, words - 10) if _MONEY.search(match_key(text)) else -0.9 * words


@lru_cache(maxsize=65536)
def ends_sentence(text: str) -> float:
    """How well a description may end after `text`: 1 after a full stop or bracket, negative after a word that wants more."""
    if _CLOSED.search(text):
        return 1.0
    if _HANGING.search(text[-12:].casefold()) or text.endswith((",", "-", "/")):
        return -6.0
    return -0.8


def begins_sentence(text: str) -> float:
    """How well a description may begin with `text`."""
    return 0.8 if text[:1].isupper() or text[:1] in '-+•“"(' or text[:1].isdigit() else -1.5
