"""One truth, many forms: plans printed in many layouts and formats, read back, compared with what was printed.

    python benchmarks/press.py [--layout plain] [--form pdf] [--plan gia-lai] [--show]

Prints, for each form and layout, the share of tasks whose code, text, leads, partners, time and outputs all come back exact, the F1 of
tasks, the share of exact leads, and the character error rate: the edits from the texts that were read to the printed ones, over the
printed letters (a lost task costs all of its letters). Engines that are missing are said and left out.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from rapidfuzz.distance import Levenshtein

import ggplan
from ggplan.app.parsing import ParseSettings, parse_file
from ggplan.errors import GgplanError
from ggplan.text import match_key
from press import LAYOUTS, Layout, MissingEngine, Printed, TaskRow, from_gold, from_plan, press_many

SYNTHETIC = ("quang-ngai", "ninh-thuan", "phu-tho")
"""Invented plans (`tests/parse/unseen`) that are printed beside the real ones."""
RULED = ("plain", "nested", "numbered", "once", "whole-rows", "horizontal", "reordered", "automatic", "mixed-fonts")
UNRULED = ("unruled", "unruled-split")
BOUNDS = {"grid": 0.995, "unruled": 0.98, "flat": 0.95, "scan": 0.95}
"""The least share of exact tasks of a class; of scans, the least F1 of tasks and share of exact leads."""
MOST_ERRORS = 0.02
"""The highest character error rate of a scan."""
MATRIX: dict[str, tuple[str, ...]] = {
    "docx": (*RULED, *UNRULED, "tcvn3"),
    "pdf": (*RULED, *UNRULED),
    "gs": ("plain", "horizontal", "mixed-fonts"),
    "chromium": ("plain", "numbered"),
    "html": ("plain", "nested", "once"),
    "portal": ("plain",),
    "office-html": ("plain",),
    "xlsx": ("plain", "numbered"),
    "csv": ("plain",),
    "odt": ("plain", "nested"),
    "doc": ("plain",),
    "rtf": ("plain",),
    "pdftotext-raw": ("plain", "nested", "numbered", "once"),
    "pdftotext": ("plain", "numbered"),
    "pdfminer": ("plain", "numbered"),
    "scan": ("plain",),
}
"""Which layouts are tried in which form."""
LEFT_OUT = {"scan": ("bac-giang", "thanh-hoa")}
"""Plans that the matrix leaves out of a form unless they are asked for: the two longest would be half of all scanned pages."""


def cases() -> list[tuple[str, str]]:
    """Form and layout of every part of the matrix."""
    return [(form, layout) for form, layouts in MATRIX.items() for layout in layouts]


def names_of(form: str) -> list[str]:
    """The plans that the matrix prints in a form."""
    return [name for name in plans() if name not in LEFT_OUT.get(form, ())]


def kind_of(form: str, layout: str) -> str:
    """The class of a document, which decides the bound it is held to."""
    if form in ("pdftotext", "pdftotext-raw", "pdfminer"):
        return "flat"
    if form in ("scan", "png"):
        return "scan"
    return "unruled" if layout in UNRULED and form in ("pdf", "gs", "chromium") else "grid"


@dataclass
class Result:
    """How one document was read back."""

    plan: str
    form: str
    layout: str
    tasks: int
    found: int
    surplus: int
    exact: int
    leads: int
    letters: int
    edits: int
    wrong: list[str]

    @property
    def f1(self) -> float:
        return 2 * self.found / (self.tasks + self.found + self.surplus) if self.tasks else 0.0

    @property
    def error(self) -> float:
        """The character error rate."""
        return self.edits / max(1, self.letters)


def plans(wanted: Sequence[str] | None = None) -> dict[str, Printed]:
    """The real plans by slug, printed as one table each, and three invented ones."""
    found = {path.stem: from_plan(ggplan.load(path)) for path in sorted((ROOT / "data" / "canonical").glob("*.yaml"))}
    unseen = ROOT / "tests" / "parse" / "unseen"
    found |= {name: from_gold(unseen / name / "gold.yaml") for name in SYNTHETIC}
    return {name: plan for name, plan in found.items() if not wanted or name in wanted}


def key_of(row: Any) -> str:
    return match_key(" ".join(row))[:60]


def compare(printed: Printed, path: Path, layout: Layout, name: str, form: str) -> Result:
    """Reads the file back and compares its tasks with the printed rows."""
    rows = [row for row in printed.rows if isinstance(row, TaskRow)]
    try:
        plan = parse_file(
            path, ParseSettings(province=name if (ROOT / "data" / "canonical" / f"{name}.yaml").exists() else None)
        ).plan
        tasks = list(plan.tasks)
    except GgplanError as error:
        letters = sum(len(text) for row in rows for text in printed_texts(row, layout))
        return Result(name, form, layout.name, len(rows), 0, 0, 0, 0, letters, letters, [f"not read: {error}"])
    pairs = pair(rows, tasks)
    wrong, exact, leads, letters, edits = [], 0, 0, 0, 0
    for row, task in pairs:
        texts = printed_texts(row, layout)
        letters += sum(map(len, texts))
        read = read_texts(task, layout) if task is not None else [""] * len(texts)
        edits += sum(Levenshtein.distance(a, b) for a, b in zip(read, texts, strict=True))
        differences = [] if task is None else list(differ(row, task, layout))
        if task is None:
            wrong.append(f"{row.code}: missing")
        elif differences:
            wrong.append(f"{row.code}: " + "; ".join(differences))
        else:
            exact += 1
        leads += task is not None and same_bodies(task.lead_agencies, row.lead)
    known = {id(task) for _, task in pairs}
    wrong += [f"{task.code}: surplus: {' '.join(task.actions)[:80]}" for task in tasks if id(task) not in known]
    found = sum(task is not None for _, task in pairs)
    return Result(name, form, layout.name, len(rows), found, len(tasks) - found, exact, leads, letters, edits, wrong)


def printed_texts(row: TaskRow, layout: Layout) -> list[str]:
    """The texts of a printed row, one a column of the layout (budgets and notes apart)."""
    texts = {
        "code": row.code,
        "text": "\n".join(row.actions),
        "lead": "\n".join(row.lead),
        "partners": "\n".join(row.partners),
        "time": row.time,
        "outputs": "\n".join(row.outputs),
    }
    return [text for column, text in texts.items() if column in layout.columns]


def read_texts(task: Any, layout: Layout) -> list[str]:
    """The same texts of a task as it was read."""
    row = TaskRow(
        code=task.code or "",
        actions=tuple(task.actions),
        lead=tuple(mention.text for mention in task.lead_agencies),
        partners=tuple(mention.text for mention in task.cooperating_agencies),
        time=task.timeframe.text if task.timeframe else "",
        outputs=tuple(task.outputs),
    )
    return printed_texts(row, layout)


def same_bodies(read: Sequence[Any], printed: Sequence[str]) -> bool:
    """Whether these are the printed bodies: each stands there as it was printed, or under the registry's name that was printed."""
    return len(read) == len(printed) and all(name in (body.name, body.text) for body, name in zip(read, printed, strict=True))


