"""Which files can be held against which: those that share an id, as their own or as one that they name.

The ids of all files are kept as one sorted array of numbers, each a checksum of the id above the number of a
file. Two ids with one checksum only make neighbours of strangers.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from zlib import crc32

from cadrectl.checks.marked import marked, values
from cadrectl.records.record import Record
from cadrectl.records.schemas import kind_and_id

COMMON = ("workspace", "vocabularies", "policies", "rounds")
"""Kinds on which anything may rest: neighbours of all, they are not counted as neighbours of any."""

Key = tuple[str, str]
_BITS = 32
"""Of a number, those that say which file it is."""


def keys_of(record: Record) -> set[Key]:
    """The kind and id of a record and of all that it names, common ones left out."""
    keys = {(record.kind, record.id), *values(marked(record.kind, "x-ref"), record.value)}
    if record.kind == "cadres-private":
        keys.add(("cadres", record.id))
    return {key for key in keys if key[0] not in COMMON}


def index(names: Sequence[str], records: Iterable[Record]) -> "array[int]":
    """Where to find the files again by the keys of their records; a file without a record has its own key alone."""
    numbers = {name: number for number, name in enumerate(names)}
    entries = {_entry(key, number) for name, number in numbers.items() if (key := kind_and_id(name))}
    entries.update(_entry(key, numbers[record.path]) for record in records for key in keys_of(record))
    return array("Q", sorted(entries))


def sharing(index: Sequence[int], keys: Iterable[Key]) -> set[int]:
    """The numbers of the files that have one of these keys."""
    found: set[int] = set()
    for key in keys:
        first = bisect_left(index, _entry(key, 0))
        last = bisect_left(index, _entry(key, 1 << _BITS), first)
        found.update(entry & (1 << _BITS) - 1 for entry in index[first:last])
    return found


def _entry(key: Key, number: int) -> int:
    return (crc32("\0".join(key).encode("utf-8", "surrogateescape")) << _BITS) + number
