"""Who qualifies for a post, those first whom the policy prefers, other things equal, and whom only a bar excludes.

Whoever is preferred is no better qualified: preferences order people of one verdict and exclude nobody. (JT-16)
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from cadrectl.decide.eligibility import Question, Standing, eligible, people_at
from cadrectl.facts.moment import Book, Moment
from cadrectl.facts.truth import PASS
from cadrectl.policy import walk
from cadrectl.policy.evaluate import Evaluator
from cadrectl.policy.load import superiors
from cadrectl.policy.model import Condition, Fact, Policy, Tier, clauses

ORDER = ("pass", "unknown", "fail")


class Candidate(Struct, frozen=True):
    """One person's standing for the post, the preferences surely met, and whether nothing but a bar stands against."""

    standing: Standing
    preferred: tuple[str, ...]
    only_barred: bool


def candidates(book: Book, policy: Policy, tier: Tier, known: Sequence[Policy], as_of: int) -> list[Candidate]:
    """Everybody, by verdict (pass, unknown, fail), then by the number of preferences met, then by id."""
    question = Question(as_of)
    standings = eligible(book, [policy.stating(tiers=(tier,))], known, question)
    people = people_at(book, question)
    moment = Moment(book, people, np.full(len(people), as_of, np.int32), tier.target, tier.id)
    evaluator = Evaluator(policy, book, superiors(policy, known, as_of))
    met = {one.id: evaluator.condition(one.condition, moment).now == PASS for one in tier.prefer}
    bars = frozenset(one.path for one in clauses(tier.clause) if _is_bar(policy, one.require))
    found = [
        Candidate(one, tuple(id for id, holds in met.items() if holds[at]), _only_barred(one, bars))
        for at, one in enumerate(standings)
    ]
    return sorted(found, key=lambda one: (ORDER.index(one.standing.verdict), -len(one.preferred), one.standing.cadre))


def _only_barred(standing: Standing, bars: frozenset[str]) -> bool:
    return standing.verdict == "fail" and bool(standing.failed) and set(standing.failed) <= bars


def _is_bar(policy: Policy, require: Condition | None) -> bool:
    """Whether a condition asks for nothing but that no influence period runs."""
    if require is None:
        return False
    facts = [met.condition for met in walk.within(policy, require) if isinstance(met.condition, Fact)]
    return bool(facts) and all(fact.name == "barred" for fact in facts)
