"""Tables of invented provinces, flattened to text by three extractors from real PDFs, read and compared with what was printed.

    python benchmarks/new_tables.py [--extractor pdftotext-raw] [--table ha-lam] [--show]

Prints, for each table and extractor, the F1 of tasks (code and description), and the share of tasks whose leads are exact (whole list).
The tables, their layouts and the texts stand in `tests/parse/flat_tables`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "parse" / "flat_tables"))

import flat_printing as printing
from rapidfuzz import fuzz

from ggplan.app.parsing import ParseSettings, parse_file
from ggplan.errors import GgplanError
from ggplan.plan import Task
from ggplan.text import match_key

ALIKE = 90
"""Descriptions that are so alike (rapidfuzz `ratio`) are of one task; a task also needs its code."""
BOUNDS = (0.97, 0.95)
"""F1 of tasks and exact leads asked for by the project's issue 2."""


@dataclass
class Score:
    """How one text was read: tasks printed, found, read too many, with exact leads; what was wrong."""

    tasks: int = 0
    found: int = 0
    surplus: int = 0
    leads: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.found / max(1, self.tasks + self.found + self.surplus)

    @property
    def exact_leads(self) -> float:
        return self.leads / max(1, self.tasks)


def printed(name: str) -> Iterator[tuple[str, str, list[str]]]:
    """Code, description and leads of each task of a table."""
    for row in printing.load(name)["rows"]:
        if "title" not in row:
            texts = row.get("task", [])
            lead = row.get("lead", [])
            yield (
                str(row["code"]),
                " ".join([texts] if isinstance(texts, str) else texts),
                [lead] if isinstance(lead, str) else lead,
            )


def key_of(text: str) -> str:
    """A text without what an extractor may lose at a line end: hyphens and spaces, signs at the end."""
    return match_key(text).replace("-", "").replace(" ", "").rstrip(".;,")


def score_of(name: str, extractor: str) -> Score:
    """Reads the text of a table as an extractor gives it."""
    score = Score()
    wanted = list(printed(name))
    score.tasks = len(wanted)
    try:
        rest: list[Task] = list(parse_file(printing.text_of(name, extractor), ParseSettings()).plan.tasks)
    except GgplanError as error:
        score.wrong.append(f"not read: {error}")
        return score
    for code, text, leads in wanted:
        same = next(
            (t for t in rest if (t.code or "") == code and fuzz.ratio(key_of(" ".join(t.actions)), key_of(text)) >= ALIKE), None
        )
        if same is None:
            score.wrong.append(f"{code}: missing ({text[:50]})")
            continue
        rest.remove(same)
        score.found += 1
        got = [key_of(mention.text) for mention in same.lead_agencies]
        if got == [key_of(lead) for lead in leads]:
            score.leads += 1
        else:
            score.wrong.append(f"{code}: leads {[m.text for m in same.lead_agencies]} instead of {leads}")
    score.surplus = len(rest)
    return score


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--extractor", action="append", choices=printing.EXTRACTORS)
    parser.add_argument("--table", action="append")
    parser.add_argument("--show", action="store_true", help="print every difference")
    options = parser.parse_args()
    print(f"{'extractor':<14} {'table':<12} {'tasks':>5} {'F1':>6} {'leads':>6}")
    for extractor in options.extractor or printing.EXTRACTORS:
        total = Score()
        for name in options.table or printing.names():
            score = score_of(name, extractor)
            print(f"{extractor:<14} {name:<12} {score.tasks:>5} {score.f1:>6.3f} {score.exact_leads:>6.3f}", flush=True)
            if options.show:
                print("\n".join(f"    {line[:220]}" for line in score.wrong))
            for key in ("tasks", "found", "surplus", "leads"):
                setattr(total, key, getattr(total, key) + getattr(score, key))
        below = "" if (total.f1, total.exact_leads) >= BOUNDS and total.exact_leads >= BOUNDS[1] else "  below the bounds"
        print(f"{extractor:<14} {'all':<12} {total.tasks:>5} {total.f1:>6.3f} {total.exact_leads:>6.3f}{below}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
