"""The sessions beside the yearly ones: ethics every semester, the end of a year in a higher post and of a
secondment, and the bare totals of a year before them. Streams of their own, so that the yearly sessions stay as
they are."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from cadrectl.demo.careers import Person
from cadrectl.demo.dice import Dice
from cadrectl.demo.results import Meeting
from cadrectl.demo.scores import points, rounded

Value = dict[str, Any]

_PROBATION = ("progress", "conduct", "opinion")
_SECONDMENT = ("attitude", "ability", "results")
_PASSED = 6000
_RANKS = ("staff", "middle-deputy", "middle-chief", "deputy", "principal")


def semester_files(meetings: Mapping[int, list[Meeting]], seed: int) -> Iterator[tuple[str, Value]]:
    """Both semester sessions of each unit in the last of the years: the ethics of everybody who worked there then."""
    year = max(meetings)
    for place, day in enumerate((date(year, 6, 26), date(year, 12, 27)), 1):
        for meeting in meetings[year]:
            here = [one.person for one in meeting.results if _works_in(one.person, meeting.unit.id, day)]
            people = [_ethics(person, Dice(seed, "ethics", person.number, place)) for person in here]
            if people:
                path, value = _file(meeting.unit.id, "semester", day, people)
                yield f"{path}-{place}", value


def _works_in(person: Person, unit: str, day: date) -> bool:
    stint = person.stint_on(day)
    return stint is not None and stint.unit.id == unit


def _ethics(person: Person, dice: Dice) -> Value:
    score = 54 if dice.chance(0.003) else dice.triangle(80, 93, 100)
    items = [{"item": "ethics", "score": score}]
    grade = "qualified" if 100 * score >= _PASSED else "unqualified"
    return {"cadre": person.id, "items": items, "score": score, "grade": grade}


def probation_files(people: list[Person], years: tuple[int, ...], seed: int) -> Iterator[tuple[str, Value]]:
    """The sessions at the end of a year in a higher post, for those who rose in the year before."""
    for year in years:
        risen: dict[str, list[Value]] = defaultdict(list)
        for person in people:
            unit = _risen(person, year)
            if unit:
                risen[unit].append(_marked(person, _PROBATION, Dice(seed, "probation", year, person.number)))
        for unit, listed in sorted(risen.items()):
            yield _file(unit, "probation", date(year, 9, 12), listed)


def _risen(person: Person, year: int) -> str:
    """The unit in which somebody has been for a year in a post higher than the one before; "" for others."""
    for before, stint in zip(person.stints, person.stints[1:], strict=False):
        higher = _RANKS.index(stint.post.rank) > _RANKS.index(before.post.rank)
        if higher and stint.start.year == year - 1 and person.stint_on(date(year, 9, 12)) == stint:
            return stint.unit.id
    return ""


def secondment_files(posts: Mapping[int, Value], people: list[Person], seed: int) -> Iterator[tuple[str, Value]]:
    """The appraisals at the end of the secondments that are over, by the unit where they were."""
    ended: dict[tuple[str, str], list[Value]] = defaultdict(list)
    for person in people:
        post = posts.get(person.number)
        if post is not None and post["kind"] == "secondment" and "to" in post:
            dice = Dice(seed, "secondment", person.number)
            ended[post["unit"], post["to"]].append(_marked(person, _SECONDMENT, dice))
    for (unit, last), listed in sorted(ended.items()):
        yield _file(unit, "secondment", date.fromisoformat(last) - timedelta(days=1), listed)


def bare_files(people: list[Person], year: int, seed: int) -> Iterator[tuple[str, Value]]:
    """The yearly sessions of a year of which only the totals of these people are kept."""
    day = date(year, 12, 20)
    listed: dict[str, list[Value]] = defaultdict(list)
    for person in people:
        stint = person.stint_on(day)
        if stint is not None:
            dice = Dice(seed, "bare", year, person.number)
            confirmed = {"date": f"{year + 1}-02-20", "body": "education-committee"}
            score = points(100 * dice.triangle(76, 86, 94) + dice.below(100))
            listed[stint.unit.id].append({"cadre": person.id, "score": score, "confirmed": confirmed})
    for unit, found in sorted(listed.items()):
        yield _file(unit, "annual", day, found)


def _marked(person: Person, items: tuple[str, ...], dice: Dice) -> Value:
    """Marks for so many items, their mean as the score and what it comes to."""
    marks = [100 * dice.triangle(70, 86, 97) for _ in items]
    score = rounded(sum(marks), len(marks))
    return {
        "cadre": person.id,
        "items": [{"item": item, "score": points(mark)} for item, mark in zip(items, marks, strict=True)],
        "score": points(score),
        "grade": "qualified" if score >= _PASSED else "unqualified",
    }


def _file(unit: str, kind: str, day: date, people: list[Value]) -> tuple[str, Value]:
    value = {"unit": unit, "kind": kind, "year": day.year, "date": day.isoformat(), "people": people}
    return f"{day.year}/{unit}-{kind}", value
