"""The plan is the best there is: held against every plan of small towns, and against the assignment problem."""

import itertools
import random
from collections.abc import Iterator
from math import ceil

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from cadrectl.policy.movement import Limit
from cadrectl.rotation.candidates import Candidates, candidates
from cadrectl.rotation.check import Finding, check
from cadrectl.rotation.model import Wish, model
from cadrectl.rotation.plan import Move, end_of, plan, present_post, tallies
from cadrectl.rotation.situation import Situation
from cadrectl.rotation.solve import solve
from cadrectl.rotation.solver import Search
from cadrectl.text import Text
from tests.rotation.towns import POLICY, PRICES, assignment, cadre, in_principle, policy, situation, small_town, unit


def every_plan(here: Situation) -> Iterator[tuple[tuple[int, ...], list[Move], int]]:
    """Every choice of at most one move a person, whatever the limits say: columns, moves and points, in the order of
    the rule that picks among equals."""
    columns = candidates(here)
    own = [np.flatnonzero(columns.person == person).tolist() for person in range(len(here.ids))]
    options = [[None, *mine] for mine in own]
    for choice in itertools.product(*options):
        chosen = tuple(at for at in choice if at is not None)
        part = columns.only(np.array(chosen, np.int64))
        yield chosen, as_moves(part), sum(one.points for one in tallies(part))


def as_moves(part: Candidates) -> list[Move]:
    here = part.situation
    return [
        Move(
            here.ids[person],
            present_post(here, person),
            (here.seats[seat].unit, here.seats[seat].post),
            here.movement.kinds[kind].id,
            "2026-09-01",
            end_of(here.movement.kinds[kind], here.as_of),
        )
        for person, kind, seat in zip(part.person.tolist(), part.kind.tolist(), part.seat.tolist(), strict=True)
    ]


def cost(here: Situation, moves: list[Move]) -> int | None:
    """What a plan costs for limits that it breaks, by the check that solves nothing; None where one of them binds."""
    limits = {limit.id: limit for limit in here.movement.limits}
    points = 0
    for rule, found in check(here, moves).items():
        for one in found:
            if rule not in limits or limits[rule].binds:
                return None
            points += limits[rule].weight * beyond(limits[rule], one)
    return points


def beyond(limit: Limit, found: Finding) -> int:
    """By how many moves, people or places a limit is broken, as the words of the check say."""
    if limit.form in ("only", "kin"):
        return 1
    if limit.of == "moves":
        assert limit.bounds.at_least is not None
        return ceil(limit.bounds.at_least * number(found.actual, "base")) - number(found.actual, "part")
    assert isinstance(found.required, Text)
    return abs(number(found.required) - number(found.actual))


def number(text: Text, name: str = "number") -> int:
    value = text.values[name]
    assert isinstance(value, int)
    return value


@pytest.mark.parametrize("scheme", [POLICY, in_principle(PRICES)], ids=["must", "should"])
@pytest.mark.parametrize(("seed", "people"), [*((seed, 3) for seed in range(10)), (4, 4)])
def test_no_plan_of_a_small_town_that_keeps_every_limit_is_better(seed: int, people: int, scheme: str) -> None:
    here = situation(small_town(seed, people), policy(scheme))
    kept = [
        (points - price, [(one.cadre, one.kind, one.to) for one in moves])
        for _, moves, points in every_plan(here)
        if (price := cost(here, moves)) is not None
    ]
    problem = model(here, here.movement.limits)
    outcome = solve(problem)
    if not kept:
        assert outcome.status == "infeasible"
        return
    best = max(points for points, _ in kept)
    first = next(moves for points, moves in kept if points == best)
    made = plan(problem, outcome)
    assert (outcome.status, outcome.objective, outcome.bound, outcome.canonical) == ("optimal", best, best, True)
    assert [(one.cadre, one.kind, one.to) for one in made.moves] == first


@pytest.mark.parametrize("seed", range(12))
def test_what_a_plan_breaks_and_what_that_costs_is_what_a_check_finds_that_solves_nothing(seed: int) -> None:
    here = situation(small_town(seed, 4), policy(in_principle(PRICES)))
    problem = model(here, here.movement.limits)
    outcome = solve(problem)
    made = plan(problem, outcome)
    assert outcome.status == "optimal"
    lost = sum(one.points for one in made.breaches)
    assert cost(here, made.moves) == -lost
    assert sum(one.points for one in made.tallies) + lost == outcome.objective


def test_a_limit_in_principle_is_broken_where_that_is_worth_more_than_its_price() -> None:
    """An overdue deputy of a team of two: nobody of it may leave, which would be worth 50."""
    people = [cadre(1, "U001/副校长", "2012-09-01"), cadre(2, "U001/校长", "2025-09-01"), cadre(3, "U002/校长")]
    broken = {}
    for price in (40, 5000):
        here = situation([unit(1), unit(2), *people], policy(in_principle({"third": price, "strong": 1, "outward": 1})))
        problem = model(here, here.movement.limits)
        broken[price] = [(one.limit, one.about, one.by, one.points) for one in plan(problem, solve(problem)).breaches]
    assert ("third", "U001", 1, -40) in broken[40]
    assert not [one for one in broken[5000] if one[0] == "third"]


