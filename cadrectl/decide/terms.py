"""Terms of office: whose run, their goals and yearly targets, checks, results and what these propose (PT-6).

Goals are reported in `targets/`, checks are events, results come from the assessments of the policies. A term is taken
from the post that states it; nobody is appointed again here.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from msgspec import Struct

from cadrectl.calendar import NEVER, YEAR, range_text
from cadrectl.decide.assess import Assessed, assess
from cadrectl.decide.eligibility import Question, people_at
from cadrectl.facts import selection
from cadrectl.facts.moment import Book, Moment
from cadrectl.facts.truth import FAIL
from cadrectl.policy.clerk import Clerk

MID, END = "mid-term", "end-of-term"
"""The kinds of session that assess a term."""
CHECK = "mid-term-check"
"""The event by which a check in the middle of the term is on record."""
MET, MISSED, OPEN, UNKNOWN = "met", "missed", "open", "unknown"
RUNNING, OVER = "running", "over"
Place = tuple[str, int]


class Goal(Struct, frozen=True):
    """A goal of the term, or (with a `year`) a yearly target: its limits, what was reached, and whether it is met.

    It is `open` until its time is over, and `unknown` where nothing is reported then.
    """

    indicator: str
    goal: str | None
    year: int | None
    at_least: float | None
    at_most: float | None
    reached: float | None
    state: str
    place: Place


class Term(Struct, frozen=True):
    """A term of somebody in a post. Dates are as the record writes them; `state` is `over` once the last day is past.

    `checks` are the days of mid-term checks and what they found; `assessed` the results of the term on record, oldest
    first; `rank` the rank and step of principals held last.
    """

    cadre: str
    unit: str | None
    post: str
    begins: str
    ends: str
    last_day: int
    state: str
    goals: tuple[Goal, ...]
    checks: tuple[tuple[str, str | None], ...]
    assessed: tuple[Assessed, ...]
    rank: tuple[str, int | None] | None
    place: Place


def terms(clerk: Clerk, series: Sequence[str], as_of: int, cadres: Sequence[str] | None = None) -> list[Term]:
    """The terms of the posts that run at a day, by their last day and the person; those that are over included."""
    book = clerk.book
    people = people_at(book, Question(as_of, cadres=tuple(cadres) if cadres is not None else None))
    found = list(_stated(book, people, as_of))
    first = min((one.begins for one in found), default=as_of) // YEAR
    results = [row for year in range(first, as_of // YEAR + 1) for row in assess(clerk, series, year, (MID, END))]
    made = [_term(book, one, [row for row in results if row.cadre == one.cadre], as_of) for one in found]
    return sorted(made, key=lambda one: (one.last_day, one.cadre))


class _Stated(Struct, frozen=True):
    """A post with its term: the row in `cadres.posts`, whose it is, and the first and the last day."""

    row: int
    cadre: str
    person: int
    begins: int
    ends: int


def _stated(book: Book, people: np.ndarray[tuple[int], np.dtype[np.int64]], as_of: int) -> Iterator[_Stated]:
    moment = Moment(book, people, np.full(len(people), as_of, np.int32))
    rows = moment.rows("posts")
    runs = selection.running(rows).now
    begins, ends = rows.dates("term.from"), rows.dates("term.until")
    ids = book.register.tables["cadres"]["id"]
    for at in np.flatnonzero((runs != FAIL) & (begins[1] >= 0) & (begins[0] <= as_of)).tolist():
        person = int(people[rows.holder[at]])
        last = int(ends[1][at]) if ends[1][at] >= 0 else NEVER
        yield _Stated(int(rows.index[at]), str(ids[person]), person, int(begins[0][at]), last)


def _term(book: Book, stated: _Stated, results: Sequence[Assessed], as_of: int) -> Term:
    post = book.register.tables["cadres.posts"].row(stated.row)
    within = [row for row in results if stated.begins <= int(row.sheet.held[row.at]) <= as_of]
    return Term(
        cadre=stated.cadre,
        unit=post["unit"],
        post=str(post["post"]),
        begins=_written(post, "term.from"),
        ends=_written(post, "term.until"),
        last_day=stated.ends,
        state=OVER if stated.ends < as_of else RUNNING,
        goals=tuple(_goals(book, stated, as_of)),
        checks=tuple(_checks(book, stated, as_of)),
        assessed=tuple(within),
        rank=_rank(book, stated.person, as_of),
        place=(str(post["path"]), int(post["line"])),
    )


def _written(row: Mapping[str, Any], name: str) -> str:
    first, last = row[f"{name}.first"], row[f"{name}.last"]
    return range_text(int(first), int(last))


def _goals(book: Book, stated: _Stated, as_of: int) -> Iterator[Goal]:
    """The goals on record for the person that end within the term."""
    targets, items = (book.register.tables[name] for name in ("targets", "targets.items"))
    until = book.dates("targets", "until")
    for owner in np.flatnonzero(targets["cadre"] == stated.cadre).tolist():
        if stated.begins <= until[0][owner] and until[1][owner] <= stated.ends:
            for item in items.take(items["owner"] == owner).rows():
                yield _goal(item, int(until[1][owner]), as_of)


def _goal(item: Mapping[str, Any], until: int, as_of: int) -> Goal:
    numbers = {name: _number(item[name]) for name in ("year", "at_least", "at_most", "reached")}
    year = None if numbers["year"] is None else int(numbers["year"])
    known = int(item["date.first"]) <= as_of or int(item["date.last"]) < 0
    if not known:
        numbers["reached"] = None
    over = (until if year is None else min(until, (year + 1) * YEAR - 1)) < as_of
    met = _met(numbers, int(item["met"])) if known else None
    return Goal(
        indicator=str(item["indicator"]),
        goal=item["goal"],
        year=year,
        at_least=numbers["at_least"],
        at_most=numbers["at_most"],
        reached=numbers["reached"],
        state=(UNKNOWN if over else OPEN) if met is None else MET if met else MISSED,
        place=(str(item["path"]), int(item["line"])),
    )


def _met(numbers: dict[str, float | None], found: int) -> bool | None:
    """Whether what was reached keeps the limits, or a body found the goal met; None while neither is reported."""
    reached, least, most = (numbers[name] for name in ("reached", "at_least", "at_most"))
    if reached is not None and not (least is None and most is None):
        exact = Fraction(str(reached))
        return (least is None or exact >= Fraction(str(least))) and (most is None or exact <= Fraction(str(most)))
    return None if found not in (0, 1) else bool(found)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _checks(book: Book, stated: _Stated, as_of: int) -> Iterator[tuple[str, str | None]]:
    """The mid-term checks of the person on record in the term, by date."""
    entries = book.register.tables["events.entries"]
    kinds = book.register.tables["events"]["kind"][entries["owner"]]
    first = book.dates("events.entries", "date")[0]
    here = (kinds == CHECK) & (entries["cadre"] == stated.cadre)
    here &= (stated.begins <= first) & (first <= min(stated.ends, as_of))
    for row in sorted(np.flatnonzero(here).tolist(), key=lambda row: int(first[row])):
        entry = entries.row(row)
        yield _written(entry, "date"), entry["result"]


def _rank(book: Book, person: int, as_of: int) -> tuple[str, int | None] | None:
    """The rank and step that the person held last at the day."""
    ranks = book.register.tables["cadres.principal_ranks"]
    first = book.dates("cadres.principal_ranks", "from")[0]
    rows = np.flatnonzero((ranks["owner"] == person) & (first <= as_of))
    if not len(rows):
        return None
    held = ranks.row(max(rows.tolist(), key=lambda row: int(first[row])))
    step = _number(held["step"])
    return str(held["rank"]), None if step is None else int(step)
