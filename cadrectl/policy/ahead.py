"""From which day a person meets a clause, all else equal; not whether they meet it now.

An age reaches its limit on a day that can be computed; what else a clause asks is taken as it stands at the day of
the question. So the month of retirement follows from a table of ages, which is a policy like any other.
"""

from collections.abc import Sequence
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from cadrectl.calendar import NEVER, month_of
from cadrectl.facts.moment import Moment
from cadrectl.facts.truth import FAIL, PASS, Days, Truth, both, compare, decide, turns
from cadrectl.policy.model import Clause, Fact, clauses
from cadrectl.policy.notes import Note, field_place

if TYPE_CHECKING:
    from cadrectl.policy.evaluate import Evaluator


class Reached(Struct, frozen=True):
    """The earliest and the latest day from which each person may meet a clause (0: always, NEVER: not in sight).

    `turn` is the next day on which this may be another day.
    """

    first: Days
    last: Days
    turn: Days


def reached(clause: Clause, moment: Moment, evaluator: "Evaluator") -> Reached:
    """From when each person meets a clause of the evaluator's policy; one that binds nobody is met always."""
    always = np.zeros(len(moment.people), np.int32)
    if clause.severity in ("should", "reference"):
        return Reached(always, always, np.full(len(always), NEVER, np.int32))
    found = _leaf(clause, moment, evaluator) if clause.require is not None else _joined(clause, moment, evaluator)
    if clause.severity != "must":  # by case
        found = replace(found, first=always)
    if clause.when is None:
        return found
    applies = evaluator.condition(clause.when, moment)
    first = np.where(applies.now == PASS, found.first, 0).astype(np.int32)
    last = np.where(applies.now == FAIL, 0, found.last).astype(np.int32)
    return Reached(first, last, np.minimum(found.turn, turns(applies)))


def _joined(clause: Clause, moment: Moment, evaluator: "Evaluator") -> Reached:
    """All are met from the last of the days on, one of them from the first, so many from the n-th."""
    parts = [reached(child, moment, evaluator) for child in clause.children]
    number = {"all": len(parts), "any": 1}.get(clause.kind, clause.number)

    def nth(days: Sequence[Days]) -> Days:
        in_turn: Days = np.sort(np.stack(days), axis=0)[number - 1].astype(np.int32)
        return in_turn

    turn = np.min(np.stack([part.turn for part in parts]), axis=0).astype(np.int32)
    return Reached(nth([part.first for part in parts]), nth([part.last for part in parts]), turn)


def _leaf(clause: Clause, moment: Moment, evaluator: "Evaluator") -> Reached:
    asked = clause.require
    assert asked is not None
    if isinstance(asked, Fact) and _counts_from(asked):
        return _anniversary(asked, moment, evaluator)
    truth: Truth = evaluator.condition(asked, moment)
    first = np.where(truth.now == FAIL, moment.day + 1, 0).astype(np.int32)
    last = np.where(truth.now == PASS, 0, NEVER).astype(np.int32)
    return Reached(first, last, turns(truth))


def _counts_from(fact: Fact) -> str:
    """The date of the person from which a fact counts up to a limit at the day of the question; "" for another one."""
    name = {"age": "birth", "since": str(fact.arguments.get("date"))}.get(fact.name, "")
    at_least = [test.comparator for test in fact.tests] == ["at_least"] and fact.date == "question"
    return name if at_least and name.partition(".")[0] not in ("post", "unit", "target") else ""


def _anniversary(fact: Fact, moment: Moment, evaluator: "Evaluator") -> Reached:
    """The day so many years and months after a date of the person, or the first of that month."""
    from_first, from_last = (bound[moment.people] for bound in evaluator.book.dates("cadres", _counts_from(fact)))
    if fact.arguments["unit"] == "month":
        from_first, from_last = month_of(from_first), month_of(from_last)
    limit = evaluator.limit("at_least", fact.tests[0].value, moment, as_span=True)
    known = from_last >= 0
    first = np.where(known, np.maximum(from_first + limit.low, 0), 0)
    last = np.where(known, np.minimum(from_last + limit.high, NEVER), NEVER)
    turn = evaluator.case_turn(fact.tests, moment)
    return Reached(first.astype(np.int32), last.astype(np.int32), turn)


def time_to(evaluator: "Evaluator", fact: Fact, moment: Moment) -> Truth:
    """How long until a clause of this policy or of one it stands under is met; nothing where it is met already."""
    goal = _goal(evaluator, fact, moment)
    low = np.maximum(goal.first - moment.day, 0).astype(np.float64)
    high = np.where(goal.last >= NEVER, np.inf, np.maximum(goal.last - moment.day, 0))
    if evaluator.notes is not None:
        evaluator.notes.add(Note(fact, "span", low, high, (), field_place(moment, "birth"), moment.day))
    turn = np.minimum(goal.turn, evaluator.case_turn(fact.tests, moment))
    truths = []
    for test in fact.tests:
        limit = evaluator.limit(test.comparator, test.value, moment, as_span=True)
        yes, no = compare(test.comparator, low, high, limit)
        nears = np.where(goal.last < NEVER, np.clip(goal.last - limit.low, moment.day + 1, NEVER), NEVER)
        truths.append(decide(yes, no, moment.day, np.minimum(nears, turn).astype(np.int32)))
    return reduce(both, truths)


def _goal(evaluator: "Evaluator", fact: Fact, moment: Moment) -> Reached:
    """From when each person meets the clause that a fact names; out of sight where it is not to be found."""
    wanted, path = fact.arguments.get("policy", evaluator.policy.series), str(fact.arguments["clause"])
    for policy in () if evaluator.ahead else (evaluator.policy, *evaluator.superiors):
        for tier in policy.judged if policy.series == wanted else ():
            clause = next((one for one in clauses(tier.clause) if one.path == path), None)
            if clause is not None:
                there = moment.towards(tier.target, tier.id)
                return reached(clause, there, replace(evaluator, policy=policy, notes=None, ahead=True))
    never = np.full(len(moment.people), NEVER, np.int32)
    return Reached(np.zeros(len(moment.people), np.int32), never, never)
