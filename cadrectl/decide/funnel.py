"""How a competition thins out its candidates: stage by stage, by the scores so far and the places of each stage (PT-4).

A score orders candidates and appoints nobody; equals across a cut are named and left to people.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from msgspec import Struct

from cadrectl.decide.procedure import candidates_at
from cadrectl.policy.procedures import Procedure, Stage

Value = Mapping[str, Any]


class Passed(Struct, frozen=True):
    """One stage: the places, who goes on, who is equal at the cut (undecided), and whose score is missing."""

    stage: Stage
    places: int
    on: tuple[str, ...]
    tied: tuple[str, ...]
    unscored: tuple[str, ...]


def cancelled(procedure: Procedure, case: Value, day: date) -> bool:
    """Whether too few candidates stand for the post."""
    return len(candidates_at(case, day)) < procedure.cancel


def funnel(procedure: Procedure, case: Value, day: date) -> list[Passed]:
    """The stages in their order, up to the first that is not decided; whoever withdrew by the day is not counted.

    Where no more stand than places, all go on. A score so far is the weighted sum of the stages up to this one.
    """
    scores = {one["cadre"]: _scores(one) for one in case.get("candidates", ())}
    standing = candidates_at(case, day)
    passed: list[Passed] = []
    for number, stage in enumerate(procedure.funnel, 1):
        found = _passed(stage, procedure.funnel[:number], {cadre: scores[cadre] for cadre in standing})
        passed.append(found)
        if found.tied or found.unscored:
            break
        standing = list(found.on)
    return passed


def _scores(candidate: Value) -> dict[str, Fraction]:
    return {one["stage"]: Fraction(str(one["score"])) for one in candidate.get("scores", ())}


def _passed(stage: Stage, so_far: tuple[Stage, ...], scores: Mapping[str, Mapping[str, Fraction]]) -> Passed:
    places = stage.keep if len(scores) >= stage.keep else stage.otherwise
    unscored = tuple(cadre for cadre, given in scores.items() if any(one.word not in given for one in so_far))
    if unscored:
        return Passed(stage, places, (), (), unscored)
    totals = {
        cadre: sum((one.weight * given[one.word] for one in so_far), Fraction(0)) for cadre, given in scores.items()
    }
    order = sorted(totals, key=lambda cadre: (-totals[cadre], cadre))
    if len(order) <= places:
        return Passed(stage, places, tuple(order), (), ())
    cut = totals[order[places - 1]]
    if totals[order[places]] < cut:
        return Passed(stage, places, tuple(order[:places]), (), ())
    tied = tuple(cadre for cadre in order if totals[cadre] == cut)
    return Passed(stage, places, tuple(cadre for cadre in order if totals[cadre] > cut), tied, ())
