"""Amounts on record that figures hold against limits: numbers of the size of units, and the fund of a year (PT-9).

What is not on record leaves the amount open; a project without a purpose may be one of those asked for.
"""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cadrectl.facts import fields
from cadrectl.facts.kinds import SIZE_FIELDS
from cadrectl.facts.moment import Book, Moment
from cadrectl.facts.truth import FAIL, PASS
from cadrectl.policy.model import Counted

Number = int | float


class Tally(Struct, frozen=True):
    """How many are counted, or how much: surely, and at most (None: nobody can tell)."""

    low: Number
    high: Number | None


def amount(counted: Counted, units: Moment, meant: NDArray[np.int8], year: int) -> Tally:
    """A number of the size of the units that are meant, added up; or the fund of the year."""
    if counted.amount in SIZE_FIELDS:
        return _of_units(counted.amount, units, meant)
    return _of_fund(units.book, counted, year)


def _of_units(name: str, units: Moment, meant: NDArray[np.int8]) -> Tally:
    assert units.units is not None
    values = fields.unit_field(units.book, name, units.units, units.day)
    assert isinstance(values, fields.Numbers)
    sure, maybe = (values.values[chosen] for chosen in (meant == PASS, meant != FAIL))
    return Tally(_plain(np.nansum(sure)), None if np.isnan(maybe).any() else _plain(maybe.sum()))


def _of_fund(book: Book, counted: Counted, year: int) -> Tally:
    funds, projects = (book.register.tables[name] for name in ("funds", "funds.projects"))
    of_year = np.flatnonzero(funds["year"] == year)
    if not len(of_year):
        return Tally(0, None)
    if counted.amount == "fund":
        whole = _plain(funds["amount"][of_year].sum())
        return Tally(whole, whole)
    rows = projects.take(np.isin(projects["owner"], of_year))
    money, purpose = rows[counted.amount], rows.words("purpose")
    meant = [not counted.purposes or word in counted.purposes for word in (*purpose.words, None)]
    sure = np.array(meant, np.bool_)[purpose.codes]
    maybe = sure | (purpose.codes < 0)
    return Tally(_plain(np.nansum(money[sure])), None if np.isnan(money[maybe]).any() else _plain(money[maybe].sum()))


def _plain(number: float) -> Number:
    """An amount of yuan to the hundredth, as people write it."""
    rounded = round(float(number), 2)
    return int(rounded) if rounded.is_integer() else rounded
