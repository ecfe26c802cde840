"""The figures that a policy asks to watch: of whom how many. They bar nobody. (JT-17)"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cadrectl.decide.eligibility import Question, people_at
from cadrectl.facts.moment import Book, Moment
from cadrectl.facts.truth import PASS, UNKNOWN, both
from cadrectl.policy.evaluate import Evaluator
from cadrectl.policy.load import superiors
from cadrectl.policy.model import Figure, Policy


@dataclass(frozen=True, slots=True)
class Share:
    """How many people (`part`) of how many (`base`) meet a figure's condition, and for how many that is open."""

    figure: Figure
    part: int
    base: int
    unknown: int


def figures(book: Book, in_force: Sequence[Policy], known: Sequence[Policy], as_of: int) -> list[Share]:
    """The figures of all policies in force, at a day, in the order of the policies."""
    people = people_at(book, Question(as_of))
    moment = Moment(book, people, np.full(len(people), as_of, np.int32))
    return [
        _share(figure, moment, Evaluator(policy, book, superiors(policy, known, as_of)))
        for policy in in_force
        for figure in policy.figures
    ]


def _share(figure: Figure, moment: Moment, evaluator: Evaluator) -> Share:
    base = evaluator.condition(figure.base, moment)
    part = both(base, evaluator.condition(figure.share, moment)).now
    return Share(figure, int((part == PASS).sum()), int((base.now == PASS).sum()), int((part == UNKNOWN).sum()))
