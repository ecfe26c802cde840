"""Work on very many files shared out among processes; not what the work is.

It is only sooner done, never done otherwise: results come in the order of the jobs, whoever did them. Where the jobs
are few, or the system gives no further processes, all is done in this one.
"""

import gc
import os
import signal
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

MANY = 1_500
"""Jobs from which on the time that further processes take to start is won back."""
MOST = 8
"""Processes beyond which handing out the work takes as long as doing it."""
_SHARE = 50
"""Jobs handed out at once."""

Job = TypeVar("Job")
Result = TypeVar("Result")


class Crew:
    """Processes that stay for several rounds of work, hired when there is much to do; use it as a context."""

    def __init__(self, *, heavy: bool = False) -> None:
        """`heavy` jobs take so long that each of them is worth a process."""
        self._hands = min(_processors(), MOST)
        self._many, self._share = (1, 1) if heavy else (MANY, _SHARE)
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def hand_out(self, work: Callable[[Job], Result], jobs: Sequence[Job]) -> Callable[[], list[Result]]:
        """What `work`, a function of a module, makes of each job, to be called for when it is needed."""
        if self._hands < 2 or len(jobs) < self._many:
            return lambda: list(map(work, jobs))
        from concurrent.futures.process import BrokenProcessPool

        refused = (OSError, ImportError, NotImplementedError, BrokenProcessPool)
        try:
            coming = self._hired().map(work, jobs, chunksize=self._share)
        except refused:
            self._hands = 1  # the system gives none
            return lambda: list(map(work, jobs))

        def done() -> list[Result]:
            try:
                return list(coming)
            except refused:
                self._hands = 1  # the system has ended one
                return list(map(work, jobs))

        return done

    def _hired(self) -> "ProcessPoolExecutor":
        if self._pool is None:
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            # begun afresh rather than copied, which is the same on every system
            self._pool = ProcessPoolExecutor(self._hands, get_context("spawn"), _begin)
        return self._pool


def _begin() -> None:
    """What a process does first: an interrupt is for the one that hired it, and what it makes holds no cycles."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
