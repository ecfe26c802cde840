"""The district in `data/`, answered by the program and held against what its generator planted, both ways."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from cadrectl.calendar import parse_date
from cadrectl.decide.eligibility import Question, Standing, eligible
from cadrectl.facts.moment import Book
from cadrectl.policy.load import Stated, in_force, policies
from cadrectl.records.places import place
from cadrectl.records.read import read_workspace
from cadrectl.records.source import working_tree
from cadrectl.register import build
from cadrectl.vocabulary import vocabularies

ROOT = Path(__file__).parents[1]
PLANTED: dict[str, Any] = json.loads((ROOT / "tests" / "demo" / "planted.json").read_text(encoding="utf-8"))

Standings = dict[tuple[str, str], Standing]


@pytest.fixture(scope="module")
def standings() -> Standings:
    reading = read_workspace(working_tree(ROOT))
    words = vocabularies((one.id, one.value) for one in reading.records if one.kind == "vocabularies")
    known, problems = policies(
        Stated(one.value, one.path, partial(place, one)) for one in reading.records if one.kind == "policies"
    )
    assert not problems
    day = parse_date(PLANTED["as_of"])
    assert day is not None
    deciding = in_force(known, ["jt-tiers"], day[0])
    rows = eligible(Book(build(reading.records, words)), deciding, known, Question(day[0], explain=True))
    return {(row.cadre, row.tier): row for row in rows}


@pytest.mark.parametrize("one", PLANTED["people"], ids=lambda one: f"{one['cadre']}-{one['tier']}")
def test_whoever_was_planted_stands_as_planted_by_the_clause_named(
    one: dict[str, str], standings: Standings
) -> None:
    row = standings[one["cadre"], one["tier"]]
    found = {clause.id: clause.verdict for clause in row.clauses}
    assert (row.verdict, found[one["clause"]]) == (one["verdict"], one["verdict"]), one["why"]


def test_nobody_is_unknown_but_those_planted_so(standings: Standings) -> None:
    planted = {(one["cadre"], one["tier"]) for one in PLANTED["people"] if one["verdict"] == "unknown"}
    assert {key for key, row in standings.items() if row.verdict == "unknown"} == planted


def test_a_verdict_turns_on_the_clause_planted_and_on_no_other(standings: Standings) -> None:
    selected = [one for one in PLANTED["people"] if ".selected." in one["clause"]]
    for one in selected:
        row = standings[one["cadre"], one["tier"]]
        deciding = {"fail": row.failed, "unknown": row.unknown, "pass": []}[one["verdict"]]
        assert all(one["clause"].startswith(path) or path.startswith(one["clause"]) for path in deciding), one
    assert {one["verdict"] for one in selected} == {"pass", "fail", "unknown"}


def test_those_waiting_outside_the_pool_pass(standings: Standings) -> None:
    for tier, waiting in PLANTED["waiting"].items():
        assert {standings[cadre, tier].verdict for cadre in waiting} == {"pass"}
