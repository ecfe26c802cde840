"""One year of personnel work in the district of `data/`, decision by decision."""

from pathlib import Path

import pytest

from tests.review.conftest import Ask, Rows
from tests.review.year import Town, draft, year

KINDS = ["left", "promoted", "added", "seconded", "sanctioned", "returned"]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """The year, made once."""
    return year(tmp_path_factory.mktemp("year") / "年度")


@pytest.mark.parametrize("step", range(len(KINDS)), ids=lambda step: KINDS[step])
def test_every_decision_of_the_year_is_in_order_and_said_as_what_it_is(done: Town, rows: Rows, step: int) -> None:
    after = f"HEAD~{len(KINDS) - 1 - step}"
    found = rows("--as-of", "2027-08-31", "review", f"{after}~1..{after}", where=done.repo.root)
    assert KINDS[step] in [row["change"] for row in found]
    assert [row["text"] for row in found if row["blocks"]] == []


def test_after_the_year_the_records_are_free_of_errors(done: Town, ask: Ask) -> None:
    assert ask("--as-of", "2027-08-31", "validate", where=done.repo.root).code == 0


def test_the_year_of_one_person_is_told_in_order(done: Town, rows: Rows) -> None:
    cadre = done.holders("middle-chief")[0]
    found = rows("--as-of", "2027-08-31", "history", cadre, where=done.repo.root)
    assert [row["known_on"] for row in found] == sorted(row["known_on"] for row in found)
    assert [row["on"] for row in found if row["change"] == "promoted"] == ["2026-10-15"]


def test_a_draft_of_autumn_is_stopped_for_its_publicity_and_its_letter(tmp_path: Path, rows: Rows) -> None:
    town = draft(tmp_path / "草案")
    found = rows("--as-of", "2026-10-12", "review", "main..draft", where=town.repo.root)
    [promoted] = [row for row in found if row["change"] == "promoted"]
    missing = {source for need in promoted["missing"] if need["blocks"] for source in need["source"]}
    assert missing == {"QJ-1", "QJ-2", "《党政领导干部选拔任用工作条例》"}
    assert promoted["earliest"] is not None
