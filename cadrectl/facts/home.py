"""Which post is a person's home at a day, and in which unit it lies; not what post or unit are like."""

from functools import cache

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from cadrectl.calendar import NEVER
from cadrectl.facts import selection
from cadrectl.facts.moment import Index, Moment, Rows
from cadrectl.facts.truth import FAIL, PASS, Mask, Truth, Turn, both


class Home(Struct, frozen=True):
    """The home post of each person (row of `cadres.posts`, -1 for none), where nobody can tell which, and its unit.

    `unit` is a row of `units`, -1 where there is none or nobody can tell; it is known wherever every post that may
    be home lies in one unit. `turn` is the next day on which any of this may change.
    """

    post: Index
    unknown: Mask
    unit: Index
    turn: Turn


_APART = 1 << 22  # more than any code


def home(moment: Moment) -> Home:
    """Which post is home at each person's day; open where another may be that is vaguely dated. A unit is its own.

    An unverified document leaves open whether a post counts as experience, not where the person works.
    """
    return moment.once("home", lambda: _home(moment))


class Workplaces(Struct, frozen=True):
    """Where people work: pairs of a person's position and a row of `units`, and whether that is certain."""

    person: Index
    unit: Index
    sure: Mask


def workplaces(moment: Moment) -> Workplaces:
    """Every unit in which each person may be at home; certain where there is no other."""
    certain, found = home(moment).unit, _posts(moment)
    surely, rows = np.flatnonzero(certain >= 0), found.rows
    units = moment.book.register.link("cadres.posts", "unit")[rows.index].astype(np.int64)
    vague = found.may_be & (units >= 0) & (certain[rows.holder] < 0)
    person, unit = np.unique(np.stack([rows.holder[vague], units[vague]]), axis=1)
    sure = np.arange(len(surely) + len(person)) < len(surely)
    return Workplaces(np.concatenate([surely, person]), np.concatenate([certain[surely], unit]), sure)


def _home(moment: Moment) -> Home:
    if moment.units is not None:
        nobody = np.full(len(moment.units), -1, np.int64)
        return Home(nobody, np.ones(len(nobody), np.bool_), moment.units, lambda: np.full(len(nobody), NEVER, np.int32))
    found = _posts(moment)
    unit = np.where(found.surely, _common_unit(found.rows, found.may_be), -1)
    several = np.bincount(found.rows.holder[found.may_be], minlength=len(unit)) > 1
    rows = replace(found.rows, moment=moment.bare())  # what is kept with the moment does not hold it
    runs = found.runs
    turn = cache(lambda: selection.next_change(rows, runs))
    return Home(found.foremost, ~found.surely | several, unit, turn)


class _Posts(Struct, frozen=True):
    """The posts that can be a home and those that may be it; by person the foremost, and whether one surely is."""

    rows: Rows
    runs: Truth
    may_be: Mask
    foremost: Index
    surely: Mask


def _posts(moment: Moment) -> _Posts:
    posts = moment.rows("posts")
    claims = moment.book.register.claims[posts.index].astype(np.int64)
    rows, claims = posts.only(claims >= 0), claims[claims >= 0]
    runs = both(selection.begun(rows), selection.running(rows))
    first, last = rows.starts()
    weakest, strongest = claims * _APART + first, claims * _APART + np.minimum(last, rows.day)
    surely = selection.by_person_max(rows, weakest, runs.now == PASS)
    candidate = (runs.now != FAIL) & (strongest >= surely[rows.holder])
    foremost = candidate & (weakest == selection.by_person_max(rows, weakest, candidate)[rows.holder])
    equal = foremost & (weakest == strongest) & (runs.now == PASS)  # of posts begun on one day the one written last
    post = np.full(len(moment.people), -1, np.int64)
    post[rows.holder[foremost]] = rows.index[foremost]
    may_be = candidate & (~equal | (rows.index == post[rows.holder]))
    return _Posts(rows, runs, may_be, post, surely >= 0)


def _common_unit(rows: Rows, candidate: Mask) -> Index:
    """The unit in which all the candidates of each person lie, -1 where they lie apart or outside."""
    units = rows.moment.book.register.link("cadres.posts", "unit")[rows.index]
    highest = selection.by_person_max(rows, units, candidate)
    lowest = selection.by_person_min(rows, units, candidate)
    return np.where(highest == lowest, highest, -1)
