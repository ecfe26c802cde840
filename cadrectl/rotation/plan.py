"""A plan worked out: who moves where, how and from when, what that serves, and what stays empty."""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
from msgspec import Struct

from cadrectl.calendar import date_of, iso, snap
from cadrectl.facts.moment import Index
from cadrectl.policy.movement import Kind
from cadrectl.rotation.breaches import Breach, breaches
from cadrectl.rotation.candidates import Candidates
from cadrectl.rotation.limits import changes_of_teams
from cadrectl.rotation.model import Model, points
from cadrectl.rotation.situation import Seat, Situation, day_of_start
from cadrectl.rotation.solve import Outcome
from cadrectl.text import Text, say


class Move(Struct, frozen=True):
    """One person's move; dates as ISO text, `until` "" for open, `serves` the aims to which it adds points."""

    cadre: str
    present: tuple[str, str]  # unit and post
    to: tuple[str, str]
    kind: str
    from_date: str
    until: str = ""
    serves: tuple[str, ...] = ()


class Unfilled(Struct, frozen=True):
    """Places of a post that stay empty, and why nobody comes."""

    seat: Seat
    places: int
    why: Text


class Tally(Struct, frozen=True):
    """What an aim adds up to: how many count, and their points."""

    aim: str
    count: int
    points: int


class UnitCount(Struct, frozen=True):
    """How many people hold planned posts of a unit, and how many of them count for the aims about teams."""

    unit: str
    before: int
    after: int
    strong_before: int
    strong_after: int


class Plan(Struct, frozen=True):
    """The moves, with what proves them best and what comes of them."""

    moves: list[Move]
    outcome: Outcome
    unfilled: list[Unfilled]
    tallies: list[Tally]
    breaches: list[Breach]
    units: list[UnitCount]


def plan(problem: Model, outcome: Outcome) -> Plan:
    """The plan that an outcome stands for, moves by id of the person."""
    chosen = problem.moves.only(outcome.chosen)
    broken = breaches(problem, chosen.situation.movement.limits, outcome)
    return Plan(_moves(chosen), outcome, _unfilled(problem, chosen), tallies(chosen), broken, _units(chosen))


def _moves(chosen: Candidates) -> list[Move]:
    situation = chosen.situation
    start = day_of_start(situation)
    served = [(aim.id, points(chosen, aim)) for aim in situation.movement.aims if aim.form != "holding"]
    moves = []
    for at in range(len(chosen)):
        kind, seat = situation.movement.kinds[chosen.kind[at]], situation.seats[chosen.seat[at]]
        person = int(chosen.person[at])
        moves.append(
            Move(
                situation.ids[person],
                present_post(situation, person),
                (seat.unit, seat.post),
                kind.id,
                iso(start),
                end_of(kind, start),
                tuple(aim for aim, worth in served if worth[at] > 0),
            )
        )
    return moves


def present_post(situation: Situation, person: int) -> tuple[str, str]:
    """The unit and the name of the post where a person works; empty texts where that is not known."""
    row = int(situation.present[person])
    if row < 0:
        return "", ""
    name = situation.book.register.tables["cadres.posts"]["post"][row]
    return situation.unit_id(int(situation.unit[person])), str(name)


def end_of(kind: Kind, start: int) -> str:
    """The last day of a move for a time, ISO text; "" for one without an end."""
    if kind.lasts is None:
        return ""
    after = date_of(int(snap(start + kind.lasts.codes)))
    return (after - timedelta(1)).isoformat()


def tallies(chosen: Candidates) -> list[Tally]:
    """What some moves add to each aim, in the order of the policy."""
    found = []
    for aim in chosen.situation.movement.aims:
        if aim.form == "holding":
            count = sum(
                min(change.now + int(change.times.sum()), aim.at_least) - min(change.now, aim.at_least)
                for change in changes_of_teams(chosen, aim.seats, aim.who)
            )
            found.append(Tally(aim.id, count, count * aim.weight))
        else:
            total = int(points(chosen, aim).sum())
            found.append(Tally(aim.id, total // aim.weight if aim.weight else 0, total))
    return found


def holders_after(chosen: Candidates) -> Index:
    """How many hold each seat after some moves."""
    situation = chosen.situation
    after = situation.holders.copy()
    np.add.at(after, chosen.seat[chosen.fills], 1)
    for person in chosen.person[chosen.leaves].tolist():
        for seat in situation.gives_up.get(person, ()):
            after[seat] -= 1
    return after


def _unfilled(problem: Model, chosen: Candidates) -> list[Unfilled]:
    situation, after = chosen.situation, holders_after(chosen)
    asked = set(problem.moves.seat[problem.moves.fills].tolist())
    found = []
    for at, seat in enumerate(situation.seats):
        if after[at] < seat.headcount:
            why = (
                say("filling it is worth less than what it would cost elsewhere")
                if at in asked
                else say("nobody may move here by any kind of movement within the limits")
            )
            found.append(Unfilled(seat, seat.headcount - int(after[at]), why))
    return found


def _units(chosen: Candidates) -> list[UnitCount]:
    """The units where the number of people, or of those who count for a team, changes."""
    situation = chosen.situation
    size = situation.seat_units.max(initial=0) + 1
    before, after = (
        np.bincount(situation.seat_units, counts, size) for counts in (situation.holders, holders_after(chosen))
    )
    strong: dict[int, tuple[int, int]] = {}
    for aim in situation.movement.aims:
        if aim.form == "holding":
            for change in changes_of_teams(chosen, aim.seats, aim.who):
                first, last = strong.get(change.unit, (0, 0))
                strong[change.unit] = first + change.now, last + change.now + int(change.times.sum())
    found = []
    for unit in sorted(set(situation.seat_units.tolist()), key=situation.unit_id):
        counts = int(before[unit]), int(after[unit]), *strong.get(unit, (0, 0))
        if counts[0] != counts[1] or counts[2] != counts[3]:
            found.append(UnitCount(situation.unit_id(unit), *counts))
    return found


def as_candidates(situation: Situation, moves: Sequence[Move]) -> Candidates:
    """Moves as columns; those of people, posts or kinds that are not here are left out."""
    kinds = {kind.id: at for at, kind in enumerate(situation.movement.kinds)}
    found = [
        (situation.position[move.cadre], kinds[move.kind], situation.seat_named["/".join(move.to)])
        for move in moves
        if move.cadre in situation.position and move.kind in kinds and "/".join(move.to) in situation.seat_named
    ]
    table = np.array(found, np.int64).reshape(-1, 3)
    return Candidates(situation, table[:, 0], table[:, 1], table[:, 2])
