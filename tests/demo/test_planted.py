"""What was planted, held against a plain reading of the scheme in both directions, and against the
checks."""

from collections import defaultdict
from datetime import date
from typing import Any

import pytest

from cadrectl.checks import run
from cadrectl.demo import AS_OF
from tests.demo.districts import District, read_district
from tests.oracle.jt import judge

TIERS = ("tier-1", "tier-2", "tier-3")
SIZES = [
    (400, 7, AS_OF),
    (300, 3, AS_OF),
    (3000, 2, AS_OF),
    (400, 7, date(2028, 2, 28)),
    (400, 5, date(2027, 1, 1)),
]


def judged(place: District, as_of: date) -> dict[str, dict[str, str]]:
    records: dict[str, dict[str, Any]] = defaultdict(dict)
    for record in place.records:
        records[record.kind][record.id] = record.value
    return judge(records, as_of.isoformat())


@pytest.mark.parametrize(("cadres", "seed", "as_of"), SIZES)
def test_whoever_is_planted_gets_the_verdict_expected_by_the_clause_expected(
    cadres: int, seed: int, as_of: date
) -> None:
    place = read_district(cadres, seed, as_of)
    verdicts = judged(place, as_of)
    for one in place.planted["people"]:
        found = verdicts[one["cadre"]]
        assert (found[one["tier"]], found[one["clause"]]) == (one["verdict"], one["verdict"]), one


@pytest.mark.parametrize(("cadres", "seed", "as_of"), SIZES)
def test_nobody_is_unknown_but_those_planted_so(cadres: int, seed: int, as_of: date) -> None:
    place = read_district(cadres, seed, as_of)
    expected = {(one["cadre"], one["tier"]) for one in place.planted["people"] if one["verdict"] == "unknown"}
    verdicts = judged(place, as_of)
    assert {
        (id, tier) for id, found in verdicts.items() for tier in TIERS if found[tier] == "unknown"
    } == expected


@pytest.mark.parametrize(("cadres", "seed", "as_of"), SIZES)
def test_those_who_wait_outside_are_eligible(cadres: int, seed: int, as_of: date) -> None:
    place = read_district(cadres, seed, as_of)
    verdicts = judged(place, as_of)
    members = {value["cadre"] for value in place.of("reserve").values()}
    for tier, ids in place.planted["waiting"].items():
        assert not members & set(ids)
        assert {verdicts[id][tier] for id in ids} <= {"pass"}


def test_members_listed_apart_are_the_memberships_that_run() -> None:
    place = read_district(400)
    running = defaultdict(list)
    for value in place.running():
        running[value["tier"]].append(value["cadre"])
    assert {tier: sorted(ids) for tier, ids in running.items()} == place.planted["members"]


def test_every_limit_has_somebody_on_both_sides_of_it() -> None:
    sides: dict[str, set[str]] = defaultdict(set)
    for one in read_district(400).planted["people"]:
        sides[one["clause"]].add(one["verdict"])
    for clause in (
        "tier-1.selected.age",
        "tier-1.selected.qualified.education",
        "tier-1.selected.qualified.deputy",
        "tier-1.selected.qualified.honour",
        "tier-2.selected.age",
        "tier-2.selected.qualified.middle",
        "tier-2.selected.qualified.honour",
        "tier-2.selected.qualified.kindergarten",
        "tier-3.selected.age",
    ):
        assert sides[clause] == {"pass", "fail", "unknown"}, clause
    for clause in ("tier-1.filed.listed", "tier-2.legacy", "tier-3.selected.qualified.class-teacher"):
        assert sides[clause] == {"pass", "fail"}, clause
    for way in ("university", "student-leader", "contest"):
        assert "pass" in sides[f"tier-3.selected.qualified.merit.{way}"]
    assert sides["tier-3.selected.qualified.merit"] == {"fail"}


def test_age_limits_are_planted_a_day_apart() -> None:
    place = read_district(400)
    cadres = place.of("cadres")
    for tier, limit in (("tier-1", 45), ("tier-2", 40), ("tier-3", 35)):
        why = (
            f"the {limit}th birthday is the day of the question",
            f"the {limit}th birthday was the day before",
        )
        births = [
            cadres[one["cadre"]]["birth"]
            for one in sorted(place.planted["people"], key=lambda one: str(one["why"]))
            if one["clause"] == f"{tier}.selected.age" and one["why"] in why
        ]
        assert births == [f"{2026 - limit}-09-15", f"{2026 - limit}-09-14"]


def test_nothing_in_the_records_says_who_was_planted() -> None:
    place = read_district(400)
    planted = {one["cadre"] for one in place.planted["people"]}
    cadres = place.of("cadres")
    numbers = sorted(int(id[1:]) for id in planted)
    assert len(numbers) > 80
    assert numbers[0] < 40 < 360 < numbers[-1], "spread among all"
    assert {key for id in planted for key in cadres[id]} <= {
        key for id in cadres if id not in planted for key in cadres[id]
    }


@pytest.mark.parametrize("cadres", [1, 50, 400, 3000])
def test_a_district_has_no_errors_and_only_honest_warnings(cadres: int) -> None:
    place = read_district(cadres)
    found = run(place.records, AS_OF)
    assert {problem.code for problem in found} <= {"declared-differs", "unsettled-value", "no-valid-ballots"}
    assert {problem.severity for problem in found} <= {"warning"}
