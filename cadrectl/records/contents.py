"""Which files a source has and what each of them holds, by hash; a file that looks as it did is not read again.

What a file looks like is the source's to say: on disk its size, times and number, in a revision its blob. A
file touched in the moment of the look may change again and look the same, so it is read once more.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cadrectl.problem import Problem
from cadrectl.records.schemas import kind_and_id
from cadrectl.records.source import Look, WatchedSource, stray
from cadrectl.records.store import Store

IN_HAND = 64 << 20
"""The most bytes of files that were read for their hash and wait to be parsed."""
_NO_HASH = "-" * 64
_BETWEEN = "\0\0"  # stands in no name and in nothing that is said of what a file looks like


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
        known = _unpacked(self._kept)
        strays = [name for name, hashed in known.items() if hashed == _NO_HASH]
        for name in strays:
            del known[name]
        return known, strays

    @cached_property
    def _names(self) -> list[str]:
        return sorted(self.hashes)

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
        likely = {*self.beginning("data/policies/"), *self.beginning(f"data/{kind}")}
        return sorted(name for name in likely if (kind_and_id(name) or ("",))[0] == kind)

    def beginning(self, start: str) -> list[str]:
        """The names of the record files that begin so, in order."""
        first = bisect_left(self._names, start)
        return self._names[first : bisect_left(self._names, f"{start}\U0010ffff", first)]


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


def contents_since(
    source: WatchedSource, before: Contents, changed: Mapping[str, bool] | None, store: Store
) -> Contents | None:
    """The contents of a commit that has other files than `before` only where `changed` says so, which are read.

    `changed` are names, each with whether the file is there. None where they are not known or a file cannot be read at
    either time: it takes a look at all of them then.
    """
    if changed is None or before.unreadable:
        return None
    there = dict(source.read_many([name for name, is_there in changed.items() if is_there]))
    in_hand = {name: data for name, data in there.items() if isinstance(data, bytes)}
    if len(in_hand) < len(there):
        return None
    known, strays = before._found
    fresh = {name: hashlib.sha256(data).hexdigest() for name, data in in_hand.items()}
    found = {name: hashed for name, hashed in known.items() if name not in changed}
    hashes = dict(sorted({**found, **{name: hashed for name, hashed in fresh.items() if kind_and_id(name)}}.items()))
    strays = sorted({*strays} - changed.keys() | fresh.keys() - hashes.keys())
    files = _packed({**hashes, **dict.fromkeys(strays, _NO_HASH)})
    made = Contents(source, source.place, *_digests(hashes, strays, []), files, (), in_hand)
    if source.fixed is not None:
        store.put({f"files:{made.state}": made._kept, source.fixed: made.mark})
    return made


def earlier(source: WatchedSource, store: Store, place: str, mark: bytes) -> Contents | None:
    """The contents of a place that had that mark; None where they are not kept any more."""
    digest, state = mark.decode().split()
    files = store.get(f"files:{state}")
    return None if files is None else Contents(source, place, digest, state, files)


def _stock(source: WatchedSource, store: Store, look: Look) -> Contents:
    """The hash of every file: known by what it looks like, or of what is read now."""
    kept = store.get(look.place)
    known = _unpacked(kept) if kept is not None else {}
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
        store.put({look.place: _packed(now)})
    hashes = {name: found[name] for name in signs if name in found and kind_and_id(name)}
    strays = [name for name in signs if name in found and name not in hashes]
    files = _packed({**hashes, **dict.fromkeys(strays, _NO_HASH)})
    digests = _digests(hashes, strays, unreadable)
    return Contents(source, look.place, *digests, files, tuple(unreadable), in_hand)


def _digests(hashes: dict[str, str], strays: list[str], unreadable: list[Problem]) -> tuple[str, str]:
    digest = hashlib.sha256("".join(f"{name}\0{hashed}\n" for name, hashed in hashes.items()).encode())
    state = digest.copy()
    for name in [*strays, *(f"{problem.path}\0{problem.code}" for problem in unreadable)]:
        state.update(f"{name}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest(), state.hexdigest()


def _packed(hashes: Mapping[str, str]) -> bytes:
    """A hash for each text, as `_unpacked` reads it again: among very many files in a third of the time of JSON."""
    entries = [f"{hashed}{text}" for text, hashed in hashes.items()]
    return _BETWEEN.join(entries).encode("utf-8", "surrogateescape")


def _unpacked(packed: bytes) -> dict[str, str]:
    entries = packed.decode("utf-8", "surrogateescape").split(_BETWEEN) if packed else []
    return {entry[64:]: entry[:64] for entry in entries}


def _joined(lines: Sequence[str]) -> bytes:
    return _BETWEEN.join(lines).encode("utf-8", "surrogateescape")
