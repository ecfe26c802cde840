"""Whom a change of a few files concerns, and all that must be read to judge them before and after it.

A person's verdict rests on the files that are about the person or name the person, on the files of the kin whom the
person's own file names, on the units that any of these name with the units that they went on in, and on what is
common to all. Where a change reaches further than to a few people, nothing is said here.
"""

from collections.abc import Iterable, Sequence, Set
from datetime import date

from msgspec import Struct

from cadrectl.checks.neighbours import Key, Neighbours, keys_of
from cadrectl.checks.since import last_neighbours
from cadrectl.records.contents import Contents
from cadrectl.records.record import Record
from cadrectl.records.schemas import kind_and_id
from cadrectl.records.shelf import read_shelved
from cadrectl.records.store import Store

FEW = 40
"""The most changed files whose people are looked for."""
MANY = 500
"""The most files that have changed since it was last found out which file names whom."""
SOME = 400
"""The most people who are judged apart from all others."""
COMMON = ("vocabularies", "rounds")
"""Kinds that a verdict may rest on whomever it is about; policies are read by those who judge."""
FAR = ("workspace", "policies", "cases", "units", *COMMON)
"""Kinds of which a change may concern very many."""


class Concerned(Struct, frozen=True):
    """The ids of those concerned, and the records to judge them by before the change and after it."""

    people: Sequence[str]
    before: Sequence[Record]
    after: Sequence[Record]


def concerned(before: Contents, after: Contents, store: Store, as_of: date) -> Concerned | None:
    """Whom the files concern that are not the same in two states of a place; None where that may be very many.

    Nor is it said where it is not known which files name whom.
    """
    changed = after.changed_since(before)
    if changed is None or len(changed) > FEW or any(map(_reaches_far, changed)):
        return None
    index = _index(after, store, as_of, frozenset(changed))
    was, now = (_read(contents, store, changed) for contents in (before, after))
    people = _people([*was, *now], index) if was is not None and now is not None and index is not None else None
    if was is None or now is None or index is None or people is None or len(people) > SOME:
        return None
    beside = _beside(people, [*was, *now], index)
    return None if beside is None else Concerned(sorted(people), [*was, *beside], [*now, *beside])


def _reaches_far(name: str) -> bool:
    named = kind_and_id(name)
    return named is None or named[0] in FAR


class _Index(Struct, frozen=True):
    """Which files name whom after a change: by the files of an earlier state, and those `fresh` since then.

    `changed` are the files of the change itself.
    """

    contents: Contents
    store: Store
    known: Neighbours
    late: frozenset[str]
    fresh: Sequence[Record]
    changed: frozenset[str]

    def sharing(self, keys: Set[Key]) -> set[str] | None:
        """The files that have or name one of these ids."""
        found = self.known.sharing(keys)
        new = {record.path for record in self.fresh if not keys_of(record).isdisjoint(keys)}
        return None if found is None else set(found) - self.late | new

    def owners(self, keys: Set[Key]) -> set[str] | None:
        """The files that have one of these ids as their own."""
        found = self.known.owners(keys)
        new = {record.path for record in self.fresh if (record.kind, record.id) in keys}
        return None if found is None else set(found) - self.late | new

    def unchanged(self, names: Set[str] | None) -> list[Record] | None:
        """Of these files the records of those that the change left alone."""
        return None if names is None else _read(self.contents, self.store, names - self.changed)


def _index(after: Contents, store: Store, as_of: date, changed: frozenset[str]) -> _Index | None:
    known = last_neighbours(after, store, as_of)
    late = after.changed_since(known.contents) if known is not None else None
    fresh = _read(after, store, late) if late is not None and len(late) <= MANY else None
    if known is None or late is None or fresh is None:
        return None
    return _Index(after, store, known, frozenset(late), fresh, changed)


def _people(changed: Sequence[Record], index: _Index) -> set[str] | None:
    """Whom these records are about or name; of a person's own file the person and those whose files name them."""
    people = {id for record in changed if record.kind != "cadres" for kind, id in keys_of(record) if kind == "cadres"}
    own = {("cadres", record.id) for record in changed if record.kind == "cadres"}
    naming = index.sharing(own)
    if naming is None:
        return None
    kin = {named[1] for name in naming if (named := kind_and_id(name)) and named[0] == "cadres"}
    return people | kin | {id for _, id in own}


def _beside(people: Set[str], changed: Sequence[Record], index: _Index) -> list[Record] | None:
    """The unchanged records on which verdicts about these people rest; None where a file is no longer what it was."""
    about = index.sharing({("cadres", id) for id in people})
    common = {name for kind in COMMON for name in index.contents.of(kind)}
    found = index.unchanged(None if about is None else about | common)
    own = [one for one in [*changed, *(found or ())] if one.kind == "cadres" and one.id in people]
    kin = _named(own, "cadres") - {("cadres", id) for id in people}
    more = index.unchanged(index.owners(kin)) if kin else []
    known: set[Key] = set()
    while found is not None and more is not None:
        found = [*found, *more]
        units = _named([*changed, *found], "units") - known
        if not units:
            return found
        known |= units
        more = index.unchanged(index.owners(units))
    return None


def _named(records: Iterable[Record], kind: str) -> set[Key]:
    return {key for record in records for key in keys_of(record) if key[0] == kind}


def _read(contents: Contents, store: Store, names: Iterable[str]) -> list[Record] | None:
    found = read_shelved(contents, store, contents.hashes_of(sorted(names)))
    return found.records if found.exact else None
