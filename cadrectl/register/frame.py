"""A table of the register in pandas, for what groups and counts: reports, and a bureau's own questions.

Nothing on the way to a verdict comes here, so that no answer waits for pandas to load.
"""

from typing import Any

import pandas as pd

from cadrectl.register.grid import Coded, Grid, Values


def frame(table: Grid) -> pd.DataFrame:
    """The table with its columns; words and texts as categories, in the order of their grades where they have one."""
    return pd.DataFrame({name: _column(values) for name, values in table.columns.items()})


def _column(values: Values) -> Any:
    if not isinstance(values, Coded):
        return values
    words = pd.Index(values.words, dtype=object)
    return pd.Categorical.from_codes(values.codes, words, ordered=values.graded)
