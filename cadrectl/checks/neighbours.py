"""Which files can be held against which: those that share an id, as their own or as one that they name.

The ids of all files are kept as sorted numbers, each a checksum of the id above the number of a file, in parts by
their first bits, so that a few ids are looked up in a few parts. Two ids with one checksum only make neighbours of
strangers.
"""

import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

from cadrectl.checks.marked import marked, values
from cadrectl.records.contents import Contents
from cadrectl.records.record import Record
from cadrectl.records.schemas import kind_and_id, schema
from cadrectl.records.store import Store

COMMON = ("workspace", "vocabularies", "policies", "rounds")
"""Kinds on which anything may rest: neighbours of all, they are not counted as neighbours of any."""

Key = tuple[str, str]
_BITS = 32
"""Of a number, those that say which file it is."""
_PARTS = 10
"""Of a number, the first bits, which say in which part it is kept."""


def keys_of(record: Record) -> set[Key]:
    """The kind and id of a record and of all that it names, common ones left out."""
    keys = {(record.kind, record.id), *values(marked(record.kind, "x-ref"), record.value)}
    if record.kind == "cadres-private":
        keys.add(("cadres", record.id))
    return {key for key in keys if key[0] not in COMMON}


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The files of some contents by the ids that they have or name.

    `aside` are the files in folders of kinds that have none: all others of such a kind are where their id says.
    """

    contents: Contents
    aside: tuple[str, ...]
    _store: Store

    def sharing(self, keys: Iterable[Key]) -> list[str] | None:
        """The files that have or name one of these ids; None where it is not kept any more."""
        wanted = [_entry(key, 0) for key in keys]
        parts = _parts(self._store, self.contents, {entry >> 2 * _BITS - _PARTS for entry in wanted})
        if parts is None:
            return None
        found: set[int] = set()
        for entry in wanted:
            part = parts[entry >> 2 * _BITS - _PARTS]
            first = bisect_left(part, entry)
            last = bisect_left(part, entry + (1 << _BITS), first)
            found.update(each & (1 << _BITS) - 1 for each in part[first:last])
        return self.contents.names_at(found)

    def owners(self, keys: Iterable[Key]) -> list[str] | None:
        """The files that have one of these ids as their own; None where it is not kept any more."""
        wanted = set(keys)
        there = self.contents.hashes_of(f"data/{kind}/{id}.yaml" for kind, id in wanted if not _in_folders(kind))
        others = self.sharing(key for key in wanted if _in_folders(key[0]))
        likely = None if others is None else [*there, *self.aside, *others]
        return None if likely is None else [name for name in likely if kind_and_id(name) in wanted]


def neighbours(contents: Contents, store: Store) -> Neighbours | None:
    """The neighbours that were kept with these contents, None where there are none."""
    kept = store.get(_key(contents))
    return None if kept is None else Neighbours(contents, tuple(json.loads(kept)), store)


def keep_neighbours(contents: Contents, records: Iterable[Record], store: Store) -> None:
    """Keep which files share an id; a file without a record has its own id alone."""
    numbers = {name: number for number, name in enumerate(contents.hashes)}
    named = {name: key for name in numbers if (key := kind_and_id(name))}
    entries = {_entry(key, numbers[name]) for name, key in named.items()}
    entries.update(_entry(key, numbers[record.path]) for record in records for key in keys_of(record))
    ordered = array("Q", sorted(entries))
    ends = [bisect_left(ordered, part << 2 * _BITS - _PARTS) for part in range((1 << _PARTS) + 1)]
    parts = {_key(contents, at): ordered[ends[at] : ends[at + 1]].tobytes() for at in range(1 << _PARTS)}
    aside = [name for name, key in named.items() if name.count("/") > 2 and not _in_folders(key[0])]
    store.put({**parts, _key(contents): json.dumps(aside).encode()})


def _parts(store: Store, contents: Contents, places: Iterable[int]) -> "dict[int, Sequence[int]] | None":
    keys = {_key(contents, at): at for at in places}
    kept = store.get_many(keys)
    return {keys[key]: array("Q", part) for key, part in kept.items()} if len(kept) == len(keys) else None


def _in_folders(kind: str) -> bool:
    return "x-folder" in schema(kind)


def _key(contents: Contents, part: int | str = "aside") -> str:
    return f"neighbours:{contents.digest}:{part}"


def _entry(key: Key, number: int) -> int:
    return (crc32("\0".join(key).encode("utf-8", "surrogateescape")) << _BITS) + number
