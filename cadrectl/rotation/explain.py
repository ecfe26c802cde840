"""Why a person is where a plan puts them, why not elsewhere, and what changes if somebody insists. By re-solving."""

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from cadrectl.facts.truth import PASS
from cadrectl.policy.movement import Aim, Limit
from cadrectl.rotation.candidates import candidates
from cadrectl.rotation.conflict import conflict
from cadrectl.rotation.limits import allowed
from cadrectl.rotation.model import NO_WISH, Wish, model, points, price
from cadrectl.rotation.plan import Move, as_candidates, plan
from cadrectl.rotation.situation import Situation
from cadrectl.rotation.solve import Outcome, solve
from cadrectl.rotation.solver import Search

ALTERNATIVES = 3
"""How many other posts are priced for a person who is asked about: those that would be worth most by themselves."""


class Worth(Struct, frozen=True):
    """What an aim gives for a move, or a limit that may be broken takes."""

    part: Aim | Limit
    points: int

    @property
    def kind(self) -> str:
        """`aim` or `limit`."""
        return "limit" if isinstance(self.part, Limit) else "aim"


class Alternative(Struct, frozen=True):
    """Another place for a person: where (None: to stay), the price of insisting in points, or what forbids it."""

    seat: str | None
    price: int | None
    against: tuple[str, ...]


class Account(Struct, frozen=True):
    """One person in a plan: the move and what each aim gives for it, and the other places with their prices."""

    cadre: str
    move: Move | None
    worth: list[Worth]
    alternatives: list[Alternative]


class Difference(Struct, frozen=True):
    """What one person does in the plan and in the one with something insisted on; "" for staying."""

    cadre: str
    before: str
    after: str


def account(situation: Situation, planned: Sequence[Move], cadre: str, search: Search) -> Account:
    """Why a person is where the plan puts them. Prices are against the best plan."""
    search = replace(search, any_best=True)  # equal plans have equal prices
    person = situation.position[cadre]
    own = next((move for move in planned if move.cadre == cadre), None)
    problem = model(situation, situation.movement.limits)
    best = solve(problem, search)
    mine = np.flatnonzero(problem.moves.person == person)
    order = mine[np.argsort(-problem.worth[mine], kind="stable")]
    seats = list(dict.fromkeys(problem.moves.seat[order].tolist()))
    taken = "" if own is None else "/".join(own.to)
    others = [seat for seat in seats if situation.seats[seat].name != taken][:ALTERNATIVES]
    wanted: list[int | None] = [*others, *([None] if own is not None else [])]
    priced = [_priced(situation, best, (person, seat), search) for seat in wanted]
    return Account(cadre, own, _worth(situation, own), priced)


def why_not(situation: Situation, cadre: str, seat: int | None, search: Search) -> Alternative:
    """What forbids a person a post, or the price of insisting on it."""
    search = replace(search, any_best=True)
    best = solve(model(situation, situation.movement.limits), search)
    return _priced(situation, best, (situation.position[cadre], seat), search)


def _priced(situation: Situation, best: Outcome, place: tuple[int, int | None], search: Search) -> Alternative:
    """By how many points the best plan with a person in a place is worse, or what forbids every such plan."""
    person, seat = place
    name = None if seat is None else situation.seats[seat].name
    forbidden = tuple(forbidding(situation, person, seat)) if seat is not None else ()
    if forbidden:
        return Alternative(name, None, forbidden)
    wish = Wish({person: seat})
    outcome = solve(model(situation, situation.movement.limits, wish), search)
    if outcome.status in ("infeasible", "none"):
        return Alternative(name, None, tuple(conflict(situation, wish, search).together))
    return Alternative(name, best.objective - outcome.objective, ())


def forbidding(situation: Situation, person: int, seat: int) -> Iterator[str]:
    """The rules that forbid a person a post whatever the rest of the plan: who may move, the kinds, `only` limits."""
    if situation.may_move[person] != PASS:
        yield "movers"
        return
    every = candidates(situation)
    here = every.only((every.person == person) & (every.seat == seat))
    if not len(here):
        yield "kinds"
        return
    for limit in situation.movement.limits:
        if limit.form == "only" and limit.binds and not allowed(here, limit).any():
            yield limit.id


def _worth(situation: Situation, move: Move | None) -> list[Worth]:
    """What the aims about moves and places give for a move, and limits on it take; without what gives nothing."""
    column = as_candidates(situation, [] if move is None else [move])
    if not len(column):
        return []
    aims = [aim for aim in situation.movement.aims if aim.form != "holding"]
    found = [Worth(aim, int(points(column, aim)[0])) for aim in aims]
    found += [Worth(limit, int(price(column, limit)[0])) for limit in situation.movement.limits]
    return [one for one in found if one.points]


def changed(situation: Situation, wish: Wish, search: Search) -> tuple[Outcome, Outcome, list[Difference]]:
    """The best plan, the best one with something insisted on, and who does something else in it, by id."""
    made = []
    for asked in (NO_WISH, wish):
        problem = model(situation, situation.movement.limits, asked)
        outcome = solve(problem, search)
        made.append((outcome, {one.cadre: _told(one) for one in plan(problem, outcome).moves}))
    (best, before), (other, after) = made
    names = sorted({*before, *after})
    moved = [Difference(name, before.get(name, ""), after.get(name, "")) for name in names]
    return best, other, [one for one in moved if one.before != one.after]


def _told(move: Move) -> str:
    return f"{'/'.join(move.to)} ({move.kind})"
