"""A plan as a choice of columns: what each move is worth, and the rows that a choice must keep. Not how it is found."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace
from numpy.typing import NDArray

from cadrectl.facts.truth import PASS
from cadrectl.policy.movement import Aim, Limit
from cadrectl.rotation.candidates import Candidates, candidates
from cadrectl.rotation.limits import LIMITS, Row, allowed, changes_of_teams, nobody_moves_twice
from cadrectl.rotation.situation import Situation

FIXED = "fixed"
"""The name of the rule that a person goes where somebody insists."""


class Wish(Struct, frozen=True):
    """What somebody insists on: seats by person (None: stays), and people who are not moved.

    `price` is what it costs, for each person, not to do as is insisted; 0 where that is out of the question.
    """

    fixed: Mapping[int, int | None] = field(default_factory=dict)
    excluded: frozenset[int] = frozenset()
    price: int = 0


NO_WISH = Wish()
"""Nobody insists on anything."""


class Extra(Struct, frozen=True):
    """A number beside the moves, from 0 to `bound`: counted in a row so many `times`, and worth so much each.

    How many people count towards an aim about a team; or by how much a limit is broken that may be.
    """

    row: Row
    times: int
    bound: int
    worth: int


class Model(Struct, frozen=True):
    """Columns with what each is worth in points, and rows. The moves come first, then the extras.

    `offset` is added to the sum of what is chosen, so that doing nothing is worth 0.
    """

    moves: Candidates
    worth: NDArray[np.int64]
    extras: tuple[Extra, ...]
    rows: tuple[Row, ...]
    offset: int

    @property
    def size(self) -> int:
        """How many columns there are."""
        return len(self.moves) + len(self.extras)


def model(
    situation: Situation, limits: Sequence[Limit], wish: Wish = NO_WISH, aims: Sequence[Aim] | None = None
) -> Model:
    """The model of the best plan within these limits and with these aims (None: those of the policy)."""
    aims = situation.movement.aims if aims is None else aims
    columns = candidates(situation)
    columns = columns.only(~np.isin(columns.person, sorted(wish.excluded)))
    for limit in limits:
        if limit.form == "only" and limit.binds:
            columns = columns.only(allowed(columns, limit))
    rows = [*nobody_moves_twice(columns)]
    extras: list[Extra] = []
    for limit in limits:
        found = [row for row in LIMITS[limit.form](columns, limit) if bites(row)] if limit.form in LIMITS else []
        rows += found if limit.binds else []
        extras += [] if limit.binds else bent(found, limit.weight)
    insisted = _insisted(columns, wish)
    rows += [] if wish.price else insisted
    extras += bent(insisted, wish.price) if wish.price else []
    counts = [one for aim in aims if aim.form == "holding" for one in _teams(columns, aim)]
    extras += [extra for extra, _ in counts]
    rows += [_with_extra(extra, len(columns) + at) for at, extra in enumerate(extras)]
    worth = np.append(_worth(columns, limits, aims), np.array([extra.worth for extra in extras], np.int64))
    return Model(columns, worth, tuple(extras), tuple(rows), -sum(before for _, before in counts))


def _worth(columns: Candidates, limits: Sequence[Limit], aims: Sequence[Aim]) -> NDArray[np.int64]:
    """What each move is worth by itself."""
    worth = np.zeros(len(columns), np.int64)
    for aim in aims:
        if aim.form != "holding":
            worth += points(columns, aim)
    for limit in limits:
        worth += price(columns, limit)
    return worth


def price(columns: Candidates, limit: Limit) -> NDArray[np.int64]:
    """What each move costs (0 or less) for not being as an `only` limit that may be broken says."""
    if limit.form != "only" or limit.binds:
        return np.zeros(len(columns), np.int64)
    return np.where(allowed(columns, limit), 0, -limit.weight)


def bites(row: Row) -> bool:
    """Whether some choice could break the row."""
    return (row.high is not None and _highest(row) > row.high) or (row.low is not None and _lowest(row) < row.low)


def _highest(row: Row) -> int:
    return int(row.times[row.times > 0].sum())


def _lowest(row: Row) -> int:
    return int(row.times[row.times < 0].sum())


def bent(rows: Sequence[Row], weight: int) -> Iterator[Extra]:
    """The rows as ones that may be broken, at a price for each move, person or place; one for each end of a row."""
    for row in rows:
        if row.low is not None:
            beyond = max(row.low - _lowest(row), 0)
            yield Extra(replace(row, high=None), row.unit, -(-beyond // row.unit), -weight)
        if row.high is not None:
            beyond = max(_highest(row) - row.high, 0)
            yield Extra(replace(row, low=None), -row.unit, -(-beyond // row.unit), -weight)


def _with_extra(extra: Extra, column: int) -> Row:
    row = extra.row
    return replace(row, columns=np.append(row.columns, column), times=np.append(row.times, extra.times))


def _insisted(columns: Candidates, wish: Wish) -> list[Row]:
    """For everybody who is to go to one seat, that they do; for who is to stay, that they make no move."""
    rows = []
    for person, seat in sorted(wish.fixed.items()):
        own = np.flatnonzero((columns.person == person) & ((columns.seat == seat) | (seat is None)))
        ends = (1, None) if seat is not None else (None, 0)
        rows.append(Row(FIXED, columns.situation.ids[person], own, np.ones(len(own), np.int64), *ends))
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


def _teams(columns: Candidates, aim: Aim) -> Iterator[tuple[Extra, int]]:
    """For each unit a count no greater than the people there after the plan; beside it what it is worth today."""
    for change in changes_of_teams(columns, aim.seats, aim.who):
        row = Row("", columns.situation.unit_id(change.unit), change.columns, -change.times, high=change.now)
        yield Extra(row, 1, aim.at_least, aim.weight), min(change.now, aim.at_least) * aim.weight
