"""What becomes of each reserve after a year, and who enters from the year's rounds: one decision, all of its reasons.

The rules are the policy's; where something unknown could change the outcome, nothing is decided and that is said.
(JT-9 to JT-12, JT-15, NT-2)
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct

from cadrectl.decide import pool_reasons
from cadrectl.decide.outcomes import Compared, Outcomes, compared
from cadrectl.decide.pool_entries import Entry, entries
from cadrectl.decide.pool_reasons import Desk, Reason
from cadrectl.facts.kinds import table
from cadrectl.facts.truth import PASS
from cadrectl.policy.clerk import Clerk
from cadrectl.policy.fairness_reader import POOL
from cadrectl.policy.number_model import Action, PoolRule
from cadrectl.policy.pool_facts import Judged, Pools
from cadrectl.vocabulary import Label

ENTER, UNDECIDED = "enter", "undecided"
GONE = ("leave", "change-tier")
"""The decisions by which a member is no longer counted in the tier."""


class Follow(Struct, frozen=True):
    """An action that follows a decision, and by which article."""

    action: Action
    source: tuple[str, ...]


class Decision(Struct, frozen=True):
    """What is proposed for one person in (or for) a tier, with at least one reason.

    `reserve` is the membership that it is about, `to` the tier of a change; `reason` what the record of membership will
    say of one who leaves; `round` that from which somebody enters; `ends` the last day (a code) of a membership whose
    term ends within the year, 0 of any other.
    """

    cadre: str
    name: str
    unit: str | None
    tier: str
    decision: str
    reasons: list[Reason]
    follows: list[Follow]
    reserve: str = ""
    to: str = ""
    reason: str = ""
    round: str = ""
    ends: int = 0


class Review(Struct, frozen=True, dict=True):
    """The decisions of a year by one scheme, tier by tier and by id: members first, then those who enter."""

    judged: Judged
    last_day: int  # of the running term (a code): the latest of those of the members
    members: list[Decision]
    entries: list[Entry]

    @cached_property
    def rows(self) -> list[Decision]:
        """All decisions."""
        policy = self.judged.roll.policy
        order = {tier.id: at for at, tier in enumerate(policy.tiers)}
        new = [_entering(one) for one in self.entries]
        return sorted([*self.members, *new], key=lambda one: (order[one.tier], one.decision == ENTER, one.cadre))


def review(clerk: Clerk, series: Sequence[str], year: int) -> list[Review]:
    """The review of a year by each scheme that has a pool at its end, in the order of the series."""
    found = []
    for name in series:
        judged = Pools(clerk, name).judged(year)
        if judged is not None:
            members = list(_decisions(Desk(clerk, judged)))
            new = entries(clerk, judged.roll, _staying(members))
            found.append(Review(judged, _last_day(clerk, judged), members, new))
    return found


def divided(found: Review) -> list[Compared]:
    """How the decisions that favour a member divide between groups, where the policy has that watched."""
    roll = found.judged.roll
    fairness = roll.policy.fairness
    if fairness is None or POOL not in fairness.favourable:
        return []
    favourable = fairness.favourable[POOL]
    marks = [None if one.decision == UNDECIDED else one.decision in favourable for one in found.members]
    return compared(Outcomes(POOL, roll.sheet.moment, marks), fairness)


def _last_day(clerk: Clerk, judged: Judged) -> int:
    until = clerk.book.dates("reserve", "term.until")[1][judged.roll.record]
    return int(until.max()) if len(until) else judged.roll.sheet.period.days("year")[1]


def decision_label(word: str) -> Label:
    """What a decision is called, as the schema of plans says it."""
    column = table("plans.decisions").column("decision")
    assert column is not None and column.word_labels is not None  # a field of the schema, with labels
    return column.word_labels[word]


def _decisions(desk: Desk) -> Iterator[Decision]:
    roll = desk.judged.roll
    cadres = desk.clerk.book.register.tables["cadres"]
    units = desk.clerk.book.register.tables["units"]["id"].tolist()
    ids, names = cadres["id"], cadres["name"]
    memberships = desk.clerk.book.register.tables["reserve"]["id"]
    until = desk.clerk.book.dates("reserve", "term.until")[1][roll.record]
    for at, subject in enumerate(roll.sheet.subject.tolist()):
        held, unit = _holding(desk.judged, at), int(roll.sheet.unit[at])
        decided = taken(desk.judged, at)
        by = next((rule for rule in held if rule.decide == decided), None)
        yield Decision(
            cadre=str(ids[subject]),
            name=str(names[subject]),
            unit=str(units[unit]) if unit >= 0 else None,
            tier=roll.tier[at],
            decision=decided,
            reasons=pool_reasons.reasons(desk, at),
            follows=_follows(desk.judged, held, decided),
            reserve=str(memberships[int(roll.record[at])]),
            to=by.to if by is not None else "",
            reason=by.reason if by is not None else "",
            ends=int(until[at]) if roll.closing[at] else 0,
        )


def taken(judged: Judged, at: int) -> str:
    """The decision on a member, `undecided` where several are open."""
    possible = judged.open[at]
    return judged.roll.pool.order[possible[0]] if len(possible) == 1 else UNDECIDED


def _holding(judged: Judged, at: int) -> list[PoolRule]:
    """The rules that surely hold for a member and bind, in the order of the policy."""
    return [
        rule
        for rule, verdicts in zip(judged.roll.pool.rules, judged.verdicts, strict=True)
        if verdicts[at] == PASS and rule.severity != "reference"
    ]


def _follows(judged: Judged, held: Sequence[PoolRule], decided: str) -> list[Follow]:
    """The actions of the decision taken, and those that follow whatever is decided; of each ladder the strongest."""
    weakest = judged.roll.pool.order[0]
    stated: dict[str, tuple[str, ...]] = {}
    for rule in held:
        if rule.decide in (decided, weakest):
            stated.update({action: rule.source for action in rule.then if action not in stated})
    found = []
    for ladder in judged.roll.policy.actions:
        firing = [step for step in ladder.steps if step.id in stated]
        found += [Follow(step, stated[step.id]) for step in firing[-1:]]
    return found


def _staying(members: Sequence[Decision]) -> Mapping[str, int]:
    """How many hold a place of each tier after the review; whoever is undecided still holds one."""
    tiers = [one.to or one.tier for one in members if one.decision not in GONE or one.to]
    found, counts = np.unique(np.array(tiers, str), return_counts=True)
    return dict(zip(found.tolist(), counts.tolist(), strict=True))


def _entering(one: Entry) -> Decision:
    decision = UNDECIDED if one.open else ENTER
    return Decision(one.cadre, one.name, one.unit, one.tier, decision, [one.reason], [], round=one.round)
