"""Years in posts, held against counting every day one by one."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadrectl.calendar import MONTH
from tests.engine.asking import World, ask
from tests.engine.periods import Value, codes, completed, current, days, longest, months, posts
from tests.examples import examples

CAREERS = st.lists(st.lists(posts(), max_size=4), min_size=1, max_size=12)
VAGUE = st.lists(st.lists(posts(vague=True), max_size=4), min_size=1, max_size=12)
FEW = examples(8)

DEPUTY: Value = {"of": "posts", "where": {"rank": "deputy"}}


def measured(years: Value, careers: list[list[Value]], **beside: Any) -> tuple[list[float], list[float]]:
    """The bounds of the time that each career comes to."""
    asked = {"years": {**DEPUTY, "at_least": 2, **years}}
    answers = ask(asked, World([{"posts": rows} for rows in careers], **beside))
    return answers.low, answers.high


def deputy(rows: list[Value]) -> list[Value]:
    """The posts that are asked for."""
    return [row for row in rows if row["rank"] == "deputy"]


def by_unit(rows: list[Value]) -> list[list[Value]]:
    """The posts of each unit."""
    return [[row for row in rows if row["unit"] == unit] for unit in "UVW"]


READINGS: dict[str, tuple[Value, Callable[[list[Value]], int]]] = {
    "total": ({}, lambda rows: len(codes(rows))),
    "longest": ({"counting": "longest"}, lambda rows: longest(codes(rows))),
    "current": ({"counting": "current"}, lambda rows: current(codes(rows), rows)),
    "from the decision": ({"start": "decision"}, lambda rows: len(codes(rows, "decided"))),
    "by month": ({"unit": "month"}, lambda rows: MONTH * len(months(rows))),
    "longest by month": ({"unit": "month", "counting": "longest"}, lambda rows: MONTH * longest(months(rows))),
    "in one unit": ({"same": "unit"}, lambda rows: max(len(codes(one)) for one in by_unit(rows))),
    "longest in one unit": (
        {"same": "unit", "counting": "longest"},
        lambda rows: max(longest(codes(one)) for one in by_unit(rows)),
    ),
    "current in one unit": (
        {"same": "unit", "counting": "current"},
        lambda rows: max(current(codes(one), one) for one in by_unit(rows)),
    ),
}


@pytest.mark.parametrize("reading", READINGS)
@FEW
@given(careers=CAREERS)
def test_exact_dates_give_the_time_that_counting_days_gives(reading: str, careers: list[list[Value]]) -> None:
    asked, model = READINGS[reading]
    low, high = measured(asked, careers)
    assert low == high == [model(deputy(rows)) for rows in careers]


@pytest.mark.parametrize("reading", READINGS)
@FEW
@given(careers=VAGUE, seed=st.integers(0, 9))
def test_vague_dates_give_bounds_around_every_way_they_may_turn_out(
    reading: str, careers: list[list[Value]], seed: int
) -> None:
    asked, model = READINGS[reading]
    low, high = measured(asked, careers)
    for position, rows in enumerate(careers):
        assert low[position] <= model(completed(deputy(rows), seed)) <= high[position]


@FEW
@given(careers=CAREERS)
def test_the_time_of_a_secondment_is_left_out_of_the_total(careers: list[list[Value]]) -> None:
    low, high = measured({"seconded": "excluded"}, careers)
    away = [[row for row in rows if row["kind"] == "secondment"] for rows in careers]
    assert low == high == [len(codes(deputy(rows)) - codes(gone)) for rows, gone in zip(careers, away, strict=True)]


@FEW
@given(careers=VAGUE, seed=st.integers(0, 9))
def test_a_vague_secondment_may_or_may_not_take_its_days(careers: list[list[Value]], seed: int) -> None:
    low, high = measured({"seconded": "excluded"}, careers)
    for position, rows in enumerate(careers):
        known = completed(rows, seed)
        away = [row for row in known if row["kind"] == "secondment"]
        assert low[position] <= len(codes(deputy(known)) - codes(away)) <= high[position]


@FEW
@given(careers=CAREERS, years=st.lists(st.sets(st.integers(2016, 2022)), min_size=12, max_size=12))
def test_every_excellent_year_adds_its_credit(careers: list[list[Value]], years: list[set[int]]) -> None:
    credit = {"of": "results", "where": {"grade": "excellent"}, "add": "6 months"}
    people = [
        {"posts": rows, "earlier_grades": [{"year": year, "grade": "excellent"} for year in sorted(own)]}
        for rows, own in zip(careers, years, strict=False)
    ]
    answers = ask(
        {"years": {**DEPUTY, "at_least": 2, "credits": [credit]}},
        World(people, policy={"missing_means": {"results": "none"}}),
    )
    expected = [len(codes(deputy(one["posts"]))) + 6 * MONTH * len(one["earlier_grades"]) for one in people]
    assert answers.low == answers.high == expected


@FEW
@given(lessons=st.lists(st.lists(days(), max_size=3), min_size=1, max_size=12))
def test_a_sanction_may_take_off_more_than_there_is(lessons: list[list[str]]) -> None:
    people = [{"posts": [], "sanctions": [{"kind": "warning", "decided": day} for day in own]} for own in lessons]
    answers = ask(
        {"years": {**DEPUTY, "at_least": 2, "credits": [{"of": "sanctions", "add": "-12 months"}]}}, World(people)
    )
    decided = [sum(day <= "2023-06-15" for day in own) for own in lessons]
    assert answers.low == answers.high == [-372 * number for number in decided]


def test_posts_outside_may_or_may_not_be_in_one_place() -> None:
    away = {"outside": "外地", "post": "x", "rank": "deputy", "kind": "appointed"}
    rows = [{**away, "from": "2019-01-01", "to": "2020-01-01"}, {**away, "from": "2021-01-01", "to": "2022-01-01"}]
    low, high = measured({"same": "unit"}, [rows])
    assert (low, high) == ([0], [744])


@FEW
@given(
    careers=st.lists(st.lists(posts(), max_size=4), min_size=1, max_size=12),
    length=st.integers(1, 24),
    share=st.integers(1, 4),
)
def test_terms_are_whole_lengths_of_each_post_and_parts_that_count_as_one(
    careers: list[list[Value]], length: int, share: int
) -> None:
    whole = -(-length * share // 4)
    asked = {"terms": {**DEPUTY, "length": f"{length} months", "whole_from": f"{whole} months", "at_least": 1}}
    answers = ask(asked, World([{"posts": rows} for rows in careers]))

    def terms(row: Value) -> int:
        time = len(codes([row]))
        return time // (length * MONTH) + (time % (length * MONTH) >= whole * MONTH)

    assert answers.low == answers.high == [sum(terms(row) for row in deputy(rows)) for rows in careers]
