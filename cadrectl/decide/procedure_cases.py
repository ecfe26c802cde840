"""Appointments among the cases of a policy: what may be expected of their steps and stages, and what no case shows.

How a step or a stage stands is worked out elsewhere (`procedure`, `funnel`); the person of a case stands as `self`
among the candidates of its appointment.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cadrectl.decide.funnel import Passed, cancelled, funnel
from cadrectl.decide.procedure import DONE, NO_MAJORITY, NO_QUORUM, NOT_DUE, SHORT, Rules, checked, procedure_of
from cadrectl.facts.truth import FAIL, PASS, UNKNOWN, WORDS
from cadrectl.policy.model import Policy
from cadrectl.policy.procedures import Procedure, Stage, Step

Value = Mapping[str, Any]

STEP = "step."
"""How an expectation names a step of an appointment: by its word behind this."""

STAGE = "stage."
"""How an expectation names whether the case's person goes on from a stage: by its word behind this."""

CANCELLED = "cancelled"
"""How an expectation names whether too few stand, so that the post is cancelled."""

SELF = "self"
_LIMITS = (("quorum", NO_QUORUM), ("majority", NO_MAJORITY), ("lasts", SHORT))
"""The limits of a step that have a state of their own where they are not kept."""


def states(case: Value, rules: Rules) -> dict[str, str]:
    """By expectation the state of each step of an appointment, and who goes on: pass, fail or unknown."""
    found = {f"{STEP}{one.rule.word}": one.state or WORDS[UNKNOWN] for one in checked(case, rules)}
    procedure = procedure_of(case, rules, rules.as_of)
    if procedure is None:
        return found
    if procedure.cancel:
        found[CANCELLED] = WORDS[PASS if cancelled(procedure, case, rules.as_of) else FAIL]
    return found | dict(_stages(procedure, {one.stage.word: one for one in funnel(procedure, case, rules.as_of)}))


def _stages(procedure: Procedure, passed: Mapping[str, Passed]) -> Iterator[tuple[str, str]]:
    """Whether the case's person goes on; unknown where equals at the cut are for people to decide, or no score is."""
    verdict = PASS
    for stage in procedure.funnel:
        one = passed.get(stage.word)
        if verdict == PASS and (one is None or one.unscored or SELF in one.tied):
            verdict = UNKNOWN
        elif verdict == PASS and one is not None and SELF not in one.on:
            verdict = FAIL
        yield f"{STAGE}{stage.word}", WORDS[verdict]


Part = Step | Stage | Procedure


def parts(policy: Policy) -> Iterator[tuple[str, Part]]:
    """All that a case of appointment may show: by the id of its procedure the steps, their limits, and the stages."""
    for procedure in policy.procedures:
        for step in procedure.steps:
            path = f"{procedure.id}.{STEP}{step.word}"
            yield path, step
            yield from ((f"{path}.{limit}", step) for limit, _ in _LIMITS if getattr(step, limit) is not None)
        yield from ((f"{procedure.id}.{STAGE}{stage.word}", stage) for stage in procedure.funnel)
        if procedure.cancel:
            yield f"{procedure.id}.{CANCELLED}", procedure


def shown(case: Value, expected: Value, rules: Rules) -> Iterator[tuple[str, str]]:
    """The parts that a case of appointment shows, each with the verdict: a step is done, or it is not in order."""
    procedure = procedure_of(case, rules, rules.as_of)
    if procedure is None:
        return
    for name, state in expected.items():
        path = f"{procedure.id}.{name}"
        if not name.startswith(STEP):
            yield path, str(state)
            continue
        if state != NOT_DUE:
            yield path, _verdict(str(state))
        for limit, broken in _LIMITS:
            if state in (DONE, broken):
                yield f"{path}.{limit}", _verdict(str(state))


def _verdict(state: str) -> str:
    """A step that is done passes, one whose record does not say enough is unknown, any other fault fails it."""
    return WORDS[{DONE: PASS, WORDS[UNKNOWN]: UNKNOWN}.get(state, FAIL)]
