"""What a document teaches about its own columns: their widths, their order, how its extractor moves between them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from math import log

from ggplan.parse.cellscore import BodyModel, looks_like_time
from ggplan.parse.columns import Kind
from ggplan.parse.scrambled_header import Page
from ggplan.parse.scrambled_pieces import Piece
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
    for page, lines in zip(pages, taken, strict=True):
        for index, line in enumerate(page.lines):
            if index in lines:
                continue
            words = line.text.split()
            if looks_like_time(line.text):
                times.append(width(line.text))
            elif len(words) >= 2:
                cost = bodies.prefix_cost(words)
                if cost <= 0.05 and words[0][0].isupper() and bodies.begins_body(line.text):
                    names.append(width(line.text))
                elif cost >= 0.3:
                    prose.append(width(line.text))
    learned = Learned(order)
    task, agency, time = _share(prose, 0.85), _share(names, 0.9) * 1.05, _share(times, 0.95)
    for kind in order:
        if kind == "task":
            learned.widths[kind] = task
        elif kind in AGENCY:
            learned.widths[kind] = agency
        elif kind == "time":
            learned.widths[kind] = time * 1.1
        else:
            learned.widths[kind] = max(agency, 0.5 * task)
    learned.sure = False
    learned.switch = 0.3 if _mixed(pages, taken, bodies) else 2.5
    return learned


def _mixed(pages: Sequence[Page], taken: Sequence[frozenset[int]], bodies: BodyModel) -> bool:
    """Whether lines of different columns stand in one block: names of bodies right beside prose."""
    beside = pairs = 0
    for page, lines in zip(pages, taken, strict=True):
        before: tuple[int, bool] | None = None
        for index, line in enumerate(page.lines):
            words = line.text.split()
            cost = bodies.prefix_cost(words) if index not in lines and len(words) >= 3 else 0.2
            if not (cost <= 0.05 or cost >= 0.35):
                continue
            name = cost <= 0.05
            if before and before[0] == page.blocks[index]:
                pairs += 1
                beside += before[1] != name
            before = (page.blocks[index], name)
    return beside > 0.05 * pairs


def follows(pieces: Sequence[Piece]) -> float:
    """A first idea of how surely text follows the code of its row: the share of codes that have text before the next code."""
    codes = [index for index, piece in enumerate(pieces) if piece.code]
    if len(codes) < 2:
        return 0.0
    apart = sum(after - before > 2 for before, after in pairwise(codes))
    return float(apart / (len(codes) - 1))


def _share(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0.0


def learn(pieces: Sequence[Piece], placed: Sequence[Placed], learned: Learned, groups: Sequence[bool]) -> Learned:
    """What the reading `placed` says about the columns."""
    kinds = learned.order
    lines: dict[tuple[int, bool], list[float]] = defaultdict(list)
    first: Counter[tuple[str, Kind]] = Counter()
    before: tuple[Piece, Placed] | None = None
    switches = steps = 0
    for piece, place in zip(pieces, placed, strict=True):
        if piece.code or place.column < 0:
            before = None
            continue
        title = place.row >= 0 and groups[place.row]
        known = lines[place.column, title]
        if before and not piece.opens and before[1].column == place.column and not place.opened and known:
            known[-1] += 0.25 + piece.width
        else:
            known.append(piece.width)
        if before and piece.opens and before[0].block == piece.block:
            steps += 1
            switches += before[1].column != place.column
        if place.opened and kinds[place.column] in ("lead", "cooperate"):
            first[match_key(" ".join(piece.text.lstrip("-+• ").split()[:3])), kinds[place.column]] += 1
        before = (piece, place)
    after = Learned(_ordered(kinds, pieces, placed), empty=_empties(kinds, placed, groups), noted=learned.noted)
    for column, kind in enumerate(kinds):
        found = lines[column, False]
        if len(found) >= 4:
            after.widths[kind] = _share(found, 0.97)
    titles = lines[0, True] + lines[0, False]
    after.title = max(titles) if titles else 0.0
    share = switches / max(1, steps)
    after.switch = 3.0 if share < 0.03 else 1.2 if share < 0.1 else 0.2
    keys = {key for key, _ in first}
    after.rank = {
        key: max(-1.2, min(1.2, 0.5 * log((first[key, "lead"] + 0.5) / (first[key, "cooperate"] + 0.5)))) for key in sorted(keys)
    }
    near = [place.row == piece.near for piece, place in zip(pieces, placed, strict=True) if not piece.code]
    same = sum(near) / max(1, len(near))
    after.follow = 1.2 if same > 0.9 else 0.6 if same > 0.75 else 0.25 if same > 0.6 else 0.03
    after.late = _late(kinds, pieces, placed)
    return after


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


def _ordered(kinds: tuple[Kind, ...], pieces: Sequence[Piece], placed: Sequence[Placed]) -> tuple[Kind, ...]:
    """The columns from left to right, as pieces of one line and first lines of a row's cells follow one another."""
    wins: Counter[tuple[int, int]] = Counter()
    neighbours = zip(zip(pieces, placed, strict=True), zip(pieces[1:], placed[1:], strict=True), strict=False)
    for (one, at), (two, then) in neighbours:
        if one.code or two.code or one.block != two.block or at.column == then.column or at.row != then.row:
            continue
        if not two.opens:
            wins[at.column, then.column] += 3
        elif at.opened and then.opened:
            wins[at.column, then.column] += 1
    order = list(range(len(kinds)))
    for _ in order:
        for index in range(len(order) - 1):
            left, right = order[index], order[index + 1]
            if wins[right, left] > wins[left, right] + 1:
                order[index], order[index + 1] = right, left
    return tuple(kinds[column] for column in order)


def _late(kinds: Sequence[Kind], pieces: Sequence[Piece], placed: Sequence[Placed]) -> dict[Kind, float]:
    """The cost of a cell that begins below the top of its row: small where the cells of a column often do."""
    begun: Counter[int] = Counter()
    late: Counter[int] = Counter()
    top: dict[tuple[int, int], set[int]] = {}
    for piece, place in zip(pieces, placed, strict=True):
        if piece.code or place.column < 0:
            continue
        seen = top.setdefault((piece.block, place.row), set())
        if place.opened:
            begun[place.column] += 1
            late[place.column] += bool(seen) and (place.column < max(seen) or len(seen) < 0)
        seen.add(place.column)
    return {kind: 0.05 if late[c] > 0.25 * begun[c] and late[c] > 2 else 0.9 for c, kind in enumerate(kinds)}
