"""Which files can be held against which: those that share an id, as their own or as one that they name.

They are kept as an index; what it finds too much only makes neighbours of strangers.
"""

import json
from collections.abc import Iterable

from msgspec import Struct

from cadrectl.checks.marked import marked, values
from cadrectl.records.contents import Contents
from cadrectl.records.index import Index, indexed
from cadrectl.records.record import Record
from cadrectl.records.schemas import kind_and_id, schema
from cadrectl.records.store import Store

COMMON = ("workspace", "vocabularies", "policies", "rounds", "funds")
"""Kinds on which anything may rest: neighbours of all, they are not counted as neighbours of any."""

Key = tuple[str, str]


def keys_of(record: Record) -> set[Key]:
    """The kind and id of a record and of all that it names, common ones left out."""
    keys = {(record.kind, record.id), *values(marked(record.kind, "x-ref"), record.value)}
    if record.kind == "cadres-private":
        keys.add(("cadres", record.id))
    return {key for key in keys if key[0] not in COMMON}


class Neighbours(Struct, frozen=True):
    """The files of some contents by the ids that they have or name.

    `aside` are the files in folders of kinds that have none: all others of such a kind are where their id says.
    """

    contents: Contents
    aside: tuple[str, ...]
    _store: Store

    def sharing(self, keys: Iterable[Key]) -> list[str] | None:
        """The files that have or name one of these ids; None where it is not kept any more."""
        found = Index(_key(self.contents), self._store).files(map("\0".join, keys))
        return None if found is None else self.contents.names_at(found)

    def owners(self, keys: Iterable[Key]) -> list[str] | None:
        """The files that have one of these ids as their own; None where it is not kept any more."""
        wanted = set(keys)
        there = self.contents.hashes_of(f"data/{kind}/{id}.yaml" for kind, id in wanted if not _in_folders(kind))
        others = self.sharing(key for key in wanted if _in_folders(key[0]))
        likely = None if others is None else [*there, *self.aside, *others]
        return None if likely is None else [name for name in likely if kind_and_id(name) in wanted]


def neighbours(contents: Contents, store: Store) -> Neighbours | None:
    """The neighbours that were kept with these contents, None where there are none."""
    kept = store.get(f"{_key(contents)}:aside")
    return None if kept is None else Neighbours(contents, tuple(json.loads(kept)), store)


def keep_neighbours(contents: Contents, records: Iterable[Record], store: Store) -> None:
    """Keep which files share an id; a file without a record has its own id alone."""
    numbers = {name: number for number, name in enumerate(contents.hashes)}
    named = {name: key for name in numbers if (key := kind_and_id(name))}
    entries = [(key, numbers[name]) for name, key in named.items()]
    entries += [(key, numbers[record.path]) for record in records for key in keys_of(record)]
    aside = [name for name, key in named.items() if name.count("/") > 2 and not _in_folders(key[0])]
    parts = indexed(_key(contents), (("\0".join(key), number) for key, number in entries))
    store.put({**parts, f"{_key(contents)}:aside": json.dumps(aside).encode()})


def _in_folders(kind: str) -> bool:
    return "x-folder" in schema(kind)


def _key(contents: Contents) -> str:
    return f"neighbours:{contents.digest}"
