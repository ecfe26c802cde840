"""Which files a source has and what each of them holds, by hash; only what a change touches is looked up and read.

The list is kept in blocks of neighbouring files (`blocks.py`), each under the digest of what is in it, so that two
states share the blocks in which nothing differs. How it is found by a look at a source is in `looking.py`.
"""

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from cadrectl.problem import Problem
from cadrectl.records.blocks import digest_of, digest_of_all, spliced
from cadrectl.records.schemas import kind_and_id
from cadrectl.records.source import WatchedSource, strays
from cadrectl.records.store import Store

_AFTER = "\U0010ffff"  # behind every name
_HASH = 64  # letters of a hash
_SOME = 3  # of so many files each is looked for in a block; for more, the whole block is unpacked
_BETWEEN = "\0\0"  # stands in no name and in nothing that is said of what a file looks like


class Block(NamedTuple):
    """Neighbouring record files: the name from which on it reaches, the digest of what is in it, how many files."""

    first: str
    digest: str
    files: int


class Contents(Struct, frozen=True, dict=True):
    """The files of a source before they are parsed.

    `digest` is of the names and contents of all files that are records: equal digests are equal records.
    `state` is of all other files too: equal states have equal problems. `place` is where the source looks.
    `strays` are the files that are no records.
    """

    source: WatchedSource
    place: str
    blocks: tuple[Block, ...]
    strays: tuple[str, ...]
    unreadable: tuple[Problem, ...]
    _store: Store
    _open: dict[str, dict[str, str]] = field(default_factory=dict)
    _packed: dict[str, bytes] = field(default_factory=dict)
    _in_hand: dict[str, bytes] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        return digest_of_all(block.digest for block in self.blocks)

    @cached_property
    def state(self) -> str:
        closed = [f"{problem.path}\0{problem.code}" for problem in self.unreadable]
        text = "".join(f"{one}\n" for one in (self.digest, *self.strays, *closed))
        return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()

    @property
    def mark(self) -> bytes:
        """What `earlier` needs to find these contents again."""
        return self.state.encode()

    @property
    def problems(self) -> list[Problem]:
        """Files that are no records or cannot be read."""
        return [*strays(self.strays), *self.unreadable]

    @cached_property
    def hashes(self) -> dict[str, str]:
        """The hash of what each record file holds, by name in order: all blocks are opened for it."""
        return {name: hashed for part in self.opened(range(len(self.blocks))) for name, hashed in part.items()}

    def hashes_of(self, names: Iterable[str]) -> dict[str, str]:
        """The hashes of those of the names that are there, in their order."""
        wanted = {name: self.block_of(name) for name in names}
        self._fetch(self.blocks[at].digest for at in wanted.values())
        self.kept(at for at, number in Counter(wanted.values()).items() if number > _SOME)
        found = ((name, self._hash(name, at)) for name, at in wanted.items())
        return {name: hashed for name, hashed in found if hashed is not None}

    def __contains__(self, name: str) -> bool:
        return bool(self.hashes_of([name]))

    def _hash(self, name: str, place: int) -> str | None:
        """The hash of a file that is in a block if anywhere; a block that is not open is not unpacked for it."""
        digest = self.blocks[place].digest
        if digest in self._packed and digest not in self._open:
            return in_packed(self._packed[digest], name)
        return (self._open.get(digest) or self.opened([place])[0]).get(name)

    def beginning(self, start: str) -> list[str]:
        """The names of the record files that begin so, in order."""
        parts = self.opened(range(self.block_of(start), self.block_of(start + _AFTER) + 1))
        return [name for part in parts for name in part if name.startswith(start)]

    def number(self, start: str) -> int:
        """How many record files have names that begin so; blocks in which all names do are not opened."""
        first, last = self.block_of(start), self.block_of(start + _AFTER)
        between = sum(block.files for block in self.blocks[first + 1 : last])
        ends = (name for part in self.opened(sorted({first, last})) for name in part)
        return between + sum(name.startswith(start) for name in ends)

    def of(self, kind: str) -> list[str]:
        """The names of the files of a kind, in order."""
        likely = {*self.beginning("data/policies/"), *self.beginning(f"data/{kind}")}
        return sorted(name for name in likely if (kind_and_id(name) or ("",))[0] == kind)

    def names_at(self, numbers: Iterable[int]) -> list[str]:
        """The names of the files of these numbers: the first file has 0."""
        wanted: dict[int, list[int]] = {}
        for number in sorted(set(numbers)):
            at = bisect_right(self._starts, number) - 1
            wanted.setdefault(at, []).append(number - self._starts[at])
        self._fetch(self.blocks[at].digest for at in wanted)
        return [name for at, members in wanted.items() for name in self._names(at, members)]

    def _names(self, place: int, members: Sequence[int]) -> list[str]:
        """The names of some files of a block, which is not unpacked for it."""
        digest = self.blocks[place].digest
        if digest in self._packed and digest not in self._open:
            return texts_at(self._packed[digest], members)
        names = list(self.opened([place])[0])
        return [names[at] for at in members if at < len(names)]

    def changed_since(self, before: "Contents") -> list[str] | None:
        """The names of the record files that hold something else than before, or are there at one time only.

        None where it is not kept any more what there was before.
        """
        was, now = ({block.digest for block in each.blocks} for each in (before, self))
        gone = before.kept([at for at, block in enumerate(before.blocks) if block.digest not in now])
        come = self.opened([at for at, block in enumerate(self.blocks) if block.digest not in was])
        if None in gone:
            return None
        pairs = ({pair for part in parts if part for pair in part.items()} for parts in (gone, come))
        return sorted({name for name, _ in set.symmetric_difference(*pairs)})

    def read_many(self, names: Sequence[str]) -> Iterator[tuple[str, bytes | Problem]]:
        """What files hold: from the reading that found their hashes, if it is still in hand, else read now."""
        late = [name for name in names if name not in self._in_hand]
        yield from ((name, self._in_hand.pop(name)) for name in names if name in self._in_hand)
        yield from self.source.read_many(late)

    def earlier(self, mark: bytes) -> "Contents | None":
        """What the place held when that was its mark, None where it is not kept any more.

        A block that both have is opened once.
        """
        found = earlier(self.source, self._store, self.place, mark)
        return None if found is None else replace(found, _open=self._open, _packed=self._packed)

    def block_of(self, name: str) -> int:
        """In which block a name is, if it is there."""
        return bisect_right(self._firsts, name) - 1

    @cached_property
    def _firsts(self) -> list[str]:
        return [block.first for block in self.blocks]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(block.files for block in self.blocks)]

    def opened(self, places: Sequence[int]) -> list[dict[str, str]]:
        """What is in these blocks: the hash of each file by name. What is not kept any more is read again."""
        found = self.kept(places)
        lost = [at for at, part in zip(places, found, strict=True) if part is None]
        if lost:
            self._read_again(lost)
            found = self.kept(places)
        return [part for part in found if part is not None]

    def kept(self, places: Iterable[int]) -> list[dict[str, str] | None]:
        """What is in these blocks; None for one that is not kept any more."""
        digests = [self.blocks[at].digest for at in places]
        self._fetch(digests)
        for digest in digests:
            if digest not in self._open and digest in self._packed:
                self._open[digest] = unpacked(self._packed.pop(digest))
        return [self._open.get(digest) for digest in digests]

    def _fetch(self, digests: Iterable[str]) -> None:
        """Have these blocks here, open or still packed, as far as they are kept."""
        missing = {f"block:{one}" for one in digests if one not in self._open and one not in self._packed}
        kept = self._store.get_many(missing) if missing else {}
        self._packed.update({key.removeprefix("block:"): packed for key, packed in kept.items()})

    def _read_again(self, places: Sequence[int]) -> None:
        """Blocks that were lost, from the files as they are now; a file has no hash where it is another by now."""
        names = [name for name in self.source.names() if kind_and_id(name)]
        for at in places:
            first, digest, _ = self.blocks[at]
            end = self._firsts[at + 1] if at + 1 < len(self.blocks) else _AFTER
            here = names[bisect_left(names, first) : bisect_left(names, end)]
            part = {n: hash_of(data) for n, data in self.source.read_many(here) if not isinstance(data, Problem)}
            same = digest_of(part) == digest
            self._open[digest] = part if same else dict.fromkeys(part, "")
            self._store.put({f"block:{digest}": packed(part)} if same else {})


