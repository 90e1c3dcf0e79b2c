"""A document in, the plan as printed out: every reader of this package put together.

Agencies, times, themes and codes are still as printed; `ggplan.normalize` gives them their ids. Findings say what was doubtful.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ggplan.diagnostics import Finding, finding
from ggplan.document import Block, Document, Line, PageBreak, Paragraph, Table
from ggplan.location import Place
from ggplan.parse.abbreviations import find_abbreviations, rebuild_abbreviations
from ggplan.parse.aligned import rebuild_aligned
from ggplan.parse.cellscore import BodyModel
from ggplan.parse.citations import find_citations
from ggplan.parse.codes import read_code
from ggplan.parse.dashes import mended
from ggplan.parse.details import find_conditions, split_outputs
from ggplan.parse.flat import FlatTable
from ggplan.parse.flattened import find_tables, read_table
from ggplan.parse.flow import Layer, paragraphs, paragraphs_of_layer, tidy_lines
from ggplan.parse.frontmatter import read_front_matter
from ggplan.parse.ids import Ids
from ggplan.parse.letterhead import unfold_table
from ggplan.parse.markers import follows
from ggplan.parse.narrative import BodyReader, Item, NarrativeGroup, read_narrative
from ggplan.parse.outline import build
from ggplan.parse.reporting import find_reporting, reporting_nodes
from ggplan.parse.rows import RawRow
from ggplan.parse.tables import TaskTable, find_task_tables, read_task_table
from ggplan.parse.target_tables import read_target_table, rebuild_target_tables
from ggplan.parse.targets import find_targets
from ggplan.plan import AgencyMention, DocumentInfo, Group, NationalLink, Plan, Provenance, Target, Task, Timeframe

__all__ = ["Lexicon", "Parsed", "read_plan"]


class Lexicon(BodyReader, BodyModel, Protocol):
    """What parsing asks of the registry: where bodies begin and end in a text (`ggplan.registry.lexicon`)."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A plan as printed and what was found while reading it."""

    plan: Plan
    findings: tuple[Finding, ...]


@dataclass
class _Building:
    """The lists of a plan while they grow, with ids and places."""

    ids: Ids = field(default_factory=Ids)
    groups: list[Group] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    provenance: dict[str, Provenance] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def place(self, item: str, place: Place, score: float = 1.0) -> None:
        """Records where an item was read."""
        known = place.page is not None or place.lines is not None or place.cell is not None
        if known or score < 1:
            self.provenance[item] = Provenance(
                page=place.page,
                lines=place.lines,
                box=tuple(round(side, 1) for side in place.box) if place.box else None,  # type: ignore[arg-type]
                cell=place.cell,
                score=None if score >= 1 else score,
            )


def read_plan(document: Document, lexicon_of: Callable[[DocumentInfo], Lexicon]) -> Parsed:
    """The plan in a document, agencies and times as printed.

    `lexicon_of` gives the names of bodies as of the document's date and province, which the front matter tells.
    """
    parts = take_apart(document)
    tables = parts.tables
    blocks, repaired = mended(parts.blocks)
    texts = [block for block in blocks if isinstance(block, Paragraph)]
    front = read_front_matter(texts)
    lexicon = lexicon_of(front.info)
    rows = [read_table(table, lexicon) if isinstance(table, FlatTable) else read_task_table(table) for table in tables]
    root = build(blocks)
    building = _Building()
    building.findings.extend(finding(slug, place, **facts) for slug, place, facts in (*document.repairs, *parts.repairs))
    building.findings.extend(finding("text-repaired", place, count="1", kind="dash lost at a line end") for place in repaired)
    groups, items, passed = read_narrative(root, lexicon)
    for table in rows:
        _add_rows(building, table)
    appendix, building.groups, building.tasks = (building.groups, building.tasks), [], []
    _add_narrative(building, groups, items)
    building.groups += appendix[0]
    building.tasks += appendix[1]
    targets = _targets(building, [*find_targets(root), *_tabled(blocks)])
    tasks = _with_notes(building.tasks, parts.notes, building.provenance)
    building.findings.extend(finding("passage-not-read", place, text=_short(text)) for text, place in passed)
    if not tasks:
        building.findings.append(finding("no-tasks"))
    every_text = (
        [p.text for p in texts]
        + [text for _, text, _ in parts.notes]
        + [t for table in rows for r in table for t in _row_texts(r)]
    )
    plan = Plan(
        document=front.info,
        period=front.period,
        citations=tuple(c for c in find_citations(every_text) if c.number != front.own_number),
        abbreviations=find_abbreviations(blocks),
        targets=tuple(targets),
        groups=tuple(building.groups),
        tasks=tuple(tasks),
        reporting=find_reporting(reporting_nodes(root, lexicon), lexicon),
        provenance=building.provenance,
    )
    return Parsed(plan, tuple(building.findings))


