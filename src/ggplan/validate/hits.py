"""What a check hands back: a rule, the node it is about, the facts, and the mending where it is certain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from ggplan.validate.nodes import Path, Span

if TYPE_CHECKING:
    from ggplan.validate.subject import Subject

__all__ = ["Check", "Fix", "Hit", "Reorder", "Replace", "check", "checks_of", "hit"]


@dataclass(frozen=True, slots=True)
class Replace:
    """Write `value` at the scalar node `path`; comments and everything else stay. A text is quoted where it must be."""

    path: Path
    value: Any


@dataclass(frozen=True, slots=True)
class Reorder:
    """Put the keys of the mapping at `path` into the order `keys`; comments above a key move with it."""

    path: Path
    keys: tuple[str, ...]


Fix: TypeAlias = Replace | Reorder


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found, before it is located.

    `path` is the node; `at_key` points at its key instead of its value; `part` is a stretch of characters inside its
    value; `span` a stretch of the file where no node can be named. `item` is the id of the task, target or group.
    """

    slug: str
    path: Path = ()
    item: str | None = None
    facts: tuple[tuple[str, str], ...] = ()
    at_key: bool = False
    part: tuple[int, int] | None = None
    span: Span | None = None
    fix: Fix | None = None


def hit(
    slug: str,
    path: Path = (),
    item: str | None = None,
    /,
    *,
    at_key: bool = False,
    part: tuple[int, int] | None = None,
    span: Span | None = None,
    fix: Fix | None = None,
    **facts: object,
) -> Hit:
    """A `Hit` with its facts as text."""
    return Hit(slug, path, item, tuple((name, str(value)) for name, value in facts.items()), at_key, part, span, fix)


Check: TypeAlias = "Callable[[Subject], Iterator[Hit]]"

_CHECKS: dict[str, Check] = {}


def check(slug: str) -> Callable[[Check], Check]:
    """Register a function as the check of the rule `slug`; one function a rule."""

    def register(function: Check) -> Check:
        if slug in _CHECKS:
            raise ValueError(f"two checks for {slug}")
        _CHECKS[slug] = function
        return function

    return register


def checks_of() -> dict[str, Check]:
    """Every check by the slug of its rule, once the modules under `checks/` are imported."""
    return _CHECKS
