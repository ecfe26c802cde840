"""The best choice of columns, found by HiGHS: one thread, one seed, whole numbers, and a bound that proves it.

A large district has a million possible moves, few of which any good plan would use. So the linear relaxation is
solved over some columns, those that its prices say would help are added, and so on until none is left: its value
bounds every plan. Columns whose price puts them below a plan already found are then left out for good, which loses
no optimum, and what remains is solved in whole numbers.

Among equal plans the canonical one is chosen: the first person by id gets the first possible option (kinds in the
order of the policy, then posts by unit and place in its list; staying comes last), then the second person, and so on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import floor
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from cadrectl.facts.moment import Index
from cadrectl.facts.truth import Mask
from cadrectl.rotation.model import Model

SEED = 7
FEW = 20000
"""So many columns are solved at once, without looking for the useful ones first."""
A_PERSON = 12
"""How many of the best moves of each person, and to each post, a search begins with."""
SLACK = 1e-6
BLOCK = 1 << 16
"""How many combinations of options one step of the canonical choice may tell apart."""

Progress = Callable[[str, float, float], None]
"""Told what is going on (a word), the best plan so far and the bound."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`optimal`, `gap` (stopped by the time limit), `none` (and nothing found by then) or `infeasible`.

    `values` has a number for every column, `chosen` the moves among them; worth and bound are in points.
    """

    status: str
    values: NDArray[np.int64]
    chosen: Index
    objective: int
    bound: int
    canonical: bool


@dataclass(frozen=True, slots=True)
class Search:
    """How long to look (seconds; None: until done), who is told of progress, and if any of the best plans will do."""

    seconds: float | None = None
    progress: Progress | None = None
    any_best: bool = False


def solve(problem: Model, search: Search = Search()) -> Outcome:
    """The canonical best plan, or the best found in time, or that there is none."""
    matrix = _Matrix.of(problem)
    watch = _Watch(search)
    relaxed = _relaxation(matrix, watch)
    found = None if relaxed is None else _whole(matrix, relaxed, watch)
    if found is None:
        nothing = np.zeros(0, np.int64)
        return Outcome("none" if watch.is_up else "infeasible", nothing, nothing, 0, 0, False)
    best, bound, usable = found
    if search.any_best or int(problem.worth @ best) < bound:
        return _outcome(problem, best, bound, canonical=False)
    canonical = _canonical(matrix, (best, usable), watch)
    return _outcome(problem, best if canonical is None else canonical, bound, canonical=canonical is not None)


def _outcome(problem: Model, values: NDArray[np.int64], bound: int, canonical: bool) -> Outcome:
    objective = int(problem.worth @ values)
    chosen = np.flatnonzero(values[: len(problem.moves)])
    status = "optimal" if objective >= bound else "gap"
    return Outcome(status, values, chosen, objective + problem.offset, bound + problem.offset, canonical)


@dataclass(frozen=True)
class _Matrix:
    """The model with its entries column by column: `row` and `times` of those of column n from `start[n]` on."""

    problem: Model
    start: Index
    row: Index
    times: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    upper: NDArray[np.float64]
    worth: NDArray[np.float64]

    @classmethod
    def of(cls, problem: Model) -> "_Matrix":
        """The matrix of a model."""
        rows = problem.rows
        column = np.concatenate([np.zeros(0, np.int64), *(row.columns for row in rows)])
        times = np.concatenate([np.zeros(0, np.int64), *(row.times for row in rows)]).astype(np.float64)
        number = np.repeat(np.arange(len(rows)), [len(row.columns) for row in rows])
        order = np.argsort(column, kind="stable")
        start = np.searchsorted(column[order], np.arange(problem.size + 1))
        return cls(
            problem,
            start,
            number[order],
            times[order],
            np.array([-np.inf if row.low is None else row.low for row in rows], np.float64),
            np.array([np.inf if row.high is None else row.high for row in rows], np.float64),
            np.concatenate([np.ones(len(problem.moves)), problem.extras.astype(np.float64)]),
            problem.worth.astype(np.float64),
        )

    def part(self, columns: Index) -> tuple[Index, Index, NDArray[np.float64]]:
        """Some columns: where each starts, and the rows and times of all their entries."""
        counts = self.start[columns + 1] - self.start[columns]
        ends = np.cumsum(counts)
        entries = np.arange(counts.sum()) - np.repeat(ends - counts, counts) + np.repeat(self.start[columns], counts)
        return np.append(0, ends), self.row[entries], self.times[entries]

    def gain(self, prices: NDArray[np.float64]) -> NDArray[np.float64]:
        """What each column is worth beyond what its entries cost at the prices of the rows."""
        cost = np.add.reduceat(np.append(self.times * prices[self.row], 0.0), self.start[:-1])
        return self.worth - np.where(self.start[1:] > self.start[:-1], cost, 0.0)


class _Watch:
    """The time left, by the solver's own clock, and the progress told."""

    def __init__(self, search: Search) -> None:
        self.search = search
        self.spent = 0.0

    def run(self, solver: Any) -> None:
        """Let a solver work for the time that is left."""
        if self.search.seconds is not None:
            solver.setOptionValue("time_limit", max(self.search.seconds - self.spent, 0.0))
        before = solver.getRunTime()
        solver.run()
        self.spent += solver.getRunTime() - before

    @property
    def is_up(self) -> bool:
        """Whether no time is left."""
        return self.search.seconds is not None and self.spent >= self.search.seconds

    def tell(self, what: str, best: float, bound: float) -> None:
        """Tell how far it is."""
        if self.search.progress is not None:
            self.search.progress(what, best, bound)


