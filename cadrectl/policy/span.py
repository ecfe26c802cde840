"""A time as an office counts it, read from a policy; which day it leads to is worked out elsewhere."""

import re
from collections.abc import Mapping

from msgspec import Struct

from cadrectl.calendar import MONTH, parse_date
from cadrectl.text import Text, say

_WRITTEN = re.compile(r"([1-9][0-9]{0,3}) (working-day|day|month|year)s?")
_EACH_YEAR = re.compile(r"--([0-9]{2})-([0-9]{2})")
_UNITS: Mapping[str, Text] = {
    "working-day": say("working days"),
    "day": say("days"),
    "month": say("months"),
    "year": say("years"),
}
_ONE: Mapping[str, Text] = {
    "working-day": say("one working day"),
    "day": say("one day"),
    "month": say("one month"),
    "year": say("one year"),
}


class Span(Struct, frozen=True):
    """So many working days, days, months or years; or (`year-day`) until a day of the year, by its code in the year."""

    number: int
    unit: str

    @property
    def text(self) -> Text:
        """The time in words."""
        if self.unit == "year-day":
            month, day = divmod(self.number, MONTH)
            return say("{month}-{day} (month and day)", month=month + 1, day=day + 1)
        if self.number == 1:
            return _ONE[self.unit]
        return say("{number} {unit}", number=self.number, unit=_UNITS[self.unit])


NO_TIME = Span(0, "day")


def span_of(written: str) -> Span | None:
    """A time such as `5 working-days` or `1 year`; None for any other text."""
    found = _WRITTEN.fullmatch(written)
    return Span(int(found[1]), found[2]) if found else None


def due_of(written: str) -> Span | None:
    """A time, or a day of the year such as `--03-31`; None for any other text."""
    day = _EACH_YEAR.fullmatch(written)
    if day is None or parse_date(f"2000{written[1:]}") is None:
        return span_of(written)
    return Span((int(day[1]) - 1) * MONTH + int(day[2]) - 1, "year-day")
