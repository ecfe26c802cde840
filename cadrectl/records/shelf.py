"""Parsed records and problems kept by content, so that a file is parsed once wherever and whenever it stands.

Records that hold sensitive members are never kept and are parsed each time. What is kept comes back as it was
made; that it still belongs to the file is the hash's to say.
"""

import hashlib
import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import islice
from typing import Any, Protocol

import orjson

from cadrectl.problem import Problem
from cadrectl.records.contents import Contents
from cadrectl.records.crew import Crew
from cadrectl.records.privacy import sensitive_keys
from cadrectl.records.read import read_record, without_garbage_collection
from cadrectl.records.record import Record
from cadrectl.records.schema import kind_and_id
from cadrectl.records.source import Source
from cadrectl.records.store import NOTHING, Store
from cadrectl.records.versions import Versions, versions_of
from cadrectl.text import Text

_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Shelved:
    """Records by path and their problems; not `exact` where a file is no longer what the contents say."""

    records: list[Record]
    problems: list[Problem]
    exact: bool


class Held(Protocol):
    """Files of a source, each with the hash of what it holds."""

    @property
    def hashes(self) -> Mapping[str, str]:
        """The hash by name."""

    def read_many(self, names: Sequence[str]) -> Iterator[tuple[str, bytes | Problem]]:
        """What files hold."""


@dataclass(frozen=True, slots=True)
class _Read:
    """Files that have just been read."""

    data: Mapping[str, bytes]
    hashes: Mapping[str, str]

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
        found = _Shelf(_Read(data, hashes), store, versions, crew).begun(list(data)).ended(store)
    return Shelved(found.records, [*versions.problems, *closed, *found.problems], found.exact)


def read_shelved(contents: Contents, store: Store, names: Iterable[str] | None = None) -> Shelved:
    """The records of some files, or of all: from the shelf, and what is not there yet parsed and put there."""
    versions = versions_of(contents.source)
    made = Shelved([], list(versions.problems), True)
    exact = True
    with without_garbage_collection(), Crew() as crew:
        for part in _Shelf(contents, store, versions, crew).parts(contents.hashes if names is None else names):
            ended = part.ended(store)
            made.records.extend(ended.records)
            made.problems.extend(ended.problems)
            exact = exact and ended.exact
    return replace(made, exact=exact)


@dataclass(frozen=True, slots=True)
class _Shelf:
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
        hashes = self.held.hashes
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
                read[name] = read_record(name, data, self.versions)
        coming = self.crew.hand_out(partial(_put_up, self.versions), waiting)
        return _Part(names, {name: keys[name] for name, _ in waiting}, coming, shelved, read, exact)


@dataclass(frozen=True, slots=True)
class _Part:
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
    record, problems = read_record(*file, versions)
    value = record.value if record is not None else None
    marks = record.marks.tobytes() if record is not None else b""
    return orjson.dumps([value, [plain_problem(one)[1:] for one in problems]]) + b"\0" + marks


def _taken_down(kept: Mapping[str, bytes]) -> Iterator[tuple[str, tuple[Record | None, list[Problem]]]]:
    """Records again under these names; read as one text, so that they share the words of their keys."""
    parts = [each.partition(b"\0") for each in kept.values()]
    values = orjson.loads(b"[" + b",".join(text for text, _, _ in parts) + b"]") if parts else []
    for name, (value, problems), (_, _, marks) in zip(kept, values, parts, strict=True):
        named = kind_and_id(name)
        record = Record(name, *named, value, array("I", marks)) if named and value is not None else None
        yield name, (record, [problem_again([name, *one]) for one in problems])


def kept_problems(contents: Contents, store: Store, as_of: date) -> tuple[int, list[Problem]] | None:
    """How many records these contents have, and all that is wrong with them at a day; None where none is kept."""
    kept = store.get(_problems_key(contents, as_of))
    if kept is None:
        return None
    number, problems = json.loads(kept)
    return number, [problem_again(one) for one in problems]


def keep_problems(contents: Contents, store: Store, as_of: date, found: tuple[int, Sequence[Problem]]) -> None:
    """Keep how many records there are and what is wrong with them, unless a file could not be read this time."""
    number, problems = found
    if not contents.unreadable:
        plain = [number, [plain_problem(one) for one in problems]]
        store.put({_problems_key(contents, as_of): json.dumps(plain).encode()})


def problems_once(store: Store, key: str, make: Callable[[], Sequence[Problem]]) -> Sequence[Problem]:
    """What `make` finds wrong, or what it found before; the key names everything that this depends on."""
    kept = store.get(key)
    if kept is not None:
        return [problem_again(one) for one in json.loads(kept)]
    made = make()
    store.put({key: json.dumps([plain_problem(one) for one in made]).encode()})
    return made


def _problems_key(contents: Contents, as_of: date) -> str:
    return f"problems:{contents.state}:{as_of.isoformat()}"


def plain_problem(problem: Problem) -> list[Any]:
    """A problem as plain values, the path first."""
    return [
        problem.path,
        problem.line,
        problem.column,
        problem.code,
        problem.severity,
        _plain(problem.message),
        _plain(problem.hint),
    ]


def problem_again(plain: Sequence[Any]) -> Problem:
    """The problem that was made plain."""
    path, line, column, code, severity, message, hint = plain
    return Problem(path, line, column, code, severity, _again(message), _again(hint))


def _plain(value: object) -> Any:
    """A sentence or one of its values; what JSON has no form for is marked by one key."""
    if isinstance(value, Text):
        return {"say": [value.msgid, {name: _plain(each) for name, each in value.values.items()}]}
    if isinstance(value, Mapping):
        return {"label": dict(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return value


def _again(plain: Any) -> Any:
    if not isinstance(plain, dict):
        return plain
    [(kind, value)] = plain.items()
    if kind == "say":
        return Text(value[0], {name: _again(each) for name, each in value[1].items()})
    return date.fromisoformat(value) if kind == "date" else value
