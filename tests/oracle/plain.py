"""Days and truths of a plain reading: vague dates as the first and the last day, verdicts as (surely, possibly).

They share nothing with the engine. What the scheme asks is in `jt.py`.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from typing import Any

Day = tuple[int, int, int]
Truth = tuple[bool, bool]  # surely, possibly
Row = Mapping[str, Any]

YES: Truth = (True, True)
NO: Truth = (False, False)
UNKNOWN: Truth = (False, True)


def span(text: str) -> tuple[Day, Day]:
    """The first and the last day that a date known to the day, the month or the year may be."""
    parts = [int(part) for part in text.split("-")]
    year, month, day = [*parts, 0, 0][:3]
    return (year, month or 1, day or 1), (year, month or 12, day or monthrange(year, month or 12)[1])


def attested(value: str | Row) -> tuple[Day, Day]:
    """The verified date, else everything between the earliest and the latest that anybody states."""
    if isinstance(value, str):
        return span(value)
    if "verified" in value:
        return span(value["verified"])
    stated = [value["declared"], *(item["value"] for item in value.get("evidence", ()) if "value" in item)]
    spans = [span(text) for text in stated]
    return min(first for first, _ in spans), max(last for _, last in spans)


def month(day: Day) -> int:
    return day[0] * 12 + day[1] - 1


def happened(text: str | None, today: Day) -> Truth:
    if text is None:
        return UNKNOWN
    first, last = span(text)
    return last <= today, first <= today


def begun(row: Row, today: Day) -> Truth:
    """A past activity whose first day nobody wrote down has begun all the same."""
    return happened(row["from"], today) if "from" in row else YES


def in_force(start: str | None, until: str | None, today: Day) -> Truth:
    """From the first day to the last, both included; open where nothing is said."""
    begun = YES if start is None else happened(start, today)
    if until is None:
        return begun
    first, last = span(until)
    return all_of([begun, (today <= first, today <= last)])


def verified(row: Row) -> Truth:
    return YES if row.get("verified", True) else UNKNOWN


def truth_of(value: bool) -> Truth:
    return YES if value else NO


def no_truth(truth: Truth) -> Truth:
    return not truth[1], not truth[0]


def all_of(truths: Iterable[Truth]) -> Truth:
    parts = list(truths)
    return all(sure for sure, _ in parts), all(possible for _, possible in parts)


def any_of(truths: Iterable[Truth]) -> Truth:
    parts = list(truths)
    return any(sure for sure, _ in parts), any(possible for _, possible in parts)


def word(truth: Truth) -> str:
    return "pass" if truth[0] else "unknown" if truth[1] else "fail"
