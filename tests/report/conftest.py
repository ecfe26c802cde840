"""The district in `data/` as the ground of a report."""

from datetime import date
from pathlib import Path

import pytest

from cadrectl.cli.reporting import ground_of
from cadrectl.cli.session import Session
from cadrectl.report.ground import Ground, Period

ROOT = Path(__file__).parents[2]
AUGUST = Period("2026-08", date(2026, 8, 1), date(2026, 8, 31))
YEAR = Period("2025", date(2025, 1, 1), date(2025, 12, 31))


def ground(root: Path, period: Period = AUGUST, profile: str = "internal") -> Ground:
    """The ground of a report on the workspace at `root`."""
    session = Session("zh", root, date(2026, 9, 15), None, None, quiet=True)
    return ground_of(session, period, {"profile": profile, "skip_invalid": False})


@pytest.fixture(scope="session")
def district() -> Ground:
    """August 2026 in the fictitious district."""
    return ground(ROOT)
