"""Ids: readable, unique, the same each time."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.parse.ids import Ids
from support import cases


def given_ids(steps: list[dict[str, Any]]) -> list[str]:
    ids = Ids()
    found = []
    group: str | None = None
    for step in steps:
        if "group" in step:
            group = ids.group(step.get("section", "appendix"), step["group"], tuple(step.get("path", ())))
            found.append(group)
        else:
            of = None if step.get("alone") else group
            code = step.get("under", "")
            found.append(ids.task(step.get("section", "appendix"), of, code, step["task"], step.get("number", 1)))
    return found


@pytest.mark.parametrize("case", cases("parse/ids"))
def test_ids_of_a_plan(case: dict[str, Any]) -> None:
    assert given_ids(case["steps"]) == case["ids"]


codes = st.sampled_from(["", "1", "1.1", "1.10", "I", "VIII.3", "a)", "(4)", "1.1."])
steps = st.one_of(
    st.fixed_dictionaries({"group": codes, "section": st.sampled_from(["appendix", "body"])}),
    st.fixed_dictionaries({"task": codes | st.none(), "under": codes, "number": st.integers(1, 3), "alone": st.booleans()}),
)


@given(st.lists(steps, max_size=25))
def test_no_id_is_given_twice_and_none_is_empty(found: list[dict[str, Any]]) -> None:
    ids = given_ids(found)
    assert len(set(ids)) == len(ids)
    assert all(one and not set(one) & set(" ()") for one in ids)
    assert given_ids(found) == ids


def test_a_taken_id_gets_a_number() -> None:
    ids = Ids()
    assert [ids.unique("T1") for _ in range(3)] == ["T1", "T1~2", "T1~3"]
    assert ids.unique("1", prefix="A") == "1"
    assert ids.unique("1", prefix="A") == "A.1"
    assert ids.unique("1", prefix="A") == "A.1~2"
