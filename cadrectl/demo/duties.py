"""The duties of a district: what is on record as done, and what is left open. It brings `diary`, `courses` and `gaps`
together; who owes what is read from the files of people and memberships."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from cadrectl.demo.clearings import clearing_files
from cadrectl.demo.courses import course_files, reserve_class_files
from cadrectl.demo.diary import Days, Reserves, diary, event_files, plan_files
from cadrectl.demo.gaps import EXEMPT, Gap, found_gaps, planted_gaps
from cadrectl.demo.officials import Official, Stretch, memberships, officials
from cadrectl.demo.pool import Calendar
from cadrectl.demo.sessions import confirmed_on
from cadrectl.demo.summative import closing_confirmed
from cadrectl.demo.town import Town

Value = dict[str, Any]


class Duties(Struct, frozen=True):
    """Whose duties, in which days, and the gaps."""

    calendar: Calendar
    officials: Sequence[Official]
    reserves: Reserves
    days: Days
    gaps: list[Gap]

    def files(self) -> Iterator[tuple[str, str, Value]]:
        """The files that show duties done and, of those who are exempt, say so: (kind, name, value)."""
        for name, value in event_files(diary(self.officials, self.reserves, self.days)):
            yield "events", name, value
        for name, value in plan_files(self.days):
            yield "plans", name, value
        known = self.calendar.evaluated
        for name, value in (
            *course_files(self.officials, self.days),
            *reserve_class_files(self.reserves, known, self.days.as_of),
        ):
            yield "training", name, value
        for name, value in clearing_files(self.calendar.semesters, self.officials, self.days):
            yield "clearings", name, value
        for gap in self.gaps:
            if gap.state == EXEMPT:
                yield "cadres-private", gap.cadre, {"exemptions": [_exemption(gap)]}


def duties(town: Town, people: Iterable[tuple[str, Value]], reserve: Iterable[Value]) -> Duties:
    """The duties of a district, of whose people and memberships the files are given."""
    calendar, seed = town.calendar, town.seed
    everybody = officials(people)
    reserves = Reserves(memberships(reserve), _confirmed(town))
    units = {unit.id: unit for unit in town.units}
    semesters = [Stretch(first, last) for _, first, last in calendar.semesters]
    days = Days(seed, calendar.as_of, semesters, units, {unit.id: town.staff(unit) for unit in town.units})
    taken = {*town.planted, *town.beside.private}
    gaps = planted_gaps(everybody, reserves, days, taken) if town.planted else None
    if gaps is not None:
        days = replace(days, otherwise=gaps.otherwise)
    found = [*(gaps.planted if gaps is not None else ()), *found_gaps(everybody, days)]
    return Duties(calendar, everybody, reserves, days, found)


def _confirmed(town: Town) -> dict[str, list[date]]:
    """By person the days on which yearly and summative results were confirmed, in time order."""
    found: dict[str, list[date]] = defaultdict(list)
    for meetings in town.meetings.values():
        for meeting in meetings:
            for result in meeting.results:
                found[result.person.id].append(confirmed_on(meeting, town.seed))
    for closing in town.closings:
        if closing.total is not None:
            found[closing.person.id].append(closing_confirmed(town.calendar))
    return {id: sorted(days) for id, days in found.items()}


def _exemption(gap: Gap) -> Value:
    year = gap.due_on.year
    return {"what": gap.duty, "from": f"{year}-01-01", "until": f"{year}-12-31", "ground": "经批准的个人事由"}
