"""One end of a change made ready for judging: its records, tables, policies and problems, and what came with it."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from msgspec import Struct

from cadrectl.calendar import OfficeDays, SchoolCalendar, code_of, date_of, parse_date
from cadrectl.decide.duties import Exemption
from cadrectl.facts.moment import Book
from cadrectl.policy.literal import literal
from cadrectl.policy.load import in_force
from cadrectl.policy.model import Policy
from cadrectl.problem import Problem
from cadrectl.records.record import Record
from cadrectl.review.ends import End


class State(Struct, frozen=True):
    """What is known of the people that a change touches, at one of its ends.

    `series` are those that the workspace decides by, `known` all policies that can be applied, `unfit` the files of the
    others; `problems` are those of the records here; `exempt` are the duties that are waived, by person.
    """

    end: End
    book: Book
    known: Sequence[Policy]
    series: Sequence[str]
    problems: Sequence[Problem]
    unfit: frozenset[str]
    calendar: SchoolCalendar
    exempt: Mapping[str, Sequence[Exemption]]

    def deciding(self, on: date) -> Sequence[Policy]:
        """The policies in force on a day."""
        return in_force(self.known, self.series, code_of(on))


class Trailers(Struct, frozen=True):
    """What the messages of the commits state in trailers: by file of the change, and anywhere."""

    of_path: Mapping[str, frozenset[str]]
    anywhere: frozenset[str]


class Guard(Struct, frozen=True):
    """How many people and memberships the register had before, and the share that a change may take off it.

    `word` is the trailer that allows more; no `share` where the workspace states none.
    """

    people: int
    memberships: int
    share: Fraction | None
    word: str


def guard_of(workspace: Record | None, people: int, memberships: int) -> Guard:
    """The guard that a workspace states."""
    stated = {} if workspace is None else workspace.value.get("review", {})
    share = literal(stated["removed_at_most"]) if stated else None
    return Guard(people, memberships, share if isinstance(share, Fraction) else None, stated.get("word", ""))


def office_days(workspace: Record | None) -> OfficeDays:
    """The working days by the calendar that a workspace states."""
    stated = {} if workspace is None else workspace.value.get("calendar", {})
    holidays = tuple((day_of(one["from"]), day_of(one["until"])) for one in stated.get("holidays", ()))
    return OfficeDays(holidays, frozenset(map(day_of, stated.get("extra_working_days", ()))))


def day_of(text: str) -> date:
    """The first day that a date on record can mean."""
    found = parse_date(text)
    assert found is not None  # the schema has checked its form
    return date_of(found[0])
