"""What the generator has written down of the assessed years and of the pool, held against what the program finds in the
district, in both directions."""

from functools import cache, partial

from cadrectl.decide.assess import assess
from cadrectl.decide.confirmed import contradictions
from cadrectl.decide.pool import Decision, review
from cadrectl.facts.moment import Book
from cadrectl.policy.clerk import Clerk
from cadrectl.policy.load import Stated, policies
from cadrectl.records import places
from cadrectl.register import build
from cadrectl.vocabulary import vocabularies
from tests.demo.districts import District, Value, read_district

YEARS = (2023, 2024, 2025)
SERIES = ["jt-tiers"]
GONE = ("leave", "change-tier")


@cache
def place() -> District:
    return read_district(400)


@cache
def clerk() -> Clerk:
    found = place().records
    words = vocabularies((one.id, one.value) for one in found if one.kind == "vocabularies")
    stated = [Stated(one.value, one.path, partial(places.place, one)) for one in found if one.kind == "policies"]
    return Clerk(Book(build(found, words)), policies(stated)[0])


@cache
def members(year: int) -> dict[str, Decision]:
    """By person what the review of a year decides on the members."""
    [found] = review(clerk(), SERIES, year)
    return {one.cadre: one for one in found.members}


@cache
def entering() -> dict[str, Decision]:
    """By person what the review of the last year decides on those who applied."""
    [found] = review(clerk(), SERIES, YEARS[-1])
    return {one.cadre: one for one in found.rows if one.cadre not in members(YEARS[-1])}


def memberships(first: str) -> dict[str, Value]:
    """By person the memberships of the term that begins on a day."""
    return {one["cadre"]: one for one in place().of("reserve").values() if one["term"]["from"] == first}


def test_the_review_decides_on_each_planted_member_what_is_written_down() -> None:
    for story in place().planted["stories"]:
        for year, decision in story.get("decisions", {}).items():
            assert members(int(year))[story["cadre"]].decision == decision, story


def test_only_planted_members_leave_change_tier_are_put_forward_or_open() -> None:
    expected = {
        (story["cadre"], int(year), decision)
        for story in place().planted["stories"]
        for year, decision in story.get("decisions", {}).items()
        if decision in (*GONE, "propose")
    }
    found = {(one.cadre, year, one.decision) for year in YEARS for one in members(year).values()}
    assert {each for each in found if each[2] in (*GONE, "propose")} == expected
    told = {story["cadre"] for story in place().planted["stories"]}
    assert {cadre for cadre, _, decision in found if decision == "undecided"} <= told


def test_whoever_is_surely_among_the_best_is_put_forward_or_developed() -> None:
    best = {cadre for ids in place().planted["best"].values() for cadre in ids}
    found = {one.cadre for one in members(YEARS[-1]).values() if one.decision in ("propose", "develop")}
    assert found == best - {one.cadre for one in members(YEARS[-1]).values() if one.decision in GONE}


def test_whoever_failed_the_summative_assessment_leaves_for_it() -> None:
    found = [one.cadre for one in members(YEARS[-1]).values() if one.reason == "failed-summative"]
    assert found == place().planted["failed"]


def test_the_next_term_has_those_who_stay_those_who_change_tier_and_those_who_enter() -> None:
    running = {cadre: one for cadre, one in memberships("2026-01-01").items() if one["route"] == "selected"}
    last = members(YEARS[-1])
    kept = {cadre: one.to or one.tier for cadre, one in last.items() if one.decision != "leave"}
    entered = {cadre: one.tier for cadre, one in entering().items() if one.decision == "enter"}
    missing = place().planted["unassessed"]
    assert {cadre: one["tier"] for cadre, one in running.items() if cadre not in missing} == kept | entered


def test_of_those_without_a_result_the_entry_is_open() -> None:
    open_ = {cadre for cadre, one in entering().items() if one.decision == "undecided"}
    assert open_ == place().planted["unassessed"].keys() & memberships("2026-01-01").keys()


def test_nobody_who_left_in_a_year_is_a_member_in_the_next() -> None:
    for year in YEARS[:-1]:
        gone = {cadre for cadre, one in members(year).items() if one.decision in GONE}
        assert not gone & members(year + 1).keys()
    gone = {cadre for cadre, one in members(YEARS[-1]).items() if one.decision == "leave"}
    assert not gone & memberships("2026-01-01").keys()


def test_the_confirmed_grades_that_are_refused_are_those_written_down() -> None:
    found = [one for one in contradictions(clerk(), SERIES) if one.code == "grade-differs"]
    lines = {one.path: place_lines(one.path) for one in found}
    refused = {(lines[one.path][one.line], int(one.path.split("/")[2])) for one in found}
    assert refused == {(one["cadre"], one["year"]) for one in place().planted["differences"]}


def place_lines(path: str) -> dict[int, str]:
    """By line of a session who is assessed there."""
    [record] = [one for one in place().records if one.path == path]
    people = record.value["people"]
    return {places.place(record, ("people", at))[0]: person["cadre"] for at, person in enumerate(people)}


def test_low_votes_are_followed_by_what_jx_1_asks_for_and_nobody_else_is() -> None:
    assert {str(year): followed(year, "low-once") for year in YEARS} == {
        year: sorted(ids) for year, ids in place().planted["low"].items()
    }
    twice = {story["cadre"]: story["why"] for story in place().planted["stories"] if story["rule"] == "JX-1"}
    assert [twice[cadre] for year in YEARS for cadre in followed(year, "low-twice")] == [
        "exactly 30 % two years running"
    ]


def followed(year: int, consequence: str) -> list[str]:
    """Of whom a consequence of the democratic evaluation holds in a year."""
    rows = [row for row in assess(clerk(), ["jx-evaluation"], year) if row.sheet.assessment.id == "democratic"]
    return sorted(
        row.cadre
        for row in rows
        for one in row.consequences
        if row.cadre is not None and one.id == consequence and one.verdict == "pass"
    )
