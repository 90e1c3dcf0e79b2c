"""Text as the tokens that names are compared by: words with their keys, abbreviations with their initials, marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ggplan.text import fold, match_key

__all__ = ["CONNECTIVES", "Token", "Word", "initial", "is_title", "read_words", "tokenize", "word"]

# `G.T.V.T` is one abbreviation; in `K.hoạch` and `P.Hồng Gai` the capital and its dot are a word, its first letter.
_DOTTED = r"(?<![^\W_])(?:(?:[A-ZĐ]\.)+[A-ZĐ](?![^\W_])|[A-ZĐ]\.(?=[^\W\d_]))"
_TOKEN = re.compile(rf"{_DOTTED}|[^\W_]+|\n|[^\w\s]|_+", re.UNICODE)

CONNECTIVES = frozenset({"và", "&", "-", "–", "—", "‑", "\n", "các", "của", "va"})
"""Words and marks that may stand, or not, between two words of a name."""


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """What is known of a written word: key, folded key, initials where it may be an abbreviation, case.

    Equal and hashed by identity, which is fast; one written word is one object as long as it is remembered.
    """

    key: str
    folded: str
    chunks: tuple[str, ...] | None
    capital: bool
    is_word: bool


class Token(NamedTuple):
    """A word or mark of a text and its characters `start` to `end`."""

    word: Word
    start: int
    end: int


@lru_cache(maxsize=65536)
def word(raw: str) -> Word:
    """The written word `raw` as a `Word`; `NgV` has the initials `ng`, `v`; `KHĐT` and `K.H.Đ.T` have `k`, `h`, `đ`, `t`."""
    if not raw[0].isalnum():
        return Word(raw, raw, None, False, False)
    if len(raw) == 2 and raw[1] == ".":
        return Word(match_key(raw), fold(raw), (initial(raw[0]),), True, True)
    raw = raw.replace(".", "")
    return Word(match_key(raw), fold(raw), _chunks(raw), raw[0].isupper(), True)


def _chunks(raw: str) -> tuple[str, ...] | None:
    """The initials of an abbreviation: one a capital, with the small letters that follow it; None for other words."""
    starts = [index for index, char in enumerate(raw) if char.isupper()]
    if len(starts) < 2 or starts[0] != 0 or not raw.isalpha():
        return None
    pieces = [raw[start:end] for start, end in pairwise([*starts, len(raw)])]
    return tuple(initial(piece) + fold(piece)[1:] for piece in pieces)


def is_title(one: Word) -> bool:
    """Whether a word has a capital and is not all capitals: `Các` begins another body, `các` and `CÁC` need not."""
    return one.capital and one.chunks is None


@lru_cache(maxsize=4096)
def initial(written: str) -> str:
    """The first letter of a word as abbreviations use it: small, without tone or hook, but `đ` apart from `d`."""
    first = match_key(written)[:1]
    return first if first == "đ" else fold(first)


def tokenize(text: str) -> list[Token]:
    """The words and marks of `text`, in order; spaces are dropped, a line end is a token."""
    return [Token(*token) for token in zip(*read_words(text), strict=True)]


def read_words(text: str, pos: int = 0) -> tuple[list[Word], list[int], list[int]]:
    """The words and marks of `text` from `pos` on, the characters that each begins at, and those that each ends at."""
    matches = list(_TOKEN.finditer(text, pos))
    return [word(match[0]) for match in matches], [match.start() for match in matches], [match.end() for match in matches]
