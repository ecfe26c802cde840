"""Records to verdicts: every clause column of every tier about people at days, as the tests compare them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cadrectl.calendar import code_of
from cadrectl.facts.moment import Book, Moment
from cadrectl.facts.truth import Truth
from cadrectl.policy.evaluate import Evaluator
from cadrectl.policy.load import Stated, policies
from cadrectl.policy.model import Policy, Tier
from cadrectl.policy.verdicts import judge
from cadrectl.records.read import parse
from cadrectl.records.record import Record
from cadrectl.records.validation import validate
from cadrectl.register import build
from cadrectl.vocabulary import vocabularies
from tests.demo.districts import read_district

EVERYTHING = Path(__file__).parent / "everything.yaml"
Columns = dict[str, Truth]


@dataclass(frozen=True)
class World:
    """A register and the policies that are tried on it."""

    book: Book
    policies: list[Policy]

    def tiers(self) -> Iterator[tuple[Policy, Tier]]:
        """Each policy with each of its tiers."""
        return ((policy, tier) for policy in self.policies for tier in policy.tiers)

    def columns(self, policy: Policy, tier: Tier, people: ArrayLike, days: ArrayLike) -> Columns:
        """The truth of each clause about people, each at a day; by path."""
        moment = Moment(self.book, np.array(people, np.int64), np.array(days, np.int32), tier.target, tier.id)
        judgement = judge(tier.clause, moment, Evaluator(policy, self.book))
        return {path: standing.own for path, standing in judgement.standings.items()}


def tiers_of(world: World, policy_id: str, tier_id: str) -> list[tuple[Policy, Tier]]:
    """The tiers of that name."""
    return [(policy, tier) for policy, tier in world.tiers() if (policy.id, tier.id) == (policy_id, tier_id)]


@cache
def known_policies() -> list[Policy]:
    """The scheme of the starter, and the policy that asks for everything."""
    starter = [(one.value, one.path) for one in read_district(60).records if one.kind == "policies"]
    path = "data/policies/everything.yaml"
    asking = parse(path, EVERYTHING.read_bytes())
    assert not [*asking.problems, *validate(path, "policies", asking)]
    stated = [*starter, (asking.value, path)]
    read, problems = policies(Stated(value, path, lambda _: (0, 0)) for value, path in stated)
    assert not problems, [str(one) for one in problems]
    return read


def world_of(records: Sequence[Record]) -> World:
    """The register of these records, read with the vocabularies of the starter."""
    words = vocabularies((one.id, one.value) for one in read_district(60).records if one.kind == "vocabularies")
    return World(Book(build(records, words)), known_policies())


def days_between(first: date, last: date) -> NDArray[np.int32]:
    """The codes of all real days from the first to the last."""
    count = (last - first).days + 1
    return np.array([code_of(first + timedelta(days=number)) for number in range(count)], np.int32)
