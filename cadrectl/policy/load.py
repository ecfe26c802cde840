"""Which policies a workspace holds, and which version of each is in force at a day."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from msgspec import Struct

from cadrectl.policy.model import Pointer, Policy
from cadrectl.policy.sections import opened as open_policy
from cadrectl.problem import Problem


class Stated(Struct, frozen=True):
    """A policy as its record states it: the value, its path, and where its keys stand."""

    value: Mapping[str, Any]
    path: str
    place: Callable[[Pointer], tuple[int, int]]


def opened(stated: Iterable[Stated]) -> list[Policy]:
    """The policies, by id; whether their language is right is not looked at."""
    return sorted((open_policy(one.value, one.path, one.place) for one in stated), key=lambda policy: policy.id)


def wrong_with(read: Iterable[Policy]) -> list[list[Problem]]:
    """The problems of the language of each policy, all of whose sections are read for that."""
    from cadrectl.policy.parse import wrong_with as wrong_with_one  # every reader, of which most commands need few

    return [wrong_with_one(policy) for policy in read]


def policies(stated: Iterable[Stated]) -> tuple[list[Policy], list[Problem]]:
    """The policies, by id, and the problems of their language; one with errors is left out."""
    read = opened(stated)
    problems = wrong_with(read)
    sound = [one for one, found in zip(read, problems, strict=True) if not any(problem.is_error for problem in found)]
    return sound, [*chain.from_iterable(problems)]


def in_force(read: Sequence[Policy], series: Sequence[str], day: int) -> list[Policy]:
    """The version in force at a day of each series asked for, in the order asked; a series may have none then."""
    found = []
    for name in series:
        versions = [one for one in read if one.series == name and one.in_force[0] <= day <= one.in_force[1]]
        if versions:
            found.append(max(versions, key=lambda policy: policy.in_force))
    return found


def superiors(policy: Policy, read: Sequence[Policy], day: int) -> list[Policy]:
    """The policies that a policy stands under, as they are in force at the day."""
    return in_force(read, policy.superiors, day)


def with_superiors(stated: Sequence[Policy], read: Sequence[Policy], day: int) -> list[Policy]:
    """Some policies and, behind them, those that they stand under as they are in force at the day; each once."""
    above = [one for policy in stated for one in superiors(policy, read, day)]
    return list({one.id: one for one in [*stated, *above]}.values())
