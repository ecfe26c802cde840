"""The classes for leaders, and for reserves in the years after the assessed ones. Whom a gap keeps from the usual
classes is `gaps`; the classes of the assessed years are `pool_files`."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from cadrectl.demo.diary import Days, Reserves
from cadrectl.demo.officials import LEADERS, Official, Stretch

Value = dict[str, Any]

_YEARS = 5
_HOURS = 80
_SEATS = 60


def course_files(officials: Sequence[Official], days: Days) -> Iterator[tuple[str, Value]]:
    """The classes for the leaders of today in the five years before the date, each for so many as go into one, as (path
    below `data/training`, value). Of those who go otherwise some never come, others miss the first year and make up for
    it with a class of their own, so that their hours come to a given sum."""
    leaders = [one for one in officials if one.holds(LEADERS, Stretch(days.as_of, days.as_of))]
    otherwise = {number: how for (kind, number, _), how in days.otherwise.items() if kind == "course"}
    first = days.as_of.year - _YEARS
    for year in range(first, days.as_of.year):
        day = date(year, 7, 10)
        coming = [one for one in leaders if one.offices[0].began < day and _comes(otherwise, one.number, year == first)]
        for turn, begin in enumerate(range(0, len(coming), _SEATS), 1):
            title, people = f"{year}年校级干部集中研修班第{turn}期", coming[begin : begin + _SEATS]
            yield f"{year}/{year}-leaders-{turn}", _class(title, (day, date(year, 7, 19)), _HOURS, people)
    for hours, made_up in _made_up(leaders, otherwise).items():
        year = days.as_of.year - 1
        dates = date(year, 11, 10), date(year, 11, 14)
        yield f"{year}/{year}-extra-{hours}", _class(f"{year}年校级干部补训班（{hours}学时）", dates, hours, made_up)


def _comes(otherwise: Mapping[int, str], number: int, first: bool) -> bool:
    how = otherwise.get(number, "")
    return how != "missed" and not (how and first)


def _made_up(leaders: Sequence[Official], otherwise: Mapping[int, str]) -> dict[int, list[Official]]:
    """By the hours that are missing, those who make up for them."""
    found: dict[int, list[Official]] = defaultdict(list)
    for one in leaders:
        how = otherwise.get(one.number, "")
        if how.isdigit():
            found[int(how) - (_YEARS - 1) * _HOURS].append(one)
    return found


def reserve_class_files(reserves: Reserves, known: Sequence[int], as_of: date) -> Iterator[tuple[str, Value]]:
    """The class for reserves in every year of the running term for which no other is known and that is over."""
    for year in range(max(known) + 1, as_of.year):
        day = date(year, 10, 18)
        ids = sorted({one.cadre for one in reserves.memberships if one.runs.first <= day <= one.runs.last})
        people = [_participant(id) for id in ids]
        value = _stated(f"{year}年后备人才培训班", (date(year, 10, 14), day), 40)
        yield f"{year}/{year}-reserves", value | ({"participants": people} if people else {})


def _class(title: str, dates: tuple[date, date], hours: int, people: Sequence[Official]) -> Value:
    listed = [_participant(one.id) for one in people]
    return _stated(title, dates, hours) | ({"participants": listed} if listed else {})


def _stated(title: str, dates: tuple[date, date], hours: int) -> Value:
    first, last = (day.isoformat() for day in dates)
    return {"title": title, "from": first, "until": last, "hours": hours, "mode": "residential"}


def _participant(id: str) -> Value:
    return {"cadre": id, "route": "named", "result": "passed", "satisfaction": 80 + int(id[1:]) % 20}
