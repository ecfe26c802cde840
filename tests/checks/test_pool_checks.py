"""Memberships of the tiers, and what rounds and relaxations name in a policy."""

from datetime import date
from typing import Any

import pytest

from cadrectl.text import render
from tests.checks.district import AS_OF, Files, cadre, codes, membership, post, problems, said, sound

MEMBERSHIP = "data/reserve/C0002-2024.yaml"
POLICY = "data/policies/pool-2020.yaml"


def with_membership(**more: Any) -> Files:
    files = sound()
    files[MEMBERSHIP].update(more)
    return files


def test_a_tier_that_the_policy_does_not_have_is_said() -> None:
    assert said(with_membership(tier="tier-3")) == [("unknown-tier", MEMBERSHIP, "tier: tier-3")]


@pytest.mark.parametrize(
    ("until", "found"), [("2023-12-31", ["policy-not-in-force"]), ("2024-01-01", []), ("2024", [])]
)
def test_the_policy_is_in_force_on_a_day_of_the_term(until: str, found: list[str]) -> None:
    files = sound()
    files[POLICY]["in_force"] = {"from": "2020-01-01", "until": until}
    assert codes(files) == found


@pytest.mark.parametrize(("since", "found"), [("2027-01-01", ["policy-not-in-force"]), ("2026-12-31", [])])
def test_a_policy_of_after_the_term_is_not_in_force(since: str, found: list[str]) -> None:
    files = sound()
    files[POLICY]["in_force"] = {"from": since}
    assert codes(files) == found


@pytest.mark.parametrize(
    ("left", "found"),
    [
        ("2023-12-31", ["outside-term"]),
        ("2024-01-01", []),
        ("2027-01-01", []),
        ("2027-01-02", ["outside-term"]),
        ("2023", ["outside-term"]),
        ("2023-12", ["outside-term"]),
    ],
)
def test_who_leaves_a_tier_leaves_it_in_the_term_or_the_day_after(left: str, found: list[str]) -> None:
    assert codes(with_membership(left={"date": left, "reason": "own-wish"})) == found


@pytest.mark.parametrize(
    ("noted", "found"), [("2023-12-31", ["outside-term"]), ("2024-01-01", []), ("2023", ["outside-term"]), ("2024", [])]
)
def test_what_is_noted_of_a_reserve_lies_in_the_term(noted: str, found: list[str]) -> None:
    entry = {"date": noted, "kind": "mentor", "by": "C0001", "text": "思路清楚"}
    assert codes(with_membership(entries=[entry])) == found


@pytest.mark.parametrize(
    ("approved", "found"), [("2026-12-31", []), ("2027-01-01", ["outside-term"]), ("2023-12", [])]
)
def test_a_membership_is_approved_before_the_term_ends(approved: str, found: list[str]) -> None:
    approval = {"date": approved, "body": "education-bureau"}
    assert codes(with_membership(approval=approval), date(2027, 1, 1)) == found


@pytest.mark.parametrize(
    ("year", "found"), [(2023, ["outside-term"]), (2024, []), (2026, []), (2027, ["outside-term"])]
)
def test_a_plan_is_for_a_year_of_the_term(year: int, found: list[str]) -> None:
    assert codes(with_membership(plan=[{"year": year, "text": "study"}])) == found


def with_second(first_end: str, second_start: str) -> Files:
    """C0002 in tier 2 until `first_end`, and in tier 1 from `second_start` on."""
    files = with_membership(term={"from": "2022-01-01", "until": first_end})
    files["data/reserve/C0002-2022.yaml"] = files.pop(MEMBERSHIP)
    term = {"from": second_start, "until": "2026-12-31"}
    files[f"data/reserve/C0002-{second_start[:4]}.yaml"] = membership("C0002", tier="tier-1", term=term)
    return files


@pytest.mark.parametrize(
    ("first_end", "second_start", "found"),
    [
        ("2024-12-31", "2024-12-31", ["two-tiers"]),
        ("2024-12-31", "2025-01-01", []),
        ("2024-12", "2024-12", []),
        ("2025", "2024", ["two-tiers"]),
    ],
)
def test_one_membership_ends_before_the_next(first_end: str, second_start: str, found: list[str]) -> None:
    assert codes(with_second(first_end, second_start)) == found


def test_the_same_tier_twice_at_once_is_refused_too() -> None:
    files = with_second("2025-12-31", "2025-01-01")
    files["data/reserve/C0002-2025.yaml"]["tier"] = "tier-2"
    assert said(files) == [("two-tiers", "data/reserve/C0002-2025.yaml", "tier: tier-2")]


