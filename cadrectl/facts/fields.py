"""Declared fields of records and of people as values to compare: words, numbers, dates, flags, lists of words.

A field that is not on record is unknown, not "no"; a list that is not on record is empty.
"""

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from cadrectl.calendar import NEVER, YEAR
from cadrectl.facts.home import home
from cadrectl.facts.kinds import SIZE_FIELDS, UNIT_KINDS
from cadrectl.facts.lineage import counted_as
from cadrectl.facts.moment import Book, Index, Moment, Rows
from cadrectl.facts.truth import Days, Limit, Mask, Truth, Turn, compare, decide, earlier, next_of
from cadrectl.register import Column
from cadrectl.register import table as table_plan


class Words(Struct, frozen=True):
    """A word for each subject as a code into `words`, -1 where unknown; `reach` gives the words at least (…) a word."""

    codes: NDArray[np.int32]
    words: tuple[str, ...]
    reach: Callable[[str, str], Iterable[str]]

    def test(self, comparator: str, operands: Iterable[str]) -> tuple[Mask, Mask]:
        """Where the word surely meets the comparison with any of the operands, and where surely not."""
        wanted: set[str] = set()
        for operand in operands:
            plain = comparator in ("is", "in", "not", "has_any")
            wanted |= {operand} if plain else set(self.reach(comparator, operand))
        hit = np.array([word in wanted for word in self.words] + [False])[self.codes]
        known = self.codes >= 0
        return (known & ~hit, hit) if comparator == "not" else (hit, known & ~hit)

    def spelled(self) -> list[str]:
        """The word of each subject, "" where unknown."""
        return [self.words[code] if code >= 0 else "" for code in self.codes.tolist()]


class Numbers(Struct, frozen=True):
    """A number for each subject, NaN where unknown."""

    values: NDArray[np.float64]

    def test(self, comparator: str, limit: Limit) -> tuple[Mask, Mask]:
        """Where the number surely meets the limit, and where surely not."""
        unknown = np.isnan(self.values)
        low, high = np.where(unknown, -np.inf, self.values), np.where(unknown, np.inf, self.values)
        return compare(comparator, low, high, limit)


class Dates(Struct, frozen=True):
    """A date for each subject as first and last possible day; (NEVER, -1) where there is none."""

    first: Days
    last: Days

    def test(self, comparator: str, limit: Limit) -> tuple[Mask, Mask]:
        """Where the date surely meets the limit, and where surely not; an absent date is unknown."""
        absent = self.last < 0
        low = np.where(absent, -np.inf, self.first)
        high = np.where(absent, np.inf, self.last)
        return compare(comparator, low, high, limit)


class Flags(Struct, frozen=True):
    """Yes (1), no (0) or unknown (-1) for each subject."""

    values: NDArray[np.int8]

    def test(self, wanted: bool) -> tuple[Mask, Mask]:
        """Where the flag surely is as wanted, and where surely not."""
        return self.values == int(wanted), (self.values >= 0) & (self.values != int(wanted))


class Lists(Struct, frozen=True):
    """The words of each subject as bits; `unknown` where nobody can say which."""

    bits: NDArray[np.int64]
    words: tuple[str, ...]
    unknown: Mask

    def test(self, comparator: str, operands: Iterable[str]) -> tuple[Mask, Mask]:
        """Where the list surely has any (has_all: all, not: none) of the operands, and where surely not."""
        wanted = [self.words.index(one) if one in self.words else -1 for one in operands]
        mask = np.int64(sum(1 << bit for bit in wanted if bit >= 0))
        if comparator == "has_all":
            yes = (self.bits & mask) == mask if -1 not in wanted else np.zeros(len(self.bits), np.bool_)
        else:
            yes = (self.bits & mask) != 0
            yes = ~yes if comparator == "not" else yes
        return yes & ~self.unknown, ~yes & ~self.unknown


Values = Words | Numbers | Dates | Flags | Lists


def _reach(book: Book, column: Column, words: tuple[str, ...]) -> Callable[[str, str], Iterable[str]]:
    """How the words of a column are ordered: by their vocabulary, by the schema where it grades them, or not at all."""
    vocabulary = book.register.vocabularies.get(column.vocabulary)
    if vocabulary is not None:
        orders = {
            "at_least": vocabulary.at_least,
            "at_most": vocabulary.at_most,
            "more_than": vocabulary.above,
            "less_than": vocabulary.below,
        }
        return lambda comparator, word: orders[comparator](word)
    order = column.words if column.graded else ()

    def graded(comparator: str, word: str) -> Iterable[str]:
        if word not in order:
            return (word,) if comparator in ("at_least", "at_most") else ()
        at = order.index(word)
        return {
            "at_least": order[at:],
            "more_than": order[at + 1 :],
            "at_most": order[: at + 1],
            "less_than": order[:at],
        }[comparator]

    return graded


