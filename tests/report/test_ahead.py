"""What needs a decision in the month after: nothing of a later month, and all that other sections have for it."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

from cadrectl.report.ahead import ahead
from cadrectl.report.document import Row, Table, spoken
from cadrectl.report.ground import Ground, Period
from cadrectl.report.periodic import periodic
from tests.report.conftest import ROOT, ground


@pytest.fixture(scope="module")
def decisions(district: Ground) -> tuple[Row, ...]:
    document = spoken(periodic("monthly", district), "en")
    return next(annex for annex in document.annexes if annex.id == "next-month").rows


def test_what_is_to_be_decided_falls_into_the_next_month_or_is_open_now(decisions: tuple[Row, ...]) -> None:
    """August is over; the first of October is no day of September."""
    assert {str(row[0])[:7] for row in decisions} <= {"2026-08", "2026-09"}
    assert str(max(row[0] for row in decisions)) <= "2026-09-30"  # type: ignore[type-var]


def test_every_member_who_qualifies_no_longer_is_to_be_decided_on(
    district: Ground, decisions: tuple[Row, ...]
) -> None:
    document = spoken(periodic("monthly", district), "en")
    blocks = (block for section in document.sections for block in section.blocks)
    outlook = next(block for block in blocks if isinstance(block, Table) and block.id == "outlook")
    told = [row for row in decisions if "qualifies no longer" in str(row[3])]
    assert len(told) == sum(row[-1] for row in outlook.rows) > 0  # type: ignore[misc]


def test_every_open_case_is_told_with_its_next_step(decisions: tuple[Row, ...]) -> None:
    """Cases that were opened by the end of August and had no result by then, read by a parser of its own."""
    cases = {path: yaml.load(path.read_text("utf-8"), yaml.BaseLoader) for path in cases_of(ROOT)}
    running = {
        f"{path.relative_to(ROOT).as_posix()}:1"
        for path, case in cases.items()
        if case["opened"] <= "2026-08-31" and case.get("result", {}).get("date", "9999") > "2026-08-31"
    }
    told = Counter(str(row[5]) for row in decisions if "case waits" in str(row[3]))
    assert set(told) <= running
    assert len(told) > 3
    assert set(told.values()) == {1}


def cases_of(root: Path) -> list[Path]:
    return sorted((root / "data" / "appointments").rglob("*.yaml"))


def test_posts_that_fall_empty_in_the_month_are_to_be_decided_on() -> None:
    """Terms of six principals end in August 2027 (the table of vacancies of August 2026 has them)."""
    july = ground(ROOT, Period("2027-07", date(2027, 7, 1), date(2027, 7, 31)))
    told = [row for row in ahead(july).annexes[0].rows if row[0] == "2027-08"]
    assert len(told) == sum(one.month == "2027-08" for one in july.falling_empty) > 0
