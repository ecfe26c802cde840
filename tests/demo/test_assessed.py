"""The assessed years of a district, worked out again from its files by plain Python and held against what the
records state and what the generator has written down, in both directions."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from cadrectl.demo import AS_OF
from tests.demo.districts import District, Value, read_district

SIZES = [(400, 7, AS_OF), (3000, 2, AS_OF), (400, 7, date(2028, 2, 28)), (400, 5, date(2027, 1, 1)), (50, 7, AS_OF)]
POINTS = {"excellent": 100, "competent": 80, "basically-competent": 60, "incompetent": 40}
ITEMS = ("virtue", "ability", "diligence", "results", "integrity")
ORDER = ["incompetent", "basically-competent", "competent", "excellent"]
Key = tuple[str, int]


@pytest.fixture(scope="module", params=SIZES, ids=lambda size: f"{size[0]}-{size[1]}-{size[2].year}")
def place(request: pytest.FixtureRequest) -> District:
    """A district of each size, seed and date."""
    return read_district(*request.param)


def exact(number: float) -> Fraction:
    return Fraction(str(number))


def to_hundredths(number: Fraction) -> Fraction:
    """To two decimals, a half upwards."""
    return Fraction((number * 100 + Fraction(1, 2)).__floor__(), 100)


def score(votes: Mapping[str, int], points: Mapping[str, int]) -> Fraction | None:
    valid = sum(votes.values())
    return to_hundredths(Fraction(sum(points[vote] * count for vote, count in votes.items()), valid)) if valid else None


def votes_of(session: Value, person: Value) -> dict[str, dict[str, int]]:
    """Votes by class of voters, from counts or from the papers."""
    found = {ballot["voter"]: ballot["votes"] for ballot in person["ballots"]}
    for paper in session.get("papers", ()):
        mark = paper["marks"].get(person["cadre"])
        votes = found.setdefault(paper["voter"], {})
        if mark is not None:
            votes[mark] = votes.get(mark, 0) + 1
    return found


def unit_total(body: Value) -> Fraction:
    items = {item["item"]: exact(item["score"]) for item in body["items"]}
    [ballot] = body["ballots"]
    happy = score(ballot["votes"], {"satisfied": 100, "basically-satisfied": 70, "dissatisfied": 0})
    assert happy is not None
    parts = items["results"] * 40 + items["reserves"] * 10 + happy * 30 + items["appraisal"] * 20
    return to_hundredths(parts / 100)


def runs(post: Value, day: str) -> bool:
    return bool(post["from"] <= day < post.get("to", "9999"))


def home_rank(cadre: Value, day: str) -> str:
    """The rank of the appointed post held on a day; else of the concurrent, else of the acting one."""
    for kind in ("appointed", "concurrent", "acting"):
        held = [post for post in cadre["posts"] if post["kind"] == kind and runs(post, day)]
        if held:
            return str(held[-1]["rank"])
    raise AssertionError("nobody is assessed without a post")


def annual(place: District) -> Iterator[tuple[Value, Value]]:
    for session in place.of("evaluations").values():
        if session["kind"] == "annual":
            for person in session["people"]:
                yield session, person


def totals(place: District) -> dict[Key, tuple[Fraction | None, Fraction, Fraction]]:
    """By person and year the total, the evaluation and the part of the staff."""
    found: dict[Key, tuple[Fraction | None, Fraction, Fraction]] = {}
    for session, person in annual(place):
        scores = {voter: score(votes, POINTS) for voter, votes in votes_of(session, person).items()}
        key = (person["cadre"], session["year"])
        if None in scores.values():
            found[key] = (None, Fraction(0), Fraction(0))
            continue
        known = {voter: one for voter, one in scores.items() if one is not None}
        evaluation = to_hundredths((known["leader"] * 30 + known["peer"] * 30 + known["staff"] * 40) / 100)
        items = {item["item"]: exact(item["score"]) for item in person["items"]}
        own = evaluation * Fraction(4, 10) + sum((items[item] for item in ITEMS), Fraction(0)) / 5 * Fraction(6, 10)
        if home_rank(place.of("cadres")[person["cadre"]], session["date"]) == "principal":
            [body] = session["bodies"]
            own = own * Fraction(8, 10) + unit_total(body) * Fraction(2, 10)
        found[key] = (to_hundredths(own), evaluation, known["staff"])
    return found


def grades(place: District) -> dict[Key, str]:
    """By person and year the grade that follows from the records; none where the total is unknown."""
    cadres, scores = place.of("cadres"), totals(place)
    groups: dict[tuple[int, str], list[tuple[tuple[Fraction | None, Fraction, Fraction], Value]]] = defaultdict(list)
    for session, person in annual(place):
        rank = home_rank(cadres[person["cadre"]], session["date"])
        groups[session["year"], rank].append((scores[person["cadre"], session["year"]], person))
    found: dict[Key, str] = {}
    for (year, _), group in groups.items():
        merits = [merit for merit, _ in group if merit[0] is not None and merit[0] >= 85]
        for merit, person in group:
            if merit[0] is None:
                continue
            better_or_equal = sum(other >= merit for other in merits)
            grade = "excellent" if merit[0] >= 85 and better_or_equal <= len(group) // 5 else "competent"
            grade = "incompetent" if merit[0] < 60 else "basically-competent" if merit[0] < 70 else grade
            if any(one["effective"][:4] == str(year) for one in cadres[person["cadre"]].get("sanctions", ())):
                grade = min(grade, "competent", key=ORDER.index)
            if "veto" in person:
                grade = min(grade, "basically-competent", key=ORDER.index)
            found[person["cadre"], year] = grade
    return found


def test_every_recorded_total_is_the_one_that_follows_from_ballots_and_marks(place: District) -> None:
    scores = totals(place)
    for session, person in annual(place):
        total = scores[person["cadre"], session["year"]][0]
        assert total == (exact(person["score"]) if "score" in person else None), (person["cadre"], session["year"])
        for body in session["bodies"]:
            assert exact(body["score"]) == unit_total(body)


def test_confirmed_grades_follow_from_the_records_but_where_a_difference_is_written_down(place: District) -> None:
    computed = grades(place)
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
        cast: dict[str, int] = defaultdict(int)
        for votes in votes_of(session, person).values():
            for vote, count in votes.items():
                cast[vote] += count
        low = cast["basically-competent"] + cast["incompetent"]
        if Fraction(low, sum(cast.values())) >= Fraction(20, 100):
            found[str(session["year"])].append(person["cadre"])
    assert {year: sorted(ids) for year, ids in place.planted["low"].items() if ids} == {
        year: sorted(ids) for year, ids in found.items()
    }


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
    assert {rule: len(found) for rule, found in whys.items()} == {"JT-10": 7, "JT-11": 7, "JT-12": 4, "JX-1": 6}
    scores = totals(place)
    shown: dict[str, list[Any]] = defaultdict(list)
    for one in place.planted["stories"]:
        shown[one["why"]] += [scores[one["cadre"], year][0] for year in one["years"]]
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
        cast = list(votes_of(session, person).values())
        key = (person["cadre"], session["year"])
        valid[key] = sum(sum(votes.values()) for votes in cast)
        bad = sum(votes.get("basically-competent", 0) + votes.get("incompetent", 0) for votes in cast)
        low[key] = Fraction(bad, valid[key]) if valid[key] else Fraction(0)
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
