"""The layers of `docs/design.md` hold, and heavy libraries wait until they are needed."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from ggplan.registry.loading import load_registry
from support import ROOT

SOURCE = ROOT / "src" / "ggplan"
HEAVY = ["docx", "lxml", "markdown_it", "openpyxl", "pdfplumber", "pydantic", "pypdfium2", "rapidfuzz", "rich", "yaml"]


def python(code: str) -> str:
    command = [sys.executable, "-W", "error", "-c", code]
    return subprocess.run(command, capture_output=True, check=True, text=True, timeout=60).stdout


def test_a_module_imports_only_from_lower_layers() -> None:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_module_stands_in_a_layer() -> None:
    tables = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = {name.strip(" ()") for line in tables["contracts"][0]["layers"] for name in line.split("|")}
    modules = {f"ggplan.{path.stem}" for path in SOURCE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert modules - {"ggplan.__init__", "ggplan.__main__"} <= layers


@pytest.mark.parametrize("module", ["ggplan", "ggplan.cli", "ggplan.errors", "ggplan.rules"])
def test_heavy_libraries_wait(module: str) -> None:
    code = f"import sys, {module}; print([name for name in {HEAVY} if name in sys.modules])"
    assert python(code).strip() == "[]"


@pytest.mark.parametrize("module", ["ggplan.parse.plan", "ggplan.parse.readers", "ggplan.normalize.plan"])
def test_parsing_knows_no_format_library(module: str) -> None:
    formats = ["docx", "lxml", "markdown_it", "openpyxl", "pdfplumber", "pypdfium2", "rich", "typer"]
    code = f"import sys, {module}; print([name for name in {formats} if name in sys.modules])"
    assert python(code).strip() == "[]"


def test_the_parser_knows_no_province() -> None:
    """Province data lives in YAML: a province in code would be a reading fitted to one plan."""
    names = {name for record in load_registry().provinces for name in (record.slug, record.name)}
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(names))) + r")(?!\w)")
    code_files = [path for layer in ("parse", "normalize", "registry") for path in (SOURCE / layer).rglob("*.py")]
    texts = [(path.name, text) for path in code_files for text in _texts(path) if "give a name" not in text]
    assert len(texts) > 1000
    assert [(name, text) for name, text in texts if pattern.search(text)] == []


def _texts(path: Path) -> list[str]:
    """The string constants of a module, docstrings apart."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (node.value for node in ast.walk(tree) if isinstance(node, ast.Expr))
    docstrings = {id(value) for value in documented if isinstance(value, ast.Constant)}
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docstrings)
    return [node.value for node in strings if isinstance(node.value, str)]


def test_files_are_of_a_size_to_read() -> None:
    too_long = {str(path.relative_to(SOURCE)): count for path in SOURCE.rglob("*.py") if (count := _lines(path)) > 400}
    assert too_long == {}


def _lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")
