"""The clauses of a policy, evaluated: one column of verdicts a clause, with severity, relaxations and what they bear.

A clause fails its parent only where it is a `must`; what is a `should` or a `reference` is said and fails nobody.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import reduce

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace
from numpy.typing import NDArray

from cadrectl.facts import fields, selection
from cadrectl.facts.moment import Moment
from cadrectl.facts.truth import FAIL, PASS, UNKNOWN, Truth, at_least, both, constant, either, negate, of_some
from cadrectl.policy.evaluate import Evaluator
from cadrectl.policy.fitting import plain_values
from cadrectl.policy.grammar import SEVERITIES
from cadrectl.policy.literal import duration
from cadrectl.policy.model import (
    Cases,
    Clause,
    Comparison,
    Condition,
    Duration,
    Fact,
    Field,
    Literal,
    Relaxation,
    Value,
    clauses,
)

Codes = NDArray[np.int8]
MUST = 0


class Standing(Struct, frozen=True):
    """What came of one clause: its verdict, whether it applies, its severity, and what it bears on its parent."""

    clause: Clause
    own: Truth
    applies: Codes
    severity: Codes
    bears: Truth
    relaxed: NDArray[np.bool_]


class Judgement(Struct):
    """The standings of all clauses of a tier, by path, in the order of the policy."""

    standings: dict[str, Standing] = field(default_factory=dict)

    def __getitem__(self, path: str) -> Standing:
        return self.standings[path]


def judge(clause: Clause, moment: Moment, evaluator: Evaluator) -> Judgement:
    """The verdict of every clause below and with this one, about every person."""
    judgement = Judgement()
    found = _judge(clause, moment, evaluator, judgement)
    judgement.standings = {path: found[path] for path in (one.path for one in clauses(clause))}
    return judgement


def _judge(clause: Clause, moment: Moment, evaluator: Evaluator, judgement: Judgement) -> Mapping[str, Standing]:
    own, relaxed = _own(clause, moment, evaluator, judgement)
    applies = np.full(len(moment.people), PASS, np.int8)
    if clause.when is not None:
        when = replace(evaluator, notes=None).condition(clause.when, moment)
        applies, own = when.now, either(negate(when), own)
    binding, severity = _severity(clause, moment, evaluator)
    bears = own if binding is None else either(negate(binding), own)
    judgement.standings[clause.path] = Standing(clause, own, applies, severity, bears, relaxed)
    return judgement.standings


def _own(clause: Clause, moment: Moment, evaluator: Evaluator, judgement: Judgement) -> tuple[Truth, NDArray[np.bool_]]:
    """The clause's own verdict, and whom a relaxation helped."""
    nobody = np.zeros(len(moment.people), np.bool_)
    if clause.require is not None:
        if evaluator.notes is not None:
            evaluator.notes.clause = clause.path
        strict = evaluator.condition(clause.require, moment)
        own = strict
        for name in clause.relax:
            own = either(own, _relaxed(clause, evaluator.policy.relaxations[name], moment, evaluator))
        return own, (own.now == PASS) & (strict.now != PASS)
    for child in clause.children:
        _judge(child, moment, evaluator, judgement)
    truths = [judgement[child.path].bears for child in clause.children]
    if clause.kind == "some":
        return at_least(clause.number, truths), nobody
    return reduce(both if clause.kind == "all" else either, truths), nobody


def _severity(clause: Clause, moment: Moment, evaluator: Evaluator) -> tuple[Truth | None, Codes]:
    """Whether the clause is a must for each person (None: for all), and where a case is open, the stricter severity."""
    if not isinstance(clause.severity, Cases):
        level = SEVERITIES.index(str(clause.severity))
        binding = None if level == MUST else constant(FAIL, moment.day)
        return binding, np.full(len(moment.people), level, np.int8)
    binding, severity = constant(FAIL, moment.day), np.zeros(len(moment.people), np.int8)
    for when, value in reversed(clause.severity.branches):
        level = SEVERITIES.index(str(value))
        here = constant(PASS if level == MUST else FAIL, moment.day)
        if when is None:
            binding, severity = here, np.full(len(moment.people), level, np.int8)
            continue
        chosen = replace(evaluator, notes=None).condition(when, moment)
        binding = either(both(chosen, here), both(negate(chosen), binding))
        open_level = np.where(chosen.now == UNKNOWN, np.minimum(level, severity), severity)
        severity = np.where(chosen.now == PASS, level, open_level).astype(np.int8)
    return binding, severity


def _relaxed(clause: Clause, relaxation: Relaxation, moment: Moment, evaluator: Evaluator) -> Truth:
    """Where a relaxation holds and the softened test is met."""
    assert clause.require is not None
    quiet = replace(evaluator, notes=None)
    meant = constant(PASS, moment.day) if relaxation.when is None else quiet.condition(relaxation.when, moment)
    if relaxation.granted:
        return both(meant, _granted(clause, relaxation, moment, quiet))
    if relaxation.waive:
        return meant
    return both(meant, quiet.condition(_with_limit(clause.require, relaxation.to), moment))


def _granted(clause: Clause, relaxation: Relaxation, moment: Moment, evaluator: Evaluator) -> Truth:
    """Where a grant on record names the person and this clause and is in force, with the limit that it states."""
    rows = moment.rows("relaxations")
    policy, path = fields.record_field(rows, "policy"), fields.record_field(rows, "clause")
    assert isinstance(policy, fields.Words) and isinstance(path, fields.Words)
    mine = policy.test("is", (evaluator.policy.series,))[0] & path.test("is", (clause.path,))[0]
    rows = rows.only(mine)
    result = constant(FAIL, moment.day)
    if not len(rows.index):
        return result
    in_force = both(selection.recorded(rows), selection.running(rows))
    waive, to = fields.record_field(rows, "waive"), fields.record_field(rows, "to")
    assert isinstance(waive, fields.Flags) and isinstance(to, fields.Numbers)
    waived = selection.any_of(rows.only(waive.values == 1), of_some(in_force, waive.values == 1))
    result = either(result, waived)
    if relaxation.waive:
        return result  # it can be waived and not set otherwise
    for limit in sorted({*to.values[~np.isnan(to.values)].tolist()}):
        here = to.values == limit
        granted = selection.any_of(rows.only(here), of_some(in_force, here))
        softened = _with_limit(clause.require, _bounded(clause.require, relaxation, limit))
        result = either(result, both(granted, evaluator.condition(softened, moment)))
    return result


def _bounded(condition: Condition | None, relaxation: Relaxation, limit: float) -> Literal:
    """The limit of a grant, cut where the policy bounds how far a grant may go."""
    granted = duration(_exact(limit))
    if relaxation.bound is None or granted is None or not isinstance(condition, Fact):
        return _exact(limit)
    test = condition.tests[0]
    base = duration(plain_values(test.value)[0])
    if base is None:
        return _exact(limit)
    if test.comparator in ("at_most", "less_than"):
        return Duration(min(granted.codes, base.codes + relaxation.bound.codes), str(limit))
    return Duration(max(granted.codes, base.codes - relaxation.bound.codes), str(limit))


def _exact(limit: float) -> Fraction:
    return Fraction(str(limit))


def _with_limit(condition: Condition | None, limit: Value) -> Condition:
    """The same test against another limit; a relaxed clause has one test with one comparison."""
    assert isinstance(condition, Fact | Field)
    test = condition.tests[0]
    return replace(condition, tests=(Comparison(test.comparator, limit, test.at), *condition.tests[1:]))
