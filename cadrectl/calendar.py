"""Days as whole numbers, so that ages and years are exact differences and a vague date is a range.

A day's code is `year * 372 + (month - 1) * 31 + day - 1`: every month has 31 codes and every year 372, so a
year is always the same distance and `code // 31` counts months. Some codes (31 June) are no real day; a
computed code is snapped to the next real day before it is shown or asked about again.

The functions of codes take one `int` or a numpy array of them and give back the same. This module does not
import numpy, so that reading and validating records stays quick. Counting days one by one (working days,
30-day clocks) is not done in codes: they have gaps.
"""

import datetime
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Codes = TypeVar("Codes", int, "NDArray[np.int32]")

YEAR = 372
MONTH = 31
LONG_AGO = 0
"""Before every date on record."""
NEVER = 2**30
"""After every date on record: no end, or not at all."""

_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def parse_date(text: str) -> tuple[int, int] | None:
    """The first and the last code that `YYYY`, `YYYY-MM` or `YYYY-MM-DD` can mean; None if it is no date."""
    match = _PARTIAL.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = code_of(datetime.date(year or 0, 1 if month is None else month, 1 if day is None else day))
    except ValueError:
        return None
    if day is not None:
        return first, first
    months = 1 if month is not None else 12
    return first, first + (months - 1) * MONTH + _length(first // MONTH + months - 1) - 1


def code_of(date: datetime.date) -> int:
    """The code of a real day."""
    return date.year * YEAR + (date.month - 1) * MONTH + date.day - 1


def date_of(code: int) -> datetime.date:
    """The real day of a code, or the next one where the code is none; years 1 to 9999 bound the answer."""
    if not YEAR <= code < 10000 * YEAR:
        return datetime.date.max if code > YEAR else datetime.date.min
    month, day = divmod(snap(code), MONTH)
    return datetime.date(month // 12, month % 12 + 1, day + 1)


def iso(code: int) -> str:
    """The code as `YYYY-MM-DD`."""
    return date_of(code).isoformat()


def snap(codes: Codes) -> Codes:
    """The same codes, with those that are no real day moved to the next real day."""
    month, day = codes // MONTH, codes % MONTH
    return codes + (day >= _length(month)) * (MONTH - day)


def _length(month: Codes) -> Codes:
    """Days in a month counted from year 0; lengths alternate, starting anew in August."""
    year, place = month // 12, month % 12
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    length: Codes = 31 - (place + place // 7) % 2 - (place == 1) * (2 - leap)
    return length


def month_of(codes: Codes) -> Codes:
    """The codes of the first day of each one's month."""
    return codes - codes % MONTH


def range_text(first: int, last: int) -> str:
    """A range as a record writes it: `1980`, `1980-05`, `1980-05-03`; else both ends; "" for none."""
    if first > last:
        return ""
    if first == last:
        return iso(first)
    year, month = first // YEAR, first // MONTH % 12 + 1
    for written in (f"{year:04}-{month:02}", f"{year:04}"):
        if parse_date(written) == (first, last):
            return written
    return f"{iso(first)}/{iso(last)}"


class OfficeDays(Struct, frozen=True):
    """The working days of an office: Monday to Friday without the holidays, and the days worked in exchange."""

    holidays: tuple[tuple[datetime.date, datetime.date], ...] = ()
    extra: frozenset[datetime.date] = frozenset()

    def works(self, day: datetime.date) -> bool:
        """Whether the office works on that day."""
        if day in self.extra:
            return True
        return day.weekday() < _SATURDAY and not any(first <= day <= last for first, last in self.holidays)

    def last_of(self, first: datetime.date, count: int) -> datetime.date:
        """The day on which so many working days are over, `first` counted where it is one."""
        day = first - _DAY
        while count > 0:
            day += _DAY
            count -= self.works(day)
        return day

    def between(self, first: datetime.date, last: datetime.date) -> int:
        """How many working days there are from the first to the last day, both counted."""
        return sum(self.works(first + _DAY * n) for n in range((last - first).days + 1))


_DAY = datetime.timedelta(1)
_SATURDAY = 5


class SchoolCalendar(Struct, frozen=True):
    """The semesters of a workspace (first and last day as codes, in time order) and its office days."""

    semesters: tuple[tuple[int, int], ...] = ()
    office: OfficeDays = OfficeDays()


def school_calendar(stated: Mapping[str, Any]) -> SchoolCalendar:
    """The calendar that `workspace.yaml` states; its days are known to the day."""
    fixed = datetime.date.fromisoformat
    semesters = [(code_of(fixed(one["from"])), code_of(fixed(one["until"]))) for one in stated.get("semesters", ())]
    holidays = tuple((fixed(one["from"]), fixed(one["until"])) for one in stated.get("holidays", ()))
    extra = frozenset(map(fixed, stated.get("extra_working_days", ())))
    return SchoolCalendar(tuple(sorted(semesters)), OfficeDays(holidays, extra))
