"""The district in `data/` as the ground of a report."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from cadrectl import checks
from cadrectl.calendar import code_of
from cadrectl.facts.moment import Book
from cadrectl.policy.load import Stated, in_force, policies
from cadrectl.records import place, read_workspace, working_tree
from cadrectl.register import build
from cadrectl.report.ground import Ground, Period
from cadrectl.report.privacy import PROFILES
from cadrectl.vocabulary import vocabularies

ROOT = Path(__file__).parents[2]
AUGUST = Period("2026-08", date(2026, 8, 1), date(2026, 8, 31))
Grounds = Callable[..., Ground]


def ground_of(root: Path, period: Period = AUGUST, profile: str = "internal") -> Ground:
    """The ground of a report on the workspace at `root`."""
    reading = read_workspace(working_tree(root))
    words = vocabularies((one.id, one.value) for one in reading.records if one.kind == "vocabularies")
    known, _ = policies(
        Stated(one.value, one.path, partial(place, one)) for one in reading.records if one.kind == "policies"
    )
    register = build(reading.records, words, reading.digest)
    series = [name for one in reading.records if one.kind == "workspace" for name in one.value["policies"]]
    return Ground(
        book=Book(register),
        in_force=in_force(known, series, code_of(period.last)),
        known=known,
        records=reading.records,
        problems=[*reading.problems, *checks.run(reading.records, period.last)],
        period=period,
        profile=PROFILES[profile],
    )


@pytest.fixture(scope="session")
def district() -> Ground:
    """August 2026 in the fictitious district."""
    return ground_of(ROOT)
