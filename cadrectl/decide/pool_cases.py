"""What the rules of the pool say of the person of a case, in the form in which cases expect it."""

from cadrectl.decide.assessed_cases import NOBODY
from cadrectl.decide.pool import taken
from cadrectl.facts.truth import WORDS
from cadrectl.policy.clerk import Clerk
from cadrectl.policy.fairness_reader import POOL
from cadrectl.policy.pool_facts import Pools


def decision(clerk: Clerk, series: str, year: int, case: str) -> dict[str, str]:
    """Under `pool` the decision on the person (an id), `none` for no member; under `pool.RULE` each rule's verdict."""
    judged = Pools(clerk, series).judged(year)
    if judged is None:
        return {}
    rules = judged.roll.pool.rules
    subjects = judged.roll.sheet.subject.tolist()
    own = clerk.book.register.position("cadres", case)
    if own not in subjects:
        return {POOL: NOBODY, **{f"{POOL}.{rule.id}": NOBODY for rule in rules}}
    at = subjects.index(own)
    verdicts = zip(rules, judged.verdicts, strict=True)
    return {POOL: taken(judged, at), **{f"{POOL}.{rule.id}": WORDS[int(one[at])] for rule, one in verdicts}}
