"""Where the values of a record stand in its file, at one integer a node.

The marks of a record run in document order: a mapping or sequence itself, then for each member its
key and its value, for each item the item.
"""

from array import array
from collections.abc import Callable, Iterable
from itertools import compress
from typing import Any

from cadrectl.problem import WHOLE
from cadrectl.records.record import Marks, Record

_COLUMN_BITS = 12
_COLUMN_MASK = (1 << _COLUMN_BITS) - 1
_NESTING = (dict, list)

Pointer = tuple[str | int, ...]


def pack(line: int, column: int) -> int:
    """One mark; columns beyond 4095 are given as 4095."""
    return line << _COLUMN_BITS | min(column, _COLUMN_MASK)


def unpack(mark: int) -> tuple[int, int]:
    """The (line, column) of a mark, both from 1."""
    return mark >> _COLUMN_BITS, mark & _COLUMN_MASK


def place(record: Record, pointer: Pointer) -> tuple[int, int]:
    """The (line, column) of what `pointer` names; of a mapping's member, the place of its key.

    A pointer that leads nowhere ends at the deepest node that there is.
    """
    return place_in(record.value, record.marks, pointer)


def place_in(value: Any, marks: Marks, pointer: Pointer) -> tuple[int, int]:
    """As `place`, for a value that is not a record."""
    return places_in(value, marks, pointer)[0]


def places_in(value: Any, marks: Marks, pointer: Pointer) -> tuple[tuple[int, int], tuple[int, int]]:
    """Two places: of a member its key's and its value's; of anything else its own, twice."""
    found = at = 0
    for step in pointer:
        if isinstance(value, dict) and step in value:
            at += 1
            for key, member in value.items():
                if key == step:
                    break
                at += 1 + _size(member)
            found, at = at, at + 1
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            at += 1 + sum(map(_size, value[:step]))
            found = at
        else:
            break
        value = value[step]
    return (unpack(marks[found]), unpack(marks[at])) if at < len(marks) else (WHOLE, WHOLE)


def _size(value: Any) -> int:
    """The number of marks that a value takes: one for itself, for each key, and for all that is in it."""
    members: Iterable[Any]
    if isinstance(value, dict):
        size, members = 1 + 2 * len(value), value.values()
    elif isinstance(value, list):
        size, members = 1 + len(value), value
    else:
        return 1
    for member in members:
        if isinstance(member, _NESTING):  # a plain one is counted already, without a call
            size += _size(member) - 1
    return size


def keeping(record: Record, key: str, stays: Callable[[Any], bool]) -> Record:
    """The record with only those items of one of its lists that stay, each where it stands in the file."""
    members, items = list(record.value), record.value[key]
    place_of_list = members.index(key)
    at = 3 + _sizes(record, members[:place_of_list])  # the record itself, the key and the list
    marks = record.marks[:at]
    chosen = [stays(item) for item in items]
    last = len(items) - chosen[::-1].index(True) if True in chosen else 0
    for item, stay in zip(items[:last], chosen, strict=False):
        after = at + _size(item)
        if stay:
            marks += record.marks[at:after]
        at = after
    marks += record.marks[len(record.marks) - _sizes(record, members[place_of_list + 1 :]) :]
    return Record(record.path, record.kind, record.id, {**record.value, key: list(compress(items, chosen))}, marks)


def _sizes(record: Record, members: Iterable[str]) -> int:
    """The number of marks that these members of a record take, each with its key."""
    return sum(1 + _size(record.value[member]) for member in members)


def lines(record: Record) -> Marks:
    """The line of every node of a record, in document order."""
    return array("I", [mark >> _COLUMN_BITS for mark in record.marks])
