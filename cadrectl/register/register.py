"""The register: all tables at one revision, and what is asked of them by row number at a date."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import repeat

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace
from numpy.typing import NDArray

from cadrectl.register.columns import table as plan_of
from cadrectl.register.grid import Coded, Grid
from cadrectl.vocabulary import Label, Vocabulary

Rows = NDArray[np.int32]
Days = int | NDArray[np.int32]
"""One day for all, or one for each row asked about."""

HOME_KINDS = ("acting", "concurrent", "appointed")
"""The kinds of post that can be a home, the weakest claim first; a secondment keeps the home elsewhere."""


class Register(Struct, frozen=True, dict=True):
    """Tables by name (`cadres`, `cadres.posts`, …) and the words behind each column of masks.

    `words["findings.entries.what"][n]` is the word of bit `n`. Root tables are in the order of their paths.
    `tiers` and `policies` are the titles of tiers and of policies by id (or series), for reading an id as a title;
    `clauses` says what clauses ask, by path, where somebody is to read it.
    """

    tables: Mapping[str, Grid]
    words: Mapping[str, tuple[str, ...]]
    vocabularies: Mapping[str, Vocabulary]
    digest: str = ""
    tiers: Mapping[str, Label] = field(default_factory=dict)
    policies: Mapping[str, Label] = field(default_factory=dict)
    clauses: Mapping[str, Label] = field(default_factory=dict)
    _ids: dict[str, Mapping[str, int]] = field(default_factory=dict)
    _names: dict[str, dict[str, Label]] = field(default_factory=dict)
    _links: dict[tuple[str, str], Rows] = field(default_factory=dict)

    def rows(self, kind: str) -> int:
        """How many records of a kind there are."""
        return len(self.tables[kind])

    def position(self, kind: str, id: str) -> int:
        """The row of a record in its root table, -1 if there is none; of several with one id the first."""
        return self._rows_of(kind).get(id, -1)

    def _rows_of(self, kind: str) -> Mapping[str, int]:
        """The row of each id in a root table; of several with one id the first."""
        if kind not in self._ids:
            ids = self.tables[kind].words("id")
            first = np.full(len(ids.words), -1, np.int32)
            first[ids.codes[::-1]] = np.arange(len(ids.codes), dtype=np.int32)[::-1]
            self._ids[kind] = dict(zip(ids.words, first.tolist(), strict=True))
        return self._ids[kind]

    def link(self, table: str, column: str) -> Rows:
        """For every row of a table the row that a column of ids names in its root table; -1 for none."""
        if (table, column) not in self._links:
            ids, target = self.tables[table].words(column), plan_of(table).column(column)
            assert target is not None
            rows = self._rows_of(target.refers_to)
            found = np.fromiter(map(rows.get, ids.words, repeat(-1)), np.int32, len(ids.words))
            self._links[table, column] = np.append(found, np.int32(-1))[ids.codes]
        return self._links[table, column]

    def names(self, kind: str) -> Mapping[str, Label]:
        """What the records of a kind are called, by id, for reading an id as a name; of some kinds that is a title."""
        if kind == "policies":
            return self.policies
        if kind not in self._names:
            rows = self.tables[kind]
            pairs = zip(rows["id"].tolist(), rows["name" if "name" in rows else "title"].tolist(), strict=True)
            self._names[kind] = {id: {"zh": name} for id, name in pairs if name is not None}
        return self._names[kind]

    def called(self, name: Callable[[str, str], str]) -> "Register":
        """The same register with every person called otherwise: `name` is asked for each id and name."""
        people = self.tables["cadres"]
        told = Coded.of(map(name, people["id"].tolist(), people["name"].tolist()))
        return replace(self, tables={**self.tables, "cadres": people.having(name=told)}, _names={})

    def home_posts(self, days: Days) -> Rows:
        """For each cadre the row in `cadres.posts` of the home post running at the day; -1 for none.

        A post runs from the first day it may have begun until the first day it may have ended. An appointment
        comes before a concurrent post and that before an acting one; then the higher rank, then the later
        start.
        """
        posts = self.tables["cadres.posts"]
        order = self._home_order
        owner = posts["owner"][order]
        day = days if isinstance(days, int) else days[owner]
        running = (posts["from.first"][order] <= day) & (day < posts["to.first"][order])
        home = np.full(self.rows("cadres"), -1, np.int32)
        home[owner[running]] = order[running]
        return home

    @cached_property
    def claims(self) -> Rows:
        """By row of `cadres.posts` how strong its claim to be home is, by kind and rank; -1 if it never is.

        Of equal claims the later start wins.
        """
        posts = self.tables["cadres.posts"]
        kind, rank = posts.words("kind").over(HOME_KINDS), posts.words("rank")
        return np.where(kind >= 0, kind * len(rank.words) + rank.codes, -1).astype(np.int32)

    @cached_property
    def _home_order(self) -> Rows:
        """The posts that can be homes, by owner, the strongest claim last (assignment keeps the last)."""
        posts = self.tables["cadres.posts"]
        order = np.lexsort((posts["from.first"], self.claims, posts["owner"])).astype(np.int32)
        return order[self.claims[order] >= 0]

    def unit_at(self, column: str, units: Rows, days: Days) -> Coded:
        """The `kind`, `stage`, `area` or `grade` of each of the units (rows; -1: none) as it was at the day.

        A row of a unit's history says how it was before its `until`; the present value holds after the last.
        """
        now, past = self.tables["units"].words(column), self.tables["units.history"]
        before = past.words(column)
        words = (*now.words, *sorted(set(before.words).difference(now.words)))
        codes = np.append(now.codes, np.int32(-1))[units]
        was, owner, until = before.over(words), past["owner"], past["until.first"]
        for rows in _latest_first(owner, until, was >= 0):
            limit, word = np.full((2, self.rows("units") + 1), -1, np.int32)
            limit[owner[rows]], word[owner[rows]] = until[rows], was[rows]
            codes = np.where(days < limit[units], word[units], codes)
        return Coded(codes, words, now.graded)


def _latest_first(owner: Rows, until: Rows, told: NDArray[np.bool_]) -> Iterator[Rows]:
    """The rows that tell something, at most one an owner each time: the latest, then those before."""
    rows = np.flatnonzero(told)
    rows = rows[np.lexsort((-until[rows], owner[rows]))].astype(np.int32)
    place = np.arange(len(rows)) - np.searchsorted(owner[rows], owner[rows])
    for n in range(place.max(initial=-1) + 1):
        yield rows[place == n]
