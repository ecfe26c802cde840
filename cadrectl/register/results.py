"""Yearly results of people as one table, whether a session of the register gave them or they are older than it."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cadrectl.calendar import YEAR
from cadrectl.register.values import NO_DAY

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
    words = {"cadre": tables["cadres"]["id"].to_numpy()[grades["owner"]], "grade": grades["grade"].astype(object)}
    frame = pd.DataFrame(
        {
            **{name: pd.Categorical(values, dtype=_widened(joined[name], values)) for name, values in words.items()},
            "kind": pd.Categorical(["annual"] * len(grades), dtype=joined["kind"].dtype),
            "path": grades["path"],
            "line": grades["line"],
            "year": grades["year"],
            "confirmed.date.first": after,
            "confirmed.date.last": after,
            "session": np.full(len(grades), -1),
        }
    )
    return frame


def _widened(column: "pd.Series[str]", values: object) -> pd.CategoricalDtype:
    """The words of a column and any others that the values have."""
    known = column.cat.categories
    others = pd.Index(pd.unique(pd.Series(values, dtype=object))).difference(known)
    return pd.CategoricalDtype([*known, *others], ordered=bool(column.cat.ordered))


def _stacked(above: pd.DataFrame, below: pd.DataFrame) -> pd.DataFrame:
    """Both tables' rows under the columns of the first; what the second does not have is absent there."""
    stacked = {}
    for name in above.columns:
        first = above[name]
        if isinstance(first.dtype, pd.CategoricalDtype):
            dtype = below[name].dtype if name in below else first.dtype
            second = below[name] if name in below else pd.Series([None] * len(below))
            stacked[name] = pd.Categorical([*first.astype(object), *second.astype(object)], dtype=dtype)
        elif name in below:
            dtype = first.to_numpy().dtype
            stacked[name] = np.concatenate([first.to_numpy(), below[name].to_numpy().astype(dtype)])
        else:
            stacked[name] = np.concatenate([first.to_numpy(), _absent(name, first.to_numpy(), len(below))])
    return pd.DataFrame(stacked, copy=False)


def _absent(name: str, like: np.ndarray, size: int) -> np.ndarray:
    """As many absent values as the register writes them: dates (NEVER, -1), NaN, -1 for flags, None for texts."""
    if name.endswith((".first", ".last")):
        return np.full(size, NO_DAY[name.endswith(".last")], like.dtype)
    if like.dtype.kind == "f":
        return np.full(size, np.nan)
    return np.full(size, None if like.dtype == object else -1, like.dtype)
