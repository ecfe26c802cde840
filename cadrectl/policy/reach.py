"""How far what is asked of people looks: on whose records a verdict rests. What it comes to is not asked here."""

from collections.abc import Sequence

from cadrectl.policy.grammar import FACTS
from cadrectl.policy.load import with_superiors
from cadrectl.policy.model import Fact, Policy

NEAR = ("own", "kin")
"""The reaches that end at records of the person, of kin, and of the units that these name."""


def looks_beyond(deciding: Sequence[Policy], known: Sequence[Policy], day: int) -> bool:
    """Whether some verdict at a day may rest on records about others, by these policies or those they stand under.

    What assessments and the pool come to rests on those of many, but clauses cannot ask for it.
    """
    far = {name for name, form in FACTS.items() if form.reach not in NEAR}
    return bool(far) and any(_uses(policy, far) for policy in with_superiors(deciding, known, day))


def _uses(policy: Policy, facts: set[str]) -> bool:
    from cadrectl.policy import walk  # which reads the whole policy

    met = (one.condition for one in walk.conditions_of_tiers(policy))
    return any(isinstance(condition, Fact) and condition.name in facts for condition in met)
