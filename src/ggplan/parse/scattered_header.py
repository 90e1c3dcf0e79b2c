"""The header of a table whose cells stand apart as blocks, the first one and its repeats; other text may stand between its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ggplan.document import Line
from ggplan.parse.codes import read_code
from ggplan.parse.columns import Kind, column_kind, find_phrases
from ggplan.parse.furniture import Layer
from ggplan.parse.header import column_order
from ggplan.text import match_key

__all__ = ["ScatteredHeader", "find_scattered"]

_REACH = 16
"""How many blocks, from the first of a header, its others may stand among."""
_FEWEST = 3
_SPACED = 0.9
"""Where more of the lines have a blank line before them, blank lines say nothing."""
_APART = 0.6
"""The share of codes that stand alone in a block where cells are apart."""
_NEEDED: frozenset[Kind] = frozenset({"lead", "cooperate", "agencies", "time"})


@dataclass(frozen=True, slots=True)
class ScatteredHeader:
    """`first` is the index of its first line in the layer, `lines` the indexes of all lines of the header and its repeats."""

    first: int
    lines: frozenset[int]
    columns: tuple[Kind, ...]


def find_scattered(layer: Layer) -> ScatteredHeader | None:
    """The header of the first table of the layer if its cells stand apart as blocks; None for any other layer."""
    spaced = sum(line.blank_before > 0 for line in layer.lines)
    if spaced > _SPACED * len(layer.lines) or not _codes_apart(layer.lines):
        return None
    blocks = _blocks(layer)
    for at, block in enumerate(blocks):
        kinds = _header_kinds(layer.lines, block)
        near_by = any(_header_kinds(layer.lines, other) for other in blocks[at + 1 : at + 3])
        if not kinds or kinds[0] not in ("code", "task") or not near_by or ":" in layer.lines[block.start].text:
            continue
        labels = _labels(layer, blocks[at:])
        if kinds[0] == "task" and block.start and column_kind(layer.lines[block.start - 1].text) == "code":
            labels.insert(0, range(block.start - 1, block.start))  # `TT` right under the line before the table
            block = labels[0]
        found = [kind for near in labels for kind in _header_kinds(layer.lines, near)]
        if len(labels) >= _FEWEST and "task" in found and _NEEDED & set(found) and len(set(found)) >= _FEWEST:
            texts = [tuple(match_key(layer.lines[i].text) for i in near) for near in labels]
            taken = {index for near in labels for index in near}
            taken |= _repeats(layer, blocks[at:], texts, taken)
            taken |= _number_row(layer.lines, blocks[at:], taken, len(found))
            return ScatteredHeader(block.start, frozenset(taken), column_order(found))
    return None


def _labels(layer: Layer, blocks: Sequence[range]) -> list[range]:
    """The blocks of the first page that name columns; far from the first one only those that name a column not named yet."""
    found: list[range] = []
    seen: set[Kind] = set()
    for number, block in enumerate(blocks):
        if number and block.start in layer.starts_page:
            break
        kinds = _header_kinds(layer.lines, block)
        if kinds and (number < _REACH or not seen & set(kinds)):
            found.append(block)
            seen |= set(kinds)
    return found


def _blocks(layer: Layer) -> list[range]:
    starts = [at for at, line in enumerate(layer.lines) if line.blank_before or at in layer.starts_page or at == 0]
    return [range(one, two) for one, two in pairwise([*starts, len(layer.lines)])]


def _codes_apart(lines: Sequence[Line]) -> bool:
    """Whether the codes of rows mostly stand alone, with a blank line before and after."""
    alone = beside = 0
    for line, after in pairwise(lines):
        read = read_code(line.text)
        if read is None or not line.blank_before:
            continue
        alone += not read[1] and after.blank_before > 0
        beside += bool(read[1])
    return alone >= _FEWEST and alone >= _APART * (alone + beside)


def _header_kinds(lines: Sequence[Line], block: range) -> list[Kind]:
    """The kinds of the columns that a block names; empty unless all of its words are headers."""
    text = " ".join(lines[index].text for index in block)
    found = find_phrases(text)
    words = len(text.split())
    after_code = block.start > 0 and (read := read_code(lines[block.start - 1].text)) is not None and not read[1]
    if after_code and [kind for kind, _, _ in found] == ["parent"]:
        return []  # the title of a group, `Tổ chức thực hiện`, after its code
    return [kind for kind, _, _ in found] if words <= _LONGEST and sum(end - start for _, start, end in found) == words else []


_LONGEST = 14


def _repeats(layer: Layer, blocks: Sequence[range], labels: Sequence[tuple[str, ...]], taken: set[int]) -> set[int]:
    """The lines of the header on later pages: a label may have a line of another cell in its block, or be cut in two."""
    found: set[int] = set()
    pages: list[list[range]] = [[]]
    for block in blocks:
        if block.start in layer.starts_page:
            pages.append([])
        pages[-1].append(block)
    for page in pages[1:]:
        lines = [index for block in page for index in block]
        keys = [match_key(layer.lines[index].text) for index in lines]
        here: set[int] = set()
        whole = 0
        for label in labels:
            at = _run(keys, label, here)
            if at is not None:
                whole += 1
                here |= set(range(at, at + len(label)))
                continue
            joined = [at for at, key in enumerate(keys[:_NEAR]) if at not in here and _ends_with_labels(key, label, labels)]
            if joined:
                whole += 1
                here.add(joined[0])
                continue
            for key in label:
                here |= {
                    at for at in [next((i for i, k in enumerate(keys) if k == key and i not in here), None)] if at is not None
                }
        if whole * 2 >= len(labels):
            found |= {lines[at] for at in here}
    return found - taken


_NEAR = 12


def _run(keys: Sequence[str], label: Sequence[str], taken: set[int]) -> int | None:
    """Where the lines of a label stand one under the other."""
    size = len(label)
    return next(
        (at for at in range(len(keys) - size + 1) if tuple(keys[at : at + size]) == tuple(label) and at not in taken), None
    )


def _ends_with_labels(key: str, label: Sequence[str], labels: Sequence[Sequence[str]]) -> bool:
    """Whether a line is that label beside another one (`TT Nhiệm vụ, hoạt động cụ thể`)."""
    text = " ".join(label)
    rests = {key.removeprefix(text).strip(), key.removesuffix(text).strip()} - {key}
    return any(rest == " ".join(other) for rest in rests for other in labels)


def _number_row(lines: Sequence[Line], blocks: Sequence[range], taken: set[int], columns: int) -> set[int]:
    """The lines `1`, `2`, `3` … under a header and its repeats, one for each column."""
    numbers = [str(number) for number in range(1, columns + 1)]
    heads = [
        at
        for at, block in enumerate(blocks)
        if block.start in taken and (at + 1 >= len(blocks) or blocks[at + 1].start not in taken)
    ]
    found: set[int] = set()
    for head in heads:
        near = [index for block in blocks[head + 1 : head + 1 + 2 * columns] for index in block]
        row = [index for index in near if lines[index].text.strip("()") in numbers][:columns]
        if [lines[index].text.strip("()") for index in row] == numbers:
            found |= set(row)
    return found
