"""The plan of a whole district under the policy that comes with the program, broken by hand in every limit."""

from collections.abc import Iterator
from functools import cache, partial

import numpy as np
import pytest
from msgspec.structs import replace

from cadrectl.calendar import parse_date
from cadrectl.facts.moment import Book
from cadrectl.facts.truth import PASS
from cadrectl.policy.load import Stated, policies
from cadrectl.records.places import place
from cadrectl.register import build
from cadrectl.rotation.candidates import candidates
from cadrectl.rotation.check import check
from cadrectl.rotation.limits import kin_pairs
from cadrectl.rotation.model import model
from cadrectl.rotation.plan import Move, Plan, end_of, plan, present_post
from cadrectl.rotation.situation import Situation
from cadrectl.rotation.solve import solve
from cadrectl.vocabulary import vocabularies
from tests.demo.districts import read_district

LIMITS = ("headcount", "other-school", "kin", "third", "chiefs", "head", "travel", "one-secondment", "flow", "backbone")
"""The limits of the policy but `subject`, which no post of the district asks for; its cases try that."""


@cache
def district() -> Situation:
    found = read_district(400).records
    words = vocabularies((one.id, one.value) for one in found if one.kind == "vocabularies")
    stated = [Stated(one.value, one.path, partial(place, one)) for one in found if one.kind == "policies"]
    known, _ = policies(stated)
    scheme = next(one for one in known if one.series == "rotation")
    day = parse_date("2026-09-15")
    assert day is not None
    return Situation(Book(build(found, words, "")), scheme, known, day[0])


@cache
def best() -> Plan:
    problem = model(district(), district().movement.limits)
    return plan(problem, solve(problem))


def broken(moves: list[Move]) -> set[str]:
    return {rule for rule, found in check(district(), moves).items() if found}


def edits() -> Iterator[list[Move]]:
    """The plan without the people whom some limit counts, with kin brought together, with any one move that a kind
    allows in place of that person's own, whether or not the person may be moved."""
    here, planned = district(), best().moves
    free = here.policy.stating(movement=replace(here.movement, movers=None))
    every = candidates(Situation(here.book, free, here.known, here.as_of))
    for limit in here.movement.limits:
        counted = here.people(limit.moves.who) == PASS
        yield [move for move in planned if not counted[here.position[move.cadre]]]
        for person, other in kin_pairs(here, limit.relations):
            seats = np.flatnonzero(here.seat_units == here.unit[other]).tolist()
            yield from ([*planned, by_hand(person, seat)] for seat in seats)
    for at in np.random.default_rng(1).permutation(len(every)).tolist():
        move = by_hand(int(every.person[at]), int(every.seat[at]), int(every.kind[at]))
        yield [*(one for one in planned if one.cadre != move.cadre), move]


def by_hand(person: int, seat: int, kind: int = 0) -> Move:
    here = district()
    to, way = here.seats[seat], here.movement.kinds[kind]
    begin, end = "2026-09-15", end_of(way, here.as_of)
    return Move(here.ids[person], present_post(here, person), (to.unit, to.post), way.id, begin, end)


def test_the_best_plan_of_the_district_is_proved_and_keeps_every_limit() -> None:
    outcome = best().outcome
    assert (outcome.status, outcome.canonical, outcome.objective) == ("optimal", True, outcome.bound)
    assert broken(best().moves) == {one.limit for one in best().breaches}


@pytest.mark.parametrize("limit", LIMITS)
def test_an_edit_by_hand_that_breaks_a_limit_is_refused_with_that_limit_named(limit: str) -> None:
    assert any(limit in broken(moves) for moves in edits())
