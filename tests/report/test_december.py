"""A report says what was known on its last day: grades of December that were confirmed in spring are not there yet."""

from datetime import date

import pytest

from cadrectl.report.document import Document, Table, spoken
from cadrectl.report.ground import Period
from cadrectl.report.periodic import periodic
from tests.report.conftest import ROOT, ground

DECEMBER = Period("2025-12", date(2025, 12, 1), date(2025, 12, 31))
TO_SPRING = Period("2026-04", date(2025, 12, 1), date(2026, 4, 30))


def spoken_of(period: Period) -> Document:
    return spoken(periodic("monthly", ground(ROOT, period)), "en")


@pytest.fixture(scope="module")
def december() -> Document:
    return spoken_of(DECEMBER)


@pytest.fixture(scope="module")
def spring() -> Document:
    """The same sessions, as known when they had been confirmed."""
    return spoken_of(TO_SPRING)


def table(document: Document, id: str) -> Table:
    blocks = (block for section in document.sections for block in section.blocks)
    return next(block for block in blocks if isinstance(block, Table) and block.id == id)


def test_no_grade_is_told_before_it_was_confirmed(december: Document, spring: Document) -> None:
    told = {row[1] for row in table(december, "evaluated").rows if row[0] == "annual"}
    assert told == {"not confirmed by then", "not known"}
    assert {"competent", "excellent"} <= {row[1] for row in table(spring, "evaluated").rows}


def test_until_then_the_grade_that_was_worked_out_is_told_as_not_confirmed(
    december: Document, spring: Document
) -> None:
    def annual(document: Document, column: int) -> int:
        rows = table(document, "grades").rows
        return sum(row[column] for row in rows if row[0] == "Yearly assessment of cadres")  # type: ignore[misc]

    assert (annual(december, 2), annual(december, 3)) == (394, 0)
    assert annual(spring, 3) > 300


def test_what_was_confirmed_on_the_last_day_itself_is_told(december: Document) -> None:
    """The summative results of 2025 were confirmed on 31 December."""
    told = {row[1] for row in table(december, "evaluated").rows if row[0] == "summative"}
    assert {"qualified", "unqualified"} <= told


def test_nothing_follows_from_a_grade_before_it_was_confirmed(december: Document, spring: Document) -> None:
    """A grade counts for later appointments by NT-3; what follows from votes (JX-1) follows at once."""
    sources = [
        {row[6] for annex in document.annexes if annex.id == "consequences" for row in annex.rows}
        for document in (december, spring)
    ]
    assert ["NT-3" in found for found in sources] == [False, True]
    assert all("JX-1" in found for found in sources)
