"""Who is asked about and at which day, and the records that belong to them; not what is asked.

`Book` is a register made ready for questions by person: for every kind of record the rows of each person.
`Moment` is a set of people, each with the day at which they are asked about.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace
from numpy.typing import NDArray

from cadrectl.calendar import NEVER
from cadrectl.facts.kinds import KINDS, Kind
from cadrectl.facts.truth import Days
from cadrectl.register import Coded, Register

Index = NDArray[np.int64]
BODIES = "evaluations.bodies"
"""The table of units and branches that were assessed."""
AT_ONCE = 1 << 17
"""People who are judged together: of more, what is worked out no longer stays in near memory."""

Kept = TypeVar("Kept")
Number = TypeVar("Number", bound=np.generic)


class Book(Struct, frozen=True, dict=True):
    """A register with the rows of each person, found once."""

    register: Register
    _links: dict[tuple[str, bool], tuple[Index, Index]] = field(default_factory=dict)
    _kept: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, make: Callable[[], Kept]) -> Kept:
        """What `make` gives for this register, made once."""
        if name not in self._kept:
            self._kept[name] = make()
        kept: Kept = self._kept[name]
        return kept

    @cached_property
    def people(self) -> Index:
        """The row numbers of all people."""
        return np.arange(len(self.register.tables["cadres"]), dtype=np.int64)

    def has(self, table: str, column: str) -> bool:
        """Whether the table has the column."""
        return column in self.register.tables[table].columns

    def column(self, table: str, column: str) -> NDArray[np.generic]:
        """The column as an array; words and texts as codes into `words`, -1 where absent."""
        values = self.register.tables[table].columns[column]
        return values.codes if isinstance(values, Coded) else values

    def words(self, table: str, column: str) -> tuple[str, ...]:
        """The words that the codes of a column stand for."""
        return self.register.tables[table].words(column).words

    def dates(self, table: str, column: str) -> tuple[Days, Days]:
        """First and last possible day of a date column; an absent date is (NEVER, -1)."""
        first, last = self.column(table, f"{column}.first"), self.column(table, f"{column}.last")
        return first.astype(np.int32, copy=False), last.astype(np.int32, copy=False)

    def link(self, table: str, of_units: bool = False) -> tuple[Index, Index]:
        """Row numbers of the table sorted by person (or unit), and where the rows of each start (n + 1 numbers)."""
        if (table, of_units) not in self._links:
            owner = self._unit(table) if of_units else self._owner(table)
            order = np.argsort(owner, kind="stable")
            order = order[np.searchsorted(owner[order], 0) :]
            rows = np.bincount(owner[order], minlength=self.register.rows("units" if of_units else "cadres"))
            self._links[table, of_units] = (order, np.append(0, np.cumsum(rows)))
        return self._links[table, of_units]

    def _unit(self, table: str) -> Index:
        """The unit that each row is about, its own or that of the row or record around it; -1 for none."""
        if self.has(table, "unit"):
            return self.register.link(table, "unit").astype(np.int64)
        above, _, _ = table.rpartition(".")
        around: Index = self._unit(above)
        return around[self.column(table, "parent" if self.has(table, "parent") else "owner").astype(np.int64)]

    def _owner(self, table: str) -> Index:
        if table.startswith("cadres."):
            return self.column(table, "owner").astype(np.int64)
        if not self.has(table, "cadre"):  # a list in a row about a person or body
            above: Index = self._owner(table.rpartition(".")[0])
            return above[self.column(table, "parent").astype(np.int64)]
        return self.register.link(table, "cadre").astype(np.int64)


class Moment(Struct, frozen=True):
    """People (row numbers of `cadres`) and the day at which each is asked about.

    Where units are asked about themselves, `units` are their row numbers and `people` are -1; the parser lets
    conditions about them name only kinds of record that units have.
    """

    book: Book
    people: Index
    day: Days
    target: Mapping[str, str] = field(default_factory=dict)
    tier: str = ""
    units: Index | None = None
    _kept: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, make: Callable[[], Kept]) -> Kept:
        """What `make` gives for these people and days, whatever the tier, made once."""
        return _once(self._kept, name, make)

    @staticmethod
    def of_units(book: Book, day: int) -> "Moment":
        """All units at a day."""
        units = np.arange(len(book.register.tables["units"]), dtype=np.int64)
        return Moment(book, np.full(len(units), -1, np.int64), np.full(len(units), day, np.int32), units=units)

    def bare(self) -> "Moment":
        """The same people and days, with nothing kept that was made once."""
        return replace(self, _kept={})

    def with_others(self, people: Index) -> "Moment":
        """Other people in place of these, at the same days."""
        return replace(self, people=people, _kept={})

    def at(self, day: Days) -> "Moment":
        """The same people at other days, or this very moment where the days are its own."""
        return self if np.array_equal(day, self.day) else replace(self, day=day, _kept={})

    def towards(self, target: Mapping[str, str], tier: str) -> "Moment":
        """The same people and days, asked about for a tier; what is made once is made for all tiers."""
        return replace(self, target=target, tier=tier)

    def parts(self) -> "Iterator[Moment]":
        """The same people in their order, at most `AT_ONCE` in each part."""
        if len(self.people) <= AT_ONCE:
            yield self
            return
        for first in range(0, len(self.people), AT_ONCE):
            yield self.only(slice(first, first + AT_ONCE))

    def only(self, chosen: NDArray[np.bool_] | Index | slice) -> "Moment":
        """Some of the people."""
        units = None if self.units is None else self.units[chosen]
        return replace(self, people=self.people[chosen], day=self.day[chosen], units=units, _kept={})

    def rows(self, kind: str) -> "Rows":
        """The records of a kind that belong to these people, in the order of the people."""
        return replace(self.once(kind, lambda: self._rows(KINDS[kind])), moment=self)

    def _rows(self, kind: Kind) -> "Rows":
        subjects = self.people
        if self.units is not None:
            kind, subjects = replace(kind, table=kind.of_units), self.units
        order, starts = self.book.link(kind.table, of_units=self.units is not None)
        first = starts[subjects]
        counts = starts[subjects + 1] - first
        holder = np.repeat(np.arange(len(self.people)), counts)
        places = np.arange(len(holder)) + np.repeat(first - (np.cumsum(counts) - counts), counts)
        rows = Rows(
            self.bare(), kind, order[places], holder
        )  # if they held what holds them they would outlive their use
        return rows.only(rows.dates(kind.stated)[1] >= 0) if kind.stated else rows


class Rows(Struct, frozen=True):
    """Records of people: `index` are row numbers of the kind's table, `holder` positions in `moment.people`."""

    moment: Moment
    kind: Kind
    index: Index
    holder: Index
    _kept: dict[str, Any] = field(default_factory=dict)

    @property
    def day(self) -> Days:
        """The day at which each record is asked about."""
        return _once(self._kept, "day", lambda: self.moment.day[self.holder])

    def fold(self, join: np.ufunc, values: NDArray[Number], empty: float) -> NDArray[Number]:
        """By person the values of their records joined (np.minimum, np.maximum); `empty` for people without any."""
        result = np.full(len(self.moment.people), empty, values.dtype)
        for turn, (holders, rows) in enumerate(_once(self._kept, "turns", self._turns)):
            result[holders] = join(result[holders], values[rows]) if turn else values[rows]
        return result

    def _turns(self) -> list[tuple[Index, Index]]:
        """Everybody's first record, then everybody's second, and so on: whose it is, and its place here.

        Most people have few records of a kind; so a fold in turns takes half the time of `reduceat`.
        """
        starts = np.flatnonzero(np.diff(self.holder, prepend=-1))
        counts = np.diff(starts, append=len(self.holder))
        turns = []
        while len(starts):
            turns.append((self.holder[starts], starts))
            starts, counts = starts[counts > 1] + 1, counts[counts > 1] - 1
        return turns

    def only(self, chosen: NDArray[np.bool_] | Index) -> "Rows":
        """Some of the records, chosen by a mask or by their places."""
        return Rows(self.moment, self.kind, self.index[chosen], self.holder[chosen])

    def source(self, column: str) -> tuple[str, Index] | None:
        """The table that has the column, the kind's own or that of the record around it, and the row numbers there."""
        book, table = self.moment.book, self.kind.table
        if any(book.has(table, name) for name in (column, f"{column}.first")):
            return table, self.index
        if "." not in table or table.startswith("cadres."):
            return None
        root = table.split(".", 1)[0]
        if any(book.has(root, name) for name in (column, f"{column}.first")):
            return root, book.column(table, "owner").astype(np.int64)[self.index]
        return None

    def dates(self, column: str) -> tuple[Days, Days]:
        """First and last possible day of a date of each record; (NEVER, -1) where there is none."""
        found = self.source(column)
        if found is None:
            absent = np.full(len(self.index), NEVER, np.int32)
            return absent, np.full(len(self.index), -1, np.int32)
        table, index = found
        first, last = self.moment.book.dates(table, column)
        return first[index], last[index]

    def starts(self, columns: tuple[str, ...] = ()) -> tuple[Days, Days]:
        """When each record begins to count, by the first of `columns` (else of the kind's dates) that it states."""
        if columns:
            return self._begins(columns, "absent")
        undated = self.kind.undated if self.kind.starts else "there"
        return _once(self._kept, "starts", lambda: self._begins(self.kind.starts, undated))

    def _begins(self, columns: tuple[str, ...], undated: str) -> tuple[Days, Days]:
        first = np.full(len(self.index), NEVER, np.int32)
        last = np.full(len(self.index), -1, np.int32)
        for column in columns:
            other_first, other_last = self.dates(column)
            absent = last < 0
            first, last = np.where(absent, other_first, first), np.where(absent, other_last, last)
        absent = last < 0
        earliest, latest = {"there": (0, 0), "absent": (NEVER, NEVER), "unknown": (0, NEVER)}[undated]
        return np.where(absent, earliest, first), np.where(absent, latest, last)

    def stops(self) -> tuple[Days, Days]:
        """The first day on which each record no longer holds, as bounds; NEVER where it may have no end."""
        return _once(self._kept, "stops", self._stops)

    def _stops(self) -> tuple[Days, Days]:
        first = np.full(len(self.index), NEVER, np.int32)
        last = np.full(len(self.index), NEVER, np.int32)
        if self.kind.unended == "unknown":
            ended = self.dates(self.kind.last)[1] >= 0
            first = np.where(ended, first, self.starts()[0] + 1).astype(np.int32)
        for column, after in ((self.kind.ends, 0), (self.kind.last, 1)):
            if column:
                begin, end = self.dates(column)
                stated = end >= 0
                first = np.where(stated, np.minimum(first, begin + after), first)
                last = np.where(stated, np.minimum(last, end + after), last)
        return first, last


def _once(kept: dict[str, Any], name: str, make: Callable[[], Kept]) -> Kept:
    """What is kept under a name; what `make` gives where there is nothing yet."""
    if name not in kept:
        kept[name] = make()
    found: Kept = kept[name]
    return found
