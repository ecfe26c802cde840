"""The truth algebra against Kleene's tables, and days of turning against following verdicts day by day."""

from collections.abc import Callable, Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from cadrectl.calendar import NEVER
from cadrectl.facts.truth import (
    FAIL,
    PASS,
    UNKNOWN,
    Limit,
    Truth,
    at_least,
    both,
    compare,
    constant,
    decide,
    either,
    negate,
)

VERDICTS = (FAIL, UNKNOWN, PASS)
LASTING = 8
DAYS = st.lists(st.sampled_from(VERDICTS), min_size=LASTING, max_size=LASTING)


def alone(verdict: int) -> Truth:
    return constant(verdict, np.zeros(1, np.int32))


def word(truth: Truth) -> int:
    return int(truth.now[0])


def of_days(verdicts: Sequence[int]) -> Truth:
    """The truth on day 0 of something whose verdict on each day is known."""

    def first(verdict: int) -> int:
        return verdicts.index(verdict) if verdict in verdicts else NEVER

    return Truth(
        np.array(verdicts[:1], np.int8), lambda: (np.array([first(PASS)], np.int32), np.array([first(FAIL)], np.int32))
    )


def test_negation_swaps_pass_and_fail_and_leaves_unknown() -> None:
    assert [word(negate(alone(one))) for one in VERDICTS] == [PASS, UNKNOWN, FAIL]


def test_both_is_the_weaker_and_either_the_stronger_of_two() -> None:
    pairs = [(one, other) for one in VERDICTS for other in VERDICTS]
    assert [word(both(alone(one), alone(other))) for one, other in pairs] == [0, 0, 0, 0, 1, 1, 0, 1, 2]
    assert [word(either(alone(one), alone(other))) for one, other in pairs] == [0, 1, 2, 1, 1, 2, 2, 2, 2]


@given(verdicts=st.lists(st.sampled_from(VERDICTS), min_size=1, max_size=6), number=st.integers(1, 6))
def test_some_of_many_passes_when_enough_pass_and_fails_when_too_few_can(verdicts: list[int], number: int) -> None:
    number = min(number, len(verdicts))
    passing, possible = verdicts.count(PASS), len(verdicts) - verdicts.count(FAIL)
    expected = PASS if passing >= number else FAIL if possible < number else UNKNOWN
    assert word(at_least(number, [alone(one) for one in verdicts])) == expected


@given(a=DAYS, b=DAYS)
def test_what_is_made_of_two_never_turns_before_its_days(a: list[int], b: list[int]) -> None:
    joins: list[tuple[Callable[[Truth, Truth], Truth], Callable[[int, int], int]]] = [(both, min), (either, max)]
    for join, model in joins:
        follow([model(one, other) for one, other in zip(a, b, strict=True)], join(of_days(a), of_days(b)))
    follow([PASS - one for one in a], negate(of_days(a)))


@given(series=st.lists(DAYS, min_size=1, max_size=5), number=st.integers(1, 5))
def test_some_of_many_never_turns_before_its_days(series: list[list[int]], number: int) -> None:
    number = min(number, len(series))
    made = at_least(number, [of_days(one) for one in series])
    follow([sorted(day, reverse=True)[number - 1] for day in zip(*series, strict=True)], made)


def test_a_verdict_of_today_works_out_no_later_day_and_a_later_day_is_worked_out_once() -> None:
    asked: list[int] = []

    def turn() -> NDArray[np.int32]:
        asked.append(1)
        return np.array([7], np.int32)

    nothing = np.array([False])
    truth = decide(nothing, nothing, np.array([5], np.int32), turn)
    assert word(both(truth, negate(alone(FAIL)))) == UNKNOWN
    assert asked == []
    assert [truth.to_yes[0], truth.to_no[0]] == [7, 7]
    assert asked == [1]


def follow(verdicts: Sequence[int], truth: Truth) -> None:
    """The truth of day 0 allows for what comes about."""
    assert word(truth) == verdicts[0]
    expected = of_days(verdicts)
    assert truth.to_yes[0] <= expected.to_yes[0]
    assert truth.to_no[0] <= expected.to_no[0]


def test_a_verdict_that_stands_has_turned_already() -> None:
    day = np.array([5, 5, 5], np.int32)
    truth = decide(np.array([True, False, False]), np.array([False, True, False]), day, 9)
    assert truth.to_yes.tolist() == [5, 9, 9]
    assert truth.to_no.tolist() == [9, 5, 9]


@given(
    value=st.lists(st.integers(0, 9), min_size=2, max_size=2).map(sorted),
    limit=st.lists(st.integers(0, 9), min_size=2, max_size=2).map(sorted),
)
def test_a_comparison_of_bounds_is_sure_only_where_all_values_and_limits_agree(
    value: list[int], limit: list[int]
) -> None:
    plain: dict[str, Callable[[int, int], bool]] = {
        "at_least": int.__ge__,
        "more_than": int.__gt__,
        "at_most": int.__le__,
        "less_than": int.__lt__,
        "is": int.__eq__,
        "not": int.__ne__,
    }
    low, high = (np.array([one], np.float64) for one in value)
    bounds = Limit(*(np.array([one], np.float64) for one in limit))
    for comparator, holds in plain.items():
        yes, no = compare(comparator, low, high, bounds)
        ends = [holds(one, other) for one in value for other in limit]
        assert not yes[0] or all(ends)
        assert not no[0] or not any(ends)
        if value[0] == value[1] and limit[0] == limit[1]:
            assert (yes[0], no[0]) == (ends[0], not ends[0])
