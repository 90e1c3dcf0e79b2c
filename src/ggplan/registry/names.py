"""All names of a date as one graph of words; the ways a name is written are paths through it.

A written name is aligned with the content words of the registry's name. Connectives (`và`, `&`, `-`, a line end) may
stand or not between any two words; a comma may stand where the registry's name has any connective, and no proper name
begins after one, nor after another connective where a body's name may begin. A token is the next
word (any case, either tone placement), or an abbreviation whose letters are the initials of the next words: `Sở NN
và Phát triển nông thôn`, `Sở TN&MT`, `UBMTTQVN` and every mixture follow from the name. A misprinted word costs; what
may be spent grows with the length of the name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from ggplan.registry.reading import plain, see
from ggplan.registry.tokens import CONNECTIVES, Word, initial, tokenize
from ggplan.text import fold

__all__ = ["Accept", "Entry", "NameGraph"]

_EXPANSIONS = {
    "ubnd": ("ủy", "ban", "nhân", "dân"),
    "hđnd": ("hội", "đồng", "nhân", "dân"),
    "đbqh": ("đại", "biểu", "quốc", "hội"),
}
_GAPS = CONNECTIVES | {","}
_SMALL = frozenset({"các", "của"})
_END = "end"
_LONGEST, _LONGEST_PROPER = 40, 4
_MISPRINT = 1.0
_MARKS_LOST = 0.5


class Entry(NamedTuple):
    """A body that a path of the graph ends at.

    `own`: the path is its name, not another form. `alive`: it exists on the day. `plural`: the form begins with `Các`.
    `ruling`: a person decided that this form means this body.
    """

    id: str
    own: bool
    alive: bool
    plural: bool = False
    ruling: bool = False


class Accept(NamedTuple):
    """A run of tokens read as a name: index after its last token, entries, cost, whether all words stand in full."""

    end: int
    entries: tuple[Entry, ...]
    cost: float
    literal: bool


@dataclass(slots=True, eq=False)
class _Node:
    edges: dict[str, _Node] = field(default_factory=dict)
    by_initial: dict[str, list[tuple[str, _Node]]] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    gapped: set[str] = field(default_factory=set)
    open: bool = False
    depth: int = 0
    memo: dict[tuple[bool, tuple[str, ...]], list[tuple[_Node, float]]] = field(default_factory=dict)


class _State(NamedTuple):
    """A place in the graph: cost so far, whether all words stood in full, how many words and proper names were read."""

    node: _Node
    cost: float
    literal: bool
    words: int
    proper: int


class NameGraph:
    """The names of bodies, added once with `add`, then matched with `walk`."""

    def __init__(self) -> None:
        self.root = _Node()
        self._root_folded: dict[str, list[str]] = {}
        self._words: set[str] = set()

    def add(self, name: str, entry: Entry, *, open_name: bool = False) -> None:
        """Add a written name for `entry`. With `open_name` a proper name may follow it (`… Dung Quất`)."""
        node, gap = self.root, False
        for token in tokenize(name):
            if token.word.key in _GAPS or not token.word.is_word:
                gap = True
                continue
            for key in _EXPANSIONS.get(token.word.key, (token.word.key,)):
                self._words.add(key)
                if node is self.root and key not in node.edges:
                    self._root_folded.setdefault(fold(key), []).append(key)
                if gap:
                    node.gapped.add(key)
                node, gap = self._child(node, key), False
        node.open = node.open or open_name
        if entry not in node.entries:
            node.entries = (*node.entries, entry)

    @staticmethod
    def _child(node: _Node, key: str) -> _Node:
        child = node.edges.get(key)
        if child is None:
            child = node.edges[key] = _Node(depth=node.depth + 1)
            node.by_initial.setdefault(initial(key), []).append((fold(key), child))
        return child

    def kind_node(self, kind: str) -> _Node | None:
        """The place in the graph after the words of `kind` (`sở`, `tổ chức`), where names without their kind begin."""
        node: _Node | None = self.root
        for key in kind.split():
            node = node.edges.get(key) if node else None
        return node

    def walk(self, words: Sequence[Word], begin: int, start: _Node | None = None, *, strict: bool = False) -> list[Accept]:
        """Every way to read a name that begins at `words[begin]`, shortest first. `strict` allows no misprint."""
        node: _Node | None = start or self.root  # the one place to be while every word stands in full
        count = 1 if start else 0
        frontier: list[_State] = []
        found: list[Accept] = []
        index, last, gap = begin, min(len(words), begin + _LONGEST), ""
        unwatched = plain(words)
        while index < last:
            word = unwatched[index]
            if word.key in _GAPS:
                gap, index = _past_gap(unwatched, index, first=index == begin)
                if gap == _END:
                    break
                continue
            if node is not None:
                child = node.edges.get(word.key) if word.chunks is None and gap != "," else None
                if child is not None:
                    node, count, index, gap = child, count + 1, index + 1, ""
                    if child.entries:
                        found.append(Accept(index, child.entries, 0.0, literal=True))
                    continue
                frontier, node = [_State(node, 0.0, True, count, 0)], None
            frontier = self._step(frontier, word, gap, strict=strict) if word.is_word else []
            if not frontier:
                break
            index, gap = index + 1, ""
            for state in frontier:
                entries, cost = state.node.entries, state.cost
                if entries and (not cost or cost <= _allowance(state.node.depth)):
                    found.append(Accept(index, entries, cost, state.literal))
        see(words, index)
        return found

    def _step(self, frontier: list[_State], word: Word, gap: str, *, strict: bool) -> list[_State]:
        """The places after one more word that stands after the connectives `gap`."""
        comma = gap == ","
        if len(frontier) == 1 and word.chunks is None and not comma:
            node, cost, literal, words, proper = frontier[0]
            child = node.edges.get(word.key)
            if child is not None:
                return [_State(child, cost, literal, words + 1, proper)]
        after: list[_State] = []
        for node, cost, literal, words, proper in frontier:
            child = node.edges.get(word.key)
            if child is not None and (not comma or word.key in node.gapped):
                after.append(_State(child, cost, literal, words + 1, proper))
            if word.chunks is not None:
                for end, extra in self._initials(node, word.chunks, comma=comma):
                    after.append(_State(end, cost + extra, False, words + end.depth - node.depth, proper))
        if not after and not (comma or (gap and self._begins_name(word))):
            after = _proper_names(frontier, word)
        if not after and not strict:
            after = self._misprints(frontier, word, comma=comma)
        return after if len(after) < 2 else _best_of_each(after)

    def _begins_name(self, word: Word) -> bool:
        return word.key in self.root.edges or bool(word.chunks and self._initials(self.root, word.chunks, comma=False))

    def _misprints(self, frontier: list[_State], word: Word, *, comma: bool) -> list[_State]:
        """The places that a misprinted word may lead to. The first word of a name may only lack its marks."""
        after: list[_State] = []
        for node, cost, _, words, proper in frontier:
            if node.depth == 0:
                keys = self._root_folded.get(word.folded, ())
                after += [_State(node.edges[key], _MARKS_LOST, False, 1, 0) for key in keys]
                continue
            for key, child in node.edges.items():
                extra = _word_cost(word.key, word.folded, key)
                if extra >= _MISPRINT and word.key in self._words:
                    continue  # another word, not a misprint: `Khuyến công` is not `Khuyến nông`
                if extra and cost + extra <= _allowance(child.depth + 2) and (not comma or key in node.gapped):
                    after.append(_State(child, cost + extra, False, words + 1, proper))
            if word.chunks is not None and len(word.chunks) >= 3 and words >= 2:
                ends = _one_letter_off(node, word.chunks)
                after += [_State(end, cost + _MISPRINT, False, words + len(word.chunks), proper) for end in ends]
        return after

    def _initials(self, node: _Node, chunks: tuple[str, ...], *, comma: bool) -> list[tuple[_Node, float]]:
        """The nodes that the initials `chunks` lead to from `node`, with cost (`D` for `Đ` costs)."""
        known = node.memo.get((comma, chunks))
        if known is None:
            known = node.memo[comma, chunks] = _follow(node, chunks, {node.edges[key] for key in node.gapped} if comma else None)
        return known


def _follow(node: _Node, chunks: tuple[str, ...], firsts: set[_Node] | None = None) -> list[tuple[_Node, float]]:
    """The nodes after the words that `chunks` are the initials of, the first of them among `firsts`, with costs."""
    places = [(node, 0.0)]
    for chunk in chunks:
        after: list[tuple[_Node, float]] = []
        for place, cost in places:
            for folded, child in place.by_initial.get(chunk[0], ()):
                if len(chunk) == 1 or folded.startswith(chunk.replace("đ", "d")):
                    after.append((child, cost))
            if chunk[0] == "d":
                after.extend((child, cost + _MARKS_LOST) for _, child in place.by_initial.get("đ", ()))
        places = [one for one in after if firsts is None or one[0] in firsts]
        firsts = None
    return places


def _one_letter_off(node: _Node, chunks: tuple[str, ...]) -> list[_Node]:
    """The ends of abbreviations with as many letters as `chunks`, one of them different or two neighbours swapped."""
    swaps = ((*chunks[:i], chunks[i + 1], chunks[i], *chunks[i + 2 :]) for i in range(len(chunks) - 1))
    swapped = [end for swap in swaps if swap != chunks for end, cost in _follow(node, swap) if not cost]
    places: list[tuple[_Node, int]] = [(node, 0)]
    for chunk in chunks:
        after: list[tuple[_Node, int]] = []
        for place, wrong in places:
            for letter, children in place.by_initial.items():
                if letter == chunk[0] or wrong == 0:
                    after.extend((child, wrong + (letter != chunk[0])) for _, child in children)
        places = after
    return [*swapped, *(place for place, wrong in places if wrong == 1)]


def _past_gap(words: Sequence[Word], index: int, *, first: bool) -> tuple[str, int]:
    """What the connectives at `index` amount to and the index after them: `,` with a comma, else `và`; or `_END`."""
    begin, marks, gap = index, 0, "và"
    while index < len(words) and words[index].key in _GAPS:
        key = words[index].key
        gap = "," if key == "," else gap
        marks += key not in _SMALL
        index += 1
    if marks > 2 or (first and any(word.key not in _SMALL for word in words[begin:index])):
        return _END, index
    return gap, index


def _proper_names(frontier: list[_State], word: Word) -> list[_State]:
    """The places where `word` is read as part of a proper name inside or after a body's name."""
    if not word.capital:
        return []
    return [
        state._replace(literal=False, proper=state.proper + 1)
        for state in frontier
        if state.node.open and state.proper < _LONGEST_PROPER
    ]


def _best_of_each(states: list[_State]) -> list[_State]:
    """The cheapest state of every node, in order."""
    best: dict[int, _State] = {}
    for state in states:
        known = best.get(id(state.node))
        if known is None or (state.cost, not state.literal) < (known.cost, not known.literal):
            best[id(state.node)] = state
    return list(best.values())


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
