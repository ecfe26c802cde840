"""Who sits where, and where they sat before: careers drawn backwards from today, so that no seat is
ever held twice and no career has a gap. What else a person's file says is `person_files`."""

import heapq
from bisect import bisect
from datetime import date, timedelta

from msgspec import Struct, field

from cadrectl.demo.dice import Dice
from cadrectl.demo.layout import KINDERGARTEN, Post, Unit


class Stint(Struct, frozen=True):
    """A stretch in one post of one unit; it ends where the next begins."""

    start: date
    unit: Unit
    post: Post


class Person(Struct):
    """The bare bones of one person: stints in time order, the last one running unless the person has
    left."""

    number: int
    gender: str
    birth: date
    work_start: date
    stints: list[Stint] = field(default_factory=list)
    left: date | None = None

    def stint_on(self, day: date) -> Stint | None:
        """The stint that runs on a day; none before the first and after leaving."""
        if self.left is not None and day >= self.left:
            return None
        place = bisect(self.stints, day, key=lambda stint: stint.start) - 1
        return self.stints[place] if place >= 0 else None

    @property
    def id(self) -> str:
        """The id of the person's file: C0001."""
        return f"C{self.number:04d}"

    @property
    def present(self) -> Stint:
        """The latest stint."""
        return self.stints[-1]

    def since_rank(self, ranks: tuple[str, ...]) -> date | None:
        """When the first post of these ranks began."""
        return next((stint.start for stint in self.stints if stint.post.rank in ranks), None)


# Youngest, likeliest and oldest age at which each rank is held today; service it takes to get there.
_AGES = {
    "principal": (37, 47, 58), "deputy": (30, 36, 54), "middle-chief": (29, 35, 54),
    "middle-deputy": (27, 32, 48), "staff": (24, 28, 39),
}  # fmt: skip
_SERVICE = {"principal": 12, "deputy": 9, "middle-chief": 6, "middle-deputy": 4}
_LADDER = {
    "principal": "deputy",
    "deputy": "middle-chief",
    "middle-chief": "middle-deputy",
    "middle-deputy": "staff",
}
_STAY = {"principal": 0.45, "deputy": 0.4, "middle-chief": 0.25, "middle-deputy": 0.1}
_VACANT = 0.04
_RETIRED = 0.025


def moving_day(year: int) -> date:
    """The day in August on which the posts of that year change hands, decided ten days before."""
    return date(year, 8, 20 + year % 7)


def decided_for(start: date) -> date:
    """The day on which a change of post was decided that took effect on `start`."""
    return start - timedelta(days=10) if start.day > 10 else start


