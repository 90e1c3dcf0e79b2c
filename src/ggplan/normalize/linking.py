"""Which national tasks and themes a plan's tasks, actions and targets belong to. A view of the plan; nothing in it is changed.

A theme comes, in this order, from the heading, from national codes that the text names, from the wording (`theme_guess`).
A national task comes from codes that the text names (`explicit`), and with a full catalogue from wording, theme and lead
together (`matched`): for each piece of an action the most similar national task, if it is similar enough and ahead of the
next. Below the threshold a task stays unlinked.

Headings, cited codes and the words of themes are those of QĐ 882. With the catalogue of another decision they say nothing,
and themes come from the likeness of wording alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ggplan.normalize.agencies import resolve_cell
from ggplan.normalize.theme_guess import Guess, guess_theme, without_bodies
from ggplan.normalize.wording import Wording, pieces_of
from ggplan.plan import Group, NationalLink, Plan, Task
from ggplan.registry.catalogue import Catalogue, Entry, code_key
from ggplan.registry.lexicon import Lexicon, lexicon_for
from ggplan.registry.loading import Registry, load_registry
from ggplan.registry.theme_words import load_theme_words
from ggplan.text import match_key

__all__ = [
    "THRESHOLD",
    "NationalMatch",
    "Placement",
    "PlanLinks",
    "TaskLinks",
    "link_plan",
    "national_index",
    "themes_of",
    "with_links",
]

THRESHOLD = 0.25
"""The least score at which a national task is taken: chosen on one half of the hand-made pairs (`benchmarks/linking.py`)."""

_AHEAD = 1.05
_OTHER_THEME, _DOUBTFUL_THEME = 0.45, 0.75
_SURE_THEME = 0.4
_SAME_LEAD, _OTHER_LEAD = 1.15, 0.9
_TARGET = 0.3
"""The least score at which a target is given a theme by its wording."""

_WAITING = re.compile(r"\([^()]*(?:hướng dẫn|sau khi|ban hành)[^()]*\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Placement:
    """The theme of an item, how it was found and how surely (0 to 1), and the theme that its words point to otherwise."""

    theme: int | None
    score: float
    via: Literal["heading", "codes", "wording"] | None
    runner_up: int | None = None
    runner_up_score: float = 0.0


@dataclass(frozen=True, slots=True)
class NationalMatch:
    """A national task that a task carries out, with the next best one. `action` is the number (from 1) of the action."""

    code: str
    via: Literal["explicit", "matched"]
    score: float
    runner_up: str | None = None
    runner_up_score: float = 0.0
    action: int | None = None


@dataclass(frozen=True, slots=True)
class TaskLinks:
    """What a task, and each of its actions, belongs to. `nearest` is the best national task below the threshold, if any."""

    id: str
    theme: Placement
    actions: tuple[Placement, ...]
    national: tuple[NationalMatch, ...] = ()
    nearest: NationalMatch | None = None


@dataclass(frozen=True, slots=True)
class PlanLinks:
    """The links of a plan's tasks and targets, by id, in order."""

    tasks: Mapping[str, TaskLinks]
    targets: Mapping[str, Placement]


def link_plan(plan: Plan, catalogue: Catalogue, registry: Registry | None = None) -> PlanLinks:
    """The themes and national tasks of every task, action and target of `plan`."""
    linker = _Linker(plan, catalogue, registry or load_registry())
    return PlanLinks(
        {task.id: linker.task(task) for task in plan.tasks},
        {target.id: linker.target(target.indicator or target.text, target.text) for target in plan.targets},
    )


