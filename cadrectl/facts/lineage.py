"""Units that went on in others: under which unit a person's time in each of them counts.

A school that merged, was split or handed over stays the same school for whom it took along: of a person's units, one
that succeeds an earlier one counts as that one. Two schools in which somebody served before they merged stay two.
What the units are like is not asked here.
"""

from collections.abc import Mapping

import numpy as np

from cadrectl.calendar import NEVER
from cadrectl.facts.moment import Book, Index
from cadrectl.facts.truth import Days

SUCCESSORS, POSTS = "units.succeeded_by", "cadres.posts"


def counted_as(book: Book, people: Index, units: Index) -> Index:
    """For pairs of a person (row of `cadres`) and a unit (row of `units`, -1 none) the unit as which it counts."""
    keys, meant = book.once("lineage", lambda: _pairs(book))
    if not len(keys):
        return units
    asked = people * _width(book) + units
    at = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    return np.where((units >= 0) & (keys[at] == asked), meant[at], units)


def closed_on(book: Book) -> Days:
    """For each unit the day from which it surely is none of its own, NEVER where it still is.

    One that others have taken over on a day that is not on record always was.
    """
    last = book.dates("units", "closed")[1]
    merged = np.isin(np.arange(len(last)), book.column(SUCCESSORS, "owner"))
    return np.where(last >= 0, last, np.where(merged, 0, NEVER)).astype(np.int32)


def _width(book: Book) -> int:
    return len(book.register.tables["units"])


def _pairs(book: Book) -> tuple[Index, Index]:
    """Persons and units that count as another, as one number in rising order, and that other unit."""
    before = _predecessors(book)
    found: dict[int, int] = {}
    if before:
        units = book.register.link(POSTS, "unit")
        owners = book.column(POSTS, "owner").astype(np.int64)
        order, starts = book.link(POSTS)
        for person in sorted({*owners[np.isin(units, list(before))].tolist()}):
            career = [int(unit) for unit in units[order[starts[person] : starts[person + 1]]] if unit >= 0]
            found |= {person * _width(book) + unit: other for unit, other in _of_career(career, before).items()}
    keys = np.array(sorted(found), np.int64)
    return keys, np.array([found[int(key)] for key in keys], np.int64)


def _of_career(career: list[int], before: Mapping[int, frozenset[int]]) -> dict[int, int]:
    """Of the units of a career, in time order, those that count as an earlier one: the latest that went on in it."""
    counts_as: dict[int, int] = {}
    for place, unit in enumerate(career):
        if unit not in counts_as:
            earlier = [other for other in career[:place] if other in before.get(unit, ())]
            counts_as[unit] = counts_as[earlier[-1]] if earlier else unit
    return {unit: other for unit, other in counts_as.items() if unit != other}


def _predecessors(book: Book) -> dict[int, frozenset[int]]:
    """By unit those that went on in it, directly or through others (`validate` refuses circles)."""
    owners = book.column(SUCCESSORS, "owner").astype(np.int64).tolist()
    links = book.register.link(SUCCESSORS, "value").tolist()
    direct: dict[int, set[int]] = {}
    for unit, successor in zip(owners, links, strict=True):
        if successor >= 0:
            direct.setdefault(successor, set()).add(unit)
    return {unit: _all_before(unit, direct) for unit in direct}


def _all_before(unit: int, direct: Mapping[int, set[int]]) -> frozenset[int]:
    found: set[int] = set()
    waiting = [unit]
    while waiting:
        new = direct.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return frozenset(found)
