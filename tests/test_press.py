"""One truth, many forms: what is printed in a form and layout is what is read from it.

The quick run prints the smaller plans in the commonest forms; `GGPLAN_FULL=1` (as `.ci/run` sets it) runs the whole matrix of
`benchmarks/press.py`, a test for each form and layout (they spread over processes with `-n 2`), and holds each to the bound of its
class.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections import defaultdict
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).resolve().parent.parent / "benchmarks" / "press.py"
FULL = os.environ.get("GGPLAN_FULL") == "1"


def _loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("press_bench", BENCH)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["press_bench"] = module
    spec.loader.exec_module(module)
    return module


bench = _loaded()
FLOORS = {"pdftotext-raw": (0.99, 0.97), "pdftotext": (0.95, 0.60), "pdfminer": (0.15, 0.0)}
"""Of the forms of flattened text, which do not all reach their bound yet: the least F1 of tasks and share of exact tasks of any layout.
Raise a floor when a reading improves; never lower one. A form that misses its bound is reported as an expected failure.
"""


def held_to_floor(form: str, results: list) -> None:
    """Flattened text: at its bound, or no worse than its floor and then reported as an expected failure."""
    tasks, found = sum(r.tasks for r in results), sum(r.found for r in results)
    f1 = 2 * found / (tasks + found + sum(r.surplus for r in results))
    share = sum(r.exact for r in results) / tasks
    assert f1 >= FLOORS[form][0] and share >= FLOORS[form][1], (form, f1, share)
    if share < bench.BOUNDS["flat"] or f1 < bench.BOUNDS["flat"]:
        pytest.xfail(f"below the bound {bench.BOUNDS['flat']}: tasks F1 {f1:.3f}, exact {share:.3f}")


def held_to_bounds(results: list) -> None:
    classes = defaultdict(list)
    for result in results:
        classes[bench.kind_of(result.form, result.layout)].append(result)
    for name, members in classes.items():
        tasks = sum(result.tasks for result in members)
        share = sum(result.leads if name == "scan" else result.exact for result in members) / tasks
        found = sum(result.found for result in members)
        f1 = 2 * found / (tasks + found + sum(result.surplus for result in members))
        wrong = [f"{r.plan} {r.form} {r.layout} {line}" for r in members for line in r.wrong][:20]
        assert share >= bench.BOUNDS[name], (name, share, wrong)
        assert f1 >= min(0.95, bench.BOUNDS[name]), (name, f1)
        if name == "scan":
            error = sum(result.edits for result in members) / sum(result.letters for result in members)
            assert error <= bench.MOST_ERRORS, (name, error)


@pytest.mark.parametrize("form", ["docx", "html", "xlsx"])
def test_forms_without_engines(tmp_path: Path, form: str) -> None:
    results = bench.run(["lao-cai", "son-la", "ninh-thuan"], [form], ["plain", "nested"], tmp_path)
    assert results
    held_to_bounds(results)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_pdf_of_an_office_program(tmp_path: Path) -> None:
    results = bench.run(["lao-cai", "ninh-thuan"], ["pdf"], ["plain", "horizontal", "unruled-split"], tmp_path)
    assert len(results) == 6
    held_to_bounds(results)


def test_the_matrix_is_large() -> None:
    assert sum(len(bench.names_of(form)) for form, _ in bench.cases()) >= 120


@pytest.mark.slow
@pytest.mark.timeout(3000)  # eight plans whose cells stand in another order take minutes
@pytest.mark.skipif(not FULL, reason="the whole matrix runs with GGPLAN_FULL=1")
@pytest.mark.parametrize(("form", "layout"), bench.cases())
def test_the_whole_matrix(tmp_path: Path, form: str, layout: str) -> None:
    results = bench.run(None, [form], [layout], tmp_path)
    assert len(results) == len(bench.names_of(form))
    if form in FLOORS:
        held_to_floor(form, results)
    else:
        held_to_bounds(results)