def retirement(birth: date, gender: str) -> date:
    """The day of retirement as a cadre: 60 or 55, and from 2025 one month later for every four months
    begun."""
    year = birth.year + (60 if gender == "man" else 55)
    month = birth.month - 1
    late = (year - 2025) * 12 + month
    if late >= 0:
        year, month = divmod(year * 12 + month + late // 4 + 1, 12)
    return date(year, month + 1, 28)


class _Seats(Struct):
    """The seats nobody sits in from the day that has been reached, walking backwards, by rank."""

    free: dict[str, list[tuple[Unit, Post]]]

    def take(self, dice: Dice, rank: str, near: Unit) -> tuple[Unit, Post] | None:
        """A free seat of the rank, best one like the unit the person is in; none if all are taken."""
        seats = self.free[rank]
        if not seats:
            return None
        tries = [dice.below(len(seats)) for _ in range(5)]
        place = max(tries, key=lambda place: _likeness(seats[place][0], near))
        seats[place], seats[-1] = seats[-1], seats[place]
        return seats.pop()


def _likeness(unit: Unit, near: Unit) -> int:
    if unit is near:
        return 3
    same_kind = unit.kind.id == near.kind.id
    return 2 * same_kind + (unit.group == near.group and unit.kind.is_school)


def careers(units: list[Unit], numbers: list[int], as_of: date, seed: int) -> list[Person]:
    """One person for each number: the leading seats are filled first, everybody else is staff. A few
    have retired in the last three years. Every principal's seat is taken."""
    dice = Dice(seed, "careers")
    seats = _Seats({rank: [] for rank in _LADDER})
    retired = [number for number in numbers if dice.chance(_RETIRED)]
    serving = sorted(set(numbers).difference(retired))
    people = [
        _serving(Dice(seed, "career", number), number, seat, as_of)
        for number, seat in zip(serving, _today(units, dice, seats, len(serving)), strict=True)
    ]
    people += [_retired(Dice(seed, "career", number), number, as_of) for number in retired]
    _walk_back(people, seats, [unit for unit in units if unit.merged is None and unit.kind.is_school], seed)
    for person in people:
        person.stints = _joined(person.stints)
    return people


def _joined(stints: list[Stint]) -> list[Stint]:
    """The stints without those that only continue the one before."""
    pairs = zip(stints, [None, *stints], strict=False)
    return [
        stint
        for stint, before in pairs
        if before is None or (stint.unit, stint.post.name) != (before.unit, before.post.name)
    ]


def _today(units: list[Unit], dice: Dice, seats: _Seats, count: int) -> list[tuple[Unit, Post]]:
    alive = [unit for unit in units if unit.merged is None]
    taken = []
    for unit in alive:
        for post in unit.kind.posts:
            for _ in range(post.seats):
                if post.rank != "principal" and dice.chance(_VACANT):
                    seats.free[post.rank].append((unit, post))
                else:
                    taken.append((unit, post))
    staff = [(unit, unit.kind.posts[-1]) for unit in dice.shuffled(alive)]
    taken += [staff[place % len(staff)] for place in range(count - len(taken))]
    return dice.shuffled(taken[:count])


def _serving(dice: Dice, number: int, seat: tuple[Unit, Post], as_of: date) -> Person:
    unit, post = seat
    women = 0.97 if unit.kind is KINDERGARTEN else 0.35 if post.rank == "principal" else 0.55
    gender = "woman" if dice.chance(women) else "man"
    youngest, likeliest, oldest = _AGES[post.rank]
    if not unit.kind.is_school:
        youngest, likeliest = youngest + 6, likeliest + 8  # nobody begins in an office
    age = dice.triangle(youngest, likeliest, min(oldest, 53) if gender == "woman" else oldest)
    person = _person(dice, number, gender, as_of.year - 1 - age)
    last = as_of.year if moving_day(as_of.year) <= as_of else as_of.year - 1
    first = person.work_start.year + _SERVICE.get(post.rank, 0 if unit.kind.is_school else 3)
    start = moving_day(max(last - dice.triangle(0, 3, 9), min(first, last)))
    person.stints.append(Stint(max(start, person.work_start), unit, post))
    return person


def _retired(dice: Dice, number: int, as_of: date) -> Person:
    gender = "woman" if dice.chance(0.5) else "man"
    person = _person(dice, number, gender, as_of.year - (61 if gender == "man" else 56) - dice.below(2))
    person.left = retirement(person.birth, gender)
    return person


def _person(dice: Dice, number: int, gender: str, born: int) -> Person:
    birth = dice.day(date(born, 1, 1), date(born, 12, 31))
    schooling = 19 if born < 1976 and dice.chance(0.7) else 22 + dice.chance(0.15)
    school_year = born + schooling + (birth.month > 8)
    return Person(number, gender, birth, moving_day(school_year))


def _walk_back(people: list[Person], seats: _Seats, schools: list[Unit], seed: int) -> None:
    """Fill in earlier stints, always for the person whose earliest known stint begins last: what is
    free then was free at every earlier date."""
    dice = Dice(seed, "walk")
    heap = [(-_known_from(person).toordinal(), person.number, person) for person in people]
    heapq.heapify(heap)
    while heap:
        _, _, person = heapq.heappop(heap)
        if person.stints and person.stints[0].post.rank != "staff":
            seats.free[person.stints[0].post.rank].append((person.stints[0].unit, person.stints[0].post))
        if _step_back(person, dice, seats, schools):
            heapq.heappush(heap, (-_known_from(person).toordinal(), person.number, person))


def _known_from(person: Person) -> date:
    return person.stints[0].start if person.stints else person.left or person.work_start


def _step_back(person: Person, dice: Dice, seats: _Seats, schools: list[Unit]) -> bool:
    """Put one more stint before the known ones; False when the first job has been reached."""
    until = _known_from(person)
    if until <= person.work_start:
        return False
    near = person.stints[0].unit if person.stints else dice.pick(schools)
    rank = _rank_before(person, dice)
    start = moving_day(until.year - dice.triangle(2, 4, 8))
    if rank != "staff" and start.year - person.work_start.year >= _SERVICE[rank]:
        seat = seats.take(dice, rank, near)
        if seat is not None:
            person.stints.insert(0, Stint(start, *seat))
            return True
    _teach_until(person, until, near, dice, schools)
    return False


def _rank_before(person: Person, dice: Dice) -> str:
    if not person.stints:
        return dice.pick(("principal", "deputy", "deputy", "middle-chief"))
    rank = person.stints[0].post.rank
    if rank == "staff" or dice.chance(_STAY[rank]):
        return rank
    return "staff" if rank == "middle-chief" and dice.chance(0.4) else _LADDER[rank]


def _teach_until(person: Person, until: date, near: Unit, dice: Dice, schools: list[Unit]) -> None:
    """The years as a teacher from the first job on, in one school or two, the first perhaps merged
    since."""
    unit = near if near.kind.is_school else _school(dice, near, schools)
    moved = until.year - dice.between(2, 6)
    stints = [(person.work_start, unit)]
    if moved > person.work_start.year and dice.chance(0.4):
        stints = [(person.work_start, _school(dice, unit, schools)), (moving_day(moved), unit)]
    earlier = []
    for (start, school), end in zip(stints, [stint[0] for stint in stints[1:]] + [until], strict=True):
        merger = school.absorbed_on
        if school.absorbed is not None and merger is not None and start < merger < end:
            earlier.append(Stint(start, school.absorbed, school.absorbed.kind.posts[-1]))
            start = merger
        earlier.append(Stint(start, school, school.kind.posts[-1]))
    person.stints[:0] = earlier


def _school(dice: Dice, near: Unit, schools: list[Unit]) -> Unit:
    tries = [dice.pick(schools) for _ in range(6)]
    return max(tries, key=lambda unit: _likeness(unit, near) % 3)
