"""Every number, condition and selection inside the assessments and the pool of a policy, in order."""

from collections.abc import Iterator

from cadrectl.policy.model import Condition, Selection, Value
from cadrectl.policy.number_model import (
    Arithmetic,
    Assessment,
    Banded,
    Count,
    Grades,
    Mean,
    Measured,
    Number,
    NumberCases,
    OfGroup,
    Place,
    Points,
    Pool,
    Sum,
)


def below(number: Number, *, past: bool = True) -> Iterator[Number]:
    """A number and all that it is worked out from, names not followed; without the `past`, of its own period only."""
    if number.back and not past:
        return
    yield number
    for part in (*ends(number), *parts(number)):
        yield from below(part, past=past)


def ends(number: Number) -> Iterator[Number]:
    """The numbers between which a number is held."""
    yield from (end for end in (number.at_least, number.at_most) if end is not None)


def parts(number: Number) -> Iterator[Number]:
    """The numbers that a number is directly made of."""
    match number.work:
        case Sum(parts, _):
            yield from (part.of for part in parts)
        case Arithmetic(_, parts) | Mean(of=parts):
            yield from parts
        case Place(of=of) | OfGroup(of=of) | Banded(of, _):
            yield of
        case NumberCases(branches):
            yield from (part for _, part in branches)


def conditions(number: Number, *, past: bool = True) -> Iterator[Condition]:
    """The conditions about people on which a number and those below it depend."""
    for part in below(number, past=past):
        if isinstance(part.work, NumberCases):
            yield from (when for when, _ in part.work.branches if when is not None)
        elif isinstance(part.work, Measured):
            yield part.work.fact


def selections(number: Number) -> Iterator[tuple[Selection, tuple[Condition, ...]]]:
    """The selections of records that a number and those below it count, each with conditions on its records."""
    for part in below(number):
        if isinstance(part.work, Points):
            yield part.work.selection, tuple(when for when, _ in part.work.each.branches if when is not None)
        elif isinstance(part.work, Count):
            yield part.work.selection, ()


def outcome_conditions(assessment: Assessment) -> Iterator[Condition]:
    """The conditions of an assessment outside its numbers: whom it is for, groups, grades, consequences."""
    if assessment.who is not None:
        yield assessment.who
    yield from (group.when for group in assessment.groups)
    if assessment.grades is not None:
        yield from grade_conditions(assessment.grades)
    for one in assessment.consequences:
        yield from (condition for condition in (one.when, one.unless, one.holders) if condition is not None)


def grade_conditions(grades: Grades) -> Iterator[Condition]:
    """The conditions on which grades depend."""
    yield from (case.when for case in grades.cases if case.when is not None)
    yield from (ceiling.when for ceiling in grades.ceilings)


def branchings(assessment: Assessment) -> Iterator[list[Condition]]:
    """The conditions of every choice between numbers, points, grades without a share, and groups."""
    for number in assessment.numbers.values():
        for part in below(number):
            if isinstance(part.work, NumberCases):
                yield [when for when, _ in part.work.branches if when is not None]
            elif isinstance(part.work, Points):
                yield [when for when, _ in part.work.each.branches if when is not None]
    yield [group.when for group in assessment.groups]
    cases = assessment.grades.cases if assessment.grades is not None else ()
    yield [case.when for case in cases if case.when is not None and case.share is None]


def share_values(assessment: Assessment) -> Iterator[Value]:
    """The shares of groups by which grades are given, as values."""
    if assessment.grades is not None:
        yield from (case.share.amount for case in assessment.grades.cases if case.share is not None)
        yield from (quota.at_most for quota in assessment.grades.quotas)


def pool_conditions(pool: Pool) -> Iterator[tuple[Condition, str]]:
    """The conditions of the rules of the pool, each with the kind of record that it is about ("" for people)."""
    for rule in pool.rules:
        yield rule.when, ""
        if rule.member is not None:
            yield rule.member, "reserve"
