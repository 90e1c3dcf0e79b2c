"""What a document teaches about its own columns: their widths, their order, how its extractor moves between them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from math import log

from ggplan.parse.cellscore import BodyModel, looks_like_output, looks_like_time
from ggplan.parse.columns import Kind
from ggplan.parse.scrambled_header import Page
from ggplan.parse.scrambled_pieces import Entry, Piece
from ggplan.parse.scrambled_scores import AGENCY, Learned
from ggplan.parse.scrambled_search import Placed
from ggplan.parse.scrambled_width import width
from ggplan.text import match_key

__all__ = ["follows", "guess", "learn"]


def guess(order: tuple[Kind, ...], pages: Sequence[Page], taken: Sequence[frozenset[int]], bodies: BodyModel) -> Learned:
    """A first idea of the widths, from lines that by their words belong to one column."""
    prose: list[float] = []
    names: list[float] = []
    times: list[float] = []
    for text in (
        line.text for page, gone in zip(pages, taken, strict=True) for i, line in enumerate(page.lines) if i not in gone
    ):
        words = text.split()
        if looks_like_time(text):
            times.append(width(text))
        elif len(words) >= 2:
            cost = bodies.prefix_cost(words)
            if cost >= 0.3:
                prose.append(width(text))
            elif cost <= 0.01 and words[0][0].isupper() and bodies.begins_body(text):
                names.append(width(text))
    learned = Learned(order, sure=False)
    task = _share(prose, 0.85)
    agency = min(task, _share(names, 0.7) * 1.12) if len(names) >= 5 else 0.45 * task
    time = max(2.0, min(_share(times, 0.95) * 1.1, agency))
    learned.widths = {kind: task if kind == "task" else time if kind == "time" else agency for kind in order}
    if not _mixed(pages, taken, bodies):
        learned.switch, learned.cut = 1.5, 2.0
    return learned


def _mixed(pages: Sequence[Page], taken: Sequence[frozenset[int]], bodies: BodyModel) -> bool:
    """Whether lines of different columns stand in one block: names of bodies, times or outputs right beside prose."""
    beside = pairs = 0
    for page, lines in zip(pages, taken, strict=True):
        before: tuple[int, bool] | None = None
        for index, line in enumerate(page.lines):
            words = line.text.split()
            cost = bodies.prefix_cost(words) if index not in lines and len(words) >= 3 else 0.2
            other = cost <= 0.05 or looks_like_time(line.text) or looks_like_output(line.text)
            if index in lines or not (other or cost >= 0.35):
                continue
            if before and before[0] == page.blocks[index]:
                pairs += 1
                beside += before[1] != other
            before = (page.blocks[index], other)
    return beside > 0.05 * pairs


def follows(pages: Sequence[Sequence[Entry]]) -> float:
    """A first idea of how surely text follows the code of its row: the share of codes that have text before the next code."""
    entries = [entry for page in pages for entry in page]
    codes = [index for index, entry in enumerate(entries) if entry.code]
    if len(codes) < 2:
        return 0.0
    apart = sum(after - before > 2 for before, after in pairwise(codes))
    return float(apart / (len(codes) - 1))


def _share(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0.0


def learn(pieces: Sequence[Piece], placed: Sequence[Placed], learned: Learned, groups: Sequence[bool]) -> Learned:
    """What the reading `placed` says about the columns."""
    kinds = learned.order
    after = Learned(
        _ordered(kinds, placed), empty=_empties(kinds, placed, groups), noted=learned.noted, rank=_ranks(kinds, pieces, placed)
    )
    lines: dict[tuple[int, bool], list[float]] = defaultdict(list)
    breaks: dict[int, list[tuple[float, float]]] = defaultdict(list)
    last: dict[int, Placed] = {}
    steps = switches = cuts = 0
    for before, place in pairwise(placed):
        if place.column < 0:
            continue
        lines[place.column, groups[place.row]].append(pieces[place.piece].width)
        if not place.opened and place.column in last and not groups[place.row] and not pieces[place.piece].text[0].isupper():
            full = pieces[last[place.column].piece].width
            breaks[place.column].append((full, full + pieces[place.piece].head))
        last[place.column] = place
        if before.column >= 0 and before.entry.block == place.entry.block:
            steps += 1
            switches += before.column != place.column and before.entry is not place.entry
            cuts += before.entry is place.entry
    for column, kind in enumerate(kinds):
        found = _width(lines[column, False], breaks[column])
        if found:
            after.widths[kind] = found
    task = kinds.index("task")
    after.title = max(lines[task, True] + lines[task, False], default=0.0)
    share = switches / max(1, steps)
    after.switch = 3.0 if share < 0.03 else 1.2 if share < 0.1 else 0.2
    after.cut = 2.0 if cuts < 0.01 * steps else 1.2 if cuts < 0.04 * steps else 0.6
    near = [place.row == place.entry.near for place in placed if place.column >= 0]
    same = sum(near) / max(1, len(near))
    after.follow = 1.2 if same > 0.9 else 0.6 if same > 0.75 else 0.25 if same > 0.6 else 0.03
    after.late = _late(kinds, placed)
    after.direct = _direct(kinds, placed)
    after.bare = _bare(kinds, pieces, placed)
    return after


def _direct(kinds: Sequence[Kind], placed: Sequence[Placed]) -> float:
    """How surely a description right after a single code is that of its row, as the logarithm of the odds."""
    task = kinds.index("task")
    after = [place for place in placed if place.column == task and place.entry.after >= 0]
    right = sum(place.opened and place.row == place.entry.after for place in after)
    return max(0.0, min(2.5, log((right + 0.7) / (len(after) - right + 0.7))))


def _bare(kinds: Sequence[Kind], pieces: Sequence[Piece], placed: Sequence[Placed]) -> float:
    """What speaks for bodies of one cell to follow one another without a mark between."""
    last: dict[int, Placed] = {}
    bare = marked = 0
    for place in placed:
        if place.column < 0 or kinds[place.column] not in AGENCY:
            continue
        before = last.get(place.column)
        if before is not None and not place.opened:
            end, text = pieces[before.piece].text, pieces[place.piece].text
            if text[0].isupper() and end[-1] in ";,":
                marked += 1
            elif text.startswith(("UBND", "Các", "Sở", "Ban", "Ủy")) and not end.endswith((" và", "-")):
                bare += 1
        last[place.column] = place
    return -0.1 if bare > 2 * marked + 2 else -0.6 if bare > marked + 2 else -1.4


def _width(lines: Sequence[float], breaks: Sequence[tuple[float, float]]) -> float:
    """The width that fits most lines of a column: none is wider, and where a line was broken its next word would not fit."""
    if len(lines) < 4:
        return 0.0
    some = sorted(lines)[:: max(1, len(lines) // 60)]
    tried = some[len(some) // 2 :]
    ends = breaks[:: max(1, len(breaks) // 150)]

    def misfits(full: float) -> float:
        wider = sum(line > full * 1.02 + 0.2 for line in some) / len(some)
        early = sum(wanted < full - 0.5 for _, wanted in ends) / len(ends) if ends else 0.0
        return wider + early

    return min(tried, key=lambda full: (round(misfits(full), 3), full))


def _ranks(kinds: Sequence[Kind], pieces: Sequence[Piece], placed: Sequence[Placed]) -> dict[str, float]:
    first: Counter[tuple[str, Kind]] = Counter()
    for place in placed:
        if place.opened and place.column >= 0 and kinds[place.column] in ("lead", "cooperate"):
            text = pieces[place.piece].text.lstrip("-+• ")
            first[match_key(" ".join(text.split()[:3])), kinds[place.column]] += 1
    return {
        key: max(-1.2, min(1.2, 0.5 * log((first[key, "lead"] + 0.5) / (first[key, "cooperate"] + 0.5))))
        for key in sorted({key for key, _ in first})
    }


def _empties(kinds: Sequence[Kind], placed: Sequence[Placed], groups: Sequence[bool]) -> dict[Kind, float]:
    """The cost of an empty cell by column: the rarer it is, the dearer."""
    reached = max((place.row for place in placed), default=-1)
    tasks = [row for row in range(reached + 1) if not groups[row]]
    costs: dict[Kind, float] = {}
    for column, kind in enumerate(kinds):
        filled = len({place.row for place in placed if place.column == column and place.row >= 0 and not groups[place.row]})
        costs[kind] = max(0.0, min(4.0, -log((len(tasks) - filled + 0.7) / (len(tasks) + 1.4))))
    costs["task"] = 9.0
    for kind in AGENCY - {"cooperate"}:
        if kind in costs:
            costs[kind] = max(2.0, costs[kind])
    return costs


def _ordered(kinds: tuple[Kind, ...], placed: Sequence[Placed]) -> tuple[Kind, ...]:
    """The columns from left to right, as pieces of one line and first lines of a row's cells follow one another."""
    wins: Counter[tuple[int, int]] = Counter()
    for one, two in pairwise(placed):
        if min(one.column, two.column) < 0 or one.column == two.column or one.row != two.row:
            continue
        if one.entry is two.entry:
            wins[one.column, two.column] += 3
        elif one.entry.block == two.entry.block and one.opened and two.opened:
            wins[one.column, two.column] += 1
    order = list(range(len(kinds)))
    for _ in kinds:
        for index in range(len(order) - 1):
            left, right = order[index], order[index + 1]
            if wins[right, left] > wins[left, right] + 1:
                order[index], order[index + 1] = right, left
    return tuple(kinds[column] for column in order)


def _late(kinds: Sequence[Kind], placed: Sequence[Placed]) -> dict[Kind, float]:
    """The cost of a cell that begins below the top of its row: small where the cells of a column often do."""
    begun: Counter[int] = Counter()
    late: Counter[int] = Counter()
    tops: dict[tuple[int, int], list[int]] = {}
    for place in placed:
        if place.column < 0:
            continue
        seen = tops.setdefault((place.entry.block, place.row), [])
        if place.opened:
            begun[place.column] += 1
            late[place.column] += bool(seen) and place.column <= max(seen)
        seen.append(place.column)
    return {kind: 0.05 if late[c] > 0.25 * begun[c] and late[c] > 2 else 0.9 for c, kind in enumerate(kinds)}
