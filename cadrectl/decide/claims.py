"""When a duty arises for whom: once after each record that brings it about, or in each of its periods.

A claim is one time that a duty has arisen for one person. Whether it was met is not asked here (`duties`).
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from cadrectl.calendar import MONTH, NEVER, YEAR, SchoolCalendar, code_of, date_of
from cadrectl.facts import deadlines
from cadrectl.facts.moment import Index, Moment, Rows
from cadrectl.facts.truth import FAIL, PASS, Days
from cadrectl.policy.duties import After, Duty, Each, starts_of
from cadrectl.policy.evaluate import Evaluator
from cadrectl.policy.span import NO_TIME, Span

Bounds = tuple[Days, Days]
Codes = NDArray[np.int8]


class Claims(Struct, frozen=True):
    """The claims of one duty, each with its `holder` (position among the people asked about), in their order.

    `opened`, `due` and `overdue` are bounds; what is done between `since` and `until` (itself not included) meets the
    claim. `judged` is the day at which is asked whom the duty binds. `rows` are the records that brought it about,
    `other` (rows of `cadres`) with whom it is to be met.
    """

    holder: Index
    opened: Bounds
    due: Bounds
    overdue: Bounds
    since: Bounds
    until: Days
    judged: Days
    there: Codes
    rows: Rows | None
    other: Index | None = None

    def only(self, chosen: NDArray[np.bool_]) -> "Claims":
        """Some of the claims."""
        return self.take(np.flatnonzero(chosen))

    def sure(self, there: Codes) -> "Claims":
        """The same claims, as surely as is said."""
        return replace(self, there=there)

    def with_others(self, other: Index, there: Index) -> "Claims":
        """The same claims, each to be met with somebody, as surely as is said."""
        return replace(self, other=other, there=np.minimum(self.there, there).astype(np.int8))

    def take(self, chosen: Index) -> "Claims":
        """The claims at these places, in this order."""

        def cut(bounds: Bounds) -> Bounds:
            return bounds[0][chosen], bounds[1][chosen]

        return Claims(
            self.holder[chosen],
            cut(self.opened),
            cut(self.due),
            cut(self.overdue),
            cut(self.since),
            self.until[chosen],
            self.judged[chosen],
            self.there[chosen],
            self.rows.only(chosen) if self.rows is not None else None,
            self.other[chosen] if self.other is not None else None,
        )


def claims(duty: Duty, evaluator: Evaluator, moment: Moment, calendar: SchoolCalendar) -> Claims:
    """Every claim of a duty that a version of a policy makes while it is in force, before the day or on it.

    Those that are no longer listed at the day are left out.
    """
    if isinstance(duty.arises, After):
        found = _after(duty, duty.arises, evaluator, moment, calendar)
    else:
        found = _each(duty, duty.arises, evaluator.policy.in_force[0], moment, calendar)
    first, last = evaluator.policy.in_force
    listed = (found.there != FAIL) & (first <= found.judged) & (found.judged <= last)
    if duty.forget is not None:
        listed &= ahead(found.overdue[1], duty.forget, calendar) > moment.day[found.holder]
    return found.only(listed)


def ahead(day: Days, span: Span, calendar: SchoolCalendar) -> Days:
    """The day so long after each day."""
    return deadlines.later(day, span.number, span.unit, calendar.office)


def _after(duty: Duty, arises: After, evaluator: Evaluator, moment: Moment, calendar: SchoolCalendar) -> Claims:
    kind = evaluator.chain(arises.selection)[-1].of
    starts = starts_of(arises, kind)
    rows, truth, _ = evaluator.select(arises.selection, moment, starts)
    rows, there = _in_time_order(rows.only(truth.now != FAIL), truth.now[truth.now != FAIL], starts)
    opened = rows.starts(starts)
    early = duty.early
    since = (
        deadlines.earlier(opened[0], early.number, early.unit, calendar.office),
        deadlines.earlier(opened[1], early.number, early.unit, calendar.office),
    )
    due = _both(opened, duty.due, calendar)
    overdue = _both(opened, duty.overdue, calendar) if duty.overdue else _both(due, Span(1, "day"), calendar)
    until = _next(rows.holder, since[0])
    return Claims(rows.holder, opened, due, overdue, since, until, opened[0], there, rows)


def _in_time_order(rows: Rows, there: Codes, starts: tuple[str, ...]) -> tuple[Rows, Codes]:
    order = np.lexsort((rows.starts(starts)[0], rows.holder))
    return Rows(rows.moment, rows.kind, rows.index[order], rows.holder[order]), there[order]


def _both(days: Bounds, span: Span, calendar: SchoolCalendar) -> Bounds:
    return ahead(days[0], span, calendar), ahead(days[1], span, calendar)


_APART = np.int64(NEVER) * 2


def _next(holder: Index, since: Days) -> Days:
    """For each claim the beginning of the same person's next one that begins later; NEVER where there is none."""
    key = holder * _APART + since
    at = np.searchsorted(key, key, side="right")
    there = at < len(key)
    at = np.minimum(at, len(key) - 1)
    return np.where(there & (holder[at] == holder), since[at], NEVER).astype(np.int32) if len(key) else since


