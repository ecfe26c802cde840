"""By what the body of cadres is sorted (QJ-10): age, gender, education, title, rank, years in post, stage, area.

A trait sorts the people of a moment into classes; what is not known exactly enough for one class is not known. The
classes are those of a statistic, not of any scheme, and decide nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cadrectl.calendar import YEAR
from cadrectl.facts.home import home
from cadrectl.facts.moment import Moment
from cadrectl.register import table
from cadrectl.report.document import Said
from cadrectl.text import say

Codes = NDArray[np.int64]

NOT_KNOWN = say("not known")
AGES = (30, 35, 40, 45, 50, 55)
"""The last age of each class; five years each, as statistical returns have it."""
YEARS_IN_POST = (2, 5, 8)


class Trait(Struct, frozen=True):
    """A way of sorting people: its classes, and by person the class (-1: not known); `words` as in records."""

    id: str
    title: Said
    classes: tuple[Said, ...]
    by_person: Codes
    words: tuple[str, ...] = ()

    def said(self, person: int) -> Said:
        """The class of a person (position in the moment)."""
        code = int(self.by_person[person])
        return NOT_KNOWN if code < 0 else self.classes[code]

    @property
    def used(self) -> list[tuple[int, Said]]:
        """The classes with their codes, and that of those not known (-1) where there are any."""
        known = list(enumerate(self.classes))
        return [*known, (-1, NOT_KNOWN)] if (self.by_person < 0).any() else known


def traits(moment: Moment) -> list[Trait]:
    """Every trait of the people of a moment."""
    return [make(moment) for make in TRAITS]


def rank(moment: Moment) -> Trait:
    """The rank of the home post, highest first."""
    codes = _column(moment, "cadres.posts", "rank", home(moment).post)
    column = table("cadres.posts").column("rank")
    assert column is not None
    return _graded("rank", column.label, column.words, column.word_labels, codes)


def _age(moment: Moment) -> Trait:
    first, last = moment.book.dates("cadres", "birth")
    oldest, youngest = _whole_years(moment, first[moment.people], last[moment.people])
    return Trait("age", say("age"), _spans(AGES), _banded(AGES, youngest, oldest))


def _gender(moment: Moment) -> Trait:
    return _words(moment, "cadres", "gender", moment.people)


def _education(moment: Moment) -> Trait:
    return _highest(moment, "education", "cadres.education", ("until",))


def _title(moment: Moment) -> Trait:
    return _highest(moment, "title", "cadres.titles", ("passed", "engaged"))


def _years_in_post(moment: Moment) -> Trait:
    posts = home(moment).post
    first, last = (np.append(one, 0)[posts] for one in moment.book.dates("cadres.posts", "from"))
    longest, shortest = _whole_years(moment, first, last)
    codes = _banded(YEARS_IN_POST, shortest, longest)
    codes[posts < 0] = -1
    return Trait("years", say("years in post"), _spans(YEARS_IN_POST), codes)


def _stage(moment: Moment) -> Trait:
    return _of_unit(moment, "stage")


def _area(moment: Moment) -> Trait:
    return _of_unit(moment, "area")


TRAITS: Sequence[Callable[[Moment], Trait]] = (_age, _gender, _education, _title, _years_in_post, _stage, _area)


def _whole_years(moment: Moment, first: NDArray[np.int32], last: NDArray[np.int32]) -> tuple[Codes, Codes]:
    """The most and the fewest whole years since a vague date; nothing known is anything."""
    most = np.where(last < 0, np.iinfo(np.int32).max, (moment.day - first) // YEAR)
    return most.astype(np.int64), np.where(last < 0, 0, (moment.day - last) // YEAR).astype(np.int64)


def _banded(ends: Sequence[int], low: Codes, high: Codes) -> Codes:
    """The class in which both bounds lie, -1 where they lie in different ones."""
    at = np.searchsorted(np.array(ends), low)
    return np.where(at == np.searchsorted(np.array(ends), high), at, -1).astype(np.int64)


def _spans(ends: Sequence[int]) -> tuple[Said, ...]:
    middle = [say("{low} to {high}", low=low + 1, high=high) for low, high in pairwise(ends)]
    return (say("{most} and under", most=ends[0]), *middle, say("{least} and over", least=ends[-1] + 1))


def _words(moment: Moment, name: str, column: str, rows: Codes) -> Trait:
    stated = table(name).column(column)
    assert stated is not None
    words, labels = moment.book.words(name, column), stated.word_labels or {}
    classes = tuple(labels.get(word, word) for word in words)
    return Trait(column, stated.label, classes, _column(moment, name, column, rows), words)


def _of_unit(moment: Moment, column: str) -> Trait:
    register = moment.book.register
    stated = table("units").column(column)
    assert stated is not None
    found = register.unit_at(column, home(moment).unit.astype(np.int32), moment.day)
    labels = stated.word_labels or {}
    words = list(labels)  # in the order of the schema
    order = np.append([words.index(word) for word in found.words], -1)
    classes = tuple(labels.get(word, word) for word in words)
    return Trait(column, stated.label, classes, order[found.codes].astype(np.int64))


def _column(moment: Moment, name: str, column: str, rows: Codes) -> Codes:
    """The codes of a column of words at some rows, -1 for row -1."""
    return np.append(moment.book.column(name, column), -1)[rows].astype(np.int64)


def _highest(moment: Moment, id: str, name: str, dates: tuple[str, ...]) -> Trait:
    """The highest level that a person surely has by the day; an entry without a date counts."""
    rows = moment.rows(id if id == "education" else "titles")
    column = table(name).column("level")
    assert column is not None
    begun = rows.starts(dates)[1] <= moment.day[rows.holder]
    undated = rows.starts(dates)[0] > moment.day[rows.holder]
    stated = np.zeros(len(rows.index), np.bool_)
    for date in dates:
        stated |= rows.dates(date)[1] >= 0
    counts = begun | (undated & ~stated)
    levels = _column(moment, name, "level", rows.index)
    highest = rows.only(counts).fold(np.maximum, levels[counts], -1)
    return _graded(id, table(name).label, column.words, column.word_labels, highest)


def _graded(
    id: str, title: Said, words: Sequence[str], labels: Mapping[str, Said] | None, codes: Codes
) -> Trait:
    """A trait of graded words, highest first."""
    classes = tuple((labels or {}).get(word, word) for word in reversed(words))
    return Trait(id, title, classes, np.where(codes < 0, -1, len(words) - 1 - codes))
