"""Ages, counts, runs, the latest, findings, bars and graded words, held against plain Python."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadrectl.calendar import MONTH, code_of, date_of, iso
from cadrectl.vocabulary import vocabularies
from tests.engine.asking import ASKED, NOW, World, ask, ids
from tests.engine.periods import Value, days
from tests.examples import examples

FEW = examples(8)
GRADES = ("incompetent", "basically-competent", "competent", "excellent")

births = st.dates(date(1950, 1, 1), date(2005, 12, 31)) | st.builds(
    lambda year, month, day: date(year, month, day),
    st.integers(1975, 1985),
    st.just(6),
    st.sampled_from([13, 14, 15, 16, 17]),
)
leaplings = st.sampled_from([date(1980, 2, 29), date(1984, 2, 29)])
years_of_grades = st.dictionaries(st.integers(2010, 2022), st.sampled_from(GRADES), max_size=10)
crowd: dict[str, Any] = {"min_size": 1, "max_size": 12}


def anniversary(birth: date, years: int) -> date:
    """The birthday so many years on; of 29 February the first of March in common years."""
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        return date(birth.year + years, 3, 1)


def passed(condition: Value, people: list[Value], **beside: Any) -> list[bool]:
    """Whether each person surely meets the condition; nobody is unknown."""
    answers = ask(condition, World(people, **beside)).verdicts
    assert "unknown" not in answers
    return [one == "pass" for one in answers]


@FEW
@given(born=st.lists(births | leaplings, **crowd), limit=st.integers(20, 70))
def test_not_past_a_birthday_and_not_yet_a_year_older_are_two_readings(born: list[date], limit: int) -> None:
    people = [{"birth": one.isoformat(), "posts": []} for one in born]
    exact = passed({"age": {"at_most": limit}}, people)
    assert exact == [anniversary(one, limit) >= ASKED for one in born]
    completed = passed({"age": {"at_most": limit, "reading": "completed"}}, people)
    assert completed == [anniversary(one, limit + 1) > ASKED for one in born]


@FEW
@given(born=st.lists(births, **crowd), limit=st.integers(20, 70))
def test_an_age_by_month_asks_for_the_month_of_birth_alone(born: list[date], limit: int) -> None:
    people = [{"birth": one.isoformat()[:7], "posts": []} for one in born]
    expected = [(ASKED.year - one.year) * 12 + ASKED.month - one.month >= 12 * limit for one in born]
    assert passed({"age": {"at_least": limit, "unit": "month"}}, people) == expected


@FEW
@given(
    won=st.lists(st.lists(st.tuples(days(), st.sampled_from(["third", "second", "first"])), max_size=5), **crowd),
    years=st.integers(1, 4),
)
def test_a_window_of_years_reaches_back_to_the_same_day_of_that_year(
    won: list[list[tuple[str, str]]], years: int
) -> None:
    people = [{"posts": [], "scholarships": [{"class": level, "date": day} for day, level in prizes]} for prizes in won]
    selected = {"of": "scholarships", "where": {"class": {"at_least": "second"}}, "within": {"last": f"{years} years"}}
    since = iso(NOW - 372 * years)
    expected = [sum(since <= day <= ASKED.isoformat() and level != "third" for day, level in prizes) for prizes in won]
    answers = ask({"count": {**selected, "at_least": 1}}, World(people))
    assert answers.low == answers.high == expected
    assert passed({"has": selected}, people) == [number > 0 for number in expected]
    assert passed({"none": selected}, people) == [number == 0 for number in expected]


@FEW
@given(won=st.lists(st.lists(days(), max_size=5, unique=True), **crowd), number=st.integers(1, 3))
def test_the_last_records_are_the_latest_that_have_begun(won: list[list[str]], number: int) -> None:
    people = [
        {"posts": [], "scholarships": [{"class": "first" if day[8:] < "16" else "third", "date": day} for day in own]}
        for own in won
    ]
    last = [sorted(day for day in own if day <= ASKED.isoformat())[-number:] for own in won]
    sets = {"sets": {"recent": {"of": "scholarships", "within": {"last": f"{number} records"}}}}
    counted = {"count": {"of": "recent", "where": {"class": "first"}, "at_least": 1}}
    answers = ask(counted, World(people, policy=sets))
    assert answers.low == answers.high == [sum(day[8:] < "16" for day in own) for own in last]
    latest = passed({"latest": {"of": "scholarships", "is": {"class": "first"}}}, people)
    assert latest == [bool(own) and max(own)[8:] < "16" for own in last]


def graded(years: dict[int, str]) -> Value:
    """A person with these yearly grades."""
    return {"posts": [], "earlier_grades": [{"year": year, "grade": grade} for year, grade in sorted(years.items())]}


ORDER_OF_GRADES = {
    "title": {"zh": "x"},
    "terms": [
        {"id": grade, "label": {"zh": grade}, "above": list(GRADES[max(at - 1, 0) : at])}
        for at, grade in enumerate(GRADES)
    ],
}
NONE_MISSING = {"missing_means": {"results": "none"}}


@FEW
@given(careers=st.lists(years_of_grades, **crowd), ending=st.sampled_from(["latest", "anywhere"]))
def test_a_run_counts_calendar_years_one_after_the_other(careers: list[dict[int, str]], ending: str) -> None:
    asked = {"run": {"of": "results", "where": {"grade": "excellent"}, "ending": ending, "at_least": 1}}

    def run(excellent: set[int], end: int) -> int:
        return next(length for length in range(20) if end - length not in excellent)

    expected = []
    for years in careers:
        excellent = {year for year, grade in years.items() if grade == "excellent"}
        expected.append(max(run(excellent, end) for end in (range(2010, 2023) if ending == "anywhere" else [2022])))
    answers = ask(asked, World([graded(years) for years in careers], policy=NONE_MISSING))
    assert answers.low == answers.high == expected


@FEW
@given(careers=st.lists(years_of_grades, **crowd), number=st.integers(1, 4))
def test_a_missing_year_of_the_window_is_unknown_unless_the_others_decide(
    careers: list[dict[int, str]], number: int
) -> None:
    selected = {"of": "results", "within": {"last": f"{number} years"}}
    people = [graded(years) for years in careers]
    world = World(people, vocabularies=vocabularies([("grades", ORDER_OF_GRADES)]))
    in_each = ask({"in_each": {**selected, "where": {"grade": {"at_least": "competent"}}}}, world).verdicts
    every = ask({"every": {**selected, "is": {"grade": {"at_least": "competent"}}}}, world).verdicts
    for position, years in enumerate(careers):
        window = [years.get(year) for year in range(2023 - number, 2023)]
        good = [grade in ("competent", "excellent") for grade in window if grade is not None]
        if all(good):
            expected = "pass" if len(good) == number else "unknown"
            assert (in_each[position], every[position]) == (expected, expected)
        else:
            assert every[position] == "fail"
            assert in_each[position] == ("unknown" if None in window else "fail")


@FEW
@given(
    said=st.lists(st.lists(st.tuples(days(), st.booleans(), st.none() | days()), max_size=4), **crowd),
)
def test_the_newest_finding_speaks_and_none_once_it_has_lapsed(
    said: list[list[tuple[str, bool, str | None]]],
) -> None:
    beside = [
        ("findings", f"{id}-{at}", {"by": "b", "date": day, "entries": [_entry(id, meets, until)]})
        for id, own in zip(ids(len(said)), said, strict=True)
        for at, (day, meets, until) in enumerate(own)
    ]
    answers = ask({"finding": {"what": "ability"}}, World([{"posts": []} for _ in said], beside))
    today = ASKED.isoformat()
    for verdict, own in zip(answers.verdicts, said, strict=True):
        newest = max((day for day, _, _ in own if day <= today), default="")
        speak = [meets for day, meets, until in own if day == newest and (until is None or until >= today)]
        assert verdict == ("unknown" if not speak else "pass" if all(speak) else "fail")


def _entry(id: str, meets: bool, until: str | None) -> Value:
    return {"cadre": id, "what": ["ability"], "meets": meets, **({"until": until} if until else {})}


EFFECT = {
    "id": "warning",
    "source": "X",
    "of": "sanctions",
    "where": {"kind": "warning"},
    "from": "decided",
    "for": "6 months",
    "bars": ["honours"],
    "then": {"for": "12 months", "bars": ["promotion"]},
}


@FEW
@given(decided=st.lists(st.lists(days(), max_size=3), **crowd))
def test_one_effect_follows_on_another_and_the_longest_of_several_counts(decided: list[list[str]]) -> None:
    people = [{"posts": [], "sanctions": [{"kind": "warning", "decided": day} for day in own]} for own in decided]
    ages = [[NOW - code_of(date.fromisoformat(day)) for day in own] for own in decided]
    first = passed({"barred": {"from": "honours"}}, people, policy={"effects": [EFFECT]})
    assert first == [any(0 <= age < 6 * MONTH for age in own) for own in ages]
    then = passed({"barred": {"from": "promotion"}}, people, policy={"effects": [EFFECT]})
    assert then == [any(6 * MONTH <= age < 18 * MONTH for age in own) for own in ages]


def test_an_effect_begins_with_the_decision_where_the_date_it_counts_from_is_not_on_record() -> None:
    yesterday = date_of(NOW - 1).isoformat()
    people = [{"posts": [], "sanctions": [{"kind": "warning", "decided": yesterday}]}]
    effects = [{**EFFECT, "from": "effective"}]
    assert passed({"barred": {"from": "honours"}}, people, policy={"effects": effects}) == [True]


WORDS = ("a", "b", "c", "d", "e")
orders = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda pair: pair[0] < pair[1]), max_size=6)


@pytest.mark.parametrize("comparator", ["at_least", "more_than", "at_most", "less_than"])
@FEW
@given(order=orders, wanted=st.sets(st.sampled_from(WORDS), min_size=1, max_size=2))
def test_words_of_a_partial_order_are_above_only_what_they_are_above_of(
    comparator: str, order: list[tuple[int, int]], wanted: set[str]
) -> None:
    terms = [
        {"id": word, "label": {"zh": word}, "above": sorted({WORDS[low] for low, high in order if WORDS[high] == word})}
        for word in WORDS
    ]
    people = [{"posts": [], "honours": [{"level": word, "date": "2020-01-01"}]} for word in WORDS]

    def above(high: str, low: str) -> bool:
        return any(WORDS[b] == high and (WORDS[a] == low or above(WORDS[a], low)) for a, b in order)

    models: dict[str, Callable[[str, str], bool]] = {
        "at_least": lambda word, limit: word == limit or above(word, limit),
        "more_than": above,
        "at_most": lambda word, limit: word == limit or above(limit, word),
        "less_than": lambda word, limit: above(limit, word),
    }
    asked = {"has": {"of": "honours", "where": {"level": {comparator: sorted(wanted)}}}}
    known = vocabularies([("honours", {"title": {"zh": "x"}, "terms": terms})])
    expected = [any(models[comparator](word, limit) for limit in wanted) for word in WORDS]
    assert passed(asked, people, vocabularies=known) == expected


@FEW
@given(careers=st.lists(st.lists(st.sampled_from(["U", "V", "W", None]), max_size=4), **crowd))
def test_values_that_nobody_knows_may_be_alike_or_not(careers: list[list[str | None]]) -> None:
    people = [{"posts": [_post(unit) for unit in own]} for own in careers]
    answers = ask({"count": {"of": "posts", "distinct": "unit", "at_least": 2}}, World(people))
    for low, high, own in zip(answers.low, answers.high, careers, strict=True):
        known = set(own) - {None}
        assert low == (len(known) or min(len(own), 1))
        assert high == len(known) + own.count(None)


def _post(unit: str | None) -> Value:
    where = {"unit": unit} if unit else {"outside": "外地"}
    return {**where, "post": "x", "rank": "deputy", "kind": "appointed", "from": "2020-01-01"}


def test_a_veto_counts_for_whom_it_is_recorded_and_from_its_day() -> None:
    people = [
        {"cadre": "P001", "veto": [{"date": "2023-03-01", "what": "fraud"}]},
        {"cadre": "P000"},
        {"cadre": "P002", "veto": [{"date": "2023-06-16", "what": "later"}, {"date": "2021-01-01", "what": "earlier"}]},
    ]
    session = {"unit": "U001", "kind": "annual", "year": 2023, "date": "2023-06-01", "people": people}
    asked = {"has": {"of": "vetoes", "within": {"last": "1 year"}, "where": {"year": 2023}}}
    world = World([{"posts": []}] * 4, [("evaluations", "2023/U001-annual", session)])
    assert ask(asked, world).verdicts == ["fail", "pass", "fail", "fail"]
    assert ask({"count": {"of": "vetoes", "at_least": 1}}, world).low == [0, 1, 1, 0]
