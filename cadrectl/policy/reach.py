"""How far what is asked of people looks: on whose records a verdict rests. What it comes to is not asked here."""

from collections.abc import Iterator, Sequence

from cadrectl.policy import walk
from cadrectl.policy.grammar import FACTS
from cadrectl.policy.load import with_superiors
from cadrectl.policy.model import Fact, Policy

NEAR = ("own", "kin")
"""The reaches that end at records of the person, of kin, and of the units that these name."""


def looks_beyond(deciding: Sequence[Policy], known: Sequence[Policy], day: int) -> bool:
    """Whether some verdict at a day may rest on records about others, by these policies or those they stand under."""
    return any(fact.name not in FACTS or FACTS[fact.name].reach not in NEAR for fact in _facts(deciding, known, day))


def _facts(deciding: Sequence[Policy], known: Sequence[Policy], day: int) -> Iterator[Fact]:
    for policy in with_superiors(deciding, known, day):
        for met in walk.conditions_of_tiers(policy):
            if isinstance(met.condition, Fact):
                yield met.condition
