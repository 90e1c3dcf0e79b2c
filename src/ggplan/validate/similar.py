"""Which texts have nearly the same words, in time that grows with the number of texts.

Two texts are alike where their sets of words overlap by `THRESHOLD` (Jaccard). Any two such sets share `_COMMON` of the rarest
few words of each (prefix filtering), so a text is compared only with those that do, and per word only with the latest `_BUCKET`.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple, TypeAlias

__all__ = ["THRESHOLD", "Alike", "Words", "alike", "words_of"]

THRESHOLD = 0.85
_COMMON = 5
_MIN_WORDS = 8
_BUCKET = 16
_WORD = re.compile(r"\w+")

Words: TypeAlias = "array[int]"
"""The words of a text as numbers, the rarest first, each once."""


class Alike(NamedTuple):
    """The text at `place` is like the earlier text `other`; `score` is the share of words that they have in common."""

    place: int
    other: int
    score: float


class _Numbers(dict[str, int]):
    """Numbers of words by the pieces between spaces: `tỉnh;` and `tỉnh` have one; pieces without a letter or figure have 0."""

    def __init__(self) -> None:
        super().__init__()
        self.words: dict[str, int] = {"": 0}

    def __missing__(self, piece: str) -> int:
        word = "".join(_WORD.findall(piece))
        self[piece] = number = self.words.setdefault(word, len(self.words))
        return number


def words_of(texts: Iterable[str]) -> list[Words]:
    """The words of each text, as numbers that go by rarity among all texts."""
    numbers = _Numbers()
    number = numbers.__getitem__
    found = [array("I", {*map(number, text.lower().split())} - {0}) for text in texts]
    counts = Counter(chain.from_iterable(found))
    rank = array("I", bytes(4 * len(numbers.words)))
    for place, word in enumerate(sorted(range(len(rank)), key=lambda word: (counts[word], word))):
        rank[word] = place
    return [array("I", sorted(map(rank.__getitem__, words))) for words in found]


def alike(texts: Sequence[Words], sides: Sequence[Hashable] | None = None) -> Iterator[Alike]:
    """For each text an earlier one that is like it, if any; with `sides`, only one on another side."""
    buckets: dict[int, list[int]] = {}
    same: dict[tuple[bytes, Hashable], int] = {}
    for index, words in enumerate(texts):
        if len(words) < _MIN_WORDS:
            continue
        prefix = words[: len(words) - math.ceil(THRESHOLD * len(words)) + _COMMON]
        side = sides[index] if sides is not None else None
        like = _equal(index, words, side, same, sides) or _nearly(index, prefix, texts, buckets, sides)
        if like is not None:
            yield like
        same.setdefault((words.tobytes(), side), index)
        for word in prefix:
            bucket = buckets.setdefault(word, [])
            bucket.append(index)
            if len(bucket) > _BUCKET:
                del bucket[0]


def _equal(
    index: int, words: Words, side: Hashable, same: dict[tuple[bytes, Hashable], int], sides: Sequence[Hashable] | None
) -> Alike | None:
    """A text of exactly the same words."""
    wanted = [None] if sides is None else sorted({str(other) for other in sides} - {str(side)})
    for other in wanted:
        if (words.tobytes(), other) in same:
            return Alike(index, same[words.tobytes(), other], 1.0)
    return None


def _nearly(
    index: int,
    prefix: Words,
    texts: Sequence[Words],
    buckets: dict[int, list[int]],
    sides: Sequence[Hashable] | None,
) -> Alike | None:
    """The text most like this one among those that share enough rare words with it."""
    shared = Counter(chain.from_iterable(buckets[word] for word in prefix if word in buckets))
    best: Alike | None = None
    most, least = len(texts[index]) / THRESHOLD, len(texts[index]) * THRESHOLD
    for other, count in shared.items():
        if count >= _COMMON and least <= len(texts[other]) <= most and (sides is None or sides[other] != sides[index]):
            score = _jaccard(texts[index], texts[other])
            if score >= THRESHOLD and (best is None or score > best.score):
                best = Alike(index, other, score)
    return best


def _jaccard(left: Words, right: Words) -> float:
    common = len(set(left).intersection(right))
    return common / (len(left) + len(right) - common)
