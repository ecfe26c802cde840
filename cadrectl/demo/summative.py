"""The summative assessment at the end of a term of the pool: what it found of the members, and who were the best of
each tier. A stream of its own, so that the yearly sessions stay as they are."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from cadrectl.demo.careers import Person
from cadrectl.demo.dice import Dice
from cadrectl.demo.pool import Calendar, Pool
from cadrectl.demo.results import Meeting
from cadrectl.demo.scores import points, rounded
from cadrectl.demo.stories import Story

Value = dict[str, Any]

_PASSED = 6000
_TOP = (3, 10)


class Closing(Struct, frozen=True):
    """What the summative session says of a member: the unit, the mark for the closing assessment and the total, in
    hundredths; no total where a year is missing."""

    person: Person
    tier: str
    unit: str
    mark: int
    total: int | None
    vetoed: bool

    @property
    def qualified(self) -> bool:
        """Whether the member comes through: the pass mark and no veto in the term."""
        return not self.vetoed and (self.total or 0) >= _PASSED


def closings(
    pool: Pool, meetings: Mapping[int, list[Meeting]], stories: Mapping[int, Story], calendar: Calendar, seed: int
) -> list[Closing]:
    """What the summative assessment found of the members whose term came to its end, by number: six tenths the
    mean of the three yearly totals, four tenths the closing mark."""
    day = closing_day(calendar)
    tiers = {one.person.number: one.tier for one in pool.of(calendar.closed) if one.runs_on(day)}
    totals: dict[int, list[int]] = defaultdict(list)
    vetoed = set()
    last: dict[int, tuple[Person, str]] = {}
    for held in meetings.values():
        for meeting in held:
            for one in meeting.results:
                if one.person.number in tiers:
                    totals[one.person.number] += [] if one.total is None else [one.total]
                    vetoed |= {one.person.number} if one.veto else set()
                    last[one.person.number] = (one.person, meeting.unit.id)
    found = []
    for number, tier in sorted(tiers.items()):
        years, story = totals[number], stories.get(number)
        dice = Dice(seed, "closing", number)
        mark = 100 * story.closing if story is not None and story.closing is not None else _mark(years, dice)
        total = rounded(20 * sum(years) + 40 * mark, 100) if len(years) == len(calendar.evaluated) else None
        found.append(Closing(last[number][0], tier, last[number][1], mark, total, number in vetoed))
    return found


def _mark(years: list[int], dice: Dice) -> int:
    return min(9900, 100 * (rounded(sum(years), 100 * len(years)) + dice.between(-3, 3)) + 50 * dice.below(2))


def closing_day(calendar: Calendar) -> date:
    """The day of the summative session, after all yearly ones of the term."""
    return calendar.closed.last_day - timedelta(days=1)


def closing_confirmed(calendar: Calendar) -> date:
    """The day on which the results of the summative session were confirmed."""
    return closing_day(calendar) + timedelta(days=1)


def best(found: list[Closing]) -> dict[str, list[str]]:
    """By tier the ids of those surely in the top three tenths, rounded down: whatever an unknown total is, and not who
    is equal across the cut."""
    tops: dict[str, list[str]] = {}
    for tier in sorted({one.tier for one in found}):
        members = [one for one in found if one.tier == tier]
        known = [one.total for one in members if one.total is not None]
        places = len(members) * _TOP[0] // _TOP[1] - (len(members) - len(known))
        tops[tier] = [
            one.person.id
            for one in members
            if one.total is not None and sum(other >= one.total for other in known) <= places
        ]
    return tops


def summative_files(found: list[Closing], calendar: Calendar) -> Iterator[tuple[str, Value]]:
    """The summative sessions, one for each unit with a member, as (path below `data/evaluations`, value)."""
    day = closing_day(calendar)
    people: dict[str, list[Value]] = defaultdict(list)
    for one in found:
        value: Value = {"cadre": one.person.id, "items": [{"item": "closing", "score": points(one.mark)}]}
        if one.total is not None:
            value |= {"score": points(one.total), "grade": "qualified" if one.qualified else "unqualified"}
            value["confirmed"] = {"date": closing_confirmed(calendar).isoformat(), "body": "education-committee"}
        people[one.unit].append(value)
    for unit, listed in sorted(people.items()):
        yield (
            f"{day.year}/{unit}-summative",
            {"unit": unit, "kind": "summative", "year": day.year, "date": day.isoformat(), "people": listed},
        )