class _Linker:
    """What linking the items of one plan needs to know."""

    def __init__(self, plan: Plan, catalogue: Catalogue, registry: Registry) -> None:
        province = registry.province(plan.province.slug, plan.document.issued_on) if plan.province else None
        self.lexicon: Lexicon = lexicon_for(plan.document.issued_on, province.slug if province else None, registry)
        self.themes = frozenset(catalogue.titles)
        self.same_decision = catalogue.number == load_theme_words().plan
        self.groups: dict[str, Group] = {group.id: group for group in plan.groups}
        self.texts = {task.id: [self.subject(action) for action in task.actions] for task in plan.tasks}
        context = [text for texts in self.texts.values() for text in texts]
        self.wording = Wording(catalogue.leaves, context) if catalogue.full else None
        self.works = {entry.code: _works(entry, catalogue.issued_on or None, registry) for entry in catalogue.leaves}

    def subject(self, action: str) -> str:
        """An action without names of bodies and without brackets that only make it wait for another."""
        return without_bodies(_WAITING.sub(" ", action), self.lexicon)

    def task(self, task: Task) -> TaskLinks:
        leads = [lead.id for lead in task.lead_agencies if lead.id]
        guesses = [self.guess(text, leads) for text in self.texts[task.id]]
        explicit = self.explicit(task)
        actions = tuple(self.placed(task, explicit, guess) for guess in guesses)
        matched, nearest = self.matched(task, actions)
        named = {match.code for match in explicit}
        national = (*explicit, *(match for match in matched if match.code not in named))
        return TaskLinks(task.id, self.whole(task, explicit, actions), actions, national, None if national else nearest)

    def guess(self, text: str, leads: Sequence[str] = ()) -> Guess:
        """The theme that a text without names of bodies speaks of."""
        if self.same_decision:
            return guess_theme(text, leads)
        alike: dict[int, float] = {}
        for piece in pieces_of(text) if self.wording else ():
            for entry, score in self.wording.rank(piece)[:3] if self.wording else ():
                alike[entry.theme] = max(alike.get(entry.theme, 0.0), score)
        ranked = [(theme, round(score, 3)) for theme, score in sorted(alike.items(), key=lambda one: (-one[1], one[0]))]
        first, second, *_ = [*ranked, (None, 0.0), (None, 0.0)]
        return Guess(first[0], first[1], second[0], second[1])

    def explicit(self, task: Task) -> list[NationalMatch]:
        """The codes that the task or its heading names."""
        if not self.same_decision:
            return []
        group = self.groups.get(task.group or "")
        codes = [link.code for link in task.national if link.via == "explicit"]
        codes += group.national if group else ()
        return [NationalMatch(code, "explicit", 1.0) for code in dict.fromkeys(codes)]

    def placed(self, task: Task, explicit: Sequence[NationalMatch], guess: Guess) -> Placement:
        """The theme of an action: the heading's, that of the codes, or what its words say."""
        theme, via = self.settled(task, explicit)
        if via is None:
            own = guess.theme if guess.theme in self.themes else None
            return Placement(own, guess.score if own else 0.0, "wording" if own else None, guess.runner_up, guess.runner_up_score)
        other = (guess.theme, guess.score) if guess.theme != theme else (guess.runner_up, guess.runner_up_score)
        return Placement(theme, 1.0, via, *other)

    def settled(self, task: Task, explicit: Sequence[NationalMatch]) -> tuple[int | None, Literal["heading", "codes"] | None]:
        """The theme that the plan itself says: by its heading, or by codes that agree."""
        group = self.groups.get(task.group or "")
        stated = (task.theme or (group.theme if group else None)) if self.same_decision else None
        if stated in self.themes:
            return stated, "heading"
        heads = {code_key(match.code)[0] for match in explicit} & self.themes
        return (heads.pop(), "codes") if len(heads) == 1 else (None, None)

    def whole(self, task: Task, explicit: Sequence[NationalMatch], actions: Sequence[Placement]) -> Placement:
        """The theme of a task: what the plan says, else the one that most of its actions, weighed by how sure they are, have."""
        theme, via = self.settled(task, explicit)
        votes: dict[int, float] = {}
        for action in actions:
            if action.via == "wording" and action.theme is not None:
                votes[action.theme] = votes.get(action.theme, 0.0) + action.score
        ranked = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))
        count = max(1, len(actions))
        shares = [(number, round(weight / count, 3)) for number, weight in ranked[:2]]
        if via is not None:
            return Placement(theme, 1.0, via)
        first = shares[0] if shares else (None, 0.0)
        second = shares[1] if len(shares) > 1 else (None, 0.0)
        return Placement(first[0], first[1], "wording" if first[0] else None, *second)

    def matched(self, task: Task, actions: Sequence[Placement]) -> tuple[list[NationalMatch], NationalMatch | None]:
        """The national tasks found by wording, theme and lead, by code; and the best of those not taken."""
        if self.wording is None:
            return [], None
        works = {_work(lead.name or lead.text) for lead in task.lead_agencies}
        best: dict[str, NationalMatch] = {}
        nearest: NationalMatch | None = None
        for number, (text, placement) in enumerate(zip(self.texts[task.id], actions, strict=True), 1):
            for piece in pieces_of(text):
                found = self.nearest(piece, placement, works, number)
                if found is None:
                    continue
                sure = found.score >= THRESHOLD and found.score >= found.runner_up_score * _AHEAD
                if sure and (found.code not in best or best[found.code].score < found.score):
                    best[found.code] = found
                elif not sure and (nearest is None or nearest.score < found.score):
                    nearest = found
        return sorted(best.values(), key=lambda match: code_key(match.code)), nearest

    def nearest(self, piece: str, placement: Placement, works: set[str], number: int) -> NationalMatch | None:
        """The national task most like a piece of an action, with its runner-up."""
        assert self.wording is not None
        likely = [
            (entry.code, score * _fit(entry, placement, works, self.works[entry.code]))
            for entry, score in self.wording.rank(piece)
        ]
        ranked = sorted(
            ((code, round(min(1.0, score), 3)) for code, score in likely), key=lambda item: (-item[1], code_key(item[0]))
        )
        if not ranked:
            return None
        second = ranked[1] if len(ranked) > 1 else (None, 0.0)
        return NationalMatch(ranked[0][0], "matched", ranked[0][1], second[0], second[1], number)

    def target(self, indicator: str, text: str) -> Placement:
        """The theme of a target by what it measures, else by its whole clause; none where neither says enough."""
        for said in (indicator, text):
            guess = self.guess(without_bodies(said, self.lexicon))
            if guess.theme in self.themes and guess.score >= _TARGET:
                return Placement(guess.theme, guess.score, "wording", guess.runner_up, guess.runner_up_score)
        return Placement(None, 0.0, None)


