"""The bench works: its small mode takes every measure. What the figures are is for the full run to say."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("resource")  # memory cannot be measured elsewhere

ROOT = Path(__file__).parents[2]
ROWS = 29


def test_the_small_mode_takes_every_measure() -> None:
    line = [sys.executable, "-m", "tests.bench", "--small"]
    done = subprocess.run(line, cwd=ROOT, check=True, capture_output=True, encoding="utf-8")
    rows = [row.split(" | ") for row in done.stdout.splitlines() if row.startswith("| ")][2:]
    assert len(rows) == ROWS
    assert all(float(row[1].split()[0]) >= 0 for row in rows)
