"""The engine and a plain reading of the assessments of `jt-2020`, held against one another on generated districts."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from cadrectl.decide.assess import Assessed, assess
from cadrectl.facts.moment import Book
from cadrectl.policy.clerk import Clerk
from cadrectl.policy.load import Stated, policies
from cadrectl.register import build
from cadrectl.vocabulary import vocabularies
from tests.demo.districts import District, Value, read_district
from tests.oracle import assessed as plain

Results = Mapping[plain.Key, Assessed]


@pytest.fixture(scope="module", params=[(400, 7), (900, 2)], ids=lambda size: f"{size[0]}-{size[1]}")
def place(request: pytest.FixtureRequest) -> District:
    return read_district(*request.param)


@pytest.fixture(scope="module")
def clerk(place: District) -> Clerk:
    words = vocabularies((one.id, one.value) for one in place.records if one.kind == "vocabularies")
    stated = [Stated(one.value, one.path, lambda _: (0, 0)) for one in place.records if one.kind == "policies"]
    return Clerk(Book(build(place.records, words)), policies(stated)[0])


def by_engine(clerk: Clerk, place: District, kind: str) -> Results:
    """What the engine finds in all years, by person or unit and year."""
    years = sorted({session["year"] for session in sessions(place)})
    rows = [(year, row) for year in years for row in assess(clerk, ["jt-tiers"], year) if is_of(row, kind)]
    return {(row.cadre or str(row.unit), year): row for year, row in rows}


def is_of(row: Assessed, kind: str) -> bool:
    return row.sheet.assessment.id == kind


def sessions(place: District) -> list[Value]:
    return list(place.of("evaluations").values())


@pytest.fixture(scope="module")
def yearly(clerk: Clerk, place: District) -> Results:
    return by_engine(clerk, place, "annual")


@pytest.fixture(scope="module")
def merits(place: District) -> dict[plain.Key, plain.Merit]:
    return plain.merits(sessions(place), place.of("cadres"))


def test_every_yearly_total_is_the_same_fraction(yearly: Results, merits: dict[plain.Key, plain.Merit]) -> None:
    assert {key: row.score for key, row in yearly.items()} == {key: merit.total for key, merit in merits.items()}


def test_every_total_of_a_unit_is_the_same_fraction(clerk: Clerk, place: District) -> None:
    rows = by_engine(clerk, place, "unit-annual")
    assert {key: row.score for key, row in rows.items()} == plain.unit_totals(sessions(place))


def test_every_grade_is_the_same_or_left_open_by_an_unknown_colleague(
    yearly: Results, merits: dict[plain.Key, plain.Merit], place: District
) -> None:
    graded = plain.grades(merits, place.of("cadres"))
    unknown = {(year, merit.rank) for (_, year), merit in merits.items() if merit.total is None}
    for key, grade in graded.items():
        computed = yearly[key].grading.computed
        assert computed == grade or (computed is None and (key[1], merits[key].rank) in unknown), key


def test_every_place_is_the_same_or_between_those_that_an_unknown_colleague_leaves_open(
    yearly: Results, merits: dict[plain.Key, plain.Merit]
) -> None:
    for year in sorted({year for _, year in merits}):
        unknown = [merit.rank for (_, when), merit in merits.items() if when == year and merit.total is None]
        for cadre, rank in plain.places(merits, year).items():
            placing = yearly[cadre, year].placing
            assert placing.best is not None
            assert placing.best == rank, (cadre, year)
            assert placing.worst == rank + unknown.count(merits[cadre, year].rank), (cadre, year)


def test_every_summative_total_is_the_same_fraction(
    clerk: Clerk, place: District, merits: dict[plain.Key, plain.Merit]
) -> None:
    rows = by_engine(clerk, place, "summative")
    found = plain.summative(sessions(place), merits)
    assert {key: row.score for key, row in rows.items()} == found
    qualified = {key for key, total in found.items() if total is not None and total >= 60}
    for key in found:
        if found[key] is not None:
            passes = key in qualified and not plain.vetoed(merits, *key)
            assert rows[key].grading.computed == ("qualified" if passes else "unqualified"), key


def test_every_share_of_low_votes_is_the_same_fraction(yearly: Results, clerk: Clerk, place: District) -> None:
    """The tallies by which JX-1 counts: the two lowest votes in the valid ballots of all classes."""
    for session, person in plain.results(sessions(place), "annual"):
        row = yearly.get((person["cadre"], session["year"]))
        if row is None:
            continue
        votes = clerk.tallies[row.sheet.table].of(row.sheet.entry[[row.at]], (), "")
        low = sum(int(votes.votes[0, votes.words.index(word)]) for word in plain.LOW if word in votes.words)
        share = Fraction(low, int(votes.valid[0])) if votes.valid[0] else None
        assert share == plain.low_share(session, person), (person["cadre"], session["year"])
