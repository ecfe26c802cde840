"""A time as an office counts it, read from a policy; which day it leads to is worked out elsewhere."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cadrectl.text import Text, say

_WRITTEN = re.compile(r"([1-9][0-9]{0,3}) (working-day|day|month|year)s?")
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


@dataclass(frozen=True, slots=True)
class Span:
    """So many working days, days, months or years."""

    number: int
    unit: str

    @property
    def text(self) -> Text:
        """The time in words."""
        if self.number == 1:
            return _ONE[self.unit]
        return say("{number} {unit}", number=self.number, unit=_UNITS[self.unit])


NO_TIME = Span(0, "day")


def span_of(written: str) -> Span | None:
    """A time such as `5 working-days` or `1 year`; None for any other text."""
    found = _WRITTEN.fullmatch(written)
    return Span(int(found[1]), found[2]) if found else None
