"""Texts word by word, and the actions of two tasks side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ggplan.diff.assign import assign
from ggplan.diff.records import ActionChange, Elsewhere, Reworded, Word
from ggplan.diff.words import syllables

__all__ = ["Wording", "compare_actions"]

_ALIKE = 0.35  # share of common syllables that makes two actions one, reworded
_HELD = 0.7  # share of an action's syllables found in another that makes it a part of that
_SHORT = 3  # an action of fewer syllables is never a part
_ISLAND = 2  # common words between two changes that are too few to stand alone
_ISLAND_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Wording:
    """How texts are compared: `exact` (two versions of one plan) or by their syllables in any case and tone-mark style."""

    exact: bool = False

    def key(self, text: str) -> str:
        """Equal for texts that are no difference."""
        return text if self.exact else " ".join(syllables(text))

    def words(self, left: str, right: str) -> tuple[Word, ...]:
        """The two texts as runs of words in both, on the left only and on the right only; a space stands between runs."""
        from rapidfuzz.distance import Indel

        a, b = left.split(), right.split()
        keys_a, keys_b = ([token if self.exact else _word_key(token) for token in side] for side in (a, b))
        steps = [
            (code.tag, code.src_start, code.src_end, code.dest_start, code.dest_end) for code in Indel.opcodes(keys_a, keys_b)
        ]
        runs: list[Word] = []
        for equal, a0, a1, b0, b1 in _join_islands(_blocks(steps)):
            if equal:
                runs.append(("=", " ".join(a[a0:a1])))
                continue
            if a1 > a0:
                runs.append(("-", " ".join(a[a0:a1])))
            if b1 > b0:
                runs.append(("+", " ".join(b[b0:b1])))
        return tuple(runs)


def _word_key(token: str) -> str:
    """Equal for words that differ in case, tone-mark style and the marks around them."""
    return "".join(syllables(token)) or token


_Block = tuple[bool, int, int, int, int]


def _blocks(steps: Sequence[tuple[str, int, int, int, int]]) -> list[_Block]:
    """Edit steps as alternating blocks: equal, changed, equal …"""
    blocks: list[_Block] = []
    for tag, a0, a1, b0, b1 in steps:
        equal = tag == "equal"
        if blocks and blocks[-1][0] == equal:
            _, x0, _, y0, _ = blocks[-1]
            blocks[-1] = (equal, x0, a1, y0, b1)
        else:
            blocks.append((equal, a0, a1, b0, b1))
    return blocks


def _join_islands(blocks: list[_Block]) -> list[_Block]:
    """Changes joined over one or two common words, where the changes around are much longer: `và` alone tells nothing."""
    joined: list[_Block] = []
    for number, block in enumerate(blocks):
        inside = block[0] and joined and not joined[-1][0] and number + 1 < len(blocks)
        if (inside and block[2] - block[1] <= _ISLAND and _is_island(joined[-1], block, blocks[number + 1])) or (
            joined and not joined[-1][0] and not block[0]
        ):
            _, x0, _, y0, _ = joined[-1]
            joined[-1] = (False, x0, block[2], y0, block[4])
        else:
            joined.append(block)
    return joined


def _is_island(before: _Block, island: _Block, after: _Block) -> bool:
    around = max(before[2] - before[1], before[4] - before[3]) + max(after[2] - after[1], after[4] - after[3])
    both = (before[2] - before[1] and before[4] - before[3]) and (after[2] - after[1] and after[4] - after[3])
    return bool(both) and island[2] - island[1] <= _ISLAND_SHARE * around


Further = Sequence[tuple[str, Sequence[str]]]
"""Further tasks of a side: id and actions."""


def compare_actions(
    left: Sequence[str], right: Sequence[str], wording: Wording, also_left: Further = (), also_right: Further = ()
) -> ActionChange | None:
    """What differs between the actions of two tasks; None where nothing does.

    Actions are matched by wording, not by place; one that was split or joined counts as reworded. An action that stands in a
    further task of the other side (`also_…`) is no loss: it is listed under `elsewhere`.
    """
    keys = [[wording.key(text) for text in side] for side in (left, right)]
    if keys[0] == keys[1]:
        return None
    tokens = [[syllables(text) for text in side] for side in (left, right)]
    pairs = _equal_pairs(*keys)
    pairs += _alike_pairs(tokens[0], tokens[1], pairs)
    groups = _grow(tokens[0], tokens[1], sorted(pairs))
    in_groups = [{number for group in groups for number in group[side]} for side in (0, 1)]
    alone = [[n for n in range(len(side)) if n not in in_groups[which]] for which, side in enumerate((left, right))]
    elsewhere = [*_elsewhere("left", alone[0], tokens[0], also_right), *_elsewhere("right", alone[1], tokens[1], also_left)]
    moved = {(entry.side, entry.action - 1) for entry in elsewhere}
    change = ActionChange(
        left_only=tuple(left[n] for n in alone[0] if ("left", n) not in moved),
        right_only=tuple(right[n] for n in alone[1] if ("right", n) not in moved),
        reworded=tuple(entry for group in groups if (entry := _reworded(group, left, right, wording))),
        elsewhere=tuple(elsewhere),
        reordered=_reordered(pairs),
    )
    return change if change != ActionChange() else None


def _equal_pairs(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    waiting: dict[str, list[int]] = {}
    for number, key in enumerate(right):
        waiting.setdefault(key, []).append(number)
    pairs = []
    for number, key in enumerate(left):
        if waiting.get(key):
            pairs.append((number, waiting[key].pop(0)))
    return pairs


def _alike_pairs(
    left: Sequence[list[str]], right: Sequence[list[str]], taken: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The best pairs of actions left over that share enough words."""
    from rapidfuzz.distance import Indel

    free_left = sorted(set(range(len(left))) - {one for one, _ in taken})
    free_right = sorted(set(range(len(right))) - {other for _, other in taken})
    edges: list[list[tuple[int, float]]] = []
    for one in free_left:
        row = []
        for place, other in enumerate(free_right):
            share = Indel.normalized_similarity(left[one], right[other])
            held = _held(left[one], right[other])
            score = max(share, 0.9 * held if held >= _HELD else 0.0)
            if score >= _ALIKE:
                row.append((place, score + 1e-9 - 1e-6 * abs(one - other)))
        edges.append(row)
    found = assign(edges, len(free_right))
    return [(free_left[row], free_right[place]) for row, place in enumerate(found) if place >= 0]


