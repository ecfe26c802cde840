"""The pool of the district: who was in each tier in the term that is over and who is in the one that
runs, who left it, and who would be eligible and waits outside. What became of the members of the term
that is over is `stories`, what stands in the files `pool_files`."""

from datetime import date

from msgspec import Struct, field

from cadrectl.demo.careers import Person
from cadrectl.demo.dice import Dice
from cadrectl.demo.layout import KINDERGARTEN, Unit

POLICY = "jt-tiers"
TIERS = ("tier-1", "tier-2", "tier-3")
# Selected members; who comes by a list or from outside is planted and fills the tiers to 20, 34, 50.
_SELECTED = {"tier-1": 18, "tier-2": 31, "tier-3": 49}
_SELECTED_BEFORE = {"tier-1": 14, "tier-2": 20, "tier-3": 30}
_WAITING = {"tier-1": 6, "tier-2": 8, "tier-3": 10}
# What JT-2 to JT-4 ask of a career: ages, posts that count and months in them.
_AGE = {"tier-1": 45, "tier-2": 40, "tier-3": 35}
_RANKS: dict[str, tuple[str, ...]] = {
    "tier-1": ("deputy",),
    "tier-2": ("middle-deputy", "middle-chief"),
    "tier-3": ("staff",),
}
_YEARS = {"tier-1": 2, "tier-2": 3, "tier-3": 0}


class Term(Struct, frozen=True):
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


class Calendar(Struct, frozen=True):
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
    def semesters(self) -> list[tuple[str, date, date]]:
        """The semesters from the year in which the first of those terms began up to that of the date: id, first and
        last day."""
        return [
            semester
            for year in range(self.closed.first, self.as_of.year + 1)
            for semester in (
                (f"{year}-spring", date(year, 2, 16), date(year, 6, 30)),
                (f"{year}-autumn", date(year, 9, 1), date(year + 1, 1, 24)),
            )
        ]

    @property
    def spring(self) -> date:
        """The day of the latest findings of the units."""
        day = date(self.as_of.year, 5, 20)
        return day if day <= self.as_of else date(self.as_of.year - 1, 12, 20)


class Member(Struct):
    """A membership: whose, of which tier and term, by which route, when and why it ended, the tier into which the
    person changes after the term ("" for the same) and how soon the person is ready ("" for what chance says)."""

    person: Person
    tier: str
    term: Term
    route: str = "selected"
    left: tuple[date, str] | None = None
    becomes: str = ""
    readiness: str = ""

    def runs_on(self, day: date) -> bool:
        """Whether the person is a member on a day."""
        inside = self.term.first <= day.year and day <= self.term.last_day
        return inside and (self.left is None or day < self.left[0])


class Pool(Struct):
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
    """Fill the running term: with those who stay, each in the tier of before or the one into which they change, then
    with others as far as people allow, a sixth of them in each tier at most."""
    dice = Dice(seed, "pool")
    term = calendar.running
    before = {one.person.number for one in pool.members}
    staying = [one for one in pool.members if one.left is None and one.person.number not in pool.gone]
    for tier in TIERS:
        again = [one.person for one in staying if (one.becomes or one.tier) == tier]
        new = [person for person in dice.shuffled(people) if _lasts(person, tier, term) and _results(person, term)]
        places = max(0, min(_SELECTED[tier], len(people) // 6) - len(again))
        chosen = again + [person for person in new if person.number not in before][:places]
        pool.members += [Member(person, tier, term) for person in chosen]
    _wait_outside(pool, people, calendar, dice)
    running = [member.person.number for member in pool.of(term) if member.left is None]
    pool.unassessed = dict.fromkeys(running[-1:], calendar.evaluated[1])


def selected_before(people: list[Person], calendar: Calendar, seed: int) -> Pool:
    """The pool of the term that is over: those who are fit for the next one too, and those who rose out of their tier
    in it and were used. One of tier 3 is past its age at the end and fit for tier 2."""
    dice, pool, term = Dice(seed, "pool before"), Pool(), calendar.closed
    few = len(people) // 6
    for tier in TIERS:
        taken = {member.person.number for member in pool.members}
        ready = [person for person in dice.shuffled(people) if _ready(person, tier, term.reference)]
        fit = [person for person in ready if _used(person, tier, term) or _lasts(person, tier, calendar.running)]
        chosen = [person for person in fit if person.number not in taken][: min(_SELECTED_BEFORE[tier], few)]
        pool.members += [Member(person, tier, term, left=_used(person, tier, term)) for person in chosen]
    taken = {member.person.number for member in pool.members}
    grown = [person for person in people if person.number not in taken and _outgrows_tier_3(person, calendar)]
    pool.members += [Member(person, "tier-3", term, becomes="tier-2") for person in grown[: min(1, few)]]
    return pool


def _used(person: Person, tier: str, term: Term) -> tuple[date, str] | None:
    """When a member rose out of the ranks from which the tier is filled."""
    inside = [stint for stint in person.stints if date(term.first, 1, 1) < stint.start <= term.last_day]
    risen = [stint.start for stint in inside if stint.post.rank not in _RANKS[tier]]
    return (risen[0], "used") if risen else None


def _results(person: Person, term: Term) -> bool:
    """Whether somebody has results of the three years before the round."""
    return person.work_start < date(term.round_year - 3, 1, 1)


def _lasts(person: Person, tier: str, term: Term) -> bool:
    """Whether somebody is clearly fit for a tier when its members are selected, and still of its ranks today."""
    return _ready(person, tier, term.reference) and person.present.post.rank in _RANKS[tier]


def _outgrows_tier_3(person: Person, calendar: Calendar) -> bool:
    """Whether somebody fit for tier 2 was young enough for tier 3 in the round before, but no longer after the term."""
    age, first, last = _AGE["tier-3"], calendar.closed.reference, calendar.closed.last_day
    young = person.birth > date(first.year - age, first.month, first.day)
    return young and person.birth < date(last.year - age, 12, 1) and _lasts(person, "tier-2", calendar.running)


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
