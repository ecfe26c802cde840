"""The best choice of columns, and a bound that proves it. Which of equal plans is taken is for `canonical`.

A large district has a million possible moves, few of which any good plan would use. So the linear relaxation is
solved over some columns, those that its prices say would help are added, and so on until none is left: its value
bounds every plan. Columns whose price puts them below a plan already found are then left out for good, which loses
no optimum, and what remains is solved in whole numbers.
"""

from math import floor

import highspy
import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from cadrectl.facts.moment import Index
from cadrectl.facts.truth import Mask
from cadrectl.rotation.canonical import canonical
from cadrectl.rotation.model import Model
from cadrectl.rotation.solver import (
    SLACK,
    UNTIL_DONE,
    Matrix,
    Search,
    Watch,
    add_columns,
    begin_with,
    solver_of,
    values_of,
)

FEW = 20000
"""So many columns are solved at once, without looking for the useful ones first."""
INFEASIBLE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
A_PERSON = 12
"""How many of the best moves of each person, and to each post, a search begins with."""


class Outcome(Struct, frozen=True):
    """`optimal`, `gap` (stopped by the time limit), `none` (and nothing found by then) or `infeasible`.

    `values` has a number for every column, `chosen` the moves among them; worth and bound are in points.
    """

    status: str
    values: NDArray[np.int64]
    chosen: Index
    objective: int
    bound: int
    canonical: bool


def solve(problem: Model, search: Search = UNTIL_DONE) -> Outcome:
    """The canonical best plan, or the best found in time, or that there is none."""
    matrix = Matrix.of(problem)
    if not problem.size:
        return _without_a_choice(matrix)
    watch = Watch(search, problem.offset)
    relaxed = _relaxation(matrix, watch)
    found = None if relaxed is None else _whole(matrix, relaxed, watch)
    if found is None:
        nothing = np.zeros(0, np.int64)
        return Outcome("none" if watch.is_up else "infeasible", nothing, nothing, 0, 0, False)
    best, bound, usable = found
    if search.any_best or int(problem.worth @ best) < bound:
        return _outcome(problem, best, bound, canonical=False)
    picked = canonical(matrix, (best, usable), watch)
    return _outcome(problem, best if picked is None else picked, bound, canonical=picked is not None)


def _without_a_choice(matrix: Matrix) -> Outcome:
    """The empty plan where there is nothing to choose from, unless some row asks for more than nothing."""
    nothing = np.zeros(0, np.int64)
    if (matrix.low > 0).any() or (matrix.high < 0).any():
        return Outcome("infeasible", nothing, nothing, 0, 0, False)
    return _outcome(matrix.problem, nothing, 0, canonical=True)


def _outcome(problem: Model, values: NDArray[np.int64], bound: int, canonical: bool) -> Outcome:
    objective = int(problem.worth @ values)
    chosen = np.flatnonzero(values[: len(problem.moves)])
    status = "optimal" if objective >= bound else "gap"
    return Outcome(status, values, chosen, objective + problem.offset, bound + problem.offset, canonical)


class _Relaxed(Struct, frozen=True):
    """What the linear relaxation is worth, and by how much each column would lower that if it were taken."""

    value: float
    loss: NDArray[np.float64]

    def reaches(self, objective: int) -> Mask:
        """The columns that a plan of this worth or more may use."""
        return np.asarray(np.floor(self.value - self.loss + SLACK) >= objective)


def _relaxation(matrix: Matrix, watch: Watch) -> _Relaxed | None:
    """The relaxation of the whole model, solved by adding columns as long as one helps; None where it has none."""
    chosen = _first_columns(matrix)
    free = replace(matrix, upper=_open_upper(matrix))
    solver = solver_of(free, chosen, whole=False)
    while True:
        watch.run(solver)
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            gain, value = matrix.gain(np.array(solver.getSolution().row_dual)), float(solver.getObjectiveValue())
            watch.tell("relaxation", value, value)
            bounded = _bounded(free, gain, value)
            if floor(bounded.value + SLACK) == floor(value + SLACK):
                return bounded
            missing = np.setdiff1d(np.flatnonzero(gain > SLACK), chosen)
            more = missing[np.argsort(-gain[missing], kind="stable")[:FEW]]
        elif status not in INFEASIBLE:
            return _Relaxed(_loose_bound(matrix), np.zeros(len(matrix.worth)))  # the time is up
        elif len(chosen) < len(matrix.worth):
            more = np.setdiff1d(np.arange(len(matrix.worth)), chosen)
        else:
            return None
        add_columns(solver, free, more)
        chosen = np.concatenate([chosen, more])