def _solver(matrix: _Matrix, columns: Index, whole: bool) -> Any:
    """A solver that maximises over some columns."""
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", SEED)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 1 - 1e-4)  # worths are whole numbers
    start, row, times = matrix.part(columns)
    linear = highspy.HighsLp()
    linear.num_col_, linear.num_row_ = len(columns), len(matrix.low)
    linear.col_cost_ = matrix.worth[columns]
    linear.col_lower_, linear.col_upper_ = np.zeros(len(columns)), matrix.upper[columns]
    linear.row_lower_, linear.row_upper_ = matrix.low, matrix.high
    linear.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    linear.a_matrix_.start_, linear.a_matrix_.index_, linear.a_matrix_.value_ = start, row, times
    linear.sense_ = highspy.ObjSense.kMaximize
    if whole:
        linear.integrality_ = [highspy.HighsVarType.kInteger] * len(columns)
    solver.passModel(linear)
    return solver


@dataclass(frozen=True, slots=True)
class _Relaxed:
    """What the linear relaxation is worth, and by how much each column would lower that if it were taken."""

    value: float
    loss: NDArray[np.float64]

    def reaches(self, objective: int) -> Mask:
        """The columns that a plan of this worth or more may use."""
        return np.asarray(np.floor(self.value - self.loss + SLACK) >= objective)


def _relaxation(matrix: _Matrix, watch: _Watch) -> _Relaxed | None:
    """The relaxation of the whole model, solved by adding columns as long as one helps; None where it has none."""
    chosen = _first_columns(matrix)
    free = replace(matrix, upper=_open_upper(matrix))
    while True:
        solver = _solver(free, chosen, whole=False)
        watch.run(solver)
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kTimeLimit:
            return _Relaxed(_loose_bound(matrix), np.zeros(len(matrix.worth)))
        if status != highspy.HighsModelStatus.kOptimal:
            if len(chosen) == len(matrix.worth):
                return None
            chosen = np.arange(len(matrix.worth))
            continue
        prices = np.array(solver.getSolution().row_dual)
        gain = matrix.gain(prices)
        value = float(solver.getObjectiveValue())
        watch.tell("relaxation", value, value)
        missing = np.setdiff1d(np.flatnonzero(gain > SLACK), chosen)
        if not len(missing):
            return _Relaxed(value, np.where(np.isfinite(free.upper), 0.0, np.maximum(-gain, 0.0)))
        best = missing[np.argsort(-gain[missing], kind="stable")[:FEW]]
        chosen = np.sort(np.concatenate([chosen, best]))


