"""What the numbers in records come to by person: their total and their mean; not which records count.

Sums are of whole millionths, so that what is written as decimals adds up to the last digit.
"""

import numpy as np
from numpy.typing import NDArray

from cadrectl.facts.moment import Rows
from cadrectl.facts.selection import Count, counted_till
from cadrectl.facts.truth import FAIL, PASS, Mask, Truth

_WHOLE = 1_000_000


def total(rows: Rows, values: NDArray[np.float64], counts: Truth, on_file: Truth) -> Count:
    """The sum over the records that count; one without its number (NaN) may add anything from nothing upwards."""
    missing = np.isnan(values)
    sure, maybe = counts.now == PASS, counts.now != FAIL
    known = np.where(missing, 0, values)
    low = _sum(rows, known, sure) + _sum(rows, np.minimum(known, 0), maybe & ~sure)
    high = _sum(rows, known, sure) + _sum(rows, np.maximum(known, 0), maybe & ~sure)
    open_end = (on_file.now != PASS) | (np.bincount(rows.holder[maybe & missing], minlength=len(low)) > 0)
    return Count(low, np.where(open_end, np.inf, high), counted_till(rows, counts, on_file))


def mean(rows: Rows, values: NDArray[np.float64], counts: Truth, on_file: Truth) -> Count:
    """The mean over the records that count; where it is open whether one does, between the least and the greatest.

    Without a sure record, or with one whose number is missing, nothing is known of it.
    """
    sure, maybe = counts.now == PASS, counts.now != FAIL
    people = len(rows.moment.people)
    number = np.bincount(rows.holder[sure], minlength=people)
    exact = _whole(rows, np.nan_to_num(values), sure) / (np.maximum(number, 1) * _WHOLE)
    vague = np.bincount(rows.holder[maybe & ~sure], minlength=people) > 0
    least = rows.fold(np.minimum, np.where(maybe, values, np.inf), np.inf)
    greatest = rows.fold(np.maximum, np.where(maybe, values, -np.inf), -np.inf)
    nothing = np.bincount(rows.holder[maybe & np.isnan(values)], minlength=people) > 0
    nothing |= (on_file.now != PASS) | (number == 0)
    low = np.where(nothing, -np.inf, np.where(vague, least, exact))
    high = np.where(nothing, np.inf, np.where(vague, greatest, exact))
    return Count(low, high, counted_till(rows, counts, on_file))


def _sum(rows: Rows, values: NDArray[np.float64], chosen: Mask) -> NDArray[np.float64]:
    return _whole(rows, values, chosen) / _WHOLE


def _whole(rows: Rows, values: NDArray[np.float64], chosen: Mask) -> NDArray[np.float64]:
    """By person the sum in millionths."""
    millionths = np.rint(values * _WHOLE)[chosen]
    return np.bincount(rows.holder[chosen], millionths, len(rows.moment.people)).astype(np.float64)
