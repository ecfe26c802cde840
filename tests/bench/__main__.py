"""`python -m tests.bench [--small]`: measure, print the table, and add a line to the history."""

import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from cadrectl import __version__
from tests.bench.history import in_words, remember, table
from tests.bench.measures import FULL, SMALL, Bench, measures


def circumstances() -> dict[str, object]:
    """When and on what the figures are taken."""
    names = [line for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    memory = [line.split()[1] for line in _lines("/proc/meminfo") if line.startswith("MemTotal")]
    return {
        "taken": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": __version__,
        "processor": names[0].partition(":")[2].strip() if names else platform.processor(),
        "cores": os.cpu_count(),
        "memory": f"{int(memory[0]) / 2**20:.0f} GiB" if memory else "unknown",
        "system": platform.system(),
        "python": platform.python_version(),
        "load before": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else "unknown",
    }


def _lines(file: str) -> list[str]:
    return Path(file).read_text("utf-8").splitlines() if Path(file).exists() else []


def main(small: bool) -> None:
    """Measure in a folder that is gone afterwards; only full runs enter the history."""
    about = circumstances()
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for one in measures(Bench(Path(folder), SMALL if small else FULL)):
            print(f"{one.name}: {one.figure:.3g} {one.unit}", file=sys.stderr)
            found.append(one)
    print(f"{table(found)}\n\n{in_words(about)}")
    if not small:
        remember(about, found)


if __name__ == "__main__":
    main("--small" in sys.argv[1:])
