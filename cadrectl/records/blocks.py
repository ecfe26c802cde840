"""A sorted list of files cut in blocks, so that a change of a few files touches the few blocks that they are in.

Where a block begins is told by the names alone and not by what was there before: equal lists have equal blocks, and
a file more or less cuts or joins two blocks at most. What a block holds is for others to say.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar
from zlib import crc32

from cadrectl.records.schemas import kind_and_id

T = TypeVar("T")
USUAL = 256
"""How many files a block has on average."""


def begins(name: str) -> bool:
    """Whether a block begins with the file of that name, which must be that of a record."""
    return not crc32(name.encode("utf-8", "surrogateescape")) % USUAL and kind_and_id(name) is not None


def cut(first: str, names: Sequence[str]) -> Iterator[tuple[str, slice]]:
    """The blocks of these names in order: the name from which on each reaches, and which of the names are in it.

    The first block reaches from `first` on, whatever is there, and may be empty.
    """
    starts = [at for at, name in enumerate(names) if begins(name) and name != first]
    firsts = [first, *(names[at] for at in starts)]
    for name, start, end in zip(firsts, [0, *starts], [*starts, len(names)], strict=True):
        yield name, slice(start, end)


def runs(differing: Iterable[int], lost: Callable[[int], bool]) -> list[range]:
    """The blocks that must be cut anew, as runs of neighbours; the first block of all reaches from the very beginning.

    A block whose first name is `lost` goes to the block before it.
    """
    wanted = set(differing)
    for at in sorted(wanted, reverse=True):
        below = at
        while below and lost(below):
            below -= 1
            wanted.add(below)
    found: list[range] = []
    for at in sorted(wanted):
        if found and found[-1].stop == at:
            found[-1] = range(found[-1].start, at + 1)
        else:
            found.append(range(at, at + 1))
    return found


def spliced(blocks: Sequence[T], again: Iterable[tuple[range, Sequence[T]]]) -> list[T]:
    """The blocks, or what there is for each, with others in place of some runs of them."""
    found: list[T] = []
    done = 0
    for run, others in again:
        found += [*blocks[done : run.start], *others]
        done = run.stop
    return [*found, *blocks[done:]]


def digest_of(hashes: Mapping[str, str]) -> str:
    """The digest of a block: of the names and what each file holds."""
    return hashlib.sha256("".join(f"{name}\0{hashed}\n" for name, hashed in hashes.items()).encode()).hexdigest()


def digest_of_all(digests: Iterable[str]) -> str:
    """The digest of a list by those of its blocks."""
    return hashlib.sha256("".join(digests).encode()).hexdigest()


def digest_of_records(hashes: Mapping[str, str | None]) -> str:
    """The digest of a list of records, in order of their names; a file that cannot be read has no hash."""
    names = list(hashes)
    parts = ({name: hashed for name in names[part] if (hashed := hashes[name])} for _, part in cut("", names))
    return digest_of_all(digest_of(part) for part in parts)
