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
from cadrectl.records.schemas import kind_and_id
from cadrectl.records.source import Look, WatchedSource, stray
from cadrectl.records.store import Store

IN_HAND = 64 << 20
"""The most bytes of files that were read for their hash and wait to be parsed."""


@dataclass(frozen=True)
class Contents:
    """The files of a source before they are parsed.

    `digest` is of the names and contents of all files that are records: equal digests are equal records.
    `state` is of all other files too: equal states have equal problems. `place` is where the source looks.
    """

    source: WatchedSource
    place: str
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

    @property
    def mark(self) -> bytes:
        """What `earlier` needs to find these contents again."""
        return f"{self.digest} {self.state}".encode()

    def changed_since(self, before: "Contents") -> list[str]:
        """The names of the record files that hold something else than before, or are there at one time only."""
        return sorted({name for name, _ in self.hashes.items() ^ before.hashes.items()})

    def of(self, kind: str) -> list[str]:
        """The names of the files of a kind, in order."""
        likely = [name for name in self.hashes if name.startswith(("data/policies/", f"data/{kind}"))]
        return [name for name in likely if (kind_and_id(name) or ("",))[0] == kind]


def contents(source: WatchedSource, store: Store, now: int) -> Contents:
    """The contents of a source at `now` (nanoseconds).

    Where nothing has changed, one look at the list of files is all that it takes; a commit needs no second look.
    """
    seen = None if source.fixed is None else store.get(source.fixed)
    if seen is not None and (found := earlier(source, store, source.place, seen)) is not None:
        return found
    look = source.look(now)
    known = f"state:{hashlib.sha256(_joined(look.lines)).hexdigest()}"
    kept = None if look.young else store.get(known)
    if kept is not None and (found := earlier(source, store, look.place, kept)) is not None:
        if source.fixed is not None:
            store.put({source.fixed: kept})
        return found
    made = _stock(source, store, look)
    if not made.unreadable:
        marks = [] if look.young else [known, *([source.fixed] if source.fixed is not None else [])]
        store.put({f"files:{made.state}": made._kept, **dict.fromkeys(marks, made.mark)})
    return made


def earlier(source: WatchedSource, store: Store, place: str, mark: bytes) -> Contents | None:
    """The contents of a place that had that mark; None where they are not kept any more."""
    digest, state = mark.decode().split()
    files = store.get(f"files:{state}")
    return None if files is None else Contents(source, place, digest, state, files)


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
    strays = [name for name in signs if name in found and name not in hashes]
    files = json.dumps([hashes, strays]).encode()
    digests = _digests(hashes, strays, unreadable)
    return Contents(source, look.place, *digests, files, tuple(unreadable), in_hand)


def _digests(hashes: dict[str, str], strays: list[str], unreadable: list[Problem]) -> tuple[str, str]:
    digest = hashlib.sha256("".join(f"{name}\0{hashed}\n" for name, hashed in hashes.items()).encode())
    state = digest.copy()
    for name in [*strays, *(f"{problem.path}\0{problem.code}" for problem in unreadable)]:
        state.update(f"{name}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest(), state.hexdigest()


def _joined(lines: Sequence[str]) -> bytes:
    return "\0\0".join(lines).encode("utf-8", "surrogateescape")
