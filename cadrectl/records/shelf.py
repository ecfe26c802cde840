"""Parsed records and problems kept by content, so that a file is parsed once wherever and whenever it stands.

Records that hold sensitive members are never kept and are parsed each time. What is kept comes back as it was
made; that it still belongs to the file is the hash's to say.
"""

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from sys import intern
from typing import Any, Protocol

from msgspec import Struct
from msgspec.json import decode, encode
from msgspec.structs import replace

from cadrectl.problem import Problem
from cadrectl.records.bulk import without_garbage_collection
from cadrectl.records.contents import Contents
from cadrectl.records.crew import Crew
from cadrectl.records.kept import plain_problem, problem_again
from cadrectl.records.privacy import sensitive_keys
from cadrectl.records.record import Record
from cadrectl.records.schemas import kind_and_id
from cadrectl.records.source import Source
from cadrectl.records.store import NOTHING, Store
from cadrectl.records.versions import Versions, versions_in, versions_of
from cadrectl.workspace import WORKSPACE_FILE

_AT_ONCE = 2000
MANY = _AT_ONCE
"""Of fewer records at once, the memory that shared texts save is not worth the time."""


class Shelved(Struct, frozen=True):
    """Records by path and their problems; not `exact` where a file is no longer what the contents say."""

    records: list[Record]
    problems: list[Problem]
    exact: bool


class Held(Protocol):
    """Files of a source, each with the hash of what it holds."""

    def hashes_of(self, names: Iterable[str]) -> Mapping[str, str]:
        """The hashes of files by name."""

    def read_many(self, names: Sequence[str]) -> Iterator[tuple[str, bytes | Problem]]:
        """What files hold."""


class _InHand(Struct, frozen=True):
    """Files that have just been read."""

    data: Mapping[str, bytes]
    hashes: Mapping[str, str]

    def hashes_of(self, names: Iterable[str]) -> Mapping[str, str]:
        return {name: self.hashes[name] for name in names}

    def read_many(self, names: Sequence[str]) -> Iterator[tuple[str, bytes | Problem]]:
        return ((name, self.data[name]) for name in names)


def excerpt(source: Source, names: Iterable[str], store: Store = NOTHING) -> Shelved:
    """The records of a source that have these names, however many others there are.

    The problems begin with what the source says of the versions of its schemas.
    """
    versions = versions_of(source)
    read = dict(source.read_many(names))
    closed = [data for data in read.values() if isinstance(data, Problem)]
    data = {name: data for name, data in read.items() if isinstance(data, bytes)}
    hashes = {name: hashlib.sha256(held).hexdigest() for name, held in data.items()}
    with Crew() as crew:
        found = _Shelf(_InHand(data, hashes), store, versions, crew).begun(list(data)).ended(store)
    return Shelved(found.records, [*versions.problems, *closed, *found.problems], found.exact)


def read_shelved(contents: Contents, store: Store, names: Iterable[str] | None = None) -> Shelved:
    """The records of some files, or of all: from the shelf, and what is not there yet parsed and put there."""
    versions = _versions(contents, store)
    made = Shelved([], list(versions.problems), True)
    exact = True
    with without_garbage_collection(), Crew() as crew:
        for part in _Shelf(contents, store, versions, crew).parts(contents.hashes if names is None else names):
            ended = part.ended(store)
            made.records.extend(ended.records)
            made.problems.extend(ended.problems)
            exact = exact and ended.exact
    return replace(made, exact=exact)


def _versions(contents: Contents, store: Store) -> Versions:
    """What the workspace states about versions, found once for the same file."""
    hashed = contents.hashes_of([WORKSPACE_FILE]).get(WORKSPACE_FILE, "")
    kept = store.get(f"versions:{hashed}")
    if kept is not None:
        older, newer, problems = decode(kept)
        return Versions(older, frozenset(newer), tuple(map(problem_again, problems)))
    data = contents.source.read(WORKSPACE_FILE)
    made = versions_in(data)
    if isinstance(data, bytes) and hashlib.sha256(data).hexdigest() == hashed:
        plain = [made.older, sorted(made.newer), [plain_problem(one) for one in made.problems]]
        store.put({f"versions:{hashed}": encode(plain)})
    return made


