"""One condition asked about people whose records give only what matters, at one day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from cadrectl.calendar import code_of
from cadrectl.facts.moment import Book, Moment
from cadrectl.facts.truth import WORDS, Truth
from cadrectl.policy.evaluate import Evaluator
from cadrectl.policy.load import Stated, policies
from cadrectl.policy.notes import Notes
from cadrectl.policy.verdicts import judge
from cadrectl.register import build_stated
from cadrectl.vocabulary import Vocabulary

Value = Mapping[str, Any]

ASKED = date(2023, 6, 15)
NOW = code_of(ASKED)


@dataclass(frozen=True)
class World:
    """People by number, the other records (kind, id, value), and what the policy states beside the condition."""

    people: Sequence[Value]
    beside: Sequence[tuple[str, str, Value]] = ()
    policy: Value | None = None
    vocabularies: Mapping[str, Vocabulary] | None = None


@dataclass(frozen=True)
class Answers:
    """What came of a condition about each person: the truth, and the bounds of what was measured."""

    truth: Truth
    low: list[float]
    high: list[float]

    @property
    def verdicts(self) -> list[str]:
        """The verdict about each person, as a word."""
        return [WORDS[one] for one in self.truth.now.tolist()]


def ids(number: int) -> list[str]:
    """The ids of so many people, in order."""
    return [f"P{at:03d}" for at in range(number)]


def ask(condition: Value, world: World) -> Answers:
    """The answers to a condition, at `ASKED`."""
    clause: Value = {"id": "t", "title": {"zh": "一", "en": "one"}, "source": "X", "require": condition}
    stated: Value = {"policy": "p", "title": {"zh": "一", "en": "one"}, "in_force": {"from": "2000-01-01"}}
    stated = {**stated, "select": [clause], **(world.policy or {})}
    [read], problems = policies([Stated(stated, "", lambda _: (0, 0))])
    assert not problems
    names = ids(len(world.people))
    people = [("cadres", id, dict(person)) for id, person in zip(names, world.people, strict=True)]
    others = [(kind, id, dict(value)) for kind, id, value in world.beside]
    book, notes = Book(build_stated([*people, *others], world.vocabularies or {})), Notes()
    moment = Moment(book, book.people, np.full(len(names), NOW, np.int32), {}, "t")
    judged = judge(read.tiers[0].clause, moment, Evaluator(read, book, notes=notes))
    taken = notes.taken["t"][-1]
    return Answers(judged["t"].own, list(taken.low), list(taken.high))
