"""Where no plan keeps every limit, those that exclude each other are named, none of them to spare, and the way out."""

import numpy as np
import pytest

from cadrectl.rotation.conflict import conflict
from cadrectl.rotation.model import NO_WISH, Wish, model
from cadrectl.rotation.situation import Situation
from cadrectl.rotation.solve import solve
from cadrectl.rotation.solver import Search
from tests.rotation.towns import POLICY, assignment, cadre, policy, situation, unit

NO_FURTHER = POLICY.replace("at_most: 30}}}", "at_most: 9}}}")
"""No school lies within nine kilometres of another, and a tenth of those due in town has to go to the country."""


def town(scheme: str) -> Situation:
    people = [cadre(1, "U001/校长"), cadre(2, "U001/副校长"), cadre(3, "U001/副校长"), cadre(4, "U002/校长")]
    return situation([unit(1), unit(2), *people], policy(scheme))


def possible(here: Situation, left_out: frozenset[str]) -> bool:
    limits = [limit for limit in here.movement.limits if limit.id not in left_out]
    return solve(model(here, limits)).status != "infeasible"


def test_without_any_one_of_the_limits_named_there_is_a_plan() -> None:
    here = town(NO_FURTHER)
    found = conflict(here, NO_WISH, Search())
    every = {limit.id for limit in here.movement.limits}
    assert {"near", "outward"} <= set(found.together)
    assert not possible(here, frozenset(every - set(found.together)))
    for one in found.together:
        assert possible(here, frozenset(every - set(found.together) | {one}))


def test_the_way_out_breaks_as_little_as_possible() -> None:
    """To let nobody go breaks one limit by one move; to send somebody breaks the distance, and more."""
    found = conflict(town(NO_FURTHER), NO_WISH, Search())
    assert sum(one.by for one in found.breaches) == 1


def test_the_way_out_of_what_somebody_insists_on_is_not_to_do_it() -> None:
    """Somebody who has not been there two years is to move: no limit has to give way, only the wish."""
    people = [cadre(1, "U001/校长", "2025-09-01"), cadre(2, "U002/副校长", "2025-09-01")]
    here = situation([unit(1), unit(2), *people])
    found = conflict(here, Wish({0: here.seat_named["U002/校长"]}), Search())
    assert found.together == ["C0001"]
    assert [(one.limit, one.about, one.by) for one in found.breaches] == [("fixed", "C0001", 1)]


def test_who_is_left_out_is_named_where_that_leaves_no_plan() -> None:
    """Somebody due in town has to go to the country, and all who might are left out."""
    people = [cadre(1, "U001/校长"), cadre(2, "U001/副校长"), cadre(3, "U001/副校长"), cadre(4, "U002/校长")]
    honours = [{"level": "district-backbone", "date": "2020-01-01"}]
    strong = [(kind, id, {**value, "honours": honours}) for kind, id, value in people]
    here = situation([unit(1), unit(2), *strong], policy(POLICY))
    assert solve(model(here, here.movement.limits)).status == "optimal"
    found = conflict(here, Wish({}, frozenset({0, 1, 2})), Search())
    assert {"C0002", "C0003"} <= set(found.together)
    assert "outward" in found.together


def test_people_somebody_insists_on_are_named_beside_the_limits() -> None:
    """Two heads to one post, of which there is one."""
    here = town(POLICY)
    seat = here.seat_named["U002/校长"]
    found = conflict(here, Wish({0: seat, 1: seat}), Search())
    assert "C0001" in found.together


@pytest.mark.parametrize("seconds", [1e-6, 0.05])
def test_a_search_that_is_stopped_says_so_and_its_bound_holds(seconds: float) -> None:
    problem, _ = assignment(60, 1)
    best = solve(problem)
    outcome = solve(problem, Search(seconds))
    assert best.status == "optimal"
    if outcome.status != "none":
        assert outcome.objective <= best.objective <= outcome.bound
        assert outcome.status == ("optimal" if outcome.objective == outcome.bound else "gap")


def test_a_person_prefers_what_comes_first_where_plans_are_worth_the_same() -> None:
    """Two people, two posts, every pair worth the same: the first person gets the first post."""
    problem, _ = assignment(2, 1)
    even = type(problem)(problem.moves, np.ones(4, np.int64), problem.extras, problem.rows, 0)
    chosen = solve(even).chosen
    assert problem.moves.seat[chosen].tolist() == [0, 1]
