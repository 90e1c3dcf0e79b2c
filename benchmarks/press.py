"""One truth, many forms: plans printed in many layouts and formats, read back, compared with what was printed.

    python benchmarks/press.py [--layout plain] [--form pdf] [--plan gia-lai] [--show]

Prints, for each form and layout, the share of tasks whose code, text, leads, partners, time and outputs all come back exact, and the F1 of
tasks. Engines that are missing are said and left out.
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
    wrong: list[str]

    @property
    def f1(self) -> float:
        return 2 * self.found / (self.tasks + self.found + self.surplus) if self.tasks else 0.0


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
        return Result(name, form, layout.name, len(rows), 0, 0, 0, 0, [f"not read: {error}"])
    pairs = pair(rows, tasks)
    wrong, exact, leads = [], 0, 0
    for row, task in pairs:
        differences = [] if task is None else list(differ(row, task, layout))
        if task is None:
            wrong.append(f"{row.code}: missing")
        elif differences:
            wrong.append(f"{row.code}: " + "; ".join(differences))
        else:
            exact += 1
        leads += task is not None and [n.name or n.text for n in task.lead_agencies] == list(row.lead)
    found = sum(task is not None for _, task in pairs)
    return Result(name, form, layout.name, len(rows), found, len(tasks) - found, exact, leads, wrong)


def pair(rows: Sequence[TaskRow], tasks: Sequence[Any]) -> list[tuple[TaskRow, Any]]:
    """Rows with the tasks of the same code and beginning, in order; a code that repeats is taken in order."""
    rest = list(tasks)
    pairs = []
    for row in rows:
        start = key_of(row.actions)[:25]
        same = next((t for t in rest if (t.code or "") == row.code and key_of(t.actions)[:25] == start), None)
        same = same or next((t for t in rest if key_of(t.actions)[:25] == start), None)
        if same is not None:
            rest.remove(same)
        pairs.append((row, same))
    return pairs


def differ(row: TaskRow, task: Any, layout: Layout) -> Iterable[str]:
    """What differs between a printed row and the task read from it, among what the layout prints."""
    if (task.code or "") != row.code:
        yield f"code {task.code}"
    if list(task.actions) != list(row.actions):
        bad = next((pair for pair in zip(task.actions, row.actions, strict=False) if pair[0] != pair[1]), None)
        yield f"actions {len(task.actions)}/{len(row.actions)} {(bad[0][-60:], bad[1][-60:]) if bad else ''}"
    for column, got, want in (
        ("lead", [m.name or m.text for m in task.lead_agencies], list(row.lead)),
        ("partners", [m.name or m.text for m in task.cooperating_agencies], list(row.partners)),
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
            files = press_many({name: (plan, LAYOUTS[layout]) for name, plan in chosen.items()}, place, wanted)
        except MissingEngine as error:
            print(f"{layout}: left out, {error}")
            continue
        for name, made in files.items():
            results.extend(compare(chosen[name], made[form], LAYOUTS[layout], name, form) for form in sorted(wanted))
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
    print(f"{'form':<14} {'layout':<14} {'plan':<12} {'tasks':>5} {'F1':>6} {'exact':>6} {'leads':>6} bound")
    for result in sorted(results, key=lambda r: (r.form, r.layout, r.plan)):
        share, leads = result.exact / max(1, result.tasks), result.leads / max(1, result.tasks)
        bound = BOUNDS[kind_of(result.form, result.layout)]
        print(
            f"{result.form:<14} {result.layout:<14} {result.plan:<12} {result.tasks:>5} {result.f1:>6.3f} {share:>6.3f} {leads:>6.3f} {bound}"
            + ("" if share >= bound else "  below")
        )
        if options.show:
            print("\n".join(f"    {line[:300]}" for line in result.wrong))
    print(f"{len(results)} documents")
    return 0


if __name__ == "__main__":
    sys.exit(main())