def _open_upper(matrix: _Matrix) -> NDArray[np.float64]:
    """Moves without an upper end: that nobody moves twice bounds them, and prices then say all there is to say."""
    upper = matrix.upper.copy()
    upper[: len(matrix.problem.moves)] = np.inf
    return upper


def _loose_bound(matrix: _Matrix) -> float:
    """A bound that needs no solving: the best of each person's moves, and every extra."""
    moves = matrix.problem.moves
    best = np.zeros(len(moves.situation.ids))
    np.maximum.at(best, moves.person, np.maximum(matrix.worth[: len(moves)], 0))
    extras = matrix.worth[len(moves) :] * matrix.upper[len(moves) :]
    return float(best.sum() + np.maximum(extras, 0).sum())


def _first_columns(matrix: _Matrix) -> Index:
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


def _whole(matrix: _Matrix, relaxed: _Relaxed, watch: _Watch) -> tuple[NDArray[np.int64], int, Index] | None:
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
    matrix: _Matrix, columns: Index, start: NDArray[np.int64] | None, watch: _Watch
) -> tuple[NDArray[np.int64], int] | None:
    """The best choice among some columns, as a number for every column, and the bound on such choices."""
    solver = _solver(matrix, columns, whole=True)
    if start is not None:
        _begin_with(solver, start[columns])
    watch.run(solver)
    if solver.getInfo().primal_solution_status != highspy.kSolutionStatusFeasible:
        return None
    values = np.zeros(len(matrix.worth), np.int64)
    values[columns] = np.rint(solver.getSolution().col_value).astype(np.int64)
    bound = solver.getInfo().mip_dual_bound
    objective = int(matrix.problem.worth @ values)
    return values, objective if bound - objective < 1 - SLACK else floor(min(bound, 1e15) + SLACK)


def _begin_with(solver: Any, values: NDArray[np.int64]) -> None:
    solution = highspy.HighsSolution()
    solution.col_value = values.astype(np.float64).tolist()
    solver.setSolution(solution)


def _canonical(
    matrix: _Matrix, found: tuple[NDArray[np.int64], Index], watch: _Watch
) -> NDArray[np.int64] | None:
    """Of all plans that are worth as much the one that the rule on ids picks; None where time ran out."""
    best, usable = found
    moves = matrix.problem.moves
    solver = _solver(matrix, usable, whole=True)
    worth = matrix.worth[usable]
    taken = np.flatnonzero(worth)
    solver.addRow(float(matrix.problem.worth @ best), np.inf, len(taken), taken.astype(np.int32), worth[taken])
    solver.changeColsCost(len(usable), np.arange(len(usable), dtype=np.int32), np.zeros(len(usable)))
    people = moves.person[usable[usable < len(moves)]]
    values = best[usable]
    for block in _blocks(people):
        columns, costs = _preferences(people, block)
        if watch.is_up:
            return None
        if len(columns):
            solver.changeColsCost(len(columns), columns, costs)
            _begin_with(solver, values)
            watch.run(solver)
            if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                return None
            values = np.rint(solver.getSolution().col_value).astype(np.int64)
            fixed = values[columns].astype(np.float64)
            solver.changeColsBounds(len(columns), columns, fixed, fixed)
            solver.changeColsCost(len(columns), columns, np.zeros(len(columns)))
    result = np.zeros(len(matrix.worth), np.int64)
    result[usable] = values
    return result


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
    """The columns of a block of people, and what each is worth by the rule: the first person's first option most."""
    columns, costs, weight = [], [], 1
    for person in reversed(block):
        own = np.flatnonzero(people == person)
        columns.append(own)
        costs.append(weight * np.arange(len(own), 0, -1))
        weight *= len(own) + 1
    return np.concatenate(columns).astype(np.int32), np.concatenate(costs).astype(np.float64)
