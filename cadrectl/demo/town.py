"""A whole district in memory, bones only: units, careers, pool and the planted people. Files are made
from it one at a time by `files`."""

from datetime import date

from msgspec import Struct

from cadrectl.demo.beside import Beside, beside
from cadrectl.demo.careers import Person, careers
from cadrectl.demo.dice import Dice
from cadrectl.demo.layout import Unit, lay_out
from cadrectl.demo.plant import Planted, plant, planted_file, vague_years
from cadrectl.demo.pool import Calendar, Member, Pool, select, selected_before
from cadrectl.demo.proceedings import Proceeding, proceedings, proposed
from cadrectl.demo.results import Ground, Meeting, meetings
from cadrectl.demo.stories import Told, tell_in_pool, tell_outside
from cadrectl.demo.summative import Closing, closings
from cadrectl.demo.unit_files import unit_file


class Town(Struct, frozen=True):
    """The bones of a district: the seed they were drawn with, its calendar, and who was planted, by
    number; what was told of whom in the assessed years, the yearly sessions by year, and the summative results."""

    seed: int
    calendar: Calendar
    units: list[Unit]
    people: list[Person]
    pool: Pool
    planted: dict[int, Planted]
    beside: Beside
    told: list[Told]
    meetings: dict[int, list[Meeting]]
    closings: list[Closing]
    cases: list[Proceeding]

    def staff(self, unit: Unit) -> dict[int, int]:
        """How many staff a unit has, by year."""
        value = unit_file(unit, Dice(self.seed, "unit", unit.id), self.calendar.as_of)
        return {size["year"]: size["staff"] for size in value.get("size", ())}


def build(cadres: int, seed: int, as_of: date) -> Town:
    """A district of so many people; equal arguments give equal districts."""
    calendar = Calendar(as_of)
    units = lay_out(cadres, seed, as_of)
    planted = {one.person.number: one for one in plant(units, cadres, as_of, seed)}
    others = [number for number in range(1, cadres + 1) if number not in planted]
    people = careers(units, others, as_of, seed)
    pool = selected_before(people, calendar, seed)
    told = tell_in_pool(pool, calendar) if planted else []
    select(pool, people, calendar, seed)
    pool.members += [
        Member(one.person, one.spec.tier, calendar.running, one.spec.joins)
        for one in planted.values()
        if one.spec.joins
    ]
    around = beside(people, units, as_of, seed, {*pool.worthy(calendar), *(one.person.number for one in told)})
    clean = [person for person in people if person.number not in around.blemishes]
    told += tell_outside(clean, pool, calendar) if planted else []
    everybody = sorted([*people, *(one.person for one in planted.values())], key=lambda person: person.number)
    files = {number: planted_file(one, seed, as_of) for number, one in planted.items()}
    pool.unassessed |= vague_years(files, calendar.evaluated)
    ground = Ground(
        seed=seed,
        years=calendar.evaluated,
        stories={one.person.number: one.story for one in told},
        members=frozenset(one.person.number for one in pool.of(calendar.closed)),
        sanctioned=around.sanctioned(),
        homes={number: value["posts"] for number, value in files.items()},
        units={unit.id: unit for unit in units},
    )
    assessed = meetings(everybody, pool.unassessed, ground)
    closed = closings(pool, assessed, ground.stories, calendar, seed)
    cases = proceedings(units, everybody, as_of, seed)
    if planted:
        told_of = {*planted, *around.blemishes, *around.posts}
        cases += proposed(cases, units, everybody, told_of, as_of)
    return Town(seed, calendar, units, everybody, pool, planted, around, told, assessed, closed, cases)
