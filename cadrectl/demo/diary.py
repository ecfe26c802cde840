"""What is done in a district beside the assessments: talks, lessons, reports, inspections, visits. Streams of chance of
their own, so that the other files stay as they are. What is left undone on purpose is `gaps`."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec import Struct, field

from cadrectl.demo.dice import Dice
from cadrectl.demo.layout import OFFICE, UNITS_A_GROUP, Unit
from cadrectl.demo.officials import LEADERS, MANAGERS, RANKS, Membership, Office, Official, Stretch

Value = dict[str, Any]
Key = tuple[str, int, date]

HALF, THIRD = 2, 3
_YEARLY = {
    "declaration": (LEADERS, 1),
    "duty-report": (LEADERS, 1),
    "annual-inspection": (LEADERS, 1),
    "party-lesson": (LEADERS, 1),
    "research-report": (LEADERS, 2),
    "survey": (("principal",), 1),
}
"""Once or twice a year, by kind of event: of which ranks, and how often."""
_OF_THE_PARTY = ("party-lesson", "research-report")
_TOPICS = {
    "party-lesson": ("树立和践行正确政绩观", "落实立德树人根本任务", "加强师德师风建设", "锻造过硬基层党组织"),
    "research-report": ("课后服务质量调研", "青年教师成长调研", "作业管理现状调研", "集团办学协同机制调研"),
    "study-session": ("学习教育强国建设规划纲要", "学习校园安全工作要求", "学习中小学校党组织领导的校长负责制"),
}
_MEASURES = (
    "每名后备人才明确一名校级领导带教，每学期至少谈话一次，承担一项校级重点工作。",
    "安排后备人才在教学、德育、总务岗位间轮岗见习，学期末在党组织会上汇报。",
    "组织后备人才参加集团跟岗学习和课题研究，年底由党组织逐人评议。",
)
_PROMOTION, _POST_CHANGE = "promotion", "post-change"
_APPOINTED = ("appointed", "concurrent")


class Event(Struct, frozen=True):
    """One dated fact of a kind; events of neighbouring units are kept in one file, by number."""

    kind: str
    zone: int
    value: Value


class Days(Struct, frozen=True):
    """What the diary is kept by: the date of the district, its semesters, its units, how many staff each has by year,
    and what goes otherwise than usual: by kind of event, number of the person and first day how."""

    seed: int
    as_of: date
    semesters: Sequence[Stretch]
    units: Mapping[str, Unit]
    staff: Mapping[str, Mapping[int, int]]
    otherwise: Mapping[Key, str] = field(default_factory=dict)

    @property
    def years(self) -> list[Stretch]:
        """The year before that of the date, and that one."""
        return [Stretch(date(year, 1, 1), date(year, 12, 31)) for year in (self.as_of.year - 1, self.as_of.year)]

    @property
    def months(self) -> list[Stretch]:
        """The three months before that of the date, and that one, in time order."""
        first = [self.as_of.replace(day=1)]
        while len(first) < 4:
            first.append((first[-1] - timedelta(days=1)).replace(day=1))
        ends = [(day + timedelta(days=31)).replace(day=1) - timedelta(days=1) for day in first]
        return [Stretch(*each) for each in zip(first, ends, strict=True)][::-1]

    @property
    def begun(self) -> list[Stretch]:
        """The semesters of the last year and this that have begun."""
        since = date(self.as_of.year - 1, 1, 1)
        return [one for one in self.semesters if since <= one.first <= self.as_of]

    @property
    def lately(self) -> Stretch:
        """The last two years."""
        return Stretch(date(self.as_of.year - 2, 1, 1), self.as_of)

    def over(self, stretch: Stretch) -> bool:
        """Whether a time is over at the date."""
        return stretch.last < self.as_of

    def needed(self, official: Official, stretch: Stretch) -> int:
        """The fewest of the staff to be talked to in a semester: half by leaders, a third by others."""
        held = official.holds(MANAGERS, stretch)
        part = HALF if any(one.rank in LEADERS for one in held) else THIRD
        return max(-(-self.staff.get(one.unit, {}).get(stretch.last.year, 0) // part) for one in held)

    def kind(self, office: Office) -> str:
        """The kind of the unit of an office; "" elsewhere."""
        return self.units[office.unit].kind.id if office.unit else ""


class Reserves(Struct, frozen=True):
    """The memberships of the pool, and by person the days on which results were confirmed, in time order."""

    memberships: Sequence[Membership]
    confirmed: Mapping[str, Sequence[date]]


def event_files(events: Sequence[Event]) -> Iterator[tuple[str, Value]]:
    """The files of events, as (path below `data/events`, value): by year, kind and neighbourhood."""
    files: dict[tuple[str, str, int], list[Value]] = defaultdict(list)
    for one in events:
        files[one.value["date"][:4], one.kind, one.zone].append(one.value)
    for (year, kind, zone), entries in sorted(files.items()):
        listed = sorted(entries, key=lambda entry: (entry["date"], entry["cadre"]))
        yield f"{year}/{kind}-{zone}", {"kind": kind, "year": int(year), "entries": listed}


def diary(officials: Sequence[Official], reserves: Reserves, days: Days) -> list[Event]:
    """All that is on record as done, none of it after the date of the district."""
    zones = {unit: place // UNITS_A_GROUP + 1 for place, unit in enumerate(days.units)}
    homes = {official.id: zones[official.home] for official in officials}
    told = [
        (official.id, one)
        for official in officials
        for one in (*_by_period(official, days), *_by_occasion(official, days))
    ]
    for member in reserves.memberships:
        results = reserves.confirmed.get(member.cadre, ())
        told += [(member.cadre, one) for one in (*_of_reserve(member, days), *_after_results(member, results, days))]
    return [Event(kind, homes[id], {"cadre": id} | value) for id, (kind, value) in told]


def _by_period(official: Official, days: Days) -> Iterator[tuple[str, Value]]:
    for kind, (ranks, times) in _YEARLY.items():
        if kind not in _OF_THE_PARTY or official.party in ("cpc", ""):
            for year in days.years:
                yield from _usual(kind, official, official.holds(ranks, year), (year, times), days)
    for month in days.months:
        yield from _usual("study-session", official, official.holds(("principal",), month), (month, 1), days)
    for semester in days.begun:
        held = [one for one in official.holds(MANAGERS, semester) if days.kind(one) == OFFICE.id]
        yield from _usual("visit", official, held, (semester, 1), days)
        away = [one for one in official.holds(MANAGERS, semester) if one.kind == "secondment"]
        yield from _usual("tracking", official, away, (semester, 1), days)
        if days.over(semester) and official.holds(MANAGERS, semester):
            yield from _staff_talks(official, semester, days)


def _usual(
    kind: str, official: Official, held: list[Office], asked: tuple[Stretch, int], days: Days
) -> Iterator[tuple[str, Value]]:
    """The events of a kind that fall to the holder of some offices in a time, so many times; of a time that still runs
    some have not come round yet."""
    stretch, times = asked
    if not held:
        return
    dice = Dice(days.seed, "diary", kind, official.number, stretch.first.isoformat())
    first = max(stretch.first, min(one.began for one in held))
    last = min(stretch.last, days.as_of)
    how = days.otherwise.get((kind, official.number, stretch.first), "")
    topics = _TOPICS.get(kind, ())
    for turn in range(times):
        day, comes = dice.day(first, last), dice.chance(0.6) or days.over(stretch)
        topic = {"topic": dice.pick(topics)} if topics else {}
        if how == "late":
            day = stretch.last + timedelta(days=2)
        if how == "last-day":
            day = stretch.last
        if comes and how != "missed" and (how != "one" or not turn):
            yield kind, {"date": day.isoformat()} | topic


def _staff_talks(official: Official, semester: Stretch, days: Days) -> Iterator[tuple[str, Value]]:
    how = days.otherwise.get(("staff-talks", official.number, semester.first), "")
    dice = Dice(days.seed, "staff-talks", official.number, semester.first.isoformat())
    needed = days.needed(official, semester)
    staff = {"": needed + dice.below(5), "short": needed - 1, "exact": needed}.get(how, 0)
    day = semester.last - timedelta(days=dice.below(14))
    if how != "missed":
        yield "staff-talks", {"date": day.isoformat()} | ({"staff": staff} if how != "uncounted" else {})


def _by_occasion(official: Official, days: Days) -> Iterator[tuple[str, Value]]:
    dice = Dice(days.seed, "occasions", official.number)
    found: list[tuple[str, Value]] = []
    before = "staff"
    for office in sorted(official.offices, key=lambda one: one.began):
        if office.rank in MANAGERS and office.kind in _APPOINTED:
            found += _around(official, office, RANKS.index(office.rank) > RANKS.index(before), days)
        before = office.rank
        found += _of_principal(office, dice, days)
    for setback in official.setbacks:
        talk = {"occasion": "setback", "body": "education-committee"}
        found.append(("talk", {"date": (setback + timedelta(days=dice.between(2, 25))).isoformat()} | talk))
    inside = days.lately
    return (one for one in found if inside.first <= date.fromisoformat(one[1]["date"]) <= inside.last)


def _around(official: Official, office: Office, rises: bool, days: Days) -> list[tuple[str, Value]]:
    """What comes with a new office: the talk about it, with leaders the talk on integrity before, and a look at how
    they do some months later."""
    dice = Dice(days.seed, "move", official.number, office.began.isoformat())
    usual = {"talk": dice.between(1, 9), "integrity": dice.between(10, 20), "tracking": -dice.between(60, 150)}
    if office.rank not in LEADERS:
        del usual["integrity"], usual["tracking"]
    found: list[tuple[str, Value]] = []
    for kind, before in usual.items():
        how = days.otherwise.get((kind, official.number, office.began), str(before))
        if how != "missed":
            day = (office.surely - timedelta(days=int(how))).isoformat()
            occasion = kind if kind == "integrity" else _PROMOTION if rises else _POST_CHANGE
            body = "discipline-inspection" if kind == "integrity" else "education-committee"
            told = {"body": body} | ({"occasion": occasion} if kind != "tracking" else {})
            found.append(("tracking" if kind == "tracking" else "talk", {"date": day} | told))
    return found


def _of_principal(office: Office, dice: Dice, days: Days) -> Iterator[tuple[str, Value]]:
    """The check in the middle of a term, and the audit on leaving."""
    checked, audited = dice.between(365, 500), dice.between(5, 40)
    if office.term is not None:
        day = office.term + timedelta(days=checked)
        yield "mid-term-check", {"date": day.isoformat(), "body": "education-bureau"}
    if office.rank == "principal" and office.kind in _APPOINTED and office.ended is not None:
        day = office.ended - timedelta(days=audited)
        yield "audit", {"date": day.isoformat(), "body": "education-bureau"}


def _of_reserve(member: Membership, days: Days) -> Iterator[tuple[str, Value]]:
    """A talk with the mentor in each semester and a topic in each year, while the membership runs."""
    number = int(member.cadre[1:])
    by = {"by": member.mentor} if member.mentor else {"body": "school-party-organisation"}
    for semester in days.begun:
        dice = Dice(days.seed, "talk", number, semester.first.isoformat(), member.runs.first.isoformat())
        span = _both(semester, member.runs, days)
        comes = dice.chance(0.3) or days.over(semester)
        new_year = semester.first.replace(month=1, day=1)
        left_out = {("mentor-talk", number, semester.first), ("talk-yearly", number, new_year)}
        if span is not None and comes and not left_out & days.otherwise.keys():
            day = dice.day(span.first, span.last)
            yield "talk", {"date": day.isoformat(), "occasion": "development"} | by
    for year in days.years:
        dice = Dice(days.seed, "topic", number, year.first.isoformat(), member.runs.first.isoformat())
        span = _both(year, member.runs, days)
        comes = dice.chance(0.6) or days.over(year)
        if span is not None and comes and ("topic", number, year.first) not in days.otherwise:
            day = dice.day(span.first, span.last)
            yield "topic", {"date": day.isoformat()} | ({"topic": member.topic} if member.topic else {})


def _both(one: Stretch, other: Stretch, days: Days) -> Stretch | None:
    """The days of two times up to the date of the district; None where there is none."""
    first, last = max(one.first, other.first), min(one.last, other.last, days.as_of)
    return Stretch(first, last) if first <= last else None


def _after_results(member: Membership, confirmed: Sequence[date], days: Days) -> Iterator[tuple[str, Value]]:
    """A talk soon after each confirmed result, before the next one is confirmed."""
    number = int(member.cadre[1:])
    for day, following in zip(confirmed, [*confirmed[1:], date.max], strict=True):
        usual = Dice(days.seed, "result", number, day.isoformat()).between(2, 40)
        if following != date.max:
            usual = min(usual, (following - day).days - 1)
        spoken = day + timedelta(days=usual)
        inside = member.runs.first <= day <= member.runs.last and days.lately.first <= day
        if inside and spoken <= days.as_of and ("talk-assessment", number, day) not in days.otherwise:
            told = {"occasion": "assessment", "body": "education-committee"}
            yield "talk", {"date": spoken.isoformat()} | told


def plan_files(days: Days) -> Iterator[tuple[str, Value]]:
    """The plans of schools for their own reserves, one a year, as (name below `data/plans`, value)."""
    for year in days.years:
        for number, unit in enumerate(days.units.values()):
            dice = Dice(days.seed, "plan", unit.id, year.first.isoformat())
            day, comes = dice.day(date(year.first.year, 1, 8), date(year.first.year, 3, 20)), dice.chance(0.8)
            made = days.over(year) or (comes and day <= days.as_of)
            if made and unit.kind.is_school and not unit.merged and ("plan", number, year.first) not in days.otherwise:
                yield f"{year.first.year}-{unit.id}", _plan(unit, day, dice)


def _plan(unit: Unit, day: date, dice: Dice) -> Value:
    return {
        "title": f"{unit.name}{day.year}年后备人才培养计划",
        "kind": "unit",
        "unit": unit.id,
        "year": day.year,
        "date": day.isoformat(),
        "text": dice.pick(_MEASURES),
    }