class _Shelf(Struct, frozen=True):
    """Where files are looked for, and who reads those that are not there."""

    held: Held
    store: Store
    versions: Versions
    crew: Crew

    def parts(self, names: Iterable[str]) -> Iterator["_Part"]:
        """These files, some at a time, given when the next have begun: those are read while these are ended."""
        waiting, before = iter(names), None
        while some := list(islice(waiting, _AT_ONCE)):
            begun = self.begun(some)
            if before is not None:
                yield before
            before = begun
        if before is not None:
            yield before

    def begun(self, names: Sequence[str]) -> "_Part":
        """These files with what is on the shelf, all others handed out to be read."""
        hashes = self.held.hashes_of(names)
        keys = {name: key for name in names if (key := _key(name, hashes[name], self.versions))}
        kept = self.store.get_many(keys.values())
        shelved = {name: kept[key] for name, key in keys.items() if key in kept}
        read: dict[str, tuple[Record | None, list[Problem]]] = {}
        waiting: list[tuple[str, bytes]] = []
        exact = True
        for name, data in self.held.read_many([name for name in names if name not in shelved]):
            if isinstance(data, Problem):
                read[name], exact = (None, [data]), False
                continue
            exact = exact and hashlib.sha256(data).hexdigest() == hashes[name]
            if name in keys:
                waiting.append((name, data))
            else:
                read[name] = _read(name, data, self.versions)
        coming = self.crew.hand_out(partial(_put_up, self.versions), waiting)
        return _Part(names, {name: keys[name] for name, _ in waiting}, coming, shelved, read, exact)


class _Part(Struct, frozen=True):
    """Some files: those being read (`fresh`, with their keys) and `coming`, those from the shelf, and those read."""

    names: Sequence[str]
    fresh: Mapping[str, str]
    coming: Callable[[], list[bytes]]
    shelved: Mapping[str, bytes]
    read: Mapping[str, tuple[Record | None, list[Problem]]]
    exact: bool

    def ended(self, store: Store) -> Shelved:
        """All of them as records; what was read now is put on the shelf."""
        made = dict(zip(self.fresh, self.coming(), strict=True))
        if made and self.exact:
            store.put({self.fresh[name]: one for name, one in made.items()})
        read = {**self.read, **dict(_taken_down({**self.shelved, **made}))}
        return Shelved(
            [record for name in self.names if (record := read[name][0]) is not None],
            [problem for name in self.names for problem in read[name][1]],
            self.exact,
        )


def _key(name: str, hashed: str, versions: Versions) -> str | None:
    """Where a file's record is kept, None where it may not be."""
    named = kind_and_id(name)
    if named is None or named[0] in versions.older or named[0] in versions.newer or sensitive_keys(named[0]):
        return None
    return f"record:{named[0]}:{hashed}"


def _put_up(versions: Versions, file: tuple[str, bytes]) -> bytes:
    """A record without its name; JSON has no NUL, so that one can stand before the marks."""
    record, problems = _read(*file, versions)
    value = record.value if record is not None else None
    marks = record.marks.tobytes() if record is not None else b""
    return encode([value, [plain_problem(one)[1:] for one in problems]]) + b"\0" + marks


def _read(name: str, data: bytes, versions: Versions) -> tuple[Record | None, list[Problem]]:
    """A file parsed now: what that needs is loaded where a file is not on the shelf, which is seldom."""
    from cadrectl.records.read import read_record

    return read_record(name, data, versions)


def _taken_down(kept: Mapping[str, bytes]) -> Iterator[tuple[str, tuple[Record | None, list[Problem]]]]:
    """Records again under these names; read as one text, so that they share the words of their keys."""
    parts = [each.partition(b"\0") for each in kept.values()]
    values = decode(b"[" + b",".join(text for text, _, _ in parts) + b"]") if parts else []
    if len(kept) >= MANY:
        _share_words(values)
    for name, (value, problems), (_, _, marks) in zip(kept, values, parts, strict=True):
        named = kind_and_id(name)
        record = Record(name, *named, value, array("I", marks)) if named and value is not None else None
        yield name, (record, [problem_again([name, *one]) for one in problems])


def _share_words(value: Any) -> None:
    """Let equal texts below a list or mapping be one: the same words stand in every file, a third of its memory."""
    for at, below in value.items() if isinstance(value, dict) else enumerate(value):
        kind = type(below)
        if kind is str:
            value[at] = intern(below)
        elif kind is dict or kind is list:
            _share_words(below)
