"""What the rules of the pool may ask of its members, which rules hold for them, and what that decides.

Members are compared within the pool, not with everybody who was assessed beside them. A summative assessment is asked
for only of those whose term ends in the year: of others nothing about it holds. (JT-10 to JT-12)
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace
from numpy.typing import NDArray

from cadrectl.facts.kinds import KINDS
from cadrectl.facts.moment import Moment, Rows
from cadrectl.facts.truth import FAIL, PASS, UNKNOWN, Truth, decide
from cadrectl.policy import outcome_facts
from cadrectl.policy.evaluate import Assessed, Evaluator
from cadrectl.policy.exact import Amount
from cadrectl.policy.fitting import plain_values
from cadrectl.policy.grading import keys
from cadrectl.policy.load import superiors
from cadrectl.policy.model import Fact
from cadrectl.policy.notes import Notes
from cadrectl.policy.number_model import GroupShare, PoolRule
from cadrectl.policy.pool_roll import Roll, roll
from cadrectl.policy.shares import Contest, within
from cadrectl.policy.verdicts import judge

if TYPE_CHECKING:
    from cadrectl.policy.clerk import Clerk

Verdicts = NDArray[np.int8]


class Judged(Struct, frozen=True, eq=False):
    """A roll with the verdicts of every rule, and the notes taken on the way under the id of each rule.

    `open` are the decisions (positions in the order of the policy) that each member may get: one where nothing that
    is unknown could change it.
    """

    roll: Roll
    verdicts: Sequence[Verdicts]
    notes: Notes
    open: Sequence[tuple[int, ...]]


class Pools(Struct, eq=False):
    """The pool of one series, year by year, each worked out once."""

    clerk: "Clerk"
    series: str
    _rolls: dict[int, Roll | None] = field(default_factory=dict)
    _judged: dict[int, Judged | None] = field(default_factory=dict)

    def roll(self, year: int) -> Roll | None:
        """The members of a year; None where the scheme has no pool then."""
        if year not in self._rolls:
            self._rolls[year] = roll(self.clerk, self.series, year)
        return self._rolls[year]

    def judged(self, year: int) -> Judged | None:
        """The members of a year with what the rules say of them; None where the scheme has no pool then."""
        if year not in self._judged:
            found = self.roll(year)
            self._judged[year] = None if found is None else _judged(self, found)
        return self._judged[year]


def _judged(pools: Pools, members: Roll) -> Judged:
    notes = Notes()
    moment, period = members.sheet.moment, members.sheet.period
    evaluator = Evaluator(
        members.policy,
        pools.clerk.book,
        superiors(members.policy, pools.clerk.known, period.days("year")[1]),
        notes,
        assessed=Assessed(
            {name: partial(fact, pools, members) for name, fact in FACTS.items()}, partial(period.days, "year")
        ),
    )
    verdicts = []
    for rule in members.pool.rules:
        notes.clause = rule.id
        verdicts.append(np.minimum(_meant(members, rule, evaluator), evaluator.condition(rule.when, moment).now))
    return Judged(members, verdicts, notes, [_open(members, verdicts, at) for at in range(len(members.sheet))])


def _meant(members: Roll, rule: PoolRule, evaluator: Evaluator) -> Verdicts:
    """For whom a rule is: by the record of membership, and of a change of tier for whoever qualifies for that tier."""
    moment, quiet = members.sheet.moment, replace(evaluator, notes=None)
    rows = Rows(moment, KINDS["reserve"], members.record, np.arange(len(members.record)))
    meant = quiet.record(rule.member, rows).now
    if not rule.to:
        return meant
    tier = next(one for one in members.policy.tiers if one.id == rule.to)
    qualified = judge(tier.clause, moment.towards(tier.target, tier.id), quiet)
    return np.minimum(meant, qualified[tier.clause.path].own.now)


def _open(members: Roll, verdicts: Sequence[Verdicts], at: int) -> tuple[int, ...]:
    """The strongest decision of the rules that hold, and those of stronger ones that may hold."""
    order = members.pool.order
    deciding = [
        (order.index(rule.decide), int(verdict[at]))
        for rule, verdict in zip(members.pool.rules, verdicts, strict=True)
        if rule.severity != "reference"
    ]
    sure = max((code for code, verdict in deciding if verdict == PASS), default=0)
    return tuple(sorted({sure, *(code for code, verdict in deciding if verdict == UNKNOWN and code > sure)}))


def _number(pools: Pools, members: Roll, fact: Fact, moment: Moment) -> Truth:
    return _due(members, fact, outcome_facts.number(pools.clerk, members.sheet, fact, moment))


def _grade(pools: Pools, members: Roll, fact: Fact, moment: Moment) -> Truth:
    return _due(members, fact, outcome_facts.grade(pools.clerk, members.sheet, fact, moment))


def _place(pools: Pools, members: Roll, fact: Fact, moment: Moment) -> Truth:
    """The place by a number among the members of that year who are compared with each other."""
    then = pools.roll(members.sheet.period.year - _back(fact))
    share = fact.arguments["share"]
    assert isinstance(share, GroupShare)
    found: Mapping[int, int] = {} if then is None else _placed(pools.clerk, then, fact, share)
    return _due(members, fact, _truth([found.get(one, UNKNOWN) for one in _subjects(members)], moment))


def _decided(pools: Pools, members: Roll, fact: Fact, moment: Moment) -> Truth:
    """What was decided on each so many years before; of whoever was no member then, nothing was."""
    judged = pools.judged(members.sheet.period.year - _back(fact))
    found: dict[int, int] = {}
    if judged is not None:
        wanted = {str(word) for test in fact.tests for word in plain_values(test.value)}
        order = judged.roll.pool.order
        for subject, possible in zip(_subjects(judged.roll), judged.open, strict=True):
            hits = {order[code] in wanted for code in possible}
            found[subject] = UNKNOWN if len(hits) > 1 else PASS if True in hits else FAIL
    return _truth([found.get(one, FAIL) for one in _subjects(members)], moment)


FACTS: Mapping[str, Callable[[Pools, Roll, Fact, Moment], Truth]] = {
    "number": _number,
    "grade": _grade,
    "place": _place,
    "decided": _decided,
}


def _placed(clerk: "Clerk", members: Roll, fact: Fact, share: GroupShare) -> dict[int, int]:
    """Who has a place in the share, by subject."""
    name = str(fact.arguments["of"])
    amounts: dict[int, tuple[Amount, ...]] = {}
    for sheet in clerk.beside(members.sheet, 0, str(fact.arguments["in"])):
        own = keys(clerk, sheet, name)
        amounts |= {int(sheet.subject[at]): own[at] for at in np.flatnonzero(sheet.assessed).tolist()}
    assessed = np.array([one in amounts for one in _subjects(members)], np.bool_)
    if _summative(members, fact):
        assessed &= members.closing
    ranked = replace(members.sheet, entry=np.where(assessed, 0, -1))
    ordered = [amounts.get(one, (None,)) for one in _subjects(members)]
    contest = Contest(ordered, np.where(assessed, PASS, FAIL).astype(np.int8))
    inside = within(clerk, ranked, share, contest)[0]
    return {one: int(now) if one in amounts else UNKNOWN for one, now in zip(_subjects(members), inside, strict=True)}


def subjects_at_cut(clerk: "Clerk", members: Roll, fact: Fact) -> set[int]:
    """The subjects whose place in a share of the pool is open only since they equal others across the cut."""
    share = fact.arguments["share"]
    assert isinstance(share, GroupShare)
    if share.ties != "ask":
        return set()
    taken, left = (_placed(clerk, members, fact, replace(share, ties=ties)) for ties in ("in", "out"))
    return {one for one in taken if taken[one] == PASS and left[one] == FAIL}


def _due(members: Roll, fact: Fact, truth: Truth) -> Truth:
    """A truth about the summative assessment fails for whose term does not end in the year."""
    if not _summative(members, fact):
        return truth
    now = np.where(members.closing, truth.now, FAIL).astype(np.int8)
    return Truth(now, lambda: (truth.to_yes, truth.to_no))


def _summative(members: Roll, fact: Fact) -> bool:
    return bool(members.pool.summative) and fact.arguments["in"] == members.pool.summative


def _back(fact: Fact) -> int:
    value = fact.arguments.get("back", 0)
    assert isinstance(value, int)
    return value


def _subjects(members: Roll) -> list[int]:
    subjects: list[int] = members.sheet.subject.tolist()
    return subjects


def _truth(now: Sequence[int], moment: Moment) -> Truth:
    found = np.array(now, np.int8)
    return decide(found == PASS, found == FAIL, moment.day)
