"""What a plan breaks of the limits that may be broken, and what that costs. Those that bind are for `check`."""

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct

from cadrectl.policy.movement import Limit
from cadrectl.rotation.model import Model, price
from cadrectl.rotation.solve import Outcome


class Breach(Struct, frozen=True):
    """A limit broken by so many moves, people or places at a post, unit or person ("": in all), and the points lost."""

    limit: str
    about: str
    by: int
    points: int


def breaches(problem: Model, limits: Sequence[Limit], outcome: Outcome) -> list[Breach]:
    """What a plan breaks, limit by limit in their order."""
    found = [*_of_moves(problem, limits, outcome), *_of_rows(problem, outcome)]
    order = [limit.id for limit in limits]
    return sorted(found, key=lambda one: order.index(one.limit) if one.limit in order else len(order))


def _of_moves(problem: Model, limits: Sequence[Limit], outcome: Outcome) -> Iterator[Breach]:
    """The moves that are not as an `only` limit says."""
    chosen = problem.moves.only(outcome.chosen)
    for limit in limits:
        costs = price(chosen, limit)
        for at in np.flatnonzero(costs).tolist():
            yield Breach(limit.id, chosen.name(at), 1, int(costs[at]))


def _of_rows(problem: Model, outcome: Outcome) -> Iterator[Breach]:
    numbers = outcome.values[len(problem.moves) :]
    for at in np.flatnonzero(numbers).tolist():
        extra, number = problem.extras[at], int(numbers[at])
        if extra.row.limit:
            yield Breach(extra.row.limit, extra.row.about, number, number * extra.worth)
