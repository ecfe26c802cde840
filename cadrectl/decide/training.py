"""The training of a year: its classes, what was wanted, how it was received, what it cost (JT-14, NT-4, PT-3, PT-9).

A class belongs to the year of its first day. Marks, behaviour and outcome are taken from the sessions of kind
`training`, worked out as the policies say; who qualifies by the credits of a curriculum is a policy's to say, not this.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cadrectl.calendar import YEAR, range_text
from cadrectl.decide.assess import Assessed, assess
from cadrectl.facts.moment import Book
from cadrectl.policy.clerk import Clerk
from cadrectl.register import Coded

LEVELS = "training"
"""The kind of session that appraises a class on its levels."""


class Level(Struct, frozen=True):
    """A number of the appraisal of a class: the mean over those of whom it is known, and how many these are.

    It is None where it is known of nobody, or would show how a few people voted.
    """

    assess: str
    number: str
    mean: Fraction | None
    known: int
    of: int


class Class(Struct, frozen=True):
    """One class: when, for whom, how people came to it and what came of it.

    `satisfaction` and `score` are means over those who have one (None: nobody), with how many these are; `wanted` is
    how many asked for its module in the surveys of the year, None where none asked about it. Numbers not on record are
    None.
    """

    id: str
    title: str
    tier: str | None
    module: str | None
    begins: str
    ends: str
    hours: float | None
    credits: float | None
    routes: Mapping[str, int]
    results: Mapping[str, int]
    people: tuple[str, ...]
    satisfaction: tuple[Fraction | None, int]
    score: tuple[Fraction | None, int]
    wanted: int | None
    levels: tuple[Level, ...]
    cost: float | None
    project: str | None
    place: tuple[str, int]


class Need(Struct, frozen=True):
    """A module of the curriculum in a year: how many want it, and what is held of it."""

    module: str
    wanted: int | None
    classes: int
    places: int
    credits: float | None


class Spending(Struct, frozen=True):
    """A project of the fund of a year: planned, spent, and what the classes that name it cost, in yuan.

    `spent` is None while nothing is reported, `cost` where a class does not state it. `planned` is None for a project
    that classes name and the fund does not have.
    """

    project: str
    purpose: str | None
    planned: float | None
    spent: float | None
    cost: float | None


def classes(clerk: Clerk, series: Sequence[str], year: int) -> list[Class]:
    """The classes of a year by their first day and id, appraised by the policies of these series."""
    book = clerk.book
    frame = book.register.tables["training"]
    first = book.dates("training", "from")[0]
    rows = np.flatnonzero(first // YEAR == year)
    wanted = _wanted(book, year)
    appraised = _appraised(clerk, series, (year, year + 1))
    made = [_class(book, int(row), wanted, appraised.get(str(frame["id"][row]), [])) for row in rows]
    return sorted(made, key=lambda one: (one.begins, one.id))


def needs(book: Book, held: Sequence[Class], year: int) -> list[Need]:
    """What was wanted beside what is held, the most wanted first; also modules that nobody asked for."""
    wanted = _wanted(book, year)
    modules = dict.fromkeys([*wanted, *(one.module for one in held if one.module is not None)])
    found = []
    for module in modules:
        of_it = [one for one in held if one.module == module]
        given = _sum([one.credits for one in of_it])
        found.append(Need(module, wanted.get(module), len(of_it), sum(len(one.people) for one in of_it), given))
    return sorted(found, key=lambda one: (-(one.wanted or 0), one.module))


def spending(book: Book, held: Sequence[Class], year: int) -> list[Spending]:
    """The projects of the fund of a year as it lists them, then those that only classes name (PT-9)."""
    tables = book.register.tables
    funds = np.flatnonzero(tables["funds"]["year"] == year)
    listed = tables["funds.projects"]
    listed = listed.take(np.isin(listed["owner"], funds))
    costs: dict[str, list[float | None]] = {}
    for one in held:
        if one.project is not None:
            costs.setdefault(one.project, []).append(one.cost)
    found = [
        Spending(
            project=str(row["project"]),
            purpose=row["purpose"],
            planned=_number(row["planned"]),
            spent=_number(row["spent"]),
            cost=_sum(costs.pop(str(row["project"]), [])),
        )
        for row in listed.rows()
    ]
    return [*found, *(Spending(name, None, None, None, _sum(cost)) for name, cost in costs.items())]


def _class(book: Book, row: int, wanted: Mapping[str, int], appraised: Sequence[Assessed]) -> Class:
    told = book.register.tables["training"].row(row)
    inside = book.register.tables["training.participants"]
    taking = inside.take(inside["owner"] == row)
    module = told["module"]
    return Class(
        id=str(told["id"]),
        title=str(told["title"]),
        tier=told["tier"],
        module=module,
        begins=range_text(int(told["from.first"]), int(told["from.last"])),
        ends=range_text(int(told["until.first"]), int(told["until.last"])),
        hours=_number(told["hours"]),
        credits=_number(told["credits"]),
        routes=_counted(taking.words("route")),
        results=_counted(taking.words("result")),
        people=tuple(str(one) for one in taking["cadre"]),
        satisfaction=_mean(taking["satisfaction"]),
        score=_mean(taking["score"]),
        wanted=wanted.get(module) if module is not None else None,
        levels=tuple(_levels(appraised)),
        cost=_number(told["cost"]),
        project=told["project"],
        place=(str(told["path"]), int(told["line"])),
    )


def _wanted(book: Book, year: int) -> dict[str, int]:
    """How many asked for each module in the surveys for a year."""
    surveys, asked = (book.register.tables[name] for name in ("surveys", "surveys.needs"))
    rows = np.flatnonzero(surveys["year"] == year)
    found: Counter[str] = Counter()
    for need in asked.take(np.isin(asked["owner"], rows)).rows():
        found[str(need["module"])] += int(need["votes"])
    return dict(found)


def _appraised(clerk: Clerk, series: Sequence[str], years: Sequence[int]) -> dict[str, list[Assessed]]:
    """By class the results of the people appraised for it; behaviour and outcome may be seen only a year later."""
    tables = clerk.book.register.tables
    found: dict[str, list[Assessed]] = {}
    for row in (one for year in years for one in assess(clerk, series, year, (LEVELS,))):
        entry = int(row.sheet.entry[row.at])
        if entry >= 0:
            session = int(tables[row.sheet.table]["owner"][entry])
            of = tables["evaluations"]["training"][session]
            if of is not None:
                found.setdefault(of, []).append(row)
    return found


def _levels(appraised: Sequence[Assessed]) -> Iterator[Level]:
    """Each number of the assessments, over all whom they appraised for one class."""
    amounts: dict[tuple[str, str], list[Fraction | None]] = {}
    for row in appraised:
        for part in row.parts:
            amount = None if part.hidden else part.amount
            amounts.setdefault((row.sheet.assessment.id, part.id), []).append(amount)
        amounts.setdefault((row.sheet.assessment.id, row.sheet.assessment.total), []).append(row.score)
    for (assessment, number), stated in amounts.items():
        known = [one for one in stated if one is not None]
        mean = sum(known, Fraction(0)) / len(known) if known else None
        yield Level(assessment, number, mean, len(known), len(stated))


def _counted(words: Coded) -> dict[str, int]:
    """How often each word is on record; those that may be and are not count 0."""
    counts = np.bincount(words.codes[words.codes >= 0], minlength=len(words.words))
    return dict(zip(words.words, counts.tolist(), strict=True))


def _mean(numbers: NDArray[np.float64]) -> tuple[Fraction | None, int]:
    known = [Fraction(str(one)) for one in numbers.tolist() if not np.isnan(one)]
    return (sum(known, Fraction(0)) / len(known) if known else None), len(known)


def _sum(numbers: Sequence[float | None]) -> float | None:
    """The sum to the hundredth; None where one of them is not on record."""
    known = [Fraction(str(one)) for one in numbers if one is not None]
    return float(sum(known, Fraction(0))) if len(known) == len(numbers) else None


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
