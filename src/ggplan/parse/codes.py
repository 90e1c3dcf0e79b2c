"""The codes that open the rows of a flattened table: which lines begin a row, found as the best run of the numbering.

A line may begin with a number that is no code (a page number, `03 chương trình`, a wrapped date); what tells is that
codes follow one another: 1.1, 1.2, 2, 2.1 … or I, 1, 2, II, 1 …
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ggplan.parse.markers import roman_value

__all__ = ["Code", "best_run", "follows_directly", "is_child", "read_code"]

_LETTERS = "abcdđeghiklmnopqrstuvxy"
"""The letters that number items, in the order of Decree 30/2020/NĐ-CP (`đ` after `d`, no `f`, `j`, `w`, `z`)."""
_CODE = re.compile(
    rf"(?P<code>[IVX]+(?:\.\d{{1,2}})*|\d{{1,3}}(?:\.\d{{1,2}}){{0,3}}|[A-EĐG]|[{_LETTERS}](?=\)))(?P<dot>[.)]?)(?:\s+|$)"
)


@dataclass(frozen=True, slots=True)
class Code:
    """A code as a value: `kind` (roman, capital, decimal, letter) and its parts as numbers; `VIII.3` is roman (8, 3).

    `heading` is a plain number read as that of a group whose tasks have plain numbers too (1 Năng lượng, 1, 2, 2 Giao thông, 3).
    """

    text: str
    kind: str
    parts: tuple[int, ...]


def read_code(text: str) -> tuple[Code, str] | None:
    """The code at the start of a line and the rest of the line; None where it begins with none."""
    match = _CODE.match(text)
    if not match:
        return None
    code, rest = match["code"], text[match.end() :].strip()
    value = _value(code)
    if value is None or (rest[:1].islower() and not match["dot"] and len(value.parts) < 2):
        return None
    return value, rest


def _value(code: str) -> Code | None:
    head, *tail = code.split(".")
    numbers = tuple(int(part) for part in tail)
    if head.isdigit():
        padded = len(head) > 1 and head.startswith("0")
        return None if padded else Code(code, "decimal", (int(head), *numbers))
    if roman_value(head):
        return Code(code, "roman", (roman_value(head), *numbers))
    if head in _LETTERS and not tail:
        return Code(f"{code})", "letter", (_LETTERS.index(head) + 1,))
    if len(head) == 1 and not tail:
        return Code(code, "capital", ("ABCDĐEG".index(head) + 1,))
    return None


_LEVEL = {"capital": 0, "roman": 1, "heading": 2, "decimal": 3, "letter": 4}


def is_child(code: Code, parent: Code) -> bool:
    """Whether `code` stands under `parent`: 1.1 under 1, VIII.1 under VIII, 1 under VIII.1."""
    if code.kind == parent.kind:
        return len(code.parts) == len(parent.parts) + 1 and code.parts[: len(parent.parts)] == parent.parts
    return _LEVEL[code.kind] > _LEVEL[parent.kind]


def follows_directly(code: Code, opened: Sequence[Code]) -> bool:
    """Whether `code` is the next number under or after the codes that are open, outermost first: 1.3 or 2 after 1, 1.2."""
    if not opened:
        return set(code.parts) == {1}
    if is_child(code, opened[-1]) and code.parts[-1] == 1:
        return True
    return any(
        code.kind == known.kind and code.parts[:-1] == known.parts[:-1] and code.parts[-1] == known.parts[-1] + 1
        for known in opened
    )


_GAP = 1.5
_RESTART = 2.5


@dataclass(frozen=True, slots=True)
class _Open:
    """The codes open at a row, outermost first, and the last plain number, which may go on in the next group."""

    codes: tuple[Code, ...] = ()
    number: int = 0

    def then(self, depth: int, code: Code) -> _Open:
        """The codes open after `code` was read at that depth."""
        plain = code.kind == "decimal" and len(code.parts) == 1
        return _Open((*self.codes[:depth], code), code.parts[0] if plain else self.number)


def _step(state: _Open, code: Code, *, first: bool = False) -> tuple[float, _Open] | None:
    """The cost of `code` after the open codes, and the codes open then; None where it cannot follow.

    `first` says that the code stands at the very head of the table, which may be the later part of a longer one.
    """
    stack = state.codes
    if not stack:
        return (0.0 if set(code.parts) == {1} else 0.5 if first else _GAP * 2), state.then(0, code)
    if is_child(code, stack[-1]):
        return _GAP * _skipped(state, code), state.then(len(stack), code)
    for depth in range(len(stack) - 1, -1, -1):
        open_code = stack[depth]
        if code.kind == open_code.kind and len(code.parts) == len(open_code.parts) + 1 and code.parts > (*open_code.parts, 99):
            return _GAP * code.parts[-1], state.then(depth, code)  # VII, VIII.1: the heading VIII is not printed
        if open_code.kind == code.kind and len(open_code.parts) == len(code.parts):
            if open_code.parts[:-1] != code.parts[:-1]:
                if code.parts > open_code.parts:  # 7.2, 8.1: the heading 8 is not printed
                    return _GAP * code.parts[-1], state.then(depth, code)
                continue
            jump = code.parts[-1] - open_code.parts[-1]
            if jump >= 1:
                return _GAP * (jump - 1), state.then(depth, code)
            if code.parts == (1,) and code.kind in ("decimal", "heading", "roman"):
                return _RESTART, state.then(depth, code)
    if code.parts == (1,) and _LEVEL[code.kind] < _LEVEL[stack[0].kind]:
        return _RESTART, state.then(0, code)
    return None


def _skipped(state: _Open, code: Code) -> int:
    """How many numbers are left out before the first code of a group: it is 1, or numbers run on (I, 1, 2, II, 3)."""
    run_on = code.kind == "decimal" and len(code.parts) == 1 and code.parts[0] > state.number > 0
    return code.parts[-1] - 1 - (state.number if run_on else 0)


def best_run(candidates: Sequence[tuple[int, Code, float]]) -> list[int]:
    """Indexes into `candidates` of the best run of codes.

    Each candidate is (line, code, weight of the line as a row's start).
    """
    best: list[tuple[float, int, _Open]] = []
    window = 40
    for index, (line, code, weight) in enumerate(candidates):
        start = _step(_Open(), code, first=line == 0)
        assert start is not None
        options = [(weight - start[0] - 0.01 * index, -1, start[1])]
        for before in range(max(0, index - window), index):
            if candidates[before][0] == line:
                continue
            score, _, state = best[before]
            step = _step(state, code)
            if step:
                options.append((score + weight - step[0], before, step[1]))
        best.append(max(options, key=lambda option: (option[0], option[1])))
    if not best:
        return []
    at = max(range(len(best)), key=lambda i: (best[i][0], i))
    run = []
    while at >= 0:
        run.append(at)
        at = best[at][1]
    return run[::-1]
