"""Both ends of a change with everything that bears on the people it touches, and no more of the register than that."""

import time
from collections.abc import Iterable, Sequence
from functools import partial

from cadrectl import checks, records
from cadrectl.calendar import code_of
from cadrectl.cli.ends import Compared
from cadrectl.cli.reading import store_of
from cadrectl.cli.session import Session
from cadrectl.decide import policy_checks
from cadrectl.facts.moment import Book
from cadrectl.policy.load import Stated, in_force, policies
from cadrectl.problem import Problem
from cadrectl.records import Mentions, Record
from cadrectl.register import build
from cadrectl.review.change import Change
from cadrectl.review.ends import end_of
from cadrectl.review.state import State
from cadrectl.vocabulary import vocabularies

ALWAYS = ("data/policies/", "data/vocabularies/", "data/workspace.yaml", "data/rounds/", "data/reserve/")
"""What bears on everybody: schemes, words, the dates of rounds, and the pool that quotas are counted over."""
PRIVATE = "data/cadres-private/"
"""Whose number a person's is can only be told by looking at all of them."""
CAREERS = ("data/cadres/", "data/units/", "data/reserve/")
"""Files about one person or unit: whom they name (a mentor, kin, the units of a career) is read too."""


def states(session: Session, found: Compared, changes: Sequence[Change]) -> tuple[State, State]:
    """The earlier and the later state, each with the files that concern the people and units of the changes."""
    assert found.after is not None
    now = time.time_ns()
    store = store_of(session, now)
    later, earlier = (records.mentions(source, store, now) for source in (found.after, found.before))
    people = {change.cadre for change in changes if change.cadre}
    people |= {id for kind, id in found.comparison.changed if kind == "cadres"}
    units = {str(post["unit"]) for change in changes for post in (change.item, change.left) if "unit" in post}
    units |= {id for kind, id in found.comparison.changed if kind == "units"}
    now_wanted, was_wanted = (_concerning(mentions, people, units, found.names) for mentions in (later, earlier))
    new = records.excerpt(found.after, now_wanted)
    same = set(now_wanted) - set(found.names)
    old = records.excerpt(found.before, [name for name in was_wanted if name not in same])
    shared = [record for record in new.records if record.path in same and record.path in earlier]
    return (
        _state(session, [*old.records, *shared], old.problems, earlier),
        _state(session, new.records, new.problems, later),
    )


def _concerning(mentions: Mentions, people: set[str], units: set[str], changed: Sequence[str]) -> list[str]:
    """The files that name one of the people, the careers in the units, and whoever is named in the files about them."""
    about = set(records.naming(mentions, people))
    careers = {name for name in records.naming(mentions, units) if name.startswith("data/cadres/")}
    named = {id for name in about | set(changed) if name.startswith(CAREERS) for id in mentions.get(name, ())}
    around = {f"data/{kind}/{id}.yaml" for id in named | units for kind in ("cadres", "units")}
    whole = (*ALWAYS, PRIVATE) if any(name.startswith(PRIVATE) for name in changed) else ALWAYS
    always = {name for name in mentions if name.startswith(whole)}
    return sorted(name for name in (about | careers | around | always | set(changed)) if name in mentions)


def _state(session: Session, found: list[Record], problems: Sequence[Problem], there: Iterable[str]) -> State:
    """The records judged: their problems, with every other file taken as there but not looked at."""
    day = code_of(session.as_of)
    words = vocabularies((one.id, one.value) for one in found if one.kind == "vocabularies")
    stated = [Stated(one.value, one.path, partial(records.place, one)) for one in found if one.kind == "policies"]
    read, wrong = policies(stated)
    wrong = [*wrong, *policy_checks.check(read, words, {one.path: one.place for one in stated})]
    unfit = {one.path for one in wrong if one.is_error}
    known = [policy for policy in read if policy.path not in unfit]
    series = [name for one in found if one.kind == "workspace" for name in one.value["policies"]]
    cross = checks.run(found, session.as_of, there)
    book = Book(build(found, words))
    deciding = in_force(known, series, day)
    return State(end_of(found), book, known, deciding, [*problems, *wrong, *cross], frozenset(unfit))
