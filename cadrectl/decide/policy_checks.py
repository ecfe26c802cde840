"""What is wrong with policies as rules: contradictions, limits looser than the superior's, prints that do not follow.

The language itself is checked where a policy is read; here policies are held against each other, against
their words and, where a source prints a date, against people made up for the purpose. One function a rule.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np

from cadrectl.calendar import YEAR, iso, parse_date, snap
from cadrectl.decide import quota_checks
from cadrectl.decide.bench import HIGH, LOW, Bench, measure, values
from cadrectl.decide.case_checks import cases_are_reached
from cadrectl.decide.quota_checks import exclude_each_other
from cadrectl.decide.word_checks import (
    grades_are_in_their_vocabulary,
    votes_and_voters_are_in_their_vocabulary,
    words_are_in_their_vocabulary,
    words_of_changes_are_in_their_vocabulary,
)
from cadrectl.facts.moment import Book, Moment
from cadrectl.facts.truth import FAIL, PASS
from cadrectl.policy import walk
from cadrectl.policy.evaluate import Evaluator
from cadrectl.policy.fitting import plain_values
from cadrectl.policy.literal import duration
from cadrectl.policy.load import in_force
from cadrectl.policy.model import (
    Above,
    Choose,
    Clause,
    Condition,
    DateRange,
    Fact,
    Field,
    Pointer,
    Policy,
    Tier,
)
from cadrectl.policy.problems import Reporter, nearest
from cadrectl.problem import Problem
from cadrectl.register import build_stated
from cadrectl.text import say
from cadrectl.vocabulary import Vocabulary

Places = Mapping[str, Callable[[Pointer], tuple[int, int]]]


def check(policies: Sequence[Policy], vocabularies: Mapping[str, Vocabulary], places: Places) -> list[Problem]:
    """The problems of sound policies, policy by policy; `places` gives by path where the keys of a file stand."""
    found: list[Problem] = []
    for policy in policies:
        bench = Bench(policy, policies, vocabularies, Reporter(policy.path, places[policy.path]))
        for rule in RULES:
            rule(bench)
        found += bench.report.problems
    return found


def not_looser_than_the_superior(bench: Bench) -> None:
    """Limits that a superior policy states too are at least as strict here."""
    for above in bench.policy.above:
        superior = in_force(bench.known, [above.policy], bench.policy.in_force[0])
        ours = _clause(bench.policy, above.ours)
        theirs = _clause(superior[0], above.clause) if superior else None
        if ours is None:
            known = [clause.path for clause in walk.clauses(bench.policy)]
            bench.report.unknown_word((*above.at, "ours"), above.ours, known)
        elif theirs is None:
            message = say("Clause “{clause}” of {policy} is not here.", clause=above.clause, policy=above.policy)
            bench.report.add("no-superior", above.at, message)
        elif _is_looser(above, ours, theirs):
            bench.report.add(
                "looser-than-reference" if superior[0].reference else "looser-than-superior",
                ours.at,
                say(
                    "“{ours}” is looser than “{theirs}” of {policy}.",
                    ours=ours.path,
                    theirs=theirs.path,
                    policy=above.policy,
                ),
            )


def superiors_are_known(bench: Bench) -> None:
    """A policy that this one stands under is in the workspace."""
    series = {one.series for one in bench.known}
    stated = {above.at for above in bench.policy.above}
    for index, name in enumerate(bench.policy.superiors):
        if name not in series and ("under", index) not in stated:
            message = say("There is no policy of the series {policy} here.", policy=name)
            bench.report.add("no-superior", ("under", index), message, nearest(name, series))


def borrowed_clauses_are_known(bench: Bench) -> None:
    """A clause that a condition looks ahead to is in this policy, or in one that it stands under."""
    for met in walk.conditions(bench.policy):
        if not isinstance(met.condition, Fact) or met.condition.name != "time_to":
            continue
        series = str(met.condition.arguments.get("policy", bench.policy.series))
        path, at = str(met.condition.arguments["clause"]), (*met.condition.at, "clause")
        versions = [one for one in bench.known if one.series == series]
        known = [clause.path for one in versions for clause in walk.clauses(one)]
        if series not in (bench.policy.series, *bench.policy.superiors):
            bench.report.unknown_word((*met.condition.at, "policy"), series, bench.policy.superiors)
        elif versions and path not in known:
            bench.report.unknown_word(at, path, known)


def chosen_values_lie_in_their_interval(bench: Bench) -> None:
    """`choose` lies between `from` and `to`."""
    for value in values(bench.policy):
        if not isinstance(value, Choose):
            continue
        low, use, high = (measure(one) for one in (value.low, value.use, value.high))
        if low is None or use is None or high is None or not low <= use <= high:
            bench.report.add("outside-interval", value.at, say("The chosen value is not between its two ends."))


def tests_can_be_met_together(bench: Bench) -> None:
    """The limits on one fact leave something between them."""
    asked = [met.condition for met in walk.conditions(bench.policy) if isinstance(met.condition, Fact | Field)]
    limits = [(one.tests, one.at) for one in asked] + [(one.limits, one.at) for one in bench.policy.figures]
    for tests, at in limits:
        if exclude_each_other(tests):
            bench.report.add("tests-exclude", at, say("Nothing can meet these limits together."))


def printed_dates_follow_from_the_rule(bench: Bench) -> None:
    """Where a clause prints dates of birth, nobody born around them is judged otherwise by rule and by print."""
    for tier in bench.policy.judged:
        for clause in _below(tier.clause):
            if clause.printed is None or clause.require is None or not _asks_birth(bench.policy, clause.printed):
                continue
            born = _first_difference(bench.policy, tier, clause)
            if born is not None:
                bench.report.add(
                    "printed-differs",
                    (*clause.at, "printed"),
                    say("Someone born on {date} is judged one way by the rule and another by the print.", date=born),
                )


def one_version_at_a_time(bench: Bench) -> None:
    """The versions of a series follow each other."""
    versions = sorted((one for one in bench.known if one.series == bench.policy.series), key=lambda one: one.in_force)
    for earlier, later in pairwise(versions):
        if later is bench.policy and later.in_force[0] <= earlier.in_force[1]:
            message = say("{policy} is still in force then.", policy=earlier.id)
            bench.report.add("versions-overlap", ("in_force", "from"), message)


RULES: tuple[Callable[[Bench], None], ...] = (
    superiors_are_known,
    not_looser_than_the_superior,
    borrowed_clauses_are_known,
    chosen_values_lie_in_their_interval,
    tests_can_be_met_together,
    printed_dates_follow_from_the_rule,
    cases_are_reached,
    *quota_checks.RULES,
    one_version_at_a_time,
    words_are_in_their_vocabulary,
    votes_and_voters_are_in_their_vocabulary,
    words_of_changes_are_in_their_vocabulary,
    grades_are_in_their_vocabulary,
)


def _clause(policy: Policy, path: str) -> Clause | None:
    return next((clause for clause in walk.clauses(policy) if clause.path == path), None)


def _below(clause: Clause) -> Iterator[Clause]:
    yield clause
    for child in clause.children:
        yield from _below(child)


# limits


def _is_looser(above: Above, ours: Clause, theirs: Clause) -> bool:
    """Whether the limit here may be looser: the loosest here against the strictest there."""
    mine, other = _limits(ours, above.stricter), _limits(theirs, above.stricter)
    if not other:
        return False
    if not mine:
        return True
    return min(mine) < max(other) if above.stricter == "at_least" else max(mine) > min(other)


def _limits(clause: Clause, stricter: str) -> list[Fraction]:
    """The figures of a clause's tests in one direction."""
    wanted = LOW if stricter == "at_least" else HIGH
    asked = clause.require
    tests = asked.tests if isinstance(asked, Fact | Field) else ()
    stated = [value for test in tests if test.comparator in wanted for value in plain_values(test.value)]
    return [number for value in stated if (number := measure(value)) is not None]


