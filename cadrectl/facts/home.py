"""Which post is a person's home at a day, and in which unit it lies; not what post or unit are like."""

from dataclasses import dataclass

import numpy as np

from cadrectl.facts import selection
from cadrectl.facts.moment import Index, Moment, Rows
from cadrectl.facts.truth import FAIL, PASS, Days, Mask, both


@dataclass(frozen=True, slots=True)
class Home:
    """The home post of each person (row of `cadres.posts`, -1 for none), where nobody can tell which, and its unit.

    `unit` is a row of `units`, -1 where there is none or nobody can tell; it is known wherever every post that may
    be home lies in one unit. `turn` is the next day on which any of this may change.
    """

    post: Index
    unknown: Mask
    unit: Index
    turn: Days


def home(moment: Moment) -> Home:
    """Which post is home at each person's day; open where a stronger one may run, vaguely dated or unverified."""
    posts = moment.rows("posts")
    claims = moment.book.register.claims[posts.index]
    rows, claims = posts.only(claims >= 0), claims[claims >= 0]
    runs = both(selection.recorded(rows), selection.running(rows))
    surely = selection.by_person_max(rows, claims, runs.now == PASS)
    candidate = (runs.now != FAIL) & (claims >= surely[rows.holder])
    at_most = selection.by_person_max(rows, claims, candidate)
    strongest = candidate & (claims == at_most[rows.holder])
    post = np.full(len(moment.people), -1, np.int64)
    post[rows.holder[strongest]] = rows.index[strongest]
    unknown = (surely < 0) | (surely != at_most)
    unit = np.where(surely >= 0, _common_unit(rows, candidate), -1)
    return Home(post, unknown, unit, selection.next_change(rows, runs))


def _common_unit(rows: Rows, candidate: Mask) -> Index:
    """The unit in which all the candidates of each person lie, -1 where they lie apart or outside."""
    units = rows.moment.book.positions("cadres.posts", "unit", "units")[rows.index]
    highest = selection.by_person_max(rows, units, candidate)
    lowest = -selection.by_person_max(rows, -units, candidate)
    return np.where(highest == lowest, highest, -1)
