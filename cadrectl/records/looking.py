"""A look at a source: what each file holds is known by what it looks like, and only what looks otherwise is read.

What a file looks like is the source's to say: on disk its size, times and number, in a revision its blob. A
file touched in the moment of the look may change again and look the same, so it is read once more.
"""

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from cadrectl.problem import Problem
from cadrectl.records.blocks import cut, digest_of, runs, spliced
from cadrectl.records.contents import Block, Contents, Part, earlier, exchanged, hash_of, keep, packed, unpacked
from cadrectl.records.schemas import kind_and_id
from cadrectl.records.source import Look, WatchedSource
from cadrectl.records.store import Store

IN_HAND = 64 << 20
"""The most bytes of files that were read for their hash and wait to be parsed."""


def contents(source: WatchedSource, store: Store, now: int) -> Contents:
    """The contents of a source at `now` (nanoseconds).

    Where nothing has changed, one look at the list of files is all that it takes; a commit needs no second look.
    """
    seen = None if source.fixed is None else store.get(source.fixed)
    if seen is not None and (found := earlier(source, store, source.place, seen)) is not None:
        return found
    made = _looked(source, store, source.look(now))
    if source.fixed is not None and not made.unreadable:
        store.put({source.fixed: made.mark})
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
    read = dict(source.read_many([name for name, is_there in changed.items() if is_there]))
    fresh = {name: hash_of(data) for name, data in read.items() if isinstance(data, bytes)}
    if len(fresh) < len(read):
        return None
    records = [name for name in changed if kind_and_id(name)]
    gone = set(records) - fresh.keys()
    again = []
    for run in runs(map(before.block_of, records), lambda at: before.blocks[at].first in gone):
        known = {name: hashed for part in before.opened(run) for name, hashed in part.items() if name not in changed}
        known.update({name: fresh[name] for name in records if name in fresh and before.block_of(name) in run})
        names = sorted(known)
        parts = cut(before.blocks[run.start].first, names)
        again.append((run, [Part(first, {name: known[name] for name in names[part]}) for first, part in parts]))
    strays = tuple(sorted({*before.strays} - changed.keys() | {name for name in fresh if not kind_and_id(name)}))
    there = replace(before, source=source, place=source.place, strays=strays, _store=store, _in_hand={})
    made = exchanged(there, again)
    keep(made, store, [part for _, parts in again for part in parts])
    if source.fixed is not None:
        store.put({source.fixed: made.mark})
    return made


class _Seen(Struct, frozen=True):
    """What a place held when it was last looked at, and the digest of what the files of each block looked like.

    Blocks that are `open` have files that were young or could not be read.
    """

    held: Contents
    looks: Sequence[str]
    open: frozenset[int]


class _Piece(NamedTuple):
    """A block of the list of files: the name from which on it reaches, and what each file looks like, by name."""

    first: str
    looks: dict[str, str]
    digest: str


_Again = Sequence[tuple[range, list[_Piece]]]


class _Read(NamedTuple):
    """The hashes of files by name, why others cannot be read, and what of those just read is in hand."""

    hashes: dict[str, str]
    unreadable: list[Problem]
    in_hand: dict[str, bytes]


def _looked(source: WatchedSource, store: Store, look: Look) -> Contents:
    """The contents by what files look like: blocks that look as they did hold what they held."""
    seen = _seen(source, store, look.place)
    firsts = [block.first for block in seen.held.blocks]
    starts = [0, *(bisect_left(look.lines, first) for first in firsts[1:]), len(look.lines)]
    looks = [_digest(look.lines[start:end]) for start, end in pairwise(starts)]
    differing = [at for at, digest in enumerate(looks) if digest != seen.looks[at] or at in seen.open]
    if not differing:
        return seen.held

    def lost(at: int) -> bool:
        return starts[at] == starts[at + 1] or not look.lines[starts[at]].startswith(f"{firsts[at]}\0")

    again = [
        (run, list(_cut(firsts[run.start], look.lines[starts[run.start] : starts[run.stop]])))
        for run in runs(differing, lost)
    ]
    pieces = [piece for _, cut_anew in again for piece in cut_anew]
    old = [seen.looks[at] for run, _ in again for at in run]
    read = _read(source, look, pieces, _known(store, look.place, [*old, *(piece.digest for piece in pieces)]))
    return _kept(seen, store, look, again, read)


