"""The limits of a policy as rows of the model: whole numbers of moves with a lowest and a highest sum.

One function a form of limit; `LIMITS` lists them. No row is stricter than how things stand: a unit that is over its
headcount today, or without a woman in its team, is no reason why nothing can be planned; it may not get worse.
"""

from collections.abc import Callable, Iterator, Mapping
from math import ceil, floor

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cadrectl.facts.moment import Index
from cadrectl.facts.truth import FAIL, PASS, Mask
from cadrectl.policy.model import Condition
from cadrectl.policy.movement import Limit
from cadrectl.rotation.candidates import Candidates
from cadrectl.rotation.situation import Situation

ONCE = "once"
"""The name of the rule that needs no policy: nobody makes two moves."""


class Row(Struct, frozen=True):
    """A sum of columns, each so many times, that stays between two whole numbers (None: no end); of which limit.

    `unit` is what one move, person or place that is missing, or too many, makes in the sum.
    """

    limit: str
    about: str  # the post, unit or person that it is about; "" for the whole plan
    columns: Index
    times: NDArray[np.int64]
    low: int | None = None
    high: int | None = None
    unit: int = 1


def nobody_moves_twice(columns: Candidates) -> Iterator[Row]:
    """At most one move for each person."""
    for person, chosen in _groups(columns.person):
        yield Row(ONCE, columns.situation.ids[person], chosen, np.ones(len(chosen), np.int64), high=1)


def headcount(columns: Candidates, limit: Limit) -> Iterator[Row]:
    """Who takes up a place of a post finds one that is free, or is freed by the plan itself (QJ-2)."""
    situation = columns.situation
    flows = _flows(columns)
    for number, seat in enumerate(situation.seats):
        chosen, times = flows.get(number, _NOTHING)
        if (times > 0).any():
            free = max(seat.headcount - int(situation.holders[number]), 0)
            yield Row(limit.id, seat.name, chosen, times, high=free)


def leaving(columns: Candidates, limit: Limit) -> Iterator[Row]:
    """How many of the holders of some posts of a unit leave it in one round: a number, or a share of the holders."""
    situation = columns.situation
    meant = situation.seats_like(limit.seats) == PASS
    teams = _teams(situation, meant)
    for unit, chosen in _groups(situation.unit[columns.person]):
        team = teams.get(unit, frozenset())
        chosen = chosen[columns.away[chosen] & np.isin(columns.person[chosen], sorted(team))]
        if len(chosen):
            low, high = whole_bounds(limit, len(team))
            yield Row(limit.id, situation.unit_id(unit), chosen, np.ones(len(chosen), np.int64), low, high)


def arriving(columns: Candidates, limit: Limit) -> Iterator[Row]:
    """How many come to one post by some kinds of movement."""
    situation = columns.situation
    meant = (situation.seats_like(limit.seats) == PASS)[columns.seat] & of_kinds(columns, limit.kinds)
    assert limit.bounds.at_most is not None  # the parser has seen to it
    for seat, chosen in _groups(columns.seat, np.flatnonzero(meant)):
        name = situation.seats[seat].name
        yield Row(limit.id, name, chosen, np.ones(len(chosen), np.int64), high=int(limit.bounds.at_most))


def holding(columns: Candidates, limit: Limit) -> Iterator[Row]:
    """How many hold some posts of a unit after the plan; never asks for more than there are today."""
    situation = columns.situation
    for change in changes_of_teams(columns, limit.seats, limit.who):
        low, high = whole_bounds(limit, 1)
        yield Row(
            limit.id,
            situation.unit_id(change.unit),
            change.columns,
            change.times,
            None if low is None else min(low, change.now) - change.now,
            None if high is None else max(high, change.now) - change.now,
        )


def moves(columns: Candidates, limit: Limit) -> Iterator[Row]:
    """How many moves are of a kind: a number, or a share of the people due, of those who may move, or of the moves."""
    counted = columns.like(limit.moves, surely=limit.bounds.at_least is not None)
    if limit.of == "moves":
        yield from _share_of_moves(columns, limit, counted)
        return
    chosen = np.flatnonzero(counted)
    size = base_people(columns.situation, limit, possibly=limit.bounds.at_least is not None)
    low, high = whole_bounds(limit, size)
    yield Row(limit.id, "", chosen, np.ones(len(chosen), np.int64), low, high)


