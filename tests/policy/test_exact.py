"""Exact arithmetic of scores and quotas: both sides of every limit, by numbers that a clerk can check."""

from fractions import Fraction

import pytest

from cadrectl.policy.bands import ROUNDINGS, rounded
from cadrectl.policy.exact import apportioned, exact, mean, trimmed

CENT = Fraction(1, 100)


def fractions(*texts: str) -> list[Fraction]:
    return [Fraction(text) for text in texts]


def test_a_binary_fraction_beside_the_decimal_does_not_turn_a_half() -> None:
    assert rounded(exact(2.675), CENT, "half-up") == Fraction("2.68")
    assert exact(1e-05) == Fraction(1, 100_000)


def test_two_thirds_and_one_third_are_not_rounded() -> None:
    assert Fraction(20, 30) == Fraction("2/3")
    assert Fraction(19, 30) < Fraction("2/3")
    assert mean(fractions("1", "0", "0")) == Fraction("1/3")


@pytest.mark.parametrize(("rounding", "of_7", "of_6"), [("floor", 1, 1), ("half-up", 2, 2), ("ceiling", 2, 2)])
def test_a_quarter_of_seven_and_of_six(rounding: str, of_7: int, of_6: int) -> None:
    """A quarter of 7 is 1.75, of 6 is 1.5."""
    assert ROUNDINGS[rounding](Fraction("1/4") * 7) == of_7
    assert ROUNDINGS[rounding](Fraction("1/4") * 6) == of_6


def test_three_to_five_to_two_of_seven_by_largest_remainder() -> None:
    """2.1, 3.5 and 1.4: the one left over goes to 3.5."""
    assert apportioned(fractions("3", "5", "2"), 7, "largest-remainder") == [2, 4, 1]


def test_equal_remainders_serve_the_earlier_part() -> None:
    assert apportioned(fractions("1", "1"), 3, "largest-remainder") == [2, 1]
    assert apportioned(fractions("3", "5", "2"), 1, "largest-remainder") == [0, 1, 0]
    assert apportioned(fractions("3", "5", "2"), 0, "largest-remainder") == [0, 0, 0]


@pytest.mark.parametrize(
    ("rounding", "first", "rest"), [("floor", 2, [3, 2]), ("half-up", 2, [4, 1]), ("ceiling", 3, [3, 1])]
)
def test_three_to_five_to_two_of_seven_by_the_ends_added_up(rounding: str, first: int, rest: list[int]) -> None:
    """The first three tenths of 7 end at 2.1, the first eight tenths at 5.6, all at 7."""
    assert apportioned(fractions("3", "5", "2"), 7, rounding) == [first, *rest]


def test_the_highest_and_the_lowest_are_left_out_and_nothing_left_is_unknown() -> None:
    assert mean(trimmed(fractions("60", "90", "80", "100"), 1)) == 85
    assert mean(trimmed(fractions("60", "90"), 1)) is None
    assert mean(trimmed(fractions("60", "90"), 0)) == 75
