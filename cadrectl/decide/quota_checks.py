"""Whether what a policy wants of numbers and shares can be had together: caps of tiers, quotas of grades, figures."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations

from cadrectl.decide.bench import HIGH, LOW, Bench, bare, figure, sure
from cadrectl.facts.kinds import field_column
from cadrectl.policy.fitting import plain_values
from cadrectl.policy.model import All, Comparison, Condition, Fact, Field, Figure, Pointer, Tier
from cadrectl.policy.number_model import Grades, Quota
from cadrectl.text import Text, say, say_count

CODE = "quota-conflict"


def caps_agree(bench: Bench) -> None:
    """The least number of members is not above the greatest, in a cap, or of all the groups of one together."""
    for tier in bench.policy.judged:
        total = _most(tier)
        for cap in tier.caps:
            low, high = figure(cap.at_least), figure(cap.at_most)
            if low is not None and high is not None and low > high:
                _conflict(bench, cap.at, say("At least {low} and at most {high}.", low=str(low), high=str(high)))
            groups = _groups(cap.each)
            if low is not None and total is not None and low * max(groups, 1) > total:
                message = say_count(
                    "{count} group of at least {low} is more than the {total} of the whole.",
                    "{count} groups of at least {low} are more than the {total} of the whole.",
                    count=max(groups, 1),
                    low=str(low),
                    total=str(total),
                )
                _conflict(bench, cap.at, message)


def figures_agree(bench: Bench) -> None:
    """Figures of the same people can all be kept, and no tier must hold more members than it may."""
    for one, other in combinations(bench.policy.figures, 2):
        if _same_people(one, other) and one.share is not None and other.share is not None:
            if bare(one.share) == bare(other.share) and exclude_each_other((*one.limits, *other.limits)):
                message = say("Nothing can meet this limit and that of {other} together.", other=one.label)
                _conflict(bench, other.at, message)
            elif _apart(one.share, other.share) and _least(one) + _least(other) > 1:
                message = say("Together with {other} this is more than the whole.", other=one.label)
                _conflict(bench, other.at, message)
    for one in bench.policy.figures:
        for tier in bench.policy.tiers:
            total = _most(tier)
            if total is not None and _counts_members(one, tier) and _least(one) > total:
                message = say("At least {low} and at most {high}.", low=str(_least(one)), high=str(total))
                _conflict(bench, one.at, message)


def grades_agree(bench: Bench) -> None:
    """No more have a grade by shares of the group than a quota of the same base lets a body confirm."""
    for assessment in bench.policy.assessments:
        if assessment.grades is not None:
            for quota in assessment.grades.quotas:
                given, allowed = _given(assessment.grades, quota), figure(quota.at_most)
                if allowed is not None and given > allowed:
                    message = say(
                        "{given} of the group get this grade or a better one, and at most {allowed} may.",
                        given=str(given),
                        allowed=str(allowed),
                    )
                    _conflict(bench, quota.at, message)


def exclude_each_other(tests: Sequence[Comparison]) -> bool:
    """Whether the highest lower limit is above the lowest upper one, or equal to it where one end is excluded."""
    low = [(number, test.comparator) for test in tests if test.comparator in LOW for number in sure(test.value, max)]
    high = [(number, test.comparator) for test in tests if test.comparator in HIGH for number in sure(test.value, min)]
    return any(
        bottom > top or (bottom == top and (under, over) != ("at_least", "at_most"))
        for bottom, under in low
        for top, over in high
    )


def _conflict(bench: Bench, at: Pointer, message: Text) -> None:
    bench.report.add(CODE, at, message)


def _most(tier: Tier) -> Fraction | None:
    """How many members a tier may have in all."""
    stated = (figure(cap.at_most) for cap in tier.caps if not cap.each)
    return min((number for number in stated if number is not None), default=None)


def _least(one: Figure) -> Fraction:
    """What a figure must reach at least."""
    lows = [number for test in one.limits if test.comparator in LOW for number in sure(test.value, max)]
    return max(lows, default=Fraction(0))


def _groups(each: str) -> int:
    """How many groups there can be, where the schema says: a closed list of words."""
    column = field_column("", each) if each else None
    return len(column.words) if column is not None and each == "gender" else 0


def _same_people(one: Figure, other: Figure) -> bool:
    return one.each == other.each and bare((one.counted, one.when)) == bare((other.counted, other.when))


def _apart(one: Condition, other: Condition) -> bool:
    """Whether nobody can meet both: they ask one field for different words."""
    if not isinstance(one, Field) or not isinstance(other, Field) or one.name != other.name:
        return False
    words, others = _words(one), _words(other)
    return bool(words and others) and not words & others


def _words(asked: Field) -> set[object]:
    if len(asked.tests) != 1 or asked.tests[0].comparator not in ("is", "in"):
        return set()
    return set(plain_values(asked.tests[0].value))


def _counts_members(one: Figure, tier: Tier) -> bool:
    """Whether a figure is the number of the running members of a tier."""
    people = one.counted.people
    if one.share is not None or one.per is not None or one.each or not isinstance(people, Fact) or people.name != "has":
        return False
    members = people.selection
    return members is not None and members.of == "reserve" and {tier.id} in _tiers(members.where)


def _tiers(where: Condition | None) -> list[set[object]]:
    parts = where.parts if isinstance(where, All) else (where,)
    return [_words(part) for part in parts if isinstance(part, Field) and part.name == "tier"]


def _given(grades: Grades, quota: Quota) -> Fraction:
    """The share of the group, from its top, that gets the grade of a quota or a better one whatever the totals are."""
    better = grades.order[grades.order.index(quota.grade) :]
    if grades.partition is not None:
        return sum((share for grade, share in grades.partition.shares if grade in better), Fraction(0))
    found = Fraction(0)
    for case in grades.cases:
        share = case.share if case.grade in better and case.when is None else None
        if share is not None and (share.side, share.count, share.base) == ("top", False, quota.base):
            found += figure(share.amount) or 0
    return found


RULES: tuple[Callable[[Bench], None], ...] = (caps_agree, figures_agree, grades_agree)
