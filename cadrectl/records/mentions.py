"""Which files name which people and units, so that what concerns a few can be found without reading everything.

It looks for what has the form of an id anywhere in a file, in its name too: it finds too much rather than too
little. What a file of a blob names is kept by that blob, and blobs never change.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache

from cadrectl.problem import Problem
from cadrectl.records.schema import schema
from cadrectl.records.source import WatchedSource
from cadrectl.records.store import Store

Mentions = Mapping[str, frozenset[str]]
"""By file name the ids that the file names."""


def mentions(source: WatchedSource, store: Store, now: int) -> Mentions:
    """What every file of a revision names; only files of blobs not seen before are read."""
    look = source.look(now)
    signs = {name: looks for line in look.lines for name, _, looks in [line.partition("\0")]}
    key = f"mentions:{look.place}"
    kept = store.get(key)
    known: dict[str, list[str]] = json.loads(kept) if kept is not None else {}
    fresh = [name for name, sign in signs.items() if sign not in known]
    for name, data in source.read_many(fresh):
        text = "" if isinstance(data, Problem) else data.decode("utf-8", "replace")
        known[signs[name]] = sorted(set(_ids().findall(text)))
    if fresh:
        store.put({key: json.dumps(known).encode()})
    return {name: frozenset([*known[sign], *_ids().findall(name)]) for name, sign in signs.items()}


def naming(found: Mentions, ids: Iterable[str]) -> list[str]:
    """The files that name one of the ids."""
    wanted = frozenset(ids)
    return [name for name, named in found.items() if not named.isdisjoint(wanted)]


@cache
def _ids() -> re.Pattern[str]:
    forms = [schema(kind)["x-file-id"].strip("^$") for kind in ("cadres", "units")]
    return re.compile(rf"\b(?:{'|'.join(forms)})\b")
