"""Kin in the system."""

from datetime import date

import pytest

from tests.checks.district import Files, cadre, codes, post, said, sound

CHIEF = "data/cadres/C0001.yaml"
OTHER = "data/cadres/C0003.yaml"


def with_kin(*posts: Files) -> Files:
    """The principal C0001 of U001 and a spouse C0003 in these posts."""
    files = sound()
    files[CHIEF]["kin"] = [{"cadre": "C0003", "relation": "spouse"}]
    files[OTHER] = cadre("Zhou", *posts, kin=[{"cadre": "C0001", "relation": "spouse"}])
    return files


def test_kin_in_two_units_are_no_matter() -> None:
    assert codes(with_kin(post("vice-principal", "deputy", "2015-08", unit="U002"))) == []


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (post("vice-principal", "deputy", "2015-08"), ["kin-avoidance", "kin-avoidance"]),
        (post("director", "middle-chief", "2015-08"), ["kin-avoidance", "kin-avoidance"]),
        (post("teacher", "staff", "2015-08"), []),
    ],
)
def test_kin_of_the_principal_do_not_lead_or_manage_there(row: Files, found: list[str]) -> None:
    assert codes(with_kin(row)) == found


def test_the_problem_stands_at_the_relation_in_both_files() -> None:
    files = with_kin(post("vice-principal", "deputy", "2015-08"))
    assert said(files) == [("kin-avoidance", CHIEF, "cadre: C0003"), ("kin-avoidance", OTHER, "cadre: C0001")]


@pytest.mark.parametrize(
    ("domain", "found"),
    [("teaching", ["kin-avoidance", "kin-avoidance"]), ("moral-education", []), (None, [])],
)
def test_a_manager_works_under_the_deputy_for_the_same_domain(domain: str | None, found: list[str]) -> None:
    files = with_kin(post("director", "middle-chief", "2015-08", domain="teaching"))
    files[CHIEF]["posts"] = [post("vice-principal", "deputy", "2004-08", domain=domain)]
    assert codes(files) == found


@pytest.mark.parametrize(
    ("day", "found"), [(date(2026, 1, 9), ["kin-avoidance", "kin-avoidance"]), (date(2026, 1, 10), [])]
)
def test_only_posts_held_on_the_day_of_the_question_are_linked(day: date, found: list[str]) -> None:
    ended = post("vice-principal", "deputy", "2015-08", to="2026-01-10")
    files = with_kin(ended, post("vice-principal", "deputy", "2026-01-10", unit="U002"))
    assert codes(files, day) == found


def test_kin_named_on_one_side_only_are_said_there() -> None:
    files = with_kin(post("vice-principal", "deputy", "2015-08", unit="U002"))
    files[OTHER].pop("kin")
    assert said(files) == [("kin-one-sided", CHIEF, "cadre: C0003")]
