"""Of all plans that are worth as much the one that a rule on stable ids picks, so that reruns give the same bytes.

The first person by id stays if that is possible, or else gets the first possible option (kinds in the order of the
policy, then posts by unit and place in its list), then the second person, and so on. A block of people is settled at a
time: if the linear relaxation shows that they have their first options, or finds them, nothing has to be searched.
"""

from collections.abc import Sequence
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from cadrectl.facts.moment import Index
from cadrectl.rotation.solver import SLACK, Matrix, Watch, begin_with, solver_of, values_of

BLOCK = 1 << 16
"""How many combinations of options one step may tell apart."""
HALF = 0.5
"""Preferences are whole numbers: a bound that is nearer than this to what is found allows nothing better."""

Values = NDArray[np.int64]


def canonical(matrix: Matrix, found: tuple[Values, Index], watch: Watch) -> Values | None:
    """The canonical plan from one that is as good and the columns that such a plan may use; None: time ran out."""
    best, usable = found
    people = matrix.problem.moves.person[usable[usable < len(matrix.problem.moves)]]
    relaxed, whole = (_among_the_best(matrix, best, usable, whole) for whole in (False, True))
    values = best[usable]
    blocks = _blocks(people)
    settled_people = 0
    for block in blocks:
        columns, weights = _preferences(people, block)
        for solver in (relaxed, whole):
            solver.changeColsCost(len(columns), columns, weights)
        settled = _settled((relaxed, whole), values, int(weights @ values[columns]), watch)
        if settled is None:
            return None
        values = settled
        settled_people += len(block)
        watch.tell_choice(settled_people, sum(map(len, blocks)))
        fixed = values[columns].astype(np.float64)
        for solver in (relaxed, whole):
            solver.changeColsBounds(len(columns), columns, fixed, fixed)
            solver.changeColsCost(len(columns), columns, np.zeros(len(columns)))
    result = np.zeros(len(matrix.worth), np.int64)
    result[usable] = values
    return result


def _among_the_best(matrix: Matrix, best: Values, usable: Index, whole: bool) -> Any:
    """A solver over the plans that are worth as much as the best, with no preference yet."""
    solver = solver_of(matrix, usable, whole)
    worth = matrix.worth[usable]
    taken = np.flatnonzero(worth)
    solver.addRow(float(matrix.problem.worth @ best), np.inf, len(taken), taken.astype(np.int32), worth[taken])
    solver.changeColsCost(len(usable), np.arange(len(usable), dtype=np.int32), np.zeros(len(usable)))
    return solver


def _settled(solvers: tuple[Any, Any], values: Values, preferred: int, watch: Watch) -> Values | None:
    """The plan that the preferences pick, from one whose preferences add up to `preferred`; None: time ran out."""
    relaxed, whole = solvers
    watch.run(relaxed)
    if relaxed.getModelStatus() == highspy.HighsModelStatus.kOptimal:
        if relaxed.getObjectiveValue() < preferred + HALF:
            return values
        found = values_of(relaxed)
        if np.abs(found - np.rint(found)).max() < SLACK:
            return np.rint(found).astype(np.int64)
    begin_with(whole, values)
    watch.run(whole)
    if whole.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return np.rint(values_of(whole)).astype(np.int64)


def _blocks(people: Index) -> list[list[int]]:
    """The people with a choice, in order, in groups that one step can tell apart."""
    blocks: list[list[int]] = []
    size = BLOCK + 1
    for person, options in zip(*np.unique(people, return_counts=True), strict=True):
        size *= int(options) + 1
        if size > BLOCK:
            blocks.append([])
            size = int(options) + 1
        blocks[-1].append(int(person))
    return blocks


def _preferences(people: Index, block: Sequence[int]) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """The columns of a block of people, and what each costs by the rule: the first person's last option most."""
    columns, weights, weight = [], [], 1
    for person in reversed(block):
        own = np.flatnonzero(people == person)
        columns.append(own)
        weights.append(-weight * np.arange(1, len(own) + 1))
        weight *= len(own) + 1
    return np.concatenate(columns).astype(np.int32), np.concatenate(weights).astype(np.float64)
