"""The clearing of teaching posts, once a semester in every school: nearly always of nobody. Which school has left its
own undone or came late is `gaps`."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from cadrectl.demo.diary import Days
from cadrectl.demo.officials import Office, Official, Stretch

Value = dict[str, Any]

_SUMMER = timedelta(days=75)
"""So long after a semester at most a change of post follows from its clearing."""


def clearing_files(
    semesters: Sequence[tuple[str, date, date]], officials: Sequence[Official], days: Days
) -> Iterator[tuple[str, Value]]:
    """The clearings of the semesters that are over, as (path below `data/clearings`, value). Who left teaching for an
    office soon after is named, with the outcome, the date and the legal basis and nothing else."""
    moved = _moved(officials, days)
    for id, first, last in semesters:
        semester = Stretch(first, last)
        if semester not in days.begun or not days.over(semester):
            continue
        for number, unit in enumerate(days.units.values()):
            how = days.otherwise.get(("clearing", number, first), str(number % 12))
            if unit.kind.is_school and not unit.merged and how != "missed":
                day = (last - timedelta(days=int(how))).isoformat()
                gone = [cadre for cadre, on in moved[unit.id] if last < on <= last + _SUMMER]
                yield f"{id[:4]}/{unit.id}-{id}", _clearing(id, unit.id, day, gone)


def _clearing(semester: str, unit: str, day: str, gone: Sequence[str]) -> Value:
    entries = [{"cadre": id, "date": day, "outcome": "transfer", "basis": "post-agreement"} for id in gone]
    return {"year": int(semester[:4]), "semester": semester, "unit": unit, "date": day, "entries": entries}


def _moved(officials: Sequence[Official], days: Days) -> dict[str, list[tuple[str, date]]]:
    """By school those who went from its staff to the staff of no school, and when."""
    found: dict[str, list[tuple[str, date]]] = defaultdict(list)
    for one in officials:
        offices = sorted(one.offices, key=lambda office: office.began)
        for before, after in pairwise(offices):
            if _teaches(before, days) and after.rank == "staff" and after.unit and not _teaches(after, days):
                found[before.unit].append((one.id, after.began))
    return found


def _teaches(office: Office, days: Days) -> bool:
    """Whether it is the post of a teacher in a school."""
    return office.rank == "staff" and office.unit != "" and days.units[office.unit].kind.is_school
