"""The training before the post under the curriculum of 6+1+1: what was asked for, the classes by module, how one of
them was appraised, and the fund that pays. Streams of chance of its own; who failed or stayed away is written down."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from cadrectl.demo.careers import Person
from cadrectl.demo.dice import Dice
from cadrectl.demo.pool import Calendar, Pool

Value = dict[str, Any]
Classes = Sequence[tuple[str, Value]]

MODULES = {
    "curriculum": "课程领导力",
    "staff-building": "队伍建设力",
    "culture": "文化塑造力",
    "planning": "战略规划力",
    "problem-solving": "发现和处理问题的能力",
    "exchange": "信息化和国际交流能力",
    "integrity": "任前廉政",
    "profession": "岗前专业",
}
"""The six abilities, integrity and the profession: one module each."""
_TIER = "tier-1"
_CREDITS, _HOURS, _A_SEAT = 2, 16, 900
_ROUTES = ("own-wish", "recommended", "named")
_APPRAISED = "curriculum"
_PROJECTS = {"training-bases": ("领导力培训基地建设", 1200000), "degree-study": ("干部学历提升", 800000)}
_ENOUGH = 60


class Course(Struct, frozen=True):
    """The classes held, by year, and who takes part: `planted` says whether somebody is to fail and somebody to stay
    away."""

    pool: Pool
    calendar: Calendar
    seed: int
    planted: bool

    @property
    def years(self) -> tuple[int, int]:
        """The last year of the term that is over, and the first of the one that runs."""
        return self.calendar.closed.first + 2, self.calendar.running.first

    def files(self) -> Iterator[tuple[str, str, Value]]:
        """The surveys, classes, appraisals and funds, as (kind, name, value)."""
        for year in self.years:
            yield "surveys", f"{year}/{year}-needs", self._survey(year)
            for name, value in self.classes(year):
                yield "training", name, value
            for name, value in self._appraisals(year):
                yield "evaluations", name, value
        for name, value in fund_files(self.calendar.as_of, self.planted):
            yield "funds", name, value

    def classes(self, year: int) -> Classes:
        """The classes of a year that were over at the date, as (path below `data/training`, value)."""
        held = []
        for place, (module, label) in enumerate(MODULES.items()):
            begins = date(year, 3, 15)
            first = begins - timedelta(days=begins.weekday()) + timedelta(weeks=3 * place)
            if first + timedelta(days=1) <= self.calendar.as_of:
                held.append((f"{year}/{year}-{module}", self._class(module, f"{year}年岗前培训：{label}", first)))
        return held

    def _class(self, module: str, title: str, first: date) -> Value:
        people = [one.person for one in self.pool.members if one.tier == _TIER and one.runs_on(first)]
        away, failing = (people[:1], people[1:2]) if self.planted else ([], [])
        listed = [
            self._participant(person, module, first, failing)
            for person in people
            if person not in away or module != "exchange"
        ]
        value: Value = {
            "title": title,
            "tier": _TIER,
            "module": module,
            "survey": f"{first.year}-needs",
            "from": first.isoformat(),
            "until": (first + timedelta(days=1)).isoformat(),
            "hours": _HOURS,
            "credits": _CREDITS,
            "mode": "residential",
            "cost": _A_SEAT * len(listed),
            "project": _PROJECTS["training-bases"][0],
        }
        return value | ({"participants": listed} if listed else {})

    def _participant(self, person: Person, module: str, first: date, failing: Sequence[Person]) -> Value:
        dice = Dice(self.seed, "module", module, first.year, person.number)
        fails = module == "planning" and person in failing
        score = _ENOUGH - 1 if fails else dice.triangle(_ENOUGH, 84, 98)
        return {
            "cadre": person.id,
            "route": dice.pick(_ROUTES),
            "result": "failed" if fails else "excellent" if score >= 90 else "passed",
            "score": score,
            "satisfaction": dice.triangle(70, 90, 100),
        }

    def _survey(self, year: int) -> Value:
        """What those asked for who are to be trained, in December before."""
        dice, day = Dice(self.seed, "needs", year), date(year - 1, 12, 8)
        asked = sum(1 for one in self.pool.members if one.tier == _TIER and one.runs_on(date(year, 3, 9)))
        answered = asked - asked // 10
        return {
            "title": f"{year}年干部培训需求调查",
            "year": year,
            "date": day.isoformat(),
            "tier": _TIER,
            "asked": asked,
            "answered": answered,
            "needs": [{"module": module, "votes": dice.between(answered // 3, answered)} for module in MODULES],
        }

    def _appraisals(self, year: int) -> Iterator[tuple[str, Value]]:
        """The appraisal on three levels of one class of a year, in the units of those who took part, three months
        later."""
        for name, value in self.classes(year):
            day = date.fromisoformat(value["until"]) + timedelta(days=90)
            if value["module"] == _APPRAISED and day <= self.calendar.as_of:
                taking = value.get("participants", [])
                for unit, people in sorted(self._by_unit(taking, day).items()):
                    path = f"{year}/{unit}-training"
                    head = {"unit": unit, "kind": "training", "year": year, "date": day.isoformat()}
                    yield path, head | {"training": name.rpartition("/")[2], "people": people}

    def _by_unit(self, taking: Sequence[Value], day: date) -> Mapping[str, list[Value]]:
        people = {one.person.id: one.person for one in self.pool.members}
        found: dict[str, list[Value]] = defaultdict(list)
        for one in taking:
            stint = people[one["cadre"]].stint_on(day)
            if stint is not None:
                found[stint.unit.id].append(self._levels(one["cadre"], len(taking), day.year))
        return found

    def _levels(self, cadre: str, size: int, year: int) -> Value:
        """How the class was received, what leaders, peers and staff see since, and what came of it."""
        dice = Dice(self.seed, "levels", year, cadre)
        ballots = [
            {"voter": voter, "question": "behaviour", "votes": _behaviour(dice, count)}
            for voter, count in (("leader", 5), ("peer", 8), ("staff", 12))
        ]
        received = _reaction(Dice(self.seed, "reaction", year), size)
        reaction = {"voter": "peer", "question": "reaction", "votes": received}
        outcome = {"item": "outcome", "score": dice.triangle(70, 85, 97)}
        return {"cadre": cadre, "ballots": [reaction, *ballots], "items": [outcome]}


def _reaction(dice: Dice, size: int) -> Value:
    """How a class of so many was received: the same for all who took part."""
    fair = dice.below(size // 4 + 1)
    return {"satisfied": size - fair, "basically-satisfied": fair, "dissatisfied": 0}


def _behaviour(dice: Dice, count: int) -> Value:
    fair = dice.below(2)
    well = dice.below(count - fair + 1)
    return {"good": count - fair - well, "fairly-good": well, "fair": fair, "poor": 0}


def fund_files(as_of: date, planted: bool) -> Iterator[tuple[str, Value]]:
    """The funds of three years, as (name below `data/funds`, value): one spent to the last yuan; one overspent where
    faults are planted; and that of the year of the date, of which one project has not reported yet."""
    for year in range(as_of.year - 2, as_of.year + 1):
        projects = []
        for purpose, (project, planned) in _PROJECTS.items():
            one: Value = {"project": project, "purpose": purpose, "planned": planned}
            running = year == as_of.year
            if not running or purpose == "training-bases":
                over = 1 if planted and year == as_of.year - 1 and purpose == "degree-study" else 0
                spent = planned * as_of.month // 24 if running else planned + over
                day = as_of.replace(day=1) if running else date(year, 12, 31)
                one |= {"spent": spent, "date": day.isoformat()}
            projects.append(one)
        yield f"F{year}", {"year": year, "amount": sum(one["planned"] for one in projects), "projects": projects}


def completed(course: Course) -> list[str]:
    """The ids of those who passed every module in one of the years, in the order of ids."""
    found = set()
    for year in course.years:
        passed: dict[str, int] = defaultdict(int)
        for _, value in course.classes(year):
            for one in value.get("participants", ()):
                passed[one["cadre"]] += one["result"] != "failed"
        found |= {cadre for cadre, modules in passed.items() if modules == len(MODULES)}
    return sorted(found)


def spending(as_of: date, planted: bool) -> dict[str, str]:
    """By year whether no more was spent than planned: `pass`, `fail`, or `unknown` while a project has not reported."""
    before, last, running = range(as_of.year - 2, as_of.year + 1)
    return {str(before): "pass", str(last): "fail" if planted else "pass", str(running): "unknown"}
