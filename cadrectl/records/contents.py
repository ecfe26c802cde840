"""Which files a source has and what each of them holds, by hash; a file that looks as it did is not read again.

What a file looks like is the source's to say: on disk its size, times and number, in a revision its blob. A
file touched in the moment of the look may change again and look the same, so it is read once more.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cadrectl.problem import Problem
from cadrectl.records.read import stray
from cadrectl.records.schema import kind_and_id
from cadrectl.records.source import Look, WatchedSource
from cadrectl.records.store import Store

IN_HAND = 64 << 20
"""The most bytes of files that were read for their hash and wait to be parsed."""


@dataclass(frozen=True)
class Contents:
    """The files of a source before they are parsed.

    `digest` is of the names and contents of all files that are records: equal digests are equal records.
    `state` is of all other files too: equal states have equal problems.
    """

    source: WatchedSource
    digest: str
    state: str
    _kept: bytes
    unreadable: tuple[Problem, ...] = ()
    _in_hand: dict[str, bytes] = field(default_factory=dict)

    @cached_property
    def _found(self) -> tuple[dict[str, str], list[str]]:
        hashes, strays = json.loads(self._kept)
        return hashes, strays

    @property
    def hashes(self) -> dict[str, str]:
        """The hash of what each record file holds, by name in order."""
        return self._found[0]

    @property
    def problems(self) -> list[Problem]:
        """Files that are no records or cannot be read."""
        return [*map(stray, self._found[1]), *self.unreadable]

    def read_many(self, names: Sequence[str]) -> Iterator[tuple[str, bytes | Problem]]:
        """What files hold: from the reading that found their hashes, if it is still in hand, else read now."""
        late = [name for name in names if name not in self._in_hand]
        yield from ((name, self._in_hand.pop(name)) for name in names if name in self._in_hand)
        yield from self.source.read_many(late)

    def of(self, kind: str) -> list[str]:
        """The names of the files of a kind, in order."""
        likely = [name for name in self.hashes if name.startswith(("data/policies/", f"data/{kind}"))]
        return [name for name in likely if (kind_and_id(name) or ("",))[0] == kind]


def contents(source: WatchedSource, store: Store, now: int) -> Contents:
    """The contents of a source at `now` (nanoseconds).

    Where nothing has changed, one look at the list of files is all that it takes.
    """
    look = source.look(now)
    known = f"state:{hashlib.sha256(_joined(look.lines)).hexdigest()}"
    kept = None if look.young else store.get(known)
    if kept is not None:
        digests, _, files = kept.partition(b"\n")
        digest, state = digests.decode().split()
        return Contents(source, digest, state, files)
    made = _stock(source, store, look)
    if not look.young and not made.unreadable:
        store.put({known: f"{made.digest} {made.state}\n".encode() + made._kept})
    return made


def _stock(source: WatchedSource, store: Store, look: Look) -> Contents:
    """The hash of every file: known by what it looks like, or of what is read now."""
    kept = store.get(look.place)
    known: dict[str, str] = json.loads(kept) if kept is not None else {}
    signs = {name: looks if look.by_looks else line for line in look.lines for name, _, looks in [line.partition("\0")]}
    found = {name: known[sign] for name, sign in signs.items() if sign in known and name not in look.young}
    unreadable: list[Problem] = []
    in_hand: dict[str, bytes] = {}
    room = IN_HAND
    for name, data in source.read_many([name for name in signs if name not in found]):
        if isinstance(data, Problem):
            unreadable.append(data)
            continue
        found[name] = hashlib.sha256(data).hexdigest()
        room -= len(data)
        if room >= 0:
            in_hand[name] = data
    now = {sign: found[name] for name, sign in signs.items() if name in found and name not in look.young}
    if now != known:
        store.put({look.place: json.dumps(now).encode()})
    hashes = {name: found[name] for name in signs if name in found and kind_and_id(name)}
    strays = [name for name in signs if name in found and not kind_and_id(name)]
    files = json.dumps([hashes, strays]).encode()
    return Contents(source, *_digests(hashes, strays, unreadable), files, tuple(unreadable), in_hand)


def _digests(hashes: dict[str, str], strays: list[str], unreadable: list[Problem]) -> tuple[str, str]:
    digest = hashlib.sha256("".join(f"{name}\0{hashed}\n" for name, hashed in hashes.items()).encode())
    state = digest.copy()
    for name in [*strays, *(f"{problem.path}\0{problem.code}" for problem in unreadable)]:
        state.update(f"{name}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest(), state.hexdigest()


def _joined(lines: Sequence[str]) -> bytes:
    return "\0\0".join(lines).encode("utf-8", "surrogateescape")
