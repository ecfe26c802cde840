"""A whole district in memory, bones only: units, careers, pool and the planted people. Files are made
from it one at a time by `files`."""

from dataclasses import dataclass
from datetime import date

from cadrectl.demo.beside import Beside, beside
from cadrectl.demo.careers import Person, careers
from cadrectl.demo.layout import Unit, lay_out
from cadrectl.demo.plant import Planted, plant
from cadrectl.demo.pool import Calendar, Member, Pool, gather


@dataclass(frozen=True, slots=True)
class Town:
    """The bones of a district: the seed they were drawn with, its calendar, and who was planted, by
    number."""

    seed: int
    calendar: Calendar
    units: list[Unit]
    people: list[Person]
    pool: Pool
    planted: dict[int, Planted]
    beside: Beside


def build(cadres: int, seed: int, as_of: date) -> Town:
    """A district of so many people; equal arguments give equal districts."""
    calendar = Calendar(as_of)
    units = lay_out(cadres, seed, as_of)
    planted = {one.person.number: one for one in plant(units, cadres, as_of, seed)}
    others = [number for number in range(1, cadres + 1) if number not in planted]
    people = careers(units, others, as_of, seed)
    pool = gather(people, calendar, seed)
    pool.members += [
        Member(one.person, one.spec.tier, one.spec.joins) for one in planted.values() if one.spec.joins
    ]
    everybody = sorted([*people, *(one.person for one in planted.values())], key=lambda person: person.number)
    return Town(seed, calendar, units, everybody, pool, planted, beside(people, units, as_of, seed))
