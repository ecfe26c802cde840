"""The pool of the district: who was in each tier in the term that is over and who is in the one that
runs, who left it, and who would be eligible and waits outside. What became of the members of the term
that is over is `stories`, what stands in the files `pool_files`."""

from dataclasses import dataclass, field
from datetime import date

from cadrectl.demo.careers import Person
from cadrectl.demo.dice import Dice
from cadrectl.demo.layout import KINDERGARTEN, Unit

POLICY = "jt-tiers"
TIERS = ("tier-1", "tier-2", "tier-3")
# Selected members; who comes by a list or from outside is planted and fills the tiers to 20, 34, 50.
_SELECTED = {"tier-1": 18, "tier-2": 31, "tier-3": 49}
_SELECTED_BEFORE = {"tier-1": 14, "tier-2": 20, "tier-3": 30}
_FORMER = {"tier-1": 3, "tier-2": 4, "tier-3": 5}
_WAITING = {"tier-1": 6, "tier-2": 8, "tier-3": 10}
# What JT-2 to JT-4 ask of a career: ages, posts that count and months in them.
_AGE = {"tier-1": 45, "tier-2": 40, "tier-3": 35}
_RANKS: dict[str, tuple[str, ...]] = {
    "tier-1": ("deputy",),
    "tier-2": ("middle-deputy", "middle-chief"),
    "tier-3": ("staff",),
}
_YEARS = {"tier-1": 2, "tier-2": 3, "tier-3": 0}


@dataclass(frozen=True, slots=True)
class Term:
    """Three years of the pool (JT-10) by the first of them, and the round of the autumn before."""

    first: int

    @property
    def round_year(self) -> int:
        """The year of the round in which its members were selected."""
        return self.first - 1

    @property
    def reference(self) -> date:
        """The day at which ages and years were taken in the round."""
        return date(self.round_year, 10, 31)

    @property
    def last_day(self) -> date:
        """The day on which the term ends."""
        return date(self.first + 2, 12, 31)

    @property
    def span(self) -> dict[str, str]:
        """The term as a record states it."""
        return {"from": f"{self.first}-01-01", "until": self.last_day.isoformat()}


@dataclass(frozen=True, slots=True)
class Calendar:
    """The dates of the scheme in a district of this date: one term that is over and the one that runs."""

    as_of: date

    @property
    def evaluated(self) -> tuple[int, int, int]:
        """The last three complete years whose results have been confirmed."""
        last = self.as_of.year - (1 if self.as_of >= date(self.as_of.year, 4, 1) else 2)
        return last - 2, last - 1, last

    @property
    def closed(self) -> Term:
        """The term of those three years."""
        return Term(self.evaluated[0])

    @property
    def running(self) -> Term:
        """The term that began after them."""
        return Term(self.evaluated[2] + 1)

    @property
    def spring(self) -> date:
        """The day of the latest findings of the units."""
        day = date(self.as_of.year, 5, 20)
        return day if day <= self.as_of else date(self.as_of.year - 1, 12, 20)


@dataclass(slots=True)
class Member:
    """A membership: whose, of which tier and term, by which route, and when and why it ended."""

    person: Person
    tier: str
    term: Term
    route: str = "selected"
    left: tuple[date, str] | None = None

    def runs_on(self, day: date) -> bool:
        """Whether the person is a member on a day."""
        inside = self.term.first <= day.year and day <= self.term.last_day
        return inside and (self.left is None or day < self.left[0])


@dataclass(slots=True)
class Pool:
    """Memberships of both terms, who had to leave and is not selected again, those who wait outside by
    tier, and the year for which a member has no result, by number."""

    members: list[Member] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    waiting: dict[str, list[Person]] = field(default_factory=dict)
    unassessed: dict[int, int] = field(default_factory=dict)

    def of(self, term: Term) -> list[Member]:
        """The memberships of a term."""
        return [member for member in self.members if member.term == term]

    def worthy(self, calendar: Calendar) -> dict[int, tuple[str, date]]:
        """The tier a person's file must be good for and since when, by number of the person."""
        found = {
            person.number: (tier, calendar.as_of)
            for tier, people in self.waiting.items()
            for person in people
        }
        terms = (calendar.closed, calendar.running)
        return found | {one.person.number: (one.tier, term.reference) for term in terms for one in self.of(term)}


