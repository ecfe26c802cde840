"""How dates are written in records: `YYYY[-MM[-DD]]`, and what is made of other ways.

It says whether a text is a date, not how dates are computed with: that is `calendar.py`.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

_WRITTEN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII).fullmatch
_OTHER_WAYS = re.compile(
    r"\s*([0-9]{4})\s*[-./年\\]\s*(?:([0-9]{1,2})\s*(?:[-./月\\]\s*(?:([0-9]{1,2})\s*[日号]?)?)?)?", re.ASCII
).fullmatch
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})?", re.ASCII).fullmatch


@lru_cache(maxsize=1 << 16)
def is_partial_date(text: str) -> bool:
    """Whether the text is a year, a month or a day that exists."""
    return is_written_as_date(text) and _exists(*map(int, text.split("-")))


@lru_cache(maxsize=1 << 16)
def is_full_date(text: str) -> bool:
    """Whether the text is a day that exists."""
    return len(text) == len("YYYY-MM-DD") and is_partial_date(text)


def is_written_as_date(text: str) -> bool:
    """Whether the text has the form of a date, be it one that exists or not."""
    return _WRITTEN(text) is not None


def corrected(text: str) -> str | None:
    """The date that a text in another form seems to mean: `2011.9` gives `2011-09`."""
    half = text.translate(_HALF_WIDTH)
    match = _OTHER_WAYS(half) or _COMPACT(half)
    if match is None:
        return None
    year, *rest = (int(part) for part in match.groups() if part)
    return "-".join((f"{year:04d}", *(f"{part:02d}" for part in rest))) if _exists(year, *rest) else None


_HALF_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)} | {
    ord("．"): ".",
    ord("－"): "-",
    ord("／"): "/",
}


def _exists(year: int, month: int = 1, day: int = 1) -> bool:
    """Whether the calendar has the date."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


FORMATS: dict[str, Callable[[str], bool]] = {"date": is_full_date, "partial-date": is_partial_date}