def pair(rows: Sequence[TaskRow], tasks: Sequence[Any]) -> list[tuple[TaskRow, Any]]:
    """Rows with the tasks of the same code and beginning, in order; a code that repeats is taken in order.

    Where OCR misread a letter of the beginning, the task of that code whose text is nearly the same is taken.
    """
    rest = list(tasks)
    pairs = []
    for row in rows:
        start = key_of(row.actions)[:25]
        same = next((t for t in rest if (t.code or "") == row.code and key_of(t.actions)[:25] == start), None)
        same = same or next((t for t in rest if key_of(t.actions)[:25] == start), None)
        same = same or next((t for t in rest if (t.code or "") == row.code and alike(t.actions, row.actions)), None)
        if same is not None:
            rest.remove(same)
        pairs.append((row, same))
    return pairs


def alike(read: Any, printed: Any) -> bool:
    return Levenshtein.normalized_similarity(key_of(read), key_of(printed)) >= 0.85


def differ(row: TaskRow, task: Any, layout: Layout) -> Iterable[str]:
    """What differs between a printed row and the task read from it, among what the layout prints."""
    if (task.code or "") != row.code:
        yield f"code {task.code}"
    if list(task.actions) != list(row.actions):
        bad = next((pair for pair in zip(task.actions, row.actions, strict=False) if pair[0] != pair[1]), None)
        yield f"actions {len(task.actions)}/{len(row.actions)} {(bad[0][-60:], bad[1][-60:]) if bad else ''}"
    for column, read, printed in (("lead", task.lead_agencies, row.lead), ("partners", task.cooperating_agencies, row.partners)):
        if column in layout.columns and not same_bodies(read, printed):
            yield f"{column} {[body.text for body in read]} instead of {list(printed)}"
    for column, got, want in (
        ("time", task.timeframe.text if task.timeframe else "", row.time),
        ("outputs", list(task.outputs), list(row.outputs)),
    ):
        if column in layout.columns and got != want:
            yield f"{column} {got} instead of {want}"


