"""The assessed years of a district, worked out again from its files by a plain reading and held against what the
records state and what the generator has written down, in both directions."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from cadrectl.demo import AS_OF
from tests.demo.districts import District, Value, read_district
from tests.oracle.assessed import (
    Key,
    Merit,
    exact,
    grades,
    home_post,
    low_share,
    merits,
    results,
    summative,
    to_hundredths,
    unit_totals,
    vetoed,
    votes_of,
)

SIZES = [(400, 7, AS_OF), (3000, 2, AS_OF), (400, 7, date(2028, 2, 28)), (400, 5, date(2027, 1, 1)), (50, 7, AS_OF)]


@pytest.fixture(scope="module", params=SIZES, ids=lambda size: f"{size[0]}-{size[1]}-{size[2].year}")
def place(request: pytest.FixtureRequest) -> District:
    """A district of each size, seed and date."""
    return read_district(*request.param)


def sessions(place: District) -> list[Value]:
    return list(place.of("evaluations").values())


def annual(place: District) -> Iterator[tuple[Any, Any]]:
    """The yearly results of the years of which more than the totals are kept."""
    full = [session for session in sessions(place) if "bodies" in session]
    return results(full, "annual")


def found_in(place: District) -> dict[Key, Merit]:
    return merits(sessions(place), place.of("cadres"))


def test_every_recorded_total_is_the_one_that_follows_from_ballots_and_marks(place: District) -> None:
    found, units = found_in(place), unit_totals(sessions(place))
    for session, person in annual(place):
        total = found[person["cadre"], session["year"]].total
        assert total == (exact(person["score"]) if "score" in person else None), (person["cadre"], session["year"])
        for body in session["bodies"]:
            assert exact(body["score"]) == units[body["unit"], session["year"]]


def test_confirmed_grades_follow_from_the_records_but_where_a_difference_is_written_down(place: District) -> None:
    computed = grades(found_in(place), place.of("cadres"))
    found = [
        {"cadre": person["cadre"], "year": session["year"], "computed": computed[person["cadre"], session["year"]]}
        | {"confirmed": person["grade"]}
        for session, person in annual(place)
        if "grade" in person and person["grade"] != computed[person["cadre"], session["year"]]
    ]
    planted = place.planted["differences"]
    assert sorted(map(str, found)) == sorted(map(str, planted))


def test_low_votes_are_those_written_down(place: District) -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for session, person in annual(place):
        if (low_share(session, person) or 0) >= Fraction(20, 100):
            found[str(session["year"])].append(person["cadre"])
    assert {year: sorted(ids) for year, ids in place.planted["low"].items() if ids} == {
        year: sorted(ids) for year, ids in found.items()
    }


def test_the_summative_total_follows_from_three_years_and_the_closing_mark(place: District) -> None:
    found = found_in(place)
    totals = summative(sessions(place), found)
    failed = set()
    for session, person in results(sessions(place), "summative"):
        key = (person["cadre"], session["year"])
        assert totals[key] == (exact(person["score"]) if "score" in person else None), key
        if "score" in person:
            passes = person["score"] >= 60 and not vetoed(found, *key)
            assert person["grade"] == ("qualified" if passes else "unqualified"), key
            failed |= set() if passes else {person["cadre"]}
    assert sorted(failed) == sorted(place.planted["failed"])


def test_whose_term_came_to_its_end_had_a_summative_assessment(place: District) -> None:
    memberships = place.of("reserve").values()
    until = min((value["term"]["until"] for value in memberships), default="")
    ended = {one["cadre"] for one in memberships if one["term"]["until"] == until and _stayed(one)}
    assert {person["cadre"] for _, person in results(sessions(place), "summative")} == ended


def _stayed(membership: Value) -> bool:
    return "left" not in membership or bool(membership["left"]["date"] >= membership["term"]["until"])


def test_the_best_of_a_tier_are_in_its_top_three_tenths_whatever_is_unknown(place: District) -> None:
    totals = {cadre: total for (cadre, _), total in summative(sessions(place), found_in(place)).items()}
    tiers: dict[str, list[str]] = defaultdict(list)
    for one in place.of("reserve").values():
        if one["term"]["until"] < place.planted["as_of"] and one["cadre"] in totals:
            tiers[one["tier"]].append(one["cadre"])
    best = {}
    for tier, ids in tiers.items():
        known = [total for total in (totals[id] for id in ids) if total is not None]
        places = len(ids) * 3 // 10 - (len(ids) - len(known))
        sure = [id for id in ids if sum(other >= (totals[id] or 0) for other in known) <= places]
        best[tier] = sorted(id for id in sure if totals[id] is not None)
    assert best == place.planted["best"]


@pytest.mark.parametrize("kind", ["semester", "probation", "secondment"])
def test_other_appraisals_state_the_mean_of_their_marks(kind: str) -> None:
    found = list(results(sessions(read_district(400)), kind))
    assert found
    for _, person in found:
        marks = [exact(item["score"]) for item in person["items"]]
        assert exact(person["score"]) == to_hundredths(sum(marks, Fraction(0)) / len(marks))
        assert person["grade"] == ("qualified" if person["score"] >= 60 else "unqualified")


def test_who_rose_is_appraised_after_a_year_in_the_post_and_who_was_seconded_at_the_end() -> None:
    place = read_district(400)
    cadres = place.of("cadres")
    for session, person in results(sessions(place), "probation"):
        held = home_post(cadres[person["cadre"]], session["date"])
        assert held is not None
        assert (held["unit"], held["from"][:4]) == (session["unit"], str(session["year"] - 1))
    for session, person in results(sessions(place), "secondment"):
        posts = [post for post in cadres[person["cadre"]]["posts"] if post["kind"] == "secondment"]
        assert [(post["unit"], post["from"] < session["date"] < post["to"]) for post in posts] == [
            (session["unit"], True)
        ]


def test_who_left_the_pool_is_recorded_and_in_no_later_membership(place: District) -> None:
    records = place.of("reserve").values()
    first = min(value["term"]["from"] for value in records)
    left = [value for value in records if value["term"]["from"] == first and "left" in value]
    assert sorted(
        (value["cadre"], value["tier"], value["left"]["date"], value["left"]["reason"]) for value in left
    ) == sorted((one["cadre"], one["tier"], one["date"], one["reason"]) for one in place.planted["left"])
    expelled = {value["cadre"] for value in left if value["left"]["reason"] != "used"}
    assert not expelled & {value["cadre"] for value in records if value["term"]["from"] != first}


def test_only_a_planted_member_falls_short_or_has_a_veto(place: District) -> None:
    planted = {one["cadre"] for one in place.planted["stories"]}
    first = min(value["term"]["from"] for value in place.of("reserve").values())
    members = {value["cadre"] for value in place.of("reserve").values() if value["term"]["from"] == first}
    for session, person in annual(place):
        if person["cadre"] in members - planted and "score" in person:
            assert person["score"] >= 75, (person["cadre"], session["year"])
        assert "veto" not in person or person["cadre"] in planted


def test_each_rule_of_the_assessment_is_shown_on_both_sides_of_its_limit() -> None:
    place = read_district(400)
    whys: dict[str, set[str]] = defaultdict(set)
    for one in place.planted["stories"]:
        whys[one["rule"]].add(one["why"])
    shown_by = {"JT-10": 7, "JT-11": 8, "JT-12": 4, "JT-9": 1, "JX-1": 6}
    assert {rule: len(found) for rule, found in whys.items()} == shown_by
    scores = found_in(place)
    shown: dict[str, list[Any]] = defaultdict(list)
    for one in place.planted["stories"]:
        shown[one["why"]] += [scores[one["cadre"], year].total for year in one["years"]]
    assert shown["exactly 70 is competent"] == [70]
    assert shown["69.99 is basically competent"] == [Fraction(6999, 100)]
    assert shown["exactly 60 is basically competent"] == [60]
    assert shown["59.99 is incompetent"] == [Fraction(5999, 100)]
    assert shown["no valid ballot of the staff: the total is unknown"] == [None]
    assert shown["at the bottom, and 74.99 a year later"] == [63, Fraction(7499, 100)]
    assert shown["at the bottom, but exactly 75 a year later"] == [Fraction(635, 10), 75]


def test_the_share_of_low_votes_is_planted_a_ballot_apart() -> None:
    place = read_district(400)
    low: dict[Key, Fraction] = {}
    valid: dict[Key, int] = {}
    for session, person in annual(place):
        key = (person["cadre"], session["year"])
        valid[key] = sum(sum(votes.values()) for votes in votes_of(session, person).values())
        low[key] = low_share(session, person) or Fraction(0)
    by_why = {one["why"]: (one["cadre"], one["years"]) for one in place.planted["stories"] if one["rule"] == "JX-1"}

    def shares(why: str) -> list[Fraction]:
        cadre, years = by_why[why]
        return [low[cadre, year] for year in years]

    def one_ballot(why: str) -> Fraction:
        cadre, years = by_why[why]
        return Fraction(1, valid[cadre, years[-1]])

    fifth, thirty = Fraction(1, 5), Fraction(3, 10)
    assert shares("exactly 20 % of the two lowest votes") == [fifth]
    assert shares("one ballot short of 20 %") == [fifth - one_ballot("one ballot short of 20 %")]
    assert shares("one ballot more than 20 %") == [fifth + one_ballot("one ballot more than 20 %")]
    assert shares("exactly 30 % two years running") == [thirty, thirty]
    short = "30 %, and one ballot short of it a year later"
    assert shares(short) == [thirty, thirty - one_ballot(short)]
    assert by_why["30 % in two years that do not follow each other"][1] == [2023, 2025]
    assert shares("30 % in two years that do not follow each other") == [thirty, thirty]
