"""What is pass or fail stays so in every way in which the records may turn out (sampled)."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from cadrectl.facts.truth import FAIL, PASS, UNKNOWN, WORDS
from cadrectl.records.record import Record
from cadrectl.records.schemas import validator
from tests.engine.completions import completed
from tests.engine.people import NOW, awkward
from tests.engine.worlds import world_of

SEEDS = range(12)
ALL_YEARS_ON_FILE = (
    "credits",
    "latest-result",
    "latest-results",
    "distinct-years",
    "run",
    "run-anywhere",
    "short-run",
)
"""Clauses that ask for yearly results without a window of years: who has results has them all on file."""

Verdicts = Mapping[tuple[str, str], NDArray[np.int8]]


@pytest.fixture(scope="module")
def records() -> list[Record]:
    """A hundred people of whom much is open."""
    return awkward(100, seed=3)


def verdicts(records: Sequence[Record]) -> Verdicts:
    """The verdicts of every clause, by policy and path.

    A policy for which kin or training that are not on record never were has nothing that may turn up, and is left out.
    """
    world = world_of(records)
    people = world.book.people
    return {
        (policy.id, path): truth.now
        for policy, tier in world.tiers()
        if "none" not in (policy.absences.get("kin"), policy.absences.get("training"))
        for path, truth in world.columns(policy, tier, people, [NOW] * len(people)).items()
    }


def contradicted(before: Verdicts, after: Verdicts) -> list[tuple[str, str, int, str, str]]:
    """Clause, person and the two verdicts, where what was sure is no longer so."""
    return [
        (*key, position, WORDS[known[position]], WORDS[after[key][position]])
        for key, known in before.items()
        for position in np.flatnonzero((known != UNKNOWN) & (after[key] != known)).tolist()
    ]


def test_nothing_that_may_turn_out_contradicts_a_verdict(records: list[Record]) -> None:
    known = verdicts(records)
    for seed in SEEDS:
        assert contradicted(known, verdicts(completed(records, seed))) == []


def test_results_of_years_that_are_missing_contradict_no_clause_about_a_window(records: list[Record]) -> None:
    known = {key: one for key, one in verdicts(records).items() if key[1].split(".")[-1] not in ALL_YEARS_ON_FILE}
    known = {key: one for key, one in known.items() if key[0] == "everything"}
    for seed in SEEDS[:4]:
        assert contradicted(known, verdicts(completed(records, seed, missing_years=True))) == []


def test_the_people_leave_every_verdict_of_nearly_every_clause_to_be_contradicted(records: list[Record]) -> None:
    known = verdicts(records)
    seen = {key[1]: set(one.tolist()) for key, one in known.items() if key[0] == "everything"}
    only_one_way = {path for path, found in seen.items() if not {FAIL, PASS} <= found}
    assert only_one_way == {"tier-1", "tier-1.target"}


def test_the_people_and_what_becomes_of_them_fit_the_schemas(records: list[Record]) -> None:
    for one in [*records, *completed(records, seed=0)]:
        assert validator(one.kind).is_valid(one.value), one.path
