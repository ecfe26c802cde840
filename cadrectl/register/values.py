"""A column's values as arrays, in which the absent, the vague and the unsettled stay visible.

Values fit their schema: nothing is checked here and nothing guessed.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cadrectl.calendar import NEVER, parse_date
from cadrectl.register.columns import Column
from cadrectl.register.grid import Coded, Values, numbered

NO_DAY = (NEVER, -1)
"""The range of an absent date: no day lies in it."""


def arrays(column: Column, values: Sequence[Any], words: tuple[str, ...]) -> dict[str, Values]:
    """The columns of the table that hold these values (None: absent), by name.

    `<name>.first` and `<name>.last` (int32) for a date; `Coded` for a text and for a word, there over
    `words` and then any others that occur; float64 (NaN) for a number; int8 (1, 0, -1 absent) for a flag; a bit
    mask for words. An attested value has `<name>.settled` (int8) beside it: 1 plain or verified, 0 open, -1 absent.
    """
    made: dict[str, Values] = {}
    if column.attested:
        made[f"{column.name}.settled"] = np.array([_settled(value) for value in values], np.int8)
        values = [(_possible if column.type == "date" else _ruled)(value) for value in values]
    if column.type == "date":
        ranges = _ranges(values)
        made[f"{column.name}.first"], made[f"{column.name}.last"] = ranges[:, 0], ranges[:, 1]
    else:
        made[column.name] = _plain(column, values, words)
    return made


def names_of(column: Column) -> tuple[str, ...]:
    """What `arrays` calls the columns of the table that a column becomes."""
    settled = (f"{column.name}.settled",) if column.attested else ()
    values = (f"{column.name}.first", f"{column.name}.last") if column.type == "date" else (column.name,)
    return settled + values


def _plain(column: Column, values: Sequence[Any], words: tuple[str, ...]) -> Values:
    if column.type == "word":
        return coded(values, words, column.graded)
    if column.type == "number":
        return np.array([np.nan if value is None else value for value in values], np.float64)
    if column.type == "flag":
        return np.array([-1 if value is None else value for value in values], np.int8)
    if column.type == "words":
        return masks_of(values, words)
    return Coded.of(values)


def coded(values: Iterable[str | None], words: tuple[str, ...], graded: bool = False) -> Coded:
    """The values over `words` and, after them in sorted order, any others that occur."""
    stated = Coded.of(values)
    known = (*words, *sorted(set(stated.words).difference(words)))
    return Coded(stated.over(known), known, graded)


def words_of(values: Sequence[Sequence[str] | None]) -> set[str]:
    """All words that occur in lists of words."""
    return {word for value in values if value is not None for word in value}


def masks_of(values: Sequence[Sequence[str] | None], words: tuple[str, ...]) -> NDArray[Any]:
    """One bit a word; whole numbers of Python where there are more words than bits."""
    bits = {word: 1 << at for at, word in enumerate(words)}
    kind: Any = np.int64 if len(words) < 64 else object
    return np.array([sum(bits[word] for word in set(value or ())) for value in values], kind)


def _ranges(values: Sequence[Any]) -> NDArray[np.int32]:
    """The first and last day of each date, side by side; each text is read once, however often it occurs."""
    codes, found = numbered(values)
    return np.array([*(_hull(stated) for stated in found), NO_DAY], np.int32)[codes]


def _hull(stated: str | tuple[str, ...]) -> tuple[int, int]:
    """Every day from the earliest to the latest that is stated."""
    texts = (stated,) if isinstance(stated, str) else stated
    ranges = [parse_date(text) or NO_DAY for text in texts]
    return min((first for first, _ in ranges), default=NEVER), max((last for _, last in ranges), default=-1)


def _possible(value: Any) -> Any:
    """The verified value of an attested one, or all that are stated."""
    if not isinstance(value, dict):
        return value
    if "verified" in value:
        return value["verified"]
    declared = [value["declared"]] if "declared" in value else []
    return (*declared, *(each["value"] for each in value.get("evidence", ()) if "value" in each))


def _ruled(value: Any) -> Any:
    """The verified value of an attested one, or the declared one."""
    return value.get("verified", value.get("declared")) if isinstance(value, dict) else value


def _settled(value: Any) -> int:
    if value is None:
        return -1
    return int(not isinstance(value, dict) or "verified" in value)
