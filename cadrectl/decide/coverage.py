"""How far the cases of a policy show what each clause does. Whether a case comes out is not asked here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cadrectl.facts.truth import WORDS
from cadrectl.policy.model import Clause, Policy
from cadrectl.policy.verdicts import clauses

Value = Mapping[str, Any]


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
        """Whether cases show the clause met and, where anybody can fail it, not met; unknown is not asked for."""
        return bool(self.cases["pass"]) and (bool(self.cases["fail"]) or not can_fail(self.clause))


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


def can_fail(clause: Clause) -> bool:
    """Whether anybody can: not where all that is asked holds in principle or by analogy only."""
    binding = [child for child in clause.children if child.severity not in ("should", "reference")]
    return clause.require is not None or any(can_fail(child) for child in binding)
