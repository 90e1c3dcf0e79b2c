"""Duties as weighted word groups.

A task is cut into pieces (sentences, clauses, `(i)` items); a piece is the set of its syllables and of its pairs of neighbouring
syllables, for most Vietnamese words have two. A group weighs the less the more tasks of one plan hold it, so that a sentence
which a plan repeats for bankers, teachers and managers tells little, and the words that differ decide.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import fsum, log
from typing import NamedTuple

from ggplan.diff.vocabulary import ABBREVIATIONS, COLLECTIVES, CONTRASTS, OPENINGS
from ggplan.plan import Plan, Task
from ggplan.text import match_key

__all__ = ["Corpus", "Phrases", "TaskWords", "members", "phrases_of", "syllables"]

_SYLLABLE = re.compile(r"[^\W_]+")
_PIECE_END = re.compile(r";|[.:](?=\s|$)|\((?:[ivx]{1,4}|\d{1,2})\)")
_RARITY = 1.5  # how strongly a repeated phrase loses weight
_SINGLE = 0.5  # weight of a syllable against a pair
_LEAST_TASKS = 50  # plans smaller than this are weighed as if they had so many tasks
_OPENING_SHARE = 2.0  # the first piece names the duty; it counts twice
_BREAK = ""


def syllables(text: str) -> list[str]:
    """The syllables and numbers of `text` in small letters and one tone-mark style, without marks."""
    return _SYLLABLE.findall(match_key(text))


class Phrases:
    """Phrases to be taken out of running syllables or written out in full: phrase → replacement (a break where empty)."""

    def __init__(self, table: Iterable[tuple[str, str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        for phrase, replacement in table:
            words = tuple(syllables(phrase))
            if words:
                entry = (words, tuple(syllables(replacement)) or (_BREAK,))
                self._by_first.setdefault(words[0], []).append(entry)
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: (-len(entry[0]), entry))

    def apply(self, words: Sequence[str]) -> list[str]:
        """`words` with every phrase replaced, the longest first."""
        result: list[str] = []
        at = 0
        while at < len(words):
            for phrase, replacement in self._by_first.get(words[at], ()):
                if tuple(words[at : at + len(phrase)]) == phrase:
                    result.extend(replacement)
                    at += len(phrase)
                    break
            else:
                result.append(words[at])
                at += 1
        return result


def phrases_of(plan: Plan) -> tuple[Phrases, Phrases]:
    """Abbreviations of the plan to write out, and its agencies, province and empty openings to leave out."""
    known = {" ".join(syllables(short)): full for short, full in {**ABBREVIATIONS, **plan.abbreviations}.items()}
    names = {
        name
        for task in plan.tasks
        for mention in (*task.lead_agencies, *task.cooperating_agencies)
        for name in (mention.text, mention.name or "")
    }
    province = plan.province.name if plan.province else ""
    empty = [*sorted(names), *COLLECTIVES, *OPENINGS, f"tỉnh {province}" if province else "", province]
    return Phrases(sorted(known.items())), Phrases((phrase, "") for phrase in empty)


@cache
def _phrases_of_sets(table: tuple[tuple[str, ...], ...]) -> tuple[tuple[tuple[str, ...], ...], ...]:
    return tuple(tuple(tuple(f" {phrase} " for phrase in member.split("|")) for member in row) for row in table)


def members(text: str, table: tuple[tuple[str, ...], ...]) -> tuple[frozenset[int], ...]:
    """For each set of `table`, which of its members `text` (syllables joined by spaces) names."""
    padded = f" {text} "
    return tuple(
        frozenset(number for number, phrases in enumerate(row) if any(phrase in padded for phrase in phrases))
        for row in _phrases_of_sets(table)
    )


@dataclass(slots=True)
class TaskWords:
    """One task as word groups.

    `pieces` are the groups of each piece, `wholes` their weights, `weights` the same with the opening counted twice, `total` the
    sum of those; `groups` are all groups; `named` what the task names of each set of contrasts. `said` are the pairs of
    neighbouring syllables of the actions as they stand, each occurrence by itself: how much text two tasks share, as a
    reader sees it.
    """

    id: str
    section: str
    pieces: tuple[frozenset[int], ...]
    wholes: tuple[float, ...]
    weights: tuple[float, ...]
    total: float
    groups: frozenset[int]
    named: tuple[frozenset[int], ...]
    said: frozenset[int]


class _Read(NamedTuple):
    """A task before its groups are weighed."""

    id: str
    section: str
    pieces: list[frozenset[int]]
    text: str
    said: frozenset[int]


class Corpus:
    """Two plans' tasks as word groups over one vocabulary.

    `left` and `right` hold `TaskWords` in the order of the tasks given; `weight` the weight of each group. Groups are
    counted in each plan by itself, so that the same corpus comes out whichever plan stands left.
    """

    def __init__(self, left: Plan, right: Plan) -> None:
        self._numbers: dict[str, int] = {}
        self._occurrences: dict[tuple[str, str, int], int] = {}
        raw_left, raw_right = self._read(left), self._read(right)
        self.frequency = self._frequencies(raw_left, raw_right)
        self.is_pair = [" " in text for text in self._numbers]
        self.weight = self._weights(max(len(left.tasks), len(right.tasks), _LEAST_TASKS))
        self.left = [self._words(raw) for raw in raw_left]
        self.right = [self._words(raw) for raw in raw_right]

    def _read(self, plan: Plan) -> list[_Read]:
        abbreviations, empty = phrases_of(plan)
        result = []
        for task in plan.tasks:
            pieces = [abbreviations.apply(_SYLLABLE.findall(piece)) for piece in _pieces(task)]
            groups = [grams for words in pieces if (grams := self._groups(empty.apply(words)))]
            if not groups:
                groups = [grams for words in pieces if (grams := self._groups(words))]
            text = " ".join(word for words in pieces for word in words)
            result.append(_Read(task.id, task.section, groups, text, self._said(task.actions)))
        return result

    def _said(self, actions: Iterable[str]) -> frozenset[int]:
        counts = Counter(pair for action in actions for pair in pairwise(syllables(action)))
        numbers = self._occurrences
        return frozenset(
            numbers.setdefault((*pair, occurrence), len(numbers)) for pair, count in counts.items() for occurrence in range(count)
        )

    def _groups(self, words: Sequence[str]) -> frozenset[int]:
        numbers = self._numbers
        found = {numbers.setdefault(word, len(numbers)) for word in words if word != _BREAK}
        found.update(
            numbers.setdefault(f"{first} {second}", len(numbers))
            for first, second in pairwise(words)
            if _BREAK not in (first, second)
        )
        return frozenset(found)

    def _frequencies(self, *sides: list[_Read]) -> list[int]:
        counts = [Counter(group for read in side for group in frozenset().union(*read.pieces)) for side in sides]
        return [max(count[number] for count in counts) for number in range(len(self._numbers))]

    def _weights(self, tasks: int) -> list[float]:
        scale = log(1 + tasks)
        return [
            (log(1 + tasks / max(1, self.frequency[number])) / scale) ** _RARITY * (1.0 if " " in text else _SINGLE)
            for text, number in self._numbers.items()
        ]

    def _words(self, read: _Read) -> TaskWords:
        pieces = read.pieces
        wholes = [self.sum(piece) for piece in pieces]
        weights = [whole * (_OPENING_SHARE if number == 0 < len(wholes) - 1 else 1.0) for number, whole in enumerate(wholes)]
        union: frozenset[int] = frozenset().union(*pieces)
        return TaskWords(
            read.id,
            read.section,
            tuple(pieces),
            tuple(wholes),
            tuple(weights),
            sum(weights),
            union,
            members(read.text, CONTRASTS),
            read.said,
        )

    def sum(self, groups: Iterable[int]) -> float:
        """The weight of `groups` together, the same in whatever order they come."""
        return fsum(map(self.weight.__getitem__, groups))


def _pieces(task: Task) -> Iterator[str]:
    """The pieces of a task's actions, in key form."""
    for action in _without_conditions(task):
        for piece in _PIECE_END.split(action):
            if piece and not piece.isspace():
                yield piece


def _without_conditions(task: Task) -> Iterator[str]:
    """The actions in key form without the clauses that stand in `conditions`: those say when, not what."""
    conditions = [key for condition in task.conditions if len(key := match_key(condition)) > 8]
    for action in task.actions:
        text = match_key(action)
        for condition in conditions:
            text = text.replace(condition, ";")
        yield text
