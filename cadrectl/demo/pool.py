"""The pool of the district: who was selected two years ago and is in each tier, who left it, and who
would be eligible and waits outside. What stands in their files is `pool_files`."""

from dataclasses import dataclass, field
from datetime import date

from cadrectl.demo.careers import Person
from cadrectl.demo.dice import Dice
from cadrectl.demo.layout import KINDERGARTEN, Unit

POLICY = "jt-tiers"
TIERS = ("tier-1", "tier-2", "tier-3")
# Selected members; who comes by a list or from outside is planted and fills the tiers to 20, 34, 50.
_SELECTED = {"tier-1": 18, "tier-2": 31, "tier-3": 49}
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
class Calendar:
    """The dates of the scheme in a district of this date: the round two years ago and the term it began."""

    as_of: date

    @property
    def year(self) -> int:
        """The year of the round, which is also the first of the term."""
        return self.as_of.year - 2

    @property
    def reference(self) -> date:
        """The day at which ages and years were taken in the round."""
        return date(self.year, 6, 30)

    @property
    def term(self) -> dict[str, str]:
        """The three years of the pool (JT-10)."""
        return {"from": f"{self.year}-09-01", "until": f"{self.year + 3}-08-31"}

    @property
    def spring(self) -> date:
        """The day of the latest findings of the units."""
        day = date(self.as_of.year, 5, 20)
        return day if day <= self.as_of else date(self.as_of.year - 1, 12, 20)

    @property
    def evaluated(self) -> tuple[int, int, int]:
        """The last three complete years whose results have been confirmed."""
        last = self.as_of.year - (1 if self.as_of >= date(self.as_of.year, 4, 1) else 2)
        return last - 2, last - 1, last


@dataclass(slots=True)
class Member:
    """A membership: whose, of which tier, by which route, and when and why it ended."""

    person: Person
    tier: str
    route: str = "selected"
    left: tuple[date, str] | None = None


@dataclass(slots=True)
class Pool:
    """Memberships, those who wait outside by tier, and the year for which a member has no result, by
    number."""

    members: list[Member] = field(default_factory=list)
    waiting: dict[str, list[Person]] = field(default_factory=dict)
    unassessed: dict[int, int] = field(default_factory=dict)

    def worthy(self, calendar: Calendar) -> dict[int, tuple[str, date]]:
        """The tier a person's file must be good for and since when, by number of the person."""
        found = {
            person.number: (tier, calendar.as_of)
            for tier, people in self.waiting.items()
            for person in people
        }
        return found | {member.person.number: (member.tier, calendar.reference) for member in self.members}


def gather(people: list[Person], calendar: Calendar, seed: int) -> Pool:
    """A pool out of these people, as full as they allow: a sixth of them in each tier at most."""
    dice = Dice(seed, "pool")
    pool = Pool()
    at = calendar.reference
    ready = {tier: [person for person in dice.shuffled(people) if _ready(person, tier, at)] for tier in TIERS}
    few = len(people) // 6
    for tier in TIERS:
        steady = [person for person in ready[tier] if person.present.post.rank in _RANKS[tier]]
        promoted = [person for person in ready[tier] if person.present.post.rank not in _RANKS[tier]]
        chosen = steady[: min(_SELECTED[tier], few)]
        pool.members += [Member(person, tier) for person in chosen]
        pool.members += [
            Member(person, tier, left=_end(person, person in promoted, calendar, dice))
            for person in (promoted[:2] + steady[len(chosen) :])[: min(_FORMER[tier], few // 8)]
        ]
    _wait_outside(pool, people, calendar, dice)
    running = [member.person.number for member in pool.members if member.left is None]
    pool.unassessed = dict.fromkeys(running[-1:], calendar.evaluated[1])
    return pool


def _end(person: Person, promoted: bool, calendar: Calendar, dice: Dice) -> tuple[date, str]:
    """When and why a membership ended: by promotion, or after the assessment of the first year."""
    if promoted and person.present.start > calendar.reference:
        return max(person.present.start, date(calendar.year, 9, 2)), "used"
    day = date(calendar.year + 1, 10, dice.between(8, 28))
    return day, dice.pick(("low-result", "low-result", "veto", "own-wish"))


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
