"""How outcomes divide between groups of people: rates, the four-fifths ratio and an exact test.

Counts only: who is in which group and whose outcome is favourable is said by the caller. A comparison accuses
nobody; where the numbers are too small to compare, it says so. Source of the four-fifths ratio and of the
smallest group is the policy; the test is Fisher's exact test, two-sided.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from cadrectl.policy.number_model import Fairness
from cadrectl.text import Text, say, say_count


class Division(Struct, frozen=True):
    """One group's outcomes: `favoured` of `people`, whose outcome is known.

    `ratio` is the group's rate over the highest rate of a group that can be compared, `p` the probability of a
    division as uneven as this or more between the group and all others if outcomes fell by chance. Both are None
    where the numbers do not allow a comparison; `said` then says why, and otherwise how to read the ratio.
    """

    group: str
    people: int
    favoured: int
    rate: Fraction | None
    ratio: Fraction | None
    p: float | None
    said: Text


def divisions(outcomes: Mapping[str, Sequence[bool]], fairness: Fairness) -> list[Division]:
    """One division for each group, in the order given, of whose people the favourable outcomes are marked True."""
    counts = {group: (len(marks), sum(marks)) for group, marks in outcomes.items()}
    fit = {group: one for group, one in counts.items() if one[0] >= fairness.at_least}
    best = max((Fraction(favoured, people) for people, favoured in fit.values()), default=Fraction(0))
    refusal = _refusal(len(fit), best)
    few = say_count(
        "fewer than {count} person: not compared", "fewer than {count} people: not compared", count=fairness.at_least
    )
    return [
        _compared(group, counts, best, fairness)
        if group in fit and refusal is None
        else _alone(group, counts[group], refusal or few)
        for group in counts
    ]


def _refusal(comparable: int, best: Fraction) -> Text | None:
    """Why no group of a division can be compared with another."""
    if comparable < 2:
        return say("no two groups are large enough to compare")
    return say("nobody had this outcome") if best == 0 else None


def _alone(group: str, count: tuple[int, int], why: Text) -> Division:
    people, favoured = count
    return Division(group, people, favoured, Fraction(favoured, people) if people else None, None, None, why)


def _compared(group: str, counts: Mapping[str, tuple[int, int]], best: Fraction, fairness: Fairness) -> Division:
    people, favoured = counts[group]
    rate = Fraction(favoured, people)
    others = [count for name, count in counts.items() if name != group]
    p = _exact((favoured, people), (sum(one[1] for one in others), sum(one[0] for one in others)))
    ratio = rate / best
    said = (
        say("below {limit} of the highest rate", limit=str(fairness.ratio))
        if ratio < fairness.ratio
        else say("within {limit} of the highest rate", limit=str(fairness.ratio))
    )
    return Division(group, people, favoured, rate, ratio, p, said)


def _exact(here: tuple[int, int], there: tuple[int, int]) -> float:
    """The two-sided probability of Fisher's exact test for `(favoured, people)` here and in the other groups."""
    from scipy.stats import fisher_exact

    table = [[one[0], one[1] - one[0]] for one in (here, there)]
    return float(fisher_exact(table).pvalue)
