"""What does not add up in an imported catalogue: in itself, and beside what is known of the decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from ggplan.catalogue.entries import Read
from ggplan.registry.catalogue import Entry, code_key
from ggplan.registry.models import NationalPlan
from ggplan.text import match_key

__all__ = ["Problem", "check_entries"]

_ALIKE = 60.0
"""Themes whose titles are less alike than this (`rapidfuzz.fuzz.ratio`) are told."""
_DOUBTFUL = 0.75
_FEW = 0.1
_FIELDS = {"leads": "responsible body", "partners": "cooperating body", "deadline": "deadline", "products": "product"}


class Problem(NamedTuple):
    """Something that does not add up. An `error` stops an import, a `warning` does not."""

    severity: Literal["error", "warning"]
    kind: str
    code: str
    message: str


def check_entries(read: Sequence[Read], known: NationalPlan | None = None) -> list[Problem]:
    """Every problem of the entries as read, in the order of the table, then what the known totals do not bear out."""
    entries = [one.entry for one in read if one.entry]
    problems = [*_rows(read), *_codes(read), *_gaps(read), *_cells(read)]
    if known is not None:
        problems += [*_totals(entries, known), *_attested(entries, known)]
    return problems


def _at(read: Read) -> str:
    return str(read.place)


def _rows(read: Sequence[Read]) -> Iterator[Problem]:
    before = "the head of the table"
    parents = {one.entry.parent for one in read if one.entry}
    for one in read:
        if one.entry is None:
            said = f"“{_short(one.text)}”" if one.text else "without text"
            yield Problem(
                "error", "no-code", one.printed, f"{_at(one)}: after {before} comes a row without a code that can be read, {said}"
            )
            continue
        entry, before = one.entry, one.entry.code
        if not entry.title:
            yield Problem("error", "no-title", entry.code, f"{_at(one)}: {entry.code} has no title")
        if one.score < _DOUBTFUL and entry.code not in parents:
            yield Problem("warning", "doubtful", entry.code, f"{_at(one)}: the cells of {entry.code} are in doubt; look at them")


def _cells(read: Sequence[Read]) -> Iterator[Problem]:
    """Tasks without a responsible body, and tasks without what nearly all others have: a cell may have been lost."""
    tasks = [one for one in read if one.entry and one.entry.level == 3]
    for field, noun in _FIELDS.items():
        empty = [one for one in tasks if not getattr(one.entry, field)]
        if field == "leads" or len(empty) <= _FEW * len(tasks):
            for one in empty:
                code = one.entry.code if one.entry else ""
                yield Problem("warning", f"no-{noun.split()[-1]}", code, f"{_at(one)}: {code} names no {noun}")


def _codes(read: Sequence[Read]) -> Iterator[Problem]:
    """Codes that stand twice, out of order, or under a heading that is not there."""
    seen: dict[str, Read] = {}
    last: Read | None = None
    for one in read:
        if one.entry is None:
            continue
        code = one.entry.code
        if code in seen:
            yield Problem("error", "doubled", code, f"{_at(one)}: {code} stands again; it stood at {_at(seen[code])} already")
            continue
        parent = one.entry.parent
        if parent and parent not in seen:
            yield Problem("error", "orphan", code, f"{_at(one)}: {code} comes without {parent} above it")
        if last and last.entry and code_key(code) < code_key(last.entry.code):
            yield Problem("error", "disorder", code, f"{_at(one)}: {code} comes after {last.entry.code}")
        seen[code] = last = one


def _gaps(read: Sequence[Read]) -> Iterator[Problem]:
    """Numbers left out among the themes, the groups of a theme, the tasks of a group."""
    children: dict[str, dict[int, Read]] = {}
    for one in read:
        if one.entry:
            children.setdefault(one.entry.parent or "", {}).setdefault(code_key(one.entry.code)[-1], one)
    for parent, numbers in children.items():
        for number in range(1, max(numbers)):
            if number not in numbers:
                code = f"{parent}.{number}" if parent else str(number)
                yield Problem("error", "missing", code, f"{_between(code, parent, numbers, number)}: {code} is missing")


def _between(code: str, parent: str, numbers: dict[int, Read], number: int) -> str:
    def named(one: Read) -> str:
        return f"{one.entry.code if one.entry else ''} ({_at(one)})"

    before = max((n for n in numbers if n < number), default=None)
    after = min(n for n in numbers if n > number)
    first = named(numbers[before]) if before else (parent or "the head of the table")
    return f"between {first} and {named(numbers[after])}" if code else ""


def _totals(entries: Sequence[Entry], known: NationalPlan) -> Iterator[Problem]:
    """Counts that differ from the known ones: of the whole and of each theme."""
    unique = {entry.code: entry for entry in entries}.values()
    totals = dict(known.totals)
    for level, (key, noun) in enumerate((("themes", "themes"), ("groups", "groups"), ("tasks", "tasks")), 1):
        count = sum(entry.level == level for entry in unique)
        if key in totals and count != totals[key]:
            yield Problem("error", "total", key, f"{count} {noun} were found; {known.number} has {totals[key]}")
    for theme in known.themes:
        for wanted, level, noun in ((theme.groups, 2, "groups"), (theme.tasks, 3, "tasks")):
            count = sum(entry.level == level and entry.theme == int(theme.code) for entry in unique)
            if wanted is not None and count != wanted:
                yield Problem(
                    "error", "count", theme.code, f"theme {theme.code} has {count} {noun}; {known.number} has {wanted} there"
                )
    yield from _rest(list(unique), known, totals)


def _rest(entries: Sequence[Entry], known: NationalPlan, totals: dict[str, int]) -> Iterator[Problem]:
    """Themes whose own counts are unknown must hold what the others leave of the totals."""
    open_themes = [int(theme.code) for theme in known.themes if theme.tasks is None]
    for key, level in (("groups", 2), ("tasks", 3)):
        counted = [getattr(theme, key) for theme in known.themes if theme.tasks is not None]
        if not open_themes or key not in totals:
            continue
        wanted = totals[key] - sum(counted)
        count = sum(entry.level == level and entry.theme in open_themes for entry in entries)
        if count != wanted:
            span = f"{min(open_themes)} to {max(open_themes)}"
            yield Problem("error", "count", key, f"themes {span} hold {count} {key}; {known.number} has {wanted} there together")


def _attested(entries: Sequence[Entry], known: NationalPlan) -> Iterator[Problem]:
    from rapidfuzz.fuzz import ratio

    codes = {entry.code: entry for entry in entries}
    for item in known.attested:
        for code in item.codes:
            if code not in codes:
                yield Problem("error", "attested", code, f"{code} is not in the table, but {item.source} names it")
    for theme in known.themes:
        entry = codes.get(theme.code)
        if entry and ratio(match_key(entry.title), match_key(theme.title)) < _ALIKE:
            yield Problem(
                "warning", "title", theme.code, f"theme {theme.code} is “{_short(entry.title)}”; known is “{_short(theme.title)}”"
            )


def _short(text: str) -> str:
    return text if len(text) <= 70 else text[:67] + "…"
