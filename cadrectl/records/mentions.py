"""Which files name which people and units, so that what concerns a few can be found without reading everything.

It looks for what has the form of an id anywhere in a file, in its name too: it finds too much rather than too
little. What the files of one state name is kept, by file and by id; of any other state, those that differ are read.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from msgspec import Struct
from msgspec.json import decode, encode

from cadrectl.problem import Problem
from cadrectl.records.contents import Contents, hash_of
from cadrectl.records.index import Index, indexed
from cadrectl.records.schemas import schema
from cadrectl.records.store import Store

FEW = 500
"""Of so many files a state may differ from the one that is kept; of more, another is kept."""

Held = dict[str, list[str]]
"""The ids in some files, by name."""


class Mentions(Struct, frozen=True):
    """The ids in every file of some contents: of those that differ from the kept `base` in `fresh`.

    `_held` are the ids in the files of some blocks of the base, by the digest of each.
    """

    contents: Contents
    base: Contents
    fresh: Held
    _store: Store
    _held: dict[str, Held]

    def named_in(self, names: Iterable[str]) -> set[str]:
        """The ids that these files name; none where there is no such file."""
        wanted = {name: self.base.block_of(name) for name in names}
        parts = self._blocks({at for name, at in wanted.items() if name not in self.fresh})
        held = (self.fresh[name] if name in self.fresh else parts[at].get(name, ()) for name, at in wanted.items())
        return {id for ids in held for id in ids}

    def naming(self, ids: Iterable[str], among: Iterable[str] | None = None) -> set[str]:
        """The files that name one of the ids, of all or of some."""
        wanted = frozenset(ids)
        if among is not None:
            return {name for name in among if not wanted.isdisjoint(self.named_in([name]))}
        numbers = Index(_key(self.base), self._store).files(wanted)
        known = self._naming(wanted) if numbers is None else self.base.names_at(numbers)
        found = set(known).difference(self.fresh)
        found.update(name for name, held in self.fresh.items() if not wanted.isdisjoint(held))
        return found

    def of_all(self) -> Held:
        """The ids in each file, by name in order."""
        parts = self._blocks(range(len(self.base.blocks)))
        known = {name: ids for part in parts.values() for name, ids in part.items() if name not in self.fresh}
        there = {name: ids for name, ids in self.fresh.items() if name in self.contents}
        return dict(sorted({**known, **there}.items()))

    def _naming(self, wanted: frozenset[str]) -> list[str]:
        parts = self._blocks(range(len(self.base.blocks)))
        return [name for part in parts.values() for name, ids in part.items() if not wanted.isdisjoint(ids)]

    def _blocks(self, places: Iterable[int]) -> dict[int, Held]:
        """The ids in the files of these blocks of the base; files that differ may be left out."""
        digests = {at: self.base.blocks[at].digest for at in places}
        missing = {_key_of(digest): digest for digest in digests.values() if digest not in self._held}
        self._held.update({missing[key]: decode(held) for key, held in self._store.get_many(missing).items()})
        for at, digest in digests.items():
            if digest not in self._held:
                names = [name for name in self.base.opened([at])[0] if name not in self.fresh]
                self._held[digest] = _read(self.contents, names)
        return {at: self._held[digest] for at, digest in digests.items()}


def mentions(ends: Sequence[Contents], store: Store) -> list[Mentions]:
    """What every file names in each of these states of one place; only files with what was not seen before are read."""
    kept = store.get(f"mentions-of:{ends[0].place}")
    base = ends[0].earlier(kept) if kept is not None else None
    made = [_since(each, base, {}, store) for each in ends] if base is not None else [None]
    known = [one for one in made if one is not None]
    if len(known) == len(ends) and all(len(one.fresh) <= FEW for one in known):
        return known
    held = _keep(ends[0], known[0].of_all() if known else _read(ends[0], list(ends[0].hashes)), store)
    return [one for each in ends if (one := _since(each, ends[0], held, store)) is not None]


def _since(contents: Contents, base: Contents, held: dict[str, Held], store: Store) -> Mentions | None:
    """The mentions of contents of which those of the base are kept; None where it is not kept what the base was."""
    changed = contents.changed_since(base)
    if changed is None:
        return None
    fresh: Held = {**{name: [] for name in changed}, **_of_few(contents, contents.hashes_of(changed), store)}
    return Mentions(contents, base, fresh, store, held)


def _of_few(contents: Contents, hashes: Mapping[str, str], store: Store) -> Held:
    """The ids in files with these hashes: kept with the hash, so that a file is read for them once."""
    keys = {name: _key_of(f"{name}:{hashed}") for name, hashed in hashes.items()}
    kept = store.get_many(keys.values())
    read = dict(contents.read_many([name for name, key in keys.items() if key not in kept]))
    named = {name: _ids_in(name, data) for name, data in read.items()}
    exact = [name for name, data in read.items() if isinstance(data, bytes) and hash_of(data) == hashes[name]]
    store.put({keys[name]: encode(named[name]) for name in exact})
    return {name: named[name] if name in named else decode(kept[key]) for name, key in keys.items()}


def _keep(contents: Contents, named: Held, store: Store) -> dict[str, Held]:
    """Keep what all files name, for later states to be told by what differs: the ids in the files of each block."""
    parts = contents.opened(range(len(contents.blocks)))
    held = {
        block.digest: {name: named[name] for name in part} for block, part in zip(contents.blocks, parts, strict=True)
    }
    entries = ((id, number) for number, name in enumerate(contents.hashes) for id in named[name])
    by_id = indexed(_key(contents), entries)
    by_file = {_key_of(digest): encode(ids) for digest, ids in held.items()}
    store.put({**by_id, **by_file, f"mentions-of:{contents.place}": contents.mark})
    return held


def _ids_in(name: str, data: bytes | Problem) -> list[str]:
    """The ids in a file; what cannot be read names what its own name says."""
    text = "" if isinstance(data, Problem) else data.decode("utf-8", "replace")
    return sorted({*_ids().findall(text), *_ids().findall(name)})


def _read(contents: Contents, names: Sequence[str]) -> Held:
    """The ids in these files."""
    return {name: _ids_in(name, data) for name, data in contents.read_many(names)}


def _key(contents: Contents) -> str:
    return f"mentions:{contents.digest}"


def _key_of(part: str) -> str:
    return f"mentioned:{part}"


@cache
def _ids() -> re.Pattern[str]:
    forms = [schema(kind)["x-file-id"].strip("^$") for kind in ("cadres", "units")]
    return re.compile(rf"\b(?:{'|'.join(forms)})\b")
