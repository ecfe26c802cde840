"""The tables after a few files changed: those kept from before, with the rows of the changed files put in place.

They equal what `build` makes of all records. Only the tables that are asked for are put together, and none of it
is kept: that is done when so much has changed that all are built anew.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Set
from functools import cached_property, partial
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cadrectl.records.contents import Contents
from cadrectl.records.shelf import read_shelved
from cadrectl.records.store import Store
from cadrectl.register import snapshot
from cadrectl.register.build import KINDS, build, known_words
from cadrectl.register.columns import Column, plan
from cadrectl.register.columns import table as plan_of
from cadrectl.register.grid import Coded, Columns, Grid, Values
from cadrectl.register.register import Register, Rows
from cadrectl.register.results import RESULTS, results
from cadrectl.register.values import masks_of
from cadrectl.vocabulary import Vocabulary

FEW = 500
"""The most changed files whose rows are put in place; of more, all tables are built anew."""
WORDS = "data/vocabularies/"


def kept_since(
    contents: Contents, store: Store, vocabularies: Mapping[str, Vocabulary], build_all: Callable[[], Register]
) -> Register | None:
    """The register of these contents; None where too much has changed, or no tables are kept to begin with.

    `build_all` is called when a table has been lost since.
    """
    before = snapshot.last(contents, store)
    kept = snapshot.kept(before.digest, store, vocabularies, _lost) if before else None
    changed = contents.changed_since(before) if before else None
    if kept is None or changed is None or len(changed) > FEW or any(name.startswith(WORDS) for name in changed):
        return None
    read = read_shelved(contents, store, contents.hashes_of(changed))
    fresh = build(read.records, vocabularies)
    if not read.exact:
        return None
    made = _Woven(kept, fresh, frozenset(changed), build_all)
    try:
        return Register(made, made.words, dict(vocabularies), contents.digest)
    except _LostError:
        return None


def woven(kept: Register, fresh: Register, changed: Set[str]) -> Register:
    """The tables with the rows of the `changed` files taken out, and the fresh ones of those files put in place."""
    made = _Woven(kept, fresh, changed, _lost)
    return Register(made, made.words, dict(kept.vocabularies))


class _LostError(Exception):
    """That a table of before is not kept any more."""


def _lost() -> Register:
    raise _LostError


class _Weave(Struct, frozen=True):
    """Which rows of a kept table stay, and before which of these the fresh rows come."""

    stay: NDArray[np.intp]
    before: NDArray[np.intp]

    def joined(self, kept: NDArray[Any], fresh: NDArray[Any]) -> NDArray[Any]:
        """The values of both in their order."""
        return np.insert(kept[self.stay], self.before, fresh)

    def rows(self, count: int) -> tuple[Rows, Rows]:
        """The row that each of the `count` kept rows, and each fresh one, has now; -1 where it is gone."""
        staying = np.arange(len(self.stay))
        now = np.full(count, -1, np.int32)
        now[self.stay] = staying + np.searchsorted(self.before, staying, "right")
        return now, (self.before + np.arange(len(self.before))).astype(np.int32)


class _Woven(Mapping[str, Grid]):
    """The tables by name, each woven when it is asked for: of what is kept, and of the changed files alone."""

    def __init__(self, kept: Register, fresh: Register, changed: Set[str], build_all: Callable[[], Register]) -> None:
        self.kept = kept
        self.fresh = fresh
        self.changed = changed
        self.build_all = build_all
        self._made: dict[str, Grid] = {}
        self._weaves: dict[str, _Weave] = {}

    def __getitem__(self, name: str) -> Grid:
        if name not in self._made:
            try:
                self._made[name] = results(self) if name == RESULTS else self._table(name)
            except _LostError:
                self._made.update(self.build_all().tables)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.kept.tables)

    def __len__(self) -> int:
        return len(self.kept.tables)

    @cached_property
    def words(self) -> dict[str, tuple[str, ...]]:
        """The words behind each column of masks: those known and, after them, any others that still occur."""
        tables = [table for kind in KINDS for table in plan(kind).all()]
        columns = [(table.name, column) for table in tables for column in table.columns if column.type == "words"]
        return {f"{table}.{column.name}": self._listed(table, column) for table, column in columns}

    def _listed(self, table: str, column: Column) -> tuple[str, ...]:
        known = known_words(column, self.kept.vocabularies)
        kept, fresh = (one.words[f"{table}.{column.name}"] for one in (self.kept, self.fresh))
        if known == kept == fresh:
            return known
        masks = self.kept.tables[table][column.name][self._weave(table).stay]
        bits = int(np.bitwise_or.reduce(masks, initial=0))
        strays = {word for bit, word in enumerate(kept) if bits >> bit & 1} | set(fresh)
        return (*known, *sorted(strays - set(known)))

    def _table(self, name: str) -> Grid:
        weave, columns = self._weave(name), tuple(self.kept.tables[name].columns)
        if "parent" in columns:
            self._weave(_above(name))  # now, for a column that is asked for later must not miss a table
        makers = {column: partial(self._values, name, column) for column in columns}
        return Grid(Columns(makers), len(weave.stay) + len(weave.before))

    def _values(self, name: str, column: str) -> Values:
        if column == "path" and "owner" in self.kept.tables[name]:
            return self[name.split(".")[0]].words("path").take(self[name]["owner"])
        tables = self.kept.tables[name], self.fresh.tables[name]
        weave, stated = self._weave(name), plan_of(name).column(column)
        if stated is not None and stated.type == "word":
            known = known_words(stated, self.kept.vocabularies)
            return _words(tables[0].words(column), tables[1].words(column), weave, known)
        kept, fresh = (table[column] for table in tables)
        if column in ("owner", "parent"):
            now, new = self._rows(name.split(".")[0] if column == "owner" else _above(name))
            return weave.joined(now[kept], new[fresh])
        if stated is not None and stated.type == "words":
            key = f"{name}.{column}"
            return weave.joined(
                _masks(kept, self.kept.words[key], self.words[key]),
                _masks(fresh, self.fresh.words[key], self.words[key]),
            )
        together = weave.joined(kept, fresh)
        return Coded.of(together.tolist()) if isinstance(tables[0].columns[column], Coded) else together

    def _weave(self, name: str) -> _Weave:
        """How the rows go together: those of records by path, those of lists by the record that has them."""
        if name not in self._weaves:
            kept, fresh = self.kept.tables[name], self.fresh.tables[name]
            self._weaves[name] = self._by_owner(name) if "owner" in kept else _by_path(kept, fresh, self.changed)
        return self._weaves[name]

    def _by_owner(self, name: str) -> _Weave:
        now, new = self._rows(name.split(".")[0])
        owner = now[self.kept.tables[name]["owner"]]
        stay = np.flatnonzero(owner >= 0)
        return _Weave(stay, np.searchsorted(owner[stay], new[self.fresh.tables[name]["owner"]]))

    def _rows(self, name: str) -> tuple[Rows, Rows]:
        return self._weave(name).rows(len(self.kept.tables[name]))


def _by_path(kept: Grid, fresh: Grid, changed: Set[str]) -> _Weave:
    paths = kept["path"].tolist()
    stay = [row for row, path in enumerate(paths) if path not in changed]
    staying = [paths[row] for row in stay]
    before = [bisect_left(staying, path) for path in fresh["path"].tolist()]
    return _Weave(np.array(stay, np.intp), np.array(before, np.intp))


def _above(name: str) -> str:
    """The table in whose rows the lists of a nested table stand."""
    tables = plan(name.split(".")[0]).all()
    return next(table.name for table in tables if any(nested.name == name for nested in table.nested))


def _masks(masks: NDArray[Any], words: tuple[str, ...], now: tuple[str, ...]) -> NDArray[Any]:
    """Masks over some words as masks over others."""
    if words == now:
        return masks
    found, codes = np.unique(masks, return_inverse=True)
    lists = [[word for bit, word in enumerate(words) if mask >> bit & 1 and word in now] for mask in found.tolist()]
    return masks_of(lists, now)[codes]


def _words(kept: Coded, fresh: Coded, weave: _Weave, known: tuple[str, ...]) -> Coded:
    """Both over the words that are known and, after them in sorted order, any others that still occur."""
    codes = kept.codes[weave.stay]
    used = np.bincount(codes[codes >= 0], minlength=len(kept.words))[len(known) :].tolist()
    strays = {word for word, times in zip(kept.words[len(known) :], used, strict=True) if times}
    words = (*known, *sorted(strays | set(fresh.words[len(known) :])))
    return Coded(weave.joined(kept.over(words), fresh.over(words)), words, kept.graded)
