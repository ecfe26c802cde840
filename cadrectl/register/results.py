"""Yearly results of people as one table, whether a session of the register gave them or they are older than it."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cadrectl.calendar import YEAR
from cadrectl.register.values import NO_DAY, categorical, objects

RESULTS = "results"

SESSION = ("unit", "kind", "year", "date.first", "date.last")


def results(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row a person and session, then one a grade from before the register; columns of both kinds of table.

    A session's row keeps the columns of `evaluations.people` and takes unit, kind, year and date of its session;
    `session` is its row in `evaluations.people`, -1 for older grades. An older grade is an annual one that holds
    from the first day of the year after.
    """
    people, sessions = tables["evaluations.people"], tables["evaluations"]
    owner = people["owner"].to_numpy()
    joined = people.drop(columns=["owner"]).assign(
        **{name: sessions[name].take(owner).array for name in SESSION}, session=np.arange(len(people))
    )
    return _stacked(joined, _earlier(tables, joined))


def _earlier(tables: Mapping[str, pd.DataFrame], joined: pd.DataFrame) -> pd.DataFrame:
    grades = tables["cadres.earlier_grades"]
    after = ((grades["year"].to_numpy() + 1) * YEAR).astype(np.int32)
    return pd.DataFrame(
        {
            "cadre": tables["cadres"]["id"].to_numpy()[grades["owner"]],
            "grade": objects(grades["grade"].tolist()),
            "kind": objects(["annual"] * len(grades)),
            "path": grades["path"],
            "line": grades["line"],
            "year": grades["year"],
            "confirmed.date.first": after,
            "confirmed.date.last": after,
            "session": np.full(len(grades), -1),
        }
    )


def _stacked(above: pd.DataFrame, below: pd.DataFrame) -> pd.DataFrame:
    """Both tables' rows under the columns of the first; what the second does not have is absent there."""
    stacked: dict[str, Any] = {}
    for name in above.columns:
        column = above[name].array
        more = below[name].tolist() if name in below else [None] * len(below)
        if isinstance(column, pd.Categorical):
            words = tuple(str(word) for word in column.categories)
            stacked[name] = categorical([*above[name].tolist(), *more], words, bool(column.ordered))
        else:
            values = above[name].to_numpy()
            added = below[name].to_numpy().astype(values.dtype) if name in below else _absent(name, values, len(below))
            stacked[name] = np.concatenate([values, added])
    return pd.DataFrame(stacked, copy=False)


def _absent(name: str, like: NDArray[Any], size: int) -> NDArray[Any]:
    """As many absent values as the register writes them: dates (NEVER, -1), NaN, -1 for flags, None for texts."""
    if name.endswith((".first", ".last")):
        return np.full(size, NO_DAY[name.endswith(".last")], like.dtype)
    if like.dtype.kind == "f":
        return np.full(size, np.nan)
    return np.full(size, None if like.dtype == object else -1, like.dtype)
