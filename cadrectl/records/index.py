"""Which files have a key, by the number of each: sorted and kept in parts, so that a few keys cost a few parts.

A key is kept as its checksum: two with the same one find the files of both, too many rather than too few.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from zlib import crc32

from msgspec import Struct

from cadrectl.records.store import Store

_BITS = 32
"""Of an entry, those that say which file it is, below those of the key."""
_PARTS = 10
"""Of an entry, the first bits, which say in which part it is kept."""
_SHIFT = 2 * _BITS - _PARTS


class Index(Struct, frozen=True):
    """The files by key, as they were kept under a name."""

    name: str
    store: Store

    def files(self, keys: Iterable[str]) -> set[int] | None:
        """The numbers of the files that have one of these keys; None where that is not kept any more."""
        wanted = [_entry(key, 0) for key in keys]
        places = {_place(self.name, entry >> _SHIFT): entry >> _SHIFT for entry in wanted}
        kept = self.store.get_many(places)
        if len(kept) < len(places):
            return None
        parts = {places[key]: array("Q", part) for key, part in kept.items()}
        found: set[int] = set()
        for entry in wanted:
            part = parts[entry >> _SHIFT]
            first = bisect_left(part, entry)
            last = bisect_left(part, entry + (1 << _BITS), first)
            found.update(each & (1 << _BITS) - 1 for each in part[first:last])
        return found


def indexed(name: str, entries: Iterable[tuple[str, int]]) -> dict[str, bytes]:
    """What to keep of keys, each with the number of a file that has it, for an `Index` of that name."""
    ordered = array("Q", sorted({_entry(key, number) for key, number in entries}))
    ends = [bisect_left(ordered, part << _SHIFT) for part in range((1 << _PARTS) + 1)]
    return {_place(name, part): ordered[ends[part] : ends[part + 1]].tobytes() for part in range(1 << _PARTS)}


def _place(name: str, part: int) -> str:
    return f"{name}:{part}"


def _entry(key: str, number: int) -> int:
    return (crc32(key.encode("utf-8", "surrogateescape")) << _BITS) + number
