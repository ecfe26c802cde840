"""Which files name which people and units, so that what concerns a few can be found without reading everything.

It looks for what has the form of an id anywhere in a file, in its name too: it finds too much rather than too
little. What a file names is kept by what it holds.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import orjson

from cadrectl.problem import Problem
from cadrectl.records.schemas import schema
from cadrectl.records.stock import Contents
from cadrectl.records.store import Store


@dataclass(frozen=True, slots=True)
class Mentions:
    """The ids in every file: by the hash of what the file holds, beside those in its name."""

    hashes: Mapping[str, str]
    held: Mapping[str, Sequence[str]]

    def named_in(self, name: str) -> list[str]:
        """The ids that a file names; none where there is no such file."""
        return [*self.held[self.hashes[name]], *_ids().findall(name)] if name in self.hashes else []

    def naming(self, ids: Iterable[str]) -> list[str]:
        """The files that name one of the ids."""
        wanted = frozenset(ids)
        holding = {hashed for hashed, named in self.held.items() if not wanted.isdisjoint(named)}
        return [
            name
            for name, hashed in self.hashes.items()
            if hashed in holding or not wanted.isdisjoint(_ids().findall(name))
        ]


def mentions(found: Contents, store: Store) -> Mentions:
    """What every file names; only files that hold what was not seen before are read."""
    key = f"mentions:{found.place}"
    kept = store.get(key)
    known: dict[str, list[str]] = orjson.loads(kept) if kept is not None else {}
    hashes = found.hashes
    fresh = [name for name, hashed in hashes.items() if hashed not in known]
    for name, data in found.read_many(fresh):
        text = "" if isinstance(data, Problem) else data.decode("utf-8", "replace")
        known[hashes[name]] = sorted(set(_ids().findall(text)))
    if fresh:
        store.put({key: orjson.dumps(known)})
    return Mentions(hashes, known)


@cache
def _ids() -> re.Pattern[str]:
    forms = [schema(kind)["x-file-id"].strip("^$") for kind in ("cadres", "units")]
    return re.compile(rf"\b(?:{'|'.join(forms)})\b")
