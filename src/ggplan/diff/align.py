"""Which task of one plan is the same duty as which task of the other.

Evidence: how much of each task's wording is found in the other, piece by piece; leads; theme; national codes. The pairs are the
best assignment over all tasks at once. Figures against hand-made alignments: `benchmarks/alignment.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from typing import Literal

from ggplan.diff.agencies import Identity, lead_keys
from ggplan.diff.assign import assign
from ggplan.diff.candidates import candidates, places
from ggplan.diff.words import Corpus, TaskWords
from ggplan.plan import Plan, Task

__all__ = ["Kind", "TaskMatch", "align_tasks", "theme_of"]

Kind = Literal["same", "similar", "part"]

_THRESHOLD = 0.34
_BALANCE = 0.8  # share of the mean of both coverages against the larger one
_LEAD, _THEME, _NATIONAL = 0.2, 0.1, 0.1  # how much of the doubt agreement takes away
_OTHER_LEAD, _OTHER_THEME = 0.3, 0.15  # how much disagreement takes away
_CONTRAST = 0.35  # what remains of the score where the two name different members of a set (bankers, teachers)
_IDENTICAL = 0.95  # wording so alike that no contrast can be meant
_COLLECTIVE = 0.4  # a collective body ("các sở, ban, ngành") as lead says less than a named one
_SAME_ID = 0.5  # two versions of one plan: the share of the score that an equal id is worth
_SAME = 0.8
_PART = 0.55
_PIECE_SAID = 0.5  # share of a piece that must be found to count as said
_PIECE_BETTER = 0.2  # how much better than the partner
_LINK = 0.45  # share of a task said by the partner of another that makes a further link
_COVERED = 0.65  # share of a task left over that must be said by one of the other side to be linked to it
_TEXT = 2.0  # what an equal text is worth in choosing, beside the score: of a split task the largest part is the pair
_SECTION = 0.1  # what an equal section is worth in choosing among tasks that a plan says twice
_TIE = 1e-6


@dataclass(frozen=True, slots=True)
class TaskMatch:
    """Two tasks that are one duty, by ids. `score` is 0–1; `also_…` are further tasks that the other one covers in part."""

    left: str
    right: str
    score: float
    kind: Kind
    also_left: tuple[str, ...] = ()
    also_right: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What was found about one candidate pair: shares of each side's wording found in the other, and the score.

    `said`: for the pieces of the left task, and of the right one, how much of their weight the best piece of the other holds.
    """

    of_left: float
    of_right: float
    score: float
    contrast: bool
    said: tuple[Sequence[float], Sequence[float]]


def theme_of(task: Task, themes: Mapping[str, int | None]) -> int | None:
    """The national theme of a task: its own, or its group's."""
    return task.theme if task.theme is not None else themes.get(task.group or "")


def align_tasks(left: Plan, right: Plan, identity: Identity, *, versions: bool = False) -> list[TaskMatch]:
    """Pairs of tasks by falling score, then id. `versions`: two states of one plan, where equal ids count as evidence."""
    corpus = Corpus(left, right)
    judge = _Judge(left, right, identity, versions)
    evidence = {}
    for one, other in _pairs_to_judge(corpus, left, right, versions):
        evidence[one, other] = judge.evidence(corpus, one, other)
    chosen = _assign(corpus, evidence, _like_sections(left, right), text=0.0 if versions else _TEXT)
    links = _Links(corpus, evidence, chosen)
    matches = [links.match(one, other, evidence[one, other]) for one, other in chosen]
    return sorted(matches, key=lambda match: (-match.score, match.left, match.right))


def _like_sections(left: Plan, right: Plan) -> set[tuple[str, str]]:
    """Where a plan says its duties twice, in its body and in its appendix: the sections that go together by preference."""
    sections = [{task.section for task in plan.tasks} for plan in (left, right)]
    return {(section, section) for section in sections[0] & sections[1]} if max(map(len, sections)) > 1 else set()


def _pairs_to_judge(corpus: Corpus, left: Plan, right: Plan, versions: bool) -> list[tuple[int, int]]:
    """Candidates by wording, and tasks of equal id: all of them in two versions of one plan, else those of equal actions."""
    pairs = set(candidates(corpus))
    numbers = {task.id: number for number, task in enumerate(right.tasks)}
    for number, task in enumerate(left.tasks):
        other = numbers.get(task.id)
        if other is not None and (versions or task.actions == right.tasks[other].actions):
            pairs.add((number, other))
    return sorted(pairs)


