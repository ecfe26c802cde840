"""One policy on the bench, for the rules that check it, and what they all ask of its parts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from cadrectl.calendar import YEAR
from cadrectl.policy import walk
from cadrectl.policy.fitting import plain_values
from cadrectl.policy.model import (
    All,
    Any,
    Cases,
    Condition,
    DateRange,
    Duration,
    Literal,
    Not,
    Pointer,
    Policy,
    Some,
    Value,
)
from cadrectl.policy.problems import Reporter
from cadrectl.vocabulary import Vocabulary

LOW, HIGH = ("at_least", "more_than"), ("at_most", "less_than")


class Bench(Struct, frozen=True):
    """One policy on the bench: all that are known, the vocabularies, and where its problems go."""

    policy: Policy
    known: Sequence[Policy]
    vocabularies: Mapping[str, Vocabulary]
    report: Reporter


def place(condition: Condition) -> Pointer:
    """Where a condition stands; one that joins others stands where the first of them does."""
    match condition:
        case Not(part):
            return place(part)
        case All(parts) | Any(parts) | Some(_, parts):
            return place(parts[0])
    return condition.at


def values(policy: Policy) -> Iterator[Value]:
    """Every value of the policy that is not a mere literal."""
    for _, test in walk.tests_of(policy):
        yield test.value
    for clause in walk.clauses(policy):
        yield clause.severity
    for limited in policy.figures:
        yield from (test.value for test in limited.limits)
    for tier in policy.judged:
        for cap in tier.caps:
            yield from (cap.at_most, cap.at_least)
    yield from walk.shares(policy)


def measure(value: Literal) -> Fraction | None:
    """A number, a time (in years) or a date as a number that can be compared with others of its kind."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, Duration):
        return Fraction(value.codes, YEAR)
    return Fraction(value.first) if isinstance(value, DateRange) else None


def sure(value: Value, strictest: Callable[[list[Fraction]], Fraction]) -> list[Fraction]:
    """The one figure of a plain limit; of cases none, since each may come with another limit."""
    if isinstance(value, Cases):
        return []
    numbers = [number for one in plain_values(value) if (number := measure(one)) is not None]
    return [strictest(numbers)] if numbers else []


def figure(value: Value) -> Fraction | None:
    """The one figure of a plain limit; None for any other value."""
    found = sure(value, min)
    return found[0] if found else None


def bare(part: object) -> object:
    """A part of a policy without where it stands, so that two which say the same are equal."""
    if isinstance(part, Struct):
        stated = (getattr(part, name) for name in part.__struct_fields__ if name != "at")
        return (type(part).__name__, *(bare(one) for one in stated))
    if isinstance(part, Mapping):
        return {key: bare(value) for key, value in part.items()}
    return [bare(one) for one in part] if isinstance(part, tuple | list) else part
