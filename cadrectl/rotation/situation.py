"""What a plan starts from: who may move, which posts there are and who holds them, at one day. Nothing is planned here.

People are those on the register by id; posts ("seats") those that the policy plans with, unit by unit in the order of
their lists. Every mask is three-valued where the records are: `surely` and `possibly`.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from cadrectl.calendar import YEAR
from cadrectl.decide.eligibility import Question, people_at
from cadrectl.facts import fields, selection
from cadrectl.facts.home import home
from cadrectl.facts.kinds import UNIT_KINDS
from cadrectl.facts.moment import Book, Index, Moment, Rows
from cadrectl.facts.truth import FAIL, PASS, Mask, both
from cadrectl.policy.dates import asked
from cadrectl.policy.evaluate import Evaluator
from cadrectl.policy.load import superiors
from cadrectl.policy.model import Condition, Policy, Tier
from cadrectl.policy.movement import Movement
from cadrectl.policy.verdicts import judge

Codes = NDArray[np.int8]
Made = TypeVar("Made")
HOLDS = ("appointed", "concurrent")
"""The kinds of post that take up a place of the headcount."""


class Seat(Struct, frozen=True):
    """A post of a unit: its rank and domain, how many may hold it, and where it stands in the records."""

    unit: str
    post: str
    rank: str
    domain: str
    headcount: int
    place: tuple[str, int]

    @property
    def name(self) -> str:
        """`U003/副校长`."""
        return f"{self.unit}/{self.post}"


class Situation(Struct, frozen=True, dict=True):
    """People and posts at a day under one policy; `exempt` are people kept out for grounds that are not shown.

    `gone` are people who will have retired or left by the day on which moves take effect: their posts are free by then.
    """

    book: Book
    policy: Policy
    known: Sequence[Policy]
    as_of: int
    exempt: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    _kept: dict[tuple[object, ...], Any] = field(default_factory=dict)

    def once(self, key: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """What `make` gives under a key, made once; a part of the policy is keyed by its identity."""
        if key not in self._kept:
            self._kept[key] = make()
        kept: Made = self._kept[key]
        return kept

    @property
    def movement(self) -> Movement:
        """What the policy says on movements."""
        assert self.policy.movement is not None
        return self.policy.movement

    @cached_property
    def moment(self) -> Moment:
        """Everybody on the register at the day, by id."""
        people = people_at(self.book, Question(self.as_of))
        return Moment(self.book, people, np.full(len(people), self.as_of, np.int32))

    @cached_property
    def ids(self) -> list[str]:
        """The ids of the people, in order."""
        return [str(id) for id in self.book.register.tables["cadres"]["id"][self.moment.people]]

    @cached_property
    def names(self) -> list[str]:
        """Their names."""
        return [str(name) for name in self.book.register.tables["cadres"]["name"][self.moment.people]]

    @cached_property
    def position(self) -> dict[str, int]:
        """Where each person stands among the people, by id."""
        return {id: at for at, id in enumerate(self.ids)}

    @cached_property
    def evaluator(self) -> Evaluator:
        """Evaluates the conditions of the policy."""
        return Evaluator(self.policy, self.book, superiors(self.policy, self.known, self.as_of))

    def verdicts(self, tier: Tier | None) -> Codes:
        """The verdict of everybody for one of the policy's questions; without it, nobody is meant."""
        if tier is None:
            return np.full(len(self.ids), FAIL, np.int8)
        moment = self.moment.towards(tier.target, tier.id)
        return judge(tier.clause, moment, self.evaluator)[tier.clause.path].own.now

    @cached_property
    def kept(self) -> Mask:
        """Who is exempt."""
        return np.array([id in self.exempt for id in self.ids], np.bool_)

    @cached_property
    def due(self) -> Codes:
        """Who is due to move; who is exempt is not."""
        return np.where(self.kept, FAIL, self.verdicts(self.movement.due)).astype(np.int8)

    @cached_property
    def overdue(self) -> Codes:
        """Who should have moved already; who is exempt should not."""
        return np.where(self.kept, FAIL, self.verdicts(self.movement.overdue)).astype(np.int8)

    @cached_property
    def may_move(self) -> Codes:
        """Who may be moved: nobody without a known place, nobody exempt, nobody who will be gone."""
        verdicts = self.verdicts(self.movement.movers) if self.movement.movers is not None else np.int8(PASS)
        gone = np.array([id in self.gone for id in self.ids], np.bool_)
        nowhere = home(self.moment).post < 0
        return np.where(self.kept | gone | nowhere, FAIL, verdicts).astype(np.int8)

    def people(self, condition: Condition | None) -> Codes:
        """The verdict of everybody on a condition; without one, it holds for all."""
        if condition is None:
            return np.full(len(self.ids), PASS, np.int8)
        asked = condition
        return self.once(("people", id(asked)), lambda: self.evaluator.condition(asked, self.moment).now)

    @cached_property
    def present(self) -> Index:
        """The row in `cadres.posts` of the post where each person works; -1 where there is none."""
        held = home(self.moment)
        return np.where(held.unknown, -1, held.post)

    @cached_property
    def unit(self) -> Index:
        """The row in `units` of the unit where each person works; -1 where it is not known."""
        return home(self.moment).unit

    def unit_id(self, row: int) -> str:
        """The id of a unit by its row; "" for none."""
        return self._unit_ids[row] if row >= 0 else ""

    @cached_property
    def _unit_ids(self) -> list[str]:
        return [str(id) for id in self.book.register.tables["units"]["id"]]

    # seats

    @cached_property
    def seat_rows(self) -> Index:
        """The rows of `units.posts` that are planned with, by unit and place in its list."""
        owner = self.book.column("units.posts", "owner").astype(np.int64)
        every = np.argsort(owner, kind="stable").astype(np.int64)
        chosen: Index = every[self._of_seats(self.movement.posts, every) == PASS]
        return chosen

    def _of_seats(self, condition: Condition | None, rows: Index) -> Codes:
        return self.evaluator.record(condition, self._posts(rows)).now

    def _posts(self, rows: Index) -> Rows:
        """Rows of `units.posts`, as conditions and fields want them; they belong to nobody."""
        moment = Moment(self.book, np.zeros(1, np.int64), np.full(1, self.as_of, np.int32))
        return Rows(moment, UNIT_KINDS["unit-posts"], rows, np.zeros(len(rows), np.int64))

    def seats_like(self, condition: Condition | None) -> Codes:
        """The verdict of every seat on a condition."""
        return self.once(("seats", id(condition)), lambda: self._of_seats(condition, self.seat_rows))

    def seat_field(self, name: str) -> fields.Values:
        """A field of every seat: its own, or of its unit."""
        return fields.record_field(self._posts(self.seat_rows), name)

    @cached_property
    def seat_units(self) -> Index:
        """The row in `units` of every seat."""
        return self.book.column("units.posts", "owner").astype(np.int64)[self.seat_rows]

    @cached_property
    def seats(self) -> list[Seat]:
        """The seats, in order."""
        table = self.book.register.tables["units.posts"].take(self.seat_rows)
        columns = (table[name].tolist() for name in ("post", "rank", "domain", "headcount", "path", "line"))
        return [
            Seat(self.unit_id(int(unit)), str(post), str(rank), _word(domain), int(count), (str(path), int(line)))
            for unit, post, rank, domain, count, path, line in zip(self.seat_units, *columns, strict=True)
        ]

    @cached_property
    def seat_named(self) -> dict[str, int]:
        """Where each seat stands among the seats, by `unit/post`."""
        return {seat.name: at for at, seat in enumerate(self.seats)}

    @cached_property
    def held(self) -> list[tuple[int, int]]:
        """Who holds which seat when moves begin, as (person, seat): running appointments and concurrent posts."""
        rows = self.moment.rows("posts")
        kinds = fields.record_field(rows, "kind")
        assert isinstance(kinds, fields.Words)
        runs = both(selection.begun(rows), selection.running(rows)).now != FAIL
        holds = runs & kinds.test("in", HOLDS)[0]
        table = self.book.register.tables["cadres.posts"]
        units = self.book.register.link("cadres.posts", "unit")[rows.index[holds]]
        posts = table["post"][rows.index[holds]]
        found = []
        for person, unit, post in zip(rows.holder[holds].tolist(), units.tolist(), posts.tolist(), strict=True):
            seat = self.seat_named.get(f"{self.unit_id(unit)}/{post}")
            if seat is not None and self.ids[person] not in self.gone:
                found.append((person, seat))
        return sorted(set(found))

    @cached_property
    def holders(self) -> NDArray[np.int64]:
        """How many people hold each seat now."""
        counts = np.zeros(len(self.seats), np.int64)
        for _, seat in self.held:
            counts[seat] += 1
        return counts

    @cached_property
    def gives_up(self) -> Mapping[int, tuple[int, ...]]:
        """By person the seats given up by leaving the present unit."""
        found: dict[int, list[int]] = {}
        for person, seat in self.held:
            if self.seat_units[seat] == self.unit[person]:
                found.setdefault(person, []).append(seat)
        return {person: tuple(seats) for person, seats in found.items()}

    @cached_property
    def home_seat(self) -> Index:
        """The seat that each person's present post is; -1 where it is none of them."""
        table = self.book.register.tables["cadres.posts"]
        units = self.book.register.link("cadres.posts", "unit")
        names = table["post"]
        return np.array(
            [self.seat_named.get(f"{self.unit_id(int(units[row]))}/{names[row]}", -1) if row >= 0 else -1
             for row in self.present.tolist()],
            np.int64,
        )


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def day_of_start(situation: Situation) -> int:
    """The day from which moves take effect: that of the policy, the next one like it, never before the question."""
    day = situation.as_of
    for at in (day, day + YEAR):
        scheme = (situation.policy.series, "")
        found = asked(situation.book, scheme, situation.movement.starts, np.array([at], np.int32))
        if int(found.day[0]) >= day:
            return int(found.day[0])
    return day