class _Judge:
    """Scores candidate pairs."""

    def __init__(self, left: Plan, right: Plan, identity: Identity, versions: bool) -> None:
        self._tasks = left.tasks, right.tasks
        self._themes = tuple({group.id: group.theme for group in plan.groups} for plan in (left, right))
        self._codes = tuple(_national_codes(plan) for plan in (left, right))
        self._leads = tuple([lead_keys(task) for task in plan.tasks] for plan in (left, right))
        self._identity = identity
        self._versions = versions

    def evidence(self, corpus: Corpus, one: int, other: int) -> _Evidence:
        """The evidence on a pair of indices."""
        left, right = corpus.left[one], corpus.right[other]
        if self._tasks[0][one].actions == self._tasks[1][other].actions:
            of_left = of_right = 1.0
            said: tuple[Sequence[float], Sequence[float]] = left.wholes, right.wholes
        else:
            said = _said(left, right, corpus)
            of_left, of_right = _share(left, said[0]), _share(right, said[1])
        contrast = any(a and b and not a & b for a, b in zip(left.named, right.named, strict=True))
        score = self._score(of_left, of_right, contrast, one, other)
        if self._versions and left.id == right.id:
            score = _SAME_ID + (1 - _SAME_ID) * score
        return _Evidence(of_left, of_right, score, contrast, said)

    def _score(self, of_left: float, of_right: float, contrast: bool, one: int, other: int) -> float:
        mean = sqrt(of_left * of_right)
        text = _BALANCE * mean + (1 - _BALANCE) * max(of_left, of_right)
        lead = self._lead(one, other)
        theme = self._theme(one, other)
        if lead < 0:
            text *= 1 - _OTHER_LEAD * (1 - mean)
        if theme < 0:
            text *= 1 - _OTHER_THEME
        if contrast and mean < _IDENTICAL:
            return text * _CONTRAST
        agreement = _LEAD * max(0.0, lead) + _THEME * max(0, theme) + _NATIONAL * self._national(one, other)
        return text + agreement * (1 - text) * min(1.0, 4 * text)

    def _lead(self, one: int, other: int) -> float:
        """1 where a named lead is shared, -1 where named leads differ, between where only collective bodies speak."""
        (named_left, all_left), (named_right, all_right) = self._leads[0][one], self._leads[1][other]
        if named_left and named_right:
            return 1.0 if self._identity.related(named_left, named_right) else -1.0
        if all_left & all_right:
            return _COLLECTIVE
        return 0.0

    def _theme(self, one: int, other: int) -> int:
        left = theme_of(self._tasks[0][one], self._themes[0])
        right = theme_of(self._tasks[1][other], self._themes[1])
        if left is None or right is None:
            return 0
        return 1 if left == right else -1

    def _national(self, one: int, other: int) -> int:
        return int(bool(self._codes[0][one] & self._codes[1][other]))


def _national_codes(plan: Plan) -> list[frozenset[str]]:
    """The national tasks that each task carries out: its own, else those of its heading."""
    headings = {group.id: frozenset(group.national) for group in plan.groups}
    nothing: frozenset[str] = frozenset()
    return [frozenset(link.code for link in task.national) or headings.get(task.group or "", nothing) for task in plan.tasks]


def _said(left: TaskWords, right: TaskWords, corpus: Corpus) -> tuple[Sequence[float], Sequence[float]]:
    """For each piece of the left task the weight that the best piece of the right one holds of it, and the other way round.

    Two pieces that follow each other count as one as well: what is one sentence here may be a lead-in and its item there.
    """
    common = [[piece & other for other in right.pieces] for piece in left.pieces]
    weights = [[corpus.sum(groups) if groups else 0.0 for groups in row] for row in common]
    columns = list(zip(*common, strict=True)) or [()] * len(right.pieces)
    sums = list(zip(*weights, strict=True)) or [()] * len(right.pieces)
    return [_most(*row, corpus) for row in zip(common, weights, strict=True)], [
        _most(*column, corpus) for column in zip(columns, sums, strict=True)
    ]


def _most(common: Sequence[frozenset[int]], weights: Sequence[float], corpus: Corpus) -> float:
    """The greatest weight of one group of shared word groups, or of two that follow each other."""
    most = max(weights, default=0.0)
    before = 0.0
    for number, weight in enumerate(weights):
        if before and weight and before + weight > most:
            most = max(most, corpus.sum(common[number - 1] | common[number]))
        before = weight
    return most


def _share(task: TaskWords, best: Iterable[float]) -> float:
    """The weighted share of a task's pieces that is said in the other one."""
    if not task.total:
        return 0.0
    found = sum(weight * common / whole for weight, whole, common in zip(task.weights, task.wholes, best, strict=True) if whole)
    return min(1.0, found / task.total)


def _shared_text(left: TaskWords, right: TaskWords) -> float:
    """The share of the longer task's text that both have."""
    return len(left.said & right.said) / max(1, len(left.said), len(right.said))


