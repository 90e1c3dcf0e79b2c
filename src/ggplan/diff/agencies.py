"""Which bodies are one body: by registry id, by letters where the registry knows none, and by succession of 2025."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from ggplan.plan import AgencyMention, Task
from ggplan.text import match_key

if TYPE_CHECKING:
    from ggplan.registry.loading import Registry

__all__ = [
    "Identity",
    "Succession",
    "body_key",
    "display_name",
    "general_name",
    "is_collective",
    "lead_keys",
    "successions_of_registry",
]

_BLANK = re.compile(r"\{\w+\}")
_COLLECTIVE_HEADS = ("các ",)
_COLLECTIVE_WORDS = ("các huyện", "các xã", "các phường")


@dataclass(frozen=True, slots=True)
class Succession:
    """A body that took over another's functions from the day `since`, by the legal `act`.

    `new` is true where the later body did not exist before: then its name alone tells that it is meant. A body that
    kept its name and took in others (Sở Tài chính) is meant only by plans dated after `since`.
    """

    before: str
    after: str
    since: str
    act: str | None = None
    new: bool = True


def body_key(mention: AgencyMention) -> str:
    """What two mentions of one body share: the registry id, or the letters of its name."""
    return mention.id or f"~{match_key(mention.name or mention.text)}"


def display_name(mention: AgencyMention) -> str:
    """The registry's name, or what the document says."""
    return mention.name or mention.text


def is_collective(mention: AgencyMention) -> bool:
    """True for bodies such as `Các sở, ban, ngành` or `UBND các huyện, thị xã, thành phố`."""
    key = match_key(mention.name or mention.text)
    return key.startswith(_COLLECTIVE_HEADS) or any(word in key for word in _COLLECTIVE_WORDS)


def lead_keys(task: Task) -> tuple[frozenset[str], frozenset[str]]:
    """The keys of a task's leads as evidence: those of named bodies, and all of them."""
    every = {_stem(body_key(mention)): is_collective(mention) for mention in task.lead_agencies}
    return frozenset(key for key, collective in every.items() if not collective), frozenset(every)


def _stem(key: str) -> str:
    """The key without the province in it: the State Bank's branch of one province leads as that of the other does."""
    head, mark, _ = key.partition("-chi-nhanh")
    return head + mark


def general_name(identity: str) -> str | None:
    """The registry's name of a body without its places (`Báo {province}` is `Báo`); None for one that it does not know."""
    from ggplan.registry.loading import load_registry

    agency = load_registry().agencies.get(identity)
    return " ".join(_BLANK.sub(" ", agency.name).split()) if agency is not None else None


class Identity:
    """Compares bodies of two plans. `dates` are those of the left and the right plan, as precise as known.

    `as_of`: bodies gone by that day stand for the one that took them over.
    """

    def __init__(
        self,
        successions: Iterable[Succession] = (),
        *,
        as_of: str | None = None,
        dates: tuple[str | None, str | None] = (None, None),
    ) -> None:
        self._as_of = as_of
        self._dates = dates
        self._heirs: dict[str, list[Succession]] = {}
        for succession in successions:
            if succession.before != succession.after:
                self._heirs.setdefault(succession.before, []).append(succession)
        for heirs in self._heirs.values():
            heirs.sort(key=lambda heir: (heir.since, heir.after))

    def key(self, mention: AgencyMention) -> str:
        """The key of the body as of the date asked for; the body's own without a date or where several took it over."""
        key = body_key(mention)
        seen = {key}
        while self._as_of is not None:
            heirs = [heir for heir in self._heirs.get(key, ()) if heir.since <= self._as_of]
            if len({heir.after for heir in heirs}) != 1 or heirs[0].after in seen:
                break
            key = heirs[0].after
            seen.add(key)
        return key

    def succession(self, left: str, right: str) -> tuple[Succession, str] | None:
        """How one of the two bodies came from the other, and on which side (`left`, `right`) the later one is named.

        None where neither did, or where a body of that name existed before and the plan is older than the change.
        """
        for before, after, side, date in ((left, right, "right", self._dates[1]), (right, left, "left", self._dates[0])):
            step = self._step(before, after)
            if step is not None and (step.new or (date is not None and date >= step.since[: len(date)])):
                return step, side
        return None

    def _step(self, before: str, after: str) -> Succession | None:
        """The succession from `before` to `after`, directly or through one body between."""
        for heir in self._heirs.get(before, ()):
            if heir.after == after:
                return heir
        for heir in self._heirs.get(before, ()):
            for onward in self._heirs.get(heir.after, ()):
                if onward.after == after:
                    return replace(onward, before=before)
        return None

    def related(self, lefts: Iterable[str], rights: Iterable[str]) -> bool:
        """True where a body of the left is one of the right, or one of the two took over the other."""
        lefts, rights = set(lefts), set(rights)
        if lefts & rights:
            return True
        return any(self.succession(left, right) is not None for left in lefts for right in rights)


def successions_of_registry() -> Sequence[Succession]:
    """Every succession that the registry in use records, a body that goes on under its own id apart."""
    from ggplan.registry.loading import load_registry

    return _successions(load_registry())


@lru_cache(maxsize=4)
def _successions(registry: Registry) -> Sequence[Succession]:
    agencies = registry.agencies
    return tuple(
        Succession(agency.id, heir.id, heir.start, heir.act, new=_is_new(agencies[heir.id].founding_date, heir.start))
        for agency in agencies.values()
        for heir in agency.successors
        if heir.id != agency.id and heir.id in agencies
    )


def _is_new(founded: str | None, since: str) -> bool:
    return founded is not None and founded[: len(since)] >= since[: len(founded)]
