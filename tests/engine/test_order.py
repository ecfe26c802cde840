"""Neither the order of files nor who else is asked about changes an answer."""

import random

import pytest

from cadrectl.decide.eligibility import Question, Standing, eligible
from cadrectl.decide.ranking import candidates, rank
from cadrectl.records.record import Record
from tests.demo.districts import read_district
from tests.engine.people import HORIZON, NOW, awkward
from tests.engine.worlds import days_between, known_policies, world_of

ASKED = Question(NOW, horizon=int(days_between(HORIZON, HORIZON)[0]), explain=True)


@pytest.fixture(scope="module")
def records() -> list[Record]:
    """People of a district and awkward ones."""
    ordinary = [one for one in read_district(60).records if one.kind not in ("policies", "cases")]
    return [*ordinary, *awkward(20, seed=5)]


def standings(records: list[Record], question: Question = ASKED) -> list[Standing]:
    """The answers of the district's scheme."""
    scheme = [policy for policy in known_policies() if policy.id == "jt-2020"]
    return eligible(world_of(records).book, scheme, scheme, question)


def test_the_order_of_files_changes_no_answer(records: list[Record]) -> None:
    expected = standings(records)
    for seed in range(2):
        assert standings(random.Random(seed).sample(records, len(records))) == expected


def test_the_order_of_files_changes_no_ranking(records: list[Record]) -> None:
    scheme = [policy for policy in known_policies() if policy.id == "jt-2020"]
    shuffled = random.Random(1).sample(records, len(records))
    for order in (rank, candidates):
        one, other = (order(world_of(found).book, scheme, scheme, ASKED, 2025) for found in (records, shuffled))
        assert one == other
        assert any(tier.placings for tier in one)


def test_a_person_asked_about_alone_gets_the_same_answer(records: list[Record]) -> None:
    together = standings(records)
    scheme = [policy for policy in known_policies() if policy.id == "jt-2020"]
    book = world_of(records).book
    for id in ("C0001", "C0030", "N000", "N007", "N019"):
        alone = eligible(book, scheme, scheme, Question(NOW, cadres=(id,), horizon=ASKED.horizon, explain=True))
        assert alone == [one for one in together if one.cadre == id]


def test_asking_about_a_few_at_a_time_changes_no_answer(records: list[Record], monkeypatch: pytest.MonkeyPatch) -> None:
    expected = standings(records)
    monkeypatch.setattr("cadrectl.facts.moment.AT_ONCE", 7)
    assert standings(records) == expected