def _seen(source: WatchedSource, store: Store, place: str) -> _Seen:
    """What is known of a place; of one that was never looked at, that it was empty."""
    kept = store.get(place)
    about = json.loads(kept) if kept is not None else {}
    held = earlier(source, store, place, about["mark"].encode()) if about else None
    if held is None:
        return _Seen(Contents(source, place, (Block("", digest_of({}), 0),), (), (), store), [""], frozenset())
    return _Seen(held, about["looks"], frozenset(about["open"]))


def _cut(first: str, lines: Sequence[str]) -> Iterator[_Piece]:
    looks = {name: looks for line in lines for name, _, looks in [line.partition("\0")]}
    for name, part in cut(first, list(looks)):
        yield _Piece(name, dict(islice(looks.items(), part.start, part.stop)), _digest(lines[part]))


def _known(store: Store, place: str, digests: Iterable[str]) -> dict[str, str]:
    """The hash of what looked so, of the blocks that had these digests."""
    parts = store.get_many({f"looks:{place}:{digest}" for digest in digests})
    return {sign: hashed for part in parts.values() for sign, hashed in unpacked(part).items()}


def _read(source: WatchedSource, look: Look, pieces: Sequence[_Piece], known: Mapping[str, str]) -> _Read:
    """The hash of every file: known by what it looks like, or of what is read now."""
    signs = {name: _sign(look, name, looks) for piece in pieces for name, looks in piece.looks.items()}
    settled = {name: known[sign] for name, sign in signs.items() if sign in known and name not in look.young}
    made = _Read(settled, [], {})
    room = IN_HAND
    for name, data in source.read_many([name for name in signs if name not in made.hashes]):
        if isinstance(data, Problem):
            made.unreadable.append(data)
            continue
        made.hashes[name] = hash_of(data)
        room -= len(data)
        if room >= 0:
            made.in_hand[name] = data
    return made


def _sign(look: Look, name: str, looks: str) -> str:
    return looks if look.by_looks else f"{name}\0{looks}"


def _kept(seen: _Seen, store: Store, look: Look, again: _Again, read: _Read) -> Contents:
    """The contents with these blocks cut anew, kept with what they looked like for the next look."""
    fresh = [piece for _, pieces in again for piece in pieces]
    cut_anew = {at for run, _ in again for at in run}
    strays = {name for name in seen.held.strays if seen.held.block_of(name) not in cut_anew}
    strays |= {name for piece in fresh for name in piece.looks if name in read.hashes and not kind_and_id(name)}
    held = replace(seen.held, strays=tuple(sorted(strays)), unreadable=tuple(read.unreadable), _in_hand=read.in_hand)
    parts = [(run, [_part(piece, read.hashes) for piece in pieces]) for run, pieces in again]
    made = exchanged(held, parts)
    keep(made, store, [part for _, some in parts for part in some])
    settled = {name: hashed for name, hashed in read.hashes.items() if name not in look.young}
    looks = {
        f"looks:{look.place}:{piece.digest}": packed(
            {_sign(look, name, looks): settled[name] for name, looks in piece.looks.items() if name in settled}
        )
        for piece in fresh
    }
    was_open = [at in seen.open for at in range(len(seen.looks))]
    open_anew = [(run, [not settled.keys() >= piece.looks.keys() for piece in pieces]) for run, pieces in again]
    about = {
        "mark": made.mark.decode(),
        "looks": spliced(seen.looks, [(run, [piece.digest for piece in pieces]) for run, pieces in again]),
        "open": [at for at, is_open in enumerate(spliced(was_open, open_anew)) if is_open],
    }
    store.put({**looks, look.place: json.dumps(about).encode()})
    return made


def _part(piece: _Piece, hashes: Mapping[str, str]) -> Part:
    """What a block holds: its records that could be read."""
    return Part(piece.first, {name: hashes[name] for name in piece.looks if name in hashes and kind_and_id(name)})


def _digest(lines: Sequence[str]) -> str:
    return hashlib.sha256("\0\0".join(lines).encode("utf-8", "surrogateescape")).hexdigest()
