"""Labels of a header whose lines an extractor gave by height: `Cơ quan/đơn vị`, `Phối hợp thực hiện`, `chủ trì` are two labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise, permutations
from typing import NamedTuple

from ggplan.parse.columns import Kind, find_phrases, may_go_on

__all__ = ["WovenLabel", "unwoven"]

_FEWEST, _MOST = 2, 18
"""Lines of a header that is taken apart."""
_TALLEST = 6
_WIDEST = 9
"""Lines of a label, and labels of a header, at most."""
_TRIES, _STEPS = 2000, 40_000


@dataclass(frozen=True, slots=True)
class WovenLabel:
    """A label, the kinds of column that it names, the numbers of its lines among those of the header."""

    text: str
    kinds: tuple[Kind, ...]
    lines: tuple[int, ...]

    @property
    def apart(self) -> bool:
        """Whether lines of other labels stand between its own."""
        return len(self.lines) <= self.lines[-1] - self.lines[0]


def unwoven(lines: Sequence[str]) -> list[WovenLabel]:
    """The labels that use up all `lines`, each line the beginning of one or what goes on with one; empty if there is no way.

    Of several ways the one that names the most columns, then the one with the fewest labels. A line may hold pieces of two labels if
    nothing else will do.
    """
    if not _FEWEST <= len(lines) <= _MOST:
        return []
    for parted in (0, 1, 2) if len(lines) > _FEWEST else (0,):
        best = max(islice(_ways(lines, parted), _TRIES), key=_worth, default=[])
        if best:
            return _from_left(best)
    return []


def _worth(labels: Sequence[WovenLabel]) -> tuple[int, int]:
    return len({kind for label in labels for kind in label.kinds} - {"parent"}), -len(labels)


def _from_left(labels: Sequence[WovenLabel]) -> list[WovenLabel]:
    """The labels from left to right: in the order in which the lines make up the fewest rows of the header.

    The lines of a row come from left to right; a tall label begins above the others. The codes stand first, tasks seldom after other
    columns, partners seldom before leads.
    """
    by_line = sorted((line, number) for number, label in enumerate(labels) for line in label.lines)
    sequence = [number for _, number in by_line]
    usual = sorted(range(len(labels)), key=lambda number: ("code" not in labels[number].kinds, labels[number].lines[0]))
    if len(labels) > _MOST_SORTED:
        return [labels[number] for number in usual]
    first = "code" in labels[usual[0]].kinds

    def cost(order: tuple[int, ...]) -> float:
        place = {number: at for at, number in enumerate(order)}
        rows = sum(place[two] <= place[one] for one, two in pairwise(sequence))
        kinds = [kind for number in order for kind in labels[number].kinds if kind not in ("code", "parent")]
        late = kinds.index("task") if "task" in kinds else 0
        turned = {"lead", "cooperate"} <= set(kinds) and kinds.index("cooperate") < kinds.index("lead")
        return rows + _LATE_TASK * late + _TURNED * turned

    orders = (order for order in permutations(usual) if not first or order[0] == usual[0])
    return [labels[number] for number in min(orders, key=cost)]


_MOST_SORTED = 7
_LATE_TASK, _TURNED = 1.5, 0.9
"""The rows that a header must save to have a column before that of the tasks, and partners before leads."""


class _Open(NamedTuple):
    text: str
    lines: tuple[int, ...]


def _ways(lines: Sequence[str], parted: int) -> Iterator[list[WovenLabel]]:
    """The ways to share the lines among labels, `parted` of them between two; no two labels name one column."""
    steps = 0

    def share(at: int, opened: tuple[_Open, ...], parted: int) -> Iterator[list[WovenLabel]]:
        nonlocal steps
        steps += 1
        if steps > _STEPS:
            return
        if at == len(lines):
            labels = [WovenLabel(label.text, _kinds(label.text), label.lines) for label in opened]
            named = [kind for label in labels for kind in label.kinds if kind != "parent"]
            if not parted and all(label.kinds for label in labels) and len(named) == len(set(named)):
                yield labels
            return
        for after in _placed(lines[at], at, opened):
            yield from share(at + 1, after, parted)
        words = lines[at].split()
        for cut in range(1, len(words)) if parted else ():
            for after in _placed(" ".join(words[:cut]), at, opened):
                for both in _placed(" ".join(words[cut:]), at, after):
                    if both[-1].lines == (at,):
                        yield from share(at + 1, both, parted - 1)

    yield from share(0, (), parted)


def _placed(text: str, at: int, opened: tuple[_Open, ...]) -> Iterator[tuple[_Open, ...]]:
    """The labels with a piece of line `at` more: at the end of one of them, the latest first, or as one of its own."""
    for number in range(len(opened) - 1, -1, -1):
        label = opened[number]
        longer = f"{label.text} {text}"
        if len(label.lines) < _TALLEST and (may_go_on(longer) or _kinds(longer)):
            yield (*opened[:number], _Open(longer, (*label.lines, at)), *opened[number + 1 :])
    if text[:1].isupper() and len(opened) < _WIDEST and (may_go_on(text) or _kinds(text)):
        yield (*opened, _Open(text, (at,)))


@lru_cache(maxsize=4096)
def _kinds(text: str) -> tuple[Kind, ...]:
    """The kind that a label names if all of its words are those of one phrase."""
    found = find_phrases(text)
    words = re.sub(r"\s*/\s*", "/", text).split()
    return (found[0][0],) if len(found) == 1 and found[0][1:] == (0, len(words)) else ()
