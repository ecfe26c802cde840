"""Places in a group and who stands above a cut in it, where some members' numbers are not known.

Who is unknown may stand anywhere, so a place is bounds, and a cut is three-valued. Equals share the place.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cadrectl.facts.truth import FAIL, PASS, verdicts
from cadrectl.policy.exact import Amount

Ranks = NDArray[np.int64]
Verdicts = NDArray[np.int8]


class Order(Struct, frozen=True):
    """Members in order: the lowest and the highest that each may be, as dense ranks (higher is better)."""

    low: Ranks
    high: Ranks

    @property
    def reversed(self) -> "Order":
        """The same members, the worst first."""
        return Order(-self.high, -self.low)

    def places(self) -> tuple[Ranks, Ranks]:
        """The best and the worst place each may have, counted from 1: one more than those who are better."""
        better = self._ahead(np.full(len(self.low), PASS, np.int8), "right")
        return better[0] + 1, better[1] + 1

    def above(self, seats: int, standing: Verdicts, ties: str) -> Verdicts:
        """Whether each is among the first `seats` of those who stand for them.

        `standing` says who does (FAIL, UNKNOWN, PASS); others are not in. Equals across the cut are all `in`, all
        `out`, or that is for people to say (`ask`: unknown).
        """
        strictly, with_equals = self._ahead(standing, "right"), self._ahead(standing, "left")
        (ahead_surely, _), (_, ahead_maybe) = {
            "in": (strictly, strictly),
            "out": (with_equals, with_equals),
            "ask": (strictly, with_equals),
        }[ties]
        return verdicts((standing == PASS) & (ahead_maybe < seats), (standing == FAIL) | (ahead_surely >= seats))

    def _ahead(self, standing: Verdicts, side: Literal["left", "right"]) -> tuple[Ranks, Ranks]:
        """How many others of those who stand are surely, and how many may be, better (`left`: or equal)."""
        sure, maybe = standing == PASS, standing != FAIL
        lows, highs = np.sort(self.low[sure]), np.sort(self.high[maybe])
        surely = len(lows) - np.searchsorted(lows, self.high, side=side)
        possibly = len(highs) - np.searchsorted(highs, self.low, side=side)
        if side == "left":
            return surely - (sure & (self.low == self.high)), possibly - maybe
        return surely, possibly - (maybe & (self.low < self.high))


def order(keys: Sequence[tuple[Amount, ...]]) -> Order:
    """Members in the order of their keys, number by number; from an unknown number on, a key may be any."""
    lows, highs = [_known(key) for key in keys], [_known(key) for key in keys]
    width = max((len(key) for key in keys), default=0)
    worst, best = (float("-inf"), Fraction(0)), (float("inf"), Fraction(0))
    low_keys = [tuple(key) + (worst,) * (width - len(key)) for key in lows]
    high_keys = [tuple(key) + (best,) * (width - len(key)) for key in highs]
    distinct = sorted({*low_keys, *high_keys})
    rank = {key: at for at, key in enumerate(distinct)}
    return Order(
        np.array([rank[key] for key in low_keys], np.int64), np.array([rank[key] for key in high_keys], np.int64)
    )


def _known(key: tuple[Amount, ...]) -> list[tuple[float, Fraction]]:
    """The numbers up to the first unknown one; a float before each decides most comparisons at once."""
    known = []
    for number in key:
        if number is None:
            break
        known.append((float(number), number))
    return known
