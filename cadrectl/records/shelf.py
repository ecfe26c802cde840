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
        found = _part(_Read(data, hashes), store, list(data), _Readers(versions, crew))
    return Shelved(found.records, [*versions.problems, *closed, *found.problems], found.exact)


def read_shelved(contents: Contents, store: Store, names: Iterable[str] | None = None) -> Shelved:
    """The records of some files, or of all: from the shelf, and what is not there yet parsed and put there."""
    versions = versions_of(contents.source)
    made = Shelved([], list(versions.problems), True)
    exact = True
    waiting = iter(contents.hashes if names is None else names)
    with without_garbage_collection(), Crew() as crew:
        while some := list(islice(waiting, _AT_ONCE)):
            part = _part(contents, store, some, _Readers(versions, crew))
            made.records.extend(part.records)
            made.problems.extend(part.problems)
            exact = exact and part.exact
    return replace(made, exact=exact)


@dataclass(frozen=True, slots=True)
class _Readers:
    """Who reads files that are not on the shelf, and the versions that the files are in."""

    versions: Versions
    crew: Crew

    def put_up(self, files: Sequence[tuple[str, bytes]]) -> dict[str, bytes]:
        """Files as they stand on the shelf."""
        made = self.crew.done(partial(_put_up, self.versions), files)
        return {name: one for (name, _), one in zip(files, made, strict=True)}


def _part(contents: Held, store: Store, names: Sequence[str], readers: _Readers) -> Shelved:
    keys = {name: key for name in names if (key := _key(name, contents.hashes[name], readers.versions))}
    kept = store.get_many(keys.values())
    shelved = {name: kept[key] for name, key in keys.items() if key in kept}
    read: dict[str, tuple[Record | None, list[Problem]]] = {}
    waiting: list[tuple[str, bytes]] = []
    exact = True
    for name, data in contents.read_many([name for name in names if name not in shelved]):
        if isinstance(data, Problem):
            read[name], exact = (None, [data]), False
            continue
        exact = exact and hashlib.sha256(data).hexdigest() == contents.hashes[name]
        if name in keys:
            waiting.append((name, data))
        else:
            read[name] = read_record(name, data, readers.versions)
    fresh = readers.put_up(waiting)
    if fresh and exact:
        store.put({keys[name]: one for name, one in fresh.items()})
    read.update(_taken_down({**shelved, **fresh}))
    return Shelved(
        [record for name in names if (record := read[name][0]) is not None],
        [problem for name in names for problem in read[name][1]],
        exact,
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
