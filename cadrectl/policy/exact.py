"""Exact arithmetic for scores, shares and quotas: fractions in, fractions out; not where the numbers come from.

`None` is a number that nobody knows. It never counts as zero. How a number is rounded stands in `bands`.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache
from math import floor

from cadrectl.policy.bands import ROUNDINGS

Amount = Fraction | None


def apportioned(parts: Sequence[Fraction], of: int, rounding: str) -> list[int]:
    """A group divided in these proportions, part by part.

    By `largest-remainder` (of equal remainders the earlier part is served), or by rounding the parts added up so far.
    """
    whole = sum(parts, Fraction(0))
    exact_ends = [sum(parts[: at + 1], Fraction(0)) * of / whole for at in range(len(parts))]
    if rounding in ROUNDINGS:
        ends = [ROUNDINGS[rounding](end) for end in exact_ends]
        return [end - before for end, before in zip(ends, [0, *ends], strict=False)]
    exact_parts = [part * of / whole for part in parts]
    given = [floor(one) for one in exact_parts]
    left = sorted(range(len(parts)), key=lambda at: given[at] - exact_parts[at])[: of - sum(given)]
    return [number + (at in left) for at, number in enumerate(given)]


def mean(values: Sequence[Fraction]) -> Amount:
    """The mean; None of nothing."""
    return sum(values, Fraction(0)) / len(values) if values else None


def trimmed(values: Iterable[Fraction], trim: int) -> list[Fraction]:
    """What is left without the `trim` highest and the `trim` lowest, in order."""
    kept = sorted(values)
    return kept[trim : len(kept) - trim]


@cache
def exact(number: float) -> Fraction:
    """A number of a record as it was written: 86.5 is 173/2, and no binary fraction beside it."""
    return Fraction(repr(number))
