"""Exact comparison of amounts with the limits that a policy states; nothing here becomes a float."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from cadrectl.facts.truth import FAIL, PASS, UNKNOWN
from cadrectl.policy.exact import Amount
from cadrectl.policy.fitting import plain_values
from cadrectl.policy.model import Cases, Comparison, Condition, Literal, Value

Verdicts = NDArray[np.int8]
Asked = Callable[[Condition], Verdicts]
"""What says where a condition of a case holds."""

COMPARATORS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "is": Fraction.__eq__,
    "in": Fraction.__eq__,
    "not": Fraction.__ne__,
    "at_least": Fraction.__ge__,
    "more_than": Fraction.__gt__,
    "at_most": Fraction.__le__,
    "less_than": Fraction.__lt__,
}


def compare(test: Comparison, amounts: Sequence[Amount], asked: Asked) -> Verdicts:
    """Where the amounts meet a comparison; unknown amounts are unknown, and so is a case that nobody can tell."""
    return by_case(test.value, lambda value: _plain(test.comparator, value, amounts), asked)


def by_case(value: Value, plain: Callable[[Value], Verdicts], asked: Asked) -> Verdicts:
    """What a comparison says where its value depends on cases: the value of the first whose condition holds."""
    if not isinstance(value, Cases):
        return plain(value)
    *guarded, (_, otherwise) = value.branches
    result = plain(otherwise)
    for when, branch in reversed(guarded):
        assert when is not None  # only the last case has no condition
        chosen, here = asked(when), plain(branch)
        one_of_both = np.maximum(np.minimum(chosen, here), np.minimum(PASS - chosen, result))
        result = np.maximum(one_of_both, np.minimum(here, result)).astype(np.int8)
    return result


def _plain(comparator: str, value: Value, amounts: Sequence[Amount]) -> Verdicts:
    limits = [_limit(one) for one in plain_values(value)]
    test, joined = COMPARATORS[comparator], all if comparator == "not" else any

    def verdict(amount: Amount) -> int:
        if amount is None:
            return UNKNOWN
        return PASS if joined(test(amount, limit) for limit in limits) else FAIL

    return np.fromiter(map(verdict, amounts), np.int8, len(amounts))


def _limit(value: Literal) -> Fraction:
    assert isinstance(value, Fraction)  # the parser has checked the limit
    return value
