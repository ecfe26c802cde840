"""Declared fields of records and of people as values to compare: words, numbers, dates, flags, lists of words.

A field that is not on record is unknown, not "no"; a list that is not on record is empty.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cadrectl.calendar import NEVER, YEAR
from cadrectl.facts.moment import Book, Index, Moment, Rows
from cadrectl.facts.truth import Days, Limit, compare
from cadrectl.register import Column
from cadrectl.register import table as table_plan

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Words:
    """A word for each subject as a code into `words`, -1 where unknown; `reach` gives the words at least (…) a word."""

    codes: NDArray[np.int32]
    words: tuple[str, ...]
    reach: Callable[[str, str], Iterable[str]]

    def test(self, comparator: str, operands: Iterable[str]) -> tuple[Mask, Mask]:
        """Where the word surely meets the comparison with any of the operands, and where surely not."""
        wanted: set[str] = set()
        for operand in operands:
            wanted |= {operand} if comparator in ("is", "in", "not", "has_any") else set(self.reach(comparator, operand))
        hit = np.array([word in wanted for word in self.words] + [False])[self.codes]
        known = self.codes >= 0
        return (known & ~hit, hit) if comparator == "not" else (hit, known & ~hit)


@dataclass(frozen=True, slots=True)
class Numbers:
    """A number for each subject, NaN where unknown."""

    values: NDArray[np.float64]

    def test(self, comparator: str, limit: Limit) -> tuple[Mask, Mask]:
        """Where the number surely meets the limit, and where surely not."""
        unknown = np.isnan(self.values)
        low, high = np.where(unknown, -np.inf, self.values), np.where(unknown, np.inf, self.values)
        return compare(comparator, low, high, limit)


@dataclass(frozen=True, slots=True)
class Dates:
    """A date for each subject as first and last possible day; (NEVER, -1) where there is none."""

    first: Days
    last: Days

    def test(self, comparator: str, limit: Limit) -> tuple[Mask, Mask]:
        """Where the date surely meets the limit, and where surely not; an absent date is unknown."""
        absent = self.last < 0
        low = np.where(absent, -np.inf, self.first)
        high = np.where(absent, np.inf, self.last)
        return compare(comparator, low, high, limit)


@dataclass(frozen=True, slots=True)
class Flags:
    """Yes (1), no (0) or unknown (-1) for each subject."""

    values: NDArray[np.int8]

    def test(self, wanted: bool) -> tuple[Mask, Mask]:
        """Where the flag surely is as wanted, and where surely not."""
        return self.values == int(wanted), (self.values >= 0) & (self.values != int(wanted))


@dataclass(frozen=True, slots=True)
class Lists:
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
        begin, end = {"at_least": (at, None), "more_than": (at + 1, None), "at_most": (0, at + 1), "less_than": (0, at)}[
            comparator
        ]
        return order[begin:end]

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
    found = rows.source(name)
    if found is not None:
        return _stored(rows.moment.book, found[0], name, found[1], nowhere)
    source = rows.source("unit")
    assert source is not None and name.startswith("unit.")  # the parser has checked the name
    table, index = source
    units = rows.moment.book.positions(table, "unit", "units")[index]
    last_day = np.minimum(rows.stops()[1] - 1, rows.day)
    return unit_field(rows.moment.book, name.removeprefix("unit."), units, last_day.astype(np.int32))


def unit_field(book: Book, name: str, units: Index, day: Days) -> Values:
    """A field of units (rows; -1 none) at a day each: as it was then, the size of the latest year that had begun."""
    unknown = units < 0
    if name == "id":
        ids = tuple(str(one) for one in book.register.tables["units"]["id"])
        return Words(units.astype(np.int32), ids, lambda _, word: (word,))
    if name in ("kind", "stage", "area", "grade"):
        column = table_plan("units").column(name)
        assert column is not None
        values = book.register.unit_at(name, units.astype(np.int32), day)
        words = tuple(str(word) for word in values.categories)
        codes = np.where(unknown, -1, values.codes).astype(np.int32)
        return Words(codes, words, _reach(book, column, words))
    if name in ("group", "flags"):
        if not len(book.register.tables["units"]):
            return Words(np.full(len(units), -1, np.int32), (), lambda _, word: (word,))
        return _stored(book, "units", name, units, unknown)
    return _size(book, name, units, day)


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


@dataclass(frozen=True, slots=True)
class Home:
    """The home post of each person (row of `cadres.posts`), where nobody can tell, and the next day it may change."""

    post: Index
    unknown: Mask
    turn: Days


def home(moment: Moment) -> Home:
    """Which post is home at each person's day; unknown where a vaguely dated post may or may not have begun or ended."""
    book = moment.book
    days = np.zeros(len(book.people), np.int32)
    days[moment.people] = moment.day
    post = book.register.home_posts(days)[moment.people].astype(np.int64)
    rows = moment.rows("posts")
    secondment = record_field(rows, "kind")
    assert isinstance(secondment, Words)
    edges = [*rows.starts(), *rows.stops()]
    vague = ((edges[0] <= rows.day) & (rows.day < edges[1])) | ((edges[2] <= rows.day) & (rows.day < edges[3]))
    vague &= ~secondment.test("is", ("secondment",))[0]
    unknown = post < 0
    unknown[rows.holder[vague]] = True
    turn = np.full(len(post), NEVER, np.int32)
    next_edges = np.where(np.stack(edges) > rows.day, np.stack(edges), NEVER).min(axis=0).astype(np.int32)
    np.minimum.at(turn, rows.holder, next_edges)
    return Home(post, unknown, turn)


def person_field(moment: Moment, name: str) -> tuple[Values, Days]:
    """A field of people, of their unit (`unit.`) or of the post held (`post.`); and the next day on which it may change."""
    book = moment.book
    never = np.full(len(moment.people), NEVER, np.int32)
    prefix, _, rest = name.partition(".")
    if prefix == "target":
        return _target(moment, rest), never
    if prefix == "post":
        held = home(moment)
        if not len(book.register.tables["cadres.posts"]):
            return Words(np.full(len(held.post), -1, np.int32), (), lambda _, word: (word,)), never
        return _stored(book, "cadres.posts", rest, np.maximum(held.post, 0), held.unknown), held.turn
    if prefix == "unit":
        held = home(moment)
        units = units_of(book, held)
        return unit_field(book, rest, units, moment.day), held.turn
    return _stored(book, "cadres", name, moment.people, np.zeros(len(moment.people), np.bool_)), never


def units_of(book: Book, held: Home) -> Index:
    """The unit (row of `units`) of each home post, -1 where there is none or nobody can tell."""
    if not len(book.register.tables["cadres.posts"]):
        return np.full(len(held.post), -1, np.int64)
    units = book.positions("cadres.posts", "unit", "units")[np.maximum(held.post, 0)]
    return np.where(held.unknown, -1, units)


def _target(moment: Moment, name: str) -> Words:
    word = moment.target.get(name)
    column = table_plan("cadres.posts").column(name) if name in ("rank", "post") else None
    reach = _reach(moment.book, column, ()) if column is not None else (lambda _, other: (other,))
    code = -1 if word is None else 0
    return Words(np.full(len(moment.people), code, np.int32), (word or "",), reach)
