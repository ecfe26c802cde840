"""Which records stand at a day, which fall inside a window, and what they come to by person.

The truths here are about records (one verdict a row); the folds turn them into truths and numbers about people.
"""

from typing import Literal

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cadrectl.calendar import NEVER, YEAR
from cadrectl.facts.moment import Index, Rows
from cadrectl.facts.truth import (
    FAIL,
    PASS,
    UNKNOWN,
    Days,
    Mask,
    Truth,
    Turn,
    both,
    constant,
    decide,
    either,
    negate,
    of_some,
    settle,
    turns,
    verdicts,
)

Absence = Literal["none", "unknown"] | int
"""What it means that a record is not there: none, unknown, or none since a day (its code)."""


def begun(rows: Rows, starts: tuple[str, ...] = ()) -> Truth:
    """Whether each record has begun by its dates."""
    first, last = rows.starts(starts)
    return settle(verdicts(last <= rows.day, first > rows.day), rows.day, last, NEVER)


def recorded(rows: Rows, starts: tuple[str, ...] = ()) -> Truth:
    """Whether each record counts already: it has begun, and no document behind it is still unverified."""
    truth = begun(rows, starts)
    open_document = _open_document(rows)
    if not open_document.any():
        return truth
    return both(truth, decide(~open_document, np.zeros_like(open_document), rows.day))


def _open_document(rows: Rows) -> Mask:
    """Where the document behind a record is still unverified."""
    source = rows.source("verified")
    if source is None:
        return np.zeros(len(rows.index), np.bool_)
    table, index = source
    unverified: Mask = rows.moment.book.column(table, "verified")[index] == 0
    return unverified


def running(rows: Rows) -> Truth:
    """Whether each record has not ended yet; whether it has begun is `recorded`."""
    first, last = rows.stops()
    return settle(verdicts(first > rows.day, last <= rows.day), rows.day, NEVER, last)


