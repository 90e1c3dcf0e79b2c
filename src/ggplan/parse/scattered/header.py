"""The header of a table whose cells stand apart: its labels wherever an extractor put them, its number row, and its repeats.

An extractor may give a label in a block of its own, above the text of its column, or after the text of other columns. So labels are
told by lines, not by blocks: one to four lines that are made of header phrases only and stand at the head of a block or of a page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ggplan.document import Line
from ggplan.parse.codes import read_code
from ggplan.parse.columns import Kind, find_phrases, words_of
from ggplan.parse.furniture import Layer
from ggplan.parse.header import column_order, has_header_words
from ggplan.parse.scattered.woven import unwoven
from ggplan.text import match_key

__all__ = ["ScatteredHeader", "find_scattered"]

_TALLEST = 6
"""Lines of a label in a narrow column."""
_FEWEST = 3
_SPACED = 0.9
"""Where more of the lines have a blank line before them, blank lines say nothing."""
_BARE = 0.03
"""Where fewer of the lines have a blank line before them, cells are not apart."""
_NEEDED: frozenset[Kind] = frozenset({"lead", "cooperate", "agencies", "time"})
_FEWEST_PAGES, _NUMBERED = 4, 0.8
"""Pages of a table, at least, and the share of them that have a number, for numbers to be those of pages."""
_BRACKETED = re.compile(r"[(\[](\d{1,2})[)\]]")


@dataclass(frozen=True, slots=True)
class ScatteredHeader:
    """`first` is the index of its first line in the layer, `lines` the indexes of all lines of the header and its repeats."""

    first: int
    lines: frozenset[int]
    columns: tuple[Kind, ...]
    under: Mapping[int, Kind] = field(default_factory=dict)
    """For the line after a label (or after its number) in the layer the column that is named above it: the same block goes on with the
    text of the column, or nothing else is between."""
    early: tuple[int, ...] = ()
    """The lines of codes that an extractor put at the top of the page, above the title of the table."""


@dataclass(frozen=True, slots=True)
class _Label:
    """Lines `first` to `last` (exclusive) that name columns, and the number in brackets under them (0 for none).

    `woven` says that they are the lines of several labels, `apart` that lines of others stand between those of one.
    """

    first: int
    last: int
    kinds: tuple[Kind, ...]
    phrases: tuple[str, ...]
    number: int = 0
    woven: bool = False
    apart: bool = False


def find_scattered(layer: Layer) -> ScatteredHeader | None:
    """The header of the first table of the layer if its cells stand apart; None for any other layer."""
    lines = layer.lines
    spaced = sum(line.blank_before > 0 for line in lines)
    if spaced > _SPACED * len(lines):
        return None
    pages = [range(one, two) for one, two in pairwise(sorted({0, *layer.starts_page, len(lines)}))]
    for number, page in enumerate(pages):
        labels = _first_of_each([*_labels(lines, page), *_labels(lines, page, anywhere=True)])
        kinds = [kind for label in labels for kind in label.kinds]
        if (
            (len(labels) < 2 and not any(label.woven for label in labels))
            or len(set(kinds)) < _FEWEST
            or "task" not in kinds
            or not _NEEDED & set(kinds)
        ):
            continue
        if spaced <= _BARE * len(lines) and not any(label.apart for label in labels):
            return None
        known = {phrase for label in labels for phrase in label.phrases}
        first = _with_codes_before(lines, labels[0].first, page.start)
        repeats = [(later, found) for later in pages[number + 1 :] if (found := _repeat(lines, later, known))]
        labels = _repeated(labels, [label for _, found in repeats for label in found])
        every = [*labels, *(label for _, found in repeats for label in found)]
        taken = {index for label in every for index in range(label.first, label.last)}
        heads = [range(first, page.stop), *(later for later, _ in repeats)]
        numbers = _number_rows(lines, heads, {label.last for label in every}, len({*kinds, "code"} - {"parent"}))
        numbers |= _page_numbers(lines, pages[number:], numbers | taken)
        columns = _in_order(labels)
        under = _under(lines, every, numbers, columns)
        early = _early(lines, range(page.start, first))
        return ScatteredHeader(first, frozenset(taken | numbers), columns, under, early)
    return None


def _labels(lines: Sequence[Line], page: range, *, anywhere: bool = False) -> Iterator[_Label]:
    """The lines of a page that can be labels, from top to bottom: at the head of a block or below another label, or `anywhere`."""
    at = page.start
    heads = True
    woven = {label.first: label for label in _woven(lines, page)}
    while at < page.stop:
        label = woven.get(at)
        if label is None and (anywhere or heads or lines[at].blank_before):
            label = _label_at(lines, at, page)
        if label is None:
            heads = _BRACKETED.fullmatch(lines[at].text) is not None
            at += 1
        else:
            yield label
            heads = True
            at = label.last


def _woven(lines: Sequence[Line], page: range) -> Iterator[_Label]:
    """The runs of header lines of a page that are no labels as they stand, but are those of several labels taken apart."""
    at = page.start
    while at < page.stop:
        stop = at
        while stop < page.stop and has_header_words(lines[stop].text) and (stop == at or not lines[stop].blank_before):
            stop += 1
        if stop - at > 1 and not _are_labels(lines, range(at, stop)):
            for first, last in ((at, stop), (at + 1, stop), (at, stop - 1), (at + 2, stop)):
                labels = unwoven([line.text for line in lines[first:last]])
                kinds = tuple(kind for label in labels for kind in label.kinds)
                if len(set(kinds)) > 1:
                    texts, apart = tuple(match_key(label.text) for label in labels), any(label.apart for label in labels)
                    yield _Label(first, last, kinds, texts, woven=True, apart=apart)
                    break
        at = max(stop, at + 1)


def _are_labels(lines: Sequence[Line], run: range) -> bool:
    """Whether the lines of a run are labels one after the other, each of a column of its own."""
    at, seen = run.start, set[Kind]()
    while at < run.stop:
        label = _label_at(lines, at, run)
        if label is None or set(label.kinds) & (seen - {"parent"}):
            return False
        seen |= set(label.kinds)
        at = label.last
    return True


def _label_at(lines: Sequence[Line], at: int, page: range) -> _Label | None:
    after_code = at > page.start and (read := read_code(lines[at - 1].text)) is not None and not read[1]
    stop = at + 1
    while stop < min(page.stop, at + _TALLEST) and not lines[stop].blank_before:
        stop += 1
    for last in range(stop, at, -1):
        texts = [line.text for line in lines[at:last]]
        number = _BRACKETED.fullmatch(texts[-1]) if len(texts) > 1 else None
        text = " ".join(texts[:-1] if number else texts)
        words = words_of(text)
        found = find_phrases(text)
        if not text[:1].isupper() or text.endswith(":") or sum(end - start for _, start, end in found) != len(words):
            continue
        kinds = tuple(kind for kind, _, _ in found)
        if after_code and kinds == ("parent",):
            return None  # the title of a group, `Tổ chức thực hiện`, after its code
        return _Label(at, last, kinds, _phrases(words, found), int(number[1]) if number else 0)
    return None


def _phrases(words: Sequence[str], found: Iterable[tuple[Kind, int, int]]) -> tuple[str, ...]:
    return tuple(" ".join(words[start:end]) for _, start, end in found)


def _first_of_each(labels: Iterable[_Label]) -> list[_Label]:
    """The labels that name a column which none before them has named; a title of header words (`PHÂN CÔNG NHIỆM VỤ`) is none."""
    every = list(labels)
    while every and _is_title(every[0]) and len(every) > _FEWEST:
        every = every[1:]
    found: list[_Label] = []
    seen: set[Kind] = set()
    for label in every:
        if set(label.kinds) - seen:
            found.append(label)
            seen |= set(label.kinds)
    return sorted(found, key=lambda label: label.first)


def _is_title(label: _Label) -> bool:
    return "code" not in label.kinds and len(label.kinds) > 1 and "parent" in label.kinds[:1]


def _in_order(labels: Sequence[_Label]) -> tuple[Kind, ...]:
    """The columns from left to right: by the numbers under the labels where they have them, else in the order of the text."""
    numbers = {label.number: label for label in labels if label.number}
    if len(numbers) >= _FEWEST:
        rest = iter([number for number in range(1, len(labels) + len(numbers) + 1) if number not in numbers])
        numbers |= {next(rest): label for label in labels if not label.number}
        order = [numbers[number] for number in sorted(numbers)]
    else:
        order = list(labels)
    kinds = [kind for label in order for kind in label.kinds]
    if "parent" in kinds and {"lead", "cooperate"} & set(kinds) and "task" in kinds[kinds.index("parent") :]:
        kinds.remove("parent")  # a label over several columns that came first says nothing of their place
    if "code" in kinds:
        kinds = ["code", *(kind for kind in kinds if kind != "code")]
    above = [label for label in order if label.woven and "task" not in label.kinds and order.index(label) < _place(order, "task")]
    if kinds[-1] == "task" or above:  # descriptions never stand last: their label came late
        kinds = [*kinds[:1], "task", *(kind for kind in kinds[1:] if kind != "task")]
    return column_order(kinds)


def _place(labels: Sequence[_Label], kind: Kind) -> int:
    return next((at for at, label in enumerate(labels) if kind in label.kinds), 0)


def _with_codes_before(lines: Sequence[Line], first: int, page: int) -> int:
    """The first line of the table: codes of its first rows may stand before the label of their column."""
    while first > page and (read := read_code(lines[first - 1].text)) is not None and not read[1]:
        first -= 1
    return first


def _early(lines: Sequence[Line], above: range) -> tuple[int, ...]:
    """The codes among the lines above a header, if they are several."""
    codes = [at for at in above if (read := read_code(lines[at].text)) is not None and not read[1]]
    return tuple(codes) if len(codes) >= _FEWEST else ()


def _number_rows(lines: Sequence[Line], pages: Sequence[range], ends: set[int], columns: int) -> set[int]:
    """The lines of the row `1`, `2`, `3` … (or `(1)`, `(2)` …) under the header on each of its pages; numbers of rows are none.

    Plain numbers are a number row where each of several pages has them all, or, on a single page, where the first code of the table
    is left after they are gone.
    """
    bracketed = [[at for at in page if _BRACKETED.fullmatch(lines[at].text)] for page in pages]
    if all(len(found) >= _FEWEST for found in bracketed):
        return {at for found in bracketed for at in found}
    plain = [_count_up(lines, page, ends, columns) for page in pages]
    if all(len(found) == columns for found in plain) and (len(pages) > 1 or _leaves_first(lines, pages[0], plain[0])):
        return {at for found in plain for at in found}
    return set()


def _page_numbers(lines: Sequence[Line], pages: Sequence[range], taken: set[int]) -> set[int]:
    """The lines that number the pages, wherever an extractor put them: nearly every page has one, counting up."""
    free = [lines[at].text for page in pages for at in page if at not in taken]
    codes = [read for text in free if (read := read_code(text)) is not None and not read[1]]
    if len(pages) < _FEWEST_PAGES or sum(len(code.parts) > 1 for code, _ in codes) * 2 > len(codes):
        return set()  # among codes with parts a plain number is told by the rows under it
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for number, page in enumerate(pages):
        for at in page:
            if at not in taken and lines[at].text.isdigit() and len(lines[at].text) <= 3:
                found[int(lines[at].text) - number].setdefault(number, at)
    best = max(found.values(), key=len, default={})
    return set(best.values()) if len(best) >= _NUMBERED * len(pages) else set()


def _count_up(lines: Sequence[Line], page: range, ends: set[int], columns: int) -> list[int]:
    """The lines of a page that are `1`, `2`, `3` … up to the number of columns, in any order, right under a label or else the first."""
    found: dict[str, int] = {}
    for at in sorted(page, key=lambda at: at not in ends):
        text = lines[at].text
        if text.isdigit() and text not in found and not text.startswith("0") and int(text) <= columns:
            found[text] = at
    return list(found.values())


def _leaves_first(lines: Sequence[Line], page: range, numbers: Sequence[int]) -> bool:
    codes = [at for at in page if (read := read_code(lines[at].text)) is not None and not read[1]]
    rest = [at for at in codes if at not in numbers]
    opening = read_code(lines[rest[0]].text) if rest else None
    return bool(codes) and codes[0] in numbers and opening is not None and set(opening[0].parts) == {1}


def _under(lines: Sequence[Line], labels: Sequence[_Label], numbers: set[int], columns: Sequence[Kind]) -> dict[int, Kind]:
    """For the line right after a label or a number of the number row its column, where no other label stands beside it."""
    ends: dict[int, Kind] = {label.last - 1: label.kinds[-1] for label in labels if not label.woven}
    for at in numbers:
        number = int(lines[at].text.strip("()[]"))
        if number <= len(columns):
            ends[at] = columns[number - 1]
    heads = {index for label in labels for index in range(label.first, label.last)} | numbers
    starts = {label.first for label in labels} | numbers
    found: dict[int, Kind] = {}
    for at, kind in ends.items():
        first = at
        while first not in starts:
            first -= 1
        alone = first - 1 not in heads
        after = at + 1
        if after < len(lines) and after not in heads and (alone or not lines[after].blank_before):
            found[after] = kind
    return found


def _repeated(labels: list[_Label], repeats: Sequence[_Label]) -> list[_Label]:
    """The labels without the one, if it is only one, that no other page repeats: the words of a cell (`Kinh phí`)."""
    again = {phrase for label in repeats for phrase in label.phrases}
    missing = [label for label in labels if not set(label.phrases) & again]
    if not again or len(missing) != 1 or missing[0].woven or {"task", "code"} & set(missing[0].kinds):
        return labels
    return [label for label in labels if label is not missing[0]]


def _repeat(lines: Sequence[Line], page: range, known: set[str]) -> list[_Label]:
    """The labels of the header on a later page, if most of them stand there."""
    found: list[_Label] = []
    seen: set[str] = set()
    for label in [*_labels(lines, page), *_labels(lines, page, anywhere=True)]:
        if set(label.phrases) <= known and not set(label.phrases) & seen:
            found.append(label)
            seen |= set(label.phrases)
    return found if len(seen) * 2 >= len(known) else []
