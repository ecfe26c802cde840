"""Planted persons put into a district: each gets a number among the others, a unit of the right sort
and a seat of its own, so that nothing but the list written apart tells who was planted."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct

from cadrectl.demo import layout, limits_tier_1, limits_tier_2, limits_tier_3
from cadrectl.demo.careers import Person, Stint, moving_day
from cadrectl.demo.dice import Dice
from cadrectl.demo.layout import Post, Unit
from cadrectl.demo.limits import FILED_LIST, INTRODUCED, KINDERGARTEN, OFFICE, SCHOOL, Spec, schooling
from cadrectl.demo.person_files import COLLEGES, Making, person_file
from cadrectl.demo.pool_files import found_about

Value = dict[str, Any]

# A smaller district has no room for them.
LEAST_CADRES = 300
_TIERS = {tier.TIER: tier for tier in (limits_tier_1, limits_tier_2, limits_tier_3)}
_RANK = {"tier-1": "deputy", "tier-2": "middle-chief", "tier-3": "staff"}
_YEARS_IN_POST = {"tier-1": 5, "tier-2": 6}
_OUTSIDE = "江北市第二中学"


class Planted(Struct, frozen=True):
    """A planted person and what was planted."""

    spec: Spec
    person: Person


def plant(units: list[Unit], cadres: int, as_of: date, seed: int) -> list[Planted]:
    """The planted persons of a district, seats for them added to the units; none where it is too small."""
    if cadres < LEAST_CADRES:
        return []
    dice = Dice(seed, "plant")
    specs = [spec for tier in _TIERS.values() for spec in tier.specs(as_of)]
    rooms = {where: _rooms(units, where, dice) for where in (SCHOOL, KINDERGARTEN, OFFICE, FILED_LIST)}
    numbers = dice.shuffled(range(1, cadres + 1))
    found = []
    for spec, number in zip(specs, numbers, strict=False):
        unit = next(rooms[spec.where])
        school = unit if unit.kind.is_school else next(rooms[SCHOOL])
        person = _bare(spec, number, seed, as_of)
        person.stints = _stints(spec, person.work_start, (school, unit), as_of)
        found.append(Planted(spec, person))
    return found


def _rooms(units: list[Unit], where: str, dice: Dice) -> Iterator[Unit]:
    fitting = [unit for unit in units if unit.merged is None and _fits(unit, where)]
    while True:
        yield from dice.shuffled(fitting)


def _fits(unit: Unit, where: str) -> bool:
    if where == KINDERGARTEN:
        return unit.kind is layout.KINDERGARTEN
    if where == OFFICE:
        return unit.kind is layout.OFFICE
    if where == FILED_LIST:
        return unit.filed_list
    return unit.kind.is_school and unit.kind is not layout.KINDERGARTEN and not unit.filed_list


def _bare(spec: Spec, number: int, seed: int, at: date) -> Person:
    dice = Dice(seed, "planted", number)
    age = _TIERS[spec.tier].AGE
    birth = spec.birth or dice.day(date(at.year - age, 1, 5), date(at.year - age, 8, 20))
    gender = "woman" if spec.where == KINDERGARTEN or dice.chance(0.5) else "man"
    return Person(number, gender, birth, moving_day(birth.year + 22 + (birth.month > 8)))


def _stints(spec: Spec, began: date, where: tuple[Unit, Unit], at: date) -> list[Stint]:
    """A teacher in the first unit, then in the posts that lead up to the one that counts, in the second."""
    school, unit = where
    rank = "middle-deputy" if spec.where == OFFICE else _RANK[spec.tier]
    teacher = Stint(began, school, school.kind.posts[-1])
    if rank == "staff":
        return [teacher]
    since = spec.since or moving_day(at.year - _YEARS_IN_POST[spec.tier])
    last = Stint(since, unit, _seat(unit, rank))
    if spec.joins == INTRODUCED:
        return [last]
    if rank != "deputy":
        return [teacher, last]
    earlier = moving_day(min(began.year + 9, since.year - 3))
    return [teacher, Stint(earlier, unit, _seat(unit, "middle-chief")), last]


def _seat(unit: Unit, rank: str) -> Post:
    """The last post of that rank in a unit, with one seat more in it."""
    post = [post for post in unit.kind.posts if post.rank == rank][-1]
    unit.extra[post.name] += 1
    return post


def planted_file(planted: Planted, seed: int, at: date) -> Value:
    """The value of a planted person's file: all that the tier asks for, then what was planted."""
    person, spec = planted.person, planted.spec
    dice = Dice(seed, "person", person.number)
    value = person_file(Making(person, dice, spec.tier, at, at))
    if spec.tier == "tier-3":
        value |= _plain_record(person, dice, at)
    if spec.joins == INTRODUCED:
        value["posts"] = [*_posts_outside(spec, person), *value["posts"]]
    for edit in spec.edits:
        edit(value)
    return {key: part for key, part in value.items() if part != []}


def _plain_record(person: Person, dice: Dice, at: date) -> Value:
    """A second prize of the district as the only way into tier 3."""
    prize = {
        "contest": "quality-lesson",
        "level": "district",
        "class": "second",
        "date": dice.day(date(at.year - 4, 3, 1), date(at.year - 2, 12, 20)).isoformat(),
        "verified": True,
    }
    educated = schooling({"school": dice.pick(COLLEGES[1:3])}, at, at.year - person.work_start.year + 22)
    return {
        "education": [educated],
        "prizes": [prize],
        "scholarships": [],
        "student_posts": [],
        "degrees": [],
    }


def _posts_outside(spec: Spec, person: Person) -> list[Value]:
    """A teacher outside the district, then the same rank as here, up to the day of coming."""
    came, began = person.present.start, person.work_start
    risen = moving_day(came.year - 4)
    rank = _RANK[spec.tier]
    name = {"deputy": "副校长", "middle-chief": "教务处主任"}[rank]
    base = {"outside": _OUTSIDE, "kind": "appointed"}
    return [
        base | {"post": "教师", "rank": "staff", "from": began.isoformat(), "to": risen.isoformat()},
        base | {"post": name, "rank": rank, "from": risen.isoformat(), "to": came.isoformat()},
    ]


def findings_about(planted: Planted) -> dict[str, bool]:
    """What has been found about a planted person in the spring, by topic."""
    found: dict[str, bool] = {}
    for what in found_about(planted.person):
        meets = planted.spec.found.get(what, True)
        if meets is not None:
            found[what] = meets
    return found


def vague_years(files: dict[int, Value], years: tuple[int, ...]) -> dict[int, int]:
    """The year in which a post began of which only the year is known: nobody could say where the person then
    stood, and there is no result for that year. By number of the person."""
    return {
        number: int(post["from"])
        for number, value in files.items()
        for post in value["posts"]
        if len(post["from"]) == 4 and int(post["from"]) in years
    }


def expectations(planted: list[Planted]) -> list[Value]:
    """What is expected of each planted person and why, by id."""
    return [
        {
            "cadre": one.person.id,
            "tier": one.spec.tier,
            "verdict": one.spec.verdict,
            "clause": one.spec.clause,
            "why": one.spec.why,
        }
        for one in sorted(planted, key=lambda one: one.person.number)
    ]
