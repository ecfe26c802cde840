"""Every condition of a policy, wherever it stands, with the kind of record that it is about."""

from collections.abc import Iterator

from msgspec import Struct

from cadrectl.facts.kinds import KINDS
from cadrectl.policy import duties, number_walk
from cadrectl.policy.model import (
    All,
    Any,
    Cases,
    Clause,
    Comparison,
    Condition,
    Fact,
    Field,
    Figure,
    Not,
    Policy,
    Selection,
    Some,
    Value,
)
from cadrectl.policy.number_model import Assessment, GroupShare


class Met(Struct, frozen=True):
    """A condition, and the kind of record that it is about ("" for people)."""

    condition: Condition
    kind: str


def conditions_of_tiers(policy: Policy) -> Iterator[Met]:
    """Every condition on which verdicts for the tiers may rest, and every part of one."""
    walk = _Walk(policy)
    yield from walk.common()
    for tier in policy.tiers:
        yield from walk.clause(tier.clause)


def conditions(policy: Policy) -> Iterator[Met]:
    """Every condition and every part of one."""
    walk = _Walk(policy)
    yield from walk.common()
    for figure in policy.figures:
        yield from walk.figure(figure)
    for condition, kind in policy.movement.conditions() if policy.movement is not None else ():
        yield from walk.condition(condition, kind)
    for tier in policy.judged:
        for cap in tier.caps:
            yield from walk.value(cap.at_most)
            yield from walk.value(cap.at_least)
        for preference in tier.prefer:
            yield from walk.condition(preference.condition)
        yield from walk.clause(tier.clause)
    for assessment in policy.assessments:
        yield from walk.assessment(assessment)
    for duty in policy.duties:
        yield from walk.optional(duty.who)
        yield from walk.optional(duty.paired.who if duty.paired is not None else None)
        for selection in duties.selections(duty):
            yield from walk.selection(selection)
    for condition, kind in number_walk.pool_conditions(policy.pool) if policy.pool is not None else ():
        yield from walk.condition(condition, kind)


def within(policy: Policy, condition: Condition) -> Iterator[Met]:
    """A condition about people and every part of it; what named conditions and sets hold is not followed."""
    return _Walk(policy).condition(condition)


def selected_by(policy: Policy, selection: Selection) -> Iterator[Met]:
    """The conditions of a selection of records and their parts."""
    return _Walk(policy).selection(selection)


def tests_of(policy: Policy) -> Iterator[tuple[Met, Comparison]]:
    """Every comparison with the condition that makes it."""
    for met in conditions(policy):
        if isinstance(met.condition, Fact | Field):
            for test in met.condition.tests:
                yield met, test


def shares(policy: Policy) -> Iterator[Value]:
    """The shares of groups that grades and conditions take."""
    for assessment in policy.assessments:
        yield from number_walk.share_values(assessment)
    for met in conditions(policy):
        share = met.condition.arguments.get("share") if isinstance(met.condition, Fact) else None
        if isinstance(share, GroupShare):
            yield share.amount


def clauses(policy: Policy) -> Iterator[Clause]:
    """Every clause of every tier, in order."""
    waiting = [tier.clause for tier in reversed(policy.judged)]
    while waiting:
        clause = waiting.pop()
        yield clause
        waiting += reversed(clause.children)


def kind_of(policy: Policy, of: str) -> str:
    """The kind of record behind a set; of sets in a circle, the posts."""
    seen: set[str] = set()
    while of not in KINDS:
        if of in seen or of not in policy.sets:
            return "posts"
        seen.add(of)
        of = policy.sets[of].of
    return of


class _Walk(Struct, frozen=True):
    policy: Policy

    def common(self) -> Iterator[Met]:
        """What conditions anywhere in the policy may make use of."""
        for selection in self.policy.sets.values():
            yield from self.selection(selection)
        for condition in self.policy.conditions.values():
            yield from self.condition(condition)
        for relaxation in self.policy.relaxations.values():
            yield from self.optional(relaxation.when)
            yield from self.value(relaxation.to)
        for effect in self.policy.effects:
            yield from self.selection(effect.selection)

    def clause(self, clause: Clause) -> Iterator[Met]:
        for condition in (clause.when, clause.require, clause.printed):
            yield from self.optional(condition)
        yield from self.value(clause.severity)
        for child in clause.children:
            yield from self.clause(child)

    def assessment(self, assessment: Assessment) -> Iterator[Met]:
        for number in assessment.numbers.values():
            for condition in number_walk.conditions(number):
                yield from self.condition(condition)
            for selection, whens in number_walk.selections(number):
                yield from self.selection(selection)
                for when in whens:
                    yield from self.condition(when, kind_of(self.policy, selection.of))
        for condition in number_walk.outcome_conditions(assessment):
            yield from self.condition(condition)
        for value in number_walk.share_values(assessment):
            yield from self.value(value)

    def figure(self, figure: Figure) -> Iterator[Met]:
        for counted in (figure.counted, figure.per):
            if counted is not None:
                yield from self.optional(counted.people)
                yield from self.optional(counted.posts, "unit-posts")
        yield from self.optional(figure.share)
        yield from self.optional(figure.when)
        for test in figure.limits:
            yield from self.value(test.value)

    def optional(self, condition: Condition | None, kind: str = "") -> Iterator[Met]:
        if condition is not None:
            yield from self.condition(condition, kind)

    def condition(self, condition: Condition, kind: str = "") -> Iterator[Met]:
        yield Met(condition, kind)
        match condition:
            case Not(part):
                yield from self.condition(part, kind)
            case All(parts) | Any(parts) | Some(_, parts):
                for part in parts:
                    yield from self.condition(part, kind)
            case Field(_, tests, _):
                for test in tests:
                    yield from self.value(test.value)
            case Fact():
                yield from self.fact(condition)

    def fact(self, fact: Fact) -> Iterator[Met]:
        kind = "posts"
        if fact.selection is not None:
            kind = kind_of(self.policy, fact.selection.of)
            yield from self.selection(fact.selection)
        credits = fact.arguments.get("credits", ())
        for selection, _ in credits if isinstance(credits, tuple) else ():
            yield from self.selection(selection)
        share = fact.arguments.get("share")
        yield from self.value(share.amount if isinstance(share, GroupShare) else None)
        if fact.condition is not None:
            yield from self.condition(fact.condition, kind)
        for test in fact.tests:
            yield from self.value(test.value)

    def selection(self, selection: Selection) -> Iterator[Met]:
        if selection.where is not None:
            yield from self.condition(selection.where, kind_of(self.policy, selection.of))

    def value(self, value: Value) -> Iterator[Met]:
        for when, _ in value.branches if isinstance(value, Cases) else ():
            yield from self.optional(when)
