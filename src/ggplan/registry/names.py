"""All names of a date as one graph of words; the ways a name is written are paths through it.

A written name is aligned with the content words of the registry's name. Connectives (`và`, `&`, `-`, a line end) may stand or not
between any two words; a comma may stand where the registry's name has any connective. A token is the next word (any case,
either tone placement), or an abbreviation whose letters are the initials of the next words: `Sở NN và Phát
triển nông thôn`, `Sở TN&MT`, `UBMTTQVN` and every mixture follow from the name. A misprinted word costs; what may be spent
grows with the length of the name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from ggplan.registry.tokens import CONNECTIVES, Token, initial, tokenize
from ggplan.text import fold

__all__ = ["Accept", "Entry", "NameGraph"]

_EXPANSIONS = {
    "ubnd": ("ủy", "ban", "nhân", "dân"),
    "hđnd": ("hội", "đồng", "nhân", "dân"),
    "đbqh": ("đại", "biểu", "quốc", "hội"),
}
_GAPS = CONNECTIVES | {","}
_LONGEST = 40
_MISPRINT = 1.0
_MARKS_LOST = 0.5


class Entry(NamedTuple):
    """A body that a path of the graph ends at. `own` says that the path is its name, not another form."""

    id: str
    own: bool
    alive: bool


class Accept(NamedTuple):
    """A run of tokens read as a name: index after its last token, entries, cost, whether every word was written in full."""

    end: int
    entries: tuple[Entry, ...]
    cost: float
    literal: bool


@dataclass(slots=True)
class _Node:
    edges: dict[str, _Node] = field(default_factory=dict)
    by_initial: dict[str, list[tuple[str, _Node]]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    gap_after: bool = False
    open: bool = False
    depth: int = 0
    memo: dict[tuple[str, ...], list[tuple[_Node, float]]] = field(default_factory=dict)


class _State(NamedTuple):
    cost: float
    literal: bool
    words: int
    proper: int


class NameGraph:
    """The names of bodies, added once with `add`, then matched with `walk`."""

    def __init__(self) -> None:
        self.root = _Node()
        self._root_folded: dict[str, list[str]] = {}

    def add(self, name: str, entry: Entry, *, open_name: bool = False) -> None:
        """Add a written name for `entry`. With `open_name` a proper name may stand before its last part and after it."""
        node = self.root
        for token in tokenize(name):
            if token.word.key in _GAPS or not token.word.is_word:
                node.gap_after = True
                continue
            for key in _EXPANSIONS.get(token.word.key, (token.word.key,)):
                if node is self.root and key not in node.edges:
                    self._root_folded.setdefault(fold(key), []).append(key)
                node = self._child(node, key)
        node.open = node.open or open_name
        if entry not in node.entries:
            node.entries.append(entry)

    @staticmethod
    def _child(node: _Node, key: str) -> _Node:
        child = node.edges.get(key)
        if child is None:
            child = node.edges[key] = _Node(depth=node.depth + 1)
            node.by_initial.setdefault(initial(key), []).append((fold(key), child))
        return child

    def kind_node(self, kind: str) -> _Node | None:
        """The place in the graph after the one-word `kind` (`sở`, `bộ`), where names without their kind begin."""
        return self.root.edges.get(kind)

    def walk(
        self, tokens: Sequence[Token], begin: int, start: _Node | None = None, *, strict: bool = False
    ) -> list[Accept]:
        """Every way to read a name that begins at `tokens[begin]`, shortest first. `strict` allows no misprint."""
        frontier: dict[int, tuple[_Node, _State]] = {}
        first = start or self.root
        frontier[id(first)] = (first, _State(0.0, True, 1 if start else 0, 0))
        found: list[Accept] = []
        commas = 0
        for index in range(begin, min(len(tokens), begin + _LONGEST)):
            token = tokens[index]
            if token.word.key in _GAPS:
                if index == begin or commas > 1:
                    if index == begin and token.word.key in ("các", "của"):
                        continue
                    break
                commas += token.word.key != "các"
                if token.word.key == ",":
                    frontier = {key: item for key, item in frontier.items() if item[0].gap_after}
                    if not frontier:
                        break
                continue
            commas = 0
            if not token.word.is_word:
                break
            frontier = self._step(frontier, token, strict)
            if not frontier:
                break
            found.extend(_accepts(frontier.values(), index + 1))
        return found

    def _step(
        self, frontier: dict[int, tuple[_Node, _State]], token: Token, strict: bool
    ) -> dict[int, tuple[_Node, _State]]:
        after: dict[int, tuple[_Node, _State]] = {}
        written = token.word
        for node, state in frontier.values():
            child = node.edges.get(written.key)
            if child is not None:
                _keep(after, child, _State(state.cost, state.literal, state.words + 1, state.proper))
            if written.chunks is not None:
                for end, cost in self._initials(node, written.chunks):
                    _keep(
                        after, end, _State(state.cost + cost, False, state.words + end.depth - node.depth, state.proper)
                    )
        if not after:
            for node, state in frontier.values():
                if node.open and written.capital and state.proper < 4:
                    _keep(after, node, _State(state.cost, False, state.words, state.proper + 1))
        if not after and not strict:
            self._misprints(frontier, token, after)
        return after

    def _misprints(
        self,
        frontier: dict[int, tuple[_Node, _State]],
        token: Token,
        after: dict[int, tuple[_Node, _State]],
    ) -> None:
        written = token.word
        for node, state in frontier.values():
            if node.depth == 0:
                for key in self._root_folded.get(written.folded, ()):
                    _keep(after, node.edges[key], _State(_MARKS_LOST, False, 1, 0))
                continue
            for key, child in node.edges.items():
                cost = _word_cost(written.key, written.folded, key)
                if cost and state.cost + cost <= _allowance(child.depth + 2):
                    _keep(after, child, _State(state.cost + cost, False, state.words + 1, state.proper))
            if written.chunks is not None and len(written.chunks) >= 3 and state.words >= 2:
                for end in _one_letter_off(node, written.chunks):
                    _keep(
                        after,
                        end,
                        _State(state.cost + _MISPRINT, False, state.words + len(written.chunks), state.proper),
                    )

    def _initials(self, node: _Node, chunks: tuple[str, ...]) -> list[tuple[_Node, float]]:
        """The nodes that the initials `chunks` lead to from `node`, with cost (`D` for `Đ` costs)."""
        known = node.memo.get(chunks)
        if known is None:
            known = node.memo[chunks] = _follow(node, chunks)
        return known


def _follow(node: _Node, chunks: tuple[str, ...]) -> list[tuple[_Node, float]]:
    places = [(node, 0.0)]
    for chunk in chunks:
        after: list[tuple[_Node, float]] = []
        for place, cost in places:
            for folded, child in place.by_initial.get(chunk[0], ()):
                if len(chunk) == 1 or folded.startswith(chunk.replace("đ", "d")):
                    after.append((child, cost))
            if chunk[0] == "d":
                after.extend((child, cost + _MARKS_LOST) for _, child in place.by_initial.get("đ", ()))
        places = after
    return places


def _one_letter_off(node: _Node, chunks: tuple[str, ...]) -> list[_Node]:
    """The ends of abbreviations with as many letters as `chunks` and one of them different."""
    places: list[tuple[_Node, int]] = [(node, 0)]
    for chunk in chunks:
        after = []
        for place, wrong in places:
            for letter, children in place.by_initial.items():
                if letter == chunk[0] or wrong == 0:
                    after.extend((child, wrong + (letter != chunk[0])) for _, child in children)
        places = after
    return [place for place, wrong in places if wrong == 1]


def _keep(states: dict[int, tuple[_Node, _State]], node: _Node, state: _State) -> None:
    known = states.get(id(node))
    if known is None or (state.cost, not state.literal) < (known[1].cost, not known[1].literal):
        states[id(node)] = (node, state)


def _accepts(frontier: Iterable[tuple[_Node, _State]], end: int) -> list[Accept]:
    return [
        Accept(end, tuple(node.entries), state.cost, state.literal)
        for node, state in frontier
        if node.entries and state.cost <= _allowance(node.depth)
    ]


def _allowance(words: int) -> float:
    """What misprints in a name of so many words may cost: one for three words, two for six."""
    return words / 3 * _MISPRINT


@lru_cache(maxsize=65536)
def _word_cost(key: str, folded: str, wanted: str) -> float:
    """0.5 where only marks differ, 1 where one letter does, 0 where the words have nothing to do with each other."""
    wanted_folded = fold(wanted)
    if folded == wanted_folded:
        return _MARKS_LOST
    if len(wanted) >= 3 and (_one_edit(key, wanted) or (len(wanted) >= 4 and _one_edit(folded, wanted_folded))):
        return _MISPRINT
    return 0.0


def _one_edit(left: str, right: str) -> bool:
    """True where one letter put in, left out, exchanged or swapped with its neighbour makes `right` of `left`."""
    if abs(len(left) - len(right)) > 1 or left == right:
        return False
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    rest_left, rest_right = left[start:], right[start:]
    if len(rest_left) == len(rest_right):
        swapped = rest_left[:2] == rest_right[1::-1] and len(rest_left) > 1
        return rest_left[1:] == rest_right[1:] or (swapped and rest_left[2:] == rest_right[2:])
    return rest_left[1:] == rest_right or rest_left == rest_right[1:]
