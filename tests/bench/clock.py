"""How long a command takes and how much memory: the only place where the bench looks at a clock."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CADRECTL = (sys.executable, "-m", "cadrectl", "--as-of", "2026-09-15", "--lang", "en")


@dataclass(frozen=True, slots=True)
class Run:
    """One run: seconds on the wall, seconds of all processors, and the most memory of a process of it, in bytes."""

    seconds: float
    work: float
    memory: int


@dataclass(frozen=True, slots=True)
class Command:
    """A command line, where it runs, what it finds in its environment, and the exit codes that are no failure."""

    line: Sequence[str]
    folder: Path = Path()
    environment: Mapping[str, str] | None = None
    codes: tuple[int, ...] = (0,)


def timed(command: Command) -> Run:
    """Run a command to its end. Raises RuntimeError where it fails: a failed run has no time.

    Python keeps what it compiled, as where the program is installed.
    """
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    process = subprocess.Popen(
        command.line,
        cwd=command.folder,
        env={**plain, **(command.environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in command.codes:
        raise RuntimeError(f"{' '.join(command.line)[:200]}: {process.returncode}")
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def best(times: int, *commands: Command) -> list[float]:
    """The shortest of several runs of each command, taken in turns so that what else runs falls on all alike."""
    rounds = [[timed(command).seconds for command in commands] for _ in range(times)]
    return [min(of_one) for of_one in zip(*rounds, strict=True)]


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes in this process."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
