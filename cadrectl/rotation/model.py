"""A plan as a choice of columns: what each move is worth, and the rows that a choice must keep. Not how it is found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cadrectl.facts.moment import Index
from cadrectl.facts.truth import PASS, Mask
from cadrectl.policy.movement import Aim, Limit
from cadrectl.rotation.candidates import Candidates, candidates
from cadrectl.rotation.limits import LIMITS, Row, allowed, changes_of_teams, nobody_moves_twice
from cadrectl.rotation.situation import Situation

FIXED = "fixed"
"""The name of the rule that a person goes where somebody insists."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody insists on: seats by person (None: stays), and people who are not moved."""

    fixed: Mapping[int, int | None] = field(default_factory=dict)
    excluded: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Model:
    """Columns with what each is worth in points, and rows. After the moves come the counts of `extras`.

    An extra is a number from 0 to its bound: how many people count towards an aim about a team. `offset` is added
    to the sum of what is chosen, so that doing nothing is worth 0.
    """

    moves: Candidates
    worth: NDArray[np.int64]
    extras: NDArray[np.int64]
    rows: tuple[Row, ...]
    offset: int

    @property
    def size(self) -> int:
        """How many columns there are."""
        return len(self.moves) + len(self.extras)


def model(situation: Situation, limits: Sequence[Limit], wish: Wish = Wish()) -> Model:
    """The model of the best plan within these limits (some of the policy's, or all) and with all its aims."""
    columns = candidates(situation)
    for limit in limits:
        if limit.form == "only":
            columns = columns.only(allowed(columns, limit))
    columns = columns.only(only_as_wished(columns, wish))
    rows = [*nobody_moves_twice(columns)]
    for limit in limits:
        if limit.form in LIMITS:
            rows += [row for row in LIMITS[limit.form](columns, limit) if bites(row)]
    rows += insisted(columns, wish)
    worth = np.zeros(len(columns), np.int64)
    extras: list[int] = []
    more: list[Row] = []
    offset = 0
    for aim in situation.movement.aims:
        if aim.form == "holding":
            found, bounds, before = _teams(columns, aim, len(columns) + len(extras))
            more, extras, offset = more + found, extras + bounds, offset - before * aim.weight
            worth = np.append(worth, np.full(len(bounds), aim.weight, np.int64))
        else:
            worth[: len(columns)] += points(columns, aim)
    return Model(columns, worth, np.array(extras, np.int64), (*rows, *more), offset)


def bites(row: Row) -> bool:
    """Whether some choice could break the row."""
    highest, lowest = int(row.times[row.times > 0].sum()), int(row.times[row.times < 0].sum())
    return (row.high is not None and highest > row.high) or (row.low is not None and lowest < row.low)


def only_as_wished(columns: Candidates, wish: Wish) -> Mask:
    """The moves that remain where some people go to one seat, or stay, and others are not moved."""
    fixed = np.full(len(columns.situation.ids), -2, np.int64)
    for person, seat in wish.fixed.items():
        fixed[person] = -1 if seat is None else seat
    at = fixed[columns.person]
    left: Mask = ((at == -2) | (at == columns.seat)) & ~np.isin(columns.person, sorted(wish.excluded))
    return left


def insisted(columns: Candidates, wish: Wish) -> list[Row]:
    """For everybody who is to go to one seat, that they do."""
    rows = []
    for person, seat in sorted(wish.fixed.items()):
        if seat is not None:
            own = np.flatnonzero(columns.person == person)
            rows.append(Row(FIXED, columns.situation.ids[person], own, np.ones(len(own), np.int64), low=1))
    return rows


def points(columns: Candidates, aim: Aim) -> NDArray[np.int64]:
    """What each move adds to an aim about moves or about places filled."""
    if aim.form == "filled":
        return aim.weight * places_filled(columns, aim)
    counted = columns.like(aim.moves).astype(np.int64)
    if aim.per == "km":
        farthest = int(columns.kilometres.max(initial=0))  # a distance that nobody knows is no advantage
        counted = counted * np.where(columns.kilometres < 0, farthest, columns.kilometres)
    return aim.weight * counted


def places_filled(columns: Candidates, aim: Aim) -> NDArray[np.int64]:
    """How many places of the posts meant each move fills, less those that it empties."""
    situation = columns.situation
    meant = situation.seats_like(aim.seats) == PASS
    full = np.array([seat.headcount for seat in situation.seats], np.int64) >= situation.holders
    empties = np.zeros(len(situation.ids), np.int64)
    for person, seats in situation.gives_up.items():
        empties[person] = sum(bool(meant[seat] and full[seat]) for seat in seats)
    fills = columns.fills & meant[columns.seat]
    empty = np.where(columns.leaves, empties[columns.person], 0)
    change: NDArray[np.int64] = fills.astype(np.int64) - empty
    return change


def _teams(columns: Candidates, aim: Aim, first: int) -> tuple[list[Row], list[int], int]:
    """For each unit a count that is no greater than the people there after the plan, and at most what is aimed at."""
    rows: list[Row] = []
    bounds: list[int] = []
    before = 0
    for change in changes_of_teams(columns, aim.seats, aim.who):
        before += min(change.now, aim.at_least)
        extra = first + len(bounds)
        bounds.append(aim.at_least)
        own: Index = np.append(change.columns, extra)
        rows.append(Row("", columns.situation.unit_id(change.unit), own, np.append(-change.times, 1), high=change.now))
    return rows, bounds, before
