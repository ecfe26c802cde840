"""The kinds of number that a policy may ask for, each worked out by one function; `WORKS` lists them.

A function gets the clerk for whatever the number rests on, the sheet, and the number as the policy states it; it
gives back the amount of each subject, None where nobody knows it. Nothing is rounded that the policy does not round.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from cadrectl.facts.truth import FAIL, PASS
from cadrectl.policy import ballot_values, group_values, record_values
from cadrectl.policy.exact import Amount, mean, trimmed
from cadrectl.policy.number_model import (
    Arithmetic,
    BallotScore,
    Banded,
    Constant,
    Count,
    FieldNumber,
    From,
    Item,
    Mean,
    Measured,
    Name,
    Number,
    NumberCases,
    OfGroup,
    Place,
    Points,
    Result,
    Score,
    Sum,
    VoteShare,
    Work,
)
from cadrectl.policy.sheets import Sheet

if TYPE_CHECKING:
    from cadrectl.policy.clerk import Amounts, Clerk


def constant(clerk: "Clerk", sheet: Sheet, work: Constant) -> "Amounts":
    """A number that stands in the policy."""
    return [work.value] * len(sheet)


def name(clerk: "Clerk", sheet: Sheet, work: Name) -> "Amounts":
    """Another number of the assessment."""
    return clerk.named(sheet, work.name)


def total(clerk: "Clerk", sheet: Sheet, work: Sum) -> "Amounts":
    """The weighted sum; with `reweight` the weights of the parts that are known grow in proportion."""
    columns = [clerk.amounts(sheet, part.of) for part in work.parts]
    weights = [part.weight for part in work.parts]
    return [weighted(weights, row, work.missing) for row in zip(*columns, strict=True)]


def weighted(weights: Sequence[Fraction], row: Sequence[Amount], missing: str) -> Amount:
    """One weighted sum."""
    there = [(weight, amount) for weight, amount in zip(weights, row, strict=True) if amount is not None]
    if len(there) < len(row) and (missing != "reweight" or not there):
        return None
    whole = sum((weight for weight, _ in there), Fraction(0)) if len(there) < len(row) else Fraction(1)
    return sum((weight * amount for weight, amount in there), Fraction(0)) / whole


def arithmetic(clerk: "Clerk", sheet: Sheet, work: Arithmetic) -> "Amounts":
    """A sum, difference, product or quotient of numbers all of which are known."""
    columns = [clerk.amounts(sheet, part) for part in work.parts]
    return [_joined(work.how, [one for one in row if one is not None], len(row)) for row in zip(*columns, strict=True)]


def _joined(how: str, known: Sequence[Fraction], asked: int) -> Amount:
    if len(known) < asked:
        return None
    first, rest = known[0], known[1:]
    if how == "ratio":
        return first / rest[0] if rest[0] else None
    for one in rest:
        first = first + one if how == "add" else first - one if how == "minus" else first * one
    return first


def average(clerk: "Clerk", sheet: Sheet, work: Mean) -> "Amounts":
    """The mean of several numbers, of one in each session of a kind, or of one in each of the last years."""
    if work.over == "sessions":
        sessions = clerk.in_sessions(sheet, work)
        return [averaged([amount for held, amount in row if held], work) for row in zip(*sessions, strict=True)]
    if work.over == "years":
        part = work.of[0]
        columns = [clerk.years_ago(sheet, part, back) for back in range(work.last)]
    else:
        columns = [clerk.amounts(sheet, part) for part in work.of]
    return [averaged(row, work) for row in zip(*columns, strict=True)]


def averaged(row: Sequence[Amount], work: Mean) -> Amount:
    """One mean, without the highest and the lowest as stated; None where too little is known or left."""
    there = [amount for amount in row if amount is not None]
    if len(there) < len(row) and work.missing != "reweight":
        return None
    return mean(trimmed(there, work.trim))


def banded(clerk: "Clerk", sheet: Sheet, work: Banded) -> "Amounts":
    """What the band gives into which the number falls."""
    return [None if one is None else work.bands.find(one) for one in clerk.amounts(sheet, work.of)]


def by_case(clerk: "Clerk", sheet: Sheet, work: NumberCases) -> "Amounts":
    """The number of the first case whose condition holds; unknown where cases are open that give different numbers."""
    found: list[set[Amount]] = [set() for _ in range(len(sheet))]
    open_still = np.ones(len(sheet), np.bool_)
    for when, number in work.branches:
        now = np.full(len(sheet), PASS, np.int8)
        if when is not None:
            now = clerk.evaluator(sheet).condition(when, sheet.moment).now
        amounts = clerk.amounts(sheet, number)
        for at in np.flatnonzero(open_still & (now != FAIL)).tolist():
            found[at].add(amounts[at])
        open_still &= now != PASS
    return [next(iter(one)) if len(one) == 1 else None for one in found]


def chosen(clerk: "Clerk", sheet: Sheet, work: NumberCases, at: int) -> Number | None:
    """The number of the case that holds for a subject; None where nobody can tell which does."""
    for when, number in work.branches:
        if when is None:
            return number
        now = int(clerk.evaluator(sheet).condition(when, sheet.moment).now[at])
        if now != FAIL:
            return number if now == PASS else None
    return None


WORKS: Mapping[type[Work], Callable[["Clerk", Sheet, Any], "Amounts"]] = {
    Constant: constant,
    Name: name,
    Item: record_values.item,
    BallotScore: ballot_values.score,
    VoteShare: ballot_values.share,
    Score: record_values.score,
    Sum: total,
    Arithmetic: arithmetic,
    Mean: average,
    Points: record_values.points,
    Count: record_values.count,
    Measured: record_values.measured,
    FieldNumber: record_values.field,
    Result: record_values.result,
    From: record_values.elsewhere,
    Place: group_values.place,
    OfGroup: group_values.of_group,
    Banded: banded,
    NumberCases: by_case,
}
