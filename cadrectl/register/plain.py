"""Values of a table as plain values again, as a record or an answer in JSON would give them."""

from collections.abc import Sequence

import numpy as np

from cadrectl.calendar import range_text
from cadrectl.register.columns import Column
from cadrectl.register.grid import Grid

Plain = str | int | float | bool | list[str] | None


def plain(table: Grid, column: Column, words: Sequence[str] = ()) -> list[Plain]:
    """The values of a column, None where absent; dates are written as `range_text` writes them.

    `words` are those of the bits of a column of masks.
    """
    if column.type == "date":
        ends = zip(table[f"{column.name}.first"].tolist(), table[f"{column.name}.last"].tolist(), strict=True)
        return [range_text(first, last) or None for first, last in ends]
    values = table[column.name].tolist()
    if column.type == "flag":
        return [None if value < 0 else bool(value) for value in values]
    if column.type == "words":
        return [[word for bit, word in enumerate(words) if value >> bit & 1] or None for value in values]
    if column.type == "number":
        return [None if np.isnan(value) else int(value) if value.is_integer() else value for value in values]
    return list(values)
