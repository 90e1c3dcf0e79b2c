"""GG4: themes and codes of the national plan. What the partial catalogue does not hold is never called wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from ggplan.normalize.themes import ThemeMatcher
from ggplan.registry.loading import load_registry
from ggplan.registry.models import NationalPlan
from ggplan.validate.hits import Hit, check, hit
from ggplan.validate.nodes import Path
from ggplan.validate.subject import Subject

_CODE = re.compile(r"[1-9]\d?(?:\.[1-9]\d?){1,2}")
_WEAK = 0.5


def _codes(subject: Subject) -> Iterator[tuple[Path, str, str]]:
    """Every national code with its node and the id of its item."""
    for index, group in enumerate(subject.plan.groups):
        for at, code in enumerate(group.national):
            yield ("groups", index, "national", at), group.id, code
    for index, task in enumerate(subject.plan.tasks):
        for at, link in enumerate(task.national):
            yield ("tasks", index, "national", at, "code"), task.id, link.code


@check("national-code-malformed")
def national_code_malformed(subject: Subject) -> Iterator[Hit]:
    """A code of another form than `1.1.2` or `6.2`."""
    for path, item, code in _codes(subject):
        if not _CODE.fullmatch(code):
            yield hit("national-code-malformed", path, item, code=code)


@check("national-code-out-of-bounds")
def national_code_out_of_bounds(subject: Subject) -> Iterator[Hit]:
    """A theme, group or task number that the decision's counts rule out."""
    national = load_registry().national
    for path, item, code in _codes(subject):
        if national and _CODE.fullmatch(code) and (bound := _bound(code, national)):
            yield hit("national-code-out-of-bounds", path, item, code=code, number=national.number, bound=bound)


def _bound(code: str, national: NationalPlan) -> str | None:
    """What rules the code out, None where nothing does."""
    parts = [int(part) for part in code.split(".")]
    theme = next((theme for theme in national.themes if int(theme.code) == parts[0]), None)
    if theme is None:
        return f"it has {len(national.themes)} themes"
    if theme.groups is not None and parts[1] > theme.groups:
        return f"theme {theme.code} has {theme.groups} groups"
    if len(parts) == 3 and theme.tasks is not None and parts[2] > theme.tasks:
        return f"theme {theme.code} has {theme.tasks} tasks" if theme.tasks else f"the groups of theme {theme.code} are its tasks"
    return None


@check("national-code-uncatalogued")
def national_code_uncatalogued(subject: Subject) -> Iterator[Hit]:
    """A possible code that no source of the catalogue names."""
    national = load_registry().national
    known = {code for entry in national.attested for code in entry.codes} if national else set()
    for path, item, code in _codes(subject):
        if national and _CODE.fullmatch(code) and code not in known and not _bound(code, national):
            yield hit("national-code-uncatalogued", path, item, code=code)


@check("theme-contradicts-group")
def theme_contradicts_group(subject: Subject) -> Iterator[Hit]:
    """A task with another theme than its heading."""
    for index, task in enumerate(subject.plan.tasks):
        group = subject.group_of(task)
        if group and group.theme is not None and task.theme is not None and task.theme != group.theme:
            place = ("tasks", index, "theme")
            yield hit("theme-contradicts-group", place, task.id, theme=task.theme, group=group.id, wanted=group.theme)


@check("task-theme-missing")
def task_theme_missing(subject: Subject) -> Iterator[Hit]:
    """A task without a theme under a heading that has one."""
    for index, task in enumerate(subject.plan.tasks):
        group = subject.group_of(task)
        if group and group.theme is not None and task.theme is None:
            yield hit("task-theme-missing", ("tasks", index), task.id, group=group.id, theme=group.theme)


@check("theme-contradicts-code")
def theme_contradicts_code(subject: Subject) -> Iterator[Hit]:
    """A heading or task whose codes, all of one theme, are not of its own."""
    plan = subject.plan
    for index, group in enumerate(plan.groups):
        yield from _against_codes(("groups", index, "theme"), group.id, group.theme, list(group.national))
    for index, task in enumerate(plan.tasks):
        explicit = [link.code for link in task.national if link.via == "explicit"]
        yield from _against_codes(("tasks", index, "theme"), task.id, task.theme, explicit)


def _against_codes(path: Path, item: str, theme: int | None, codes: list[str]) -> Iterator[Hit]:
    themes = {int(code.split(".")[0]) for code in codes if _CODE.fullmatch(code)}
    if theme is not None and len(themes) == 1 and theme not in themes:
        yield hit("theme-contradicts-code", path, item, theme=theme, code=codes[0], wanted=themes.pop())


@cache
def _matcher() -> ThemeMatcher:
    national = load_registry().national
    return ThemeMatcher({int(theme.code): theme.title for theme in national.themes} if national else {})


@lru_cache(maxsize=4096)
def _theme_of(title: str) -> int | None:
    """The theme that a heading's words name, None where they name none for sure."""
    matcher = _matcher()
    return matcher.match(title) if matcher.titles else None


def _short(title: str) -> str:
    return title if len(title) <= 60 else title[:59].rstrip() + "…"


@check("theme-contradicts-title")
def theme_contradicts_title(subject: Subject) -> Iterator[Hit]:
    """A heading whose words are another theme's."""
    for index, group in enumerate(subject.plan.groups):
        wanted = _theme_of(group.title) if group.theme is not None else None
        if wanted is not None and wanted != group.theme:
            name = _short(_matcher().titles[wanted])
            place = ("groups", index, "theme")
            yield hit(
                "theme-contradicts-title", place, group.id, title=_short(group.title), wanted=wanted, name=name, theme=group.theme
            )


@check("theme-missing")
def theme_missing(subject: Subject) -> Iterator[Hit]:
    """A heading without a theme whose words are a theme's."""
    for index, group in enumerate(subject.plan.groups):
        wanted = _theme_of(group.title) if group.theme is None else None
        if wanted is not None:
            name = _short(_matcher().titles[wanted])
            yield hit("theme-missing", ("groups", index), group.id, title=_short(group.title), wanted=wanted, name=name)


@check("national-code-repeated")
def national_code_repeated(subject: Subject) -> Iterator[Hit]:
    """One code twice in one list."""
    seen: set[tuple[Path, str]] = set()
    for path, item, code in _codes(subject):
        if (path[:3], code) in seen:
            yield hit("national-code-repeated", path, item, code=code)
        seen.add((path[:3], code))


@check("national-match-doubtful")
def national_match_doubtful(subject: Subject) -> Iterator[Hit]:
    """A link found by wording with a low score."""
    for index, task in enumerate(subject.plan.tasks):
        for at, link in enumerate(task.national):
            if link.via == "matched" and link.score < _WEAK:
                place = ("tasks", index, "national", at)
                yield hit("national-match-doubtful", place, task.id, code=link.code, score=f"{link.score:.2f}")
