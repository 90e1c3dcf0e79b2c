"""What a check looks at: one plan, with what is needed to judge it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, Literal, NamedTuple, TypeVar

from ggplan.plan import Group, Plan, Provenance, Task
from ggplan.validate.nodes import Path, Tree
from ggplan.validate.sources import SourceText

__all__ = ["DEADLINE", "Subject", "Text"]

DEADLINE = "12-10"
"""The only day that a plan names for reports to the ministry: `trước ngày 10/12 hằng năm` (Thanh Hóa's plan, part VI, item 4)."""

T = TypeVar("T")
_WORD = re.compile(r"\w+")
Kind = Literal["title", "action", "output", "condition", "target", "name", "note", "label"]


class Text(NamedTuple):
    """One piece of printed text: where it stands, whose it is, what kind of text it is.

    Kinds: `title` (document and groups), `action`, `output`, `condition`, `target` (its clause), `name` (a body), `note`, and
    `label` (indicator, pillar, unit, time, issuer …).
    """

    path: Path
    item: str | None
    text: str
    kind: Kind


@dataclass
class Subject:
    """A plan under examination. `tree` is absent where the plan was parsed from a raw document."""

    plan: Plan
    file: str = "<text>"
    tree: Tree | None = None
    as_of: str | None = None
    """The day (`YYYY-MM-DD`) for which past dues are judged; without it they are not."""
    deadline: str = DEADLINE
    """The day of the year (`MM-DD`) by which the ministry expects the reports of the provinces."""
    source: SourceText | None = None
    """The source document, where it was found."""
    _made: dict[str, Any] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def groups(self) -> dict[str, Group]:
        """The groups by id, the first of each."""
        found: dict[str, Group] = {}
        for group in self.plan.groups:
            found.setdefault(group.id, group)
        return found

    def group_of(self, task: Task) -> Group | None:
        """The group of a task, None where it has none or an unknown one."""
        return self.groups.get(task.group) if task.group is not None else None

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What several checks need, made by the first of them."""
        if name not in self._made:
            self._made[name] = make()
        made: T = self._made[name]
        return made

    @cached_property
    def period(self) -> tuple[int | None, int | None]:
        """The first and the last year of the plan; neither where they contradict each other."""
        period = self.plan.period
        if period is None or (period.start is not None and period.end is not None and period.start > period.end):
            return None, None
        return period.start, period.end

    def provenance(self, item: str | None) -> Provenance | None:
        """Where an item was read."""
        return self.plan.provenance.get(item) if item is not None else None

    @cached_property
    def date(self) -> str | None:
        """The day of the document as precise as it gives it, EDTF; EDTF dates of unlike precision compare as text."""
        return self.plan.document.issued_on

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every printed text of the plan, in the order of the file."""
        return tuple(self._each_text())

    @cached_property
    def joined(self) -> str:
        """All texts, one a line: what no line of it has, no text has."""
        return "\n".join(dict.fromkeys(text.text for text in self.texts))

    def holding(self, hints: Sequence[str]) -> list[Text]:
        """The texts that hold one of the strings, none of which has a line break; each string costs one search."""
        lines: set[str] = set()
        for hint in hints:
            lines.update(_lines_with(self.joined, hint))
        return [text for text in self.texts if text.text in lines or text.text in self._broken] if lines else []

    @cached_property
    def _broken(self) -> frozenset[str]:
        """The texts of several lines."""
        return frozenset(text.text for text in self.texts if "\n" in text.text)

    @cached_property
    def words(self) -> Counter[str]:
        """Every run of letters, figures and underscores of the texts, and how often it stands there."""
        pieces = Counter(chain.from_iterable(map(str.split, self.joined.split("\n"))))
        words: Counter[str] = Counter()
        for piece, count in pieces.items():
            for word in _WORD.findall(piece):
                words[word] += count
        return words

    @cached_property
    def composed(self) -> bool:
        """Whether all texts are in Unicode's composed form, NFC."""
        return unicodedata.is_normalized("NFC", self.joined)

    @cached_property
    def characters(self) -> frozenset[str]:
        """Every character that occurs in a text."""
        return frozenset(self.joined)

    def _each_text(self) -> Iterator[Text]:
        yield from self._head_texts()
        yield from self._target_texts()
        for index, group in enumerate(self.plan.groups):
            yield Text(("groups", index, "title"), group.id, group.title, "title")
        for index, task in enumerate(self.plan.tasks):
            yield from _task_texts(index, task)
        for index, duty in enumerate(self.plan.reporting):
            for key, value in (("from", duty.sender), ("to", duty.to)):
                if value:
                    yield Text(("reporting", index, key), None, value, "label")

    def _head_texts(self) -> Iterator[Text]:
        document = self.plan.document
        if document.title:
            yield Text(("document", "title"), None, document.title, "title")
        for key, value in (("issuer", document.issuer), ("signer", document.signer)):
            if value:
                yield Text(("document", key), None, value, "label")
        for short, full in self.plan.abbreviations.items():
            yield Text(("abbreviations", short), None, full, "label")

    def _target_texts(self) -> Iterator[Text]:
        for index, target in enumerate(self.plan.targets):
            base = ("targets", index)
            yield Text((*base, "text"), target.id, target.text, "target")
            for key, value in (("pillar", target.pillar), ("indicator", target.indicator), ("unit", target.unit)):
                if value:
                    yield Text((*base, key), target.id, value, "label")


def _lines_with(text: str, piece: str) -> Iterator[str]:
    """The lines of a text that hold `piece`."""
    at = text.find(piece)
    while at >= 0:
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        end = len(text) if end < 0 else end
        yield text[start:end]
        at = text.find(piece, end)


def _task_texts(index: int, task: Task) -> Iterator[Text]:
    base: Path = ("tasks", index)
    for at, action in enumerate(task.actions):
        yield Text((*base, "actions", at), task.id, action, "action")
    for role in ("lead_agencies", "cooperating_agencies"):
        for at, body in enumerate(getattr(task, role)):
            yield Text((*base, role, at, "text"), task.id, body.text, "name")
            if body.name and body.name != body.text:
                yield Text((*base, role, at, "name"), task.id, body.name, "name")
    if task.timeframe:
        yield Text((*base, "timeframe", "text"), task.id, task.timeframe.text, "label")
    for at, output in enumerate(task.outputs):
        yield Text((*base, "outputs", at), task.id, output, "output")
    for at, condition in enumerate(task.conditions):
        yield Text((*base, "conditions", at), task.id, condition, "condition")
    for key, value in (("budget", task.budget), ("note", task.note)):
        if value:
            yield Text((*base, key), task.id, value, "note")
