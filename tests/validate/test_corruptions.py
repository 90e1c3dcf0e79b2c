"""Random damage to real plans, at the level of bytes and of the tree, never ends in a traceback and is never passed over whole."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ggplan.report.findings_formats import FORMATS
from ggplan.serial import dump_yaml, load_yaml
from ggplan.validate.examine import Options, examine_text
from ggplan.validate.result import ValidateResult
from ggplan.validate.selection import select
from support import CANONICAL

PLANS = sorted(CANONICAL.glob("*.yaml"))
OPTIONS = Options(select(), as_of="2030-01-01", sources=(CANONICAL.parent / "raw",))
SEEDS = st.integers(0, 2**64)
ODD: list[Any] = [
    None,
    True,
    -1,
    10**30,
    1.5,
    "",
    " ",
    "\x00",
    "\ud800",
    "x" * 5000,
    [],
    {},
    [[]],
    {"": ""},
    "1.10",
    "2023-13-45",
    "‮",  # noqa: PLE2502
]


def judge(data: bytes) -> ValidateResult:
    """Validates and renders in every format; the rendering must be text that can be written."""
    examined = examine_text("plan.yaml", data, OPTIONS)
    unread = () if examined.checked else ("plan.yaml",)
    result = ValidateResult(tuple(examined.findings), ("plan.yaml",), unread)
    for render in FORMATS.values():
        render(result).encode("utf-8")
    for found in result.findings:
        assert found.line >= 1 and found.column >= 1
        assert (found.end_line, found.end_column) >= (found.line, found.column)
    assert examined.checked or len(result.findings) == 1
    return result


@settings(max_examples=200)
@given(st.sampled_from(PLANS), SEEDS)
def test_bytes(path: Path, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(path.read_bytes())
    for _ in range(chance.choice([1, 1, 1, 2, 3, 8])):
        at = chance.randrange(len(data))
        kind = chance.randrange(5)
        if kind == 0:
            data[at] = chance.randrange(32, 127)
        elif kind == 1:
            del data[at : at + chance.randrange(1, 200)]
        elif kind == 2:
            data[at:at] = bytes(chance.choice(b" \n\t:'\"{}[],&*!|>#-%@`\\\x00\xff\xe1") for _ in range(chance.randrange(1, 5)))
        elif kind == 3:
            data[at:at] = data[at : at + 300]
        else:
            data[at : at + 40] = data[at : at + 40][::-1]
    judge(bytes(data))


def places(node: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) of the data."""
    found: list[tuple[Any, Any]] = []
    stack = [node]
    while stack:
        current = stack.pop()
        keys = list(current) if isinstance(current, dict) else range(len(current)) if isinstance(current, list) else ()
        found.extend((current, key) for key in keys)
        stack.extend(current[key] for key in keys)
    return found


@settings(max_examples=200)
@given(st.sampled_from(PLANS), SEEDS, st.booleans())
def test_trees(path: Path, seed: int, as_json: bool) -> None:
    chance = random.Random(seed)
    data = load_yaml(path.read_text(encoding="utf-8"))
    for _ in range(chance.randrange(1, 8)):
        node, key = chance.choice(places(data))
        other, name = chance.choice(places(data))
        kind = chance.randrange(5)
        if kind == 0:
            node[key] = copy.deepcopy(chance.choice(ODD))
        elif kind == 1 and len(node) > 1:
            del node[key]
        elif kind == 2:
            node[key] = copy.deepcopy(other[name])
        elif kind == 3 and isinstance(node, dict):
            node[f"{key}x"] = node.pop(key)
        elif isinstance(node, list):
            node.insert(key, copy.deepcopy(node[key]))
    text = json.dumps(data) if as_json else dump_yaml(data)
    judge(text.encode("utf-8", "surrogatepass"))


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    judge(data)
    judge(b"ggplan: 1\n" + data)
    judge(b'{"ggplan": 1, "tasks": [' + data)


@settings(max_examples=200)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_any_data(data: Any) -> None:
    fields = ("tasks", "targets", "groups", "province", "document", "period", "citations", "reporting", "provenance", "source")
    for name in fields:
        judge(json.dumps({"ggplan": 1, name: data}).encode())