@pytest.mark.parametrize(("left", "found"), [("2024-05-01", []), ("2024-05-02", ["two-tiers"])])
def test_a_change_of_tier_within_a_term_counts_from_the_approval(left: str, found: list[str]) -> None:
    files = with_membership(left={"date": left, "reason": "changed-tier"})
    approval = {"date": "2024-05-01", "body": "education-bureau"}
    files["data/reserve/C0002-2024-2.yaml"] = membership("C0002", tier="tier-1", approval=approval)
    assert codes(files) == found


def test_two_people_may_be_in_a_tier_at_once() -> None:
    files = sound()
    files["data/cadres/C0003.yaml"] = cadre("Sun", post("director", "middle-chief", "2010-08"))
    files["data/reserve/C0003-2024.yaml"] = membership("C0003")
    assert codes(files) == []


def with_mentor(*posts: Files, **more: Any) -> Files:
    files = with_membership(mentor="C0003")
    files["data/cadres/C0003.yaml"] = cadre("Zhou", *posts, **more)
    return files


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (post("vice-principal", "deputy", "2015-08"), []),
        (post("director", "middle-chief", "2015-08"), ["mentor-not-leader"]),
        (post("director", "middle-chief", "2015-08", leading=True), []),
        (post("vice-principal", "deputy", "2015-08", unit="U002"), ["mentor-not-leader"]),
        (post("vice-principal", "deputy", "2015-08", kind="secondment"), ["mentor-not-leader"]),
    ],
)
def test_a_mentor_is_a_leader_of_the_same_unit(row: Files, found: list[str]) -> None:
    assert codes(with_mentor(row)) == found


@pytest.mark.parametrize(("to", "found"), [("2026-01-10", ["mentor-not-leader"]), ("2026-01-11", [])])
def test_a_mentor_leads_the_unit_on_the_day_of_the_question(to: str | None, found: list[str]) -> None:
    assert codes(with_mentor(post("vice-principal", "deputy", "2015-08", to=to))) == found


def test_the_mentor_of_a_membership_that_has_ended_may_have_moved_on() -> None:
    files = with_mentor(post("vice-principal", "deputy", "2015-08", unit="U002"))
    files[MEMBERSHIP]["left"] = {"date": "2026-01-10", "reason": "own-wish"}
    assert codes(files, AS_OF) == []
    assert codes(files, date(2026, 1, 9)) == ["mentor-not-leader"]


def test_nobody_is_their_own_mentor() -> None:
    files = with_membership(cadre="C0001", mentor="C0001")
    files["data/reserve/C0001-2024.yaml"] = files.pop(MEMBERSHIP)
    assert codes(files) == ["mentor-not-leader"]


@pytest.mark.parametrize(("ended", "found"), [("2025-07-02", ["left-but-in-tier"]), ("2025-07-01", [])])
def test_who_left_the_system_is_in_no_tier_any_more(ended: str, found: list[str]) -> None:
    files = with_membership(left={"date": ended, "reason": "left-system"})
    files["data/cadres/C0002.yaml"]["posts"][1]["to"] = "2025-07-01"
    files["data/cadres/C0002.yaml"]["left"] = {"date": "2025-07-01", "reason": "transferred"}
    assert codes(files) == found


def test_a_round_fills_tiers_of_its_policy() -> None:
    files = sound()
    files["data/rounds/2024.yaml"]["tiers"] = ["tier-1", "tier-2", "tier-4"]
    assert said(files) == [("unknown-tier", "data/rounds/2024.yaml", "tier-4")]


@pytest.mark.parametrize(
    ("clause", "found"),
    [
        ("tier-2", []),
        ("tier-2.selected", []),
        ("tier-2.selected.age", []),
        ("tier-2.selected.basic.conduct", []),
        ("tier-2.age", ["unknown-clause"]),
        ("selected.age", ["unknown-clause"]),
        ("tier-3.selected.age", ["unknown-clause"]),
        ("tier-2.selected.conduct", ["unknown-clause"]),
    ],
)
def test_a_relaxation_names_the_whole_path_of_a_clause(clause: str, found: list[str]) -> None:
    files = sound()
    files["data/relaxations/2024-1.yaml"]["clause"] = clause
    assert codes(files) == found


def test_a_group_that_contains_itself_is_followed_no_further_than_the_path() -> None:
    files = sound()
    files[POLICY]["groups"]["basic"]["all"].append({"id": "again", "group": "basic"})
    clause = "tier-2.selected.basic" + ".again" * 500 + ".conduct"
    files["data/relaxations/2024-1.yaml"]["clause"] = clause
    assert codes(files) == []


def test_the_hint_offers_the_nearest_clause() -> None:
    files = sound()
    files["data/relaxations/2024-1.yaml"]["clause"] = "tier-2.selected.ages"
    assert [render(found.hint, "en") for found in problems(files)] == ["Did you mean tier-2.selected.age?"]
