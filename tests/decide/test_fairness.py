"""How outcomes divide between groups: rates, the four-fifths ratio, Fisher's exact test, and when nothing is said."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadrectl.decide.fairness import divisions
from cadrectl.policy.number_model import Fairness
from cadrectl.text import render

FOUR_FIFTHS = Fairness((), None, Fraction(4, 5), 5, (), (), {}, ())


def marks(favoured: int, people: int) -> list[bool]:
    return [True] * favoured + [False] * (people - favoured)


def test_the_ratio_is_to_the_group_with_the_highest_rate() -> None:
    men, women = divisions({"man": marks(10, 20), "woman": marks(8, 20)}, FOUR_FIFTHS)
    assert (men.rate, men.ratio) == (Fraction(1, 2), Fraction(1))
    assert (women.rate, women.ratio) == (Fraction(2, 5), Fraction(4, 5))


def test_exactly_four_fifths_is_within_and_just_below_is_not() -> None:
    _, exactly = divisions({"a": marks(10, 20), "b": marks(8, 20)}, FOUR_FIFTHS)
    _, below = divisions({"a": marks(10, 20), "b": marks(7, 20)}, FOUR_FIFTHS)
    assert render(exactly.said, "en") == "within 4/5 of the highest rate"
    assert render(below.said, "en") == "below 4/5 of the highest rate"


def test_a_group_smaller_than_the_policy_allows_is_counted_but_not_compared() -> None:
    *_, small = divisions({"a": marks(1, 5), "b": marks(5, 5), "c": marks(0, 4)}, FOUR_FIFTHS)
    assert (small.people, small.favoured, small.ratio, small.p) == (4, 0, None, None)
    assert render(small.said, "en") == "fewer than 5 people: not compared"


def test_one_large_group_alone_is_compared_with_nobody() -> None:
    large, _ = divisions({"a": marks(3, 30), "b": marks(1, 2)}, FOUR_FIFTHS)
    assert (large.rate, large.ratio, large.p) == (Fraction(1, 10), None, None)


def test_where_nobody_had_the_outcome_no_ratio_is_formed() -> None:
    first, second = divisions({"a": marks(0, 9), "b": marks(0, 9)}, FOUR_FIFTHS)
    assert (first.ratio, second.ratio) == (None, None)
    assert render(first.said, "en") == "nobody had this outcome"


def test_an_empty_group_has_no_rate() -> None:
    empty, *_ = divisions({"a": [], "b": marks(1, 9), "c": marks(2, 9)}, FOUR_FIFTHS)
    assert (empty.people, empty.rate) == (0, None)


def two_sided(a: int, n: int, b: int, m: int) -> float:
    """Fisher's exact probability counted out: every division with these margins no likelier than the one found."""
    favoured = a + b

    def ways(here: int) -> int:
        return comb(n, here) * comb(m, favoured - here)

    found, possible = ways(a), range(max(0, favoured - m), min(n, favoured) + 1)
    return sum(ways(one) for one in possible if ways(one) <= found) / comb(n + m, favoured)


@given(st.integers(5, 30), st.integers(5, 30), st.data())
def test_the_probability_is_that_of_counting_every_division(n: int, m: int, data: st.DataObject) -> None:
    a, b = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))
    first, second = divisions({"a": marks(a, n), "b": marks(b, m)}, FOUR_FIFTHS)
    if a + b == 0:
        assert first.p is None
        return
    assert first.p == pytest.approx(two_sided(a, n, b, m), rel=1e-6)
    assert second.p == pytest.approx(first.p)
