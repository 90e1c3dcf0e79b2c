"""Findings: a rule, a place, facts; the sentence is rendered from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.diagnostics import Finding, finding, order
from ggplan.location import Place
from ggplan.rules import all_rules

SLUGS = sorted(all_rules())


def test_a_finding_says_its_rule_its_item_and_its_facts() -> None:
    found = finding("missing-number", Place(2, (3, 9)), "1.4", before="1.2", after="1.4", missing="1.3")
    assert (found.code, found.severity, found.item) == ("GG021", "warning", "1.4")
    assert "from 1.2 to 1.4" in found.message
    assert "1.3 is missing" in found.message


def test_a_rule_that_is_not_in_the_catalogue() -> None:
    with pytest.raises(KeyError):
        finding("no-such-rule")


def test_a_fact_that_is_not_known_is_said_to_be_so() -> None:
    assert "(before unknown)" in finding("missing-number", after="3", missing="2").message


@pytest.mark.parametrize("slug", SLUGS)
def test_every_rule_makes_a_sentence(slug: str) -> None:
    rule = all_rules()[slug]
    assert Finding(slug).message
    assert rule.remedy.strip().endswith((".", ")", "?", "`", "”"))
    assert rule.why
    assert rule.severity in ("error", "warning", "info")


found = st.builds(
    Finding,
    slug=st.sampled_from(SLUGS[:8]),
    source=st.builds(Place, page=st.none() | st.integers(1, 3), lines=st.none() | st.just((1, 2)) | st.just((5, 5))),
    item=st.none() | st.sampled_from(["1", "2"]),
    facts=st.just((("a", "b"),)),
)


@given(st.lists(found, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_findings_is_that_of_the_document(findings: list[Finding], chance: object) -> None:
    shuffled = list(findings)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    ordered = order(shuffled)
    assert sorted(map(repr, ordered)) == sorted(map(repr, findings))
    assert ordered == order(findings)
    assert [one.source.page or 0 for one in ordered] == sorted(one.source.page or 0 for one in findings)
