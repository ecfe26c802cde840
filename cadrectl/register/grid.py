"""The rows of one table as columns: arrays of numbers, and words as codes into a list of words.

Nothing is known here of what a column means (`columns.py` says that), and nothing is worked out: a grid gives its
columns, some of its rows, or one row.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Codes = NDArray[np.int32]


class Coded(Struct, frozen=True, eq=False, dict=True):
    """Words or texts, one a row: `codes` are places in `words`, -1 where there is none.

    `graded` says that the words stand in the order of their grades, the lowest first.
    """

    codes: Codes
    words: tuple[str, ...]
    graded: bool = False

    @staticmethod
    def of(values: Iterable[str | None]) -> "Coded":
        """These values, over the words in the order in which they first occur."""
        codes, words = numbered(values)
        return Coded(codes, tuple(words))

    @cached_property
    def told(self) -> NDArray[np.object_]:
        """The word of each row, None where there is none."""
        told = np.empty(len(self.codes), object)
        words = self.words
        told[:] = [words[code] if code >= 0 else None for code in self.codes.tolist()]
        return told

    def take(self, rows: Any) -> "Coded":
        """The words of some rows, over the same words."""
        return Coded(self.codes[rows], self.words, self.graded)

    def over(self, words: tuple[str, ...]) -> Codes:
        """The codes into other words, -1 for a word that is not among them."""
        place = {word: at for at, word in enumerate(words)}
        return np.array([*(place.get(word, -1) for word in self.words), -1], np.int32)[self.codes]


def numbered(values: Iterable[Hashable | None]) -> tuple[Codes, list[Any]]:
    """A number for each value, -1 for None, and the different values in the order in which they first occur."""
    place: dict[Hashable | None, int] = {None: -1}
    codes = [place.setdefault(value, len(place) - 1) for value in values]
    return np.array(codes, np.int32), list(place)[1:]


Values = NDArray[Any] | Coded


class Columns(Mapping[str, Values]):
    """The columns of a table by name, each made when it is first asked for."""

    def __init__(self, makers: Mapping[str, Callable[[], Values]]) -> None:
        self.makers = makers
        self._made: dict[str, Values] = {}

    def __getitem__(self, name: str) -> Values:
        if name not in self._made:
            self._made[name] = self.makers[name]()
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self.makers

    def __iter__(self) -> Iterator[str]:
        return iter(self.makers)

    def __len__(self) -> int:
        return len(self.makers)


class Grid(Struct, frozen=True, eq=False):
    """`size` rows in columns of that length, by name."""

    columns: Mapping[str, Values]
    size: int

    def __len__(self) -> int:
        return self.size

    def __contains__(self, name: object) -> bool:
        return name in self.columns

    def __getitem__(self, name: str) -> NDArray[Any]:
        """The values of a column: numbers as they are, words as texts, None where there is none."""
        values = self.columns[name]
        return values.told if isinstance(values, Coded) else values

    def words(self, name: str) -> Coded:
        """A column of words as codes."""
        values = self.columns[name]
        assert isinstance(values, Coded)  # the plan of the table says which columns are words
        return values

    def take(self, rows: Any) -> "Grid":
        """Some of the rows, by their numbers in the order wanted, by a slice or by a mask."""
        taken = {name: one.take(rows) if isinstance(one, Coded) else one[rows] for name, one in self.columns.items()}
        return Grid(taken, len(np.arange(self.size)[rows]))

    def row(self, at: int) -> Mapping[str, Any]:
        """One row as plain values; None for a word or text that is absent."""
        [row] = self.take([at]).rows()
        return row

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """Every row as plain values."""
        columns = [self[name].tolist() for name in self.columns]
        return [dict(zip(self.columns, values, strict=True)) for values in zip(*columns, strict=True)]

    def having(self, **columns: Values) -> "Grid":
        """The same rows with other values in some columns."""
        return Grid({**self.columns, **columns}, self.size)
