"""Places and cuts in a group: ties, members whose number nobody knows, and a group of one."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadrectl.facts.truth import FAIL, PASS, UNKNOWN
from cadrectl.policy.cuts import order
from cadrectl.policy.exact import Amount


def numbers(*values: int | None) -> list[tuple[Amount, ...]]:
    return [(None if value is None else Fraction(value),) for value in values]


def places(*values: int | None) -> list[tuple[int, int]]:
    best, worst = order(numbers(*values)).places()
    return list(zip(best.tolist(), worst.tolist(), strict=True))


def first(seats: int, *values: int | None, ties: str = "out") -> list[int]:
    members = order(numbers(*values))
    return [int(one) for one in members.above(seats, np.full(len(values), PASS, np.int8), ties)]


def test_equals_share_the_place_and_the_next_place_is_left_out() -> None:
    assert places(90, 80, 80, 70) == [(1, 1), (2, 2), (2, 2), (4, 4)]


def test_an_unknown_colleague_may_stand_anywhere() -> None:
    assert places(90, None, 80) == [(1, 2), (1, 3), (2, 3)]


def test_a_group_of_one_is_first_even_where_the_number_is_unknown() -> None:
    assert places(90) == [(1, 1)]
    assert places(None) == [(1, 1)]


def test_the_second_key_breaks_a_tie_and_an_unknown_one_leaves_it_open() -> None:
    keys = [(Fraction(90), Fraction(5)), (Fraction(90), Fraction(4)), (Fraction(80), None)]
    best, worst = order(keys).places()
    assert (best.tolist(), worst.tolist()) == ([1, 2, 3], [1, 2, 3])
    best, worst = order([(Fraction(90), Fraction(5)), (Fraction(90), None)]).places()
    assert (best.tolist(), worst.tolist()) == ([1, 1], [2, 2])


def test_equals_at_the_cut_are_all_out_or_all_in_as_stated() -> None:
    assert first(2, 90, 80, 80, 70) == [PASS, FAIL, FAIL, FAIL]
    assert first(2, 90, 80, 80, 70, ties="in") == [PASS, PASS, PASS, FAIL]
    assert first(3, 90, 80, 80, 70) == [PASS, PASS, PASS, FAIL]
    assert first(2, 90, 80, 80, 70, ties="ask") == [PASS, UNKNOWN, UNKNOWN, FAIL]
    assert first(3, 90, 80, 80, 70, ties="ask") == [PASS, PASS, PASS, FAIL]


def test_an_unknown_colleague_leaves_open_only_who_could_be_displaced() -> None:
    assert first(2, 90, None, 80, 70) == [PASS, UNKNOWN, UNKNOWN, FAIL]


def test_no_seats_are_nobody_s_and_enough_seats_are_everybody_s() -> None:
    assert first(0, 90, None) == [FAIL, FAIL]
    assert first(2, 90, None) == [PASS, PASS]


def test_who_does_not_stand_takes_no_seat() -> None:
    members = order(numbers(90, 80, 70))
    assert members.above(1, np.array([FAIL, PASS, PASS], np.int8), "out").tolist() == [FAIL, PASS, FAIL]
    assert members.above(1, np.array([UNKNOWN, PASS, PASS], np.int8), "out").tolist() == [UNKNOWN, UNKNOWN, FAIL]


@given(st.lists(st.sampled_from([1, 2, 3, None]), max_size=4), st.integers(0, 4), st.sampled_from(["in", "out"]))
def test_a_cut_is_sure_where_every_completion_agrees(values: list[int | None], seats: int, ties: str) -> None:
    """What is surely in (out) is in (out) however the unknown numbers turn out."""
    said = first(seats, *values, ties=ties)
    choices = [[Fraction(value)] if value else [Fraction(half, 2) for half in (1, 2, 4, 6, 8)] for value in values]
    for full in itertools.product(*choices):
        for at, value in enumerate(full):
            ahead = sum(value < other if ties == "in" else value <= other for other in full) + (ties == "in")
            assert said[at] in (UNKNOWN, PASS if ahead <= seats else FAIL)


@pytest.mark.parametrize("values", [(90, 80), (90, None, 80)])
def test_from_the_bottom_the_order_is_turned_round(values: tuple[int | None, ...]) -> None:
    best, worst = order(numbers(*values)).reversed.places()
    best_too, worst_too = order([(None if one[0] is None else -one[0],) for one in numbers(*values)]).places()
    assert (best.tolist(), worst.tolist()) == (best_too.tolist(), worst_too.tolist())
