"""Both ends of a change with everything that bears on the people it touches, and no more of the register than that."""

from collections.abc import Mapping, Sequence, Set
from functools import partial
from typing import Any

from msgspec import Struct

from cadrectl import checks
from cadrectl.calendar import school_calendar
from cadrectl.cli.ends import CASES, Compared
from cadrectl.cli.judging import LAW, checked_once, exemptions, opened_once
from cadrectl.cli.session import Session
from cadrectl.facts.moment import Book
from cadrectl.policy.load import Stated
from cadrectl.policy.model import Policy
from cadrectl.problem import Problem
from cadrectl.records.contents import Contents
from cadrectl.records.mentions import Mentions
from cadrectl.records.mentions import mentions as mentions_of
from cadrectl.records.places import keeping, place
from cadrectl.records.record import Record
from cadrectl.records.shelf import read_shelved
from cadrectl.records.store import Store
from cadrectl.register import Register, build
from cadrectl.register.since import woven
from cadrectl.review import consequences
from cadrectl.review.change import Change
from cadrectl.review.ends import end_of
from cadrectl.review.review import SCHEMES
from cadrectl.review.state import State
from cadrectl.vocabulary import Vocabulary, vocabularies
from cadrectl.workspace import WORKSPACE_FILE

ALWAYS = ("data/policies/", "data/vocabularies/", "data/workspace.yaml", "data/rounds/")
"""What bears on everybody: schemes, words, and the dates of rounds."""
POOL, PLANS = "data/reserve/", "data/plans/"
"""Memberships of people who are not looked at bear on quotas and on the bench behind a post, and plans name them."""
PRIVATE = "data/cadres-private/"
"""Whose number a person's is can only be told by looking at all of them."""
NAMED = ("data/training/", "data/surveys/", POOL)
"""Kinds beside people and units that other records name and that are not read for everybody."""
PEOPLE = "data/cadres/"
CAREERS = (PEOPLE, "data/units/", POOL)
"""Files about one person or unit: whom they name (a mentor, kin, the units of a career) is read too."""
LISTS = {"evaluations": "people", "events": "entries"}
"""Lists about very many people, of which only those who are looked at count; by kind of record."""


def states(session: Session, found: Compared, changes: Sequence[Change]) -> tuple[State, State]:
    """The earlier and the later state, each with the files that concern the people and units of the changes."""
    store, before, after = found.after.store, found.before.contents, found.after.contents
    assert before is not None
    assert after is not None
    later, earlier = mentions_of([after, before], store)
    people = {change.cadre for change in changes if change.cadre}
    people |= {id for kind, id in found.comparison.changed if kind == "cadres"}
    units = {str(post["unit"]) for change in changes for post in (change.item, change.left) if "unit" in post}
    units |= {id for kind, id in found.comparison.changed if kind == "units"}
    about, in_units = (_naming(ids, later, earlier, found.names) for ids in (people, units))
    whole = _whole(found.names, changes)
    now_wanted, was_wanted = (
        list(mentions.contents.hashes)
        if any(name.startswith(SCHEMES) for name in found.names)
        else _concerning(mentions, of_people | set(filter(_is_of_person, of_units)), units, found.names, whole)
        for mentions, of_people, of_units in zip((later, earlier), about, in_units, strict=True)
    )
    new = read_shelved(after, store, now_wanted)
    apart = frozenset(found.names) | set(now_wanted) ^ set(was_wanted)
    if WORKSPACE_FILE in found.names:  # which states the versions in which the others are read
        apart |= {*now_wanted, *was_wanted}
    old = read_shelved(before, store, [name for name in was_wanted if name in apart])
    looked_at = people | {record.id for record in (*new.records, *old.records) if record.kind == "cadres"}
    looked_at |= later.named_in(found.names) | earlier.named_in(found.names)
    here = [record if record.path in apart else _about(record, looked_at) for record in new.records]
    there = [*old.records, *(record for record in here if record.path not in apart)]
    law = _law(here, later, store)
    was = _law(there, earlier, store) if any(name.startswith(LAW) for name in found.names) else law
    tables = build(here, law.words)
    alike = was.words == law.words
    tables_then = woven(tables, build(old.records, was.words), apart) if alike else build(there, was.words)
    differing = apart if alike else {*now_wanted, *was_wanted}
    was_found = _Found(there, [*_closed(before, found), *old.problems], was_wanted, earlier, differing)
    now_found = _Found(here, [*_closed(after, found), *new.problems], now_wanted, later, differing)
    return _state(session, was_found, was, tables_then), _state(session, now_found, law, tables)


def _is_of_person(name: str) -> bool:
    return name.startswith(PEOPLE)