def _assign(
    corpus: Corpus, evidence: Mapping[tuple[int, int], _Evidence], like: set[tuple[str, str]], text: float
) -> list[tuple[int, int]]:
    """The best one-to-one pairs; equal sums are decided by equal ids, then by like places among the ids.

    `like`: pairs of sections that are preferred, and `text`: what an equal text adds within them; the scores stay as found.
    """
    here, there = places(task.id for task in corpus.left), places(task.id for task in corpus.right)
    by_left = sorted(range(len(corpus.left)), key=lambda number: corpus.left[number].id)
    rank_right = {n: rank for rank, n in enumerate(sorted(range(len(corpus.right)), key=lambda n: corpus.right[n].id))}
    back = {rank: number for number, rank in rank_right.items()}
    edges: dict[int, list[tuple[int, float]]] = {}
    for (one, other), found in sorted(evidence.items()):
        if found.score >= _THRESHOLD:
            first, second = corpus.left[one].id, corpus.right[other].id
            tie = _TIE * ((first == second) + (1 - abs(here[first] - there[second])))
            unlike = like and (corpus.left[one].section, corpus.right[other].section) not in like
            gain = found.score - _THRESHOLD - (_SECTION if unlike else 0.0)
            if gain >= 0:
                if not (unlike or found.contrast):
                    gain += text * _shared_text(corpus.left[one], corpus.right[other])
                edges.setdefault(one, []).append((rank_right[other], gain + _TIE + tie))
    columns = assign([sorted(edges.get(number, ())) for number in by_left], len(corpus.right))
    return sorted((number, back[column]) for number, column in zip(by_left, columns, strict=True) if column >= 0)


class _Links:
    """Further links of a pair: tasks that one of the two covers in part, where its partner does not say the same."""

    def __init__(self, corpus: Corpus, evidence: Mapping[tuple[int, int], _Evidence], chosen: Iterable[tuple[int, int]]) -> None:
        self._corpus = corpus
        self._taken = tuple(map(frozenset, zip(*chosen, strict=True))) or (frozenset(), frozenset())
        self._evidence = evidence
        self._of_left: dict[int, list[int]] = {}
        self._of_right: dict[int, list[int]] = {}
        for one, other in sorted(evidence):
            self._of_left.setdefault(one, []).append(other)
            self._of_right.setdefault(other, []).append(one)

    def match(self, one: int, other: int, found: _Evidence) -> TaskMatch:
        """The pair of indices as a `TaskMatch` with its further links, by id."""
        left, right = self._corpus.left[one], self._corpus.right[other]
        also_right = [
            self._corpus.right[further].id
            for further in self._of_left[one]
            if further != other and self._linked(one, further, right, self._corpus.right[further], side=1)
        ]
        also_left = [
            self._corpus.left[further].id
            for further in self._of_right[other]
            if further != one and self._linked(further, other, left, self._corpus.left[further], side=0)
        ]
        score = round(min(1.0, max(0.0, found.score)), 4)
        return TaskMatch(left.id, right.id, score, _kind(found), tuple(sorted(also_left)), tuple(sorted(also_right)))

    def _linked(self, one: int, other: int, partner: TaskWords, further: TaskWords, *, side: int) -> bool:
        """True where of two tasks (indices) the one on `side`, `further`, is linked to the other, which is paired with `partner`.

        A task left over is linked where most of it is said here, a task in another pair only for what `partner` does not say.
        """
        found = self._evidence[one, other]
        share = found.of_right if side else found.of_left
        if found.contrast or share < _LINK:
            return False
        free = (other if side else one) not in self._taken[side]
        return (free and share >= _COVERED) or self._adds(found.said[side], partner, further)

    def _adds(self, held: Sequence[float], partner: TaskWords, further: TaskWords) -> bool:
        """True where much of `further` is held by its task, and what is held so its partner does not say as well."""
        shares = [weight / whole if whole else 0.0 for weight, whole in zip(held, further.wholes, strict=True)]
        told = [number for number, share in enumerate(shares) if share >= _PIECE_SAID]
        needed = _LINK * further.total
        if not 0 < needed <= fsum(further.weights[number] * shares[number] for number in told):
            return False
        gained = (
            further.weights[number] * shares[number]
            for number in told
            if shares[number] >= self._share_of(further, number, partner) + _PIECE_BETTER
        )
        return fsum(gained) >= needed

    def _share_of(self, further: TaskWords, number: int, partner: TaskWords) -> float:
        """The share of a piece of `further` that the best piece of `partner` holds."""
        piece, whole = further.pieces[number], further.wholes[number]
        common = [piece & other for other in partner.pieces]
        held = _most(common, [self._corpus.sum(groups) for groups in common], self._corpus)
        return held / whole if whole else 0.0


def _kind(found: _Evidence) -> Kind:
    low, high = sorted((found.of_left, found.of_right))
    if low >= _SAME:
        return "same"
    return "part" if low < _PART * high and high >= _PART else "similar"
