"""What is wrong after a few files changed, worked out from what was wrong when all records were checked.

Only the changed files and their neighbours are read and checked, as they were and as they are: what is found of
the one and not of the other has gone or come. What only seems wrong because so few are looked at is found both
times and cancels out.
"""

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from cadrectl import checks
from cadrectl.checks.neighbours import COMMON, index, keys_of, sharing
from cadrectl.problem import Problem
from cadrectl.records.contents import Contents, earlier
from cadrectl.records.kept import kept_problems, plain_problem
from cadrectl.records.read import without_garbage_collection
from cadrectl.records.record import Record
from cadrectl.records.schemas import kind_and_id
from cadrectl.records.shelf import Shelved, read_shelved
from cadrectl.records.store import Store

FEW = 500
"""The most changed files of which the neighbours are looked for; of more, all records are checked."""
FAR = (*COMMON, "units", "cadres-private")
"""Kinds of which a change reaches further than to neighbours, or which are never kept as they were."""


class Found(NamedTuple):
    """How many records there are, and all that is wrong with them and between them, by path and place."""

    number: int
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class _Base:
    """Contents all of which were checked together, what was found, and the index of their neighbours."""

    contents: Contents
    found: Found
    links: "array[int]"


def found_in(
    read: Sequence[Record], problems: Iterable[Problem], as_of: date, differing: Iterable[str] | None = None
) -> Found:
    """What is wrong between these records at a day, and the `problems` of their files.

    `differing` are the files that two compared states do not share; within the others nothing is looked for then.
    """
    stated = list(problems)
    unread = [problem.path for problem in stated if problem.is_error]
    with without_garbage_collection():
        return Found(len(read), _in_order([*stated, *checks.run(read, as_of, unread, differing)]))


def keep_as_base(read: Sequence[Record], contents: Contents, store: Store, as_of: date) -> None:
    """Let later runs begin with these contents: their records are all `read`, and what was found is kept."""
    if not contents.unreadable:
        links = index(list(contents.hashes), read)
        store.put({f"links:{contents.digest}": links.tobytes(), _base_key(contents, as_of): contents.mark})


def found_since(contents: Contents, store: Store, as_of: date) -> Found | None:
    """The same as `found_in` of all records; None where too much has changed, or nothing is kept to begin with."""
    base = _base(contents, store, as_of)
    changed = contents.changed_since(base.contents) if base else None
    if base is None or changed is None or len(changed) > FEW or any((kind_and_id(name) or ("",))[0] in FAR for name in changed):
        return None
    was, now = (_read(each, store, changed) for each in (base.contents, contents))
    near = _read(contents, store, _sharing(base, [*was.records, *now.records], changed) - set(changed))
    beyond = _read(contents, store, _named(base, near.records) - set(changed))
    if not all(read.exact for read in (was, now, near, beyond)):
        return None
    gone = _found(base.contents, (near, beyond, was), as_of, changed)
    come = _found(contents, (near, beyond, now), as_of, changed)
    return Found(base.found.number - gone.number + come.number, _exchanged(base.found, gone, come))


def _base(contents: Contents, store: Store, as_of: date) -> _Base | None:
    """Where to begin: the last time when all records of the place were checked at that day."""
    mark = None if contents.unreadable else store.get(_base_key(contents, as_of))
    before = earlier(contents.source, store, contents.place, mark) if mark else None
    found = kept_problems(before, store, as_of) if before else None
    links = store.get(f"links:{before.digest}") if before else None
    return None if before is None or found is None or links is None else _Base(before, Found(*found), array("Q", links))


def _read(contents: Contents, store: Store, names: Iterable[str]) -> Shelved:
    return read_shelved(contents, store, contents.hashes_of(sorted(names)))


def _sharing(base: _Base, read: Iterable[Record], names: Iterable[str]) -> set[str]:
    """The neighbours of these records and of files of these names, readable or not, and what is common to all."""
    keys = {key for record in read for key in keys_of(record)} | set(filter(None, map(kind_and_id, names)))
    common = {name for kind in COMMON for name in base.contents.of(kind)}
    return common.union(base.contents.names_at(sharing(base.links, keys)))


def _named(base: _Base, read: Sequence[Record]) -> set[str]:
    """The files of the records that these name, beside their own."""
    keys = {key for record in read for key in keys_of(record)}
    named = base.contents.names_at(sharing(base.links, keys))
    return {name for name in named if kind_and_id(name) in keys}.difference(record.path for record in read)


def _found(contents: Contents, parts: Sequence[Shelved], as_of: date, changed: Sequence[str]) -> Found:
    problems = [*contents.problems, *(problem for part in parts for problem in part.problems)]
    return found_in([record for part in parts for record in part.records], problems, as_of, changed)


def _exchanged(known: Found, gone: Found, come: Found) -> list[Problem]:
    """The known problems without those gone, and with those that came."""
    said = {_plain(problem): problem for problem in (*known.problems, *come.problems)}
    counts = Counter(map(_plain, [*known.problems, *come.problems]))
    counts.subtract(map(_plain, gone.problems))
    return _in_order(problem for plain, problem in said.items() for _ in range(counts[plain]))


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    """By path and place; what stands at one place, by what it says."""
    return sorted(problems, key=lambda one: (one.path, one.line, one.column, one.code, _plain(one)))


def _plain(problem: Problem) -> str:
    return json.dumps(plain_problem(problem), sort_keys=True)


def _base_key(contents: Contents, as_of: date) -> str:
    return f"base:{contents.place}:{as_of.isoformat()}"
