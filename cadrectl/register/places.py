"""The line of every row and of every root value, from the places that reading kept in document order.

Reading keeps one number a node (mapping, key, value, list, item), so a line is found by counting nodes, and
nodes are counted once, in one walk over the record beside the plan of its tables.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from cadrectl.register.columns import Table


class Shape(Struct, frozen=True):
    """The tables under a mapping, by key; `table` is its own name where it is a table's row, else ""."""

    table: str
    members: Mapping[str, "Shape"]


_PLAIN = Shape("", {})


def shape_of(table: Table) -> Shape:
    """The tree of keys that lead to the tables nested in this one."""
    return _shape(table.name, [(nested.keys, nested) for nested in table.nested])


def _shape(name: str, below: Sequence[tuple[tuple[str, ...], Table]]) -> Shape:
    members: dict[str, Shape] = {}
    for key in dict.fromkeys(keys[0] for keys, _ in below):
        inner = [(keys[1:], table) for keys, table in below if keys[0] == key]
        ends = [table for keys, table in inner if not keys]
        members[key] = shape_of(ends[0]) if ends else _shape("", inner)
    return Shape(name, members)


class Lines(Struct):
    """The lines of one kind's records, filled record by record; 0 where a record has no places.

    `rows` has by table one line a row, in document order; `scalars` has for each record the line of each key
    that is not inside a list, by its dotted name.
    """

    rows: dict[str, list[int]]
    scalars: list[dict[str, int]] = field(default_factory=list)
    _nodes: Sequence[int] = ()

    def add(self, shape: Shape, value: Mapping[str, Any], nodes: Sequence[int]) -> None:
        """Walks one record; `nodes` has a line for each of its nodes, or none at all."""
        self._nodes = nodes
        self.scalars.append({})
        self.rows[shape.table].append(self._line(0))
        self._mapping(shape, "", value, 0)

    def _mapping(self, shape: Shape, above: str | None, value: Mapping[str, Any], at: int) -> int:
        """Walks the mapping that is node `at`; returns the next node's number. In a list `above` is None."""
        at += 1
        for key, member in value.items():
            if above is not None:
                self.scalars[-1][above + key] = self._line(at)
            at += 1
            if isinstance(member, str):
                at += 1
            elif isinstance(member, dict):
                inner, below = None if above is None else f"{above}{key}.", shape.members.get(key, _PLAIN)
                at = self._open_map(below, member, at) if below.table else self._mapping(below, inner, member, at)
            elif isinstance(member, list):
                at = self._list(shape.members.get(key, _PLAIN), member, at)
            else:
                at += 1
        return at

    def _open_map(self, shape: Shape, value: Mapping[str, Any], at: int) -> int:
        """Walks a mapping each of whose members is a row and has a plain value."""
        self.rows[shape.table] += [self._line(at + 1 + 2 * row) for row in range(len(value))]
        return at + 1 + 2 * len(value)

    def _list(self, shape: Shape, items: Sequence[Any], at: int) -> int:
        at += 1
        for item in items:
            if shape.table:
                self.rows[shape.table].append(self._line(at))
            at = self._mapping(shape, None, item, at) if isinstance(item, dict) else at + 1
        return at

    def _line(self, at: int) -> int:
        return self._nodes[at] if self._nodes else 0