def _stored(book: Book, table: str, name: str, index: Index, unknown: Mask) -> Values:
    """The values of a stored column at the given rows; where `unknown`, the row number means nothing."""
    column = table_plan(table).column(name)
    assert column is not None  # the parser has checked the name
    if column.type == "date":
        first, last = book.dates(table, name)
        return Dates(
            np.where(unknown, NEVER, first[index]).astype(np.int32), np.where(unknown, -1, last[index]).astype(np.int32)
        )
    values = book.column(table, name)[index]
    if column.type == "number":
        return Numbers(np.where(unknown, np.nan, values))
    if column.type == "flag":
        return Flags(np.where(unknown, -1, values).astype(np.int8))
    if column.type == "words":
        words = book.register.words[f"{table}.{name}"]
        return Lists(values.astype(np.int64), words, unknown)
    if column.attested:
        unknown = unknown | (book.column(table, f"{name}.settled")[index] == 0)
    words = book.words(table, name)
    return Words(np.where(unknown, -1, values).astype(np.int32), words, _reach(book, column, words))


def record_field(rows: Rows, name: str) -> Values:
    """A field of records: their own, that of the record around them, or of their unit as it was at their last day."""
    nowhere = np.zeros(len(rows.index), np.bool_)
    found = rows.source(name) if not name.startswith("unit.") else None
    if found is not None:
        return _stored(rows.moment.book, found[0], name, found[1], nowhere)
    units, last_days = _units_of_records(rows)
    name = name.removeprefix("unit.")
    early, late = (unit_field(rows.moment.book, name, units, day) for day in last_days)
    if isinstance(early, Words) and isinstance(late, Words):
        return replace(late, codes=np.where(early.codes == late.codes, late.codes, -1))
    return late


def present_unit(rows: Rows) -> Truth:
    """Whether each record lies in the unit where its person works at the day, or in one that went on in it."""
    found = rows.source("unit")
    assert found is not None  # the parser has checked the name
    book, people = rows.moment.book, rows.moment.people[rows.holder]
    units = counted_as(book, people, book.register.link(found[0], "unit")[found[1]].astype(np.int64))
    held = home(rows.moment)
    here = counted_as(book, people, held.unit[rows.holder])
    same = (units >= 0) & (units == here)
    return decide(same, (here >= 0) & ~same, rows.day, lambda: held.turn()[rows.holder])


def record_turn(rows: Rows, name: str) -> Days:
    """The next day on which a field of records may change: what they state never does, their unit while they run."""
    never = np.full(len(rows.index), NEVER, np.int32)
    if rows.source(name) is not None:
        return never
    units, last_days = _units_of_records(rows)
    changes = unit_turn(rows.moment.book, name.removeprefix("unit."), units, rows.day)
    return np.where(last_days[1] == rows.day, changes, never)


def _units_of_records(rows: Rows) -> tuple[Index, tuple[Days, Days]]:
    """The units of records (rows; -1 none) and the bounds of their last day so far."""
    if rows.kind in UNIT_KINDS.values():
        return rows.moment.book.column("units.posts", "owner").astype(np.int64)[rows.index], (rows.day, rows.day)
    source = rows.source("unit")
    assert source is not None  # the parser has checked the name
    table, index = source
    first, last = (np.minimum(stop - 1, rows.day).astype(np.int32) for stop in rows.stops())
    return rows.moment.book.register.link(table, "unit")[index].astype(np.int64), (first, last)


def unit_field(book: Book, name: str, units: Index, day: Days) -> Values:
    """A field of units (rows; -1 none) at a day each: as it was then, the size of the latest year that had begun."""
    unknown = units < 0
    if name == "id":
        ids = tuple(book.register.tables["units"]["id"].tolist())
        return Words(units.astype(np.int32), ids, lambda _, word: (word,))
    if name in HISTORY:
        column = table_plan("units").column(name)
        assert column is not None
        values = book.register.unit_at(name, units.astype(np.int32), day)
        words = values.words
        codes = np.where(unknown | _changing(book, units, day), -1, values.codes).astype(np.int32)
        return Words(codes, words, _reach(book, column, words))
    if name in ("group", "flags"):
        if not len(book.register.tables["units"]):
            return Words(np.full(len(units), -1, np.int32), (), lambda _, word: (word,))
        return _stored(book, "units", name, units, unknown)
    return _size(book, name, units, day)


