"""One duty laid upon people whose records give only what matters, asked at one day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from cadrectl.calendar import SchoolCalendar, code_of, school_calendar
from cadrectl.decide.duties import Exemption, Owed, Setting, duties
from cadrectl.facts.moment import Book, Moment
from cadrectl.policy.load import Stated, policies
from cadrectl.policy.model import Policy
from cadrectl.problem import Problem
from cadrectl.register import build_stated

Value = Mapping[str, Any]

ALL = ("done", "open", "due", "overdue", "unknown")
NO_CALENDAR = SchoolCalendar()
CALENDAR = school_calendar(
    {
        "semesters": [
            {"id": "2025-autumn", "from": "2025-09-01", "until": "2026-01-24"},
            {"id": "2026-spring", "from": "2026-02-16", "until": "2026-06-30"},
            {"id": "2026-autumn", "from": "2026-09-01", "until": "2027-01-24"},
        ],
        "holidays": [{"from": "2026-10-01", "until": "2026-10-07"}],
        "extra_working_days": ["2026-10-10"],
    }
)


def read(duty: Value, id: str = "p", **policy: Any) -> tuple[list[Policy], list[Problem]]:
    """A policy with this one duty, and what is wrong with it."""
    label = {"zh": "一", "en": "one"}
    stated = {"policy": id, "series": "s", "title": label, "in_force": {"from": "2020-01-01"}, **policy}
    return policies([Stated({**stated, "duties": [{"id": "d", "label": label, "source": "X", **duty}]}, "", at)])


def at(pointer: object) -> tuple[int, int]:
    """Everything stands in the first line here."""
    return 1, 1


def owed(
    duty: Value,
    day: str,
    *people: Value,
    beside: Sequence[tuple[str, str, Value]] = (),
    calendar: SchoolCalendar = NO_CALENDAR,
    exempt: Mapping[str, Sequence[Exemption]] | None = None,
) -> list[Owed]:
    """All that people (P0, P1, …) owe at a day by a duty, whatever its state."""
    known, problems = read(duty)
    assert not problems
    return settled(known, day, *people, beside=beside, calendar=calendar, exempt=exempt)


def settled(
    known: Sequence[Policy],
    day: str,
    *people: Value,
    beside: Sequence[tuple[str, str, Value]] = (),
    calendar: SchoolCalendar = NO_CALENDAR,
    exempt: Mapping[str, Sequence[Exemption]] | None = None,
) -> list[Owed]:
    """All that people owe at a day by policies, whatever its state."""
    persons = [("cadres", f"P{number}", {"name": f"P{number}", **person}) for number, person in enumerate(people)]
    book = Book(build_stated([(kind, id, dict(value)) for kind, id, value in [*persons, *beside]], {}))
    today = np.full(len(persons), code_of(date.fromisoformat(day)), np.int32)
    setting = Setting(book, known, known, calendar, exempt or {})
    return duties(setting, Moment(book, book.people, today), today, ALL)


def owed_by_units(duty: Value, day: str, *beside: tuple[str, str, Value]) -> list[Owed]:
    """All that units owe at a day by a duty, whatever its state."""
    known, problems = read(duty)
    assert not problems
    book = Book(build_stated([(kind, id, dict(value)) for kind, id, value in beside], {}))
    moment = Moment.of_units(book, code_of(date.fromisoformat(day)))
    return duties(Setting(book, known, known, CALENDAR, {}), moment, moment.day, ALL)


def states(found: Sequence[Owed]) -> list[str]:
    """The state of each."""
    return [one.state for one in found]


def events(kind: str, *entries: Value) -> tuple[str, str, Value]:
    """A file of events of a kind."""
    return "events", kind, {"kind": kind, "year": 2026, "entries": [{"cadre": "P0", **entry} for entry in entries]}
