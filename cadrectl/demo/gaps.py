"""Duties left open on purpose, and a few met at the very limit: whose, which, and what is expected of them at the date.
The figures are those of the duties that come with the program. What is done otherwise for it is `diary`, `courses`."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from cadrectl.demo.diary import Days, Key, Reserves
from cadrectl.demo.layout import INSTITUTION, OFFICE
from cadrectl.demo.officials import LEADERS, MANAGERS, Membership, Office, Official, Stretch

OVERDUE, DONE, UNKNOWN, EXEMPT = "overdue", "done", "unknown", "exempt"
CYCLE = 5
_MIDDLE = ("middle-deputy", "middle-chief")
_TAUGHT = ("primary", "junior-high", "nine-year", "senior-high")


class Gap(Struct, frozen=True):
    """A duty of somebody, or (`cadre` "") of a unit, the day on which it is due, its state at the date of the district,
    and why."""

    cadre: str
    duty: str
    due_on: date
    state: str
    why: str
    unit: str = ""


class Recipe(Struct, frozen=True):
    """A gap to be planted: the duty, the ranks from which somebody is taken, the kind of event that goes otherwise than
    usual and how, the state that follows and why."""

    duty: str
    ranks: tuple[str, ...]
    kind: str
    how: str
    state: str
    why: str


_DEPUTY, _PRINCIPAL = ("deputy",), ("principal",)
_OF_A_YEAR = (
    Recipe("declaration", _DEPUTY, "declaration", "missed", OVERDUE, "no report of the year"),
    Recipe("duty-report", _DEPUTY, "duty-report", "late", OVERDUE, "reported on the second day of the next year"),
    Recipe("duty-report", _DEPUTY, "duty-report", "last-day", DONE, "reported on the last day of the year"),
    Recipe("party-lesson", _PRINCIPAL, "party-lesson", "missed", OVERDUE, "no lesson in the year"),
    Recipe("party-lesson", _DEPUTY, "party-lesson", "missed", OVERDUE, "no lesson in the year"),
    Recipe("party-lesson", _DEPUTY, "party-lesson", "missed", EXEMPT, "exempt, on a ground that is private"),
    Recipe("research-reports", _DEPUTY, "research-report", "one", OVERDUE, "one report of two"),
    Recipe("yearly-inspection", _DEPUTY, "annual-inspection", "missed", OVERDUE, "no inspection in the year"),
    Recipe("training-survey", _PRINCIPAL, "survey", "missed", OVERDUE, "no survey in the year"),
)
_OF_A_SEMESTER = (
    Recipe("staff-talks-leaders", _DEPUTY, "staff-talks", "short", OVERDUE, "one talk short of half the staff"),
    Recipe("staff-talks-leaders", _DEPUTY, "staff-talks", "exact", DONE, "just half the staff"),
    Recipe("staff-talks-leaders", _DEPUTY, "staff-talks", "uncounted", UNKNOWN, "talks without their number"),
    Recipe("staff-talks-middle", _MIDDLE, "staff-talks", "short", OVERDUE, "one talk short of a third of the staff"),
    Recipe("staff-talks-middle", _MIDDLE, "staff-talks", "exact", DONE, "just a third of the staff"),
    Recipe("staff-talks-middle", _MIDDLE, "staff-talks", "missed", OVERDUE, "no talks in the semester"),
)
_OF_A_MONTH = (Recipe("study-session", _PRINCIPAL, "study-session", "missed", OVERDUE, "absent in the month"),)
_OF_AN_OFFICE = (Recipe("school-visits", _MIDDLE, "visit", "missed", OVERDUE, "no visit in the semester"),)
_AWAY = (Recipe("secondment-tracking", MANAGERS, "tracking", "missed", OVERDUE, "nothing noted in the semester"),)
_OF_A_MOVE = (
    Recipe("talk-post-change", _MIDDLE, "talk", "missed", OVERDUE, "no talk at the change of post"),
    Recipe("talk-post-change", _MIDDLE, "talk", "31", OVERDUE, "the talk was 31 days before the post began"),
    Recipe("talk-post-change", _MIDDLE, "talk", "30", DONE, "the talk was 30 days before the post began"),
    Recipe("integrity-talk", LEADERS, "integrity", "missed", OVERDUE, "no talk on integrity before the post"),
    Recipe("integrity-talk", LEADERS, "integrity", "61", OVERDUE, "the talk was 61 days before the post began"),
    Recipe("integrity-talk", LEADERS, "integrity", "60", DONE, "the talk was 60 days before the post began"),
)
_OF_A_CYCLE = (
    Recipe("intensive-course", _DEPUTY, "course", "missed", OVERDUE, "no course in the five years"),
    Recipe("training-hours", _PRINCIPAL, "course", "359", OVERDUE, "359 hours in the five years"),
    Recipe("training-hours", _PRINCIPAL, "course", "360", DONE, "just 360 hours in the five years"),
)
_CLEARED = (
    ("missed", OVERDUE, "no clearing in the semester"),
    ("-1", OVERDUE, "cleared a day after the semester"),
    ("0", DONE, "cleared on the last day of the semester"),
)
"""How schools cleared their posts: the days before the last one, what follows and why."""
_DUE = {"talk-post-change": 30, "integrity-talk": 0}


class Gaps(Struct, frozen=True):
    """What is planted, and how the diary and the courses go otherwise for it."""

    planted: list[Gap]
    otherwise: dict[Key, str]


def planted_gaps(officials: Sequence[Official], reserves: Reserves, days: Days, taken: Collection[int]) -> Gaps:
    """The gaps of a district, each with somebody for whom nothing else is out of the way, as far as there are people;
    nobody of those taken."""
    members = {int(one.cadre[1:]) for one in reserves.memberships}
    free = [one for one in officials if one.number not in {*taken, *members} and not one.setbacks]
    chosen = _Chosen(days)
    for recipe in _OF_A_MOVE:
        chosen.at_move(recipe, free)
    steady = [one for one in free if _steady(one, days)]
    year, cycle = days.years[0], _cycle(days.as_of)
    chosen.unsure([one for one in free if _steady(replace(one, party=one.party or "cpc"), days)], year)
    semester = next((one for one in reversed(days.begun) if days.over(one)), None)
    if semester is not None and _listed(semester.last, 6, days.as_of):
        chosen.each(_OF_A_SEMESTER, steady, semester)
        chosen.each(_OF_AN_OFFICE, [one for one in free if _in_office(one, semester, days)], semester)
        chosen.each(_AWAY, [one for one in free if _away(one, semester)], semester)
    if _listed(cycle.last, 12, days.as_of):
        chosen.each(_OF_A_CYCLE, steady, cycle)
    chosen.each(_OF_A_MONTH, steady, days.months[-2])
    chosen.each(_OF_A_YEAR, steady, year)
    return Gaps([*chosen.found, *_of_the_pool(reserves, days, chosen), *_of_a_unit(chosen)], chosen.otherwise)


def _cycle(as_of: date) -> Stretch:
    """The last five years that are over, counted from 2021."""
    last = as_of.year - 1 - (as_of.year - 1) % CYCLE
    return Stretch(date(last - CYCLE + 1, 1, 1), date(last, 12, 31))


def _listed(due: date, months: int, as_of: date) -> bool:
    """Whether what was due on a day is overdue and has been for less than so many months."""
    overdue = due + timedelta(days=1)
    month = overdue.month - 1 + months
    return overdue <= as_of < overdue.replace(year=overdue.year + month // 12, month=month % 12 + 1)


def _steady(official: Official, days: Days) -> bool:
    """A party member with one office in a school and no other since before last year: only what is planted is amiss."""
    lately = Stretch(date(days.as_of.year - 2, 12, 31), days.as_of)
    offices = [one for one in official.offices if one.meets(lately)]
    alone = len(offices) == 1 and offices[0].kind == "appointed" and offices[0].began < lately.first
    school = alone and days.kind(offices[0]) not in ("", OFFICE.id, INSTITUTION.id)
    return school and official.left is None and official.party == "cpc"


def _in_office(official: Official, semester: Stretch, days: Days) -> bool:
    held = official.holds(MANAGERS, semester)
    return len(held) == 1 and days.kind(held[0]) == OFFICE.id and held[0].ended is None


def _away(official: Official, semester: Stretch) -> bool:
    """Whether somebody was on secondment on the last day of a semester."""
    last = Stretch(semester.last, semester.last)
    return any(one.kind == "secondment" for one in official.holds(MANAGERS, last))


class _Chosen:
    """The gaps given out so far, one to a person, and how things go otherwise."""

    def __init__(self, days: Days) -> None:
        self.days = days
        self.otherwise: dict[Key, str] = {}
        self.found: list[Gap] = []

    def each(self, recipes: Sequence[Recipe], people: Sequence[Official], stretch: Stretch) -> None:
        """Give each recipe to the next of these people who has the rank."""
        for recipe in recipes:
            fitting = [one for one in people if one.offices[-1].rank in recipe.ranks and self._untouched(one)]
            for official in fitting[:1]:
                self._give(recipe, official, stretch.first, stretch.last)

    def unsure(self, people: Sequence[Official], year: Stretch) -> None:
        """Let the first leader whose party nobody has noted have done nothing that party members have to do."""
        leaders = [one for one in people if one.offices[-1].rank in LEADERS and not one.party]
        for official in leaders[:1]:
            for duty, kind in (("party-lesson", "party-lesson"), ("research-reports", "research-report")):
                self.otherwise[kind, official.number, year.first] = "missed"
                self.found.append(Gap(official.id, duty, year.last, UNKNOWN, "whether a party member is not known"))

    def at_move(self, recipe: Recipe, people: Sequence[Official]) -> None:
        """Give a recipe about a change of post to the next of those who moved a year ago or less."""
        span = timedelta(days=_DUE[recipe.duty])
        for official in people:
            office = official.offices[-1]
            if self._moved(office, official, recipe) and _listed(office.began + span, 12, self.days.as_of):
                self._give(recipe, official, office.began, office.began + span)
                return

    def _moved(self, office: Office, official: Official, recipe: Recipe) -> bool:
        fits = office.rank in recipe.ranks and office.kind == "appointed" and office.ended is None
        day = Stretch(office.began, office.began)
        return fits and self._untouched(official) and len(official.holds(MANAGERS, day)) == 1

    def _untouched(self, official: Official) -> bool:
        return all(gap.cadre != official.id for gap in self.found)

    def _give(self, recipe: Recipe, official: Official, first: date, due: date) -> None:
        self.otherwise[recipe.kind, official.number, first] = recipe.how
        self.found.append(Gap(official.id, recipe.duty, due, recipe.state, recipe.why))


def _of_the_pool(reserves: Reserves, days: Days, chosen: _Chosen) -> Iterator[Gap]:
    """A member without a topic in the year before, one without any talk in it, one without a talk after a result, one
    without a talk with the mentor in the last semester."""
    year = days.years[0]
    through = [one for one in reserves.memberships if one.runs.first <= year.first and year.last <= one.runs.last]
    for member, kind, duty in zip(through, ("topic", "talk-yearly"), ("research-topic", "talk-yearly"), strict=False):
        chosen.otherwise[kind, int(member.cadre[1:]), year.first] = "missed"
        yield Gap(member.cadre, duty, year.last, OVERDUE, "nothing in the year")
    for member in through[1:2]:
        spoken = Stretch(year.first - timedelta(days=60), year.last)
        results = reserves.confirmed.get(member.cadre, ())
        yield from _unspoken(member, [day for day in results if spoken.first <= day <= spoken.last], chosen)
    gone = {one.cadre for one in through[:2]}
    later = [one for one in reserves.memberships if one.runs.first <= days.as_of <= one.runs.last]
    others = [one for one in later if one.cadre not in gone]
    for member in others[:1]:
        confirmed = [day for day in reserves.confirmed.get(member.cadre, ()) if member.runs.first <= day][-1:]
        yield from _unspoken(member, confirmed, chosen)
    silent = [one for one in later if one.cadre in {each.cadre for each in through[1:2]}]
    yield from _without_mentor(others[1:], silent, chosen)


def _without_mentor(members: Sequence[Membership], silent: Sequence[Membership], chosen: _Chosen) -> Iterator[Gap]:
    """The first of these members with a mentor has not talked with the mentor in the last semester; the silent have not
    where it began in the year in which they talked with nobody."""
    days = chosen.days
    semester = next((one for one in reversed(days.begun) if days.over(one)), None)
    if semester is None or not _listed(semester.last, 6, days.as_of):
        return
    mentored = [one for one in members if one.mentor and one.runs.first <= semester.last][:1]
    chosen.otherwise |= {("mentor-talk", int(one.cadre[1:]), semester.first): "missed" for one in mentored}
    if semester.first.year == days.years[0].first.year:
        mentored += [one for one in silent if one.mentor and one.runs.first <= semester.last]
    for member in mentored:
        yield Gap(member.cadre, "mentor-talk", semester.last, OVERDUE, "no talk with the mentor in the semester")


def _unspoken(member: Membership, confirmed: Sequence[date], chosen: _Chosen) -> Iterator[Gap]:
    for day in confirmed:
        chosen.otherwise["talk-assessment", int(member.cadre[1:]), day] = "missed"
        due = day + timedelta(days=60)
        if _listed(due, 12, chosen.days.as_of):
            yield Gap(member.cadre, "talk-assessment", due, OVERDUE, "no talk after the result")


def _of_a_unit(chosen: _Chosen) -> Iterator[Gap]:
    """The second school has made no plan in the year before; of the next three one has not cleared its posts in the
    last semester, one did a day late and one on the last day."""
    days = chosen.days
    year, units = days.years[0], days.units.values()
    schools = [(number, unit) for number, unit in enumerate(units) if unit.kind.is_school and not unit.merged]
    for number, unit in schools[1:2]:
        chosen.otherwise["plan", number, year.first] = "missed"
        yield Gap("", "reserve-plan", year.last, OVERDUE, "no plan in the year", unit.id)
    semester = next((one for one in reversed(days.begun) if days.over(one)), None)
    if semester is not None and _listed(semester.last, 6, days.as_of):
        for (number, unit), (how, state, why) in zip(schools[2:], _CLEARED, strict=False):
            chosen.otherwise["clearing", number, semester.first] = how
            yield Gap("", "clearing", semester.last, state, why, unit.id)


def found_gaps(officials: Sequence[Official], days: Days) -> Iterator[Gap]:
    """The gaps that follow from what other files say: managers of schools without lessons in a semester, and
    secondments whose appraisal nobody has confirmed."""
    for semester in days.begun:
        if days.over(semester) and _listed(semester.last, 6, days.as_of):
            last = Stretch(semester.last, semester.last)
            for official in officials:
                held = [one for one in official.holds(MANAGERS, last) if one.kind in ("appointed", "concurrent")]
                taught = any(days.kind(one) in _TAUGHT for one in held)
                if taught and not any(_meet(one, semester) for one in official.lessons):
                    yield Gap(official.id, "teaching", semester.last, OVERDUE, "no lessons in the semester")
    for official in officials:
        for office in official.offices:
            due = office.ended + timedelta(days=60) if office.kind == "secondment" and office.ended else date.max
            if due < days.as_of and _listed(due, 12, days.as_of):
                why = "the appraisal of the secondment is not confirmed"
                yield Gap(official.id, "secondment-appraisal", due, OVERDUE, why)


def _meet(one: Stretch, other: Stretch) -> bool:
    return one.first <= other.last and other.first <= one.last


def expectations(gaps: Sequence[Gap]) -> list[dict[str, Any]]:
    """What is expected of each gap, by person, duty and day."""
    ordered = sorted(gaps, key=lambda one: (one.cadre, one.unit, one.duty, one.due_on))
    return [
        ({"cadre": one.cadre} if one.cadre else {"unit": one.unit})
        | {"duty": one.duty, "due_on": one.due_on.isoformat(), "state": one.state, "why": one.why}
        for one in ordered
    ]