def select(pool: Pool, people: list[Person], calendar: Calendar, seed: int) -> None:
    """Fill the running term, as full as people allow: a sixth of them in each tier at most. Half of a tier
    may be in the pool for the second time."""
    dice = Dice(seed, "pool")
    few = len(people) // 6
    term = calendar.running
    before = {one.person.number for one in pool.members}
    stayed = {one.person.number for one in pool.members if one.left is None} - pool.gone
    for tier in TIERS:
        ready = [person for person in dice.shuffled(people) if _ready(person, tier, term.reference)]
        steady = [person for person in ready if person.present.post.rank in _RANKS[tier]]
        promoted = [person for person in ready if person.present.post.rank not in _RANKS[tier]]
        again = [person for person in steady if person.number in stayed][: _SELECTED[tier] // 2]
        new = [person for person in steady if person.number not in before]
        chosen = (again + new)[: min(_SELECTED[tier], few)]
        pool.members += [Member(person, tier, term) for person in chosen]
        rest = [person for person in new if person not in chosen]
        pool.members += [
            Member(person, tier, term, left=_end(person, person in promoted, calendar, dice))
            for person in (promoted[:2] + rest)[: min(_FORMER[tier], few // 8)]
        ]
    _wait_outside(pool, people, calendar, dice)
    running = [member.person.number for member in pool.of(term) if member.left is None]
    pool.unassessed = dict.fromkeys(running[-1:], calendar.evaluated[1])


def selected_before(people: list[Person], term: Term, seed: int) -> Pool:
    """The pool of the term that is over; who rose out of the tier in it was used."""
    dice, pool = Dice(seed, "pool before"), Pool()
    few = len(people) // 6
    for tier in TIERS:
        ready = [person for person in dice.shuffled(people) if _ready(person, tier, term.reference)]
        taken = {member.person.number for member in pool.members}
        chosen = [person for person in ready if person.number not in taken][: min(_SELECTED_BEFORE[tier], few)]
        pool.members += [Member(person, tier, term, left=_used(person, tier, term)) for person in chosen]
    return pool


def _used(person: Person, tier: str, term: Term) -> tuple[date, str] | None:
    """When a member rose out of the ranks from which the tier is filled."""
    inside = [stint for stint in person.stints if date(term.first, 1, 1) < stint.start <= term.last_day]
    risen = [stint.start for stint in inside if stint.post.rank not in _RANKS[tier]]
    return (risen[0], "used") if risen else None


def _end(person: Person, promoted: bool, calendar: Calendar, dice: Dice) -> tuple[date, str]:
    """When and why a membership of the running term ended early."""
    first = calendar.running.first
    if promoted and person.present.start > date(first, 1, 2):
        return person.present.start, "used"
    return date(first, 1, dice.between(8, 12)), "own-wish"


def _wait_outside(pool: Pool, people: list[Person], calendar: Calendar, dice: Dice) -> None:
    taken = {member.person.number for member in pool.members}
    few = len(people) // 30
    for tier in TIERS:
        outside = [
            person
            for person in dice.shuffled(people)
            if person.number not in taken and _ready(person, tier, calendar.as_of)
        ]
        pool.waiting[tier] = outside[: min(_WAITING[tier], few)]
        taken.update(person.number for person in pool.waiting[tier])


def _ready(person: Person, tier: str, at: date) -> bool:
    """Whether career and age are clearly inside what the tier asks for, so that a file can be made good
    for it, and somebody in the unit can be the mentor."""
    stint = person.stint_on(at)
    if stint is None or person.left or stint.post.rank not in _RANKS[tier]:
        return False
    if not all(_has_room(unit, tier) for unit in (stint.unit, person.present.unit)):
        return False
    young = person.birth > date(at.year - _AGE[tier], 12, 31)
    since = person.since_rank(_RANKS[tier])
    return young and since is not None and since.year <= at.year - _YEARS[tier] - 1


def _has_room(unit: Unit, tier: str) -> bool:
    nursery = unit.kind is KINDERGARTEN and tier == "tier-3"
    return unit.kind.is_school and not unit.filed_list and not nursery