def _share_of_moves(columns: Candidates, limit: Limit, counted: Mask) -> Iterator[Row]:
    """A share p/q of the moves of the base: q times those counted less p times the base stays on one side of 0."""
    base = columns.like(limit.base) if limit.base is not None else np.ones(len(columns), np.bool_)
    for share, is_low in ((limit.bounds.at_least, True), (limit.bounds.at_most, False)):
        if share is not None:
            times = share.denominator * (counted & base).astype(np.int64) - share.numerator * base.astype(np.int64)
            chosen = np.flatnonzero(times)
            low, high = (0, None) if is_low else (None, 0)
            yield Row(limit.id, "", chosen, times[chosen], low, high, share.denominator)


def kin(columns: Candidates, limit: Limit) -> Iterator[Row]:
    """Kin of the stated relations do not both hold posts of the stated sort in one unit after the plan."""
    situation = columns.situation
    meant = situation.seats_like(limit.seats) == PASS
    coming = np.flatnonzero(meant[columns.seat])
    for one, other in kin_pairs(situation, limit.relations):
        mine, theirs = (coming[columns.person[coming] == person] for person in (one, other))
        units = set(situation.seat_units[columns.seat[np.concatenate([mine, theirs])]].tolist())
        for unit in sorted(units):
            yield _apart(columns, limit, (one, other), (meant, unit))


def _apart(columns: Candidates, limit: Limit, pair: tuple[int, int], where: tuple[Mask, int]) -> Row:
    """That of two people one at most is in a unit: who is there now counts until leaving."""
    situation, (meant, unit) = columns.situation, where
    chosen, times, now = [], [], 0
    for person in pair:
        own = np.flatnonzero(columns.person == person)
        into = meant[columns.seat[own]] & (situation.seat_units[columns.seat[own]] == unit)
        there = any(holder == person and meant[seat] and situation.seat_units[seat] == unit
                    for holder, seat in situation.held)
        out = columns.leaves[own] if there else np.zeros(len(own), np.bool_)
        stays = into.astype(np.int64) - out.astype(np.int64)
        if there:
            stays = np.where(into & ~out, 0, stays)
        chosen.append(own[stays != 0])
        times.append(stays[stays != 0])
        now += there
    ids = "+".join(situation.ids[person] for person in pair)
    about = f"{ids}@{situation.unit_id(unit)}"
    return Row(limit.id, about, np.concatenate(chosen), np.concatenate(times), high=max(1 - now, 0))


LIMITS: Mapping[str, Callable[[Candidates, Limit], Iterator[Row]]] = {
    "headcount": headcount,
    "leaving": leaving,
    "arriving": arriving,
    "holding": holding,
    "moves": moves,
    "kin": kin,
}
"""The rows of each form of limit. `only` makes none: it takes columns out (`allowed`)."""


def allowed(columns: Candidates, limit: Limit) -> Mask:
    """The moves that an `only` limit leaves: those it is not about, and those that surely are as it says."""
    about = of_kinds(columns, limit.kinds) & (columns.situation.people(limit.who) != FAIL)[columns.person]
    left: Mask = ~about | columns.like(limit.moves)
    return left


def of_kinds(columns: Candidates, kinds: tuple[str, ...]) -> Mask:
    """The moves of some kinds; of any where none is named."""
    named = [not kinds or kind.id in kinds for kind in columns.situation.movement.kinds]
    return np.array(named, np.bool_)[columns.kind]


def whole_bounds(limit: Limit, size: int) -> tuple[int | None, int | None]:
    """The bounds of a limit as whole numbers: of a share of `size`, at least rounds up and at most rounds down."""
    least, most = limit.bounds.at_least, limit.bounds.at_most
    times = size if limit.bounds.share else 1
    return None if least is None else ceil(least * times), None if most is None else floor(most * times)


