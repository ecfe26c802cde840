"""Comparing registers table by table, for the tests of this folder."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cadrectl.register import Coded, Grid, Register
from cadrectl.register.grid import Values


def assert_same(one: Register, other: Register) -> None:
    """Both have the same tables in the same order, with the same values over the same words."""
    assert list(one.tables) == list(other.tables)
    assert one.words == other.words
    for name, table in other.tables.items():
        _assert_same_rows(name, one.tables[name], table)


def _assert_same_rows(name: str, one: Grid, other: Grid) -> None:
    assert (list(one.columns), len(one)) == (list(other.columns), len(other)), name
    for column, values in other.columns.items():
        found, place = one.columns[column], f"{name} {column}"
        assert _words(found) == _words(values), place
        np.testing.assert_array_equal(_numbers(found), _numbers(values), place)
        assert _numbers(found).dtype == _numbers(values).dtype, place


def _words(values: Values) -> object:
    return (values.words, values.graded) if isinstance(values, Coded) else None


def _numbers(values: Values) -> NDArray[Any]:
    return values.codes if isinstance(values, Coded) else values
