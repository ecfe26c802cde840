"""Who is assessed together under one version of a policy in one period: a sheet. Nothing is worked out on it here."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from cadrectl.calendar import MONTH
from cadrectl.facts import fields
from cadrectl.facts.ballots import SUBJECTS
from cadrectl.facts.home import home
from cadrectl.facts.moment import Book, Index, Moment
from cadrectl.facts.sessions import TABLES, Entries, counting, entries
from cadrectl.facts.truth import FAIL, PASS, Days
from cadrectl.policy.exact import Amount
from cadrectl.policy.load import in_force
from cadrectl.policy.model import Policy
from cadrectl.policy.number_model import Assessment
from cadrectl.policy.periods import Period, semester_of

if TYPE_CHECKING:
    from cadrectl.policy.clerk import Clerk


OF_A_PERIOD = frozenset({"annual", "semester", "masses-members", "members-branch", "branches-general"})
"""The kinds of assessment of all that happens in a period; any other is of what led up to its session."""


class Sheet(Struct, frozen=True, eq=False, dict=True):
    """The subjects of one assessment in a period, judged by one version of its policy: that of the day of each session.

    `held` is that day, or for who was in none the last of the period; `moment` is when conditions about them are asked,
    which is the end of the period where the assessment is of all of it. `entry` is a subject's row in the table of
    those assessed, -1 for one that should have been assessed and was not; `unit` the unit of the session; `group` who
    is ranked with whom (codes into `groups`, -1 where nobody can tell); `several` who stands in several sessions of
    which only one can count. `earlier` is a sheet of a period in which nobody was assessed so: what other
    assessments and results of that period say can be asked of it, and nothing else.
    """

    policy: Policy
    assessment: Assessment
    period: Period
    moment: Moment
    held: Days
    subject: Index
    entry: Index
    unit: Index
    group: NDArray[np.int64]
    groups: tuple[str, ...]
    several: NDArray[np.bool_]
    earlier: bool = False

    def __len__(self) -> int:
        return len(self.subject)

    @property
    def table(self) -> str:
        """The table of those assessed."""
        return TABLES[self.assessment.subject]

    @property
    def own(self) -> str:
        """The kind of record of the subjects."""
        return SUBJECTS[self.table][1]

    @cached_property
    def assessed(self) -> NDArray[np.bool_]:
        """Who was assessed."""
        return self.entry >= 0


def sheets(clerk: "Clerk", series: str, assess: str, period: Period) -> list[Sheet]:
    """The sheets of an assessment in a period: one for each version of the policy that was in force at a session.

    Whoever the assessment is for by its `who` and was in no session stands on the sheet of the version in force at
    the end of the period.
    """
    of_series = [policy for policy in clerk.known if policy.series == series]
    stated = [(policy, one) for policy in of_series for one in policy.assessments if one.id == assess]
    made = (_sheet(clerk, policy, assessment, period) for policy, assessment in stated)
    return [sheet for sheet in made if len(sheet)]


def _sheet(clerk: "Clerk", policy: Policy, assessment: Assessment, period: Period) -> Sheet:
    found, several = _held(clerk.book, assessment, period)
    here = _in_force(clerk, policy, found.day)
    there, end = found.only(here), period.days(assessment.period)[1]
    missing = np.array([], np.int64)
    if assessment.who is not None and _in_force(clerk, policy, np.array([end], np.int32))[0]:
        missing = np.setdiff1d(_everybody(clerk.book, assessment, end), found.subject)
    subject = np.concatenate([there.subject, missing])
    held = np.append(there.day, np.full(len(missing), end)).astype(np.int32)
    asked = np.maximum(held, end) if assessment.kind in OF_A_PERIOD else held
    sheet = Sheet(
        policy,
        assessment,
        period,
        _moment(clerk.book, assessment, subject, asked.astype(np.int32)),
        held,
        subject,
        np.append(there.row, np.full(len(missing), -1)),
        np.append(there.unit, missing if assessment.subject == "unit" else _homes(clerk.book, missing, end)),
        np.zeros(len(subject), np.int64),
        ("",),
        np.append(several[here], np.zeros(len(missing), np.bool_)),
    )
    return _grouped(clerk, _of_those_meant(clerk, sheet))


def _in_force(clerk: "Clerk", policy: Policy, days: Days) -> NDArray[np.bool_]:
    """On which days this version of its series is the one in force."""
    distinct, at = np.unique(days, return_inverse=True)
    versions = [in_force(clerk.known, [policy.series], day) for day in distinct.tolist()]
    return np.array([version == [policy] for version in versions], np.bool_)[at.reshape(-1)]


def _held(book: Book, assessment: Assessment, period: Period) -> tuple[Entries, NDArray[np.bool_]]:
    """Who was assessed in the period, and of whom nobody can tell which session counts."""
    found = entries(book, TABLES[assessment.subject], assessment.kind)
    inside = found.year == period.year
    if period.part:
        semesters = [semester_of(year, day) for year, day in zip(found.year.tolist(), found.day.tolist(), strict=True)]
        inside &= np.array(semesters, np.int64) == period.part
    return counting(book, found.only(inside), assessment.kind)


def _moment(book: Book, assessment: Assessment, subject: Index, day: Days) -> Moment:
    if assessment.subject == "person":
        return Moment(book, subject, day)
    return Moment(book, np.full(len(subject), -1, np.int64), day, units=subject)


def _everybody(book: Book, assessment: Assessment, day: int) -> Index:
    """The people on the register with a home post, or the units, at a day."""
    if assessment.subject == "unit":
        return np.arange(len(book.register.tables["units"]), dtype=np.int64)
    left = book.dates("cadres", "left.date")[1]
    people = book.people[(left < 0) | (left > day)]
    return people[home(_at(book, people, day)).post >= 0]


def _homes(book: Book, people: Index, day: int) -> Index:
    return home(_at(book, people, day)).unit


def _at(book: Book, people: Index, day: int) -> Moment:
    return Moment(book, people, np.full(len(people), day, np.int32))


def _of_those_meant(clerk: "Clerk", sheet: Sheet) -> Sheet:
    """Without those for whom the assessment surely is not."""
    if sheet.assessment.who is None:
        return sheet
    return only(sheet, clerk.evaluator(sheet).condition(sheet.assessment.who, _session(sheet)).now != FAIL)


def _session(sheet: Sheet) -> Moment:
    """The subjects on the day of the session: whom the assessment is for, and who is ranked with whom."""
    return sheet.moment.at(sheet.held)


def shifted(sheet: Sheet, back: int) -> Sheet:
    """The same subjects so many periods before, when nobody was assessed so."""
    months = back * (6 if sheet.period.part else 12)
    return replace(
        sheet,
        period=sheet.period.back(back),
        moment=sheet.moment.at((sheet.moment.day - months * MONTH).astype(np.int32)),
        held=(sheet.held - months * MONTH).astype(np.int32),
        entry=np.full(len(sheet), -1, np.int64),
        earlier=True,
    )


def only(sheet: Sheet, chosen: NDArray[np.bool_]) -> Sheet:
    """Some of the subjects of a sheet."""
    if chosen.all():
        return sheet
    return replace(
        sheet,
        moment=_moment(sheet.moment.book, sheet.assessment, sheet.subject[chosen], sheet.moment.day[chosen]),
        held=sheet.held[chosen],
        subject=sheet.subject[chosen],
        entry=sheet.entry[chosen],
        unit=sheet.unit[chosen],
        group=sheet.group[chosen],
        several=sheet.several[chosen],
    )


def _grouped(clerk: "Clerk", sheet: Sheet) -> Sheet:
    """With who is ranked with whom: by the words of some fields, or by the first group whose condition holds."""
    if sheet.assessment.cohort:
        group, names = _by_fields(sheet)
    elif sheet.assessment.groups:
        group, names = _by_conditions(clerk, sheet)
    else:
        return sheet
    return replace(sheet, group=group, groups=names)


def _by_fields(sheet: Sheet) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    columns = [fields.person_words(_session(sheet), name) for name in sheet.assessment.cohort]
    named = [" · ".join(words) if all(words) else "" for words in zip(*columns, strict=True)]
    names = tuple(sorted(set(named) - {""}))
    place = {name: at for at, name in enumerate(names)}
    return np.array([place.get(name, -1) for name in named], np.int64), names


def _by_conditions(clerk: "Clerk", sheet: Sheet) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """The first group whose condition holds; nobody can tell where one before it may hold."""
    group = np.full(len(sheet), -1, np.int64)
    waiting = np.ones(len(sheet), np.bool_)
    for at, one in enumerate(sheet.assessment.groups):
        now = clerk.evaluator(sheet).condition(one.when, _session(sheet)).now
        group[waiting & (now == PASS)] = at
        waiting &= now == FAIL
    return group, tuple(one.id for one in sheet.assessment.groups)


def aligned(sheet: Sheet, others: Sequence[tuple[Sheet, list[Amount]]]) -> list[Amount]:
    """The amounts of other sheets for the subjects of this one, of sheets of units for the units of its people.

    None for who is not there, or is there twice.
    """
    found: dict[int, Amount] = {}
    mine = sheet.subject
    for other, amounts in others:
        if other is sheet:
            return amounts
        if other.assessment.subject == "unit":
            mine = sheet.unit
        for subject, amount in zip(other.subject.tolist(), amounts, strict=True):
            found[subject] = None if subject in found else amount
    return [found.get(subject) for subject in mine.tolist()]
