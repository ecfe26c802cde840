"""At which day a fact is asked for when the question is asked at a day: then, a round's date, a month's end."""

from collections.abc import Callable

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cadrectl.calendar import MONTH, NEVER, YEAR, month_of, parse_date, snap
from cadrectl.facts.moment import Book
from cadrectl.facts.truth import Days, Truth, settle

ROUND_DATES = {
    "round.reference": "reference",
    "round.notice": "notice.date",
    "round.registration": "registration.from",
}


class Asked(Struct, frozen=True):
    """The day at which a fact is asked for, by person, and how that day goes on.

    Where it `moves` with the question, `back` gives the first question day for a fact day; `changes` is the next
    question day at which the rule itself points elsewhere (a round opens or closes).
    """

    day: Days
    moves: NDArray[np.bool_]
    back: Callable[[Days], Days]
    changes: Days
    place: tuple[str, int] | None = None  # of the round whose notice fixed the day


def asked(book: Book, scheme: tuple[str, str], rule: str, day: Days) -> Asked:
    """The day that a rule of `dates:` means when the question is asked at `day`; `scheme` is policy series and tier."""
    always = np.ones(len(day), np.bool_)
    never = np.full(len(day), NEVER, np.int32)
    if rule == "question":
        return Asked(day, always, lambda fact: fact, never)
    if rule == "month-end":
        next_month = month_of(day) + MONTH
        return Asked((_before(next_month)).astype(np.int32), always, lambda fact: month_of(fact), never)
    if "--" in rule:
        return _each_year(rule, day)
    if rule in ROUND_DATES:
        return _of_round(book, scheme, ROUND_DATES[rule], day)
    found = parse_date(rule)
    assert found is not None  # the parser has checked the rule
    return Asked(np.full(len(day), found[0], np.int32), ~always, lambda fact: fact, never)


def _each_year(rule: str, day: Days) -> Asked:
    """A day of each year: the one in the year of the question, or (`next --08-31`) the first that is not past."""
    month, of_month = rule.partition("--")[2].split("-")
    in_year = (int(month) - 1) * MONTH + int(of_month) - 1

    def coming(code: Days) -> Days:
        """The year of the first such day that is not before a day."""
        year: Days = -((in_year - code) // YEAR)
        return year

    always, never = np.ones(len(day), np.bool_), np.full(len(day), NEVER, np.int32)
    if rule.startswith("next"):
        at = (coming(day) * YEAR + in_year).astype(np.int32)
        return Asked(at, always, lambda fact: (coming(fact) - 1) * YEAR + in_year + 1, never)
    at = (day // YEAR * YEAR + in_year).astype(np.int32)
    return Asked(at, always, lambda fact: coming(fact) * YEAR, never)


def _before(first_of_month: Days) -> Days:
    """The last real day before the first of a month."""
    last = first_of_month - 1
    while (impossible := snap(last) != last).any():
        last = np.where(impossible, last - 1, last)
    return last


def _of_round(book: Book, scheme: tuple[str, str], column: str, day: Days) -> Asked:
    """The date set by the round that runs at the day (announced, not closed); outside a round the day itself."""
    result, moves = day.copy(), np.ones(len(day), np.bool_)
    changes = np.full(len(day), NEVER, np.int32)
    place = None
    if not len(book.register.tables["rounds"]):
        return Asked(result, moves, lambda fact: fact, changes)
    chosen = _rounds(book, *scheme)
    notice, closed = book.dates("rounds", "notice.date")[0], book.dates("rounds", "closed")[0]
    reference = book.dates("rounds", column)[0]
    for row in sorted(np.nonzero(chosen)[0], key=lambda at: int(notice[at])):
        running = (notice[row] <= day) & (day < closed[row])
        result, moves = np.where(running, reference[row], result).astype(np.int32), moves & ~running
        for edge in (notice[row], closed[row]):
            changes = np.where(edge > day, np.minimum(changes, edge), changes).astype(np.int32)
        if running.all() and len(running):
            place = (str(book.register.tables["rounds"]["path"][row]), _line(book, column, int(row)))
    return Asked(result, moves, lambda fact: fact, changes, place)


def _rounds(book: Book, series: str, tier: str) -> NDArray[np.bool_]:
    """The rounds of a policy that select for a tier; one that names no tiers is for all."""
    policies = book.words("rounds", "policy")
    of_series = np.array([word == series for word in policies] + [False])[book.column("rounds", "policy")]
    tiers = book.column("rounds", "tiers").astype(np.int64)
    names = book.register.words["rounds.tiers"]
    bit = 1 << names.index(tier) if tier in names else 0
    chosen: NDArray[np.bool_] = of_series & ((tiers == 0) | ((tiers & bit) != 0))
    return chosen


def _line(book: Book, column: str, row: int) -> int:
    return int(book.column("rounds", f"{column}@line")[row])


def translated(truth: Truth, at: Asked, day: Days) -> Truth:
    """A truth about fact days as a truth about question days."""

    def days(inner: Days) -> Days:
        moved = np.where(at.moves & (inner < NEVER), np.maximum(at.back(inner), day + 1), NEVER)
        return np.minimum(moved, at.changes).astype(np.int32)

    return settle(truth.now, day, lambda: days(truth.to_yes), lambda: days(truth.to_no))