class Window(Struct, frozen=True):
    """Which records count by their date: the last n years, the last n records, or between two days (both included).

    With `cycle` (a difference of codes) the running one of the periods of that length from `begin` on.
    """

    years: int | None = None  # as a difference of codes
    records: int | None = None
    begin: int = 0
    finish: int = NEVER
    cycle: int | None = None
    by_year: bool = False  # of yearly records those about a year between the two days

    def opens(self, day: Days) -> Days:
        """The first day of the window when asked at a day."""
        if self.years is not None:
            return day - np.int32(self.years)
        if self.cycle is not None:
            return (self.begin + (day - self.begin) // self.cycle * self.cycle).astype(np.int32)
        return np.full(len(day), self.begin, np.int32)


def within(rows: Rows, window: Window, counts: Truth) -> Truth:
    """Whether each record falls into the window; of yearly records the last n complete years count.

    A period counts if it reaches into the window.
    """
    if window.records is not None:
        return _among_the_last(rows, window.records, counts)
    if rows.kind.year and window.years is not None:
        year = _years(rows)
        this = rows.day // YEAR
        inside = (year < this) & (year >= this - window.years // YEAR)
        return decide(inside, ~inside, rows.day, (this + 1) * YEAR)
    if rows.kind.year and window.by_year:
        year = _years(rows)
        inside = (year >= window.begin // YEAR) & (year <= window.finish // YEAR)
        return decide(inside, ~inside, rows.day)
    (first, last), (end_first, end_last) = rows.starts(), rows.starts()
    if rows.kind.ends:
        end_first, end_last = (np.maximum(start, stop) for start, stop in zip((first, last), rows.stops(), strict=True))
    begin = window.opens(rows.day)
    yes = (end_first >= begin) & (last <= window.finish)
    no = (end_last < begin) | (first > window.finish)
    leaves: Days | int = NEVER
    if window.years is not None:
        leaves = np.where(end_last < NEVER, end_last + window.years + 1, NEVER)
    elif window.cycle is not None:
        leaves = begin + window.cycle
    return settle(verdicts(yes, no), rows.day, NEVER, leaves)


def _years(rows: Rows) -> NDArray[np.float64]:
    source = rows.source(rows.kind.year)
    assert source is not None
    table, index = source
    return rows.moment.book.column(table, rows.kind.year)[index].astype(np.float64)


def _among_the_last(rows: Rows, number: int, counts: Truth) -> Truth:
    """The last `number` of each person's records that may count; open where the order of any of them is."""
    if rows.kind.year:
        first = last = _years(rows)
    else:
        first, last = (bound.astype(np.float64) for bound in rows.starts())
    possible = np.nonzero(counts.now != FAIL)[0]
    now = np.full(len(rows.index), FAIL, np.int8)
    for certain, chosen in ((True, PASS), (False, UNKNOWN)):
        key = first if certain else last
        order = possible[np.lexsort((-key[possible], rows.holder[possible]))]
        holders = rows.holder[order]
        place = np.arange(len(order)) - np.searchsorted(holders, holders)
        now[order[place < number]] = np.maximum(now[order[place < number]], chosen)
    vague = (first != last) | (counts.now == UNKNOWN)
    touched = np.zeros(len(rows.moment.people), np.bool_)
    touched[rows.holder[possible][vague[possible]]] = True
    now = np.where(touched[rows.holder] & (counts.now != FAIL), UNKNOWN, now).astype(np.int8)

    def soonest() -> Days:
        return next_change(rows, counts)[rows.holder]

    return settle(now, rows.day, soonest, soonest)


def complete(rows: Rows, absence: Absence, window: Window) -> Truth:
    """Whether the register holds all records of this kind, in this window, that each person has.

    Where absence is unknown it may not for people without any such record that is sure, and of yearly records for
    people for whom one of the years is missing; who has records has them all on file.
    """
    day = rows.moment.day
    if absence == "none":
        return constant(PASS, day)
    if isinstance(absence, int):
        known_from = np.full(len(day), absence + window.years if window.years is not None else NEVER, np.int32)
        return decide(window.opens(day) >= absence, np.zeros(len(day), np.bool_), day, known_from)
    number = _number(window)
    if not rows.kind.year or number is None:
        on_file = np.bincount(rows.holder[~_open_document(rows)], minlength=len(day)) > 0
        return decide(on_file, np.zeros(len(day), np.bool_), day)
    return _has_years(rows, window, number)


def _number(window: Window) -> int | None:
    """Of how many years, or how many records, a window of yearly records is; None where that cannot be said."""
    if window.by_year:
        return window.finish // YEAR - window.begin // YEAR + 1
    return window.years // YEAR if window.years is not None else window.records


def _has_years(rows: Rows, window: Window, number: int) -> Truth:
    day, stated = rows.moment.day, recorded(rows)
    if window.years is not None or window.by_year:
        stated = both(stated, within(rows, window, stated))
    pairs = np.unique(np.stack([rows.holder, year_of(rows)])[:, stated.now == PASS], axis=1)
    all_there = np.bincount(pairs[0], minlength=len(day)) >= number
    next_year = (day // YEAR + 1) * YEAR if window.years is not None else NEVER
    return decide(
        all_there,
        np.zeros(len(day), np.bool_),
        day,
        lambda: np.minimum(next_change(rows, stated), next_year).astype(np.int32),
    )


def of_holders(rows: Rows, truth: Truth) -> Truth:
    """A truth about people, said of each of their records."""
    return of_some(truth, rows.holder)


def by_person_min(rows: Rows, values: Days, chosen: Mask) -> Days:
    """The least value among the chosen records of each person, NEVER where there are none."""
    return rows.fold(np.minimum, np.where(chosen, values, NEVER).astype(np.int32, copy=False), NEVER)


def by_person_max(rows: Rows, values: NDArray[np.integer], chosen: Mask) -> Index:
    """The greatest value among the chosen records of each person, -1 where there are none."""
    return rows.fold(np.maximum, np.where(chosen, values, -1).astype(np.int64, copy=False), -1)


def any_of(rows: Rows, truth: Truth, on_file: Truth | None = None) -> Truth:
    """People with a record for which `truth` holds; at least unknown where records may be missing (`complete`)."""
    found = settle(
        rows.fold(np.maximum, truth.now, FAIL),
        rows.moment.day,
        lambda: rows.fold(np.minimum, truth.to_yes, NEVER),
        lambda: rows.fold(np.maximum, truth.to_no, 0),  # of people without any, the day itself
    )
    return found if on_file is None else either(found, negate(on_file))


def all_of(rows: Rows, truth: Truth, on_file: Truth) -> Truth:
    """People for whose every record `truth` holds; at most unknown where records may be missing."""
    return negate(any_of(rows, negate(truth), on_file))


class Count(Struct, frozen=True):
    """How many records of each person count: bounds, and the first day on which that may change."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    turn: Turn


def count(rows: Rows, truth: Truth, on_file: Truth, distinct: Index | None = None) -> Count:
    """The number of records for which `truth` holds; with `distinct` (-1 unknown), of different values among them."""
    people = len(rows.moment.people)

    def number(chosen: Mask) -> NDArray[np.float64]:
        return np.bincount(rows.holder[chosen], minlength=people).astype(np.float64)

    def different(chosen: Mask) -> NDArray[np.float64]:
        assert distinct is not None
        known = chosen & (distinct >= 0)
        pairs = np.unique(np.stack([rows.holder[known], distinct[known]]), axis=1)
        return np.bincount(pairs[0], minlength=people).astype(np.float64)

    low, high = number(truth.now == PASS), number(truth.now != FAIL)
    if distinct is not None:
        low = np.maximum(different(truth.now == PASS), np.minimum(low, 1))
        high = different(truth.now != FAIL) + number((truth.now != FAIL) & (distinct < 0))
    return Count(low, np.where(on_file.now != PASS, np.inf, high), counted_till(rows, truth, on_file))


def counted_till(rows: Rows, truth: Truth, on_file: Truth) -> Turn:
    """By person, the first day on which a number of the records for which `truth` holds may be another."""
    return lambda: np.minimum(next_change(rows, truth), turns(on_file))


def next_change(rows: Rows, truth: Truth) -> Days:
    """By person, the first day on which the verdict about any of the records may change."""
    return rows.fold(np.minimum, turns(truth), NEVER)


def newest(rows: Rows, counts: Truth) -> Truth:
    """Whether each record is of the latest date among those that count; several of one day are all the newest."""
    first, last = rows.starts()
    sure = by_person_max(rows, first, counts.now == PASS)
    maybe = by_person_max(rows, last, counts.now != FAIL)
    yes, no = first >= maybe[rows.holder], last < sure[rows.holder]
    return decide(yes, no, rows.day, lambda: next_change(rows, counts)[rows.holder])


def year_of(rows: Rows) -> Index:
    """The calendar year that each yearly record is about."""
    return _years(rows).astype(np.int64)


def latest(rows: Rows, counts: Truth) -> Truth:
    """Which record is the latest of those that count, by its start; open where vague dates leave that open."""
    return both(counts, _among_the_last(rows, 1, counts))


def unbroken(rows: Rows, counts: Truth, to_the_end: bool, on_file: Truth) -> Count:
    """The longest row of calendar years in each of which a record counts; with `to_the_end`, up to the last year."""
    people = len(rows.moment.people)
    year = _years(rows).astype(np.int64)
    last = rows.moment.day // YEAR - 1

    def longest(chosen: Mask) -> NDArray[np.float64]:
        pairs = np.unique(np.stack([rows.holder[chosen], year[chosen]]), axis=1)
        holder, at = pairs
        begins = np.ones(len(at), np.bool_)
        begins[1:] = (np.diff(holder) != 0) | (np.diff(at) != 1)
        run = np.cumsum(begins) - 1
        length = np.bincount(run)
        ends = np.nonzero(np.append(begins[1:], True))[0] if len(at) else np.array([], np.int64)
        keep = at[ends] == last[holder[ends]] if to_the_end else np.ones(len(ends), np.bool_)
        result = np.zeros(people)
        np.maximum.at(result, holder[ends][keep], length[keep].astype(np.float64))
        return result

    tally = count(rows, counts, on_file)

    def turn() -> Days:
        return np.minimum(tally.turn(), (rows.moment.day // YEAR + 1) * YEAR).astype(np.int32)

    return Count(longest(counts.now == PASS), np.where(on_file.now != PASS, np.inf, longest(counts.now != FAIL)), turn)
