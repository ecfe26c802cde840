"""HiGHS as plans use it: a model as a matrix, a solver over some columns, the time left. Not how a plan is found.

One thread, one seed, whole numbers: the same model gives the same answer on every run.
"""

from collections.abc import Callable
from math import isfinite
from typing import Any

import highspy
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cadrectl.facts.moment import Index
from cadrectl.rotation.model import Model

SEED = 7
SLACK = 1e-6
"""By how much a number may be off a whole one that it stands for."""

SILENCE = 5.0
"""After so many seconds without a word it is told how far a search is."""

Progress = Callable[[str, int, int], None]
"""Told what is going on: a word; the best plan so far and the bound in points, or people settled and people in all.

Words: `relaxation`, `search`, `plan`; `choice` for people settled among equal plans.
"""


class Search(Struct, frozen=True):
    """How long to look (seconds; None: until done), who is told of progress, and if any of the best plans will do."""

    seconds: float | None = None
    progress: Progress | None = None
    any_best: bool = False


UNTIL_DONE = Search()
"""A search without a limit that nobody is told of."""


class Matrix(Struct, frozen=True):
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
    def of(cls, problem: Model) -> "Matrix":
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
            np.append(np.ones(len(problem.moves)), [float(extra.bound) for extra in problem.extras]),
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


class Watch:
    """The time left, by the solver's own clock, and the progress told; `offset` is what doing nothing is short of 0."""

    def __init__(self, search: Search, offset: int) -> None:
        self.search = search
        self.offset = offset
        self.spent = 0.0
        self.told = 0.0

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
        """Tell how far it is, in points."""
        if self.search.progress is not None:
            self.search.progress(what, round(best) + self.offset, round(bound) + self.offset)

    def tell_choice(self, done: int, of: int) -> None:
        """Tell, after a long silence, how many people are settled in the choice among equal plans."""
        if self.search.progress is not None and self.spent - self.told >= SILENCE:
            self.told = self.spent
            self.search.progress("choice", done, of)

    def listen(self, solver: Any) -> None:
        """Tell of a search in whole numbers while it runs, after each long silence."""

        def heard(event: Any) -> None:
            found, now = event.data_out, self.spent + event.data_out.running_time
            if now - self.told >= SILENCE and isfinite(found.mip_primal_bound):
                self.told = now
                self.tell("search", found.mip_primal_bound, found.mip_dual_bound)

        if self.search.progress is not None:
            solver.cbMipInterrupt += heard


def solver_of(matrix: Matrix, columns: Index, whole: bool) -> Any:
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


def add_columns(solver: Any, matrix: Matrix, columns: Index) -> None:
    """Give a solver more columns; it goes on from where it is."""
    start, row, times = matrix.part(columns)
    upper = np.minimum(matrix.upper[columns], highspy.kHighsInf)
    none = np.zeros(len(columns))
    indices = start[:-1].astype(np.int32), row.astype(np.int32)
    solver.addCols(len(columns), matrix.worth[columns], none, upper, len(row), *indices, times)


def begin_with(solver: Any, values: NDArray[np.int64]) -> None:
    """Give a solver a plan to begin with."""
    solution = highspy.HighsSolution()
    solution.col_value = values.astype(np.float64).tolist()
    solver.setSolution(solution)


def values_of(solver: Any) -> NDArray[np.float64]:
    """The number that a solver found for each of its columns."""
    return np.array(solver.getSolution().col_value, np.float64)