def _each(duty: Duty, each: Each, since: int, moment: Moment, calendar: SchoolCalendar) -> Claims:
    """A claim for everybody in every period that has begun, also where the duty does not bind them then."""
    found = [(np.empty(0, np.int64), 0, 0)]
    for day in sorted({*moment.day.tolist()}):
        of_day = np.flatnonzero(moment.day == day)
        for begin, end in _periods(each, (since, day), calendar):
            if duty.forget is None or _listed(duty, end, day, calendar):
                found.append((of_day, begin, end))
    holder = np.concatenate([people for people, _, _ in found])
    first = np.concatenate([np.full(len(people), begin, np.int32) for people, begin, _ in found])
    last = np.concatenate([np.full(len(people), end, np.int32) for people, _, end in found])
    opened = (first, first)
    due = _both(opened, duty.due, calendar) if duty.due != NO_TIME else (last, last)
    overdue = _both(opened, duty.overdue, calendar) if duty.overdue else _both(due, Span(1, "day"), calendar)
    judged = np.minimum(last, moment.day[holder]).astype(np.int32)
    there = np.full(len(holder), PASS, np.int8)
    return Claims(holder, opened, due, overdue, opened, last + np.int32(1), judged, there, None)


def _listed(duty: Duty, end: int, day: int, calendar: SchoolCalendar) -> bool:
    assert duty.forget is not None
    return bool(ahead(np.array([end + 1], np.int32), duty.forget, calendar)[0] > day)


def _periods(each: Each, span: tuple[int, int], calendar: SchoolCalendar) -> Sequence[tuple[int, int]]:
    """First and last day (codes) of every period that has begun at the last day and reaches beyond the first one."""
    since, day = span
    if each.period == "semester":
        return [(first, last) for first, last in calendar.semesters if first <= day]
    if each.period == "week":
        return list(_weeks(since, day))
    if each.cycle is not None:
        edges = [each.begin]
        while edges[-1] <= day:
            edges.append(int(ahead(np.array([edges[-1]], np.int32), each.cycle, calendar)[0]))
    else:
        step = YEAR if each.period == "year" else MONTH
        edges = list(range(since // step * step, day + step + 1, step))
    last_days = deadlines.day_before(np.array(edges[1:], np.int32)).tolist()
    return [(first, last) for first, last in zip(edges[:-1], last_days, strict=True) if first <= day]


def _weeks(since: int, day: int) -> Iterator[tuple[int, int]]:
    """Mondays and Sundays."""
    monday = date_of(max(since, YEAR))
    monday -= timedelta(days=monday.weekday())
    while code_of(monday) <= day:
        yield code_of(monday), code_of(monday + timedelta(days=6))
        monday += timedelta(weeks=1)
