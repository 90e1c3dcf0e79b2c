"""Plain data as YAML and JSON: what is written is read back, by libyaml and by PyYAML's own parser."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from ggplan.serial import Inline, dump_json, dump_yaml, load_yaml, yaml_loader
from support import cases

# Any text that UTF-8 can hold, with more than chance of what YAML or JSON could take for something else.
TRICKY = [
    "1.10",
    "08",
    "010",
    "1_000",
    "0x1F",
    "0b1",
    "0o17",
    "1e5",
    "1.0e+5",
    ".5",
    "-1",
    "+1",
    "12:30",
    "12:30:45",
    "no",
    "No",
    "yes",
    "on",
    "off",
    "y",
    "N",
    "true",
    "null",
    "~",
    "NaN",
    ".inf",
    "-.inf",
    "2023",
    "2023-11-17",
    "2023-1-1",
    "2023-11-17T10:00:00Z",
    "a: b",
    "a:",
    ": a",
    "a #b",
    "#a",
    "- a",
    "-",
    "? a",
    "?",
    "[a]",
    "{a}",
    "a, b",
    "*a",
    "&a",
    "!a",
    "!!str a",
    "%a",
    "@a",
    "`a",
    "",
    "'",
    "''",
    '"',
    "\\",
    "\\n",
    "...",
    "---",
    "--- a",
    "<<",
    "=",
    "",
    " a",
    "> a",
    "Sở Y tế",
    "Đề án số 5: kế hoạch",
    "UBND các huyện, thị xã, thành phố",
    "“nói”: “làm”",
    "100%",
    "39.700 ha",
    "7,5%",
    "17-NQ/TU",
    "06/2022/NĐ-CP",
    "😀",
    "👍🏽 tốt",
    "١٢٣",
    "²",
    "Ⅷ",
    "\xa0",
    "a\xa0: b",
    "a\u2028b",
    "a\u2029b",
    "a\x85b",
    "a\x00b",
    "a\x7fb",
    "a\tb",
    "a\nb",
    "a\r\nb",
    "\n",
    "\ufeff",
    "a\ufeff",
    "\ufffe",
    "a\uffffb",
    "�",
    " a",
    "a ",
    "é",
    "\u200b",
    "\u202ea",
]
texts = st.one_of(st.sampled_from(TRICKY), st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
numbers = st.one_of(st.integers(-(10**20), 10**20), st.floats(allow_nan=False, allow_infinity=False))
scalars = st.one_of(texts, numbers, st.booleans(), st.none())
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(texts, inner, max_size=4),
        st.dictionaries(texts, inner, max_size=4).map(Inline),
    ),
    max_leaves=12,
)
mappings = st.dictionaries(texts, values, max_size=5)

PURE = yaml.SafeLoader


def pure_loader(monkeypatch: pytest.MonkeyPatch) -> type[Any]:
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    return yaml_loader()


@given(mappings)
@example({text: text for text in TRICKY})
@example({"records": [Inline({text: text}) for text in TRICKY], "list": list(TRICKY)})
def test_yaml_gives_back_what_was_written(data: dict[str, Any]) -> None:
    assert load_yaml(dump_yaml(data)) == data


@given(data=mappings)
@example(data={text: [text, Inline({text: text})] for text in TRICKY})
def test_python_without_libyaml_reads_the_same(data: dict[str, Any]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        loader = pure_loader(patch)
        assert issubclass(loader, PURE)
        assert yaml.load(dump_yaml(data), Loader=loader) == data


@given(mappings)
@example({text: text for text in TRICKY})
def test_json_gives_back_what_was_written(data: dict[str, Any]) -> None:
    text = dump_json(data)
    assert json.loads(text) == data
    assert text.endswith("\n")


@given(st.dictionaries(texts, st.lists(scalars), max_size=5))
def test_the_same_data_is_the_same_text(data: dict[str, Any]) -> None:
    written = dump_yaml(data)
    assert dump_yaml(load_yaml(written)) == written


@given(st.lists(texts, min_size=1, max_size=5))
def test_one_text_is_one_line(actions: list[str]) -> None:
    """So that one changed action is one line of a diff."""
    written = dump_yaml({"actions": [*actions, "Kế hoạch"]})
    assert len(written.split("\n")) == len(actions) + 3


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=900, max_size=1300))
def test_long_keys_are_read_back(key: str) -> None:
    """YAML reads `key:` only up to 1024 characters."""
    data = {key: {"a": [1]}, "b": {key: [key]}}
    assert load_yaml(dump_yaml(data)) == data


@pytest.mark.parametrize("case", cases("serial/scalars"))
def test_a_scalar_is_written(case: dict[str, str]) -> None:
    value = load_yaml(case["value"]) if case.get("typed") else case["value"]
    assert dump_yaml({"k": value}) == f"k: {case['yaml']}\n"
    assert dump_yaml({"k": Inline(v=value)}) == f"k: {{v: {case.get('inline', case['yaml'])}}}\n"


def test_layout() -> None:
    data = {
        "empty": [],
        "none": {},
        "codes": ["1.1.2", "10.5"],
        "texts": ["một", "hai: ba"],
        "record": Inline(text="Sở Y tế", start=2023, ok=True, none=None, at=[1, 2]),
        "items": [{"id": "1.1", "outputs": ["Kế hoạch"], "inner": {"a": 1}}, Inline(id="2"), {}, []],
    }
    assert dump_yaml(data) == (
        "empty: []\nnone: {}\ncodes: ['1.1.2', '10.5']\ntexts:\n- một\n- 'hai: ba'\n"
        "record: {text: Sở Y tế, start: 2023, ok: true, none: null, at: [1, 2]}\n"
        "items:\n- id: '1.1'\n  outputs:\n  - Kế hoạch\n  inner:\n    a: 1\n- {id: '2'}\n- {}\n- []\n"
    )


# YAML 1.2.2, section 10.3.2, with the scalars that YAML 1.1 took for something else.
TEXT = "yes no on off y n Yes NO On tRUE nULL 12:30 12:30:45 1_000 0b1 0o8 -0x1F 2023-11-17 = << . + - e5 1.2.3 NaN inf"
READ = {
    **{text: text for text in TEXT.split() if text != "-"},
    **{"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False},
    **{"null": None, "Null": None, "NULL": None, "~": None, "": None},
    **{"2023": 2023, "+1": 1, "-1": -1, "010": 10, "08": 8, "0o17": 15, "0x1F": 31},
    **{"1.10": 1.1, "39.700": 39.7, "1e5": 1e5, "1.0e+5": 1e5, "-.5": -0.5, "5.": 5.0, ".inf": math.inf, "-.INF": -math.inf},
}


@pytest.mark.parametrize("text", READ)
@pytest.mark.parametrize("pure", [False, True])
def test_a_scalar_is_read_by_the_core_schema(text: str, pure: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    loader = pure_loader(monkeypatch) if pure else yaml_loader()
    for document, value in ((f"k: {text}", READ[text]), (f"'k': '{text}'", text)):
        data = yaml.load(document, Loader=loader)
        assert data == {"k": value}
        assert type(data["k"]) is type(value)


def test_keys_are_read_as_scalars_are() -> None:
    assert load_yaml("on: 1\nno: 2\n12:30: 3\n<<: {a: 4}") == {"on": 1, "no": 2, "12:30": 3, "<<": {"a": 4}}


@pytest.mark.parametrize("text", ["!!int abc", "!!int 1_0", "!!bool maybe", "!!float x", "!!null x", "9" * 5000, "!!int [1]"])
def test_a_scalar_that_its_kind_does_not_allow_is_an_error_with_its_place(text: str) -> None:
    with pytest.raises(yaml.MarkedYAMLError, match="line 2, column 4"):
        load_yaml(f"a: 1\nb: {text}")


def test_other_loaders_stay_as_they_are() -> None:
    yaml_loader()
    assert yaml.safe_load("a: no") == {"a": False}


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan])
@pytest.mark.parametrize("dump", [dump_yaml, dump_json])
def test_a_number_that_is_none_is_refused(dump: Any, number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        dump({"k": number})


def test_yaml_tags_are_not_run() -> None:
    with pytest.raises(yaml.YAMLError):
        load_yaml("a: !!python/object/apply:os.getcwd []")