def _closed(there: Contents, found: Compared) -> list[Problem]:
    """That changed files cannot be opened."""
    return [one for one in there.problems if one.path in found.names]


def _naming(ids: set[str], later: Mentions, earlier: Mentions, changed: Sequence[str]) -> tuple[set[str], set[str]]:
    """The files that name one of the ids, at the later end and at the earlier; what did not change names the same."""
    now = later.naming(ids)
    return now, now.difference(changed) | earlier.naming(ids, changed)


def _whole(changed: Sequence[str], changes: Sequence[Change]) -> tuple[str, ...]:
    """How the names of the files begin that are read whomever they are about."""
    numbers = (PRIVATE,) if any(name.startswith(PRIVATE) for name in changed) else ()
    counted = any(change.kind in consequences.POOL or "rank" in change.left for change in changes)
    pool = (POOL,) if counted or any(name.startswith(PLANS) for name in changed) else ()
    return (*ALWAYS, *numbers, *pool)


def _concerning(
    mentions: Mentions, naming: set[str], units: set[str], changed: Sequence[str], whole: tuple[str, ...]
) -> list[str]:
    """The files that name one of the people, the careers in the units, and whoever is named in the files about them."""
    named = mentions.named_in(name for name in naming | set(changed) if name.startswith(CAREERS))
    around = {f"data/{kind}/{id}.yaml" for id in named | units for kind in ("cadres", "units")}
    there = mentions.contents
    always = {name for part in whole for name in there.beginning(part) if not name.endswith(CASES)}
    return list(there.hashes_of(sorted(naming | around | always | set(changed))))


def _about(record: Record, people: Set[str]) -> Record:
    """The record without the entries of its list that name none of these people.

    Nothing here rests on such an entry: whom it is about is on no file that is read. Papers are left whole: their marks
    are held against the list.
    """
    key = LISTS.get(record.kind, "")
    if key not in record.value or "papers" in record.value:
        return record
    return keeping(record, key, lambda entry: "cadre" not in entry or _names(entry, people))


def _names(entry: Mapping[str, Any], people: Set[str]) -> bool:
    return not people.isdisjoint([value for value in entry.values() if isinstance(value, str)])


class _Found(Struct, frozen=True):
    """What was read at one end: the records, the problems of their files, what was wanted, and what any file names.

    Within files that are not `differing` the same is wrong at both ends.
    """

    records: list[Record]
    problems: Sequence[Problem]
    wanted: Sequence[str]
    mentions: Mentions
    differing: Set[str]

    def of(self, kind: str) -> list[Record]:
        """The records of a kind."""
        return [record for record in self.records if record.kind == kind]


class _Law(Struct, frozen=True):
    """The policies that can be applied, the problems of all, and the files of those that cannot."""

    words: Mapping[str, Vocabulary]
    known: Sequence[Policy]
    problems: Sequence[Problem]
    unfit: frozenset[str]


def _law(found: Sequence[Record], there: Mentions, store: Store) -> _Law:
    """The policies and the words of some records; what is wrong with the same files is found once."""
    words = vocabularies((one.id, one.value) for one in found if one.kind == "vocabularies")
    stated = [Stated(one.value, one.path, partial(place, one)) for one in found if one.kind == "policies"]
    hashes = there.contents.hashes_of(name for part in LAW for name in there.contents.beginning(part))
    read, wrong = opened_once(stated, (hashes, store))
    wrong += checked_once(read, words, {one.path: one.place for one in stated}, (hashes, store))
    unfit = frozenset(one.path for one in wrong if one.is_error)
    return _Law(words, [policy for policy in read if policy.path not in unfit], wrong, unfit)


def _state(session: Session, found: _Found, law: _Law, tables: Register) -> State:
    """The records judged: their problems, with every other file that they name taken as there but not looked at."""
    stated = [one.value for one in found.of("workspace")]
    series = [name for one in stated for name in one["policies"]]
    calendar = school_calendar(stated[0].get("calendar", {}) if stated else {})
    exempt = {one.id: exemptions(one.value) for one in found.of("cadres-private")}
    cross = checks.run(found.records, session.as_of, _beside(found), found.differing)
    problems = [*found.problems, *law.problems, *cross]
    return State(end_of(found.records), Book(tables), law.known, series, problems, law.unfit, calendar, exempt)


def _beside(found: _Found) -> list[str]:
    """The files that could not be read, and those named in what differs that were not looked at."""
    there = found.mentions.contents
    ids = found.mentions.named_in(found.differing)
    named = there.hashes_of(f"data/{kind}/{id}.yaml" for kind in ("cadres", "units") for id in ids)
    others = (name for part in NAMED for name in there.beginning(part))
    return sorted({*found.wanted, *named, *others}.difference(record.path for record in found.records))
