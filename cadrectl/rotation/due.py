"""Who is due to move and from when: today, or the day on which that will be so, all else equal."""

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from cadrectl.calendar import NEVER, YEAR, iso
from cadrectl.decide.eligibility import first_days, unit_ids
from cadrectl.facts.fields import present_unit
from cadrectl.facts.truth import FAIL, PASS, WORDS, Days
from cadrectl.policy.load import superiors
from cadrectl.policy.model import Policy, Tier
from cadrectl.rotation.situation import Situation

AHEAD = 10 * YEAR
"""How far ahead the days are looked for; who is due later still has none."""


class Obligation(Struct, frozen=True):
    """Whether a person is due to move: `overdue`, `due`, `open` (not yet), `exempt` or `unknown`.

    `due_on` and `overdue_on` are ISO days, None where not within reach or known; `may_move` is a verdict.
    """

    cadre: str
    name: str
    unit: str | None
    state: str
    due_on: str | None
    overdue_on: str | None
    may_move: str


def obligations(situation: Situation) -> list[Obligation]:
    """Everybody who is due or will be, by id; who is exempt is named without a ground."""
    movement = situation.movement
    due, overdue = (_first(situation, tier) for tier in (movement.due, movement.overdue))
    units = unit_ids(situation.moment)
    found = []
    for at, cadre in enumerate(situation.ids):
        state = _state(situation, at)
        if state == "open" and due[at] >= NEVER:
            continue
        found.append(
            Obligation(
                cadre,
                situation.names[at],
                units[at],
                state,
                None if state == "exempt" else _day(due[at]),
                None if state == "exempt" else _day(overdue[at]),
                WORDS[int(situation.may_move[at])],
            )
        )
    return found


def by_analogy(situation: Situation) -> list[tuple[Policy, Obligation]]:
    """Who should move by the policies that are only followed by analogy, each with its policy; they oblige nobody."""
    above = superiors(situation.policy, situation.known, situation.as_of)
    told = [one for one in above if one.reference and one.movement is not None]
    return [
        (policy, one)
        for policy in told
        for one in obligations(replace(situation, policy=policy, _kept={}))
        if one.state in ("overdue", "due")
    ]


def _state(situation: Situation, at: int) -> str:
    if situation.overdue[at] == PASS:
        return "overdue"
    if situation.due[at] != FAIL:
        return "due" if situation.due[at] == PASS else "unknown"
    would_be = situation.kept[at] and situation.verdicts(situation.movement.due)[at] != FAIL
    return "exempt" if would_be else "open"


def _day(code: int) -> str | None:
    return None if code >= NEVER else iso(int(code))


def _first(situation: Situation, tier: Tier | None) -> Days:
    """The first day of a person's time in the present unit on which a question of the policy is answered with yes."""
    if tier is None:
        return np.full(len(situation.ids), NEVER, np.int32)
    moment = situation.moment.towards(tier.target, tier.id).at(_arrival(situation))
    found = first_days(tier, moment, situation.evaluator, situation.as_of + AHEAD)
    past = (found <= situation.as_of) & (situation.verdicts(tier) != PASS)  # it held once and does no more
    again = first_days(tier, situation.moment, situation.evaluator, situation.as_of + AHEAD)
    return np.where(past, again, found).astype(np.int32)


def _arrival(situation: Situation) -> Days:
    """The day on which each person first took up a post of the present unit; without one, the day of the question."""
    rows = situation.moment.rows("posts")
    here = present_unit(rows).now == PASS
    first = np.maximum(np.where(here, rows.starts()[1], NEVER), 0).astype(np.int32)
    return np.minimum(rows.fold(np.minimum, first, NEVER), np.int32(situation.as_of)).astype(np.int32)