Note = tuple[Place, str, Place]


@dataclass(frozen=True, slots=True)
class Parts:
    """The paragraphs outside task tables, the task tables, the footnotes, and what was changed or left out on the way."""

    blocks: list[Paragraph | Table]
    tables: list[FlatTable | TaskTable]
    notes: list[Note]
    repairs: tuple[Repair, ...] = ()


Repair = tuple[str, Place, dict[str, str]]
"""The slug of a rule, a place, and the facts of the finding, as in `Document.repairs`."""


def take_apart(document: Document) -> Parts:
    """The parts of a document."""
    lines = [block for block in document.blocks if isinstance(block, Line | PageBreak)]
    if any(isinstance(block, Line) for block in lines):
        layer = tidy_lines(lines)
        flat = find_tables(layer)
        blocks, _ = paragraphs(_outside(layer, [(first, last, None) for table in flat for first, last in _extents(table)]))
        found = [task for table in flat for task in _with_grid(layer, table)]
        notes = [(note.anchor, note.text, note.place) for note in layer.notes]
        return Parts(blocks, found, notes, (*_left_out(layer), *_repaired(flat)))
    blocks, found_notes = paragraphs(_unfolded(document.blocks))
    tables = find_task_tables([block for block in blocks if isinstance(block, Table)])
    return Parts(blocks, [*tables], [(note.anchor, note.text, note.place) for note in found_notes])


def _extents(table: FlatTable) -> Iterable[tuple[int, int]]:
    """The lines of a layer that a flattened table covers, without those that stand below it on paper."""
    start = table.first
    for first, last in table.asides:
        yield start, first
        start = last
    yield start, table.last


def _left_out(layer: Layer) -> Iterable[Repair]:
    """The running heads of a text layer, each wording once."""
    counts = Counter(line.text for line in layer.heads)
    first = {line.text: line.place for line in reversed(layer.heads)}
    for text, count in counts.items():
        yield "furniture-dropped", first[text], {"count": str(count), "what": f"“{_short(text)}”"}


def _repaired(tables: Iterable[FlatTable]) -> Iterable[Repair]:
    for table in tables:
        for place in table.repaired:
            yield "text-repaired", place, {"count": "1", "kind": "hyphen lost between two years"}


def _with_grid(layer: Layer, table: FlatTable) -> list[FlatTable | TaskTable]:
    """A flattened table, with its grid where the layer kept its columns aligned."""
    grid = rebuild_aligned(layer, table)
    return [*find_task_tables([grid])] if grid else [table]


def _unfolded(blocks: Sequence[Block]) -> list[Block]:
    """`blocks` with the paragraphs of a letterhead's or signature's table in its place."""
    found: list[Block] = []
    for block in blocks:
        inside = unfold_table(block) if isinstance(block, Table) else None
        found.extend([block] if inside is None else inside)
    return found


Region = tuple[int, int, Table | None]


def _outside(layer: Layer, regions: Sequence[Region]) -> list[Paragraph | Table]:
    """The paragraphs of a layer outside `regions`, with the tables of targets and abbreviations in their places."""
    lists = [*rebuild_target_tables(layer), *rebuild_abbreviations(layer)]
    taken = [*regions, *(found for found in lists if not _overlaps(found, regions))]
    blocks: list[Paragraph | Table] = []
    start = 0
    for first, last, table in sorted(taken, key=lambda region: region[:2]):
        blocks.extend(paragraphs_of_layer(layer.part(start, first)))
        blocks.extend([table] if table else [])
        start = max(start, last)
    blocks.extend(paragraphs_of_layer(layer.part(start, len(layer.lines))))
    return blocks


def _overlaps(found: Region, regions: Sequence[Region]) -> bool:
    return any(first < found[1] and found[0] < last for first, last, _ in regions)


def _row_texts(row: RawRow) -> Iterable[str]:
    for texts in row.cells.values():
        yield from texts


def _short(text: str) -> str:
    return text if len(text) <= 120 else text[:117] + "…"


def _mentions(texts: Iterable[str]) -> tuple[AgencyMention, ...]:
    return tuple(AgencyMention(text=text) for text in texts)


def _add_narrative(building: _Building, groups: Sequence[NarrativeGroup], items: Sequence[Item]) -> None:
    ids = []
    for group in groups:
        item = building.ids.group("body", group.code, group.path)
        ids.append(item)
        building.groups.append(Group(id=item, section="body", code=group.code or None, title=group.title))
        building.place(item, group.place)
    for entry in items:
        group = groups[entry.group]
        name = building.ids.task("body", ids[entry.group], group.code, entry.code, entry.number)
        building.tasks.append(
            Task(
                id=name,
                section="body",
                group=ids[entry.group],
                code=entry.code,
                actions=entry.actions,
                lead_agencies=_mentions(entry.leads),
                cooperating_agencies=_mentions(entry.partners),
                timeframe=Timeframe(text=entry.time) if entry.time else None,
                outputs=split_outputs(entry.outputs),
                conditions=find_conditions(entry.actions),
                budget=entry.budget or None,
            )
        )
        building.place(name, entry.place)


