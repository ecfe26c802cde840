"""How far the cases of a policy show what each clause does. Whether a case comes out is not asked here."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from cadrectl.calendar import OfficeDays, date_of
from cadrectl.decide import procedure_cases
from cadrectl.decide.cases import CHANGES, FIGURES, day_of, merged
from cadrectl.decide.procedure import Rules
from cadrectl.decide.procedure_cases import Part
from cadrectl.facts.truth import WORDS
from cadrectl.policy.changes import HEADCOUNT, ChangeRule, Need
from cadrectl.policy.fairness_reader import POOL
from cadrectl.policy.model import Clause, Figure, Policy, clauses
from cadrectl.policy.movement import Kind, Limit
from cadrectl.policy.number_model import Consequence, Pool, PoolRule

Value = Mapping[str, Any]


Asked = Clause | Figure | Consequence | PoolRule | Limit | Kind | ChangeRule | Need | Part
"""What a case may expect a verdict of."""


class Coverage(Struct, frozen=True):
    """One part of a policy that is asked something, and how many cases expect each verdict of it."""

    path: str
    asked: Asked
    cases: Mapping[str, int]  # by verdict: pass, unknown, fail

    @property
    def missing(self) -> list[str]:
        """The verdicts that no case expects."""
        return [verdict for verdict, number in self.cases.items() if not number]

    @property
    def shown(self) -> bool:
        """Whether cases show the clause met and, where anybody can fail it, not met; unknown is not asked for."""
        return bool(self.cases["pass"]) and (bool(self.cases["fail"]) or not can_fail(self.asked))


def coverage(policy: Policy, stated: Sequence[Value]) -> list[Coverage]:
    """Every part of a policy with a verdict, in order, against what its records of cases expect."""
    expected = Counter(
        (clause, verdict) for record in stated for case in record["cases"] for clause, verdict in case["expect"].items()
    )
    tried = ((record, case) for record in stated for case in record["cases"])
    expected.update(shown for record, case in tried for shown in _of_appointment(policy, record, case))
    parts: list[tuple[str, Asked]] = [
        *((clause.path, clause) for tier in policy.judged for clause in clauses(tier.clause)),
        *((f"{FIGURES}.{figure.id}", figure) for figure in policy.figures if figure.limits),
        *((f"{assessment.id}.{one.id}", one) for assessment in policy.assessments for one in assessment.consequences),
        *((f"{POOL}.{rule.id}", rule) for rule in (_deciding(policy.pool) if policy.pool is not None else ())),
        *((path, part) for rule in policy.changes for path, part in _of_change(rule)),
        *((f"kinds.{kind.id}", kind) for kind in (policy.movement.kinds if policy.movement is not None else ())),
        *((f"limits.{limit.id}", limit) for limit in (policy.movement.limits if policy.movement is not None else ())),
        *procedure_cases.parts(policy),
    ]
    return [
        Coverage(path, part, {verdict: expected[path, verdict] for verdict in reversed(WORDS)}) for path, part in parts
    ]


def _of_appointment(policy: Policy, record: Value, case: Value) -> Iterator[tuple[str, str]]:
    """What the appointment of a case shows of its procedure; nothing where it gives none."""
    given = merged(record.get("defaults", {}), case.get("given", {}))
    if "appointment" in given:
        rules = Rules([policy], OfficeDays(), date_of(day_of(given)))
        yield from procedure_cases.shown(given["appointment"], case["expect"], rules)


def _of_change(rule: ChangeRule) -> Iterator[tuple[str, Asked]]:
    """The rule itself, which takes a change or does not, and all that it asks of one."""
    path = f"{CHANGES}.{rule.id}"
    yield path, rule
    if rule.headcount:
        yield f"{path}.{HEADCOUNT}", rule
    yield from ((f"{path}.{need.id}", need) for need in rule.brings)


def _deciding(pool: Pool) -> list[PoolRule]:
    """The rules of a pool that change something: the weakest decision stands where no rule holds at all."""
    return [rule for rule in pool.rules if rule.decide != pool.order[0]]


def can_fail(clause: Asked) -> bool:
    """Whether it can: not where all that is asked of a person holds in principle or by analogy only."""
    if not isinstance(clause, Clause):
        return True
    binding = [child for child in clause.children if child.severity not in ("should", "reference")]
    return clause.require is not None or any(can_fail(child) for child in binding)
