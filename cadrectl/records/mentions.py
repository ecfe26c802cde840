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
from cadrectl.records.contents import Contents
from cadrectl.records.schemas import schema
from cadrectl.records.store import Store


@dataclass(frozen=True, slots=True)
class Mentions:
    """The ids in every file: by the hash of what the file holds, beside those in its name."""

    hashes: Mapping[str, str]
    held: Mapping[str, Sequence[str]]

    def named_in(self, name: str) -> list[str]:
        """The ids that a file names; none where there is no such file."""
        return [*self.held[self.hashes[name]], *_in_name(name)] if name in self.hashes else []

    def naming(self, ids: Iterable[str], among: Iterable[str] | None = None) -> list[str]:
        """The files that name one of the ids, of all or of some."""
        wanted = frozenset(ids)
        if not wanted:
            return []
        return [
            name
            for name in (self.hashes if among is None else among)
            if name in self.hashes
            and (not wanted.isdisjoint(self.held[self.hashes[name]]) or not wanted.isdisjoint(_in_name(name)))
        ]


def mentions(ends: Sequence[Contents], store: Store) -> list[Mentions]:
    """What every file names in each of these states of one place; only files with what was not seen before are read."""
    key = f"mentions:{ends[0].place}"
    kept = store.get(key)
    known: dict[str, list[str]] = orjson.loads(kept) if kept is not None else {}
    seen = len(known)
    for found in ends:
        hashes = found.hashes
        for name, data in found.read_many([name for name, hashed in hashes.items() if hashed not in known]):
            text = "" if isinstance(data, Problem) else data.decode("utf-8", "replace")
            known[hashes[name]] = sorted(set(_ids().findall(text)))
    if len(known) > seen:
        store.put({key: orjson.dumps(known)})
    return [Mentions(found.hashes, known) for found in ends]


@cache
def _in_name(name: str) -> list[str]:
    return _ids().findall(name)


@cache
def _ids() -> re.Pattern[str]:
    forms = [schema(kind)["x-file-id"].strip("^$") for kind in ("cadres", "units")]
    return re.compile(rf"\b(?:{'|'.join(forms)})\b")
