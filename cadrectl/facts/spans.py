"""Time that has passed: ages, and years in posts; not which posts count.

A span is measured in codes of `calendar` (372 a year), so that sums of years, months and days are exact. It
grows from day to day; a comparison with a limit therefore turns on a day that can be computed.
"""

from functools import cache

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from cadrectl.calendar import MONTH, NEVER, month_of
from cadrectl.facts.moment import Index, Rows
from cadrectl.facts.selection import Count, by_person_min
from cadrectl.facts.truth import FAIL, PASS, Days, Limit, Mask, Truth, Turn, compare, earlier, next_of, settle, verdicts

STILL = -np.inf


class Span(Struct, frozen=True):
    """Bounds of a length of time (codes), measured at `day`, and how it goes on.

    `grows` is the length from which the lower bound grows by a day a day (by `step` codes at once), `STILL` where
    it stands still until `wakes`.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    grows: NDArray[np.float64]
    wakes: Turn
    day: Days
    step: int


def age(first: Days, last: Days, day: Days, by_month: bool) -> Span:
    """The time since a day between `first` and `last`; by month, both ends are taken at the start of their month."""
    if by_month:
        first, last, day = month_of(first), month_of(last), month_of(day)
    known = last >= 0
    low = np.where(known, day - last, 0).astype(np.float64)
    high = np.where(known, day - first, np.inf).astype(np.float64)
    grows = np.where(known, low, STILL)
    return Span(low, high, grows, lambda: np.full(len(day), NEVER, np.int32), day, MONTH if by_month else 1)


class Counting(Struct, frozen=True):
    """How years are added up: in all (`total`), the longest stretch, or the `current` one; by whole months or days."""

    how: str = "total"
    by_month: bool = False
    starts: tuple[str, ...] = ()


class Times(Struct, frozen=True):
    """When each period starts and stops (at the latest at the day), and if it goes on; one that stops first is none."""

    start: Days
    stop: Days
    goes_on: Mask

    def only(self, chosen: Mask) -> "Times":
        """The same times, of which only the chosen count."""
        return self if chosen.all() else replace(self, stop=np.where(chosen, self.stop, self.start - 1))

    def with_others(self, others: "Times") -> "Times":
        """These and others in one row."""
        pairs = ((self.start, others.start), (self.stop, others.stop))
        start, stop = (np.concatenate(pair) for pair in pairs)
        return Times(start, stop, np.concatenate([self.goes_on, others.goes_on]))


class Periods(Struct, frozen=True):
    """Periods of people up to the day, those that surely count and those that may.

    `key` is the person's position, or with groups position * groups + group, where group 0 is an unknown one;
    `wakes` is the next day on which a period begins, ends, or counts otherwise.
    """

    key: Index
    groups: int
    sure: Times
    maybe: Times
    day: Days
    wakes: Turn
    step: int


def periods(rows: Rows, counts: Truth, counting: Counting, group: Index | None = None) -> Periods:
    """The periods that each person's records cover; `counts` says which records count, ended or not."""
    first, last = rows.starts(counting.starts)
    stop_first, stop_last = rows.stops()
    day = rows.moment.day
    edges = (first, last, stop_first, stop_last)

    @cache
    def wakes() -> Days:
        return rows.fold(np.minimum, next_of(rows.day, (*edges, counts.to_yes, counts.to_no)), NEVER)

    goes_on, may_go_on = stop_first > rows.day, stop_last > rows.day
    if counting.by_month:
        first, last, stop_first, stop_last = (_month(edge) for edge in (first, last, stop_first, stop_last))
        day = month_of(day)
    here = day[rows.holder]
    sure = Times(last, np.where(counts.now == PASS, np.minimum(stop_first, here), last - 1), goes_on)
    maybe = Times(first, np.where(counts.now != FAIL, np.minimum(stop_last, here), first - 1), may_go_on)
    groups = int(group.max(initial=0)) + 2 if group is not None else 1
    key = rows.holder * groups + (group + 1 if group is not None else 0)
    step = MONTH if counting.by_month else 1
    return Periods(key, groups, sure, maybe, day, wakes, step)


def _month(edge: Days) -> Days:
    return np.where(edge >= NEVER, NEVER, month_of(edge)).astype(np.int32)


