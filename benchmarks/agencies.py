"""How well written forms of bodies resolve, beside naive floors, and how fast.

    python benchmarks/agencies.py            # accuracy, floors, speed
    python benchmarks/agencies.py --wrong    # also every form that is not right

Bars: right body >= 0.98 of the forms that mean one; wrong body accepted <= 0.2 %; of the rest, the right one among the
first three candidates >= 0.9; 100,000 forms <= 5 s of CPU; loading the registries <= 60 ms.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ggplan.normalize.agencies import _resolved, resolve_cell
from ggplan.normalize.similar import similar_for
from ggplan.registry.lexicon import fill, lexicon_for
from ggplan.registry.loading import load_registry
from ggplan.serial import load_yaml

DATA = Path(__file__).parent / "data" / "agency_forms.yaml"


@dataclass(frozen=True)
class Form:
    """A written form and what it means: one id, none, or several that no rule may decide between."""

    text: str
    on: str
    province: str
    meant: tuple[str, ...]
    set: str


@dataclass(frozen=True)
class Outcome:
    """What became of a form: `right`, `wrong`, `candidates` (unresolved, the right one among three), `lost`."""

    form: Form
    kind: str
    got: str


def forms() -> list[Form]:
    """All forms of the data file."""
    found: list[Form] = []
    for block in load_yaml(DATA.read_text("utf-8")):
        where = (str(block["date"]), block["province"])
        for identity, texts in block.get("forms", {}).items():
            found += [Form(str(text), *where, (identity,), block["set"]) for text in texts]
        found += [Form(text, *where, tuple(ids), block["set"]) for text, ids in block.get("ambiguous", {}).items()]
        found += [Form(text, *where, (), block["set"]) for text in block.get("none", ())]
    return found


def judge(form: Form) -> Outcome:
    """Resolve one form and compare."""
    bodies = resolve_cell(form.text, on=form.on, province=form.province)
    ids = [body.id for body in bodies if body.id]
    got = "; ".join(f"{body.name} ({body.via} {body.score})" for body in bodies)
    if len(form.meant) == 1:
        if ids == list(form.meant) and len(bodies) == 1:
            return Outcome(form, "right", got)
        if any(identity not in form.meant for identity in ids):
            return Outcome(form, "wrong", got)
    elif ids:
        return Outcome(form, "wrong", got)
    offered = {candidate.id for body in bodies for candidate in body.candidates[:3]} | set(ids)
    kept = offered >= set(form.meant) if form.meant else True
    return Outcome(form, "candidates" if kept else "lost", got)


def floors(tried: list[Form]) -> Iterator[tuple[str, int, int]]:
    """For each naive scorer: forms for which it names the right body, and wrong bodies it gives at 85 or more."""
    from rapidfuzz import fuzz, process

    registry = load_registry()
    names = {fill(agency.name, None): agency.id for agency in registry.agencies.values()}
    for scorer in (fuzz.WRatio, fuzz.ratio, fuzz.token_set_ratio):
        right = wrong = 0
        for form in tried:
            name, score, _ = process.extractOne(form.text, list(names), scorer=scorer)
            right += names[name] in form.meant and score >= 85
            wrong += names[name] not in form.meant and score >= 85
        yield scorer.__name__, right, wrong


def cpu_of(work: Callable[[], Any]) -> float:
    """Seconds of CPU that `work` takes, the least of five runs: what else the machine does only adds to it."""
    tries = []
    for _ in range(5):
        began = time.process_time()
        work()
        tries.append(time.process_time() - began)
    return min(tries)


def speed(tried: list[Form]) -> dict[str, float]:
    """Seconds of CPU for 100,000 forms, each read anew (no readings remembered), and for loading the registries."""
    lexicons = {(form.on, form.province): lexicon_for(form.on, form.province) for form in tried}
    work = [(form.text, lexicons[form.on, form.province]) for form in tried]
    rounds = 20_000 // len(work) + 1

    def run() -> None:
        for _ in range(rounds):
            for lexicon in lexicons.values():
                lexicon.forget()
                similar_for(lexicon).forget()
            for text, lexicon in work:
                _resolved.__wrapped__(text, lexicon)

    run()
    seconds = cpu_of(run) * 100_000 / (rounds * len(work))
    code = (
        "import time, json; import ggplan.registry.loading as l; b = time.perf_counter(); l.load_registry(); "
        "print(json.dumps(time.perf_counter() - b))"
    )
    loads = [json.loads(subprocess.check_output([sys.executable, "-c", code])) for _ in range(5)]
    return {"100,000 forms, s of CPU": seconds, "loading the registries, ms": 1000 * sorted(loads)[2]}


def summary(outcomes: list[Outcome]) -> dict[str, float]:
    """The shares that the bars are set for."""
    one = [outcome for outcome in outcomes if len(outcome.form.meant) == 1]
    rest = [outcome for outcome in outcomes if outcome.kind in ("candidates", "lost") and outcome.form.meant]
    return {
        "forms": len(outcomes),
        "right body": sum(outcome.kind == "right" for outcome in one) / len(one),
        "wrong body accepted": sum(outcome.kind == "wrong" for outcome in outcomes) / len(outcomes),
        "rest with the right one of three": sum(o.kind == "candidates" for o in rest) / len(rest) if rest else 1.0,
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="list every form that is not right")
    arguments = parser.parse_args()
    tried = forms()
    outcomes = [judge(form) for form in tried]
    for name, value in summary(outcomes).items():
        print(f"{name}: {value:.4f}" if isinstance(value, float) else f"{name}: {value}")
    for scorer, right, wrong in floors([form for form in tried if form.meant]):
        print(f"floor {scorer}: right {right}, wrong at 85 or more {wrong}")
    for name, value in speed(tried).items():
        print(f"{name}: {value:.2f}")
    if arguments.wrong:
        for outcome in outcomes:
            if outcome.kind != "right":
                print(f"{outcome.kind:10} [{outcome.form.set}] {outcome.form.text!r} -> {outcome.got}")


if __name__ == "__main__":
    main()