@pytest.mark.parametrize("scheme", [POLICY, in_principle(PRICES)], ids=["must", "should"])
@pytest.mark.parametrize("seed", range(8))
def test_a_model_that_is_not_solved_at_once_gives_the_same_plan(
    seed: int, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = situation(small_town(seed, 5), policy(scheme))
    problem = model(here, here.movement.limits)
    at_once = solve(problem)
    monkeypatch.setattr("cadrectl.rotation.solve.FEW", 3)
    monkeypatch.setattr("cadrectl.rotation.solve.A_PERSON", 1)
    by_columns = solve(problem)
    assert (by_columns.status, by_columns.objective, by_columns.canonical) == (
        at_once.status,
        at_once.objective,
        at_once.canonical,
    )
    assert by_columns.chosen.tolist() == at_once.chosen.tolist()


def test_a_long_search_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cadrectl.rotation.solver.SILENCE", 0.0)
    here = situation(small_town(4, 5), policy(in_principle(PRICES)))
    told: list[tuple[str, int, int]] = []
    outcome = solve(model(here, here.movement.limits), Search(progress=lambda *one: told.append(one)))
    words = [word for word, _, _ in told]
    assert words[0] == "relaxation"
    assert {"plan", "choice"} <= set(words)
    assert all(bound >= outcome.objective for word, _, bound in told if word != "choice")
    settled = [(done, of) for word, done, of in told if word == "choice"]
    assert settled[-1][0] == settled[-1][1]


@pytest.mark.parametrize("size", [20, 200])
def test_without_limits_the_plan_is_the_optimum_of_the_assignment_problem(size: int) -> None:
    problem, worth = assignment(size, size)
    outcome = solve(problem)
    best = int(worth[linear_sum_assignment(worth, maximize=True)].sum())
    assert (outcome.status, outcome.objective, outcome.bound) == ("optimal", best, best)


FREE = ("headcount", "elsewhere")


def places_after(here: Situation, limits: tuple[str, ...] = FREE) -> dict[str, str]:
    """Who moves where in the best plan within some limits, without secondments."""
    problem = model(here, [limit for limit in here.movement.limits if limit.id in limits])
    return {one.cadre: "/".join(one.to) for one in plan(problem, solve(problem)).moves if one.kind != "second"}


def test_a_chain_of_moves_is_found_where_each_fills_the_post_that_the_next_leaves() -> None:
    """The head of U001 is due and goes to U002, which has none; to U001 the deputy of U003 follows."""
    people = [
        cadre(1, "U001/校长", "2012-09-01"),
        cadre(3, "U003/副校长"),
        cadre(4, "U003/校长", "2025-09-01"),
        *(cadre(number, f"U00{school}/副校长", "2025-09-01") for number, school in enumerate((1, 1, 2, 2), 5)),
    ]
    here = situation([unit(1), unit(2), unit(3), *people])
    assert places_after(here, (*FREE, "head")) == {"C0001": "U002/校长", "C0003": "U001/校长"}


def test_a_cycle_of_moves_is_found_where_every_post_is_taken() -> None:
    """Three heads who are due, each in the only post of the kind: they can but change places, all of them."""
    people = [cadre(number, f"U00{number}/校长", "2012-09-01") for number in (1, 2, 3)]
    after = places_after(situation([unit(1), unit(2), unit(3), *people]))
    assert set(after) == {"C0001", "C0002", "C0003"}
    assert sorted(after.values()) == ["U001/校长", "U002/校长", "U003/校长"]


def test_where_nobody_may_move_the_best_plan_is_to_do_nothing() -> None:
    here = situation([unit(1), unit(2), cadre(1, "U001/校长", "2025-09-01")])
    outcome = solve(model(here, here.movement.limits))
    assert (outcome.status, outcome.objective, outcome.canonical, len(outcome.chosen)) == ("optimal", 0, True, 0)


def test_nobody_moves_for_nothing() -> None:
    """Two deputies may change places, which is worth as much as leaving them where they are: they stay."""
    here = situation([unit(1), unit(2), cadre(1, "U001/副校长"), cadre(2, "U002/副校长")])
    problem = model(here, [], aims=())
    outcome = solve(problem)
    assert len(problem.moves) > 0
    assert (outcome.status, outcome.canonical, len(outcome.chosen)) == ("optimal", True, 0)


def test_no_school_loses_its_head_even_where_that_is_worth_more() -> None:
    """The head of U001 is due, and U002 has none; with nobody to follow, leaving would be worth 50."""
    here = situation([unit(1), unit(2), cadre(1, "U001/校长", "2012-09-01")])
    assert places_after(here) == {"C0001": "U002/校长"}
    assert places_after(here, (*FREE, "head")) == {}


def test_what_is_insisted_on_is_done_and_whoever_is_left_out_stays() -> None:
    people = [cadre(number, f"U00{number}/副校长") for number in (1, 2, 3)]
    here = situation([unit(1), unit(2), unit(3), *people])
    limits = [limit for limit in here.movement.limits if limit.form in ("headcount", "only")]
    seat = here.seat_named["U003/副校长"]
    problem = model(here, limits, Wish({0: seat}, frozenset({1})))
    moves = {one.cadre: "/".join(one.to) for one in plan(problem, solve(problem)).moves}
    assert moves["C0001"] == "U003/副校长"
    assert "C0002" not in moves


def test_the_order_of_the_records_does_not_change_the_plan() -> None:
    records = small_town(10, 4)
    plans = []
    for seed in range(3):
        shuffled = [*records]
        random.Random(seed).shuffle(shuffled)
        here = situation(shuffled)
        problem = model(here, here.movement.limits)
        plans.append(plan(problem, solve(problem)).moves)
    assert plans[0] == plans[1] == plans[2]
    assert plans[0]
