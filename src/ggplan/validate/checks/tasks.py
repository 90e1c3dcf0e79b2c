"""GG3, first half: what a task says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ggplan.plan import Task
from ggplan.text import match_key
from ggplan.validate.hits import Hit, check, hit
from ggplan.validate.similar import Alike, Words, alike, words_of
from ggplan.validate.subject import Subject, Text

_ENOUGH = 8
_SHARE = 0.9


@check("task-empty")
def task_empty(subject: Subject) -> Iterator[Hit]:
    """No action at all, or one without a letter."""
    for index, task in enumerate(subject.plan.tasks):
        if not task.actions:
            yield hit("task-empty", ("tasks", index), task.id)
        for at, action in enumerate(task.actions):
            if not any(char.isalpha() for char in action):
                yield hit("task-empty", ("tasks", index, "actions", at), task.id)


@check("task-without-lead")
def task_without_lead(subject: Subject) -> Iterator[Hit]:
    """Nobody leads."""
    for index, task in enumerate(subject.plan.tasks):
        if not task.lead_agencies:
            yield hit("task-without-lead", ("tasks", index), task.id)


_CLOSED = re.compile(r"[.;:!?…][”\"'’)\]]*$|[”\"’)\]]$")
_DANGLING = re.compile(
    r"(?:\b(?:và|hoặc|của|các|những|với|cho|tại|nhằm|giữa|như|bởi|(?<!tiếp )(?<!kèm )theo|(?<!bên )trong|(?<!trở )về"
    r"|(?<!phụ )(?<!trực )(?<!lệ )thuộc|(?<!tự )do|(?<!đầu )vào|(?<!công )(?<!đồng )(?<!cân )bằng)|[,(“&/]|\s[-–])$",
    re.IGNORECASE,
)
"""What no sentence ends with: words that join, unless they end a word of two syllables (`tiếp theo`, `đầu vào`)."""


_TAIL = 16


def _closed(text: str) -> bool:
    return bool(_CLOSED.search(text.rstrip()[-_TAIL:]))


@check("text-cut-off")
def text_cut_off(subject: Subject) -> Iterator[Hit]:
    """A text that ends in a word that joins, with an open bracket, or without a full stop where all others have one."""
    stops = _usual(subject, _closed)
    for text in subject.texts:
        if text.kind not in ("action", "output", "condition", "target"):
            continue
        how = _how_cut(text, stops)
        if how:
            size = len(text.text)
            yield hit("text-cut-off", text.path, text.item, part=(max(0, size - 24), size), how=how, end=text.text[-40:].strip())


def _how_cut(text: Text, stops: bool) -> str | None:
    printed = text.text.rstrip()
    if _DANGLING.search(printed[-_TAIL:]):
        return "in the middle of a sentence"
    if printed.rfind("(") > printed.rfind(")") and not _closed(printed):
        return "inside a bracket"
    if text.kind == "action" and stops and any(char.isalpha() for char in printed) and not _closed(printed):
        return "without a full stop, unlike the plan's other actions"
    return None


def _usual(subject: Subject, holds: Callable[[str], bool]) -> bool:
    """Whether nearly all actions of the plan (and at least eight) have a property."""
    actions = [action for task in subject.plan.tasks for action in task.actions]
    return len(actions) >= _ENOUGH and sum(map(holds, actions)) >= _SHARE * len(actions)


@check("text-begins-inside")
def text_begins_inside(subject: Subject) -> Iterator[Hit]:
    """A small letter or a mark at the start, where nearly all actions begin with a capital or a figure."""
    if not _usual(subject, lambda text: not _inside(text)):
        return
    for text in subject.texts:
        if text.kind == "action" and _inside(text.text):
            start = text.text[:40].strip()
            yield hit("text-begins-inside", text.path, text.item, part=(0, min(24, len(text.text))), start=start)


def _inside(text: str) -> bool:
    """A small letter first (but not `pH`, `eGov`), or a mark that only stands inside a sentence."""
    first, second = text[:1], text[1:2]
    return (first.islower() and not second.isupper()) or (first in ",;:.)]/" and not text.startswith("..."))


@check("text-too-short")
def text_too_short(subject: Subject) -> Iterator[Hit]:
    """An action of one to three words."""
    for text in subject.texts:
        if (
            text.kind == "action"
            and len(text.text) < 40
            and 0 < len(re.findall(r"\w+", text.text)) < 4
            and not text.text.rstrip().endswith(":")
        ):
            yield hit("text-too-short", text.path, text.item, text=text.text)


def _words(subject: Subject) -> list[Words]:
    return subject.once("words", lambda: words_of(" ".join(task.actions) for task in subject.plan.tasks))


@check("tasks-alike")
def tasks_alike(subject: Subject) -> Iterator[Hit]:
    """Two tasks of one section with nearly the same words; the later one is named."""
    words = _words(subject)
    for section in ("body", "appendix"):
        places = [index for index, task in enumerate(subject.plan.tasks) if task.section == section]
        for pair in alike([words[index] for index in places]):
            index, other = places[pair.place], places[pair.other]
            task, earlier = subject.plan.tasks[index], subject.plan.tasks[other]
            yield hit("tasks-alike", ("tasks", index), task.id, other=earlier.id)


@check("action-repeated")
def action_repeated(subject: Subject) -> Iterator[Hit]:
    """The same action twice in one task."""
    for index, task in enumerate(subject.plan.tasks):
        if len(task.actions) < 2:
            continue
        seen: set[str] = set()
        for at, action in enumerate(task.actions):
            key = action.lower().strip(" .;")
            if key in seen:
                text = action if len(action) < 60 else action[:59].rstrip() + "…"
                yield hit("action-repeated", ("tasks", index, "actions", at), task.id, text=text)
            seen.add(key)


def _twins(subject: Subject) -> list[Alike]:
    """Pairs of a task of the appendix and one of the body with nearly the same words."""
    sections = [task.section for task in subject.plan.tasks]
    if len(set(sections)) < 2:
        return []
    return subject.once("twins", lambda: list(alike(_words(subject), sections)))


@check("body-appendix-lead")
def body_appendix_lead(subject: Subject) -> Iterator[Hit]:
    """One task in body and appendix, with no lead in common."""
    for pair in _twins(subject):
        task, other = subject.plan.tasks[pair.place], subject.plan.tasks[pair.other]
        here, there = _leads(task), _leads(other)
        if here and there and not here.keys() & there.keys():
            yield hit(
                "body-appendix-lead",
                ("tasks", pair.place, "lead_agencies"),
                task.id,
                at_key=True,
                lead=" and ".join(here.values()),
                other_lead=" and ".join(there.values()),
                other=other.id,
            )


def _leads(task: Task) -> dict[str, str]:
    return {mention.id or match_key(mention.text): mention.name or mention.text for mention in task.lead_agencies}


@check("body-appendix-time")
def body_appendix_time(subject: Subject) -> Iterator[Hit]:
    """One task in body and appendix, with years that exclude each other."""
    for pair in _twins(subject):
        task, other = subject.plan.tasks[pair.place], subject.plan.tasks[pair.other]
        here, there = task.timeframe, other.timeframe
        if not here or not there or here.end is None or there.end is None:
            continue
        if (here.start or here.end) > there.end or (there.start or there.end) > here.end:
            place = ("tasks", pair.place, "timeframe")
            yield hit("body-appendix-time", place, task.id, time=here.text, other_time=there.text, other=other.id)