def years(covered: Periods, how: str) -> Span:
    """The time covered, none of it twice; with groups, that of the one group (a unit) in which it is longest."""
    named = (covered.groups == 1) | (covered.key % covered.groups > 0)
    low, grows = _cover(covered, covered.sure.only(named), how)
    high, _ = _cover(covered, covered.maybe, how)
    if not named.all():  # a period in an unknown group may belong to any of them
        alone = replace(covered, key=covered.key // covered.groups, groups=1)
        open_here = np.isin(np.arange(len(covered.day)), alone.key[~named])
        high = np.where(open_here, _cover(alone, covered.maybe, how)[0], high)
    return Span(low, high, grows, covered.wakes, covered.day, covered.step)


def years_without(covered: Periods, gaps: Periods) -> Span:
    """The time covered in all, less what the gaps cover of it."""
    together = replace(covered, key=np.concatenate([covered.key, gaps.key]))
    bounds = []
    for times, gap_times in ((covered.sure, gaps.maybe), (covered.maybe, gaps.sure)):
        whole, whole_grows = _cover(together, times.with_others(gap_times), "total")
        gap, gap_grows = _cover(gaps, gap_times, "total")
        bounds.append((whole - gap, np.where((whole_grows >= 0) & (gap_grows < 0), whole - gap, STILL)))
    (low, grows), (high, _) = bounds
    return Span(low, high, grows, earlier(covered.wakes, gaps.wakes), covered.day, covered.step)


def terms(rows: Rows, covered: Periods, length: int, whole_from: int) -> Count:
    """How many terms of a length the periods come to, each by itself; a part counts as one from a length on."""

    def number(times: Times) -> NDArray[np.float64]:
        time = np.maximum(times.stop - times.start, 0).astype(np.float64)
        whole: NDArray[np.float64] = np.maximum(np.floor((time + length - whole_from) / length), 0)
        return whole

    low, high = (
        np.bincount(rows.holder, number(times), minlength=len(covered.day)).astype(np.float64)
        for times in (covered.sure, covered.maybe)
    )

    def next_one() -> Days:
        running = covered.sure.goes_on & (covered.sure.stop >= covered.sure.start)
        whole = covered.sure.start + number(covered.sure) * length + whole_from
        return by_person_min(rows, np.maximum(whole, rows.day + 1), running)

    return Count(low, high, earlier(next_one, covered.wakes))


_APART = 1 << 22  # more than any code, so that the times of two people never touch


def _cover(covered: Periods, times: Times, how: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """By person: the time covered (in all, the longest stretch, the current one), and the length that grows."""
    length, grows = np.zeros(len(covered.day)), np.full(len(covered.day), STILL)
    real = np.nonzero(times.stop >= times.start)[0]
    order = real[np.argsort(covered.key[real] * _APART + times.start[real], kind="stable")]
    if not len(order):
        return length, grows
    key = covered.key[order]
    left, right = key * _APART + times.start[order], key * _APART + times.stop[order]
    reached = np.maximum.accumulate(right)
    starts = np.nonzero(left > np.concatenate([[-1], reached[:-1]]))[0]
    stretch = (np.maximum.reduceat(right, starts) - left[starts]).astype(np.float64)
    stretch_key, holder = key[starts], key[starts] // covered.groups
    present = np.logical_or.reduceat(times.goes_on[order], starts)
    present &= np.append(stretch_key[1:] != stretch_key[:-1], True)
    value = stretch
    if how == "total":
        firsts = np.nonzero(np.diff(stretch_key, prepend=-1))[0]
        value = np.repeat(np.add.reduceat(stretch, firsts), np.diff(np.append(firsts, len(stretch))))
    counted = present if how == "current" else np.ones(len(value), np.bool_)
    _keep_greatest(length, holder[counted], value[counted])
    _keep_greatest(grows, holder[present], value[present])
    return length, grows


def _keep_greatest(into: NDArray[np.float64], holder: Index, values: NDArray[np.float64]) -> None:
    """Put the greatest value of each holder (in order) into its place."""
    starts = np.nonzero(np.diff(holder, prepend=-1))[0]
    if len(starts):
        into[holder[starts]] = np.maximum.reduceat(values, starts)


def reach(comparator: str, span: Span, limit: Limit, day: Days) -> Truth:
    """Whether the span meets the limit (codes), and the first days on which that may turn as time goes on."""
    yes, no = compare(comparator, span.low, span.high, limit)

    def until() -> Days:
        return _grown(span, limit.high, day)

    def beyond() -> Days:
        return _grown(span, limit.high + 1, day)

    to_yes, to_no = {
        "at_least": (until, span.wakes),
        "more_than": (beyond, span.wakes),
        "at_most": (span.wakes, beyond),
        "less_than": (span.wakes, until),
        "is": (until, beyond),
        "not": (beyond, until),
    }[comparator]
    return settle(verdicts(yes, no), day, to_yes, to_no)


def _grown(span: Span, target: NDArray[np.float64], day: Days) -> Days:
    """The first day on which a growing length can have reached the target, or on which something else changes."""
    whole = np.ceil(target / span.step) * span.step
    growing = span.grows > STILL
    reached = span.day + (whole - np.where(growing, span.grows, 0))
    reached = np.where(growing, np.maximum(reached, day + 1), NEVER)
    return np.minimum(np.minimum(reached, NEVER), span.wakes()).astype(np.int32)
