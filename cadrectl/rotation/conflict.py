"""Why there is no plan: limits that cannot hold together, none of them to spare, and the cheapest way to give way.

The set is found by leaving out one limit after the other; the way out by a model in which every limit may be broken,
each by so many moves, people or places, and as little as possible is broken.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from cadrectl.policy.movement import Limit
from cadrectl.rotation.candidates import candidates
from cadrectl.rotation.limits import LIMITS, ONCE, Row, allowed, nobody_moves_twice
from cadrectl.rotation.model import Model, Wish, bites, insisted, model, only_as_wished
from cadrectl.rotation.situation import Situation
from cadrectl.rotation.solve import solve
from cadrectl.rotation.solver import Search


@dataclass(frozen=True, slots=True)
class Conflict:
    """`together`: ids of limits (and of people somebody insists on) that exclude each other, all of them needed.

    `breaks`: by how much the cheapest plan that gives way breaks each limit, and for which post, unit or person.
    """

    together: list[str]
    breaks: list[tuple[str, str, int]]


def conflict(situation: Situation, wish: Wish, search: Search) -> Conflict:
    """What stands in the way of any plan, and the least that would have to give."""
    return Conflict(_irreducible(situation, wish, search), _relaxation(situation, wish, search))


def _irreducible(situation: Situation, wish: Wish, search: Search) -> list[str]:
    """Take away limit by limit, then person by person; whatever is not needed to exclude every plan goes."""
    limits, fixed = list(situation.movement.limits), dict(wish.fixed)
    for limit in situation.movement.limits:
        without = [one for one in limits if one is not limit]
        if not _possible(situation, without, replace(wish, fixed=fixed), search):
            limits = without
    for person in wish.fixed:
        fewer = {one: seat for one, seat in fixed.items() if one != person}
        if not _possible(situation, limits, replace(wish, fixed=fewer), search):
            fixed = fewer
    return [*(limit.id for limit in limits), *(situation.ids[person] for person in fixed)]


def _possible(situation: Situation, limits: Sequence[Limit], wish: Wish, search: Search) -> bool:
    """Whether any plan keeps these limits; what it is worth is not asked."""
    asked = model(situation, limits, wish)
    nothing = replace(asked, worth=np.zeros_like(asked.worth))
    return solve(nothing, replace(search, any_best=True)).status != "infeasible"


def _relaxation(situation: Situation, wish: Wish, search: Search) -> list[tuple[str, str, int]]:
    """Every limit bends, at a price of 1 for each move, person or place; what is bent in the cheapest plan."""
    columns = candidates(situation)
    columns = columns.only(only_as_wished(columns, replace(wish, fixed={})))
    rows = [*nobody_moves_twice(columns)]
    worth = np.zeros(len(columns), np.int64)
    broken = []
    for limit in situation.movement.limits:
        if limit.form == "only":
            against = ~allowed(columns, limit)
            worth -= against
            broken.append((limit.id, against))
        else:
            rows += [row for row in LIMITS[limit.form](columns, limit) if bites(row)]
    rows += insisted(columns, wish)
    bent = [row for row in rows if row.limit != ONCE]
    slack = {id(row): len(columns) + at for at, row in enumerate(bent)}
    soft = tuple(_softened(row, slack[id(row)]) if id(row) in slack else row for row in rows)
    size = np.array([sum(abs(row.times)) + abs(row.low or 0) for row in bent], np.int64)
    elastic = Model(columns, np.append(worth, np.full(len(bent), -1, np.int64)), size, soft, 0)
    outcome = solve(elastic, search)
    people = {int(at): situation.ids[int(columns.person[at])] for at in outcome.chosen}
    found = [(name, people[at], 1) for name, against in broken for at in people if against[at]]
    found += [
        (row.limit, row.about, int(outcome.values[len(columns) + at]))
        for at, row in enumerate(bent)
        if outcome.values[len(columns) + at]
    ]
    return found


def _softened(row: Row, slack: int) -> Row:
    """The row with a column that lets it be broken, on the side that it bounds, by one move a unit."""
    by = int(abs(row.times).max(initial=1))
    times = by if row.low is not None else -by
    return replace(row, columns=np.append(row.columns, slack), times=np.append(row.times, times))
