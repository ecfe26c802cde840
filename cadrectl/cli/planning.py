"""What the `rotate` commands share: the situation to plan from, people and posts as named."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from cadrectl.calendar import code_of, parse_date
from cadrectl.cli.answer import Answer, give
from cadrectl.cli.judging import Bench, bench_of_moves
from cadrectl.cli.left_out import marked
from cadrectl.cli.people import person
from cadrectl.cli.plans import basis
from cadrectl.cli.reading import Reading, read_fit
from cadrectl.cli.rotate_explain import STAY
from cadrectl.cli.session import Session
from cadrectl.cli.words import Refusal
from cadrectl.rotation.model import Wish
from cadrectl.rotation.situation import Situation, day_of_start
from cadrectl.rotation.vacancies import gone_by
from cadrectl.text import Text, say

if TYPE_CHECKING:
    from cadrectl.rotation.solver import Search

TOLD: Mapping[str, Text] = {
    "relaxation": say("points of the best plan: at most {bound}"),
    "plan": say("points of a plan found: {best}; no plan has more than {bound}"),
    "search": say("points so far: {best}; no plan has more than {bound}"),
    "choice": say("choosing among equally good plans: settled for {best} of {bound}"),
}
"""What is told of a search, by the word for it."""
LONG = ("search", "choice")
"""What is told only of searches that take long."""


class Desk(Struct, frozen=True, dict=True):
    """The records of a run made ready for planning."""

    court: Bench

    @cached_property
    def situation(self) -> Situation:
        """What a plan starts from on the day when moves take effect; of private files only who is exempt is taken."""
        policy = self.court.deciding[0]
        day = code_of(self.court.session.as_of)
        assert policy.movement is not None
        exempt = _exempt(self.court.reading, policy.movement.exempt, day)
        today = Situation(self.court.book, policy, self.court.known, day, exempt)
        return replace(today, gone=gone_by(today, day_of_start(today)))

    def head(self, command: str) -> Mapping[str, Any]:
        """The JSON envelope of an answer, with the policy that says how people are moved."""
        return self.court.head(command, "movement")

    def give(self, answer: Answer, wish: Mapping[str, Any]) -> None:
        """Write an answer with the problems of the records and what was left out of them."""
        reading = self.court.reading
        told = marked(replace(answer, problems=reading.problems), reading)
        give(told, wish, self.court.session.lang)

    @property
    def basis(self) -> str:
        """A digest of the records that a plan rests on: all but the plans themselves."""
        return basis(self.court.reading)

    def search(self, seconds: float | None, words: Collection[str] = tuple(TOLD)) -> "Search":
        """How long to look, with what some words stand for told beside the answer."""
        from cadrectl.rotation.solver import Search

        def told(what: str, best: int, bound: int) -> None:
            if what in words:
                self.court.session.tell(Text(TOLD[what].msgid, {"best": best, "bound": bound}))

        return Search(seconds, told)

    def wish(self, fixed: Sequence[str], excluded: Sequence[str]) -> Wish:
        """What the command line insists on: `C0012=U003/deputy`, `C0012=stay`, and people who are not moved."""
        seats: dict[int, int | None] = {}
        for one in fixed:
            who, separator, where = one.partition("=")
            if not separator:
                raise Refusal(say("{value} does not say who goes where; write C0012=U003/deputy.", value=one))
            seats[self._position(who)] = None if where == STAY else self.seat(where)
        return Wish(seats, frozenset(self._position(one) for one in excluded))

    def cadre(self, named: str) -> str:
        """The id of a person who is on the register at the day."""
        id = person(self.court.reading.of("cadres"), named)
        if id not in self.situation.position:
            raise Refusal(say("{cadre} is not on the register at this date.", cadre=id))
        return id

    def _position(self, named: str) -> int:
        return self.situation.position[self.cadre(named)]

    def seat(self, named: str) -> int:
        """The post named `unit/post`; a rank stands for the only post of that rank."""
        if named in self.situation.seat_named:
            return self.situation.seat_named[named]
        unit, _, rank = named.partition("/")
        fitting = [at for at, seat in enumerate(self.situation.seats) if (seat.unit, seat.rank) == (unit, rank)]
        if len(fitting) == 1:
            return fitting[0]
        here = ", ".join(seat.name for seat in self.situation.seats if seat.unit == unit)
        raise Refusal(say("There is no one post {name} to plan; that unit has: {posts}.", name=named, posts=here))


def desk(session: Session, policy: str | None, skip_invalid: bool) -> Desk:
    """The desk of a run."""
    return Desk(bench_of_moves(session, read_fit(session, skip_invalid), policy, skip_invalid))


def _exempt(reading: Reading, what: str, day: int) -> frozenset[str]:
    """Who is exempt from moves at a day; on what ground is not looked at."""
    found = set()
    for record in reading.of("cadres-private"):
        for one in record.value.get("exemptions", ()):
            first = parse_date(str(one.get("from", "0001"))) or (0, 0)
            last = parse_date(str(one.get("until", "9999"))) or (0, 0)
            if one.get("what") == what and first[0] <= day <= last[1]:
                found.add(record.id)
    return frozenset(found)
