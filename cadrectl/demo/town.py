"""A whole district in memory, bones only: units, careers, pool and the planted people. Files are made
from it one at a time by `files`."""

from dataclasses import dataclass
from datetime import date

from cadrectl.demo.careers import Person, careers
from cadrectl.demo.layout import Unit, lay_out
from cadrectl.demo.pool import Calendar, Pool, gather


@dataclass(frozen=True, slots=True)
class Town:
    """The bones of a district, the seed they were drawn with and its calendar."""

    seed: int
    calendar: Calendar
    units: list[Unit]
    people: list[Person]
    pool: Pool


def build(cadres: int, seed: int, as_of: date) -> Town:
    """A district of so many people; equal arguments give equal districts."""
    calendar = Calendar(as_of)
    units = lay_out(cadres, seed, as_of)
    people = careers(units, list(range(1, cadres + 1)), as_of, seed)
    return Town(seed, calendar, units, people, gather(people, calendar, seed))
