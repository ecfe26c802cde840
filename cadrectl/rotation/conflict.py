"""Why there is no plan: limits that cannot hold together, none of them to spare, and the cheapest way to give way.

The set is found by leaving out one limit after the other; the way out by a model in which every limit may be broken,
each by so many moves, people or places, and as little as possible is broken. Limits that may be broken anyway stand in
nobody's way.
"""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from cadrectl.policy.movement import Limit
from cadrectl.rotation.breaches import Breach, breaches
from cadrectl.rotation.model import Wish, model
from cadrectl.rotation.situation import Situation
from cadrectl.rotation.solve import solve
from cadrectl.rotation.solver import Search


class Conflict(Struct, frozen=True):
    """`together`: ids of limits (and of people somebody insists on) that exclude each other, all of them needed.

    `breaches`: by how much the cheapest plan that gives way breaks each limit, and for which post, unit or person.
    """

    together: list[str]
    breaches: list[Breach]


def conflict(situation: Situation, wish: Wish, search: Search) -> Conflict:
    """What stands in the way of any plan, and the least that would have to give."""
    limits = [limit for limit in situation.movement.limits if limit.binds]
    return Conflict(_irreducible(situation, limits, wish, search), _relaxation(situation, limits, wish, search))


def _irreducible(situation: Situation, limits: Sequence[Limit], wish: Wish, search: Search) -> list[str]:
    """Take away limit by limit, then person by person; whatever is not needed to exclude every plan goes."""
    for limit in limits:
        without = [one for one in limits if one is not limit]
        if not _possible(situation, without, wish, search):
            limits = without
    people = sorted({*wish.fixed, *wish.excluded})
    for person in people:
        fixed = {one: seat for one, seat in wish.fixed.items() if one != person}
        less = replace(wish, fixed=fixed, excluded=wish.excluded - {person})
        if not _possible(situation, limits, less, search):
            wish = less
    left = [person for person in people if person in wish.fixed or person in wish.excluded]
    return [*(limit.id for limit in limits), *(situation.ids[person] for person in left)]


def _possible(situation: Situation, limits: Sequence[Limit], wish: Wish, search: Search) -> bool:
    """Whether any plan keeps these limits; what it is worth is not asked."""
    return solve(model(situation, limits, wish, ()), replace(search, any_best=True)).status != "infeasible"


def _relaxation(situation: Situation, limits: Sequence[Limit], wish: Wish, search: Search) -> list[Breach]:
    """Every limit bends, at a price of 1 for each move, person or place; what is bent in the cheapest plan."""
    bending = [replace(limit, severity="should", weight=1) for limit in limits]
    elastic = model(situation, bending, replace(wish, price=1), ())
    return breaches(elastic, bending, solve(elastic, search))