def _add_rows(building: _Building, rows: Sequence[RawRow]) -> None:
    group: str | None = None
    group_code = ""
    number = 0
    before: dict[str, str] = {}
    for row in rows:
        if row.group:
            group_code = row.code
            number = 0
            group = building.ids.group("appendix", row.code, ())
            building.groups.append(Group(id=group, section="appendix", code=row.code or None, title=row.title))
            building.place(group, row.place)
            continue
        number += 1
        name = building.ids.task("appendix", group, group_code, row.code or None, number)
        building.tasks.append(_task(name, group, row))
        building.place(name, row.place, row.score)
        building.findings.extend(_row_findings(name, row, before.get(group or ""), group_code))
        if row.code:
            before[group or ""] = row.code


def _task(name: str, group: str | None, row: RawRow) -> Task:
    cells = row.cells
    actions = cells.get("task", ())
    time = " ".join(cells.get("time", ()))
    note = [*cells.get("note", ()), *(f"{header}: {text}" for header, text in row.unknown.items())]
    return Task(
        id=name,
        section="appendix",
        group=group,
        code=row.code or None,
        actions=actions,
        lead_agencies=_mentions((*cells.get("lead", ()), *cells.get("agencies", ()))),
        cooperating_agencies=_mentions(cells.get("cooperate", ())),
        timeframe=Timeframe(text=time) if time else None,
        outputs=split_outputs(cells.get("output", ())),
        conditions=find_conditions(actions),
        budget="; ".join(cells.get("budget", ())) or None,
        note="; ".join(note) or None,
        national=tuple(NationalLink(code=text, via="explicit", score=1.0) for text in cells.get("national", ())),
    )


def _row_findings(name: str, row: RawRow, before: str | None, group: str) -> Iterable[Finding]:
    for doubt in row.doubts:
        yield finding(
            "doubtful-row",
            doubt.place,
            name,
            code=row.code,
            line=_short(doubt.line),
            column=doubt.column,
            other=doubt.other,
            margin=f"{doubt.margin:.1f}",
        )
    if not row.cells.get("task"):
        yield finding("empty-cell", row.place, name, code=row.code, column="description")
    if not (row.cells.get("lead") or row.cells.get("agencies")):
        yield finding("empty-cell", row.place, name, code=row.code, column="lead body")
    if before and row.code and not follows(row.code, before):
        yield from _numbering(name, row, before, group)


def _numbering(name: str, row: RawRow, before: str, group: str) -> Iterable[Finding]:
    if row.code == before:
        yield finding("duplicate-number", row.place, name, code=row.code, group=group or "the table")
        return
    here, last = read_code(row.code + " "), read_code(before + " ")
    if here and last and here[0].parts[:-1] == last[0].parts[:-1] and here[0].parts[-1] > last[0].parts[-1] + 1:
        head = ".".join(row.code.split(".")[:-1])
        gone = [str(n) if not head else f"{head}.{n}" for n in range(last[0].parts[-1] + 1, here[0].parts[-1])]
        yield finding("missing-number", row.place, name, before=before, after=row.code, missing=", ".join(gone))


def _tabled(blocks: Iterable[Paragraph | Table]) -> Iterable[tuple[Target, Place]]:
    for block in blocks:
        if isinstance(block, Table):
            yield from read_target_table(block)


def _targets(building: _Building, read: Sequence[tuple[Target, Place]]) -> list[Target]:
    found = []
    for number, (target, place) in enumerate(read, 1):
        name = building.ids.unique(f"T{number}")
        found.append(target.model_copy(update={"id": name}))
        building.place(name, place)
        if target.min is None and target.max is None:
            building.findings.append(finding("value-unread", place, name, text=_short(target.text)))
    return found


def _with_notes(tasks: Sequence[Task], notes: Sequence[Note], places: dict[str, Provenance]) -> list[Task]:
    """Footnotes kept as the note of the task in which their mark stands."""
    found = list(tasks)
    for anchor, text, _ in notes:
        for index, task in enumerate(found):
            place = places.get(task.id)
            if place and place.lines and anchor.lines and place.lines[0] <= anchor.lines[0] <= place.lines[1]:
                note = f"{task.note}; {text}" if task.note else text
                found[index] = task.model_copy(update={"note": note})
                break
    return found
