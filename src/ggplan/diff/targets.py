"""Which target of one plan is the same as which of the other: by indicator, scope and year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum, log, sqrt

from ggplan.diff.assign import assign
from ggplan.diff.vocabulary import ABBREVIATIONS, MEASURES, SCOPES, SYNONYMS, TELLING
from ggplan.diff.words import Phrases, members, syllables
from ggplan.plan import Plan, Target

__all__ = ["TargetMatch", "align_targets", "unit_key"]

_THRESHOLD = 0.37
_RARITY = 1.0
_CONTEXT = 0.8  # weight of the words of the clause around a fragment such as "nông thôn"
_MEASURE = 0.1  # weight of "tỷ lệ", "đạt" and the like
_LEAST_TARGETS = 20
_YEAR_NEAR, _YEAR_FAR = 0.8, 0.3  # targets five years apart may be one, those of 2030 and of the vision 2050 are two
_UNIT = 0.75  # what remains where the units differ
_SCOPE, _SCOPE_PART = 0.5, 0.75  # where what is measured differs, or differs in part
_CLASS = 0.9  # where only one of the two speaks of a class of towns
_VALUE = 0.05  # how much of the doubt an equal value takes away
_SAME_ID = 0.5
_CLASSES, _REST = 3, 0  # the set of SCOPES that tells classes of towns, and its member "the others"
_BRACKETS = re.compile(r"\([^)]*\)")
_TIE = 1e-6
_BUDGET = 4000
_KEPT = 16


@dataclass(frozen=True, slots=True)
class TargetMatch:
    """Two targets that are one, by ids; `score` is 0–1."""

    left: str
    right: str
    score: float


@dataclass(frozen=True, slots=True)
class _Words:
    target: Target
    words: Mapping[str, float]
    scopes: tuple[frozenset[int], ...]
    telling: tuple[frozenset[int], ...]


def unit_key(unit: str | None) -> str:
    """Units that measure the same way have one key: `% GRDP` and `%` do, `%/năm` and `ha` do not."""
    text = " ".join((unit or "").lower().split())
    if text.startswith("%"):
        return "%/năm" if "năm" in text else "%"
    return text


def align_targets(left: Plan, right: Plan, *, versions: bool = False) -> list[TargetMatch]:
    """Pairs of targets by falling score, then id; the best assignment over all at once."""
    sides = _read(left), _read(right)
    weights = _weights(sides)
    ordered = [sorted(side, key=lambda item: item.target.id) for side in sides]
    scores: dict[tuple[int, int], float] = {}
    for one, other in _candidates(ordered[0], ordered[1], weights, versions):
        score = _score(ordered[0][one], ordered[1][other], weights, versions)
        if score >= _THRESHOLD:
            scores[one, other] = score
    edges: list[list[tuple[int, float]]] = [[] for _ in ordered[0]]
    for (one, other), score in sorted(scores.items()):
        edges[one].append((other, score - _THRESHOLD + _TIE * (1 + _likeness(ordered, one, other))))
    matches = [
        TargetMatch(ordered[0][one].target.id, ordered[1][other].target.id, round(min(1.0, scores[one, other]), 4))
        for one, other in enumerate(assign(edges, len(ordered[1])))
        if other >= 0
    ]
    return sorted(matches, key=lambda match: (-match.score, match.left, match.right))


def _likeness(sides: Sequence[Sequence[_Words]], one: int, other: int) -> float:
    """Decides between equal scores: equal ids, then like places among the ids."""
    place = abs(one / max(1, len(sides[0])) - other / max(1, len(sides[1])))
    return (sides[0][one].target.id == sides[1][other].target.id) + 1 - place


def _read(plan: Plan) -> list[_Words]:
    short = {" ".join(syllables(key)): full for key, full in {**ABBREVIATIONS, **plan.abbreviations}.items()}
    province = plan.province.name if plan.province else ""
    phrases = Phrases([*sorted({**SYNONYMS, **short}.items()), (province, "")])
    heads = _clause_heads(plan.targets)
    return [_words(target, heads.get(target.text), phrases) for target in plan.targets]


def _clause_heads(targets: Iterable[Target]) -> dict[str, str]:
    """For each clause, the longest indicator in it: what a fragment such as `các đô thị còn lại` belongs to."""
    heads: dict[str, str] = {}
    for target in targets:
        own = target.indicator or ""
        if len(own) > len(heads.get(target.text, "")):
            heads[target.text] = own
    return heads


def _words(target: Target, head: str | None, phrases: Phrases) -> _Words:
    own = _spoken(target.indicator or target.text, phrases)
    words = dict.fromkeys(_grams(own), 1.0)
    context: list[str] = []
    if target.indicator and head and head != target.indicator and len(own) <= len(_spoken(head, phrases)):
        context = _spoken(head, phrases)
        for gram in _grams(context):
            words.setdefault(gram, _CONTEXT)
    scopes = members(" ".join(own), SCOPES)
    around = members(" ".join(context), SCOPES)
    scopes = tuple(mine or theirs for mine, theirs in zip(scopes, around, strict=True))
    if not scopes[_CLASSES]:
        clause = members(" ".join(phrases.apply(syllables(target.text))), SCOPES)[_CLASSES]
        scopes = (*scopes[:_CLASSES], clause - {_REST}, *scopes[_CLASSES + 1 :])
    return _Words(target, words, scopes, members(" ".join(own), TELLING))


def _spoken(text: str, phrases: Phrases) -> list[str]:
    kept = _BRACKETS.sub(" ", text)
    words = [word for word in phrases.apply(syllables(kept)) if word]
    return words or syllables(text)


def _grams(words: Sequence[str]) -> list[str]:
    return [*words, *(f"{first} {second}" for first, second in pairwise(words))]


_PLAIN = frozenset(word for phrase in MEASURES for word in phrase.split())


def _weights(sides: Sequence[Sequence[_Words]]) -> dict[str, float]:
    counts = [Counter(word for item in side for word in item.words) for side in sides]
    most = max(_LEAST_TARGETS, *map(len, sides))
    weights = {}
    for word in {*counts[0], *counts[1]}:
        frequency = max(count[word] for count in counts)
        weight = (log(1 + most / frequency) / log(1 + most)) ** _RARITY
        parts = word.split()
        if all(part in _PLAIN for part in parts):
            weight *= _MEASURE
        weights[word] = weight * (0.5 if len(parts) == 1 else 1.0)
    return weights


def _candidates(
    left: Sequence[_Words], right: Sequence[_Words], weights: Mapping[str, float], versions: bool
) -> list[tuple[int, int]]:
    if len(left) * len(right) <= _BUDGET * 4:
        return [(one, other) for one in range(len(left)) for other in range(len(right))]
    pairs = _nearest(left, right, weights) | {(one, other) for other, one in _nearest(right, left, weights)}
    numbers = {item.target.id: number for number, item in enumerate(right)}
    for one, item in enumerate(left):
        other = numbers.get(item.target.id)
        if other is not None and (versions or item.target.text == right[other].target.text):
            pairs.add((one, other))
    return sorted(pairs)


def _nearest(side: Sequence[_Words], other: Sequence[_Words], weights: Mapping[str, float]) -> set[tuple[int, int]]:
    index: dict[str, list[int]] = {}
    for number, item in enumerate(other):
        for word in item.words:
            index.setdefault(word, []).append(number)
    found: set[tuple[int, int]] = set()
    for number, item in enumerate(side):
        shared: dict[int, float] = {}
        left = _BUDGET
        for word in sorted(item.words, key=lambda word: (len(index.get(word, ())), word)):
            hits = index.get(word, ())
            if left < len(hits):
                break
            left -= len(hits)
            for hit in hits:
                shared[hit] = shared.get(hit, 0.0) + weights[word]
        place = number / max(1, len(side))
        ranked = sorted(
            shared,
            key=lambda hit: (
                -round(shared[hit], 9),
                item.target.year != other[hit].target.year,
                abs(place - hit / max(1, len(other))),
                hit,
            ),
        )
        found.update((number, hit) for hit in ranked[:_KEPT])
    return found


def _score(left: _Words, right: _Words, weights: Mapping[str, float], versions: bool) -> float:
    common = fsum(weights[word] * min(share, right.words[word]) for word, share in left.words.items() if word in right.words)
    totals = [fsum(weights[word] * share for word, share in side.words.items()) for side in (left, right)]
    if not all(totals):
        score = float(left.target.text == right.target.text)
    else:
        score = 0.6 * sqrt(common * common / (totals[0] * totals[1])) + 0.4 * common / min(totals)
    score *= _year(left.target.year, right.target.year)
    if unit_key(left.target.unit) != unit_key(right.target.unit):
        score *= _UNIT
    for mine, theirs in zip(left.scopes, right.scopes, strict=True):
        if mine and theirs and mine != theirs:
            score *= _SCOPE_PART if mine & theirs else _SCOPE
    if left.telling != right.telling:
        score *= _SCOPE
    if bool(left.scopes[_CLASSES]) != bool(right.scopes[_CLASSES]):
        score *= _CLASS
    if left.target.min is not None and (left.target.min, left.target.max) == (right.target.min, right.target.max):
        score += _VALUE * (1 - score) if score > _THRESHOLD else 0.0
    if versions and left.target.id == right.target.id:
        score = _SAME_ID + (1 - _SAME_ID) * score
    return score


def _year(left: int | None, right: int | None) -> float:
    if left is None or right is None or left == right:
        return 1.0
    return _YEAR_NEAR if abs(left - right) <= 5 else _YEAR_FAR
