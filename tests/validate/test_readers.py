"""YAML and JSON as data with places: the same data as the plain loaders give, and every place holds its value."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.serial import dump_json, dump_yaml, load_yaml
from ggplan.validate.json_nodes import read_json
from ggplan.validate.nodes import Map, Path, Seq, Tree
from ggplan.validate.yaml_nodes import MAX_DEPTH, MAX_NODES, MAX_PROBLEMS, read_yaml
from support import CANONICAL

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
SCALARS = st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
DATA = st.dictionaries(
    TEXTS,
    st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=12),
)


def leaves(node: Any, path: Path = ()) -> list[tuple[Path, Any]]:
    """Every scalar with its path."""
    if isinstance(node, Map):
        return [leaf for key, value in node.items() for leaf in leaves(value, (*path, key))]
    if isinstance(node, Seq):
        return [leaf for index, value in enumerate(node) for leaf in leaves(value, (*path, index))]
    return [(path, node)]


def check_places(tree: Tree, read: Any) -> None:
    for path, value in leaves(tree.data):
        start, end = tree.span(path)
        assert read(tree.text[start:end]) == value or value is None
        line, column = tree.position(start)
        assert tree.text.split("\n")[line - 1][column - 1 :] == tree.text[start:].split("\n")[0]


@given(DATA)
def test_json_is_read_as_the_standard_library_reads_it(data: dict[str, Any]) -> None:
    for text in (json.dumps(data), json.dumps(data, ensure_ascii=False, indent=1), dump_json(data)):
        tree = read_json(text)
        assert tree.problems == []
        assert tree.data == data
        check_places(tree, json.loads)


@given(DATA)
def test_yaml_is_read_as_the_loader_reads_it(data: dict[str, Any]) -> None:
    text = dump_yaml(data)
    tree = read_yaml(text)
    assert tree.problems == []
    assert tree.data == load_yaml(text)
    check_places(tree, load_yaml)


@pytest.mark.parametrize(
    "text",
    [
        "a: 1.10\nb: 08\nc: 0x1F\nd: 1_000\ne: 12:30\nf: ~\ng:\nh: no\ni: On\nj: 2023-10-18\nk: .inf\nl: 1e3\n",
        "a: 'it''s'\nb: \"tab\\t\\u1ebf\"\nc: |\n  one\n  two\nd: >-\n  one\n  two\ne: plain\n  goes on\n",
        "- 1\n- [a, {b: c}]\n- - x\n  - y\n",
        "%YAML 1.1\n---\na: b\n...\n",
        "a: {}\nb: []\n? complex\n: value\n",
        "a: b\r\nc:\r\n- d\r\n",
    ],
)
def test_yaml_of_all_kinds(text: str) -> None:
    tree = read_yaml(text)
    assert tree.problems == []
    assert repr(tree.data) == repr(load_yaml(text))


@pytest.mark.parametrize("path", sorted(CANONICAL.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_five_plans(path: Any) -> None:
    text = path.read_text(encoding="utf-8")
    tree = read_yaml(text)
    assert tree.data == load_yaml(text)
    check_places(tree, load_yaml)
    again = read_json(json.dumps(load_yaml(text), ensure_ascii=False))
    assert again.data == tree.data


@pytest.mark.parametrize(
    ("text", "slug", "at"),
    [
        ("a: b\na: c\n", "duplicate-key", (2, 1)),
        ("a: &x b\n", "yaml-feature", (1, 4)),
        ("a: !tag b\n", "yaml-feature", (1, 4)),
        ("a: !!map {b: c}\n", "yaml-feature", (1, 4)),
        ("a: *x\n", "not-yaml", (1, 4)),
        ("a: &x [*x]\n", "too-deep", (1, 8)),
        ("a: b: c\n", "not-yaml", (1, 5)),
        ("a: [\n", "not-yaml", (2, 1)),
        ("\ta: b\n", "not-yaml", (1, 1)),
        ("a: \x01\n", "not-yaml", (1, 4)),
        ("? [a]\n: b\n", "not-yaml", (1, 3)),
        ("a: b\n---\nc: d\n", "not-yaml", (2, 1)),
        ("<<: {a: b}\n", "yaml-feature", (1, 1)),
        ("a: " + "[" * (MAX_DEPTH + 1), "too-deep", (1, 4 + MAX_DEPTH - 1)),
    ],
)
def test_faults_of_yaml(text: str, slug: str, at: tuple[int, int]) -> None:
    tree = read_yaml(text)
    problem = tree.problems[-1]
    assert problem.slug == slug
    assert tree.position(problem.span.start) == at


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ('{"a": 1,}', (1, 9)),
        ('{"a" 1}', (1, 6)),
        ('{"a": 01}', (1, 7)),
        ('{"a": nan}', (1, 7)),
        ('{"a": "b}', (1, 7)),
        ('{"a": "\n"}', (1, 8)),
        ("{a: 1}", (1, 2)),
        ('{"a": 1} x', (1, 10)),
        ('{"a": [1 2]}', (1, 10)),
        ("{", (1, 2)),
        ('{"a": 1e}', (1, 7)),
    ],
)
def test_faults_of_json(text: str, at: tuple[int, int]) -> None:
    tree = read_json(text)
    assert tree.data is None
    assert [problem.slug for problem in tree.problems] == ["not-yaml"]
    assert tree.position(tree.problems[0].span.start) == at
    with pytest.raises(ValueError, match="."):  # noqa: RUF043
        json.loads(text)


def test_a_duplicate_key_keeps_the_last_value_and_its_place() -> None:
    for tree in (read_yaml("a: 1\nb: 2\na: 3\n"), read_json('{"a": 1, "b": 2, "a": 3}')):
        assert dict(tree.data) == {"a": 3, "b": 2}
        start, end = tree.span(("a",))
        assert tree.text[start:end] == "3"


def test_aliases_share_a_value_until_the_budget_is_used_up() -> None:
    tree = read_yaml("a: &x [1, 2]\nb: *x\n")
    assert tree.data["b"] == [1, 2]
    assert {problem.slug for problem in tree.problems} == {"yaml-feature"}
    bomb = "".join(f"{chr(97 + n)}: &{chr(97 + n)} [{', '.join([f'*{chr(96 + n)}'] * 9) if n else 'x'}]\n" for n in range(12))
    tree = read_yaml(bomb)
    assert tree.data is None
    assert tree.problems[-1].slug == "too-large"
    assert f"{MAX_NODES:,}" in dict(tree.problems[-1].facts)["reason"]


def test_reading_stops_after_so_many_faults() -> None:
    tree = read_yaml("\n".join(["a: 1"] * 5 * MAX_PROBLEMS))
    assert tree.data is None
    assert len(tree.problems) == MAX_PROBLEMS + 1


def test_comments_to_ggplan_are_told_from_text() -> None:
    text = "# ggplan: one\na: '# ggplan: no'\nb: |\n  # ggplan: no\nc: x # ggplan: two\nd: | # ggplan: three\n  y\n"
    tree = read_yaml(text)
    assert [text[slice(*span)] for span in tree.comments] == ["# ggplan: one", "# ggplan: two", "# ggplan: three"]