def _held(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of the shorter text's syllables that stand in the longer one in the same order."""
    from rapidfuzz.distance import LCSseq

    least = min(len(one), len(other))
    return LCSseq.similarity(one, other) / least if least >= _SHORT else 0.0


_Group = tuple[tuple[int, ...], tuple[int, ...]]


def _grow(left: Sequence[list[str]], right: Sequence[list[str]], pairs: Sequence[tuple[int, int]]) -> list[_Group]:
    """The pairs, each with the actions left over that are part of it: one action here may be two there."""
    groups = [([one], [other]) for one, other in pairs]
    free = [
        set(range(len(left))) - {one for one, _ in pairs},
        set(range(len(right))) - {other for _, other in pairs},
    ]
    for side, (mine, theirs) in enumerate(((left, right), (right, left))):
        for number in sorted(free[side]):
            best = max(
                ((_part_of(mine[number], theirs[group[1 - side][0]]), -place) for place, group in enumerate(groups)),
                default=(0.0, 0),
            )
            if best[0] >= _HELD:
                groups[-best[1]][side].append(number)
    return [(tuple(sorted(one)), tuple(sorted(other))) for one, other in groups]


def _part_of(part: Sequence[str], whole: Sequence[str]) -> float:
    return _held(part, whole) if len(part) <= len(whole) else 0.0


def _reworded(group: _Group, left: Sequence[str], right: Sequence[str], wording: Wording) -> Reworded | None:
    one, other = (" ".join(side[n] for n in numbers) for side, numbers in zip((left, right), group, strict=True))
    if wording.key(one) == wording.key(other) and not (wording.exact and len(group[0]) != len(group[1])):
        return None
    return Reworded(left=tuple(n + 1 for n in group[0]), right=tuple(n + 1 for n in group[1]), words=wording.words(one, other))


def _elsewhere(side: str, numbers: Sequence[int], tokens: Sequence[list[str]], further: Further) -> list[Elsewhere]:
    found = []
    spoken = [(task, [syllables(text) for text in actions]) for task, actions in further]
    for number in numbers:
        best = max(
            ((max((_held(tokens[number], text) for text in texts), default=0.0), task) for task, texts in spoken),
            key=lambda hit: hit[0],
            default=(0.0, ""),
        )
        if best[0] >= _HELD:
            found.append(Elsewhere(side=side, action=number + 1, task=best[1]))  # type: ignore[arg-type]
    return found


def _reordered(pairs: Sequence[tuple[int, int]]) -> bool:
    others = [other for _, other in sorted(pairs)]
    return others != sorted(others)