HISTORY = ("kind", "stage", "area", "grade")
"""The fields of a unit of which its history says how they were."""


def unit_turn(book: Book, name: str, units: Index, day: Days) -> Days:
    """The next day on which a field of units (rows; -1 none) may change."""
    if name in HISTORY:
        return next_of(day, (edge[units] for edges in _history(book) for edge in edges))
    if name in SIZE_FIELDS:
        years = np.unique(book.column("units.size", "year").astype(np.int32))
        return next_of(day, (np.broadcast_to(year * np.int32(YEAR), len(day)) for year in years))
    return np.full(len(units), NEVER, np.int32)


def _changing(book: Book, units: Index, day: Days) -> Mask:
    """Where a vaguely dated change of a unit may or may not have come about."""
    open_here = np.zeros(len(units), np.bool_)
    for first, last in _history(book):
        open_here |= (first[units] <= day) & (day < last[units])
    return open_here


def _history(book: Book) -> Iterator[tuple[Days, Days]]:
    """When units changed, as bounds by row of `units` (one more for none): the first change of each, then the next."""
    owner = book.column("units.history", "owner").astype(np.int64)
    bounds = book.dates("units.history", "until")
    place = np.arange(len(owner)) - np.searchsorted(owner, owner)
    for number in range(place.max(initial=-1) + 1):
        edges = np.full((2, len(book.register.tables["units"]) + 1), -1, np.int32)
        for edge, bound in zip(edges, bounds, strict=True):
            edge[owner[place == number]] = bound[place == number]
        yield edges[0], edges[1]


def _size(book: Book, name: str, units: Index, day: Days) -> Numbers:
    owner = book.column("units.size", "owner").astype(np.int64)
    year = book.column("units.size", "year").astype(np.float64)
    value = book.column("units.size", name).astype(np.float64)
    result = np.full(len(units), np.nan)
    for one in np.unique(year):
        of_unit = np.full(len(book.register.tables["units"]) + 1, np.nan)
        of_unit[owner[year == one]] = value[year == one]
        told = of_unit[units]
        result = np.where((day // YEAR >= one) & ~np.isnan(told), told, result)
    return Numbers(result)


def person_words(moment: Moment, name: str) -> list[str]:
    """The words of a field that is a word, as the parser of the policy has checked; "" where unknown."""
    values, _ = person_field(moment, name)
    assert isinstance(values, Words)
    return values.spelled()


def person_field(moment: Moment, name: str) -> tuple[Values, Turn]:
    """A field of people, their unit (`unit.`) or the post held (`post.`); and the next day on which it may change."""
    prefix, _, rest = name.partition(".")
    if prefix == "target":
        return _target(moment, rest), lambda: np.full(len(moment.people), NEVER, np.int32)
    return moment.once(f"field: {name}", lambda: _person_field(moment, name))


def _person_field(moment: Moment, name: str) -> tuple[Values, Turn]:
    book = moment.book
    prefix, _, rest = name.partition(".")

    people, day = moment.people, moment.day

    def never() -> Days:
        return np.full(len(people), NEVER, np.int32)

    if prefix == "post":
        held = home(moment)
        if not len(book.register.tables["cadres.posts"]):
            return Words(np.full(len(held.post), -1, np.int32), (), lambda _, word: (word,)), never
        return _stored(book, "cadres.posts", rest, np.maximum(held.post, 0), held.unknown), held.turn
    if prefix == "unit":
        held = home(moment)
        turn = earlier(held.turn, lambda: unit_turn(book, rest, held.unit, day))
        return unit_field(book, rest, held.unit, moment.day), turn
    return _stored(book, "cadres", name, moment.people, np.zeros(len(moment.people), np.bool_)), never


def _target(moment: Moment, name: str) -> Words:
    word = moment.target.get(name)
    column = table_plan("cadres.posts").column(name) if name in ("rank", "post") else None
    reach = _reach(moment.book, column, ()) if column is not None else (lambda _, other: (other,))
    code = -1 if word is None else 0
    return Words(np.full(len(moment.people), code, np.int32), (word or "",), reach)