class Part(NamedTuple):
    """A block that was made: the name from which on it reaches, and the hash of each of its files by name."""

    first: str
    hashes: dict[str, str]


def exchanged(before: Contents, again: Sequence[tuple[range, Sequence[Part]]]) -> Contents:
    """The contents with runs of blocks cut anew; a block that both have is opened once."""
    made = [(run, [Block(one.first, digest_of(one.hashes), len(one.hashes)) for one in parts]) for run, parts in again]
    before._open.update({digest_of(part.hashes): part.hashes for _, parts in again for part in parts})
    return replace(before, blocks=tuple(spliced(before.blocks, made)))


def keep(contents: Contents, store: Store, parts: Iterable[Part]) -> None:
    """Keep the contents for `earlier` to find, of which these parts are new."""
    values = {f"block:{digest_of(part.hashes)}": packed(part.hashes) for part in parts}
    about = {"blocks": contents.blocks, "strays": contents.strays}
    store.put({**values, f"files:{contents.state}": json.dumps(about).encode()})


def earlier(source: WatchedSource, store: Store, place: str, mark: bytes) -> Contents | None:
    """The contents of a place that had that mark; None where they are not kept any more."""
    kept = store.get(f"files:{mark.decode()}")
    if kept is None:
        return None
    about = json.loads(kept)
    return Contents(source, place, tuple(Block(*one) for one in about["blocks"]), tuple(about["strays"]), (), store)


def hash_of(data: bytes) -> str:
    """What the contents say of a file that holds these bytes."""
    return hashlib.sha256(data).hexdigest()


def packed(hashes: Mapping[str, str]) -> bytes:
    """A hash for each text, as `unpacked` reads it again: among very many files in a third of the time of JSON."""
    entries = [f"{hashed}{text}" for text, hashed in hashes.items()]
    return _BETWEEN.join(entries).encode("utf-8", "surrogateescape")


def unpacked(packed: bytes) -> dict[str, str]:
    """What was packed."""
    entries = packed.decode("utf-8", "surrogateescape").split(_BETWEEN) if packed else []
    return {entry[_HASH:]: entry[:_HASH] for entry in entries}


def texts_at(packed: bytes, places: Iterable[int]) -> list[str]:
    """Some of the texts in what was packed, by their places from 0."""
    entries = packed.decode("utf-8", "surrogateescape").split(_BETWEEN)
    return [entries[at][_HASH:] for at in places]


def in_packed(packed: bytes, text: str) -> str | None:
    """The hash of one text in what was packed, None where it has none: soon found without unpacking the others."""
    wanted, between = text.encode("utf-8", "surrogateescape"), _BETWEEN.encode()
    at = packed.find(wanted)
    while at >= 0:
        start, end = at - _HASH, at + len(wanted)
        begins = start == 0 or (start > 0 and packed.endswith(between, 0, start))
        if begins and (end == len(packed) or packed.startswith(between, end)):
            return packed[start:at].decode()
        at = packed.find(wanted, at + 1)
    return None
