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

_PADDED = re.compile(r"0[1-9]")
"""A number that is padded (`01`) is a code where no words go on from it: `02 khu công nghiệp` counts things."""


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
    if value is None and _PADDED.fullmatch(code) and not (rest[:1].islower() or rest[:1].isdigit()):
        value = Code(code, "decimal", (int(code),))
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
    if parent.kind == "heading" and code.kind == "decimal" and len(code.parts) > 1:
        return False
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
_ABOVE = 1.2
"""The cost of a part above all that is open whose number is not the first: the parts before it were not numbered."""
_UNDER_TITLE = {"capital": 0.5, "roman": 0.5, "heading": _GAP, "decimal": _GAP, "letter": _GAP}
"""The most that the first number of a group costs right under the group's title, by the kind of the group's own: parts (VI) hold rows whatever
they are numbered, a plain number is more likely a row itself.
"""
_PLAIN = 0.3
"""The cost of a number after groups whose rows have plain numbers that is not read as such a group: it needs rows of its own."""


@dataclass(frozen=True, slots=True)
class _Open:
    """The codes open at a row, outermost first, and the last plain number, which may go on in the next group."""

    codes: tuple[Code, ...] = ()
    number: int = 0

    def then(self, depth: int, code: Code) -> _Open:
        """The codes open after `code` was read at that depth."""
        plain = code.kind == "decimal" and len(code.parts) == 1
        return _Open((*self.codes[:depth], code), code.parts[0] if plain else self.number)


def _step(state: _Open, code: Code, *, first: bool = False, next_line: bool = False) -> tuple[float, _Open] | None:
    """The cost of `code` after the open codes, and the codes open then; None where it cannot follow.

    `first` says that the code stands at the very head of the table, which may be the later part of a longer one; `next_line`,
    that it stands on the line right after the innermost of the open codes.
    """
    stack = state.codes
    if not stack:
        return (0.0 if set(code.parts) == {1} else 0.5 if first else _GAP * 2), state.then(0, code)
    if is_child(code, stack[-1]):
        cost = _GAP * _skipped(state, code)
        return min(cost, _UNDER_TITLE[stack[-1].kind]) if next_line else cost, state.then(len(stack), code)
    for depth in range(len(stack) - 1, -1, -1):
        beside = _beside(stack[depth], code, stack[depth + 1 : depth + 2])
        if beside is not None:
            return beside, state.then(depth, code)
    if len(code.parts) == 1 and _LEVEL[code.kind] < _LEVEL[stack[0].kind]:
        return (_RESTART if code.parts == (1,) else _ABOVE), state.then(0, code)
    return None


def _beside(known: Code, code: Code, inner: tuple[Code, ...]) -> float | None:
    """The cost of `code` as the next after `known`, an open code, with the code `inner` open under it; None where it cannot be.

    A number with rows of its own is one series with the plain numbers of groups, whichever of the two it was read as.
    """
    if known.kind != code.kind and not (inner and {known.kind, code.kind} == {"heading", "decimal"}):
        return None
    cost = _beside_like(known, code, inner)
    return cost if cost is None or (known.kind, code.kind) != ("heading", "decimal") else cost + _PLAIN


def _beside_like(known: Code, code: Code, inner: tuple[Code, ...]) -> float | None:
    """The same for codes of one series."""
    if len(code.parts) == len(known.parts) + 1 and code.parts > (*known.parts, 99):
        return _GAP * code.parts[-1]  # VII, VIII.1: the heading VIII is not printed
    if len(known.parts) != len(code.parts):
        return None
    if known.parts[:-1] != code.parts[:-1]:  # 7.2, 8.1: the heading 8 is not printed
        return _GAP * code.parts[-1] if code.parts > known.parts else None
    last = known.parts[-1]
    if inner and inner[0].parts[:-1] > known.parts and len(inner[0].parts) == len(known.parts) + 1:
        last = inner[0].parts[-2]  # 7, 8.1, 9
    if code.parts[-1] > last:
        return _GAP * (code.parts[-1] - last - 1)
    return _RESTART if code.parts == (1,) and code.kind in ("decimal", "heading", "roman") else None


def _skipped(state: _Open, code: Code) -> int:
    """How many numbers are left out before the first code of a group: it is 1, or numbers run on (I, 1, 2, II, 3)."""
    run_on = code.kind == "decimal" and len(code.parts) == 1 and code.parts[0] > state.number > 0
    return code.parts[-1] - 1 - (state.number if run_on else 0)


_WINDOW = 40
_STATES = 4
"""How many readings with other codes open are kept at each candidate: a heading gains only when what stands under it is read."""


@dataclass(frozen=True, slots=True)
class _Way:
    """A run of codes up to a candidate: its score, the way up to the candidate before, the codes that are open."""

    score: float
    at: int
    before: _Way | None
    state: _Open


def best_run(candidates: Sequence[tuple[int, Code, float]]) -> list[int]:
    """Indexes into `candidates` of the best run of codes.

    Each candidate is (line, code, weight of the line as a row's start).
    """
    ways: list[list[_Way]] = []
    for index, (line, code, weight) in enumerate(candidates):
        start = _step(_Open(), code, first=line == 0)
        assert start is not None
        options = [_Way(weight - start[0] - 0.01 * index, index, None, start[1])]
        for before in range(max(0, index - _WINDOW), index):
            if candidates[before][0] == line:
                continue
            next_line = candidates[before][0] + 1 == line
            for way in ways[before]:
                step = _step(way.state, code, next_line=next_line)
                if step:
                    options.append(_Way(way.score + weight - step[0], index, way, step[1]))
        ways.append(_best_of_each(options))
    found = max((kept[0] for kept in ways), key=lambda way: (way.score, way.at), default=None)
    run = []
    while found:
        run.append(found.at)
        found = found.before
    return run[::-1]


def _best_of_each(options: Sequence[_Way]) -> list[_Way]:
    """The best ways, best first, of those that leave the same codes open only one."""
    kept: dict[_Open, _Way] = {}
    for way in sorted(options, key=lambda way: (way.score, way.before.at if way.before else -1), reverse=True):
        kept.setdefault(way.state, way)
        if len(kept) == _STATES:
            break
    return list(kept.values())
