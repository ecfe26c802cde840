"""What is written in a policy as a value: numbers, shares, dates and lengths of time, read exactly."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from cadrectl.calendar import MONTH, YEAR, parse_date
from cadrectl.policy.model import DateRange, Duration, Literal

_SHARE = re.compile(r"([0-9]+(?:\.[0-9]+)?)%")
_FRACTION = re.compile(r"([0-9]+)/([1-9][0-9]*)")
_DURATION = re.compile(r"([0-9]{1,4}) (year|month|day)s?")
_LONGEST = 9999  # years: what the calendar can count
_UNITS = {"year": YEAR, "month": MONTH, "day": 1}


def literal(raw: object) -> Literal:
    """A scalar of a policy as a value: `30%` and `1/3` are fractions, `18 months` a duration, `none` is None.

    A text of none of these forms is a word and comes back as it is.
    """
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, int | float):
        return Fraction(str(raw))
    text = str(raw)
    if text == "none":
        return None
    if match := _SHARE.fullmatch(text):
        return Fraction(match[1]) / 100
    if match := _FRACTION.fullmatch(text):
        return Fraction(int(match[1]), int(match[2]))
    if match := _DURATION.fullmatch(text):
        return Duration(int(match[1]) * _UNITS[match[2]], text)
    if found := parse_date(text):
        return DateRange(*found, text)
    return text


def duration(value: object) -> Duration | None:
    """A literal as a length of time; a bare number means years. None if it is neither."""
    if isinstance(value, Duration):
        return value
    if isinstance(value, Fraction) and 0 <= value <= _LONGEST:
        codes = value * YEAR
        return Duration(int(codes), f"{value} years") if codes.denominator == 1 else None
    return None


def sources(raw: Mapping[str, Any], key: str = "source") -> tuple[str, ...]:
    """The sources that a part of a policy names; none where it names none."""
    source = raw.get(key, ())
    return (str(source),) if isinstance(source, str | int) else tuple(str(one) for one in source)
