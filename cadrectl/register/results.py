"""Yearly results of people as one table, whether a session of the register gave them or they are older than it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cadrectl.calendar import YEAR
from cadrectl.register.grid import Coded, Columns, Grid, Values
from cadrectl.register.values import NO_DAY

RESULTS = "results"

SESSION = ("unit", "kind", "year", "date.first", "date.last")


def results(tables: Mapping[str, Grid]) -> Grid:
    """One row a person and session, then one a grade from before the register; columns of both kinds of table.

    A session's row keeps the columns of `evaluations.people` and takes unit, kind, year and date of its session;
    `session` is its row in `evaluations.people`, -1 for older grades. An older grade is an annual one that holds
    from the first day of the year after.
    """
    people, sessions, earlier = tables["evaluations.people"], tables["evaluations"], _earlier(tables)

    def above(name: str) -> Values:
        if name == "session":
            return np.arange(len(people))
        return _taken(sessions.columns[name], people["owner"]) if name in SESSION else people.columns[name]

    def stacked(name: str) -> Values:
        return _stacked(name, above(name), earlier)

    names = dict.fromkeys((*(name for name in people.columns if name != "owner"), *SESSION, "session"))
    return Grid(Columns({name: partial(stacked, name) for name in names}), len(people) + len(earlier))


def _taken(values: Values, rows: NDArray[Any]) -> Values:
    return values.take(rows) if isinstance(values, Coded) else values[rows]


def _earlier(tables: Mapping[str, Grid]) -> Grid:
    grades = tables["cadres.earlier_grades"]
    after = ((grades["year"] + 1) * YEAR).astype(np.int32)
    makers: dict[str, Callable[[], Values]] = {
        "cadre": lambda: tables["cadres"].words("id").take(grades["owner"]),
        "grade": lambda: grades.words("grade"),
        "kind": lambda: Coded(np.zeros(len(grades), np.int32), ("annual",)),
        "path": lambda: grades.words("path"),
        "line": lambda: grades["line"],
        "year": lambda: grades["year"],
        "confirmed.date.first": lambda: after,
        "confirmed.date.last": lambda: after,
        "session": lambda: np.full(len(grades), -1),
    }
    return Grid(Columns(makers), len(grades))


def _stacked(name: str, above: Values, below: Grid) -> Values:
    """A column, and under it that of the other table; what that one does not have is absent there."""
    more = below.columns.get(name)
    if isinstance(above, Coded):
        return _over(above, more if isinstance(more, Coded) else Coded(np.full(len(below), -1, np.int32), ()))
    added = _absent(name, above, len(below)) if more is None else below[name].astype(above.dtype)
    return np.concatenate([above, added])


def _over(above: Coded, below: Coded) -> Coded:
    """The words of both, those that only the second has coming last, in sorted order."""
    used = {below.words[code] for code in np.flatnonzero(np.bincount(below.codes[below.codes >= 0])).tolist()}
    words = (*above.words, *sorted(used.difference(above.words)))
    return Coded(np.concatenate([above.codes, below.over(words)]), words, above.graded)


def _absent(name: str, like: NDArray[Any], size: int) -> NDArray[Any]:
    """As many absent values as the register writes them: dates (NEVER, -1), NaN, -1 for flags."""
    if name.endswith((".first", ".last")):
        return np.full(size, NO_DAY[name.endswith(".last")], like.dtype)
    return np.full(size, np.nan if like.dtype.kind == "f" else -1, like.dtype)
