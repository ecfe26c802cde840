"""Days counted on from a day as an office counts them: real days, working days, months; not what is due on them."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from cadrectl.calendar import MONTH, NEVER, YEAR, OfficeDays, code_of, date_of, snap
from cadrectl.facts.truth import Days

_DAY = timedelta(1)
_EPOCH = 1970 * 12  # months before numpy's first


def later(day: Days, number: int, unit: str, office: OfficeDays) -> Days:
    """The day so many working days, days, months or years after each day, or (`year-day`) the first such day of a year
    that is not before it; NEVER stays NEVER.

    A month after the 31st is the next real day. The day itself is not counted: one working day after a Friday is a
    Monday.
    """
    ahead = _WAYS[unit](day, number, office) if number or unit == "year-day" else day
    return np.where((day >= NEVER) | (day < 0), day, ahead).astype(np.int32)


def earlier(day: Days, number: int, unit: str, office: OfficeDays) -> Days:
    """The day so many days, months or years before each day."""
    assert unit != "working-day" or not number
    return later(day, -number, unit, office)


def day_before(day: Days) -> Days:
    """The real day before each day."""
    return later(day, -1, "day", OfficeDays())


def _days(day: Days, number: int, office: OfficeDays) -> Days:
    known = np.where((day >= NEVER) | (day < 0), 0, day)
    months, rest = np.divmod(known, MONTH)
    real = (months - _EPOCH).astype("datetime64[M]").astype("datetime64[D]") + rest + number
    month = real.astype("datetime64[M]")
    in_month = (real - month.astype("datetime64[D]")).astype(np.int64)
    result: Days = ((month.astype(np.int64) + _EPOCH) * MONTH + in_month).astype(np.int32)
    return result


def _working_days(day: Days, number: int, office: OfficeDays) -> Days:
    """Counted one by one, for each different day once."""
    different, place = np.unique(day, return_inverse=True)
    ahead = [_working_day(one, number, office) if 0 <= one < NEVER else one for one in different.tolist()]
    result: Days = np.array(ahead, np.int32)[place]
    return result


def _working_day(day: int, number: int, office: OfficeDays) -> int:
    return code_of(office.last_of(date_of(day) + _DAY, number))


def _months(day: Days, number: int, office: OfficeDays) -> Days:
    ahead: Days = snap((day + number * MONTH).astype(np.int32))
    return ahead


def _years(day: Days, number: int, office: OfficeDays) -> Days:
    return _months(day, number * 12, office)


def _year_day(day: Days, number: int, office: OfficeDays) -> Days:
    ahead: Days = snap((-((number - day) // YEAR) * YEAR + number).astype(np.int32))
    return ahead


_WAYS: Mapping[str, Callable[[Days, int, OfficeDays], NDArray[np.int32]]] = {
    "working-day": _working_days,
    "day": _days,
    "month": _months,
    "year": _years,
    "year-day": _year_day,
}