def base_people(situation: Situation, limit: Limit, possibly: bool) -> int:
    """How many people a share is of: those due, or who may move, as the base narrows them.

    For a least share whoever may count does; for a greatest share only who surely counts.
    """
    everybody = situation.due if limit.of == "due" else situation.may_move
    who = situation.people(limit.base.who if limit.base is not None else None)
    both = np.minimum(everybody, who)
    return int((both != FAIL).sum() if possibly else (both == PASS).sum())


def kin_pairs(situation: Situation, relations: tuple[str, ...]) -> list[tuple[int, int]]:
    """Pairs of people of whom at least one names the other as kin of one of the relations; each pair once."""
    return situation.once(("kin", relations), lambda: _kin_pairs(situation, relations))


def _kin_pairs(situation: Situation, relations: tuple[str, ...]) -> list[tuple[int, int]]:
    table = situation.book.register.tables["cadres.kin"]
    others = situation.book.register.link("cadres.kin", "cadre")
    people = {int(row): at for at, row in enumerate(situation.moment.people.tolist())}
    pairs = set()
    columns = table["owner"].tolist(), others.tolist(), table["relation"].tolist()
    for owner, other, relation in zip(*columns, strict=True):
        one, two = people.get(int(owner)), people.get(int(other))
        if relation in relations and one is not None and two is not None:
            pairs.add((min(one, two), max(one, two)))
    return sorted(pairs)


class Change(Struct, frozen=True):
    """How moves change the number of people who hold some posts of a unit: `now`, and what each column adds."""

    unit: int
    now: int
    columns: Index
    times: NDArray[np.int64]


def changes_of_teams(columns: Candidates, seats: Condition | None, who: Condition | None) -> Iterator[Change]:
    """Unit by unit, for the posts and people meant, as far as some move changes anything there."""
    situation = columns.situation
    meant, counts = situation.seats_like(seats) == PASS, situation.people(who) == PASS
    teams = _teams(situation, meant)
    units = situation.seat_units[columns.seat]
    comes = columns.fills & meant[columns.seat] & counts[columns.person]
    member = np.array([person in teams.get(int(situation.unit[person]), ()) for person in range(len(counts))], np.bool_)
    goes = columns.leaves & (member & counts)[columns.person]
    for unit in sorted({*np.unique(situation.seat_units[meant]).tolist()}):
        times = (comes & (units == unit)).astype(np.int64) - (goes & (situation.unit[columns.person] == unit))
        chosen = np.flatnonzero(times)
        now = sum(bool(counts[person]) for person in teams.get(unit, ()))
        yield Change(unit, now, chosen, times[chosen])


def _teams(situation: Situation, meant: Mask) -> dict[int, frozenset[int]]:
    """By unit who holds one of the posts meant there."""
    teams: dict[int, set[int]] = {}
    for person, seat in situation.held:
        if meant[seat]:
            teams.setdefault(int(situation.seat_units[seat]), set()).add(person)
    return {unit: frozenset(people) for unit, people in teams.items()}


def _flows(columns: Candidates) -> dict[int, tuple[Index, NDArray[np.int64]]]:
    """By seat the columns that take up a place of it (1) or free one (-1)."""
    parts = [(columns.seat[columns.fills], np.flatnonzero(columns.fills), 1)]
    situation = columns.situation
    for person, seats in situation.gives_up.items():
        own = np.flatnonzero((columns.person == person) & columns.leaves)
        parts += [(np.full(len(own), seat, np.int64), own, -1) for seat in seats]
    seat, column = (np.concatenate([part[at] for part in parts]) for at in (0, 1))
    times = np.concatenate([np.full(len(part[0]), part[2], np.int64) for part in parts])
    return {number: (column[chosen], times[chosen]) for number, chosen in _groups(seat)}


_NOTHING = (np.zeros(0, np.int64), np.zeros(0, np.int64))


def _groups(keys: Index, within: Index | None = None) -> Iterator[tuple[int, Index]]:
    """Each key with the positions that have it, in order; only of the positions `within`."""
    positions = np.arange(len(keys)) if within is None else within
    order = positions[np.argsort(keys[positions], kind="stable")]
    starts = np.flatnonzero(np.diff(keys[order], prepend=-2))
    for part in np.split(order, starts[1:]) if len(order) else ():
        yield int(keys[part[0]]), np.sort(part)

