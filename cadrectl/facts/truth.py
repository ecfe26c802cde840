"""Three-valued truth over many subjects at once; not what the truth is about.

A truth is `PASS` where it surely holds, `FAIL` where it cannot hold, `UNKNOWN` where the records leave both
open. Beside it stand two days per subject: no day before `to_yes` on which it surely holds, no day before
`to_no` on which it surely does not. They are lower bounds, so a search that jumps to them skips no day that
matters. Days are codes of `calendar`; they are worked out when somebody asks for them, as most verdicts need none.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cadrectl.calendar import NEVER

FAIL, UNKNOWN, PASS = 0, 1, 2
WORDS = ("fail", "unknown", "pass")

Days = NDArray[np.int32]
Mask = NDArray[np.bool_]


Turn = Callable[[], Days]
"""The first day on which something may change, of each subject, worked out when it is asked for."""


class Truth:
    """Verdicts (int8) of n subjects now, and the first days on which each may turn, as `days` gives them."""

    def __init__(self, now: NDArray[np.int8], days: Callable[[], tuple[Days, Days]]) -> None:
        self.now = now
        self._work_out = days

    @property
    def to_yes(self) -> Days:
        """No day before it is one on which it surely holds."""
        return self._days[0]

    @property
    def to_no(self) -> Days:
        """No day before it is one on which it surely does not hold."""
        return self._days[1]

    @cached_property
    def _days(self) -> tuple[Days, Days]:
        return self._work_out()


def decide(yes: Mask, no: Mask, day: Days, turn: Turn | Days | int = NEVER) -> Truth:
    """The truth that surely holds where `yes`, surely not where `no`, and may turn at `turn` at the earliest."""
    return settle(verdicts(yes, no), day, turn, turn)


def verdicts(yes: Mask, no: Mask) -> NDArray[np.int8]:
    """Pass where `yes`, fail where `no` (never both), else unknown."""
    return yes.astype(np.int8) - no.astype(np.int8) + np.int8(UNKNOWN)


def settle(now: NDArray[np.int8], day: Days, to_yes: Turn | Days | int, to_no: Turn | Days | int) -> Truth:
    """A truth whose days of turning are `day` where the verdict stands already."""

    def days() -> tuple[Days, Days]:
        yes = to_yes() if callable(to_yes) else to_yes
        no = yes if to_no is to_yes else to_no() if callable(to_no) else to_no
        return (
            np.where(now == PASS, day, yes).astype(np.int32, copy=False),
            np.where(now == FAIL, day, no).astype(np.int32, copy=False),
        )

    return Truth(now, days)


def constant(verdict: int, day: Days) -> Truth:
    """The same verdict for every subject, for ever."""
    return settle(np.full(len(day), verdict, np.int8), day, NEVER, NEVER)


def negate(truth: Truth) -> Truth:
    """Holds where `truth` does not."""
    return Truth(np.int8(PASS) - truth.now, lambda: (truth.to_no, truth.to_yes))


def both(a: Truth, b: Truth) -> Truth:
    """Holds where both hold."""
    return Truth(
        np.minimum(a.now, b.now), lambda: (np.maximum(a.to_yes, b.to_yes), np.minimum(a.to_no, b.to_no))
    )


def either(a: Truth, b: Truth) -> Truth:
    """Holds where at least one holds."""
    return Truth(
        np.maximum(a.now, b.now), lambda: (np.minimum(a.to_yes, b.to_yes), np.maximum(a.to_no, b.to_no))
    )


def of_some(truth: Truth, chosen: Mask | NDArray[np.int64]) -> Truth:
    """The truth about some of the subjects, chosen by a mask or by their places, in that order."""
    return Truth(truth.now[chosen], lambda: (truth.to_yes[chosen], truth.to_no[chosen]))


def at_least(number: int, truths: Sequence[Truth]) -> Truth:
    """Holds where at least `number` of `truths` hold; a day of turning is that of the n-th of them."""
    allowed_to_fail = len(truths) - number

    def days() -> tuple[Days, Days]:
        to_yes = np.sort(np.stack([truth.to_yes for truth in truths]), axis=0)
        to_no = np.sort(np.stack([truth.to_no for truth in truths]), axis=0)
        return to_yes[number - 1], to_no[allowed_to_fail]

    return Truth(np.sort(np.stack([truth.now for truth in truths]), axis=0)[allowed_to_fail], days)


def turns(truth: Truth) -> Days:
    """The first day on which each verdict may be another one."""
    change = np.where(truth.now == PASS, truth.to_no, truth.to_yes)
    return np.where(truth.now == UNKNOWN, np.minimum(truth.to_yes, truth.to_no), change).astype(np.int32)


def next_of(day: Days, edges: Iterable[Days]) -> Days:
    """The first of several days (of each subject) that is still to come, NEVER where there is none."""
    result = np.full(len(day), NEVER, np.int32)
    for edge in edges:
        np.minimum(result, edge, out=result, where=edge > day)
    return result


def earlier(one: Turn, other: Turn) -> Turn:
    """The first of two days."""
    return cache(lambda: np.minimum(one(), other()).astype(np.int32, copy=False))


def compare(
    comparator: str, low: NDArray[np.float64], high: NDArray[np.float64], limit: "Limit"
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Where a value between `low` and `high` surely meets the limit, and where it surely does not."""
    if comparator == "at_least":
        return low >= limit.high, high < limit.low
    if comparator == "more_than":
        return low > limit.high, high <= limit.low
    if comparator == "at_most":
        return high <= limit.low, low > limit.high
    if comparator == "less_than":
        return high < limit.low, low >= limit.high
    if comparator == "is":
        exact = (low == high) & (limit.low == limit.high)
        return exact & (low == limit.low), (high < limit.low) | (low > limit.high)
    exact = (low == high) & (limit.low == limit.high)  # "not"
    return (high < limit.low) | (low > limit.high), exact & (low == limit.low)


class Limit(Struct, frozen=True):
    """The limit of each subject: two bounds, equal unless the case it depends on is unknown."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]
