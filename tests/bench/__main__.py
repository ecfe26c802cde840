"""`python -m tests.bench [--small] [NAME…]`: measure all, or what is named; print the table, add to the history."""

import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from cadrectl import __version__
from tests.bench.history import in_words, remember, table
from tests.bench.measures import FULL, MEASURES, SMALL, Bench


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


def main(small: bool, names: Sequence[str]) -> None:
    """Measure in a folder that is gone afterwards; only runs in full size enter the history."""
    about = circumstances()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), SMALL if small else FULL)
        found = []
        for one in (one for name in names or MEASURES for one in MEASURES[name](bench)):
            print(f"{one.name}: {one.figure:.3g} {one.unit}", file=sys.stderr)
            found.append(one)
    print(f"{table(found)}\n\n{in_words(about)}")
    if not small:
        remember(about, found)


if __name__ == "__main__":
    main("--small" in sys.argv[1:], [name for name in sys.argv[1:] if name != "--small"])
