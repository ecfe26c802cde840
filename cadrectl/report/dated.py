"""The records as they were at an earlier day, by the dates that they state; what was written later is not told apart.

What a date puts after the day is left out with its marks, so that every value that stays keeps its place.
"""

from array import array
from collections.abc import Mapping, Sequence
from typing import Any

from cadrectl.calendar import YEAR, parse_date
from cadrectl.records.record import Record
from cadrectl.review.change import Change
from cadrectl.review.compare import Comparison, changes
from cadrectl.review.ends import end_of

EVENTFUL = ("cadres", "reserve", "evaluations", "events", "training", "appointments", "relaxations")
"""The kinds of record that say when something happened to people."""
BEGINNINGS = ("from", "date", "decided", "effective", "opened", "passed", "engaged", "since", "granted")
"""The dates by which an entry begins, the first that it has."""
ENDS = ("to", "lifted", "closed", "withdrawn")
"""The dates on which something ceases, unknown before."""
SETTLED = ("score", "grade", "confirmed")
"""What of a result is there only once it is confirmed."""


def changes_between(records: Sequence[Record], first: int, last: int) -> list[Change]:
    """Every change whose date lies between two days, by unit and person, in the words of `review`.

    It compares the records as they were before the first day with those at the end of the last.
    """
    moving = [one for one in records if one.kind in EVENTFUL and touched(one, first, last)]
    before, after = (_state(records, moving, day) for day in (first - 1, last))
    keys = sorted({(one.kind, one.id) for one in moving})
    return changes(Comparison(end_of(before), end_of(after), keys, last))


def _state(records: Sequence[Record], moving: Sequence[Record], day: int) -> list[Record]:
    """All records, those that move as they were at the day."""
    paths = {one.path for one in moving}
    found = (known_at(one, day) for one in moving)
    return [*(one for one in records if one.path not in paths), *(one for one in found if one is not None)]


def known_at(record: Record, day: int) -> Record | None:
    """The record as it was at the end of a day; None if there was none yet."""
    if record.kind != "cadres" and _begins(record.value.get("term", record.value), record.value) > day:
        return None
    pruning = _Pruning(record.marks, day)
    value, _ = pruning.copied(record.value, 0)
    return Record(record.path, record.kind, record.id, value, pruning.kept)


def touched(record: Record, first: int, last: int) -> bool:
    """Whether the record states a date that may begin between two days."""
    years = {f"{year:04}" for year in range(first // YEAR, last // YEAR + 1)}
    waiting: list[Any] = [record.value]
    while waiting:
        value = waiting.pop()
        for member in value.values() if isinstance(value, dict) else value:
            if isinstance(member, str):
                if member[:4] in years and _between(member, first, last):
                    return True
            elif isinstance(member, dict | list):
                waiting.append(member)
    return False


def _between(text: str, first: int, last: int) -> bool:
    span = parse_date(text)
    return span is not None and first <= span[0] <= last


def _begins(value: Mapping[str, Any], otherwise: Mapping[str, Any] = {}) -> int:
    """The first day on which an entry may have begun; before all days if it does not say."""
    for stated in (value, otherwise):
        for key in BEGINNINGS:
            if isinstance(stated.get(key), str) and (span := parse_date(stated[key])) is not None:
                return span[0]
    return 0


def _is_later(key: str, value: Any, day: int) -> bool:
    """Whether a member tells of a day after: an end, or an entry that begins then."""
    if isinstance(value, dict):
        return key != "term" and _begins(value) > day
    span = parse_date(value) if key in ENDS and isinstance(value, str) else None
    return span is not None and span[0] > day


class _Pruning:
    """One walk over a record; `kept` are the marks of what stays."""

    def __init__(self, marks: "array[int]", day: int) -> None:
        self.marks, self.day = marks, day
        self.kept = array("I")

    def copied(self, value: Any, at: int) -> tuple[Any, int]:
        """The value that starts at a mark without what is later, and the mark after it."""
        self._keep(at)
        if isinstance(value, dict):
            return self._mapping(value, at + 1)
        if isinstance(value, list):
            return self._sequence(value, at + 1)
        return value, at + 1

    def _mapping(self, value: Mapping[str, Any], at: int) -> tuple[dict[str, Any], int]:
        open_result = "confirmed" in value and _begins(value["confirmed"]) > self.day
        left: dict[str, Any] = {}
        for key, member in value.items():
            if _is_later(key, member, self.day) or (open_result and key in SETTLED):
                at += 1 + _size(member)
                continue
            self._keep(at)
            left[key], at = self.copied(member, at + 1)
        return left, at

    def _sequence(self, value: list[Any], at: int) -> tuple[list[Any], int]:
        left: list[Any] = []
        for item in value:
            if isinstance(item, dict) and _begins(item) > self.day:
                at += _size(item)
                continue
            copy, at = self.copied(item, at)
            left.append(copy)
        return left, at

    def _keep(self, at: int) -> None:
        if at < len(self.marks):
            self.kept.append(self.marks[at])


def _size(value: Any) -> int:
    """The number of marks that a value takes."""
    if isinstance(value, dict):
        return 1 + len(value) + sum(map(_size, value.values()))
    if isinstance(value, list):
        return 1 + sum(map(_size, value))
    return 1
