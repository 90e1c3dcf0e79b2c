"""Which tasks are worth comparing: those that share rare word groups.

An inverted index over the rarer groups, read within a budget for each task, so that plans of thousands of tasks that repeat
whole sentences stay fast; plans of usual size are read in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import nlargest

from ggplan.diff.words import Corpus, TaskWords

__all__ = ["candidates", "places"]

_BUDGET, _BUDGET_OF_MANY = 2500, 1200  # index entries read for one task; in plans of more than _MANY tasks
_KEPT, _KEPT_OF_MANY = 16, 8  # candidates kept for one task; in plans of more than _MANY tasks
_MANY = 1000
_COMMON = 0.6  # a group in more than this share of the other plan's tasks is no evidence


def places(ids: Iterable[str]) -> dict[str, float]:
    """Where each id stands among all, from 0 to 1, by name and not by the order given."""
    ordered = sorted(ids, key=lambda name: (len(name), name))
    return {name: number / max(1, len(ordered) - 1) for number, name in enumerate(ordered)}


def candidates(corpus: Corpus) -> list[tuple[int, int]]:
    """Pairs of indices (left, right), sorted, that may be one duty. Symmetric: the same pairs whichever plan stands left."""
    found = set(_nearest(corpus, corpus.left, corpus.right))
    found.update((left, right) for right, left in _nearest(corpus, corpus.right, corpus.left))
    return sorted(found)


def _nearest(corpus: Corpus, side: Sequence[TaskWords], other: Sequence[TaskWords]) -> Iterable[tuple[int, int]]:
    index = _index(corpus, other)
    most = max(8, int(_COMMON * len(other)))
    kept = _KEPT if len(other) <= _MANY else _KEPT_OF_MANY
    here, there = places(task.id for task in side), places(task.id for task in other)
    for number, task in enumerate(side):
        shared = _shared(task, index, corpus, most, _BUDGET if len(other) <= _MANY else _BUDGET_OF_MANY)
        least = min(nlargest(kept, shared.values()), default=0.0) - 1e-9
        ranked = sorted(
            (hit for hit, weight in shared.items() if weight >= least),
            key=lambda hit: (
                -round(shared[hit], 9),
                other[hit].id != task.id,
                abs(here[task.id] - there[other[hit].id]),
                other[hit].id,
            ),
        )
        for hit in ranked[:kept]:
            yield number, hit


def _index(corpus: Corpus, tasks: Sequence[TaskWords]) -> dict[int, list[int]]:
    """The tasks that hold each pair of syllables; single syllables are too common to find anything."""
    index: dict[int, list[int]] = {}
    is_pair = corpus.is_pair
    for number, task in enumerate(tasks):
        for group in task.groups:
            if is_pair[group]:
                index.setdefault(group, []).append(number)
    return index


def _shared(task: TaskWords, index: dict[int, list[int]], corpus: Corpus, most: int, budget: int) -> dict[int, float]:
    """The weight of what `task` shares with each task of the index, normalised by nothing; rarest groups first."""
    shared: dict[int, float] = {}
    left = budget
    hits = sorted((len(index[group]), group) for group in task.groups if group in index)
    for count, group in hits:
        if count > most or (left < count and left < budget):
            break
        left -= count
        weight = corpus.weight[group]
        for number in index[group]:
            shared[number] = shared.get(number, 0.0) + weight
    return shared