def run(names: Sequence[str] | None, forms: Sequence[str], layouts: Sequence[str] | None, folder: Path) -> list[Result]:
    """Presses and reads back all documents of the matrix that are asked for."""
    chosen = plans(names)
    by_layout: dict[str, set[str]] = defaultdict(set)
    for form in forms:
        for layout in MATRIX[form]:
            if not layouts or layout in layouts:
                by_layout[layout].add(form)
    results = []
    for layout, wanted in by_layout.items():
        place = folder / layout
        place.mkdir()
        try:
            for some in filter(None, (wanted - set(LEFT_OUT), wanted & set(LEFT_OUT))):
                known = {name: plan for name, plan in chosen.items() if names or all(name in names_of(form) for form in some)}
                files = press_many({name: (plan, LAYOUTS[layout]) for name, plan in known.items()}, place, some)
                for name, made in files.items():
                    results += [compare(known[name], made[form], LAYOUTS[layout], name, form) for form in sorted(some)]
        except MissingEngine as error:
            print(f"{layout}: left out, {error}")
    return results


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plan", action="append")
    parser.add_argument("--form", action="append", choices=[*MATRIX])
    parser.add_argument("--layout", action="append", choices=[*LAYOUTS])
    parser.add_argument("--show", action="store_true", help="print every difference")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = run(options.plan, options.form or [*MATRIX], options.layout, Path(folder))
    print(f"{'form':<14} {'layout':<14} {'plan':<12} {'tasks':>5} {'F1':>6} {'exact':>6} {'leads':>6} {'CER':>6} bound")
    for result in sorted(results, key=lambda r: (r.form, r.layout, r.plan)):
        share, leads = result.exact / max(1, result.tasks), result.leads / max(1, result.tasks)
        kind = kind_of(result.form, result.layout)
        bound = BOUNDS[kind]
        held = min(leads, result.f1) >= bound and result.error <= MOST_ERRORS if kind == "scan" else share >= bound
        figures = f"{result.tasks:>5} {result.f1:>6.3f} {share:>6.3f} {leads:>6.3f} {result.error:>6.4f}"
        print(f"{result.form:<14} {result.layout:<14} {result.plan:<12} {figures} {bound}" + ("" if held else "  below"))
        if options.show:
            print("\n".join(f"    {line[:300]}" for line in result.wrong))
    print(f"{len(results)} documents")
    return 0


if __name__ == "__main__":
    sys.exit(main())