# prints


def _days(policy: Policy) -> list[int]:
    """The days at which a policy is tried: its fixed dates, else the day it comes into force."""
    fixed = [found[0] for rule in policy.dates.values() if (found := parse_date(rule)) is not None]
    return fixed or [policy.in_force[0]]


def _asks_birth(policy: Policy, printed: Condition) -> bool:
    asked = [met.condition for met in walk.within(policy, printed)]
    return any(isinstance(one, Field) and one.name == "birth" for one in asked)


def _first_difference(policy: Policy, tier: Tier, clause: Clause) -> str | None:
    """The first birth (given as known to the day) at which the rule and the print come to different verdicts."""
    assert clause.require is not None
    assert clause.printed is not None
    births = _births(policy, clause)
    people: list[tuple[str, str, dict[str, object]]] = [
        ("cadres", f"{code:07}-{gender}", {"name": gender, "gender": gender, "birth": iso(code), "posts": []})
        for code in births
        for gender in ("man", "woman")
    ]
    book = Book(build_stated(people, {}))
    moment = Moment(book, book.people, np.full(len(people), _days(policy)[0], np.int32), tier.target, tier.id)
    evaluator = Evaluator(policy, book)
    rule, printed = (evaluator.condition(one, moment).now for one in (clause.require, clause.printed))
    differing = np.nonzero(np.abs(rule - printed) == PASS - FAIL)[0]
    born = book.dates("cadres", "birth")[0]
    return iso(int(born[differing].min())) if len(differing) else None


def _births(policy: Policy, clause: Clause) -> list[int]:
    """Days of birth a day and a year around every limit and every printed date, in order."""
    edges: set[int] = set()
    for condition in (clause.require, clause.printed):
        assert condition is not None
        for met in walk.within(policy, condition):
            tests = met.condition.tests if isinstance(met.condition, Fact | Field) else ()
            for value in (one for test in tests for one in plain_values(test.value)):
                length = duration(value)
                edges |= {value.first, value.last} if isinstance(value, DateRange) else set()
                edges |= {day - length.codes for day in _days(policy)} if length is not None else set()
    around = {edge + year + step for edge in edges for year in (-YEAR, 0, YEAR) for step in (-1, 0, 1)}
    return sorted({int(snap(code)) for code in around if code > 0})
