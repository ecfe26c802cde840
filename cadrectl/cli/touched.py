"""Both ends of a change with everything that bears on the people it touches, and no more of the register than that."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from cadrectl import checks, records
from cadrectl.calendar import code_of
from cadrectl.cli.ends import Compared
from cadrectl.cli.reading import store_of
from cadrectl.cli.session import Session
from cadrectl.decide import policy_checks
from cadrectl.facts.moment import Book
from cadrectl.policy.load import Stated, in_force, policies
from cadrectl.policy.model import Policy
from cadrectl.problem import Problem
from cadrectl.records import Contents, Mentions, Record
from cadrectl.register import build
from cadrectl.review.change import Change
from cadrectl.review.ends import end_of
from cadrectl.review.state import State
from cadrectl.vocabulary import Vocabulary, vocabularies

ALWAYS = ("data/policies/", "data/vocabularies/", "data/workspace.yaml", "data/rounds/", "data/reserve/")
"""What bears on everybody: schemes, words, the dates of rounds, and the pool that quotas are counted over."""
LAW = ("data/policies/", "data/vocabularies/")
PRIVATE = "data/cadres-private/"
"""Whose number a person's is can only be told by looking at all of them."""
CAREERS = ("data/cadres/", "data/units/", "data/reserve/")
"""Files about one person or unit: whom they name (a mentor, kin, the units of a career) is read too."""


def states(session: Session, found: Compared, changes: Sequence[Change]) -> tuple[State, State]:
    """The earlier and the later state, each with the files that concern the people and units of the changes."""
    assert found.after is not None
    now = time.time_ns()
    store = store_of(session, now)
    after, before = (records.contents(source, store, now) for source in (found.after, found.before))
    later, earlier = (records.mentions(one, store) for one in (after, before))
    people = {change.cadre for change in changes if change.cadre}
    people |= {id for kind, id in found.comparison.changed if kind == "cadres"}
    units = {str(post["unit"]) for change in changes for post in (change.item, change.left) if "unit" in post}
    units |= {id for kind, id in found.comparison.changed if kind == "units"}
    now_wanted, was_wanted = (_concerning(mentions, people, units, found.names) for mentions in (later, earlier))
    new = records.read_shelved(after, store, now_wanted)
    same = set(now_wanted) - set(found.names)
    old = records.read_shelved(before, store, [name for name in was_wanted if name not in same])
    shared = [record for record in new.records if record.path in same and record.path in earlier]
    law = _law(new.records)
    was = _law([*old.records, *shared]) if any(name.startswith(LAW) for name in found.names) else law
    return (
        _state(session, _Found([*old.records, *shared], [*_closed(before, found), *old.problems], earlier), was),
        _state(session, _Found(new.records, [*_closed(after, found), *new.problems], later), law),
    )


def _closed(there: Contents, found: Compared) -> list[Problem]:
    """That changed files cannot be opened."""
    return [one for one in there.problems if one.path in found.names]


def _concerning(mentions: Mentions, people: set[str], units: set[str], changed: Sequence[str]) -> list[str]:
    """The files that name one of the people, the careers in the units, and whoever is named in the files about them."""
    about = set(records.naming(mentions, people))
    careers = {name for name in records.naming(mentions, units) if name.startswith("data/cadres/")}
    named = {id for name in about | set(changed) if name.startswith(CAREERS) for id in mentions.get(name, ())}
    around = {f"data/{kind}/{id}.yaml" for id in named | units for kind in ("cadres", "units")}
    whole = (*ALWAYS, PRIVATE) if any(name.startswith(PRIVATE) for name in changed) else ALWAYS
    always = {name for name in mentions if name.startswith(whole)}
    return sorted(name for name in (about | careers | around | always | set(changed)) if name in mentions)


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read at one end: the records, the problems of their files, and every file that is there."""

    records: list[Record]
    problems: Sequence[Problem]
    there: Iterable[str]

    def of(self, kind: str) -> list[Record]:
        """The records of a kind."""
        return [record for record in self.records if record.kind == kind]


@dataclass(frozen=True, slots=True)
class _Law:
    """The policies that can be applied, the problems of all, and the files of those that cannot."""

    words: Mapping[str, Vocabulary]
    known: Sequence[Policy]
    problems: Sequence[Problem]
    unfit: frozenset[str]


def _law(found: Sequence[Record]) -> _Law:
    """The policies and the words of some records."""
    words = vocabularies((one.id, one.value) for one in found if one.kind == "vocabularies")
    stated = [Stated(one.value, one.path, partial(records.place, one)) for one in found if one.kind == "policies"]
    read, wrong = policies(stated)
    wrong = [*wrong, *policy_checks.check(read, words, {one.path: one.place for one in stated})]
    unfit = frozenset(one.path for one in wrong if one.is_error)
    return _Law(words, [policy for policy in read if policy.path not in unfit], wrong, unfit)


def _state(session: Session, found: _Found, law: _Law) -> State:
    """The records judged: their problems, with every other file taken as there but not looked at."""
    series = [name for one in found.of("workspace") for name in one.value["policies"]]
    deciding = in_force(law.known, series, code_of(session.as_of))
    cross = checks.run(found.records, session.as_of, found.there)
    book = Book(build(found.records, law.words))
    problems = [*found.problems, *law.problems, *cross]
    return State(end_of(found.records), book, law.known, deciding, problems, law.unfit)
