"""Records to tables: every kind's rows and those of its lists, column by column, each with its place.

The tables depend on what the records say and not on the order in which they come. A column is made when it is first
asked for: most questions ask for few. Nothing is judged here: what is wrong with the records has been said before.
"""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from itertools import chain
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cadrectl.records.places import lines as lines_of
from cadrectl.records.record import Record
from cadrectl.register.columns import Column, Table, plan
from cadrectl.register.grid import Coded, Columns, Grid, Values
from cadrectl.register.places import Lines, shape_of
from cadrectl.register.register import Register
from cadrectl.register.results import RESULTS, results
from cadrectl.register.values import arrays, names_of, words_of
from cadrectl.vocabulary import Vocabulary

KINDS = (
    "cadres",
    "units",
    "reserve",
    "evaluations",
    "events",
    "surveys",
    "training",
    "appointments",
    "clearings",
    "rounds",
    "listings",
    "findings",
    "plans",
    "targets",
    "funds",
    "relaxations",
)
"""The kinds that become tables. Policies, their cases, vocabularies and the workspace are read as they are;
`cadres-private` stays out, so that nothing computed from the register can show it."""

_NOTHING: dict[str, Any] = {}
Make = Callable[[], Values]


def build(records: Sequence[Record], vocabularies: Mapping[str, Vocabulary], digest: str = "") -> Register:
    """The register of these records; kinds and lists without any have empty tables with all their columns.

    The records fit their schemas, though parts may be missing (cases of a policy give only what they need).
    """
    return _built(records, _Building(vocabularies, {}, {}), digest)


Stated = Iterable[tuple[str, str, dict[str, Any]]]
"""Records as `(kind, id, value)` that stand in no files of their own (the people of a policy's cases)."""


def build_stated(values: Stated, vocabularies: Mapping[str, Vocabulary]) -> Register:
    """The register of records that stand in no files."""
    return stated_over(build((), vocabularies), values)


def stated_over(blank: Register, values: Stated) -> Register:
    """The same, with the empty tables and the vocabularies of a register of no records: for many small registers."""
    records = [Record(f"{kind}/{id}", kind, id, value, array("I")) for kind, id, value in values]
    return _built(records, _Building(blank.vocabularies, dict(blank.tables), dict(blank.words)), "")


def _built(records: Sequence[Record], made: "_Building", digest: str) -> Register:
    """The register of records; the tables of kinds without any are kept where they have been made."""
    by_kind: dict[str, list[Record]] = {kind: [] for kind in KINDS}
    for record in sorted(records, key=lambda record: record.path):
        if record.kind in by_kind:
            by_kind[record.kind].append(record)
    for kind in KINDS:
        if by_kind[kind] or kind not in made.tables:
            made.kind(plan(kind), by_kind[kind])
    made.tables[RESULTS] = results(made.tables)
    return Register(made.tables, made.words, dict(made.vocabularies), digest)


class _Rows(Struct, frozen=True):
    """Rows still as mappings, with the row of their record and, in lists, of the row around them."""

    values: Sequence[Mapping[str, Any]]
    owner: NDArray[np.int32]
    parent: NDArray[np.int32] | None


class _Building(Struct, frozen=True):
    """The tables made so far."""

    vocabularies: Mapping[str, Vocabulary]
    tables: dict[str, Grid]
    words: dict[str, tuple[str, ...]]

    def kind(self, plan: Table, records: Sequence[Record]) -> None:
        values, paths = [record.value for record in records], Coded.of(record.path for record in records)
        lines = cache(partial(_lines, plan, records))
        makers: dict[str, Make] = {
            "id": lambda: Coded.of(record.id for record in records),
            "path": lambda: paths,
            "line": lambda: np.array(lines().rows[plan.name], np.int32),
        }
        for column in plan.columns:
            makers |= self._arrays(plan.name, column, values)
            makers[f"{column.name}@line"] = partial(_line_of, lines, column.name)
        self.tables[plan.name] = Grid(Columns(makers), len(values))
        rows = _Rows(values, np.arange(len(values), dtype=np.int32), None)
        for table in plan.nested:
            self._nested(table, rows, (paths, lines))

    def _nested(self, plan: Table, above: _Rows, places: tuple[Coded, Callable[[], Lines]]) -> None:
        paths, lines = places
        rows = _rows(plan, above)
        makers: dict[str, Make] = {"owner": lambda: rows.owner}
        parent = rows.parent
        if parent is not None and above.parent is not None:
            makers["parent"] = lambda: parent
        makers["path"] = lambda: paths.take(rows.owner)
        makers["line"] = lambda: np.array(lines().rows[plan.name], np.int32)
        for column in plan.columns:
            makers |= self._arrays(plan.name, column, rows.values)
        self.tables[plan.name] = Grid(Columns(makers), len(rows.values))
        for table in plan.nested:
            self._nested(table, rows, places)

    def _arrays(self, table: str, column: Column, rows: Sequence[Mapping[str, Any]]) -> dict[str, Make]:
        """How the columns that a column becomes are made, all of them when one is asked for."""
        words = known_words(column, self.vocabularies)
        if column.type == "words":
            words = (*words, *sorted(words_of(_gathered(rows, column.keys)) - set(words)))
            self.words[f"{table}.{column.name}"] = words
        made = cache(lambda: arrays(column, _gathered(rows, column.keys), words))
        return {name: partial(_one_of, made, name) for name in names_of(column)}


def _lines(plan: Table, records: Sequence[Record]) -> Lines:
    """The lines of all rows of a kind."""
    shape, lines = shape_of(plan), Lines({table.name: [] for table in plan.all()})
    for record in records:
        lines.add(shape, record.value, lines_of(record))
    return lines


def _line_of(lines: Callable[[], Lines], name: str) -> Values:
    return np.array([found.get(name, 0) for found in lines().scalars], np.int32)


def _one_of(made: Callable[[], Mapping[str, Values]], name: str) -> Values:
    return made()[name]


def known_words(column: Column, vocabularies: Mapping[str, Vocabulary]) -> tuple[str, ...]:
    """The words that a column may hold, whether or not they occur, so that tables agree on them."""
    if column.vocabulary in vocabularies:
        return tuple(sorted(vocabularies[column.vocabulary].terms))
    return column.words


def _rows(plan: Table, above: _Rows) -> _Rows:
    """The items of a list, or the members of an open map, in every row above, in order."""
    lists = [_items(stated) for stated in _gathered(above.values, plan.keys)]
    lengths = np.array([len(items) for items in lists], np.int64)
    parent = np.repeat(np.arange(len(lists), dtype=np.int32), lengths)
    values = list(chain.from_iterable(lists))
    if values and not isinstance(values[0], dict):
        values = [{"value": value} for value in values]
    return _Rows(values, above.owner[parent], parent)


def _items(stated: Any) -> Sequence[Any]:
    if isinstance(stated, dict):
        return [{"key": key, "value": value} for key, value in stated.items()]
    return () if stated is None else stated


def _gathered(rows: Sequence[Mapping[str, Any]], keys: tuple[str, ...]) -> list[Any]:
    """The value behind the keys in every row; None where there is none."""
    for key in keys[:-1]:
        rows = [row.get(key) or _NOTHING for row in rows]
    return [row.get(keys[-1]) for row in rows]
