"""What is wrong after a few files changed, worked out from what was wrong when all records were checked.

Only the changed files and their neighbours are read and checked, as they were and as they are: what is found of
the one and not of the other has gone or come. What only seems wrong because so few are looked at is found both
times and cancels out.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from cadrectl import checks
from cadrectl.checks.neighbours import COMMON, Neighbours, keep_neighbours, keys_of, neighbours
from cadrectl.problem import Problem
from cadrectl.records.bulk import without_garbage_collection
from cadrectl.records.contents import Contents
from cadrectl.records.kept import Found, kept_problems, plain_problem
from cadrectl.records.record import Record
from cadrectl.records.schemas import kind_and_id
from cadrectl.records.shelf import Shelved, read_shelved
from cadrectl.records.store import Store

FEW = 500
"""The most changed files of which the neighbours are looked for; of more, all records are checked."""
FAR = (*COMMON, "units", "cadres-private")
"""Kinds of which a change reaches further than to neighbours, or which are never kept as they were."""


class _Base(NamedTuple):
    """Contents all of which were checked together, as their neighbours can be looked up, and what was found."""

    neighbours: Neighbours
    found: Found


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
        keep_neighbours(contents, read, store)
        store.put({_base_key(contents, as_of): contents.mark})


def found_since(contents: Contents, store: Store, as_of: date) -> Found | None:
    """The same as `found_in` of all records; None where too much has changed, or nothing is kept to begin with."""
    base = _base(contents, store, as_of)
    changed = contents.changed_since(base.neighbours.contents) if base else None
    if base is None or changed is None or len(changed) > FEW or any(map(_reaches_far, changed)):
        return None
    was, now = (_read(each, store, changed) for each in (base.neighbours.contents, contents))
    around = _around(base.neighbours, contents, store, ([*was.records, *now.records], changed))
    if around is None or not all(read.exact for read in (was, now, *around)):
        return None
    gone = _found(base.neighbours.contents, (*around, was), as_of, changed)
    come = _found(contents, (*around, now), as_of, changed)
    problems = _exchanged(base.found, gone, come)
    same = base.found.kept if problems is base.found.problems else None
    return Found(base.found.number - gone.number + come.number, problems, same)


def last_neighbours(contents: Contents, store: Store, as_of: date) -> Neighbours | None:
    """The neighbours in the contents that the place had when all its records were last checked at that day."""
    mark = None if contents.unreadable else store.get(_base_key(contents, as_of))
    before = contents.earlier(mark) if mark else None
    return neighbours(before, store) if before else None


def _base(contents: Contents, store: Store, as_of: date) -> _Base | None:
    """Where to begin."""
    known = last_neighbours(contents, store, as_of)
    found = kept_problems(known.contents, store, as_of) if known else None
    return None if known is None or found is None else _Base(known, found)


def _reaches_far(name: str) -> bool:
    return (kind_and_id(name) or ("",))[0] in FAR


def _read(contents: Contents, store: Store, names: Iterable[str]) -> Shelved:
    return read_shelved(contents, store, contents.hashes_of(sorted(names)))


def _around(
    known: Neighbours, contents: Contents, store: Store, differing: tuple[Sequence[Record], Sequence[str]]
) -> tuple[Shelved, Shelved] | None:
    """What did not change and is held against what did: the neighbours, and whom those name that name what differs.

    Files differ, readable or not, and records that were or are in them. What is common to all is among the neighbours.
    What a neighbour names that only names the same as what differs is held against that neighbour alone.
    """
    records, names = differing
    own = set(filter(None, map(kind_and_id, names)))
    naming, sharing = known.sharing(own), known.sharing({key for one in records for key in keys_of(one)} | own)
    if naming is None or sharing is None:
        return None
    common = (name for kind in COMMON for name in contents.of(kind))
    near = _read(contents, store, {*common, *sharing}.difference(names))
    touching = frozenset(naming)
    named = known.owners({key for one in near.records if one.path in touching for key in keys_of(one)})
    if named is None:
        return None
    return near, _read(contents, store, set(named).difference(names, (record.path for record in near.records)))


def _found(contents: Contents, parts: Sequence[Shelved], as_of: date, changed: Sequence[str]) -> Found:
    problems = [*contents.problems, *(problem for part in parts for problem in part.problems)]
    return found_in([record for part in parts for record in part.records], problems, as_of, changed)


def _exchanged(known: Found, gone: Found, come: Found) -> list[Problem]:
    """The known problems without those gone, and with those that came."""
    lost, new = (Counter(map(_plain, found.problems)) for found in (gone, come))
    lost, new = lost - new, new - lost
    if not lost and not new:
        return known.problems
    stay = [one for one in known.problems if not _taken(lost, one)]
    return _in_order([*stay, *(one for one in come.problems if _taken(new, one))])


def _taken(counts: Counter[str], problem: Problem) -> bool:
    """Whether the problem is one of those counted; it is not counted any more then."""
    plain = _plain(problem) if counts else ""
    if not counts[plain]:
        return False
    counts[plain] -= 1
    return True


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    """By path and place; what stands at one place, by what it says."""
    by_place = groupby(sorted(problems, key=_place), _place)
    return [one for _, same in by_place for one in _by_words(list(same))]


def _place(problem: Problem) -> tuple[str, int, int, str]:
    return problem.path, problem.line, problem.column, problem.code


def _by_words(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=_plain) if len(problems) > 1 else problems


def _plain(problem: Problem) -> str:
    return json.dumps(plain_problem(problem), sort_keys=True)


def _base_key(contents: Contents, as_of: date) -> str:
    return f"base:{contents.place}:{as_of.isoformat()}"
