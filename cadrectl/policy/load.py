"""Which policies a workspace holds, and which version of each is in force at a day."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cadrectl.policy.model import Pointer, Policy
from cadrectl.policy.parse import parse
from cadrectl.problem import Problem


@dataclass(frozen=True, slots=True)
class Stated:
    """A policy as its record states it: the value, its path, and where its keys stand."""

    value: Mapping[str, Any]
    path: str
    place: Callable[[Pointer], tuple[int, int]]


def policies(stated: Iterable[Stated]) -> tuple[list[Policy], list[Problem]]:
    """The policies, by id, and the problems of their language; one with errors is left out."""
    read: list[Policy] = []
    problems: list[Problem] = []
    for one in stated:
        policy, found = parse(one.value, one.path, one.place)
        problems += found
        if not any(problem.is_error for problem in found):
            read.append(policy)
    return sorted(read, key=lambda policy: policy.id), problems


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
