"""What becomes of a few people in the three assessed years, planted so that each rule of the assessment is
shown at its limit and on both sides of it. The figures are those of the schemes that come with the program.
What the records then say of these people is `results` and `sessions`."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from msgspec import Struct, field

from cadrectl.demo.careers import Person
from cadrectl.demo.pool import Calendar, Member, Pool

LEADER, STAFF, OUTGROWN = "leader", "staff", "outgrown"
LOW, VERY_LOW = Fraction(1, 5), Fraction(3, 10)
_RANKS = {LEADER: ("deputy", "middle-chief"), STAFF: ("staff",)}


class Story(Struct, frozen=True):
    """The rule that is shown, why, and who shows it: a member of a tier in the term that is over, one who outgrows it,
    or a leader or teacher outside the pool. By place of the year (0 to 2): the total in hundredths, the share of
    the two lowest votes with so many ballots more or less, a confirmed grade that is not the computed one.
    `veto` and `unvoted` are places of years, `closing` the mark at the end of the term; `leaves` says after
    which year the person leaves the pool and why, `readiness` how soon the person is ready for use, `decided` what the
    review of the pool makes of it."""

    rule: str
    why: str
    who: str
    totals: Mapping[int, int] = field(default_factory=dict)
    low: Mapping[int, tuple[Fraction, int]] = field(default_factory=dict)
    confirmed: Mapping[int, str] = field(default_factory=dict)
    veto: int | None = None
    unvoted: int | None = None
    closing: int | None = None
    leaves: tuple[int, str] | None = None
    readiness: str = ""
    decided: Mapping[int, str] = field(default_factory=dict)


class Told(Struct, frozen=True):
    """A story and whose it is."""

    story: Story
    person: Person


def _even(total: int) -> dict[int, int]:
    return dict.fromkeys(range(3), total)


STORIES = (
    Story("JT-9", "past the age of tier 3 at the end of the term, fit for tier 2", OUTGROWN, {2: 8800},
          decided={2: "change-tier"}),
    Story("JT-11", "at the bottom, and 74.99 a year later", "tier-3", {0: 6300, 1: 7499}, leaves=(1, "low-result"),
          decided={0: "warn", 1: "leave"}),
    Story("JT-11", "at the bottom, but exactly 75 a year later", "tier-3", {0: 6350, 1: 7500},
          decided={0: "warn", 1: "warn"}),
    Story("JT-11", "at the bottom two years, each time with more than 75", "tier-1", {0: 7520, 1: 7510},
          decided={0: "warn", 1: "warn"}),
    Story("JT-11", "at the bottom, and short of 75 in the last year", "tier-3", {1: 6400, 2: 7000}, leaves=(2, ""),
          decided={1: "warn", 2: "leave"}),
    Story("JT-11", "at the bottom, and no valid ballot of the staff in the last year", "tier-2", {1: 6300}, unvoted=2,
          decided={1: "warn", 2: "undecided"}),
    Story("JT-11", "at the bottom in the last year only", "tier-1", {2: 6600}, decided={2: "warn"}),
    Story("JT-11", "a veto in a good year", "tier-1", {1: 9300}, veto=1, leaves=(1, "veto"),
          decided={1: "leave"}),
    Story("JT-11", "fails the summative assessment", "tier-2", _even(7650), closing=30, leaves=(2, "failed-summative"),
          decided={2: "leave"}),
    Story("JT-12", "the best of the tier, ready", "tier-1", _even(9600), closing=97, readiness="near",
          decided={2: "propose"}),
    Story("JT-12", "the best of the tier, ready", "tier-2", _even(9600), closing=97, readiness="near",
          decided={2: "propose"}),
    Story("JT-12", "the second of the tier, not ready yet", "tier-2", _even(9580), closing=96, readiness="long",
          decided={2: "develop"}),
    Story("JT-12", "equal with another after the second", "tier-2", _even(9450), closing=94),
    Story("JT-12", "equal with another after the second", "tier-2", _even(9450), closing=94),
    Story("JT-12", "the best of the tier", "tier-3", _even(9600), closing=97, decided={2: "develop"}),
    Story("JX-1", "exactly 20 % of the two lowest votes", LEADER, {2: 8000}, {2: (LOW, 0)}),
    Story("JX-1", "one ballot short of 20 %", LEADER, {2: 8000}, {2: (LOW, -1)}),
    Story("JX-1", "one ballot more than 20 %", LEADER, {2: 8000}, {2: (LOW, 1)}),
    Story("JX-1", "exactly 30 % two years running", LEADER, {1: 7800, 2: 7800}, {1: (VERY_LOW, 0), 2: (VERY_LOW, 0)}),
    Story("JX-1", "30 %, and one ballot short of it a year later", LEADER, {}, {1: (VERY_LOW, 0), 2: (VERY_LOW, -1)}),
    Story("JX-1", "30 % in two years that do not follow each other", LEADER, {}, {0: (VERY_LOW, 0), 2: (VERY_LOW, 0)}),
    Story("JT-10", "exactly 70 is competent", STAFF, {2: 7000}),
    Story("JT-10", "69.99 is basically competent", STAFF, {2: 6999}),
    Story("JT-10", "exactly 60 is basically competent", STAFF, {2: 6000}),
    Story("JT-10", "59.99 is incompetent", STAFF, {2: 5999}),
    Story("JT-10", "no valid ballot of the staff: the total is unknown", STAFF, unvoted=2),
    Story("JT-10", "confirmed as excellent without the total for it", STAFF, {2: 8400}, confirmed={2: "excellent"}),
    Story("JT-10", "confirmed as competent with 69 points", STAFF, {1: 6900}, confirmed={1: "competent"}),
)  # fmt: skip


def tell_in_pool(pool: Pool, calendar: Calendar) -> list[Told]:
    """The stories of members of the term that is over, as far as there are members; those leave who must."""
    told: list[Told] = []
    taken: set[int] = set()
    for story in STORIES:
        free = [one for one in pool.of(calendar.closed) if _fits(one, story) and one.person.number not in taken]
        if free:
            told.append(Told(story, free[0].person))
            taken.add(free[0].person.number)
            free[0].left, free[0].readiness = _leaving(story, calendar), story.readiness
            pool.gone |= {free[0].person.number} if story.leaves else set()
    return told


def _fits(member: Member, story: Story) -> bool:
    return (OUTGROWN if member.becomes else member.tier) == story.who and member.left is None


def _leaving(story: Story, calendar: Calendar) -> tuple[date, str] | None:
    """When a member leaves the pool and why; nothing is recorded where the term is over by then."""
    if story.leaves is None or not story.leaves[1]:
        return None
    place, reason = story.leaves
    return min(date(calendar.evaluated[place] + 1, 4, 18), calendar.closed.last_day), reason


def tell_outside(people: list[Person], pool: Pool, calendar: Calendar) -> Iterator[Told]:
    """The stories of leaders and teachers who were never in the pool and did not move in these years."""
    members = {member.person.number for member in pool.members}
    steady = [
        person
        for person in people
        if person.number not in members
        and person.left is None
        and person.present.start.year < calendar.evaluated[0]
        and person.present.unit.kind.is_school
    ]
    for story in STORIES:
        fitting = [person for person in steady if person.present.post.rank in _RANKS.get(story.who, ())]
        if fitting:
            steady.remove(fitting[0])
            yield Told(story, fitting[0])


def expectations(told: list[Told], calendar: Calendar) -> list[dict[str, Any]]:
    """Who shows which rule in which years, and why, by id; of members what the review of the pool decides by year."""
    found = []
    for one in sorted(told, key=lambda one: one.person.number):
        years, decided = _years(one.story, calendar), one.story.decided
        value = {"cadre": one.person.id, "rule": one.story.rule, "years": years, "why": one.story.why}
        decisions = {str(calendar.evaluated[place]): decision for place, decision in decided.items()}
        found.append(value | ({"decisions": decisions} if decisions else {}))
    return found


def _years(story: Story, calendar: Calendar) -> list[int]:
    places = {*story.totals, *story.low, *story.confirmed} | ({story.veto, story.unvoted} - {None})
    return [calendar.evaluated[place] for place in sorted(place for place in places if place is not None)]


def departures(pool: Pool, calendar: Calendar) -> list[dict[str, Any]]:
    """Who left the pool during the term that is over, by id: tier, day and reason."""
    gone = [(one, *one.left) for one in pool.of(calendar.closed) if one.left is not None]
    return [
        {"cadre": one.person.id, "tier": one.tier, "date": day.isoformat(), "reason": reason}
        for one, day, reason in sorted(gone, key=lambda each: each[0].person.number)
    ]
