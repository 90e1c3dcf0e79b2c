"""GG9: where the items were read, checked against the source document where it was found."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ggplan.plan import Provenance
from ggplan.text import match_key
from ggplan.validate.hits import Hit, check, hit
from ggplan.validate.nodes import Path
from ggplan.validate.sources import has_lines
from ggplan.validate.subject import Subject

_DOUBT = 0.5
_LOST_SHARE = 0.02
_SHOWN = 4


class _Item(NamedTuple):
    """An item of the plan with its place and its printed words."""

    path: Path
    id: str
    kind: str
    place: Provenance | None
    text: str


def _items(subject: Subject) -> Iterator[_Item]:
    plan = subject.plan
    for index, group in enumerate(plan.groups):
        yield _Item(("groups", index), group.id, f"group {group.section}", plan.provenance.get(group.id), group.title)
    for index, task in enumerate(plan.tasks):
        yield _Item(("tasks", index), task.id, f"task {task.section}", plan.provenance.get(task.id), " ".join(task.actions))
    for index, target in enumerate(plan.targets):
        yield _Item(("targets", index), target.id, "target", plan.provenance.get(target.id), target.text)


@check("provenance-missing")
def provenance_missing(subject: Subject) -> Iterator[Hit]:
    """An item without a place, in a plan that was read from a document."""
    if subject.plan.source is None and not subject.plan.provenance:
        return
    for item in _items(subject):
        if item.place is None:
            yield hit("provenance-missing", item.path, item.id, id=item.id)


@check("provenance-orphan")
def provenance_orphan(subject: Subject) -> Iterator[Hit]:
    """A place of nothing."""
    known = {item.id for item in _items(subject)}
    for name in subject.plan.provenance:
        if name not in known:
            yield hit("provenance-orphan", ("provenance", name), name, at_key=True, id=name)


@check("provenance-impossible")
def provenance_impossible(subject: Subject) -> Iterator[Hit]:
    """Pages and lines before the first, or a last line before the first one."""
    for name, place in subject.plan.provenance.items():
        why = _why_impossible(place)
        if why:
            yield hit("provenance-impossible", ("provenance", name), name, id=name, why=why)


def _why_impossible(place: Provenance) -> str | None:
    if place.page is not None and place.page < 1:
        return f"there is no page {place.page}"
    if place.lines is not None:
        first, last = place.lines
        if first < 1:
            return f"there is no line {first}"
        if last < first:
            return f"it ends in line {last}, before it begins in line {first}"
    if place.box is not None and not (place.box[0] <= place.box[2] and place.box[1] <= place.box[3]):
        return "its box is upside down"
    return None


@check("source-missing")
def source_missing(subject: Subject) -> Iterator[Hit]:
    """Places without a source."""
    if subject.plan.source is None and subject.plan.provenance:
        yield hit("source-missing", ("provenance",), at_key=True)


@check("source-changed")
def source_changed(subject: Subject) -> Iterator[Hit]:
    """A source file with another digest than the plan's."""
    wanted, found = subject.plan.source, subject.source
    if wanted and found and wanted.sha256 != found.sha256:
        place = ("source", "sha256")
        yield hit("source-changed", place, file=wanted.file, found=f"{found.sha256[:12]}…", wanted=f"{wanted.sha256[:12]}…")


def _lines(subject: Subject) -> list[str] | None:
    """The lines of the source, where the plan's places count them and the file is the one that was read."""
    wanted, found = subject.plan.source, subject.source
    if wanted is None or found is None or wanted.sha256 != found.sha256 or not has_lines(wanted.media_type):
        return None
    return found.lines


@check("provenance-outside-source")
def provenance_outside_source(subject: Subject) -> Iterator[Hit]:
    """Lines after the last one of the source."""
    lines = _lines(subject)
    if lines is None or subject.plan.source is None:
        return
    for name, place in subject.plan.provenance.items():
        if place.lines and place.lines[1] > len(lines):
            first, last = place.lines
            yield hit(
                "provenance-outside-source",
                ("provenance", name),
                name,
                id=name,
                first=first,
                last=last,
                file=subject.plan.source.file,
                count=len(lines),
            )


@check("provenance-order")
def provenance_order(subject: Subject) -> Iterator[Hit]:
    """Items of one kind and section that break the order of the source: those outside the longest run that keeps it."""
    kinds: dict[str, list[tuple[int, str]]] = {}
    for item in _items(subject):
        place = item.place
        if place is not None and place.lines is not None and place.lines[0] <= place.lines[1]:
            kinds.setdefault(item.kind, []).append((place.lines[0], item.id))
    for items in kinds.values():
        kept = _in_order([line for line, _ in items])
        for index, (_, name) in enumerate(items):
            if index not in kept:
                beside = items[index - 1][1] if index else items[index + 1][1]
                yield hit("provenance-order", ("provenance", name), name, id=name, beside=beside)


def _in_order(lines: Sequence[int]) -> set[int]:
    """The indexes of a longest subsequence that never goes back, by patience sorting."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, line in enumerate(lines):
        at = bisect_right(tails, line)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(line)
            ends.append(index)
        else:
            tails[at], ends[at] = line, index
    kept: set[int] = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        kept.add(index)
        index = before[index]
    return kept


@check("provenance-overlap")
def provenance_overlap(subject: Subject) -> Iterator[Hit]:
    """A task whose lines wholly hold those of the next one, and more."""
    places = [
        (item, item.place.lines) for item in _items(subject) if item.kind.startswith("task") and item.place and item.place.lines
    ]
    for (item, (first, last)), (other, (start, end)) in pairwise(places):
        inside = first <= start and end <= last and (first, last) != (start, end) and item.kind == other.kind
        if inside and start > first and last > end:
            yield hit("provenance-overlap", ("provenance", item.id), item.id, id=item.id, other=other.id)


_WORDS = re.compile(r"\w+")


@check("text-not-at-place")
def text_not_at_place(subject: Subject) -> Iterator[Hit]:
    """Words of an item that its lines in the source do not have. Line ends and the order of cells do not matter."""
    lines = _lines(subject)
    if lines is None or subject.plan.source is None:
        return
    for item in _items(subject):
        if item.place is None or item.place.lines is None:
            continue
        first, last = item.place.lines
        if not 1 <= first <= last <= len(lines):
            continue
        words = _count(item.text)
        lost = words - _count("\n".join(lines[first - 1 : last]))
        if lost.total() > _LOST_SHARE * words.total():
            yield hit(
                "text-not-at-place",
                item.path,
                item.id,
                missing=lost.total(),
                total=words.total(),
                id=item.id,
                first=first,
                last=last,
                file=subject.plan.source.file,
                words=", ".join(list(lost)[:_SHOWN]) + (" …" if len(lost) > _SHOWN else ""),
            )


def _count(text: str) -> Counter[str]:
    return Counter(_WORDS.findall(match_key(text)))


@check("reading-in-doubt")
def reading_in_doubt(subject: Subject) -> Iterator[Hit]:
    """A low score of the reader."""
    for name, place in subject.plan.provenance.items():
        if place.score is not None and place.score < _DOUBT:
            yield hit("reading-in-doubt", ("provenance", name), name, id=name, score=f"{place.score:.2f}")