def _fit(entry: Entry, placement: Placement, works: set[str], national: set[str]) -> float:
    """How well theme and lead of a national task go with an action's."""
    fit = 1.0
    if placement.theme is not None and entry.theme != placement.theme:
        sure = placement.via != "wording" or placement.score >= _SURE_THEME
        fit = _OTHER_THEME if sure else _DOUBTFUL_THEME
    if national and works:
        fit *= _SAME_LEAD if works & national else _OTHER_LEAD
    return fit


def _works(entry: Entry, on: str | None, registry: Registry) -> set[str]:
    """What the leads of a national task work on; abbreviated names are read by the registry."""
    return {_work(body.name) for lead in entry.leads for body in resolve_cell(lead, on=on, registry=registry)}


_KIND = re.compile(r"^(?:bộ|sở|ủy ban|ban|cục|ubnd)\s+")
_PLACE = re.compile(r"\s+(?:việt nam|chi nhánh|tỉnh|thành phố|trung ương)\b.*$")


def _work(name: str) -> str:
    """What a name says of a body's work, without kind and place: `Bộ Công Thương`, `Sở Công Thương` -> `công thương`."""
    return _PLACE.sub("", _KIND.sub("", match_key(name)))


def with_links(plan: Plan, links: PlanLinks) -> Plan:
    """`plan` with the national tasks of `links` written into its tasks, for a canonical file that keeps them."""
    tasks = []
    for task in plan.tasks:
        matches = links.tasks[task.id].national
        found = tuple(NationalLink(code=match.code, via=match.via, score=match.score) for match in matches)
        tasks.append(task.model_copy(update={"national": found}))
    return plan.model_copy(update={"tasks": tuple(tasks)})


def national_index(links: PlanLinks) -> dict[str, list[str]]:
    """National codes, in their order, with the ids of the tasks that carry them out."""
    found: dict[str, list[str]] = {}
    for task in links.tasks.values():
        for match in task.national:
            found.setdefault(match.code, []).append(task.id)
    return {code: found[code] for code in sorted(found, key=code_key)}


def themes_of(links: TaskLinks) -> Iterable[int]:
    """The themes in which a task counts: its own, and where the plan says none, those of its actions."""
    if links.theme.via in ("heading", "codes"):
        return (links.theme.theme,) if links.theme.theme else ()
    return tuple(dict.fromkeys(action.theme for action in links.actions if action.theme is not None))
