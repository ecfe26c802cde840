"""Proposals for the pool: what a decision has to state."""

from typing import Any

import pytest

from tests.checks.district import Files, codes, said, sound

PLAN = "data/plans/pool-2025.yaml"
MEMBERSHIP = "C0002-2024"


def with_decision(decision: str, **more: Any) -> Files:
    files = sound()
    reasons = [{"text": "Results", "source": ["JT-11"]}]
    one = {"cadre": "C0002", "tier": "tier-2", "decision": decision, "reasons": reasons}
    files[PLAN] = {"title": "Proposal", "kind": "pool", "date": "2026-01-08", "year": 2025, "decisions": [one | more]}
    return files


@pytest.mark.parametrize("decision", ["stay", "warn", "propose", "develop"])
def test_a_decision_about_a_member_names_the_membership(decision: str) -> None:
    assert codes(with_decision(decision, reserve=MEMBERSHIP)) == []
    assert said(with_decision(decision)) == [("decision-incomplete", PLAN, f"decision: {decision}")]


def test_a_decision_to_leave_says_why() -> None:
    assert codes(with_decision("leave", reserve=MEMBERSHIP, left="low-result")) == []
    assert codes(with_decision("leave", reserve=MEMBERSHIP)) == ["decision-incomplete"]


def test_a_decision_to_enter_names_the_term_and_no_membership() -> None:
    assert codes(with_decision("enter", term={"from": "2026-01-01", "until": "2028-12-31"})) == []
    assert codes(with_decision("enter")) == ["decision-incomplete"]


def test_who_changes_tier_changes_into_another() -> None:
    assert codes(with_decision("change-tier", reserve=MEMBERSHIP, to="tier-1")) == []
    assert codes(with_decision("change-tier", reserve=MEMBERSHIP)) == ["decision-incomplete"]
    assert codes(with_decision("change-tier", reserve=MEMBERSHIP, to="tier-2")) == ["same-tier"]


def test_nothing_is_asked_of_what_is_undecided() -> None:
    assert codes(with_decision("undecided")) == []


def test_the_membership_is_that_of_the_person_in_the_tier() -> None:
    other = ("other-membership", PLAN, f"reserve: {MEMBERSHIP}")
    assert said(with_decision("stay", reserve=MEMBERSHIP, cadre="C0001")) == [other]
    assert said(with_decision("stay", reserve=MEMBERSHIP, tier="tier-1")) == [other]
    assert codes(with_decision("stay", reserve="C0009-2024")) == ["unknown-reference"]
