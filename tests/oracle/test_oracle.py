"""The engine and a plain reading of JT-1 to JT-8, held against one another on ten thousand people."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest

from cadrectl.calendar import code_of
from cadrectl.demo import AS_OF, district
from cadrectl.facts.moment import Book, Moment
from cadrectl.facts.truth import WORDS
from cadrectl.policy import verdicts
from cadrectl.policy.evaluate import Evaluator
from cadrectl.policy.load import Stated, in_force, policies
from cadrectl.records.read import read_workspace
from cadrectl.records.record import Record
from cadrectl.register import build
from cadrectl.vocabulary import vocabularies
from tests.oracle.blur import blurred
from tests.oracle.jt import judge

Verdicts = Mapping[str, Mapping[str, str]]


@dataclass
class Memory:
    """A workspace that was never on disk."""

    files: dict[str, bytes]

    def names(self) -> list[str]:
        return sorted(self.files)

    def read(self, name: str) -> bytes:
        return self.files[name]

    def read_many(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        return ((name, self.read(name)) for name in names)


@pytest.fixture(scope="module")
def records() -> list[Record]:
    files = {name: text.encode() for name, text in district(10_000)}
    return read_workspace(Memory(files)).records


@pytest.fixture(scope="module")
def uncertain(records: list[Record]) -> list[Record]:
    return blurred(records, seed=1)


def by_engine(records: list[Record], as_of: date) -> Verdicts:
    vocabulary = vocabularies((record.id, record.value) for record in records if record.kind == "vocabularies")
    book = Book(build(records, vocabulary))
    day = code_of(as_of)
    stated = [Stated(one.value, one.path, lambda _: (0, 0)) for one in records if one.kind == "policies"]
    [policy] = in_force(policies(stated)[0], ["jt-tiers"], day)
    found: dict[str, dict[str, str]] = {str(id): {} for id in book.register.tables["cadres"]["id"]}
    for tier in policy.tiers:
        moment = Moment(book, book.people, np.full(len(found), day, np.int32), tier.target, tier.id)
        judgement = verdicts.judge(tier.clause, moment, Evaluator(policy, book))
        for path, standing in judgement.standings.items():
            for person, verdict in zip(found.values(), standing.own.now.tolist(), strict=True):
                person[path] = WORDS[verdict]
    return found


def by_hand(records: list[Record], as_of: date) -> Verdicts:
    by_kind: dict[str, dict[str, Mapping[str, object]]] = {}
    for record in records:
        by_kind.setdefault(record.kind, {})[record.id] = record.value
    return judge(by_kind, as_of.isoformat())


def differences(records: list[Record], as_of: date) -> list[tuple[str, str, str, str]]:
    """Whoever is judged differently: person, clause, the plain reading's verdict and the engine's."""
    engine, hand = by_engine(records, as_of), by_hand(records, as_of)
    return [
        (person, path, verdict, engine[person][path])
        for person, paths in hand.items()
        for path, verdict in paths.items()
        if engine[person][path] != verdict
    ]


def test_the_engine_agrees_with_a_plain_reading_on_every_clause_and_person(records: list[Record]) -> None:
    assert differences(records, AS_OF) == []


@pytest.mark.parametrize("as_of", [date(2024, 2, 29), AS_OF])
def test_the_two_agree_where_dates_are_vague_and_documents_open(uncertain: list[Record], as_of: date) -> None:
    assert differences(uncertain, as_of) == []


def test_every_clause_is_seen_with_more_than_one_verdict(records: list[Record], uncertain: list[Record]) -> None:
    seen: dict[str, set[str]] = {}
    for paths in (*by_hand(uncertain, AS_OF).values(), *by_hand(records, AS_OF).values()):
        for path, verdict in paths.items():
            seen.setdefault(path, set()).add(verdict)
    assert [path for path, verdicts in seen.items() if len(verdicts) == 1] == []
