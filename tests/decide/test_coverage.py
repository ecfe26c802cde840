"""What the cases of a policy leave out: one clause, then another, taken from the cases that come with the program."""

from copy import deepcopy
from typing import Any

import pytest

from cadrectl.decide.coverage import can_fail, coverage
from cadrectl.policy.model import Policy
from tests.policy.schemes import SCHEMES, read, value

STARTER = next(path for path in SCHEMES if path.stem == "jt-2020")


@pytest.fixture(scope="module")
def policy() -> Policy:
    [found], _, _ = read(STARTER.read_text("utf-8"), STARTER.stem)
    return found


@pytest.fixture
def cases() -> dict[str, Any]:
    return deepcopy(value(STARTER.with_name(f"{STARTER.stem}.cases.yaml"), "policies"))


def without(cases: dict[str, Any], clause: str, *verdicts: str) -> dict[str, Any]:
    for case in cases["cases"]:
        if case["expect"].get(clause) in verdicts:
            del case["expect"][clause]
    return cases


def test_without_cases_every_clause_is_exercised_by_none(policy: Policy) -> None:
    for one in coverage(policy, []):
        assert one.missing == ["pass", "unknown", "fail"]
        assert not one.shown


def test_a_verdict_counts_as_often_as_cases_expect_it(policy: Policy, cases: dict[str, Any]) -> None:
    expected = [
        case["expect"]["tier-1.selected.age"] for case in cases["cases"] if "tier-1.selected.age" in case["expect"]
    ]
    [age] = [one for one in coverage(policy, [cases]) if one.path == "tier-1.selected.age"]
    assert {verdict: number for verdict, number in age.cases.items() if number} == {
        verdict: expected.count(verdict) for verdict in set(expected)
    }


@pytest.mark.parametrize("verdict", ["pass", "fail"])
def test_a_clause_shown_one_way_only_is_named_with_the_verdict_that_is_missing(
    policy: Policy, cases: dict[str, Any], verdict: str
) -> None:
    before = {one.path for one in coverage(policy, [cases]) if not one.shown}
    found = [one for one in coverage(policy, [without(cases, "tier-1.selected.age", verdict)]) if not one.shown]
    assert {one.path for one in found} - before == {"tier-1.selected.age"}
    assert all(verdict in one.missing for one in found if one.path == "tier-1.selected.age")


def test_an_unknown_that_no_case_expects_is_named_and_leaves_the_clause_shown(
    policy: Policy, cases: dict[str, Any]
) -> None:
    found = coverage(policy, [without(cases, "tier-1.selected.age", "unknown")])
    [age] = [one for one in found if one.path == "tier-1.selected.age"]
    assert age.missing == ["unknown"]
    assert age.shown


def test_what_binds_nobody_need_not_be_shown_failing() -> None:
    scheme = next(path for path in SCHEMES if path.stem == "town-reserve")
    [found], _, _ = read(scheme.read_text("utf-8"), scheme.stem)
    clauses = {one.path: one for one in coverage(found, [])}
    assert not can_fail(clauses["stock"].asked)
    assert any(can_fail(one.asked) for one in clauses.values())


def test_several_records_of_cases_add_up(policy: Policy, cases: dict[str, Any]) -> None:
    once, twice = coverage(policy, [cases]), coverage(policy, [cases, cases])
    assert [{word: 2 * number for word, number in one.cases.items()} for one in once] == [one.cases for one in twice]


PROCEDURES = next(path for path in SCHEMES if path.stem == "appointments-2026")


@pytest.fixture(scope="module")
def procedures() -> tuple[Policy, dict[str, Any]]:
    [found], _, _ = read(PROCEDURES.read_text("utf-8"), PROCEDURES.stem)
    return found, value(PROCEDURES.with_name(f"{PROCEDURES.stem}.cases.yaml"), "policies")


@pytest.mark.parametrize(
    ("expectation", "state", "named"),
    [
        ("step.ballot", "no-majority", {"election.step.ballot.majority"}),
        ("step.ballot", "no-quorum", {"election.step.ballot.quorum"}),
        ("step.audit", "missing", {"removal.step.audit"}),
        ("step.appeal", "too-early", {"removal.step.appeal"}),
        ("stage.written", "fail", {"competition.stage.written"}),
        ("cancelled", "pass", {"competition.cancelled"}),
    ],
)
def test_a_step_limit_or_stage_that_no_case_shows_broken_is_named_with_its_procedure(
    procedures: tuple[Policy, dict[str, Any]], expectation: str, state: str, named: set[str]
) -> None:
    policy, stated = procedures
    assert {one.path for one in coverage(policy, [stated]) if not one.shown} == set()
    left = without(deepcopy(stated), expectation, state)
    assert {one.path for one in coverage(policy, [left]) if not one.shown} == named