def _bounded(matrix: Matrix, gain: NDArray[np.float64], value: float) -> _Relaxed:
    """What prices prove of all columns: a person makes one move, so nobody adds more than the best of their gains."""
    moves = matrix.problem.moves
    most = np.zeros(len(moves.situation.ids))
    np.maximum.at(most, moves.person, gain[: len(moves)])
    over = np.append(most[moves.person], np.zeros(len(gain) - len(moves)))
    loss = np.where(np.isfinite(matrix.upper), 0.0, np.maximum(over - gain, 0.0))
    return _Relaxed(value + float(most.sum()), loss)


def _open_upper(matrix: Matrix) -> NDArray[np.float64]:
    """Moves without an upper end: that nobody moves twice bounds them, and prices then say all there is to say."""
    upper = matrix.upper.copy()
    upper[: len(matrix.problem.moves)] = np.inf
    return upper


def _loose_bound(matrix: Matrix) -> float:
    """A bound that needs no solving: the best of each person's moves, and every extra."""
    moves = matrix.problem.moves
    best = np.zeros(len(moves.situation.ids))
    np.maximum.at(best, moves.person, np.maximum(matrix.worth[: len(moves)], 0))
    extras = matrix.worth[len(moves) :] * matrix.upper[len(moves) :]
    return float(best.sum() + np.maximum(extras, 0).sum())


def _first_columns(matrix: Matrix) -> Index:
    """The columns to begin with: all of a small model; else the best of each person and seat, and all extras."""
    moves, worth = matrix.problem.moves, matrix.worth
    if len(worth) <= FEW:
        return np.arange(len(worth))
    parts = [np.arange(len(moves), len(worth))]
    for keys in (moves.person, moves.seat):
        order = np.lexsort((-worth[: len(moves)], keys))
        place = np.arange(len(order)) - np.searchsorted(keys[order], keys[order])
        parts.append(order[place < A_PERSON])
    for row in matrix.problem.rows:
        if row.low is not None and row.low > 0:
            helping = row.columns[row.times > 0]
            parts.append(helping[np.argsort(-worth[helping], kind="stable")[: A_PERSON * row.low]])
    return np.unique(np.concatenate(parts))


def _whole(matrix: Matrix, relaxed: _Relaxed, watch: Watch) -> tuple[NDArray[np.int64], int, Index] | None:
    """The best plan in whole numbers, a bound on all plans, and the columns that an equal plan may use."""
    size = len(matrix.worth)
    top = floor(relaxed.value + SLACK)
    likely = np.sort(np.argsort(relaxed.loss, kind="stable")[:FEW])
    best = _best_of(matrix, likely, None, watch)
    if best is None and len(likely) < size and not watch.is_up:
        likely = np.arange(size)
        best = _best_of(matrix, likely, None, watch)
    if best is None:
        return None
    values, bound = best
    objective = int(matrix.problem.worth @ values)
    watch.tell("plan", objective, top)
    usable = np.flatnonzero(relaxed.reaches(objective))
    if objective < top and len(np.setdiff1d(usable, likely)) and not watch.is_up:
        values, bound = _best_of(matrix, usable, values, watch) or (values, bound)
        objective = int(matrix.problem.worth @ values)
        usable = np.flatnonzero(relaxed.reaches(objective))
        likely = usable
    if len(np.setdiff1d(usable, likely)):
        bound = top
    return values, max(min(bound, top), objective), usable


def _best_of(
    matrix: Matrix, columns: Index, start: NDArray[np.int64] | None, watch: Watch
) -> tuple[NDArray[np.int64], int] | None:
    """The best choice among some columns, as a number for every column, and the bound on such choices."""
    solver = solver_of(matrix, columns, whole=True)
    if start is not None:
        begin_with(solver, start[columns])
    watch.listen(solver)
    watch.run(solver)
    if solver.getInfo().primal_solution_status != highspy.kSolutionStatusFeasible:
        return None
    values = np.zeros(len(matrix.worth), np.int64)
    values[columns] = np.rint(values_of(solver)).astype(np.int64)
    bound = solver.getInfo().mip_dual_bound
    objective = int(matrix.problem.worth @ values)
    return values, objective if bound - objective < 1 - SLACK else floor(min(bound, 1e15) + SLACK)
