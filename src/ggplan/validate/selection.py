"""Which rules speak, how loud, and where they are silent: `--select`, `--ignore`, severities, per-file ignores."""

from __future__ import annotations

import difflib
import fnmatch
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ggplan.errors import UsageError
from ggplan.rules import Severity, all_rules

__all__ = ["FileIgnore", "Selection", "expand", "select"]


@dataclass(frozen=True, slots=True)
class FileIgnore:
    """Rules that are silent in the files that match `pattern`; with `ids`, only about these items. `reason` says why."""

    pattern: str
    rules: tuple[str, ...]
    ids: tuple[str, ...] = ()
    reason: str = ""

    def covers(self, file: str, slug: str, item: str | None) -> bool:
        """Whether a finding about `item` in `file` is ignored."""
        if self.ids and item not in self.ids:
            return False
        return matches(file, self.pattern) and slug in expand(self.rules)


def matches(file: str, pattern: str) -> bool:
    """Whether a path with `/` fits a glob; a pattern without a folder fits the name in any folder."""
    if "/" not in pattern:
        return fnmatch.fnmatchcase(file.rpartition("/")[2], pattern)
    if pattern.endswith("/"):
        pattern += "*"
    return fnmatch.fnmatchcase(file, pattern) or fnmatch.fnmatchcase(file, f"*/{pattern}")


@dataclass(frozen=True, slots=True)
class Selection:
    """The rules that speak, each with its severity, by slug; and the per-file ignores."""

    severities: Mapping[str, Severity]
    file_ignores: tuple[FileIgnore, ...] = field(default=())

    def speaks(self, slug: str) -> bool:
        """Whether the rule is selected at all."""
        return slug in self.severities

    def ignored(self, file: str, slug: str, item: str | None) -> bool:
        """Whether a per-file ignore covers the finding."""
        return any(entry.covers(file, slug, item) for entry in self.file_ignores)


_EXPANDED: dict[tuple[str, ...], frozenset[str]] = {}


def expand(selectors: Iterable[str]) -> frozenset[str]:
    """The slugs that selectors name: a code, the beginning of codes (`GG3`), a slug, or `ALL`. Raises `UsageError`."""
    key = tuple(selectors)
    if key not in _EXPANDED:
        _EXPANDED[key] = frozenset(slug for selector in key for slug in _named(selector))
    return _EXPANDED[key]


def _named(selector: str) -> list[str]:
    rules = all_rules()
    name = selector.strip()
    if name.upper() == "ALL":
        return list(rules)
    if name.lower() in rules:
        return [name.lower()]
    found = [slug for slug, rule in rules.items() if rule.code.startswith(name.upper())] if name.upper().startswith("GG") else []
    if not found:
        near = difflib.get_close_matches(name.lower(), rules, n=1)
        hint = f"; perhaps {near[0]}" if near else "; `ggplan rules` lists them"
        raise UsageError(f"there is no rule {name or '(empty)'}{hint}")
    return found


def select(
    chosen: Iterable[str] = ("ALL",),
    ignored: Iterable[str] = (),
    severities: Mapping[str, Severity] | None = None,
    file_ignores: Iterable[FileIgnore] = (),
) -> Selection:
    """The selection of these options. Where both name a rule, the longer selector wins, and `ignored` on a tie."""
    wanted, unwanted = _strength(chosen), _strength(ignored)
    changed = _strength_of_severities(severities or {})
    speaking: dict[str, Severity] = {}
    for slug, rule in all_rules().items():
        if wanted.get(slug, 0) > unwanted.get(slug, 0):
            speaking[slug] = changed.get(slug, rule.severity)
    ignores = tuple(file_ignores)
    for entry in ignores:
        expand(entry.rules)
    return Selection(speaking, ignores)


def _strength(selectors: Iterable[str]) -> dict[str, int]:
    """For each slug the length of the longest selector that names it; a slug or `ALL` counts as such."""
    strength: dict[str, int] = {}
    for selector in selectors:
        named = _named(selector)
        size = 1 if selector.strip().upper() == "ALL" else 9 if len(named) == 1 else len(selector.strip())
        for slug in named:
            strength[slug] = max(strength.get(slug, 0), size)
    return strength


def _strength_of_severities(severities: Mapping[str, Severity]) -> dict[str, Severity]:
    changed: dict[str, Severity] = {}
    for selector in sorted(severities, key=len):
        for slug in _named(selector):
            changed[slug] = severities[selector]
    return changed
