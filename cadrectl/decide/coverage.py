"""How far the cases of a policy show what each clause does. Whether a case comes out is not asked here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cadrectl.facts.truth import WORDS
from cadrectl.policy.model import Clause, Policy
from cadrectl.policy.verdicts import clauses

Value = Mapping[str, Any]

BOTH_WAYS = ("pass", "fail")
"""What the cases of a clause should show; not every clause can be unknown."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """One clause, and how many cases expect each verdict of it."""

    clause: Clause
    cases: Mapping[str, int]  # by verdict: pass, unknown, fail

    @property
    def missing(self) -> list[str]:
        """The verdicts that no case expects."""
        return [verdict for verdict, number in self.cases.items() if not number]

    @property
    def shown(self) -> bool:
        """Whether cases show the clause met and not met."""
        return not set(BOTH_WAYS) & set(self.missing)


def coverage(policy: Policy, stated: Sequence[Value]) -> list[Coverage]:
    """Every clause of a policy, in order, against the expectations of its records of cases."""
    expected = Counter(
        (clause, verdict) for record in stated for case in record["cases"] for clause, verdict in case["expect"].items()
    )
    return [
        Coverage(clause, {verdict: expected[clause.path, verdict] for verdict in reversed(WORDS)})
        for tier in policy.tiers
        for clause in clauses(tier.clause)
    ]
